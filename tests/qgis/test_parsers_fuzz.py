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
from ruhr_planner.harmonise import editing, validation
from ruhr_planner.model import codes
from ruhr_planner.processing import allocatedeficits, cooperationsites, demandmodels, landbalance, releaseopen, tiled
from ruhr_planner.readers import gml
from ruhr_planner.store import geopackage, leftovers, metadata, moves, resulttable
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


class _Given:
    """As much of a run as a parameter needs."""

    def __init__(self, text: str) -> None:
        self._text = text

    def given(self, _name: str) -> bool:
        return bool(self._text)

    def string(self, _name: str) -> str:
        return self._text


@fuzzed(20)
@given(text=st.one_of(st.text(max_size=40), TREES.map(lambda tree: json.dumps({"strips": tree, "road": tree}))))
@example('{"a": ' + DEEP)
def test_any_table_of_distances(text: str) -> None:
    refused(lambda: cooperationsites._number_table(_Given(text), "STRIPS", "strips.yaml", "strips"))  # type: ignore[arg-type]


@fuzzed(60)
@given(text=st.text(max_size=60) | st.text(max_size=40).map("postgres:dbname='x' table=".__add__))
def test_any_address_of_a_result(text: str) -> None:
    refused(lambda: resulttable.parse(f"postgres:{text}"))


@fuzzed(60)
@given(text=TEXTS)
@example(DEEP)
@example(DEEP + len(DEEP) * "]")
@example('{"profile": 1' + 400 * "0" + "}")
def test_any_text_that_was_kept(tmp_path: Path, text: str) -> None:
    refused(lambda: tiled.parameters_of(text))
    assert all(isinstance(number, float) for number in factsheet_site.parsed(text).values())
    assert isinstance(remembered(text), dict)
    told = QgsLayerMetadata()
    told.addHistoryItem(text)
    assert isinstance(metadata.history(told), dict)
    told.setKeywords({metadata.SENSITIVITY_KEY: [text], metadata.LICENCE_KEY: [text], metadata.DATE_KEY: [text]})
    assert metadata.read(told, "x").sensitivity in codes.SENSITIVITY
    for name in (releaseopen.LOG, moves.PLAN):
        (tmp_path / name).write_text(text, encoding="utf-8", errors="replace")
    assert isinstance(releaseopen._earlier(tmp_path), list)
    assert isinstance(moves.read_plan(tmp_path), dict)
    assert isinstance(leftovers._folders({leftovers.FOLDERS: text}), list)
    assert isinstance(editing._parameters(text), dict)
    assert all(0.0 <= share <= 1.0 for share in allocatedeficits._shares(text).values())
    assert gml._list(text) is None or text.startswith("[")


@fuzzed(60)
@given(body=st.binary(max_size=300), prefix=st.sampled_from([b"", b"SQLite format 3\0"]))
def test_any_store(tmp_path: Path, body: bytes, prefix: bytes) -> None:
    path = tmp_path / "speicher.gpkg"
    path.write_bytes(prefix + body)
    assert refused(lambda: geopackage.open_store(path).counts())
    assert path.read_bytes() == prefix + body
