"""Overlaps between sources: hectares by pair, the winner by priority, ties told, cut the same in any order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

from ruhr_planner.harmonise import overlap
from ruhr_planner.harmonise.overlap import Ground, Hit, Others, Pair

pytestmark = pytest.mark.usefixtures("qgis_app")


def box(west: float, south: float, east: float, north: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(west, south, east, north))


def city(priority: float | None = 50) -> Ground:
    return Ground("city", priority, [box(0, 0, 200, 100), None, box(1000, 0, 1100, 100)])


def region(priority: float | None = 80) -> Ground:
    return Ground("region", priority, [box(100, 0, 300, 100), box(150, 50, 250, 150), box(5000, 0, 5100, 100)])


def test_ground_is_told_once_in_hectares() -> None:
    found = overlap.overlaps(city(), Others([region()]))
    assert found.hits == (Hit(0, 0, 0, 10_000.0, True), Hit(0, 0, 1, 2_500.0, True))
    assert found.pairs == (Pair("region", "city", 1.0, 1, False),)  # 0.25 ha lie under both records of the region
    assert found.lost_ha == 1.0


@pytest.mark.parametrize(("mine", "theirs"), [(50, 50), (None, 80), (50, None), (None, None)])
def test_a_tie_is_told_and_not_resolved(mine: float | None, theirs: float | None) -> None:
    found = overlap.overlaps(city(mine), Others([region(theirs)]))
    assert found.pairs == (Pair("city", "region", 1.0, 1, True),)
    assert found.lost_ha == 0.0
    assert overlap.cut(city(mine), Others([region(theirs)]), found) == {}


def test_the_higher_priority_keeps_its_ground() -> None:
    found = overlap.overlaps(region(80), Others([city(50)]))
    assert found.pairs == (Pair("region", "city", 1.0, 2, False),)
    assert found.lost_ha == 0.0
    assert overlap.cut(region(80), Others([city(50)]), found) == {}


def test_the_loser_is_cut_and_its_source_untouched() -> None:
    ours, theirs = city(), region()
    before = [None if shape is None else shape.asWkt() for shape in ours.geometries]
    made = overlap.cut(ours, Others([theirs]), overlap.overlaps(ours, Others([theirs])))
    assert list(made) == [0]
    assert made[0].area() == 10_000.0
    assert made[0].isMultipart()
    assert made[0].symDifference(box(0, 0, 100, 100)).area() == 0.0
    assert [None if shape is None else shape.asWkt() for shape in ours.geometries] == before


def test_of_a_record_that_is_covered_nothing_is_left() -> None:
    ours = Ground("city", 10, [box(0, 0, 50, 50)])
    theirs = Ground("region", 20, [box(-10, -10, 60, 60)])
    found = overlap.overlaps(ours, Others([theirs]))
    assert found.pairs == (Pair("region", "city", 0.25, 1, False),)
    assert overlap.cut(ours, Others([theirs]), found) == {0: None}


def test_common_borders_are_no_overlap() -> None:
    ours = Ground("city", 10, [box(0, 0, 100, 100)])
    theirs = Ground("region", 20, [box(100, 0, 200, 100), box(99.995, 0, 200, 100), box(100, 100, 101, 101)])
    assert overlap.overlaps(ours, Others([theirs])).pairs == ()


def test_lost_ground_under_several_sources_counts_once() -> None:
    ours = Ground("a", 1, [box(0, 0, 100, 100)])
    others = [Ground("b", 2, [box(0, 0, 60, 100)]), Ground("c", 3, [box(40, 0, 100, 100)])]
    found = overlap.overlaps(ours, Others(others))
    assert found.pairs == (Pair("b", "a", 0.6, 1, False), Pair("c", "a", 0.6, 1, False))
    assert found.lost_ha == 1.0
    assert overlap.cut(ours, Others(others), found) == {0: None}


def test_neither_order_nor_the_number_of_imports_changes_what_is_cut() -> None:
    rng = np.random.default_rng(5)
    grounds = []
    for name, priority in (("a", 10), ("b", 20), ("c", 30)):
        shapes = []
        for _ in range(40):
            x, y = rng.uniform(0, 2000, 2)
            angle = np.sort(rng.uniform(0, 2 * np.pi, 12))
            ring = [QgsPointXY(x + 120 * np.cos(a), y + 120 * np.sin(a)) for a in angle]
            shapes.append(QgsGeometry.fromPolygonXY([[*ring, ring[0]]]))
        grounds.append(Ground(name, priority, shapes))
    results = []
    for order in itertools.permutations(grounds):
        left = {}
        for ours in order:
            others = [one for one in order if one is not ours]
            found = overlap.overlaps(ours, Others(others))
            made = overlap.cut(ours, Others(others), found)
            for place, shape in enumerate(ours.geometries):
                kept = made.get(place, shape)
                left[ours.source_id, place] = 0.0 if kept is None else kept.area()
            kept_shapes = [made.get(place, shape) for place, shape in enumerate(ours.geometries)]
            kept_union = QgsGeometry.unaryUnion([shape for shape in kept_shapes if shape is not None])
            lost = QgsGeometry.unaryUnion(ours.geometries).area() - kept_union.area()
            assert found.lost_ha * 1e4 == pytest.approx(lost, abs=60.0)
        results.append(left)
    for left in results[1:]:
        assert left == pytest.approx(results[0], abs=1e-6)
