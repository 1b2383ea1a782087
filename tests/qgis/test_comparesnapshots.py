"""`comparesnapshots`: each class with known values, evidence for take-up, and the laws that every comparison keeps."""

from __future__ import annotations

import random
from typing import Any

import processing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner.analysis import change
from ruhr_planner.model.results import CHANGE
from ruhr_planner.model.tables import PLOT
from ruhr_planner.store import metadata

X, Y = 376_000.0, 5_712_000.0
HERNE = "05916000"
KINDS = {"area_net_ha": "double", "year": "integer", "ha": "double"}
WHOLE, REAL, TEXT = "integer", "double", "string"


def box(west: float, south: float, width: float, height: float) -> QgsGeometry:
    """A rectangle in metres from a corner in Herne."""
    return QgsGeometry.fromRect(QgsRectangle(X + west, Y + south, X + west + width, Y + south + height))


def layer(title: str, *rows: dict[str, Any], spatial: bool = True, **kinds: str) -> QgsVectorLayer:
    """A layer of rows; `box` is the rectangle, `kinds` are the types of fields that are not of the usual one."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "box"))
    fields = "".join(f"&field={name}:{({**KINDS, **kinds}).get(name, TEXT)}" for name in names)
    made = QgsVectorLayer(("Polygon?crs=EPSG:25832" if spatial else "NoGeometry?") + fields, title, "memory")
    features = []
    for row in rows:
        feature = QgsFeature(made.fields())
        for name in names:
            feature[name] = row.get(name)
        if spatial:
            feature.setGeometry(box(*row["box"]))
        features.append(feature)
    assert made.dataProvider().addFeatures(features)
    made.updateExtents()
    return made


def plot(identifier: str | None, where: tuple[float, ...], **values: Any) -> dict[str, Any]:
    """A reserve in Herne, unless the values say otherwise."""
    return {"plot_id": identifier, "plot_type": "fnp_reserve", "ags": HERNE, "use_fnp": "GE", "box": where, **values}


class Log(QgsProcessingFeedback):
    """Keeps warnings and notes."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.notes: list[str] = []

    def pushInfo(self, text: str) -> None:
        self.notes.append(text)

    def pushWarning(self, text: str) -> None:
        self.warnings.append(text)


def run(
    old: QgsVectorLayer, new: QgsVectorLayer, **more: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any], Log]:
    """Run the algorithm; return changes, take-up, all results and the log."""
    log = Log()
    outputs = {"OUTPUT": "TEMPORARY_OUTPUT", "TAKEUP": "TEMPORARY_OUTPUT"}
    results = processing.run("ruhr_planner:comparesnapshots", {"OLD": old, "NEW": new, **outputs, **more}, feedback=log)
    tables = []
    for name in outputs:
        found = results[name]
        fields = [known.name() for known in found.fields()]
        tables.append([{field: feature[field] or None for field in fields} for feature in found.getFeatures()])
    return tables[0], tables[1], results, log


pytestmark = pytest.mark.usefixtures("provider")


