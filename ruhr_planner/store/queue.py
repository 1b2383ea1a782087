"""Tiles of an analysis that several programs work on: each takes one that nobody has, and gives back what came of it.

A tile is taken by locking its row (FOR UPDATE SKIP LOCKED) in a transaction that lasts until the result is written. A
program that dies lets go of its tile with its connection, and the next one takes it; there is no lease to run out and
no half of a result to clear away. A computer that vanishes without a word is noticed by the server within a minute.
"""

from __future__ import annotations

import json
import os
import socket
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Optional

from ruhr_planner.model.errors import JobMissing
from ruhr_planner.store.database import Connection, literal, qualified
from ruhr_planner.store.postgis import PostgisStore
from ruhr_planner.store.schema import GEOMETRY, JOB, PART, SRID, TILE

_BATCH = 2_000
_NOTICE = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 4"

Bounds = tuple[float, float, float, float]


class Column(NamedTuple):
    """A field of a result: name, kind (text, int, real, date) and what people read."""

    name: str
    kind: str
    alias: str


Record = tuple[Optional[bytes], Sequence[object]]
"""Geometry as WKB in EPSG:25832, and the values in the order of the columns; dates are ISO texts."""


@dataclass
class Task:
    """A tile that this program has taken: where it is, and what came of it."""

    number: int
    bounds: Bounds
    count: int
    records: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """How far a job is."""

    tiles: int
    done: int
    failed: tuple[str, ...]


class Queue:
    """The tiles of one analysis."""

    def __init__(self, store: PostgisStore, job: str) -> None:
        self.store = store
        self.job = job
        self._job, self._tile, self._part = (qualified(store.schema, name) for name in (JOB, TILE, PART))
        self._where = f"WHERE job = {literal(job)}"

    def question(self, opened: Connection) -> tuple[str, dict[str, Any]]:
        """Return the algorithm and its parameters.

        :raises JobMissing: there is no such job, or it is somebody else's.
        """
        asked = f"SELECT algorithm, parameters FROM {self._job} {self._where}"  # nosec B608: quoted
        found = next(iter(opened.rows(asked)), None)
        if found is None:
            raise JobMissing(job=self.job, file=self.store.name)
        return str(found[0]), dict(json.loads(found[1]))

    @contextmanager
    def task(self, opened: Connection) -> Iterator[Task | None]:
        """Take a tile that nobody has, for as long as the work on it goes on; None if there is none left.

        What is in `records` at the end is written, and the tile is done, in the same transaction.
        """
        begun = time.monotonic()
        with opened.transaction():
            asked = (
                f"SELECT n, west, south, east, north, count FROM {self._tile} {self._where}"  # nosec B608: quoted
                " AND NOT done AND error IS NULL ORDER BY count DESC, n LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
            found = next(iter(list(opened.rows(asked))), None)
            if found is None:
                yield None
                return
            task = Task(int(found[0]), (found[1], found[2], found[3], found[4]), int(found[5]))
            yield task
            self._write(opened, task)
            worker = literal(f"{socket.gethostname()}:{os.getpid()}")
            opened.execute(
                f"UPDATE {self._tile} SET done = true, worker = {worker}, records = {len(task.records)},"  # nosec B608
                f" seconds = {time.monotonic() - begun!r} {self._where} AND n = {task.number}"
            )

    def _write(self, opened: Connection, task: Task) -> None:
        for start in range(0, len(task.records), _BATCH):
            rows = [
                {
                    "shape": None if shape is None else shape.hex(),
                    "record": json.dumps(list(values), ensure_ascii=False),
                }
                for shape, values in task.records[start : start + _BATCH]
            ]
            given = literal(json.dumps(rows, ensure_ascii=False).replace("\\u0000", ""))
            opened.execute(
                f"INSERT INTO {self._part} (job, n, record, {GEOMETRY})"  # nosec B608: literals
                f" SELECT {literal(self.job)}, {task.number}, x.record,"
                f" ST_SetSRID(ST_GeomFromWKB(decode(x.shape, 'hex')), {SRID})"
                f" FROM json_to_recordset({given}) AS x(shape text, record text)"
            )

    def fail(self, opened: Connection, number: int, why: str) -> None:
        """Note that a tile cannot be computed; nobody takes it again."""
        opened.execute(f"UPDATE {self._tile} SET error = {literal(why)} {self._where} AND n = {number}")  # nosec B608

    def keep_columns(self, opened: Connection, columns: Sequence[Column]) -> None:
        """Remember what the result looks like; the first tile that has one says it."""
        text = literal(json.dumps(columns, ensure_ascii=False))
        opened.execute(f"UPDATE {self._job} SET fields = {text} {self._where} AND fields IS NULL")  # nosec B608: literals

    def columns(self, opened: Connection) -> list[Column]:
        """Return what the result looks like; nothing where no tile is done."""
        text = opened.value(f"SELECT fields FROM {self._job} {self._where}")  # nosec B608: quoted
        return [Column(*entry) for entry in json.loads(text)] if text else []

    def progress(self, opened: Connection) -> Progress:
        """Return how far the job is."""
        asked = f"SELECT count(*)::int AS a, count(*) FILTER (WHERE done)::int AS b FROM {self._tile} {self._where}"  # nosec B608
        tiles, done = next(iter(opened.rows(asked)))
        failed = opened.rows(f"SELECT error FROM {self._tile} {self._where} AND error IS NOT NULL ORDER BY n")  # nosec B608
        return Progress(int(tiles), int(done), tuple(str(row[0]) for row in failed))

    def records(self) -> Iterator[Record]:
        """Yield all records, tile by tile."""
        with self.store.connected() as opened:
            shape = f"encode(ST_AsBinary({GEOMETRY}, 'NDR'), 'hex')"
            for stored, record in opened.records(
                [shape, "record"], f"FROM {self._part} {self._where} ORDER BY n, ctid"
            ):
                yield (None if stored is None else bytes.fromhex(stored)), json.loads(record)

    def remove(self, opened: Connection) -> None:
        """Take the job away with everything that came of it."""
        opened.execute(f"DELETE FROM {self._job} {self._where}")  # nosec B608: quoted


def new_job(
    store: PostgisStore,
    opened: Connection,
    algorithm: str,
    parameters: Mapping[str, Any],
    tiles: Sequence[tuple[Any, ...]],
) -> Queue:
    """Put an analysis into the queue.

    :param tiles: west, south, east, north and number of records of each.
    """
    queue = Queue(store, uuid.uuid4().hex[:12])
    made = json.dumps(dict(parameters), ensure_ascii=False)
    with opened.transaction():
        opened.execute(
            f"INSERT INTO {qualified(store.schema, JOB)} (job, algorithm, parameters)"  # nosec B608: literals
            f" VALUES ({literal(queue.job)}, {literal(algorithm)}, {literal(made)})"
        )
        listed = ", ".join(
            f"({literal(queue.job)}, {number}, {', '.join(repr(float(side)) for side in tile[:4])}, {int(tile[4])})"
            for number, tile in enumerate(tiles, start=1)
        )
        if listed:
            opened.execute(
                f"INSERT INTO {qualified(store.schema, TILE)} (job, n, west, south, east, north, count)"  # nosec B608
                f" VALUES {listed}"
            )
    return queue


def notice_death(opened: Connection) -> None:
    """Have the server notice within a minute when this computer is gone, so that its tile is free again."""
    for statement in _NOTICE.split("; "):
        opened.execute(statement)
