"""`fibregaps` through the registry: layers in, layers out, values checked."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QMetaType

from ruhr_planner.model import codes
from ruhr_planner.model.results import FIBRE_GAP, FIBRE_SUMMARY, gap_area, gap_count, spot_area, spot_count
from ruhr_planner.model.tables import BROADBAND_CELL, OBJECT, PLACE, PLOT, SERVED_AREA, cell_column
from ruhr_planner.processing import columns

EAST, NORTH = 360_000.0, 5_700_000.0
ALLE = [cell_column("alle", mbit) for mbit in (30, 100, 400, 1000)]
FIBRE = cell_column("ftthb", 1000)
CABLE = cell_column("hfc", 1000)
GAP, SPOT, BASIS = codes.GAP_CLASS, codes.SPOT, codes.COVERAGE_BASIS
TEXT, REAL, DATE = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.QDate
CELL_FIELDS = [(BROADBAND_CELL.edition, TEXT), *((name, REAL) for name in (*ALLE, FIBRE, CABLE))]
FULL = (100, 100, 100, 100)


class Log(QgsProcessingFeedback):
    """Keeps what the run says."""

    def __init__(self):
        super().__init__(False)
        self.info: list[str] = []
        self.warnings: list[str] = []

    def pushInfo(self, text):
        self.info.append(text)

    def pushWarning(self, text):
        self.warnings.append(text)


def box(west, south, east, north):
    return QgsGeometry.fromRect(QgsRectangle(EAST + west, NORTH + south, EAST + east, NORTH + north))


def transform_between(source, target):
    systems = [QgsCoordinateReferenceSystem(name) for name in (source, target)]
    return QgsCoordinateTransform(*systems, QgsProject.instance())


def layer(name, kind, fields, rows, crs="EPSG:25832"):
    """A layer in memory; rows are geometry and values, brought from EPSG:25832 into `crs`."""
    made = QgsVectorLayer(f"{kind}?crs={crs}", name, "memory")
    made.dataProvider().addAttributes([QgsField(field, of) for field, of in fields])
    made.updateFields()
    transform = transform_between("EPSG:25832", crs)
    features = []
    for geometry, *values in rows:
        feature = QgsFeature(made.fields())
        geometry = QgsGeometry(geometry)
        if crs != "EPSG:25832":
            geometry.transform(transform)
        feature.setGeometry(geometry)
        feature.setAttributes(values)
        features.append(feature)
    made.dataProvider().addFeatures(features)
    assert made.featureCount() == len(rows)
    return made


def cell_layer(cells, crs="EPSG:25832", edition="2026-06-30"):
    """Cells as (west, south, four values of alle, fibre, cable)."""
    return layer(
        "Gitter",
        "Polygon",
        CELL_FIELDS,
        [(box(w, s, w + 100, s + 100), edition, *alle, fibre, cable) for w, s, alle, fibre, cable in cells],
        crs,
    )


def object_layer(*geometries, crs="EPSG:25832"):
    fields = [(OBJECT.object_id, TEXT), (PLOT.ags, TEXT), ("bemerkung", TEXT)]
    rows = [(geometry, f"o{number}", "05913000", "ä") for number, geometry in enumerate(geometries)]
    return layer("Objekte", "Polygon", fields, rows, crs)


def saved(source, path: Path, name: str):
    """The same layer in a GeoPackage, which the algorithm reads as columns."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    context = QgsProject.instance().transformContext()
    error = QgsVectorFileWriter.writeAsVectorFormatV3(source, str(path), context, options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    made = QgsVectorLayer(f"{path}|layername={name}", source.name(), "ogr")
    assert made.isValid()
    return made


def run(objects, cells, log=None, **parameters):
    """Run the algorithm; return rows of OUTPUT as dicts, the layer, and everything else."""
    algorithm = QgsApplication.processingRegistry().algorithmById("ruhr_planner:fibregaps").create()
    context = QgsProcessingContext()
    given = {"OBJECTS": objects, "CELLS": cells, "OUTPUT": "TEMPORARY_OUTPUT", "AS_OF": "2026-11-01", **parameters}
    log = log or Log()
    results, good = algorithm.run(given, context, log, {}, False)
    assert good
    out = context.takeResultLayer(results["OUTPUT"]) or QgsVectorLayer(results["OUTPUT"], "o", "ogr")
    assert out.isValid()
    tables = {
        name: rows_of(context.takeResultLayer(results[name]))
        for name in ("SUMMARY", "SUMMARY_KREIS")
        if results.get(name)
    }
    return rows_of(out), out, {**results, **tables, "log": log}


def rows_of(source):
    names = [field.name() for field in source.fields()]
    return [
        {name: None if value == NULL else value for name, value in zip(names, feature.attributes())}
        for feature in source.getFeatures()
    ]


GRID = [
    (0, 0, FULL, 100, None),
    (100, 0, (100, 80, 50, 20), 20, 0),
    (200, 0, (None, None, None, None), None, None),
    (300, 0, FULL, None, 100),
]
SCENE = (box(50, 0, 125, 100), box(310, 10, 390, 90), box(0, 500, 100, 600))


@pytest.fixture
def registry(provider):
    return provider


def test_every_field_of_the_output(registry):
    rows, out, results = run(object_layer(*SCENE), cell_layer(GRID))
    assert list(rows[0]) == [OBJECT.object_id, OBJECT.ags, "bemerkung", *FIBRE_GAP.names]
    first = rows[0]
    assert (first[OBJECT.object_id], first["bemerkung"], first[OBJECT.ags]) == ("o0", "ä", "05913000")
    assert first[FIBRE_GAP.gap_class] == GAP.partly
    assert first[FIBRE_GAP.certainty] == codes.CERTAINTY.inferred
    assert first[FIBRE_GAP.spot] == SPOT.light_grey
    assert first[FIBRE_GAP.fibre_share] == pytest.approx(2.2 / 3)
    shares = [first[name] for name in FIBRE_GAP.names if name.startswith("share_")]
    assert shares == pytest.approx([0, 0.2 / 3, 0.1, 0.1, 2.2 / 3])
    assert (first[FIBRE_GAP.cover_share], first[FIBRE_GAP.n_cells], first[FIBRE_GAP.basis]) == (1, 2, BASIS.cell)
    assert first[FIBRE_GAP.priority] == 3
    assert rows[1][FIBRE_GAP.gap_class] == GAP.unserved  # gigabit over cable is not fibre
    assert rows[1][FIBRE_GAP.share_gigabit] == pytest.approx(1)
    assert rows[1][FIBRE_GAP.fibre_share] == 0
    assert rows[1][FIBRE_GAP.priority] == 2
    third = rows[2]
    assert third[FIBRE_GAP.gap_class] == GAP.no_data
    unknown = [
        n
        for n in FIBRE_GAP.names
        if n.startswith(("share_", "fibre_share", "planned", "stated", "progress", "gap_class_"))
    ]
    assert [third[name] for name in unknown] == [None] * len(unknown)
    assert third[FIBRE_GAP.priority] == 2
    assert third[FIBRE_GAP.priority_reason] is not None
    assert first[FIBRE_GAP.priority_reason] is None
    assert out.crs().authid() == "EPSG:25832"
    assert [results[code.upper()] for code in GAP] == [0, 1, 1, 1]


def test_cable_counts_where_it_is_asked_for(registry):
    rows, _, _ = run(object_layer(SCENE[1]), cell_layer(GRID), TECHNOLOGY=codes.TECHNOLOGY.index("hfc"))
    assert rows[0][FIBRE_GAP.gap_class] == GAP.served
    rows, _, _ = run(object_layer(SCENE[1]), cell_layer(GRID), TECHNOLOGY=codes.TECHNOLOGY.index("alle"), SPEED=100)
    assert rows[0][FIBRE_GAP.fibre_share] == pytest.approx(1)


def numbers(rows):
    return [
        [
            row[name]
            for name in (FIBRE_GAP.fibre_share, FIBRE_GAP.cover_share, *[n for n in row if n.startswith("share_")])
        ]
        for row in rows
    ]


@pytest.mark.parametrize("cells_crs", ["EPSG:25832", "EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:31466"])
@pytest.mark.parametrize("objects_crs", ["EPSG:25832", "EPSG:4326", "EPSG:3857"])
def test_any_crs_gives_the_same_shares(registry, cells_crs, objects_crs):
    tilted = QgsGeometry(box(20, 10, 180, 80))
    tilted.rotate(12, box(0, 0, 200, 100).centroid().asPoint())
    wanted, _, _ = run(object_layer(SCENE[0], tilted), cell_layer(GRID))
    rows, _, _ = run(object_layer(SCENE[0], tilted, crs=objects_crs), cell_layer(GRID, crs=cells_crs))
    # PROJ itself comes back from EPSG:3035 up to 0.2 mm beside where it started.
    for row, other in zip(numbers(rows), numbers(wanted)):
        assert row == pytest.approx(other, abs=5e-6 if cells_crs == "EPSG:3035" else 1e-7)
    assert [row[FIBRE_GAP.n_cells] for row in rows] == [row[FIBRE_GAP.n_cells] for row in wanted]


def test_grid_of_the_3035_edition(registry):
    """Cells that are square in EPSG:3035 are slanted here; brute force by GEOS, cell by cell."""
    to_3035 = transform_between("EPSG:25832", "EPSG:3035")
    corner = to_3035.transform(EAST, NORTH)
    west, south = corner.x() // 100 * 100, corner.y() // 100 * 100
    made = QgsVectorLayer("Polygon?crs=EPSG:3035", "3035", "memory")
    made.dataProvider().addAttributes([QgsField(name, of) for name, of in CELL_FIELDS])
    made.updateFields()
    squares, values = [], []
    for i in range(-3, 6):
        for j in range(-3, 6):
            x, y = west + 100 * i, south + 100 * j
            squares.append(QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)))
            values.append((i * 37 + j * 11) % 101)
    features = []
    for square, value in zip(squares, values):
        feature = QgsFeature(made.fields())
        feature.setGeometry(square)
        feature.setAttributes(["2023-12-31", *FULL, value, None])
        features.append(feature)
    made.dataProvider().addFeatures(features)
    wanted = box(30, 40, 260, 170)
    rows, _, _ = run(object_layer(wanted), made)
    back = transform_between("EPSG:3035", "EPSG:25832")
    areas = []
    for square in squares:
        square.transform(back)
        areas.append(square.intersection(wanted).area())
    assert rows[0][FIBRE_GAP.fibre_share] == pytest.approx(np.dot(areas, values) / sum(areas) / 100, abs=1e-9)
    assert rows[0][FIBRE_GAP.cover_share] == pytest.approx(1, abs=1e-6)
    assert rows[0][FIBRE_GAP.n_cells] == sum(area > 0.01 for area in areas)


