"""A graph from any line layer: where lines meet they are joined and split, where one passes over another they are not.

Lines come as they are, roads of OSM or ATKIS or anybody's. Their ends are joined within a tolerance, a line is split
where another one ends on it or crosses it on the same level, and where an object has its foot. Lines on different
levels (bridges, tunnels) are joined only where one of them ends at a vertex of the other. Everything is done on numpy
arrays with a grid of cells over the segments, so that 300,000 lines take seconds.

Positions are metres along a line from its first vertex; coordinates are EPSG:25832.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry, QgsLineString, QgsMultiLineString, QgsPointXY, QgsRectangle

from ruhr_planner.analysis.steiner import Array, Progress, no_progress

MIN_CELL_M = 5.0
MAX_PARALLEL_DEG = 30.0
"""Two lines that enclose at most this angle run beside each other."""
_LINE, _MULTI = 2, 5
_HEADER, _POINT = 9, 16
"""Bytes of WKB before the coordinates of a line, and of a point."""
_NOTHING = np.empty(0, dtype=np.int64)


@dataclass
class Feet:
    """The nearest places on the lines for n points; `line` is -1 where none is within the limit."""

    line: Array
    at: Array
    distance: Array


@dataclass
class Network:
    """Nodes (n, 2) and m edges: `tail` and `head` are nodes, `line` what an edge is a part of, from `low` to `high`.

    `component` numbers the connected parts, 0 = the one with the most edges; `foot` is the node of each foot.
    """

    xy: Array
    tail: Array
    head: Array
    line: Array
    low: Array
    high: Array
    component: Array
    foot: Array

    @property
    def length(self) -> Array:
        """Length of each edge, metres."""
        length: Array = self.high - self.low
        return length

    def component_edges(self) -> Array:
        """Return the number of edges of each component, falling."""
        return np.bincount(self.component[self.tail]) if len(self.tail) else _NOTHING


class Tracks:
    """Lines as arrays: vertices `xy`, `first` (offset of each line's first vertex), `owner` (index of its geometry)."""

    def __init__(self, geometries: Sequence[QgsGeometry], progress: Progress = no_progress) -> None:
        """Take lines apart.

        Lines without length are counted in `n_empty`, copies (in either direction) in `n_copies`; both are left out.
        """
        self.n_copies = 0
        parts: list[Array] = []
        owner: list[int] = []
        seen: set[bytes] = set()
        for place, geometry in enumerate(geometries):
            if place % 20_000 == 0:
                progress(place / max(1, len(geometries)))
            for raw in _vertices(geometry):
                # A line and its reverse have one mark: that which begins with the smaller end.
                part = np.frombuffer(raw, dtype="<f8").reshape(-1, 2)
                mark = raw if raw[:_POINT] <= raw[-_POINT:] else part[::-1].tobytes()
                if mark in seen:
                    self.n_copies += 1
                    continue
                seen.add(mark)
                parts.append(part)
                owner.append(place)
        line = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        xy = np.concatenate(parts) if parts else np.empty((0, 2))
        still = np.zeros(len(xy), dtype=bool)
        still[1:] = (xy[1:] == xy[:-1]).all(axis=1) & (line[1:] == line[:-1])
        counts = np.bincount(line[~still], minlength=len(parts))
        whole = counts > 1
        self.n_empty = int((~whole).sum())
        self.xy = xy[~still & whole[line]]
        self.first = np.concatenate([[0], np.cumsum(counts[whole])]).astype(np.int64)
        self.owner = np.array(owner, dtype=np.int64)[whole]
        self._measure()

    def __len__(self) -> int:
        return len(self.owner)

    def _measure(self) -> None:
        """Set up segments (`a` to `b` of line `of`) and chainages, within the line and over all of them."""
        last = np.zeros(len(self.xy), dtype=bool)
        last[self.first[1:] - 1] = True
        starts = np.flatnonzero(~last)
        line = np.repeat(np.arange(len(self)), np.diff(self.first))
        self.a, self.b, self.of = self.xy[starts], self.xy[starts + 1], line[starts]
        step = np.zeros(len(self.xy))
        step[starts + 1] = np.hypot(*(self.b - self.a).T)
        self.chain = np.cumsum(step)
        """Metres along all lines, one behind the other, at each vertex."""
        self.offset = self.chain[self.first[:-1]] if len(self) else np.empty(0)
        self.length = self.chain[self.first[1:] - 1] - self.offset if len(self) else np.empty(0)
        self.begin = self.chain[starts] - self.offset[self.of]
        self.size = step[starts + 1]
        self.at_start = starts == self.first[:-1][self.of]
        self.at_end = starts + 1 == self.first[1:][self.of] - 1
        self._grid: SegmentGrid | None = None

    @property
    def grid(self) -> SegmentGrid:
        """The grid over the segments, made when it is first needed."""
        if self._grid is None:
            self._grid = SegmentGrid(self.a, self.b)
        return self._grid

    def points(self, line: Array, at: Array) -> Array:
        """Return the coordinates at positions on lines."""
        chain = self.offset[line] + at
        vertex = np.searchsorted(self.chain, chain, side="right") - 1
        vertex = np.clip(vertex, self.first[line], self.first[line + 1] - 2)
        size = self.chain[vertex + 1] - self.chain[vertex]
        share = np.clip((chain - self.chain[vertex]) / np.where(size > 0, size, 1), 0, 1)
        xy: Array = self.xy[vertex] + share[:, None] * (self.xy[vertex + 1] - self.xy[vertex])
        return xy

    def part(self, line: int, low: float, high: float, ends: Array | None = None) -> QgsGeometry:
        """Return the part of a line between two positions; `ends` (2, 2) replaces its first and last vertex."""
        begin, end = self.first[line], self.first[line + 1]
        chain = self.chain[begin:end] - self.offset[line]
        inner = self.xy[begin:end][(chain > low) & (chain < high)]
        if ends is None:
            ends = self.points(np.array([line, line]), np.array([low, high]))
        xy = np.concatenate([ends[:1], inner, ends[1:]])
        return QgsGeometry(QgsLineString(xy[:, 0].tolist(), xy[:, 1].tolist()))

    # -------------------------------------------------------------------------------------------------- where they meet
    def junctions(self, level: Array, tolerance: float, progress: Progress = no_progress) -> Junctions:
        """Find where lines are joined.

        :param level: of each line, 0 = on the ground.
        :param tolerance: metres within which two lines meet; 0 asks for equal coordinates.
        """
        # An exact touch is lost in the last digits of a coordinate of seven figures, so a tenth of a millimetre is 0.
        tolerance = max(tolerance, 1e-4)
        found = [self._ends(tolerance)]
        for one, other in self.grid.pairs(tolerance, progress):
            same = self.of[one] == self.of[other]
            keep = ~(same & (np.abs(one - other) == 1))
            if keep.any():
                found.extend(self._touches(one[keep], other[keep], level, tolerance))
        one, at_one, other, at_other = (np.concatenate(values) for values in zip(*found))
        return Junctions(one, at_one, other, at_other, tolerance)

    def _ends(self, tolerance: float) -> tuple[Array, Array, Array, Array]:
        """Return pairs of line ends that lie together."""
        count = len(self)
        xy = np.concatenate([self.xy[self.first[:-1]], self.xy[self.first[1:] - 1]])
        line = np.tile(np.arange(count), 2)
        at = np.concatenate([np.zeros(count), self.length])
        one, other = close_pairs(xy, tolerance)
        return line[one], at[one], line[other], at[other]

    def _touches(
        self, one: Array, other: Array, level: Array, tolerance: float
    ) -> Iterator[tuple[Array, Array, Array, Array]]:
        """Yield the meetings of pairs of segments: where they cross, and where an end lies on the other."""
        share_one, share_other = crossing(self.a[one], self.b[one], self.a[other], self.b[other])
        slack_one, slack_other = tolerance / self.size[one], tolerance / self.size[other]
        cross = (share_one >= -slack_one) & (share_one <= 1 + slack_one)
        cross &= (share_other >= -slack_other) & (share_other <= 1 + slack_other)
        yield self._joined(one[cross], share_one[cross], other[cross], share_other[cross], level, tolerance)
        for segment, target in ((one, other), (other, one)):
            for share, is_end, end in ((0.0, self.at_start, self.a), (1.0, self.at_end, self.b)):
                mine = is_end[segment]
                foot, distance = project(end[segment[mine]], self.a[target[mine]], self.b[target[mine]])
                near = distance <= tolerance
                ends, on = segment[mine][near], target[mine][near]
                yield self._joined(ends, np.full(len(ends), share), on, foot[near], level, tolerance)

    def _joined(
        self,
        one: Array,
        share_one: Array,
        other: Array,
        share_other: Array,
        level: Array,
        tolerance: float,
    ) -> tuple[Array, Array, Array, Array]:
        """Keep the meetings that join: on one level, or where one line ends at a vertex of the other."""
        lines, positions, ends, vertices = [], [], [], []
        for segment, share in ((one, share_one), (other, share_other)):
            step = np.clip(share, 0, 1) * self.size[segment]
            line = self.of[segment]
            at = self.begin[segment] + step
            lines.append(line)
            positions.append(at)
            ends.append((at <= tolerance) | (at >= self.length[line] - tolerance))
            vertices.append((step <= tolerance) | (step >= self.size[segment] - tolerance))
        keep = level[lines[0]] == level[lines[1]]
        keep |= (ends[0] & vertices[1]) | (ends[1] & vertices[0])
        keep &= ~(ends[0] & ends[1])  # two ends are found as such
        return lines[0][keep], positions[0][keep], lines[1][keep], positions[1][keep]

    def crossings(self, others: Tracks, progress: Progress = no_progress) -> tuple[Array, Array, Array]:
        """Return where other lines cross or touch these: line, position on it, the other line; each place once."""
        count = len(self.a)
        both = SegmentGrid(np.concatenate([self.a, others.a]), np.concatenate([self.b, others.b]))
        found: list[tuple[Array, Array, Array]] = []
        for first, second in both.pairs(0.0, progress):
            one, other = np.minimum(first, second), np.maximum(first, second) - count
            mixed = (one < count) & (other >= 0)
            one, other = one[mixed], other[mixed]
            share, share_other = crossing(self.a[one], self.b[one], others.a[other], others.b[other])
            hit = (share >= 0) & (share <= 1) & (share_other >= 0) & (share_other <= 1)
            one, other, share = one[hit], other[hit], share[hit]
            found.append((self.of[one], self.begin[one] + share * self.size[one], others.of[other]))
        if not found:
            return _NOTHING, np.empty(0), _NOTHING
        line, at, by = (np.concatenate(values) for values in zip(*found))
        _, once = np.unique(np.column_stack([line, np.round(at, 3), by]), axis=0, return_index=True)
        return line[once], at[once], by[once]

    # ------------------------------------------------------------------------------------------------------------ feet
    def nearest(self, xy: Array, limit: float, allowed: Array | None = None, progress: Progress = no_progress) -> Feet:
        """Return the nearest place on an allowed line within `limit` metres of each point (n, 2); equal points once."""
        points, inverse = np.unique(xy, axis=0, return_inverse=True)
        line = np.full(len(points), -1, dtype=np.int64)
        at, distance = np.full(len(points), np.nan), np.full(len(points), np.nan)
        for number, point in enumerate(points):
            if number % 1000 == 0:
                progress(number / len(points))
            segment, share, found = self._nearest(point, limit, allowed)
            if segment >= 0:
                line[number] = self.of[segment]
                at[number] = self.begin[segment] + share * self.size[segment]
                distance[number] = found
        inverse = inverse.reshape(-1)
        return Feet(line[inverse], at[inverse], distance[inverse])

    def _nearest(self, point: Array, limit: float, allowed: Array | None) -> tuple[int, float, float]:
        radius = min(limit, 2 * self.grid.cell)
        while True:
            near = self.grid.near(point - radius, point + radius)
            if allowed is not None:
                near = near[allowed[self.of[near]]]
            if len(near):
                share, distance = project(np.broadcast_to(point, (len(near), 2)), self.a[near], self.b[near])
                best = int(np.argmin(distance))
                if distance[best] <= radius:
                    return int(near[best]), float(share[best]), float(distance[best])
            if radius >= limit:
                return -1, 0.0, np.inf
            radius = min(limit, 2 * radius)

    def nearest_among(self, segments: Array, xy: Array, limit: float) -> Feet:
        """Return what `nearest` does, for few points (n, 2) and the numbered segments only."""
        point, segment = np.repeat(xy, len(segments), axis=0), np.tile(segments, len(xy))
        share, distance = project(point, self.a[segment], self.b[segment])
        best = distance.reshape(len(xy), -1).argmin(axis=1) + np.arange(len(xy)) * len(segments)
        segment, share, distance = segment[best], share[best], distance[best]
        beyond = distance > limit
        line, at = self.of[segment], self.begin[segment] + share * self.size[segment]
        return Feet(np.where(beyond, -1, line), np.where(beyond, np.nan, at), np.where(beyond, np.nan, distance))

    def near(self, box: QgsRectangle, allowed: Array | None = None) -> Array:
        """Return the numbers of the segments of allowed lines that a rectangle may touch, ascending."""
        near = self.grid.near(np.array([box.xMinimum(), box.yMinimum()]), np.array([box.xMaximum(), box.yMaximum()]))
        return near if allowed is None else near[allowed[self.of[near]]]

    def pieces(self, segments: Array) -> QgsGeometry:
        """Return the numbered segments as one multi-line, perhaps empty."""
        made = QgsMultiLineString()
        for (ax, ay), (bx, by) in zip(self.a[segments].tolist(), self.b[segments].tolist()):
            made.addGeometry(QgsLineString([ax, bx], [ay, by]))
        return QgsGeometry(made)

    def pieces_near(self, box: QgsRectangle, allowed: Array | None = None) -> QgsGeometry:
        """Return the segments of allowed lines that a rectangle may touch, as one multi-line, perhaps empty."""
        return self.pieces(self.near(box, allowed))

    def beside(self, others: Tracks, tolerance: float, progress: Progress = no_progress) -> Array:
        """Return the stretches (k, 2) of these lines beside which another one runs, as chainages over all lines.

        Beside means within `tolerance` metres and at an angle of at most MAX_PARALLEL_DEG degrees.
        """
        stretches = []
        for number, (a, b) in enumerate(zip(others.a, others.b)):
            if number % 2000 == 0:
                progress(number / len(others.a))
            near = self.grid.near(np.minimum(a, b) - tolerance, np.maximum(a, b) + tolerance)
            if len(near):
                stretches.append(self._alongside(near, a, b, tolerance))
        return _merged(np.concatenate(stretches)) if stretches else np.empty((0, 2))

    def _alongside(self, near: Array, a: Array, b: Array, tolerance: float) -> Array:
        direction = (self.b[near] - self.a[near]) / self.size[near, None]
        other = (b - a) / np.hypot(*(b - a))
        parallel = np.abs(direction @ other) >= np.cos(np.radians(MAX_PARALLEL_DEG))
        near, direction = near[parallel], direction[parallel]
        along = np.sort(np.column_stack([((end - self.a[near]) * direction).sum(axis=1) for end in (a, b)]), axis=1)
        along = np.clip(along, 0, self.size[near, None])
        middle = self.a[near] + direction * along.mean(axis=1)[:, None]
        _, distance = project(middle, np.broadcast_to(a, middle.shape), np.broadcast_to(b, middle.shape))
        beside = (distance <= tolerance) & (along[:, 1] > along[:, 0])
        chain = self.offset[self.of[near]] + self.begin[near]
        stretches: Array = chain[beside, None] + along[beside]
        return stretches

    # ----------------------------------------------------------------------------------------------------------- graph
    def network(self, junctions: Junctions, foot_line: Array, foot_at: Array) -> Network:
        """Split the lines at junctions and feet and make the graph."""
        count, meets = len(self), len(junctions.one)
        line = np.concatenate([np.arange(count), np.arange(count), junctions.one, junctions.other, foot_line])
        at = np.concatenate([np.zeros(count), self.length, junctions.at_one, junctions.at_other, foot_at])
        order = np.lexsort((at, line))
        before, after = order[:-1], order[1:]
        on_line = line[before] == line[after]
        close = on_line & (at[after] - at[before] <= junctions.tolerance)
        first = 2 * count + np.arange(meets)
        label = joined(len(line), np.concatenate([first, before[close]]), np.concatenate([first + meets, after[close]]))
        shown, node = np.unique(label, return_inverse=True)
        node = node.reshape(-1)
        edge = on_line & (node[before] != node[after])
        tail, head = node[before[edge]], node[after[edge]]
        component = _by_size(joined(len(shown), tail, head), tail)
        return Network(
            self.points(line[shown], at[shown]),
            tail,
            head,
            line[before[edge]],
            at[before[edge]],
            at[after[edge]],
            component,
            node[2 * count + 2 * meets :],
        )


@dataclass
class Junctions:
    """Pairs of places that are one: position `at_one` on line `one`, `at_other` on line `other`."""

    one: Array
    at_one: Array
    other: Array
    at_other: Array
    tolerance: float

    def components(self, lines: int) -> Array:
        """Return for each of so many lines the smallest line it hangs together with."""
        return joined(lines, self.one, self.other)


class SegmentGrid:
    """Square cells over segments; a segment is in every cell that one of its short pieces touches with its box."""

    def __init__(self, a: Array, b: Array) -> None:
        self._low, self._high = np.minimum(a, b), np.maximum(a, b)
        size = np.hypot(*(b - a).T) if len(a) else np.empty(0)
        self.cell = max(MIN_CELL_M, float(size.mean()) if len(a) else 0.0)
        self._origin = self._low.min(axis=0) if len(a) else np.zeros(2)
        width = int((self._high[:, 0].max() - self._origin[0]) // self.cell) + 2 if len(a) else 1
        self._width = width + 1
        pieces = np.maximum(1, np.ceil(size / self.cell)).astype(np.int64)
        segment = np.repeat(np.arange(len(a)), pieces)
        piece = np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        step = (b - a)[segment] / pieces[segment, None]
        start = a[segment] + step * piece[:, None]
        low = np.floor((np.minimum(start, start + step) - self._origin) / self.cell).astype(np.int64)
        high = np.floor((np.maximum(start, start + step) - self._origin) / self.cell).astype(np.int64)
        keys, segments = [], []
        for x in range(int((high - low)[:, 0].max()) + 1 if len(low) else 0):
            for y in range(int((high - low)[:, 1].max()) + 1):
                there = (low[:, 0] + x <= high[:, 0]) & (low[:, 1] + y <= high[:, 1])
                keys.append((low[there, 1] + y) * self._width + low[there, 0] + x)
                segments.append(segment[there])
        key = np.concatenate(keys) if keys else _NOTHING
        segment = np.concatenate(segments) if segments else _NOTHING
        order = np.lexsort((segment, key))
        self._key, self._segment = key[order], segment[order]
        again = (self._key[1:] == self._key[:-1]) & (self._segment[1:] == self._segment[:-1])
        once = np.concatenate([[True], ~again]) if len(key) else np.empty(0, dtype=bool)
        self._key, self._segment = self._key[once], self._segment[once]

    def near(self, low: Array, high: Array) -> Array:
        """Return the segments whose boxes meet a box, ascending."""
        x0, y0 = np.floor((low - self._origin) / self.cell).astype(np.int64).tolist()
        x1, y1 = np.floor((high - self._origin) / self.cell).astype(np.int64).tolist()
        x0, x1 = max(0, x0), min(self._width - 1, x1)
        if x1 < x0:
            return _NOTHING
        rows = np.arange(max(0, y0), y1 + 1) * self._width
        begin = np.searchsorted(self._key, rows + x0, side="left")
        end = np.searchsorted(self._key, rows + x1, side="right")
        found = [self._segment[i:j] for i, j in zip(begin.tolist(), end.tolist()) if j > i]
        if not found:
            return _NOTHING
        near = np.unique(np.concatenate(found))
        meets = (self._low[near] <= high).all(axis=1) & (self._high[near] >= low).all(axis=1)
        inside: Array = near[meets]
        return inside

    def pairs(self, tolerance: float, progress: Progress = no_progress) -> Iterator[tuple[Array, Array]]:
        """Yield pairs of segments whose boxes, widened by the tolerance, meet. A pair may come more than once.

        Two segments that meet within the tolerance across the border of two cells come too: cells are far larger than
        a tolerance, and a segment's pieces near a border are looked up in both.
        """
        key, segment = self._key, self._segment
        if tolerance > 0:
            key, segment = self._widened(tolerance)
        places = np.arange(len(key))
        offset = 1
        while True:
            places = places[places + offset < len(key)]
            places = places[key[places] == key[places + offset]]
            if not len(places):
                return
            progress(0.0)
            for begin in range(0, len(places), 1_000_000):
                part = places[begin : begin + 1_000_000]
                one, other = segment[part], segment[part + offset]
                meets = (self._low[one] <= self._high[other] + tolerance).all(axis=1)
                meets &= (self._high[one] + tolerance >= self._low[other]).all(axis=1)
                meets &= one != other
                if meets.any():
                    yield one[meets], other[meets]
            offset += 1

    def _widened(self, tolerance: float) -> tuple[Array, Array]:
        """Return the cells also of segments that end within the tolerance beside a cell."""
        corners = [
            np.stack([self._low[:, 0] - tolerance, self._low[:, 1] - tolerance], axis=1),
            np.stack([self._high[:, 0] + tolerance, self._low[:, 1] - tolerance], axis=1),
            np.stack([self._low[:, 0] - tolerance, self._high[:, 1] + tolerance], axis=1),
            np.stack([self._high[:, 0] + tolerance, self._high[:, 1] + tolerance], axis=1),
        ]
        keys, segments = [self._key], [self._segment]
        for corner in corners:
            cell = np.floor((corner - self._origin) / self.cell).astype(np.int64)
            keys.append(cell[:, 1] * self._width + cell[:, 0])
            segments.append(np.arange(len(corner)))
        key, segment = np.concatenate(keys), np.concatenate(segments)
        order = np.lexsort((segment, key))
        key, segment = key[order], segment[order]
        again = (key[1:] == key[:-1]) & (segment[1:] == segment[:-1])
        once = np.concatenate([[True], ~again]) if len(key) else np.empty(0, dtype=bool)
        return key[once], segment[once]


def crossing(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array]:
    """Return where the straight lines ab and cd cross, as shares of ab and of cd; nan where they are parallel."""
    ab, cd, ac = b - a, d - c, c - a
    turn = ab[:, 0] * cd[:, 1] - ab[:, 1] * cd[:, 0]
    flat = np.abs(turn) <= 1e-9 * np.hypot(*ab.T) * np.hypot(*cd.T)
    turn = np.where(flat, np.nan, turn)
    return (ac[:, 0] * cd[:, 1] - ac[:, 1] * cd[:, 0]) / turn, (ac[:, 0] * ab[:, 1] - ac[:, 1] * ab[:, 0]) / turn


def project(point: Array, a: Array, b: Array) -> tuple[Array, Array]:
    """Return the foot of points on segments ab, as a share of ab, and the distance; row by row."""
    ab = b - a
    square = (ab * ab).sum(axis=1)
    share = np.clip(((point - a) * ab).sum(axis=1) / np.where(square > 0, square, 1), 0, 1)
    return share, np.hypot(*(point - a - share[:, None] * ab).T)


def joined(size: int, one: Array, other: Array) -> Array:
    """Return for each of `size` things the smallest one it hangs together with over the pairs (one, other)."""
    label = np.arange(size)
    while True:
        low, high = np.minimum(label[one], label[other]), np.maximum(label[one], label[other])
        apart = low != high
        if not apart.any():
            return label
        low, high = low[apart], high[apart]
        order = np.lexsort((low, high))
        low, high = low[order], high[order]
        first = np.concatenate([[True], high[1:] != high[:-1]])
        label[high[first]] = low[first]
        while True:
            further = label[label]
            if (further == label).all():
                break
            label = further


def close_pairs(xy: Array, tolerance: float) -> tuple[Array, Array]:
    """Return pairs of points within the tolerance that, as links, join all points that lie together."""
    if not len(xy):
        return _NOTHING, _NOTHING
    # np.unique(axis=0) does the same in one go, some 100 ms for a city, and keeps Python's lock all the while
    order = np.lexsort((xy[:, 1], xy[:, 0]))
    ordered = xy[order]
    first = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    places = ordered[first]
    inverse = np.empty(len(xy), dtype=np.int64)
    inverse[order] = np.cumsum(first) - 1
    same = inverse[order[:-1]] == inverse[order[1:]]
    ones, others = [order[:-1][same]], [order[1:][same]]
    shown = np.zeros(len(places), dtype=np.int64)
    shown[inverse] = np.arange(len(xy))
    grid = SegmentGrid(places, places)
    for one, other in grid.pairs(tolerance):
        near = np.hypot(*(places[one] - places[other]).T) <= tolerance
        ones.append(shown[one[near]])
        others.append(shown[other[near]])
    return np.concatenate(ones), np.concatenate(others)


def covered(stretches: Array, low: Array, high: Array) -> Array:
    """Return how many metres of each interval lie in merged stretches (k, 2)."""
    if not len(stretches):
        return np.zeros(len(low))
    sums = np.concatenate([[0], np.cumsum(stretches[:, 1] - stretches[:, 0])])
    corners = stretches.reshape(-1)
    heights = np.repeat(sums, 2)[1:-1]
    return np.interp(high, corners, heights) - np.interp(low, corners, heights)


def nearest_on(pieces: QgsGeometry, area: QgsGeometry) -> QgsPointXY:
    """Return the place on lines that is nearest to an area; inside it, the one nearest to a point on its surface."""
    inside = pieces.intersection(area)
    if inside.isEmpty():
        return QgsPointXY(pieces.nearestPoint(area).asPoint())
    return QgsPointXY(inside.nearestPoint(area.pointOnSurface()).asPoint())


def _vertices(geometry: QgsGeometry) -> Iterator[bytes]:
    """Yield the coordinates of each part of a line in two dimensions, as WKB has them: little-endian doubles."""
    raw = geometry.asWkb().data()
    kind = int.from_bytes(raw[1:5], "little")
    if kind == _LINE:
        yield raw[_HEADER:]
    elif kind == _MULTI:
        place = _HEADER
        for _part in range(int.from_bytes(raw[5:_HEADER], "little")):
            size = _POINT * int.from_bytes(raw[place + 5 : place + _HEADER], "little")
            yield raw[place + _HEADER : place + _HEADER + size]
            place += _HEADER + size


def _merged(stretches: Array) -> Array:
    """Unite stretches that overlap or touch."""
    if not len(stretches):
        return stretches
    stretches = stretches[np.argsort(stretches[:, 0], kind="stable")]
    reach = np.maximum.accumulate(stretches[:, 1])
    new = np.concatenate([[True], stretches[1:, 0] > reach[:-1]])
    last = np.concatenate([np.flatnonzero(new)[1:] - 1, [len(stretches) - 1]])
    return np.column_stack([stretches[new, 0], reach[last]])


def _by_size(label: Array, tail: Array) -> Array:
    """Number components by their edges, the largest 0."""
    names, component = np.unique(label, return_inverse=True)
    component = component.reshape(-1)
    edges = np.bincount(component[tail], minlength=len(names))
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.argsort(-edges, kind="stable")] = np.arange(len(names))
    return rank[component]
