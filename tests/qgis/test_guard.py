"""Editing a layer of plots with QGIS's own tools: the guard keeps history, the form keeps the values right."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerEditUtils,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from ruhr_planner import i18n
from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.places import forms, ours, plots, watch
from ruhr_planner.gui.places.drawing import DrawTool
from ruhr_planner.harmonise import editing
from ruhr_planner.model import codes
from ruhr_planner.model.tables import MUNICIPALITY, PLOT
from ruhr_planner.store import guard, sqlite
from ruhr_planner.store.geopackage import Content, create, open_store
from tests.qgis.test_editing import DAY, EDIT, at, line
from tests.qgis.test_lookup import row
from tests.qgis.test_plugin import wait_for

TODAY, YESTERDAY = date.today(), date.today() - timedelta(days=1)
PLOTS = [
    {"plot_id": "m:1", "native_id": "1", "source_id": "m", "name": "A", "plot_type": "fnp_reserve", "area_net_ha": 3.0,
     "valid_from": "2020-01-01"},
    {"plot_id": "m:2", "native_id": "2", "source_id": "m", "name": "B"},
    {"plot_id": "m:3", "native_id": "3", "source_id": "m", "name": "C", "valid_from": TODAY.isoformat()},
    {"plot_id": "m:4", "native_id": "4", "source_id": "m", "name": "D", "valid_to": "2022-05-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("guard") / "template.gpkg"
    shapes = [(at(300 * n, 0, 200), row(PLOT, **values)) for n, values in enumerate(PLOTS)]
    town = [(at(-1000, -1000, 5000), row(MUNICIPALITY, ags="05117000", name="Mülheim"))]
    return create(path, [Content(PLOT, shapes, ()), Content(MUNICIPALITY, town, ())]).path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(template, tmp_path / "Fläche.gpkg"))


@pytest.fixture
def layer(path: Path, qgis_iface) -> QgsVectorLayer:
    """The layer of plots as it is in a project, with the guard on."""
    made = QgsVectorLayer(f"{path}|layername=plot", "Plots", "ogr")
    QgsProject.instance().addMapLayer(made)
    watched = Desk(qgis_iface.mainWindow())
    watch.keep(qgis_iface, watched, made)
    wait_for(lambda: not Job.under_way)
    made.startEditing()
    yield made
    made.rollBack()
    QgsProject.instance().removeMapLayer(made)
    watched.shut_down()


def number(layer: QgsVectorLayer, plot_id: str) -> int:
    return next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"plot_id = '{plot_id}'"))).id()


def save(layer: QgsVectorLayer) -> None:
    assert layer.commitChanges(False), layer.commitErrors()


def states(path: Path) -> dict[str, tuple]:
    """Return name, first and last day, lineage and m² of every record by its id, as another program reads them."""
    fresh = QgsVectorLayer(f"{path}|layername=plot", "x", "ogr")
    made = {}
    for feature in fresh.getFeatures():
        days = (feature["valid_from"], feature["valid_to"])
        first, last = (day.toPyDate() if hasattr(day, "toPyDate") and day.isValid() else None for day in days)
        came = feature["previously_part_of"]
        name = feature["name"] if isinstance(feature["name"], str) else None
        came = came if isinstance(came, str) else None
        made[feature["plot_id"]] = (name, first, last, came, round(feature.geometry().area()))
    return made


def test_the_guard_comes_with_the_layer_and_once(path, layer):
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ruhr_planner_guard%' ORDER BY name")
        assert [name.rpartition("_")[2] for (name,) in found] == ["delete", "insert", "update"]
    assert guard.install(path, PLOT) is False


@contextmanager
def somebody_writing(path):
    """Another program holds the lock for writing."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


class Bar:
    """Stands in for QGIS's message bar."""

    def __init__(self):
        self.said: list[str] = []

    def messageBar(self):
        return self

    def pushWarning(self, _title, text):
        self.said.append(text)


