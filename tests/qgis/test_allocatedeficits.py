"""`allocatedeficits` as users call it: the contract's example from layers and tables, its rules, its sentences."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from qgis.core import NULL, QgsApplication, QgsGeometry, QgsProcessingContext, QgsProcessingException
from qgis.PyQt.QtCore import QMetaType

from tests.qgis.test_bad_input import Listener
from tests.qgis.test_fibregaps import layer

REAL, TEXT = QMetaType.Type.Double, QMetaType.Type.QString
HERNE, BOCHUM = "05916000", "05911000"
COSTS = [(HERNE, "x", 5.0), (HERNE, "y", 30.0), (BOCHUM, "x", 10.0), (BOCHUM, "y", 12.0)]


def table(name: str, fields: list[tuple[str, Any]], rows: list[tuple[Any, ...]]) -> Any:
    return layer(name, "NoGeometry", fields, [(None, *row) for row in rows])


def balance(rows: list[tuple[Any, ...]] | None = None, field: str = "deficit_ha") -> Any:
    return table("Bilanz", [("ags", TEXT), (field, REAL)], rows or [(HERNE, 10.0), (BOCHUM, 6.0)])


def sites(rows: list[tuple[Any, ...]] | None = None, field: str = "net_ha") -> Any:
    return table("Standorte", [("site_id", TEXT), (field, REAL)], rows or [("x", 8.0), ("y", 6.0)])


def costs(rows: list[tuple[Any, ...]] = COSTS) -> Any:
    return table("Kosten", [("ags", TEXT), ("site_id", TEXT), ("cost", REAL)], rows)


def square(x: float, y: float, side: float = 1000.0) -> QgsGeometry:
    ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return QgsGeometry.fromWkt(f"POLYGON(({','.join(f'{a} {b}' for a, b in ring)}))")


def drawn_balance() -> Any:
    fields = [("ags", TEXT), ("name", TEXT), ("deficit_ha", REAL)]
    rows = [(square(376000, 5712000), HERNE, "Herne", 10.0), (square(376000, 5702000), BOCHUM, "Bochum", 6.0)]
    return layer("Bilanz", "Polygon", fields, rows)


def drawn_sites() -> Any:
    fields = [("site_id", TEXT), ("net_ha", REAL), ("ags_shares", TEXT)]
    shares = json.dumps({HERNE: 1.0})
    rows = [(square(379000, 5712000), "x", 8.0, shares), (square(376000, 5708000), "y", 6.0, shares)]
    return layer("Standorte", "Polygon", fields, rows)


OUTPUTS = ("OUTPUT", "MUNICIPALITIES_OUT", "SITES_OUT", "INFEASIBLE")


def rows_of(source: Any) -> list[dict[str, Any]]:
    return [{**feature.attributeMap(), "geometry": feature.geometry()} for feature in source.getFeatures()]


def run(**parameters: Any) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any], list[str]]:
    """Run the algorithm; return the rows of all outputs, the numbers, and what was said."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:allocatedeficits")
    context, said = QgsProcessingContext(), Listener()
    given = {"BALANCE": balance(), "SITES": sites(), **dict.fromkeys(OUTPUTS, "TEMPORARY_OUTPUT"), **parameters}
    results, good = algorithm.run(given, context, said, {}, False)
    assert good
    rows = {name: rows_of(context.takeResultLayer(results[name])) for name in OUTPUTS}
    return rows, results, said.said


def refused(**parameters: Any) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        run(**parameters)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_cheapest_plan_of_the_contract(provider: object) -> None:
    rows, numbers, _said = run(COSTS=costs(), MIN_TRANCHE=0)
    flows = [(row["ags"], row["site_id"], row["ha"], row["cost"]) for row in rows["OUTPUT"]]
    assert flows == [(HERNE, "x", 8, 5), (BOCHUM, "y", 6, 12)]
    herne, bochum = rows["MUNICIPALITIES_OUT"]
    assert (herne["deficit_ha"], herne["covered_ha"], herne["uncovered_ha"], herne["coverage"]) == (10, 8, 2, 0.8)
    assert (herne["reason"], bochum["coverage"], bochum["reason"]) == ("sites_full", 1, NULL)
    assert [(row["allocated_ha"], row["free_ha"], row["n_partners"]) for row in rows["SITES_OUT"]] == [
        (8, 0, 1), (6, 0, 1)
    ]  # fmt: skip
    assert (numbers["COVERED_HA"], numbers["VIRTUAL_RESERVE_HA"], numbers["TOTAL_COST"]) == (14, 2, 112)
    assert rows["INFEASIBLE"] == []


