"""Cutting a large region into tiles that may be analysed one by one, with the same result as in one piece.

Every record belongs to one tile, by the middle of its box. An analysis that puts records together is given, beside
those of its tile, all that can belong to the same cluster: whatever lies within the largest gap, over as many steps as
it takes, by the distance of boxes, which is never larger than that of the shapes. So every cluster with a record in
the tile is complete, and it counts in one tile only: that of its first record.

Coordinates are metres in EPSG:25832.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ruhr_planner.analysis.contiguity import Components, Floats, Ints, box_pairs

Flags = npt.NDArray[np.bool_]


class Tile(NamedTuple):
    """A rectangle, its west and south side included, and how many records have their middle in it."""

    west: float
    south: float
    east: float
    north: float
    records: int

    def holds(self, x: Floats, y: Floats) -> Flags:
        """Tell which points lie in the tile."""
        return np.asarray((x >= self.west) & (x < self.east) & (y >= self.south) & (y < self.north))


def split(columns: Ints, rows: Ints, counts: Ints, cell: float, wanted: int) -> list[Tile]:
    """Split cells with records into tiles of at most `wanted` records; a cell is never cut.

    :param columns: of each cell, x // `cell`. :param rows: y // `cell`. :param counts: records in each cell.
    """
    if not len(counts):
        return []
    low = (int(columns.min()), int(rows.min()))
    high = (int(columns.max()) + 1, int(rows.max()) + 1)
    total = int(counts.sum())
    width, height = high[0] - low[0], high[1] - low[1]
    if total <= wanted or width * height == 1:
        return [Tile(low[0] * cell, low[1] * cell, high[0] * cell, high[1] * cell, total)]
    along = columns if width >= height else rows
    order = np.argsort(along, kind="stable")
    middle = along[order][np.searchsorted(np.cumsum(counts[order]), total / 2)]
    first = along <= min(max(int(middle), int(along.min())), int(along.max()) - 1)
    return [tile for part in (first, ~first) for tile in split(columns[part], rows[part], counts[part], cell, wanted)]


def closure(boxes: Floats, inside: Flags, window: tuple[float, float, float, float], reach: float) -> tuple[Ints, bool]:
    """Return the records that may share a cluster with those inside, and whether the window shows all of them.

    :param boxes: west, south, east, north of all records that touch the window, shape (n, 4).
    :param inside: which of them belong to the tile. :param reach: the largest gap within a cluster.
    """
    groups = Components(len(boxes))
    first, second = box_pairs(boxes, None, reach)
    groups.join_all(first, second)
    labels = groups.labels()
    taken = np.isin(labels, np.unique(labels[inside]))
    west, south, east, north = window
    reached = boxes[taken]
    closed = (
        (reached[:, 0] - reach >= west)
        & (reached[:, 1] - reach >= south)
        & (reached[:, 2] + reach <= east)
        & (reached[:, 3] + reach <= north)
    )
    return np.flatnonzero(taken), bool(closed.all())
