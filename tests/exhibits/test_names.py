"""Places of names, in numbers that a person can check."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

from ruhr_planner import paths
from ruhr_planner.exhibit import names


def label(costs: list[float], *places: tuple[float, float], worth: float = math.inf) -> names._Label:
    """A label of 10 x 4 with its lower left corners and their costs."""
    boxes = np.array([(x, y, x + 10, y + 4) for x, y in places])
    return names._Label("layer", 1, boxes, np.array(costs), worth)


def test_the_share_of_a_place_outside_its_area_is_measured(qgis_app: object) -> None:
    """A square of 100 with a hole of 20 in its middle; boxes of 10 x 4."""
    area = QgsGeometry.fromWkt("POLYGON((0 0,100 0,100 100,0 100,0 0),(40 40,60 40,60 60,40 60,40 40))")
    boxes = np.array([(5, 5, 15, 9), (-5, 5, 5, 9), (200, 5, 210, 9), (45, 45, 55, 49), (35, 50, 45, 54)])
    assert names._outside(boxes, area) == pytest.approx([0, 0.5, 1, 1, 0.5], abs=0.05)


def test_two_names_part() -> None:
    """Both like the same place best; one of them goes to its second."""
    first, second = label([0, 1], (0, 0), (0, 20)), label([0, 5], (2, 1), (30, 1))
    assert sorted(names._solve([first, second], np.empty((0, 4)))) == [0, 1]


def test_a_name_keeps_clear_of_what_stands_already_or_is_left_out() -> None:
    taken = np.array([(0.0, 0.0, 10.0, 4.0)])
    assert names._solve([label([0, 2], (5, 1), (30, 1))], taken) == [1]
    assert names._solve([label([0], (5, 1), worth=3.0)], taken) == [-1], "dispensable"
    assert names._solve([label([0], (5, 1))], taken) == [0], "not to be lost"


def test_a_chain_of_names_is_untangled() -> None:
    """Each of five has its best place where the next one stands, and one other; only one choice fits all."""
    chain = [label([0, 1], (8 * n, 0), (8 * n, 10 * (n % 2))) for n in range(5)]
    chosen = names._solve(chain, np.empty((0, 4)))
    boxes = [each.places[place] for each, place in zip(chain, chosen)]
    assert not [
        (a, b) for a in range(5) for b in range(a) if names._overlaps(boxes[a][None, :], boxes[b][None, :])[0, 0] > 0
    ]


def placed_in_a_window(scale: int) -> dict[str, QgsGeometry]:
    """The names of the municipalities that QGIS's window shows, as it places them itself."""
    layer = QgsVectorLayer(
        str(paths.resource("reference", "municipalities.gpkg")) + "|layername=municipality", "", "ogr"
    )
    layer.loadNamedStyle(str(paths.resource("styles", "municipality.qml")))
    window = QgsMapSettings()
    window.setLayers([layer])
    window.setDestinationCrs(layer.crs())
    window.setOutputSize(QSize(1300, 1000))
    window.setOutputDpi(96)
    window.setExtent(QgsRectangle(layer.extent()))
    window.setExtent(window.extent().scaled(scale / window.scale()))
    assert window.scale() == pytest.approx(scale, rel=0.01)
    known = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    known.appendScope(QgsExpressionContextUtils.mapSettingsScope(window))
    window.setExpressionContext(known)  # as QGIS's window has it
    job = QgsMapRendererSequentialJob(window)
    job.start()
    job.waitForFinished()
    results = job.takeLabelingResults()
    placed = {each.labelText: QgsGeometry(each.labelGeometry) for each in results.allLabels() if not each.isUnplaced}
    del results, job
    return placed


def test_no_name_is_left_out_in_a_window_as_on_a_sheet(qgis_app: object) -> None:
    assert len(placed_in_a_window(450_000)) == 53


def test_a_window_that_shows_more_than_any_sheet_has_no_name_upon_another(qgis_app: object) -> None:
    placed = placed_in_a_window(1_900_000)
    assert not [(a, b) for a, b in combinations(placed, 2) if placed[a].intersection(placed[b]).area() > 0]
    assert 20 < len(placed) < 53