def test_the_fairest_plan_of_the_contract(provider: object) -> None:
    rows, numbers, _said = run(COSTS=costs(), MIN_TRANCHE=0, MODE=1)
    flows = [(row["ags"], row["site_id"], row["ha"]) for row in rows["OUTPUT"]]
    assert flows == [(HERNE, "x", 8), (HERNE, "y", 0.75), (BOCHUM, "y", 5.25)]
    assert (numbers["LEVEL"], numbers["TOTAL_COST"]) == (0.875, 125.5)


def test_a_small_exchange_is_left_out(provider: object) -> None:
    rows, numbers, _said = run(COSTS=costs(), MODE=1)
    assert all(row["ha"] >= 1 for row in rows["OUTPUT"])
    assert numbers["COVERED_HA"] == 14


def test_bottlenecks_have_their_price(provider: object) -> None:
    rows, _numbers, said = run(COSTS=costs(), MIN_TRANCHE=0)
    assert [(row["bottleneck"], row["shadow_ha"], row["shadow_cost"]) for row in rows["SITES_OUT"]] == [
        (1, 1, 5), (1, 1, 30)
    ]  # fmt: skip
    assert any("x, y" in text for text in said)


def test_straight_lines_in_kilometres_and_lines_for_the_map(provider: object) -> None:
    rows, _numbers, _said = run(BALANCE=drawn_balance(), SITES=drawn_sites(), MIN_TRANCHE=0)
    by_pair = {(row["name"], row["site_id"]): row for row in rows["OUTPUT"]}
    assert by_pair["Herne", "x"]["cost"] == pytest.approx(3)
    assert by_pair["Bochum", "y"]["cost"] == pytest.approx(6)
    line = by_pair["Herne", "x"]["geometry"]
    assert line.length() == pytest.approx(3000)
    assert rows["MUNICIPALITIES_OUT"][0]["geometry"].area() == pytest.approx(1e6)


def test_a_limit_of_the_distance_includes_its_end(provider: object) -> None:
    rows, _numbers, _said = run(BALANCE=drawn_balance(), SITES=drawn_sites(), MAX_COST=3, MIN_TRANCHE=0)
    assert [(row["name"], row["site_id"]) for row in rows["OUTPUT"]] == [("Herne", "x")]
    assert {(row["ags"], row["site_id"], row["reason"]) for row in rows["INFEASIBLE"]} == {
        (HERNE, "y", "too_dear"), (BOCHUM, "x", "too_dear"), (BOCHUM, "y", "too_dear"),
    }  # fmt: skip
    assert rows["MUNICIPALITIES_OUT"][1]["reason"] == "no_pair"


def test_balances_without_geometry_are_placed_by_the_boundaries_and_draw_no_lines(provider: object) -> None:
    rows, _numbers, _said = run(SITES=drawn_sites(), MIN_TRANCHE=0)
    assert [(row["name"], row["site_id"], row["ha"]) for row in rows["OUTPUT"]] == [
        ("Herne", "x", 8), ("Herne", "y", 2), ("Bochum", "y", 4)
    ]  # fmt: skip
    assert all(row["geometry"].isNull() for row in rows["OUTPUT"])
    assert all(0 < row["cost"] < 15 for row in rows["OUTPUT"])


def test_sites_without_ids_are_named_by_their_feature_id(provider: object) -> None:
    nameless = table("Standorte", [("net_ha", REAL)], [(8.0,), (6.0,)])
    rows, _numbers, said = run(SITES=nameless, COSTS=costs([(HERNE, "1", 5.0), (BOCHUM, "2", 12.0)]))
    assert [(row["site_id"], row["ha"]) for row in rows["OUTPUT"]] == [("1", 8), ("2", 6)]
    assert "Standorte: no field with ids, the feature ids serve." in said


