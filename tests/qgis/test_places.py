"""QGIS's own places: locator filters, browser items, the Data Source Manager's tab, layer menus, map tips, template."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeedback,
    QgsGeometry,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLocatorContext,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsDataItemGuiContext
from qgis.PyQt.QtWidgets import QLabel, QMenu, QPushButton, QTreeWidget

from ruhr_planner import i18n, settings
from ruhr_planner.exhibit import project as projects
from ruhr_planner.gui import layers, loading
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.opening import OpenJob, demo_job
from ruhr_planner.gui.options import OptionsPage
from ruhr_planner.gui.places import (
    browser,
    care,
    context,
    history,
    locator,
    ours,
    provenance,
    source_tab,
    stores,
    template,
    tips,
)
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, results, tables
from ruhr_planner.model.tables import MUNICIPALITY, PLOT
from ruhr_planner.plugin import RuhrPlanner
from ruhr_planner.store.geopackage import Content, create
from ruhr_planner.store.metadata import Provenance
from tests.qgis.test_plugin import Interface, row, square, wait_for

SAID = (Provenance("Test", licences=("dl-de/zero-2-0",), attributions=("© Amt",), date="2026-03-01"),)
PLOTS = [
    {"plot_id": "t:1", "name": "Große Heide", "municipality": "Mülheim an der Ruhr", "plot_type": "building_gap"},
    {"plot_id": "t:2", "name": "Hafen", "plot_type": "brownfield", "previously_part_of": "t:2@2023-12-31"},
    {"plot_id": "t:2@2023-12-31", "name": "Hafen alt", "plot_type": "existing", "valid_to": "2023-12-31"},
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Two plots, one with an earlier state, in one municipality."""
    path = tmp_path_factory.mktemp("places") / "Fläche.gpkg"
    plots = [(square(360000 + 300 * n, 5700000, 200), row(PLOT, **values)) for n, values in enumerate(PLOTS)]
    town = [(square(359000, 5699000, 3000), row(MUNICIPALITY, ags="05117000", name="Mülheim an der Ruhr"))]
    create(path, [Content(PLOT, plots, SAID), Content(MUNICIPALITY, town, SAID)])
    return path


@pytest.fixture
def interface(qgis_iface):
    return Interface(qgis_iface)


@pytest.fixture
def plugin(interface):
    settings.settings().language.setValue("en")
    made = RuhrPlanner(interface)
    made.initGui()
    yield made
    made.unload()
    settings.settings().language.setValue("")
    settings.settings().recent_stores.setValue([])
    settings.settings().last_store.setValue("")
    settings.remove()
    QgsProject.instance().clear()


@pytest.fixture
def opened(plugin, store):
    """The plugin with the store open."""
    plugin.dock.panel.open_store(store)
    wait_for(lambda: plugin.dock.desk.job is None and plugin.dock.desk.store is not None)
    return plugin


def searched(kind, interface, plugin, text: str, cancelled: bool = False) -> list:
    """Ask a copy of a filter as the locator does, in this thread; return what it gave."""
    asked = kind(interface, plugin.dock).clone()
    given: list = []
    asked.resultFetched.connect(given.append)
    asked.prepare(text, QgsLocatorContext())
    feedback = QgsFeedback()
    if cancelled:
        feedback.cancel()
    asked.fetchResults(text, QgsLocatorContext(), feedback)
    return given


# ------------------------------------------------------------------------------------------------------------- locator
def test_each_filter_has_its_prefix_and_only_the_portals_need_it(interface, plugin):
    made = [kind(interface, plugin.dock) for kind in locator.FILTERS]
    assert [one.prefix() for one in made] == ["gem", "plot", "site", "data"]
    assert [one.useWithoutPrefix() for one in made] == [True, True, True, False]
    assert [type(one.clone()) for one in made] == list(locator.FILTERS)
    assert len({one.name() for one in made}) == 4
    assert all(one.displayName().startswith("Ruhr Planner: ") for one in made)


def test_municipalities_are_found_without_a_store_and_shown_on_the_map(interface, plugin):
    (found,) = searched(locator.MunicipalityFilter, interface, plugin, "luenen")
    assert (found.displayString, found.description) == ("Lünen", "05978024")
    canvas = interface.mapCanvas()
    canvas.setDestinationCrs(layers.QgsProject.instance().crs())
    locator.MunicipalityFilter(interface, plugin.dock).triggerResult(found)
    box = locator._data_of(found)["box"]
    centre = canvas.extent().center()
    assert canvas.extent().width() >= box[2] - box[0]
    assert (centre.x(), centre.y()) == pytest.approx(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), rel=1e-3)


