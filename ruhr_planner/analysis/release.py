"""What of a store or a layer may be handed out as open data, and tables of sums that give nobody away.

A record is open if it says so; if it says nothing, its source decides, then its layer; where nobody says anything it
is not open unless the user says so. A field is open if the vocabulary knows it and gives it no higher minimum: fields
that we do not know may hold anything, and so stay out unless they are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ruhr_planner.analysis.disclosure import Sum, withheld
from ruhr_planner.model.codes import PLOT_TYPE, RESTRICTION, SENSITIVITY
from ruhr_planner.model.region import KREISE, kreis_of
from ruhr_planner.model.results import RESULTS
from ruhr_planner.model.sensitivity import least, means
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_AREA,
    BROADBAND_CELL,
    EXCLUSION,
    LOCATION_FACTOR,
    MUNICIPALITY,
    OPEN,
    PLACE,
    PLOT,
    PLOT_ODBL,
    ROAD,
    SENSITIVE,
    TABLES,
    TAKEUP,
    Field,
)

RELEASED = (
    MUNICIPALITY,
    PLOT,
    PLOT_ODBL,
    TAKEUP,
    PLACE,
    LOCATION_FACTOR,
    EXCLUSION,
    SENSITIVE,
    BARRIER,
    ROAD,
    BROADBAND_AREA,
    BROADBAND_CELL,
)
"""Tables of a store that may be released. Sources, runs, findings and rejected records tell of the office."""

INTERNAL_FIELDS = frozenset((PLOT.previously_part_of, PLOT.run_id, PLOT.sensitivity))
"""They name records that stay in the office, or runs of it."""

UNSTATED = "unstated"
UNKNOWN_PLACE = ""
"""Stands for the municipality of plots without one."""


def _known_fields() -> dict[str, Field]:
    """Return the fields of the vocabulary by name, the one with the highest minimum where a name stands twice."""
    order = SENSITIVITY.codes
    found: dict[str, Field] = {}
    for table in (*TABLES.values(), *RESULTS.values()):
        for column in table.columns:
            other = found.get(column.name)
            if other is None or order.index(column.min_sensitivity) > order.index(other.min_sensitivity):
                found[column.name] = column
    return found


def open_fields(names: Sequence[str], also: Iterable[str] = (), without: Iterable[str] = ()) -> tuple[str, ...]:
    """Return those of the fields that may be released.

    :param also: fields outside the vocabulary that the user has looked at. Those with a minimum of their own
        (contamination, ownership, reasons, free text, by any of their names) never are.
    :param without: fields that the user takes out.
    """
    known, extra, less = _known_fields(), {name.lower() for name in also}, {name.lower() for name in without}
    kept = []
    for name in names:
        lower = name.lower()
        column = known.get(lower)
        is_open = lower in extra if column is None else column.min_sensitivity == OPEN
        is_internal = least(name) != OPEN or any(means(name, internal) for internal in INTERNAL_FIELDS)
        if is_open and not is_internal and lower not in less and lower != "fid":
            kept.append(name)
    return tuple(kept)


def level(own: str | None, source: str | None, layer: str | None) -> str:
    """Return what counts for a record: its own level, else its source's, else its layer's, else `unstated`.

    A level that is none counts as confidential.
    """
    for said in (own, source, layer):
        if said:
            return said if said in SENSITIVITY else SENSITIVITY.confidential
    return UNSTATED


@dataclass(frozen=True)
class Cell:
    """A sum: of a municipality (8 digits), a Kreis (5), the region ("05…" nobody: None), of one or all of a kind.

    `kind` is the field that is broken down, "all" where it is not; `n` and `ha` are None where they are withheld.
    """

    area: str
    ags: str | None
    kind: str
    value: str
    n: int | None
    ha: float | None

    @property
    def withheld(self) -> bool:
        """The figures stay in the office."""
        return self.n is None


ALL = "all"
TOWN, KREIS, REGION = "municipality", "kreis", "region"
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PLOT.plot_type, (*PLOT_TYPE.codes, "")),
    (PLOT.restriction, (*(str(entry) for entry in RESTRICTION.codes), "")),
)
"""What the sums are broken down by; "" is unknown."""


@dataclass(frozen=True)
class Plots:
    """The plots to be summed: municipality key or None, codes by field, hectares, whether they are released singly."""

    ags: Sequence[str | None]
    codes: dict[str, Sequence[object]]
    ha: Sequence[float]
    released: Sequence[bool]


def sums(plots: Plots, least_count: int) -> list[Cell]:
    """Return number and hectares of the plots by municipality, Kreis and region and by type and restriction.

    :param least_count: the least number of records behind a figure; see `disclosure.withheld`. Cells without a plot are
        left away, except the region's.
    """
    keys = [key or UNKNOWN_PLACE for key in plots.ags]
    areas = _areas(keys)
    columns = [(ALL, "")] + [(kind, value) for kind, values in _KINDS for value in values]
    n, hidden, ha = (np.zeros((len(areas), len(columns))) for _ in range(3))
    rows = {area: row for row, area in enumerate(areas)}
    at = {column: number for number, column in enumerate(columns)}
    for place, key in enumerate(keys):
        values = [(kind, _value(plots.codes.get(kind), place)) for kind, _values in _KINDS]
        for each in _chain(key):
            for column in (at[ALL, ""], *(at[pair] for pair in values)):
                n[rows[each], column] += 1
                ha[rows[each], column] += plots.ha[place]
                hidden[rows[each], column] += not plots.released[place]
    gone = withheld(
        n.ravel().astype(np.int64), hidden.ravel().astype(np.int64), _relations(areas, columns), least_count
    ).reshape(n.shape)
    made = []
    for row, (area, key) in enumerate(areas):
        for number, (kind, value) in enumerate(columns):
            if n[row, number] or (area == REGION and kind == ALL):
                away = bool(gone[row, number])
                figures = (None, None) if away else (int(n[row, number]), round(float(ha[row, number]), 4))
                made.append(Cell(area, key or None, kind, value, *figures))
    return made


def _value(column: Sequence[object] | None, place: int) -> str:
    value = None if column is None else column[place]
    return "" if value is None or value != value else str(int(value) if isinstance(value, float) else value)


def _chain(key: str) -> tuple[tuple[str, str], ...]:
    """Return the areas that a plot counts in."""
    return ((TOWN, key), (KREIS, kreis_of(key)), (REGION, ""))


def _areas(keys: Sequence[str]) -> list[tuple[str, str]]:
    found = {area for key in keys for area in _chain(key)} | {(REGION, "")}
    return sorted(found, key=lambda area: ((TOWN, KREIS, REGION).index(area[0]), area[1]))


def _relations(areas: list[tuple[str, str]], columns: list[tuple[str, str]]) -> list[Sum]:
    """Return all sums: over types and levels in each area, over towns in a Kreis, over Kreise in the region."""
    width = len(columns)
    found = []
    for row in range(len(areas)):
        for kind, _values in _KINDS:
            parts = tuple(row * width + at for at, column in enumerate(columns) if column[0] == kind)
            found.append(Sum(row * width, parts))
    for row, (area, key) in enumerate(areas):
        below = {KREIS: TOWN, REGION: KREIS}.get(area)
        parts_of = [
            place
            for place, (other, own) in enumerate(areas)
            if other == below and (area == REGION or kreis_of(own) == key)
        ]
        if below is not None:
            found += [Sum(row * width + at, tuple(part * width + at for part in parts_of)) for at in range(width)]
    return found


def area_name(cell: Cell, towns: dict[str, str]) -> str | None:
    """Return the name of the area of a sum; None for the region and where nobody knows it."""
    if cell.ags is None:
        return None
    return KREISE.get(cell.ags) if cell.area == KREIS else towns.get(cell.ags)
