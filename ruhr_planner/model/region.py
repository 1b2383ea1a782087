"""The Metropole Ruhr: coordinate system, Kreise and municipality keys (AGS)."""

from __future__ import annotations

CRS = "EPSG:25832"
"""All measures are taken in ETRS89 / UTM 32N, whatever a layer's or the map's system is."""

KREISE = {
    "05112": "Duisburg",
    "05113": "Essen",
    "05117": "Mülheim an der Ruhr",
    "05119": "Oberhausen",
    "05170": "Wesel",
    "05512": "Bottrop",
    "05513": "Gelsenkirchen",
    "05562": "Recklinghausen",
    "05911": "Bochum",
    "05913": "Dortmund",
    "05914": "Hagen",
    "05915": "Hamm",
    "05916": "Herne",
    "05954": "Ennepe-Ruhr-Kreis",
    "05978": "Unna",
}
"""The 11 cities and 4 Kreise of the Regionalverband Ruhr, by the first five digits of the AGS."""

N_MUNICIPALITIES = 53
EXTENT = (312612.0, 5674685.0, 430669.0, 5743550.0)
"""xmin, ymin, xmax, ymax of the region in EPSG:25832, metres."""

AREA_KM2 = 4437.0
SHARP_SCALE = 25_000
"""Boundaries of a smaller scale than 1:25,000 are good for overviews, not for splitting plots."""


def kreis_of(ags: str) -> str:
    """Return the five-digit key of the Kreis or city that an eight-digit municipality key belongs to."""
    return ags[:5]


def is_ruhr(ags: str) -> bool:
    """Tell whether a municipality key (8 digits) or Kreis key (5 digits) lies in the Metropole Ruhr."""
    return kreis_of(ags) in KREISE and ags.isdigit() and len(ags) in (5, 8)
