"""Exact areas that objects have in the cells of a grid, whatever the grid.

For axis-parallel cells no polygon is clipped at all. With the rings of a polygon turned so that its inside lies to
the left, the area of polygon ∩ cell is, by Green's theorem on every vertical line, the sum over its edges of

    −sign(dx) · ∫ clamp(y(x) − south, 0, height) dx,   x from the edge's west to its east end, cut at the cell's sides.

An edge above the cell gives the full height, one below gives nothing, so a cell wholly inside needs no special case,
nor does an object wholly inside a cell. Only edges and cells that share a column of the grid meet; everything is a
numpy column. Cells that are not axis-parallel (a reprojected EPSG:3035 grid) are clipped by GEOS.

Coordinates are metres in EPSG:25832, areas m².
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable

import numpy as np
import numpy.typing as npt
from qgis.core import QgsGeometry, QgsRectangle

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Progress = Callable[[float], None]

STRAIGHT_TOLERANCE_M = 1e-4
"""A corner this close to its place is on it: reprojecting there and back moves corners by about 1e-8 m."""

NOISE_M2 = 1e-6
"""Less area in a cell than this is rounding."""

_BUCKET_TOLERANCE = 1e-6
_CHUNK = 400_000
_SQUARE_BYTES = 93
_PREPARE_FROM = 12
_MANY_PAIRS = 2_000
"""Cells of a large object between two looks at the cancel button."""
_DIMENSIONS = {0: 2, 1: 3, 2: 3, 3: 4}
_COUNT = struct.Struct("<I").unpack_from
_POLYGON, _MULTIPOLYGON = 3, 6


@dataclass(frozen=True)
class Pairs:
    """Which object has how much of its area in which cell, ordered by object."""

    owner: Whole
    cell: Whole
    area: Floats

    def where(self, keep: Flags) -> Pairs:
        """Return the pairs with a true flag."""
        return Pairs(self.owner[keep], self.cell[keep], self.area[keep])


class Grid:
    """Cells as rectangles (n, 4: west, south, east, north); the few or many that are none carry their geometry."""

    def __init__(self, bounds: Floats, other: dict[int, QgsGeometry] | None = None) -> None:
        """Take bounds and, for cells that are no rectangle (NaN in their bounds), valid geometries by their place."""
        self.bounds = bounds
        self.other = other or {}
        self.straight: Flags = np.ones(len(bounds), dtype=np.bool_)
        for place, geometry in self.other.items():
            box = geometry.boundingBox()
            bounds[place] = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
            self.straight[place] = False
        self._pieces: _Pieces | None = None

    @property
    def pieces(self) -> _Pieces:
        """The axis-parallel cells in their buckets, made at the first use."""
        if self._pieces is None:
            self._pieces = _Pieces(self.bounds, np.flatnonzero(self.straight))
        return self._pieces

    def __len__(self) -> int:
        return len(self.bounds)

    @classmethod
    def from_geometries(cls, cells: Sequence[QgsGeometry]) -> Grid:
        """Build a grid from valid polygons; a multipolygon of one part is a polygon."""
        bounds = rectangles([_single_wkb(cell) for cell in cells])
        return cls(bounds, {place: cells[place] for place in np.flatnonzero(np.isnan(bounds[:, 0])).tolist()})

    def where(self, keep: Flags) -> Grid:
        """Return the cells with a true flag, in their order."""
        place = np.cumsum(keep) - 1
        other = {int(place[old]): geometry for old, geometry in self.other.items() if keep[old]}
        return Grid(self.bounds[keep], other)

    def geometry(self, cell: int) -> QgsGeometry:
        """Return one cell as a geometry."""
        if cell in self.other:
            return self.other[cell]
        west, south, east, north = self.bounds[cell].tolist()
        return QgsGeometry.fromRect(QgsRectangle(west, south, east, north))


@dataclass(frozen=True)
class Edges:
    """The edges of all rings as columns, from west to east; `weight` is +1 above the inside and −1 below it."""

    owner: Whole
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    weight: Floats
    bounds: Floats
    """Per object (n, 4): west, south, east, north; NaN for an object without rings."""
    area: Floats
    """Per object, m²."""


def overlay(objects: Sequence[QgsGeometry], grid: Grid, progress: Progress) -> tuple[Pairs, Floats]:
    """Return the areas of the objects (valid polygons) in the cells and the objects' own areas, m².

    Pairs with less than NOISE_M2 are left out. :raises Cancelled: from `progress`.
    """
    edges = edges_of(objects)
    pieces = _straight_pairs(edges, grid, progress)
    if grid.other:
        pieces = _merged(pieces, _clipped_pairs(objects, edges.bounds, grid, progress))
    return pieces.where(pieces.area > NOISE_M2), edges.area


def cells_at(points: Sequence[QgsGeometry], grid: Grid) -> Pairs:
    """Return the cells in or on whose border the points lie; the area of each pair is 1."""
    owner, x, y = _point_columns(points)
    boxes = np.column_stack((x, y, x, y))
    near = _near(boxes, grid.bounds)
    inside = grid.straight[near.cell]
    for place in np.flatnonzero(~inside).tolist():
        point = points[int(owner[near.owner[place]])]
        inside[place] = grid.geometry(int(near.cell[place])).intersects(point)
    kept = near.where(inside)
    key = np.unique(owner[kept.owner] * len(grid) + kept.cell)
    return Pairs(key // max(len(grid), 1), key % max(len(grid), 1), np.ones(len(key)))


def overlapping(grid: Grid) -> Flags:
    """Tell for each axis-parallel cell whether another one covers part of it (a grid that holds cells twice).

    Only cells in the same bucket can overlap; in a clean grid each bucket holds one cell and nothing is compared.
    """
    pieces = grid.pieces
    found: Flags = np.zeros(len(grid), dtype=np.bool_)
    same = np.flatnonzero(pieces.keys[1:] == pieces.keys[:-1])
    if not len(same):
        return found
    first = np.searchsorted(pieces.keys, pieces.keys, side="left")
    count = np.arange(len(pieces.keys)) - first
    left, right = np.repeat(np.arange(len(count)), count), _ranges(first, count)
    west, south, east, north = (pieces.box[:, side] for side in range(4))
    wide = np.minimum(east[left], east[right]) - np.maximum(west[left], west[right]) > STRAIGHT_TOLERANCE_M
    high = np.minimum(north[left], north[right]) - np.maximum(south[left], south[right]) > STRAIGHT_TOLERANCE_M
    both = wide & high & (pieces.cell[left] != pieces.cell[right])
    found[pieces.cell[left[both]]] = True
    found[pieces.cell[right[both]]] = True
    return found


def covered_area(geometry: QgsGeometry, grid: Grid, cells: Whole) -> float:
    """Return the area of the object under at least one of the cells, overlaps counted once, m²."""
    union = QgsGeometry.unaryUnion([grid.geometry(int(cell)) for cell in cells])
    return float(geometry.intersection(union).area())


# -------------------------------------------------------------------------------------------------------- reading rings
def rectangles(cells: Sequence[bytes] | npt.NDArray[np.void]) -> Floats:
    """Return the bounds (n, 4) of WKB polygons that are axis-parallel rectangles, NaN for all others.

    :param cells: any sequence of bytes, or a numpy void column (all of one length), as GDAL hands over a regular grid.
    """
    bounds = np.full((len(cells), 4), np.nan)
    square = _may_be_square(cells)
    if square.any():
        _read_squares(cells, square, bounds)
    return bounds


def edges_of(geometries: Sequence[QgsGeometry]) -> Edges:
    """Return the edges of polygons and multipolygons without curves; Z and M are ignored."""
    owners: list[int] = []
    counts: list[int] = []
    holes: list[bool] = []
    parts: list[bytes] = []
    for place, geometry in enumerate(geometries):
        for ring, is_hole in _rings(geometry.asWkb().data()):
            owners.append(place)
            counts.append(len(ring) // 16)
            holes.append(is_hole)
            parts.append(ring)
    xy = np.frombuffer(b"".join(parts), dtype="<f8").reshape(-1, 2).astype(np.float64)
    return _edges(
        xy,
        np.array(owners, dtype=np.int64),
        np.array(counts, dtype=np.int64),
        np.array(holes, dtype=np.bool_),
        len(geometries),
    )


def _edges(xy: Floats, ring_owner: Whole, count: Whole, hole: Flags, n_objects: int) -> Edges:
    """Turn rings into edges; every ring is oriented by its own signed area, measured from its first corner."""
    last = np.cumsum(count) - 1
    first = last - count + 1
    ring = np.repeat(np.arange(len(count)), count)
    starts = np.ones(len(xy), dtype=np.bool_)
    starts[last] = False
    begin = np.flatnonzero(starts)
    edge_ring = ring[begin]
    start, end = xy[begin], xy[begin + 1]
    anchor = xy[first][edge_ring]
    a, b = start - anchor, end - anchor
    ring_area = np.bincount(edge_ring, weights=(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]) / 2, minlength=len(count))
    turned = np.where((ring_area >= 0) != hole, 1.0, -1.0)
    area = np.bincount(ring_owner, weights=np.where(hole, -1.0, 1.0) * np.abs(ring_area), minlength=n_objects)
    east = end[:, 0] >= start[:, 0]
    level = end[:, 0] != start[:, 0]
    west_end, east_end = np.where(east[:, None], start, end)[level], np.where(east[:, None], end, start)[level]
    weight = (np.where(east, -1.0, 1.0) * turned[edge_ring])[level]
    owner = ring_owner[edge_ring]
    bounds = _object_bounds(start, owner, n_objects)
    return Edges(
        owner[level],
        west_end[:, 0],
        west_end[:, 1],
        east_end[:, 0],
        east_end[:, 1],
        weight,
        bounds,
        area.astype(np.float64),
    )


def _object_bounds(xy: Floats, owner: Whole, n_objects: int) -> Floats:
    """Return the bounds per object; owners ascend."""
    bounds = np.full((n_objects, 4), np.nan)
    if len(owner):
        first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        bounds[owner[first], :2] = np.minimum.reduceat(xy, first)
        bounds[owner[first], 2:] = np.maximum.reduceat(xy, first)
    return bounds


def _single_wkb(geometry: QgsGeometry) -> bytes:
    if geometry.isMultipart() and geometry.constGet().partCount() == 1:
        geometry = QgsGeometry(geometry)
        geometry.convertToSingleType()
    return bytes(geometry.asWkb().data())


def _rings(wkb: bytes) -> list[tuple[bytes, bool]]:
    """Return the rings of a WKB (multi)polygon as packed x, y and whether each is a hole; nothing for other types."""
    found: list[tuple[bytes, bool]] = []
    base, dimensions = _wkb_kind(_COUNT(wkb, 1)[0])
    if base == _MULTIPOLYGON:
        parts, at = _COUNT(wkb, 5)[0], 9
    elif base == _POLYGON:
        parts, at = 1, 0
    else:
        return found
    for _ in range(parts):
        rings = _COUNT(wkb, at + 5)[0]
        at += 9
        for number in range(rings):
            size = _COUNT(wkb, at)[0] * 8 * dimensions
            at += 4
            if size:
                found.append((_only_xy(wkb[at : at + size], dimensions), number > 0))
            at += size
    return found


def _wkb_kind(kind: int) -> tuple[int, int]:
    """Split a WKB type into its flat type and its number of coordinates."""
    if kind & 0x80000000:  # the old way of writing "with Z"
        return kind & 0xFF, 3
    return kind % 1000, _DIMENSIONS[kind // 1000]


def _only_xy(ring: bytes, dimensions: int) -> bytes:
    if dimensions == 2:
        return ring
    return bytes(np.frombuffer(ring, dtype="<f8").reshape(-1, dimensions)[:, :2].tobytes())


def _may_be_square(cells: Sequence[bytes] | npt.NDArray[np.void]) -> Flags:
    """Tell for each WKB whether it is as long as a plain polygon of five points."""
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "V":
        return np.full(len(cells), cells.dtype.itemsize == _SQUARE_BYTES)
    return np.fromiter((len(cell) == _SQUARE_BYTES for cell in cells), dtype=np.bool_, count=len(cells))


def _read_squares(cells: Sequence[bytes] | npt.NDArray[np.void], square: Flags, bounds: Floats) -> None:
    """Fill in the bounds of all cells whose five points are an axis-parallel rectangle."""
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "V":
        raw = cells.tobytes()
    else:
        raw = b"".join(bytes(cells[place]) for place in np.flatnonzero(square).tolist())
    table = np.frombuffer(raw, dtype=np.uint8).reshape(-1, _SQUARE_BYTES)
    polygon = np.frombuffer(struct.pack("<BIII", 1, _POLYGON, 1, 5), dtype=np.uint8)
    plain = (table[:, : len(polygon)] == polygon).all(axis=1)
    corner = np.ascontiguousarray(table[:, len(polygon) :]).view("<f8")
    x, y = corner[:, 0::2], corner[:, 1::2]
    box = np.column_stack((_least(x, np.minimum), _least(y, np.minimum), _least(x, np.maximum), _least(y, np.maximum)))
    on_side = [_closest(x[:, place], box[:, 0], box[:, 2]) for place in range(4)]
    on_side += [_closest(y[:, place], box[:, 1], box[:, 3]) for place in range(4)]
    along_y = np.abs(x[:, 1:] - x[:, :-1]) <= STRAIGHT_TOLERANCE_M
    along_x = np.abs(y[:, 1:] - y[:, :-1]) <= STRAIGHT_TOLERANCE_M
    # Four sides that each run along exactly one axis, turning at every corner: nothing but a rectangle.
    sides = (along_x ^ along_y).all(axis=1) & (along_x[:, 0] == along_x[:, 2]) & (along_x[:, 0] != along_x[:, 1])
    good = plain & sides & np.logical_and.reduce(on_side)
    bounds[np.flatnonzero(square)[good]] = box[good]


def _least(values: Floats, pick: np.ufunc) -> Floats:
    """Reduce four columns by minimum or maximum, column by column: several times faster than along an axis of four."""
    return np.asarray(pick(pick(values[:, 0], values[:, 1]), pick(values[:, 2], values[:, 3])), dtype=np.float64)


def _closest(values: Floats, low: Floats, high: Floats) -> Flags:
    return (values - low <= STRAIGHT_TOLERANCE_M) | (high - values <= STRAIGHT_TOLERANCE_M)


# ------------------------------------------------------------------------------------------------------ straight cells
class _Pieces:
    """Rectangles cut along a lattice of buckets, sorted by column and row, so that a column is one run of the list.

    The lattice has the median cell's size and starts at the grid's corner: in a regular grid a piece is a cell.
    """

    def __init__(self, bounds: Floats, cells: Whole) -> None:
        box = bounds[cells]
        self.west, self.south = (float(box[:, 0].min()), float(box[:, 1].min())) if len(cells) else (0.0, 0.0)
        self.dx, self.dy = _lattice(box)
        ix0, ix1 = self._span(box[:, 0], box[:, 2], self.west, self.dx)
        iy0, iy1 = self._span(box[:, 1], box[:, 3], self.south, self.dy)
        self.rows = int(iy1.max()) + 1 if len(cells) else 1
        self.columns = int(ix1.max()) + 1 if len(cells) else 1
        wide, high = ix1 - ix0 + 1, iy1 - iy0 + 1
        if (wide * high == 1).all():  # a regular grid: nothing to cut
            order = np.argsort(ix0 * self.rows + iy0, kind="stable")
            self.keys, self.cell, self.box = (ix0 * self.rows + iy0)[order], cells[order], box[order]
            return
        of = np.repeat(np.arange(len(cells)), wide * high)
        number = _ranges(np.zeros(len(cells), dtype=np.int64), wide * high)
        ix, iy = ix0[of] + number // high[of], iy0[of] + number % high[of]
        order = np.argsort(ix * self.rows + iy, kind="stable")
        self.keys = (ix * self.rows + iy)[order]
        self.cell = cells[of[order]]
        self.box = self._cut(box[of], ix, iy, ix0[of], ix1[of], iy0[of], iy1[of])[order]

    @staticmethod
    def _span(low: Floats, high: Floats, start: float, step: float) -> tuple[Whole, Whole]:
        """First and last bucket of intervals; touching the next bucket's border is not being in it."""
        first = np.floor((low - start) / step + _BUCKET_TOLERANCE).astype(np.int64)
        last = np.ceil((high - start) / step - _BUCKET_TOLERANCE).astype(np.int64) - 1
        return first, np.maximum(first, last)

    def _cut(self, box: Floats, ix: Whole, iy: Whole, ix0: Whole, ix1: Whole, iy0: Whole, iy1: Whole) -> Floats:
        """Cut a cell that lies in several buckets into one piece a bucket."""
        west = np.where(ix > ix0, self.west + ix * self.dx, box[:, 0])
        east = np.where(ix < ix1, self.west + (ix + 1) * self.dx, box[:, 2])
        south = np.where(iy > iy0, self.south + iy * self.dy, box[:, 1])
        north = np.where(iy < iy1, self.south + (iy + 1) * self.dy, box[:, 3])
        return np.column_stack((west, south, east, north))

    def column(self, x: Floats, side: int) -> Whole:
        """Bucket column of x, one further to the given side when x is on a border; clipped to the lattice + 1."""
        at = np.clip((x - self.west) / self.dx + side * _BUCKET_TOLERANCE, -1, self.columns)
        return np.asarray(np.floor(at), dtype=np.int64)

    def row(self, y: Floats, side: int) -> Whole:
        """Bucket row of y, like `column`."""
        at = np.clip((y - self.south) / self.dy + side * _BUCKET_TOLERANCE, -1, self.rows)
        return np.asarray(np.floor(at), dtype=np.int64)


