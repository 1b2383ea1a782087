"""A look into the body: status 200 is not success.

Pure: bytes in, an error or nothing out. Recognised are a web page instead of data (a log-in page, the page of a guest
network), an OWS ExceptionReport (1.0, 1.1, 2.0), the ServiceExceptionReport of WMS and WFS 1.0, `success: false` of
CKAN, the error object of ArcGIS, and XML with a document type definition. Texts of a server go into sentences without
addresses and without host names.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.parsers import expat

from ruhr_planner.model import errors

if TYPE_CHECKING:
    from ruhr_planner.net.transport import Request

HEAD_BYTES = 4096
"""So much of a body is enough to see what it is."""

EXPLANATION_BYTES = 256 * 1024
"""A service that says no does not need more bytes than this."""

PROLOG_BYTES = 1024 * 1024
"""What stands before the root of an XML document is shorter; a parser needs quadratic time for an endless comment."""

_TEXT_LENGTH = 300
_BLOCK = 64 * 1024
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|script|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FAILED = re.compile(rb'"success"\s*:\s*false|"error"\s*:\s*\{')
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+"
    r"|\b(?:[\w-]+\.)+(?:de|eu|com|org|net|info|nrw|ruhr|online|local|intern|internal|lan)\b(?::\d+)?",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"\b((?:pass(?:word|wd)?|pwd|token|api[_-]?key|secret|user(?:name|id)?|host|server|uid)\s*[=:]\s*)[^\s,;\"']+",
    re.IGNORECASE,
)
_NUMERIC_HOST = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b")
_REPORTS = frozenset({"ExceptionReport", "ServiceExceptionReport"})
_TEXTS = frozenset({"ExceptionText", "ServiceException", "Exception"})
# WMS 1.0 to 1.1.1 name their DTD, without a subset of their own; nothing is fetched, and no entity can be declared.
_OLD_DOCTYPES = frozenset({"WMT_MS_Capabilities", "ServiceExceptionReport", "WMS_DescribeLayerResponse"})
# Others are not asked of Python: some of its codecs are no charsets, and punycode takes quadratic time.
_CHARSETS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15", "cp1252", "cp850", "ascii", "latin-1"}
)
_ARCGIS_LOGIN = frozenset({498, 499})


# ---------------------------------------------------------------------------------------------------------------- text
def decode(body: bytes, content_type: str = "") -> str:
    """Return a body as text: a byte order mark wins, then the announced charset, UTF-8, and at last Windows-1252.

    :param content_type: the whole header, with its charset.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    announced = re.search(r"charset\s*=\s*\"?([\w.:-]+)", content_type, re.IGNORECASE)
    text = _decoded(body, announced.group(1)) if announced else None
    text = _decoded(body, "utf-8") if text is None else text
    return body.decode("cp1252", "replace") if text is None else text


def _decoded(body: bytes, name: str) -> str | None:
    """Return the text in a charset, or None where that is unknown or wrong."""
    try:
        return body.decode(name) if codecs.lookup(name).name in _CHARSETS else None
    except (LookupError, UnicodeError):
        return None


def read_json(body: bytes, content_type: str, source: str) -> object:
    """Return the value of a JSON body, whatever its encoding.

    :raises WrongContent: it is no JSON at all; `DamagedAnswer`: it begins as JSON and breaks off.
    """
    text = decode(body, content_type).strip()
    if not text or text[0] not in '{["-0123456789tfn':
        kind = content_type.split(";", 1)[0].strip() or "text"
        raise errors.WrongContent(source=source, found=kind, expected="JSON")
    try:
        value: object = json.loads(_ESCAPE.sub(_whole_letter, text) if _SURROGATE.search(text) else text)
    except (ValueError, RecursionError):
        raise errors.DamagedAnswer(source=source) from None
    return value


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", re.DOTALL)
"""The escapes of JSON: two halves of a letter, half a letter, any other."""


def _whole_letter(escape: re.Match[str]) -> str:
    """Replace half a letter, as of a text that was cut, by the sign for what is no letter: no file takes it."""
    return r"\ufffd" if escape[1] else escape[0]


def plain(text: str, url: str = "") -> str:
    """Return a server's words fit for a sentence: one line, not long, no address, no host name, no log-in.

    :param url: the address that was asked; its host is taken out of the text.
    """
    words = " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", text).split())[: 10 * _TEXT_LENGTH]
    host = urlsplit(url).hostname if url else ""
    if host:
        words = re.sub(re.escape(host) + r"(?::\d+)?", "…", words, flags=re.IGNORECASE)
    for pattern in (_ADDRESS, _NUMERIC_HOST):
        words = pattern.sub("…", words)
    words = _ASSIGNED.sub(r"\1…", words).strip().rstrip(".")
    return words if len(words) <= _TEXT_LENGTH else words[: _TEXT_LENGTH - 1].rstrip() + "…"


