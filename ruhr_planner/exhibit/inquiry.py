"""The package of a market inquiry: objects and area as GeoPackage and table, the form for answers, letters."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from qgis.core import Qgis, QgsCoordinateTransformContext, QgsGeometry

from ruhr_planner import paths
from ruhr_planner.exhibit import themes
from ruhr_planner.exhibit.phrases import LANGUAGES, Phrases
from ruhr_planner.exhibit.workbook import Column, Worksheet, write_workbook
from ruhr_planner.model import codes, licences
from ruhr_planner.model.codes import CodeList
from ruhr_planner.model.results import MARKET_ANSWER, MARKET_AREA, MARKET_OBJECT
from ruhr_planner.model.tables import Table
from ruhr_planner.store import metadata
from ruhr_planner.store.layers import LayerSpec, Row, qgis_fields, wkb_type, write_layer
from ruhr_planner.store.metadata import Description

GEOPACKAGE = "inquiry.gpkg"
OBJECTS = "objects.csv"
FORM = "answers.csv"
WORKBOOK = "answers.xlsx"
LETTERS = {language: f"letter.{language}.txt" for language in LANGUAGES}
FILES = (GEOPACKAGE, OBJECTS, FORM, WORKBOOK, *LETTERS.values())
"""Every file of a package."""

FORM_SHEET = "answers"
SHOWN = (MARKET_OBJECT.inquiry, MARKET_OBJECT.object_id, MARKET_OBJECT.municipality, MARKET_OBJECT.name)
"""Columns of the form that say which object a row is about; those to be filled in follow."""

TO_FILL = tuple(name for name in MARKET_ANSWER.names if name not in SHOWN)
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Inquiry:
    """Everything that the package says; rows as in MARKET_OBJECT and MARKET_AREA, geometry in EPSG:25832."""

    title: str
    contact: str
    stand: date
    deadline: date
    horizon: date
    years: int
    sensitivity: str
    objects: tuple[Row, ...]
    areas: tuple[Row, ...]
    object_table: Table
    described: Callable[[Table], Description]

    @property
    def id(self) -> str:
        """Id of the inquiry."""
        return str(self.objects[0][1][MARKET_OBJECT.names.index(MARKET_OBJECT.inquiry)])


def write_package(
    folder: Path, inquiry: Inquiry, context: QgsCoordinateTransformContext, check: Callable[[], None]
) -> None:
    """Write all files into an empty folder.

    :param check: called between the files and every 1,000 records; may raise Cancelled.
    :raises WriteFailed: the disk is full, or worse.
    """
    for table, rows in ((inquiry.object_table, inquiry.objects), (MARKET_AREA, inquiry.areas)):
        described = metadata.write(inquiry.described(table))
        spec = LayerSpec(table.table, qgis_fields(table), wkb_type(table), described)
        write_layer(folder / GEOPACKAGE, spec, rows, context, check)
    check()
    _write_csv(folder / OBJECTS, (*MARKET_OBJECT.names, "x", "y"), [_listed(row) for row in inquiry.objects])
    form = [(*_shown(row), *[None] * len(TO_FILL)) for row in inquiry.objects]
    _write_csv(folder / FORM, (*SHOWN, *TO_FILL), form)
    check()
    sheet = Worksheet(FORM_SHEET, tuple(Column(name) for name in (*SHOWN, *TO_FILL)), tuple(form))
    write_workbook(folder / WORKBOOK, [sheet, _codes_sheet()])
    for language, name in LETTERS.items():
        (folder / name).write_text(letter(inquiry, language), encoding="utf-8")


def _shown(row: Row) -> tuple[object, ...]:
    return tuple(row[1][MARKET_OBJECT.names.index(name)] for name in SHOWN)


def _listed(row: Row) -> tuple[object, ...]:
    """Return the values of an object with the coordinates of a point on it, whole metres."""
    geometry, values = row
    point = (geometry or QgsGeometry()).pointOnSurface().asPoint()
    return (*values, round(point.x()), round(point.y()))


def _write_csv(file: Path, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table as spreadsheets with German settings read it: UTF-8 with a mark, semicolons, decimal commas."""
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    """Return a cell's text; a text that begins like a formula is no formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(value)
    return f" {text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _codes_sheet() -> Worksheet:
    """Return every code that the form takes, in both languages."""
    lists = ((MARKET_ANSWER.answer, codes.MARKET_ANSWER), (MARKET_ANSWER.technology, codes.TECHNOLOGY))
    rows = tuple(
        (name, code, known.label(code, "de"), known.label(code, "en"))
        for name, known in lists
        for code in known
        if code != codes.TECHNOLOGY.alle
    )
    return Worksheet("codes", tuple(Column(title) for title in ("column", "code", "Deutsch", "English")), rows)


# -------------------------------------------------------------------------------------------------------------- letters
def letter(inquiry: Inquiry, language: str) -> str:
    """Return the letter to the operators."""
    phrases = Phrases(language)
    template = Template(paths.resource("layouts", f"market_letter.{language}.txt").read_text(encoding="utf-8"))
    sources = inquiry.described(inquiry.object_table).inputs
    invented = any(source.invented for source in sources)
    technologies = [code for code in codes.TECHNOLOGY if code != codes.TECHNOLOGY.alle]
    return template.substitute(
        title=inquiry.title or phrases.tr("Market inquiry on fibre"),
        inquiry=inquiry.id,
        stand=phrases.date(inquiry.stand),
        deadline=phrases.date(inquiry.deadline),
        horizon=phrases.date(inquiry.horizon),
        years=inquiry.years,
        contact=inquiry.contact or "–",
        invented=f"\n{licences.INVENTED_MARK}\n" if invented else "",
        n_objects=phrases.number(len(inquiry.objects)),
        n_municipalities=len(inquiry.areas),
        municipalities="\n".join(_municipality(row, phrases) for row in inquiry.areas),
        answers=_options(codes.MARKET_ANSWER, list(codes.MARKET_ANSWER), language),
        technologies=_options(codes.TECHNOLOGY, technologies, language),
        sensitivity=codes.SENSITIVITY.label(inquiry.sensitivity, language),
        sources="\n".join(themes.source_lines(sources, phrases)),
    )


def _municipality(row: Row, phrases: Phrases) -> str:
    values = dict(zip(MARKET_AREA.names, row[1]))
    name = values[MARKET_AREA.municipality] or values[MARKET_AREA.ags] or phrases.unknown()
    return f"  {name}: {phrases.number(int(str(values[MARKET_AREA.n_objects])))}"


def _options(known: CodeList, wanted: Sequence[str], language: str) -> str:
    return "\n".join(f"                {code:<10} {known.label(code, language)}" for code in wanted)


def geometry_name(kind: Qgis.GeometryType) -> str:
    """Return the geometry of the layer of objects."""
    return "MultiPoint" if kind == Qgis.GeometryType.Point else "MultiPolygon"
