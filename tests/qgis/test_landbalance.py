"""`landbalance` through the registry: the contract's oracle, every rule with known values, bad input, charts."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRenderContext,
    QgsVectorLayer,
)

from ruhr_planner.model.results import LAND_BALANCE, RESTRICTION_HA, SIZE_HA, SIZE_N
from ruhr_planner.processing import demandmodels
from ruhr_planner.processing.landbalance import FIGURES
from tests.qgis.test_fibregaps import saved

X, Y = 376_000.0, 5_712_000.0
WEST, EAST = "05916000", "05911000"
KINDS = {
    "restriction": "integer",
    "brownfield": "integer",
    "area_net_ha": "double",
    "year": "integer",
    "ha": "double",
    "demand_ha": "double",
    "contingent_ha": "double",
    "regional_share": "double",
    "employees": "double",
}

pytestmark = pytest.mark.usefixtures("provider")


class Log(QgsProcessingFeedback):
    """Keeps what the run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.info: list[str] = []
        self.warnings: list[str] = []

    def pushInfo(self, text: str) -> None:
        self.info.append(text)

    def pushWarning(self, text: str) -> None:
        self.warnings.append(text)


def box(west: float, south: float, width: float, height: float) -> QgsGeometry:
    east, north = X + west + width, Y + south + height
    return QgsGeometry.fromWkt(
        f"POLYGON(({X + west!r} {Y + south!r},{east!r} {Y + south!r},{east!r} {north!r},"
        f"{X + west!r} {north!r},{X + west!r} {Y + south!r}))"
    )


def layer(title: str, geometries: list[QgsGeometry] | None, /, **columns: list) -> QgsVectorLayer:
    """A memory layer, a table where there are no geometries; numbers by KINDS, all else text."""
    kind = "NoGeometry?" if geometries is None else "Polygon?crs=EPSG:25832&"
    fields = "&".join(f"field={field}:{KINDS.get(field, 'string')}" for field in columns)
    made = QgsVectorLayer(kind + fields, title, "memory")
    features = []
    for place in range(len(next(iter(columns.values())))):
        feature = QgsFeature(made.fields())
        if geometries is not None:
            feature.setGeometry(geometries[place])
        feature.setAttributes([values[place] for values in columns.values()])
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    return made


def plots(*shapes: QgsGeometry, **columns: list) -> QgsVectorLayer:
    """Plots p0, p1 … of type fnp_reserve unless told otherwise."""
    known = {"plot_id": [f"p{place}" for place in range(len(shapes))], "plot_type": ["fnp_reserve"] * len(shapes)}
    return layer("Flächen", list(shapes), **{**known, **columns})


def hectares(*sizes: float, west: float = 0.0) -> list[QgsGeometry]:
    """Plots of the given hectares, 100 m high, one above the other."""
    return [box(west, 200.0 * place, size * 100.0, 100.0) for place, size in enumerate(sizes)]


def two_towns(border: float = 5_000.0) -> QgsVectorLayer:
    """Herne west of a border, Bochum east of it; each 10 km high."""
    shapes = [box(-5_000, -5_000, 5_000 + border, 10_000), box(border, -5_000, 5_000, 10_000)]
    return layer("Gemeinden", shapes, ags=[WEST, EAST], name=["Herne", "Bochum"])


def takeup(*rows: tuple, basis: list | None = None, name: str = "Inanspruchnahme") -> QgsVectorLayer:
    columns = {field: [row[place] for row in rows] for place, field in enumerate(("ags", "year", "ha"))}
    return layer(name, None, **columns, **({} if basis is None else {"basis": basis}))


