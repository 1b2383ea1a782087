"""The sheets of workbooks: one a question, with sources, parameters and an explanation of every field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qgis.core import NULL, QgsVectorLayer

from ruhr_planner.exhibit.findings import BroadbandFindings, FibreFindings, SiteFindings
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.exhibit.workbook import Column, Worksheet
from ruhr_planner.model import codes
from ruhr_planner.model.results import FIBRE_GAP, FIBRE_SUMMARY, SITE, SITE_FACT, SITE_GAP_TABLE
from ruhr_planner.model.tables import AGS, BROADBAND_AREA, MUNICIPALITY, PLOT, Field, Table

_BASED = (SITE_GAP_TABLE.n_ge5, SITE_GAP_TABLE.n_ge8, SITE_GAP_TABLE.area_ha)
"""Columns of the gap table that hold for the basis of the search."""


# --------------------------------------------------------------------------------------------------------------- sheets
def heading(column: Field, language: str) -> str:
    """Return the heading of a column: label and unit."""
    label = column.label.text(language)
    return f"{label} ({column.unit})" if column.unit else label


def layer_sheet(name: str, layer: QgsVectorLayer, table: Table, phrases: Phrases) -> Worksheet:
    """Return a result layer as a sheet, codes as words.

    Fields of the layer that the table does not know keep their names.
    """
    fields = [field for field in layer.fields() if field.name().lower() != "fid"]
    known = {column.name: column for column in table.columns}
    columns = []
    for field in fields:
        column = known.get(field.name())
        kind = (
            column.kind
            if column is not None and column.codes is None
            else ("real" if column is None and field.isNumeric() else "text")
        )
        columns.append(Column(heading(column, phrases.language) if column is not None else field.name(), kind))
    rows = tuple(
        tuple(word(feature[field.name()], known.get(field.name()), phrases) for field in fields)
        for feature in layer.getFeatures()
    )
    return Worksheet(name, tuple(columns), rows)


def site_sheet(name: str, layer: QgsVectorLayer, fibre: Mapping[str, str], phrases: Phrases) -> Worksheet:
    """Return the sites as a sheet, with the fibre class of each.

    :param fibre: gap class by site id; a site that is not in it has an empty cell.
    """
    sheet = layer_sheet(name, layer, SITE, phrases)
    field = SITE_FACT.column(SITE_FACT.fibre_class)
    ids = [str(feature[SITE.site_id]) for feature in layer.getFeatures()]
    rows = tuple((*row, word(fibre.get(site), field, phrases)) for row, site in zip(sheet.rows, ids))
    return Worksheet(name, (*sheet.columns, Column(heading(field, phrases.language))), rows)


def gap_sheet(name: str, layer: QgsVectorLayer, found: SiteFindings, phrases: Phrases) -> Worksheet:
    """Return the gap table as a sheet whose headings name the basis of its areas."""
    sheet = layer_sheet(name, layer, SITE_GAP_TABLE, phrases)
    basis = codes.AREA_BASIS.label(found.area_basis, phrases.language)
    based = {heading(SITE_GAP_TABLE.column(each), phrases.language) for each in _BASED}
    columns = tuple(
        replace(each, title=f"{each.title}, {phrases.inline(basis)}") if each.title in based else each
        for each in sheet.columns
    )
    return replace(sheet, columns=columns)


def word(value: object, column: Field | None, phrases: Phrases) -> object:
    """Return the label of a code, anything else as it is."""
    if value is None or value == NULL or column is None or column.codes is None:
        return value
    if isinstance(column.codes, codes.LevelList):
        return column.codes.label(int(str(value)), phrases.language)
    return column.codes.label(str(value), phrases.language) if value in column.codes else value


def summary_sheet(name: str, found: FibreFindings, phrases: Phrases) -> Worksheet:
    """Return the gap classes by kind of object and municipality."""
    wanted = (
        FIBRE_SUMMARY.ags,
        FIBRE_SUMMARY.name,
        FIBRE_SUMMARY.n_objects,
        FIBRE_SUMMARY.n_served,
        FIBRE_SUMMARY.n_partly,
        FIBRE_SUMMARY.n_unserved,
        FIBRE_SUMMARY.n_no_data,
    )
    columns = (
        Column(phrases.tr("Kind of object")),
        *_columns([FIBRE_SUMMARY.column(each) for each in wanted], phrases),
    )
    rows = tuple(
        (group.title, row.ags, row.name, row.objects, row.served, row.partly, row.unserved, row.no_data)
        for group in found.groups
        for row in group.municipalities
    )
    return Worksheet(name, columns, rows)


def to_close_sheet(name: str, found: FibreFindings, phrases: Phrases) -> Worksheet:
    """Return every object that is not served: what has to be asked or closed one by one."""
    fields = [
        PLOT.column(PLOT.name),
        AGS,
        PLOT.column(PLOT.municipality),
        FIBRE_GAP.column(FIBRE_GAP.gap_class),
        FIBRE_GAP.column(FIBRE_GAP.fibre_share),
        FIBRE_GAP.column(FIBRE_GAP.cover_share),
        FIBRE_GAP.column(FIBRE_GAP.planned_status),
    ]
    columns = (
        Column(phrases.tr("Kind of object")),
        Column(phrases.tr("Object id")),
        *_columns(fields, phrases),
        Column(f"{phrases.tr('Area')} (ha)", "real"),
    )
    rows = tuple(
        (
            group.title,
            entry.object_id,
            entry.name or None,
            entry.ags or None,
            entry.municipality or None,
            codes.GAP_CLASS.label(entry.gap_class, phrases.language),
            entry.fibre_share,
            entry.cover_share,
            codes.SERVED_STATUS.label(entry.planned_status, phrases.language) if entry.planned_status else None,
            None if entry.area_ha is None else round(entry.area_ha, 4),
        )
        for group in found.groups
        for entry in group.to_close
    )
    return Worksheet(name, columns, rows)


def broadband_sheet(name: str, found: BroadbandFindings, phrases: Phrases) -> Worksheet:
    """Return the shares of all municipalities, a column a user group, per cent."""
    fields = [MUNICIPALITY.column(MUNICIPALITY.ags), MUNICIPALITY.column(MUNICIPALITY.name)]
    unit = BROADBAND_AREA.column(BROADBAND_AREA.share).unit
    columns = (*_columns(fields, phrases), *(Column(f"{group.title} ({unit})", "real") for group in found.groups))
    rows = tuple(
        (ags, title, *(group.shares.get(ags) for group in found.groups)) for ags, title in found.municipalities
    )
    return Worksheet(name, columns, rows)


def parameters_sheet(name: str, parameters: Mapping[str, object], phrases: Phrases) -> Worksheet:
    """Return the parameters of the run."""
    columns = (Column(phrases.tr("Parameter")), Column(phrases.tr("Value")))
    return Worksheet(name, columns, tuple((key, str(value)) for key, value in parameters.items()))


def sources_sheet(name: str, lines: Sequence[str], phrases: Phrases) -> Worksheet:
    """Return the sources with dates and licences, a line each."""
    return Worksheet(
        name, (Column(phrases.tr("Source, date, licence")),), tuple((line.lstrip("• "),) for line in lines)
    )


def explanation_sheet(name: str, phrases: Phrases) -> Worksheet:
    """Return what every field of the results means, in both languages, with unit and codes."""
    columns = tuple(
        Column(title)
        for title in (
            phrases.tr("Table"),
            phrases.tr("Field"),
            "Deutsch",
            "English",
            phrases.tr("Unit"),
            phrases.tr("Codes"),
        )
    )
    rows = tuple(
        (
            table.label.text(phrases.language),
            column.name,
            column.label.de,
            column.label.en,
            column.unit or None,
            code_texts(column, phrases),
        )
        for table in (SITE, SITE_GAP_TABLE, FIBRE_GAP, FIBRE_SUMMARY, BROADBAND_AREA)
        for column in table.columns
    )
    return Worksheet(name, columns, rows)


def _columns(fields: Sequence[Field], phrases: Phrases) -> tuple[Column, ...]:
    return tuple(
        Column(heading(each, phrases.language), "text" if each.codes is not None else each.kind) for each in fields
    )


def code_texts(column: Field, phrases: Phrases) -> str | None:
    """Return all codes of a column with their labels, None where it has none."""
    if column.codes is None:
        return None
    if isinstance(column.codes, codes.LevelList):
        return "; ".join(f"{level} = {column.codes.label(level, phrases.language)}" for level in column.codes)
    return "; ".join(f"{code} = {column.codes.label(code, phrases.language)}" for code in column.codes)
