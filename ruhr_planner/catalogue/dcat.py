"""DCAT-AP.de pages: RDF/XML and JSON-LD, a catalogue page by page (Hydra) or one data set.

Only the shapes are read that CKAN, GovData and GeoNetwork write: nodes with `rdf:about`, references between them, and
nodes nested in each other. Turtle is asked for by nobody. Source: DCAT-AP.de 2.0; W3C Hydra for the pages.
"""

from __future__ import annotations

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.answers import Element
from ruhr_planner.catalogue.dataset import DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import selected
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import errors

RANKS = False
ACCEPT = "application/rdf+xml, application/ld+json"
_MAX_NODES = 200_000
Node = dict[str, list[object]]
"""Properties of one resource by local name; a value is a text or the key of another node, marked by `_Ref`."""


class _Ref(str):
    """The address of another node."""

    __slots__ = ()


def search(portal: Portal, query: Query) -> Step:
    """Return the request for the first page; the words are looked for here."""
    del query
    return Step(portal.request(portal.url, ACCEPT))


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the matching hits of one page, and the next page.

    :raises WrongContent, DamagedAnswer, UnsafeXml: it is none.
    """
    head = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    nodes = _json_nodes(body, portal) if head in (b"{", b"[") else _xml_nodes(body, portal)
    datasets = {key: node for key, node in nodes.items() if "Dataset" in node.get("@type", [])}
    if not datasets and not any("Catalog" in node.get("@type", []) for node in nodes.values()):
        raise errors.WrongContent(source=portal.name, found="RDF", expected="DCAT")
    hits = [hit for key, node in datasets.items() for hit in _dataset(key, node, nodes, portal)]
    found = selected(hits, query)
    return Page(found, len({hit.dataset_id for hit in found}), _next(nodes, step))


def _next(nodes: dict[str, Node], step: Step) -> tuple[Step, ...]:
    for node in nodes.values():
        for name in ("next", "nextPage"):
            for value in node.get(name, []):
                request = links.following(step.request, str(value))
                if request is not None:
                    return (Step(request, step.start + 1),)
    return ()


# ------------------------------------------------------------------------------------------------------------- RDF/XML
def _xml_nodes(body: bytes, portal: Portal) -> dict[str, Node]:
    root = answers.xml_root(body, portal.name)
    if answers.local(root) != "RDF":
        raise errors.WrongContent(source=portal.name, found="XML", expected="RDF")
    nodes: dict[str, Node] = {}
    waiting: list[tuple[str, Element]] = [(_key(element, number), element) for number, element in enumerate(root)]
    while waiting:
        key, element = waiting.pop()
        if len(nodes) > _MAX_NODES:
            raise errors.DamagedAnswer(source=portal.name)
        node = nodes.setdefault(key, {})
        if answers.local(element) != "Description":
            node.setdefault("@type", []).append(answers.local(element))
        for child in element:
            name, reference = answers.local(child), answers.attribute(child, "resource")
            if name == "type" and reference:
                node.setdefault("@type", []).append(_tail(reference))
            elif reference:
                node.setdefault(name, []).append(_Ref(reference))
            elif len(child):
                for number, inner in enumerate(child):
                    below = _key(inner, f"{key}>{name}{len(node.get(name, []))}.{number}")
                    node.setdefault(name, []).append(_Ref(below))
                    waiting.append((below, inner))
            else:
                _add_text(node, name, answers.line(child.text or ""), answers.attribute(child, "lang"))
    return nodes


def _key(element: Element, otherwise: object) -> str:
    return answers.attribute(element, "about") or answers.attribute(element, "nodeID") or f"_:{otherwise}"


def _add_text(node: Node, name: str, text: str, language: str) -> None:
    """Keep a text; the German one comes first."""
    if text:
        values = node.setdefault(name, [])
        values.insert(0, text) if language.lower().startswith("de") else values.append(text)


def _tail(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


# ------------------------------------------------------------------------------------------------------------- JSON-LD
def _json_nodes(body: bytes, portal: Portal) -> dict[str, Node]:
    value = answers.json_value(body, portal.name)
    waiting: list[tuple[str, dict[str, object]]] = []
    tops = answers.objects(answers.obj(value).get("@graph")) or answers.objects(value)
    waiting += [(_json_key(entry, number), entry) for number, entry in enumerate(tops)]
    nodes: dict[str, Node] = {}
    while waiting:
        key, entry = waiting.pop()
        if len(nodes) > _MAX_NODES:
            raise errors.DamagedAnswer(source=portal.name)
        node = nodes.setdefault(key, {})
        for raw, content in entry.items():
            name = _tail(raw) if raw != "@type" else raw
            for number, inner in enumerate(answers.array(content)):
                _add_json(node, name, inner, f"{key}>{name}.{number}", waiting)
    return nodes


def _json_key(entry: dict[str, object], otherwise: object) -> str:
    return answers.said(entry.get("@id")) or f"_:{otherwise}"


def _add_json(node: Node, name: str, value: object, key: str, waiting: list[tuple[str, dict[str, object]]]) -> None:
    if isinstance(value, dict):
        if "@value" in value:
            _add_text(node, name, answers.said(value["@value"]), answers.said(value.get("@language")))
            return
        target = _json_key(value, key)
        node.setdefault(name, []).append(_Ref(target))
        if set(value) - {"@id"}:
            waiting.append((target, value))
    elif name == "@type":
        node.setdefault(name, []).append(_tail(answers.said(value)))
    elif name != "@id":
        text = answers.said(value)
        if text:
            node.setdefault(name, []).append(_Ref(text) if text.startswith(("http://", "https://", "_:")) else text)


# ---------------------------------------------------------------------------------------------------------------- both
def _dataset(key: str, node: Node, nodes: dict[str, Node], portal: Portal) -> list[DatasetHit]:
    licence = _text(node, nodes, "license")
    shape = Record(
        portal,
        dataset_id=_text(node, nodes, "identifier") or ("" if key.startswith("_:") else key),
        title=_text(node, nodes, "title"),
        publisher=_agent(node, nodes),
        theme=_text(node, nodes, "theme"),
        modified=answers.day(_text(node, nodes, "modified") or _text(node, nodes, "issued")),
        licences=(licence,),
        licence_url=licence if licence.startswith("http") else "",
        bbox=_spatial(node, nodes),
        landing=_text(node, nodes, "landingPage") or ("" if key.startswith("_:") else key),
        description=_text(node, nodes, "description"),
        keywords=tuple(str(word) for word in node.get("keyword", [])[:40]),
    )
    hits = []
    for value in node.get("distribution", []):
        way = nodes.get(str(value), {})
        url = _text(way, nodes, "downloadURL") or _text(way, nodes, "accessURL")
        named = _text(way, nodes, "format") or _text(way, nodes, "mediaType")
        said = (_text(way, nodes, "license"),)
        attribution = _text(way, nodes, "licenseAttributionByText")
        hits.append(shape.hit(links.link(url, named), _text(way, nodes, "title"), said, attribution=attribution))
    return hits or [shape.hit(links.link(""))]


def _text(node: Node, nodes: dict[str, Node], name: str) -> str:
    """Return a property as text: a literal, the label of the node it points to, or that node's address."""
    for value in node.get(name, []):
        if not isinstance(value, _Ref):
            return str(value)
        target = nodes.get(str(value), {})
        for label in ("prefLabel", "label", "value", "notation"):
            literal = next((str(text) for text in target.get(label, []) if not isinstance(text, _Ref)), "")
            if literal:
                return literal
        return "" if str(value).startswith("_:") else str(value)
    return ""


def _agent(node: Node, nodes: dict[str, Node]) -> str:
    for name in ("publisher", "contributor", "creator", "contactPoint"):
        for value in node.get(name, []):
            target = nodes.get(str(value), {})
            for label in ("name", "fn", "organization-name"):
                if target.get(label):
                    return str(target[label][0])
            if not isinstance(value, _Ref):
                return str(value)
    return ""


def _spatial(node: Node, nodes: dict[str, Node]) -> tuple[float, float, float, float] | None:
    for value in node.get("spatial", []):
        place = nodes.get(str(value), {})
        for name in ("bbox", "geometry", "centroid"):
            for text in place.get(name, []):
                found = answers.geojson_box(str(text)) if str(text).startswith("{") else None
                if found:
                    return found
    return None