def _lattice(box: Floats) -> tuple[float, float]:
    """Return the bucket size, metres: the median cell's, larger where a few giant cells would make too many pieces."""
    if not len(box):
        return 1.0, 1.0
    wide, high = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    dx, dy = max(float(np.median(wide)), 1e-3), max(float(np.median(high)), 1e-3)
    while float(((wide / dx + 1) * (high / dy + 1)).sum()) > 8 * len(box) + 10_000:
        dx, dy = dx * 2, dy * 2
    return dx, dy


def _ranges(first: Whole, count: Whole) -> Whole:
    """Return first[0], first[0]+1, … (count[0] numbers), then those of the next entry, as one column."""
    total = int(count.sum())
    ends = np.cumsum(count)
    return np.arange(total, dtype=np.int64) - np.repeat(ends - count, count) + np.repeat(first, count)


def _straight_pairs(edges: Edges, grid: Grid, progress: Progress) -> Pairs:
    """Return the areas in axis-parallel cells, ordered by object."""
    pieces = grid.pieces
    slots = _Slots(edges.bounds, pieces)
    area = np.zeros(len(slots.piece))
    first_column = np.clip(pieces.column(edges.x0, -1), 0, pieces.columns - 1)
    last_column = np.clip(pieces.column(edges.x1, +1), 0, pieces.columns - 1)
    outside = (pieces.column(edges.x1, +1) < 0) | (pieces.column(edges.x0, -1) >= pieces.columns)
    n_columns = np.where(outside, 0, last_column - first_column + 1)
    top = np.clip(pieces.row(np.maximum(edges.y0, edges.y1), +1), -1, pieces.rows - 1)
    edge = np.repeat(np.arange(len(edges.x0)), n_columns)
    column = _ranges(first_column, n_columns)
    run = slots.run_of(edges.owner[edge], column)
    first = slots.first[run]
    count = np.searchsorted(pieces.keys, column * pieces.rows + top[edge], side="right") - first
    count = np.clip(count, 0, slots.count[run])
    for begin, end in _chunks(count):
        progress(begin / max(len(count), 1))
        part = count[begin:end]
        each = np.repeat(edge[begin:end], part)
        slot = _ranges(slots.start[run[begin:end]], part)
        area += np.bincount(slot, weights=_area_under(edges, each, pieces.box[slots.piece[slot]]), minlength=len(area))
    return _by_cell(Pairs(slots.owner, pieces.cell[slots.piece], area), len(grid))


