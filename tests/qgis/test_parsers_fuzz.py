"""As tests/unit/test_parsers_fuzz.py, for what is read at the edge of QGIS: rules, tables of numbers, what was kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from qgis.core import QgsLayerMetadata

from ruhr_planner import paths
from ruhr_planner.exhibit import factsheet_site
from ruhr_planner.gui.gap_explorer import remembered
from ruhr_planner.harmonise import validation
from ruhr_planner.processing import demandmodels, landbalance, tiled
from ruhr_planner.store import geopackage, metadata
from tests.fuzzing import fuzzed
from tests.unit.test_parsers_fuzz import DEEP, TEXTS, TREES, damaged, refused

pytestmark = pytest.mark.usefixtures("qgis_app")


def shipped(*parts: str) -> str:
    return paths.resource(*parts).read_text(encoding="utf-8")


@fuzzed(25)
@given(text=st.one_of(TEXTS, damaged(shipped("rules", "geometry.yaml"))))
@example("rules: [{id: []}]")
def test_any_rules(tmp_path: Path, text: str) -> None:
    path = tmp_path / "regeln.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    refused(lambda: validation.read(path))


@fuzzed(30)
@given(text=st.one_of(TEXTS, TREES.map(lambda tree: json.dumps({"gifpro": tree}))))
@example("{" + DEEP)
def test_any_demand_parameters(text: str) -> None:
    if "\0" not in text and len(text) < 200:
        refused(lambda: demandmodels.read(text))
    refused(lambda: demandmodels._parse(text))


@fuzzed(60)
@given(text=st.text(max_size=40) | st.lists(st.floats(), max_size=6).map(lambda found: ",".join(map(str, found))))
def test_any_weights_of_restrictions(text: str) -> None:
    if not refused(lambda: landbalance._weights(text)):
        assert all(0.0 <= weight <= 1.0 for weight in landbalance._weights(text))


@fuzzed(60)
@given(text=TEXTS)
@example(DEEP)
@example('{"profile": 1' + 400 * "0" + "}")
def test_any_text_that_was_kept(text: str) -> None:
    refused(lambda: tiled.parameters_of(text))
    assert all(isinstance(number, float) for number in factsheet_site.parsed(text).values())
    assert isinstance(remembered(text), dict)
    told = QgsLayerMetadata()
    told.addHistoryItem(text)
    assert isinstance(metadata.history(told), dict)


@fuzzed(60)
@given(body=st.binary(max_size=300), prefix=st.sampled_from([b"", b"SQLite format 3\0"]))
def test_any_store(tmp_path: Path, body: bytes, prefix: bytes) -> None:
    path = tmp_path / "speicher.gpkg"
    path.write_bytes(prefix + body)
    assert refused(lambda: geopackage.open_store(path).counts())
    assert path.read_bytes() == prefix + body
