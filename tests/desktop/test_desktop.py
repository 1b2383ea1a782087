"""The plugin in the real QGIS, German and English: what a person sees, presses and gets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

BLOCK_MS = {"work": 250, "clock": 1000}
"""How long the window may stand still while a run is under way: in QGIS's own processor time, and by the clock, which
also counts what other programs take. Seen on two busy processors: 20 to 130 ms of work, the longest of them Python's
own collections of rubbish."""

EVERYTHING = ["start", "demo", "analyses", "portrait", "cancel", "export", "closed", "layers", "dialogs", "reload"]
ONCE = {"docks": 1, "actions": 4, "help_entries": 1, "menus": 1, "toolbar_buttons": 1, "providers": 1, "tasks": 0}
NEVER = dict.fromkeys(ONCE, 0)


def keep_pictures(folder: Path, language: str, root: Path) -> None:
    """Put the screenshots where people look for them."""
    target = root / "build" / "desktop"
    target.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copyfile(picture, target / f"{language}_{picture.name}")
    if (folder / "result.json").exists():
        shutil.copyfile(folder / "result.json", target / f"{language}_result.json")


@pytest.fixture(scope="module")
def german(desktop, root):
    """All scenes in a German QGIS."""
    run = desktop("de")
    try:
        return run.play("de", EVERYTHING)
    finally:
        keep_pictures(run.folder, "de", root)


@pytest.fixture(scope="module")
def english(desktop, root):
    """The way to the answers in an English QGIS."""
    run = desktop("en")
    try:
        return run.play("en_US", EVERYTHING[:3])
    finally:
        keep_pictures(run.folder, "en", root)


def count(text: str) -> int:
    """Return the first number of a sentence, whatever the separators of its language."""
    return int(text.split()[0].replace(".", "").replace(",", ""))


def test_all_scenes_were_played_and_qgis_ended_well(german):
    assert german["faults"] == []
    assert german["scenes"] == EVERYTHING
    assert german["exit_code"] == 0
    assert "Traceback" not in german["log"]


def test_the_plugin_is_there_once_and_starts_without_an_analysis(german):
    assert german["traces_at_start"] == ONCE
    assert {"ruhr_planner:cooperationsites", "ruhr_planner:fibregaps", "ruhr_planner:regionreport"} <= set(
        german["algorithms"]
    )
    heavy = [name for name in german["modules_at_start"] if name.split(".")[1] in ("analysis", "exhibit", "net")]
    assert heavy == []
    assert not german["dock_at_start"], "nothing is in the way at the first start"


def test_before_a_store_is_open_the_buttons_say_why_not(german):
    assert german["first_buttons"] == {
        name: [False, "Öffnen Sie zuerst eine Planungsdatenbank."]
        for name in ("cooperationsites", "fibregaps", "exhibit")
    }


def test_one_click_opens_the_demo_region(german, staged):
    assert german["store_name"] == "Demo-Region"
    assert german["store_mark"] == "Beispieldaten, erfunden / invented example data"
    tables = {name: int(number.replace(".", "")) for name, _label, number in german["tables"]}
    assert tables["plot"] >= 12_000
    assert tables["municipality"] == 53
    assert not german["store_path"].startswith(str(staged)), "the shipped file itself is not worked on"
    assert [entry.split(" / ")[1] for entry in german["legend_demo"]] == ["Flächen", "Gemeinden"]


def test_both_questions_are_answered_on_the_map_and_in_a_sentence(german):
    layers = german["results"]
    sites, gaps = layers["Mögliche Kooperationsstandorte"], layers["Glasfaserlücken"]
    assert count(german["cooperationsites_sentence"]) == sites[0] > 10
    assert "keine planungsrechtliche Festlegung" in german["cooperationsites_sentence"]
    assert german["fibregaps_sentence"].startswith("Von ")
    assert count(german["fibregaps_sentence"][len("Von ") :]) == gaps[0] > 10_000
    for _count, _source, title, *_rest in (sites, gaps):
        assert "Beispieldaten, erfunden" in title
    groups = [entry.split(" / ")[0] for entry in german["legend_results"]]
    assert all(group.endswith(" (Beispieldaten)") for group in groups)
    assert list(dict.fromkeys(group.split()[0] for group in groups)) == [
        "Glasfaserlücken", "Kooperationsstandorte", "Demo-Region",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["cooperationsites", "fibregaps"])
def test_the_window_answers_while_an_analysis_runs(german, name):
    assert german[f"{name}_progress_shown"]
    for measure, bound in BLOCK_MS.items():
        assert german[f"{name}_block_ms"][measure] < bound


@pytest.mark.parametrize("name", ["open", "layers"])
def test_the_window_answers_while_a_store_is_opened(german, name):
    for measure, bound in BLOCK_MS.items():
        assert german[f"{name}_block_ms"][measure] < bound


def test_all_layers_of_the_store_stand_in_the_legend_once_and_in_order(german):
    names = [entry.split(" / ")[1] for entry in german["layers_legend"]]
    assert names[-1] == "Gemeinden"
    assert len(set(names)) == len(names) >= 8
    assert german["layers_twice"] == german["layers_legend"]


def test_the_focus_is_back_on_the_button_that_was_pressed(german):
    assert german["focus_after"] == "ruhr_planner_fibregaps_button"


def test_cancel_by_mouse_takes_effect_and_leaves_nothing(german):
    assert german["cancel_sentence"] == "Abgebrochen. Es wurde nichts verändert."
    assert german["cancel_seconds"] < 2
    assert not german["cancel_left_file"]
    assert german["cancel_added_layers"] == 0


def test_the_export_offers_its_files_as_links(german):
    assert {Path(name).suffix for name in german["export_files"]} >= {".pdf", ".xlsx", ".html", ".gpkg"}
    for name in german["export_files"]:
        if Path(name).suffix == ".pdf":
            assert f">{name}</a>" in german["export_sentence"]


def test_a_project_closed_meanwhile_gets_no_layers_until_asked(german):
    assert german["closed_layers"] == 0
    assert "Das Projekt wurde inzwischen geschlossen" in german["closed_sentence"]
    assert len(german["closed_added"]) >= 1


def test_the_dialogs_open_filled_in_and_in_german(german, root):
    assert german["dialog_title"].endswith("Kooperationsstandorte finden")
    assert german["dialog_plots"].endswith("demo.gpkg|layername=plot")
    assert german["dialog_barriers"].endswith("demo.gpkg|layername=barrier")
    assert german["help_text"].startswith("Ruhr Planner")
    assert "In drei Schritten zum Ergebnis" in german["help_text"]
    assert german["options_shown"]
    for language in ("de", "en"):
        page = (root / "resources" / "help" / f"index.{language}.md").read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)]+\.md)\)", page)
        pages = {file.name for file in (root / "resources" / "help").glob(f"*.{language}.md")}
        assert set(links) == pages - {f"index.{language}.md"}


def test_unload_and_reload_leave_nothing_twice_or_behind(german):
    assert german["was_running"] == [False, True]
    assert german["traces_unloaded"] == [NEVER, NEVER]
    assert german["traces_loaded"] == [ONCE, ONCE]
    assert german["loaded"] is True
    assert german["modules_unloaded"] == []
    assert german["store_after_reload"] == german["store_path"]


def test_no_words_are_cut_off_in_a_narrow_dock(german, english):
    for seen in (german, english):
        assert seen["dock_width"] <= 380
        assert [seen["cut_at_start"], seen["cut_demo"], seen["cut_results"]] == [[], [], []]


def test_the_english_desktop_is_english(english):
    assert english["faults"] == []
    assert english["exit_code"] == 0
    assert english["store_name"] == "Demo region"
    assert english["first_buttons"]["exhibit"] == [False, "Open a store first."]
    assert count(english["cooperationsites_sentence"]) > 10
    assert "possible cooperation sites" in english["cooperationsites_sentence"]
    assert {"Possible cooperation sites", "Fibre gaps"} <= set(english["results"])


def test_both_languages_find_the_same(german, english):
    for de, en in (("Mögliche Kooperationsstandorte", "Possible cooperation sites"), ("Glasfaserlücken", "Fibre gaps")):
        assert german["results"][de][0] == english["results"][en][0]
