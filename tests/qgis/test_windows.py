"""The windows beside the dock without a screen: what their widgets say and hand on. The real QGIS: tests/desktop."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QMainWindow

from ruhr_planner.analysis import ahp
from ruhr_planner.gui import gap_explorer, mapping_wizard, validation_panel, weights, windows
from ruhr_planner.gui import opening as gui_opening
from ruhr_planner.gui.desk import Desk
from ruhr_planner.gui.gap_explorer import open_gap_explorer
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.opening import OpenStore
from ruhr_planner.gui.pairwise import PairwisePage
from ruhr_planner.gui.ranking import BAND, MOVED, RANK, SITE, RankingTable
from ruhr_planner.gui.store import StoreSection
from ruhr_planner.harmonise import acceptance
from ruhr_planner.model import codes, tables
from ruhr_planner.processing.scoresites import Contest
from ruhr_planner.store import copying, geopackage, opening
from ruhr_planner.store.geopackage import Content


def box(west: float, south: float, width: float, height: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(west, south, west + width, south + height))


def wait(done: Callable[[], object], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "waited too long"
        QApplication.processEvents()
        time.sleep(0.001)


@pytest.fixture
def iface(qgis_app: object) -> Iterator[Any]:
    """A main window with a map, as much of QGIS as the windows ask for."""
    main = QMainWindow()
    canvas = QgsMapCanvas(main)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    main.setCentralWidget(canvas)
    main.show()
    yield SimpleNamespace(
        mainWindow=lambda: main,
        mapCanvas=lambda: canvas,
        activeLayer=lambda: None,
        addDockWidget=main.addDockWidget,
        removeDockWidget=main.removeDockWidget,
    )
    windows.close_all()
    main.deleteLater()


@pytest.fixture(scope="module")
def three_plots(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three plots of 4 ha in a row, 12 and 18 m apart."""
    path = tmp_path_factory.mktemp("store") / "store.gpkg"
    shapes = [box(0, 0, 200, 200), box(212, 0, 200, 200), box(430, 0, 200, 200)]
    rows = []
    for number, shape in enumerate(shapes):
        shape.convertToMultiType()
        known = {"plot_id": f"p{number}", "plot_type": "brownfield", "restriction": 2 * (number == 2)}
        rows.append((shape, [known.get(name) for name in tables.PLOT.names]))
    return geopackage.create(path, [Content(tables.PLOT, rows, ())]).path


@pytest.fixture
def desk(iface: Any, tmp_path: Path, three_plots: Path) -> Desk:
    """A desk with a store of its own of the three plots."""
    path = Path(shutil.copy(three_plots, tmp_path))
    made = Desk(iface.mainWindow())
    held = (tables.PLOT,)
    made.store = SimpleNamespace(
        address=str(path), path=path, stem="store", title="Lager", invented=False, tables=held, findings=(),
        has=lambda table: table in held, source=lambda table: f"{path}|layername={table.table}",
    )  # fmt: skip
    return made


def texts(table: RankingTable, column: int) -> list[str]:
    rows = table.model()
    return [rows.index(row, column).data() for row in range(rows.rowCount())]


# ----------------------------------------------------------------------------------------------------------- explorer
def explorer_at_15_m(desk: Desk, iface: Any) -> Any:
    """Open the explorer, and wait until it has measured sites from 8 ha gross at a gap of 15 m."""
    window = open_gap_explorer(desk, iface)
    window.gap.setValue(15)
    window.area.setValue(8.0)
    window.basis.setCurrentIndex(window.basis.findData(codes.AREA_BASIS.gross))
    window.level_slider.setValue(2)
    wait(lambda: window._sites is not None and window._job is None)
    wait(lambda: "bridged" in window.answer.text())
    return window