def test_file_and_memory_say_the_same(registry, tmp_path):
    """A plain GeoPackage is read as columns, everything else feature by feature: no difference may show."""
    cells, objects = cell_layer(GRID), object_layer(*SCENE)
    wanted, _, _ = run(objects, cells)
    file = saved(cells, tmp_path / "größe.gpkg", "broadband_cell")
    rows, _, results = run(saved(objects, tmp_path / "o.gpkg", "objects"), file)
    for row, other in zip(rows, wanted):
        row.pop("fid", None)
        assert row == other
    file.setSubsetString(f'"{FIBRE}" = 20')
    rows, _, _ = run(objects, file)
    assert rows[0][FIBRE_GAP.fibre_share] == pytest.approx(0.2)
    assert any("1 record read" in text or "1 " in text for text in results["log"].info)


@pytest.mark.parametrize("unsound", [range(9_99_99_99), range(0), None])
def test_no_second_thread_of_an_unsound_gdal_reads_columns(registry, tmp_path, monkeypatch, unsound):
    """GDAL 3.10.3 hands a batch over while it is being filled; afterwards all is as it was."""
    option = partial(gdal.GetThreadLocalConfigOption, "OGR_GPKG_STREAM_BASE_IMPL")
    saved(cell_layer(GRID), tmp_path / "grid.gpkg", "broadband_cell")
    seen, version = [], tuple(map(int, gdal.__version__.split(".")[:2]))
    expected = (3, 7) <= version < (3, 11) if unsound is None else len(unsound) > 0
    if unsound is not None:
        monkeypatch.setattr(columns, "_UNSOUND", unsound)
    file = columns.FileLayer(str(tmp_path / "grid.gpkg"), "")
    found = columns.read(file, (FIBRE,), None, lambda: seen.append(option()))
    assert seen == ["YES" if expected else None]
    assert found.fields[FIBRE].tolist() == [cell[3] for cell in GRID]
    assert option() is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100_000))