def test_every_class_once() -> None:
    hundred = 100.0
    old = layer(
        "Alt",
        plot("same", (0, 0, hundred, hundred)),
        plot("moved", (200, 0, hundred, hundred)),
        plot("renamed", (400, 0, hundred, hundred), name="Alt"),
        plot("rezoned", (600, 0, hundred, hundred)),
        plot("parent", (800, 0, hundred, hundred)),
        plot("left", (1000, 0, 50, hundred)),
        plot("right", (1050, 0, 50, hundred)),
        plot("gone", (1200, 0, hundred, hundred)),
        plot("built", (1400, 0, hundred, hundred)),
        plot("newly_known", (1600, 0, hundred, hundred), use_fnp=None),
        plot("new_id_before", (1800, 0, hundred, hundred)),
    )
    new = layer(
        "Neu",
        plot("same", (0, 0, hundred, hundred)),
        plot("moved", (200, 0, 80, hundred)),
        plot("renamed", (400, 0, hundred, hundred), name="Neu"),
        plot("rezoned", (600, 0, hundred, hundred), use_fnp="SO"),
        plot("parent", (800, 0, 60, hundred)),
        plot("child", (860, 0, 40, hundred)),
        plot("whole", (1000, 0, hundred, hundred)),
        plot("built", (1400, 0, hundred, hundred), plot_type="existing", area_net_ha=None),
        plot("newly_known", (1600, 0, hundred, hundred)),
        plot("new_id_after", (1801, 0, hundred, hundred)),
        plot("fresh", (2000, 0, 30, 40)),
    )
    changes, taken, results, log = run(old, new, YEAR=2023)
    found = {(row["old_ids"], row["new_ids"]): row for row in changes}
    assert {pair: row["change_class"] for pair, row in found.items()} == {
        ("same", "same"): "unchanged",
        ("moved", "moved"): "geometry",
        ("renamed", "renamed"): "attribute",
        ("rezoned", "rezoned"): "rezoned",
        ("parent", "child;parent"): "split",
        ("left;right", "whole"): "merged",
        ("gone", None): "gone_unexplained",
        ("built", "built"): "taken_up",
        ("newly_known", "newly_known"): "attribute",
        ("new_id_before", "new_id_after"): "geometry",
        (None, "fresh"): "new",
    }
    assert found["moved", "moved"]["iou"] == pytest.approx(0.8)
    assert found["moved", "moved"]["ha_new"] == pytest.approx(0.8)
    assert found["new_id_before", "new_id_after"]["iou"] == pytest.approx(99 / 101)
    assert found["renamed", "renamed"]["changed_fields"] == "name"
    assert found["rezoned", "rezoned"]["changed_fields"] == "use_fnp"
    assert found["parent", "child;parent"]["n_new"] == 2
    assert found["parent", "child;parent"]["iou"] == pytest.approx(1.0)
    assert found[None, "fresh"]["ha_new"] == pytest.approx(0.12)
    assert found[None, "fresh"]["iou"] is None
    assert found["built", "built"]["evidence"] == "existing_plot"
    assert found["gone", None]["evidence"] is None
    assert [(row["plot_id"], row["year"], row["basis"]) for row in taken] == [("built", 2023, "net")]
    assert taken[0]["ha"] == pytest.approx(0.75)
    assert results["N_GONE_UNEXPLAINED"] == 1
    assert results["TAKEN_UP_HA"] == pytest.approx(1.0)
    assert any("1 plot is gone" in warning for warning in log.warnings)
    assert sum(row["ha_old"] or 0 for row in changes) == pytest.approx(10.0)


def test_part_of_a_plot_that_was_built_on_is_taken_up() -> None:
    """A net area that was recorded is scaled by the share that was built on."""
    old = layer("Alt", plot("a", (0, 0, 200, 100), area_net_ha=1.6))
    new = layer(
        "Neu",
        plot("a", (0, 0, 150, 100), source_date="2024-05-01"),
        plot("b", (150, 0, 50, 100), plot_type="existing", source_date="2024-05-01"),
    )
    changes, taken, _results, _log = run(old, new)
    assert [row["change_class"] for row in changes] == ["split"]
    assert changes[0]["taken_up_ha"] == pytest.approx(0.5)
    assert [(row["year"], row["evidence"], row["ags"]) for row in taken] == [(2024, "existing_plot", HERNE)]
    assert taken[0]["ha"] == pytest.approx(0.4)
    _changes, gross, _results, _log = run(old, new, BASIS=1)
    assert gross[0]["ha"] == pytest.approx(0.5)
    assert gross[0]["basis"] == "gross"