def test_the_explorer_follows_its_sliders_and_leaves_the_map_as_it_was(
    desk: Desk, iface: Any, provider: object
) -> None:
    window = explorer_at_15_m(desk, iface)
    assert [point.gap for point in window.curve._points] == list(range(51))
    assert window._explorer.plot_ids(window._sites) == [["p0", "p1"]]
    assert window._bands["sites"].asGeometry().area() == pytest.approx(80_000, rel=1e-6)
    wider = next(item for item in map(window.costs.topLevelItem, range(6)) if "20" in item.text(0))
    assert [wider.text(column)[0] for column in (2, 3, 5, 6)] == ["+"] * 4
    window.costs.setCurrentItem(wider)
    assert window._bands["gained"].asGeometry().area() == pytest.approx(40_000, rel=1e-6)
    window.costs.itemActivated.emit(wider, 0)
    assert window.gap.value() == window.gap_slider.value() == 20
    window._show_position()
    assert window._explorer.plot_ids(window._sites) == [["p0", "p1", "p2"]]
    window.level_slider.setValue(1)
    window._show_position()
    assert window._explorer.plot_ids(window._sites) == [["p0", "p1"]]
    window.area.setValue(8.5)
    window._show_position()
    assert len(window._sites) == 0
    assert window.zoom.toolTip() == "No site is shown."
    assert window._bands["sites"].asGeometry().isEmpty()
    items = len(iface.mapCanvas().scene().items())
    windows.close_all()
    assert len(iface.mapCanvas().scene().items()) == items - 3


def test_bridged_land_of_another_position_is_not_shown(
    desk: Desk, iface: Any, provider: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = explorer_at_15_m(desk, iface)
    there, told, here = window._sites, window.answer.text(), gap_explorer.BridgeJob(window._explorer, window._sites, [])
    here.bridged_ha = [99.0] * 9
    for gap, level in ((20, 2), (0, 0)):  # the second has fewer changes to tell of
        window.gap.setValue(gap)
        window.level_slider.setValue(level)
        window._bridge = here  # measured before the sliders went on
        window._show_position()
        assert window._bridge is None and window._sites is not there
        shown = window.answer.text()
        window._bridge = here
        window._show_bridged(here)
        assert window.answer.text() == shown
    window.gap.setValue(15)
    window.level_slider.setValue(2)
    wait(lambda: window.answer.text() == told)


def test_without_a_store_the_explorer_says_so_and_keeps_its_values(desk: Desk, iface: Any) -> None:
    desk.store = None
    window = open_gap_explorer(desk, iface)
    window.gap.setValue(33)
    QApplication.processEvents()
    assert window.answer.text() == window.run.toolTip() == "Open a store first."
    assert not window.run.isEnabled()
    windows.close_all()
    assert open_gap_explorer(desk, iface).gap.value() == 33


def test_a_click_on_the_curve_takes_the_gap(desk: Desk, iface: Any) -> None:
    from qgis.PyQt.QtCore import QPoint
    from qgis.PyQt.QtTest import QTest

    desk.store = None
    window = open_gap_explorer(desk, iface)
    curve = window.curve
    curve.resize(400, 200)
    plot = curve._plot()
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(round(plot.left() + plot.width() * 0.5), 60))
    assert window.gap.value() == 25


# ------------------------------------------------------------------------------------------------------------ weights
def contest() -> Contest:
    values = np.asarray([[1.0, 0.0], [0.0, 1.0], [0.45, 0.5], [np.nan, np.nan]])
    ids = ["a", "b", "c", "d"]
    ags = ["05112000;05513000", None, "05911000", "05911000"]
    return Contest([], ids, values, np.ones(4, bool), ags, [QgsGeometry()] * 4)


def test_the_ranking_shows_moves_bands_and_close_calls(iface: Any) -> None:
    table = RankingTable(iface.mainWindow())
    before = weights.evaluated(contest(), [3, 1], codes.SCORE_METHOD.wlc, codes.MISSING_RULE.neutral, 0, lambda f: None)
    table.list_sites(contest(), before, before.rank)
    assert texts(table, SITE) == ["a", "d", "c", "b"]
    assert texts(table, MOVED) == [""] * 4
    assert texts(table, BAND) == ["…"] * 4
    told: list[int] = []
    table.chosen.connect(told.append)
    table.setCurrentIndex(table.model().index(3, SITE))
    assert told == [1]
    after = weights.evaluated(
        contest(), [1, 1.1], codes.SCORE_METHOD.wlc, codes.MISSING_RULE.neutral, 500, lambda f: None
    )
    table.list_sites(contest(), after, before.rank)
    assert texts(table, SITE) == ["b", "d", "a", "c"]
    assert texts(table, MOVED) == ["▲ 3", "", "▼ 2", "▼ 1"]
    assert texts(table, BAND)[0] == f"{after.robustness.rank_p05[1]:.0f}–{after.robustness.rank_p95[1]:.0f}"
    assert texts(table, 3) == ["", "Bochum", "Duisburg, Gelsenkirchen", "Bochum"]
    assert table.selected() == 1, "the chosen site stays chosen where it moves"
    assert told == [1], "a new ranking is nobody's choice"
    icons = [table.model().index(row, RANK).data(Qt.ItemDataRole.DecorationRole) for row in range(4)]
    marked = [icon is not None and not icon.isNull() for icon in icons]
    assert marked == [bool(after.close_call[place]) for place in (1, 3, 0, 2)]