@pytest.mark.parametrize("text", ["", "l", " l "])
def test_too_few_characters_ask_nothing(interface, plugin, text):
    assert searched(locator.MunicipalityFilter, interface, plugin, text) == []


def test_plots_are_found_in_the_open_store_and_earlier_states_are_not(interface, opened):
    (found,) = searched(locator.PlotFilter, interface, opened, "grosse heide")
    assert (found.displayString, found.description) == ("Große Heide", "Mülheim an der Ruhr · t:1")
    assert [one.displayString for one in searched(locator.PlotFilter, interface, opened, "hafen")] == ["Hafen"]
    assert searched(locator.PlotFilter, interface, opened, "hafen", cancelled=True) == []


def test_without_a_store_there_are_no_plots(interface, plugin):
    assert searched(locator.PlotFilter, interface, plugin, "hafen") == []


def test_sites_are_found_in_the_layers_of_the_project(interface, plugin):
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:25832&field=site_id:string&field=plot_ids:string&field=ags_list:string", "Sites", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((360000 5700000, 360100 5700000, 360100 5700100, 360000 5700000))")
    )
    feature.setAttributes(["S-4711", "t:1;t:2", "05117000;05113000"])
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    for text in ("4711", "t:2", "muelheim essen"):
        (found,) = searched(locator.SiteFilter, interface, plugin, text)
        assert (found.displayString, found.description) == ("S-4711", "Mülheim an der Ruhr, Essen · Sites")
    locator.SiteFilter(interface, plugin.dock).triggerResult(found)
    assert searched(locator.SiteFilter, interface, plugin, "dortmund") == []


def test_data_sets_of_the_list_are_found_offline(interface, plugin):
    settings.settings().offline.setValue(True)
    try:
        found = searched(locator.DataFilter, interface, plugin, "gewerbefläche")
    finally:
        settings.settings().offline.setValue(False)
    titles = [one.displayString for one in found]
    assert "ATKIS Basis-DLM NRW – industrial and commercial area" in titles
    assert all(locator._data_of(one).loadable for one in found)
    assert searched(locator.DataFilter, interface, plugin, "ge") == []


def test_a_fault_of_a_search_does_not_leave_the_thread(interface, opened, store, monkeypatch):
    from ruhr_planner.store import lookup

    monkeypatch.setattr(lookup, "plots", lambda *_values, **_named: 1 / 0)
    assert searched(locator.PlotFilter, interface, opened, "hafen") == []


# ------------------------------------------------------------------------------------------------------------- browser
def test_the_browser_lists_stores_opened_lately_with_their_tables(opened, store):
    provider = browser.ItemProvider()
    root = provider.createDataItem("", None)
    assert provider.createDataItem("/somewhere", None) is None
    (item,) = root.createChildren()
    assert (item.name(), item.path()) == ("Fläche", f"ruhr_planner:/{store}")
    tables_shown = item.createChildren()
    assert [(one.name(), one.toolTip()) for one in tables_shown] == [
        ("Plots", "Plots: 3 records"),
        ("Municipalities", "Municipalities: 1 record"),
    ]
    (uri,) = tables_shown[0].mimeUris()
    layer = QgsVectorLayer(uri.uri, "dragged", uri.providerKey)
    assert (layer.isValid(), layer.featureCount()) == (True, 3)


def test_a_store_that_is_gone_is_a_sentence_in_the_browser(plugin, tmp_path):
    stores.remember(str(tmp_path / "weg.gpkg"))
    root = browser.RootItem(None)
    (item,) = root.createChildren()
    (said,) = item.createChildren()
    assert said.name().startswith("There is no planning store at")


def test_the_menu_of_a_store_offers_what_can_be_done_with_it(interface, opened, store):
    root = browser.RootItem(None)
    (item,) = root.createChildren()
    provider = browser.MenuProvider(interface, opened.dock)
    menu = QMenu()
    provider.populateContextMenu(item, menu, [item], QgsDataItemGuiContext())
    names = [action.objectName().rpartition("_")[2] for action in menu.actions()]
    assert names == ["show", "validate", "export", "forget"]
    menu.actions()[-1].trigger()
    assert stores.recent() == []
    assert store.is_file(), "only the list forgets it"
    for_root = QMenu()
    provider.populateContextMenu(root, for_root, [root], QgsDataItemGuiContext())
    assert [action.objectName().rpartition("_")[2] for action in for_root.actions()] == ["open", "demo"]


def test_stores_opened_lately_are_few_and_the_last_comes_first(plugin):
    for number in range(12):
        stores.remember(f"/stores/{number}.gpkg")
    stores.remember("/stores/9.gpkg")
    assert stores.recent() == [f"/stores/{number}.gpkg" for number in (9, 11, 10, 8, 7, 6, 5, 4)]