def test_evidence_of_a_layer_and_of_records_and_none() -> None:
    old = layer(
        "Alt",
        plot("by_layer", (0, 0, 100, 100)),
        plot("by_record", (200, 0, 100, 100)),
        plot("barely", (400, 0, 100, 100)),
        plot("ended", (600, 0, 100, 100)),
        plot("existing", (800, 0, 100, 100), plot_type="existing"),
    )
    new = layer(
        "Neu",
        plot("other", (5000, 0, 100, 100), valid_to=None),
        plot("ended", (600, 0, 100, 100), valid_to="2022-03-01"),
    )
    evidence = layer(
        "Bauten",
        {"box": (0, 0, 60, 100), "year": 2021, "new_use": "Logistik"},
        {"box": (400, 0, 40, 100), "year": 2020, "new_use": "Handwerk"},
        {"box": (800, 0, 100, 100), "year": 2020, "new_use": "Handel"},
    )
    recorded = layer("Liste", {"plot_id": "by_record", "year": 2019, "new_use": "Büro"}, spatial=False)
    changes, taken, _results, log = run(old, new, EVIDENCE=evidence, RECORDED=recorded)
    classes = {
        row["old_ids"]: (row["change_class"], row["evidence"], row["ended"]) for row in changes if row["old_ids"]
    }
    assert classes == {
        "by_layer": ("taken_up", "evidence_layer", None),
        "by_record": ("taken_up", "recorded", None),
        "barely": ("gone_unexplained", None, None),
        "ended": ("gone_unexplained", None, 2022),
        "existing": ("gone_unexplained", None, None),
    }
    assert {(row["plot_id"], row["year"], row["new_use"]): row["ha"] for row in taken} == {
        ("by_layer", 2021, "Logistik"): pytest.approx(0.45),
        ("by_record", 2019, "Büro"): pytest.approx(0.75),
    }
    assert not any("a year that nobody states" in warning for warning in log.warnings)


@pytest.mark.parametrize(
    ("basis", "rows", "expected"),
    [
        (0, [(2021, 0.5, "net"), (2022, 0.25, "net")], {2021: 0.5, 2022: 0.25}),
        (1, [(2021, 0.5, "net"), (2022, 0.25, "net")], {2021: 1.0, 2022: 0.5}),
        (0, [(2021, 0.5, "gross"), (2022, 0.25, None)], {2021: 0.25, 2022: 0.25}),
        (0, [(2021, 0.5, "net"), (2022, None, None)], {2021: 0.5, 2022: 0.5}),
        (1, [(2021, None, None), (2022, None, "gross")], {2021: 1.0, 2022: 1.0}),
        (0, [(2021, 0.0, "net"), (2022, 0.25, "net")], {2022: 0.25}),
    ],
)
def test_every_record_of_a_plot_counts_with_its_hectares(
    basis: int, rows: list[tuple[Any, ...]], expected: dict[int, float]
) -> None:
    """The plot has 2 ha, of which 1 ha is net; records without hectares share what the others leave of it."""
    old = layer("Alt", plot("a", (0, 0, 200, 100), area_net_ha=1.0))
    new = layer("Neu", plot("b", (5000, 0, 100, 100)))
    listed = [{"plot_id": "a", "year": year, "ha": ha, "basis": bound} for year, ha, bound in rows]
    changes, taken, results, log = run(old, new, RECORDED=layer("Liste", *listed, spatial=False), BASIS=basis)
    assert {row["year"]: row["ha"] for row in taken} == pytest.approx(expected)
    gross = sum(expected.values()) * (1 if basis else 2)
    assert results["TAKEN_UP_HA"] == pytest.approx(gross)
    assert {row["old_ids"]: row["taken_up_ha"] for row in changes}["a"] == pytest.approx(gross)
    unbound = any(ha is not None and bound is None for _year, ha, bound in rows)
    assert any("without a basis" in note for note in log.notes) == unbound
    assert not any("more land" in warning for warning in log.warnings)


def test_records_of_nothing_are_no_evidence() -> None:
    old, new = layer("Alt", plot("a", (0, 0, 100, 100))), layer("Neu", plot("b", (5000, 0, 100, 100)))
    recorded = layer("Liste", {"plot_id": "a", "year": 2021, "ha": 0.0, "basis": "net"}, spatial=False)
    changes, taken, _results, _log = run(old, new, RECORDED=recorded)
    assert {row["old_ids"]: row["change_class"] for row in changes}["a"] == "gone_unexplained"
    assert taken == []


