"""The statements of a merge, for SQLite and PostgreSQL alike: earlier states, changes, new records, ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ruhr_planner.model.tables import PLOT, Table
from ruhr_planner.store.sqlite import quoted


@dataclass(frozen=True)
class Places:
    """Where the statements find things: the table, its number, geometry ("" = none) and columns; the staged tables.

    `copies` is the temporary table that numbers the earlier states; `numbered` the type of a column that numbers
    itself; `cast` puts a staged text into the type of a field.
    """

    table: Table
    main: str
    key: str
    geometry: str
    columns: Sequence[str]
    rows: str
    earlier: str
    ended: str
    gone: str
    copies: str
    numbered: str = "INTEGER"
    cast: Callable[[str, str], str] = lambda _name, text: text


def number_copies(at: Places) -> tuple[str, str]:
    """Return the statements that number the records whose present state is kept: table `copies`, id and target."""
    name = at.copies.rpartition(".")[2]
    return (
        f"CREATE TEMP TABLE {name} (id {at.numbered} PRIMARY KEY, target INTEGER UNIQUE)",
        f"INSERT INTO {at.copies} (target) SELECT DISTINCT target FROM {at.earlier}",  # nosec B608: fixed names
    )


def copy_earlier(at: Places, changed: Iterable[str], last: int) -> str:
    """Return the statement that keeps the present state of records, with the fields that differ."""
    different, key = set(changed), quoted(at.key)
    names = [name for name in at.columns if name != at.key]
    staged = f"SELECT m.value FROM {at.earlier} m WHERE m.target = t.{key} AND m.field"  # nosec B608: quoted
    taken = [
        at.cast(name, f"({staged} = '{name}')") if name in different else f"t.{quoted(name)}"  # nosec B608: ours
        for name in names
    ]
    return (
        f"INSERT INTO {at.main} ({key}, {', '.join(map(quoted, names))})"  # nosec B608: names are quoted
        f" SELECT {last} + e.id, {', '.join(taken)} FROM {at.copies} e JOIN {at.main} t ON t.{key} = e.target"
    )


def take_rows(at: Places, last: int) -> list[str]:
    """Return the statements that take back, change, add and end records."""
    named = [quoted(name) for name in at.table.names]
    columns = ", ".join(([quoted(at.geometry)] if at.geometry else []) + named)
    sources = ", ".join((["s.shape"] if at.geometry else []) + [f"s.{name}" for name in named])
    key = quoted(at.key)
    update = (
        f"UPDATE {at.main} SET ({columns}) ="  # nosec B608: names are quoted
        f" (SELECT {sources} FROM {at.rows} s WHERE s.target = {at.main}.{key})"
        f" WHERE {key} IN (SELECT target FROM {at.rows} WHERE target IS NOT NULL)"
    )
    insert = (
        f"INSERT INTO {at.main} ({key}, {columns})"  # nosec B608: names are quoted
        f" SELECT {last} + s.id, {sources} FROM {at.rows} s WHERE s.target IS NULL"
    )
    if PLOT.valid_to not in at.table:  # editions never end
        return [update, insert]
    gone = f"DELETE FROM {at.main} WHERE {key} IN (SELECT target FROM {at.gone})"  # nosec B608: names are quoted
    until = at.cast(PLOT.valid_to, f"(SELECT e.valid_to FROM {at.ended} e WHERE e.target = {at.main}.{key})")  # nosec B608
    end = f"UPDATE {at.main} SET valid_to = {until} WHERE {key} IN (SELECT target FROM {at.ended})"  # nosec B608
    return [gone, update, insert, end]