def test_a_flow_without_a_line_is_null_in_the_file_and_not_an_empty_line(provider: object, tmp_path: Path) -> None:
    target = tmp_path / "Bilanz 'A'.gpkg"
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:allocatedeficits")
    given = {"BALANCE": balance(), "SITES": sites(), "COSTS": costs(), "MIN_TRANCHE": 0, "OUTPUT": str(target)}
    assert algorithm.run(given, QgsProcessingContext(), Listener(), {}, False)[1]
    with sqlite3.connect(target) as connection:
        found = connection.execute(f'SELECT site_id, ha, geom IS NULL FROM "{target.stem}"').fetchall()
    connection.close()
    assert found == [("x", 8.0, 1), ("y", 6.0, 1)]


def test_roads_instead_of_straight_lines(provider: object) -> None:
    way = "LINESTRING(376500 5712500, 376500 5714500, 379500 5714500, 379500 5712500)"
    roads = layer("Straßen", "LineString", [("road_class", TEXT)], [(QgsGeometry.fromWkt(way), "primary")])
    rows, _numbers, said = run(BALANCE=drawn_balance(), SITES=drawn_sites(), ROADS=roads, MIN_TRANCHE=0)
    assert [(row["name"], row["site_id"]) for row in rows["OUTPUT"]] == [("Herne", "x")]
    assert rows["OUTPUT"][0]["cost"] == pytest.approx(7, abs=0.01)
    assert {row["reason"] for row in rows["INFEASIBLE"]} == {"no_way"}
    assert any(BOCHUM in text for text in said)


def test_the_hosts_share_and_the_partners(provider: object) -> None:
    asked = {"BALANCE": drawn_balance(), "SITES": drawn_sites(), "MIN_TRANCHE": 0}
    rows, _numbers, _said = run(HOST_SHARE=0.5, **asked)
    assert {row["site_id"]: row["host"] for row in rows["OUTPUT"] if row["ags"] == HERNE}["x"] == 1
    by_site = {row["site_id"]: row["ha"] for row in rows["OUTPUT"] if row["ags"] == BOCHUM}
    assert by_site == {"x": pytest.approx(1), "y": pytest.approx(3)}  # 4 and 3 ha are kept for Herne
    alone, _numbers, _said = run(MAX_PARTNERS=1, MODE=1, **asked)
    assert {row["n_partners"] for row in alone["SITES_OUT"]} == {1}


def test_whether_a_site_lies_in_the_municipality_is_always_said(provider: object) -> None:
    rows, _numbers, _said = run(BALANCE=drawn_balance(), SITES=drawn_sites(), MIN_TRANCHE=0)
    assert {(row["name"], row["host"]) for row in rows["OUTPUT"]} == {("Herne", 1), ("Bochum", 0)}
    rows, _numbers, _said = run(COSTS=costs(), MIN_TRANCHE=0)  # a table of sites that says nothing of places
    assert {row["host"] for row in rows["OUTPUT"]} == {NULL}
    drawn = layer("Standorte", "Polygon", [("site_id", TEXT), ("net_ha", REAL)], [(square(376000, 5710000), "x", 16.0)])
    rows, _numbers, _said = run(BALANCE=drawn_balance(), SITES=drawn, MIN_TRANCHE=0)
    assert [row["host"] for row in rows["OUTPUT"]] == [1, 0]  # from a point on the site


@pytest.mark.parametrize("stated", [{HERNE: 1.0, BOCHUM: 1.0}, {HERNE: 60, BOCHUM: 60}])
def test_shares_of_more_than_a_whole_do_not_give_a_site_away_twice(provider: object, stated: dict) -> None:
    fields = [("site_id", TEXT), ("net_ha", REAL), ("ags_shares", TEXT)]
    given = layer("Standorte", "Polygon", fields, [(square(379000, 5712000), "x", 8.0, json.dumps(stated))])
    rows, numbers, _said = run(BALANCE=drawn_balance(), SITES=given, HOST_SHARE=1, MIN_TRANCHE=0)
    assert numbers["COVERED_HA"] == pytest.approx(8)
    assert rows["SITES_OUT"][0]["allocated_ha"] == pytest.approx(8)