# -------------------------------------------------------------------------------------------------------------- checks
def is_page(head: bytes, content_type: str = "") -> bool:
    """Tell whether a body begins like a web page."""
    return _PAGE.match(decode(head[:HEAD_BYTES], content_type)) is not None


def is_xml(head: bytes) -> bool:
    """Tell whether a body begins like XML, in any encoding."""
    return decode(head[:HEAD_BYTES]).lstrip().startswith("<")


def check(request: Request, url: str, headers: Mapping[str, str], head: bytes, blocks: Iterable[bytes]) -> None:
    """Look into a body of status 200.

    :param url: the final address. :param headers: lower-case names.
    :param head: at least the first 256 kB of the body, or all. :param blocks: all of it, in pieces; read on demand.
    :raises LoginPage, ServiceException, LoginNeeded, UnsafeXml, WrongContent: see there.
    """
    content_type, accept = headers.get("content-type", ""), _accepted(request)
    if is_page(head, content_type):
        if "html" not in accept:
            raise errors.LoginPage(source=request.source)
        return
    if is_xml(head):
        refuse_dtd(blocks, request.source)
        report = exception_report(head[:EXPLANATION_BYTES])
        if report is not None:
            raise _refusal(request.source, url, 200, *report)
    elif head:
        _check_json(request, url, head)
    _check_kind(request, content_type, accept, head)


