"""Looking up records of a store by what people know of them: a name, an id, a municipality, their earlier states.

In SQL for reading only, so that a search may run in any thread beside an import or an edit. The statements for
PostgreSQL are in `store.databaselookup`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Callable, NamedTuple, Optional, Union

from ruhr_planner.model.spelling import fold
from ruhr_planner.model.tables import AGS, EARLIER_STATE, MUNICIPALITY, PLOT, PLOT_ODBL, Table
from ruhr_planner.store import merge, sqlite, transfer
from ruhr_planner.store.address import is_database
from ruhr_planner.store.recordfile import wkb_of

Address = Union[Path, str]
"""A file's path, or `postgres:<connection>/<schema>`."""

Box = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in EPSG:25832."""

_ANEW = frozenset((PLOT.plot_id, PLOT.native_id, PLOT.valid_from, PLOT.valid_to, PLOT.previously_part_of, PLOT.run_id))
_CHECK_EVERY = 20_000
"""Steps of SQLite between two looks at the cancel."""


@dataclass(frozen=True)
class Found:
    """A record that a search has found, with where it lies."""

    table: str
    id: str
    name: str
    ags: str
    municipality: str
    box: Optional[Box]


class State(NamedTuple):
    """One state of a record: its number in the table, its values by field name, its shape, whether it has not ended."""

    number: int
    values: dict[str, object]
    wkb: Optional[bytes]
    current: bool

    def differences(self, earlier: State) -> list[str]:
        """Return the fields in which it differs from an earlier state; what every new state changes is none."""
        return [name for name, value in self.values.items() if name not in _ANEW and value != earlier.values.get(name)]


@dataclass(frozen=True)
class Query:
    """What is searched for: a table, the field that identifies its records, those with names, and folded words.

    `in_force`: a day (ISO text) on which a record has to be valid, "" for any.
    """

    table: Table
    key: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    limit: int
    in_force: str = ""


def municipalities(
    address: Address, text: str, limit: int = 20, cancelled: Callable[[], bool] = lambda: False
) -> list[Found]:
    """Return the municipalities whose name or key begins with a text, then those that have it in their name."""
    return _search(address, Query(MUNICIPALITY, MUNICIPALITY.ags, (MUNICIPALITY.name,), _words(text), limit), cancelled)


def plots(
    address: Address,
    text: str,
    limit: int = 20,
    today: date | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Found]:
    """Return the plots in force whose id, name or municipality has all words of a text, best matches first.

    Umlauts may be written in any way. Earlier states and ended plots are not found: see `history`.
    """
    day = (today or date.today()).isoformat()
    found: list[Found] = []
    for table in (PLOT, PLOT_ODBL):
        if len(found) < limit:
            names = (PLOT.name, PLOT.municipality)
            query = Query(table, PLOT.plot_id, names, _words(text), limit - len(found), day)
            found += _search(address, query, cancelled)
    return found


def history(address: Address, table: Table, plot_id: str) -> list[State]:
    """Return all states of a plot, the newest first: itself, its earlier states, and what it was part of before.

    What it became later (`previously_part_of` of others names it) comes first of all.

    :raises StoreError: the database cannot be read.
    """
    if is_database(str(address)):
        from ruhr_planner.store import databaselookup  # only where the store is a database

        with databaselookup.states_of(str(address), table) as states:
            return collected(states, plot_id)
    with sqlite.reading(Path(address)) as connection:
        present = merge.columns_of(connection, table.table)
        if PLOT.plot_id not in present:
            return []
        return collected(lambda identifier: _states(connection, table, present, identifier), plot_id)


def collected(states: Callable[[str], list[State]], plot_id: str) -> list[State]:
    """Follow the lineage of a plot in both directions.

    :param states: returns a record with its earlier states and those that name it as what they were part of.
    """
    seen: dict[int, State] = {}
    waiting = [plot_id]
    asked: set[str] = set()
    while waiting:
        identifier = waiting.pop(0)
        if identifier in asked:
            continue
        asked.add(identifier)
        for state in states(identifier):
            if state.number in seen:
                continue
            seen[state.number] = state
            waiting += _ids(state.values.get(PLOT.previously_part_of))
            waiting.append(str(state.values[PLOT.plot_id]))
    return sorted(seen.values(), key=_newest_first)


def base_id(identifier: str) -> str:
    """Return the id of the present state of a record, whichever of its states the id names."""
    return EARLIER_STATE.sub("", identifier)


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in text.split())


def _search(address: Address, query: Query, cancelled: Callable[[], bool]) -> list[Found]:
    if not query.words or query.limit <= 0 or cancelled():
        return []
    if is_database(str(address)):
        from ruhr_planner.store import databaselookup  # only where the store is a database

        return databaselookup.search(str(address), query)
    table = query.table
    with sqlite.reading(Path(address)) as connection:
        if table.table not in sqlite.layer_names(connection):
            return []
        connection.set_progress_handler(cancelled, _CHECK_EVERY)
        connection.create_function("ruhr_fits", 2, _Fits(query.words), deterministic=True)
        try:
            rows = connection.execute(_statement(connection, query), (query.in_force, query.limit))
            return [found_in(table, row) for row in rows.fetchall()]
        except sqlite3.OperationalError:
            if cancelled():
                return []
            raise


class _Fits:
    """How well a record fits the words: 3 its name begins with them, 2 its id has them, 1 somewhere, 0 not at all."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._whole = " ".join(words)

    def __call__(self, identifier: str | None, names: str | None) -> int:
        folded, number = fold(names or ""), (identifier or "").lower()
        if folded.startswith(self._whole):
            return 3
        if self._whole in number:
            return 2
        return int(all(word in folded or word in number for word in self._words))


