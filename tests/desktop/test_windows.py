"""The windows beside the dock in the real QGIS: gap explorer, weights, mapping wizard, validation."""

from __future__ import annotations

import json

import pytest

from tests.desktop.test_desktop import BLOCK_MS

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

SCENES = ["gap_explorer", "weights", "mapping_wizard", "validation"]
MOVE_MS = 1000
"""What issue and planner grant a slider."""


@pytest.fixture(scope="module")
def german(desktop):
    """All four windows in a German QGIS, and the plugin unloaded and loaded with one of them open."""
    scenes = [f"play_windows.{scene}" for scene in (*SCENES, "unload_with_windows")]
    return desktop("windows_de").play("de", ["start", "demo", *scenes], 600, pictures="de")


def test_all_scenes_were_played(german):
    assert german["faults"] == []
    assert german["exit_code"] == 0
    assert "Traceback" not in german["log"]


def test_a_slider_redraws_the_sites_within_a_second(german):
    assert len(german["explorer_moves_ms"]) == 9
    assert max(german["explorer_moves_ms"]) < MOVE_MS
    assert german["explorer_gap"] == 18


def test_the_windows_answer_all_the_time(german):
    for name in ("explorer_prepare", "explorer", "weights", "validation"):
        seen = german[f"{name}_block_ms"]
        for measure, bound in BLOCK_MS.items():
            assert seen[measure] < bound, (name, seen)


def test_the_explorer_tells_the_cost_of_six_changes(german):
    first = german["explorer_rows"][0]
    assert first[0] == "Lücke 20 m"
    assert len(german["explorer_rows"]) == 6
    assert all(cell and cell != "…" for row in german["explorer_rows"] for cell in row)
    assert " ha netto, " in german["explorer_answer"]


def test_what_the_explorer_shows_is_what_the_algorithm_writes(german):
    assert len(german["explorer_written"]) > 50
    assert german["explorer_sites"] == german["explorer_written"]
    assert german["explorer_net_ha"] == pytest.approx(german["explorer_written_net_ha"], abs=0.01), "less the strips"
    assert german["explorer_bands_hidden"]


def test_the_ranking_moves_with_the_sliders_and_the_algorithm_agrees(german):
    assert german["weights_first"] != german["weights_moved"]
    assert [row[0] for row in german["weights_moved"]] == [str(n + 1) for n in range(len(german["weights_moved"]))]
    assert any(row[1].startswith("▲") for row in german["weights_moved"])
    assert "10.000" in german["weights_drawn"]
    assert max(german["weights_moves_ms"]) < MOVE_MS
    assert german["weights_same_order"]


def test_contradicting_judgements_are_named_and_mended(german):
    before, after = german["weights_mended"]
    assert before.startswith("Konsistenzverhältnis 0,2") and "Über 0,10" in before
    assert "Über 0,10" not in after
    assert sum(item["weight"] for item in json.loads(german["weights_saved"])) == pytest.approx(1.0, abs=1e-4)


def test_a_foreign_file_is_mapped_tried_corrected_and_written(german):
    proposed = german["wizard_proposed"]
    assert (proposed["native_id"], proposed["plot_type"]) == ("Kennung", "Flaechenart")
    assert proposed["area_recorded_ha"] == "Groesse_qm"
    assert german["wizard_first_try"].startswith("40 Datensätze: 29 neu")
    assert "11 abgewiesen" in german["wizard_first_try"], "of two plots E-7 only the one of an unknown kind"
    assert len(german["wizard_rejects"]) == 11
    assert german["wizard_reject_layer"] == 10, "one has no geometry"
    assert "38 neu" in german["wizard_second_try"]
    assert german["wizard_plots"][1] - german["wizard_plots"][0] == 38
    assert "Sonderfall: underused" in german["wizard_profile"]
    assert "confirmed: true" in german["wizard_profile"]


def test_a_finding_is_shown_accepted_and_stays_so(german):
    assert german["validation_away_m"] < 5
    assert german["validation_why_not"] == "Geben Sie zuerst eine Begründung an."
    marked, gone, reasons = german["validation_accepted"]
    assert marked == gone == german["validation_export"] >= 1
    assert set(reasons) == {"geprüft, bleibt so"}
    assert set(german["validation_rules"]) >= {"area_recorded", "edition_age"}
    assert {group[2] for group in german["validation_groups"]} == {""}, "a rule lies nowhere"


def test_unloading_closes_the_windows(german):
    assert german["windows_before_unload"] == [True, True]
    assert german["windows_after_unload"] == []
    assert german["bands_after_unload"] == german["tasks_after_unload"] == 0