def test_records_of_more_land_than_a_plot_has_are_told() -> None:
    """They count as they stand: whoever recorded them may have measured otherwise; net land of none stays, too."""
    old = layer("Alt", plot("a", (0, 0, 200, 100)), plot("b", (300, 0, 100, 100), area_net_ha=0.0))
    new = layer("Neu", plot("c", (5000, 0, 100, 100)))
    listed = [("a", 2021, 1.5), ("a", 2022, 0.75), ("b", 2022, 0.5)]
    recorded = layer(
        "Liste",
        *({"plot_id": name, "year": year, "ha": ha, "basis": "net"} for name, year, ha in listed),
        spatial=False,
    )
    _changes, taken, _results, log = run(old, new, RECORDED=recorded)
    assert sorted((row["plot_id"], row["year"], round(row["ha"], 9)) for row in taken) == listed
    told = [warning for warning in log.warnings if "more land" in warning]
    assert told == ["Liste states more land than 1 plot has (a): 1.00 ha gross too much; it counts as recorded."]


def uncounted(log: Log) -> list[str]:
    return [warning for warning in log.warnings if "existing commercial land now" in warning]


def test_reserves_that_are_existing_land_now_are_told_where_they_do_not_count() -> None:
    """A border between two plots of lasting ids, and new land that takes less than half of a plot that is gone."""
    old = layer(
        "Alt",
        plot("reserve", (0, 0, 300, 100)),
        plot("hall", (300, 0, 300, 100), plot_type="existing"),
        plot("gone", (1000, 0, 100, 100)),
        plot("same", (2000, 0, 100, 100)),
    )
    new = layer(
        "Neu",
        plot("reserve", (0, 0, 200, 100)),
        plot("hall", (200, 0, 400, 100), plot_type="existing"),
        plot("new hall", (1060, 0, 200, 100), plot_type="existing"),
        plot("same", (2000, 0, 100, 100)),
    )
    changes, taken, results, log = run(old, new)
    assert {row["old_ids"]: row["change_class"] for row in changes if row["old_ids"]} == {
        "reserve": "geometry",
        "hall": "geometry",
        "gone": "gone_unexplained",
        "same": "unchanged",
    }
    assert (taken, results["TAKEN_UP_HA"]) == ([], 0.0)
    assert len(uncounted(log)) == 1
    assert uncounted(log)[0].startswith("1.40 ha of 2 reserves are existing commercial land now")
    assert "(gone, reserve)" in uncounted(log)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([plot("a", (0, 0, 200, 100))], [plot("a", (0, 0, 200, 100), plot_type="existing")]),
        (
            [plot("a", (0, 0, 200, 100))],
            [plot("a", (0, 0, 150, 100)), plot("b", (150, 0, 50, 100), plot_type="existing")],
        ),
        (
            [plot("own", (0, 0, 50, 100)), plot("works", (0, 0, 200, 100), plot_type="existing")],
            [plot("own", (0, 0, 50, 100)), plot("works", (0, 0, 300, 100), plot_type="existing")],
        ),
        (
            [plot("a", (0, 0, 200, 100)), plot("hall", (200, 0, 200, 100), plot_type="existing")],
            [plot("a", (0, 0, 199, 100)), plot("hall", (199, 0, 201, 100), plot_type="existing")],
        ),
    ],
    ids=["became existing", "built on in part", "existing before, too", "within the tolerance"],
)
def test_what_counts_or_was_existing_land_before_is_not_told(old: list[Any], new: list[Any]) -> None:
    _changes, _taken, _results, log = run(layer("Alt", *old), layer("Neu", *new))
    assert uncounted(log) == []


