"""The plugin in QGIS: what it adds, that nothing is left of it, its settings and its options page."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsSettings,
    QgsSettingsTree,
    QgsVectorLayer,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtWidgets import QComboBox, QDockWidget, QLabel, QPushButton, QToolButton

from ruhr_planner import i18n, settings
from ruhr_planner.gui import dialogs, words
from ruhr_planner.gui.jobs import AlgorithmJob, Job
from ruhr_planner.gui.options import OptionsFactory
from ruhr_planner.gui.places import ours, plots, watch
from ruhr_planner.gui.searching import Found
from ruhr_planner.model import codes
from ruhr_planner.model.errors import PlannerError, StoreMissing
from ruhr_planner.model.tables import MUNICIPALITY, PLOT, TAKEUP
from ruhr_planner.plugin import RuhrPlanner
from ruhr_planner.store.geopackage import Content, create
from ruhr_planner.store.metadata import Provenance

NAME = "ruhr_planner"


class Menu:
    """Stands in for a menu that pytest-qgis's interface does not have; only names and actions are kept."""

    def __init__(self):
        self.entries: list[QAction] = []

    def addAction(self, action):
        self.entries.append(action)

    def removeAction(self, action):
        self.entries.remove(action)


class Interface:
    """QGIS's interface with what pytest-qgis leaves out: menus, the toolbar, options pages."""

    def __init__(self, inner):
        self._inner = inner
        self.help, self.vector, self.bar, self.pages = Menu(), Menu(), Menu(), []
        self.filters, self.layer_menu, self.offered, self.shown = [], [], [], []
        self.asked_for_page = ""

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def pluginHelpMenu(self):
        return self.help

    def addPluginToVectorMenu(self, _menu, action):
        self.vector.addAction(action)

    def removePluginVectorMenu(self, _menu, action):
        self.vector.removeAction(action)

    def addVectorToolBarIcon(self, action):
        self.bar.addAction(action)

    def removeVectorToolBarIcon(self, action):
        self.bar.removeAction(action)

    def addDockWidget(self, area, dock):
        self._inner.mainWindow().addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self._inner.mainWindow().removeDockWidget(dock)

    def registerOptionsWidgetFactory(self, factory):
        self.pages.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.pages.remove(factory)

    def registerLocatorFilter(self, locator_filter):
        self.filters.append(locator_filter)

    def deregisterLocatorFilter(self, locator_filter):
        self.filters.remove(locator_filter)

    def addCustomActionForLayerType(self, action, _menu, _kind, _everywhere):
        self.layer_menu.append(action)

    def addCustomActionForLayer(self, action, layer):
        self.offered.append((action.objectName(), layer.name()))

    def removeCustomActionForLayerType(self, action):
        self.layer_menu.remove(action)

    def browserModel(self):
        return self

    def findPath(self, _path):
        return QModelIndex()

    def showOptionsDialog(self, _parent, page):
        self.asked_for_page = page


@pytest.fixture
def interface(qgis_iface):
    return Interface(qgis_iface)


@pytest.fixture
def plugin(interface):
    made = RuhrPlanner(interface)
    made.initGui()
    yield made
    made.unload()


@pytest.fixture
def fresh_settings():
    QgsSettings().remove(f"plugins/{NAME}")
    yield settings
    QgsSettings().remove(f"plugins/{NAME}")
    settings.remove()


def square(x: float, y: float, side: float) -> QgsGeometry:
    return QgsGeometry.fromWkt(
        f"MULTIPOLYGON((({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y})))"
    )


def row(table, **values):
    return [values.get(name) for name in table.names]