class _Slots:
    """One slot for every piece in an object's bounds, by object, column and row: where the edges' areas are summed."""

    def __init__(self, bounds: Floats, pieces: _Pieces) -> None:
        has = ~np.isnan(bounds[:, 0])
        box = np.where(has[:, None], bounds, pieces.west - 10 * pieces.dx)
        west, east = pieces.column(box[:, 0], -1), pieces.column(box[:, 2], +1)
        south, north = pieces.row(box[:, 1], -1), pieces.row(box[:, 3], +1)
        outside = (east < 0) | (west >= pieces.columns) | (north < 0) | (south >= pieces.rows) | ~has
        self._west = np.clip(west, 0, pieces.columns - 1)
        n_columns = np.where(outside, 0, np.clip(east, 0, pieces.columns - 1) - self._west + 1)
        # An object outside the grid keeps one empty run, so that its edges have somewhere to point to.
        self._n_columns = np.maximum(n_columns, 1)
        self._first_run = np.cumsum(self._n_columns) - self._n_columns
        of = np.repeat(np.arange(len(bounds)), self._n_columns)
        column = _ranges(self._west, self._n_columns)
        low, high = np.clip(south, 0, pieces.rows - 1)[of], np.clip(north, 0, pieces.rows - 1)[of]
        self.first = np.searchsorted(pieces.keys, column * pieces.rows + low, side="left")
        last = np.searchsorted(pieces.keys, column * pieces.rows + high, side="right")
        self.count = np.where(outside[of], 0, last - self.first)
        self.start = np.cumsum(self.count) - self.count
        self.owner = np.repeat(of, self.count)
        self.piece = _ranges(self.first, self.count)

    def run_of(self, owner: Whole, column: Whole) -> Whole:
        """Return the run (object, column) of an edge in a column."""
        within = np.clip(column - self._west[owner], 0, self._n_columns[owner] - 1)
        return np.asarray(self._first_run[owner] + within, dtype=np.int64)


