"""What the manual prints of the program itself: parameters, outputs, fields and codes. Nothing is written twice."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from qgis.core import QgsProcessingParameterDefinition

from ruhr_planner import i18n
from ruhr_planner.model import results, tables
from ruhr_planner.model.codes import CodeList
from ruhr_planner.model.tables import Field, Table
from ruhr_planner.processing.provider import algorithms
from scripts.docs.words import say

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
KINDS = {"text": "text", "int": "whole number", "real": "number", "date": "date"}


def known_tables() -> dict[str, Table]:
    """Return all tables by name: those of a store first, then those of results."""
    found = [each for module in (tables, results) for each in vars(module).values() if isinstance(each, Table)]
    found += [output.table for kind in algorithms() for output in kind.OUTPUTS]
    return {table.table: table for table in found}


def grouped(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return id and name of every algorithm by group, in the order of the toolbox."""
    groups: dict[str, list[tuple[str, str]]] = {}
    with i18n.speaking(language):
        for kind in algorithms():
            algorithm = kind()
            groups.setdefault(algorithm.group(), []).append((algorithm.name(), algorithm.displayName()))
    return groups


def table_html(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows of finished HTML as a table."""
    first = "".join(f'<th scope="col">{each}</th>' for each in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="group"><table><thead><tr>{first}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def parameters_html(kind: type, language: str) -> str:
    """Return the parameters of an algorithm as its dialog shows them, with the names that scripts use."""
    with i18n.speaking(language):
        algorithm = kind().create()
        rows = [
            (
                f'<span id="parameter-{each.name().lower()}">{escape(each.description())}</span>',
                f"<code>{escape(each.name())}</code>",
                _kind_of(each, language),
                _default_of(each, language),
            )
            for each in algorithm.parameterDefinitions()
        ]
    head = (say(each, language) for each in ("In the dialog", "Name", "Kind", "Without an entry"))
    return table_html(head, rows)


def _kind_of(definition: QgsProcessingParameterDefinition, language: str) -> str:
    said = say(definition.type(), language)
    if definition.type() == "enum":
        options = (f"{number} {escape(option)}" for number, option in enumerate(definition.options()))
        said = f"{said}: {'; '.join(options)}"
    if definition.flags() & ADVANCED:
        said += f" ({say('advanced', language)})"
    return said


def _default_of(definition: QgsProcessingParameterDefinition, language: str) -> str:
    value = definition.defaultValue()
    if value in (None, ""):
        return say("may be absent" if definition.flags() & OPTIONAL else "must be given", language)
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if isinstance(value, float):
        return _number(value, language)
    return escape(str(value))


def outputs_html(kind: type, language: str) -> str:
    """Return the tables that an algorithm writes, each with a link to its fields; "" if it writes none."""
    with i18n.speaking(language):
        rows = [
            (
                f"<code>{each.parameter}</code>",
                escape(i18n.tr(each.label)),
                f'<a href="tables.html#{each.table.table}">{escape(each.table.label.text(language))}</a>',
            )
            for each in kind.OUTPUTS
            if each.table.columns
        ]
    head = (say(each, language) for each in ("Name", "Output", "Fields"))
    return table_html(head, rows) if rows else ""


def fields_html(table: Table, language: str) -> str:
    """Return the fields of a table with type, unit, range and codes."""
    rows = [
        (
            f'<code id="{table.table}-{each.name}">{each.name}</code>',
            escape(each.label.text(language)),
            _measure(each, language),
            _values(each, language),
        )
        for each in table.columns
    ]
    head = (say(each, language) for each in ("Field", "Meaning", "Type, unit", "Values"))
    return table_html(head, rows)


def _measure(column: Field, language: str) -> str:
    said = say(KINDS[column.kind], language)
    return f"{said}, {escape(column.unit)}" if column.unit else said


def _values(column: Field, language: str) -> str:
    if column.codes is not None:
        codes = column.codes.codes
        said = "; ".join(f"<code>{each}</code>&nbsp;{escape(_label(column, each, language))}" for each in codes)
        return f"{said} ({say('several, by semicolon', language)})" if column.many else said
    if (column.low, column.high, column.kind) == (0, 1, "int"):
        return say("1 yes, 0 no", language)
    if column.low is not None and column.high is not None:
        return f"{_number(column.low, language)}–{_number(column.high, language)}"
    if column.low is not None:
        return f"≥ {_number(column.low, language)}"
    return escape(", ".join(column.known))


def _label(column: Field, value: Any, language: str) -> str:
    values = column.codes
    return values.label(value, language) if isinstance(values, CodeList) else values.label(int(value), language)


def _number(value: float, language: str) -> str:
    said = f"{value:.10g}"
    return said.replace(".", ",") if language == "de" else said
