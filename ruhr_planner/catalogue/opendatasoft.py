"""Opendatasoft (Huwise) Explore API 2.1: the catalogue of data sets, and their exports as files.

Dortmund's portal. At most 100 data sets a page and offset + limit up to 10,000; exports know no limit, and so the
GeoJSON export is the layer. Source: Opendatasoft, Explore API v2.1 reference.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import stem
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import errors

RANKS = False
MAX_ROWS = 100
LAST = 10_000


def search(portal: Portal, query: Query, start: int = 0) -> Step:
    """Return the request for one page of matching data sets."""
    rows = min(query.rows, MAX_ROWS)
    parameters = {"limit": str(rows), "offset": str(start)}
    where = odsql(query)
    if where:
        parameters["where"] = where
    return Step(
        portal.request(f"{base(portal.url)}/catalog/datasets?{urlencode(parameters)}", "application/json"), start
    )


def odsql(query: Query) -> str:
    """Return a filter of the query language: words as beginnings, in any field of the description."""
    tests = [f'search("{stem(word)}")' for word in query.words if word.isalnum()]
    return (" or " if query.any_word else " and ").join(tests)


def base(url: str) -> str:
    """Return the address of the API, whatever address of the portal was given."""
    head = url.split("?")[0].rstrip("/")
    return f"{head.partition('/api/')[0].partition('/explore')[0]}/api/explore/v2.1"


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the hits of a catalogue answer: for each data set its GeoJSON or, without geometry, its CSV export.

    :raises WrongContent, DamagedAnswer: it is no answer of this API.
    """
    value = answers.json_object(body, portal.name)
    if "results" not in value and "datasets" not in value:
        raise errors.WrongContent(source=portal.name, found="JSON", expected="Opendatasoft")
    datasets = answers.objects(value.get("results") or value.get("datasets"))
    hits = tuple(hit for entry in datasets for hit in _dataset(answers.obj(entry.get("dataset")) or entry, portal))
    total = answers.whole(value.get("total_count"))
    reached = step.start + len(datasets)
    more = total is not None and datasets and reached < min(total, LAST - MAX_ROWS)
    return Page(hits, total, (search(portal, query, reached),) if more else ())


def _dataset(entry: dict[str, object], portal: Portal) -> list[DatasetHit]:
    name = answers.said(entry.get("dataset_id"))
    if not name:
        return []
    metas = answers.obj(entry.get("metas"))
    default, dcat = answers.obj(metas.get("default")), answers.obj(metas.get("dcat"))
    shape = Record(
        portal,
        dataset_id=name,
        title=answers.said(default.get("title")) or name,
        publisher=answers.said(default.get("publisher")) or answers.said(dcat.get("creator")),
        theme=answers.said(default.get("theme")),
        modified=answers.day(default.get("modified") or default.get("data_processed")),
        licences=(answers.said(default.get("license")), answers.said(default.get("license_url"))),
        licence_url=answers.said(default.get("license_url")),
        bbox=answers.geojson_box(answers.obj(default.get("bbox")).get("geometry") or default.get("bbox")),
        landing=f"{base(portal.url).partition('/api/')[0]}/explore/dataset/{quote(name)}/",
        description=answers.said(default.get("description")),
        keywords=answers.texts(default.get("keyword")),
        attribution=answers.said(answers.array(default.get("attributions"))),
    )
    exports = f"{base(portal.url)}/catalog/datasets/{quote(name)}/exports"
    has_shape = _has_geometry(entry, default)
    hits = [shape.hit(links.link(f"{exports}/geojson", "GeoJSON"))] if has_shape else []
    if not has_shape and entry.get("has_records", True) is not False:
        hits.append(shape.hit(links.link(f"{exports}/csv", "CSV")))
    for file in [*answers.objects(entry.get("attachments")), *answers.objects(entry.get("alternative_exports"))]:
        url = answers.said(file.get("url"))
        hits.append(shape.hit(links.link(url, answers.said(file.get("mimetype"))), answers.said(file.get("title"))))
    return hits or [shape.hit(links.link(""))]


def _has_geometry(entry: dict[str, object], default: dict[str, object]) -> bool:
    features = answers.texts(entry.get("features"))
    types = {answers.said(field.get("type")) for field in answers.objects(entry.get("fields"))}
    return "geo" in features or bool(types & {"geo_point_2d", "geo_shape"}) or bool(default.get("geometry_types"))