def run(given: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    """Run with a net factor of 1 and two towns unless told otherwise; `log` is what the run said."""
    log = Log()
    defaults = {"PLOTS": given, "MUNICIPALITIES": two_towns(), "NET_FACTOR": 1.0, "OUTPUT": "TEMPORARY_OUTPUT"}
    results = processing.run("ruhr_planner:landbalance", {**defaults, **parameters}, feedback=log)
    return {**results, "log": log}


def sentence(given: QgsVectorLayer, **parameters: Any) -> str:
    with pytest.raises(QgsProcessingException) as error:
        run(given, **parameters)
    assert "Traceback" not in str(error.value)
    return str(error.value)


def rows(made: QgsVectorLayer) -> list[dict[str, Any]]:
    names = made.fields().names()
    return [
        dict(zip(names, [None if value == NULL else value for value in feature.attributes()]))
        for feature in made.getFeatures()
    ]


def towns(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["ags"]: row for row in rows(results["OUTPUT"])}


def one() -> QgsVectorLayer:
    """One plot of 1 ha without restriction, in Herne."""
    return plots(*hectares(1.0), restriction=[0])


# --------------------------------------------------------------------------------------------------------------- oracle
def test_the_contracts_oracle() -> None:
    given = plots(*hectares(4, 6, 10), restriction=[0, 1, 2])
    results = run(given, TAKEUP=takeup((WEST, 2020, 2.0)))
    herne = towns(results)[WEST]
    assert herne["weighted_ha"] == pytest.approx(11.0)
    assert herne["free_ha"] == pytest.approx(4.0)
    assert herne["supply_years_free"] == pytest.approx(2.0)
    assert (herne["net_restr0_ha"], herne["net_restr1_ha"], herne["net_restr2_ha"]) == (4.0, 6.0, 10.0)
    assert herne["net_ha"] == 20.0 and herne["supply_years_all"] == 10.0
    assert herne["supply_years_ge8"] == 5.0 and herne["ge5_ha"] == 16.0 and herne["ge8_ha"] == 10.0
    assert herne["demand_ha"] == pytest.approx(44.0)  # 2 ha/a × 20 a × 1.1
    assert herne["balance_ha"] == herne["balance_max_ha"] == pytest.approx(-33.0)
    assert herne["deficit_ha"] == pytest.approx(33.0)
    assert herne["restricted_share"] == 0.8 and herne["completeness"] == 1.0 and herne["reason"] is None


def test_every_field_of_the_contract_in_its_order() -> None:
    text = (
        "ags, name, n_plots, gross_ha, net_ha, net_restr0_ha, net_restr1_ha, net_restr2_ha, net_restr3_ha, "
        "net_unknown_ha, company_ha, cooperation_ha, free_ha, weighted_ha, restricted_share, brownfield_ha, "
        "brownfield_share, ge5_ha, ge8_ha, takeup_ha_a, takeup_years_n, demand_ha, credited_ha, balance_ha, "
        "balance_max_ha, deficit_ha, supply_years_all, supply_years_free, supply_years_ge8, reason, completeness"
    )
    stated = text.split(", ")
    assert list(LAND_BALANCE.names[: len(stated)]) == stated
    assert run(one())["OUTPUT"].fields().names() == list(LAND_BALANCE.names)


def test_every_municipality_has_a_row() -> None:
    bochum = towns(run(one()))[EAST]
    assert bochum["n_plots"] == 0 and bochum["net_ha"] == 0.0 and bochum["name"] == "Bochum"
    assert bochum["restricted_share"] is None and bochum["completeness"] is None  # nothing to have a share of


# ------------------------------------------------------------------------------------------------------------- net land
def test_net_land() -> None:
    given = plots(
        *hectares(4, 4, 4, 4),
        plot_type=["fnp_reserve", "fnp_reserve", "building_gap", "fnp_reserve"],
        planning_status=[None, None, None, "bplan_in_force"],
        area_net_ha=[None, 2.5, None, None],
    )
    herne = towns(run(given, NET_FACTOR=0.75))[WEST]
    assert herne["net_ha"] == pytest.approx(3.0 + 2.5 + 4.0 + 4.0)
    assert herne["gross_ha"] == pytest.approx(16.0) and herne["n_plots"] == 4


def test_a_net_area_larger_than_gross_is_named() -> None:
    results = run(plots(*hectares(1, 1), area_net_ha=[1.0, 5.0]))
    assert any("p1" in line and "p0" not in line for line in results["log"].warnings if "gross area" in line)


def test_company_reserves_and_cooperation_sites_stand_apart() -> None:
    given = plots(
        *hectares(2, 10, 20, 30),
        plot_type=["fnp_reserve", "company_reserve", "cooperation_site", "existing"],
        restriction=[0, 0, 0, 0],
    )
    herne = towns(run(given, TAKEUP=takeup((WEST, 2020, 1.0)), COMPANY_CREDIT=0.4))[WEST]
    assert herne["net_ha"] == herne["free_ha"] == herne["weighted_ha"] == 2.0
    assert herne["company_ha"] == 10.0 and herne["cooperation_ha"] == 20.0
    assert herne["ge5_ha"] == herne["ge8_ha"] == 0.0 and herne["supply_years_free"] == 2.0
    assert herne["credited_ha"] == pytest.approx(6.0)
    assert sum(herne[name] for name in SIZE_HA) == 2.0 and sum(herne[name] for name in SIZE_N) == 1
    assert herne["gross_ha"] == 32.0 and herne["n_plots"] == 3  # all reserves, without what exists
    assert (herne["planning_ha"], herne["market_ha"]) == (6.0, 2.0)
    assert herne["planning_balance_ha"] == pytest.approx(6.0 - 22.0)
    assert herne["market_balance_ha"] == pytest.approx(2.0 - 22.0) and herne["market_years"] == 2.0


def test_unknown_restriction_is_a_range_and_no_deficit() -> None:
    given = plots(*hectares(10, 30), restriction=[0, None])
    herne = towns(run(given, TAKEUP=takeup((WEST, 2020, 1.0))))[WEST]
    assert herne["net_ha"] == 40.0 and herne["net_unknown_ha"] == 30.0 and herne["weighted_ha"] == 10.0
    assert herne["balance_ha"] == pytest.approx(-12.0) and herne["balance_max_ha"] == pytest.approx(18.0)
    assert herne["restricted_share"] == 0.0 and herne["completeness"] == 0.25


def test_nothing_known_is_null_and_not_zero() -> None:
    herne = towns(run(plots(*hectares(3), restriction=[None])))[WEST]
    assert herne["completeness"] == 0.0 and herne["restricted_share"] is None
    assert herne["brownfield_ha"] is None and herne["brownfield_share"] is None


def test_brownfield() -> None:
    given = plots(
        *hectares(1, 2, 3, 4),
        plot_type=["brownfield", "fnp_reserve", "fnp_reserve", "fnp_reserve"],
        brownfield=[None, 1, 0, None],
    )
    herne = towns(run(given))[WEST]
    assert herne["brownfield_ha"] == pytest.approx(3.0) and herne["brownfield_share"] == pytest.approx(0.3)


def test_size_classes_of_net_land() -> None:
    given = plots(*hectares(0.5, 1, 4.99, 5, 8, 20, 49.9, 50))
    herne = towns(run(given, MUNICIPALITIES=two_towns(9_000.0)))[WEST]
    assert [herne[name] for name in SIZE_N] == [1, 2, 1, 1, 2, 1]
    assert [herne[name] for name in SIZE_HA] == pytest.approx([0.5, 5.99, 5.0, 8.0, 69.9, 50.0])
    assert herne["ge5_ha"] == pytest.approx(132.9) and herne["ge8_ha"] == pytest.approx(127.9)


# -------------------------------------------------------------------------------------------------------------- borders
def test_a_plot_over_a_border_is_split_and_its_net_land_scaled() -> None:
    given = plots(box(-300, 0, 1_000, 100), area_net_ha=[8.0], restriction=[1])
    found = towns(run(given, MUNICIPALITIES=two_towns(0.0)))
    assert found[WEST]["gross_ha"] == pytest.approx(3.0) and found[EAST]["gross_ha"] == pytest.approx(7.0)
    assert found[WEST]["net_ha"] == pytest.approx(2.4) and found[EAST]["net_ha"] == pytest.approx(5.6)
    assert found[WEST]["ge8_ha"] == pytest.approx(2.4)  # one plot of 8 ha, wherever the border runs
    assert found[WEST]["n_plots"] == found[EAST]["n_plots"] == 1
    assert found[WEST]["n_8_20"] == found[EAST]["n_8_20"] == 1


def test_plots_of_a_store_are_split_by_its_own_boundaries(tmp_path: Path) -> None:
    """Where none are given; a copy of the plots in another file is split by the shipped ones."""
    stored = saved(plots(box(-300, 0, 1_000, 100)), tmp_path / "store.gpkg", "plot")
    saved(two_towns(0.0), tmp_path / "store.gpkg", "municipality")
    found = towns(run(stored, MUNICIPALITIES=None))
    assert set(found) == {WEST, EAST}
    assert found[WEST]["gross_ha"] == pytest.approx(3.0) and found[EAST]["gross_ha"] == pytest.approx(7.0)
    alone = saved(plots(box(-300, 0, 1_000, 100)), tmp_path / "alone.gpkg", "plot")
    results = run(alone, MUNICIPALITIES=None)
    assert len(towns(results)) == 53
    assert any("1:250000" in text for text in results["log"].warnings)


def test_the_region_counts_a_split_plot_once() -> None:
    given = plots(box(-300, 0, 1_000, 100))
    results = run(given, MUNICIPALITIES=two_towns(0.0))
    assert results["N_PLOTS"] == 1 and results["GROSS_HA"] == pytest.approx(10.0)


def test_land_outside_every_municipality_is_listed() -> None:
    given = plots(box(9_900, 0, 400, 100), box(20_000, 0, 100, 100), box(0, 0, 100, 100))
    results = run(given, OUTSIDE="TEMPORARY_OUTPUT", NET_FACTOR=0.5)
    listed = {row["plot_id"]: row for row in rows(results["OUTSIDE"])}
    assert set(listed) == {"p0", "p1"} and {row["reason"] for row in listed.values()} == {"outside"}
    assert listed["p0"]["gross_ha"] == pytest.approx(3.0) and listed["p0"]["net_ha"] == pytest.approx(1.5)
    assert listed["p1"]["gross_ha"] == pytest.approx(1.0)
    areas = {feature["plot_id"]: feature.geometry().area() for feature in results["OUTSIDE"].getFeatures()}
    assert areas["p0"] == pytest.approx(30_000.0) and areas["p1"] == pytest.approx(10_000.0)
    assert results["OUTSIDE_HA"] == pytest.approx(4.0)
    assert results["GROSS_HA"] + results["OUTSIDE_HA"] == pytest.approx(6.0)
    assert any("parts of 2 plots, 4.0 ha" in line for line in results["log"].warnings)


def test_a_sliver_outside_stays_in_its_municipality() -> None:
    given = plots(box(9_900, 0, 100.005, 100))  # half a square metre beyond the border of the region
    results = run(given, OUTSIDE="TEMPORARY_OUTPUT")
    assert results["OUTSIDE_HA"] == 0.0 and not rows(results["OUTSIDE"])
    assert towns(results)[EAST]["gross_ha"] == pytest.approx(1.00005, abs=1e-4)


def test_overlapping_municipalities_count_land_once() -> None:
    shapes = [box(0, 0, 600, 1_000), box(400, 0, 600, 1_000)]
    overlapping = layer("Gemeinden", shapes, ags=[WEST, EAST], name=["Herne", "Bochum"])
    # 400 m in Herne alone, 200 m in both, 400 m in Bochum alone, 200 m outside
    given = plots(box(0, 0, 1_200, 100))
    results = run(given, MUNICIPALITIES=overlapping, OUTSIDE="TEMPORARY_OUTPUT")
    found = towns(results)
    assert found[WEST]["gross_ha"] == pytest.approx(5.0) and found[EAST]["gross_ha"] == pytest.approx(5.0)
    assert results["OUTSIDE_HA"] == pytest.approx(2.0)
    assert any("overlap on 20.0 ha" in line for line in results["log"].warnings)


def test_areas_of_one_key_are_one_municipality() -> None:
    shapes = [box(0, 0, 500, 1_000), box(500, 0, 500, 1_000), box(2_000, 0, 500, 1_000)]
    given = layer("Gemeinden", shapes, ags=[WEST, WEST, None], name=["Herne", "Herne", None])
    results = run(plots(box(300, 0, 400, 100), box(2_000, 0, 100, 100)), MUNICIPALITIES=given)
    (herne,) = rows(results["OUTPUT"])
    assert herne["gross_ha"] == pytest.approx(4.0) and herne["n_plots"] == 1
    assert results["OUTSIDE_HA"] == pytest.approx(1.0)
    assert any("1 area without a key" in line for line in results["log"].warnings)


def test_what_takes_no_part_is_listed() -> None:
    given = plots(
        *hectares(0.19, 0.2, 1, 5, 0.1),
        plot_type=["fnp_reserve", "fnp_reserve", None, "existing", "existing"],
    )
    results = run(given, OUTSIDE="TEMPORARY_OUTPUT")
    listed = {row["plot_id"]: row["reason"] for row in rows(results["OUTSIDE"])}
    assert listed == {"p0": "min_plot", "p2": "type_unknown"}
    assert results["LEFT_OUT_HA"] == pytest.approx(1.19)
    assert towns(results)[WEST]["n_plots"] == 1 and results["GROSS_HA"] == pytest.approx(0.2)


def test_the_minimum_counts_before_splitting() -> None:
    found = towns(run(plots(box(-15, 0, 30, 100)), MUNICIPALITIES=two_towns(0.0)))
    assert found[WEST]["gross_ha"] == pytest.approx(0.15) and found[EAST]["gross_ha"] == pytest.approx(0.15)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326", "EPSG:31466"])
def test_another_reference_system_changes_nothing(crs: str) -> None:
    shapes = [*hectares(4, 6), box(-300, 600, 1_000, 100)]
    columns = {"restriction": [0, None, 2]}
    towns_here = two_towns(0.0)
    expected = towns(run(plots(*shapes, **columns), MUNICIPALITIES=towns_here, TAKEUP=takeup((WEST, 2020, 1.0))))
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:25832"), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )
    moved = plots(*shapes, **columns)
    moved.setCrs(QgsCoordinateReferenceSystem(crs))
    changed = {}
    for feature in moved.getFeatures():
        geometry = feature.geometry()
        geometry.transform(transform)
        changed[feature.id()] = geometry
    assert moved.dataProvider().changeGeometryValues(changed)
    found = towns(run(moved, MUNICIPALITIES=towns_here, TAKEUP=takeup((WEST, 2020, 1.0))))
    for ags, row in expected.items():
        for column in FIGURES:
            assert found[ags][column.name] == pytest.approx(row[column.name], abs=0.01), column.name


# -------------------------------------------------------------------------------------------------------------- take-up
def test_take_up_is_the_mean_of_the_years_that_are_known() -> None:
    given = takeup((WEST, 2018, 4.0), (WEST, 2019, 0.0), (WEST, 2021, 1.0), (WEST, 2021, 1.0), (EAST, 2021, 0.0))
    found = towns(run(one(), TAKEUP=given))
    assert found[WEST]["takeup_ha_a"] == pytest.approx(2.0) and found[WEST]["takeup_years_n"] == 3
    assert found[WEST]["supply_years_all"] == 0.5 and found[WEST]["reason"] is None
    bochum = found[EAST]  # a zero was written
    assert bochum["takeup_ha_a"] == 0.0 and bochum["demand_ha"] == 0.0 and bochum["deficit_ha"] == 0.0
    assert bochum["supply_years_all"] is None and bochum["reason"] == "zero_takeup"


def test_keys_that_a_table_keeps_as_numbers(tmp_path: Path) -> None:
    """A spreadsheet takes the leading zero of a key and may add decimals."""
    table = tmp_path / "takeup.csv"
    table.write_text("ags,year,ha\n5916000.0,2020.0,2\n5911000.0,2021.0,1\n", encoding="utf-8")
    table.with_suffix(".csvt").write_text('"Real","Real","Real"', encoding="utf-8")
    found = towns(run(one(), TAKEUP=str(table)))
    assert (found[WEST]["takeup_ha_a"], found[EAST]["takeup_ha_a"]) == (2.0, 1.0)


def test_without_take_up_years_are_null_with_a_reason() -> None:
    results = run(one())
    herne = towns(results)[WEST]
    for name in ("takeup_ha_a", "demand_ha", "balance_ha", "deficit_ha", "supply_years_all", "supply_years_ge8"):
        assert herne[name] is None, name
    assert herne["takeup_years_n"] == 0 and herne["reason"] == "no_takeup;no_demand"
    assert herne["credited_ha"] == 1.0 and results["BALANCE_HA"] is None
    assert any("Without TAKEUP" in line for line in results["log"].warnings)


def test_the_period() -> None:
    given = takeup((WEST, 2010, 9.0), (WEST, 2015, 3.0), (WEST, 2016, 1.0), (WEST, 2020, 9.0))
    herne = towns(run(one(), TAKEUP=given, TAKEUP_FROM=2015, TAKEUP_TO=2016))[WEST]
    assert herne["takeup_ha_a"] == 2.0 and herne["takeup_years_n"] == 2
    nothing = towns(run(one(), TAKEUP=given, TAKEUP_FROM=2021))[WEST]
    assert nothing["takeup_ha_a"] is None and nothing["reason"] == "no_takeup;no_demand"


def test_a_period_that_ends_before_it_begins() -> None:
    said = sentence(one(), TAKEUP=takeup((WEST, 2015, 1.0)), TAKEUP_FROM=2016, TAKEUP_TO=2015)
    assert "TAKEUP_FROM" in said and "2016" in said and "2015" in said


def test_a_row_without_hectares_makes_its_year_unknown() -> None:
    given = takeup((WEST, 2018, 4.0), (WEST, 2019, 2.0), (WEST, 2019, None), (WEST, None, 5.0), (None, 2018, 5.0))
    results = run(one(), TAKEUP=given)
    herne = towns(results)[WEST]
    assert herne["takeup_ha_a"] == 4.0 and herne["takeup_years_n"] == 1
    warnings = " ".join(results["log"].warnings)
    for part in ("1 record of unknown hectares", "1 record without a year", "1 record without a municipality key"):
        assert part in warnings


@pytest.mark.parametrize("parameter", ["TAKEUP", "DEMAND"])
def test_gross_or_mixed_hectares_are_refused(parameter: str) -> None:
    def given(*basis: str | None) -> QgsVectorLayer:
        ags = [WEST, EAST][: len(basis)]
        if parameter == "TAKEUP":
            return takeup(*((key, 2020, 1.0) for key in ags), basis=list(basis), name="Angaben")
        return layer("Angaben", None, ags=ags, demand_ha=[1.0] * len(ags), basis=list(basis))

    mixed = sentence(one(), **{parameter: given("net", "gross")})
    assert "Angaben" in mixed and "basis" in mixed and "mixed" in mixed
    gross = sentence(one(), **{parameter: given("gross", "gross")})
    assert "Angaben" in gross and "gross" in gross and "net" in gross
    results = run(one(), **{parameter: given("net", None)})
    assert any("without a basis" in line for line in results["log"].info)


@pytest.mark.parametrize(
    ("parameter", "columns"),
    [
        ("TAKEUP", {"year": [2020, 2020], "ha": [1.0, 1.0]}),
        ("DEMAND", {"demand_ha": [1.0, 1.0]}),
        ("CONTINGENT", {"contingent_ha": [1.0, 1.0]}),
        ("EMPLOYEES", {"employees": [1.0, 1.0]}),
    ],
)
def test_records_of_unknown_municipalities_are_named(parameter: str, columns: dict[str, list]) -> None:
    given = layer("Angaben", None, ags=[WEST, "05315000"], **columns)
    results = run(one(), **{parameter: given})
    assert any("Angaben" in line and "1 record" in line and "05315000" in line for line in results["log"].warnings)
    assert len(rows(results["OUTPUT"])) == 2


@pytest.mark.parametrize(
    ("parameter", "field", "columns"),
    [
        ("TAKEUP", "ha", {"year": [2020]}),
        ("DEMAND", "demand_ha", {}),
        ("CONTINGENT", "contingent_ha", {}),
        ("EMPLOYEES", "employees", {}),
    ],
)
def test_negative_numbers_are_refused(parameter: str, field: str, columns: dict[str, list]) -> None:
    said = sentence(one(), **{parameter: layer("Angaben", None, ags=[WEST], **columns, **{field: [-0.5]})})
    assert "Angaben" in said and f"“{field}”" in said and "-0.5" in said


# --------------------------------------------------------------------------------------------------------------- demand
def test_a_list_of_demand_counts_instead_of_the_model() -> None:
    listed = layer("Bedarf", None, ags=[WEST], demand_ha=[30.0], regional_share=[0.4])
    found = towns(run(one(), TAKEUP=takeup((WEST, 2020, 1.0), (EAST, 2020, 1.0)), DEMAND=listed, REGIONAL_SHARE=0.1))
    herne, bochum = found[WEST], found[EAST]
    assert herne["demand_ha"] == 30.0 and herne["demand_source"] == "listed"
    assert herne["demand_monitoring_ha"] == pytest.approx(22.0)
    assert herne["demand_local_ha"] == pytest.approx(18.0) and herne["demand_regional_ha"] == pytest.approx(12.0)
    assert herne["deficit_ha"] == pytest.approx(29.0) and herne["deficit_regional_ha"] == pytest.approx(12.0)
    assert bochum["demand_ha"] is None and bochum["deficit_ha"] is None and bochum["reason"] == "no_demand"


def test_a_municipality_that_stands_twice_is_refused() -> None:
    for parameter, field in (("DEMAND", "demand_ha"), ("CONTINGENT", "contingent_ha")):
        said = sentence(one(), **{parameter: layer("Liste", None, ags=[WEST, WEST], **{field: [1.0, 2.0]})})
        assert "Liste" in said and WEST in said and "more than once" in said


def test_local_and_regional_demand() -> None:
    given = takeup((WEST, 2020, 1.0))
    unknown = towns(run(one(), TAKEUP=given))[WEST]
    assert unknown["demand_local_ha"] is None and unknown["demand_regional_ha"] is None
    assert unknown["deficit_regional_ha"] is None and unknown["deficit_ha"] == pytest.approx(21.0)
    results = run(one(), TAKEUP=given, REGIONAL_SHARE=0.25, KREIS="TEMPORARY_OUTPUT")
    herne = towns(results)[WEST]
    assert herne["demand_regional_ha"] == pytest.approx(5.5) and herne["demand_local_ha"] == pytest.approx(16.5)
    assert herne["deficit_regional_ha"] == pytest.approx(5.5)
    kreis = {row["kreis_ags"]: row for row in rows(results["KREIS"])}
    assert kreis["05916"]["demand_regional_ha"] == pytest.approx(5.5)
    assert kreis["05911"]["demand_regional_ha"] is None


def test_contingents() -> None:
    given = layer("Kontingente", None, ags=[WEST], contingent_ha=[5.0])
    found = towns(run(one(), TAKEUP=takeup((WEST, 2020, 1.0), (EAST, 2020, 1.0)), CONTINGENT=given))
    assert found[WEST]["deficit_ha"] == pytest.approx(4.0) and found[WEST]["balance_ha"] == pytest.approx(-21.0)
    assert found[EAST]["deficit_ha"] is None and found[EAST]["reason"] == "no_contingent"
    enough = layer("Kontingente", None, ags=[WEST, EAST], contingent_ha=[0.5, 0.0])
    assert run(one(), CONTINGENT=enough)["DEFICIT_HA"] == 0.0


def employees(*rows: tuple) -> QgsVectorLayer:
    columns = {field: [row[place] for row in rows] for place, field in enumerate(("ags", "employees", "branch"))}
    return layer("Beschäftigte", None, **columns)


def test_gifpro_gives_the_check_value_of_its_source() -> None:
    results = run(one(), EMPLOYEES=employees((WEST, 10_000.0, None)), DEMAND_MODEL=1)
    herne = towns(results)[WEST]
    assert herne["demand_gifpro_ha"] == pytest.approx(28.6875)  # 10,000 · 0.0085 · 225 · 0.75 · 20 / 10,000
    assert herne["demand_ha"] == pytest.approx(28.6875) and herne["demand_source"] == "gifpro"
    assert herne["demand_monitoring_ha"] is None and herne["supply_years_all"] is None
    assert herne["balance_ha"] == pytest.approx(1.0 - 28.6875) and herne["reason"] == "no_takeup"
    named = [line for line in results["log"].warnings if "not verified" in line]
    assert len(named) == 2 and "reuse = 0.25" in named[0] and "branches.other" not in named[0]
    assert "other.land = 225" in named[0] and "q_new" not in named[0]  # the quotas were seen in their source
    (spread,) = [line for line in results["log"].info if line.startswith("Demand by model")]
    assert "GIFPRO (employees) 28.7 ha (1 of 2 municipalities)" in spread and "monitoring" not in spread


def test_branches_and_the_spread_of_the_models() -> None:
    given = employees((WEST, 1_000.0, "services"), (WEST, 500.0, "unheard of"), (EAST, None, None))
    found = towns(run(one(), EMPLOYEES=given, TAKEUP=takeup((WEST, 2020, 1.0))))
    quota, years = 0.0085, 20
    expected = (1_000 * 0.333 + 500) * quota * 225 * 0.75 * years / 10_000
    assert found[WEST]["demand_gifpro_ha"] == pytest.approx(expected, abs=1e-4)
    tbs = (1_000 * 0.333 * 75 + 500 * 225) * quota * 0.75 * years / 10_000
    assert found[WEST]["demand_tbs_gifpro_ha"] == pytest.approx(tbs, abs=1e-4)
    assert found[WEST]["demand_ha"] == pytest.approx(22.0) and found[WEST]["demand_source"] == "monitoring"
    assert found[EAST]["demand_gifpro_ha"] is None


def test_own_parameters(tmp_path: Path) -> None:
    given = employees((WEST, 1_000.0, None))
    own = json.dumps({"gifpro": {"reuse": 0.0}, "tbs_gifpro": {"branches": {"other": {"trend": 0.02}}}})
    results = run(one(), EMPLOYEES=given, DEMAND_PARAMETERS=own)
    herne = towns(results)[WEST]
    assert herne["demand_gifpro_ha"] == pytest.approx(3.825)
    growth = sum(1.02**year for year in range(1, 21)) / 20
    assert herne["demand_tbs_gifpro_ha"] == pytest.approx(2.86875 * growth, abs=1e-4)
    assert not any("reuse = 0" in line for line in results["log"].warnings if line.startswith("GIFPRO"))
    file = tmp_path / "eigene.yaml"
    file.write_text("gifpro:\n  branches:\n    other: {land: 100}\n", encoding="utf-8")
    results = run(one(), EMPLOYEES=given, DEMAND_PARAMETERS=str(file))
    assert towns(results)[WEST]["demand_gifpro_ha"] == pytest.approx(1.275)
    history = " ".join(results["OUTPUT"].metadata().history())
    assert "eigene.yaml" in history and str(tmp_path) not in history


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("/nirgends/x.yaml", "x.yaml"),
        ("{kaputt", "DEMAND_PARAMETERS"),
        ("{}x", "DEMAND_PARAMETERS"),
        ('{"andere": {}}', "andere"),
        ('{"gifpro": {"reuse": 2}}', "reuse"),
        ('{"gifpro": {"reuse": null}}', "reuse"),
        ('{"gifpro": {"reuse": {"value": "viel"}}}', "viel"),
        ('{"gifpro": {"branches": {"other": {"farbe": 1}}}}', "gifpro.other"),
        ('{"gifpro": {"branches": {"neu": {"share": -1}}}}', "neu.share"),
        ('{"gifpro": 3}', "gifpro"),
    ],
)
def test_parameters_that_cannot_be_used(given: str, part: str) -> None:
    said = sentence(one(), EMPLOYEES=employees((WEST, 1.0, None)), DEMAND_PARAMETERS=given)
    assert "DEMAND_PARAMETERS" in said and part in said and "demand_models.yaml" in said


