"""Every server of layers, read to the end by our readers: all records, right values, right place, or one sentence."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest

from ruhr_planner.model import errors
from ruhr_planner.readers import load
from tests.services.reading import Stopper, assert_same_as_sample, inside, read, transport
from tests.services.start import features, sample
from tests.services.start.features import Server
from tests.services.start.gate import Asked


@dataclass(frozen=True)
class Case:
    """A way to read the sample from a server. `pages` are the requests that it takes at least."""

    server: str
    kind: str
    path: str = ""
    layer: str = sample.LAYER
    pages: int = 1
    counts: bool = True
    """The server says how many records there are."""

    def __str__(self) -> str:
        return f"{self.server}-{self.kind}"


CASES = [
    Case("qgis_server", load.WFS),
    Case("qgis_server", load.OAPIF, "/wfs3"),
    Case("mapserver", load.WFS, layer="ms:parcels", pages=3, counts=False),
    Case("pygeoapi", load.OAPIF, pages=3),
    Case("gisserver", load.WFS, pages=5),
    Case("koop", load.ARCGIS, layer="0", pages=3),
]
each = pytest.mark.parametrize("case", CASES, ids=str)


@pytest.fixture
def server(case: Case, request: pytest.FixtureRequest) -> Server:
    """The server of a case, with nothing played."""
    made: Server = request.getfixturevalue(case.server)
    made.gate.play(change=features.capped if case.server == "koop" else None)
    return made


def wanted(case: Case, server: Server, **more: object) -> load.Wanted:
    url = server.gate.url + case.path if case.path else server.url
    return load.Wanted(url, case.layer, **more)  # type: ignore[arg-type]


@each
def test_all_records_come(case: Case, server: Server) -> None:
    found = read(wanted(case, server))
    assert found.loaded == sample.COUNT
    assert found.complete
    assert found.expected == (sample.COUNT if case.counts else None)
    assert found.notes == []
    assert_same_as_sample(found.rows, range(sample.COUNT))
    assert len(server.gate.pages()) >= case.pages


@each
def test_an_extent_selects(case: Case, server: Server) -> None:
    found = read(wanted(case, server, extent=sample.extent(20, 7)))
    assert found.complete
    assert_same_as_sample(found.rows, inside(20, 7))


@each
def test_a_maximum_is_kept_and_said(case: Case, server: Server) -> None:
    found = read(wanted(case, server, maximum=25))
    assert found.loaded == len(found.rows) == 25
    assert not found.complete


@each
def test_the_kind_is_found_out(case: Case, server: Server) -> None:
    kind, offers = load.describe(transport(), wanted(case, server))
    assert kind == case.kind
    assert case.layer.rpartition(":")[2] in [offer.layer.rpartition(":")[2] for offer in offers]


@each
def test_an_unknown_layer_is_one_sentence(case: Case, server: Server) -> None:
    with pytest.raises(errors.LayerUnknown) as caught:
        read(replace(wanted(case, server), layer="gewerbe"))
    assert "gewerbe" in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    assert server.gate.pages() == []


@each
def test_cancel_returns_within_a_second_while_the_server_hangs(case: Case, server: Server) -> None:
    held = server.gate.hold(min(case.pages, 2))
    stopper = Stopper()

    def cancel() -> None:
        held.wait(30)
        time.sleep(0.2)
        stopper.cancel()

    user = threading.Thread(target=cancel)
    user.start()
    try:
        with pytest.raises(errors.Cancelled):
            read(wanted(case, server), stopper)
        took = time.monotonic() - stopper.at
    finally:
        server.gate.released.set()
        user.join()
    assert took < 1.0


# ------------------------------------------------------------------------------------------------- versions and axes
def version_only(version: str):
    """Make a server speak only this version of WFS, whatever it is asked for."""

    def turn(asked: Asked) -> Asked:
        parts = urlsplit(asked.target)
        given = parse_qsl(parts.query, keep_blank_values=True)
        if {name.lower(): value for name, value in given}.get("request", "").lower() != "getcapabilities":
            return asked
        kept = [pair for pair in given if pair[0].lower() not in ("version", "acceptversions")]
        return replace(asked, target=urlunsplit(parts._replace(query=urlencode([*kept, ("VERSION", version)]))))

    return turn


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "2.0.0"])
@pytest.mark.parametrize("srs", ["EPSG:25832", "EPSG:4326"])
@pytest.mark.parametrize("formats", ["geojson", "SHAPEZIP"], ids=["geojson", "gml"])
def test_axes_by_version_and_reference_system(parcels: Path, own: Path, version: str, srs: str, formats: str) -> None:
    limit = 5000 if version == "1.0.0" else sample.LIMIT  # there are no pages in 1.0.0
    with features.mapserver(parcels, own, limit, formats, srs) as server:
        server.gate.turn = version_only(version)
        found = read(load.Wanted(server.url, sample.LAYER))
        assert found.complete is (version != "1.0.0")  # which neither counts nor pages, so nothing is proven
        assert_same_as_sample(found.rows, range(sample.COUNT))
        versions = {asked.parameters["version"] for asked in server.gate.pages()}
        assert versions == {version}
        part = read(load.Wanted(server.url, sample.LAYER, extent=sample.extent(9, 5)))
        if srs == "EPSG:25832":
            assert_same_as_sample(part.rows, inside(9, 5))
        else:  # a box in degrees stands askew on the grid: some neighbours come too
            keys = {row["kennzeichen"] for row in part.rows}
            assert {sample.parcel(number).kennzeichen for number in inside(9, 5)} <= keys
            assert {sample.parcel(number).kennzeichen for number in inside(11, 7)} >= keys


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_both_versions_of_qgis_server(qgis_server: Server, version: str) -> None:
    qgis_server.gate.play()
    qgis_server.gate.turn = version_only(version)
    try:
        found = read(load.Wanted(qgis_server.url, sample.LAYER))
    finally:
        qgis_server.gate.turn = None
    assert found.complete is (version != "1.0.0")
    assert_same_as_sample(found.rows, range(sample.COUNT))
    assert {asked.parameters["version"] for asked in qgis_server.gate.pages()} == {version}


# ------------------------------------------------------------------------------------------------------------- limits
@pytest.mark.parametrize("limit", [1, 240, 1199, 1200, 1201])
def test_a_limit_of_the_server_loses_nothing(parcels: Path, own: Path, limit: int) -> None:
    if limit == 1:
        parcels = sample.write_geopackage(own / "few.gpkg", 7)
    count = 7 if limit == 1 else sample.COUNT
    with features.mapserver(parcels, own, limit=limit) as server:
        found = read(load.Wanted(server.url, "ms:parcels"))
    assert found.complete
    assert_same_as_sample(found.rows, range(count))


def test_a_limit_without_pages_is_said(parcels: Path, own: Path) -> None:
    with features.mapserver(parcels, own) as server:
        server.gate.turn = version_only("1.0.0")
        found = read(load.Wanted(server.url, sample.LAYER))
    assert found.loaded == sample.LIMIT
    assert not found.complete


# ------------------------------------------------------------------------------------------------------------- deaths
def _dies_at(server: Server, number: int) -> None:
    def before(_asked: Asked, count: int) -> None:
        if count >= number:
            server.die()

    server.gate.play(before=before)


def _assert_one_sentence(url: str, layer: str) -> None:
    with pytest.raises(errors.NetworkError) as caught:
        read(load.Wanted(url, layer))
    said = str(caught.value)
    assert isinstance(caught.value, errors.ConnectionFailed), said
    assert "127.0.0.1" not in said


def test_mapserver_dies_between_pages(parcels: Path, own: Path) -> None:
    with features.mapserver(parcels, own, limit=200) as server:
        _dies_at(server, 4)
        _assert_one_sentence(server.url, sample.LAYER)
        assert len(server.gate.pages()) >= 4


def test_qgis_server_dies_at_the_first_page(project: Path, own: Path) -> None:
    with features.qgis_server(project, own) as server:
        _dies_at(server, 1)
        _assert_one_sentence(server.url, sample.LAYER)
        assert server.process is not None
        assert not server.process.runs


def test_gisserver_dies_between_pages(cluster, own: Path) -> None:
    with features.gisserver(cluster, own) as server:
        _dies_at(server, 3)
        _assert_one_sentence(server.url, sample.LAYER)
        assert server.process is not None
        assert not server.process.runs
