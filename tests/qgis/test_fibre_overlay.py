"""Areas of objects in cells, against a clipping oracle in plain Python that knows neither GEOS nor our formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry

from ruhr_planner.analysis import overlay
from ruhr_planner.analysis.overlay import Grid

EAST, NORTH = 360_000.0, 5_700_000.0


def quiet(fraction):
    assert 0 <= fraction <= 1


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def clipped(ring, convex):
    """Sutherland and Hodgman (1974): clip any ring by a convex counter-clockwise ring."""
    for a, b in zip(convex, convex[1:] + convex[:1]):
        ring, given_ring = [], ring
        for p, q in zip(given_ring[-1:] + given_ring[:-1], given_ring):
            side_p = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
            side_q = (b[0] - a[0]) * (q[1] - a[1]) - (b[1] - a[1]) * (q[0] - a[0])
            if (side_p >= 0) != (side_q >= 0):
                part = side_p / (side_p - side_q)
                ring.append((p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])))
            if side_q >= 0:
                ring.append(q)
        if not ring:
            return []
    return ring


def oracle(polygons, cell):
    """Area of polygons (lists of an outer ring and holes, coordinates near the origin) in a convex cell."""
    total = 0.0
    for outer, *holes in polygons:
        total += abs(signed_area(clipped(outer, cell)))
        total -= sum(abs(signed_area(clipped(hole, cell))) for hole in holes)
    return total


def shape(polygons):
    """The same polygons as one geometry, moved into the region."""
    rings = [
        "("
        + ",".join("(" + ",".join(f"{EAST + x!r} {NORTH + y!r}" for x, y in [*r, r[0]]) + ")" for r in polygon)
        + ")"
        for polygon in polygons
    ]
    return QgsGeometry.fromWkt("MULTIPOLYGON(" + ",".join(rings) + ")")


def rectangle(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north)]


def turned(ring, degrees, scale=1.0):
    c, s = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
    return [(c * x - s * y, s * x + c * y) for x, y in ring]


def areas(polygons_of_objects, cells):
    """Run the overlay; return a dense matrix objects × cells and the objects' areas."""
    grid = Grid.from_geometries([shape([[cell]]) for cell in cells])
    pairs, own = overlay.overlay([shape(polygons) for polygons in polygons_of_objects], grid, quiet)
    dense = np.zeros((len(polygons_of_objects), len(cells)))
    assert (np.diff(pairs.owner) >= 0).all()
    np.add.at(dense, (pairs.owner, pairs.cell), pairs.area)
    assert len(set(zip(pairs.owner.tolist(), pairs.cell.tolist()))) == len(pairs.owner)
    return dense, own, grid


SQUARES = [rectangle(100 * i, 100 * j, 100 * i + 100, 100 * j + 100) for i in range(4) for j in range(4)]


def test_object_inside_one_cell_cell_inside_object_and_l_shape():
    inside = [[rectangle(120, 130, 160, 180)]]
    around = [[rectangle(50, 50, 350, 350)]]
    ell = [[[(150, 50), (350, 50), (350, 150), (250, 150), (250, 350), (150, 350)]]]
    dense, own, grid = areas([inside, around, ell], SQUARES)
    assert grid.straight.all()
    assert own.tolist() == pytest.approx([2000, 90_000, 40_000], abs=1e-6)
    assert dense[0].tolist() == pytest.approx([2000 if cell == SQUARES[5] else 0 for cell in SQUARES], abs=1e-6)
    assert dense[1].reshape(4, 4).tolist() == [
        pytest.approx(row, abs=1e-6)
        for row in (
            [2500, 5000, 5000, 2500],
            [5000, 10_000, 10_000, 5000],
            [5000, 10_000, 10_000, 5000],
            [2500, 5000, 5000, 2500],
        )
    ]
    assert dense[2].reshape(4, 4).tolist() == [
        pytest.approx(row, abs=1e-6)
        for row in ([0, 0, 0, 0], [2500, 5000, 5000, 2500], [5000, 7500, 5000, 2500], [2500, 2500, 0, 0])
    ]