@pytest.fixture(scope="module")
def three_plots(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three plots in one municipality, invented."""
    said = (Provenance("Test", licences=("invented",), date="2026-03-01"),)
    plots = [
        (square(360000 + 300 * n, 5700000, 200), row(PLOT, plot_id=f"t:{n}", plot_type=codes.PLOT_TYPE.fnp_reserve))
        for n in range(3)
    ]
    municipality = [(square(359000, 5699000, 3000), row(MUNICIPALITY, ags="05113000", name="Essen"))]
    path = tmp_path_factory.mktemp("store") / "Fläche Süd.gpkg"
    create(path, [Content(PLOT, plots, said), Content(MUNICIPALITY, municipality, said)])
    return path


@pytest.fixture
def store(tmp_path: Path, three_plots: Path) -> Path:
    """A store of the test's own with the three plots."""
    return Path(shutil.copy(three_plots, tmp_path))


def wait_for(condition, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def is_ours(thing) -> bool:
    """Tell whether an object was made by the plugin."""
    return type(thing).__module__.startswith(NAME)


def left_over(interface) -> dict:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = interface.mainWindow()
    return {
        "docks": [dock.objectName() for dock in window.findChildren(QDockWidget) if dock.objectName().startswith(NAME)],
        "actions": [each.objectName() for each in window.findChildren(QAction) if each.objectName().startswith(NAME)],
        "help": len(interface.help.entries),
        "vector": len(interface.vector.entries),
        "bar": len(interface.bar.entries),
        "pages": len(interface.pages),
        "provider": QgsApplication.processingRegistry().providerById(NAME) is not None,
        "browser": [one.name() for one in QgsApplication.dataItemProviderRegistry().providers() if is_ours(one)],
        "browser_menus": sum(map(is_ours, QgsGui.dataItemGuiProviderRegistry().providers())),
        "tabs": [one.name() for one in QgsGui.sourceSelectProviderRegistry().providers() if is_ours(one)],
        "filters": [one.prefix() for one in interface.filters],
        "layer_menu": [one.objectName().rpartition("_")[2] for one in interface.layer_menu],
        "functions": sum(one.name().startswith("ruhr_") for one in QgsExpression.Functions()),
        "settings": NAME in QgsSettingsTree.node("plugins").childrenNodes()
        if isinstance(QgsSettingsTree.node("plugins").childrenNodes(), dict)
        else any(node.key() == NAME for node in QgsSettingsTree.node("plugins").childrenNodes()),
    }


NOTHING = {
    "docks": [], "actions": [], "help": 0, "vector": 0, "bar": 0, "pages": 0, "provider": False, "settings": False,
    "browser": [], "browser_menus": 0, "tabs": [], "filters": [], "layer_menu": [], "functions": 0,
}  # fmt: skip
MENU = ("demo", "gap_explorer", "mapping_wizard", "options", "panel", "template", "validation", "weights")
"""Entries of the plugin's menu."""

PLACES = (
    "feature_end", "feature_history", "feature_merge", "feature_split", "feature_takeup", "feature_undo", "layer_end",
    "layer_factsheet", "layer_history", "layer_merge", "layer_source", "layer_split", "layer_takeup", "layer_undo",
)  # fmt: skip
"""Actions in menus of layers and in QGIS's lists of features."""


def test_the_plugin_adds_each_thing_once_and_takes_all_of_it_away(interface):
    assert left_over(interface) == NOTHING
    for _turn in range(3):
        plugin = RuhrPlanner(interface)
        plugin.initGui()
        there = left_over(interface)
        assert there["docks"] == [f"{NAME}_dock"]
        assert sorted(there["actions"]) == sorted(f"{NAME}_{each}" for each in (*MENU, *PLACES, "help"))
        assert {key: there[key] for key in ("help", "vector", "bar", "pages")} == {
            "help": 1, "vector": len(MENU), "bar": 1, "pages": 1,
        }  # fmt: skip
        assert there["browser"] == ["Ruhr Planner"]
        assert there["tabs"] == [NAME]
        assert there["filters"] == ["gem", "plot", "site", "data"]
        assert sorted(there["layer_menu"]) == [name[6:] for name in PLACES if name.startswith("layer_")]
        assert there["provider"]
        plugin.unload()
        assert left_over(interface) == NOTHING


def test_after_unload_projects_are_saved_and_the_plugin_comes_again(interface, tmp_path, monkeypatch):
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: raised.append(error))
    for turn in range(2):
        plugin = RuhrPlanner(interface)
        plugin.initGui()
        assert plugin.dock.panel is not None
        plugin.unload()
        assert QgsProject.instance().write(str(tmp_path / f"{turn}.qgz"))
        assert QgsProject.instance().read(str(tmp_path / f"{turn}.qgz"))
    assert raised == []
    assert left_over(interface) == NOTHING


def test_layers_that_stay_are_edited_without_the_plugin_and_under_it_again(interface, store, monkeypatch):
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: raised.append(error))
    layer = QgsVectorLayer(f"{store}|layername=plot", "Plots", "ogr")
    QgsProject.instance().addMapLayer(layer)
    before = layer.receivers(layer.editingStarted)
    for _turn in range(2):
        plugin = RuhrPlanner(interface)
        plugin.initGui()
        assert layer.receivers(layer.editingStarted) == before + 1
        wait_for(lambda: not Job.under_way)
        plugin.unload()
        assert layer.receivers(layer.editingStarted) == before
        assert layer.startEditing() and layer.commitChanges()
        QCoreApplication.processEvents()
    assert raised == []
    QgsProject.instance().clear()