def test_random_scenes_agree_with_brute_force(registry, tmp_path_factory, seed):
    rng = np.random.default_rng(seed)
    size, step = int(rng.integers(2, 7)), float(rng.choice([100.0, 60.0]))
    cells = []
    for i in range(size):
        for j in range(size):
            alle = np.sort(rng.integers(0, 101, 4))[::-1].tolist()
            unknown = rng.random() < 0.2
            fibre = None if rng.random() < 0.2 else int(rng.integers(0, alle[-1] + 1))
            cells.append((i * step, j * step, (None,) * 4 if unknown else alle, fibre, None))
    objects = []
    for _ in range(5):
        x, y = rng.uniform(-50, size * step, 2).tolist()
        geometry = QgsGeometry(box(x, y, x + rng.uniform(5, 300), y + rng.uniform(5, 300)))
        geometry.rotate(float(rng.uniform(0, 90)), geometry.centroid().asPoint())
        objects.append(geometry)
    source = cell_layer(cells)
    if rng.random() < 0.5:
        source = saved(source, tmp_path_factory.mktemp("cells") / "c.gpkg", "broadband_cell")
    rows, _, _ = run(object_layer(*objects), source, MIN_CELL_COVER=0)
    for geometry, row in zip(objects, rows):
        check_by_brute_force(geometry, cells, row)


