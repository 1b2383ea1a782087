"""OGC API Records: full-text search `q` over the items of one record collection, or of each that a landing names.

pygeoapi, pycsw 3, GeoNetwork 5. Source: OGC 20-004r1 (OGC API – Records, Part 1).
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import matches
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import codes, errors

RANKS = False
JSON = "application/geo+json, application/json"
_NAVIGATION = (
    "self alternate next prev previous collection root conformance data describedby license canonical service-desc "
    "service-doc icon preview thumbnail up first last"
)
_SKIPPED = frozenset(_NAVIGATION.split())


def search(portal: Portal, query: Query) -> Step:
    """Return the first request: the items of the collection in the portal's entry, or the list of collections."""
    base = portal.url.split("?")[0].rstrip("/")
    if "/collections/" in base:
        head, _, rest = base.partition("/collections/")
        return _items(portal, head, rest.split("/")[0], query)
    if portal.option("collection"):
        return _items(portal, base, portal.option("collection"), query)
    base = base.removesuffix("/collections")
    return Step(portal.request(f"{base}/collections?f=json", "application/json"), stage="collections")


def _items(portal: Portal, base: str, collection: str, query: Query) -> Step:
    parameters = {"f": "json", "limit": str(query.rows)}
    if query.words:
        # a comma is "or" in the standard; servers read blanks as "all of them in this order", so one word goes out
        parameters["q"] = ",".join(query.words) if query.any_word else max(query.words, key=len)
    address = f"{base}/collections/{quote(collection)}/items?{urlencode(parameters)}"
    return Step(portal.request(address, JSON))


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the hits of an items answer, or what to ask next after a list of collections.

    :raises WrongContent, DamagedAnswer: it is none.
    """
    value = answers.json_object(body, portal.name)
    if step.stage == "collections" or ("collections" in value and "features" not in value):
        base = portal.url.split("?")[0].rstrip("/").removesuffix("/collections")
        names = [
            answers.said(entry.get("id")) for entry in answers.objects(value.get("collections")) if _is_records(entry)
        ]
        return Page((), None, tuple(_items(portal, base, name, query) for name in names if name))
    if not isinstance(value.get("features"), list):
        raise errors.WrongContent(source=portal.name, found="JSON", expected="OGC API Records")
    features = answers.objects(value.get("features"))
    hits = [hit for feature in features for hit in _feature(feature, portal, step.request.url)]
    if len(query.words) > 1 and not query.any_word:
        hits = [hit for hit in hits if matches(hit, query)]
    return Page(tuple(hits), answers.whole(value.get("numberMatched")), _next(value, step, len(features)))


def _is_records(entry: dict[str, object]) -> bool:
    kind = answers.said(entry.get("itemType")).lower()
    return kind in ("record", "records") or answers.said(entry.get("type")).lower() == "catalog"


def _next(value: dict[str, object], step: Step, count: int) -> tuple[Step, ...]:
    for entry in answers.objects(value.get("links")):
        address = answers.said(entry.get("href"))
        if answers.said(entry.get("rel")) == "next" and address and count:
            request = links.following(step.request, address)
            if request is not None:
                return (Step(request, step.start + count),)
    return ()


def _feature(feature: dict[str, object], portal: Portal, url: str) -> list[DatasetHit]:
    about = answers.obj(feature.get("properties"))
    every = [*answers.objects(feature.get("links")), *answers.objects(about.get("associations"))]
    licence = next((answers.said(entry.get("href")) for entry in every if entry.get("rel") == "license"), "")
    name = answers.said(feature.get("id")) or answers.said(about.get("identifier"))
    base = url.split("?")[0].rstrip("/")
    shape = Record(
        portal,
        dataset_id=name,
        title=answers.said(about.get("title")) or name,
        publisher=_publisher(about),
        theme=_theme(about),
        modified=answers.day(
            about.get("updated") or about.get("modified") or about.get("created") or about.get("date")
        ),
        licences=(answers.said(about.get("license")), licence, answers.said(about.get("rights"))),
        licence_url=licence,
        bbox=answers.geojson_box(feature.get("geometry")),
        landing=f"{base}/{quote(name)}",
        description=answers.said(about.get("description")) or answers.said(about.get("abstract")),
        keywords=answers.texts(about.get("keywords")),
    )
    hits = []
    for entry in every:
        if answers.said(entry.get("rel")) in _SKIPPED and not entry.get("protocol"):
            continue
        named = (
            answers.said(entry.get("protocol")) or answers.said(entry.get("type")) or answers.said(entry.get("name"))
        )
        hits.append(
            shape.hit(
                links.layered(links.link(answers.said(entry.get("href")), named), answers.said(entry.get("name"))),
                answers.said(entry.get("title") or entry.get("name")),
            )
        )
    return [hit for hit in hits if hit.kind != codes.CATALOGUE_KIND.other] or hits[:1] or [shape.hit(links.link(""))]


def _publisher(about: dict[str, object]) -> str:
    contacts = answers.objects(about.get("contacts")) or answers.objects(about.get("providers"))
    for wanted in ("publisher", "owner", "distributor"):
        for contact in contacts:
            if wanted in answers.texts(contact.get("roles")):
                return answers.said(contact.get("organization")) or answers.said(contact.get("name"))
    first = contacts[0] if contacts else {}
    return (
        answers.said(first.get("organization"))
        or answers.said(first.get("name"))
        or answers.said(about.get("publisher"))
    )


def _theme(about: dict[str, object]) -> str:
    for theme in answers.objects(about.get("themes")):
        for concept in answers.array(theme.get("concepts")):
            if answers.said(concept) or answers.said(answers.obj(concept).get("id")):
                return answers.said(concept) or answers.said(answers.obj(concept).get("id"))
    return ""
