"""The layer that all servers serve: invented parcels in the middle of the region, with all that makes reading hard.

Umlauts in values, dates, whole numbers, reals, unknown values, polygons of different length; EPSG:25832. A record's
values follow from its number, so that a test can compute what it has to find.
"""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import NamedTuple

from osgeo import gdal, ogr, osr

gdal.UseExceptions()

LAYER = "parcels"
TITLE = "Flurstücke (erfunden)"
COUNT = 1200
"""Records of the layer: more than one page for the servers with a limit, quick for all."""
LIMIT = 500
"""The page cap of the servers that have one."""
EAST, NORTH, STEP, COLUMNS = 360_000.0, 5_700_000.0, 40.0, 40
USES = ("Wohnbaufläche", "Industrie- und Gewerbefläche", "Wald", "Landwirtschaft", "Straße", "Gewässer")
FIELDS = ("kennzeichen", "name", "nutzung", "flaeche", "geschosse", "stand")


class Parcel(NamedTuple):
    """One record; `ring` is closed."""

    kennzeichen: str
    name: str
    nutzung: str
    flaeche: float
    geschosse: int | None
    stand: date
    ring: list[tuple[float, float]]


def parcel(number: int) -> Parcel:
    """Return the record with this number, from 0."""
    east, north = EAST + number % COLUMNS * STEP, NORTH + number // COLUMNS * STEP
    corners = 4 + number % 9
    ring = []
    for corner in range(corners):
        angle, radius = 2 * math.pi * corner / corners, 10 + (number * 7 + corner * 3) % 8
        ring.append((round(east + radius * math.cos(angle), 3), round(north + radius * math.sin(angle), 3)))
    ring.append(ring[0])
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2
    return Parcel(
        f"DENW{number:08d}",
        f"Flurstück {number}, Größe {corners} Ecken",
        USES[number % len(USES)],
        round(area, 2),
        None if number % 50 == 7 else number % 9,
        date(2020 + number % 6, 1 + number % 12, 1 + number % 28),
        ring,
    )


def centre(number: int) -> tuple[float, float]:
    """Return the middle of a record."""
    return EAST + number % COLUMNS * STEP, NORTH + number // COLUMNS * STEP


def extent(columns: int, rows: int) -> tuple[float, float, float, float]:
    """Return the box (x min, y min, x max, y max) around the first so many columns and rows; it cuts no parcel."""
    half = STEP / 2 - 1
    return EAST - half, NORTH - half, EAST + (columns - 1) * STEP + half, NORTH + (rows - 1) * STEP + half


def write_geopackage(path: Path, count: int = COUNT) -> Path:
    """Write the layer into a GeoPackage."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(25832)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer(LAYER, reference, ogr.wkbPolygon, ["FID=fid", "GEOMETRY_NAME=geom"])
    kinds = (ogr.OFTString, ogr.OFTString, ogr.OFTString, ogr.OFTReal, ogr.OFTInteger, ogr.OFTDate)
    for name, kind in zip(FIELDS, kinds):
        layer.CreateField(ogr.FieldDefn(name, kind))
    dataset.StartTransaction()
    for number in range(count):
        record = parcel(number)
        feature = ogr.Feature(layer.GetLayerDefn())
        for name in FIELDS:
            value = getattr(record, name)
            if value is not None:
                feature.SetField(name, value.isoformat() if isinstance(value, date) else value)
        feature.SetGeometry(_polygon(record))
        layer.CreateFeature(feature)
    dataset.CommitTransaction()
    return path


def write_geojson(path: Path, count: int = COUNT) -> Path:
    """Write the layer as GeoJSON (RFC 7946: degrees)."""
    metric, degrees = osr.SpatialReference(), osr.SpatialReference()
    metric.ImportFromEPSG(25832)
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    metric.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    turn = osr.CoordinateTransformation(metric, degrees)
    features = []
    for number in range(count):
        record = parcel(number)
        ring = [[round(x, 8), round(y, 8)] for x, y, _ in turn.TransformPoints(record.ring)]
        values = {name: getattr(record, name) for name in FIELDS}
        values["stand"] = record.stand.isoformat()
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "id": number + 1, "properties": values, "geometry": shape})
    whole = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def _polygon(record: Parcel) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in record.ring:
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon
