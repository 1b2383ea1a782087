"""`cooperationsites` through the registry: the oracle, fields with known values, the account of all land."""

from __future__ import annotations

import json
import math

import processing
import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsVectorLayer,
)

from ruhr_planner.model import codes
from ruhr_planner.model.results import SITE
from tests.qgis.test_landbalance import Log

X, Y = 376_000.0, 5_712_000.0
CUSTOM, NET, GROSS, USABLE = 3, 0, 1, 2
SIDE = math.sqrt(42_000.0)

pytestmark = pytest.mark.usefixtures("provider")


def box(west: float, south: float, width: float, height: float) -> QgsGeometry:
    east, north = west + width, south + height
    return QgsGeometry.fromWkt(
        f"POLYGON(({X + west!r} {Y + south!r},{X + east!r} {Y + south!r},{X + east!r} {Y + north!r},"
        f"{X + west!r} {Y + north!r},{X + west!r} {Y + south!r}))"
    )


def line(*points: tuple[float, float]) -> QgsGeometry:
    return QgsGeometry.fromWkt("LINESTRING(" + ",".join(f"{X + x!r} {Y + y!r}" for x, y in points) + ")")


def layer(kind: str, fields: str, rows: list[tuple], crs: str = "EPSG:25832", name: str = "Flächen") -> QgsVectorLayer:
    """A memory layer of rows (geometry, value …) with fields such as "plot_id:string,restriction:integer"."""
    made = QgsVectorLayer(
        f"{kind}?crs={crs}&" + "&".join(f"field={field}" for field in fields.split(",")), name, "memory"
    )
    features = []
    for geometry, *values in rows:
        feature = QgsFeature(made.fields())
        feature.setGeometry(geometry)
        feature.setAttributes(values)
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    return made


def plots(*shapes: QgsGeometry, crs: str = "EPSG:25832", **columns: list) -> QgsVectorLayer:
    """Plots p0, p1 … of type fnp_reserve, with further columns of text or numbers."""
    names = {"plot_type": ["fnp_reserve"] * len(shapes), **columns}
    kinds = {"restriction": "integer", "brownfield": "integer", "area_net_ha": "double"}
    fields = ",".join(["plot_id:string", *(f"{name}:{kinds.get(name, 'string')}" for name in names)])
    rows = [(shape, f"p{k}", *(names[name][k] for name in names)) for k, shape in enumerate(shapes)]
    return layer("Polygon", fields, rows, crs)


def municipalities(*areas: tuple[QgsGeometry, str]) -> QgsVectorLayer:
    return layer("Polygon", "ags:string,name:string", [(area, ags, ags) for area, ags in areas], name="Gemeinden")


def run(given: QgsVectorLayer, **parameters: object) -> dict:
    """Run with the custom preset and gross area unless told otherwise."""
    defaults = {"PRESET": CUSTOM, "MIN_AREA": 8, "AREA_BASIS": GROSS, "OUTPUT": "TEMPORARY_OUTPUT"}
    return processing.run("ruhr_planner:cooperationsites", {"PLOTS": given, **defaults, **parameters})


def rows(layer: QgsVectorLayer) -> list[dict]:
    """The records as dictionaries, unknown values as None on Qt 5 and Qt 6."""
    names = layer.fields().names()
    return [
        {name: None if value == NULL else value for name, value in zip(names, feature.attributes())}
        for feature in layer.getFeatures()
    ]


def sites(given: QgsVectorLayer, **parameters: object) -> list[dict]:
    return rows(run(given, **parameters)["OUTPUT"])


@pytest.fixture
def two() -> QgsVectorLayer:
    """The contract's two squares of 4.2 ha, 12 m apart."""
    return plots(box(0, 0, SIDE, SIDE), box(SIDE + 12, 0, SIDE, SIDE))


# ---------------------------------------------------------------------------------------------------------- the oracle
def test_a_gap_of_10_m_does_not_bridge_12_m(two):
    assert sites(two, GAP=10) == []


def test_a_gap_of_15_m_makes_one_site_of_8_40_ha_gross(two):
    result = run(two, GAP=15)
    (site,) = rows(result["OUTPUT"])
    assert site["gross_ha"] == pytest.approx(8.40, abs=1e-4)
    assert site["plot_ids"] == "p0;p1"
    assert (result["SITES"], result["SITES_GE5"], result["SITES_GE8"]) == (1, 1, 1)
    (feature,) = result["OUTPUT"].getFeatures()
    assert feature.geometry().area() == pytest.approx(84_000.0, abs=0.01)


def test_five_hectares_net_make_one_site_of_6_30_ha(two):
    (site,) = sites(two, MIN_AREA=5, AREA_BASIS=NET)
    assert site["net_ha"] == pytest.approx(6.30, abs=1e-4)
    assert (site["meets_5"], site["meets_8"], site["meets_50"], site["meets_8_single"]) == (1, 0, 0, 0)
    assert site["single_net_ha"] == pytest.approx(3.15, abs=1e-4)


def test_a_motorway_between_leaves_none(two):
    motorway = layer("LineString", "kind:string", [(line((SIDE + 6, -500), (SIDE + 6, 900)), "motorway")])
    assert sites(two, BARRIERS=motorway) == []
    assert sites(two, BARRIERS=motorway, FACING_MIN=0) == []


def test_a_motorway_elsewhere_changes_nothing(two):
    beside = layer("LineString", "kind:string", [(line((-40, -500), (-40, 900)), "motorway")])
    assert sites(two, BARRIERS=beside) == sites(two)


def test_a_motorway_along_the_common_edge_of_touching_plots_parts_them():
    touching = plots(box(0, 0, SIDE, SIDE), box(SIDE, 0, SIDE, SIDE))
    motorway = layer("LineString", "kind:string", [(line((SIDE, -500), (SIDE, 900)), "motorway")])
    assert len(sites(touching)) == 1
    assert sites(touching, BARRIERS=motorway) == []


# ------------------------------------------------------------------------------------------------------ fields, values
def test_envelope_and_shape_of_the_two_squares(two):
    (site,) = sites(two)
    length = 2 * SIDE + 12
    assert site["bridged_ha"] == pytest.approx(12 * SIDE / 1e4, abs=1e-3)
    assert site["usable_ha"] == pytest.approx(length * SIDE / 1e4, abs=1e-3)
    assert site["largest_usable_ha"] == site["usable_ha"]
    assert (site["obb_length_m"], site["obb_width_m"]) == pytest.approx((length, SIDE), abs=0.01)
    assert site["inscribed_d_m"] == pytest.approx(SIDE, abs=1.0)
    assert site["compactness"] == pytest.approx(math.pi * length * SIDE / (length + SIDE) ** 2, abs=1e-4)
    assert site["convexity"] == pytest.approx(1.0, abs=1e-4)
    assert site["note"] == "keine planungsrechtliche Festlegung"


def test_without_a_gap_to_bridge_one_establishment_fits():
    (site,) = sites(plots(box(0, 0, 300, 300), box(300.3, 0, 300, 300)), AREA_BASIS=NET)
    assert site["single_net_ha"] == pytest.approx(13.5)
    assert site["meets_8_single"] == 1


def test_a_strip_is_not_usable():
    strip = plots(box(0, 0, 300, 300), box(300, 0, 900, 60))
    (site,) = sites(strip)
    assert site["gross_ha"] == pytest.approx(14.4)
    assert site["usable_ha"] == pytest.approx(9.0, abs=0.01)
    assert sites(strip, MIN_AREA=10, AREA_BASIS=USABLE) == []
    assert len(sites(strip, MIN_AREA=10)) == 1