def check_status(request: Request, url: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Turn an error status into its sentence; a service's own explanation wins where the status says little.

    :param body: at most its first 256 kB. :raises HttpStatus, ProxyRefused, ServiceException: see there.
    """
    if status < 400:
        return
    if status == 407:
        raise errors.ProxyRefused(source=request.source)
    kind = _STATUS_KINDS.get(status, errors.ServerFailed if status >= 500 else errors.HttpStatus)
    if kind not in _SAY_ENOUGH and not is_page(body, headers.get("content-type", "")):
        report = explanation(body, headers.get("content-type", ""))
        if report is not None:
            raise _refusal(request.source, url, status, *report)
    raise kind(source=request.source, status=status, retry_after=headers.get("retry-after"))


_STATUS_KINDS: dict[int, type[errors.HttpStatus]] = {
    400: errors.BadRequest,
    401: errors.LoginNeeded,
    403: errors.AccessDenied,
    404: errors.NotFound,
    410: errors.NotFound,
    429: errors.TooManyRequests,
    502: errors.ServiceUnavailable,
    503: errors.ServiceUnavailable,
    504: errors.ServiceUnavailable,
}
_SAY_ENOUGH = frozenset({errors.LoginNeeded, errors.AccessDenied, errors.TooManyRequests, errors.ServiceUnavailable})


def _refusal(source: str, url: str, status: int, text: str, code: str) -> errors.NetworkError:
    said = plain(text, url) or plain(code, url) or f"{status}"
    return errors.ServiceException(source=source, text=said, code=code, status=status)


def _accepted(request: Request) -> str:
    return next((value.lower() for name, value in request.headers.items() if name.lower() == "accept"), "")


def _check_json(request: Request, url: str, body: bytes) -> None:
    """Find the failure that CKAN and ArcGIS pack into an answer of status 200."""
    if len(body) > EXPLANATION_BYTES or not _FAILED.search(body):
        return
    report = _json_failure(body, "")
    if report is None:
        return
    text, code = report
    if code.isdigit() and int(code) in _ARCGIS_LOGIN:
        raise errors.LoginNeeded(source=request.source, status=int(code))
    raise _refusal(request.source, url, 200, text, code)


def _check_kind(request: Request, content_type: str, accept: str, body: bytes) -> None:
    """Refuse what is plainly something else than the only format that was asked for.

    The body decides, not the label: many servers call their JSON text.
    """
    kinds = [part.split(";", 1)[0].strip() for part in accept.split(",") if part.strip()]
    if not kinds or not body[:HEAD_BYTES].strip():
        return
    start = decode(body[:HEAD_BYTES]).lstrip()[:1]
    found = content_type.split(";", 1)[0].strip().lower() or "text"
    if all(kind.endswith(("/json", "+json")) for kind in kinds) and start not in ("{", "[", '"'):
        raise errors.WrongContent(source=request.source, found=found, expected="JSON")
    if all(kind.endswith(("/xml", "+xml", "/gml")) for kind in kinds) and start != "<":
        raise errors.WrongContent(source=request.source, found=found, expected="XML")


# -------------------------------------------------------------------------------------------------------- explanations
def explanation(body: bytes, content_type: str = "") -> tuple[str, str] | None:
    """Return the text and the code with which a service explains an error status, or None if it does not."""
    if is_xml(body):
        return exception_report(body[:EXPLANATION_BYTES])
    return _json_failure(body[:EXPLANATION_BYTES], content_type, any_object=True)


def _json_failure(body: bytes, content_type: str, any_object: bool = False) -> tuple[str, str] | None:
    """Return text and code of a failure in JSON: CKAN, ArcGIS and, for an error status, OGC API and problem details.

    :param any_object: take the texts of any object, because the status has said already that it is a failure.
    """
    try:
        value: object = json.loads(decode(body, content_type))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    error = value.get("error")
    failed = value.get("success") is False
    if isinstance(error, dict) and (failed or any_object or ("code" in error and "features" not in value)):
        return _error_object(error)
    if failed or any_object:
        text = _first(value, "description", "detail", "message", "title", "error")
        return (text, _first(value, "code", "error_code", "type")) if failed or text else None
    return None


def _first(value: dict[str, object], *keys: str) -> str:
    return next((str(value[key]) for key in keys if value.get(key)), "")


def _error_object(error: dict[str, object]) -> tuple[str, str]:
    """Return text and code of CKAN's or ArcGIS's error object; CKAN names the fields that it does not like."""
    code = str(error.get("__type") or error.get("code") or "")
    details = error.get("details")
    said = [str(error["message"])] if error.get("message") else []
    said += [str(detail) for detail in details if detail] if isinstance(details, list) else []
    if not said:
        fields = [(name, value) for name, value in error.items() if name not in ("__type", "code", "details")]
        said = [f"{name}: {_joined(value)}" for name, value in fields]
    return "; ".join(said), code


def _joined(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


class _Report:
    """Collects the texts of an exception report while it is parsed; stops at any other root and at a declaration."""

    def __init__(self) -> None:
        self.is_report = False
        self.texts: list[str] = []
        self.code = ""
        self._depth = 0
        self._open = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1]
        if self._depth == 0:
            self.is_report = local in _REPORTS
            if not self.is_report:
                raise _Stop
        self._depth += 1
        if local in _TEXTS:
            self._open += 1
            self.texts.append("")
            self.code = self.code or attributes.get("exceptionCode", "") or attributes.get("code", "")

    def end(self, name: str) -> None:
        self._depth -= 1
        if name.rsplit(":", 1)[-1] in _TEXTS:
            self._open -= 1

    def data(self, text: str) -> None:
        if self._open:
            self.texts[-1] += text


class _Stop(Exception):
    """Enough seen."""


def _stop(*_: object) -> None:
    raise _Stop


def exception_report(body: bytes) -> tuple[str, str] | None:
    """Return text and code of an OWS ExceptionReport or a ServiceExceptionReport, or None if the root is another.

    A report that breaks off still tells what it had said by then. One that declares entities is not read.
    """
    report = _Report()
    parser = _parser()
    parser.EntityDeclHandler = _stop
    parser.StartElementHandler = report.start
    parser.EndElementHandler = report.end
    parser.CharacterDataHandler = report.data
    try:
        parser.Parse(body, True)
    except _Stop:
        return None
    except (expat.ExpatError, ValueError, LookupError):
        # no XML after all, or broken off: what was collected decides
        return ("; ".join(_said(report.texts)), report.code) if report.is_report else None
    return ("; ".join(_said(report.texts)), report.code) if report.is_report else None


def _said(texts: list[str]) -> list[str]:
    return [text for text in (" ".join(text.split()) for text in texts) if text]


# ----------------------------------------------------------------------------------------------------------------- DTD
def refuse_dtd(blocks: Iterable[bytes], source: str) -> None:
    """Refuse XML with a document type definition: its entities can fill the memory or read files.

    Only what stands before the root element is read, since no declaration may stand behind it. Allowed is the plain
    reference to the DTD of WMS 1.0 to 1.1.1, which can declare nothing and which nothing here fetches.

    :param blocks: the body in pieces. :raises UnsafeXml: it has one, or nothing but a prolog for more than 1 MB.
    """
    parser = _parser()

    def doctype(name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset or name not in _OLD_DOCTYPES:
            raise errors.UnsafeXml(source=source)

    def entity(*_: object) -> None:
        raise errors.UnsafeXml(source=source)

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.StartElementHandler = _stop
    read = 0
    try:
        for block in blocks:
            for start in range(0, len(block), _BLOCK):
                piece = block[start : start + _BLOCK]
                parser.Parse(piece, False)
                read += len(piece)
                if read > PROLOG_BYTES:
                    raise errors.UnsafeXml(source=source)
        parser.Parse(b"", True)  # from expat 2.6 on, a long token in small pieces is looked at only now
    except (_Stop, expat.ExpatError, ValueError, LookupError):
        return  # the root is reached, or it is no XML: not for this check to judge


def _parser() -> expat.XMLParserType:
    """Return a parser that fetches nothing and refuses to expand what a body declares."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser
