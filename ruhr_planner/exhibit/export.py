"""Any layer as a table for an office: labels and units above the columns, codes in words, and what may not go out left
out; beside it where it comes from, how it was made and what every column means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Callable

from qgis.core import NULL, Qgis, QgsCoordinateReferenceSystem, QgsFeature, QgsField
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner.exhibit import tables, themes
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.workbook import Column, Worksheet
from ruhr_planner.model import codes, licences, sensitivity
from ruhr_planner.model.results import RESULTS, known_field
from ruhr_planner.model.tables import PLOT, TABLES, Field, Table
from ruhr_planner.store.metadata import Provenance

ORDER = codes.SENSITIVITY.codes
_DATES = (QMetaType.Type.QDate,)
_NUMBERS = {
    QMetaType.Type.Int: "int",
    QMetaType.Type.UInt: "int",
    QMetaType.Type.LongLong: "int",
    QMetaType.Type.ULongLong: "int",
    QMetaType.Type.Double: "real",
}


@dataclass(frozen=True)
class Source:
    """A layer to be exported: its name and title, fields, records, and what it says of itself."""

    name: str
    title: str
    fields: tuple[QgsField, ...]
    features: Callable[[bool], Iterable[QgsFeature]]
    """Gives the records, with their geometry or without."""
    said: Provenance
    history: Mapping[str, object] = field(default_factory=dict)
    table: Table | None = None
    """The table of the vocabulary that it is, as far as that is known."""
    wkb_type: Qgis.WkbType = Qgis.WkbType.NoGeometry
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)


@dataclass(frozen=True)
class Rule:
    """What is exported, and how: language, codes beside their labels, highest level, and the day of the records."""

    language: str
    with_codes: bool
    up_to: str
    as_of: date


@dataclass
class Count:
    """What became of the records of a source."""

    written: int = 0
    not_in_force: int = 0
    too_secret: int = 0
    highest: str = codes.SENSITIVITY.open
    """The highest level of what was written."""


@dataclass(frozen=True)
class _Cell:
    """One column of the sheet: the field it shows, as a code or in words."""

    name: str
    known: Field | None
    column: Column
    as_code: bool


def table_of(name: str, identifier: str) -> Table | None:
    """Return the table that a layer is: by the identifier in its metadata (`ruhr_planner.<table>…`), or by its name."""
    parts = identifier.split(".")
    wanted = parts[1] if len(parts) > 1 and parts[0] == "ruhr_planner" else name
    return TABLES.get(wanted) or RESULTS.get(wanted)


def field_of(name: str, table: Table | None) -> Field | None:
    """Return what the vocabulary knows of a field: in its own table, else of plots and sites; None for any other."""
    if table is not None and name in table:
        return table.column(name)
    return known_field(name)


def sheet(source: Source, rule: Rule, count: Count) -> Worksheet:
    """Return a layer as a sheet. Its rows are made while they are written, and counted then.

    :param count: filled while the rows are looked at.
    """
    cells = _cells(source, rule)
    title = source.title if source.table is None else source.table.label.text(rule.language)
    return Worksheet(title, tuple(cell.column for cell in cells), _rows(source, cells, rule, count))


def left_out(source: Source, rule: Rule) -> list[str]:
    """Return the names of the fields that are more secret than what is exported."""
    return [each.name() for each in _own(source) if not _may(sensitivity.least(each.name()), rule)]


def _own(source: Source) -> list[QgsField]:
    return [each for each in source.fields if each.name().lower() != "fid"]


def _may(level: str, rule: Rule) -> bool:
    return ORDER.index(level) <= ORDER.index(rule.up_to)


def _cells(source: Source, rule: Rule) -> list[_Cell]:
    made: list[_Cell] = []
    for each in open_fields(source, rule):
        name = each.name()
        known = field_of(name, source.table)
        if known is None:
            made.append(_Cell(name, None, Column(name, _kind(each)), as_code=True))
            continue
        title = tables.heading(known, rule.language)
        if known.codes is None:
            made.append(_Cell(name, known, Column(title, _kind(each, known)), as_code=True))
            continue
        if rule.with_codes:
            key = Phrases(rule.language).tr("{field} (code)").format(field=known.label.text(rule.language))
            made.append(_Cell(name, known, Column(key, _kind(each, known)), as_code=True))
        made.append(_Cell(name, known, Column(title), as_code=False))
    return made


def _kind(each: QgsField, known: Field | None = None) -> str:
    """Return the kind of a column: what the layer holds decides; the vocabulary only where both agree on a number."""
    kind = "date" if each.type() in _DATES else _NUMBERS.get(QMetaType.Type(each.type()), "text")
    if known is not None and known.kind in ("int", "real") and kind in ("int", "real"):
        return known.kind
    return kind


def _rows(source: Source, cells: Sequence[_Cell], rule: Rule, count: Count) -> Iterator[Sequence[object]]:
    phrases = Phrases(rule.language)
    for feature in exported(source, rule, count, with_geometry=False):
        values = [feature[cell.name] for cell in cells]
        yield [value if cell.as_code else words(value, cell.known, phrases) for cell, value in zip(cells, values)]


def exported(source: Source, rule: Rule, count: Count, with_geometry: bool) -> Iterator[QgsFeature]:
    """Yield the records that go out, and count them and those that do not."""
    names = {each.name().lower(): each.name() for each in source.fields}
    levels = sensitivity.fields_of_level(each.name() for each in source.fields)
    floor = [
        (each.name(), sensitivity.least(each.name()))
        for each in open_fields(source, rule)
        if sensitivity.least(each.name()) != codes.SENSITIVITY.open
    ]
    for feature in source.features(with_geometry):
        if not _in_force(feature, names, rule.as_of):
            count.not_in_force += 1
            continue
        own = [str(feature[name]) for name in levels if not _null(feature[name]) and feature[name] != ""]
        level = sensitivity.highest(own) if own else source.said.sensitivity
        if not _may(level, rule):
            count.too_secret += 1
            continue
        shown = [least for name, least in floor if not _null(feature[name])]
        count.highest = sensitivity.highest([count.highest, level, *shown])
        count.written += 1
        yield feature


def open_fields(source: Source, rule: Rule) -> list[QgsField]:
    """Return the fields that go out: all but the feature id and those that are more secret."""
    return [each for each in _own(source) if _may(sensitivity.least(each.name()), rule)]


def _in_force(feature: QgsFeature, names: Mapping[str, str], day: date) -> bool:
    """Tell whether a record is in force. :param names: the fields' names by the same in small letters."""
    until = feature[names[PLOT.valid_to]] if PLOT.valid_to in names else None
    begun = feature[names[PLOT.valid_from]] if PLOT.valid_from in names else None
    return not (
        (not _null(until) and _iso(until) < day.isoformat()) or (not _null(begun) and _iso(begun) > day.isoformat())
    )


