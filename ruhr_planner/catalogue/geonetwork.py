"""GeoNetwork's own JSON searches: `q` of versions 2 and 3, and `_search` (Elasticsearch) of version 4.

Links of `q` are texts with "|" between their parts: name|description|url|protocol|mime type|order. Source: GeoNetwork
user guide, versions 3.12 and 4.2; `daten.geoportal.ruhr` answers `q`.
"""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.iso19139 import union
from ruhr_planner.catalogue.matching import stem
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import codes, errors

RANKS = True
_FIELDS = 30


def search(portal: Portal, query: Query, start: int = 0) -> Step:
    """Return the request for one page; the portal's entry says `version: 4` where `_search` is to be asked."""
    if portal.option("version").startswith("4"):
        return _search4(portal, query, start)
    parameters = {
        "_content_type": "json",
        "fast": "index",
        "any": " or ".join(f"*{stem(word)}*" for word in query.words) if query.any_word else " ".join(_words(query)),
        "from": str(start + 1),
        "to": str(start + query.rows),
        "sortBy": "relevance",
    }
    return Step(
        portal.request(f"{base(portal.url)}/srv/{_language(portal)}/q?{urlencode(parameters)}", "application/json"),
        start,
    )


def _search4(portal: Portal, query: Query, start: int) -> Step:
    text = (" OR " if query.any_word else " AND ").join(_words(query)) or "*"
    fields = ["any.common", "any.default", "any.langger", "resourceTitleObject.*^4", "tag.*^2"]
    wanted: dict[str, object] = {
        "from": start,
        "size": query.rows,
        "track_total_hits": True,
        "query": {
            "bool": {
                "must": [{"query_string": {"query": text, "fields": fields, "lenient": True}}],
                "filter": [{"terms": {"isTemplate": ["n"]}}],
            }
        },
    }
    address = f"{base(portal.url)}/srv/api/search/records/_search"
    body = json.dumps(wanted).encode("utf-8")
    return Step(portal.request(address, "application/json", body, "application/json"), start)


def _words(query: Query) -> list[str]:
    return [f"*{stem(word)}*" for word in query.words if word.isalnum()]


def _language(portal: Portal) -> str:
    return portal.option("language", "ger")


