"""Every algorithm that takes a store, or layers of one, on the demo region in PostGIS: what it says of the file."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtGui import QImage

from ruhr_planner.gui import layers
from ruhr_planner.gui.opening import OpenJob, OpenStore
from ruhr_planner.gui.questions import QUESTIONS
from ruhr_planner.model.codes import EXHIBIT_THEME
from ruhr_planner.model.tables import PLOT, TABLES
from ruhr_planner.store import opening
from tests.conftest import ROOT
from tests.registry import registered
from tests.services.start.postgis import DATABASE, Postgis
from tests.services.test_postgis_store import call

STORE = "postgres:region/region"
SEED, COUNT = 4711, 120
AS_OF = "2026-01-01"
ELSEWHERE = {
    "createstore": "makes the stores of this test",
    "endplots": "test_postgis_places", "splitplot": "test_postgis_places", "mergeplots": "test_postgis_places",
    "cutofftakeup": "test_postgis_places", "undoedit": "test_postgis_places",
    "harmonise": "test_postgis_store", "importbroadband": "test_postgis_places",
    "analysetiles": "test_postgis_tiles", "worktiles": "test_postgis_tiles",
    "ahpweights": "no store", "loadmap": "no store", "loadresource": "no store", "searchcatalogue": "no store",
    "marketanswers": "test_market: takes what operators send back",
}  # fmt: skip


@dataclass
class Side:
    """One of the two stores, and what was made from it."""

    store: OpenStore
    folder: Path
    answered: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def sides(qgis_app: object, cluster: Postgis, work: Path) -> Iterator[tuple[Side, Side]]:
    """The same small demo region in a file and in the database, opened as the dock opens them."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import build_demo
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    file = work / "region.gpkg"
    build_demo.write(build_demo.build(SEED, COUNT), file, SEED)
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(cluster.uri(), {"saveUsername": True}), "region")
    cluster.sql("drop schema if exists region cascade", DATABASE)
    with registered():
        opening.create(STORE, opening.open_store(str(file)))
        made = []
        for name, address in (("file", str(file)), ("database", STORE)):
            job = OpenJob(address, "Region", show=True)
            job.work()
            assert job.store is not None and len(job.ready) == len(layers.BASE)
            (work / name).mkdir()
            made.append(Side(job.store, work / name))
        yield made[0], made[1]
    provider.deleteConnection("region")


def ask(side: Side, only: str = "") -> None:
    """Answer every question of the dock that was not answered yet, or one, each into a file of its own."""
    for question in QUESTIONS:
        if question.answer is None or question.algorithm in side.answered or only not in ("", question.algorithm):
            continue
        assert question.lacking(side.store, side.answered) == "", question.algorithm
        target = side.folder / f"{question.algorithm}.gpkg"
        outputs = {name: f"{target}|layername={table.table}" for name, table in question.outputs}
        given = question.inputs(side.store, side.answered)
        if question.earlier_store:
            given[question.earlier_store] = side.store.source(PLOT)
            given["OLD_AS_OF"] = "2021-01-01"
        if question.algorithm == "scoresites":
            given["RUNS"] = 50
        results, _log = call(question.algorithm, **given, **outputs, AS_OF=AS_OF)
        side.answered[question.algorithm] = {name: str(results[name]) for name in outputs}
        side.answers[question.algorithm] = question.answer(side.answered[question.algorithm])


