"""`landbalance` against independent sums: shapely and plain Python on the demo region; laws that hold for all plots."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import NULL, QgsGeometry

from ruhr_planner import paths
from ruhr_planner.analysis import balance
from ruhr_planner.analysis.balance import Rule
from ruhr_planner.analysis.pieces import Plots
from ruhr_planner.analysis.split import split
from ruhr_planner.model.results import PLAN_HA

fiona = pytest.importorskip("fiona")
shapely = pytest.importorskip("shapely")
processing = pytest.importorskip("processing")

DEMO = paths.resource("demo", "demo.gpkg")
TODAY = date(2024, 6, 30)
LEVELS = (0, 1, 2, 3, None)


# ----------------------------------------------------------------------------------------------------- the demo region
def records(layer: str) -> list[dict[str, Any]]:
    """Read a layer of the demo region without QGIS: fields, and the geometry under `shape`; no existing land."""
    table = layer == "takeup"
    with fiona.open(DEMO, layer=layer, ignore_geometry=table) as source:
        return [
            {
                **feature["properties"],
                "shape": None if table else shapely.geometry.shape(feature["geometry"]),
            }
            for feature in source.filter(where="plot_type <> 'existing'" if layer == "plot" else None)
        ]


def in_force(record: dict[str, Any]) -> bool:
    begun, ended = record["valid_from"], record["valid_to"]
    return not (begun and begun > TODAY.isoformat()) and not (ended and ended < TODAY.isoformat())


def net_of(plot: dict[str, Any]) -> float:
    if plot["area_net_ha"] is not None:
        return float(plot["area_net_ha"])
    serviced = plot["plot_type"] == "building_gap" or plot["planning_status"] == "bplan_in_force"
    return plot["shape"].area / 10_000 * (1.0 if serviced else 0.75)


def recomputed() -> dict[str, dict[str, float]]:
    """The balance of the demo region, sum by sum, as the contract words it."""
    towns = records("municipality")
    tree = shapely.STRtree([town["shape"] for town in towns])
    sums: dict[str, dict[str, float]] = {town["ags"]: defaultdict(float) for town in towns}
    for plot in filter(in_force, records("plot")):
        gross = plot["shape"].area / 10_000
        if gross < 0.2:
            continue
        net = net_of(plot)
        for place in tree.query(plot["shape"], predicate="intersects"):
            share = plot["shape"].intersection(towns[place]["shape"]).area / 10_000 / gross
            own, part = sums[towns[place]["ags"]], net * share
            own["gross_ha"] += gross * share
            if plot["plot_type"] == "company_reserve":
                own["company_ha"] += part
            elif plot["plot_type"] == "cooperation_site":
                own["cooperation_ha"] += part
            else:
                own["net_ha"] += part
                level = plot["restriction"]
                own["net_unknown_ha" if level is None else f"net_restr{level}_ha"] += part
                own["ge5_ha"] += part if net >= 5 else 0.0
                own["ha_1_5"] += part if 1 <= net < 5 else 0.0
                if plot["plot_type"] == "brownfield" or plot["brownfield"] == 1:
                    own["brownfield_ha"] += part
    by_town: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in records("takeup"):
        by_town[row["ags"]][row["year"]] += row["ha"]
    for ags, own in sums.items():
        years = by_town[ags]
        yearly = own["takeup_ha_a"] = sum(years.values()) / len(years)
        own["takeup_years_n"] = len(years)
        weighted = own["net_restr0_ha"] + 0.75 * own["net_restr1_ha"] + 0.25 * own["net_restr2_ha"]
        own["weighted_ha"] = weighted
        own["credited_ha"] = weighted + 0.5 * own["company_ha"]
        own["demand_ha"] = yearly * 20 * 1.1
        own["balance_ha"] = own["credited_ha"] - own["demand_ha"]
        own["balance_max_ha"] = own["balance_ha"] + own["net_unknown_ha"]
        own["deficit_ha"] = max(0.0, -own["balance_ha"])
        own["supply_years_all"] = own["net_ha"] / yearly
        own["supply_years_free"] = own["net_restr0_ha"] / yearly
        known = own["net_ha"] - own["net_unknown_ha"]
        if known > 0.0:
            own["restricted_share"] = (known - own["net_restr0_ha"]) / known
            own["completeness"] = known / own["net_ha"]
    return sums


def test_the_demo_region_against_shapely(provider: object) -> None:
    results = processing.run(
        "ruhr_planner:landbalance",
        {
            "PLOTS": f"{DEMO}|layername=plot",
            "MUNICIPALITIES": f"{DEMO}|layername=municipality",
            "TAKEUP": f"{DEMO}|layername=takeup",
            "AS_OF": TODAY.isoformat(),
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    expected = recomputed()
    found = {feature["ags"]: feature for feature in results["OUTPUT"].getFeatures()}
    assert set(found) == set(expected) and len(found) == 53
    for ags, own in expected.items():
        for name, value in own.items():
            assert found[ags][name] == pytest.approx(value, abs=0.002), (ags, name)
        assert found[ags]["reason"] == NULL
    total = sum(own["net_ha"] for own in expected.values())
    assert results["NET_HA"] == pytest.approx(total, abs=0.01)
    # plausible for the region: 212 ha taken up in 2011, 52 % restricted, 3.3 to 5 years of free land
    assert 150 < results["TAKEUP_HA_A"] < 260 and 0.4 < results["RESTRICTED_SHARE"] < 0.6
    assert 3 < results["SUPPLY_YEARS_FREE"] < 6


# ----------------------------------------------------------------------------------------------------------------- laws
@dataclass(frozen=True)
class Plot:
    """A plot in a random scene: box in metres from the scene's corner, kind, level, recorded net land."""

    west: int
    south: int
    width: int
    height: int
    kind: str
    level: int | None
    net: float | None


