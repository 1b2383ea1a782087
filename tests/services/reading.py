"""What the tests do with a layer that the readers opened: read it, and compare it with the sample record by record."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from osgeo import ogr, osr

from ruhr_planner.net.requests_transport import RequestsTransport
from ruhr_planner.net.retry import Policy
from ruhr_planner.readers import load
from ruhr_planner.readers.record import Note, Page
from tests.services.start import sample

NEAR = 0.5
"""Metres; degrees with six decimals are a decimetre."""


def transport() -> RequestsTransport:
    """A transport that keeps nothing and does not wait long before it asks again."""
    return RequestsTransport(None, False, Policy(attempts=2, first_wait=0.05, longest_wait=0.1))


@dataclass
class Loaded:
    """A layer that was read to its end."""

    pages: list[Page] = field(default_factory=list)
    expected: int | None = None
    loaded: int = 0
    complete: bool = False
    notes: list[Note] = field(default_factory=list)
    crs: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The records as mappings; `_middle` is the middle of the geometry's envelope in EPSG:25832."""
        return [row for page in self.pages for row in _rows(page)]


def read(wanted: load.Wanted, feedback: Any = None) -> Loaded:
    """Open a layer and read it to its end."""
    with load.open_layer(transport(), wanted, feedback) as stream:
        pages = list(stream.pages())
        tally = stream.tally
        return Loaded(
            pages, tally.expected, tally.loaded, tally.complete, list(tally.notes), {page.crs for page in pages}
        )


def _rows(page: Page) -> Iterable[dict[str, Any]]:
    turn = _turn(page.crs)
    names = [field.name for field in page.fields]
    for record in page.records:
        shape = ogr.CreateGeometryFromWkb(record.wkb)
        shape.Transform(turn)
        west, east, south, north = shape.GetEnvelope()
        yield {**dict(zip(names, record.values)), "_middle": ((west + east) / 2, (south + north) / 2)}


def _turn(crs: str) -> osr.CoordinateTransformation:
    there, here = osr.SpatialReference(), osr.SpatialReference()
    there.SetFromUserInput(crs)
    here.ImportFromEPSG(25832)
    for reference in (there, here):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(there, here)


def middle(number: int) -> tuple[float, float]:
    """Return the middle of the envelope of a record of the sample."""
    ring = sample.parcel(number).ring
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def assert_same_as_sample(rows: list[dict[str, Any]], numbers: Iterable[int]) -> None:
    """Compare records with the sample: each of these numbers once, with its values, in its place."""
    by_key = {row["kennzeichen"]: row for row in rows}
    wanted = list(numbers)
    assert len(rows) == len(by_key) == len(wanted)
    for number in wanted:
        parcel = sample.parcel(number)
        row = by_key[parcel.kennzeichen]
        assert (row["name"], row["nutzung"]) == (parcel.name, parcel.nutzung)
        assert row["flaeche"] == parcel.flaeche
        assert row["geschosse"] == parcel.geschosse
        assert date.fromisoformat(str(row["stand"])[:10].replace("/", "-")) == parcel.stand
        here, there = row["_middle"], middle(number)
        assert abs(here[0] - there[0]) < NEAR, (number, here, there)
        assert abs(here[1] - there[1]) < NEAR, (number, here, there)


def inside(columns: int, rows: int) -> list[int]:
    """Return the numbers of the sample in its first columns and rows."""
    return [number for number in range(sample.COUNT) if number % sample.COLUMNS < columns
            and number // sample.COLUMNS < rows]  # fmt: skip


class Stopper:
    """Feedback of a user who cancels when told."""

    def __init__(self) -> None:
        self.at = 0.0

    def cancel(self) -> None:
        self.at = time.monotonic()

    def is_cancelled(self) -> bool:
        return self.at > 0

    def received(self, count: int, total: int | None) -> None:
        """Nothing to do."""


def clean(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