def _iso(value: Any) -> str:
    """Return the day of a date, a date-time or an ISO text as ISO text."""
    plain = value.toString("yyyy-MM-dd") if hasattr(value, "toString") else str(value)
    return plain[:10]


def _null(value: object) -> bool:
    return value is None or value == NULL


def words(value: object, known: Field | None, phrases: Phrases) -> object:
    """Return the label of a code or of several; what is none of the list stays as it is."""
    if _null(value) or known is None or known.codes is None:
        return value
    if known.many:
        parts = [part.strip() for part in str(value).split(";") if part.strip()]
        return "; ".join(str(_word(part, known, phrases)) for part in parts)
    return _word(value, known, phrases)


def _word(value: object, known: Field, phrases: Phrases) -> object:
    try:
        return tables.word(value, known, phrases)
    except (KeyError, ValueError):  # a level outside the list, or a text where levels stand
        return value


# ------------------------------------------------------------------------------------------------------ beside the data
def sources_sheet(
    sources: Sequence[Source], sheets: Sequence[Worksheet], counts: Sequence[Count], rule: Rule
) -> Worksheet:
    """Return where every sheet comes from, under which licence, how secret it is, and how much was left out."""
    phrases = Phrases(rule.language)
    tr = phrases.tr
    columns = (
        Column(tr("Sheet")),
        Column(tr("Title")),
        Column(tr("Records"), "int"),
        Column(tr("Left out: not in force"), "int"),
        Column(tr("Left out: too confidential"), "int"),
        Column(tr("Fields left out")),
        Column(tr("Date of the data")),
        Column(tr("Licence")),
        Column(tr("Attribution")),
        Column(tr("Confidentiality")),
        Column(tr("Note")),
    )
    rows = [
        (
            made.name,
            source.title,
            count.written,
            count.not_in_force,
            count.too_secret,
            ", ".join(left_out(source, rule)) or None,
            themes.day(source.said.date, phrases) or None,
            "; ".join(licences.licence(each).title for each in source.said.licences or ("unknown",)),
            "; ".join(source.said.attributions) or None,
            codes.SENSITIVITY.label(count.highest, rule.language),
            _notes(source, count, phrases),
        )
        for source, made, count in zip(sources, sheets, counts)
    ]
    return Worksheet(tr("Sources"), columns, rows)