def test_hole_and_several_parts():
    ring = [[rectangle(10, 10, 90, 90), rectangle(20, 20, 80, 80)], [rectangle(210, 10, 220, 20)]]
    dense, own, _ = areas([ring], SQUARES)
    assert own[0] == pytest.approx(6400 - 3600 + 100)
    assert dense[0, 0] == pytest.approx(2800)
    assert dense[0, 8] == pytest.approx(100)
    assert dense.sum() == pytest.approx(2900)


def test_touching_is_not_covering():
    dense, _, _ = areas([[[rectangle(400, 0, 500, 100)]]], SQUARES)
    assert not dense.any()


def test_outside_on_every_side_and_objects_without_area_keep_their_place():
    far = [[[rectangle(x, y, x + 30, y + 30)]] for x, y in ((-900, 50), (900, 50), (50, -900), (50, 900))]
    dense, own, _ = areas([*far, [[rectangle(10, 10, 20, 20)]]], SQUARES)
    assert dense[:4].sum() == 0
    assert dense[4, 0] == pytest.approx(100)
    assert own.tolist() == pytest.approx([900] * 4 + [100])


def test_z_values_and_clockwise_rings_do_not_matter():
    corners = rectangle(0, 0, 50, 50)[::-1]
    wkt = "POLYGON Z((" + ",".join(f"{EAST + x} {NORTH + y} 5" for x, y in [*corners, corners[0]]) + "))"
    grid = Grid.from_geometries([shape([[SQUARES[0]]])])
    for geometry in (QgsGeometry.fromWkt(wkt), shape([[rectangle(0, 0, 50, 50)[::-1]]])):
        pairs, own = overlay.overlay([geometry], grid, quiet)
        assert pairs.area.tolist() == pytest.approx([2500])
        assert own.tolist() == pytest.approx([2500])


def test_empty_grid_and_no_objects():
    empty = Grid.from_geometries([])
    pairs, own = overlay.overlay([shape([[SQUARES[0]]])], empty, quiet)
    assert len(pairs.owner) == 0
    assert own.tolist() == pytest.approx([10_000])
    pairs, own = overlay.overlay([], Grid.from_geometries([shape([[SQUARES[0]]])]), quiet)
    assert len(pairs.owner) == len(own) == 0


def test_only_true_rectangles_count_as_rectangles():
    bow = [(0, 0), (100, 100), (100, 0), (0, 100)]
    kite = [(0, 50), (50, 0), (100, 50), (50, 100)]
    step = [(0, 0), (100, 0), (100, 50), (0, 100)]
    cells = [SQUARES[0], SQUARES[0][::-1], SQUARES[0][1:] + SQUARES[0][:1], bow, kite, step]
    bounds = overlay.rectangles(
        [
            bytes(g.asWkb().data())
            for g in (
                QgsGeometry.fromWkt("POLYGON((" + ",".join(f"{x} {y}" for x, y in [*cell, cell[0]]) + "))")
                for cell in cells
            )
        ]
    )
    assert bounds[:3].tolist() == [[0, 0, 100, 100]] * 3
    assert np.isnan(bounds[3:]).all()


def star(seed, corners, middle, radius):
    rng = np.random.default_rng(seed)
    angle = np.sort((np.arange(corners) + rng.uniform(0, 0.8, corners)) * 2 * math.pi / corners)
    reach = radius * rng.uniform(0.3, 1.0, corners)
    return [(middle[0] + r * math.cos(a), middle[1] + r * math.sin(a)) for a, r in zip(angle.tolist(), reach.tolist())]


