"""Which plots lie together: distance, facing length and barriers between them, and the clusters that follow.

Two plots belong together when their distance d <= GAP and their facing length >= FACING_MIN. The facing length of P1
and P2 is the larger, over both directions, of area(buffer(P1, GAP + 10 m) ∩ P2) / (GAP + 10 m - d): the mean width of
the strip of one plot that lies within reach of the other. Two squares that meet at a corner reach a quarter circle,
whose mean width is under 20 m; plots across a street face each other with their whole front.

Lengths are metres and areas square metres in a plane system (EPSG:25832). Candidate pairs come from a grid over the
bounding boxes and distances from the segments near each other, both for all pairs at once; GEOS is asked only for what
these cannot decide. Method: own design (link graph and union-find), see resources/help/cooperationsites.en.md.
"""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Callable

import numpy as np
import numpy.typing as npt
from qgis.core import Qgis, QgsGeometry

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = tuple[Ints, Ints]
Progress = Callable[[float], None]
"""Takes the fraction done, 0 to 1; may raise to cancel."""

REACH = 10.0
"""What the facing length looks beyond the gap, m."""
SEGMENTS = 8
"""Segments a quarter circle of the round buffers."""
ADJOINING = 0.5
"""Plots up to this distance need no bridging, m."""
TOLERANCE = 1e-6
"""Rounding allowed where a distance is compared with a limit, m: a thousandth of a millimetre."""
CUT = 0.05
"""Half the width of the slit that a barrier cuts, m: areas cannot be cut by a line without width."""
TOUCH = 1e-2
"""A piece of a strip smaller than this inside a plot only grazes its edge, m²."""
LINE, POLYGON, MULTI_LINE, MULTI_POLYGON = 2, 3, 5, 6
"""Geometry types in WKB."""
ONE_RING = struct.pack("<II", POLYGON, 1)
"""How the WKB of a polygon without holes goes on after the byte order."""
_WKB_LINE = np.dtype([("order", "u1"), ("kind", "<u4"), ("points", "<u4"), ("ends", "<f8", 4)])
STRAIGHT = 1e-9
"""Sine of an angle that counts as none."""
SHORTEST = 1e-6
"""Segments up to this are rounding, m."""
FEW_CORNERS = 12
"""Convex polygons with more corners go to GEOS."""
FEW_CUTS = 3
"""Strips that more barriers cut go to GEOS."""
CHUNK = 500_000
"""Combinations that are held in memory at once."""
CACHED = 32_768
"""Combinations of sides that are computed at once, few enough for the processor's cache."""


# ------------------------------------------------------------------------------------------------------------- outlines
@dataclass(frozen=True)
class Outlines:
    """Polygons as columns: their geometries, boxes and boundary segments.

    `boxes` is (n, 4): west, south, east, north. `segments` is (m, 4): x1, y1, x2, y2, those of polygon k being the rows
    `first[k]` to `first[k + 1]`. `turn` is 1 for convex polygons that run anticlockwise, -1 for convex ones that run
    clockwise, 0 for all others.
    """

    geometries: Sequence[QgsGeometry]
    boxes: Floats
    segments: Floats
    first: Ints
    turn: Ints

    def __len__(self) -> int:
        return len(self.geometries)


def outlines(polygons: Sequence[QgsGeometry]) -> Outlines:
    """Read boxes and segments of valid, single or multipart polygons."""
    rings: list[bytes] = []
    owner: list[int] = []
    for index, polygon in enumerate(polygons):
        for ring in _rings(polygon):
            rings.append(ring)
            owner.append(index)
    boxes = np.full((len(polygons), 4), np.nan)
    if not rings:
        none = np.zeros(len(polygons), np.int64)
        return Outlines(polygons, boxes, np.empty((0, 4)), np.zeros(len(polygons) + 1, np.int64), none)
    lengths = np.asarray([len(ring) for ring in rings]) // 16
    points = np.frombuffer(b"".join(rings), np.float64).reshape(-1, 2)
    last = np.zeros(len(points), bool)
    last[np.cumsum(lengths) - 1] = True
    starts = np.flatnonzero(~last)
    segments = np.hstack((points[starts], points[starts + 1]))
    per_ring = np.repeat(np.asarray(owner), lengths - 1)
    first = np.searchsorted(per_ring, np.arange(len(polygons) + 1)).astype(np.int64)
    filled = np.flatnonzero(np.diff(first))
    boxes[filled, :2] = np.minimum.reduceat(segments[:, :2], first[filled])
    boxes[filled, 2:] = np.maximum.reduceat(segments[:, :2], first[filled])
    turn = _turn(segments, first)
    turn[np.bincount(np.asarray(owner), minlength=len(polygons)) != 1] = 0
    return Outlines(polygons, boxes, segments, first, turn)


def _turn(segments: Floats, first: Ints) -> Ints:
    """Return for single rings whether they turn left all the way (1), right all the way (-1) or both ways (0)."""
    along = segments[:, 2:] - segments[:, :2]
    length = np.hypot(along[:, 0], along[:, 1])
    following = np.arange(1, len(segments) + 1)
    filled = np.flatnonzero(np.diff(first))
    following[first[filled + 1] - 1] = first[filled]
    sine = _cross(along, along[following]) / np.maximum(length * length[following], 1e-300)
    turn = np.zeros(len(first) - 1, np.int64)
    if len(filled):
        start = first[filled]
        proper = np.minimum.reduceat(length, start) > SHORTEST
        left = np.minimum.reduceat(sine, start) >= -STRAIGHT
        right = np.maximum.reduceat(sine, start) <= STRAIGHT
        turn[filled] = np.where(proper & left, 1, np.where(proper & right, -1, 0))
    return turn