def test_parameters_with_anchors_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "anker.yaml"
    file.write_text("gifpro: &a {reuse: 0.1}\ntbs_gifpro: *a\n", encoding="utf-8")
    assert "DEMAND_PARAMETERS" in sentence(one(), DEMAND_PARAMETERS=str(file))


def test_the_shipped_parameters_say_what_is_verified() -> None:
    found = demandmodels.read("")
    assert set(found.unverified["gifpro"]) == {
        "other.share = 1", "other.land = 225", "services.share = 0.333", "services.land = 225", "reuse = 0.25",
    }  # fmt: skip
    assert "services.land = 75" not in found.unverified["tbs_gifpro"]
    assert len(found.unverified["tbs_gifpro"]) > 15


def test_a_model_of_employees_without_employees() -> None:
    said = sentence(one(), DEMAND_MODEL=2)
    assert "DEMAND_MODEL" in said and "TBS-GIFPRO" in said and "EMPLOYEES" in said


@pytest.mark.parametrize("given", ["1,0.5,0", "1,0.5,0.6,0", "1,0.75,0.25,0,0", "a,b,c,d", "1.1,1,0,0", "1,1,0,-0.1"])
def test_weights_that_cannot_be_used(given: str) -> None:
    said = sentence(one(), RESTRICTION_WEIGHTS=given)
    assert "RESTRICTION_WEIGHTS" in said and given in said


