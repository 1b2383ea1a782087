"""`fibrecost` through the registry: layers in, trenches and connections out, values checked."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest
from osgeo import ogr, osr
from qgis.core import (
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
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner.model import codes
from ruhr_planner.model.results import CONNECTION, TRENCH, UNROUTABLE

EAST, NORTH = 390_000.0, 5_705_000.0
TEXT, REAL, INT = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.Int
FACTOR = 1.15 * 1.08
REASON = codes.FIBRE_REASON


class Log(QgsProcessingFeedback):
    """Keeps what the run says."""

    def __init__(self):
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, text):
        self.lines.append(text)

    def pushWarning(self, text):
        self.lines.append(text)


def shape(wkt: str) -> QgsGeometry:
    """A geometry whose coordinates count from a place in Dortmund."""
    geometry = QgsGeometry.fromWkt(wkt)
    geometry.translate(EAST, NORTH)
    return geometry


def layer(name, kind, rows, fields=(), crs="EPSG:25832"):
    """A layer in memory; rows are WKT and values, brought from EPSG:25832 into `crs`."""
    made = QgsVectorLayer(f"{kind}?crs={crs}" if crs else kind, name, "memory")
    if not crs:
        made.setCrs(QgsCoordinateReferenceSystem())
    made.dataProvider().addAttributes([QgsField(field, of) for field, of in fields])
    made.updateFields()
    target = QgsCoordinateReferenceSystem(crs or "EPSG:25832")
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:25832"), target, QgsProject.instance())
    features = []
    for wkt, *values in rows:
        feature = QgsFeature(made.fields())
        geometry = shape(wkt)
        geometry.transform(transform)
        feature.setGeometry(geometry)
        feature.setAttributes(list(values))
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    return made


def line(*points):
    return "LINESTRING(" + ",".join(f"{x} {y}" for x, y in points) + ")"


def grid(size=3, step=1.0):
    """The streets of a grid, each block's side a line."""
    found = []
    for i in range(size):
        for j in range(size):
            if i + 1 < size:
                found.append((line((i * step, j * step), ((i + 1) * step, j * step)),))
            if j + 1 < size:
                found.append((line((i * step, j * step), (i * step, (j + 1) * step)),))
    return found


def points(*places):
    return [(f"POINT({x} {y})", f"o{number}") for number, (x, y) in enumerate(places)]


ID = (("object_id", TEXT),)


def parameters(objects, sources, roads, **more):
    """Layers of rows, or layers as they are."""
    made = {
        "OBJECTS": objects if not isinstance(objects, list) else layer("Objekte", "Point", objects, ID),
        "SOURCES": sources if not isinstance(sources, list) else layer("Quellen", "Point", sources, ID),
        "ROADS": roads if not isinstance(roads, list) else layer("Straßen", "LineString", roads),
    }
    outputs = dict.fromkeys(("OUTPUT", "CONNECTIONS", "UNROUTABLE"), "TEMPORARY_OUTPUT")
    return {**made, **outputs, **more}


class Result:
    """What a run returned, with its rows as dictionaries."""

    def __init__(self, results, context, log):
        self.numbers = results
        self.log = "\n".join(log.lines)
        self._context = context

    def layer(self, name):
        return self._context.getMapLayer(self.numbers[name])

    def rows(self, name):
        return [dict(zip(row.fields().names(), row.attributes())) for row in self.layer(name).getFeatures()]

    @property
    def trenches(self):
        return self.rows("OUTPUT")

    @property
    def connections(self):
        return {row["object_id"]: row for row in self.rows("CONNECTIONS")}

    @property
    def unroutable(self):
        return {row["object_id"]: row for row in self.rows("UNROUTABLE")}


def run(given):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:fibrecost")
    context, log = QgsProcessingContext(), Log()
    results, good = algorithm.run(given, context, log, {}, False)
    assert good, log.lines
    return Result(results, context, log)