# ---------------------------------------------------------------------------------------- Data Source Manager tab
def test_the_tab_adds_tables_of_the_open_store(interface, opened):
    tab = source_tab.SourceProvider(interface, opened.dock).createDataSourceWidget()
    shown = tab.findChild(QTreeWidget, "ruhr_planner_source_tables")
    assert [shown.topLevelItem(n).text(0) for n in range(shown.topLevelItemCount())] == ["Plots", "Municipalities"]
    allowed: list[bool] = []
    tab.enableButtons.connect(allowed.append)
    shown.topLevelItem(0).setSelected(True)
    assert allowed[-1]
    QgsProject.instance().clear()
    tab.addButtonClicked()
    wait_for(lambda: len(QgsProject.instance().mapLayers()) == 1)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert (layer.name(), layer.featureCount()) == ("Plots", 3)
    assert not allowed[-1], "nothing is chosen any more"


def test_the_tab_reads_another_store_beside_and_says_what_is_wrong(interface, plugin, tmp_path):
    stores.remember(str(tmp_path / "weg.gpkg"))
    tab = source_tab.SourceProvider(interface, plugin.dock).createDataSourceWidget()
    said = tab.findChild(QLabel, "ruhr_planner_source_store_told")
    assert said.text() == "Choose a store of the list, or open one."
    tab.stores.setCurrentIndex(0)
    tab._read()
    wait_for(lambda: said.text().startswith("There is no planning store at"))


def shown_in(tab) -> tuple:
    """Return the store that the tab names, the one whose tables it adds, and how many of them it lists."""
    return tab.stores.currentData(), tab._store and tab._store.address, tab.tables.topLevelItemCount()


def test_the_tab_names_the_store_whose_tables_it_lists(interface, opened, store, tmp_path):
    other, third = str(shutil.copy(store, tmp_path / "Gutachten.gpkg")), str(tmp_path / "leer.gpkg")
    create(Path(third), [])
    stores.remember(third)
    stores.remember(other)
    tab = source_tab.SourceProvider(interface, opened.dock).createDataSourceWidget()
    assert shown_in(tab) == (str(store), str(store), 2)
    for address in (third, other):  # the answer for the first comes when the second has been picked
        tab.stores.setCurrentIndex(tab.stores.findData(address))
        tab.stores.activated.emit(tab.stores.currentIndex())
    wait_for(lambda: tab._reading is None)
    assert shown_in(tab) == (other, other, 2)
    stores.remember(str(store))
    assert shown_in(tab) == (other, other, 2), "another order of the list"
    stores.forget(other)
    assert shown_in(tab) == (str(store), str(store), 2)


def test_layers_do_not_come_into_another_project(interface, opened, monkeypatch):
    tab = source_tab.SourceProvider(interface, opened.dock).createDataSourceWidget()
    tab.tables.topLevelItem(0).setSelected(True)
    tab.addButtonClicked()
    given = QgsVectorLayer("Point", "Daten", "memory")
    hit = SimpleNamespace(title="Daten")
    monkeypatch.setattr(loading.LoadJob, "__init__", lambda job, _hits: Job.__init__(job, "Load"))
    monkeypatch.setattr(
        loading.LoadJob, "work", lambda job: vars(job).update(loaded=[loading.Loaded(hit, given, "")], failed=[])
    )
    said: list[str] = []
    bar = SimpleNamespace(pushWarning=lambda _title, text: said.append(text), pushInfo=lambda *_said: None)
    monkeypatch.setattr(interface, "messageBar", lambda: bar, raising=False)
    locator.load(interface, opened.dock, [hit])
    QgsProject.instance().clear()
    wait_for(lambda: said and not Job.under_way and not opened.dock.desk._beside)
    assert len(said) == 1 and said[0].startswith("The project was closed meanwhile")
    assert QgsProject.instance().mapLayers() == {}


def test_the_template_says_that_the_store_is_gone(interface, opened, tmp_path, monkeypatch):
    said: list[str] = []
    bar = SimpleNamespace(pushWarning=lambda _title, text: said.append(text))
    monkeypatch.setattr(interface, "messageBar", lambda: bar, raising=False)
    monkeypatch.setattr(interface, "newProject", lambda _ask: QgsProject.instance().clear() or True, raising=False)
    monkeypatch.setattr(
        opened.dock.desk, "store", dataclasses.replace(opened.dock.desk.store, address=str(tmp_path / "weg.gpkg"))
    )
    template.begin(interface, opened.dock)
    wait_for(lambda: said)
    assert said[0].startswith("There is no planning store at")
    assert QgsProject.instance().layerTreeRoot().children() == []