def test_weights() -> None:
    given = plots(*hectares(4, 6, 10, 2), restriction=[0, 1, 2, 3])
    assert towns(run(given, RESTRICTION_WEIGHTS="1,1,0.5,0.5"))[WEST]["weighted_ha"] == pytest.approx(16.0)
    assert towns(run(given, RESTRICTION_WEIGHTS="1; 0,5; 0,1; 0"))[WEST]["weighted_ha"] == pytest.approx(8.0)


# ----------------------------------------------------------------------------------------------------- Kreis and region
def three_towns() -> QgsVectorLayer:
    """Two municipalities of Kreis Unna beside each other, and Herne."""
    shapes = [box(0, 0, 1_000, 5_000), box(1_000, 0, 1_000, 5_000), box(5_000, 0, 1_000, 5_000)]
    return layer("Gemeinden", shapes, ags=["05978004", "05978020", WEST], name=["Bergkamen", "Kamen", "Herne"])


def test_a_kreis_adds_up_and_a_surplus_covers_no_deficit() -> None:
    given = plots(box(900, 0, 200, 100), box(0, 200, 1_000, 1_000), restriction=[0, 0])
    use = takeup(("05978004", 2020, 1.0), ("05978020", 2020, 2.0), (WEST, 2020, 1.0))
    results = run(given, MUNICIPALITIES=three_towns(), TAKEUP=use, KREIS="TEMPORARY_OUTPUT")
    unna = {row["kreis_ags"]: row for row in rows(results["KREIS"])}["05978"]
    assert unna["kreis"] == "Unna" and unna["n_plots"] == 2  # the plot across the border inside counts once
    assert unna["net_ha"] == pytest.approx(102.0) and unna["takeup_ha_a"] == pytest.approx(3.0)
    assert unna["supply_years_all"] == pytest.approx(34.0) and unna["balance_ha"] == pytest.approx(102.0 - 66.0)
    assert unna["deficit_ha"] == pytest.approx(43.0)  # Kamen's: 44 − 1
    assert results["DEFICIT_HA"] == pytest.approx(43.0 + 22.0)


def test_a_kreis_with_unknown_take_up_has_no_years() -> None:
    use = takeup(("05978004", 2020, 1.0))
    results = run(one(), MUNICIPALITIES=three_towns(), TAKEUP=use, KREIS="TEMPORARY_OUTPUT")
    kreise = {row["kreis_ags"]: row for row in rows(results["KREIS"])}
    assert kreise["05978"]["takeup_ha_a"] is None and kreise["05978"]["reason"] == "partly_takeup;no_demand"
    assert kreise["05916"]["reason"] == "no_takeup;no_demand"
    assert results["TAKEUP_HA_A"] is None
    assert any("known for 1 of 3 municipalities (1.0 ha/a" in line for line in results["log"].warnings)


def test_the_numbers_are_the_sums_of_the_rows() -> None:
    given = plots(*hectares(4, 6, 10), box(4_900, 800, 200, 100), restriction=[0, 1, None, 2])
    results = run(given, TAKEUP=takeup((WEST, 2020, 2.0), (EAST, 2020, 1.0)))
    found = rows(results["OUTPUT"])
    for name in ("gross_ha", "net_ha", "weighted_ha", "demand_ha", "balance_ha", "deficit_ha", *RESTRICTION_HA):
        assert results[name.upper()] == pytest.approx(sum(row[name] for row in found), abs=0.001), name
    assert results["SUPPLY_YEARS_ALL"] == pytest.approx(22.0 / 3.0, abs=1e-4)
    said = " ".join(results["log"].info)
    assert "Planning view: supply 22.0 ha" in said and "Market view: supply 9.0 ha" in said