def test_nobody_edits_without_the_guard_and_the_window_does_not_wait(path, qgis_app, qgis_iface, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    bar, desk = Bar(), Desk(qgis_iface.mainWindow())
    layer = QgsVectorLayer(f"{path}|layername=plot", "Plots", "ogr")
    with somebody_writing(path):
        watch.keep(bar, desk, layer)
        wait_for(lambda: not Job.under_way)
        monkeypatch.undo()
        begun = time.monotonic()
        layer.startEditing()
        assert time.monotonic() - begun < 1.0
        assert not layer.isEditable()
    (said,) = bar.said
    assert "Plots" in said and path.name in said
    assert layer.startEditing()
    assert layer.isEditable(), "nobody writes any more"
    layer.deleteFeature(number(layer, "m:1"))
    save(layer)
    assert states(path)["m:1"][2] == YESTERDAY
    layer.rollBack()
    with somebody_writing(path):
        layer.startEditing()
        assert layer.isEditable(), "the guard is on"
    layer.rollBack()
    wait_for(lambda: not Job.under_way)
    desk.shut_down()


def test_a_layer_is_left_alone_after_the_plugin_and_watched_again_with_the_next(layer, qgis_iface):
    desk = Desk(qgis_iface.mainWindow())
    layer.rollBack()
    watch.stop([layer])
    assert layer.receivers(layer.editingStarted) == layer.receivers(layer.afterCommitChanges) == 0
    for _turn in range(2):
        watch.keep(qgis_iface, desk, layer)
    assert layer.receivers(layer.editingStarted) == layer.receivers(layer.afterCommitChanges) == 1
    desk.shut_down()


def test_a_file_that_is_no_store_gets_no_guard(path, tmp_path):
    strange = tmp_path / "fremd.gpkg"
    shutil.copyfile(path, strange)
    with sqlite3.connect(strange) as connection:
        connection.execute("DROP TABLE ruhr_planner_store")
    assert guard.install(strange, PLOT) is False


def test_a_deleted_plot_ends(path, layer):
    layer.deleteFeature(number(layer, "m:1"))
    save(layer)
    assert states(path)["m:1"] == ("A", date(2020, 1, 1), YESTERDAY, None, 40_000)
    wait_for(lambda: layer.featureCount() == 4)


def test_a_plot_of_today_may_go_and_one_that_has_ended_stays(path, layer):
    layer.deleteFeatures([number(layer, "m:3"), number(layer, "m:4")])
    save(layer)
    found = states(path)
    assert set(found) == {"m:1", "m:2", "m:4"}
    assert found["m:4"] == ("D", None, date(2022, 5, 1), None, 40_000)


def test_an_earlier_state_stays_and_so_does_the_whole_table(path, layer):
    layer.changeAttributeValue(number(layer, "m:1"), layer.fields().lookupField("name"), "neu")
    save(layer)
    before = states(path)
    earlier = f"m:1@{YESTERDAY}"
    layer.deleteFeature(number(layer, earlier))
    save(layer)
    assert states(path) == before
    layer.selectAll()
    layer.deleteSelectedFeatures()
    save(layer)
    after = states(path)
    assert set(after) == {earlier, "m:2", "m:4"}, "the others began today"
    assert after[earlier] == before[earlier] and after["m:4"] == before["m:4"]
    assert after["m:2"] == ("B", None, YESTERDAY, None, 40_000)


def test_a_guard_of_an_older_version_is_replaced(path, layer):
    layer.rollBack()
    (name, statement) = next(iter(with_guard(path).items()))
    assert name.endswith("_delete")
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement.replace("OLD.plot_id IS NOT NULL", "OLD.valid_to IS NULL"))
    connection.close()
    assert layer.startEditing()
    assert with_guard(path)[name] == statement


