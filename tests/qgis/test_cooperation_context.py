"""`cooperationsites` and what lies around: strips, floods, roads, people, official sites, Seveso, tables, bad input."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsGeometry, QgsProcessingException, QgsProcessingFeedback

from ruhr_planner.model import codes
from tests.qgis.test_cooperationsites import (
    GROSS,
    NET,
    SIDE,
    USABLE,
    X,
    Y,
    box,
    layer,
    line,
    municipalities,
    plots,
    rows,
    run,
    sites,
)

pytestmark = pytest.mark.usefixtures("provider")


class Listener(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)


def lines(*courses: tuple[QgsGeometry, str | None], field: str = "kind") -> object:
    return layer("LineString", f"{field}:string", list(courses), name="Linien")


def point(x: float, y: float) -> QgsGeometry:
    return QgsGeometry.fromWkt(f"POINT({X + x!r} {Y + y!r})")


SQUARE = box(0, 0, 300, 300)
BESIDE = line((-10, -500), (-10, 900))
"""A line 10 m west of the square: a strip of 40 m takes 30 m of it."""


# -------------------------------------------------------------------------------------------------------------- strips
def test_a_strip_is_taken_from_building_land_and_not_from_the_plot():
    (site,) = sites(plots(SQUARE), BARRIERS=lines((BESIDE, "motorway")))
    assert site["gross_ha"] == pytest.approx(9.0)
    assert site["net_ha"] == pytest.approx(0.75 * 27 * 30 / 100)
    assert site["single_net_ha"] == pytest.approx(site["net_ha"])
    assert site["usable_ha"] == pytest.approx(8.1, abs=1e-3)
    assert json.loads(site["excluded_ha"]) == pytest.approx({"motorway": 0.9})
    assert (site["rect_length_m"], site["rect_width_m"]) == pytest.approx((300, 270), abs=0.01)
    assert site["inscribed_d_m"] == pytest.approx(270, abs=1.0)
    assert site["obb_length_m"] == pytest.approx(300)


@pytest.mark.parametrize(
    ("parameter", "field", "kind", "width"),
    [
        ("BARRIERS", "kind", "trunk", 10),
        ("BARRIERS", "kind", "canal", 0),
        ("BARRIERS", "kind", "Seilbahn", 0),
        ("ROADS", "road_class", "motorway", 30),
        ("ROADS", "road_class", "primary", 10),
        ("ROADS", "road_class", "residential", 0),
        ("ROADS", "road_class", None, 0),
        ("POWER_LINES", "name", "380 kV", 15),
    ],
)
def test_the_width_depends_on_the_kind_of_line(parameter, field, kind, width):
    (site,) = sites(plots(SQUARE), **{parameter: lines((BESIDE, kind), field=field)})
    assert site["gross_ha"] == pytest.approx(9.0)
    assert site["net_ha"] == pytest.approx(0.75 * (300 - width) * 300 / 1e4)


def test_the_widths_can_be_edited_in_the_call_or_in_a_file(tmp_path):
    motorway = lines((BESIDE, "motorway"))
    file = tmp_path / "breiten.yaml"
    file.write_text("strips:\n  motorway: 60\n", encoding="utf-8")
    for given, width in (("{}", 0), ('{"motorway": 20}', 10), (str(file), 50), ("", 30)):
        (site,) = sites(plots(SQUARE), BARRIERS=motorway, STRIPS=given)
        assert site["net_ha"] == pytest.approx(0.75 * (300 - width) * 300 / 1e4)


def test_strips_do_not_part_plots_and_count_once_where_they_overlap():
    two = plots(box(0, 0, SIDE, SIDE), box(SIDE + 12, 0, SIDE, SIDE))
    between = line((SIDE + 6, -500), (SIDE + 6, 900))
    (site,) = sites(two, POWER_LINES=lines((between, "a"), (between, "b"), field="name"))
    assert site["gross_ha"] == pytest.approx(8.40, abs=1e-3)
    assert json.loads(site["excluded_ha"]) == pytest.approx({"power_line": 2 * 19 * SIDE / 1e4}, abs=1e-3)
    assert site["usable_ha"] == pytest.approx(2 * (SIDE - 19) * SIDE / 1e4, abs=1e-2)
    (both,) = sites(
        two,
        POWER_LINES=lines((between, "a"), field="name"),
        ROADS=lines((between, "trunk"), field="road_class"),
    )
    assert both["net_ha"] == pytest.approx(site["net_ha"])


def test_power_line_corridors_are_deducted_unless_they_are_said_to_be_hard():
    corridor = box(140, -10, 20, 320)
    for mode, gross, net in ((None, 9.0, 0.75 * 8.4), ("deduct", 9.0, 0.75 * 8.4), ("hard", 8.4, 0.75 * 8.4)):
        given = layer("Polygon", "kind:string,mode:string", [(corridor, "power_line", mode)])
        (site,) = sites(plots(SQUARE), EXCLUSIONS=given, GAP=25)
        assert (site["gross_ha"], site["net_ha"]) == pytest.approx((gross, net))
        assert json.loads(site["excluded_ha"]) == pytest.approx({"power_line": 0.6})


def test_a_near_miss_names_strips_small_parts_and_a_smaller_minimum():
    given = plots(SQUARE, box(310, 0, 30, 60))
    result = run(
        given, BARRIERS=lines((BESIDE, "motorway")), MIN_AREA=8.5, AREA_BASIS=USABLE, NEAR_MISS="TEMPORARY_OUTPUT"
    )
    (miss,) = rows(result["NEAR_MISS"])
    assert miss["shortfall_ha"] == pytest.approx(0.4, abs=1e-3)
    strip, small, least = miss["help"].split("; ")
    assert "strips along roads and lines took 0.90 ha" in strip and "enough" in strip
    assert "0.18 ha" in small and "enough" not in small
    assert "8.10 ha" in least or "8.09 ha" in least


def test_a_near_miss_names_the_municipality_behind_the_border():
    border = municipalities((box(-500, -500, 780, 2000), "05911000"), (box(280, -500, 900, 2000), "05913000"))
    result = run(plots(box(0, 0, 270, 270), box(290, 0, 100, 270)), MUNICIPALITIES=border, NEAR_MISS="TEMPORARY_OUTPUT")
    (miss,) = rows(result["NEAR_MISS"])
    assert "20 m" in miss["help"] and "05913000" in miss["help"]


def test_a_near_miss_tells_a_barrier_from_a_corner():
    own, beside, corner = box(0, 0, 270, 270), box(282, 0, 100, 270), box(-101, 271, 100, 100)
    canal = lines((line((276, -50), (276, 350)), "canal"))
    result = run(plots(own, beside, corner), BARRIERS=canal, NEAR_MISS="TEMPORARY_OUTPUT")
    (miss,) = rows(result["NEAR_MISS"])
    barrier, touching, _ = miss["help"].split("; ")
    assert "12 m" in barrier and "behind a barrier" in barrier
    assert "1 m" in touching and "too short a side" in touching


def test_rejected_land_says_what_was_found_and_what_was_asked():
    given = plots(
        *(box(k * 1000, 0, 200, 200) for k in range(3)),
        box(5000, 0, 30, 30),
        plot_type=["existing", "brownfield", "brownfield", "brownfield"],
        restriction=[0, 3, 1, 0],
    )
    found = {row["plot_ids"]: row for row in rows(run(given, REJECTED="TEMPORARY_OUTPUT")["REJECTED"])}
    assert (found["p0"]["found"], found["p1"]["found"], found["p1"]["needed"]) == ("existing", "3", "≤ 2")
    assert (found["p2"]["found"], found["p2"]["needed"]) == ("4.0000 ha", "≥ 8 ha")
    assert (found["p3"]["found"], found["p3"]["needed"]) == ("0.0900 ha", "≥ 0.2 ha")


# ------------------------------------------------------------------------------------------------- floods, soft, hazard
@pytest.mark.parametrize(("status", "gross"), [("bplan_in_force", 9.0), ("par34", 9.0), ("fnp", 6.0), (None, 6.0)])
def test_flood_areas_are_hard_only_where_no_plan_right_exists(status, gross):
    flood = layer("Polygon", "kind:string,mode:string", [(box(200, -50, 400, 400), "flood_area", "hard")])
    (site,) = sites(plots(SQUARE, planning_status=[status]), EXCLUSIONS=flood, MIN_AREA=5)
    assert site["gross_ha"] == pytest.approx(gross)
    if gross == 9.0:
        assert json.loads(site["soft_ha"]) == pytest.approx({"flood_area": 3.0})
        assert "3.00 ha" in site["checks"]
        assert site["obb_length_m"] == pytest.approx(300)
    else:
        assert json.loads(site["excluded_ha"]) == pytest.approx({"flood_area": 3.0})
        assert json.loads(site["soft_ha"]) == {}


def test_soft_exclusions_are_shown_by_kind_and_take_nothing():
    soft = layer(
        "Polygon",
        "kind:string,mode:string",
        [
            (box(0, 0, 100, 300), "forest", "soft"),
            (box(50, 0, 100, 300), "forest", "soft"),
            (box(0, 0, 300, 100), "mining", "soft"),
        ],
    )
    (site,) = sites(plots(SQUARE), EXCLUSIONS=soft)
    assert site["gross_ha"] == pytest.approx(9.0)
    assert json.loads(site["soft_ha"]) == pytest.approx({"forest": 4.5, "mining": 3.0})


def test_seveso_is_a_check_and_unknown_without_data():
    works = layer(
        "Point",
        "name:string,radius_m:double",
        [(point(700, 150), "Werk A", 500.0), (point(1200, 150), "Werk B", None), (point(300, 2000), "Werk C", 900.0)],
    )
    (site,) = sites(plots(SQUARE), SEVESO=works)
    assert (site["seveso"], site["seveso_names"]) == (codes.SEVESO.check, "Werk A;Werk B")
    assert site["seveso_dist_m"] == pytest.approx(400.0)
    assert "Werk A, Werk B" in site["checks"]
    (site,) = sites(plots(SQUARE), SEVESO=works, SEVESO_DISTANCE=100)
    assert site["seveso_names"] == "Werk A"
    (site,) = sites(plots(SQUARE), SEVESO=layer("Point", "name:string", [(point(3000, 0), "fern")]))
    assert (site["seveso"], site["seveso_names"]) == (codes.SEVESO.beyond, None)
    (site,) = sites(plots(SQUARE))
    assert (site["seveso"], site["seveso_dist_m"], site["seveso_names"]) == (None, None, None)


# ------------------------------------------------------------------------------------------------------- official sites
@pytest.mark.parametrize(
    ("west", "expected", "share"),
    [
        (-10, "inside", 1.0),
        (40, "edge", 260 / 300),
        (140, "partly", 160 / 300),
        (310, "edge", 0.0),
        (400, "outside", 0),
    ],
)
def test_the_position_to_official_sites_knows_that_they_are_not_parcel_sharp(west, expected, share):
    drawn = layer("Polygon", "name:string", [(box(west, -10, 400, 400), "Nordfeld"), (box(5000, 0, 9, 9), "fern")])
    (site,) = sites(plots(SQUARE), OFFICIAL=drawn)
    assert site["official"] == expected
    assert site["official_share"] == pytest.approx(share, abs=1e-4)
    assert site["official_names"] == ("Nordfeld" if share else None)
    assert ("edge of an official site" in (site["checks"] or "")) == (expected == "edge")
    (site,) = sites(plots(SQUARE))
    assert (site["official"], site["official_share"]) == (None, None)


# ----------------------------------------------------------------------------------------------------------- population
def test_people_are_counted_within_each_distance_of_the_centre():
    homes = layer(
        "Point",
        "population:integer",
        [
            (point(150, 1100), 10),
            (point(150, 4900), 20),
            (point(5200, 150), 40),
            (point(90_000, 0), 80),
            (point(0, 0), None),
        ],
    )
    (site,) = sites(plots(SQUARE), POPULATION=homes)
    assert (site["people_5000_m"], site["people_10000_m"], site["people_20000_m"]) == (30, 70, 70)
    (site,) = sites(plots(SQUARE), POPULATION=homes, PEOPLE_WITHIN="1000")
    assert site["people_1000_m"] == 10 and "people_5000_m" not in site


def test_people_of_a_large_polygon_are_spread_over_it():
    district = layer("Polygon", "population:integer", [(box(150, -4850, 10_000, 10_000), 1000)])
    (site,) = sites(plots(SQUARE), POPULATION=district, PEOPLE_WITHIN="4000")
    # half a circle of 4 km lies in a square of 100 km²
    assert site["people_4000_m"] == pytest.approx(1000 * 3.14159 * 16 / 2 / 100, rel=0.05)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("population:integer", -5, "population.*-5"), ("population:string", "viele", "population.*viele")],
)
def test_a_population_that_is_negative_or_a_text_stops_the_run(field, value, said):
    homes = layer("Point", field, [(point(0, 0), value)], name="Einwohner")
    with pytest.raises(QgsProcessingException, match=f"Einwohner.*{said}"):
        run(plots(SQUARE), POPULATION=homes)


def test_population_without_any_number_is_unknown():
    homes = layer("Point", "population:integer", [(point(0, 0), None)])
    (site,) = sites(plots(SQUARE), POPULATION=homes)
    assert "people_5000_m" not in site


# ---------------------------------------------------------------------------------------------------------------- roads
ROADS = (
    (line((150, -30), (150, -1000)), "residential"),
    (line((150, -1000), (2150, -1000), (2150, 0)), "primary"),
    (line((-2000, 330), (9000, 330)), "motorway"),  # nearer, but no access
    (line((6000, 5000), (7000, 5000)), "residential"),  # an island
)
FACTORS = (
    (point(2150, 100), "port"),
    (point(1000, -1100), "transit_stop"),
    (point(2100, -500), "transit_stop"),
    (point(6500, 5010), "substation"),
    (point(60_000, 5010), "rail_siding"),
)


def test_ways_along_the_roads_with_their_legs():
    listener = Listener()
    import processing

    result = processing.run(
        "ruhr_planner:cooperationsites",
        {
            "PLOTS": plots(SQUARE),
            "PRESET": 3,
            "MIN_AREA": 8,
            "AREA_BASIS": GROSS,
            "ROADS": lines(*ROADS, field="road_class"),
            "FACTORS": layer("Point", "kind:string", list(FACTORS)),
            "STRIPS": "{}",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
        feedback=listener,
    )
    (site,) = rows(result["OUTPUT"])
    assert site["road_port_m"] == pytest.approx(30 + 970 + 2000 + 1000 + 100, abs=0.1)
    assert site["road_transit_stop_m"] == pytest.approx(30 + 970 + 850 + 100, abs=0.1)
    assert (site["road_substation_m"], site["road_rail_siding_m"]) == (None, None)
    assert site["dist_port_m"] == pytest.approx(1850.0)
    assert "rail_siding, substation" in site["checks"]
    assert any("rail_siding" in text and "150 m" in text for text in listener.said)


def test_a_road_through_the_site_is_an_access_on_both_sides():
    through = lines((line((-3000, 150), (3000, 150)), "residential"), field="road_class")
    stops = layer("Point", "kind:string", [(point(-1000, 150), "port"), (point(1500, 150), "substation")])
    (site,) = sites(plots(SQUARE), ROADS=through, FACTORS=stops)
    assert (site["road_port_m"], site["road_substation_m"]) == pytest.approx((1000, 1200), abs=0.1)


def test_a_site_farther_from_all_roads_than_allowed_is_not_reached():
    given = {"ROADS": lines(*ROADS[:2], field="road_class"), "FACTORS": layer("Point", "kind:string", [FACTORS[0]])}
    (site,) = sites(plots(SQUARE), SNAP_MAX=20, **given)
    assert site["road_port_m"] is None
    (site,) = sites(plots(SQUARE), ROADS=given["ROADS"])
    assert not any(name.startswith("road_") for name in site)


def test_roads_without_a_class_are_said_and_driven_on():
    listener = Listener()
    import processing

    roads = lines((ROADS[0][0], None), (ROADS[1][0], "primary"), field="road_class")
    parameters = {"PLOTS": plots(SQUARE), "PRESET": 3, "MIN_AREA": 8, "AREA_BASIS": GROSS, "OUTPUT": "TEMPORARY_OUTPUT"}
    factors = layer("Point", "kind:string", [FACTORS[0]])
    made = processing.run(
        "ruhr_planner:cooperationsites", {**parameters, "ROADS": roads, "FACTORS": factors}, feedback=listener
    )
    (site,) = rows(made["OUTPUT"])
    assert site["road_port_m"] == pytest.approx(4100, abs=0.1)
    assert any("1 road without a class" in text for text in listener.said)


def test_a_road_over_the_motorway_does_not_lead_onto_it():
    over = [(line((150, -30), (150, -600)), "residential"), (line((-50, -300), (5000, -300)), "motorway")]
    ramp = (line((150, -600), (400, -450), (600, -300)), "motorway_link")
    junction = layer("Point", "kind:string", [(point(900, -300), "motorway_junction"), (point(900, -310), "port")])
    (site,) = sites(plots(SQUARE), ROADS=lines(*over, field="road_class"), FACTORS=junction, STRIPS="{}")
    assert site["road_motorway_junction_m"] is None
    joined = lines(over[0], (line((-50, -300), (600, -300), (5000, -300)), "motorway"), ramp, field="road_class")
    (site,) = sites(plots(SQUARE), ROADS=joined, FACTORS=junction, STRIPS="{}")
    way = 30 + 570 + (250**2 + 150**2) ** 0.5 + (200**2 + 150**2) ** 0.5 + 300
    assert site["road_motorway_junction_m"] == pytest.approx(way, abs=0.2)
    assert site["road_port_m"] is None  # no access from the motorway


def test_a_way_is_never_shorter_than_the_straight_line():
    # streets that end inside the site, each the last of a line; their ends must not be taken for the next one's start
    streets = [(line((k * 100, -900), (k * 100, 50)), "residential") for k in range(1, 4)]
    streets += [(line((-2000, -900), (2000, -900)), "residential")]
    spots = layer("Point", "kind:string", [(point(-1500, -905), "port"), (point(200, -905), "substation")])
    (site,) = sites(plots(SQUARE), ROADS=lines(*streets, field="road_class"), FACTORS=spots)
    assert site["road_substation_m"] == pytest.approx(905, abs=0.1)
    assert site["road_port_m"] == pytest.approx(905 + 1600, abs=0.1)


def test_a_road_layer_without_roads_reaches_nothing():
    empty = layer("LineString", "road_class:string", [])
    (site,) = sites(plots(SQUARE), ROADS=empty, FACTORS=layer("Point", "kind:string", [FACTORS[0]]))
    assert site["road_port_m"] is None


# ----------------------------------------------------------------------------------------------- borders, tables, views
def test_what_lies_outside_every_municipality_is_shown():
    half = municipalities((box(-500, -500, 740, 2000), "05911000"))
    (site,) = sites(plots(SQUARE), MUNICIPALITIES=half, NEIGHBOURS=municipalities((box(9000, 0, 9, 9), "05111000")))
    assert json.loads(site["ags_shares"]) == {"05911000": 0.8, "outside": 0.2}
    assert (site["n_ags"], site["ags_list"], site["cross_border"]) == (1, "05911000", 1)
    assert "20.0 %" in site["checks"]
    beyond = municipalities((box(240, -500, 740, 2000), "05111000"))
    (site,) = sites(plots(SQUARE), MUNICIPALITIES=half, NEIGHBOURS=beyond)
    assert json.loads(site["ags_shares"]) == {"05911000": 0.8, "05111000": 0.2}
    assert (site["n_ags"], site["checks"]) == (2, None)


def test_a_plot_outside_any_municipality_is_kept_with_its_border_unknown():
    far = municipalities((box(90_000, 0, 10, 10), "05911000"))
    (site,) = sites(plots(SQUARE), MUNICIPALITIES=far, NEIGHBOURS=far)
    assert json.loads(site["ags_shares"]) == {"outside": 1.0}
    assert (site["n_ags"], site["ags_list"], site["cross_border"]) == (None, None, None)


def test_the_shipped_neighbours_serve_beyond_the_region():
    duesseldorf = box(-31_000, -34_000, 300, 300)
    (site,) = sites(plots(duesseldorf))
    assert site["ags_list"] == "05111000"


def test_overlapping_municipalities_are_said_and_share_the_land():
    listener = Listener()
    import processing

    both = municipalities((box(-500, -500, 2000, 2000), "05911000"), (box(-500, -500, 2000, 2000), "05913000"))
    parameters = {"PLOTS": plots(SQUARE), "PRESET": 3, "MIN_AREA": 8, "AREA_BASIS": GROSS, "OUTPUT": "TEMPORARY_OUTPUT"}
    made = processing.run("ruhr_planner:cooperationsites", {**parameters, "MUNICIPALITIES": both}, feedback=listener)
    (site,) = rows(made["OUTPUT"])
    assert json.loads(site["ags_shares"]) == {"05911000": 0.5, "05913000": 0.5}
    assert any("Municipalities overlap: 05911000, 05913000" in text for text in listener.said)
    # the shipped neighbours are no boundaries of the region, so nothing is said of their sharpness
    assert [text for text in listener.said if text.startswith("Boundaries:")] == [
        "Boundaries: Gemeinden; their scale is unknown."
    ]


def test_the_distance_table_can_be_edited():
    homes = layer("Polygon", "kind:string", [(box(550, 0, 50, 300), "residential")])
    table = {"I": 900, "II": 800, "III": 700, "IV": 600, "V": 250, "VI": 100, "VII": 50}
    (site,) = sites(plots(SQUARE), SENSITIVE=homes, DISTANCE_CLASSES=json.dumps(table))
    assert site["distance_class"] == "V"
    zones = json.loads(site["distance_class_ha"])
    assert zones["V"] == pytest.approx(9.0) and sum(zones.values()) == pytest.approx(9.0)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("DISTANCE_CLASSES", '{"I": 100}'),
        ("DISTANCE_CLASSES", '{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}'),
        ("DISTANCE_CLASSES", '{"I": "weit"}'),
        ("STRIPS", '{"motorway": -40}'),
        ("STRIPS", '{"motorway": '),
        ("STRIPS", "/gibt/es/nicht.yaml"),
        ("PEOPLE_WITHIN", "5 km"),
        ("PEOPLE_WITHIN", "-5"),
    ],
)
def test_a_wrong_table_is_one_sentence(parameter, value):
    homes = layer("Polygon", "kind:string", [(box(550, 0, 50, 300), "residential")])
    people = layer("Point", "population:integer", [(point(0, 0), 1)])
    with pytest.raises(QgsProcessingException, match=parameter):
        run(plots(SQUARE), SENSITIVE=homes, POPULATION=people, **{parameter: value})


def test_eight_hectares_across_a_street_need_the_street_to_be_closed():
    two = plots(box(0, 0, 250, 300), box(262, 0, 250, 300))
    (site,) = sites(two, AREA_BASIS=NET)
    assert (site["meets_8"], site["meets_8_single"]) == (1, 0)
    assert "street" in site["checks"]
    (site,) = sites(plots(box(0, 0, 400, 300)), AREA_BASIS=NET)
    assert (site["meets_8_single"], site["checks"]) == (1, None)


def test_the_rectangle_inside_runs_along_the_oriented_box():
    (site,) = sites(plots(box(0, 0, SIDE, SIDE), box(SIDE + 12, 0, SIDE, SIDE)))
    assert (site["rect_length_m"], site["rect_width_m"]) == pytest.approx((2 * SIDE + 12, SIDE), abs=0.1)
