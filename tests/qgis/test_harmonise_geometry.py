"""Geometry on its way into a store: reference systems recognised, areas equal in all of them, repair, what is refused.

Coordinates are delivered by pyproj, areas compared with pyproj's Geod and QgsDistanceArea on the ellipsoid.
"""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDatumTransform,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsProjUtils,
)

from ruhr_planner.harmonise import geometry
from ruhr_planner.model.codes import REJECTION
from ruhr_planner.model.errors import MissingCrs, SourceCrsDoubtful, SourceCrsUnclear, SourceCrsUnstated
from ruhr_planner.model.region import CRS, EXTENT
from ruhr_planner.readers import files, wkb

pytestmark = pytest.mark.usefixtures("qgis_app")

DELIVERED = ("EPSG:31466", "EPSG:31467", "EPSG:3035", "EPSG:4326", "EPSG:4647", "EPSG:3857")
DEGREES = "EPSG:4326"
TRUE = (CRS, *DELIVERED)
"""Systems that can be told from their numbers alone."""


@cache
def delivery(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(CRS, crs, always_xy=True)


def delivered(xy: np.ndarray, crs: str) -> np.ndarray:
    """Return coordinates of EPSG:25832 in another system, x east, y north."""
    return xy if crs == CRS else np.column_stack(delivery(crs).transform(xy[:, 0], xy[:, 1]))


def ring(data: np.ndarray) -> bytes:
    return struct.pack("<BIII", 1, wkb.POLYGON, 1, len(data)) + data.astype("<f8").tobytes()


def blob(x: float, y: float, radius: float, seed: int, vertices: int = 40) -> np.ndarray:
    """Return a closed star-shaped ring, shape (vertices + 1, 2)."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * math.pi, vertices, endpoint=False)
    distance = radius * rng.uniform(0.6, 1.0, vertices)
    made = np.column_stack((x + distance * np.cos(angle), y + distance * np.sin(angle)))
    return np.vstack((made, made[:1]))


def region_blobs(number: int = 30) -> list[np.ndarray]:
    rng = np.random.default_rng(7)
    west, south, east, north = EXTENT
    return [
        blob(rng.uniform(west, east), rng.uniform(south, north), rng.uniform(30, 500), seed) for seed in range(number)
    ]


def shoelace(xy: np.ndarray) -> float:
    x, y = (xy - xy[0]).T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def there(crs: str, swapped: bool = False) -> geometry.Placement:
    return geometry.placement(crs, swapped, QgsCoordinateTransformContext())


def fitted(text: str, want: str = "MultiPolygon") -> geometry.Fitted:
    return geometry.fit([bytes(QgsGeometry.fromWkt(text).asWkb())], there(CRS), want)[0]


# --------------------------------------------------------------------------------------------------------------- areas
@pytest.mark.parametrize("crs", TRUE)
def test_areas_are_those_of_the_ellipsoid_whatever_the_system(crs: str) -> None:
    rings = region_blobs()
    found = geometry.fit([ring(delivered(xy, crs)) for xy in rings], there(crs), "MultiPolygon")
    geod = pyproj.Geod(ellps="GRS80")
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(CRS), QgsCoordinateTransformContext())
    measure.setEllipsoid("EPSG:7019")
    for xy, one in zip(rings, found):
        ellipsoid = abs(geod.polygon_area_perimeter(*delivered(xy, "EPSG:4258").T)[0])
        assert one.reason == ""
        assert not one.repaired
        assert one.area_m2 == pytest.approx(ellipsoid, rel=1e-3)
        assert one.area_m2 == pytest.approx(measure.measureArea(one.geometry), rel=1e-3)
        assert one.area_m2 == pytest.approx(shoelace(xy), rel=1e-6)  # and those of the layer in EPSG:25832


@given(
    st.sampled_from(DELIVERED),
    st.floats(EXTENT[0], EXTENT[2]),
    st.floats(EXTENT[1], EXTENT[3]),
    st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_a_way_there_and_back_ends_where_it_began(crs: str, x: float, y: float, seed: int) -> None:
    xy = blob(x, y, 200, seed)
    one = geometry.fit([ring(delivered(xy, crs))], there(crs), "Polygon")[0]
    made = wkb.Coordinates([one.wkb]).xy
    assert np.abs(made - xy).max() < 0.002
    back = delivered(made, crs)
    assert np.abs(back - delivered(xy, crs)).max() < (1e-7 if crs == DEGREES else 0.003)


# --------------------------------------------------------------------------------------------------------- recognising
def points(seed: int, spread: float, number: int = 25) -> np.ndarray:
    """Return points of a town or of the whole region, in EPSG:25832."""
    rng = np.random.default_rng(seed)
    west, south, east, north = EXTENT
    centre = np.array((rng.uniform(west, east), rng.uniform(south, north)))
    xy = centre + rng.uniform(-spread, spread, (number, 2))
    return np.clip(xy, (west, south), (east, north))


@given(st.sampled_from(TRUE), st.integers(0, 10_000), st.floats(10, 60_000), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_right_statement_is_believed_and_swapped_axes_are_seen(
    crs: str, seed: int, spread: float, swapped: bool
) -> None:
    xy = delivered(points(seed, spread), crs)
    found = geometry.recognise(crs, xy[:, ::-1] if swapped else xy)
    assert (found.crs, found.swapped, found.certain, found.near) == (crs, swapped, True, True)
    assert (found.note is not None) == swapped
    assert found.question is None


@given(
    st.sampled_from(TRUE),
    st.sampled_from([*TRUE, "EPSG:4258", "EPSG:25831", "EPSG:25833", "EPSG:31468", "EPSG:2056"]),
    st.integers(0, 10_000),
    st.floats(10, 60_000),
)
@settings(max_examples=120, deadline=None)
def test_a_wrong_statement_is_recognised(true: str, stated: str, seed: int, spread: float) -> None:
    if {true, stated} == {"EPSG:4326", "EPSG:4258"} or true == stated:
        return  # the same numbers to within a metre
    found = geometry.recognise(stated, delivered(points(seed, spread), true))
    assert (found.crs, found.swapped, found.certain) == (true, False, True)
    assert found.note is not None
    assert true in str(found.note)


@given(st.sampled_from(TRUE), st.integers(0, 10_000), st.floats(10, 60_000), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_silent_source_is_asked_back(crs: str, seed: int, spread: float, swapped: bool) -> None:
    xy = delivered(points(seed, spread), crs)
    found = geometry.recognise("", xy[:, ::-1] if swapped else xy)
    assert (found.crs, found.swapped, found.certain) == (crs, swapped, False)
    assert isinstance(found.question, SourceCrsUnstated)
    assert crs in str(found.question)


def test_a_gauss_kruger_layer_in_the_wrong_zone_is_recognised() -> None:
    for true, stated in (("EPSG:31466", "EPSG:31467"), ("EPSG:31467", "EPSG:31466")):
        assert geometry.recognise(stated, delivered(points(1, 9000), true)).crs == true


def test_a_few_broken_coordinates_do_not_decide() -> None:
    xy = delivered(points(3, 9000, 100), "EPSG:4647")
    xy[:4] = 0.0
    assert geometry.recognise(CRS, xy).crs == "EPSG:4647"


def test_a_wrong_statement_with_two_readings_is_asked_back() -> None:
    """Numbers that lie in the region with their axes in either order; the statement puts them in the Pacific."""
    envelope = np.array([[366_000.0, 5_700_000.0], [5_700_000.0, 366_000.0]] * 10)
    found = geometry.recognise("EPSG:3112", envelope)
    assert (found.certain, isinstance(found.question, SourceCrsDoubtful)) == (False, True)
    assert "EPSG:3112" in str(found.question)


def test_data_elsewhere_are_taken_as_stated_and_said_so() -> None:
    berlin = np.array([[391000.0, 5820000.0], [392000.0, 5821000.0]])
    found = geometry.recognise("EPSG:25833", berlin)
    assert (found.crs, found.certain, found.near) == ("EPSG:25833", True, False)
    assert "outside" in str(found.note)


def test_numbers_that_fit_nothing_have_no_system() -> None:
    found = geometry.recognise("", np.array([[9e8, 1.0]]))
    assert (found.crs, found.certain) == ("", False)
    assert isinstance(found.question, SourceCrsUnclear)


def test_well_known_text_is_understood_as_a_statement() -> None:
    text = QgsCoordinateReferenceSystem("EPSG:31468").toWkt()
    xy = points(5, 5000)
    assert geometry.recognise(text, delivered(xy, "EPSG:31468")).note is None
    assert geometry.recognise(text, delivered(xy, "EPSG:31466")).crs == "EPSG:31466"


def test_the_sample_is_one_vertex_a_geometry() -> None:
    data = [ring(blob(400_000, 5_700_000, 10, 1)), None, wkb.point(1.0, 2.0), wkb.point(math.nan, 2.0), b"rubbish"]
    found = geometry.sample(data)
    assert found.shape == (2, 2)
    assert found[1].tolist() == [1.0, 2.0]


# ----------------------------------------------------------------------------------------------------- the way there
def test_the_grid_of_dhdn_is_used_and_named() -> None:
    for crs in ("EPSG:31466", "EPSG:31467", "EPSG:4314"):
        operation = there(crs).operation
        assert "DHDN to ETRS89 (8)" in operation.name
        assert operation.accuracy_m == 0.9
        assert operation.missing == ()


def test_without_the_grid_the_helmert_of_the_region_serves_and_the_grid_is_named(tmp_path: Path) -> None:
    """A QGIS whose PROJ has its database and no grids."""
    database = next(file for path in QgsProjUtils.searchPaths() if (file := Path(path) / "proj.db").exists())
    (tmp_path / "proj.db").symlink_to(database)
    program = (
        "import json\n"
        "from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsPointXY\n"
        "app = QgsApplication([], False)\n"
        "app.initQgis()\n"
        "from ruhr_planner.harmonise import geometry\n"
        "where = geometry.placement('EPSG:31466', False, QgsCoordinateTransformContext())\n"
        "point = where.transform.transform(QgsPointXY(2580000, 5710000))\n"
        "print(json.dumps([where.operation.name, where.operation.accuracy_m, where.operation.missing, *point]))\n"
    )
    environment = {**os.environ, "PROJ_LIB": str(tmp_path), "PROJ_DATA": str(tmp_path), "PROJ_NETWORK": "OFF"}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    name, accuracy, missing, x, y = json.loads(done.stdout.splitlines()[-1])
    assert "DHDN to ETRS89 (4)" in name  # between 50°20' and 52°20' north
    assert accuracy == 1.0
    assert len(missing) == 1
    assert "BETA2007" in missing[0]
    best = there("EPSG:31466").transform
    assert best is not None
    expected = QgsGeometry.fromWkt("Point (2580000 5710000)")
    expected.transform(best)
    assert 0 < math.dist((x, y), (expected.asPoint().x(), expected.asPoint().y())) < 1.0


def test_what_the_user_has_set_in_qgis_holds() -> None:
    source, target = QgsCoordinateReferenceSystem("EPSG:31466"), QgsCoordinateReferenceSystem(CRS)
    coarse = next(one for one in QgsDatumTransform.operations(source, target) if one.accuracy == 3.0)
    context = QgsCoordinateTransformContext()
    context.addCoordinateOperation(source, target, coarse.proj)
    assert geometry.placement("EPSG:31466", False, context).operation.accuracy_m == 3.0


def test_exact_conversions_say_so() -> None:
    assert there("EPSG:4647").operation.accuracy_m == 0.0
    assert there("EPSG:4258").operation.accuracy_m == 0.0
    assert there(CRS).transform is None


def test_no_system_no_place() -> None:
    with pytest.raises(MissingCrs):
        there("")


# ---------------------------------------------------------------------------------------------------------------- page
def test_a_page_is_what_qgis_makes_of_each_geometry() -> None:
    source = [delivered(xy, "EPSG:31466") for xy in region_blobs(20)]
    page = geometry.fit([ring(xy) for xy in source], there("EPSG:31466"), "Polygon")
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:31466"), QgsCoordinateReferenceSystem(CRS), QgsCoordinateTransformContext()
    )
    for xy, one in zip(source, page):
        alone = QgsGeometry()
        alone.fromWkb(ring(xy))
        alone.transform(transform)
        assert one.geometry.equals(alone) or one.geometry.hausdorffDistance(alone) < 1e-6


def test_a_swapped_page_is_turned() -> None:
    xy = region_blobs(1)[0]
    one = geometry.fit([ring(delivered(xy, DEGREES)[:, ::-1])], there(DEGREES, swapped=True), "Polygon")[0]
    assert np.abs(wkb.Coordinates([one.wkb]).xy - xy).max() < 0.01


def test_one_bad_geometry_leaves_the_others_alone() -> None:
    xy = delivered(region_blobs(1)[0], DEGREES)
    endless, beyond = xy.copy(), xy.copy()
    endless[3, 0] = math.inf
    beyond[:, 1] += 60
    page = geometry.fit(
        [ring(xy), ring(endless), None, ring(beyond), b"\x01\x03\x00", b"", ring(xy)], there(DEGREES), "Polygon"
    )
    assert [one.reason for one in page] == [
        "",
        REJECTION.not_finite,
        REJECTION.no_geometry,
        REJECTION.not_transformed,
        REJECTION.damaged,
        REJECTION.no_geometry,
        "",
    ]
    assert page[0].wkb == page[6].wkb
    assert all(one.geometry is None and one.wkb is None for one in page if one.reason)


@pytest.mark.parametrize(
    ("text", "want", "reason"),
    [
        ("POINT (1 2)", "MultiPolygon", REJECTION.wrong_kind),
        ("POLYGON ((0 0, 9 0, 9 9, 0 0))", "Point", REJECTION.wrong_kind),
        ("POLYGON ((0 0, 9 0, 9 9, 0 0))", "MultiLineString", REJECTION.wrong_kind),
        ("GEOMETRYCOLLECTION (POINT (1 1))", "MultiPolygon", REJECTION.wrong_kind),
        ("POLYGON EMPTY", "MultiPolygon", REJECTION.no_geometry),
        ("POINT EMPTY", "Point", REJECTION.no_geometry),
        ("POLYGON ((0 0, 10 0, 20 0, 0 0))", "MultiPolygon", REJECTION.no_area),
        ("POLYGON ((0 0, 0.1 0, 0.1 0.1, 0 0))", "MultiPolygon", REJECTION.no_area),
        ("POLYGON ((5 5, 5 5, 5 5, 5 5))", "MultiPolygon", REJECTION.no_area),
        ("LINESTRING (3 3, 3 3)", "MultiLineString", REJECTION.no_length),
        ("MULTIPOINT (1 1, 2 2)", "Point", REJECTION.several_parts),
        (
            "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 20, 29 20, 29 29, 20 20)))",
            "Polygon",
            REJECTION.several_parts,
        ),
    ],
)
def test_what_a_table_cannot_take_has_its_reason(text: str, want: str, reason: str) -> None:
    found = fitted(text, want)
    assert found.reason == reason
    assert found.geometry is None


@pytest.mark.parametrize(
    ("text", "want", "made", "area", "change", "repaired"),
    [
        # sound ones stay as they are
        ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))", "MultiPolygon", "MultiPolygon", 100.0, 0.0, False),
        ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))", "Polygon", "Polygon", 96.0, 0.0, False),
        ("MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)))", "Polygon", "Polygon", 100.0, 0.0, False),
        (
            "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((5 5, 7 5, 7 7, 5 5)))",
            "MultiPolygon", "MultiPolygon", 4.0, 0.0, False,
        ),
        ("POLYGON Z ((0 0 7, 10 0 7, 10 10 7, 0 10 7, 0 0 7))", "Polygon", "Polygon", 100.0, 0.0, False),
        ("MULTIPOINT (1 1)", "Point", "Point", 0.0, 0.0, False),
        ("LINESTRING Z (0 0 1, 3 4 1)", "MultiLineString", "MultiLineString", 0.0, 0.0, False),
        # a figure of eight: its rings state 0, both loops are kept
        ("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))", "MultiPolygon", "MultiPolygon", 50.0, 50.0, True),
        # parts that overlap count once
        (
            "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((5 5, 15 5, 15 15, 5 15, 5 5)))",
            "MultiPolygon", "MultiPolygon", 175.0, -25.0, True,
        ),
        # a spike has no area
        ("POLYGON ((0 0, 10 0, 10 10, 30 10, 10 10, 0 10, 0 0))", "MultiPolygon", "MultiPolygon", 100.0, 0.0, True),
        # a hole beside its shell is land that somebody drew; the rings state 0
        (
            "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (20 0, 30 0, 30 10, 20 10, 20 0))",
            "MultiPolygon", "MultiPolygon", 200.0, 200.0, True,
        ),
        # of a mixed collection the polygons are kept
        (
            "GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0)))",
            "MultiPolygon", "MultiPolygon", 100.0, 0.0, True,
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_a_geometry(
    text: str, want: str, made: str, area: float, change: float, repaired: bool
) -> None:
    found = fitted(text, want)
    assert found.reason == ""
    assert found.area_m2 == pytest.approx(area, abs=1e-6)
    assert found.area_change_m2 == pytest.approx(change, abs=1e-6)
    assert found.repaired is repaired
    assert found.geometry.isGeosValid()
    assert wkb.NAMES[wkb.kind(found.wkb)] == made


def test_a_ring_left_open_is_closed() -> None:
    data = struct.pack("<BIII", 1, wkb.POLYGON, 1, 4) + np.array([0, 0, 10, 0, 10, 10, 0, 10], "<f8").tobytes()
    found = geometry.fit([data], there(CRS), "Polygon")[0]
    xy = wkb.Coordinates([found.wkb]).xy
    assert (xy[0] == xy[-1]).all()
    assert (found.area_m2, found.area_change_m2, found.repaired) == (100.0, 0.0, True)


def test_arcs_become_chords_of_one_degree() -> None:
    circle = "CURVEPOLYGON (CIRCULARSTRING (0 0, 100 100, 200 0, 100 -100, 0 0))"
    found = fitted(circle)
    assert found.area_m2 == pytest.approx(math.pi * 1e4, rel=6e-5)
    assert found.area_m2 < math.pi * 1e4
    xy = wkb.Coordinates([found.wkb]).xy
    middles = (xy[1:] + xy[:-1]) / 2
    assert np.hypot(middles[:, 0] - 100, middles[:, 1]).min() > 100 * (1 - 4e-5)
    assert not found.repaired


def test_arcs_in_a_file_become_chords_of_one_degree(tmp_path: Path) -> None:
    path = tmp_path / "arcs.gpkg"
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = file.CreateLayer("arcs", None, ogr.wkbCurvePolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    circle = "CURVEPOLYGON (CIRCULARSTRING (0 0, 100 100, 200 0, 100 -100, 0 0))"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(circle))
    layer.CreateFeature(feature)
    del feature, layer, file
    with files.open_path(path) as stream:
        shapes = [record.wkb for page in stream.pages() for record in page.records]
    (found,) = geometry.fit(shapes, there(CRS), "MultiPolygon")
    assert found.area_m2 == pytest.approx(math.pi * 1e4, rel=6e-5)


def test_big_endian_and_extended_types_are_read() -> None:
    big = struct.pack(">BIIIdddddddd", 0, 3, 1, 4, 0, 0, 10, 0, 10, 10, 0, 0)
    assert geometry.fit([big], there(CRS), "Polygon")[0].area_m2 == 50.0


def test_slivers_are_kept_and_marked() -> None:
    assert fitted("POLYGON ((0 0, 100 0, 100 0.3, 0 0.3, 0 0))").sliver
    assert not fitted("POLYGON ((0 0, 100 0, 100 3, 0 3, 0 0))").sliver


def test_parts_of_a_multi_geometry() -> None:
    data = bytes(QgsGeometry.fromWkt("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((5 5, 7 5, 7 7, 5 5)))").asWkb())
    pieces = geometry.parts(data)
    assert [one.area_m2 for one in geometry.fit(pieces, there(CRS), "Polygon")] == [2.0, 2.0]
    assert geometry.parts(pieces[0]) == [pieces[0]]


corner = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(st.lists(st.lists(corner, min_size=3, max_size=9), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
@example([[(1, 0), (0, 0), (1, 1), (0, 1), (0, 0), (1, 1)]])  # GEOS 3.11 leaves a common edge
def test_a_repair_is_valid_and_stays_within_the_hull(rings: Sequence[Sequence[tuple[int, int]]]) -> None:
    closed = [np.array([*corners, corners[0]], dtype=np.float64) for corners in rings]
    data = struct.pack("<BII", 1, wkb.POLYGON, len(closed)) + b"".join(
        struct.pack("<I", len(xy)) + xy.astype("<f8").tobytes() for xy in closed
    )
    found = geometry.fit([data], there(CRS), "MultiPolygon")[0]
    given_shape = QgsGeometry()
    given_shape.fromWkb(data)
    hull = QgsGeometry.fromMultiPointXY([vertex for xy in closed for vertex in _points(xy)]).convexHull()
    if found.reason:
        assert found.reason in (REJECTION.no_area, REJECTION.not_repairable)
        return
    assert found.geometry.isGeosValid()
    assert 0 < found.area_m2 <= hull.area() * (1 + 1e-9)
    assert hull.buffer(1e-6, 2).contains(found.geometry)
    assert found.repaired or found.wkb == wkb.promote(data)
    assert found.area_change_m2 == pytest.approx(found.area_m2 - given_shape.area() if found.repaired else 0.0)
    again = geometry.fit([found.wkb], there(CRS), "MultiPolygon")[0]
    assert not again.repaired
    assert again.wkb == found.wkb


def _points(xy: np.ndarray) -> list[object]:
    return [QgsPointXY(x, y) for x, y in xy.tolist()]


# ------------------------------------------------------------------------------------------------------ areas recorded
def test_areas_of_web_mercator_are_recognised() -> None:
    rings = region_blobs(40)
    recorded = np.array([shoelace(delivered(xy, "EPSG:3857")) for xy in rings]) / 1e4
    measured = np.array([shoelace(xy) for xy in rings]) / 1e4
    found = geometry.mercator_areas(recorded, measured)
    assert found.records.tolist() == list(range(40))
    assert found.systematic
    assert found.factor == pytest.approx(1 / math.cos(math.radians(51.5)) ** 2, rel=0.02)


def test_other_areas_are_not_taken_for_web_mercator() -> None:
    measured = np.full(6, 10.0)
    recorded = np.array([10.0, 25.8, 20.0, np.nan, 30.0, 0.0])
    found = geometry.mercator_areas(recorded, measured)
    assert found.records.tolist() == [1]
    assert not found.systematic
    assert geometry.mercator_areas(np.array([]), np.array([])).systematic is False
    assert math.isnan(geometry.mercator_areas(np.array([1.0]), np.array([1.0])).factor)