def test_a_store_taken_off_the_list_stays_off_while_it_is_open(opened, store):
    stores.forget(str(store))
    opened.dock.desk.changed.emit()
    assert stores.recent() == []


def test_the_demo_region_keeps_its_name_when_it_is_opened_at_the_start(plugin):
    last = str(settings.home() / "demo" / "0.1" / "demo.gpkg")
    assert OpenJob(last).title == demo_job().title == "Demo region"
    assert OpenJob("/elsewhere/demo.gpkg").title == "demo"


def test_the_tab_finds_data_of_the_portals(interface, plugin):
    settings.settings().offline.setValue(True)
    try:
        tab = source_tab.SourceProvider(interface, plugin.dock).createDataSourceWidget()
        tab.words.setText("gewerbefläche")
        wait_for(lambda: tab.model.count > 0)
        wait_for(lambda: not tab.progress.isVisibleTo(tab))
    finally:
        settings.settings().offline.setValue(False)
    tab.words.setText("g")
    tab._search()
    assert tab.model.count == 0


# ------------------------------------------------------------------------------------------- layers of the project
def test_a_layer_of_ours_is_recognised_without_looking_at_the_file(store):
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "x", "ogr")
    assert ours.home_of(layer) == ours.Home(str(store), PLOT)
    assert ours.table_of(layer) is PLOT
    assert ours.shows_plots(layer)
    strange = QgsVectorLayer("Polygon?crs=EPSG:25832&field=plot_id:string", "plot", "memory")
    assert ours.table_of(strange) is None
    made = QgsVectorLayer("Polygon?crs=EPSG:25832&field=site_id:string", "sites", "memory")
    said = made.metadata()
    said.setIdentifier("ruhr_planner.cooperation_site.20260301")
    made.setMetadata(said)
    assert ours.table_of(made) is results.SITE


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_map_tip_can_be_evaluated(language, qgis_app):
    i18n.install(language)
    from ruhr_planner.processing import expressions

    expressions.register()
    try:
        for table in (*tables.TABLES.values(), results.SITE, results.FIBRE_GAP, results.LAND_BALANCE):
            names = [column.name for column in table.columns]
            layer = QgsVectorLayer(
                "Point?crs=EPSG:25832&" + "&".join(f"field={n}:string" for n in names), "x", "memory"
            )
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt("POINT(360000 5700000)"))
            expression = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
            expression.setFeature(feature)
            text = tips.template(table, names)
            shown = QgsExpression.replaceExpressionText(text, expression)
            assert "[%" in text
            assert "[%" not in shown
            if table in (PLOT, results.SITE):
                assert tr("n/a") in shown
    finally:
        expressions.unregister()
        i18n.remove()


def test_layers_get_tip_words_and_menu_wherever_they_come_from(interface, opened, store):
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "dragged", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert layer.fields()["plot_type"].alias() == "Plot type", "the store keeps the German words"
    assert {name for name, title in interface.offered if title == "dragged"} == {
        f"ruhr_planner_layer_{name}" for name in ("source", "history", "takeup", "split", "merge", "end", "undo")
    }
    feature = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression("plot_id = 't:1'")))
    scopes = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    scopes.setFeature(feature)
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), scopes)
    assert "<b>Große Heide</b>" in shown
    assert "Building gap" in shown
    assert "<td>4.0</td>" in shown, "a building gap of 4 ha has no streets to be taken off"


def test_what_the_user_set_stays(opened, store):
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "x", "ogr")
    layer.setMapTipTemplate("own")
    care.dress(layer, PLOT)
    assert layer.mapTipTemplate() == "own"


def test_the_history_of_a_plot_shows_its_states_and_what_changed(interface, opened, store):
    window = history.HistoryWindow(interface, opened.dock)
    window.read(ours.Home(str(store), PLOT), "t:2")
    wait_for(lambda: window.states.topLevelItemCount() == 2)
    first, second = (window.states.topLevelItem(n) for n in range(2))
    assert (first.text(0), first.text(2), first.text(4)) == ("t:2", "", "shape, Name, Plot type")
    assert (second.text(0), second.text(2)) == ("t:2@2023-12-31", "31 December 2023")
    told = [first.child(n).text(4) for n in range(first.childCount())]
    assert told == ["Hafen alt → Hafen", "Existing commercial land → Brownfield"]
    window.states.setCurrentItem(second)
    window.deleteLater()


