"""The largest rectangle inside an area, along its smallest oriented box: what a plant can be laid out on.

The area is turned so that its box lies straight; on a grid of 5 m the cells that no border crosses and that lie inside
are free; the largest rectangle of free cells is found from the heights of free columns (maximal rectangle under a
histogram, all rows at once), and its four sides are then moved outwards until they meet the border. The result lies
inside and has the direction of the box; a larger one in another direction may exist.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry

from ruhr_planner.analysis.contiguity import Floats, outlines

CELL = 5.0
"""Side of a cell, m."""
MOST_CELLS = 400
"""Cells along the longer side; larger areas get larger cells."""
HAIR = 1e-6
"""Coordinates nearer than this are the same, m."""
Mask = npt.NDArray[np.bool_]


def inscribed_rectangle(geometry: QgsGeometry) -> tuple[float, float]:
    """Return length and width in metres of the largest rectangle along the oriented box; 0, 0 if there is none."""
    border = outlines([geometry]).segments if not geometry.isEmpty() else np.empty((0, 4))
    if not len(border):
        return 0.0, 0.0
    border = _turned(border, _direction(geometry))
    low = np.minimum(border[:, :2], border[:, 2:]).min(axis=0)
    border -= np.tile(low, 2)
    size = np.maximum(border[:, :2], border[:, 2:]).max(axis=0)
    cell = max(CELL, float(size.max()) / MOST_CELLS)
    best = _largest(free_cells(border, cell, size))
    if best is None:
        return 0.0, 0.0
    west, south, east, north = (side * cell for side in best)
    grown = [_grown(border, (west, south, east, north), order) for order in ((0, 1), (1, 0))]
    width, height = max(((e - w, n - s) for w, s, e, n in grown), key=lambda pair: pair[0] * pair[1])
    return max(width, height), min(width, height)


def _direction(geometry: QgsGeometry) -> float:
    """Return the direction of a side of the smallest oriented box, radians."""
    corners = geometry.orientedMinimumBoundingBox()[0].asPolygon()[0]
    return math.atan2(corners[1].y() - corners[0].y(), corners[1].x() - corners[0].x())


def _turned(border: Floats, angle: float) -> Floats:
    """Turn segments (m, 4) by minus the angle around their first point, so that no digits are lost."""
    moved = border - np.tile(border[0, :2], 2)
    turn = np.asarray(((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))))
    return np.hstack((moved[:, :2] @ turn, moved[:, 2:] @ turn))


def free_cells(border: Floats, cell: float, size: Floats) -> Mask:
    """Return which cells (rows, columns) lie wholly inside closed rings.

    :param border: the rings' segments (m, 4), with all coordinates from 0 to `size`.
    """
    columns, rows = (max(1, math.ceil(float(side) / cell - HAIR)) for side in size)
    free = inside(border, cell, rows, columns)
    places = _crossed(border / cell)
    row = np.clip(np.floor(places[:, 1]).astype(np.int64), 0, rows - 1)
    column = np.clip(np.floor(places[:, 0]).astype(np.int64), 0, columns - 1)
    free[row, column] = False
    return free


def inside(border: Floats, cell: float, rows: int, columns: int) -> Mask:
    """Return which cell centres lie inside closed rings, by the even-odd rule along the rows of centres."""
    lower = border[:, 1] <= border[:, 3]
    x1, y1, x2, y2 = np.where(lower[:, None], border, border[:, [2, 3, 0, 1]]).T
    first = np.maximum(np.ceil(y1 / cell - 0.5).astype(np.int64), 0)
    last = np.minimum(np.ceil(y2 / cell - 0.5).astype(np.int64), rows)
    count = np.maximum(last - first, 0)
    segment = np.repeat(np.arange(len(border)), count)
    row = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count) + first[segment]
    rise = np.where(y2 > y1, y2 - y1, 1.0)[segment]
    x = x1[segment] + ((row + 0.5) * cell - y1[segment]) / rise * (x2 - x1)[segment]
    column = np.clip(np.ceil(x / cell - 0.5).astype(np.int64), 0, columns)
    crossings = np.zeros((rows, columns + 1), np.int64)
    np.add.at(crossings, (row, column), 1)
    return np.asarray(np.cumsum(crossings, axis=1)[:, :columns] % 2 == 1)


def _crossed(border: Floats) -> Floats:
    """Return a point (k, 2) in every cell of a unit grid that a segment passes, from cut to cut with grid lines."""
    at = [np.zeros(len(border)), np.ones(len(border))]
    owner = [np.arange(len(border))] * 2
    for axis in (0, 1):
        start, end = border[:, axis], border[:, axis + 2]
        first = np.floor(np.minimum(start, end)).astype(np.int64) + 1
        count = np.maximum(np.ceil(np.maximum(start, end)).astype(np.int64) - first, 0)
        segment = np.repeat(np.arange(len(border)), count)
        line = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count) + first[segment]
        at.append((line - start[segment]) / (end - start)[segment])
        owner.append(segment)
    place, segment = np.concatenate(at), np.concatenate(owner)
    order = np.lexsort((place, segment))
    place, segment = place[order], segment[order]
    pair = segment[1:] == segment[:-1]
    middle, segment = ((place[1:] + place[:-1]) / 2.0)[pair], segment[1:][pair]
    along = border[segment, 2:] - border[segment, :2]
    return np.asarray(border[segment, :2] + middle[:, None] * along)


def _largest(free: Mask) -> tuple[int, int, int, int] | None:
    """Return west, south, east, north (cell lines) of the largest rectangle of free cells, None without any."""
    if free.shape[0] < free.shape[1]:
        turned = _largest(free.T)
        return None if turned is None else (turned[1], turned[0], turned[3], turned[2])
    rows, columns = free.shape
    height = np.zeros((rows, columns), np.int16)  # MOST_CELLS fit, and the less memory is passed over, the faster
    height[0] = free[0]
    for row in range(1, rows):
        height[row] = (height[row - 1] + 1) * free[row]
    best, found = 0, None
    for width in range(1, columns + 1):
        # after this step height[:, k] is the lowest of the columns k … k + width - 1
        if width > 1:
            height = np.minimum(height[:, :-1], height[:, 1:])
            # the lowest of a run of columns is that of two runs shorter by one
        top = int(height.max())
        if top * width > best:
            row, column = divmod(int(height.argmax()), height.shape[1])
            best, found = top * width, (column, row + 1 - top, column + width, row + 1)
        if top * columns <= best:
            break  # the wider, the lower: no wider one is larger
    return found


def _grown(border: Floats, box: tuple[float, ...], order: tuple[int, int]) -> list[float]:
    """Return the box with its sides moved outwards to the border, first along one axis, then the other."""
    made = list(box)
    for axis in order:
        across = 1 - axis
        near, far = _between(border, axis, made[across] + HAIR, made[across + 2] - HAIR)
        before, after = far <= made[axis] + HAIR, near >= made[axis + 2] - HAIR
        if before.any() and after.any():
            made[axis], made[axis + 2] = float(far[before].max()), float(near[after].min())
    return made


def _between(border: Floats, axis: int, low: float, high: float) -> tuple[Floats, Floats]:
    """Return the least and greatest coordinate along an axis of each segment, as far as it lies in a slab across."""
    along, over = border[:, [axis, axis + 2]], border[:, [1 - axis, 3 - axis]]
    meets = (over.min(axis=1) < high) & (over.max(axis=1) > low)
    along, over = along[meets], over[meets]
    rise = over[:, 1] - over[:, 0]
    level = np.abs(rise) <= HAIR
    safe = np.where(level, 1.0, rise)[:, None]
    at = np.clip((np.asarray((low, high)) - over[:, :1]) / safe, 0.0, 1.0)
    at = np.where(level[:, None], np.asarray((0.0, 1.0)), at)
    ends = along[:, :1] + at * (along[:, 1:] - along[:, :1])
    return ends.min(axis=1), ends.max(axis=1)