def sentence(given):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:fibrecost")
    with pytest.raises(QgsProcessingException) as caught:
        algorithm.run(given, QgsProcessingContext(), Log(), {}, False)
    return str(caught.value)


def check_sums(found: Result) -> None:
    """What holds of every result."""
    trenches, connections = found.trenches, found.connections.values()
    shared = sum(row["shared_eur"] for row in connections if row["feasible"])
    assert shared == pytest.approx(sum(row["cost_eur"] for row in trenches), abs=1e-6)
    assert found.numbers["COST_EUR"] == pytest.approx(shared, abs=1e-6)
    assert found.numbers["LENGTH_M"] == pytest.approx(sum(row["length_m"] for row in trenches))
    assert found.numbers["LENGTH_M"] <= found.numbers["STAR_LENGTH_M"] + 1e-6
    for row in connections:
        if row["feasible"]:
            assert row["total_eur"] == pytest.approx(row["shared_eur"] + row["drop_eur"])
            assert row["total_low_eur"] == pytest.approx(0.7 * row["total_eur"])
            assert row["total_high_eur"] == pytest.approx(1.3 * row["total_eur"])
    for row in trenches:
        assert row["n_downstream"] >= 1
        assert row["cost_low_eur"] == pytest.approx(0.7 * row["cost_eur"])


# ----------------------------------------------------------------------------------------------------------- the oracle
def test_the_contracts_oracle(provider: object) -> None:
    """3×3 grid of unit streets, source (0,0), objects (2,1) and (1,2): tree 4 edges, star 6."""
    given = parameters(points((2, 1), (1, 2)), points((0, 0)), grid(), CONNECTIONS="TEMPORARY_OUTPUT")
    tree = run(given)
    assert len(tree.trenches) == 4
    assert tree.numbers["LENGTH_M"] == pytest.approx(4)
    assert tree.numbers["STAR_LENGTH_M"] == pytest.approx(6)
    assert tree.numbers["COST_EUR"] == pytest.approx(4 * 150 * FACTOR)
    assert tree.numbers["COST_LOW_EUR"] == pytest.approx(0.7 * 4 * 150 * FACTOR)
    assert sorted(row["n_downstream"] for row in tree.trenches) == [1, 1, 2, 2]
    check_sums(tree)
    for row in tree.connections.values():
        assert row["path_m"] == pytest.approx(3)
        assert row["own_m"] == pytest.approx(1)
        assert row["shared_eur"] == pytest.approx(2 * 150 * FACTOR)
    star = run({**given, "METHOD": 1})
    assert star.numbers["LENGTH_M"] == pytest.approx(6)
    assert star.numbers["COST_EUR"] == pytest.approx(6 * 150 * FACTOR)
    check_sums(star)


def test_connection_costs(provider: object) -> None:
    """Drop at the default price, one entry each, one cabinet for both."""
    found = run(parameters(points((50, 20), (80, 0)), points((0, 0)), [(line((0, 0), (100, 0)),)]))
    first, second = found.connections["o0"], found.connections["o1"]
    assert (first["drop_m"], second["drop_m"]) == pytest.approx((20, 0))
    assert first["entry_eur"] == pytest.approx(1200 * FACTOR)
    assert first["cabinet_eur"] == pytest.approx(3000 * FACTOR)
    assert first["drop_eur"] == pytest.approx((20 * 150 + 1200 + 3000) * FACTOR)
    assert second["drop_eur"] == pytest.approx((1200 + 3000) * FACTOR)
    assert first["shared_eur"] == pytest.approx(25 * 150 * FACTOR)
    assert second["shared_eur"] == pytest.approx((25 + 30) * 150 * FACTOR)
    assert found.numbers["TOTAL_EUR"] == pytest.approx((80 * 150 + 20 * 150 + 2400 + 6000) * FACTOR)
    check_sums(found)