def check_by_brute_force(geometry, cells, row):
    weights, fibres, lows, union = [], [], [], []
    for west, south, alle, fibre, _ in cells:
        cell = box(west, south, west + 100, south + 100)
        area = geometry.intersection(cell).area()
        if alle[0] is None or area <= 0:
            continue
        weights.append(area)
        fibres.append((fibre or 0) / 100)
        lows.append(1 - alle[0] / 100)
        union.append(cell)
    assert row[FIBRE_GAP.n_cells] == sum(weight > 0.01 for weight in weights)
    if row[FIBRE_GAP.n_cells] == 0:
        assert row[FIBRE_GAP.gap_class] == GAP.no_data
        return
    assert row[FIBRE_GAP.fibre_share] == pytest.approx(np.average(fibres, weights=weights), abs=1e-7)
    assert row[FIBRE_GAP.share_white] == pytest.approx(np.average(lows, weights=weights), abs=1e-7)
    covered = QgsGeometry.unaryUnion(union).intersection(geometry).area() / geometry.area()
    assert row[FIBRE_GAP.cover_share] == pytest.approx(covered, abs=1e-6)


def test_schools_are_points_with_a_radius(registry):
    fields = [(PLACE.place_id, TEXT), (PLACE.kind, TEXT), (PLACE.ags, TEXT)]
    rows = [
        (box(40, 40, 60, 60).centroid(), "s0", "school", "05913000"),
        (box(200, 0, 300, 100).centroid(), "s1", "vocational_school", "05913000"),
        (box(0, 900, 2, 902).centroid(), "s2", "School ", "05913000"),
        (box(0, 900, 2, 902).centroid(), "s3", "bakery", "05913000"),
    ]
    found, out, _ = run(layer("Schulen", "Point", fields, rows), cell_layer(GRID))
    assert [row[FIBRE_GAP.gap_class] for row in found] == [GAP.served, GAP.unserved, GAP.no_data, GAP.no_data]
    assert [row[FIBRE_GAP.basis] for row in found] == [BASIS.cell, BASIS.neighbour, BASIS.none, BASIS.none]
    assert [row[FIBRE_GAP.priority] for row in found] == [None, 1, 1, 2]
    assert found[1][FIBRE_GAP.n_cells] == 2  # the disc only touches the first cell
    assert out.geometryType() == 0


