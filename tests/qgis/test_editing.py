"""Plots changed by hand: ended, split, merged, cut off; lineage, areas, history and take-up."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry, QgsVectorLayer

from ruhr_planner.harmonise import editing
from ruhr_planner.harmonise.editing import CRUMB_M2, Edit, TakeUp, cut
from ruhr_planner.model.errors import (
    CutMisses,
    EditOvertaken,
    LicencesDiffer,
    NothingToUndo,
    PlotEnded,
    PlotMissing,
    StoreChanged,
    TooFewPlots,
)
from ruhr_planner.model.tables import ANALYSIS_RUN, MUNICIPALITY, PLOT, PLOT_ODBL, TAKEUP
from ruhr_planner.store.geopackage import Content, create, open_store
from ruhr_planner.store.metadata import Provenance
from tests.qgis.test_lookup import row, square

SAID = (Provenance("Test", licences=("dl-de/zero-2-0",), attributions=("© Amt",), date="2026-03-01"),)
DAY = date(2026, 7, 1)
EDIT = Edit("run-1", "2026-07-01T08:00:00+00:00", DAY, "test", {"PLOT_ID": "m:1"})
PLOTS = [
    {"plot_id": "m:1", "native_id": "1", "source_id": "m", "plot_type": "fnp_reserve", "ags": "05117000",
     "area_net_ha": 3.0, "area_gross_ha": 4.0, "area_recorded_ha": 4.1, "valid_from": "2020-01-01",
     "licence": "dl-de/zero-2-0", "sensitivity": "open", "restriction_reasons": "building"},
    {"plot_id": "m:2", "native_id": "2", "source_id": "m", "plot_type": "brownfield", "area_net_ha": 1.0,
     "licence": "dl-de/zero-2-0", "sensitivity": "internal", "restriction_reasons": "access;building"},
    {"plot_id": "m:3", "native_id": "3", "source_id": "m", "licence": "cc-by-4.0"},
    {"plot_id": "m:4", "native_id": "4", "source_id": "m", "valid_to": "2022-05-01"},
]  # fmt: skip
BOXES = [(0, 0, 200), (200, 0, 200), (400, 0, 200), (600, 0, 200)]
X, Y = 360000.0, 5700000.0


def at(x: float, y: float, side: float) -> QgsGeometry:
    return square(X + x, Y + y, side)


def line(*xy: tuple[float, float]) -> QgsGeometry:
    return QgsGeometry.fromWkt(f"LINESTRING({', '.join(f'{X + x} {Y + y}' for x, y in xy)})")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("editing") / "template.gpkg"
    plots = [(at(*box), row(PLOT, **values)) for box, values in zip(BOXES, PLOTS)]
    other = [(at(0, 600, 100), row(PLOT_ODBL, plot_id="osm:1", licence="ODbL-1.0"))]
    town = [(at(-1000, -1000, 5000), row(MUNICIPALITY, ags="05117000", name="Mülheim", source_scale=5000))]
    contents = [Content(PLOT, plots, SAID, "Text"), Content(PLOT_ODBL, other, SAID), Content(MUNICIPALITY, town, SAID)]
    return create(path, contents).path


@pytest.fixture
def store(template: Path, tmp_path: Path):
    """A copy of a small store: four plots in a row, the last one ended."""
    return open_store(Path(shutil.copyfile(template, tmp_path / "Fläche.gpkg")))


def with_sql(store, statement: str) -> None:
    """Change a store in SQL, beside QGIS and without the functions that its triggers call."""
    with sqlite3.connect(store.path) as connection:
        connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _shape: 0.0)
        connection.execute(statement)


def records(store, table=PLOT) -> dict[str, dict]:
    """Return the records as QGIS sees them, by id, with their area in m²."""
    layer = QgsVectorLayer(f"{store.path}|layername={table.table}", "x", "ogr")
    made = {}
    for feature in layer.getFeatures():
        values = {name: feature[name] for name in table.names}
        values = {name: None if str(value) == "NULL" else value for name, value in values.items()}
        days = {name: None if values[name] is None else values[name].toPyDate() for name in ("valid_from", "valid_to")}
        made[str(values["plot_id"])] = {**values, **days, "m2": feature.geometry().area()}
    return made


def in_force(store, day: date = DAY) -> dict[str, dict]:
    return {
        name: one
        for name, one in records(store).items()
        if (one["valid_from"] is None or one["valid_from"] <= day)
        and (one["valid_to"] is None or one["valid_to"] >= day)
    }


def last_run(store) -> dict:
    found = [dict(zip(ANALYSIS_RUN.names, values)) for values in store.values(ANALYSIS_RUN)]
    return {**found[-1], "told": json.loads(found[-1]["parameters"])}


def index_agrees(store) -> bool:
    """Tell whether the spatial index has one box for each record, as SQLite checks it."""
    with sqlite3.connect(store.path) as connection:
        (records_,), (boxes,) = (
            connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("plot", "rtree_plot_geom")
        )
        (checked,) = connection.execute("SELECT rtreecheck('rtree_plot_geom')").fetchone()
    return records_ == boxes and checked == "ok"


# ----------------------------------------------------------------------------------------------------------- end
def test_an_ended_plot_keeps_its_record(store):
    done = editing.end(store, ["m:1", "m:2"], EDIT)
    assert done.ended == ["m:1", "m:2"]
    found = records(store)
    assert len(found) == 4
    assert {found[name]["valid_to"] for name in ("m:1", "m:2")} == {date(2026, 6, 30)}
    assert found["m:1"]["m2"] == pytest.approx(40_000)
    assert set(in_force(store)) == {"m:3"}
    assert set(in_force(store, date(2026, 6, 30))) == {"m:1", "m:2", "m:3"}
    told = last_run(store)
    assert (told["run_id"], told["algorithm"], told["told"]["ended"]) == ("run-1", "test", ["m:1", "m:2"])


@pytest.mark.parametrize(
    ("ids", "error"), [(["m:9"], PlotMissing), (["m:1", "m:9"], PlotMissing), (["m:4"], PlotEnded), ([], PlotMissing)]
)
def test_what_cannot_be_ended_leaves_the_store_as_it_is(store, ids, error):
    before = store.path.read_bytes()
    with pytest.raises(error):
        editing.end(store, ids, EDIT)
    assert store.path.read_bytes() == before


def test_a_plot_of_openstreetmap_is_found_in_its_own_table(store):
    editing.end(store, ["osm:1"], EDIT)
    assert records(store, PLOT_ODBL)["osm:1"]["valid_to"] == date(2026, 6, 30)


# --------------------------------------------------------------------------------------------------------- split
def test_a_split_plot_ends_and_its_pieces_name_it(store):
    done = editing.split(store, "m:1", line((-10, 50), (210, 50)), EDIT)
    assert (done.ended, done.made) == (["m:1"], ["m:1/1", "m:1/2"])
    assert done.after_ha == pytest.approx(done.before_ha, abs=1e-9)
    found = records(store)
    first, second = found["m:1/1"], found["m:1/2"]
    assert (first["m2"], second["m2"]) == (pytest.approx(30_000), pytest.approx(10_000))
    assert (first["area_gross_ha"], second["area_gross_ha"]) == (3.0, 1.0)
    assert (first["area_net_ha"], second["area_net_ha"]) == (2.25, 0.75)
    assert first["area_recorded_ha"] is None
    assert {one["previously_part_of"] for one in (first, second)} == {"m:1"}
    assert {one["plot_type"] for one in (first, second)} == {"fnp_reserve"}
    assert (first["valid_from"], first["valid_to"], first["native_id"]) == (DAY, None, "1/1")
    assert found["m:1"]["valid_to"] == date(2026, 6, 30)
    assert sum(one["m2"] for one in in_force(store).values()) == pytest.approx(120_000)
    assert index_agrees(store)


def test_splitting_again_takes_the_next_free_ids(store):
    editing.split(store, "m:1", line((-10, 50), (210, 50)), EDIT)
    done = editing.split(store, "m:1/1", line((100, -10), (100, 210)), EDIT)
    assert done.made == ["m:1/1/1", "m:1/1/2"]
    assert set(in_force(store)) == {"m:1/1/1", "m:1/1/2", "m:1/2", "m:2", "m:3"}


def test_a_line_that_ends_within_the_plot_cuts_nothing(store):
    with pytest.raises(CutMisses):
        editing.split(store, "m:1", line((-10, 50), (100, 50)), EDIT)
    assert set(in_force(store)) == {"m:1", "m:2", "m:3"}


def test_a_piece_in_another_municipality_gets_its_key(tmp_path):
    towns = [
        (at(-1000, -1000, 1100), row(MUNICIPALITY, ags="05117000", name="Mülheim", source_scale=5000)),
        (at(100, -1000, 1100), row(MUNICIPALITY, ags="05113000", name="Essen", source_scale=5000)),
    ]
    plot = [(at(0, -500, 200), row(PLOT, plot_id="m:1", ags="05117000", municipality="Mülheim"))]
    made = create(tmp_path / "s.gpkg", [Content(PLOT, plot, SAID), Content(MUNICIPALITY, towns, SAID)])
    editing.split(made, "m:1", line((100, -600), (100, 0)), EDIT)
    found = records(made)
    assert sorted((found[name]["ags"], found[name]["municipality"]) for name in ("m:1/1", "m:1/2")) == [
        ("05113000", "Essen"), ("05117000", "Mülheim"),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=2, max_size=5, unique=True),
    st.booleans(),
)
def test_pieces_cover_the_area_and_do_not_overlap(points, two_parts):
    ring = "0 0, 250 10, 260 200, 120 90, 10 210, 0 0"
    hole = "40 40, 60 40, 60 60, 40 60, 40 40"
    more = ", ((-250 -250, -150 -250, -150 -150, -250 -150, -250 -250))" if two_parts else ""
    shape = QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring}), ({hole})){more})")
    blade = QgsGeometry.fromWkt(f"LINESTRING({', '.join(f'{x} {y}' for x, y in points)})")
    pieces = cut(shape, blade)
    assert sum(piece.area() for piece in pieces) == pytest.approx(shape.area(), abs=1e-3)
    together = QgsGeometry.unaryUnion(pieces)
    assert together.symDifference(shape).area() < 1e-3
    assert all(piece.area() >= CRUMB_M2 for piece in pieces)


def test_parts_that_are_not_cut_stay_with_the_largest_piece():
    two = QgsGeometry.fromWkt(
        "MULTIPOLYGON(((0 0, 100 0, 100 100, 0 100, 0 0)), ((200 0, 250 0, 250 50, 200 50, 200 0)))"
    )
    pieces = cut(two, QgsGeometry.fromWkt("LINESTRING(-10 30, 150 30)"))
    assert [piece.area() for piece in pieces] == [pytest.approx(7_000 + 2_500), pytest.approx(3_000)]
    area = QgsGeometry.fromWkt("POLYGON((80 80, 150 80, 150 150, 80 150, 80 80))")
    assert [piece.area() for piece in cut(two, area)] == [pytest.approx(9_600 + 2_500), pytest.approx(400)]
    crumb = QgsGeometry.fromWkt("LINESTRING(-10 0.005, 150 0.005)")
    assert [piece.area() for piece in cut(two, crumb)] == [pytest.approx(12_500)]


# --------------------------------------------------------------------------------------------------------- merge
def test_merged_plots_end_and_the_new_one_names_them(store):
    done = editing.merge(store, ["m:1", "m:2"], EDIT)
    assert (done.ended, done.made) == (["m:1", "m:2"], ["m:1/1"])
    made = records(store)["m:1/1"]
    assert made["m2"] == pytest.approx(80_000)
    assert (made["area_gross_ha"], made["area_net_ha"], made["plot_type"]) == (8.0, 4.0, "fnp_reserve")
    assert made["previously_part_of"] == "m:1;m:2"
    assert made["sensitivity"] == "internal"
    assert made["restriction_reasons"] == "building;access"
    assert sum(one["m2"] for one in in_force(store).values()) == pytest.approx(120_000)
    assert index_agrees(store)


def test_an_unknown_net_area_makes_the_sum_unknown(store):
    with_sql(store, "UPDATE plot SET area_net_ha = NULL WHERE plot_id = 'm:2'")
    editing.merge(store, ["m:1", "m:2"], EDIT)
    assert records(store)["m:1/1"]["area_net_ha"] is None


@pytest.mark.parametrize(
    ("ids", "error"), [(["m:1"], TooFewPlots), (["m:1", "m:1"], TooFewPlots), (["m:1", "m:3"], LicencesDiffer)]
)
def test_what_cannot_be_merged(store, ids, error):
    with pytest.raises(error):
        editing.merge(store, ids, EDIT)
    assert set(in_force(store)) == {"m:1", "m:2", "m:3"}


# ------------------------------------------------------------------------------------------------------- cut off
def net(values, gross_ha):
    return gross_ha * 0.75 if values["area_net_ha"] is None else float(values["area_net_ha"])


def test_cut_off_takeup_ends_the_part_and_writes_the_takeup(store):
    taken = TakeUp(2026, "Logistik", "net", net)
    done = editing.cut_off(store, "m:1", at(-50, -50, 150), taken, EDIT)
    assert (done.changed, done.made, done.ended) == (["m:1"], ["m:1/1"], [])
    assert done.taken_ha == pytest.approx(1.0)
    found = records(store)
    rest, part, earlier = found["m:1"], found["m:1/1"], found["m:1@2026-06-30"]
    assert (rest["m2"], part["m2"], earlier["m2"]) == tuple(map(pytest.approx, (30_000, 10_000, 40_000)))
    assert (rest["area_gross_ha"], rest["area_net_ha"], rest["plot_type"]) == (3.0, 2.25, "fnp_reserve")
    assert (part["plot_type"], part["previously_part_of"]) == ("existing", "m:1@2026-06-30")
    assert (earlier["valid_from"], earlier["valid_to"]) == (date(2020, 1, 1), date(2026, 6, 30))
    assert rest["previously_part_of"] == "m:1@2026-06-30"
    assert [row[:6] for row in store.values(TAKEUP)] == [("05117000", 2026, 0.75, "net", "Logistik", "m:1")]
    for day in (date(2026, 6, 30), DAY):
        assert sum(one["m2"] for one in in_force(store, day).values()) == pytest.approx(120_000)
    assert index_agrees(store)


def test_land_that_is_no_commercial_land_any_more_gets_no_record(store):
    editing.cut_off(store, "m:1", at(-50, -50, 150), TakeUp(2025, "Wohnen", "gross", lambda _v, ha: ha, False), EDIT)
    assert set(in_force(store)) == {"m:1", "m:2", "m:3"}
    assert sum(one["m2"] for one in in_force(store).values()) == pytest.approx(110_000)
    assert [row[1:5] for row in store.values(TAKEUP)] == [(2025, 1.0, "gross", "Wohnen")]


@pytest.mark.parametrize("area", [None, (-10, -10, 250)])
def test_a_plot_that_is_taken_up_wholly_ends(store, area):
    shape = None if area is None else at(*area)
    done = editing.cut_off(store, "m:1", shape, TakeUp(2026, "", "net", net), EDIT)
    assert (done.ended, done.made, done.changed) == (["m:1"], ["m:1/1"], [])
    assert records(store)["m:1/1"]["previously_part_of"] == "m:1"
    assert [row[2] for row in store.values(TAKEUP)] == [3.0]


def test_twice_on_one_day_keeps_one_earlier_state(store):
    for box in ((-50, -50, 100), (150, 150, 100)):
        editing.cut_off(store, "m:1", at(*box), TakeUp(2026, "Handel", "net", net, False), EDIT)
    found = records(store)
    assert [name for name in found if "@" in name] == ["m:1@2026-06-30"]
    assert found["m:1"]["m2"] == pytest.approx(35_000)
    assert found["m:1"]["area_net_ha"] == pytest.approx(3.0 * 35 / 40, abs=1e-6)


def test_an_area_beside_the_plot_cuts_nothing(store):
    with pytest.raises(CutMisses):
        editing.cut_off(store, "m:1", at(1000, 0, 50), TakeUp(2026, "", "net", net), EDIT)
    assert list(store.values(TAKEUP)) == []


# ------------------------------------------------------------------------------------------------- the store itself
def test_what_the_table_says_of_itself_stays(store):
    editing.split(store, "m:1", line((-10, 50), (210, 50)), EDIT)
    again = open_store(store.path)
    said = again.provenance(PLOT)
    assert (said.licences, said.attributions, said.date) == (("dl-de/zero-2-0",), ("© Amt",), "2026-03-01")
    assert again.layer(PLOT).metadata().abstract() == "Text"


def test_who_writes_meanwhile_is_not_overwritten(store, monkeypatch):
    original = editing.cut

    def slow(shape, blade):
        with_sql(store, "UPDATE plot SET name = 'neu' WHERE plot_id = 'm:1'")
        return original(shape, blade)

    monkeypatch.setattr(editing, "cut", slow)
    with pytest.raises(StoreChanged):
        editing.split(store, "m:1", line((-10, 50), (210, 50)), EDIT)
    assert set(in_force(store)) == {"m:1", "m:2", "m:3"}


# ------------------------------------------------------------------------------------------------------- algorithms
def run(name: str, parameters: dict) -> dict:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{name}")
    context = QgsProcessingContext()
    fits, why = algorithm.checkParameterValues(parameters, context)
    assert fits, why
    found, good = algorithm.run(parameters, context, QgsProcessingFeedback())
    assert good
    return found


def test_the_algorithms_do_the_same(provider, store):
    given_ = {"STORE": str(store.path), "DATE": "2026-07-01"}
    cross = line((-10, 50), (210, 50))
    found = run("splitplot", {**given_, "PLOT_ID": "m:1", "BY": f"{cross.asWkt()} [EPSG:25832]"})
    assert (found["ENDED"], found["MADE"]) == ("m:1", "m:1/1;m:1/2")
    area = f"{at(190, -10, 110).asWkt()} [EPSG:25832]"
    found = run("cutofftakeup", {**given_, "PLOT_ID": "m:2", "AREA": area, "NEW_USE": "Logistik"})
    assert (found["CHANGED"], found["TAKEN_HA"]) == ("m:2", pytest.approx(1.0))
    assert [row[:6] for row in store.values(TAKEUP)] == [(None, 2026, 0.25, "net", "Logistik", "m:2")]
    assert run("mergeplots", {**given_, "PLOT_IDS": "m:1/1; m:1/2"})["MADE"] == "m:1/1/1"
    assert run("endplots", {**given_, "PLOT_IDS": "m:3"})["ENDED"] == "m:3"
    assert [values[2] for values in store.values(ANALYSIS_RUN)] == [
        "splitplot",
        "cutofftakeup",
        "mergeplots",
        "endplots",
    ]
    assert "EPSG:25832" in next(iter(store.values(ANALYSIS_RUN)))[3]
    assert index_agrees(store)


# --------------------------------------------------------------------------------------------------------------- undo
def everything(store) -> list:
    """Return all plots and take-up with their shapes, as they stand in the file."""
    made = []
    for table in (PLOT, TAKEUP):
        made += sorted((row[1:] for row in store.records_of(table)), key=repr)
    return made


def run_of(number: int, day: date = DAY) -> Edit:
    return Edit(f"undo-{number}", f"2026-07-01T08:00:{number:02}+00:00", day, "test", {})


CHANGES = {
    "end": lambda store, edit: editing.end(store, ["m:1", "m:2"], edit),
    "split": lambda store, edit: editing.split(store, "m:1", line((-10, 50), (210, 50)), edit),
    "merge": lambda store, edit: editing.merge(store, ["m:1", "m:2"], edit),
    "part": lambda store, edit: editing.cut_off(store, "m:1", at(0, 0, 100), TAKEN, edit),
    "whole": lambda store, edit: editing.cut_off(store, "m:1", None, TAKEN, edit),
}
TAKEN = TakeUp(2026, "production", "gross", lambda _values, gross: gross)


@pytest.mark.parametrize("change", CHANGES)
def test_an_undo_on_the_same_day_leaves_no_trace_but_in_the_runs(store, change):
    before = everything(store)
    CHANGES[change](store, run_of(1))
    assert everything(store) != before
    done = editing.undo(store, run_of(2))
    assert everything(store) == before
    assert done.changed
    assert len(list(store.values(ANALYSIS_RUN))) == 2
    with pytest.raises(NothingToUndo):
        editing.undo(store, run_of(3))


def test_an_undo_takes_back_what_began_today_too(store):
    """The state before a cut of a plot that began on that day is no record; the run has kept it."""
    editing.split(store, "m:1", line((-10, 50), (210, 50)), run_of(1))
    before = everything(store)
    editing.cut_off(store, "m:1/1", at(0, 100, 50), TAKEN, run_of(2))
    editing.undo(store, run_of(3))
    assert everything(store) == before
    editing.undo(store, run_of(4))
    assert "m:1/1" not in records(store)
    assert records(store)["m:1"]["valid_to"] is None


def test_a_later_undo_keeps_what_held_in_between(store):
    editing.split(store, "m:1", line((-10, 50), (210, 50)), run_of(1))
    editing.undo(store, run_of(2, date(2026, 9, 1)))
    found = records(store)
    assert found["m:1"]["valid_to"] is None
    assert found["m:1"]["valid_from"] == date(2026, 9, 1)
    assert found["m:1"]["previously_part_of"] == "m:1@2026-06-30;m:1/1;m:1/2"
    assert found["m:1@2026-06-30"]["valid_to"] == date(2026, 6, 30)
    assert found["m:1@2026-06-30"]["valid_from"] == date(2020, 1, 1)
    assert {found[f"m:1/{n}"]["valid_to"] for n in (1, 2)} == {date(2026, 8, 31)}
    assert found["m:1"]["m2"] == found["m:1@2026-06-30"]["m2"] == pytest.approx(40_000)


def test_a_later_undo_of_a_cut_takes_the_take_up_back_and_the_area_is_whole(store):
    editing.cut_off(store, "m:1", at(0, 0, 100), TAKEN, run_of(1))
    assert len(list(store.values(TAKEUP))) == 1
    editing.undo(store, run_of(2, date(2026, 9, 1)))
    found = records(store)
    assert list(store.values(TAKEUP)) == []
    assert found["m:1"]["m2"] == pytest.approx(40_000)
    assert (found["m:1"]["area_net_ha"], found["m:1"]["area_recorded_ha"]) == (3.0, 4.1)
    assert found["m:1@2026-08-31"]["m2"] == pytest.approx(30_000)
    assert found["m:1/1"]["valid_to"] == date(2026, 8, 31)


def test_what_was_changed_again_is_not_undone_over_it(store):
    editing.split(store, "m:1", line((-10, 50), (210, 50)), run_of(1))
    editing.end(store, ["m:1/1"], run_of(2, date(2026, 8, 1)))
    before = everything(store)
    with pytest.raises(EditOvertaken, match="m:1/1"):
        editing.undo(store, run_of(3), "undo-1")
    assert everything(store) == before
    editing.undo(store, run_of(4))
    editing.undo(store, run_of(5), "undo-1")
    assert records(store)["m:1"]["valid_to"] is None


def test_a_plot_goes_back_to_a_state_of_its_history(store):
    editing.cut_off(store, "m:1", at(0, 0, 100), TAKEN, run_of(1))
    done = editing.go_back(store, "m:1@2026-06-30", run_of(2, date(2026, 9, 1)))
    found = records(store)
    assert done.changed == ["m:1"]
    assert (found["m:1"]["m2"], found["m:1"]["valid_from"]) == (pytest.approx(40_000), date(2026, 9, 1))
    assert found["m:1"]["previously_part_of"] == "m:1@2026-08-31"
    assert found["m:1@2026-08-31"]["m2"] == pytest.approx(30_000)
    editing.undo(store, run_of(3, date(2026, 9, 1)))
    assert records(store)["m:1"]["m2"] == pytest.approx(30_000)
    with pytest.raises(NothingToUndo):
        editing.go_back(store, "m:2", run_of(4))
    with pytest.raises(PlotMissing):
        editing.go_back(store, "m:2@2020-01-01", run_of(4))


def test_a_plot_that_has_ended_comes_back_and_its_end_stays(store):
    before = everything(store)
    editing.go_back(store, "m:4", run_of(1))
    found = records(store)
    assert (found["m:4"]["valid_from"], found["m:4"]["valid_to"]) == (DAY, None)
    assert found["m:4@2022-05-01"]["valid_to"] == date(2022, 5, 1)
    editing.undo(store, run_of(2))
    assert everything(store) == before
