"""Places of names, in numbers that a person can check."""

from __future__ import annotations

import math

import numpy as np
import pytest
from qgis.core import QgsGeometry

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
