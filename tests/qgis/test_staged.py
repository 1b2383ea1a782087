"""The plugin as it is delivered: from the staged tree, without foreign packages, and in qgis_process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import fiona
import pytest

PROBE = Path(__file__).with_name("staged_probe.py")
CHECKOUT = PROBE.resolve().parents[2]
FIRST = {"cooperationsites", "fibregaps", "regionreport", "importbroadband"}


def environment(folder: Path, **more: str) -> dict[str, str]:
    """An environment of its own, in which the checkout cannot be imported; QGIS itself may lie on Python's path."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "QGIS_PLUGINPATH")}
    places = [Path(place).resolve() for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    kept["PYTHONPATH"] = os.pathsep.join(str(place) for place in places if CHECKOUT not in (place, *place.parents))
    profile = folder / "profile"
    profile.mkdir()
    kept.update(QGIS_CUSTOM_CONFIG_PATH=str(profile), QT_QPA_PLATFORM="offscreen", PYTHONDONTWRITEBYTECODE="1")
    return {**kept, **more}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("Ergebnisse für den Test")


@pytest.fixture(scope="module")
def answer(staged: Path, results: Path) -> dict:
    ran = subprocess.run(
        [sys.executable, str(PROBE), str(staged), str(results)],
        cwd=results,
        env=environment(results),
        capture_output=True,
        text=True,
        check=False,
    )
    path = results / "answer.json"
    assert path.is_file(), ran.stdout + ran.stderr
    return json.loads(path.read_text(encoding="utf-8"))


def test_it_is_the_staged_plugin_that_ran(answer: dict, staged: Path) -> None:
    assert Path(answer["package"]).parent == staged


def test_nothing_of_ours_asks_for_a_foreign_package(answer: dict) -> None:
    assert answer["asked"] == []


def test_every_algorithm_is_there(answer: dict) -> None:
    assert {f"ruhr_planner:{name}" for name in FIRST} <= set(answer["algorithms"])
    assert answer["instances"] == answer["algorithms"]
    assert answer["icon"] is False
    assert {name: size for name, size in answer["help"].items() if size < 200} == {}


def test_the_searches_ran_on_the_demo(answer: dict, results: Path) -> None:
    """Counts and CRS read by another library."""
    for name, file in (("cooperationsites", "sites.gpkg"), ("fibregaps", "gaps.gpkg")):
        assert answer[f"ruhr_planner:{name}"]["OUTPUT"].split("|")[0] == str(results / file)
        with fiona.open(results / file) as layer:
            assert layer.crs.to_epsg() == 25832
            assert len(layer) > 10


def test_the_report_ran_on_the_demo(answer: dict, results: Path) -> None:
    written = {path.suffix for path in (results / "report").rglob("*") if path.is_file()}
    assert {".gpkg", ".xlsx", ".pdf", ".html"} <= written


def test_unload_takes_the_provider_away(answer: dict) -> None:
    assert answer["left"] is False


def test_the_staged_plugin_reads_its_own_metadata(staged: Path, tmp_path: Path) -> None:
    code = "from ruhr_planner import about, paths; print(paths.metadata()); print(about.version())"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONPATH=str(staged.parent)),
        capture_output=True,
        text=True,
        check=True,
    )
    place, version = ran.stdout.split()
    assert Path(place) == staged / "metadata.txt"
    assert f"version={version}" in (staged / "metadata.txt").read_text(encoding="utf-8")


def test_qgis_process_knows_the_plugin(staged: Path, tmp_path: Path) -> None:
    env = environment(tmp_path, QGIS_PLUGINPATH=str(staged.parent))
    enabled = subprocess.run(
        ["qgis_process", "plugins", "enable", "ruhr_planner"], env=env, capture_output=True, text=True, check=False
    )
    assert enabled.returncode == 0, enabled.stdout + enabled.stderr
    listed = subprocess.run(["qgis_process", "--json", "list"], env=env, capture_output=True, text=True, check=True)
    provider = json.loads(listed.stdout)["providers"]["ruhr_planner"]
    assert {name.split(":")[1] for name in provider["algorithms"]} >= FIRST
    assert provider["name"] == "Ruhr Planner"