def _rings(polygon: QgsGeometry) -> list[bytes]:
    """Return the rings of a polygon as in its WKB: x and y by turns."""
    raw = polygon.asWkb().data()
    if raw[1:9] == ONE_RING:
        return [raw[13:]]
    kind = int.from_bytes(raw[1:5], "little")
    if kind not in (POLYGON, MULTI_POLYGON):
        raw = flat(polygon).asWkb().data()
        kind = int.from_bytes(raw[1:5], "little")
    rings: list[bytes] = []
    multi = kind == MULTI_POLYGON
    parts = int.from_bytes(raw[5:9], "little") if multi else 1
    at = 9 if multi else 0
    for _ in range(parts):
        count = int.from_bytes(raw[at + 5 : at + 9], "little")
        at += 9
        for _ in range(count):
            size = int.from_bytes(raw[at : at + 4], "little")
            rings.append(raw[at + 4 : at + 4 + 16 * size])
            at += 4 + 16 * size
    return rings


def flat(geometry: QgsGeometry) -> QgsGeometry:
    """Return the geometry without z, m and curves."""
    curved = geometry.requiresConversionToStraightSegments()
    inner = geometry.constGet().segmentize() if curved else geometry.constGet().clone()
    inner.dropZValue()
    inner.dropMValue()
    return QgsGeometry(inner)


# ------------------------------------------------------------------------------------------------------ candidate pairs
def box_pairs(left: Floats, right: Floats | None, within: float) -> Pairs:
    """Return the index pairs of boxes that lie within a distance of each other (in x and in y).

    `left` (n, 4) and `right` (m, 4) are boxes; without `right` each unordered pair of `left` comes once, first <
    second. A uniform grid: every box enters the cells that it covers; a pair is taken from the cell that holds the
    south-west corner of the boxes' intersection, hence once.
    """
    boxes = left if right is None else np.concatenate((left, right))
    if not len(boxes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    grown = boxes + np.asarray((-0.5, -0.5, 0.5, 0.5)) * (within + TOLERANCE)
    origin = np.nanmin(grown[:, :2], axis=0)
    cell = _cell_size(grown)
    low = np.floor((grown[:, :2] - origin) / cell).astype(np.int64)
    high = np.floor((grown[:, 2:] - origin) / cell).astype(np.int64)
    columns = int(high[:, 0].max()) + 1
    box, key = _cells(low, high, columns)
    order = np.argsort(key, kind="stable")
    box, key = box[order], key[order]
    found = [
        _meeting(grown, box[one], box[two], key[one], low, columns, None if right is None else len(left))
        for one, two in _within_groups(key)
    ]
    first = np.concatenate([pair[0] for pair in found]) if found else np.empty(0, np.int64)
    second = np.concatenate([pair[1] for pair in found]) if found else np.empty(0, np.int64)
    return first, second if right is None else second - len(left)


def _cell_size(boxes: Floats) -> float:
    """Choose a cell as large as a usual box, larger where few huge boxes would fill too many cells."""
    size = boxes[:, 2:] - boxes[:, :2]
    cell = max(float(np.mean(size)), 1.0)
    while float(np.prod(np.floor(size / cell) + 2.0, axis=1).sum()) > 12.0 * len(boxes) + 1_000.0:
        cell *= 2.0
    return cell


def _cells(low: Ints, high: Ints, columns: int) -> Pairs:
    """List which box covers which cell: box indices and cell keys."""
    span = high - low + 1
    box, step = _repeat(span[:, 0] * span[:, 1])
    row, column = np.divmod(step, span[box, 0])
    return box, (low[box, 1] + row) * columns + low[box, 0] + column


def _repeat(counts: Ints) -> Pairs:
    """Return, for counts c, each index k repeated c[k] times, and the running number 0..c[k]-1 beside it."""
    index = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
    return index, step


def _within_groups(key: Ints) -> list[Pairs]:
    """Return, in chunks, all pairs of positions with the same key in a sorted array."""
    end = np.searchsorted(key, key, side="right")
    later = end - np.arange(len(key)) - 1
    total = np.cumsum(later)
    pieces = []
    start = 0
    while start < len(key):
        done = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + CHUNK, side="right")))
        index, step = _repeat(later[start:stop])
        one = index + start
        pieces.append((one, one + 1 + step))
        start = stop
    return pieces


def _meeting(grown: Floats, one: Ints, two: Ints, key: Ints, low: Ints, columns: int, split: int | None) -> Pairs:
    """Keep the pairs whose boxes meet, each in one cell only; with a split, only those across it."""
    first, second = np.minimum(one, two), np.maximum(one, two)
    if split is not None:
        keep = (first < split) & (second >= split)
        first, second, key = first[keep], second[keep], key[keep]
    corner = np.maximum(low[first], low[second])
    keep = corner[:, 1] * columns + corner[:, 0] == key
    first, second = first[keep], second[keep]
    a, b = grown[first], grown[second]
    meets = (a[:, 0] <= b[:, 2]) & (b[:, 0] <= a[:, 2]) & (a[:, 1] <= b[:, 3]) & (b[:, 1] <= a[:, 3])
    return first[meets], second[meets]


# ------------------------------------------------------------------------------------------------------------ distances
def box_distance(a: Floats, b: Floats) -> Floats:
    """Return the distance of boxes, row by row, 0 where they meet."""
    dx = np.maximum(np.maximum(a[..., 0] - b[..., 2], b[..., 0] - a[..., 2]), 0.0)
    dy = np.maximum(np.maximum(a[..., 1] - b[..., 3], b[..., 1] - a[..., 3]), 0.0)
    return np.asarray(np.sqrt(dx * dx + dy * dy), np.float64)