def base(url: str) -> str:
    """Return the address of the catalogue above `/srv/`."""
    return url.split("?")[0].split("#")[0].rstrip("/").partition("/srv/")[0].removesuffix("/srv")


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the hits of either search.

    :raises WrongContent, DamagedAnswer: it is neither.
    """
    value = answers.json_object(body, portal.name)
    if isinstance(value.get("hits"), dict):
        return _elastic(answers.obj(value.get("hits")), portal, query, step)
    if not {"metadata", "summary", "@count", "@from"} & set(value):
        raise errors.WrongContent(source=portal.name, found="JSON", expected="GeoNetwork")
    found = answers.objects(value.get("metadata"))
    summary = answers.obj(value.get("summary"))
    total = answers.whole(summary.get("@count")) or answers.whole(value.get("@count")) or (0 if not found else None)
    hits = tuple(hit for entry in found for hit in _entry(entry, portal))
    return Page(hits, total, _more(portal, query, step, len(found), total))


def _more(portal: Portal, query: Query, step: Step, count: int, total: int | None) -> tuple[Step, ...]:
    reached = step.start + count
    return (search(portal, query, reached),) if count and total is not None and reached < total else ()


def _entry(entry: dict[str, object], portal: Portal) -> list[DatasetHit]:
    info = answers.obj(entry.get("geonet:info"))
    name = answers.said(entry.get("uuid")) or answers.said(info.get("uuid"))
    title = answers.said(entry.get("title")) or answers.said(entry.get("defaultTitle"))
    shape = Record(
        portal,
        dataset_id=name,
        title=title or name,
        publisher=_responsible(entry),
        theme=answers.said(entry.get("topicCat")),
        modified=answers.day(
            entry.get("revisionDate")
            or entry.get("publicationDate")
            or entry.get("changeDate")
            or info.get("changeDate")
        ),
        licences=tuple(answers.said(text) for text in answers.array(entry.get("legalConstraints"))[:_FIELDS]),
        bbox=_geobox(entry.get("geoBox")),
        landing=_landing(portal, name),
        description=answers.said(entry.get("abstract")),
        keywords=answers.texts(entry.get("keyword")),
    )
    return _ways(shape, [_link_of(text) for text in answers.array(entry.get("link"))])


def _link_of(value: object) -> tuple[links.Link, str]:
    """Return a link and its name from the text with "|" between the parts."""
    parts = [part.strip() for part in (value if isinstance(value, str) else "").split("|")]
    parts += [""] * (6 - len(parts))
    name, said, url, protocol, mime = parts[:5]
    return links.layered(links.link(url, protocol or mime), name), said or name


def _ways(shape: Record, found: list[tuple[links.Link, str]]) -> list[DatasetHit]:
    hits = [shape.hit(link, name) for link, name in found]
    return [hit for hit in hits if hit.kind != codes.CATALOGUE_KIND.other] or hits[:1] or [shape.hit(links.link(""))]


def _responsible(entry: dict[str, object]) -> str:
    """Return the publisher from texts such as "owner|resource|Stadt Bochum|||mail|…"."""
    named: list[tuple[str, str]] = []
    for value in answers.array(entry.get("responsibleParty"))[:_FIELDS]:
        parts = value.split("|") if isinstance(value, str) else []
        if len(parts) >= 3 and parts[2].strip():
            named.append((parts[0].strip(), parts[2].strip()))
    for role in ("publisher", "owner", "distributor"):
        for said, name in named:
            if said == role:
                return name
    return named[0][1] if named else answers.said(entry.get("orgName"))


def _geobox(value: object) -> BBox | None:
    boxes = [answers.box(text.split("|")) for text in answers.array(value)[:_FIELDS] if isinstance(text, str)]
    return union([box for box in boxes if box is not None])


def _landing(portal: Portal, name: str) -> str:
    return f"{base(portal.url)}/srv/{_language(portal)}/catalog.search#/metadata/{quote(name)}" if name else ""


# ------------------------------------------------------------------------------------------------------------ version 4
def _elastic(hits: dict[str, object], portal: Portal, query: Query, step: Step) -> Page:
    found = answers.objects(hits.get("hits"))
    total = answers.whole(hits.get("total"))
    every = tuple(
        hit
        for entry in found
        for hit in _source(answers.obj(entry.get("_source")), portal, answers.said(entry.get("_id")))
    )
    return Page(every, total, _more(portal, query, step, len(found), total))


def _source(source: dict[str, object], portal: Portal, identifier: str) -> list[DatasetHit]:
    name = answers.said(source.get("uuid")) or identifier
    organisations = [key for key in source if key.startswith("Org") and key.endswith("Object")]
    constraints = [source.get(key) for key in source if "onstraints" in key and key.endswith("Object")]
    shape = Record(
        portal,
        dataset_id=name,
        title=answers.said(source.get("resourceTitleObject")) or name,
        publisher=answers.said(source.get("OrgForResourceObject"))
        or answers.said([source[key] for key in organisations]),
        theme=answers.said(answers.obj(next(iter(answers.array(source.get("cl_topic"))), {})).get("key")),
        modified=answers.day(
            answers.first(
                *(source.get(f"{kind}DateForResource") for kind in ("revision", "publication")),
                source.get("changeDate"),
                source.get("dateStamp"),
            )
        ),
        licences=tuple(answers.said(text) for part in constraints for text in answers.array(part))[:_FIELDS],
        bbox=answers.geojson_box(next(iter(answers.array(source.get("geom"))), None)),
        landing=_landing(portal, name),
        description=answers.said(source.get("resourceAbstractObject")),
        keywords=tuple(answers.said(tag) for tag in answers.array(source.get("tag"))[:_FIELDS]),
    )
    ways = []
    for entry in answers.objects(source.get("link")):
        said = answers.said(entry.get("urlObject")) or answers.said(entry.get("url"))
        title = answers.said(entry.get("nameObject")) or answers.said(entry.get("name"))
        ways.append((links.layered(links.link(said, answers.said(entry.get("protocol"))), title), title))
    return _ways(shape, ways)