def test_pairs_give_the_weights_of_the_method_and_the_worst_judgement_can_be_mended(iface: Any) -> None:
    page = PairwisePage(iface.mainWindow())
    found: list[list[float]] = []
    page.judged.connect(found.append)
    page.ask(["size", "noise", "rail"], [0.6, 0.3, 0.1])
    assert page.judgements() == {(0, 1): 2.0, (0, 2): 6.0, (1, 2): 3.0}
    page._sliders[0, 2].setValue(4)  # rail five times as important as size, against all other judgements
    given = {(0, 1): 2.0, (0, 2): 0.2, (1, 2): 3.0}
    assert page.judgements() == pytest.approx(given)
    expected = ahp.weights(ahp.reciprocal(3, given))
    assert found[-1] == pytest.approx(expected.weights.tolist())
    assert expected.cr > ahp.LIMIT and f"{expected.cr:.2f}" in page.verdict.text()
    worst, names = expected.worst, ["size", "noise", "rail"]
    assert worst is not None
    said = (
        f"{names[worst.row]} against {names[worst.column]} is {worst.given:.1f}, the weights imply {worst.implied:.1f}"
    )
    assert said in page.verdict.text()
    assert not page.mend.isHidden()
    page.mend.click()
    mended = ahp.weights(ahp.reciprocal(3, page.judgements()))
    assert mended.cr < expected.cr
    assert found[-1] == pytest.approx(mended.weights.tolist())


def test_saatys_scale() -> None:
    assert [ahp.judgement(step) for step in (-8, -1, 0, 8)] == [1 / 9, 0.5, 1.0, 9.0]
    assert [ahp.nearest_step(ratio) for ratio in (1e-3, 0.34, 1.0, 2.6, 50)] == [-8, -2, 0, 2, 8]
    matrix = ahp.reciprocal(3, {(0, 1): 4.0})
    assert matrix.tolist() == [[1, 4, 1], [0.25, 1, 1], [1, 1, 1]]


def test_weights_are_saved_as_the_algorithm_takes_them(desk: Desk, iface: Any, tmp_path: Path) -> None:
    from ruhr_planner.analysis import criteria

    window = weights.open_weights(desk, iface)
    assert "Put a layer of sites on the map first" in window.run.toolTip()
    for slider in window._sliders:
        slider.setValue(0)
    window._sliders[0].setValue(30)
    window._sliders[1].setValue(10)
    path = tmp_path / "Gewichte.json"
    window.save_criteria(path)
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert [item["weight"] for item in saved][:3] == [0.75, 0.25, 0.0]
    assert [each.weight for each in criteria.parse(saved, "x")][:2] == [0.75, 0.25]
    window.tabs.setCurrentIndex(1)
    assert window.pairs.judgements() == {(0, 1): 3.0}
    saved[0]["weight"] = 5
    path.write_text(json.dumps(saved), encoding="utf-8")
    window.open_criteria(path)
    assert window.weights()[0] == 5
    path.write_text("[{}]", encoding="utf-8")
    window.open_criteria(path)
    assert window.weights()[0] == 5, "a damaged file changes nothing"
    assert window.box.sentence.text()


# ----------------------------------------------------------------------------------------------- closed while it works
def never_ends(self: Any) -> None:
    """Stand in for a job that takes long: it ends when it is cancelled."""
    while True:
        self.check()
        time.sleep(0.005)


