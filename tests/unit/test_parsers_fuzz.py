"""What people and servers hand in, of any shape: each parser reads it or refuses it in one of our sentences.

The catalogue's answers are in test_catalogue_fuzz.py, bodies and addresses in test_net_*.py, files and geometries in
test_readers_files.py, tables of the Breitbandatlas in test_broadband_reader.py, values in test_harmonise_values.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ruhr_planner import paths
from ruhr_planner.analysis import ahp, criteria, funding, market, prices
from ruhr_planner.harmonise import profile
from ruhr_planner.model import codes, errors
from ruhr_planner.model.results import MARKET_ANSWER
from ruhr_planner.readers import arcgis, atom, breitbandatlas_workbook, files, maps, oapif, wfs
from ruhr_planner.store import address
from tests.fuzzing import fuzzed

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLES = sorted(path for path in (DATA / "catalogue").glob("*.[xr][md][lf]")) + sorted(DATA.glob("profiles/*.gml"))
MEANT = st.sampled_from(
    [
        "profile", "target", "plot", "source", "id", "licence", "dl-de/by-2-0", "fields", "native_id", "from", "const",
        "expr", "map", "unit", "date", "default", "version", "filter", "hints", "title", "de", "en", "when", "school",
        "expires", "2020-13-99", "2026-01-01", "classes", "cabinet", "eur", "per", "crossings", "uncertainty", "field",
        "worst", "best", "weight", "points", "codes", "required", "net_ha", "collections", "links",
        "href", "rel", "crs", "extent", "layers", "tables", "name", "type", "esriGeometryPolygon", "maxRecordCount",
        "geometryType", "objectIdField", "spatialReference", "wkid", "value", "domain", "codedValues", "*x", "&x",
        "!!python/object", "1e999", "[[1,3],[0.333,1]]",
    ]
)  # fmt: skip
HUGE = st.sampled_from([10**400, -(10**400), 1e308, -0.0, 2**63, float("inf"), float("nan")])
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 200), st.floats(), HUGE, st.text(max_size=12), MEANT,
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str),
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(MEANT, inner, max_size=6), max_leaves=25
)
DEEP = "[" * 100_000


def refused(read: Callable[[], object]) -> bool:
    """Read; any refusal has to be a sentence of ours."""
    try:
        read()
    except errors.PlannerError as said:
        assert str(said)
        return True
    return False


def as_yaml(value: object) -> str:
    return str(yaml.dump(value, allow_unicode=True))


TEXTS = st.one_of(st.text(max_size=200), TREES.map(as_yaml), TREES.map(json.dumps))
SHIPPED = sorted(paths.resource("profiles").glob("*.yaml"))


@st.composite
def damaged(draw: Any, whole: str) -> str:
    """A right text with a piece cut out, doubled or replaced."""
    start = draw(st.integers(0, len(whole)))
    end = min(len(whole), start + draw(st.integers(0, 120)))
    put = draw(
        st.sampled_from(["", whole[start:end] * 2, "[", "{", "- ", ": ", "\t", "*a", "1e999", "\0", "'", '"', "é"])
    )
    return whole[:start] + put + whole[end:]


# --------------------------------------------------------------------------------------------- what people hand in
@fuzzed(150)
@given(raw=st.one_of(TEXTS, st.sampled_from(SHIPPED).flatmap(lambda path: damaged(path.read_text(encoding="utf-8")))))
@example(DEEP)
def test_any_profile(raw: str) -> None:
    refused(lambda: profile.parse(raw.encode("utf-8", "replace"), "fremd.yaml"))


@fuzzed(150)
@given(tree=TREES, text=st.text(max_size=100))
@example(None, DEEP)
@example([{"id": "a", "field": "x", "worst": 0, "best": 10**400, "weight": 1}], "")
def test_any_criteria(tree: object, text: str) -> None:
    refused(lambda: criteria.parse(criteria.load(text, "CRITERIA"), "CRITERIA"))
    refused(lambda: criteria.parse(criteria.load(json.dumps(tree), "CRITERIA"), "CRITERIA"))


@fuzzed(150)
@given(matrix=st.one_of(TREES, st.lists(st.lists(LEAVES, min_size=2, max_size=4), min_size=2, max_size=4)))
def test_any_matrix_of_judgements(matrix: object) -> None:
    if not refused(lambda: ahp.matrix(matrix)):
        found = ahp.weights(ahp.matrix(matrix))
        assert abs(found.values.sum() - 1) < 1e-9


@fuzzed(150)
@given(
    text=st.one_of(TEXTS, damaged(paths.resource("codelists", "fibre_costs.json").read_text(encoding="utf-8"))),
    table=st.dictionaries(st.sampled_from(prices.KEYS), TREES, max_size=4),
)
@example(DEEP, {"default": 10**400})
def test_any_prices(text: str, table: dict[str, object]) -> None:
    shipped = paths.resource("codelists", "fibre_costs.json").read_text(encoding="utf-8")
    refused(lambda: prices.read_prices(text, shipped))
    refused(lambda: prices.read_prices(json.dumps({"default": 150, **table}), shipped))


@fuzzed(150)
@given(text=st.one_of(TEXTS, damaged(paths.resource("codelists", "funding.yaml").read_text(encoding="utf-8"))))
@example(DEEP)
@example("hints: 2020-13-99")
@example("a: &a [x]\nhints: [*a, *a]")
def test_any_funding_hints(text: str) -> None:
    refused(lambda: funding.read_hints(text, "hinweise.yaml"))


@fuzzed(150)
@given(rows=st.lists(st.dictionaries(st.sampled_from(MARKET_ANSWER.names), LEAVES, max_size=9), max_size=5))
def test_any_market_answers(rows: list[dict[str, object]]) -> None:
    rules = market.Rules(date(2026, 1, 1), date(2029, 1, 1), 1000.0, (codes.MARKET_ANSWER.built,))
    given_rows = [market.Given("a.xlsx", number, row) for number, row in enumerate(rows, 1)]
    taken, rejected = market.judge(given_rows, {"t:1": "i1", "plot": None, "1": "i1"}, rules)
    assert len(taken) + len(rejected) == len(rows)
    assert all(row.reason in codes.MARKET_REJECTION for row in rejected)


@fuzzed(150)
@given(text=st.one_of(st.text(max_size=60), st.text(max_size=30).map("postgres:".__add__)))
def test_any_address_of_a_store(text: str) -> None:
    if address.is_database(text) and not refused(lambda: address.parse(text)):
        assert all(address.parse(text))


# ------------------------------------------------------------------------------------------------ what servers answer
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@fuzzed(25)
@given(data=st.data())
def test_any_damaged_document(sample: Path, data: st.DataObject) -> None:
    body = data.draw(damaged(sample.read_text(encoding="utf-8", errors="replace"))).encode("utf-8", "replace")
    url = "https://x.example/dienst"
    refused(lambda: maps.choose(body, url, "", "x"))
    refused(lambda: maps.choose(body, url, data.draw(MEANT), "x", "latest"))
    refused(lambda: wfs.parse_capabilities(body, "x"))
    refused(lambda: wfs.parse_schema(body, "x", "x"))
    refused(lambda: wfs.parse_hits(body, "x"))
    refused(lambda: atom.parse(body, url, "x"))


@fuzzed(150)
@given(tree=TREES)
def test_any_description_of_layers(tree: object) -> None:
    for value in (tree, {"collections": [tree]}, {"layers": [tree], "fields": [tree], "extent": tree}):
        body = json.dumps(value).encode()
        refused(lambda body=body: oapif.parse_collections(body, "x"))  # type: ignore[misc]
        refused(lambda body=body: arcgis.parse_service(body, "x"))  # type: ignore[misc]
        refused(lambda body=body: arcgis.parse_layer(body, "0", "x"))  # type: ignore[misc]


@fuzzed(60)
@given(body=st.binary(max_size=200), prefix=st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0"]))
def test_any_workbook(tmp_path: Path, body: bytes, prefix: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(prefix + body)
    refused(lambda: breitbandatlas_workbook.read(path))


@pytest.mark.parametrize("ending", ["gml", "json", "geojson", "gpkg", "xml"])
@fuzzed(25)
@given(data=st.data())
def test_any_damaged_file(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    samples = sorted(DATA.glob(f"profiles/*.{ending}")) or sorted(DATA.glob("profiles/*.geojson"))
    whole = data.draw(st.sampled_from(samples)).read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    rest = cut + data.draw(st.integers(0, 60))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(whole[:cut] + data.draw(st.binary(max_size=8)) + whole[rest:])

    def read() -> None:
        with files.open_path(path) as stream:
            for _page in stream.pages():
                pass

    refused(read)