def test_far_points_still_find_the_cells_at_the_edge_of_what_is_read(registry, tmp_path):
    """Only cells near the objects are read from a file; the radius belongs to "near"."""
    cells = saved(cell_layer(GRID), tmp_path / "c.gpkg", "broadband_cell")
    fields = [(PLACE.place_id, TEXT)]
    point = layer("P", "Point", fields, [(box(-141, 49, -139, 51).centroid(), "p")])
    found, _, _ = run(point, cells)
    assert found[0][FIBRE_GAP.basis] == BASIS.neighbour
    found, _, _ = run(point, cells, SEARCH_RADIUS=139)
    assert found[0][FIBRE_GAP.gap_class] == GAP.no_data


def served_list(*rows):
    fields = [(SERVED_AREA.status, TEXT), (SERVED_AREA.date, DATE), (SERVED_AREA.owner, TEXT)]
    return layer(
        "Ausbau",
        "Polygon",
        fields,
        [(g, s, QDate.fromString(d, "yyyy-MM-dd") if d else None, o) for g, s, d, o in rows],
    )


def test_owner_lists(registry):
    areas = served_list(
        (box(0, 490, 100, 610), "built", "2025-03-01", "Stadtwerke"),
        (box(300, -10, 400, 110), "binding", "2027-03-01", "Netz"),
        (box(300, -10, 400, 110), "built", "2027-03-01", "Netz"),
    )
    rows, _, results = run(object_layer(*SCENE), cell_layer(GRID), SERVED_LIST=areas)
    assert [row[FIBRE_GAP.gap_class] for row in rows] == [GAP.partly, GAP.unserved, GAP.served]
    assert rows[2][FIBRE_GAP.certainty] == codes.CERTAINTY.stated
    assert rows[2][FIBRE_GAP.basis] == BASIS.owner_list
    assert rows[1][FIBRE_GAP.planned_status] == codes.SERVED_STATUS.binding
    assert rows[1][FIBRE_GAP.planned_date].toPyDate() == date(2027, 3, 1)
    assert rows[1][FIBRE_GAP.planned_owner] == "Netz"
    assert [row[FIBRE_GAP.stated_share] for row in rows] == pytest.approx([0, 0, 1])
    assert any("Ausbau" in text for text in results["log"].warnings)  # "built" in the future does not count


def test_summary_by_municipality_and_kreis(registry):
    objects = object_layer(*SCENE)
    _rows, _, results = run(objects, cell_layer(GRID), SUMMARY="TEMPORARY_OUTPUT", SUMMARY_KREIS="TEMPORARY_OUTPUT")
    (row,) = results["SUMMARY"]
    assert (row[FIBRE_SUMMARY.ags], row[FIBRE_SUMMARY.name]) == ("05913000", "Dortmund")
    assert row[FIBRE_SUMMARY.n_objects] == 3
    assert [row[gap_count(code)] for code in GAP] == [0, 1, 1, 1]
    assert [row[gap_area(code)] for code in GAP] == pytest.approx([0, 0.75, 0.64, 1.0])
    assert row[FIBRE_SUMMARY.area_ha] == pytest.approx(2.39)
    assert row[spot_count(SPOT.light_grey)] == 1
    assert row[spot_area(SPOT.none)] == pytest.approx(0.64)
    (kreis,) = results["SUMMARY_KREIS"]
    assert list(kreis.values())[:3] == ["05913", "Dortmund", 3]