# ----------------------------------------------------------------------------------------------------------- the plan
def test_position_to_the_regional_plan() -> None:
    areas = [box(0, 0, 1_000, 2_000), box(1_000, 0, 1_000, 2_000), box(2_000, 0, 1_000, 2_000)]
    plan = layer("Regionalplan", areas, use_rp=["GIB", "GIB", "ASB"])
    given = plots(
        box(950, 500, 100, 100),  # across a boundary between two areas of one use
        box(1_800, 500, 100, 100),  # 100 m from the ASB
        box(1_850, 700, 100, 100),  # 50 m from it
        box(1_960, 900, 100, 100),  # across it
        box(3_200, 500, 100, 100),  # 200 m outside
        box(3_040, 700, 100, 100),  # 40 m outside
    )
    results = run(given, PLAN=plan, PLOTS_OUT="TEMPORARY_OUTPUT")
    found = {row["plot_id"]: row for row in rows(results["PLOTS_OUT"])}
    assert [found[f"p{n}"]["plan_class"] for n in range(6)] == ["inside", "inside", "edge", "edge", "outside", "edge"]
    assert [found[f"p{n}"]["plan_use"] for n in range(6)] == ["GIB", "GIB", "GIB", "ASB", None, None]
    assert found["p2"]["plan_edge_m"] == pytest.approx(50.0) and found["p3"]["plan_edge_m"] == 0.0
    assert found["p1"]["plan_edge_m"] is None and found["p3"]["plan_share"] == pytest.approx(0.6)
    assert found["p0"]["net_ha"] == 1.0 and found["p0"]["size_class"] == "1_5" and found["p0"]["plot_type"]
    herne = towns(results)[WEST]
    assert (herne["plan_inside_ha"], herne["plan_edge_ha"], herne["plan_outside_ha"]) == (2.0, 3.0, 1.0)
    wide = towns(run(given, PLAN=plan, PLAN_TOLERANCE=100))[WEST]
    assert (wide["plan_inside_ha"], wide["plan_edge_ha"]) == (1.0, 4.0)  # exactly at the tolerance is at the edge
    assert towns(run(given))[WEST]["plan_edge_ha"] is None


