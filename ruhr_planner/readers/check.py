"""Where coordinates really lie: stated and actual axis order, Web Mercator, zone prefix, degrees that are metres.

A layer may reach beyond the region; it is taken as stated when its envelope meets the region's, and corrected only
when another reading of the same numbers meets it and the stated one does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import atan2, cos, cosh, degrees, sin, sinh, sqrt

import numpy as np

from ruhr_planner.model.region import CRS, EXTENT
from ruhr_planner.readers import wkb
from ruhr_planner.readers.record import Note, Page

MARGIN = 0.5
"""The region's envelope is widened by half its size: neighbours and islands of a city count as near."""

# The region's envelope (west, south, east, north) in other systems, by pyproj 3.4 from EXTENT.
_BOUNDS: dict[str, tuple[float, float, float, float]] = {
    CRS: EXTENT,
    "EPSG:3044": EXTENT,
    "EPSG:32632": EXTENT,
    "EPSG:4326": (6.2816, 51.1928, 8.0073, 51.8385),
    "EPSG:4258": (6.2816, 51.1928, 8.0073, 51.8385),
    "EPSG:4314": (6.2816, 51.1928, 8.0073, 51.8385),
    "OGC:CRS84": (6.2816, 51.1928, 8.0073, 51.8385),
    "EPSG:4647": (32312612.0, 5674685.0, 32430669.0, 5743550.0),
    "EPSG:3857": (699262.0, 6655470.0, 891364.0, 6770970.0),
    "EPSG:31466": (2519462.0, 5673144.0, 2640276.0, 5746811.0),
    "EPSG:31467": (3312611.0, 5676513.0, 3430716.0, 5745408.0),
    "EPSG:25833": (-106169.0, 5697487.0, 17571.0, 5776087.0),
    "EPSG:3035": (4063739.0, 3125041.0, 4182736.0, 3195544.0),
}
_SAME = {"EPSG:900913": "EPSG:3857", "EPSG:102100": "EPSG:3857", "EPSG:5676": "EPSG:31466", "EPSG:5677": "EPSG:31467"}
# The AdV's names of coordinate reference systems, as NAS and older XPlanGML write them (GeoInfoDok, annex).
_ADV = {
    "ETRS89_UTM31": "EPSG:25831",
    "ETRS89_UTM32": CRS,
    "ETRS89_UTM33": "EPSG:25833",
    "ETRS89_LAT-LON": "EPSG:4258",
    "DE_DHDN_3GK2": "EPSG:31466",
    "DE_DHDN_3GK3": "EPSG:31467",
}
_DEGREES = ("EPSG:4326", "EPSG:4258", "OGC:CRS84")
_GUESSES = (CRS, "EPSG:4326", "EPSG:4647", "EPSG:3857", "EPSG:31466", "EPSG:31467", "EPSG:3035")

Envelope = tuple[float, float, float, float]


def normal(name: str) -> str:
    """Return a CRS name as `EPSG:n` or `OGC:CRS84`; any other text (WKT) as it is, "" for none.

    Understood are `EPSG:n`, the URN and http forms with or without version, the old `…/epsg.xml#n`, and the AdV's
    `urn:adv:crs:…`.
    """
    text = name.strip()
    if text.lower().startswith("urn:adv:crs:"):
        return _ADV.get(text.rsplit(":", 1)[-1].upper(), text)
    if text.upper().endswith(("CRS84", "CRS:84")):
        return "OGC:CRS84"
    found = re.search(r"epsg(?:\.xml#|[:/].*?)(\d{4,6})\s*$", text, re.IGNORECASE)
    if found and len(text) < 100:
        code = f"EPSG:{found.group(1)}"
        return _SAME.get(code, code)
    return text


def is_urn(name: str) -> bool:
    """Tell whether a CRS is named in the URN or http form, whose axes are in the order of the register."""
    return bool(re.match(r"\s*(?:urn:|https?://www\.opengis\.net/def/)", name, re.IGNORECASE))


def bounds(crs: str) -> Envelope | None:
    """Return the region's envelope in a CRS (x east, y north), or None where that is not tabulated."""
    return _BOUNDS.get(normal(crs))


@dataclass(frozen=True)
class Verdict:
    """How to read a layer's coordinates: its true CRS, whether to swap, and what has to be said of it."""

    crs: str
    swap: bool = False
    note: Note | None = None
    near: bool = True
    """The layer meets the region (or nothing can be said)."""

    def read(self, page: Page) -> Page:
        """Return a page with its coordinates in the order x, y and its true CRS."""
        return replace(swapped(page) if self.swap else page, crs=self.crs)