def test_costs_of_the_user_and_price_index(provider: object) -> None:
    costs = {"default": 100, "classes": {"gravel": 10}, "contingency": 0, "planning": 0, "uncertainty": 0.5}
    roads = layer(
        "Straßen",
        "LineString",
        [(line((0, 0), (50, 0)), "gravel"), (line((50, 0), (60, 0)), None)],
        [("belag", TEXT)],
    )
    given = parameters(points((60, 0)), points((0, 0)), roads, COSTS=json.dumps(costs), SURFACE_FIELD="belag")
    found = run({**given, "PRICE_INDEX": 1.2})
    assert {row["cost_class"]: row["cost_eur"] for row in found.trenches} == pytest.approx(
        {"gravel": 600, "default": 1200}
    )
    assert found.numbers["COST_HIGH_EUR"] == pytest.approx(2700)
    assert found.numbers["NO_SURFACE"] == 1
    assert "1 line without a surface" in found.log
    assert "index 1.2" in found.log


# ------------------------------------------------------------------------------------------------------------ the graph
CROSS = [line((0, 0), (100, 0)), line((50, -50), (50, 50))]


@pytest.mark.parametrize(
    ("fields", "values", "meets"),
    [
        ([("highway", TEXT)], ["residential"], True),
        ([("highway", TEXT), ("bridge", TEXT)], ["residential", "yes"], False),
        ([("highway", TEXT), ("tunnel", TEXT)], ["residential", "building_passage"], False),
        ([("highway", TEXT), ("bridge", TEXT)], ["residential", "no"], True),
        ([("highway", TEXT), ("layer", TEXT)], ["residential", "-1"], False),
        ([("WDM", TEXT), ("HDU_X", INT)], ["1307", 1], False),
        ([("WDM", TEXT), ("HDU_X", INT)], ["1307", 0], True),
        ([("OBJART", TEXT), ("BWF", INT)], ["42003", 1870], False),
        ([("road_class", TEXT)], ["residential"], True),
    ],
)
def test_bridges_and_tunnels_do_not_cross(provider: object, fields, values, meets) -> None:
    rows = [(CROSS[0], *values), (CROSS[1], values[0], *([None] * (len(values) - 1)))]
    roads = layer("Straßen", "LineString", rows, fields)
    found = run(parameters(points((50, 50)), points((0, 0)), roads, COSTS='{"default": 1}', SNAP_MAX=20))
    assert found.connections["o0"]["feasible"] == int(meets)
    if not meets:
        assert found.connections["o0"]["reason"] == REASON.other_component
        assert found.unroutable["o0"]["component_edges"] == 1
        assert "fall into 2 parts" in found.log


def test_ends_meet_within_the_tolerance_only(provider: object) -> None:
    roads = [(line((0, 0), (50, 0)),), (line((50.3, 0), (100, 0)),)]
    apart = run(parameters(points((100, 0)), points((0, 0)), roads, SNAP_MAX=20))
    assert apart.connections["o0"]["reason"] == REASON.other_component
    near = run(parameters(points((100, 0)), points((0, 0)), roads, TOLERANCE=0.5))
    assert near.connections["o0"]["path_m"] == pytest.approx(99.7)