def test_the_history_shows_the_plot_that_was_asked_for_last(interface, opened, store):
    home = ours.Home(str(store), PLOT)
    window = history.HistoryWindow(interface, opened.dock)
    for plot_id in ("t:2", "t:1"):
        window.read(home, plot_id)
    wait_for(lambda: not Job.under_way)
    wait_for(lambda: window.states.topLevelItemCount() > 0)
    shown = [window.states.topLevelItem(row).text(0) for row in range(window.states.topLevelItemCount())]
    assert shown == ["t:1"] and "t:1" in window.heading.text()
    window.deleteLater()


def test_the_action_asks_for_one_plot(interface, opened, store, monkeypatch):
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "x", "ogr")
    asked: list[str] = []
    monkeypatch.setattr(
        context, "_show_history", lambda _iface, _dock, _layer, feature: asked.append(feature["plot_id"])
    )
    monkeypatch.setattr(interface, "activeLayer", lambda: layer, raising=False)
    context._history(interface, opened.dock)
    assert asked == []
    layer.selectByExpression("plot_id = 't:1'")
    context._history(interface, opened.dock)
    assert asked == ["t:1"]


def test_the_source_of_a_layer_is_told(opened, store):
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "x", "ogr")
    page = provenance.page(layer, provenance.known_count(layer))
    for part in ("1 March 2026", "© Amt", "Datenlizenz Deutschland", "Open", "Plugin version", ">3<"):
        assert part in page
    assert not re.search(r"\d{4}-\d\d-\d\d", page), "dates as the language writes them"
    assert "Datenlizenz Deutschland" in opened.dock.desk.store.tables[0].about


def test_a_server_is_asked_for_the_number_of_records_beside_the_dialog(opened, store, monkeypatch):
    monkeypatch.setattr(provenance, "_AT_HAND", ())
    layer = QgsVectorLayer(layers.source_of(store, PLOT), "x", "ogr")
    dialog = provenance.SourceDialog(layer, None)
    assert "being counted" in dialog.text.toPlainText()
    wait_for(lambda: "being counted" not in dialog.text.toPlainText())
    assert "Records" in dialog.text.toPlainText() and "3" in dialog.text.toPlainText()
    again = provenance.SourceDialog(layer, None)
    again.reject()
    wait_for(lambda: not Job.under_way)
    assert "n/a" in provenance.page(layer, provenance.UNKNOWN)


# ------------------------------------------------------------------------------------------------------------ template
def test_the_template_has_groups_themes_and_layouts(store, qgis_app):
    project = QgsProject()
    given = {
        table.table: QgsVectorLayer(layers.source_of(store, table), table.table, "ogr")
        for table in (PLOT, MUNICIPALITY)
    }
    i18n.install("en")
    projects.furnish(project, given, "Testland")
    assert (project.crs().authid(), project.title()) == ("EPSG:25832", "Testland")
    root = project.layerTreeRoot()
    assert [group.name() for group in root.children()] == [group.name for group in projects.groups()]
    assert [node.parent().name() for node in root.findLayers()] == ["Plots", "Municipalities"]
    assert "Land" in project.mapThemeCollection().mapThemes()
    for layout in project.layoutManager().printLayouts():
        shown = next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
        legend = next(item for item in layout.items() if isinstance(item, QgsLayoutItemLegend))
        assert legend.linkedMap() is shown
        assert "© Amt" in layout.itemById("foot").text()
    i18n.remove()


# ------------------------------------------------------------------------------------------------------------- options
def test_the_options_keep_gap_level_and_tell_what_the_cache_takes(plugin, qgis_app):
    (kept := settings.home() / "cache" / "ab").mkdir(parents=True, exist_ok=True)
    page = OptionsPage()
    assert (page.gap.value(), page.level.currentData()) == (15.0, codes.SENSITIVITY.confidential)
    page.gap.setValue(20)
    page.level.setCurrentIndex(page.level.findData(codes.SENSITIVITY.open))
    page.apply()
    assert settings.settings().site_gap.value() == 20.0
    assert settings.settings().export_level.value() == "open"
    settings.settings().site_gap.setValue(15.0)
    settings.settings().export_level.setValue("confidential")
    from ruhr_planner.net import cache

    (kept / f"abcd{cache._ENDING}").write_bytes(b"x" * 2048)
    page.show()
    size = page.findChild(QLabel, "ruhr_planner_cache_size")
    wait_for(lambda: size.text().startswith("Kept answers take "))
    assert size.text().endswith(("kB.", "MB."))
    clear = page.findChild(QPushButton, "ruhr_planner_cache_clear")
    clear.click()
    wait_for(lambda: size.text() == "Nothing is kept yet.")
    assert not clear.isEnabled()
    QgsApplication.processEvents()