def judge(envelope: Envelope | None, stated: str, region: Envelope | None = None) -> Verdict:
    """Find out how coordinates are to be read.

    :param envelope: of the first page, as it came; None for no geometry. :param stated: the CRS that the source names.
    :param region: the region's envelope in it, where that is not tabulated here; without it such a CRS is believed.
    """
    crs = normal(stated)
    if envelope is None or not np.all(np.isfinite(envelope)):
        return Verdict(crs)
    box = bounds(crs) or region
    if crs and ((box is None and not _impossible(envelope, crs)) or _meets(envelope, crs, box)):
        return Verdict(crs)
    if crs and _meets(_swapped(envelope), crs, box):
        return Verdict(crs, True, Note("The axes came swapped (north before east) and were put right.", {}))
    for guess, swap in readings(envelope):
        return Verdict(guess, swap, _guessed(crs, guess))
    if crs:
        far = Note("The data lie outside the Ruhr region; check whether this is meant.", {})
        return Verdict(crs, False, far, near=False)
    return Verdict("", False, None, near=False)


def readings(envelope: Envelope) -> tuple[tuple[str, bool], ...]:
    """Return every common CRS, with or without swapped axes, that puts an envelope near the region."""
    return tuple(
        (guess, swap)
        for guess in _GUESSES
        for swap in (False, True)
        if _meets(_swapped(envelope) if swap else envelope, guess, bounds(guess))
    )


def _guessed(stated: str, found: str) -> Note:
    if not stated:
        return Note("The source names no coordinate reference system; its numbers are {found}.", {"found": found})
    if found == "EPSG:4647":
        return Note("The eastings carry the zone number 32 and were read as EPSG:4647.", {})
    return Note(
        "The source names {stated}, but its coordinates are {found}; they were read so.",
        {"stated": stated if len(stated) < 40 else "?", "found": found},
    )


def _swapped(envelope: Envelope) -> Envelope:
    return envelope[1], envelope[0], envelope[3], envelope[2]


def _meets(envelope: Envelope, crs: str, box: Envelope | None) -> bool:
    if box is None or _impossible(envelope, crs):
        return False
    wide, high = MARGIN * (box[2] - box[0]), MARGIN * (box[3] - box[1])
    return bool(
        envelope[0] <= box[2] + wide
        and envelope[2] >= box[0] - wide
        and envelope[1] <= box[3] + high
        and envelope[3] >= box[1] - high
    )


def _impossible(envelope: Envelope, crs: str) -> bool:
    """Degrees beyond the globe."""
    return crs in _DEGREES and (max(envelope[2], -envelope[0]) > 360 or max(envelope[3], -envelope[1]) > 90.001)


# --------------------------------------------------------------------------------------------------------------- pages
def judge_page(page: Page, stated: str) -> Verdict:
    """Find out from the first page how a layer's coordinates are to be read; see `judge`."""
    return judge(middle(wkb.Coordinates([record.wkb for record in page.records]).envelopes()), stated)


def middle(boxes: np.ndarray) -> Envelope | None:
    """Return the envelope of boxes without the outermost twentieth on each side of each axis.

    At least one of three is left out: a single broken coordinate must not decide in which CRS a layer is.

    :param boxes: xmin, ymin, xmax, ymax, shape (n, 4). :returns: None where none is finite.
    """
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    count = len(boxes)
    if not count:
        return None
    cut = max(1, count // 20) if count > 2 else 0
    low = np.sort(boxes[:, :2], axis=0)[cut]
    high = np.sort(boxes[:, 2:], axis=0)[count - 1 - cut]
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def swapped(page: Page) -> Page:
    """Return a page with x and y exchanged."""
    coordinates = wkb.Coordinates([record.wkb for record in page.records])
    turned = coordinates.replaced(coordinates.xy[:, ::-1])
    return replace(page, records=[record._replace(wkb=shape) for record, shape in zip(page.records, turned)])


# --------------------------------------------------------------------------------------------------------------- UTM
_A, _F, _K0 = 6378137.0, 1 / 298.257222101, 0.9996
_N = _F / (2 - _F)


def box_in_degrees(extent: Envelope) -> Envelope:
    """Return the envelope in degrees of an extent in EPSG:25832 (west, south, east, north), good to a metre."""
    corners = [
        to_degrees(x, y)
        for x in (extent[0], (extent[0] + extent[2]) / 2, extent[2])
        for y in (extent[1], (extent[1] + extent[3]) / 2, extent[3])
    ]
    lons, lats = [lon for lon, _lat in corners], [lat for _lon, lat in corners]
    return min(lons), min(lats), max(lons), max(lats)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in EPSG:25832, for the box of a question.

    Krüger's series to the third order (Karney 2011, J. Geodesy 85, 475-485), better than a millimetre in the zone.
    """
    radius = _A / (1 + _N) * (1 + _N**2 / 4)
    xi, eta = y / (_K0 * radius), (x - 500_000.0) / (_K0 * radius)
    beta = (
        _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96,
        _N**2 / 48 + _N**3 / 15,
        17 * _N**3 / 480,
    )
    xi0 = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    eta0 = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    chi = atan2(sin(xi0), sqrt(sinh(eta0) ** 2 + cos(xi0) ** 2))
    delta = (
        2 * _N - 2 * _N**2 / 3 - 2 * _N**3,
        7 * _N**2 / 3 - 8 * _N**3 / 5,
        56 * _N**3 / 15,
    )
    phi = chi + sum(d * sin(2 * j * chi) for j, d in enumerate(delta, 1))
    return 9.0 + degrees(atan2(sinh(eta0), cos(xi0))), degrees(phi)