def test_an_overlap_counts_once():
    (site,) = sites(plots(box(0, 0, 300, 300), box(200, 0, 300, 300)))
    assert site["gross_ha"] == pytest.approx(15.0)
    assert site["net_ha"] == pytest.approx(15.0 * 0.75)
    assert sum(json.loads(site["restriction_ha"]).values()) == pytest.approx(15.0)


def test_a_plot_recorded_twice_counts_once():
    (site,) = sites(plots(box(0, 0, 300, 300), box(0, 0, 300, 300)))
    assert (site["n_plots"], site["gross_ha"], site["net_ha"]) == (2, pytest.approx(9.0), pytest.approx(6.75))


def test_net_land_recorded_serviced_and_by_factor():
    shapes = [box(k * 210, 0, 200, 200) for k in range(4)]
    given = plots(
        *shapes,
        plot_type=["fnp_reserve", "building_gap", "brownfield", "fnp_reserve"],
        planning_status=["fnp", "fnp", "bplan_in_force", "fnp"],
        area_net_ha=[None, None, None, 2.0],
    )
    (site,) = sites(given)
    assert site["net_ha"] == pytest.approx(3.0 + 4.0 + 4.0 + 2.0)


def test_hard_exclusions_are_deducted_and_soft_ones_are_not():
    excluded = layer(
        "Polygon",
        "kind:string,mode:string",
        [(box(0, 0, 100, 100), "nature", "hard"), (box(200, 200, 100, 100), "forest", "soft")],
    )
    (site,) = sites(plots(box(0, 0, 300, 300), area_net_ha=[4.5]), EXCLUSIONS=excluded)
    assert site["gross_ha"] == pytest.approx(8.0)
    assert site["net_ha"] == pytest.approx(4.0)  # what was recorded for 9 ha, scaled to 8 ha
    assert json.loads(site["excluded_ha"]) == {"nature": 1.0}


def test_pieces_under_the_smallest_plot_are_dropped_and_listed():
    cut = layer("Polygon", "kind:string,mode:string", [(box(20, -10, 20, 400), "water", "hard")])
    result = run(plots(box(0, 0, 400, 60), box(420, 0, 300, 300)), EXCLUSIONS=cut, GAP=25, REJECTED="TEMPORARY_OUTPUT")
    (site,) = rows(result["OUTPUT"])
    assert site["gross_ha"] == pytest.approx(360 * 60 / 1e4 + 9.0)
    (dropped,) = [row for row in rows(result["REJECTED"]) if row["reason"] == codes.SITE_REASON.min_plot]
    assert (dropped["plot_ids"], dropped["gross_ha"]) == ("p0", pytest.approx(0.12))
    assert dropped["shortfall_ha"] == pytest.approx(0.08)


def test_restriction_above_the_limit_is_left_out_and_unknown_is_kept():
    given = plots(*(box(k * 210, 0, 200, 200) for k in range(4)), restriction=[0, None, 2, 3])
    (site,) = sites(given)
    assert site["plot_ids"] == "p0;p1;p2"
    assert site["completeness"] == pytest.approx(2 / 3, abs=1e-4)
    assert site["restriction_max"] == 2
    assert json.loads(site["restriction_ha"]) == {"0": 4.0, "2": 4.0, "unknown": 4.0}
    (site,) = sites(given, MAX_RESTRICTION=3)
    assert site["restriction_max"] == 3


def test_a_site_of_partly_unknown_restriction_is_not_said_to_have_none():
    (site,) = sites(plots(box(0, 0, 300, 300), box(310, 0, 300, 300), restriction=[0, None]))
    assert (site["restriction_max"], site["completeness"]) == (None, pytest.approx(0.5, abs=1e-3))
    (site,) = sites(plots(box(0, 0, 300, 300), box(310, 0, 300, 300), restriction=[0, 0]))
    assert site["restriction_max"] == 0