@pytest.mark.parametrize(
    ("fields", "values", "kind"),
    [
        ([("highway", TEXT), ("surface", TEXT)], ["residential", "asphalt"], "default"),
        ([("highway", TEXT), ("surface", TEXT)], ["track", "fine_gravel"], "unpaved"),
        ([("highway", TEXT), ("surface", TEXT)], ["footway", "paving_stones"], "footway"),
        ([("highway", TEXT), ("tracktype", TEXT)], ["track", "grade3"], "unpaved"),
        ([("highway", TEXT), ("surface", TEXT)], ["track", None], "default"),
        ([("highway", TEXT), ("surface", TEXT)], ["track", "Lava"], "default"),
        ([("WDM", TEXT), ("OFM", TEXT)], ["1307", "1250"], "unpaved"),
        ([("OBJART", TEXT), ("BFS", INT)], ["53003", 2000], "unpaved"),
        ([("road_class", TEXT), ("surface", TEXT)], ["minor", "unpaved"], "unpaved"),
        ([("road_class", TEXT), ("surface", TEXT)], ["minor", "microtrench"], "microtrench"),
    ],
)
def test_road_profiles(provider: object, fields, values, kind) -> None:
    roads = layer("Straßen", "LineString", [(line((0, 0), (10, 0)), *values)], fields)
    found = run(parameters(points((10, 0)), points((0, 0)), roads))
    assert [row["cost_class"] for row in found.trenches] == [kind]
    price = {"default": 150, "unpaved": 55, "footway": 110, "microtrench": 60}[kind]
    assert found.numbers["COST_EUR"] == pytest.approx(10 * price * FACTOR)


@pytest.mark.parametrize(("field", "value"), [("highway", "motorway"), ("WDM", "1301")])
def test_no_trench_along_a_motorway(provider: object, field, value) -> None:
    rows = [(line((0, 0), (100, 0)), value), (line((0, 0), (0, 50), (100, 50), (100, 0)), "other")]
    roads = layer("Straßen", "LineString", rows, [(field, TEXT)])
    found = run(parameters(points((100, 0)), points((0, 0)), roads))
    assert found.numbers["LENGTH_M"] == pytest.approx(200)
    assert "1 line left out" in found.log


def test_only_motorways(provider: object) -> None:
    roads = layer("Autobahnen", "LineString", [(line((0, 0), (9, 0)), "motorway")], [("highway", TEXT)])
    said = sentence(parameters(points((9, 0)), points((0, 0)), roads))
    assert "Autobahnen" in said
    assert "no line that a trench could follow" in said


# --------------------------------------------------------------------------------------------------- barriers and ducts
def test_crossings_are_lump_sums(provider: object) -> None:
    """Two tracks are one crossing; a kind without a price costs nothing and is named."""
    rows = [(line((40, -9), (40, 9)), "rail"), (line((45, -9), (45, 9)), "rail"), (line((80, -9), (80, 9)), "hedge")]
    barriers = layer("Barrieren", "LineString", rows, [("kind", TEXT)])
    found = run(parameters(points((100, 0)), points((0, 0)), [(line((0, 0), (100, 0)),)], BARRIERS=barriers))
    assert found.numbers["COST_EUR"] == pytest.approx((100 * 150 + 15_000) * FACTOR)
    assert sum(row["n_crossings"] for row in found.trenches) == 1
    assert "hedge" in found.log


def test_a_crossing_at_a_node_counts_once_and_a_detour_avoids_it(provider: object) -> None:
    barriers = layer("Barrieren", "LineString", [(line((50, -9), (50, 9)), "motorway")], [("kind", TEXT)])
    straight = [(line((0, 0), (50, 0)),), (line((50, 0), (100, 0)),)]
    found = run(parameters(points((100, 0)), points((0, 0)), straight, BARRIERS=barriers))
    assert found.numbers["COST_EUR"] == pytest.approx((100 * 150 + 15_000) * FACTOR)
    detour = [*straight, (line((0, 0), (0, 20), (100, 20), (100, 0)),)]
    found = run(parameters(points((100, 0)), points((0, 0)), detour, BARRIERS=barriers))
    assert found.numbers["COST_EUR"] == pytest.approx(140 * 150 * FACTOR)


