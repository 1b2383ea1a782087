"""The gap explorer shows what the search itself finds: same plots in every site, same areas, at any position."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import processing
import pytest
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback, QgsRectangle

from ruhr_planner.analysis import gap_explorer
from ruhr_planner.analysis.cooperation import Rule, Scene, Wanted, search
from ruhr_planner.analysis.gap_explorer import Explorer, Position
from ruhr_planner.analysis.pieces import Exclusions, Filter
from ruhr_planner.model import codes
from ruhr_planner.model.errors import Cancelled
from tests.qgis.test_cooperation_contiguity import ALL_TYPES, X, Y, box, plots, scatter

NET, GROSS = codes.AREA_BASIS.net, codes.AREA_BASIS.gross
GAPS = (0, 7, 15, 22, 40, 50)


def silent(fraction: float) -> None:
    del fraction


def rule(position: Position) -> Rule:
    wanted = Filter(ALL_TYPES, position.max_restriction)
    return Rule(position.min_area_ha, position.basis, wanted, float(position.gap), min_plot_ha=0.1)


def town(seed: int) -> Scene:
    """Plots of all restriction levels, some overlapping, between exclusions, with roads that are barriers."""
    rng = np.random.default_rng(seed)
    land = plots(scatter(seed, 90, 1_300.0))
    levels = rng.choice([0.0, 1.0, 2.0, 3.0, np.nan], len(land))
    west, south = rng.uniform(0, 1_300, (2, 12))
    areas = [box(x, y, 40, 60) for x, y in zip(west, south)]
    ends = rng.uniform(0, 1_300, (3, 4))
    barriers = [QgsGeometry.fromWkt(f"LINESTRING({X + a} {Y + b},{X + c} {Y + d})") for a, b, c, d in ends]
    return Scene(replace(land, restriction=levels), Exclusions(["nature"] * 12, areas), barriers=barriers)


def explored(scene: Scene) -> Explorer:
    explorer = Explorer(scene, rule(Position(15, 8.0, 2)), silent)
    for gap in explorer.missing(15):
        if gap in GAPS:
            explorer.make(gap, silent)
    return explorer


@pytest.mark.parametrize("seed", [1, 2])
def test_every_position_shows_the_sites_of_the_search(seed):
    scene = town(seed)
    explorer = explored(scene)
    seen = set()
    positions = [Position(*given) for given in itertools.product(GAPS, (0.8, 3.0), (0, 1, 2, 3), (NET, GROSS))]
    for position in positions[seed::6]:
        found = search(scene, rule(position), Wanted(), silent).sites
        shown = explorer.sites(position)
        assert sorted(explorer.plot_ids(shown)) == sorted(site.plot_ids for site in found), position
        assert shown.gross_ha.sum() == pytest.approx(sum(site.gross_ha for site in found), abs=1e-4)
        assert shown.net_ha.sum() == pytest.approx(sum(site.net_ha for site in found), abs=1e-4)
        for level in range(4):
            area = sum(site.restriction_ha.get(str(level), 0.0) for site in found)
            assert shown.restriction_ha[level] == pytest.approx(area, abs=1e-4)
        bridged = sum(site.bridged_ha for site in found)
        assert explorer.bridged_ha(shown, lambda: None) == pytest.approx(bridged, abs=1e-4)
        seen.add(tuple(sorted(map(tuple, explorer.plot_ids(shown)))))
    assert len(seen) > 6, "the positions have to differ"


def test_a_minimum_that_a_site_meets_exactly_is_met():
    """Two overlapping squares: the sum of their areas lies above the minimum, the land they cover does not."""
    scene = Scene(plots([box(0, 0, 200, 200), box(150, 0, 200, 200)]))
    explorer = explored(scene)
    for minimum, count in ((7.0, 1), (7.0005, 0), (7.9, 0)):
        position = Position(15, minimum, 2, GROSS)
        assert len(explorer.sites(position)) == count == len(search(scene, rule(position), Wanted(), silent).sites)


def test_the_cost_of_a_change_is_told_in_land_and_plots():
    """Three squares of 4 ha in a row, 12 and 18 m apart; the last one is restricted at level 2."""
    land = plots([box(0, 0, 200, 200), box(212, 0, 200, 200), box(430, 0, 200, 200)])
    scene = Scene(replace(land, restriction=np.asarray([0.0, np.nan, 2.0])))
    explorer = Explorer(scene, rule(Position(15, 8.0, 2)), silent)
    for gap in (15, 20):
        explorer.make(gap, silent)
    now = Position(15, 8.0, 2, GROSS)
    assert explorer.plot_ids(explorer.sites(now)) == [["p000", "p001"]]
    wider = explorer.cost(explorer.sites(now), explorer.sites(now._replace(gap=20)))
    assert (wider.sites, wider.gained.tolist(), wider.lost.tolist()) == (0, [2], [])
    assert (wider.area_ha, wider.restricted_ha, wider.unknown_ha) == pytest.approx((4.0, 4.0, 0.0))
    stricter = explorer.cost(explorer.sites(now), explorer.sites(now._replace(min_area_ha=9.0)))
    assert (stricter.sites, stricter.lost.tolist()) == (-1, [0, 1])
    assert stricter.unknown_ha == pytest.approx(-4.0)
    assert explorer.changes(now) == [
        now._replace(gap=20), now._replace(min_area_ha=7.0), now._replace(min_area_ha=9.0),
        now._replace(max_restriction=3), now._replace(max_restriction=1),
    ]  # fmt: skip
    bridged = explorer.bridged_ha(explorer.sites(now._replace(gap=20)), lambda: None)
    assert bridged == pytest.approx((12 + 18) * 200 / 1e4, abs=1e-3)
    assert explorer.plots(wider.gained).area() == pytest.approx(40_000.0)


def test_the_curve_counts_the_sites_of_every_gap_at_hand():
    scene = town(4)
    explorer = explored(scene)
    curve = list(explorer.curve(Position(15, 1.0, 3)))
    assert [point.gap for point in curve] == list(GAPS)
    for point in curve:
        found = search(scene, rule(Position(point.gap, 1.0, 3)), Wanted(), silent).sites
        assert (point.sites, point.area_ha) == (len(found), pytest.approx(sum(site.net_ha for site in found), abs=1e-4))


def test_the_gaps_nearest_to_the_slider_come_first_and_a_cancel_stops(monkeypatch):
    def stop(fraction: float) -> None:
        raise Cancelled

    explorer = Explorer(town(5), rule(Position(15, 8.0, 2)), silent)
    assert explorer.missing(15)[:4] == [15, 14, 16, 13]
    with pytest.raises(Cancelled):
        Explorer(town(5), rule(Position(15, 8.0, 2)), stop)
    monkeypatch.setattr(gap_explorer, "MANY_PIECES", 3)
    assert Explorer(town(5), rule(Position(15, 8.0, 2)), silent).gaps == tuple(range(0, 51, 5))


def test_no_plot_takes_part():
    explorer = Explorer(Scene(plots([box(0, 0, 10, 10)])), rule(Position(15, 8.0, 2)), silent)
    explorer.make(15, silent)
    sites = explorer.sites(Position(15, 8.0, 2))
    assert (len(sites), len(explorer), explorer.land(sites).isNull()) == (0, 0, True)
    assert list(explorer.curve(Position(15, 8.0, 2))) == [(15, 0, 0.0)]


def test_the_demo_region_shows_what_the_algorithm_writes(provider, demo_folder):
    """Read from the store as the algorithm reads it, with barriers, exclusions, roads and power lines."""
    from ruhr_planner.processing.cooperationsites import read_scene

    store = demo_folder / "demo.gpkg"
    inputs = {"PLOTS": "plot", "EXCLUSIONS": "exclusion", "BARRIERS": "barrier", "ROADS": "road"}
    given = {name: f"{store}|layername={table}" for name, table in inputs.items()}
    context = QgsProcessingContext()
    explorer = Explorer(*read_scene(given, context, QgsProcessingFeedback(False)), silent)
    explorer.make(18, silent)
    shown = explorer.sites(Position(18, 5.0, 1, GROSS))
    found = processing.run(
        "ruhr_planner:cooperationsites",
        {**given, "PRESET": 3, "MIN_AREA": 5, "AREA_BASIS": 1, "GAP": 18, "MAX_RESTRICTION": 1,
         "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]  # fmt: skip
    written = sorted(feature["plot_ids"].split(";") for feature in found.getFeatures())
    assert len(written) > 50
    assert sorted(explorer.plot_ids(shown)) == written
    box = explorer.land(shown).boundingBox()
    assert QgsRectangle(box).buffered(1.0).contains(found.extent())
