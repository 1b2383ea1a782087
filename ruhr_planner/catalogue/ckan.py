"""CKAN's action API: `package_search`, in the common instance or a city's subdomain.

Seen in the region: license_id empty at the data set and `license` at each resource instead (GovData), formats as plain
names and as addresses of the EU's list side by side, `WFS_SRVC`, resource ids that change monthly (so nothing here is
kept by id), HTTP 500 for a query with umlauts. Source: CKAN 2.10 API guide.
"""

from __future__ import annotations

from urllib.parse import urlencode

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import stem, without_umlauts
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import errors
from ruhr_planner.net.transport import Request

RANKS = True
MAX_ROWS = 1000


def search(portal: Portal, query: Query, start: int = 0, plain: bool = False) -> Step:
    """Return the request for one page of matching data sets.

    :param start: how many to skip. :param plain: without umlauts, for servers that fail on them.
    """
    words = tuple(without_umlauts(word) for word in query.words) if plain else query.words
    parameters = {"q": solr(words), "rows": str(min(query.rows, MAX_ROWS)), "start": str(start)}
    filters = _filters(portal)
    if filters:
        parameters["fq"] = filters
    address = f"{action_base(portal.url)}/package_search?{urlencode(parameters)}"
    return Step(portal.request(address, "application/json"), start)


def instead(portal: Portal, query: Query, step: Step, error: errors.NetworkError) -> Step | None:
    """Return the same question without umlauts for a server that fails on them (seen at GovData), else None.

    Slugs are written without umlauts anyway, so that it still finds something.
    """
    if not isinstance(error, errors.ServerFailed) or all(word.isascii() for word in query.words):
        return None
    return search(portal, query, step.start, plain=True)


def solr(words: tuple[str, ...]) -> str:
    """Return a Solr query: the more of the words occur, as beginnings of words, the higher a data set ranks."""
    forms: dict[str, None] = {}
    for word in words:
        for form in (word, stem(word), without_umlauts(stem(word))):
            if form.isalnum():
                forms[form] = None
    if not forms:
        return "*:*"
    return "text:(" + " OR ".join(f"{form}*" if len(form) > 2 else form for form in forms) + ")"


def show(portal: Portal, name: str) -> Request:
    """Return the request for one data set by its name; resource ids are never kept, because they change."""
    return portal.request(f"{action_base(portal.url)}/package_show?{urlencode({'id': name})}", "application/json")


def organizations(portal: Portal) -> Request:
    """Return the request for the slugs of the organisations, for `fq=organization`."""
    return portal.request(f"{action_base(portal.url)}/organization_list?all_fields=true&limit=1000", "application/json")


def action_base(url: str) -> str:
    """Return the address of the action API, whatever address of a portal was given."""
    base = url.split("?")[0].rstrip("/")
    head, found, _ = base.partition("/api/")
    return f"{head if found else base}/api/3/action"