def test_plots_keep_their_own_fields() -> None:
    given = plots(*hectares(1, 0.1, 2), plot_type=["fnp_reserve", "fnp_reserve", "existing"], name=["a", "b", "c"])
    found = rows(run(given, PLOTS_OUT="TEMPORARY_OUTPUT")["PLOTS_OUT"])
    assert [(row["name"], row["net_ha"], row["size_class"]) for row in found] == [
        ("a", 1.0, "1_5"),
        ("b", None, None),
        ("c", None, None),
    ]


# --------------------------------------------------------------------------------------------------------------- charts
SVG = "{http://www.w3.org/2000/svg}"


def test_the_chart_shows_the_unknown_as_a_class_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "bilanz.svg"
    given = plots(*hectares(4, 6), box(6_000, 0, 300, 100), restriction=[0, None, 1])
    results = run(given, TAKEUP=takeup((WEST, 2020, 2.0)), CHARTS=str(file))
    assert results["CHARTS"] == str(file)
    drawing = ET.fromstring(file.read_text(encoding="utf-8"))
    words = [text.text for text in drawing.iter(f"{SVG}text")]
    assert {"Herne", "Bochum", "Unknown", "5.0 / 2.0"} <= set(words)
    assert any("n/a" in word and "Take-up in the period unknown" in word for word in words)
    widths = [float(box.get("width")) for box in drawing.iter(f"{SVG}rect") if float(box.get("height")) == 18.0]
    three, four, six = widths[:3]  # Bochum, then Herne with 4 ha and 6 ha that are unknown
    assert four / three == pytest.approx(4 / 3, abs=0.01) and six / three == pytest.approx(2.0, abs=0.01)
    assert len(list(drawing.iter(f"{SVG}path"))) == 2  # the hatching of the legend and of 6 ha
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bilanz.svg"]