def with_guard(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        asked = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'ruhr_planner_guard%' ORDER BY name"
        found = dict(connection.execute(asked).fetchall())
    connection.close()
    return found


def test_a_change_keeps_the_state_before_once_a_day(path, layer):
    fid, field = number(layer, "m:1"), layer.fields().lookupField("name")
    layer.changeAttributeValue(fid, field, "neu")
    save(layer)
    layer.changeAttributeValue(fid, field, "neuer")
    layer.changeGeometry(fid, at(0, 0, 100))
    save(layer)
    earlier = f"m:1@{YESTERDAY}"
    found = states(path)
    assert found["m:1"] == ("neuer", TODAY, None, earlier, 10_000)
    assert found[earlier] == ("A", date(2020, 1, 1), YESTERDAY, None, 40_000)
    assert len(found) == 5


def test_a_change_of_a_plot_that_began_today_leaves_no_trace(path, layer):
    layer.changeAttributeValue(number(layer, "m:3"), layer.fields().lookupField("name"), "neu")
    save(layer)
    assert states(path)["m:3"][0] == "neu"
    assert len(states(path)) == 4


def test_an_end_by_hand_is_no_new_state(path, layer):
    layer.changeAttributeValue(number(layer, "m:2"), layer.fields().lookupField("valid_to"), TODAY.isoformat())
    save(layer)
    assert len(states(path)) == 4


def test_the_pieces_of_qgis_own_splitting_get_ids_and_name_the_plot(path, layer):
    layer.selectByIds([number(layer, "m:1")])
    cutting = [QgsPointXY(359990, 5700050), QgsPointXY(360210, 5700050)]
    assert QgsVectorLayerEditUtils(layer).splitFeatures(cutting, False) == Qgis.GeometryOperationResult.Success
    save(layer)
    found = states(path)
    (made,) = (name for name in found if name.startswith("m:1/"))
    assert found[made][1:4] == (TODAY, None, "m:1")
    assert found["m:1"][3] == f"m:1@{YESTERDAY}"
    assert found["m:1"][4] + found[made][4] == found[f"m:1@{YESTERDAY}"][4] == 40_000


def test_a_drawn_plot_gets_an_id_and_its_first_day(path, layer):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(at(0, 500, 100))
    layer.addFeature(feature)
    save(layer)
    (made,) = (name for name in states(path) if name.startswith("own:"))
    assert states(path)[made][1:] == (TODAY, None, None, 10_000)


def test_the_operations_go_around_the_guard_and_leave_it_on(path, layer):
    store = open_store(path)
    layer.rollBack()
    done = editing.split(store, "m:1", line((-10, 50), (210, 50)), EDIT)
    assert done.made == ["m:1/1", "m:1/2"]
    assert set(states(path)) == {"m:1", "m:1/1", "m:1/2", "m:2", "m:3", "m:4"}
    assert states(path)["m:1"][2] == DAY - timedelta(days=1)
    assert guard.install(path, PLOT) is False


# ------------------------------------------------------------------------------------------------------------ form
@pytest.fixture(params=["de", "en"])
def form(request, path):
    i18n.install(request.param)
    layer = QgsVectorLayer(f"{path}|layername=plot", "Plots", "ogr")
    layer.editFormConfig()
    forms.give(layer, PLOT)
    yield request.param, layer
    i18n.remove()


def choices(layer: QgsVectorLayer, name: str) -> dict[str, str]:
    setup = layer.editorWidgetSetup(layer.fields().lookupField(name))
    assert setup.type() == "ValueMap"
    return {text: code for entry in setup.config()["map"] for text, code in entry.items()}


def test_coded_fields_offer_their_list_in_the_plugins_language(form):
    language, layer = form
    for column in PLOT.columns:
        if column.codes is not None and not column.many:
            offered = choices(layer, column.name)
            labels = {column.codes.label(code, language) for code in column.codes.codes}
            assert labels <= set(offered)
            assert set(map(str, column.codes.codes)) <= set(offered.values())
    label = "Baulücke" if language == "de" else "Building gap"
    assert choices(layer, "plot_type")[label] == codes.PLOT_TYPE.building_gap
    assert layer.attributeAlias(layer.fields().lookupField("plot_type")) == (
        "Flächenart" if language == "de" else "Plot type"
    )


def test_what_the_store_keeps_is_read_only_and_every_field_is_on_a_tab(form):
    _language, layer = form
    config = layer.editFormConfig()
    assert {name for name in PLOT.names if config.readOnly(layer.fields().lookupField(name))} == set(forms.READ_ONLY)
    assert config.layout() == Qgis.AttributeFormLayout.DragAndDrop
    shown = [name for _title, names in forms.tabs() for name in names]
    assert sorted(shown) == sorted(PLOT.names)
    assert [tab.name() for tab in config.tabs()] == [title for title, _names in forms.tabs()]


@pytest.mark.parametrize(
    ("field", "value", "good"),
    [
        ("ags", "'05117000'", True),
        ("ags", "'5117000'", False),
        ("ags", "'06117000'", False),
        ("ags", "NULL", True),
        ("area_net_ha", "-1", False),
        ("area_net_ha", "0", True),
        ("available_from", "1899", False),
        ("available_from", "2030", True),
        ("restriction_reasons", "'building; access'", True),
        ("restriction_reasons", "'building;no_such'", False),
        ("restriction_reasons", "NULL", True),
    ],
)
def test_checks(field, value, good):
    condition = forms.check(PLOT.column(field)).replace(f'"{field}"', value)
    expression = QgsExpression(condition)
    assert bool(expression.evaluate(QgsExpressionContext())) is good
    assert not expression.hasEvalError()


def test_a_new_plot_is_measured_and_internal(form):
    _language, layer = form
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    feature = QgsVectorLayerUtils.createFeature(layer, at(0, 0, 100), {}, context)
    assert (feature["area_gross_ha"], feature["sensitivity"]) == (1.0, "internal")


def test_a_form_of_the_users_stays(path):
    layer = QgsVectorLayer(f"{path}|layername=plot", "Plots", "ogr")
    config = layer.editFormConfig()
    config.setLayout(Qgis.AttributeFormLayout.DragAndDrop)
    layer.setEditFormConfig(config)
    forms.give(layer, PLOT)
    assert forms.tabs()[0][0] not in [tab.name() for tab in layer.editFormConfig().tabs()]


# --------------------------------------------------------------------------------------------------------- drawing
@pytest.mark.parametrize("kind", [Qgis.GeometryType.Line, Qgis.GeometryType.Polygon])
def test_drawing_hands_over_one_geometry_and_gives_the_tool_back(qgis_app, kind):
    canvas = QgsMapCanvas()
    canvas.resize(400, 400)
    canvas.setExtent(at(0, 0, 100).boundingBox())
    drawn: list[QgsGeometry] = []
    tool = DrawTool(canvas, kind, drawn.append)
    canvas.setMapTool(tool)
    left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
    QTest.mouseClick(canvas.viewport(), right, pos=QPoint(5, 5))
    assert drawn == []
    for place in (QPoint(50, 50), QPoint(350, 50), QPoint(350, 350)):
        QTest.mouseClick(canvas.viewport(), left, pos=place)
    QTest.mouseClick(canvas.viewport(), right, pos=QPoint(5, 5))
    (made,) = drawn
    assert made.type() == kind
    assert len(list(made.vertices())) == (3 if kind == Qgis.GeometryType.Line else 4)
    assert canvas.mapTool() is not tool


def test_operations_open_their_algorithm_or_say_why_not(layer, qgis_iface, monkeypatch):
    asked: list = []
    said: list[str] = []
    monkeypatch.setattr(plots, "_say", lambda _iface, text: said.append(text))
    monkeypatch.setattr(plots, "_open", lambda _iface, _dock, _layer, name, given: asked.append((name, given)))
    begin = {name: operation for name, (_title, _icon, operation) in plots.operations().items()}
    features = sorted(layer.getFeatures(), key=lambda one: one["plot_id"])
    plots.start(qgis_iface, None, begin["end"], layer, features)
    assert len(said) == 1, "the layer is being edited"
    layer.rollBack()
    plots.start(qgis_iface, None, begin["end"], layer, [])
    plots.start(qgis_iface, None, begin["merge"], layer, features[:1])
    plots.start(qgis_iface, None, begin["split"], layer, features[:2])
    assert (len(said), asked) == (4, [])
    plots.start(qgis_iface, None, begin["undo"], layer, [])
    assert asked.pop() == ("undoedit", {}), "the last change, whatever is selected"
    plots.start(qgis_iface, None, begin["end"], layer, features[:2])
    plots.start(qgis_iface, None, begin["merge"], layer, features[:2])
    plots._drawn(qgis_iface, None, layer, "splitplot", "BY", features[:1], QgsGeometry.fromWkt("LINESTRING(0 0, 1 1)"))
    assert asked[:2] == [("endplots", {"PLOT_IDS": "m:1;m:2"}), ("mergeplots", {"PLOT_IDS": "m:1;m:2"})]
    assert asked[2][1]["PLOT_ID"] == "m:1"
    assert asked[2][1]["BY"].endswith("[EPSG:25832]")
    other = QgsVectorLayer("Polygon?crs=EPSG:25832", "x", "memory")
    plots.start(qgis_iface, None, begin["end"], other, features)
    assert len(asked) == 3
    assert ours.shows_plots(layer)