def _filters(portal: Portal) -> str:
    names = [name.strip() for name in portal.option("organization").split(",") if name.strip()]
    if not names:
        return portal.option("fq")
    quoted = " OR ".join(f'"{name}"' for name in names)
    organization = f"organization:({quoted})" if len(names) > 1 else f"organization:{names[0]}"
    return f"{organization} {portal.option('fq')}".strip()


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the hits of a `package_search` or `package_show` answer.

    :raises ServiceException: CKAN says no. :raises WrongContent, DamagedAnswer: it is no answer of CKAN.
    """
    result = _result(body, portal)
    total = answers.whole(result.get("count"))
    packages = answers.objects(result.get("results")) if "results" in result else [result]
    hits = tuple(hit for package in packages for hit in _package(package, portal))
    reached = step.start + len(packages)
    follow = (search(portal, query, reached),) if total is not None and packages and reached < total else ()
    return Page(hits, total, follow)


def parse_organizations(body: bytes, portal: Portal) -> dict[str, str]:
    """Return slug and title of each organisation."""
    value = answers.json_object(body, portal.name)
    found: dict[str, str] = {}
    for entry in answers.array(value.get("result")):
        if isinstance(entry, dict):
            found[answers.said(entry.get("name"))] = answers.said(entry.get("title") or entry.get("display_name"))
        else:
            found[answers.said(entry)] = answers.said(entry)
    return {name: title for name, title in found.items() if name}


def _result(body: bytes, portal: Portal) -> dict[str, object]:
    value = answers.json_object(body, portal.name)
    if value.get("success") is False:
        error = answers.obj(value.get("error"))
        said = answers.said(error.get("message")) or answers.said(error.get("__type")) or "?"
        raise errors.ServiceException(source=portal.name, text=said, code=answers.said(error.get("__type")))
    result = value.get("result", value)
    if not isinstance(result, dict) or not ("results" in result or "resources" in result):
        raise errors.WrongContent(source=portal.name, found="JSON", expected="CKAN")
    return result


def _package(package: dict[str, object], portal: Portal) -> list[DatasetHit]:
    extras = {answers.said(extra.get("key")): extra.get("value") for extra in answers.objects(package.get("extras"))}
    name = answers.said(package.get("name")) or answers.said(package.get("id"))
    shape = Record(
        portal,
        dataset_id=name,
        title=answers.said(package.get("title_translated")) or answers.said(package.get("title")) or name,
        publisher=_publisher(package, extras),
        theme=_theme(package, extras),
        modified=_modified(package, extras),
        licences=(
            answers.said(package.get("license_id")),
            answers.said(package.get("license_title")),
            answers.said(package.get("license_url")),
            answers.said(extras.get("license")),
        ),
        licence_url=answers.said(package.get("license_url")),
        bbox=_spatial(extras, package),
        landing=_landing(package, portal, name),
        description=answers.said(package.get("notes_translated")) or answers.said(package.get("notes")),
        keywords=tuple(
            answers.said(tag.get("display_name")) or answers.said(tag.get("name"))
            for tag in answers.objects(package.get("tags"))
        ),
    )
    return [_resource(shape, resource) for resource in answers.objects(package.get("resources"))] or [
        shape.hit(links.link(""))
    ]


def _resource(shape: Record, resource: dict[str, object]) -> DatasetHit:
    formats = [answers.said(resource.get(key)) for key in ("format", "resource_locator_protocol", "mimetype")]
    named = next((name for name in formats if name), "")
    found = links.link(answers.said(resource.get("url")), named)
    own = (answers.said(resource.get("license")), answers.said(resource.get("license_id")))
    name = answers.said(resource.get("name_translated")) or answers.said(resource.get("name"))
    modified = answers.day(resource.get("last_modified") or resource.get("modified"))
    attribution = answers.said(resource.get("licenseAttributionByText")) or answers.said(
        resource.get("license_attribution_by_text")
    )
    return shape.hit(found, name=name, licences=own, modified=modified, attribution=attribution)


def _publisher(package: dict[str, object], extras: dict[str, object]) -> str:
    organization = answers.obj(package.get("organization"))
    for value in (
        extras.get("publisher_name"),
        organization.get("title"),
        organization.get("name"),
        package.get("author"),
        package.get("maintainer"),
    ):
        if answers.said(value):
            return answers.said(value)
    return ""


def _modified(package: dict[str, object], extras: dict[str, object]) -> str:
    said = (extras.get("modified"), package.get("modified"), package.get("metadata_modified"), extras.get("issued"))
    return answers.day(next((value for value in said if value), ""))


def _theme(package: dict[str, object], extras: dict[str, object]) -> str:
    group = next(iter(answers.objects(package.get("groups"))), {})
    theme = extras.get("theme")
    if isinstance(theme, str) and theme.startswith("["):
        theme = theme.strip("[] ").replace('"', "").split(",")
    return answers.said(group.get("name")) or answers.said(theme) or answers.said(group.get("title"))


def _spatial(extras: dict[str, object], package: dict[str, object]) -> BBox | None:
    found = answers.geojson_box(extras.get("spatial") or package.get("spatial"))
    if found is None:
        keys = ("bbox-west-long", "bbox-south-lat", "bbox-east-long", "bbox-north-lat")
        found = answers.box([extras[key] for key in keys if key in extras])
    return found


def _landing(package: dict[str, object], portal: Portal, name: str) -> str:
    url = answers.said(package.get("url"))
    head = action_base(portal.url).rsplit("/api/3/action", 1)[0]
    return url if links.urlsplit_or_none(url) else f"{head}/dataset/{name}"