def pair_distances(
    shapes: Outlines, first: Ints, second: Ints, limit: float, progress: Progress | None = None
) -> Floats:
    """Return the distance of each pair of polygons, infinite where it is larger than the limit.

    Only the segments within the limit of the other's box are compared, all pairs at once. Where one box holds the
    other, one polygon may lie inside the other without their boundaries coming near: these few pairs go to GEOS.
    """
    result = np.full(len(first), np.inf)
    a, b = shapes.boxes[first], shapes.boxes[second]
    near = np.flatnonzero(box_distance(a, b) <= limit + TOLERANCE)
    nested = _holds(a[near], b[near]) | _holds(b[near], a[near])
    for index in near[nested].tolist():
        result[index] = shapes.geometries[first[index]].distance(shapes.geometries[second[index]])
    plain = near[~nested]
    work = np.diff(shapes.first)[first[plain]] + np.diff(shapes.first)[second[plain]]
    for start, stop in _slices(work, CHUNK // 8):
        some = plain[start:stop]
        result[some] = _segment_distances(shapes, first[some], second[some], limit)
        if progress is not None:
            progress(stop / len(plain))
    result[result > limit + TOLERANCE] = np.inf
    return result


def _holds(outer: Floats, inner: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray((outer[:, :2] <= inner[:, :2]).all(axis=1) & (outer[:, 2:] >= inner[:, 2:]).all(axis=1))


def _slices(work: Ints, limit: int) -> list[tuple[int, int]]:
    """Cut a list of jobs into runs of about `limit` units of work."""
    total = np.cumsum(work)
    bounds = [0]
    while bounds[-1] < len(work):
        done = int(total[bounds[-1] - 1]) if bounds[-1] else 0
        bounds.append(max(bounds[-1] + 1, int(np.searchsorted(total, done + limit, side="right"))))
    return list(zip(bounds[:-1], bounds[1:]))


def _segment_distances(shapes: Outlines, first: Ints, second: Ints, limit: float) -> Floats:
    """Return the smallest distance between the boundaries of each pair, infinite where none comes within the limit."""
    pair_a, seg_a = _near_segments(shapes, first, shapes.boxes[second], limit)
    pair_b, seg_b = _near_segments(shapes, second, shapes.boxes[first], limit)
    begin = np.searchsorted(pair_b, np.arange(len(first) + 1))
    count = np.diff(begin)[pair_a]
    smallest = np.full(len(first), np.inf)
    for start, stop in _slices(count, CHUNK):
        index, step = _repeat(count[start:stop])
        pair = pair_a[start:stop][index]
        one, two = seg_a[start:stop][index], seg_b[begin[pair] + step]
        shared = (shapes.segments[one, 0] == shapes.segments[two, 0]) & (
            shapes.segments[one, 1] == shapes.segments[two, 1]
        )
        smallest[pair[shared]] = 0.0  # a corner of both, as neighbours mostly have
        apart = smallest[pair] > 0.0
        pair, p, q = pair[apart], shapes.segments[one[apart]], shapes.segments[two[apart]]
        if len(pair):
            change = np.flatnonzero(np.diff(pair, prepend=-1))
            least = np.minimum.reduceat(_squared(p, q), change)
            smallest[pair[change]] = np.minimum(smallest[pair[change]], least)
    return np.asarray(np.sqrt(smallest), np.float64)


def _near_segments(shapes: Outlines, which: Ints, boxes: Floats, limit: float) -> Pairs:
    """Return (pair, segment) for the segments of polygon `which[pair]` that come within the limit of `boxes[pair]`."""
    pair, step = _repeat(np.diff(shapes.first)[which])
    segment = shapes.first[which[pair]] + step
    x1, y1, x2, y2 = shapes.segments[segment].T.copy()
    reach = limit + TOLERANCE
    west, south, east, north = (boxes + np.asarray((-reach, -reach, reach, reach)))[pair].T.copy()
    near = (np.minimum(x1, x2) <= east) & (np.maximum(x1, x2) >= west)
    near &= (np.minimum(y1, y2) <= north) & (np.maximum(y1, y2) >= south)
    return pair[near], segment[near]


def _squared(p: Floats, q: Floats) -> Floats:
    """Return the squared distance of segments p and q (n, 4), row by row; 0 where they cross."""
    (ax, ay, bx, by), (cx, cy, dx, dy) = p.T.copy(), q.T.copy()
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    square = np.maximum(ux * ux + uy * uy, 1e-300)
    least = np.minimum(_to_segment(cx - ax, cy - ay, ux, uy, square), _to_segment(dx - ax, dy - ay, ux, uy, square))
    square = np.maximum(vx * vx + vy * vy, 1e-300)
    np.minimum(least, _to_segment(ax - cx, ay - cy, vx, vy, square), out=least)
    np.minimum(least, _to_segment(bx - cx, by - cy, vx, vy, square), out=least)
    across_p = (ux * (cy - ay) - uy * (cx - ax)) * (ux * (dy - ay) - uy * (dx - ax)) < 0.0
    across_q = (vx * (ay - cy) - vy * (ax - cx)) * (vx * (by - cy) - vy * (bx - cx)) < 0.0
    least[across_p & across_q] = 0.0
    return np.asarray(least, np.float64)


def _to_segment(wx: Floats, wy: Floats, ux: Floats, uy: Floats, square: Floats) -> Floats:
    """Return the squared distance of points w to segments from the origin to u, whose squared length is given."""
    along = np.minimum(np.maximum((wx * ux + wy * uy) / square, 0.0), 1.0)
    dx, dy = wx - along * ux, wy - along * uy
    return np.asarray(dx * dx + dy * dy, np.float64)


def _cross(u: Floats, w: Floats) -> Floats:
    return np.asarray(u[:, 0] * w[:, 1] - u[:, 1] * w[:, 0], np.float64)


# ----------------------------------------------------------------------------------------------------- facing, barriers
class Segments:
    """The segments of lines, `ends` (m, 4): x1, y1, x2, y2, and `line` (m,): which line each belongs to."""

    def __init__(self, lines: Sequence[QgsGeometry]) -> None:
        found, owner = [], []
        for number, line in enumerate(lines):
            for part in flat(line).asGeometryCollection():
                points = np.asarray([(point.x(), point.y()) for point in part.vertices()]).reshape(-1, 2)
                if len(points) > 1:
                    found.append(np.hstack((points[:-1], points[1:])))
                    owner.append(np.full(len(points) - 1, number))
        self.ends = np.concatenate(found) if found else np.empty((0, 4))
        self.line = np.concatenate(owner) if owner else np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self.ends)

    def boxes(self, margin: Floats | float = 0.0) -> Floats:
        """Return the segments' boxes (m, 4), grown by a margin in metres."""
        low = np.minimum(self.ends[:, :2], self.ends[:, 2:]) - np.reshape(margin, (-1, 1))
        high = np.maximum(self.ends[:, :2], self.ends[:, 2:]) + np.reshape(margin, (-1, 1))
        return np.hstack((low, high))

    def lines(self, which: Ints) -> QgsGeometry:
        """Return the numbered segments as one geometry."""
        ends = self.ends[np.unique(which)]
        lines = np.empty(len(ends), _WKB_LINE)
        lines["order"], lines["kind"], lines["points"], lines["ends"] = 1, LINE, 2, ends
        made = QgsGeometry()
        made.fromWkb(struct.pack("<BII", 1, MULTI_LINE, len(ends)) + lines.tobytes())
        return made


def meeting_boxes(left: Floats, right: Floats) -> dict[int, Ints]:
    """Return, for the boxes of `left` (n, 4) that meet boxes of `right` (m, 4), the numbers of those."""
    if not len(left) or not len(right):
        return {}
    if len(left) == 1:
        found = np.flatnonzero(box_distance(right, left) <= TOLERANCE)
        return {0: found} if len(found) else {}
    one, other = box_pairs(left, right, 0.0)
    order = np.argsort(one, kind="stable")
    one, other = one[order], other[order]
    names, begin = np.unique(one, return_index=True)
    return dict(zip(names.tolist(), np.split(other, begin[1:])))


class Barriers:
    """Lines that cut the strip between plots: motorways, main railways, canals."""

    def __init__(self, lines: Sequence[QgsGeometry]) -> None:
        self._segments = Segments(lines)
        self._boxes = self._segments.boxes()

    def __len__(self) -> int:
        return len(self._segments)

    def near(self, boxes: Floats) -> dict[int, Ints]:
        """Return, for the boxes (n, 4) that a barrier's segment may cross, the segments' numbers."""
        return meeting_boxes(boxes, self._boxes)

    def ends(self, segments: Ints) -> Floats:
        """Return the ends of segments (n, 4): x1, y1, x2, y2."""
        return np.asarray(self._segments.ends[segments])

    def slit(self, segments: Ints) -> QgsGeometry:
        """Return the segments as a narrow area that can be taken out of another area."""
        return self._segments.lines(segments).buffer(CUT, 1, Qgis.EndCapStyle.Square, Qgis.JoinStyle.Miter, 2.0)


def within_reach(convex: Outlines, which: Ints, ends: Floats, reach: float) -> tuple[Floats, Floats]:
    """Return which part of the lines of segments (n, 4) lies within reach of convex polygons: from and to.

    Both are shares of the segment, beyond 0 and 1 on its prolongation; from is larger than to where no part does.
    Cyrus and Beck (1978) against the sides moved outwards; corners are not rounded, so the part is never too short.
    """
    row, step = _repeat(np.diff(convex.first)[which])
    side = convex.segments[convex.first[which[row]] + step]
    along = (side[:, 2:] - side[:, :2]) * np.where(convex.turn[which] < 0, -1.0, 1.0)[row, None]
    unit = along / np.maximum(np.hypot(along[:, 0], along[:, 1]), SHORTEST)[:, None]
    start, end = (-_cross(unit, ends[row, at : at + 2] - side[:, :2]) - reach for at in (0, 2))
    rate = end - start
    level = np.abs(rate) <= SHORTEST
    at = -start / np.where(level, 1.0, rate)
    at[level] = np.where(start[level] > 0.0, np.inf, -np.inf)
    begin = np.flatnonzero(step == 0)
    enter = np.maximum.reduceat(np.where(level | (rate < 0.0), at, -np.inf), begin)
    leave = np.minimum.reduceat(np.where(~level & (rate > 0.0), at, np.inf), begin)
    return enter, leave


class Facing:
    """Facing lengths of plots for one gap; the buffers are made once a plot."""

    def __init__(self, shapes: Outlines, gap: float) -> None:
        self._shapes = shapes
        self._reach = gap + REACH
        self._buffers: dict[int, QgsGeometry] = {}

    def buffer(self, index: int) -> QgsGeometry:
        """Return the round buffer of a plot by GAP + 10 m."""
        found = self._buffers.get(index)
        if found is None:
            found = self._shapes.geometries[index].buffer(self._reach, SEGMENTS)
            self._buffers[index] = found
        return found

    def lengths(self, first: Ints, second: Ints, distance: Floats, enough: float, progress: Progress) -> Floats:
        """Return the facing length of each pair in metres; where less than it is enough already, the lesser length."""
        found = np.full(len(first), -np.inf)
        for rounded in (False, True):  # without the arcs it is quickly found, a little short, and mostly enough
            for one, two in ((first, second), (second, first)):
                short = np.flatnonzero(found < enough)
                made = self._one_way(one[short], two[short], distance[short], rounded, progress)
                found[short] = np.fmax(found[short], made)
        return found

    def _one_way(self, first: Ints, second: Ints, distance: Floats, rounded: bool, progress: Progress) -> Floats:
        """Return area(buffer(first) ∩ second) / (reach - d): many convex pairs at once, all others by GEOS.

        Not rounded, the corners of the buffer are cut off, and only convex pairs are looked at; nan for all others.
        """
        area = np.full(len(first), np.nan)
        for some in self._alike(first, second):
            one, two = _corners(self._shapes, first[some]), _corners(self._shapes, second[some])
            origin = two[:, :1]
            area[some] = overlap(convex_buffer(one - origin, self._reach, rounded), two - origin)
            progress(0.5)
        if not rounded:
            return np.asarray(area / (self._reach - distance), np.float64)
        for index in np.flatnonzero(np.isnan(area)).tolist():
            meeting = self.buffer(int(first[index])).intersection(self._shapes.geometries[second[index]])
            area[index] = meeting.area()
            if index % 500 == 0:
                progress(0.5)
        return np.asarray(area / (self._reach - distance), np.float64)

    def convex(self, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
        """Return for each pair whether both plots are convex and have few corners."""
        few = (self._shapes.turn != 0) & (np.diff(self._shapes.first) <= FEW_CORNERS)
        return np.asarray(few[first] & few[second])

    def spans(self, which: Ints, ends: Floats) -> tuple[Floats, Floats]:
        """Return what `within_reach` does for plots, those that are not convex by their hulls."""
        shapes, reach = self._shapes, self._reach + 2.0 * CUT
        enter, leave = np.empty(len(which)), np.empty(len(which))
        plain = shapes.turn[which] != 0
        enter[plain], leave[plain] = within_reach(shapes, which[plain], ends[plain], reach)
        if not plain.all():
            names, at = np.unique(which[~plain], return_inverse=True)
            hulls = [shapes.geometries[name].convexHull().forcePolygonCounterClockwise() for name in names.tolist()]
            enter[~plain], leave[~plain] = within_reach(outlines(hulls), at, ends[~plain], reach)
        return enter, leave

    def _alike(self, first: Ints, second: Ints) -> Iterator[Ints]:
        """Yield, in portions, the positions of the convex pairs whose plots have equally many corners."""
        corners = np.diff(self._shapes.first)
        kind = np.where(self.convex(first, second), corners[first] * (FEW_CORNERS + 1) + corners[second], 0)
        for name in np.unique(kind[kind > 0]).tolist():
            group = np.flatnonzero(kind == name)
            for start, stop in _slices(np.full(len(group), 12 * FEW_CORNERS * FEW_CORNERS), CHUNK):
                yield group[start:stop]

    def lengths_beside(self, first: Ints, second: Ints, distance: Floats, cuts: Floats) -> Floats:
        """Return what `length_beside` returns for convex pairs, many at once.

        :param cuts: the same number of lines a pair, (n, k, 4), each of which cuts the strip from side to side. The
            pieces of the convex strip are then the sides of the lines, and so are their parts of the plots.
        """
        result = np.empty(len(first))
        for some in self._alike(first, second):
            one, two = _corners(self._shapes, first[some]), _corners(self._shapes, second[some])
            origin = two[:, :1].copy()
            one, two, lines = one - origin, two - origin, cuts[some] - np.tile(origin, 2)
            around = convex_buffer(one, self._reach), convex_buffer(two, self._reach)
            whole = np.stack((overlap(around[1], one), overlap(around[0], two)))
            kept = np.zeros_like(whole)
            for signs in itertools.product((1.0, -1.0), repeat=lines.shape[1]):
                at_one, at_two = one, two
                for number, sign in enumerate(signs):
                    at_one, at_two = (_beside(land, lines[:, number], sign) for land in (at_one, at_two))
                piece = np.stack((overlap(around[1], at_one), overlap(around[0], at_two)))
                kept += np.where((piece > TOUCH).all(axis=0), piece, 0.0)
            length = whole.max(axis=0) / (self._reach - distance[some]) * (kept / whole).min(axis=0)
            result[some] = np.where((kept <= TOUCH).any(axis=0), -np.inf, length)
        return result

    def length_beside(self, first: int, second: int, distance: float, slit: QgsGeometry) -> float:
        """Return the facing length on the pieces of the strip, cut by barriers, that still reach into both plots.

        The strip is the hull of the two facing parts, within reach of both plots. The facing length shrinks to the
        share of the facing part that these pieces hold, of the plot that lost more. Minus infinity if no piece is left.
        """
        one, two = self._shapes.geometries[first], self._shapes.geometries[second]
        in_two, in_one = self.buffer(first).intersection(two), self.buffer(second).intersection(one)
        hull = QgsGeometry.collectGeometry([*parts(in_one), *parts(in_two)]).convexHull()
        strip = hull.intersection(self.buffer(first)).intersection(self.buffer(second))
        kept_one = kept_two = 0.0
        for piece in parts(strip.difference(slit)):
            # the strip lies within reach of both plots, so what it shares with one is a part of that one's facing part
            at_one = piece.intersection(one).area()
            at_two = piece.intersection(two).area() if at_one > TOUCH else 0.0
            if at_two > TOUCH:
                kept_one += at_one
                kept_two += at_two
        area_one, area_two = in_one.area(), in_two.area()
        if min(kept_one, kept_two) <= TOUCH:
            return -float("inf")
        share = min(kept_one / area_one, kept_two / area_two)
        return float(max(area_one, area_two) / (self._reach - distance) * share)


def _beside(corners: Floats, lines: Floats, sign: float) -> Floats:
    """Return the parts of convex polygons (n, corners, 2) that a slit along lines (n, 4) leaves on one side of it.

    Sutherland and Hodgman (1974) for one cut, twice as many corners: a corner that is cut off moves to where the
    boundary leaves.
    """
    along = lines[:, 2:] - lines[:, :2]
    normal = sign * np.column_stack((-along[:, 1], along[:, 0])) / np.hypot(along[:, 0], along[:, 1])[:, None]
    height = ((corners - lines[:, None, :2]) * normal[:, None]).sum(axis=2) - CUT
    after, ahead = np.roll(height, -1, axis=1), np.roll(corners, -1, axis=1)
    kept, kept_after = height > 0.0, after > 0.0
    change = kept != kept_after
    share = np.where(change, height / np.where(change, height - after, 1.0), 0.0)
    met = corners + share[..., None] * (ahead - corners)
    leaves = kept & ~kept_after
    row = np.arange(len(corners))
    exit_ = met[row, leaves.argmax(axis=1)][:, None]  # any corner where nothing is kept
    corner = np.where(kept[..., None], corners, exit_)
    made = np.stack((corner, np.where(change[..., None], met, corner)), axis=2)
    return _without_repeats(made.reshape(len(corners), -1, 2))


def _without_repeats(corners: Floats) -> Floats:
    """Return polygons (n, corners, 2) with as few corners as the largest needs; the others repeat their last one."""
    repeated = (corners == np.roll(corners, -1, axis=1)).all(axis=2)
    order = np.argsort(repeated, axis=1, kind="stable")
    count = np.maximum((~repeated).sum(axis=1), 1)
    taken = np.minimum(np.arange(int(count.max())), count[:, None] - 1)
    row = np.arange(len(corners))[:, None]
    return np.asarray(corners[row, order[row, taken]])


def _corners(shapes: Outlines, which: Ints) -> Floats:
    """Return the corners of convex polygons with equally many, anticlockwise, shape (n, corners, 2)."""
    count = int(shapes.first[which[0] + 1] - shapes.first[which[0]])
    rows = shapes.first[which][:, None] + np.arange(count)
    back = shapes.turn[which] < 0
    rows[back] = rows[back, ::-1]
    return np.asarray(shapes.segments[rows, :2], np.float64)


def convex_buffer(corners: Floats, distance: float, rounded: bool = True) -> Floats:
    """Return the round buffer of convex, anticlockwise polygons (n, corners, 2), 8 segments a quarter as GEOS does.

    Each corner becomes an arc of round(turn / (90° / 8)) equal segments; shorter arcs repeat their last point, so that
    all have as many. Not rounded, a straight line takes the place of the arc: a buffer inside the round one.
    """
    along = np.roll(corners, -1, axis=1) - corners
    after = np.arctan2(-along[..., 0], along[..., 1])  # direction of the outer normal
    before = np.roll(after, 1, axis=1)
    turn = np.mod(after - before + math.pi, 2.0 * math.pi) - math.pi
    steps = np.floor(np.abs(turn) / (math.pi / 2.0 / SEGMENTS) + 0.5)
    most = max(1, int(steps.max())) if rounded else 1
    fraction = np.minimum(np.arange(most + 1) / np.maximum(steps, 1.0)[..., None], 1.0)
    fraction[steps < 1.0] = 0.0
    fraction[..., -1] = 1.0
    angle = before[..., None] + turn[..., None] * fraction
    arcs = corners[:, :, None, :] + distance * np.stack((np.cos(angle), np.sin(angle)), axis=-1)
    return np.asarray(arcs.reshape(len(corners), -1, 2), np.float64)


def overlap(one: Floats, two: Floats) -> Floats:
    """Return the common area of convex, anticlockwise polygons, row by row: (n, corners, 2) each, near the origin.

    The boundary of the common area consists of the parts of either boundary inside the other (Cyrus–Beck clipping), and
    Green's theorem turns it into the area. A side that both share is taken from the first.
    """
    area = np.empty(len(one))
    step = max(1, CACHED // (one.shape[1] * two.shape[1]))
    for start in range(0, len(one), step):
        some = slice(start, start + step)
        area[some] = _overlap(one[some].transpose(2, 1, 0).copy(), two[some].transpose(2, 1, 0).copy())
    return area


def _overlap(one: Floats, two: Floats) -> Floats:
    """Return the common area of polygons given as (2, corners, n): all sides with all sides, row by row."""
    along, side = np.roll(one, -1, axis=1) - one, np.roll(two, -1, axis=1) - two
    (dx, dy), (ex, ey) = along[:, :, None], side[:, None]
    ux, uy = one[:, :, None] - two[:, None]
    rate = ex * dy - ey * dx
    at_one, at_two = ey * ux - ex * uy, dy * ux - dx * uy  # how far a side's start lies outside, then where it crosses
    length, width = np.hypot(dx, dy), np.hypot(ex, ey)
    least = STRAIGHT * length * width
    rising, falling = rate > least, rate < -least
    parallel = ~(rising | falling)
    outside_two = (parallel & (at_one > SHORTEST * width)).any(axis=1) | ~width.any(axis=1)  # all is outside of a point
    outside_one = (parallel & (at_two < SHORTEST * length)).any(axis=0) | ~length.any(axis=0)
    rate[parallel] = 1.0
    at_one /= rate
    at_two /= rate
    first = _between(
        one, along, np.where(rising, at_one, 0.0).max(axis=1), np.where(falling, at_one, 1.0).min(axis=1), outside_two
    )
    second = _between(
        two, side, np.where(falling, at_two, 0.0).max(axis=0), np.where(rising, at_two, 1.0).min(axis=0), outside_one
    )
    return np.asarray(0.5 * (first + second), np.float64)


def _between(corners: Floats, along: Floats, enter: Floats, leave: Floats, outside: npt.NDArray[np.bool_]) -> Floats:
    """Return the sum of x dy - y dx over the parts of sides (2, corners, n) from the share `enter` to `leave`."""
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    start, end = corners + enter * along, corners + leave * along
    area = start[0] * end[1] - start[1] * end[0]
    return np.asarray(np.where(outside | (leave <= enter), 0.0, area).sum(axis=0), np.float64)


def parts(geometry: QgsGeometry) -> list[QgsGeometry]:
    """Return the polygons of a geometry one by one; points and lines, which overlays may leave, drop out."""
    if geometry.isEmpty():
        return []
    return [part for part in geometry.asGeometryCollection() if part.type() == Qgis.GeometryType.Polygon]


def areal(geometry: QgsGeometry) -> QgsGeometry:
    """Return the polygons of a geometry as one; overlays may leave lines and points beside them."""
    if geometry.isEmpty() or geometry.wkbType() in (Qgis.WkbType.Polygon, Qgis.WkbType.MultiPolygon):
        return geometry
    return QgsGeometry.collectGeometry(parts(geometry))


# ------------------------------------------------------------------------------------------------------------- clusters
class Components:
    """Union-find over n nodes, with path halving and union by the smaller number."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, node: int) -> int:
        """Return the representative of a node."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, first: int, second: int) -> bool:
        """Join two nodes; False if they were together already."""
        a, b = self.find(first), self.find(second)
        if a == b:
            return False
        self._parent[max(a, b)] = min(a, b)
        return True

    def join_all(self, first: Ints, second: Ints) -> None:
        """Join many pairs of nodes: the smaller label of each pair spreads until none differ."""
        labels = self.labels()
        while True:
            one, two = labels[first], labels[second]
            apart = one != two
            if not apart.any():
                break
            first, second, one, two = first[apart], second[apart], one[apart], two[apart]
            np.minimum.at(labels, np.maximum(one, two), np.minimum(one, two))
            labels = _rooted(labels)
        self._parent = labels.tolist()

    def copy(self) -> Components:
        """Return an independent copy."""
        made = Components(0)
        made._parent = list(self._parent)
        return made

    def labels(self) -> Ints:
        """Return for each node the smallest number of its component."""
        return _rooted(np.asarray(self._parent, np.int64))


def _rooted(parent: Ints) -> Ints:
    """Follow each node to its root."""
    while True:
        further = parent[parent]
        if np.array_equal(further, parent):
            return parent
        parent = further


@dataclass(frozen=True)
class Neighbours:
    """Pairs of plots up to a distance, nearest first: the one pass that every gap is answered from.

    `first`, `second`: indices; `distance` in metres, ascending. `barred`: for the pairs with a barrier near, by their
    position, the numbers of the barriers' segments.
    """

    shapes: Outlines
    first: Ints
    second: Ints
    distance: Floats
    barriers: Barriers
    barred: dict[int, Ints]
    areas: dict[float, Floats] = field(default_factory=dict)
    """For each gap that was looked at what at least the area, m², of one plot near the other is; nan: not looked at."""

    def areas_up_to(self, gap: float) -> Floats:
        """Return for each pair the largest of the areas that are known for this gap or a smaller one, 0 for none.

        The area within reach of a plot grows with the gap, so what is known bounds from below what is not.
        """
        least = np.zeros(len(self.distance))
        for known_gap, known in self.areas.items():
            if known_gap <= gap:
                np.fmax(least, known, out=least)
        return least

    def centre_distances(self, pairs: Ints) -> Floats:
        """Return the distances between the centres of the boxes of pairs, m."""
        centres = self.shapes.boxes[:, :2] + self.shapes.boxes[:, 2:]
        return np.asarray(np.hypot(*(centres[self.first[pairs]] - centres[self.second[pairs]]).T) / 2.0)

    def count(self, gap: float) -> int:
        """Return the number of pairs that are no farther apart than a gap."""
        return int(np.searchsorted(self.distance, gap + TOLERANCE, side="right"))


def neighbours(shapes: Outlines, within: float, barriers: Barriers, progress: Progress | None = None) -> Neighbours:
    """Return all pairs of plots within a distance of each other, with the barriers that may come between."""
    first, second = box_pairs(shapes.boxes, None, within)
    distance = pair_distances(shapes, first, second, within, progress)
    order = np.lexsort((second, first, distance))
    order = order[np.isfinite(distance[order])]
    first, second, distance = first[order], second[order], distance[order]
    a, b = shapes.boxes[first], shapes.boxes[second]
    reach = within + REACH
    between = np.hstack((np.maximum(a[:, :2], b[:, :2]) - reach, np.minimum(a[:, 2:], b[:, 2:]) + reach))
    return Neighbours(shapes, first, second, distance, barriers, barriers.near(between))


@dataclass(frozen=True)
class Clusters:
    """Component of each plot: `labels` with the gap bridged, `adjoining` with no gap over 0.5 m bridged."""

    labels: Ints
    adjoining: Ints


def clusters(near: Neighbours, gap: float, facing_min: float, progress: Progress | None = None) -> Clusters:
    """Group plots that belong together, the adjoining ones first.

    A pair whose plots are together already is not looked at: its facing length could change nothing.
    """
    count = near.count(gap)
    adjoin = near.count(min(ADJOINING, gap))
    groups = Components(len(near.shapes))
    test = _Belonging(near, gap, facing_min, progress or _silent)
    _join(near, groups, np.arange(adjoin), test)
    adjoining = groups.labels()
    _join(near, groups, np.arange(adjoin, count), test)
    return Clusters(groups.labels(), adjoining)


def reachable(near: Neighbours, gap: float) -> Ints:
    """Label plots by who can be reached in steps of at most the gap: no cluster is larger than such a component."""
    count = near.count(gap)
    groups = Components(len(near.shapes))
    groups.join_all(near.first[:count], near.second[:count])
    return groups.labels()


def labels_among(
    near: Neighbours, gap: float, facing_min: float, plots: npt.NDArray[np.bool_], progress: Progress
) -> Ints:
    """Return the labels of `clusters`; only among the marked plots, all others stand alone.

    :param plots: (n) whole components of `reachable`.
    """
    pairs = np.flatnonzero(plots[near.first[: near.count(gap)]])
    groups = Components(len(near.shapes))
    _join(near, groups, pairs, _Belonging(near, gap, facing_min, progress))
    return groups.labels()


def labels_by_level(
    near: Neighbours, gap: float, facing_min: float, level: Ints, levels: int, progress: Progress | None = None
) -> Ints:
    """Return the labels of `clusters` among the plots up to each level, shape (levels, n); -1 for all other plots.

    A plot more can only join clusters, so each level starts from the one before and looks at its new pairs alone.

    :param level: (n) from 0; a plot takes part where its level is not above that of the row.
    """
    count = near.count(gap)
    highest = np.maximum(level[near.first[:count]], level[near.second[:count]])
    groups = Components(len(near.shapes))
    test = _Belonging(near, gap, facing_min, progress or _silent)
    labels = np.empty((levels, len(near.shapes)), np.int64)
    for row in range(levels):
        _join(near, groups, np.flatnonzero(highest == row), test)
        labels[row] = np.where(level <= row, groups.labels(), -1)
    return labels


def _join(near: Neighbours, groups: Components, pairs: Ints, test: _Belonging) -> None:
    """Join the plots of those of the pairs that belong together.

    In rounds: of all pairs between different groups a forest is tested, as if all of it belonged together; what passes
    is joined, what has become superfluous drops out, and the rest waits for the next round. Plots with near centres
    come first: they mostly face each other, and the pairs across a corner become superfluous.
    """
    first, second = near.first, near.second
    if test.always(pairs):
        groups.join_all(first[pairs], second[pairs])
        return
    waiting = pairs[np.argsort(near.centre_distances(pairs), kind="stable")]
    while len(waiting):
        trial = groups.copy()
        chosen = np.asarray(
            [trial.join(one, two) for one, two in zip(first[waiting].tolist(), second[waiting].tolist())], bool
        )
        forest = waiting[chosen]
        passed = forest[test(forest)]
        groups.join_all(first[passed], second[passed])
        labels = groups.labels()
        waiting = waiting[~chosen]
        waiting = waiting[labels[first[waiting]] != labels[second[waiting]]]


class _Belonging:
    """Tells for pairs of near plots whether they face each other, past the barriers."""

    def __init__(self, near: Neighbours, gap: float, facing_min: float, progress: Progress) -> None:
        self._near = near
        self._reach = gap + REACH
        self._facing = Facing(near.shapes, gap)
        self._least = near.areas_up_to(gap)
        self._areas = near.areas.setdefault(gap, np.full(len(near.distance), np.nan))
        self._facing_min = facing_min
        self._progress = progress
        self._barred = np.zeros(len(near.distance), bool)
        self._barred[list(near.barred)] = True

    def always(self, pairs: Ints) -> bool:
        """Tell whether nothing but the distance counts for these pairs."""
        return self._facing_min <= 0.0 and not self._barred[pairs].any()

    def __call__(self, pairs: Ints) -> npt.NDArray[np.bool_]:
        """Return for each of the pairs (positions among the neighbours) whether its plots belong together."""
        near = self._near
        answer = np.ones(len(pairs), bool)
        if self._facing_min > 0.0:  # barriers only take from the facing length
            depth = self._reach - near.distance[pairs]
            answer = self._least[pairs] / depth >= self._facing_min
            open_ = np.flatnonzero(~answer)
            some = pairs[open_]
            lengths = self._facing.lengths(
                near.first[some], near.second[some], near.distance[some], self._facing_min, self._progress
            )
            self._areas[some] = lengths * depth[open_]
            answer[open_] = lengths >= self._facing_min
        barred = np.flatnonzero(self._barred[pairs] & answer)
        if len(barred):
            answer[barred] = self._past_barriers(pairs[barred])
        return answer

    def _past_barriers(self, pairs: Ints) -> npt.NDArray[np.bool_]:
        """Tell for pairs that face each other whether they still do when barriers have cut the strip between."""
        near, facing = self._near, self._facing
        one, two, distance = near.first[pairs], near.second[pairs], near.distance[pairs]
        pair, segment, through = self._cuts(one, two, [near.barred[number] for number in pairs.tolist()])
        cuts = np.bincount(pair, minlength=len(pairs))
        begin = np.cumsum(cuts) - cuts
        lengths = np.where(cuts > 0, -np.inf, np.inf)
        exact = np.bincount(pair[~through], minlength=len(pairs)) == 0
        plain = facing.convex(one, two) & (cuts <= FEW_CUTS)
        for count in range(1, FEW_CUTS + 1):
            some = np.flatnonzero(plain & (cuts == count))
            if len(some):
                ends = near.barriers.ends(segment[begin[some, None] + np.arange(count)])
                lengths[some] = facing.lengths_beside(one[some], two[some], distance[some], ends)
        # a segment that ends in the strip was taken for a longer one, which leaves less: too short may be wrong
        open_ = ~(plain & exact) & (lengths < self._facing_min)
        for step, at in enumerate(np.flatnonzero(open_).tolist()):
            slit = near.barriers.slit(segment[begin[at] : begin[at] + cuts[at]])
            lengths[at] = facing.length_beside(int(one[at]), int(two[at]), float(distance[at]), slit)
            if step % 100 == 0:
                self._progress(0.5)
        return np.asarray(lengths >= self._facing_min)

    def _cuts(self, one: Ints, two: Ints, near: Sequence[Ints]) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
        """Return which of the segments near pairs of plots come within reach of both: where the strip may lie.

        Position of the pair, number of the segment, and whether it cuts what lies within reach from side to side.
        """
        pair = np.repeat(np.arange(len(near)), [len(some) for some in near])
        segment = np.concatenate(near)
        ends = self._near.barriers.ends(segment)
        spans = [self._facing.spans(which[pair], ends) for which in (one, two)]
        enter, leave = np.maximum(spans[0][0], spans[1][0]), np.minimum(spans[0][1], spans[1][1])
        slack = 2.0 * CUT / np.maximum(np.hypot(*(ends[:, 2:] - ends[:, :2]).T), SHORTEST)
        meets = (enter <= leave) & (enter <= 1.0 + slack) & (leave >= -slack)
        return pair[meets], segment[meets], ((enter >= 0.0) & (leave <= 1.0))[meets]


def _silent(fraction: float) -> None:
    del fraction