def test_unload_is_harmless_twice_and_before_the_start(interface):
    plugin = RuhrPlanner(interface)
    plugin.unload()
    plugin.initGui()
    plugin.unload()
    plugin.unload()
    assert left_over(interface) == NOTHING


def test_without_an_interface_only_the_provider_comes(interface):
    plugin = RuhrPlanner(None)
    plugin.initProcessing()
    plugin.initProcessing()
    ids = [each.id() for each in QgsApplication.processingRegistry().providers()]
    assert ids.count(NAME) == 1
    plugin.unload()
    assert left_over(interface) == NOTHING


def test_start_imports_only_what_declares_algorithms(root):
    """In a process of its own: this one has imported everything long ago."""
    code = """
import sys
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
before = set(sys.modules)
from ruhr_planner import classFactory
plugin = classFactory(None)
plugin.initGui()
import ruhr_planner.gui.dock, ruhr_planner.gui.options
new = set(sys.modules) - before
unwanted = ("ruhr_planner.analysis", "ruhr_planner.exhibit", "ruhr_planner.net", "ruhr_planner.catalogue",
            "ruhr_planner.readers", "ruhr_planner.gui.panel", "ruhr_planner.store.interface",
            "ruhr_planner.store.geopackage", "ruhr_planner.store.postgis", "ruhr_planner.harmonise.", "yaml", "jinja2",
            "requests", "urllib.request", "http.client", "fiona", "pyproj", "scipy", "pandas", "shapely", "lxml")
print(sorted(name for name in new if name.startswith(unwanted) and name != "ruhr_planner.harmonise.repair"))
plugin.unload()
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, timeout=60)
    assert said.stdout.strip().splitlines()[-1] == "[]"


def test_settings_are_typed_and_remembered_under_the_plugins_key(fresh_settings, tmp_path):
    assert settings.language() is None
    assert settings.output_folder() == Path(QgsApplication.qgisSettingsDirPath()) / NAME / "results"
    settings.settings().language.setValue("en")
    settings.settings().output_folder.setValue(str(tmp_path / "Größe"))
    settings.remove()
    assert settings.language() == "en"
    assert settings.output_folder() == tmp_path / "Größe"
    assert QgsSettings().value("plugins/ruhr_planner/language") == "en"


def test_an_office_sets_defaults_by_the_environment_and_people_overrule_them(fresh_settings, tmp_path, monkeypatch):
    settings.remove()
    given = {"STORE": "amt.gpkg", "OFFLINE": "1", "OUTPUT": str(tmp_path), "OFFICE": "Stadt Herne", "LANGUAGE": "en",
             "PORTALS": str(tmp_path / "amt.yaml"), "EXPORT_LEVEL": "offen"}  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"RUHR_PLANNER_{name}", value)
    entries = settings.settings()
    assert entries.last_store.value() == "amt.gpkg"
    assert entries.offline.value() is True
    assert entries.office.value() == "Stadt Herne"
    assert settings.output_folder() == tmp_path
    assert settings.language() == "en"
    assert settings.office_portals() == tmp_path / "amt.yaml"
    assert settings.export_level() == "open", "what is no level is the least that goes out"
    entries.office.setValue("Planungsamt")
    entries.offline.setValue(False)
    settings.remove()
    assert (settings.settings().office.value(), settings.settings().offline.value()) == ("Planungsamt", False)


def test_the_global_settings_file_of_an_office_wins_over_the_environment(fresh_settings, tmp_path, monkeypatch):
    file = tmp_path / "qgis_global_settings.ini"
    file.write_text("[plugins]\nruhr_planner\\office=Stadt Herne\n", encoding="utf-8")
    monkeypatch.setenv("RUHR_PLANNER_OFFICE", "Umgebung")
    settings.remove()
    QgsSettings().remove("plugins/ruhr_planner/office")
    before = QgsSettings.globalSettingsPath()
    assert QgsSettings.setGlobalSettingsPath(str(file))
    try:
        assert settings.settings().office.value() == "Stadt Herne"
        settings.settings().office.setValue("Planungsamt")
        assert settings.settings().office.value() == "Planungsamt"
    finally:
        QgsSettings.setGlobalSettingsPath(before)


def test_every_variable_belongs_to_an_entry(fresh_settings):
    keys = {entry.key().rsplit("/", 1)[-1] for entry in vars(settings.settings()).values()}
    assert set(settings.VARIABLES) <= keys


def test_the_chosen_language_wins_over_the_one_of_qgis(fresh_settings, interface):
    for language in ("en", "de"):
        settings.settings().language.setValue(language)
        plugin = RuhrPlanner(interface)
        plugin.initGui()
        assert i18n.language() == language
        plugin.unload()


def test_the_options_page_shows_and_keeps_what_is_set(fresh_settings, tmp_path, qgis_app):
    settings.settings().language.setValue("de")
    page = OptionsFactory().createWidget()
    assert page.language.currentData() == "de"
    assert page.preset.currentData() == codes.SITE_PRESET.codes[0]
    assert codes.SITE_PRESET.custom not in [page.preset.itemData(row) for row in range(page.preset.count())]
    page.language.setCurrentIndex(page.language.findData("en"))
    page.preset.setCurrentIndex(page.preset.findData(codes.SITE_PRESET.lep_50ha))
    page.folder.setFilePath(str(tmp_path))
    assert not page.offline.isChecked()
    page.offline.setChecked(True)
    assert settings.language() == "de", "nothing is kept before the dialog is accepted"
    page.apply()
    again = OptionsFactory().createWidget()
    assert (again.language.currentData(), again.preset.currentData()) == ("en", codes.SITE_PRESET.lep_50ha)
    assert settings.output_folder() == tmp_path
    assert again.offline.isChecked()
    assert settings.settings().offline.value() is True


def test_the_menu_opens_the_page_of_the_options_dialog(plugin, interface):
    next(action for action in plugin.actions if action.objectName() == f"{NAME}_options").trigger()
    page = interface.pages[0].createWidget()
    assert interface.asked_for_page == page.objectName()


def test_buttons_that_cannot_work_yet_say_why(fresh_settings, plugin):
    dock = plugin.dock.panel
    for name in ("cooperationsites", "fibregaps", "exhibit"):
        button = dock.findChild(QPushButton, f"{NAME}_{name}_button")
        assert not button.isEnabled()
        assert button.toolTip() == i18n.tr("Open a store first.")
    assert dock.findChild(QLabel, f"{NAME}_cooperationsites_reason").text() == i18n.tr("Open a store first.")


def test_counts_follow_edits_with_the_tools_of_qgis(fresh_settings, plugin, store):
    desk = plugin.dock.desk
    plugin.dock.panel.open_store(store)
    wait_for(lambda: desk.job is None and not Job.under_way and desk.store is not None)
    layer = next(layer for layer in QgsProject.instance().mapLayers().values() if ours.shows_plots(layer))
    feature = QgsFeature(layer.fields())
    feature.setGeometry(square(361000, 5701000, 100))
    assert layer.startEditing() and layer.addFeature(feature) and layer.commitChanges()
    wait_for(lambda: [held.count for held in desk.store.tables if held.name == PLOT.table] == [4])
    QgsProject.instance().clear()


@pytest.mark.parametrize("succeeded", [True, False])
def test_an_operation_that_failed_has_nothing_counted(fresh_settings, plugin, interface, store, succeeded, monkeypatch):
    class Dialog(QObject):
        algorithmFinished = pyqtSignal(bool, dict)  # noqa: N815  as QGIS calls it

    dialog, shown = Dialog(), []
    monkeypatch.setattr(dialogs, "open_algorithm", lambda *_given: dialog)
    monkeypatch.setattr(watch, "show_anew", lambda _desk, home: shown.append(home.address))
    layer = QgsVectorLayer(f"{store}|layername=plot", "Plots", "ogr")
    plots._open(interface, plugin.dock, layer, "endplots", {})
    dialog.algorithmFinished.emit(succeeded, {})
    assert shown == ([str(store)] if succeeded else [])


def test_a_table_that_an_operation_fills_is_offered_at_once(fresh_settings, plugin, store):
    desk = plugin.dock.desk
    plugin.dock.panel.open_store(store)
    wait_for(lambda: desk.job is None and not Job.under_way and desk.store is not None)
    assert not desk.store.has(TAKEUP)
    area = "POLYGON((360000 5700000, 360100 5700000, 360100 5700200, 360000 5700200, 360000 5700000)) [EPSG:25832]"
    given = {"STORE": str(store), "PLOT_ID": "t:0", "AREA": area, "NEW_USE": 0, "YEAR": 2026}
    job = AlgorithmJob("x", "ruhr_planner:cutofftakeup", given)
    job.start()
    wait_for(lambda: job.complete or job.error)
    assert not job.error
    home = ours.Home(str(store), PLOT)
    watch.show_anew(desk, home)
    wait_for(lambda: desk.store.has(TAKEUP))
    watch.show_anew(desk, home._replace(address="elsewhere.gpkg"))
    assert not Job.under_way
    QgsProject.instance().clear()


def test_a_store_shows_its_tables_its_age_and_that_it_is_invented(fresh_settings, plugin, store):
    plugin.dock.panel.open_store(store)
    wait_for(lambda: plugin.dock.desk.job is None)
    opened = plugin.dock.desk.store
    assert {table.name: table.count for table in opened.tables} == {"plot": 3, "municipality": 1}
    assert (opened.invented, opened.data_date, opened.days_since_written) == (True, date(2026, 3, 1), 0)
    assert plugin.dock.panel.store.mark.text() == "Beispieldaten, erfunden / invented example data"
    assert settings.settings().last_store.value() == str(store)
    sites = plugin.dock.panel.findChild(QPushButton, f"{NAME}_cooperationsites_button")
    gaps = plugin.dock.panel.findChild(QPushButton, f"{NAME}_fibregaps_button")
    assert sites.isEnabled()
    assert not gaps.isEnabled(), "the store has no broadband cells"
    layers = {layer.name(): layer.featureCount() for layer in QgsProject.instance().mapLayers().values()}
    assert sorted(layers.values()) == [1, 3]
    QgsProject.instance().clear()


def test_a_store_that_is_not_there_is_one_sentence_and_the_old_one_stays(fresh_settings, plugin, store, tmp_path):
    plugin.dock.panel.open_store(store)
    wait_for(lambda: plugin.dock.desk.job is None)
    missing = tmp_path / "weg.gpkg"
    plugin.dock.panel.open_store(missing)
    wait_for(lambda: plugin.dock.desk.job is None)
    said = plugin.dock.panel.store.box.sentence.text()
    assert said == i18n.words(StoreMissing(file=missing))
    assert plugin.dock.desk.store.path == store
    assert settings.settings().last_store.value() == str(store)
    QgsProject.instance().clear()


def test_the_store_of_last_time_opens_when_the_dock_is_shown_and_adds_no_layer(fresh_settings, interface, store):
    QgsProject.instance().clear()
    settings.settings().last_store.setValue(str(store))
    plugin = RuhrPlanner(interface)
    plugin.initGui()
    assert not plugin.dock.built and plugin.dock.desk.job is None, "nothing is built or read at start"
    interface.mainWindow().show()
    plugin.show_dock()
    wait_for(lambda: plugin.dock.desk.store is not None)
    assert plugin.dock.desk.store.path == store
    assert QgsProject.instance().mapLayers() == {}
    plugin.unload()


class Slow(Job):
    """Works until it is cancelled."""

    def __init__(self):
        super().__init__("slow")
        self.left = False

    def work(self):
        while not self.isCanceled():
            self.setProgress(50)
            time.sleep(0.01)
        self.left = True


class Faulty(Job):
    def __init__(self, error: Exception):
        super().__init__("faulty")
        self._error_to_raise = error

    def work(self):
        raise self._error_to_raise


class Looking(Job):
    """Looks how Python shares its lock."""

    def __init__(self):
        super().__init__("looking")
        self.seen = None

    def work(self):
        self.seen = gc.isenabled(), sys.getswitchinterval()
        raise ValueError("none the less it is as before")


def test_python_is_shared_gently_only_while_a_job_works(plugin):
    before, job, ended = (gc.isenabled(), sys.getswitchinterval()), Looking(), []
    job.ended.connect(lambda: ended.append(True))
    job.start()
    wait_for(lambda: ended)
    assert job.seen == (False, pytest.approx(0.0005))
    assert (gc.isenabled(), sys.getswitchinterval()) == before == (True, pytest.approx(0.005))
    assert not Job.under_way


def test_a_cancel_that_comes_too_late_is_not_called_nothing_changed(fresh_settings, plugin, store):
    class Late(Slow):
        def work(self):
            super().work()
            self.complete = True

    plugin.dock.panel.open_store(store)
    wait_for(lambda: plugin.dock.desk.job is None)
    box = plugin.dock.panel.analyse.cards["cooperationsites"].box
    plugin.dock.desk.begin(Late(), box, lambda _job: None)
    wait_for(lambda: box.bar.value() == 50)
    plugin.dock.panel.findChild(QToolButton, f"{NAME}_cooperationsites_run_cancel").click()
    wait_for(lambda: plugin.dock.desk.job is None)
    assert box.sentence.text() == i18n.tr("It was cancelled too late: everything had been written by then.")
    QgsProject.instance().clear()


def test_while_a_job_runs_nothing_else_starts_and_cancel_ends_it(fresh_settings, plugin, store):
    plugin.dock.panel.open_store(store)
    wait_for(lambda: plugin.dock.desk.job is None)
    box = plugin.dock.panel.analyse.cards["cooperationsites"].box
    plugin.dock.desk.begin(Slow(), box, lambda _job: pytest.fail("a cancelled job is no success"))
    button = plugin.dock.panel.findChild(QPushButton, f"{NAME}_cooperationsites_button")
    assert not button.isEnabled()
    assert "slow" in button.toolTip()
    wait_for(lambda: box.bar.value() == 50)
    plugin.dock.panel.findChild(QToolButton, f"{NAME}_cooperationsites_run_cancel").click()
    wait_for(lambda: plugin.dock.desk.job is None)
    assert box.sentence.text() == i18n.tr("Cancelled. Nothing was changed.")
    assert button.isEnabled()
    QgsProject.instance().clear()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreMissing(file="a & b.gpkg"), "There is no planning store at “a &amp; b.gpkg”."),
        (PlannerError(what="<b>x</b>"), "&lt;b&gt;x&lt;/b&gt;"),
        (ZeroDivisionError("by zero"), "by zero"),
    ],
)
def test_whatever_goes_wrong_in_a_job_becomes_a_sentence(fresh_settings, interface, error, said):
    settings.settings().language.setValue("en")
    plugin = RuhrPlanner(interface)
    plugin.initGui()
    box = plugin.dock.panel.store.box
    plugin.dock.desk.begin(Faulty(error), box, lambda _job: pytest.fail("a faulty job is no success"))
    wait_for(lambda: plugin.dock.desk.job is None)
    assert said in box.sentence.text()
    plugin.unload()


def test_unload_during_a_job_waits_for_it_and_is_quick(interface):
    plugin = RuhrPlanner(interface)
    plugin.initGui()
    job = Slow()
    plugin.dock.desk.begin(job, plugin.dock.panel.store.box, lambda _job: pytest.fail("nobody is there any more"))
    wait_for(job._begun.is_set)
    began = time.monotonic()
    plugin.unload()
    assert job.left
    assert time.monotonic() - began < 1
    QCoreApplication.processEvents()
    assert left_over(interface) == NOTHING


def test_every_control_can_be_reached_by_key_and_has_a_name(plugin):
    for kind in (QPushButton, QToolButton, QComboBox):
        for widget in plugin.dock.widget().findChildren(kind):
            if widget.objectName().startswith(NAME):
                assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()
                assert widget.accessibleName() or getattr(widget, "text", lambda: "")() or kind is QComboBox
    labels = plugin.dock.panel.findChildren(QLabel)
    labelled = {label.buddy().objectName() for label in labels if label.buddy() is not None}
    assert {f"{NAME}_preset", f"{NAME}_exhibit_folder"} <= labelled


def test_a_portal_that_failed_has_not_answered():
    found = Found(failures=(("Totes Portal", "away"), ("Stummes Portal", "silent")), ended=5, asked=5)
    assert (found.answered, found.asked) == (3, 5)
    assert Found(failures=(("Liste", "damaged"),), asked=5).answered == 0


@pytest.mark.parametrize(
    ("more", "left_out", "said"),
    [
        ((), 0, ""),
        (("GEOportal.NRW",), 1, "1 portal has more"),
        (("GEOportal.NRW", "Open.NRW"), 1200, "2 portals have more"),
    ],
)
def test_a_search_that_was_cut_says_so(fresh_settings, plugin, more, left_out, said):
    data = plugin.dock.panel.data
    found = Found(("a hit",), ended=3, asked=3, more=more, left_out=left_out)
    data._tell_end(SimpleNamespace(latest=found, oldest=""))
    told = data.box.sentence.text()
    assert said in told and all(name in told for name in more)
    assert not left_out or words.number(left_out) in told
    assert bool(told) is bool(more)
