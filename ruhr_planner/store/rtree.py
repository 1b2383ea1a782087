"""A spatial index of a GeoPackage, packed instead of grown: twelve times as fast as inserting box by box.

SQLite keeps an R*Tree in three tables (`_node`, `_rowid`, `_parent`), whose form it documents; GDAL packs them in the
same way. Boxes are put into leaves batch by batch, sorted into tiles (sort-tile-recursive: Leutenegger, Lopez and
Edgington 1997), and only the leaves' own boxes are kept until the levels above are packed at the end: half a byte a
record, whatever the size of the layer.
"""

from __future__ import annotations

import sqlite3
import struct

import numpy as np

from ruhr_planner.store.sqlite import quoted

_HEAD = struct.Struct(">HH")
_CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
_ROOT = 1


class RTree:
    """The empty index of a layer.

    :param name: of the virtual table.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        (self._size,) = connection.execute(
            "SELECT length(data) FROM " + quoted(name + "_node") + " WHERE nodeno = 1"  # nosec B608: quoted
        ).fetchone()
        self._capacity = (self._size - _HEAD.size) // _CELL.itemsize
        self._leaves: list[np.ndarray] = []
        self._last = _ROOT

    def add(self, ids: np.ndarray, boxes: np.ndarray) -> None:
        """Put records into leaves.

        :param ids: of the records, shape (n,). :param boxes: xmin, ymin, xmax, ymax, all finite, shape (n, 4).
        """
        if len(ids):
            cells = np.empty(len(ids), _CELL)
            cells["id"], cells["box"] = ids, _rounded(boxes)
            self._leaves.append(self._pack(cells, "_rowid"))

    def finish(self) -> None:
        """Pack the levels above the leaves, up to the root."""
        if not self._leaves:
            return
        cells, depth = np.concatenate(self._leaves).astype(_CELL), 1  # numpy has turned their bytes round
        if len(cells) == 1:
            self._lift(int(cells["id"][0]))
            return
        while len(cells) > self._capacity:
            cells, depth = self._pack(cells, "_parent"), depth + 1
        self._own("_parent", cells["id"], np.full(len(cells), _ROOT))
        update = "UPDATE " + quoted(self._name + "_node") + " SET data = ? WHERE nodeno = 1"  # nosec B608: quoted
        self._connection.execute(update, (self._node(cells, depth),))

    def _lift(self, leaf: int) -> None:
        """Make the only leaf the root: SQLite takes a root with one child for damaged when it deletes from it."""
        node, rowid = quoted(self._name + "_node"), quoted(self._name + "_rowid")
        moved = f"UPDATE {node} SET data = (SELECT data FROM {node} WHERE nodeno = ?) WHERE nodeno = ?"  # nosec B608: quoted
        self._connection.execute(moved, (leaf, _ROOT))
        self._connection.execute(f"DELETE FROM {node} WHERE nodeno = ?", (leaf,))  # nosec B608: quoted
        self._connection.execute(f"UPDATE {rowid} SET nodeno = ?", (_ROOT,))  # nosec B608: quoted

    def _pack(self, cells: np.ndarray, kind: str) -> np.ndarray:
        """Write cells into nodes; return the cells that lead to those."""
        cells = cells[_tiled(cells["box"].astype(float), self._capacity)]
        starts = np.arange(0, len(cells), self._capacity)
        made = np.empty(len(starts), _CELL)
        made["id"] = self._last + 1 + np.arange(len(starts))
        self._last += len(starts)
        low = np.minimum.reduceat(cells["box"], starts)
        high = np.maximum.reduceat(cells["box"], starts)
        made["box"] = np.stack((low[:, 0], high[:, 1], low[:, 2], high[:, 3]), axis=1)
        nodes = [self._node(cells[start : start + self._capacity], 0) for start in starts]
        insert = "INSERT INTO " + quoted(self._name + "_node") + " VALUES (?, ?)"  # nosec B608: quoted
        self._connection.executemany(insert, zip(made["id"].tolist(), nodes))
        self._own(kind, cells["id"], np.repeat(made["id"], self._capacity)[: len(cells)])
        return made

    def _own(self, kind: str, ids: np.ndarray, owners: np.ndarray) -> None:
        """Write down in which node each record or node is."""
        order = np.argsort(ids)
        insert = "INSERT INTO " + quoted(self._name + kind) + " VALUES (?, ?)"  # nosec B608: quoted
        self._connection.executemany(insert, zip(ids[order].tolist(), owners[order].tolist()))

    def _node(self, cells: np.ndarray, depth: int) -> bytes:
        return (_HEAD.pack(depth, len(cells)) + cells.tobytes()).ljust(self._size, b"\0")


def _rounded(boxes: np.ndarray) -> np.ndarray:
    """Return boxes as xmin, xmax, ymin, ymax in single precision, none smaller than it was."""
    exact = boxes[:, [0, 2, 1, 3]]
    near = exact.astype(np.float32)
    down = np.where(near > exact, np.nextafter(near, np.float32(-np.inf)), near)
    up = np.where(near < exact, np.nextafter(near, np.float32(np.inf)), near)
    return np.where([True, False, True, False], down, up)


def _tiled(boxes: np.ndarray, capacity: int) -> np.ndarray:
    """Return the order in which runs of `capacity` boxes lie close together: columns by x, within them by y."""
    x, y = boxes[:, 0] + boxes[:, 1], boxes[:, 2] + boxes[:, 3]
    nodes = -(-len(boxes) // capacity)
    column = capacity * int(np.ceil(np.sqrt(nodes)))
    by_x = np.argsort(x, kind="stable")
    columns = np.empty(len(boxes), dtype=np.int64)
    columns[by_x] = np.arange(len(boxes)) // column
    return np.lexsort((y, columns))
