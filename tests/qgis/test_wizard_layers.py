"""The mapping wizard takes layers of any provider: from the layer tree, the browser, or by picking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsFeature, QgsGeometry, QgsLayerTreeModel, QgsMimeDataUtils, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent

from ruhr_planner.gui.mapping_wizard import MappingWizard, open_mapping_wizard
from ruhr_planner.store import copying
from tests.qgis.test_windows import desk, iface, three_plots, wait  # noqa: F401  fixtures

ROWS = (("a", "Brachfläche", 12_000.5), ("b", "Baulücke", None), ("c", "Friedhof", 9_000.0))
SQUARE = "POLYGON(({x} 5700000, {y} 5700000, {y} 5700100, {x} 5700100, {x} 5700000))"


def shape(number: int) -> QgsGeometry:
    return QgsGeometry.fromWkt(SQUARE.format(x=360000 + 200 * number, y=360100 + 200 * number))


@pytest.fixture
def memory() -> Any:
    """A temporary layer with a field that a file numbers itself, a list, and a change that is not saved."""
    definition = "field=fid:string&field=Flaechenart:string&field=Groesse_qm:double&field=Orte:string[]"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:25832&{definition}", "Flächen / Liste 1", "memory")
    made = []
    for number, (key, kind, size) in enumerate(ROWS):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([key, kind, size, ["Essen", "Bochum"]])
        feature.setGeometry(shape(number))
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    first = next(layer.getFeatures())
    layer.changeAttributeValue(first.id(), 0, "a2")
    yield layer
    QgsProject.instance().clear()


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """A text file with corners as WKT, opened as delimited text."""
    file = tmp_path / "liste.txt"
    lines = [f'{key};{kind};"{shape(number).asWkt()}"' for number, (key, kind, _size) in enumerate(ROWS)]
    file.write_text("\n".join(["Kennung;Flaechenart;wkt", *lines]), encoding="utf-8")
    uri = f"{QUrl.fromLocalFile(str(file)).toString()}?delimiter=;&wktField=wkt&crs=EPSG:25832"
    layer = QgsVectorLayer(uri, "Liste", "delimitedtext")
    assert layer.featureCount() == len(ROWS)
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().clear()


@pytest.fixture
def wizard(desk: Any, iface: Any) -> MappingWizard:  # noqa: F811
    return open_mapping_wizard(desk, iface)


def drop(wizard: MappingWizard, data: QMimeData) -> None:
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    wizard.dropEvent(QDropEvent(QPointF(50, 50), action, data, button, Qt.KeyboardModifier.NoModifier))


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    names = [layer.GetLayerDefn().GetFieldDefn(n).GetName() for n in range(layer.GetLayerDefn().GetFieldCount())]
    return [(*(each.GetField(name) for name in names), round(each.GetGeometryRef().Area())) for each in layer]


def test_a_temporary_layer_is_copied_with_what_is_not_saved(wizard: MappingWizard, memory: QgsVectorLayer) -> None:
    wizard.project_layer.setLayer(memory)
    wizard.project_layer.activated.emit(wizard.project_layer.currentIndex())
    wait(lambda: wizard._draft is not None)
    assert wizard._given.path.name == "Flächen _ Liste 1.gpkg"
    assert rows_of(wizard._given.path) == [
        ("a2", "Brachfläche", 12_000.5, "Essen, Bochum", 10_000),
        ("b", "Baulücke", None, "Essen, Bochum", 10_000),
        ("c", "Friedhof", 9_000.0, "Essen, Bochum", 10_000),
    ]
    assert wizard._draft.raw["fields"]["plot_type"]["from"] == "Flaechenart"
    wizard.attempt.click()
    wait(lambda: wizard._job is None and wizard._outcome is not None)
    assert wizard._outcome.read == len(ROWS) and wizard._outcome.rejected >= 1, wizard.counts.text()
    assert QgsProject.instance().mapLayer(wizard._rejects_layer) is not None, "before anything is written"
    copy = wizard._given.path
    wizard.shut_down()
    assert not copy.exists()
    wizard.desk.changed.connect(wizard._look_at_desk)


def test_layers_are_dropped_from_the_layer_tree_and_from_the_browser(
    wizard: MappingWizard, table: QgsVectorLayer
) -> None:
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    node = QgsProject.instance().layerTreeRoot().findLayer(table.id())
    drop(wizard, model.mimeData([model.node2index(node)]))
    wait(lambda: wizard._draft is not None)
    assert [row[0] for row in rows_of(wizard._given.path)] == ["a", "b", "c"]
    before = wizard._given.path
    uri = QgsMimeDataUtils.Uri(table)
    uri.layerId = ""
    drop(wizard, QgsMimeDataUtils.encodeUriList([uri]))
    wait(lambda: wizard._draft is not None and wizard._given.path != before)
    assert [row[1] for row in rows_of(wizard._given.path)] == ["Brachfläche", "Baulücke", "Friedhof"]


def test_a_whole_file_is_taken_as_it_is_and_a_filtered_one_is_copied(
    wizard: MappingWizard, memory: QgsVectorLayer, tmp_path: Path
) -> None:
    memory.rollBack()
    records = list(memory.getFeatures())
    given = copying.Given("Datei", memory.fields(), memory.wkbType(), memory.crs(), records)
    file = copying.copy(given, tmp_path)
    layer = QgsVectorLayer(f"{file}|layername=Datei", "Datei", "ogr")
    wizard.take_layer(layer)
    wait(lambda: wizard._draft is not None)
    assert wizard._given.path == file
    layer.setSubsetString("Flaechenart = 'Baulücke'")
    wizard.take_layer(layer)
    wait(lambda: wizard._draft is not None and wizard._given.path != file)
    assert [row[1] for row in rows_of(wizard._given.path)] == ["Baulücke"]


def test_a_layer_that_cannot_be_opened_is_one_sentence(wizard: MappingWizard) -> None:
    uri = QgsMimeDataUtils.Uri()
    uri.layerType, uri.providerKey, uri.name, uri.uri = "vector", "delimitedtext", "Weg", "file:///nirgends.txt?crs=x"
    drop(wizard, QgsMimeDataUtils.encodeUriList([uri]))
    wait(lambda: wizard._job is None)
    assert "“Weg” cannot be read" in wizard.box.sentence.text()
    assert wizard._draft is None