def test_ducts_cost_a_fraction(provider: object) -> None:
    """A duct beside the road counts, one across it does not; inside a duct a crossing is free."""
    rows = [(line((10, 5), (60, 4)),), (line((80, -30), (80, 30)),)]
    ducts = layer("Leerrohre", "LineString", rows)
    barriers = layer("Barrieren", "LineString", [(line((40, -9), (40, 9)), "rail")], [("kind", TEXT)])
    given = parameters(points((100, 0)), points((0, 0)), [(line((0, 0), (100, 0)),)], DUCTS=ducts)
    found = run({**given, "BARRIERS": barriers})
    assert found.numbers["COST_EUR"] == pytest.approx((50 * 150 + 50 * 15) * FACTOR, rel=1e-3)
    assert sum(row["duct_m"] for row in found.trenches) == pytest.approx(50, abs=0.1)
    narrow = run({**given, "DUCT_TOLERANCE": 2})
    assert narrow.numbers["COST_EUR"] == pytest.approx(100 * 150 * FACTOR)


# -------------------------------------------------------------------------------------------------------------- sources
def test_several_sources_and_one_that_is_off(provider: object) -> None:
    roads = [(line((0, 0), (100, 0)),)]
    found = run(parameters(points((40, 0), (60, 0)), points((0, 0), (100, 0), (50, 900)), roads))
    assert found.numbers["LENGTH_M"] == pytest.approx(60)
    assert found.numbers["STAR_LENGTH_M"] == pytest.approx(80)
    assert "1 source lies too far" in found.log
    said = sentence(parameters(points((40, 0)), points((50, 900)), roads))
    for part in ("Quellen", "1 sources", "150 m", "Straßen", "SNAP_MAX"):
        assert part in said


def test_ducts_with_fibre_as_sources(provider: object) -> None:
    """Fibre can be taken where the duct runs beside the road and where it crosses it."""
    roads = [(line((0, 0), (100, 0)),), (line((0, 0), (0, 100)),)]
    sources = layer("Rohre", "LineString", [(line((20, 3), (60, 3)),), (line((-9, 70), (9, 70)),)])
    found = run(parameters(points((90, 0), (0, 90), (40, 0)), sources, roads))
    connections = found.connections
    assert connections["o0"]["path_m"] == pytest.approx(30, abs=1e-3)
    assert connections["o1"]["path_m"] == pytest.approx(20, abs=1e-3)
    assert connections["o2"]["path_m"] == 0
    check_sums(found)


def test_served_areas_are_a_stand_in_and_say_so(provider: object) -> None:
    sources = layer("Versorgt", "Polygon", [("POLYGON((-10 -10,30 -10,30 10,-10 10,-10 -10))",)])
    found = run(parameters(points((90, 0), (20, 5)), sources, [(line((0, 0), (100, 0)),)]))
    assert found.numbers["LENGTH_M"] == pytest.approx(60)
    assert found.connections["o1"]["path_m"] == 0
    assert "stand-in" in found.log
    for name in ("OUTPUT", "CONNECTIONS", "UNROUTABLE"):
        assert "stand-in" in found.layer(name).metadata().abstract()


def test_the_abstract_says_price_year_and_uncertainty(provider: object) -> None:
    found = run(parameters(points((9, 0)), points((0, 0)), [(line((0, 0), (9, 0)),)]))
    abstract = found.layer("OUTPUT").metadata().abstract()
    for part in ("2024", "±30 %", "15 % contingency", "8 % planning"):
        assert part in abstract
    assert "stand-in" not in abstract


# -------------------------------------------------------------------------------------------------------------- objects
def test_objects_too_far_are_listed_with_the_reason(provider: object) -> None:
    roads = [(line((0, 0), (6000, 0)),), (line((0, 500), (10, 500)),)]
    found = run(parameters(points((100, 200), (5500, 0), (5, 500), (10, 0)), points((0, 0)), roads))
    reasons = {name: row["reason"] for name, row in found.connections.items()}
    assert reasons == {"o0": REASON.snap_max, "o1": REASON.max_length, "o2": REASON.other_component, "o3": None}
    lost = found.unroutable
    assert set(lost) == {"o0", "o1", "o2"}
    assert lost["o1"]["path_m"] == pytest.approx(5500)
    assert lost["o2"]["road_m"] == pytest.approx(0)
    assert found.numbers["NOT_CONNECTED"] == 3
    assert found.connections["o1"]["total_eur"] is None or not found.connections["o1"]["total_eur"]
    further = run(parameters(points((5500, 0)), points((0, 0)), roads, MAX_LENGTH=6000))
    assert further.connections["o0"]["feasible"] == 1


