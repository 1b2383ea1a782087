"""A proposed mapping under correction: what a pick changes, what values become, and the profile that comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateTransformContext

from ruhr_planner.harmonise import importing, profile, suggest
from ruhr_planner.harmonise.draft import UNKNOWN, Draft, Meaning
from ruhr_planner.model import errors
from ruhr_planner.model.tables import PLACE, PLOT, Table
from ruhr_planner.readers import files
from ruhr_planner.store import geopackage

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Own names, square metres, a kind that nobody knows, a column that could be two of ours, levels as numbers."""
    kinds = ["Brachfläche", "Baulücke", "Sonderfall"]
    features = []
    for number in range(12):
        west, south = 7.0 + 0.004 * number, 51.5
        ring = [
            [west, south],
            [west + 0.002, south],
            [west + 0.002, south + 0.001],
            [west, south + 0.001],
            [west, south],
        ]
        features.append({
            "type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"Kennung": f"E-{number}", "Art": kinds[number % 3], "qm": 15_442.0, "Stufe": str(number % 3),
                           "Lage": f"Am Hang {number}"},
        })  # fmt: skip
    path = tmp_path / "Stadt.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def draft(path: Path, target: Table = PLOT) -> Draft:
    with files.open_path(path) as stream:
        columns = suggest.sample(stream.stated(), QgsCoordinateTransformContext())
    return Draft(suggest.suggest(path.stem, columns, target), columns)


def tried(path: Path, made: Draft, store: Path) -> importing.Outcome:
    from datetime import date

    options = importing.Options("r", "2026-01-01T00:00:00+00:00", date(2026, 1, 1))
    with files.open_path(path) as stream:
        given = importing.Input(path.stem, stream.stated, stream.tally.expected)
        return importing.preview(geopackage.open_store(store), given, profile.parse(made.text()), options)


def test_picks_change_the_profile_and_free_what_they_take(town: Path) -> None:
    made = draft(town)
    assert made.rule("native_id") == {"from": "Kennung"}
    assert made.rule("plot_type")["from"] == "Art"
    assert made.names[: len(made.raw["fields"])] == [name for name in made.names if made.is_filled(name)]
    made.choose("name", "Lage")
    assert made.rule("name") == {"from": "Lage"}
    assert made.samples("name") == ("Am Hang 0", "Am Hang 1", "Am Hang 2")
    made.choose("address_note" if "address_note" in PLOT else "municipality", "Lage")
    assert not made.is_filled("name"), "a column fills one field"
    made.clear("plot_type")
    assert made.is_missing("plot_type")
    assert made.rule("plot_type") == {"expr": "null", "required": True}
    made.fill("plot_type", "brownfield")
    assert made.profile().rule("plot_type").const == "brownfield"
    assert "Art" in made.raw["suggested"]["unmatched"]


def test_units_that_fit_are_offered_and_the_own_one_needs_no_word(town: Path) -> None:
    made = draft(town)
    made.choose("area_recorded_ha", "qm")
    assert made.units("area_recorded_ha")[:2] == ["ha", "m2"]
    assert made.rule("area_recorded_ha")["unit"] == "m2", "the sampled areas tell the unit"
    made.set_unit("area_recorded_ha", "ha")
    assert "unit" not in made.rule("area_recorded_ha")
    made.set_unit("area_recorded_ha", "a")
    assert made.profile().rule("area_recorded_ha").unit == "a"
    assert made.units("plot_type") == []


def test_values_and_codes(town: Path) -> None:
    made = draft(town)
    assert made.meanings("plot_type") == [
        Meaning("Brachfläche", 4, "brownfield", True),
        Meaning("Baulücke", 4, "building_gap", True),
        Meaning("Sonderfall", 4, None, False),
    ]
    made.set_code("plot_type", "Sonderfall", "underused")
    assert made.rule("plot_type")["map"] == {
        "Baulücke": "building_gap", "Brachfläche": "brownfield", "Sonderfall": "underused",
    }  # fmt: skip
    made.set_code("plot_type", "Sonderfall", None)
    assert [one.code for one in made.meanings("plot_type")] == ["brownfield", "building_gap", None]
    made.choose("restriction", "Stufe")
    assert {one.raw: one.code for one in made.meanings("restriction")} == {"0": 0, "1": 1, "2": 2}
    made.set_code("restriction", "2", UNKNOWN)
    known = {one.raw: one.code for one in made.meanings("restriction")}
    assert known == {"0": 0, "1": 1, "2": UNKNOWN}, "with a map of its own a field does not forget its digits"
    assert made.profile().rule("restriction").mapping == {"0": 0, "1": 1, "2": None}


def test_a_try_counts_what_the_store_would_get(town: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.gpkg"
    geopackage.create(store)
    before = store.read_bytes()
    made = draft(town)
    outcome = tried(town, made, store)
    assert (outcome.read, outcome.written, outcome.rejected) == (12, 8, 4)
    assert {(one.reason, one.value) for one in outcome.rejects} == {("unmapped", "Sonderfall")}
    assert all(one.box is not None and one.box[2] - one.box[0] > 100 for one in outcome.rejects)
    made.set_code("plot_type", "Sonderfall", "underused")
    outcome = tried(town, made, store)
    assert (outcome.read, outcome.written, outcome.new, outcome.rejected) == (12, 12, 12, 0)
    assert [field.known for field in outcome.fields if field.field == "plot_type"] == [12]
    assert store.read_bytes() == before


def test_the_profile_is_a_suggestion_until_somebody_confirms_it(town: Path) -> None:
    made = draft(town)
    assert not made.profile().confirmed
    made.confirm(True)
    assert profile.parse(made.text()).confirmed


def test_a_target_without_a_kind_needs_none_and_a_fault_is_a_sentence(town: Path) -> None:
    made = draft(town, PLACE)
    assert not any(made.is_missing(name) for name in made.names)
    made.raw["licence"] = "odbl"
    with pytest.raises(errors.ProfileShareAlike):
        made.text()