def test_objects_without_a_key_get_the_municipality_at_their_place(registry):
    bochum = QgsGeometry.fromRect(QgsRectangle(374_000, 5_704_000, 374_100, 5_704_100))
    objects = layer("Ohne", "Polygon", [("n", TEXT)], [(bochum, "a")])
    _, _, results = run(objects, cell_layer(GRID), SUMMARY="TEMPORARY_OUTPUT")
    assert [row[FIBRE_SUMMARY.name] for row in results["SUMMARY"]] == ["Bochum"]


def test_same_fields_in_the_input_are_replaced(registry):
    fields = [(FIBRE_GAP.gap_class, TEXT), ("x", TEXT)]
    rows, _, _results = run(layer("Alt", "Polygon", fields, [(SCENE[0], "old", "kept")]), cell_layer(GRID))
    assert rows[0][FIBRE_GAP.gap_class] == GAP.partly
    assert rows[0]["x"] == "kept"
    assert list(rows[0]).count(FIBRE_GAP.gap_class) == 1


def test_points_and_areas_in_one_layer_are_refused(registry, tmp_path):
    """QGIS opens such a file under its first kind; a result of both could not be drawn."""
    mixed = tmp_path / "mixed.geojson"
    shapes = (QgsGeometry.fromWkt("POINT (7.2 51.5)"), QgsGeometry.fromRect(QgsRectangle(7.2, 51.5, 7.21, 51.51)))
    features = [{"type": "Feature", "properties": {}, "geometry": json.loads(each.asJson())} for each in shapes]
    mixed.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"mixed.*Point \+ Polygon"):
        run(str(mixed), cell_layer(GRID))


def test_the_summaries_count_the_progress(registry):
    before = cell_layer([(w, s, alle, 0, None) for w, s, alle, *_ in GRID[:2]], edition="2021-06")
    objects = object_layer(box(0, 0, 80, 100), *SCENE)
    both = {"SUMMARY": "TEMPORARY_OUTPUT", "SUMMARY_KREIS": "TEMPORARY_OUTPUT"}
    fields = [f"n_{progress}" for progress in codes.PROGRESS]
    _, _, results = run(objects, cell_layer(GRID), CELLS_BEFORE=before, **both)
    for name in both:
        (row,) = results[name]
        assert [row[field] for field in fields] == [1, 1, 0, 0]  # closed, improved, unchanged, worse; two unknown
    _, _, results = run(objects, cell_layer(GRID), **both)
    assert [[results[name][0][field] for field in fields] for name in both] == [[None] * 4] * 2


def test_progress_since_an_earlier_edition(registry, tmp_path):
    before = cell_layer([(w, s, alle, 0, None) for w, s, alle, *_ in GRID[:2]], edition="2021-06")
    for source in (before, saved(before, tmp_path / "before.gpkg", "cells")):
        rows, _, results = run(object_layer(box(0, 0, 80, 100), *SCENE), cell_layer(GRID), CELLS_BEFORE=source)
        progress = codes.PROGRESS
        assert [row[FIBRE_GAP.progress] for row in rows] == [progress.closed, progress.improved, None, None]
        assert [row[FIBRE_GAP.gap_class_before] for row in rows] == [
            GAP.unserved,
            GAP.unserved,
            GAP.no_data,
            GAP.no_data,
        ]
        assert [row[FIBRE_GAP.fibre_share_before] for row in rows] == [0, 0, None, None]
        assert not any("months old" in text for text in results["log"].warnings)