def test_an_isolated_lane_is_passed_over(provider: object) -> None:
    """The nearest road has no connection; the next one within reach has."""
    roads = [(line((0, 0), (100, 0)),), (line((40, 30), (60, 30)),)]
    found = run(parameters(points((50, 35)), points((0, 0)), roads))
    assert found.connections["o0"]["drop_m"] == pytest.approx(35)
    assert "1 object lies nearer" in found.log


def test_areas_are_reached_at_their_edge(provider: object, tmp_path: Path) -> None:
    """Also areas and points in one layer."""
    rows = [
        ("POLYGON((40 30,200 30,200 400,40 400,40 30))", "far"),
        ("POLYGON((60 -20,90 -20,90 20,60 20,60 -20))", "through"),
        ("POINT(20 10)", "point"),
    ]
    path = str(tmp_path / "gemischt.gpkg")
    file = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(25832)
    mixed = file.CreateLayer("gemischt", reference, ogr.wkbUnknown)
    mixed.CreateField(ogr.FieldDefn("object_id", ogr.OFTString))
    for wkt, name in rows:
        feature = ogr.Feature(mixed.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape(wkt).asWkt()))
        feature["object_id"] = name
        mixed.CreateFeature(feature)
    del feature, mixed, file
    objects = QgsVectorLayer(path, "Gemischt", "ogr")
    found = run(parameters(objects, points((0, 0)), [(line((0, 0), (100, 0)),)]))
    connections = found.connections
    assert connections["far"]["drop_m"] == pytest.approx(30)
    assert connections["through"]["drop_m"] == pytest.approx(0)
    assert connections["through"]["path_m"] == pytest.approx(75, abs=0.5)
    assert connections["point"]["drop_m"] == pytest.approx(10)
    check_sums(found)


def test_objects_of_another_reference_system(provider: object) -> None:
    roads = layer("Straßen", "LineString", [(line((0, 0), (100, 0)),)], crs="EPSG:3857")
    objects = layer("Objekte", "Point", points((80, 0)), ID, crs="EPSG:4326")
    found = run(parameters(objects, points((0, 0)), roads))
    assert found.numbers["LENGTH_M"] == pytest.approx(80, abs=0.01)
    assert found.layer("OUTPUT").crs().authid() == "EPSG:25832"


def test_100_000_objects_on_one_point(provider: object) -> None:
    objects = layer("Viele", "Point", [("POINT(50 10)",)] * 100_000)
    begin = time.perf_counter()
    found = run(parameters(objects, points((0, 0)), grid(3, 100), CONNECTIONS=None, UNROUTABLE=None))
    assert time.perf_counter() - begin < 60
    assert found.numbers["CONNECTED"] == 100_000
    assert found.numbers["LENGTH_M"] == pytest.approx(50)
    assert [row["n_downstream"] for row in found.trenches] == [100_000]


@pytest.mark.parametrize("step", [12, 30, 55])
def test_a_cancel_at_any_stage_writes_nothing(provider: object, tmp_path: Path, step: int) -> None:
    class Impatient(Log):
        def setProgress(self, progress):
            if progress >= step:
                self.cancel()

    target = tmp_path / "x.gpkg"
    places = [(x * 7 % 40, x * 3 % 40) for x in range(50)]
    given = parameters(points(*places), points((0, 0)), grid(5, 10), OUTPUT=str(target))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:fibrecost")
    with pytest.raises(QgsProcessingException, match="nothing was written"):
        algorithm.run(given, QgsProcessingContext(), Impatient(), {}, False)
    assert list(tmp_path.iterdir()) == []