def test_the_page_has_a_chart_for_every_kreis_and_escapes_names(tmp_path: Path) -> None:
    file = tmp_path / "bilanz.html"
    shapes = [box(-5_000, -5_000, 10_000, 10_000), box(5_000, -5_000, 5_000, 10_000)]
    evil = layer("Gemeinden", shapes, ags=[WEST, EAST], name=["<script>alert(1)</script>", "Bochum & Co"])
    run(one(), MUNICIPALITIES=evil, CHARTS=str(file))
    page = file.read_text(encoding="utf-8")
    assert page.count("<svg ") == 3 and "<script>" not in page
    assert "&lt;script&gt;" in page and "Bochum &amp; Co" in page
    assert "not available" in page and ">n/a</td>" in page


def test_charts_of_another_kind_and_place(tmp_path: Path) -> None:
    said = sentence(one(), CHARTS=str(tmp_path / "bilanz.pdf"))
    assert "bilanz.pdf" in said and ".svg" in said
    assert str(tmp_path / "fehlt") in sentence(one(), CHARTS=str(tmp_path / "fehlt" / "bilanz.svg"))
    old = tmp_path / "alt.svg"
    old.write_text("alt", encoding="utf-8")
    sentence(one(), CHARTS=str(old), RESTRICTION_WEIGHTS="0,1,1,1")
    assert old.read_text(encoding="utf-8") == "alt" and list(tmp_path.iterdir()) == [old]


def test_the_map_hatches_what_nobody_knows(tmp_path: Path) -> None:
    target = tmp_path / "bilanz.gpkg"
    run(one(), TAKEUP=takeup((WEST, 2020, 0.15)), OUTPUT=str(target))
    made = QgsVectorLayer(str(target), "Bilanz", "ogr")
    context = QgsRenderContext()
    context.expressionContext().appendScope(QgsExpressionContextUtils.layerScope(made))
    renderer = made.renderer()
    renderer.startRender(context, made.fields())
    classes = {}
    for feature in made.getFeatures():
        context.expressionContext().setFeature(feature)
        keys = renderer.legendKeysForFeature(feature, context)
        classes[feature["ags"]] = [key for key in keys if key.startswith("years")]
    renderer.stopRender(context)
    assert classes == {WEST: ["years_5"], EAST: ["years_unknown"]}  # 6.7 years; Bochum's take-up is unknown


def test_no_municipality_at_all() -> None:
    nameless = layer("Gebiete", [box(0, 0, 100, 100)], ags=[None], name=["Herne"])
    assert "Gebiete" in sentence(one(), MUNICIPALITIES=nameless)


def test_no_plots_at_all() -> None:
    empty = layer("Flächen", [], plot_id=[], plot_type=[])
    results = run(empty, KREIS="TEMPORARY_OUTPUT", OUTSIDE="TEMPORARY_OUTPUT", PLOTS_OUT="TEMPORARY_OUTPUT")
    assert results["NET_HA"] == 0.0 and results["N_PLOTS"] == 0 and len(rows(results["KREIS"])) == 2