def test_a_recorded_net_area_above_the_gross_area_is_named():
    log = Log()
    given = plots(box(0, 0, 300, 300), box(310, 0, 300, 300), area_net_ha=[84.0, 9.0])
    parameters = {"PLOTS": given, "PRESET": CUSTOM, "OUTPUT": "TEMPORARY_OUTPUT"}
    processing.run("ruhr_planner:cooperationsites", parameters, feedback=log)
    assert any("net area of 1 plot is larger than its gross area: p0" in text for text in log.warnings)


def test_existing_land_and_company_reserves_take_part_only_if_asked_for():
    given = plots(box(0, 0, 300, 300), box(310, 0, 300, 300), plot_type=["existing", "company_reserve"])
    assert sites(given) == []
    index = codes.PLOT_TYPE.index("company_reserve")
    (site,) = sites(given, PLOT_TYPES=[index])
    assert site["plot_ids"] == "p1"


def test_brownfield_is_a_type_and_a_property():
    given = plots(
        *(box(k * 210, 0, 200, 200) for k in range(4)),
        plot_type=["brownfield", "fnp_reserve", "fnp_reserve", "fnp_reserve"],
        brownfield=[None, 1, 0, None],
    )
    (site,) = sites(given)
    assert site["brownfield_share"] == pytest.approx(0.5)
    (site,) = sites(plots(box(0, 0, 300, 300)))
    assert site["brownfield_share"] is None


def test_shares_of_the_municipalities_and_the_border_rule():
    given = plots(box(0, 0, 300, 300), box(310, 0, 100, 300))
    border = municipalities((box(-500, -500, 830, 2000), "05911000"), (box(330, -500, 900, 2000), "05913000"))
    (site,) = sites(given, MUNICIPALITIES=border)
    shares = json.loads(site["ags_shares"])
    assert list(shares) == ["05911000", "05913000"]
    assert shares["05913000"] == pytest.approx(80 / 400, abs=1e-6)
    assert sum(shares.values()) == pytest.approx(1.0, abs=2e-6)
    assert (site["n_ags"], site["ags_list"], site["cross_border"]) == (2, "05911000;05913000", 1)
    (site,) = sites(given, MUNICIPALITIES=border, CROSS_BORDER_SHARE=0.3)
    assert site["cross_border"] == 0
    (site,) = sites(plots(box(0, 0, 300, 300)), MUNICIPALITIES=border, CROSS_BORDER_SHARE=0)
    assert (site["n_ags"], site["cross_border"]) == (1, 0)


def test_without_municipalities_the_shipped_ones_serve():
    (site,) = sites(plots(box(0, 0, 300, 300)))
    assert site["ags_list"] == "05916000"
    assert json.loads(site["ags_shares"]) == {"05916000": 1.0}


def test_distance_to_sensitive_uses_and_its_class():
    given = plots(box(0, 0, 300, 300))
    homes = layer("Polygon", "kind:string", [(box(550, 0, 50, 300), "residential")])
    (site,) = sites(given, SENSITIVE=homes)
    assert site["sensitive_dist_m"] == pytest.approx(250.0)
    assert site["distance_class"] == "VI"
    zones = json.loads(site["distance_class_ha"])
    assert sum(zones.values()) == pytest.approx(9.0, abs=1e-3)
    # 300 m and more from x = 550 lies all land west of x = 250; between 500 and 550 m keeps class IV
    assert zones["VI"] == pytest.approx(50 * 300 / 1e4, abs=0.01)
    assert zones["V"] == pytest.approx(200 * 300 / 1e4, abs=0.02)
    assert zones["IV"] == pytest.approx(50 * 300 / 1e4, abs=0.02)
    assert zones["none"] == 0.0
    (site,) = sites(given)
    assert (site["sensitive_dist_m"], site["distance_class"], site["distance_class_ha"]) == (None, None, None)


