"""Raw files with planted faults, as offices hand them over: for harmonising and for trying out its reports.

The records come from the demo's own plots, so that what harmonising makes of them can be compared with the truth.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal, ogr, osr

from ruhr_planner.model.codes import PLOT_TYPE
from ruhr_planner.model.licences import INVENTED_MARK
from ruhr_planner.model.tables import PLOT

if TYPE_CHECKING:
    from pathlib import Path

    from .space import Space

SIZE = 120
"""Sound records per file, before the faults are planted."""
ART = {
    PLOT_TYPE.brownfield: "Brachfläche",
    PLOT_TYPE.underused: "Mindergenutzt",
    PLOT_TYPE.interim_use: "Zwischennutzung",
    PLOT_TYPE.conversion: "Konversion",
    PLOT_TYPE.fnp_reserve: "FNP-Reserve",
    PLOT_TYPE.building_gap: "Baulücke",
    PLOT_TYPE.regional_reserve: "Regionalplanreserve",
    PLOT_TYPE.company_reserve: "Betriebsgebunden",
    PLOT_TYPE.existing: "Bestand",
    PLOT_TYPE.cooperation_site: "Kooperationsstandort",
}
# file -> fault -> number of records that carry it; a record carries one fault
PLANTED = {
    "brachen_gk2.shp": {"bow_tie": 6, "duplicate": 5, "unknown_code": 4, "empty_geometry": 2},
    "reserven.geojson": {"overlap": 8, "duplicate": 3, "unknown_code": 6, "wrong_ags": 4},
    "bestand.csv": {"decimal_comma": SIZE + 5, "duplicate": 5, "unknown_code": 3, "swapped_axes": 4, "missing_area": 3},
    "reserven_ohne_crs.shp": {"no_crs": 20},
}


@dataclass
class Record:
    """One record on its way into a raw file."""

    values: dict[str, object]
    shape: ogr.Geometry | None


def records(rows: dict[str, list], types: tuple[str, ...], count: int, rng: np.random.Generator) -> list[Record]:
    """Draw sound records of some plot types that are in force."""
    place = {name: n for n, name in enumerate(PLOT.names)}
    able = [
        row
        for row in rows[PLOT.table]
        if row[1][place[PLOT.plot_type]] in types and row[1][place[PLOT.valid_to]] is None
    ]
    found = []
    for n in np.sort(rng.permutation(len(able))[:count]):
        geometry, values = able[int(n)]
        found.append(
            Record(
                {name: values[place[name]] for name in PLOT.names}, ogr.CreateGeometryFromWkb(bytes(geometry.asWkb()))
            )
        )
    return found


def system(code: int) -> osr.SpatialReference:
    """Coordinate system with east before north, as files hold it."""
    made = osr.SpatialReference()
    made.ImportFromEPSG(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def moved(shape: ogr.Geometry | None, code: int) -> ogr.Geometry | None:
    """A copy in another coordinate system."""
    if shape is None or code == 25832:
        return shape
    made = shape.Clone()
    made.Transform(osr.CoordinateTransformation(system(25832), system(code)))
    return made


def bow_tie(shape: ogr.Geometry) -> ogr.Geometry:
    """The bounding box as a ring that crosses itself."""
    west, east, south, north = shape.GetEnvelope()
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((west, south), (east, north), (east, south), (west, north), (west, south)):
        ring.AddPoint_2D(x, y)
    made = ogr.Geometry(ogr.wkbPolygon)
    made.AddGeometry(ring)
    return made


def shifted(shape: ogr.Geometry) -> ogr.Geometry:
    """A copy that overlaps the original by about half."""
    west, east, _, _ = shape.GetEnvelope()
    made = ogr.Geometry(ogr.wkbPolygon)
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y, *_ in shape.GetGeometryRef(0).GetPoints():
        ring.AddPoint_2D(round(x + (east - west) / 3, 3), y)
    made.AddGeometry(ring)
    return made


def german(record: Record) -> dict[str, object]:
    """Values in the words of an office."""
    values = record.values
    return {
        "KENNUNG": values[PLOT.native_id],
        "NAME": values[PLOT.name],
        "GEMEINDE": values[PLOT.municipality],
        "GKZ": values[PLOT.ags],
        "ART": ART.get(str(values[PLOT.plot_type]), values[PLOT.plot_type]),
        "RESTRIKT": values[PLOT.restriction],
        "FLAECHE": values[PLOT.area_gross_ha],
        "STAND": "31.12.2023",
    }


def plant(found: list[Record], faults: dict[str, int], rng: np.random.Generator) -> list[Record]:
    """Plant the faults that change or add records; each record carries at most one."""
    free = [int(n) for n in rng.permutation(len(found))]
    added = []
    for fault, count in faults.items():
        for _ in range(count if fault in PLANTERS else 0):
            made = PLANTERS[fault](found[free.pop()])
            if made is not None:
                added.append(made)
    return found + added


def _bow_tie(record: Record) -> None:
    record.shape = bow_tie(record.shape)


def _duplicate(record: Record) -> Record:
    return Record(dict(record.values), record.shape.Clone())


def _overlap(record: Record) -> Record:
    values = dict(record.values)
    values[PLOT.native_id] = f"{values[PLOT.native_id]}-B"
    return Record(values, shifted(record.shape))


def _unknown_code(record: Record) -> None:
    record.values[PLOT.plot_type] = "Sonstwas"


def _wrong_ags(record: Record) -> None:
    record.values[PLOT.ags] = "05315000"


def _empty(record: Record) -> None:
    record.shape = None


def _swapped(record: Record) -> None:
    record.values["swapped"] = True


def _missing_area(record: Record) -> None:
    record.values[PLOT.area_gross_ha] = None


PLANTERS = {
    "bow_tie": _bow_tie,
    "duplicate": _duplicate,
    "overlap": _overlap,
    "unknown_code": _unknown_code,
    "wrong_ags": _wrong_ags,
    "empty_geometry": _empty,
    "swapped_axes": _swapped,
    "missing_area": _missing_area,
}


# --------------------------------------------------------------------------------------------------------------- files
def write_vector(found: list[Record], path: Path, driver: str, code: int, options: list[str]) -> None:
    """Write polygons with the office's columns."""
    latin = "ENCODING=LDID/87" in options
    gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", "ISO-8859-1" if latin else None)  # QGIS has it empty: no recoding
    dataset = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(path.stem, system(code) if code else None, ogr.wkbPolygon, options=options)
    kinds = {"RESTRIKT": ogr.OFTInteger, "FLAECHE": ogr.OFTReal}
    for name in german(found[0]):
        definition = ogr.FieldDefn(name, kinds.get(name, ogr.OFTString))
        if name == "FLAECHE":
            definition.SetWidth(14)
            definition.SetPrecision(4)
        elif name not in kinds:
            definition.SetWidth(80)
        layer.CreateField(definition)
    for record in found:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in german(record).items():
            if value is not None:
                feature.SetField(name, value)
        shape = moved(record.shape, code or 25832)
        if shape is not None:
            feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    del layer, dataset
    gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", None)