# ------------------------------------------------------------------------------------------------------------- the log
def test_log_says_what_was_assumed(registry):
    cells = [*GRID, (0, 0, FULL, 0, None), (400, 0, (50, 60, 10, 5), 0, None), (500, 0, (50, None, 10, 5), 0, None)]
    objects = object_layer(*SCENE, box(400, 0, 600, 100))
    _, _, results = run(objects, cell_layer(cells, edition="2021-06"))
    said = results["log"].warnings
    assert any("2021-06" in text and "64" in text for text in said)  # months from June 2021 to November 2026
    assert any(text.startswith(("2 ", "2")) and "overlap" in text for text in said)
    assert sum("1 cell knows" in text for text in said) == 1
    assert sum("In 1 cell the share rises" in text for text in said) == 1
    assert any("1 cell knows “alle” but not the technology" in text for text in results["log"].info)


def test_edition_warnings(registry):
    _, _, results = run(object_layer(*SCENE), cell_layer(GRID, edition=None))
    assert any("edition" in text and "unknown" in text for text in results["log"].warnings)
    _, _, results = run(object_layer(*SCENE), cell_layer(GRID))
    assert not any("edition" in text for text in results["log"].warnings)


def test_editions_later_than_the_date_take_no_part(registry):
    rows, _, results = run(object_layer(*SCENE), cell_layer(GRID, edition="2026-06"), AS_OF="2026-05-31")
    assert [row[FIBRE_GAP.gap_class] for row in rows] == [codes.GAP_CLASS.no_data] * len(SCENE)
    assert any("all editions are later than 2026-05-31" in text for text in results["log"].warnings)


def test_two_editions_are_not_mixed(registry):
    both = cell_layer(GRID, edition="2026-06-30")
    both.dataProvider().addFeatures(list(cell_layer([(0, 0, FULL, 0, None)], edition="2024-12-31").getFeatures()))
    rows, _, results = run(object_layer(SCENE[0]), both)
    assert rows[0][FIBRE_GAP.fibre_share] == pytest.approx(2.2 / 3)
    assert any("2026-06-30" in text and "1 cell" in text for text in results["log"].warnings)


def test_grid_of_another_country_is_no_data_and_says_so(registry, tmp_path):
    far = saved(cell_layer([(w + 900_000, s, *rest) for w, s, *rest in GRID]), tmp_path / "far.gpkg", "cells")
    rows, _, results = run(object_layer(*SCENE), far)
    assert {row[FIBRE_GAP.gap_class] for row in rows} == {GAP.no_data}
    assert any("cover the region" in text for text in results["log"].warnings)


# ----------------------------------------------------------------------------------------------------------- bad input
@pytest.mark.parametrize("as_file", [False, True])
@pytest.mark.parametrize(("value", "shown"), [(101.0, "101"), (-1.0, "-1")])
def test_per_cent_out_of_range_names_layer_field_and_value(registry, tmp_path, as_file, value, shown):
    cells = cell_layer([(0, 0, FULL, value, None)])
    if as_file:
        cells = saved(cells, tmp_path / "c.gpkg", "Gitter")
    with pytest.raises(QgsProcessingException) as caught:
        run(object_layer(*SCENE), cells)
    assert "Gitter" in str(caught.value)
    assert FIBRE in str(caught.value)
    assert shown in str(caught.value)


def test_speed_without_a_class_and_a_class_that_the_layer_lacks(registry):
    with pytest.raises(QgsProcessingException, match=r"500 Mbit/s.*10, 16, 30"):
        run(object_layer(*SCENE), cell_layer(GRID), SPEED=500)
    with pytest.raises(QgsProcessingException, match=r"Gitter.*down_fn_hh_fttb_200"):
        run(object_layer(*SCENE), cell_layer(GRID), SPEED=200, TECHNOLOGY=1)


def test_lines_are_no_objects(registry):
    lines = layer(
        "Trassen",
        "LineString",
        [("n", TEXT)],
        [(QgsGeometry.fromWkt("LINESTRING(360000 5700000,360100 5700000)"), "a")],
    )
    with pytest.raises(QgsProcessingException, match=r"Trassen.*OBJECTS"):
        run(lines, cell_layer(GRID))