def settled(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else CHANGING.sub("…", str(value))


def records(target: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all layers of a file as rows, without what differs from run to run."""
    made = {}
    whole = QgsVectorLayer(str(target), "x", "ogr")
    for sub in whole.dataProvider().subLayers():
        name = sub.split("!!::!!")[1]
        layer = QgsVectorLayer(f"{target}|layername={name}", name, "ogr")
        names = [one for one in layer.fields().names() if one not in ("fid", "run_id")]
        made[name] = sorted(
            (
                *(settled(feature[name]) for name in names),
                round(feature.geometry().area(), 3), round(feature.geometry().length(), 3),
            )
            for feature in layer.getFeatures()
        )  # fmt: skip
    return made


def test_both_stores_are_opened_alike(sides: tuple[Side, Side]) -> None:
    file, database = (side.store for side in sides)
    assert [(one.name, one.count, one.about) for one in database.tables] == [
        (one.name, one.count, one.about) for one in file.tables
    ]
    assert (database.invented, database.data_date, database.findings) == (True, file.data_date, file.findings)
    assert database.days_since_written is None


@pytest.mark.long
def test_every_question_of_the_dock_has_the_same_answer(sides: tuple[Side, Side]) -> None:
    for side in sides:
        ask(side)
    file, database = sides
    for algorithm, answer in file.answers.items():
        made = records(file.folder / f"{algorithm}.gpkg")
        assert records(database.folder / f"{algorithm}.gpkg") == made, algorithm
        assert sum(map(len, made.values())) > 3, algorithm
        other = database.answers[algorithm]
        assert (other.sentence, sorted(other.rows.values, key=repr)) == (
            answer.sentence, sorted(answer.rows.values, key=repr),
        ), algorithm  # fmt: skip
        assert (other.chart is None) == (answer.chart is None), algorithm


CHANGING = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.+Z]+|\d\d:\d\d|region/region|region\.gpkg|sha256\S*"
    r"|MEV-[\d-]+-[0-9a-f]{8}|region_plot|region – plot|(?<=: )plot\b"
)
"""What differs from run to run and from store to store: ids, times, and how the store is called."""


def words(parts: zipfile.ZipFile, page: str) -> list[str]:
    """Return what stands on a page, texts and numbers; a database hands records out in an order of its own."""
    numbers = re.findall(r'<c r="[A-Z]+\d+"(?: s="\d+")?>\s*<v>(.*?)</v>', parts.read(page).decode())
    texts = re.findall(r"<(?:w:)?t[ >][^<]*", parts.read(page).decode())
    return sorted(numbers + [CHANGING.sub("…", text) for text in texts])


def plain(folder: Path) -> dict[str, Any]:
    """Return the files of a folder by name, without the ids of runs, times, and what the store is called."""
    made: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix in (".json", ".html", ".csv", ".md", ".txt", ".yaml", ".svg", ".geojson"):
            made[name] = sorted(CHANGING.sub("…", line) for line in path.read_text(encoding="utf-8").splitlines())
        elif path.suffix == ".gpkg":
            made[name] = records(path)
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as parts:
                texts = (one for one in parts.namelist() if re.search(r"/sheet|sharedStrings|/document\.xml", one))
                made[name] = {one: words(parts, one) for one in texts}
        elif path.is_file():
            made[name] = None
    return made


TOWN = "05911000"
OTHERS: dict[str, dict[str, Any]] = {
    "exporttables": {"STORE": "{store}", "OUTPUT": "{folder}/tables.xlsx", "AS_OF": AS_OF},
    "releaseopen": {"STORE": "{store}", "FOLDER": "{folder}/open", "TITLE": "x", "PUBLISHER": "y", "CONTACT": "a@b.de",
                    "AS_OF": AS_OF, "RELEASED_BY": "z", "LICENCE": "dl-de/by-2-0"},
    "councilblock": {"STORE": "{store}", "AGS": TOWN, "OUTPUT": "{folder}/block.docx", "AS_OF": AS_OF},
    "factsheets": {"STORE": "{store}", "SUBJECT": 1, "AGS": TOWN, "FORMAT": 1, "FOLDER": "{folder}/sheets",
                   "AS_OF": AS_OF},
    "marketinquiry": {"OBJECTS": "{fibregaps}", "FOLDER": "{folder}/inquiry", "TITLE": "x", "CONTACT": "y",
                      "DEADLINE": "2026-03-01", "OUTPUT": "{folder}/objects.gpkg", "AS_OF": AS_OF},
    "suggestmapping": {"INPUT": "{plots}", "TABLE": "{folder}/fields.gpkg", "OUTPUT": "{folder}/profile.yaml"},
}  # fmt: skip


LONG = {"releaseopen", "councilblock", "factsheets"}
"""Algorithms that draw pages or write forty files: with RUHR_PLANNER_LONG=1 only, as are all themes of the maps."""
SHORT = sorted(set(OTHERS) - LONG)


@pytest.mark.parametrize("algorithm", sorted(OTHERS) if os.environ.get("RUHR_PLANNER_LONG") else SHORT)
def test_other_algorithms_say_the_same(sides: tuple[Side, Side], algorithm: str) -> None:
    made = []
    for side in sides:
        folder = side.folder / algorithm
        folder.mkdir()
        known = {"store": side.store.address, "folder": folder, "plots": side.store.source(PLOT)}
        if algorithm == "marketinquiry":
            ask(side, "fibregaps")
            known["fibregaps"] = side.answered["fibregaps"]["OUTPUT"]
        given = {name: value.format(**known) if isinstance(value, str) else value
                 for name, value in OTHERS[algorithm].items()}  # fmt: skip
        call(algorithm, **given)
        made.append(plain(folder))
    assert made[0].keys() == made[1].keys() and len(made[0]) > 0
    for name, text in made[0].items():
        assert made[1][name] == text, name


def test_maps_show_the_same(sides: tuple[Side, Side]) -> None:
    """Sites, their ranks, balances and gaps are answers: the maps of them are given what the dock was told."""
    whole = bool(os.environ.get("RUHR_PLANNER_LONG"))
    if whole:
        for side in sides:
            ask(side)
    for theme in range(len(EXHIBIT_THEME.codes) if whole else 1):
        grey = []
        for side in sides:
            answers = [source for made in side.answered.values() for source in made.values()]
            target = side.folder / f"map{theme}.png"
            call("mapexhibit", STORE=side.store.address, LAYERS=answers, THEME=theme, DPI=40, PAPER=0, AS_OF=AS_OF,
                 OUTPUT=str(target))  # fmt: skip
            image = QImage(str(target)).convertToFormat(QImage.Format.Format_Grayscale8)
            bits = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
            rows = bits.reshape(image.height(), -1)[: image.height() * 9 // 10, : image.width()]  # below: the run's id
            grey.append(rows.astype(int))
        assert grey[0].shape == grey[1].shape and grey[0].std() > 5, theme
        assert (abs(grey[0] - grey[1]) > 40).mean() < 0.001, theme


def test_no_algorithm_is_left_out(sides: tuple[Side, Side]) -> None:
    with registered() as provider:
        there = {each.name() for each in provider.algorithms()}  # type: ignore[attr-defined]
    here = {question.algorithm for question in QUESTIONS if question.answer is not None} | set(OTHERS)
    assert there == here | set(ELSEWHERE) | {"mapexhibit", "regionreport"}
    assert set(TABLES) >= {one.name for one in sides[0].store.tables}