def test_no_objects(provider: object) -> None:
    found = run(parameters([], points((0, 0)), grid()))
    assert found.trenches == []
    assert found.numbers["COST_EUR"] == 0


# ----------------------------------------------------------------------------------------------------------- the budget
def budget_case(**more):
    rows = [("POINT(10 0)", "near", 1), ("POINT(100 0)", "far", 1), ("POINT(0 50)", "school", 100)]
    objects = layer("Objekte", "Point", rows, [*ID, ("benefit", INT)])
    costs = {"default": 1, "entry": 0, "cabinet": {"eur": 0, "per": 48}, "contingency": 0, "planning": 0}
    roads = [(line((0, 0), (100, 0)),), (line((0, 0), (0, 50)),)]
    return parameters(objects, points((0, 0)), roads, COSTS=json.dumps(costs), **more)


def test_budget_takes_the_most_benefit_per_euro(provider: object) -> None:
    without = run(budget_case(BUDGET=60))
    assert {name for name, row in without.connections.items() if row["feasible"]} == {"near", "school"}
    weighed = run(budget_case(BUDGET=55, BENEFIT_FIELD="benefit"))
    assert {name for name, row in weighed.connections.items() if row["feasible"]} == {"school"}
    assert weighed.connections["far"]["reason"] == REASON.budget
    assert "far" in weighed.log
    assert weighed.unroutable == {}
    everything = run(budget_case(BUDGET=150))
    assert everything.numbers["CONNECTED"] == 3


@pytest.mark.parametrize(("budget", "length"), [({}, 200), ({"BUDGET": 1e6}, 200), ({"BUDGET": 29_000}, 900)])
def test_a_tree_longer_than_the_separate_paths_serves_only_where_they_are_beyond_the_budget(
    provider: object, budget: dict, length: float
) -> None:
    """Both objects are 100 m off along asphalt, 15,000 EUR each; from one to the other 800 m of field track, 12,000."""
    around = line((100, 0), (100, 300), (-100, 300), (-100, 0))
    way = [(line((0, 0), (100, 0)), "asphalt"), (line((0, 0), (-100, 0)), "asphalt"), (around, "track")]
    roads = layer("Straßen", "LineString", way, [("surface", TEXT)])
    price = {"default": 150, "classes": {"track": 15}, "entry": 0, "cabinet": {"eur": 0, "per": 48}}
    prices = json.dumps({**price, "contingency": 0, "planning": 0})
    given = parameters(points((100, 0), (-100, 0)), points((0, 0)), [], COSTS=prices, **budget)
    found = run({**given, "ROADS": roads})
    assert (found.numbers["CONNECTED"], found.numbers["STAR_LENGTH_M"]) == (2, pytest.approx(200))
    assert found.numbers["LENGTH_M"] == pytest.approx(length)
    assert "longer than the separate paths" in found.log


def test_budget_0_connects_nobody(provider: object) -> None:
    found = run(budget_case(BUDGET=0))
    assert found.numbers["CONNECTED"] == 0
    assert found.trenches == []
    assert {row["reason"] for row in found.connections.values()} == {REASON.budget}


@pytest.mark.parametrize("method", [0, 1])
@pytest.mark.parametrize("budget", [30_000, 70_000, 150_000])
def test_budget_is_never_exceeded(provider: object, budget: int, method: int) -> None:
    places = [(x * 37 % 400, x * 91 % 400) for x in range(60)]
    given = parameters(points(*places), points((0, 0)), grid(5, 100), BUDGET=budget, METHOD=method)
    found = run(given)
    assert 0 < found.numbers["CONNECTED"] < 60
    assert found.numbers["TOTAL_EUR"] <= budget
    check_sums(found)


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("costs", "parts"),
    [
        ('{"classes": {}}', ("“default” is missing",)),
        ('{"default": -1}', ("“default”", "-1")),
        ('{"default": 1, "classes": {"unpaved": -5}}', ("classes.unpaved", "-5")),
        ('{"default": 1, "dig": 3}', ("“dig”", "Known are", "crossings")),
        ('{"default": "viel"}', ("“default”", "viel")),
        ('{"default": 1, "cabinet": 5}', ("“cabinet”",)),
        ("{default: 1}", ("JSON",)),
        ("[1, 2]", ("JSON",)),
        ("gibt/es/nicht.json", ("gibt/es/nicht.json",)),
    ],
)
def test_bad_cost_tables(provider: object, costs: str, parts: tuple[str, ...]) -> None:
    said = sentence(parameters(points((1, 0)), points((0, 0)), grid(), COSTS=costs))
    assert "\n" not in said
    for part in parts:
        assert part in said