def _chunks(count: Whole) -> list[tuple[int, int]]:
    """Split rows so that the pairs of a chunk fit into the processor's cache, at least one row each."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    marks = np.searchsorted(ends, np.arange(_CHUNK, total, _CHUNK), side="left") + 1
    borders = np.unique(np.r_[0, marks, len(count)]).tolist()
    return list(zip(borders[:-1], borders[1:]))


def _area_under(edges: Edges, edge: Whole, box: Floats) -> Floats:
    """Return for each pair of edge and rectangle the signed area between the edge and the rectangle's south side."""
    x0, y0 = edges.x0[edge], edges.y0[edge]
    slope = ((edges.y1 - edges.y0) / (edges.x1 - edges.x0))[edge]
    west = np.maximum(x0, box[:, 0])
    length = np.maximum(np.minimum(edges.x1[edge], box[:, 2]) - west, 0.0)
    at_west = y0 - box[:, 1] + slope * (west - x0)
    rise = slope * length
    low, high = np.minimum(at_west, at_west + rise), np.maximum(at_west, at_west + rise)
    top = box[:, 3] - box[:, 1]
    span = high - low
    low_in, high_in = np.clip(low, 0.0, top), np.clip(high, 0.0, top)
    inside = (high_in - low_in) * (low_in + high_in) / 2 + np.maximum(high - np.maximum(low, top), 0.0) * top
    flat = span < 1e-9
    mean = np.where(flat, low_in, inside / np.where(flat, 1.0, span))
    return np.asarray(edges.weight[edge] * length * mean, dtype=np.float64)


