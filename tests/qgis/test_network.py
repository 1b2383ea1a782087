"""The graph from lines: GEOS nodes the same lines independently, and rules that GEOS does not know stand by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry, QgsPointXY

from ruhr_planner.analysis import network
from ruhr_planner.analysis.network import Tracks

TOLERANCE = 0.05


def lines(*texts: str) -> list[QgsGeometry]:
    return [QgsGeometry.fromWkt(text) for text in texts]


def made(geometries, level=None, tolerance=TOLERANCE, feet=((), ())):
    tracks = Tracks(geometries)
    level = np.zeros(len(tracks), dtype=np.int64) if level is None else np.array(level)
    junctions = tracks.junctions(level, tolerance)
    return tracks, tracks.network(junctions, np.array(feet[0], dtype=np.int64), np.array(feet[1], dtype=float))


def components(net) -> int:
    return len(set(net.component.tolist()))


coordinate = st.integers(0, 12).map(lambda value: value * 10.0)
segment = st.tuples(coordinate, coordinate, coordinate, coordinate).filter(lambda s: s[:2] != s[2:])


@settings(max_examples=60, deadline=None)
@given(st.lists(segment, min_size=1, max_size=25))
@example(segments=[(0, 0, 0, 110), (0, 0, 60, 70), (50, 30, 100, 120), (100, 70, 40, 90)])  # meet at 76.5625
@example(segments=[(0, 30, 60, 90), (0, 70, 80, 90), (120, 50, 20, 100)])  # all three through 53.333…, 83.333…
def test_split_lines_are_those_of_geos(qgis_app, segments) -> None:
    """Every place where lines meet is a node; what overlaps is there as often as it is given, once without copies."""
    geometries = [QgsGeometry.fromPolylineXY([QgsPointXY(a, b), QgsPointXY(c, d)]) for a, b, c, d in segments]
    tolerance = 1e-6
    _, net = made(geometries, tolerance=tolerance)
    union = QgsGeometry.unaryUnion(geometries)
    # newer GEOS joins pieces at nodes of two; every vertex here is an end or a crossing, and with that a node
    lines = [part.asPolyline() for part in union.asGeometryCollection()]
    parts = [QgsGeometry.fromPolylineXY(list(pair)) for line in lines for pair in zip(line, line[1:])]
    # three lines through one place that is no number may cross 1e-14 m apart from each other there
    parts = [part for part in parts if part.length() > tolerance]
    # pieces are straight: between the same two nodes there are only copies of one
    unique = {tuple(sorted(ends)): length for *ends, length in zip(net.tail, net.head, net.length.tolist())}
    assert len(unique) == len(parts)
    assert sum(unique.values()) == pytest.approx(union.length(), abs=1e-2)
    touching = QgsGeometry.unaryUnion([part.buffer(0.01, 2) for part in parts])
    assert components(net) == len(touching.asGeometryCollection())
    ends = np.array([(p.x(), p.y()) for part in parts for p in part.asPolyline()])
    apart = np.hypot(*(net.xy[:, None, :] - ends[None, :, :]).transpose(2, 0, 1))
    assert max(apart.min(axis=0).max(), apart.min(axis=1).max()) < 1e-3  # each node is an end, each end a node


@pytest.mark.parametrize(
    ("texts", "level", "nodes", "edges", "parts"),
    [
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 -5,5 5)"), (0, 0), 5, 4, 1),
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 -5,5 5)"), (0, 1), 4, 2, 2),
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 -5,5 5)"), (1, 1), 5, 4, 1),
        (("LINESTRING(0 0,10 0)", "LINESTRING(10 0,20 0)"), (0, 1), 3, 2, 1),
        (("LINESTRING(0 0,5 0,10 0)", "LINESTRING(5 0,5 5)"), (0, 1), 4, 3, 1),
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 0,5 5)"), (0, 1), 4, 2, 2),
        (("LINESTRING(0 0,5 0,10 0)", "LINESTRING(5 -5,5 0,5 5)"), (0, 1), 4, 2, 2),
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 0.04,5 5)"), (0, 0), 4, 3, 1),
        (("LINESTRING(0 0,10 0)", "LINESTRING(5 0.06,5 5)"), (0, 0), 4, 2, 2),
        (("LINESTRING(0 0,10 0)", "LINESTRING(10.04 0,20 0)"), (0, 0), 3, 2, 1),
        (("LINESTRING(0 0,10 0,10 10,5 10,5 -5)",), (0,), 3, 3, 1),
        (("LINESTRING(0 0,10 0)", "LINESTRING(2 0,20 0)"), (0, 0), 4, 4, 1),
        (("MULTILINESTRING((0 0,1 0),(1 0,2 0))",), (0, 0), 3, 2, 1),
    ],
)
def test_where_lines_meet(qgis_app, texts, level, nodes, edges, parts) -> None:
    _, net = made(lines(*texts), level)
    loops = 1 if "5 -5)" in texts[0] else 0  # a ring that leaves and enters one node joins nothing
    assert (len(net.xy), len(net.tail) + loops, components(net)) == (nodes, edges, parts)


def test_ends_beside_a_border_of_cells_meet(qgis_app) -> None:
    """Two ends 4 cm apart are found wherever the grid of cells happens to lie."""
    for shift in np.linspace(0, 5, 101):
        x = 100.0 + shift
        _, net = made(lines(f"LINESTRING(0 0,{x} 0)", f"LINESTRING({x + 0.04} 0,400 0)", "LINESTRING(0 90,5 90)"))
        assert components(net) == 2
        _, net = made(lines(f"LINESTRING(0 0,{x} 0)", f"LINESTRING({x} -30,{x + 0.01} 30)"))
        assert components(net) == 1


def test_feet_split_their_line(qgis_app) -> None:
    tracks, net = made(lines("LINESTRING(0 0,10 0,10 10)"), feet=((0, 0, 0), (4, 15, 0)))
    assert net.xy[net.foot].tolist() == [[4, 0], [10, 5], [0, 0]]
    assert sorted(net.length.tolist()) == [4, 5, 11]
    assert tracks.part(0, 4, 15).asWkt() == "LineString (4 0, 10 0, 10 5)"


def test_nearest_places_equal_geos(qgis_app) -> None:
    chance = np.random.default_rng(3)
    geometries = [
        QgsGeometry.fromPolylineXY([QgsPointXY(*point) for point in chance.uniform(0, 1000, (4, 2))]) for _ in range(30)
    ]
    tracks = Tracks(geometries)
    points = chance.uniform(-200, 1200, (200, 2))
    feet = tracks.nearest(points, 100)
    for number, point in enumerate(points):
        place = QgsGeometry.fromPointXY(QgsPointXY(*point))
        least = min(geometry.distance(place) for geometry in geometries)
        if least > 100:
            assert feet.line[number] == -1
        else:
            assert feet.distance[number] == pytest.approx(least)
            foot = tracks.points(feet.line[number : number + 1], feet.at[number : number + 1])[0]
            assert np.hypot(*(foot - point)) == pytest.approx(least)


def test_stretches_beside_another_line(qgis_app) -> None:
    """Over the border of two lines too, and never on the next line of the layer."""
    tracks = Tracks(lines("LINESTRING(0 0,50 0)", "LINESTRING(500 500,600 500)", "LINESTRING(50 0,100 0)"))
    stretches = tracks.beside(Tracks(lines("LINESTRING(30 4,70 4)", "LINESTRING(20 -30,20 30)")), 5)
    low = np.array([0.0, 50.0, 150.0])
    assert network.covered(stretches, low, low + tracks.length).tolist() == pytest.approx([20, 0, 20])


def test_components_are_found_on_a_long_chain(qgis_app) -> None:
    order = np.random.default_rng(1).permutation(5000)
    label = network.joined(5002, order[:-1], order[1:])
    assert (label[:5000] == 0).all()
    assert label[5000:].tolist() == [5000, 5001]


def test_no_lines(qgis_app) -> None:
    tracks = Tracks(lines("LINESTRING(3 3,3 3)"))
    assert (len(tracks), tracks.n_empty) == (0, 1)
    net = tracks.network(tracks.junctions(np.empty(0, dtype=np.int64), 0.05), np.array([], dtype=int), np.array([]))
    assert len(net.xy) == 0