def comma(value: object, digits: int) -> str:
    """A number as a German table writes it."""
    if value is None:
        return ""
    text = f"{value:,.{digits}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def write_table(found: list[Record], path: Path) -> None:
    """Write points as a German CSV: semicolons, decimal commas, Windows-1252."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*german(found[0]), "RECHTSWERT", "HOCHWERT"])
        for record in found:
            values = german(record)
            values["FLAECHE"] = comma(values["FLAECHE"], 4)
            inside = record.shape.PointOnSurface()
            pair = [comma(inside.GetX(), 2), comma(inside.GetY(), 2)]
            writer.writerow(
                ["" if value is None else value for value in values.values()]
                + (pair[::-1] if record.values.get("swapped") else pair)
            )


def write(space: Space, rows: dict[str, list], folder: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write all raw files into a folder of their own, which is emptied first; returns what was planted where."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rng = np.random.default_rng([seed, 99])
    derelict = (PLOT_TYPE.brownfield, PLOT_TYPE.underused, PLOT_TYPE.interim_use, PLOT_TYPE.conversion)
    reserves = (PLOT_TYPE.fnp_reserve, PLOT_TYPE.regional_reserve, PLOT_TYPE.building_gap)
    planted = plant(records(rows, derelict, SIZE, rng), PLANTED["brachen_gk2.shp"], rng)
    write_vector(planted, folder / "brachen_gk2.shp", "ESRI Shapefile", 31466, ["ENCODING=LDID/87"])
    planted = plant(records(rows, reserves, SIZE, rng), PLANTED["reserven.geojson"], rng)
    write_vector(planted, folder / "reserven.geojson", "GeoJSON", 4326, ["RFC7946=YES", "COORDINATE_PRECISION=8"])
    planted = plant(records(rows, (PLOT_TYPE.existing,), SIZE, rng), PLANTED["bestand.csv"], rng)
    write_table(planted, folder / "bestand.csv")
    bare = records(rows, reserves, 20, rng)
    write_vector(bare, folder / "reserven_ohne_crs.shp", "ESRI Shapefile", 0, ["ENCODING=UTF-8"])
    (folder / "README.md").write_text(readme(), encoding="utf-8")
    return PLANTED


WHAT = {
    "bow_tie": "ring crosses itself (invalid polygon)",
    "duplicate": "record given a second time, same id and geometry",
    "unknown_code": '`ART` is "Sonstwas", which is in no code list',
    "empty_geometry": "record without geometry",
    "overlap": "a second record of another id overlaps the plot by more than a third",
    "wrong_ags": "`GKZ` 05315000 is outside the region and contradicts the geometry",
    "decimal_comma": "numbers with decimal comma and thousands point, semicolons, Windows-1252, CRLF: every record",
    "swapped_axes": "easting and northing swapped",
    "missing_area": "`FLAECHE` is empty",
    "no_crs": "no .prj file: the coordinates are EPSG:25832, the file does not say so; every record",
}


def readme() -> str:
    """What is planted where."""
    lines = [
        "# Raw files with planted faults",
        "",
        f"{INVENTED_MARK}. Made by `scripts/build_demo.py` from the demo's own plots.",
        "",
        "Columns: KENNUNG (id in the source), NAME, GEMEINDE, GKZ (AGS), ART (type), RESTRIKT (0-3, empty = unknown),",
        "FLAECHE (ha), STAND (date). `bestand.csv` has points (RECHTSWERT, HOCHWERT; EPSG:25832) instead of polygons.",
        "",
        "`brachen_gk2.shp` is in Gauss-Krüger zone 2 (EPSG:31466, ISO-8859-1), `reserven.geojson` in WGS84.",
        "",
        "| file | records | fault | records with it | what it is |",
        "|---|---|---|---|---|",
    ]
    for file, faults in PLANTED.items():
        total = (20 if "no_crs" in faults else SIZE) + faults.get("duplicate", 0) + faults.get("overlap", 0)
        lines += [f"| {file} | {total} | {fault} | {count} | {WHAT[fault]} |" for fault, count in faults.items()]
    return "\n".join(lines) + "\n"