def _by_cell(pairs: Pairs, n_cells: int) -> Pairs:
    """Add up the pieces of one cell; nothing to do where pieces are cells."""
    key = pairs.owner * max(n_cells, 1) + pairs.cell
    distinct, place = np.unique(key, return_inverse=True)
    if len(distinct) == len(key):
        return pairs
    area = np.bincount(place, weights=pairs.area, minlength=len(distinct))
    return Pairs(distinct // n_cells, distinct % n_cells, area.astype(np.float64))


# --------------------------------------------------------------------------------------------------------- other cells
def _near(boxes: Floats, bounds: Floats) -> Pairs:
    """Return all pairs of box and cell bounds that meet or touch (closed), each once."""
    pieces = _Pieces(bounds, np.arange(len(bounds)))
    slots = _Slots(boxes, pieces)
    cell = pieces.cell[slots.piece]
    key = np.unique(slots.owner * max(len(bounds), 1) + cell)
    owner, cell = key // max(len(bounds), 1), key % max(len(bounds), 1)
    box, other = boxes[owner], bounds[cell]
    meet = (
        (box[:, 0] <= other[:, 2])
        & (box[:, 2] >= other[:, 0])
        & (box[:, 1] <= other[:, 3])
        & (box[:, 3] >= other[:, 1])
    )
    return Pairs(owner[meet], cell[meet], np.zeros(int(meet.sum())))


def _clipped_pairs(objects: Sequence[QgsGeometry], boxes: Floats, grid: Grid, progress: Progress) -> Pairs:
    """Return the areas in cells that are not axis-parallel, by GEOS; large objects clip at their edges only."""
    slanted = np.flatnonzero(~grid.straight)
    near = _near(boxes, grid.bounds[slanted])
    area = np.zeros(len(near.owner))
    owners, first = np.unique(near.owner, return_index=True)
    ends = np.r_[first[1:], len(near.owner)]
    told = -_MANY_PAIRS
    for number, owner in enumerate(owners.tolist()):
        for begin in range(int(first[number]), int(ends[number]), _MANY_PAIRS):
            if number % 200 == 0 or begin - told >= _MANY_PAIRS:
                told = begin
                progress(begin / len(near.owner))
            run = slice(begin, min(begin + _MANY_PAIRS, int(ends[number])))
            area[run] = _areas_in(objects[owner], [grid.other[int(cell)] for cell in slanted[near.cell[run]]])
    return Pairs(near.owner, slanted[near.cell], area)


def _areas_in(geometry: QgsGeometry, cells: list[QgsGeometry]) -> list[float]:
    if len(cells) < _PREPARE_FROM:
        return [geometry.intersection(cell).area() for cell in cells]
    engine = QgsGeometry.createGeometryEngine(geometry.constGet())
    engine.prepareGeometry()
    found = []
    for cell in cells:
        if engine.contains(cell.constGet()):
            found.append(cell.area())
        elif engine.intersects(cell.constGet()):
            found.append(geometry.intersection(cell).area())
        else:
            found.append(0.0)
    return found


def _merged(one: Pairs, two: Pairs) -> Pairs:
    owner = np.concatenate((one.owner, two.owner))
    order = np.argsort(owner, kind="stable")
    cell, area = np.concatenate((one.cell, two.cell)), np.concatenate((one.area, two.area))
    return Pairs(owner[order], cell[order], area[order])


def _point_columns(points: Sequence[QgsGeometry]) -> tuple[Whole, Floats, Floats]:
    """Return owner, x and y of all points; a multipoint has several."""
    owner: list[int] = []
    x: list[float] = []
    y: list[float] = []
    for place, geometry in enumerate(points):
        for vertex in geometry.vertices():
            owner.append(place)
            x.append(vertex.x())
            y.append(vertex.y())
    return np.array(owner, dtype=np.int64), np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