def test_a_plot_of_unknown_type_is_taken_up_where_that_is_stated() -> None:
    """Existing land shows nothing about it: it may have been existing land itself. Records and areas of evidence do."""
    old = layer(
        "Alt",
        *(
            {"plot_id": name, "ags": HERNE, "box": (at, 0, 100, 100)}
            for name, at in (("by_record", 0), ("by_layer", 200), ("by_hall", 400), ("by_nothing", 600))
        ),
    )
    new = layer("Neu", plot("hall", (400, 0, 60, 300), plot_type="existing"))
    evidence = layer("Bauten", {"box": (200, 0, 60, 100), "year": 2021})
    recorded = layer("Liste", {"plot_id": "by_record", "year": 2022}, spatial=False)
    changes, taken, results, log = run(old, new, EVIDENCE=evidence, RECORDED=recorded)
    assert {row["old_ids"]: row["change_class"] for row in changes if row["old_ids"]} == {
        "by_record": "taken_up",
        "by_layer": "taken_up",
        "by_hall": "gone_unexplained",
        "by_nothing": "gone_unexplained",
    }
    assert {(row["plot_id"], row["year"]) for row in taken} == {("by_record", 2022), ("by_layer", 2021)}
    assert results["TAKEN_UP_HA"] == pytest.approx(1.6)
    assert any("Alt: the type of 4 plots is not known" in note for note in log.notes)
    assert not any("Neu: the type" in note for note in log.notes)


def test_land_whose_type_was_unknown_may_have_been_existing_land_before() -> None:
    old = layer("Alt", plot("twice", (0, 0, 100, 100)), plot("hall", (0, 0, 100, 100), plot_type=None))
    new = layer("Neu", plot("hall", (0, 0, 100, 100), plot_type="existing"))
    changes, taken, _results, _log = run(old, new)
    assert {row["old_ids"]: row["change_class"] for row in changes} == {
        "twice": "gone_unexplained",
        "hall": "attribute",
    }
    assert taken == []


def test_existing_land_that_was_there_before_is_no_evidence() -> None:
    old = layer("Alt", plot("twice", (0, 0, 100, 100)), plot("hall", (0, 0, 100, 100), plot_type="existing"))
    new = layer("Neu", plot("hall", (0, 0, 100, 100), plot_type="existing"))
    changes, taken, _results, _log = run(old, new)
    assert {row["old_ids"]: row["change_class"] for row in changes} == {
        "twice": "gone_unexplained",
        "hall": "unchanged",
    }
    assert taken == []


def test_take_up_feeds_the_land_balance() -> None:
    old = layer("Alt", plot("a", (0, 0, 200, 100)), plot("b", (300, 0, 200, 100)))
    new = layer("Neu", plot("a", (0, 0, 200, 100), plot_type="existing"), plot("b", (300, 0, 200, 100)))
    outputs = {"OUTPUT": "TEMPORARY_OUTPUT", "TAKEUP": "TEMPORARY_OUTPUT"}
    taken = processing.run("ruhr_planner:comparesnapshots", {"OLD": old, "NEW": new, "YEAR": 2024, **outputs})["TAKEUP"]
    balance = processing.run("ruhr_planner:landbalance", {"PLOTS": new, "TAKEUP": taken, "OUTPUT": "TEMPORARY_OUTPUT"})[
        "OUTPUT"
    ]
    herne = next(row for row in balance.getFeatures() if row["ags"] == HERNE)
    assert herne["takeup_ha_a"] == pytest.approx(1.5)
    assert herne["takeup_years_n"] == 1
    assert herne["supply_years_all"] == pytest.approx(1.5 / 1.5)


def test_the_same_store_on_two_days() -> None:
    """The earlier state of a record has the day of its end in its id."""
    rows = (
        plot("k:1@2023-06-30", (0, 0, 100, 100), valid_from="2020-01-01", valid_to="2023-06-30"),
        plot("k:1", (0, 0, 60, 100), valid_from="2023-07-01", valid_to=None),
        plot("k:2", (200, 0, 60, 100), valid_from="2024-01-01", valid_to=None),
    )
    store = layer("Speicher", *rows)
    changes, _taken, _results, _log = run(store, store, OLD_AS_OF="2023-01-01", AS_OF="2025-01-01")
    assert {(row["old_ids"], row["new_ids"]): row["change_class"] for row in changes} == {
        ("k:1", "k:1"): "geometry",
        (None, "k:2"): "new",
    }