PLOTS = st.lists(
    st.builds(
        Plot,
        st.integers(-200, 2_000),
        st.integers(-200, 2_000),
        st.integers(60, 900),
        st.integers(60, 900),
        st.sampled_from(["fnp_reserve", "brownfield", "company_reserve", "cooperation_site", "building_gap"]),
        st.sampled_from(LEVELS),
        st.one_of(st.none(), st.floats(0.1, 20.0)),
    ),
    min_size=1,
    max_size=12,
)
# a slanted border between two towns, a third across the top; land beyond them is outside
TOWNS = (
    ((0, 0), (1_100, 0), (900, 1_500), (0, 1_500)),
    ((1_100, 0), (2_200, 0), (2_200, 1_500), (900, 1_500)),
    ((0, 1_500), (2_200, 1_500), (2_200, 2_200), (0, 2_200)),
)
Move = Callable[[float, float], tuple[float, float]]


def stay(x: float, y: float) -> tuple[float, float]:
    return 376_000.0 + x, 5_712_000.0 + y


def polygon(corners: tuple[tuple[float, float], ...], move: Move) -> QgsGeometry:
    ring = ",".join(f"{x!r} {y!r}" for x, y in (move(*corner) for corner in (*corners, corners[0])))
    return QgsGeometry.fromWkt(f"POLYGON(({ring}))")


def corners(plot: Plot) -> tuple[tuple[float, float], ...]:
    east, north = plot.west + plot.width, plot.south + plot.height
    return ((plot.west, plot.south), (east, plot.south), (east, north), (plot.west, north))


def figures(scene: list[Plot], move: Move = stay) -> tuple[dict[str, np.ndarray], float, float]:
    """The land by town, the gross hectares outside, and those of all plots."""
    plots = Plots(
        [str(place) for place in range(len(scene))],
        [polygon(corners(plot), move) for plot in scene],
        np.array([plot.kind for plot in scene] + [None], dtype=object)[:-1],
        np.full(len(scene), None, dtype=object),
        np.full(len(scene), None, dtype=object),
        np.array([math.nan if plot.level is None else plot.level for plot in scene], dtype=float),
        np.full(len(scene), math.nan),
        np.array([math.nan if plot.net is None else plot.net for plot in scene], dtype=float),
    )
    taken = balance.supply(plots, Rule())
    towns = [polygon(town, move) for town in TOWNS]
    found = split(plots.geometries, taken.supply.gross * 10_000, towns, np.arange(3), lambda part: None)
    made = balance.land(taken.supply, found.parts, 3)
    outside = float((found.outside * taken.supply.gross).sum())
    return made, outside, float(taken.supply.gross.sum())


FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_same(one: dict[str, np.ndarray], other: dict[str, np.ndarray], skip: tuple[str, ...] = ()) -> None:
    for name, values in one.items():
        if name not in (*PLAN_HA, *skip):
            assert values == pytest.approx(other[name], abs=1e-4, nan_ok=True), name


@given(PLOTS)
@FAST
def test_parts_and_outside_are_the_whole(qgis_app: object, scene: list[Plot]) -> None:
    made, outside, whole = figures(scene)
    assert made["gross_ha"].sum() + outside == pytest.approx(whole, abs=0.01)
    levels = sum(made[f"net_restr{level}_ha"] for level in range(4)) + made["net_unknown_ha"]
    assert levels == pytest.approx(made["net_ha"], abs=1e-9)
    sizes = sum(made[name] for name in ("ha_lt1", "ha_1_5", "ha_5_8", "ha_8_20", "ha_20_50", "ha_ge50"))
    assert sizes == pytest.approx(made["net_ha"], abs=1e-9)
    assert (made["ge8_ha"] <= made["ge5_ha"] + 1e-9).all() and (made["ge5_ha"] <= made["net_ha"] + 1e-9).all()


@given(PLOTS, st.randoms(use_true_random=False))
@FAST
def test_the_order_does_not_matter(qgis_app: object, scene: list[Plot], random: Any) -> None:
    shuffled = list(scene)
    random.shuffle(shuffled)
    assert_same(figures(scene)[0], figures(shuffled)[0])


@given(PLOTS, st.floats(-3_000, 3_000), st.floats(-3_000, 3_000), st.floats(0, 2 * math.pi))
@FAST
def test_moving_and_turning_everything_changes_nothing(
    qgis_app: object, scene: list[Plot], dx: float, dy: float, angle: float
) -> None:
    def move(x: float, y: float) -> tuple[float, float]:
        return stay(dx + x * math.cos(angle) - y * math.sin(angle), dy + x * math.sin(angle) + y * math.cos(angle))

    made, outside, _whole = figures(scene)
    moved, moved_outside, _same = figures(scene, move)
    assert_same(made, moved)
    assert moved_outside == pytest.approx(outside, abs=1e-4)


@given(PLOTS, st.floats(0.3, 0.7))
@FAST
def test_splitting_plots_keeps_the_sums(qgis_app: object, scene: list[Plot], at: float) -> None:
    large = [plot for plot in scene if plot.width * plot.height > 20_000]  # both halves stay above the minimum
    halves = []
    for plot in large:
        left = round(plot.width * at)
        share = left / plot.width
        for west, width, part in ((0, left, share), (left, plot.width - left, 1 - share)):
            net = None if plot.net is None else plot.net * part
            halves.append(replace(plot, west=plot.west + west, width=width, net=net))
    by_size = ("ge5_ha", "ge8_ha", "n_plots", "ha_lt1", "ha_1_5", "ha_5_8", "ha_8_20", "ha_20_50", "ha_ge50")
    counts = tuple(f"n_{size}" for size in ("lt1", "1_5", "5_8", "8_20", "20_50", "ge50"))
    assert_same(figures(large)[0], figures(halves)[0], skip=(*by_size, *counts))


@given(st.lists(st.floats(0, 100), min_size=4, max_size=4), st.floats(0, 50), st.floats(0, 100))
@FAST
def test_more_knowledge_narrows_the_range(levels: list[float], unknown: float, demand: float) -> None:
    made = {f"net_restr{level}_ha": np.array([value]) for level, value in enumerate(levels)}
    made.update(
        net_ha=np.array([sum(levels) + unknown]),
        net_unknown_ha=np.array([unknown]),
        company_ha=np.array([7.0]),
        ge8_ha=np.array([0.0]),
        brownfield_ha=np.array([0.0]),
    )
    one = np.array([1.0])
    known = balance.Demand(one, one, np.array([demand]), "listed", {}, one)
    found = balance.balance(made, known, Rule())
    assert found["balance_max_ha"][0] - found["balance_ha"][0] == pytest.approx(unknown)
    assert found["deficit_ha"][0] == pytest.approx(max(0.0, demand - found["credited_ha"][0]))
    assert found["credited_ha"][0] == pytest.approx(levels[0] + 0.75 * levels[1] + 0.25 * levels[2] + 3.5)
    assert found["market_balance_ha"][0] <= found["balance_ha"][0] <= found["planning_balance_ha"][0] + 1e-9
