"""The plugin in the real QGIS, German and English: what a person sees, presses and gets."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

BLOCK_MS = {"ours": 100, "blocked": 250}
"""How long the window may stand still: for our part, and together with what QGIS itself does meanwhile (see `watch`);
what other programs take of the processors counts for neither."""

EVERYTHING = [
    "start", "find", "load", "harmonise", "demo", "analyses", "linked", "questions", "portrait", "cancel", "exhibit",
    "export", "closed", "deleted", "layers", "dialogs", "travel", "full", "hang", "reload",
]  # fmt: skip
PATH = ["start", "find", "load", "harmonise", "demo", "analyses", "exhibit"]
"""What a person does in the first ten minutes."""
DARK = "\n[UI]\nUITheme=Night Mapping\n"
ONCE = {"docks": 1, "help_entries": 1, "menus": 1, "toolbar_buttons": 1, "providers": 1, "tasks": 0}
NEVER = {**dict.fromkeys(ONCE, 0), "actions": 0}


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    """A disk of 256 KiB; None without the right to mount one."""
    place = tmp_path_factory.mktemp("voll")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True)
    yield None if mounted.returncode else place
    if not mounted.returncode:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture(scope="module")
def german(desktop, small_disk):
    """All scenes in a German QGIS."""
    if small_disk is None:
        return desktop("de").play("de", [scene for scene in EVERYTHING if scene != "full"], 900, pictures="de")
    return desktop("de").play("de", EVERYTHING, 900, more={"RUHR_PLANNER_FULL": str(small_disk)}, pictures="de")


@pytest.fixture(scope="module")
def english(desktop):
    """The way to the answers in an English QGIS."""
    return desktop("en").play("en_US", PATH, pictures="en")


def count(text: str) -> int:
    """Return the first number of a sentence, whatever the separators of its language."""
    return int(text.split()[0].replace(".", "").replace(",", ""))


def test_large_type_and_the_dark_theme_cut_nothing_off(desktop):
    more = {"QT_SCALE_FACTOR": "2"}
    seen = desktop("dark").play("de", ["start", "demo", "analyses"], ini=DARK, more=more, pictures="dark")
    assert seen["faults"] == []
    assert seen["cut_off"] == []
    assert seen["steps_in_sight"] == [[True] * 4] * 4


def test_a_full_disk_is_one_sentence_and_leaves_nothing(german, small_disk):
    if small_disk is None:
        pytest.skip("needs the right to mount a small disk")
    assert "konnte nicht geschrieben werden" in german["full_sentence"]
    assert german["full_left"] == []


def test_all_scenes_were_played_and_qgis_ended_well(german):
    assert german["faults"] == []
    assert [scene for scene in EVERYTHING if scene not in german["scenes"]] in ([], ["full"])
    assert german["exit_code"] == 0
    assert "Traceback" not in german["log"]


def test_the_plugin_is_there_once_and_starts_without_an_analysis(german):
    traces = dict(german["traces_at_start"])
    assert traces.pop("actions") >= 4
    assert traces == ONCE
    assert {"ruhr_planner:cooperationsites", "ruhr_planner:fibregaps", "ruhr_planner:regionreport"} <= set(
        german["algorithms"]
    )
    rooms = ("analysis", "catalogue", "exhibit", "net", "readers")
    assert [name for name in german["modules_at_start"] if name.split(".")[1] in rooms] == []
    assert "ruhr_planner.gui.panel" not in german["modules_at_start"]
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
def test_progress_is_shown_while_an_analysis_runs(german, name):
    assert german[f"{name}_progress_shown"]


STEPS = {
    "dock_opens", "search", "load", "open", "cooperationsites", "fibregaps", "landbalance", "allocatedeficits",
    "scoresites", "fibrecost", "validate", "picture", "map", "export", "layers", "hang",
}  # fmt: skip


def test_the_window_answers_all_the_time(german):
    stood = {name[: -len("_block_ms")]: seen for name, seen in german.items() if name.endswith("_block_ms")}
    assert set(stood) == STEPS
    for name, seen in stood.items():
        for measure, bound in BLOCK_MS.items():
            assert seen[measure] < bound, (name, seen)


def test_all_layers_of_the_store_stand_in_the_legend_once_and_in_order(german):
    names = [entry.split(" / ")[1] for entry in german["layers_legend"]]
    assert names[-1] == "Gemeinden"
    assert len(set(names)) == len(names) >= 8
    assert german["layers_twice"] == german["layers_legend"]


def test_the_focus_is_back_on_the_button_that_was_pressed(german):
    assert german["focus_after"] == "ruhr_planner_fibregaps_button"
    assert german["analyse_state"] == "2 Fragen sind beantwortet."


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


def test_the_dialogs_open_filled_in_and_in_german(german):
    assert german["dialog_title"].endswith("Kooperationsstandorte finden")
    assert german["dialog_plots"].endswith("demo.gpkg|layername=plot")
    assert german["dialog_barriers"].endswith("demo.gpkg|layername=barrier")
    assert german["options_shown"]


def test_help_opens_the_page_of_what_is_shown_from_the_files_of_the_plugin(german):
    wanted = {"menu": "de/start.html", "panel": "de/cooperationsites.html", "algorithm": "de/cooperationsites.html"}
    for place, page in wanted.items():
        address = german["help"][place]
        assert address.startswith("file:///")
        assert address.endswith(f"/ruhr_planner/manual/{page}")
        assert Path(unquote(urlsplit(address).path)).is_file()


def test_unload_and_reload_leave_nothing_twice_or_behind(german):
    assert german["was_running"][0][0] is False
    assert german["was_running"][1] == [True, True]
    assert german["traces_unloaded"] == [NEVER, NEVER]
    assert german["traces_loaded"] == [german["traces_at_start"]] * 2
    assert german["reloaded"] is True
    assert german["modules_unloaded"] == []
    assert german["store_after_reload"] == german["store_path"]
    assert german["step_after_reload"] == ["analyse"]
    assert german["basket_after_reload"] == german["basket"]


def test_no_words_are_cut_off_in_a_narrow_dock(german, english):
    for seen in (german, english):
        assert seen["dock_width"] <= 380
        assert seen["cut_off"] == []


def test_the_four_steps_stay_in_sight_and_the_keyboard_reaches_everything(german):
    assert german["steps_in_sight"] == [[True] * 4] * 4
    assert german["not_reached"] == {f"{step} at_start": [] for step in ("data", "store", "analyse", "exhibit")}


def test_the_first_page_offers_three_ways(german):
    assert german["first_page"] == [True, True, True]


@pytest.mark.parametrize("language", ["german", "english"])
def test_a_search_shows_what_portals_find_and_which_of_them_fail(language, request):
    seen = request.getfixturevalue(language)
    assert seen["faults"] == []
    found = seen["search_found"]
    assert any("CKAN der Stadt" in entry and "WFS" in entry for entry in found)
    assert any("Geodienst der Stadt" in entry for entry in found)
    failed = [entry for entry in found if "Totes Portal" in entry or "Stummes Portal" in entry]
    assert len(failed) == 2
    assert found[-2:] == failed, "they stand at the end"
    assert all(len(entry.split(" | ")[1]) > 20 for entry in failed), "with the reason"
    said = "2 von 5 Portalen" if language == "german" else "2 of 5 portals"
    assert said in seen["search_sentence"]
    count = "3 von 5 Portalen haben geantwortet" if language == "german" else "3 of 5 portals have answered"
    assert count in seen["search_count"]
    assert seen["search_first_seconds"] < 5, "the first entries are there long before the last portal has been given up"
    only_maps = [entry for entry in seen["search_filtered"] if entry not in failed]
    assert only_maps
    assert all("WMS" in entry for entry in only_maps)


def test_a_data_set_is_described_and_outlined_and_kept_in_the_basket(german):
    assert "Geodienst der Stadt" in german["search_about"]
    assert "Layer: ms:parcels" in german["search_about"]
    assert german["footprints"] > 4
    assert len(german["basket"]) == 2
    assert german["basket_state"] == "2 Datensätze liegen im Korb."


@pytest.mark.parametrize("language", ["german", "english"])
def test_the_basket_is_loaded_whole_under_the_titles_of_the_data_sets(language, request):
    seen = request.getfixturevalue(language)
    assert seen["loaded"] == [60, 60]
    assert seen["loaded_names"] == ["Flurstücke (erfunden)"] * 2


@pytest.mark.parametrize("language", ["german", "english"])
def test_foreign_plots_become_sites_in_a_store_of_ones_own(language, request):
    seen = request.getfixturevalue(language)
    assert seen["own_store"] == ["Bestand der Stadt.gpkg", []]
    assert seen["own_tables"]["plot"] == 60
    assert count(seen["own_sites"]) == 30, "two neighbouring plots of 9 ha each are one site"
    table = "Breitbandatlas, Gitterzellen" if language == "german" else "Breitbandatlas grid cells"
    assert table.split()[0] in seen["own_lacking"]["fibregaps"]


def test_table_and_map_show_the_same_site(german):
    assert german["linked_row"] == [1, True]
    assert german["linked_in_view"]
    assert german["linked_map"] == [5]
    assert german["linked_sorted"]


def test_every_question_that_the_demo_region_allows_is_answered(german):
    answers = german["answers"]
    said = {name: answer[0] for name, answer in answers.items()}
    assert "ha Nettofläche in 53 Gemeinden" in said["landbalance"]
    assert "Gemeinden fehlen" in said["allocatedeficits"]
    assert count(said["scoresites"]) == german["results"]["Mögliche Kooperationsstandorte"][0]
    assert "Mio. EUR" in said["fibrecost"]
    assert count(said["validate"]) == answers["validate"][1]
    assert "0,0 ha" in said["comparesnapshots"], "a store has not changed against itself"
    assert german["compare_lacking"] == "Wählen Sie die Datenbank der früheren Erhebung."
    for name in ("landbalance", "scoresites", "fibrecost", "validate"):
        assert answers[name][1] > 0, f"{name} has a table"
        assert answers[name][2], f"{name} has a chart"
    assert german["cooperationsites_chart"].startswith("5 m: ")


@pytest.mark.parametrize("language", ["german", "english"])
def test_a_map_is_previewed_and_written(language, request):
    seen = request.getfixturevalue(language)
    assert seen["picture_colours"] > 40, "the picture shows a map"
    assert seen["picture_shape"] == pytest.approx(297 / 210, abs=0.02)
    ((name, size),) = seen["map_files"].items()
    assert name.endswith(".png")
    assert "Bochum" in name
    assert size > 100_000
    assert name in seen["map_sentence"]
    assert name in seen["exhibit_state"]
    if language == "german":  # there all questions were answered before
        assert seen["exhibit_lacking"] == ""
    else:
        assert "What has changed since" in seen["exhibit_lacking"]


def test_layers_deleted_during_a_run_do_no_harm(german):
    assert german["deleted_added"] >= 2
    assert german["deleted_again"] >= 2


def test_the_state_travels_with_the_project(german):
    assert german["travel"] == ["validate", "a1"]


def test_a_service_that_never_answers_can_be_cancelled(german):
    assert german["hang_runs"]
    assert german["hang_cancel_seconds"] < 2
    assert german["hang_sentence"] == "Abgebrochen. Es wurde nichts verändert."


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