def test_without_ids_only_the_place_counts() -> None:
    old = layer("Alt", {"plot_type": "fnp_reserve", "box": (0, 0, 100, 100)})
    new = layer("Neu", {"plot_type": "fnp_reserve", "box": (0, 0, 100, 100)})
    changes, _taken, _results, log = run(old, new)
    assert [row["change_class"] for row in changes] == ["unchanged"]
    assert any("matched by where they lie" in warning for warning in log.warnings)


@pytest.mark.parametrize(("before", "after"), [(REAL, WHOLE), (WHOLE, REAL), (TEXT, REAL), (REAL, TEXT), (REAL, REAL)])
def test_ids_are_the_same_in_fields_of_every_type(before: str, after: str) -> None:
    """A spreadsheet makes 1001.0 of the id 1001; also the records of take-up and the ended plots have to be found."""
    old = layer(
        "Alt",
        *(plot(number, (at, 0, 100, 100)) for number, at in (("1001", 0), ("1002", 200), ("1003", 400))),
        plot_id=before,
    )
    new = layer(
        "Neu",
        plot("1001", (0, 0, 60, 100), valid_to=None),
        plot("1003", (400, 0, 100, 100), valid_to="2022-03-01"),
        plot_id=after,
    )
    recorded = layer("Liste", {"plot_id": "1002", "year": 2021}, spatial=False)
    changes, _taken, _results, _log = run(old, new, RECORDED=recorded)
    assert {(row["old_ids"], row["new_ids"]): (row["change_class"], row["ended"]) for row in changes} == {
        ("1001", "1001"): ("geometry", None),
        ("1002", None): ("taken_up", None),
        ("1003", None): ("gone_unexplained", 2022),
    }


@pytest.mark.parametrize("more", [{}, {"FIELDS": "USE_FNP"}])
def test_fields_in_capitals_are_the_same_fields(more: dict[str, Any]) -> None:
    def capitals(use: str) -> dict[str, Any]:
        row = plot("a", (0, 0, 100, 100), use_fnp=use)
        return {(name if name == "box" else name.upper()): value for name, value in row.items()}

    changes, _taken, _results, _log = run(layer("Alt", capitals("G")), layer("Neu", capitals("SO")), **more)
    assert [(row["change_class"], row["plot_type"]) for row in changes] == [("rezoned", "fnp_reserve")]


@pytest.mark.parametrize(("more", "part"), [({"ID_FIELD": "fehlt"}, "“fehlt”"), ({"FIELDS": "name, fehlt"}, "“fehlt”")])
def test_a_named_field_has_to_be_there(more: dict[str, Any], part: str) -> None:
    old = layer("Alt", plot("a", (0, 0, 10, 10), name="x"))
    with pytest.raises(QgsProcessingException, match=part):
        run(old, old, **more)


def test_an_id_that_stands_twice_is_refused() -> None:
    old = layer("Doppelt", plot("a", (0, 0, 10, 10)), plot("a", (20, 0, 10, 10)))
    with pytest.raises(QgsProcessingException, match="Doppelt"):
        run(old, old)