def test_validation_that_was_closed_under_way_can_be_started_again(
    desk: Desk, iface: Any, provider: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store = OpenStore(desk.store.address, "Lager", False, (), None, None)
    with monkeypatch.context() as slow:
        slow.setattr(validation_panel.ValidateJob, "work", never_ends)
        panel = validation_panel.open_validation(desk, iface)
        panel.run.click()
        assert not panel.run.isEnabled()
        panel.close()
        wait(lambda: not Job.under_way)
    assert validation_panel.open_validation(desk, iface) is panel
    assert panel.run.isEnabled() and panel.box.isHidden()
    panel.run.click()
    wait(lambda: panel._job is None)
    assert "finding" in panel.box.sentence.text()


def test_the_wizard_looks_again_at_a_file_when_closing_has_cut_that_short(
    desk: Desk, iface: Any, provider: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "flaechen.csv"
    file.write_text("id;Flaechenart\na;Brachfläche\nb;Baulücke\n", encoding="utf-8")
    with monkeypatch.context() as slow:
        slow.setattr(mapping_wizard.SuggestJob, "work", never_ends)
        wizard = mapping_wizard.open_mapping_wizard(desk, iface, str(file))
        wizard.close()
        wait(lambda: not Job.under_way)
        assert wizard.box.isHidden()
        assert wizard.attempt.toolTip() == "Choose a file first, or drop one on this window."
    assert mapping_wizard.open_mapping_wizard(desk, iface) is wizard
    wait(lambda: wizard._job is None)
    assert wizard._draft is not None and wizard.attempt.isEnabled()


def test_the_weights_read_the_sites_again_when_closing_has_cut_that_short(
    desk: Desk, iface: Any, provider: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = "field=site_id:string&field=single_net_ha:double&field=ags_list:string"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:25832&{fields}", "Sites", "memory")
    for number in range(3):
        site = QgsFeature(layer.fields())
        site.setAttributes([f"s{number}", 5.0 + number, "05113000"])
        site.setGeometry(box(1_000 * number, 0, 300, 300))
        layer.dataProvider().addFeatures([site])
    records = list(layer.getFeatures())
    file = copying.copy(copying.Given("site", layer.fields(), layer.wkbType(), layer.crs(), records), tmp_path)
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{file}|layername=site", "Sites", "ogr"))
    with monkeypatch.context() as slow:
        slow.setattr(weights.ReadJob, "work", never_ends)
        window = weights.open_weights(desk, iface)
        assert window.answer.text() == "The sites are being read…"
        window.close()
        wait(lambda: not Job.under_way)
    assert weights.open_weights(desk, iface) is window
    wait(lambda: window._reading is None)
    assert window._contest is not None and len(window._contest.ids) == 3
    QgsProject.instance().clear()


# -------------------------------------------------------------------------------------------------- cancelled too late
TOO_LATE = "It was cancelled too late: everything had been written by then."


def late(step: Callable[..., Any], job: list[Job]) -> Callable[..., Any]:
    """Return a step that does what it does, and whose job is cancelled while it does."""

    def done(*given: Any, **named: Any) -> Any:
        job[0].cancel()
        return step(*given, **named)

    return done


def test_findings_that_were_accepted_in_spite_of_a_cancel_are_shown_so(
    desk: Desk, iface: Any, provider: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store = OpenStore(desk.store.address, "Lager", False, (), None, None)
    panel = validation_panel.open_validation(desk, iface)
    job: list[Job] = []
    monkeypatch.setattr(panel.box, "watch", lambda given: job.__setitem__(slice(None), [given]))
    for name in ("keep", "accept"):
        monkeypatch.setattr(acceptance, name, late(getattr(acceptance, name), job))
    panel.run.click()
    wait(lambda: panel._job is None)
    assert panel.box.sentence.text() == TOO_LATE
    assert panel._found and panel.export.isEnabled()
    panel.tree.topLevelItem(0).setSelected(True)
    panel.reason.setText("geprüft")
    panel.accept.click()
    wait(lambda: panel._job is None)
    assert panel.box.sentence.text() == TOO_LATE
    kept = [accepted for (accepted,) in opening.open_store(desk.store.address).values(tables.FINDING, ("accepted",))]
    assert sum(bool(one.accepted) for one in panel._found) == sum(map(bool, kept)) > 0
    monkeypatch.setattr(Path, "write_text", late(Path.write_text, job))
    panel.export_to(tmp_path / "findings.csv")
    wait(lambda: panel._job is None)
    assert panel.box.sentence.text() == TOO_LATE and (tmp_path / "findings.csv").is_file()


def test_a_store_that_was_made_in_spite_of_a_cancel_is_open(
    desk: Desk, iface: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store = None
    section = StoreSection(desk, iface.mainWindow())
    job: list[Job] = []
    monkeypatch.setattr(section.box, "watch", lambda given: job.append(given))
    monkeypatch.setattr(gui_opening, "create", late(lambda path, **_check: geopackage.create(Path(path), ()), job))
    section.create_store(str(tmp_path / "neu.gpkg"))
    wait(lambda: desk.job is None)
    assert section.box.sentence.text() == TOO_LATE
    assert desk.store.address == str(tmp_path / "neu.gpkg")