def _statement(connection: sqlite3.Connection, query: Query) -> str:
    table, key, names = query.table, query.key, query.names
    present = merge.columns_of(connection, table.table)
    geometry = transfer.geometry_column(connection, "main", table.table)
    number = merge.key_column(connection, table.table)

    def column(name: str) -> str:
        return "t." + sqlite.quoted(name) if name in present else "NULL"

    text = " || ' ' || ".join(f"coalesce({column(name)}, '')" for name in names)
    wanted = ", ".join(column(name) for name in (key, names[0], AGS.name, names[-1]))
    index = f"rtree_{table.table}_{geometry}"
    boxes, joined = "NULL, NULL, NULL, NULL", ""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (index,)).fetchone():
        boxes = "r.minx, r.miny, r.maxx, r.maxy"
        joined = f" LEFT JOIN {sqlite.quoted(index)} r ON r.id = t.{sqlite.quoted(number)}"
    valid = ""
    if query.in_force and PLOT.valid_to in present:
        valid = (
            f" AND ({column(PLOT.valid_to)} IS NULL OR {column(PLOT.valid_to)} >= ?1)"
            f" AND ({column(PLOT.valid_from)} IS NULL OR {column(PLOT.valid_from)} <= ?1)"
        )
    return (
        f"SELECT {wanted}, {boxes} FROM"  # nosec B608: names are quoted
        f" (SELECT *, ruhr_fits({column(key)}, {text}) AS ruhr_fit FROM {sqlite.quoted(table.table)} t"
        f" WHERE ruhr_fit > 0 AND ?1 IS NOT NULL{valid} ORDER BY ruhr_fit DESC, {column(names[0])}, {column(key)}"
        f" LIMIT ?2) t{joined} ORDER BY t.ruhr_fit DESC, {column(names[0])}, {column(key)}"
    )


def found_in(table: Table, row: Sequence[object]) -> Found:
    """Make a result of id, name, key and name of the municipality, and the four sides of the box."""
    identifier, name, ags, municipality, *box = row
    whole = None if None in box else tuple(float(str(value)) for value in box)
    return Found(
        table.table,
        str(identifier),
        str(name or identifier),
        str(ags or ""),
        str(municipality or ""),
        whole,  # type: ignore[arg-type]
    )


def _states(connection: sqlite3.Connection, table: Table, present: Sequence[str], identifier: str) -> list[State]:
    """Return a record, its earlier states, and those that name it as what they were part of."""
    names = [name for name in table.names if name in present]
    number = merge.key_column(connection, table.table)
    geometry = transfer.geometry_column(connection, "main", table.table)
    shape = sqlite.quoted(geometry) if geometry else "NULL"
    named = ", ".join((sqlite.quoted(number), shape, *map(sqlite.quoted, names)))
    base = base_id(identifier)
    parts = " OR ';' || replace(previously_part_of, ' ', '') || ';' LIKE ?3 ESCAPE '\\'"
    followed = parts if PLOT.previously_part_of in present else ""
    rows = connection.execute(
        f"SELECT {named} FROM {sqlite.quoted(table.table)}"  # nosec B608: names are quoted
        f" WHERE plot_id = ?1 OR plot_id LIKE ?2 ESCAPE '\\'{followed}",
        (base, _literal(base) + "@____-__-__%", f"%;{_literal(identifier)};%")[: 3 if followed else 2],
    )
    made = []
    for key, stored, *values in rows:
        record = dict(zip(names, values))
        made.append(State(int(key), record, wkb_of(stored), record.get(PLOT.valid_to) is None))
    return made


def _literal(text: str) -> str:
    """Return a text that LIKE takes word for word."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _ids(listed: object) -> list[str]:
    return [part.strip() for part in str(listed or "").split(";") if part.strip()]


def _newest_first(state: State) -> tuple[bool, str, str]:
    """Sort what holds now before what has ended, then by the day of the end, latest first."""
    end = str(state.values.get(PLOT.valid_to) or "9999")
    return (not state.current, "".join(chr(0x10FFFF - ord(char)) for char in end), str(state.values[PLOT.plot_id]))
