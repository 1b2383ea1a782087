"""A layer as municipalities send it, for the benchmark of harmonising: polygons with some 120 vertices in an old
coordinate system, with codes, German numbers and dates, and some of them not valid. Seeded, without any real place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import invent
import numpy as np
from osgeo import ogr, osr

MEAN_VERTICES = 120
INVALID = 0.01
SYSTEM = 31466
CHUNK = 5_000
_TEXTS = {
    "art": ("Brachfläche", "Baulücke", "FNP-Reserve", "mindergenutzt", "Bestand"),
    "nutzung": ("GE", "GI", "Sondergebiet", "Mischgebiet", ""),
    "fnp": ("G", "GE", "M", "unbekannt"),
    "planrecht": ("B-Plan rechtskräftig", "im Verfahren", "FNP", "§ 34", ""),
    "vornutzung": ("Zeche", "Stahl", "Bahnfläche", "Gewerbe", "keine Angabe"),
    "restriktion": ("keine", "gering", "schwerwiegend", ""),
    "gruende": ("Altlasten;Gebäude", "Erschließung", "", "Eigentum;Altlasten;Bergschäden"),
    "altlast": ("kein Verdacht", "Altlastenverdacht", "saniert", ""),
    "eigentum": ("öffentlich", "privat", "gemischt", "RAG", ""),
}
FIELDS = ("kennung", "strasse", "hausnr", *_TEXTS, "flaeche_qm", "stand", "frei_ab", "bemerkung")
PROFILE = """
profile: benchmark
target: plot
source: {id: benchmark, scale: 5000}
licence: invented
sensitivity: internal
filter: "art != 'Friedhof' and length(kennung) > 0"
fields:
  native_id: {from: kennung}
  name: {join: [strasse, hausnr]}
  plot_type: {from: art}
  use_bplan: {from: nutzung}
  use_fnp: {from: fnp}
  planning_status: {from: planrecht}
  former_use: {from: vornutzung}
  restriction: {from: restriktion, map: {keine: 0, gering: 1, schwerwiegend: 2}}
  restriction_reasons: {from: gruende, split: ";"}
  contamination: {from: altlast}
  ownership: {from: eigentum}
  area_recorded_ha: {from: flaeche_qm, unit: m2, decimal: ","}
  source_date: {from: stand, date: german}
  available_from: {expr: "number(substr(frei_ab, 1, 4))"}
"""


def ring(corners: np.ndarray, vertices: int, rng: np.random.Generator) -> np.ndarray:
    """Return a quadrilateral as a closed ring with so many more or less straight steps, shape (n + 1, 2)."""
    sides = max(1, vertices // 4)
    along = np.arange(sides)[:, None] / sides
    points = np.concatenate([a + along * (b - a) for a, b in zip(corners, np.roll(corners, -1, axis=0))])
    step = np.hypot(*(corners[1] - corners[0])) / sides
    points += rng.uniform(-0.1, 0.1, points.shape) * min(step, 3.0)
    return np.concatenate([points, points[:1]])


def write(path: Path, count: int, seed: int = 11) -> float:
    """Write a GeoPackage with one layer, `flaechen`; return the mean number of vertices."""
    rng = np.random.default_rng(seed)
    corners = invent.plots(count, seed)
    wanted = np.clip(rng.lognormal(4.5, 0.75, count), 8, 2000).astype(int)
    invalid = rng.random(count) < INVALID
    vertices = 0
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(SYSTEM)
    layer = source.CreateLayer("flaechen", system, ogr.wkbPolygon)
    for name in FIELDS:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    codes = {name: rng.integers(0, len(values), count) for name, values in _TEXTS.items()}
    source.StartTransaction()
    for i, xy in _rings(corners, wanted, rng):
        vertices += len(xy)
        if invalid[i]:  # a bow-tie: two far vertices change places
            half = len(xy) // 2
            xy[[1, half]] = xy[[half, 1]]
        feature = ogr.Feature(layer.GetLayerDefn())
        head = np.array([1], "u1").tobytes() + np.array([3, 1, len(xy)], "<u4").tobytes()
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(head + xy.astype("<f8").tobytes()))
        area = f"{abs(_area(corners[i])):.2f}".replace(".", ",")
        values = [f"DENW{i:08d}", f"Straße {i % 700}", str(i % 90 + 1)]
        values += [_TEXTS[name][codes[name][i]] for name in _TEXTS]
        values += [area, f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.2025", f"{2026 + i % 9}-01", f"Bemerkung {i}"]
        for at, value in enumerate(values):
            feature.SetField(at, value)
        layer.CreateFeature(feature)
    source.CommitTransaction()
    return vertices / count


def _rings(corners: np.ndarray, wanted: np.ndarray, rng: np.random.Generator) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the number and the ring of each plot in the old system, a few thousand at a time."""
    for first in range(0, len(corners), CHUNK):
        part = range(first, min(first + CHUNK, len(corners)))
        lines = [ring(corners[i], int(wanted[i]), rng) for i in part]
        moved = np.split(_moved(np.concatenate(lines)), np.cumsum([len(line) for line in lines])[:-1])
        yield from zip(part, moved)


def _area(corners: np.ndarray) -> float:
    x, y = corners.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _moved(xy: np.ndarray) -> np.ndarray:
    """Return coordinates of EPSG:25832 in the old system."""
    before, after = osr.SpatialReference(), osr.SpatialReference()
    before.ImportFromEPSG(25832)
    after.ImportFromEPSG(SYSTEM)
    for system in (before, after):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(before, after)
    return np.array(transform.TransformPoints(xy))[:, :2]