def test_partly_above_served(registry):
    with pytest.raises(QgsProcessingException, match=r"0\.9.*0\.8"):
        run(object_layer(*SCENE), cell_layer(GRID), PARTLY_SHARE=0.9, SERVED_SHARE=0.8)


def test_status_outside_the_list(registry):
    with pytest.raises(QgsProcessingException, match=r"Ausbau.*status.*gebaut"):
        run(object_layer(*SCENE), cell_layer(GRID), SERVED_LIST=served_list((SCENE[0], "gebaut", None, None)))


def test_100_000_objects_on_one_point(registry, tmp_path):
    count, feature = 100_000, QgsFeature()
    feature.setGeometry(box(49, 49, 51, 51).centroid())
    points = layer("P", "Point", [], [])
    points.dataProvider().addFeatures([feature] * count)
    target = tmp_path / "o.gpkg"
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:fibregaps")
    given = {"OBJECTS": points, "CELLS": cell_layer(GRID), "OUTPUT": str(target), "AS_OF": "2026-11-01"}
    results, good = algorithm.run(given, QgsProcessingContext(), Log(), {}, False)
    assert good
    assert [results[code.upper()] for code in GAP] == [count, 0, 0, 0]
    assert QgsVectorLayer(str(target), "o", "ogr").featureCount() == count


def test_objects_without_geometry_are_listed(registry):
    objects = object_layer(*SCENE)
    objects.dataProvider().addFeature(QgsFeature(objects.fields()))
    rows, _, results = run(objects, cell_layer(GRID))
    assert len(rows) == 3
    assert any("1 record left out" in text for text in results["log"].warnings)


def test_null_and_broken_cells_in_a_file_are_listed_and_repaired(registry, tmp_path):
    cells = cell_layer(GRID)
    broken = QgsFeature(cells.fields())
    broken.setAttributes(["2026-06-30", *FULL, 100, None])
    bow = QgsGeometry.fromWkt("POLYGON((400 0,500 100,500 0,400 100,400 0))")
    bow.translate(EAST, NORTH)
    broken.setGeometry(bow)
    missing = QgsFeature(cells.fields())
    missing.setAttributes(["2026-06-30", *FULL, 101, None])  # its value is not looked at, it takes no part
    cells.dataProvider().addFeatures([broken, missing])
    for source in (cells, saved(cells, tmp_path / "b.gpkg", "Gitter")):
        rows, _, results = run(object_layer(box(400, 0, 500, 100), box(0, 0, 50, 50)), source)
        assert [row[FIBRE_GAP.fibre_share] for row in rows] == pytest.approx([1, 1])
        assert rows[0][FIBRE_GAP.cover_share] == pytest.approx(0.5)
        if source is cells:
            assert any("1 record left out" in text for text in results["log"].warnings)


def test_field_types_of_files_do_not_matter(registry, tmp_path):
    """Whole numbers, texts and nulls in the columns of a file."""
    fields = [(BROADBAND_CELL.edition, TEXT), *((name, QMetaType.Type.Int) for name in ALLE), (FIBRE, TEXT)]
    rows = [(box(0, 0, 100, 100), "2026-06", 100, 100, 90, 80, "75"), (box(100, 0, 200, 100), *[None] * 6)]
    source = layer("Gitter", "Polygon", fields, rows)
    found, _, _ = run(object_layer(box(0, 0, 100, 100), box(100, 0, 200, 100)), saved(source, tmp_path / "t.gpkg", "g"))
    assert found[0][FIBRE_GAP.fibre_share] == pytest.approx(0.75)
    assert found[0][FIBRE_GAP.share_check] == pytest.approx(0.1)
    assert found[1][FIBRE_GAP.gap_class] == GAP.no_data


def test_empty_objects(registry):
    rows, _, results = run(object_layer(), cell_layer(GRID), SUMMARY="TEMPORARY_OUTPUT")
    assert rows == []
    assert results["SUMMARY"] == []
