"""The rules of the fibre question on toy grids; every expected value is computed by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry, QgsRectangle

from ruhr_planner.analysis import coverage as fibre
from ruhr_planner.analysis.coverage import CellShares, ObjectFacts, Reason, ServedAreas, Thresholds
from ruhr_planner.analysis.location import keys_at
from ruhr_planner.analysis.overlay import Grid
from ruhr_planner.model import codes

EAST, NORTH = 360_000.0, 5_700_000.0
GAP, SPOT, BASIS, CERTAINTY, STATUS = (
    codes.GAP_CLASS,
    codes.SPOT,
    codes.COVERAGE_BASIS,
    codes.CERTAINTY,
    codes.SERVED_STATUS,
)
NULL = float("nan")
NO_DATA = (NULL, NULL, NULL, NULL)
GIGABIT = (1, 1, 1, 1)


def box(west, south, east, north):
    return QgsGeometry.fromRect(QgsRectangle(EAST + west, NORTH + south, EAST + east, NORTH + north))


def point(x, y):
    return QgsGeometry.fromWkt(f"POINT({EAST + x} {NORTH + y})")


def known(cells, is_alle=False):
    """Cells as (west, south, alle at four speeds, technology), each 100 m wide."""
    grid = Grid.from_geometries([box(west, south, west + 100, south + 100) for west, south, _, _ in cells])
    alle = np.array([cell[2] for cell in cells], dtype=float).reshape(-1, 4)
    technology = np.array([cell[3] for cell in cells], dtype=float)
    return fibre.known_cells(CellShares(grid, alle, technology, is_alle))


def judge(objects, cells, served=None, **limits):
    return fibre.coverage(objects, known(cells), Thresholds(**limits), served or ServedAreas(), lambda _: None)


ROW = [(0, 0, GIGABIT, 1.0), (100, 0, (1, 0.8, 0.5, 0.2), 0.2), (200, 0, NO_DATA, NULL), (300, 0, GIGABIT, NULL)]


def test_shares_are_weighted_by_the_area_in_cells_with_data():
    # 50 m of the first, 25 m of the second cell: weights 2/3 and 1/3.
    found = judge([box(50, 0, 125, 100)], ROW)
    assert found.fibre[0] == pytest.approx((2 * 1.0 + 0.2) / 3)
    assert found.spots[0].tolist() == pytest.approx([0, 0.2 / 3, 0.3 / 3, 0.3 / 3, (2 + 0.2) / 3])
    assert found.spots[0].sum() == pytest.approx(1)
    assert found.cover[0] == pytest.approx(1)
    assert found.n_cells[0] == 2
    assert (found.gap_class[0], found.basis[0], found.certainty[0]) == (GAP.partly, BASIS.cell, CERTAINTY.inferred)
    assert found.area[0] == pytest.approx(7500)


def test_cell_without_data_is_left_out_of_the_weights_and_lowers_the_cover():
    found = judge([box(0, 0, 300, 100)], [ROW[0], ROW[2]])
    assert found.fibre[0] == pytest.approx(1)
    assert found.cover[0] == pytest.approx(1 / 3)
    assert found.n_cells[0] == 1
    assert found.gap_class[0] == GAP.served


def test_null_technology_is_none_of_it_where_alle_is_known():
    cells = known(ROW)
    assert (cells.n_technology_null, cells.n_partly_known, cells.n_not_falling) == (1, 0, 0)
    found = judge([box(300, 0, 400, 100)], ROW)
    assert found.fibre[0] == 0
    assert found.gap_class[0] == GAP.unserved
    # Gigabit over cable is gigabit, so no spot, but it is not fibre.
    assert found.spot[0] == SPOT.none
    assert found.spots[0].tolist() == pytest.approx([0, 0, 0, 0, 1])


@pytest.mark.parametrize("where", [(200, 0, 300, 100), (0, 500, 100, 600), (-500, 0, -400, 100)])
def test_object_without_cells_is_no_data_and_never_unserved(where):
    found = judge([box(*where)], ROW)
    assert (found.gap_class[0], found.spot[0]) == (GAP.no_data, SPOT.no_data)
    assert (found.basis[0], found.certainty[0]) == (BASIS.none, CERTAINTY.none)
    assert np.isnan(found.spots[0]).all()
    assert np.isnan(found.fibre[0])
    assert (found.cover[0], found.n_cells[0]) == (0, 0)


@pytest.mark.parametrize(("width", "expected"), [(30.0, GAP.served), (29.9, GAP.no_data)])
def test_minimum_cover_is_inclusive(width, expected):
    found = judge([box(100 - width, 0, 200 - width, 100)], ROW[:1])
    assert found.gap_class[0] == expected
    assert found.cover[0] == pytest.approx(width / 100)
    assert found.n_cells[0] == 1
    assert np.isnan(found.fibre[0]) == (expected == GAP.no_data)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1.0, GAP.served),
        (0.95, GAP.served),
        (0.9499, GAP.partly),
        (0.5, GAP.partly),
        (0.4999, GAP.unserved),
        (0, GAP.unserved),
    ],
)
def test_thresholds_are_inclusive_whatever_the_weights(share, expected):
    cells = [(0, 0, GIGABIT, share), (100, 0, GIGABIT, share), (0, 100, GIGABIT, share), (100, 100, GIGABIT, share)]
    found = judge([box(33.3, 47.1, 171.9, 158.3)], cells)
    assert found.gap_class[0] == expected


@pytest.mark.parametrize(
    ("alle", "spot"),
    [
        ((0.95, 0.9, 0.9, 0.9), SPOT.white),
        ((0.96, 0.91, 0.9, 0.9), SPOT.light_grey),
        ((0.96, 0.93, 0.88, 0.85), SPOT.dark_grey),
        ((0.99, 0.98, 0.95, 0.5), SPOT.check),
        ((0.99, 0.98, 0.97, 0.96), SPOT.none),
    ],
)
def test_spot_is_the_worst_class_with_enough_share(alle, spot):
    found = judge([box(10, 10, 90, 90)], [(0, 0, alle, 1)])
    assert found.spot[0] == spot


def test_spot_share_zero_needs_some_share():
    found = judge([box(10, 10, 90, 90)], [(0, 0, (1, 1, 1, 0.99), 1)], spot=0.0)
    assert found.spot[0] == SPOT.check


def test_alle_known_in_part_is_no_data_and_counted():
    cells = known([(0, 0, (1, 1, NULL, NULL), 1), (100, 0, NO_DATA, 1)])
    assert cells.n_partly_known == 1
    assert not cells.known.any()
    assert judge([box(0, 0, 200, 100)], [(0, 0, (1, 1, NULL, NULL), 1)]).gap_class[0] == GAP.no_data


def test_technology_alle_without_a_value_is_no_data():
    grid = [(0, 0, GIGABIT, NULL)]
    assert not known(grid, is_alle=True).known.any()
    assert known(grid).known.all()


def test_rising_shares_are_recognised_and_give_no_negative_share():
    cells = known([(0, 0, (0.4, 0.6, 0.5, 0.9), 0.2), (100, 0, (0.9, 0.6, 0.5, 0.2), 0.2)])
    assert cells.n_not_falling == 1
    assert cells.spots[0].tolist() == pytest.approx([0.1, 0, 0, 0, 0.9])
    assert cells.spots[1].tolist() == pytest.approx([0.1, 0.3, 0.1, 0.3, 0.2])


share = st.floats(0, 1)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(share, share, share, share), min_size=4, max_size=4),
    st.floats(0, 150),
    st.floats(0, 150),
    st.floats(1, 200),
    st.floats(1, 200),
)
def test_five_shares_sum_to_one_whatever_the_source_says(alle, x, y, width, height):
    cells = [(100 * (i % 2), 100 * (i // 2), values, 0.5) for i, values in enumerate(alle)]
    found = judge([box(x, y, x + width, y + height)], cells, min_cell_cover=0.0)
    assert found.n_cells[0] >= 1
    assert found.spots[0].sum() == pytest.approx(1, abs=1e-9)
    assert (found.spots[0] >= -1e-12).all()
    assert (found.spots[0] <= 1 + 1e-12).all()


def test_doubled_cell_counts_with_its_mean_and_covers_once():
    found = judge([box(0, 0, 200, 100)], [(0, 0, GIGABIT, 1.0), (0, 0, GIGABIT, 0.0)])
    assert found.fibre[0] == pytest.approx(0.5)
    assert found.cover[0] == pytest.approx(0.5)
    assert found.n_overlapping_cells == 2
    assert found.n_cells[0] == 2


def test_cells_overlapping_in_part_weigh_by_their_own_area():
    # Cells at 0 and 50: object of 150 m, each cell weighs 100 m, union 150 m.
    found = judge([box(0, 0, 150, 100)], [(0, 0, GIGABIT, 1.0), (50, 0, GIGABIT, 0.2)])
    assert found.fibre[0] == pytest.approx(0.6)
    assert found.cover[0] == pytest.approx(1)


def test_points_take_their_cell_first_then_neighbours_then_nothing():
    cells = [(0, 0, GIGABIT, 1.0), (100, 0, NO_DATA, NULL), (200, 0, GIGABIT, 0.0)]
    found = judge([point(50, 50), point(120, 50), point(150, 50), point(600, 50)], cells)
    assert found.basis.tolist() == [BASIS.cell, BASIS.neighbour, BASIS.neighbour, BASIS.none]
    assert found.gap_class.tolist() == [GAP.served, GAP.partly, GAP.partly, GAP.no_data]
    assert found.fibre[0] == 1
    assert found.fibre[2] == pytest.approx(0.5)  # the disc is symmetric
    assert found.fibre[1] > 0.5
    assert found.n_cells.tolist() == [1, 2, 2, 0]
    assert found.cover[0] == 1
    assert 0 < found.cover[1] < 0.3  # below MIN_CELL_COVER, which is for areas
    assert found.area.tolist() == [0, 0, 0, 0]


def test_neighbour_shares_are_the_areas_in_the_disc():
    # The disc of 100 m around (150, 50) has 100 m wide cells left and right of the no-data cell.
    cells = [(0, 0, GIGABIT, 1.0), (200, 0, GIGABIT, 0.0), (200, 100, GIGABIT, 0.0)]
    found = judge([point(150, 50)], cells, search_radius=100.0)
    disc = point(150, 50).buffer(100, 12)
    west, east = disc.intersection(box(0, 0, 100, 100)).area(), disc.intersection(box(200, 0, 300, 200)).area()
    assert found.fibre[0] == pytest.approx(west / (west + east))
    assert found.cover[0] == pytest.approx((west + east) / disc.area())
    assert found.n_cells[0] == 3


@pytest.mark.parametrize(("radius", "expected"), [(0.0, GAP.no_data), (49.0, GAP.no_data), (60.0, GAP.served)])
def test_search_radius(radius, expected):
    found = judge([point(150, 50)], ROW[:1], search_radius=radius)
    assert found.gap_class[0] == expected


def test_point_on_the_border_has_both_cells():
    found = judge([point(100, 50)], [(0, 0, GIGABIT, 1.0), (100, 0, GIGABIT, 0.0)])
    assert (found.fibre[0], found.n_cells[0], found.basis[0]) == (0.5, 2, BASIS.cell)


def test_school_in_a_gap_of_a_served_surrounding_is_no_gap():
    """A school block has no households of its own; its neighbours have fibre."""
    cells = [(100 * i, 100 * j, GIGABIT, 1.0) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    found = judge([point(150, 150)], cells)
    assert (found.gap_class[0], found.basis[0]) == (GAP.served, BASIS.neighbour)


def test_slanted_cells_say_the_same_as_straight_ones():
    """The same scene turned by 2.3 degrees, as an EPSG:3035 grid is: same shares."""
    straight = judge([box(50, 20, 125, 90)], ROW)
    grid, objects = known(ROW).grid, [box(50, 20, 125, 90)]
    cells = [grid.geometry(place) for place in range(len(grid))]
    for geometry in [*cells, *objects]:
        geometry.rotate(2.3, QgsGeometry.fromWkt(f"POINT({EAST} {NORTH})").asPoint())
    again = fibre.known_cells(
        CellShares(
            Grid.from_geometries(cells),
            np.array([cell[2] for cell in ROW], dtype=float),
            np.array([cell[3] for cell in ROW], dtype=float),
        )
    )
    assert not again.grid.straight.any()
    slanted = fibre.coverage(objects, again, Thresholds(), ServedAreas(), lambda _: None)
    assert slanted.fibre[0] == pytest.approx(straight.fibre[0], abs=1e-9)
    assert slanted.spots[0].tolist() == pytest.approx(straight.spots[0].tolist(), abs=1e-9)
    assert slanted.cover[0] == pytest.approx(straight.cover[0], abs=1e-9)
    assert slanted.n_cells[0] == straight.n_cells[0]


# ------------------------------------------------------------------------------------------------- areas of operators
def listed(*entries):
    return ServedAreas(
        [entry[0] for entry in entries],
        [entry[1] for entry in entries],
        [entry[2] for entry in entries],
        [entry[3] if len(entry) > 3 else None for entry in entries],
    )


DAY = date(2026, 1, 31)


def test_built_area_states_what_cells_cannot():
    found = judge([box(0, 500, 100, 600)], ROW, listed((box(-10, 490, 110, 610), STATUS.built, DAY)))
    assert (found.gap_class[0], found.certainty[0], found.basis[0]) == (GAP.served, CERTAINTY.stated, BASIS.owner_list)
    assert found.stated[0] == pytest.approx(1)
    assert found.spot[0] == SPOT.no_data
    assert found.planned_status[0] is None


@pytest.mark.parametrize(
    ("width", "expected"), [(95, GAP.served), (94, GAP.partly), (50, GAP.partly), (49, GAP.no_data)]
)
def test_built_share_decides_by_the_same_thresholds(width, expected):
    found = judge([box(0, 500, 100, 600)], ROW, listed((box(0, 500, width, 600), STATUS.built, None)))
    assert found.gap_class[0] == expected
    assert (found.basis[0] == BASIS.owner_list) == (expected != GAP.no_data)


def test_without_cells_and_without_a_stated_share_all_is_unknown_even_if_partly_begins_at_0():
    beside = listed((box(100.5, 500, 300, 600), STATUS.built, None), (box(-50, 560, -1, 700), STATUS.built, None))
    found = judge([box(0, 500, 100, 600)], ROW, beside, partly=0.0)
    assert (found.gap_class[0], found.stated[0]) == (GAP.no_data, 0)


def test_built_share_never_lowers_what_cells_say():
    found = judge([box(0, 0, 100, 100)], ROW, listed((box(0, 0, 60, 100), STATUS.built, None)))
    assert (found.gap_class[0], found.certainty[0], found.basis[0]) == (GAP.served, CERTAINTY.inferred, BASIS.cell)
    assert found.stated[0] == pytest.approx(0.6)


def test_overlapping_built_areas_count_once():
    areas = listed((box(0, 500, 60, 600), STATUS.built, None), (box(20, 500, 60, 600), STATUS.built, None))
    assert judge([box(0, 500, 100, 600)], ROW, areas).stated[0] == pytest.approx(0.6)


@pytest.mark.parametrize("status", [STATUS.binding, STATUS.funded, STATUS.announced])
def test_planned_is_shown_and_never_served(status):
    found = judge(
        [box(0, 500, 100, 600), box(300, 0, 400, 100)], ROW, listed((box(-9, -9, 900, 900), status, DAY, "Netz AG"))
    )
    assert found.gap_class.tolist() == [GAP.no_data, GAP.unserved]
    assert found.planned_status.tolist() == [status, status]
    assert found.planned_date.tolist() == [DAY, DAY]
    assert found.planned_owner.tolist() == ["Netz AG", "Netz AG"]
    assert found.certainty[0] == CERTAINTY.none


def test_strongest_plan_with_its_earliest_date():
    areas = listed(
        (box(0, 0, 100, 100), STATUS.announced, date(2026, 1, 1), "A"),
        (box(0, 0, 100, 100), STATUS.binding, date(2028, 1, 1), "B"),
        (box(0, 0, 100, 100), STATUS.binding, date(2027, 6, 1), "C"),
        (box(0, 0, 100, 100), STATUS.binding, None, "D"),
    )
    found = judge([box(10, 10, 90, 90)], [(0, 0, GIGABIT, 0)], areas)
    assert (found.planned_status[0], found.planned_date[0], found.planned_owner[0]) == (
        STATUS.binding,
        date(2027, 6, 1),
        "C",
    )


def test_plan_beside_the_object_is_not_its_plan():
    found = judge([box(0, 0, 100, 100)], ROW, listed((box(99.5, 0, 200, 100), STATUS.binding, DAY)))
    assert found.planned_status[0] is None


def test_points_are_in_or_out_of_areas():
    areas = listed((box(500, 500, 600, 600), STATUS.built, None))
    found = judge([point(550, 550), point(700, 550)], ROW, areas)
    assert found.gap_class.tolist() == [GAP.served, GAP.no_data]
    assert found.stated.tolist() == [1, 0]


# ------------------------------------------------------------------------------------------------------------- priority
def prioritised(found, school=False, hospital=False, site=False, jobs=NULL):
    one = np.array([True])
    fibre.prioritise(found, ObjectFacts(one & school, one & hospital, one & site, np.array([jobs])))
    return found.priority[0], found.reasons[0]


UNSERVED = box(310, 10, 390, 90)


def test_priority_and_its_reasons():
    assert prioritised(judge([UNSERVED], ROW)) == (2, ())
    assert prioritised(judge([UNSERVED], ROW), school=True) == (1, (Reason.school,))
    assert prioritised(judge([UNSERVED], ROW), hospital=True, site=True) == (
        1,
        (Reason.hospital, Reason.cooperation_site),
    )
    assert prioritised(judge([UNSERVED], ROW), jobs=100) == (1, (Reason.jobs,))
    assert prioritised(judge([UNSERVED], ROW), jobs=99) == (2, ())
    assert prioritised(judge([box(0, 0, 80, 100)], ROW), school=True) == (None, ())
    assert prioritised(judge([box(50, 0, 125, 100)], ROW)) == (3, ())
    assert prioritised(judge([box(0, 500, 100, 600)], ROW)) == (2, (Reason.no_household_line,))
    assert prioritised(judge([box(0, 500, 100, 600)], ROW), school=True) == (
        1,
        (Reason.school, Reason.no_household_line),
    )
    # A cell at its edge, too little to judge: no data, but not without any household line.
    assert prioritised(judge([box(60, 0, 200, 100)], ROW[:1])) == (3, ())
    assert prioritised(judge([box(90, 0, 200, 600)], ROW[:1])) == (2, (Reason.size,))


def test_large_objects_are_urgent():
    area = 50_000.0
    found = judge([box(300, 0, 400, 100), box(0, 1000, area / 100, 1100)], ROW)
    fibre.prioritise(found, ObjectFacts(*(np.zeros(2, dtype=bool) for _ in range(3)), np.full(2, NULL)))
    assert found.reasons[1] == (Reason.size, Reason.no_household_line)
    assert found.priority == [2, 1]


def test_binding_or_funded_plans_lower_the_priority():
    for status, expected in ((STATUS.binding, 3), (STATUS.funded, 3), (STATUS.announced, 2)):
        found = judge([UNSERVED], ROW, listed((box(0, 0, 900, 900), status, DAY)))
        priority, reasons = prioritised(found)
        assert priority == expected
        assert (Reason.planned in reasons) == (expected == 3)


# -------------------------------------------------------------------------------------------------------------- summary
def test_summary_counts_and_hectares_by_key():
    found = judge([box(0, 0, 100, 100), UNSERVED, box(0, 500, 100, 600), point(350, 50)], ROW)
    rows = fibre.summarise(found, ["05913000", "05913000", None, "05112000"])
    assert [row.ags for row in rows] == ["05112000", "05913000", None]
    assert [row.n_objects for row in rows] == [1, 2, 1]
    assert rows[1].n_by_gap == {GAP.served: 1, GAP.partly: 0, GAP.unserved: 1, GAP.no_data: 0}
    assert rows[1].ha_by_gap[GAP.served] == pytest.approx(1.0)
    assert rows[1].ha_by_gap[GAP.unserved] == pytest.approx(0.64)
    assert rows[1].area_ha == pytest.approx(1.64)
    assert rows[1].n_by_spot[SPOT.none] == 2
    assert rows[2].n_by_spot[SPOT.no_data] == 1
    assert rows[2].ha_by_spot[SPOT.no_data] == pytest.approx(1.0)
    assert (rows[0].area_ha, rows[0].n_by_gap[GAP.unserved]) == (0, 1)


def test_no_objects():
    found = judge([], ROW)
    assert len(found.gap_class) == 0
    assert fibre.summarise(found, []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-31", date(2025, 12, 31)),
        ("20251231", date(2025, 12, 31)),
        ("2021-06", date(2021, 6, 30)),
        ("2020-12", date(2020, 12, 31)),
        ("2024", date(2024, 12, 31)),
        ("2024-13", None),
        ("2024-06 (erfunden)", date(2024, 6, 30)),
        ("Mitte 2021", None),
        ("202412345", None),
        (None, None),
    ],
)
def test_edition_date(text, expected):
    assert fibre.edition_date(text) == expected


def test_progress_between_two_editions():
    before = np.array(
        [GAP.unserved, GAP.unserved, GAP.partly, GAP.served, GAP.served, GAP.no_data, GAP.partly], dtype=object
    )
    now = np.array([GAP.served, GAP.partly, GAP.partly, GAP.partly, GAP.served, GAP.served, GAP.no_data], dtype=object)
    progress = codes.PROGRESS
    assert fibre.progress_since(before, now).tolist() == [
        progress.closed,
        progress.improved,
        progress.unchanged,
        progress.worse,
        progress.unchanged,
        None,
        None,
    ]


def test_newest_edition_alone_takes_part():
    keep, edition = fibre.newest_edition(np.array(["2024-12", "2025-06", None, "2025-06"], dtype=object))
    assert (keep.tolist(), edition) == ([False, True, False, True], "2025-06")
    keep, edition = fibre.newest_edition(np.array(["2024-12", "2025-06", None, "2026"], object), date(2025, 5, 31))
    assert (keep.tolist(), edition) == ([True, False, False, False], "2024-12")
    for as_of, whether in ((date(2026, 1, 1), True), (date(2025, 12, 31), False)):  # a year has begun on its first day
        keep, edition = fibre.newest_edition(np.array(["2026"], dtype=object), as_of)
        assert (keep.tolist(), edition) == ([whether], "2026" if whether else None)
    assert fibre.newest_edition(np.array(["Stand Q2"], dtype=object), date(2025, 1, 1))[1] == "Stand Q2"
    keep, edition = fibre.newest_edition(np.array([None, None], dtype=object))
    assert (keep.tolist(), edition) == ([True, True], None)


def test_key_at_the_place():
    areas, keys = [box(0, 0, 100, 100), box(100, 0, 200, 100)], ["05913000", "05112000"]
    ell = QgsGeometry.fromWkt(
        f"POLYGON(({EAST} {NORTH},{EAST + 300} {NORTH},{EAST + 300} {NORTH + 10},{EAST + 10} {NORTH + 10},"
        f"{EAST + 10} {NORTH + 99},{EAST} {NORTH + 99},{EAST} {NORTH}))"
    )
    assert keys_at([point(150, 50), point(50, 50), point(500, 50), box(120, 20, 140, 40), ell], areas, keys) == [
        "05112000",
        "05913000",
        None,
        "05112000",
        "05913000",
    ]