def test_beside_homes_only_uses_that_do_not_disturb():
    homes = layer("Polygon", "kind:string", [(box(350, 0, 50, 300), "residential")])
    (site,) = sites(plots(box(0, 0, 300, 300)), SENSITIVE=homes)
    assert site["distance_class"] == "none"


def test_distances_to_location_factors_make_a_field_for_each_kind():
    factors = layer(
        "Point",
        "kind:string",
        [
            (QgsGeometry.fromWkt(f"POINT({X + 1300} {Y + 100})"), "motorway_junction"),
            (QgsGeometry.fromWkt(f"POINT({X + 700} {Y + 100})"), "motorway_junction"),
            (QgsGeometry.fromWkt(f"POINT({X + 300} {Y + 2300})"), "port"),
        ],
    )
    (site,) = sites(plots(box(0, 0, 300, 300)), FACTORS=factors)
    assert site["dist_motorway_junction_m"] == pytest.approx(400.0)
    assert site["dist_port_m"] == pytest.approx(2000.0)


# ------------------------------------------------------------------------------------------------- presets, parameters
@pytest.mark.parametrize(
    ("preset", "hectares", "found"),
    [(0, 10.6, 0), (0, 10.7, 1), (1, 4.9, 0), (1, 5.1, 1), (2, 49, 0), (2, 51, 1), (3, 10.6, 0), (3, 10.7, 1)],
)
def test_presets_set_area_and_basis(preset, hectares, found):
    given = plots(box(0, 0, math.sqrt(hectares * 1e4), math.sqrt(hectares * 1e4)))
    assert len(sites(given, PRESET=preset, MIN_AREA=None, AREA_BASIS=None)) == found


def test_a_given_minimum_overrides_the_preset(two):
    assert sites(two, PRESET=0, MIN_AREA=None, AREA_BASIS=None) == []
    assert len(sites(two, PRESET=0, MIN_AREA=6, AREA_BASIS=None)) == 1
    assert len(sites(two, PRESET=0, MIN_AREA=None, AREA_BASIS=GROSS)) == 1


def test_the_preset_for_small_firms_asks_for_the_asb():
    given = plots(*(box(k * 500, 0, 200, 200) for k in range(4)), use_rp=["GIB", "ASB", "ASB_GE", None])
    found = sites(given, PRESET=4, MIN_AREA=None, AREA_BASIS=None)
    assert sorted(site["plot_ids"] for site in found) == ["p1", "p2"]


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326", "EPSG:31466"])
def test_measures_are_in_25832_whatever_the_layer_is_in(two, crs):
    there = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:25832"), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )
    shapes = [feature.geometry() for feature in two.getFeatures()]
    for shape in shapes:
        shape.transform(there)
    (site,) = sites(plots(*shapes, crs=crs))
    assert site["gross_ha"] == pytest.approx(8.40, abs=1e-3)
    assert site["obb_length_m"] == pytest.approx(2 * SIDE + 12, abs=0.05)


def test_the_feature_id_serves_where_plots_have_no_id():
    given = layer("Polygon", "plot_type:string", [(box(0, 0, 300, 300), "fnp_reserve")])
    (site,) = sites(given)
    assert site["plot_ids"] == "1"


def test_ids_depend_on_the_plots_only(two):
    (one,) = sites(two)
    (other,) = sites(plots(box(0, 0, 300, 300), box(312, 0, 300, 300)))
    (third,) = sites(plots(box(0, 0, 300, 300)))
    assert one["site_id"] == other["site_id"] != third["site_id"]
    assert len(one["site_id"]) == 12


def test_pieces_of_one_plot_in_two_sites_have_different_ids():
    cut = layer("Polygon", "kind:string,mode:string", [(box(300, -10, 200, 400), "nature", "hard")])
    found = sites(plots(box(0, 0, 800, 300)), EXCLUSIONS=cut)
    assert [site["plot_ids"] for site in found] == ["p0", "p0"]
    assert len({site["site_id"] for site in found}) == 2
    assert [json.loads(site["excluded_ha"])["nature"] for site in found] == [3.0, 3.0]  # 6 ha, shared by area


