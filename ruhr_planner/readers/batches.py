"""From a stream to a writer: one schema for all pages, EPSG:25832, one pass over the coordinates of a page.

Services tell their fields page by page, and a later page may hold a text where numbers came before. Then the writer
begins again with a schema that fits all; the pages are still on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Optional

import numpy as np

from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.readers import wkb
from ruhr_planner.readers.check import Envelope
from ruhr_planner.readers.record import Page, Schema, Stream

Projector = Callable[[str], Optional[wkb.Transform]]
"""Returns what brings coordinates of a CRS into EPSG:25832, None where nothing is to be done."""


@dataclass(frozen=True)
class Batch:
    """Records in EPSG:25832 in the schema's order; `boxes` are xmin, ymin, xmax, ymax, shape (n, 4)."""

    wkbs: Sequence[bytes | None]
    boxes: np.ndarray
    rows: list[tuple[Any, ...]]


class _Grown(Exception):
    """A page does not fit the schema so far."""

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self.schema = schema


Write = Callable[[Schema, Iterator[Batch]], int]


def copy(stream: Stream, project: Projector, write: Write, extent: Envelope | None = None) -> int:
    """Hand all records to a writer, which is called again with a wider schema if a page does not fit.

    :param extent: in EPSG:25832; records whose envelope lies outside are left out: files know no extent, and some
        servers ignore it.

    :returns: what the last call of the writer returned, the number of records.
    :raises NoCoordinates: nobody knows where the coordinates lie. :raises TransformFailed: see there.
    """
    schema = Schema()
    while True:
        pages = stream.pages()
        first = next(pages, Page((), "", []))
        schema = schema.wider(first)
        projection = _Projection(stream, project, extent)
        try:
            written = write(schema, _batches(chain([first], pages), schema, projection))
        except _Grown as grown:
            schema = grown.schema
        else:
            _settle(stream, projection.outside)
            return written


def _settle(stream: Stream, outside: int) -> None:
    """Take what lay outside of the extent out of the counts."""
    tally = stream.tally
    if not outside:
        return
    tally.loaded -= outside
    if tally.expected is not None:
        tally.expected -= outside
    if stream.origin.kind != "file":
        tally.note(
            "The server ignored the extent; {count} {count:record|records} outside {count:was|were} left out.",
            count=outside,
        )


def _batches(pages: Iterator[Page], schema: Schema, projection: _Projection) -> Iterator[Batch]:
    for page in pages:
        wider = schema.wider(page)
        if wider is not schema:
            for later in pages:
                wider = wider.wider(later)
            raise _Grown(wider)
        yield projection.batch(page, schema)


class _Projection:
    """Brings pages into EPSG:25832."""

    def __init__(self, stream: Stream, project: Projector, extent: Envelope | None) -> None:
        self.outside = 0
        self._extent = extent
        self._stream = stream
        self._project = project
        self._known: dict[str, wkb.Transform | None] = {CRS: None}

    def batch(self, page: Page, schema: Schema) -> Batch:
        records = schema.arrange(page)
        shapes: list[bytes | None] = [record.wkb for record in records]
        transform = self._transform(page)
        coordinates = wkb.Coordinates(shapes)
        if transform is not None and len(coordinates.xy):
            moved = transform(coordinates.xy)
            self._check(coordinates, moved, page.crs)
            shapes = coordinates.replaced(moved)
            coordinates = wkb.Coordinates(shapes)
        if schema.geometry.startswith("Multi"):
            shapes = [None if shape is None else wkb.promote(shape) for shape in shapes]
        return self._inside(Batch(shapes, coordinates.envelopes(), [tuple(record.values) for record in records]))

    def _inside(self, batch: Batch) -> Batch:
        """Leave out what lies outside of the extent; of records without geometry nothing can be said."""
        if self._extent is None:
            return batch
        west, south, east, north = self._extent
        boxes = batch.boxes
        out = (boxes[:, 0] > east) | (boxes[:, 2] < west) | (boxes[:, 1] > north) | (boxes[:, 3] < south)
        if not out.any():
            return batch
        self.outside += int(out.sum())
        kept = np.flatnonzero(~out)
        return Batch([batch.wkbs[i] for i in kept], boxes[kept], [batch.rows[i] for i in kept])

    def _transform(self, page: Page) -> wkb.Transform | None:
        if not page.geometry:
            return None
        if not page.crs:
            raise errors.NoCoordinates(file=self._stream.origin.title)
        if page.crs not in self._known:
            self._known[page.crs] = self._project(page.crs)
        return self._known[page.crs]

    def _check(self, coordinates: wkb.Coordinates, moved: np.ndarray, crs: str) -> None:
        broken = np.flatnonzero(~np.isfinite(moved).all(axis=1) & np.isfinite(coordinates.xy).all(axis=1))
        if len(broken):
            ends = np.cumsum(coordinates.counts)
            number = int(np.searchsorted(ends, broken[0], side="right")) + 1
            raise errors.TransformFailed(layer=self._stream.origin.title, feature=number, crs=crs[:40])


def column_names(schema: Schema) -> list[str]:
    """Return a name for each field that a GeoPackage can keep: distinct without regard to case, none of its own."""
    taken = {"fid", "geom"}
    names = []
    for field in schema.fields:
        base = field.name.strip() or "field"
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name.lower())
        names.append(name)
    return names
