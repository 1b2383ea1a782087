"""The commands and fields that the manual prints exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ruhr_planner.model import results, tables
from ruhr_planner.processing.provider import algorithms

MANUALS = ("de", "en")
TABLES = (tables.PLOT, tables.BROADBAND_AREA, results.SITE, results.FIBRE_GAP)


def manual(root: Path, language: str) -> str:
    return (root / "docs" / "manual" / f"start.{language}.md").read_text(encoding="utf-8")


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Return id and parameter names of every `qgis_process run` in the indented blocks."""
    joined = re.sub(r"\\\n\s*", "", text)
    found = re.findall(r"^ {4}qgis_process run ruhr_planner:(\w+)(.*)$", joined, flags=re.MULTILINE)
    return [(name, re.findall(r"--(\w+)=", rest)) for name, rest in found]


@pytest.mark.parametrize("language", MANUALS)
def test_every_command_names_an_algorithm_and_its_parameters(qgis_app: object, root: Path, language: str) -> None:
    known = {kind.ID: kind for kind in algorithms()}
    shown = commands(manual(root, language))
    assert {name for name, _parameters in shown} <= set(known)
    assert len(shown) == 4
    for name, parameters in shown:
        algorithm = known[name]().create()
        defined = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
        assert set(parameters) <= set(defined), name
        optional = definition_flags(defined)
        assert {need for need in defined if not optional[need]} <= set(parameters), name


def definition_flags(defined: dict) -> dict[str, bool]:
    """Tell of each parameter whether a command may leave it out."""
    from qgis.core import QgsProcessingParameterDefinition

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    return {name: bool(each.flags() & optional) or each.defaultValue() is not None for name, each in defined.items()}


@pytest.mark.parametrize("language", MANUALS)
def test_every_field_that_the_manual_explains_is_in_model(root: Path, language: str) -> None:
    fields = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", manual(root, language)))
    known = {name for table in TABLES for name in table.names} | set(tables.TABLES)
    assert {"net_ha", "meets_8_single", "gap_class"} <= fields
    assert fields <= known


def test_both_languages_show_the_same_commands(root: Path) -> None:
    assert commands(manual(root, "de")) == commands(manual(root, "en"))