def test_confidential_input_makes_a_confidential_result() -> None:
    old = layer("Alt", plot("a", (0, 0, 10, 10), sensitivity="confidential"))
    new = layer("Neu", plot("a", (0, 0, 10, 10), sensitivity="open"))
    results = processing.run("ruhr_planner:comparesnapshots", {"OLD": old, "NEW": new, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert metadata.read(results["OUTPUT"].metadata(), "").sensitivity == "confidential"


# ------------------------------------------------------------------------------------------------------------ laws
CELL = 100.0
IDS = st.none() | st.integers(0, 12)
RECTANGLES = st.lists(
    st.tuples(IDS, st.integers(0, 6), st.integers(0, 6), st.integers(1, 3), st.integers(1, 3), st.integers(0, 1)),
    max_size=9,
    unique_by=lambda row: object() if row[0] is None else row[0],
)


def snapshot(rows: list[tuple[Any, ...]]) -> change.Snapshot:
    """Rectangles on a grid, with a name; the type is always a reserve."""
    shapes = [box(x * CELL, y * CELL, w * CELL, h * CELL) for _id, x, y, w, h, _name in rows]
    ids = [None if row[0] is None else f"id{row[0]}" for row in rows]
    values = {PLOT.name: [str(row[5]) for row in rows], PLOT.plot_type: ["fnp_reserve"] * len(rows)}
    return change.Snapshot(ids, shapes, values)


def compared(old: change.Snapshot, new: change.Snapshot) -> list[change.Row]:
    return change.compare(old, new, change.Rule(), change.Evidence(), (PLOT.name,), lambda fraction: None)


TURNED = {"new": "gone_unexplained", "gone_unexplained": "new", "split": "merged", "merged": "split"}


@settings(max_examples=150, deadline=None)
@given(RECTANGLES, RECTANGLES)
def test_swapping_turns_new_into_gone_and_split_into_merged(old: list[Any], new: list[Any]) -> None:
    there = compared(snapshot(old), snapshot(new))
    back = compared(snapshot(new), snapshot(old))
    turned = sorted(
        (TURNED.get(row.change, row.change), sorted(row.new), sorted(row.old), round(row.iou, 9)) for row in there
    )
    assert sorted((row.change, sorted(row.old), sorted(row.new), round(row.iou, 9)) for row in back) == turned


@settings(max_examples=150, deadline=None)
@given(RECTANGLES, RECTANGLES)
def test_every_plot_stands_in_one_row_and_hectares_add_up(old: list[Any], new: list[Any]) -> None:
    one, two = snapshot(old), snapshot(new)
    rows = compared(one, two)
    assert sorted(place for row in rows for place in row.old) == list(range(len(old)))
    assert sorted(place for row in rows for place in row.new) == list(range(len(new)))
    assert sum(row.old_m2 for row in rows) == pytest.approx(sum(shape.area() for shape in one.geometries))
    assert sum(row.new_m2 for row in rows) == pytest.approx(sum(shape.area() for shape in two.geometries))
    assert all(row.taken == () for row in rows)


@settings(max_examples=100, deadline=None)
@given(RECTANGLES)
def test_a_snapshot_is_unchanged_beside_itself(rows: list[Any]) -> None:
    named = [(number, *row[1:]) for number, row in enumerate(rows)]
    assert {row.change for row in compared(snapshot(named), snapshot(named))} <= {"unchanged"}


@settings(max_examples=100, deadline=None)
@given(RECTANGLES, RECTANGLES, st.integers(0, 10_000))
def test_the_order_of_the_records_changes_nothing(old: list[Any], new: list[Any], seed: int) -> None:
    mixed_old, mixed_new = list(old), list(new)
    random.Random(seed).shuffle(mixed_old)
    random.Random(seed + 1).shuffle(mixed_new)

    def told(first: list[Any], second: list[Any]) -> list[tuple[Any, ...]]:
        rows = compared(snapshot(first), snapshot(second))
        return sorted(
            (row.change, sorted(map(str, (first[i] for i in row.old))), sorted(map(str, (second[i] for i in row.new))))
            for row in rows
        )

    assert told(old, new) == told(mixed_old, mixed_new)


def test_the_table_names_every_class() -> None:
    assert CHANGE.column(CHANGE.change_class).codes.codes == (
        "new", "gone_unexplained", "taken_up", "unchanged", "geometry", "attribute", "split", "merged", "rezoned",
    )  # fmt: skip
