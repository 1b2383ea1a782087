"""The mapping wizard and the sources of a store: no file ends the records of another one without a question."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsProviderRegistry, QgsVectorLayer

from ruhr_planner import settings
from ruhr_planner.gui import sources
from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.mapping_wizard import MappingWizard, open_mapping_wizard
from ruhr_planner.gui.opening import OpenStore
from ruhr_planner.model import tables
from ruhr_planner.store import copying, geopackage, metadata
from ruhr_planner.store.layers import layer_uri
from tests.qgis.test_windows import box, iface, wait  # noqa: F401  fixtures

ESSEN, BOCHUM = 360_000, 375_000


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No profile and no source of another test."""
    yield
    settings.settings().sources.setValue("")
    for profile in (settings.home() / "profiles").glob("gewerbe*.yaml"):
        profile.unlink()


@pytest.fixture
def desk(iface: Any, tmp_path: Path) -> Desk:  # noqa: F811
    """A desk with an empty store."""
    made = Desk(iface.mainWindow())
    path = geopackage.create(tmp_path / "lager.gpkg", ()).path
    made.store = SimpleNamespace(address=str(path), path=path, title="Lager", tables=(), findings=())
    return made


def file(folder: Path, numbers: Sequence[int], west: float = ESSEN, name: str = "gewerbeflaechen") -> Path:
    """Write a file of plots of 4 ha, one for each number."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:25832&field=id:string&field=Flaechenart:string", name, "memory")
    made = []
    for number in numbers:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"{west}-{number}", "Brachfläche"])
        feature.setGeometry(box(west + 300 * number, 5_700_000, 200, 200))
        made.append(feature)
    folder.mkdir(exist_ok=True)
    return copying.copy(copying.Given(name, layer.fields(), layer.wkbType(), layer.crs(), made), folder)


def opened(desk: Desk, iface: Any, path: Path) -> MappingWizard:  # noqa: F811
    wizard = open_mapping_wizard(desk, iface)
    wizard.take(str(path))
    wait(lambda: wizard._draft is not None and wizard._job is None)
    return wizard


def written(wizard: MappingWizard) -> str:
    """Write and return what is said of it."""
    wizard.run.click()
    wait(lambda: wizard.desk.job is None and not wizard.desk._beside)
    return str(wizard.box.sentence.text())


def plots(desk: Desk) -> dict[str, tuple[int, int]]:
    """Return how many plots a source has, and how many of them have ended."""
    with sqlite3.connect(desk.store.path) as store:
        query = "SELECT source_id, count(*), count(valid_to) FROM plot GROUP BY source_id"
        return {source: tuple(rest) for source, *rest in store.execute(query)}


def test_a_file_of_another_town_ends_nothing_though_it_has_the_same_name(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    written(opened(desk, iface, file(tmp_path / "essen", range(5))))
    profile = settings.home() / "profiles" / "gewerbeflaechen.yaml"
    noted = profile.read_text(encoding="utf-8") + "# a note\n"
    profile.write_text(noted, encoding="utf-8")
    wizard = opened(desk, iface, file(tmp_path / "bochum", range(3), BOCHUM))
    assert [wizard.source.itemText(n) for n in range(2)] == ["New source", "gewerbeflaechen (gewerbeflaechen)"]
    assert wizard.source.currentText() == "New source"
    assert "3 records read: 3 written" in written(wizard)
    assert plots(desk) == {"gewerbeflaechen": (5, 0), "gewerbeflaechen_2": (3, 0)}
    assert profile.read_text(encoding="utf-8") == noted
    assert "id: gewerbeflaechen_2" in profile.with_name("gewerbeflaechen_2.yaml").read_text(encoding="utf-8")


def test_the_same_file_comes_into_its_source_again_and_asks_before_anything_ends(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    written(opened(desk, iface, file(tmp_path / "essen", range(5))))
    wizard = opened(desk, iface, tmp_path / "essen" / "gewerbeflaechen.gpkg")
    desk.take_answer("cooperationsites", {})
    assert "5 unchanged" in written(wizard), "the file was recognised, and nothing would end"
    assert not desk.outdated
    (tmp_path / "essen" / "gewerbeflaechen.gpkg").unlink()
    wizard = opened(desk, iface, file(tmp_path / "other", range(1)))
    wizard = opened(desk, iface, file(tmp_path / "essen", range(3)))
    assert wizard.source.currentData() == "gewerbeflaechen"
    said = written(wizard)
    assert "Nothing has been written yet: 2 records of the source “gewerbeflaechen” are not in this file" in said
    assert plots(desk) == {"gewerbeflaechen": (5, 0)}
    wizard.box.link.emit("write")
    wait(lambda: desk.job is None and not desk._beside)
    assert "0 written, 3 unchanged, 0 rejected, 2 ended." in wizard.box.sentence.text()
    assert plots(desk) == {"gewerbeflaechen": (5, 2)}
    assert desk.outdated == {"cooperationsites"}


def test_a_layer_that_is_being_edited_is_recognised_as_its_file(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    path = file(tmp_path / "essen", range(5))
    written(opened(desk, iface, path))
    layer = QgsVectorLayer(str(path), "Gewerbe", "ogr")
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    wizard = open_mapping_wizard(desk, iface)
    wizard.take_layer(layer)
    wait(lambda: wizard._draft is not None and wizard._given.path != path)
    assert wizard.source.currentData() == "gewerbeflaechen"
    assert "1 record of the source “gewerbeflaechen” is not in this file and would end." in written(wizard)
    wizard.title.setText("Gewerbe 2026")
    desk.take_store(OpenStore(desk.store.address, "Lager", False, (), None, None))
    wait(lambda: not desk._beside)
    assert (wizard.source.currentData(), wizard.title.text()) == ("gewerbeflaechen", "Gewerbe 2026")
    layer.rollBack()


def test_the_warnings_of_a_run_are_told(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    written(opened(desk, iface, file(tmp_path / "essen", range(5))))
    wizard = opened(desk, iface, file(tmp_path / "bochum", range(1), BOCHUM))
    wizard.source.setCurrentIndex(1)
    wizard.source.activated.emit(1)
    assert wizard.title.text() == "gewerbeflaechen"
    assert "5 records of the source" in written(wizard)
    wizard.box.link.emit("write")
    wait(lambda: desk.job is None and not desk._beside)
    assert "1 written" in wizard.box.sentence.text()
    assert "5 ended. 5 of 5 records of the source are not in the input any more" in wizard.box.sentence.text()


def test_data_that_are_loaded_once_more_are_recognised_under_another_name(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    for number in (1, 2):
        path = file(tmp_path / "data", range(5), name=f"gewerbe{'_2' * (number - 1)}")
        run = {"source": "https://geo.example/wfs", "layer": "plots"}
        told = metadata.write(metadata.Description("x", "Gewerbe", "", (), run))
        assert QgsProviderRegistry.instance().saveLayerMetadata("ogr", layer_uri(path, path.stem), told)[0]
        written(opened(desk, iface, path))
    assert plots(desk) == {"gewerbe": (5, 0)}


def test_a_store_that_is_opened_later_brings_its_sources(
    desk: Desk, iface: Any, provider: object, tmp_path: Path  # noqa: F811
) -> None:
    path = file(tmp_path / "essen", range(2))
    written(opened(desk, iface, path))
    store = desk.store
    desk.take_store(None)
    wait(lambda: not desk._beside)
    wizard = opened(desk, iface, path)
    assert [wizard.source.itemData(n) for n in range(wizard.source.count())] == [""]
    desk.take_store(store)
    wait(lambda: not desk._beside)
    assert wizard.source.currentData() == "gewerbeflaechen"
    assert wizard._draft.raw["source"]["id"] == "gewerbeflaechen"


def test_what_is_remembered_is_an_address_nobody_can_read() -> None:
    key = sources.key("postgres:host=db password=geheim", tables.PLOT)
    assert "geheim" not in key
    sources.remember("a", key, "first")
    sources.remember("a", key, "second")
    assert (sources.recognised("a", key), sources.recognised("b", key)) == ("second", "")
    settings.settings().sources.setValue("[[1], 7")
    assert sources.recognised("a", key) == ""
