"""Looking up records of a store in PostgreSQL; what is looked up and in which order is said by `store.lookup`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Callable

from ruhr_planner.model.tables import AGS, PLOT, Table
from ruhr_planner.store import lookup
from ruhr_planner.store.address import parse
from ruhr_planner.store.database import Connection, literal, qualified
from ruhr_planner.store.postgis import PostgisStore, wkb
from ruhr_planner.store.schema import GEOMETRY, KEY
from ruhr_planner.store.sqlite import quoted

LONGEST_S = 10
"""A search that takes longer is given up by the server: whoever types goes on typing."""


def search(address: str, query: lookup.Query) -> list[lookup.Found]:
    """Return the records that a query finds, best matches first.

    :raises StoreError: the database cannot be read, or takes too long.
    """
    store = PostgisStore(*parse(address))
    with _reading(store) as opened:
        present = store.columns(opened, query.table.table)
        if not present:
            return []
        columns, rest = _statement(store, query, set(present))
        return [lookup.found_in(query.table, row) for row in opened.records(columns, rest)]


@contextmanager
def states_of(address: str, table: Table) -> Iterator[Callable[[str], list[lookup.State]]]:
    """Give a function that returns a record, its earlier states, and those that name it as what they were part of."""
    store = PostgisStore(*parse(address))
    with _reading(store) as opened:
        present = set(store.columns(opened, table.table))
        names = [name for name in table.names if name in present]

        def states(identifier: str) -> list[lookup.State]:
            if PLOT.plot_id not in present:
                return []
            return _states(opened, qualified(store.schema, table.table), names, identifier)

        yield states


@contextmanager
def _reading(store: PostgisStore) -> Iterator[Connection]:
    with store.connected() as opened:
        opened.execute(f"SET statement_timeout = '{LONGEST_S}s'")
        yield opened


def _statement(store: PostgisStore, query: lookup.Query, present: set[str]) -> tuple[Sequence[str], str]:
    """Return what is asked, and where: how well a record fits is said as by the search in a file."""

    def column(name: str) -> str:
        return "t." + quoted(name) if name in present else "NULL"

    names = query.names
    whole = literal(" ".join(query.words))
    text = " || ' ' || ".join(f"coalesce({column(name)}, '')" for name in names)
    somewhere = " AND ".join(
        f"(strpos(folded, {literal(word)}) > 0 OR strpos(number, {literal(word)}) > 0)" for word in query.words
    )
    fit = f"CASE WHEN starts_with(folded, {whole}) THEN 3 WHEN strpos(number, {whole}) > 0 THEN 2 ELSE 1 END"
    valid = ""
    if query.in_force and PLOT.valid_to in present:
        day = literal(query.in_force)
        valid = f" AND coalesce(t.valid_to, {day}) >= {day} AND coalesce(t.valid_from, {day}) <= {day}"
    box = [f"{side}(t.{GEOMETRY})" for side in ("ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax")]
    sides = box if GEOMETRY in present else ["NULL"] * len(box)
    rest = (
        f"FROM {qualified(store.schema, query.table.table)} t,"  # nosec B608: names are quoted, values are literals
        f" LATERAL (SELECT {_folded(text)} AS folded, lower(coalesce({column(query.key)}, '')) AS number) f"
        f" WHERE (strpos(number, {whole}) > 0 OR {somewhere}){valid}"
        f' ORDER BY {fit} DESC, {column(names[0])} COLLATE "C" NULLS FIRST, {column(query.key)} COLLATE "C"'
        f" LIMIT {int(query.limit)}"
    )
    return [*(column(name) for name in (query.key, names[0], AGS.name, names[-1])), *sides], rest


def _folded(text: str) -> str:
    """Return a text as `spelling.fold` makes it comparable, in SQL."""
    made = f"replace(translate(lower({text}), 'äöüÄÖÜ', 'aouaou'), 'ß', 'ss')"
    made = f"regexp_replace(normalize({made}, NFKD), '[\\u0300-\\u036f]', '', 'g')"
    for long, short in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        made = f"replace({made}, '{long}', '{short}')"
    return made


def _states(opened: Connection, table: str, names: Sequence[str], identifier: str) -> list[lookup.State]:
    base = lookup.base_id(identifier)
    earlier = literal("^" + _pattern(base) + r"@\d{4}-\d\d-\d\d")
    followed = ""
    if PLOT.previously_part_of in names:
        parts = "string_to_array(replace(previously_part_of, ' ', ''), ';')"
        followed = f" OR {literal(identifier)} = ANY({parts})"
    shape = wkb(GEOMETRY)
    rest = f"FROM {table} WHERE plot_id = {literal(base)} OR plot_id ~ {earlier}{followed}"  # nosec B608: literals
    made = []
    for number, stored, *values in opened.records([KEY, shape, *map(quoted, names)], rest):
        record = dict(zip(names, values))
        data = None if stored is None else bytes.fromhex(stored)
        made.append(lookup.State(int(number), record, data, record.get(PLOT.valid_to) is None))
    return made


def _pattern(text: str) -> str:
    """Return a text that a regular expression takes word for word (`***=` would hold for the whole pattern)."""
    return "".join(char if char.isalnum() or ord(char) > 127 else "\\" + char for char in text)