def test_an_unknown_plot_type_stops_the_run(two):
    given = plots(box(0, 0, 300, 300), plot_type=["Brache"])
    with pytest.raises(QgsProcessingException, match=r"Flächen.*plot_type.*Brache"):
        run(given)


# ------------------------------------------------------------------------------------------------------ optional tables
def test_every_plot_is_accounted_for():
    shapes = [box(0, 0, 300, 300), box(310, 0, 100, 300), box(1000, 0, 100, 100), box(1500, 0, 300, 300)]
    shapes += [box(2000, 0, 30, 30), box(2500, 0, 100, 100), box(3000, 0, 200, 200)]
    given = plots(
        *shapes,
        plot_type=["fnp_reserve", "brownfield", "brownfield", "existing", "brownfield", "brownfield", "brownfield"],
        restriction=[0, 1, None, 0, 0, 3, 2],
    )
    cut = layer("Polygon", "kind:string,mode:string", [(box(2990, -10, 400, 400), "nature", "hard")])
    result = run(given, EXCLUSIONS=cut, REJECTED="TEMPORARY_OUTPUT")
    taken = [name for site in rows(result["OUTPUT"]) for name in site["plot_ids"].split(";")]
    rejected = {row["plot_ids"]: row["reason"] for row in rows(result["REJECTED"])}
    assert taken == ["p0", "p1"]
    assert rejected == {
        "p2": "min_area", "p3": "plot_type", "p4": "min_plot", "p5": "restriction", "p6": "excluded",
    }  # fmt: skip
    (small,) = [row for row in rows(result["REJECTED"]) if row["reason"] == "min_area"]
    assert small["shortfall_ha"] == pytest.approx(7.0)


def test_near_misses_say_what_would_help():
    given = plots(
        box(0, 0, 270, 270), box(290, 0, 100, 270), box(-105, 0, 100, 270), restriction=[0, 0, 3]
    )  # fmt: skip
    result = run(given, NEAR_MISS="TEMPORARY_OUTPUT")
    assert rows(result["OUTPUT"]) == []
    (miss,) = rows(result["NEAR_MISS"])
    assert miss["plot_ids"] == "p0"
    assert miss["shortfall_ha"] == pytest.approx(8.0 - 7.29)
    restriction, gap, least = miss["help"].split("; ")
    assert "20 m" in gap
    assert "2.70 ha" in gap
    assert "2.70 ha" in restriction
    assert "7.29 ha" in least
    assert rows(run(given, GAP=20, NEAR_MISS="TEMPORARY_OUTPUT")["NEAR_MISS"]) == []


def test_under_four_fifths_is_no_near_miss():
    result = run(plots(box(0, 0, 250, 250)), NEAR_MISS="TEMPORARY_OUTPUT")
    assert rows(result["NEAR_MISS"]) == []


def test_the_gap_table_agrees_with_a_run_for_each_gap():
    shapes = []
    for distance in (0.0, 4.0, 8.0, 12.0, 18.0, 25.0):
        south = len(shapes) * 400.0
        shapes += [box(0, south, 220, 220), box(220 + distance, south, 220, 220)]
    given = plots(*shapes)
    table = rows(run(given, GAP_TABLE="TEMPORARY_OUTPUT")["GAP_TABLE"])
    assert [row["gap_m"] for row in table] == [5, 10, 15, 20, 30]
    assert [row["n_ge8"] for row in table] == [2, 3, 4, 5, 6]
    for row in table:
        found = sites(given, GAP=row["gap_m"])
        assert row["n_ge8"] == len(found)
        assert row["area_ha"] == pytest.approx(sum(site["gross_ha"] for site in found), abs=1e-3)


def test_the_fields_are_those_of_the_vocabulary(two):
    assert run(two)["OUTPUT"].fields().names() == list(SITE.names)
