"""The look into the body: what a service says with status 200 and means otherwise."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ruhr_planner.model import errors
from ruhr_planner.net import body
from ruhr_planner.net.transport import Request
from tests.fuzzing import fuzzed
from tests.services import fault_server as faults

REQUEST = Request("https://portal.example.de/ows", source="Portal")
BYTES = st.one_of(
    st.binary(max_size=400),
    st.tuples(
        st.sampled_from(
            [
                b"<?xml version='1.0'?>",
                b"<!DOCTYPE a [",
                b"<ows:ExceptionReport>",
                b"<ServiceExceptionReport>",
                b"\xff\xfe<",
                b"\xef\xbb\xbf{",
                b'{"success": false, "error": ',
                b'{"error": {"code": 4',
                b"[" * 50,
            ]
        ),
        st.binary(max_size=200),
    ).map(b"".join),
)


def look(content: bytes, content_type: str = "", accept: str = "") -> errors.NetworkError | None:
    """Return what a body of status 200 is refused for, or None."""
    request = Request(REQUEST.url, source="Portal", headers={"Accept": accept} if accept else {})
    try:
        body.check(request, REQUEST.url, {"content-type": content_type}, content, [content])
    except errors.NetworkError as error:
        return error
    return None


@given(content=BYTES, content_type=st.text(max_size=40), accept=st.sampled_from(["", "application/json", "text/xml"]))
@fuzzed(400)
@example(content=b"[" * 100_000, content_type="application/json", accept="")
@example(content=b'{"success": false' + b'{"a":' * 50_000, content_type="", accept="")
@example(content=b"<a" * 100_000, content_type="", accept="")
@example(content=b"<!--" + b"-" * 200_000, content_type="", accept="")
@example(content=b"x" * 3000, content_type="text/plain; charset=punycode", accept="application/json")
def test_no_body_makes_it_crash_or_hang(content: bytes, content_type: str, accept: str) -> None:
    error = look(content, content_type, accept)
    assert error is None or str(error).endswith(".")


@given(content=BYTES, status=st.integers(400, 599))
@fuzzed(200)
def test_every_error_status_is_an_error(content: bytes, status: int) -> None:
    with pytest.raises(errors.NetworkError) as caught:
        body.check_status(REQUEST, REQUEST.url, status, {"content-type": "x"}, content)
    assert "portal.example.de" not in str(caught.value)


@given(content=BYTES, content_type=st.text(max_size=40))
@fuzzed(200)
def test_json_is_read_or_refused(content: bytes, content_type: str) -> None:
    try:
        body.read_json(content, content_type, "Portal")
    except errors.AnswerError as error:
        assert "Portal" in str(error)


@given(
    value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_right_json_comes_back(value: object, encoding: str) -> None:
    content = json.dumps(value, ensure_ascii=False).encode(encoding)
    assert body.read_json(content, "application/json", "Portal") == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1", "cp1252"])
def test_text_in_any_encoding(encoding: str) -> None:
    content = "Grüße aus Mülheim".encode(encoding)
    assert body.decode(content, "text/plain") == "Grüße aus Mülheim"
    assert body.decode(content, f'text/plain; charset="{encoding.upper()}"') == "Grüße aus Mülheim"


def test_a_wrong_charset_is_not_believed() -> None:
    assert body.decode("Straße".encode(), "text/plain; charset=us-ascii") == "Straße"
    assert body.decode(b"abc", "text/plain; charset=rot13") == "abc"


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html>",
        b"\n\n  <HTML><HEAD>",
        b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>",
        b"<!-- Anmeldung -->\n<!-- zwei --><html lang='de'>",
        "\ufeff<html>".encode(),
        "<html>".encode("utf-16"),
        b"<head><meta charset='utf-8'>",
    ],
)
def test_pages(page: bytes) -> None:
    assert type(look(page, "application/json")) is errors.LoginPage
    assert look(page, "text/html", "text/html,*/*") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"ok": true}',
        b'{"success": true, "result": "<html>"}',
        b'{"features": [], "note": "\\"success\\": false"}',
        b'{"type": "FeatureCollection", "features": [{"properties": {"error": {"code": 1}}}]}',
        b'{"features": [], "error": {"code": 1}}',
        b'<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="x"><ExceptionReport/></wfs:FeatureCollection>',
        b"<htmlish/>",
        b"a;b\n1;2",
        b"PK\x03\x04",
        b'<?xml version="1.0"?><!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.opengis.net/x.dtd"><WMT_MS_Capabilities/>',
    ],
)
def test_what_is_no_fault(content: bytes) -> None:
    assert look(content) is None


@pytest.mark.parametrize(
    ("content", "text", "code"),
    [
        (faults.exception_report("Layer fehlt").body, "Layer fehlt", "InvalidParameterValue"),
        (faults.exception_report("Layer fehlt", "1.0.0", "LayerNotDefined").body, "Layer fehlt", "LayerNotDefined"),
        (
            b"<ExceptionReport><Exception code='A'><ExceptionText>1</ExceptionText><ExceptionText>2\n3</ExceptionText>",
            "1; 2 3",
            "A",
        ),
        (b"<ExceptionReport><Exception exceptionCode='NoApplicableCode'/></ExceptionReport>", "NoApplicableCode", None),
        (b"<ExceptionReport><Exception><ExceptionText>broken o", "broken o", None),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><ServiceExceptionReport><ServiceException>für"
         "</ServiceException></ServiceExceptionReport>".encode("latin-1"), "für", None),
        (b'{"success": false, "error": {"__type": "Validation Error", "q": ["zu lang"]}}', "q: zu lang", None),
        (b'{"success": false, "error": "kaputt"}', "kaputt", None),
        (
            b'{"error": {"code": 400, "message": "Invalid URL", "details": ["where clause", ""]}}',
            "Invalid URL; where clause",
            "400",
        ),
    ],
)  # fmt: skip
def test_a_service_that_says_no(content: bytes, text: str, code: str | None) -> None:
    error = look(content)
    assert type(error) is errors.ServiceException
    assert error.params["text"] == text
    assert error.params["status"] == 200
    assert code in (None, error.params["code"])


def test_arcgis_that_wants_a_log_in() -> None:
    assert type(look(b'{"error": {"code": 499, "message": "Token Required", "details": []}}')) is errors.LoginNeeded


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no route to https://db.intern.example.org:8443/x?token=abc now.", "no route to … now"),
        ("portal.example.de:8080 is down", "… is down"),
        ("could not connect to 10.1.2.3:5432", "could not connect to …"),
        ("geo.stadt-essen.de says no", "… says no"),
        ("user=postgres password='x y' host=db1", "user=… password='x y' host=…"),
        ("msWFSGetFeature(): ms:bplan_stand not found\n\tin map", "msWFSGetFeature(): ms:bplan_stand not found in map"),
        ("ä" * 400, "ä" * 299 + "…"),
    ],
)
def test_words_of_a_server_in_a_sentence(said: str, shown: str) -> None:
    assert body.plain(said, REQUEST.url) == shown


def dtd(content: bytes, size: int = 1 << 20) -> bool:
    try:
        body.refuse_dtd((content[start : start + size] for start in range(0, len(content), size)), "Portal")
    except errors.UnsafeXml:
        return True
    return False


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (faults.entity_bomb().body, True),
        (faults.external_entity().body, True),
        (b"<!DOCTYPE kml SYSTEM 'x.dtd'><kml/>", True),
        (b"<!DOCTYPE ServiceExceptionReport [<!ENTITY a 'b'>]><ServiceExceptionReport/>", True),
        (b"<!DOCTYPE ServiceExceptionReport SYSTEM 'x.dtd'><ServiceExceptionReport/>", False),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16"), True),
        (b"<!--" + b" " * 3000 + b"--><!DOCTYPE a [ ]><a/>", True),
        (b"<a><!-- <!DOCTYPE b [ ]> --></a>", False),
        (b"no xml at all", False),
    ],
)
def test_document_type_definitions(content: bytes, refused: bool, size: int) -> None:
    assert dtd(content, size) is refused


def test_only_the_beginning_of_a_large_document_is_read() -> None:
    content = b"<?xml version='1.0'?><gml>" + b"<a>1</a>" * 3_000_000 + b"</gml>"
    start = time.perf_counter()
    assert look(content) is None
    assert time.perf_counter() - start < 0.05


def test_an_endless_prolog_is_refused_before_it_costs_time() -> None:
    start = time.perf_counter()
    assert dtd(b"<!--" + b" " * 20_000_000 + b"--><a/>")
    assert time.perf_counter() - start < 1


def test_a_bomb_in_an_exception_report_is_not_expanded() -> None:
    bomb = b"<!DOCTYPE r [<!ENTITY a 'x'>]><ExceptionReport><ExceptionText>&a;</ExceptionText></ExceptionReport>"
    assert body.exception_report(bomb) is None
    with pytest.raises(errors.ServerFailed):
        body.check_status(REQUEST, REQUEST.url, 500, {}, bomb)