def test_a_cost_table_from_a_file(provider: object, tmp_path: Path) -> None:
    path = tmp_path / "Kosten für 2025.json"
    path.write_text('{"default": 10, "contingency": 0, "planning": 0, "price_year": 2025}', encoding="utf-8")
    found = run(parameters(points((1, 0)), points((0, 0)), grid(), COSTS=str(path)))
    assert found.numbers["COST_EUR"] == pytest.approx(10)
    assert "prices of 2025" in found.log


def test_a_cost_table_in_another_encoding_is_a_sentence(provider: object, tmp_path: Path) -> None:
    path = tmp_path / "kosten.json"
    path.write_bytes('{"default": 10, "classes": {"Gehölz": 5}}'.encode("latin-1"))
    said = sentence(parameters(points((1, 0)), points((0, 0)), grid(), COSTS=str(path)))
    assert "\n" not in said
    assert "COSTS is no cost table in JSON" in said


def test_roads_without_a_reference_system(provider: object) -> None:
    roads = layer("Ohne Bezug", "LineString", grid(), crs="")
    said = sentence(parameters(points((1, 0)), points((0, 0)), roads))
    assert "Ohne Bezug" in said
    assert "coordinate reference system" in said


def test_zero_length_and_duplicate_roads(provider: object) -> None:
    rows = [
        (line((0, 0), (50, 0)),),
        (line((50, 0), (0, 0)),),
        (line((0, 0), (50, 0)),),
        (line((20, 0), (20, 0)),),
        (line((10, 0), (50, 0)),),
    ]
    found = run(parameters(points((50, 0)), points((0, 0)), rows))
    assert found.numbers["LENGTH_M"] == pytest.approx(50)
    assert "2 road lines are copies" in found.log
    assert "geometry not repairable" in found.log or "without length" in found.log


def test_a_surface_field_that_is_not_there(provider: object) -> None:
    said = sentence(parameters(points((1, 0)), points((0, 0)), grid(), SURFACE_FIELD="belag"))
    assert "“belag”" in said
    assert "Straßen" in said


def test_object_ids_that_stand_twice(provider: object) -> None:
    said = sentence(parameters([("POINT(1 0)", "a"), ("POINT(2 0)", "a")], points((0, 0)), grid()))
    assert "“a”" in said
    assert "more than once" in said


def test_into_a_geopackage(provider: object, tmp_path: Path) -> None:
    target = tmp_path / "Glasfaser.gpkg"
    places = {
        name: f"ogr:dbname='{target}' table=\"{table.table}\" (geom)"
        for name, table in (("OUTPUT", TRENCH), ("CONNECTIONS", CONNECTION), ("UNROUTABLE", UNROUTABLE))
    }
    run({**parameters(points((2, 1), (1, 2), (900, 900)), points((0, 0)), grid()), **places})
    with sqlite3.connect(target) as connection:
        counts = {
            table.table: connection.execute(f'SELECT count(*) FROM "{table.table}"').fetchone()[0]
            for table in (TRENCH, CONNECTION, UNROUTABLE)
        }
    assert counts == {"fibre_trench": 4, "fibre_connection": 3, "fibre_unroutable": 1}