objects = st.lists(
    st.builds(
        star,
        st.integers(0, 10_000),
        st.integers(3, 14),
        st.tuples(st.floats(-150, 550), st.floats(-150, 550)),
        st.floats(2, 400),
    ).map(lambda ring: [[ring]]),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(objects)
def test_regular_grid_agrees_with_the_oracle(found):
    dense, own, _ = areas(found, SQUARES)
    expected = np.array([[oracle(polygons, cell) for cell in SQUARES] for polygons in found])
    assert np.allclose(dense, expected, rtol=0, atol=1e-4)
    assert np.allclose(own, [abs(signed_area(polygons[0][0])) for polygons in found], rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(objects, st.integers(0, 10_000))
def test_cells_of_any_size_and_overlap_agree_with_the_oracle(found, seed):
    rng = np.random.default_rng(seed)
    low = rng.uniform(-100, 400, (12, 2))
    high = low + rng.choice([1.0, 40.0, 100.0, 333.0], (12, 1)) * rng.uniform(0.5, 1.5, (12, 2))
    cells = [rectangle(*a, *b) for a, b in zip(low.tolist(), high.tolist())]
    dense, _, grid = areas(found, cells)
    expected = np.array([[oracle(polygons, cell) for cell in cells] for polygons in found])
    assert np.allclose(dense, expected, rtol=0, atol=1e-4)
    tolerance = overlay.STRAIGHT_TOLERANCE_M
    meets = [
        any(
            i != j
            and min(a[1][0], b[1][0]) - max(a[0][0], b[0][0]) > 2 * tolerance
            and min(a[2][1], b[2][1]) - max(a[0][1], b[0][1]) > 2 * tolerance
            for j, b in enumerate(cells)
        )
        for i, a in enumerate(cells)
    ]
    assert (overlay.overlapping(grid) >= np.array(meets)).all()


@settings(max_examples=25, deadline=None)
@given(objects, st.floats(1, 89))
def test_slanted_cells_agree_with_the_oracle(found, degrees):
    cells = [turned(cell, degrees) for cell in SQUARES]
    dense, _, grid = areas(found, cells)
    assert not grid.straight.any()
    expected = np.array([[oracle(polygons, cell) for cell in cells] for polygons in found])
    assert np.allclose(dense, expected, rtol=0, atol=1e-4)


def test_clean_grid_has_no_overlap_and_a_doubled_cell_has():
    clean = Grid.from_geometries([shape([[cell]]) for cell in SQUARES])
    assert not overlay.overlapping(clean).any()
    doubled = Grid.from_geometries([shape([[cell]]) for cell in [*SQUARES, SQUARES[5], rectangle(390, 390, 490, 490)]])
    assert np.flatnonzero(overlay.overlapping(doubled)).tolist() == [5, 15, 16, 17]


def test_points_lie_in_cells_with_their_borders():
    grid = Grid.from_geometries([shape([[cell]]) for cell in SQUARES])
    points = [
        QgsGeometry.fromWkt(f"POINT({EAST + x} {NORTH + y})")
        for x, y in ((50, 50), (100, 50), (100, 100), (-1, 5), (400, 400))
    ]
    pairs = overlay.cells_at(points, grid)
    assert list(zip(pairs.owner.tolist(), pairs.cell.tolist())) == [
        (0, 0),
        (1, 0),
        (1, 4),
        (2, 0),
        (2, 1),
        (2, 4),
        (2, 5),
        (4, 15),
    ]


def test_points_in_slanted_cells():
    grid = Grid.from_geometries([shape([[turned(cell, 30)]]) for cell in SQUARES])
    ((x, y),) = turned([(150, 250)], 30)
    pairs = overlay.cells_at([QgsGeometry.fromWkt(f"POINT({EAST + x} {NORTH + y})")], grid)
    assert pairs.cell.tolist() == [6]


def test_progress_may_cancel():
    class Stop(Exception):
        pass

    def stop(_):
        raise Stop

    with pytest.raises(Stop):
        overlay.overlay([shape([[SQUARES[0]]])], Grid.from_geometries([shape([[SQUARES[0]]])]), stop)
