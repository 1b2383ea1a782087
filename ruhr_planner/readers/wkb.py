"""WKB of a whole page as one array of coordinates: envelopes, swapped axes and transformations without a loop a vertex.

Understood is what `record` promises: little-endian, two-dimensional, the seven simple types.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np

POINT, LINE, POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON, COLLECTION = range(1, 8)
NAMES = {
    POINT: "Point",
    LINE: "LineString",
    POLYGON: "Polygon",
    MULTIPOINT: "MultiPoint",
    MULTILINE: "MultiLineString",
    MULTIPOLYGON: "MultiPolygon",
    COLLECTION: "GeometryCollection",
}
_HEAD = struct.Struct("<BI")
_COUNT = struct.Struct("<I")
_POINT = struct.Struct("<BIdd")
_MAX_DEPTH = 32

Transform = Callable[["np.ndarray[Any, Any]"], "np.ndarray[Any, Any]"]
"""Takes and returns coordinates, shape (n, 2)."""


def kind(wkb: bytes) -> int:
    """Return the type number of a geometry."""
    return int(_HEAD.unpack_from(wkb)[1])


def is_simple(wkb: bytes) -> bool:
    """Tell whether a geometry is what this module understands: sound, little-endian, two-dimensional, not curved."""
    try:
        return _walk(wkb, 0, [], 0) == len(wkb)
    except (struct.error, ValueError):
        return False


def promote(wkb: bytes) -> bytes:
    """Return a geometry as its multi type; a multi type as it is."""
    number = kind(wkb)
    return _HEAD.pack(1, number + 3) + _COUNT.pack(1) + wkb if number <= POLYGON else wkb


def point(x: float, y: float) -> bytes:
    """Return the WKB of a point."""
    return _POINT.pack(1, POINT, x, y)


class Coordinates:
    """The coordinates of many geometries, in their order.

    :param wkbs: the geometries; None and empty ones take no part. :raises ValueError: damaged or of another kind.
    """

    def __init__(self, wkbs: Sequence[bytes | None]) -> None:
        self._wkbs = wkbs
        self._runs: list[list[tuple[int, int]]] = []
        parts = []
        for wkb in wkbs:
            runs: list[tuple[int, int]] = []
            if wkb is not None:
                try:
                    _walk(wkb, 0, runs, 0)
                except struct.error as problem:
                    raise ValueError(str(problem)) from problem
            self._runs.append(runs)
            for start, count in runs:
                parts.append(np.frombuffer(wkb or b"", "<f8", 2 * count, start))
        flat = np.concatenate(parts) if parts else np.empty(0)
        self.xy = flat.reshape(-1, 2)
        """All vertices, shape (n, 2)."""
        self.counts = np.array([sum(count for _start, count in runs) for runs in self._runs], dtype=np.int64)
        """Vertices of each geometry."""

    def runs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return first vertex, last vertex and geometry of each run of vertices: a ring, a line or a point."""
        counts = np.array([count for runs in self._runs for _start, count in runs], dtype=np.int64)
        owner = np.repeat(np.arange(len(self._runs)), [len(runs) for runs in self._runs])
        ends = np.cumsum(counts)
        return ends - counts, ends - 1, owner

    def envelopes(self) -> np.ndarray:
        """Return xmin, ymin, xmax, ymax of each geometry, shape (n, 4); nan where it has no vertex."""
        found = np.full((len(self.counts), 4), np.nan)
        filled = np.flatnonzero(self.counts)
        if len(filled):
            starts = np.concatenate(([0], np.cumsum(self.counts[filled])[:-1]))
            found[filled, :2] = np.minimum.reduceat(self.xy, starts)
            found[filled, 2:] = np.maximum.reduceat(self.xy, starts)
        return found

    def replaced(self, xy: np.ndarray) -> list[bytes | None]:
        """Return the geometries with other coordinates in the same order.

        :param xy: shape (n, 2), as `xy`.
        """
        data = np.ascontiguousarray(xy, dtype="<f8").tobytes()
        made: list[bytes | None] = []
        taken = 0
        for wkb, runs in zip(self._wkbs, self._runs):
            if not runs or wkb is None:
                made.append(wkb)
                continue
            pieces = []
            last = 0
            for start, count in runs:
                size = 16 * count
                pieces += [wkb[last:start], data[taken : taken + size]]
                taken += size
                last = start + size
            pieces.append(wkb[last:])
            made.append(b"".join(pieces))
        return made


def _walk(wkb: bytes, at: int, runs: list[tuple[int, int]], depth: int) -> int:
    """Collect where the coordinates stand (byte, number of vertices); return the byte behind the geometry."""
    order, number = _HEAD.unpack_from(wkb, at)
    if order != 1 or depth > _MAX_DEPTH:
        raise ValueError("byte order or depth")
    at += 5
    if number == POINT:
        return _take(wkb, at, 1, runs)
    (count,) = _COUNT.unpack_from(wkb, at)
    at += 4
    if number == LINE:
        return _take(wkb, at, count, runs)
    if number == POLYGON:
        for _ in range(count):
            (vertices,) = _COUNT.unpack_from(wkb, at)
            at = _take(wkb, at + 4, vertices, runs)
        return at
    if number > COLLECTION:
        raise ValueError(f"type {number}")
    for _ in range(count):
        at = _walk(wkb, at, runs, depth + 1)
    return at


def _take(wkb: bytes, at: int, count: int, runs: list[tuple[int, int]]) -> int:
    end = at + 16 * count
    if end > len(wkb):
        raise ValueError("too short")
    if count:
        runs.append((at, count))
    return end


# -------------------------------------------------------------------------------------------------------------- GeoJSON
def from_json(geometry: Any) -> bytes | None:
    """Return the WKB of a GeoJSON-like geometry; None where there is none. A Z is dropped.

    :raises ValueError: no geometry of a known type.
    """
    if geometry is None:
        return None
    name = geometry["type"]
    if name == "GeometryCollection":
        parts = [part for part in (from_json(entry) for entry in geometry["geometries"]) if part is not None]
        return _HEAD.pack(1, COLLECTION) + _COUNT.pack(len(parts)) + b"".join(parts)
    build = _BUILDERS.get(name)
    if build is None:
        raise ValueError(name)
    coordinates = geometry["coordinates"]
    return build(coordinates) if len(coordinates) else None


def _vertices(line: Any) -> bytes:
    count = len(line)
    try:
        return struct.pack(f"<I{2 * count}d", count, *chain.from_iterable(line))
    except struct.error:  # a third number somewhere
        flat = [value for vertex in line for value in vertex[:2]]
        return struct.pack(f"<I{2 * count}d", count, *flat)


def _from_point(vertex: Any) -> bytes:
    return point(vertex[0], vertex[1])


def _from_line(line: Any) -> bytes:
    return _HEAD.pack(1, LINE) + _vertices(line)


def _from_polygon(rings: Any) -> bytes:
    return _HEAD.pack(1, POLYGON) + _COUNT.pack(len(rings)) + b"".join(map(_vertices, rings))


def _multi(number: int, build: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def made(parts: Any) -> bytes:
        return _HEAD.pack(1, number) + _COUNT.pack(len(parts)) + b"".join(map(build, parts))

    return made


_BUILDERS: dict[str, Callable[[Any], bytes]] = {
    "Point": _from_point,
    "LineString": _from_line,
    "Polygon": _from_polygon,
    "MultiPoint": _multi(MULTIPOINT, _from_point),
    "MultiLineString": _multi(MULTILINE, _from_line),
    "MultiPolygon": _multi(MULTIPOLYGON, _from_polygon),
}
