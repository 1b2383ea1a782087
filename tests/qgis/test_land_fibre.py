"""Land and fibre together, over the demo: sites found, judged for fibre, connected, scored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from qgis.core import QgsVectorLayer, QgsVectorLayerUtils

from ruhr_planner import paths
from ruhr_planner.model import codes
from ruhr_planner.model.results import CONNECTION, FIBRE_GAP, MARKET_OBJECT, SITE, SITE_SCORE
from tests.qgis.test_market import execute

DEMO = paths.resource("demo", "demo.gpkg")
AS_OF = "2026-11-01"
CRITERIA = [
    {"id": "size", "field": SITE.net_ha, "worst": 0, "best": 20, "weight": 0.5},
    {
        "id": "fibre",
        "field": "fibre_class",
        "codes": {"served": 1, "partly": 0.5, "unserved": 0, "no_data": None},
        "weight": 0.25,
    },
    {"id": "cost", "field": "fibre_cost_eur", "worst": 500_000, "best": 0, "weight": 0.25},
]


def demo(table: str, subset: str = "") -> QgsVectorLayer:
    made = QgsVectorLayer(f"{DEMO}|layername={table}", table, "ogr")
    assert made.isValid()
    if subset:
        assert made.setSubsetString(subset)
    return made


@pytest.fixture(scope="module")
def chain(qgis_app: object) -> Any:
    from tests.registry import registered

    with registered():
        dortmund = "ags IN ('05913000', '05978024', '05911000')"
        plots = demo("plot", f"({dortmund}) AND valid_to IS NULL")
        sites, _ = execute("cooperationsites", PLOTS=plots, OUTPUT="TEMPORARY_OUTPUT", AS_OF=AS_OF)
        judged, _ = execute("fibregaps", OBJECTS=sites["OUTPUT layer"], CELLS=demo("broadband_cell"),
                            OUTPUT="TEMPORARY_OUTPUT", AS_OF=AS_OF)  # fmt: skip
        middle = sites["OUTPUT layer"].extent().center()
        source = QgsVectorLayer("Point?crs=EPSG:25832", "Übergabepunkt", "memory")
        road = min(demo("road").getFeatures(), key=lambda line: line.geometry().centroid().asPoint().distance(middle))
        feature = QgsVectorLayerUtils.createFeature(source, road.geometry().interpolate(1.0))
        source.dataProvider().addFeatures([feature])
        costs, _ = execute("fibrecost", OBJECTS=judged["OUTPUT layer"], SOURCES=source, ROADS=demo("road"),
                           SNAP_MAX=1000, MAX_LENGTH=20_000, OUTPUT="TEMPORARY_OUTPUT",
                           CONNECTIONS="TEMPORARY_OUTPUT", AS_OF=AS_OF)  # fmt: skip
        scored, _ = execute("scoresites", SITES=costs["CONNECTIONS layer"], CRITERIA=json.dumps(CRITERIA), RUNS=0,
                            OUTPUT="TEMPORARY_OUTPUT", AS_OF=AS_OF)  # fmt: skip
        yield {"sites": sites, "judged": judged, "costs": costs, "scored": scored}


def by_site(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row[SITE.site_id]: row for row in rows}


def test_every_field_of_a_site_stays(chain: Any) -> None:
    sites, scored = by_site(chain["sites"]["OUTPUT"]), by_site(chain["scored"]["OUTPUT"])
    assert len(sites) > 3
    assert sorted(sites) == sorted(scored)
    for name, site in sites.items():
        for field in set(SITE.names) - {SITE_SCORE.completeness}:  # a score has one of its own
            assert scored[name][field] == site[field], (name, field)
    judged, costs = by_site(chain["judged"]["OUTPUT"]), by_site(chain["costs"]["CONNECTIONS"])
    for name in sites:
        for field in set(FIBRE_GAP.names) - {CONNECTION.reason}:
            assert scored[name][field] == judged[name][field], (name, field)
        assert scored[name][CONNECTION.total_eur] == costs[name][CONNECTION.total_eur]
        assert costs[name][CONNECTION.object_id] == name


def test_scores_follow_from_size_class_and_cost(chain: Any) -> None:
    """Worked out anew from the fields, an unknown criterion with 0.5 as MISSING says by default."""
    classes = {"served": 1.0, "partly": 0.5, "unserved": 0.0, "no_data": 0.5}
    seen = set()
    for site in chain["scored"]["OUTPUT"]:
        size = min(site[SITE.net_ha] / 20, 1.0)
        total = site[CONNECTION.total_eur]
        cost = 0.5 if total is None else min(max(1 - total / 500_000, 0.0), 1.0)
        fibre = classes[site[FIBRE_GAP.gap_class]]
        assert site[SITE_SCORE.score] == pytest.approx(100 * (0.5 * size + 0.25 * fibre + 0.25 * cost))
        assert site["contrib_fibre"] == pytest.approx(25 * fibre)
        assert site["contrib_cost"] == pytest.approx(25 * cost)
        seen.add((site[FIBRE_GAP.gap_class], total is not None))
    assert {gap for gap, _ in seen} == {"served", "unserved", "no_data"}
    assert any(known for _, known in seen)


def test_trenches_are_paid_by_the_sites(chain: Any) -> None:
    shared = sum(row[CONNECTION.shared_eur] or 0 for row in chain["costs"]["CONNECTIONS"])
    assert shared == pytest.approx(chain["costs"]["COST_EUR"])
    assert chain["costs"]["COST_EUR"] > 0


def test_sites_across_a_border_are_told_that_cooperation_counts(chain: Any) -> None:
    for site in chain["judged"]["OUTPUT"]:
        open_gap = site[FIBRE_GAP.gap_class] != codes.GAP_CLASS.served
        told = "Inter-municipal" in (site[FIBRE_GAP.funding_hint] or "")
        assert told == (site[SITE.cross_border] == 1 and open_gap)


def test_sites_without_fibre_go_into_an_inquiry(chain: Any, provider: object) -> None:
    found, _ = execute("marketinquiry", OBJECTS=chain["judged"]["OUTPUT layer"], OUTPUT="TEMPORARY_OUTPUT", LEVEL=1)
    wanted = sorted(site[SITE.site_id] for site in chain["judged"]["OUTPUT"] if site[FIBRE_GAP.gap_class] != "served")
    assert sorted(row[MARKET_OBJECT.object_id] for row in found["OUTPUT"]) == wanted
    assert all(row[MARKET_OBJECT.municipality] for row in found["OUTPUT"])
