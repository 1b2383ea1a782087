"""Bytes to values, safely: the only place of this room that parses JSON and XML.

XML with a document type definition is refused before it is parsed. Names are compared without their namespace, because
servers write those with http and https, and bind their prefixes as they like.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # nosec B405 - only after refuse_dtd, see xml_root
from collections.abc import Iterator
from datetime import datetime, timezone
from html import unescape

from ruhr_planner.catalogue.dataset import BBox
from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies

Element = ET.Element
_MAX_TEXT = 20_000
_MAX_DEPTH = 500
_LANGUAGES = ("de", "deu", "ger", "de-DE", "en", "eng", "")


# ----------------------------------------------------------------------------------------------------------------- xml
def xml_root(body: bytes, source: str) -> Element:
    """Return the root of an XML body.

    :raises UnsafeXml: it has a document type definition. :raises WrongContent: it is no XML.
    :raises DamagedAnswer: it is not well formed, or nested deeper than any catalogue is.
    :raises LoginPage, ServiceException: it is a web page or a service's refusal.
    """
    if not bodies.is_xml(body):
        raise errors.WrongContent(source=source, found="text", expected="XML")
    if bodies.is_page(body):
        raise errors.LoginPage(source=source)
    bodies.refuse_dtd([body], source)
    report = bodies.exception_report(body[: bodies.EXPLANATION_BYTES])
    if report is not None:
        raise errors.ServiceException(source=source, text=bodies.plain(report[0]) or report[1] or "?", code=report[1])
    try:
        root = ET.fromstring(body)  # nosec B314 - DTDs and entities were refused above
    except (ET.ParseError, ValueError, LookupError):
        raise errors.DamagedAnswer(source=source) from None
    _refuse_depth(root, source)
    return root


def _refuse_depth(root: Element, source: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            raise errors.DamagedAnswer(source=source)
        level = [child for element in level for child in element]


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return an element's namespace, "" if it has none."""
    tag = element.tag
    return tag[1:].split("}", 1)[0] if isinstance(tag, str) and tag.startswith("{") else ""


def children(element: Element | None, name: str) -> list[Element]:
    """Return the children with a local name; several names are separated by "|"."""
    names = name.split("|")
    return [child for child in element if local(child) in names] if element is not None else []


def find(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path of local names ("a/b/c"), or None."""
    return next(find_all(element, path), None)


def find_all(element: Element | None, path: str) -> Iterator[Element]:
    """Yield all elements at a path of local names."""
    found = [] if element is None else [element]
    for name in path.split("/"):
        found = [child for parent in found for child in children(parent, name)]
    yield from found


def below(element: Element | None, name: str) -> Iterator[Element]:
    """Yield all elements with a local name anywhere below."""
    if element is not None:
        yield from (child for child in element.iter() if local(child) == name)


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its local name, "" if it is absent."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "").strip()


def xml_text(element: Element | None, path: str = "") -> str:
    """Return the text at a path, in one line, "" if there is none."""
    target = find(element, path) if path else element
    return line("".join(target.itertext())) if target is not None else ""


# ---------------------------------------------------------------------------------------------------------------- json
def json_value(body: bytes, source: str) -> object:
    """Return the value of a JSON body.

    :raises WrongContent, DamagedAnswer, LoginPage: it is none.
    """
    if bodies.is_page(body):
        raise errors.LoginPage(source=source)
    return bodies.read_json(body, "", source)


def json_object(body: bytes, source: str) -> dict[str, object]:
    """Return the object that a JSON body holds.

    :raises WrongContent: it holds something else.
    """
    value = json_value(body, source)
    if not isinstance(value, dict):
        raise errors.WrongContent(source=source, found="JSON", expected="JSON object")
    return value


def obj(value: object) -> dict[str, object]:
    """Return a value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def array(value: object) -> list[object]:
    """Return a value if it is an array; a single value as an array of one; nothing as an empty one."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "", {}) else [value]


def objects(value: object) -> list[dict[str, object]]:
    """Return the objects of an array."""
    return [entry for entry in array(value) if isinstance(entry, dict)]


def said(value: object) -> str:
    """Return a value as one line of text: a text, a number, the German of several languages, the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = next((entry for entry in value if entry not in (None, "")), "")
        elif isinstance(value, dict):
            value = _preferred(value)
        else:
            break
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return ""
    return line(str(value))


def first(*values: object) -> str:
    """Return the first of several values that says anything."""
    return next((text for text in (said(value) for value in values) if text), "")


def _preferred(texts: dict[str, object]) -> object:
    for name in ("default", *_LANGUAGES, "@value", "name", "title", "label", "#text"):
        if texts.get(name) not in (None, ""):
            return texts[name]
    return ""


def texts(value: object) -> tuple[str, ...]:
    """Return all texts of an array, or of a text with commas between them."""
    if isinstance(value, str):
        value = value.split(",")
    return tuple(text for text in (said(entry) for entry in array(value)) if text)


def whole(value: object) -> int | None:
    """Return a count, or None where there is none."""
    if isinstance(value, dict):  # Elasticsearch writes {"value": 12, "relation": "eq"}
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        count = int(value)
    except (ValueError, OverflowError):
        return None
    return count if 0 <= count < 10**12 else None


# ---------------------------------------------------------------------------------------------------------------- both
def line(text: str) -> str:
    """Return a text in one line, without mark-up."""
    text = text[:_MAX_TEXT]
    if "<" in text and ">" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]{0,500}>", " ", text)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", unescape(text)).split())


_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


def day(value: object) -> str:
    """Return a date as YYYY-MM-DD (or YYYY-MM, YYYY); epoch milliseconds and German dates too; "" if it is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return _epoch(float(value))
    text = said(value)
    found = _ISO.search(text)
    if found:
        return found.group(0) if 1 <= int(found.group(2)) <= 12 else ""
    german = _GERMAN.search(text)
    if german:
        return f"{german.group(3)}-{int(german.group(2)):02d}-{int(german.group(1)):02d}"
    return text if re.fullmatch(r"(19|20)\d{2}", text) else ""


def _epoch(value: float) -> str:
    if not 0 < value < 1e14:
        return ""
    seconds = value / 1000 if value > 1e11 else value
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def box(values: object) -> BBox | None:
    """Return a bounding box of four (or, with heights, six) numbers, or None where they are none on the Earth."""
    numbers: list[float] = []
    for value in array(values):
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return None
        try:
            numbers.append(float(value))
        except ValueError:
            return None
    if len(numbers) == 6:
        numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
    if len(numbers) != 4:
        return None
    west, south, east, north = numbers
    fits = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if fits else None


def geojson_box(value: object) -> BBox | None:
    """Return the bounding box of a GeoJSON geometry, given as an object or as text."""
    if isinstance(value, str):
        try:
            value = bodies.read_json(value.encode("utf-8", "replace"), "", "")
        except errors.NetworkError:
            return None
    geometry = obj(value)
    pairs: list[tuple[float, float]] = []
    waiting: list[object] = [geometry.get("coordinates")]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list) or not part:
            continue
        if isinstance(part[0], (int, float)) and len(part) >= 2 and isinstance(part[1], (int, float)):
            pairs.append((float(part[0]), float(part[1])))
        else:
            waiting.extend(part)
    if not pairs:
        return None
    return box([min(x for x, _ in pairs), min(y for _, y in pairs), max(x for x, _ in pairs), max(y for _, y in pairs)])
