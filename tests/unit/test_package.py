"""The zip keeps the rules of the official plugin repository, and the check that says so finds what does not."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scripts import package, repository

GOOD = {
    "ruhr_planner/__init__.py": "",
    "ruhr_planner/LICENSE": "GPL",
    "ruhr_planner/resources/icons/ruhr_planner.svg": "<svg/>",
}


def zipped(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.fixture(scope="module")
def metadata(root: Path) -> str:
    return (root / "metadata.txt").read_text(encoding="utf-8")


def test_the_staged_plugin_makes_a_good_zip(staged: Path, tmp_path: Path) -> None:
    path = tmp_path / "ruhr_planner.zip"
    package.write_zip(staged, path)
    assert package.check(path) == []
    assert path.stat().st_size <= 20_000_000
    names = zipfile.ZipFile(path).namelist()
    assert {name.split("/")[0] for name in names} == {"ruhr_planner"}
    for needed in ("plugin.py", "i18n/ruhr_planner_de.qm", "resources/icons/ruhr_planner.svg", "LICENSE"):
        assert f"ruhr_planner/{needed}" in names
    assert any(re.fullmatch(r"ruhr_planner/resources/demo/.+\.gpkg", name) for name in names)
    assert any(name.startswith("ruhr_planner/resources/reference/") for name in names)
    assert not [name for name in names if "/tests/" in name or name.endswith(".ts")]


def test_equal_files_make_equal_zips(staged: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    package.write_zip(staged / "i18n", first)
    package.write_zip(staged / "i18n", second)
    assert first.read_bytes() == second.read_bytes()


def test_a_good_zip_passes(tmp_path: Path, metadata: str) -> None:
    assert package.check(zipped(tmp_path, {**GOOD, "ruhr_planner/metadata.txt": metadata})) == []


@pytest.mark.parametrize(
    ("more", "caught"),
    [
        ({"other/__init__.py": ""}, "not exactly one top folder"),
        ({"ruhr_planner/../evil.py": ""}, "unsafe path"),
        ({"ruhr_planner/__pycache__/a.py": ""}, "hidden or generated"),
        ({"ruhr_planner/.git/config": ""}, "hidden or generated"),
        ({"ruhr_planner/a.pyc": ""}, "compiled or executable"),
        ({"ruhr_planner/run.sh": ""}, "compiled or executable"),
    ],
)
def test_a_bad_name_is_caught(tmp_path: Path, metadata: str, more: dict[str, str], caught: str) -> None:
    said = package.check(zipped(tmp_path, {**GOOD, "ruhr_planner/metadata.txt": metadata, **more}))
    assert len(said) == 1
    assert caught in said[0]


@pytest.mark.parametrize("needed", ["__init__.py", "LICENSE"])
def test_a_missing_file_is_caught(tmp_path: Path, metadata: str, needed: str) -> None:
    files = {**GOOD, "ruhr_planner/metadata.txt": metadata}
    del files[f"ruhr_planner/{needed}"]
    assert package.check(zipped(tmp_path, files)) == [f"ruhr_planner/{needed} is missing"]


@pytest.mark.parametrize(
    ("pattern", "put", "caught"),
    [
        (r"^email=.*$", "", "email is missing"),
        (r"^tracker=.*$", "tracker=nowhere", "tracker is no address"),
        (r"^version=.*$", "version=0.1.0-dev", "version = '0.1.0-dev'"),
        (r"^qgisMaximumVersion=.*$", "", "qgisMaximumVersion = None"),
        (r"^author=.*$", "author=A/B", "author = 'A/B'"),
        (r"^category=.*$", "category=Planning", "category = 'Planning'"),
        (r"^icon=.*$", "icon=icons/none.svg", "icon = 'icons/none.svg'"),
        (r"^name=.*$", "name=Ruhr plugin", "name = 'Ruhr plugin'"),
        (r"^tags=.*$", "tags=100 % Ruhr", "cannot be read"),
        (r"^tags=.*$", "tags=<b>Ruhr</b>", "tags holds HTML"),
    ],
)
def test_bad_metadata_is_caught(tmp_path: Path, metadata: str, pattern: str, put: str, caught: str) -> None:
    broken = re.sub(pattern, put, metadata, flags=re.MULTILINE)
    said = package.check(zipped(tmp_path, {**GOOD, "ruhr_planner/metadata.txt": broken}))
    assert len(said) == 1
    assert caught in said[0]


def test_too_big_is_caught(tmp_path: Path, metadata: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "OUR_LIMIT", 100)
    said = package.check(zipped(tmp_path, {**GOOD, "ruhr_planner/metadata.txt": metadata}))
    assert len(said) == 1
    assert "MB are over" in said[0]


def test_changelog_names_the_version(root: Path, metadata: str) -> None:
    version = re.search(r"^version=(.+)$", metadata, flags=re.MULTILINE).group(1)
    assert f"## [{version}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_list_of_an_offices_repository(tmp_path: Path, metadata: str) -> None:
    archive = zipped(tmp_path, {**GOOD, "ruhr_planner/metadata.txt": metadata})
    text = repository.listing(archive, "https://gis.example.org/qgis/")
    (plugin,) = ET.fromstring(text)
    known = {element.tag: element.text for element in plugin}
    assert plugin.attrib == {"name": "Ruhr Planner", "version": known["version"]}
    assert known["download_url"] == "https://gis.example.org/qgis/a.zip"
    assert known["file_name"] == f"ruhr_planner.{known['version']}.zip"
    assert (known["qgis_minimum_version"], known["qgis_maximum_version"]) == ("3.40", "4.99")
    assert known["experimental"] in ("True", "False")
    assert "Ruhr region, Germany" in (known["description"] or "")
