"""No answer makes a parser hang or crash: it returns hits, or raises one of our sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruhr_planner.catalogue import links, matching, places, portals
from ruhr_planner.catalogue.dataset import Page, Portal, Query, Step
from ruhr_planner.model import codes, errors, licences
from ruhr_planner.model.codes import Label
from tests.fuzzing import fuzzed

DATA = Path(__file__).parent.parent / "data" / "catalogue"
QUERY = Query(("gewerbe", "leerstand"), any_word=True)
STAGES = ("", "collections", "directory", "service", "layer", "record")

# the names that the parsers look for, so that random answers get beyond their first line
NAMES = st.sampled_from(
    [
        "success",
        "result",
        "results",
        "count",
        "resources",
        "url",
        "format",
        "name",
        "title",
        "extras",
        "key",
        "value",
        "organization",
        "dataset",
        "distribution",
        "keyword",
        "license",
        "metas",
        "default",
        "features",
        "fields",
        "geometry",
        "coordinates",
        "bbox",
        "extent",
        "spatial",
        "links",
        "href",
        "rel",
        "protocol",
        "properties",
        "contacts",
        "themes",
        "concepts",
        "collections",
        "id",
        "itemType",
        "services",
        "folders",
        "layers",
        "type",
        "error",
        "message",
        "hits",
        "total",
        "_source",
        "link",
        "urlObject",
        "metadata",
        "summary",
        "geoBox",
        "responsibleParty",
        "@graph",
        "@type",
        "@id",
        "@value",
        "dcat:Dataset",
        "dct:title",
        "numberMatched",
        "total_count",
        "dataset_id",
        "publisher",
        "modified",
        "landingPage",
        "spatialReference",
        "wkid",
        "xmin",
        "groups",
        "tags",
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20), NAMES,
    st.sampled_from(["https://x.example/wfs?service=WFS", "https://[", "Dataset", "WFS", "2020-13-99", "1|2|3|4"]),
)  # fmt: skip
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=30
)


def portal(protocol: str) -> Portal:
    return Portal("p", Label("P", "P"), protocol, "https://x.example/a")


def parse(protocol: str, body: bytes, stage: str = "") -> Page | None:
    """A page of well-formed hits, or None where the parser refuses in a sentence."""
    where = portal(protocol)
    step = Step(where.request("https://x.example/a?b=c"), 0, stage)
    try:
        page: Page = portals.PROTOCOLS[protocol].parse(body, where, QUERY, step)
    except errors.PlannerError as refused:
        assert str(refused)
        return None
    for hit in page.hits:
        assert hit.kind in codes.CATALOGUE_KIND
        assert hit.licence in licences.LICENCES
        assert hit.loadable == (hit.reason == "")
        assert hit.reason == "" or hit.reason in codes.NOT_LOADABLE
    return page


@pytest.mark.parametrize("protocol", portals.PROTOCOLS)
@given(body=st.binary(max_size=300))
@fuzzed(60)
def test_any_bytes(protocol: str, body: bytes) -> None:
    parse(protocol, body)


@pytest.mark.parametrize("protocol", portals.PROTOCOLS)
@given(value=JSON, stage=st.sampled_from(STAGES))
@fuzzed(60)
def test_any_json(protocol: str, value: object, stage: str) -> None:
    parse(protocol, json.dumps(value).encode(), stage)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.[xr][md][lf]")))
@given(data=st.data())
@fuzzed(60)
def test_damaged_xml(name: str, data: st.DataObject) -> None:
    """A right answer with some bytes cut out, doubled or changed."""
    body = (DATA / name).read_bytes()
    start = data.draw(st.integers(0, len(body)))
    end = min(len(body), start + data.draw(st.integers(0, 200)))
    changed = (
        body[:start]
        + data.draw(st.sampled_from([b"", body[start:end] * 2, b"<a/>", b"\xff", b"&amp;", b"9e9"]))
        + body[end:]
    )
    for protocol in ("csw", "wms", "dcat"):
        parse(protocol, changed)


@given(text=st.text(max_size=200), named=st.text(max_size=40))
@fuzzed(60)
def test_any_link(text: str, named: str) -> None:
    for url in (text, f"https://x.example/{text}", f"https://{text}?service=WFS&{text}"):
        found = links.link(url, named)
        assert found.kind in codes.CATALOGUE_KIND
        links.same_address(url)


@given(text=st.text(max_size=300))
@fuzzed(60)
def test_any_words(text: str) -> None:
    assert all(matching.fold(word) for word in matching.query_words(text))
    assert places.find(text) == "" or places.name_of(places.find(text))
    assert licences.normalise(text).id in licences.LICENCES


@given(raw=st.binary(max_size=200) | JSON.map(lambda value: json.dumps({"schema": 1, "portals": [value]}).encode()))
@fuzzed(60)
def test_any_portal_list(raw: bytes) -> None:
    try:
        portals.parse(raw, "liste.yaml")
    except errors.CatalogueError as refused:
        assert "liste.yaml" in str(refused)
