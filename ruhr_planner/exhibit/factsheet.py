"""A fact sheet: what is known of one site or one municipality, as sections of plain text that paper and page share.

Every value is put into words once, here; the PDF and the HTML print the same strings. Unknown is "k. A." (German) or
"n/a" (English), never 0 and never an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ruhr_planner.exhibit.charts import UNKNOWN
from ruhr_planner.exhibit.layout import Figure
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import FIBRE_GAP, SITE, plain_kind
from ruhr_planner.model.tables import PLOT, Field

Values = Mapping[str, Any]
"""Values of one record by field, None where unknown."""

Extent = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in EPSG:25832."""

SHARES = (SITE.brownfield_share, SITE.official_share, SITE.completeness, "restricted_share")
"""Shares from 0 to 1 whose range the vocabulary does not state."""


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its length (None = unknown), its number in words and its fill."""

    label: str
    value: float | None
    said: str
    fill: str = UNKNOWN


@dataclass(frozen=True)
class Section:
    """One part of a sheet: a heading, then a chart or bars, rows and a sentence, as far as they are there."""

    title: str
    rows: tuple[tuple[str, ...], ...] = ()
    header: tuple[str, ...] = ()
    """Headings of the columns; without them the rows are pairs of label and value."""
    widths: tuple[float, ...] = (1.15, 1.0)
    """Relative widths of the columns."""
    text_columns: tuple[int, ...] = (0,)
    """Columns that stand left in a table with headings; the others hold numbers."""
    chart: str = ""
    """SVG text; what it says in words has to stand in the rows, too."""
    bars: tuple[Bar, ...] = ()
    text: str = ""
    wide: bool = False
    """The section needs the whole width of the paper."""


@dataclass(frozen=True)
class Imprint:
    """What all sheets of one run share."""

    language: str
    stand: date
    run: str
    sources: tuple[str, ...]
    sensitivity: str
    invented: bool
    status: str = ""
    author: str = ""
    plan_number: str = ""
    office: str = ""
    logo: str = ""


@dataclass(frozen=True)
class FactSheet:
    """Everything that one sheet says, but for its map."""

    key: str
    """Site id or municipality key."""
    kicker: str
    """What kind of sheet it is, above the title."""
    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    extent: Extent
    marked: str
    """Condition for what the map points out."""
    method: str
    notice: str = ""
    """A legal sentence that must not be overlooked."""
    file: str = ""
    """Name of its file without an ending."""


def file_name(key: str, title: str = "") -> str:
    """Return a file name that every system takes: letters, digits and underscores."""
    name = "_".join(part for part in (plain_kind(key), plain_kind(title)) if part)
    return f"factsheet_{name[:80]}"


# --------------------------------------------------------------------------------------------------------------- values
def shown(field: Field, value: Any, phrases: Phrases) -> str:
    """Return a value with its unit as people write it; codes as words, None as unknown.

    Areas have two decimals, lengths, money and people none, shares stand in per cent with one decimal.
    """
    if value is None or value == "":
        return phrases.unknown()
    if field.codes is not None:
        return coded(field, value, phrases)
    if field.kind == "date":
        return _day(value, phrases)
    if field.kind == "text":
        return str(value)
    number = float(value)
    if field.kind == "int" and (field.low, field.high) == (0, 1):
        return phrases.tr("yes") if number else phrases.tr("no")
    if field.unit == "a":
        return f"{number:.0f}" if field.kind == "int" else f"{phrases.number(number, 1)} {phrases.tr('years')}"
    if (field.kind == "real" and field.high == 1) or field.name in SHARES:
        return share(number, phrases)
    return f"{phrases.number(number, decimals(field))} {field.unit}".strip()


def decimals(field: Field) -> int:
    """Return the digits behind the decimal sign with which a number of a field is printed."""
    if field.kind == "int" or field.unit in ("m", "EUR") or field.name.startswith("people_"):
        return 0
    if field.unit in ("ha", "ha/a") or field.name in (SITE.compactness, SITE.convexity):
        return 2
    return 1 if field.unit or field.name == "score" else 0


def share(value: float | None, phrases: Phrases) -> str:
    """Return a share from 0 to 1 in per cent."""
    return phrases.unknown() if value is None else f"{phrases.number(value * 100.0, 1)} %"


def hectares(value: float | None, phrases: Phrases) -> str:
    """Return an area."""
    return phrases.unknown() if value is None else f"{phrases.number(value, 2)} ha"


def coded(field: Field, value: Any, phrases: Phrases) -> str:
    """Return the label of a code, or of several."""
    known = field.codes
    if isinstance(known, codes.LevelList):
        return known.label(int(value), phrases.language) if int(value) in known else str(value)
    parts = [part.strip() for part in str(value).split(";")] if field.many else [str(value)]
    return ", ".join(known.label(part, phrases.language) if known and part in known else part for part in parts)


def _day(value: Any, phrases: Phrases) -> str:
    if hasattr(value, "toPyDate"):
        value = value.toPyDate()
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return phrases.date(value)
    found = re.match(r"\d{4}-\d\d-\d\d", str(value))
    return phrases.date(date.fromisoformat(found.group())) if found else str(value)


def rows_of(fields: Sequence[Field], values: Values, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return label and value of fields, the unknown ones too."""
    return tuple(
        (field.label.text(phrases.language), shown(field, values.get(field.name), phrases)) for field in fields
    )


def known_rows(fields: Sequence[Field], values: Values, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return label and value of those fields that have a value."""
    return rows_of([field for field in fields if values.get(field.name) not in (None, "")], values, phrases)


_PLOT_COLUMNS = (
    PLOT.plot_type,
    PLOT.planning_status,
    PLOT.planned_use,
    PLOT.restriction,
    PLOT.area_gross_ha,
    PLOT.area_net_ha,
)
"""What a table of plots says of each, after its name."""


def plot_headings(phrases: Phrases) -> list[str]:
    """Return the headings of a table of plots, those of narrow columns shortened."""
    tr = phrases.tr
    short = {PLOT.restriction: tr("Restriction"), PLOT.area_gross_ha: tr("gross"), PLOT.area_net_ha: tr("net")}
    return [short.get(name, PLOT.column(name).label.text(phrases.language)) for name in _PLOT_COLUMNS]


def plot_cells(plot: Values, phrases: Phrases) -> list[str]:
    """Return the cells of a plot in a table of plots."""
    return [shown(PLOT.column(name), plot.get(name), phrases) for name in _PLOT_COLUMNS]


def plot_name(plot: Values) -> str:
    """Return the id of a plot without its source, and its name where it has one."""
    key = str(plot.get(PLOT.plot_id) or "").split(":", 1)[-1]
    name = plot.get(PLOT.name)
    return f"{key} {name}" if name else key


# ---------------------------------------------------------------------------------------------------------------- fibre
def fibre_word(gap_class: str | None, certainty: str | None, phrases: Phrases) -> str:
    """Return what a gap class means on paper: from household cells it is fibre *nearby*, no connection."""
    tr = phrases.tr
    if gap_class is None:
        return phrases.unknown()
    if certainty == codes.CERTAINTY.stated:
        return FIBRE_GAP.column(FIBRE_GAP.gap_class).codes.label(gap_class, phrases.language)  # type: ignore[union-attr]
    words = {
        codes.GAP_CLASS.served: tr("household fibre nearby"),
        codes.GAP_CLASS.partly: tr("household fibre partly nearby"),
        codes.GAP_CLASS.unserved: tr("no household fibre nearby"),
        codes.GAP_CLASS.no_data: tr("no data (no household cells), not “unserved”"),
    }
    return words[gap_class]
