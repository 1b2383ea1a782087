"""QGIS's own places in the real QGIS: browser, locator, Data Source Manager, template, history, editing, unloading."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desktop.test_desktop import BLOCK_MS

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

SCENES = ["browser", "locator", "source_tab", "template", "history", "split", "edit", "unload"]
YESTERDAY = (date.today() - timedelta(days=1)).isoformat()
PLOT = "demo_regionalplan:05914-0000"


@pytest.fixture(scope="module")
def german(desktop):
    """All places in a German QGIS with the demo region."""
    scenes = [f"play_places.{scene}" for scene in SCENES]
    return desktop("places_de").play("de", ["start", "demo", *scenes], pictures="de")


def test_all_scenes_were_played(german):
    assert german["faults"] == []
    assert german["exit_code"] == 0
    assert "Traceback" not in german["log"]


def test_the_browser_lists_the_tables_and_the_window_answers(german):
    assert {"Flächen", "Gemeinden", "Breitbandatlas, Gitterzellen", "Inanspruchnahme"} <= set(german["browser_tables"])
    for measure, bound in BLOCK_MS.items():
        assert german["browser_block_ms"][measure] < bound


def test_the_locator_finds_by_prefix_and_enter_goes_there(german):
    found = german["locator"]
    assert "Mülheim an der Ruhr" in found["gem muelheim"]
    assert any(text.startswith("Industriepark") for text in found["plot hagen industriepark"])
    assert [text for text in found["site x"] if "Ruhr Planner" in text] == [], "there is no layer of sites"
    assert len(found["data gewerbe"]) > 1, "the list's own layers at least"
    x, y = german["locator_centre"]
    assert 347_000 < x < 359_000
    assert 5_691_000 < y < 5_705_000


def test_the_data_source_manager_adds_a_table(german):
    assert [entry.split(" / ")[1] for entry in german["source_added"]] == ["Orte"]


def test_the_template_brings_groups_themes_and_layouts(german):
    made = german["template"]
    assert made["crs"] == "EPSG:25832"
    assert made["groups"] == ["Ergebnisse", "Flächen", "Lage", "Restriktionen", "Breitband", "Gemeinden"]
    assert len(made["themes"]) == 4
    assert made["layouts"] == ["A4 hoch", "A3 quer"]


def test_the_history_shows_what_a_plot_was_part_of(german):
    rows = german["history"]
    assert [row[0] for row in rows] == [
        "demo_bestand:05562-01231",
        "demo_bestand:05562-01232",
        "demo_monitoring:05562-13013",
    ]
    assert rows[0][4] == "war Teil von demo_monitoring:05562-13013"
    assert rows[2][2] == "31. Januar 2019"


def test_a_line_on_the_map_splits_a_plot(german):
    whole, first, second = german["split"]
    assert whole[:2] == [f"{PLOT}1", 0]
    assert [first[:3], second[:3]] == [[f"{PLOT}1/1", 1, f"{PLOT}1"], [f"{PLOT}1/2", 1, f"{PLOT}1"]]


def test_qgis_own_tools_keep_history(german):
    now, earlier, gone = german["edit"]
    assert now[1:] == [1, f"{PLOT}2@{YESTERDAY}", 2]
    assert earlier[:2] + earlier[3:] == [f"{PLOT}2@{YESTERDAY}", 0, 0]
    assert gone[:2] == [f"{PLOT}3", 0]
    assert german["edit_count"][0] == german["edit_count"][1]
    for measure, bound in BLOCK_MS.items():
        assert german["edit_block_ms"][measure] < bound


def test_unloading_leaves_nothing_in_these_places(german):
    there = {
        "browser": 1,
        "browser_menus": 1,
        "source_providers": 1,
        "source_tabs": 1,
        "functions": 7,
        "layer_actions": 8,
    }
    assert german["places_loaded"] == there
    assert german["places_unloaded"] == dict.fromkeys(there, 0)
    assert german["places_again"] == there
    assert german["algorithms_there"]