def _notes(source: Source, count: Count, phrases: Phrases) -> str | None:
    said = [licences.INVENTED_MARK] if source.said.invented else []
    if count.highest == codes.SENSITIVITY.internal:
        said.append(phrases.tr("For internal use only"))
    if count.highest == codes.SENSITIVITY.confidential:
        said.append(phrases.tr("Confidential – not for the public"))
    if any(licences.licence(each).changes for each in source.said.licences):
        said.append(phrases.tr("data changed"))
    return "; ".join(said) or None


def parameters_sheet(record: Mapping[str, object], sources: Sequence[Source], rule: Rule) -> Worksheet:
    """Return the parameters of the export and those of the runs that made the layers."""
    tr = Phrases(rule.language).tr
    columns = (Column(tr("Of")), Column(tr("Parameter")), Column(tr("Value")))
    rows = [(tr("This export"), *pair) for pair in _pairs(record)]
    for source in sources:
        rows += [(source.title, *pair) for pair in _pairs(source.history)]
    return Worksheet(tr("Parameters"), columns, rows)


def _pairs(record: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what a run says of itself, its parameters one by one and its inputs not: they have a sheet of their own."""
    for name, value in record.items():
        if name == "parameters" and isinstance(value, Mapping):
            yield from ((str(key), str(each)) for key, each in value.items() if each not in (None, ""))
        elif name != "inputs":
            yield name, str(value)


def fields_sheet(sources: Sequence[Source], sheets: Sequence[Worksheet], rule: Rule) -> Worksheet:
    """Return what every column means, in both languages, with unit, codes and the least level of its values."""
    phrases = Phrases(rule.language)
    tr = phrases.tr
    columns = tuple(
        Column(title)
        for title in (
            tr("Sheet"),
            tr("Heading"),
            tr("Field"),
            "Deutsch",
            "English",
            tr("Unit"),
            tr("Codes"),
            tr("Confidentiality at least"),
        )
    )
    rows = [
        (
            made.name,
            cell.column.title,
            cell.name,
            cell.known.label.de if cell.known else None,
            cell.known.label.en if cell.known else None,
            (cell.known.unit or None) if cell.known else None,
            tables.code_texts(cell.known, phrases) if cell.known else None,
            codes.SENSITIVITY.label(sensitivity.least(cell.name), rule.language),
        )
        for source, made in zip(sources, sheets)
        for cell in _cells(source, rule)
    ]
    return Worksheet(tr("Fields"), columns, rows)