def test_land_that_its_own_municipality_needs_is_named(provider: object) -> None:
    fields = [("ags", TEXT), ("deficit_ha", REAL), ("balance_ha", REAL), ("cooperation_ha", REAL)]

    def twice(spare: Any, apart: Any = None) -> tuple[Any, bool]:
        given = table("Bilanz", fields, [(HERNE, 0.0, spare, apart), (BOCHUM, 10.0, -10.0, None)])
        _rows, numbers, said = run(BALANCE=given, SITES=drawn_sites(), MIN_TRANCHE=0)
        assert numbers["COVERED_HA"] == pytest.approx(10)
        return numbers["CREDITED_TWICE_HA"], any("need themselves" in text for text in said)

    assert twice(0.0) == (pytest.approx(10), True)
    assert twice(4.0) == (pytest.approx(6), True)
    assert twice(4.0, 6.0) == (0, False)
    assert twice(None) == (pytest.approx(10), True)  # what can be spared is unknown
    assert run(COSTS=costs(), MIN_TRANCHE=0)[1]["CREDITED_TWICE_HA"] is None


def test_other_fields_may_hold_deficit_and_capacity(provider: object) -> None:
    rows, _numbers, _said = run(
        BALANCE=balance([(HERNE, 3.0)], "deficit_regional_ha"), SITES=sites([("x", 9.0)], "usable_ha"),
        COSTS=costs(), DEFICIT_FIELD="deficit_regional_ha", CAPACITY_FIELD="usable_ha",
    )  # fmt: skip
    assert [row["ha"] for row in rows["OUTPUT"]] == [3]


def test_unknown_stays_unknown(provider: object) -> None:
    rows, numbers, said = run(
        BALANCE=balance([(HERNE, None), (BOCHUM, 6.0)]), SITES=sites([("x", None), ("y", 4.0)]), COSTS=costs()
    )
    herne = rows["MUNICIPALITIES_OUT"][0]
    assert [herne[name] for name in ("deficit_ha", "covered_ha", "uncovered_ha", "coverage")] == [NULL] * 4
    assert herne["reason"] == "deficit_unknown"
    assert rows["SITES_OUT"][0]["capacity_ha"] == NULL
    assert numbers["COVERED_HA"] == 4
    assert sum("unknown" in text for text in said) == 2


@pytest.mark.parametrize(
    ("deficits", "capacities", "words"),
    [
        ([(HERNE, 0.0), (BOCHUM, 0.0)], [("x", 8.0), ("y", 6.0)], "No municipality has a deficit"),
        ([(HERNE, 4.0), (BOCHUM, 2.0)], [("x", 0.0), ("y", 0.0)], "No site has a capacity"),
    ],
)
def test_nothing_to_allocate_is_said(provider: object, deficits: Any, capacities: Any, words: str) -> None:
    rows, numbers, said = run(BALANCE=balance(deficits), SITES=sites(capacities), COSTS=costs())
    assert rows["OUTPUT"] == []
    assert numbers["COVERED_HA"] == 0
    assert any(words in text for text in said)


def test_pairs_of_others_are_ignored_aloud(provider: object) -> None:
    rows, _numbers, said = run(COSTS=costs([*COSTS, ("05999000", "x", 1.0)]))
    assert len(rows["OUTPUT"]) == 2
    assert any("05999000/x" in text for text in said)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (lambda: {"COSTS": costs([("05999000", "z", 1.0)])}, "none of its 1 pairs"),
        (lambda: {"COSTS": costs([*COSTS, COSTS[0]])}, "stands there twice"),
        (lambda: {"COSTS": costs([(HERNE, "x", -1.0)])}, "-1"),
        (lambda: {"BALANCE": balance([(HERNE, -2.0)]), "COSTS": costs()}, "-2"),
        (lambda: {"BALANCE": balance([(HERNE, 1.0), (HERNE, 2.0)]), "COSTS": costs()}, HERNE),
        (lambda: {"SITES": sites([("x", 1.0), ("x", 2.0)]), "COSTS": costs()}, "x"),
        (dict, "no distance can be measured"),
        (lambda: {"BALANCE": balance([("99999999", 1.0)]), "SITES": drawn_sites()}, "99999999"),
        (lambda: {"CAPACITY_FIELD": "gibtsnicht", "COSTS": costs()}, "gibtsnicht"),
    ],
)
def test_one_sentence(provider: object, parameters: Any, words: str) -> None:
    assert words in refused(**parameters())
