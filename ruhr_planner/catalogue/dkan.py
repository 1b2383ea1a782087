"""DKAN and every other portal with a `data.json` (DCAT-US 1.1): the whole catalogue in one file, searched here.

Essen and Duisburg have no CKAN API (`/api/3` is 404), but `data.json`. Source: DCAT-US schema 1.1.
"""

from __future__ import annotations

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import selected
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import errors

RANKS = True


def search(portal: Portal, query: Query) -> Step:
    """Return the request for the whole catalogue; it is the same for every query, so a cache serves it."""
    del query
    url = portal.url if portal.url.split("?")[0].endswith(".json") else f"{portal.url.rstrip('/')}/data.json"
    return Step(portal.request(url, "application/json"))


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the matching hits of a `data.json`.

    :raises WrongContent, DamagedAnswer: it is none.
    """
    del step
    value = answers.json_value(body, portal.name)
    datasets = answers.objects(value.get("dataset")) if isinstance(value, dict) else answers.objects(value)
    if not datasets and not (isinstance(value, dict) and "dataset" in value) and value != []:
        raise errors.WrongContent(source=portal.name, found="JSON", expected="data.json")
    hits = [hit for dataset in datasets for hit in _dataset(dataset, portal)]
    found = selected(hits, query)
    return Page(found, len({hit.dataset_id for hit in found}))


def _dataset(dataset: dict[str, object], portal: Portal) -> list[DatasetHit]:
    publisher = dataset.get("publisher")
    shape = Record(
        portal,
        dataset_id=_slug(answers.said(dataset.get("landingPage"))) or answers.said(dataset.get("identifier")),
        title=answers.said(dataset.get("title")),
        publisher=answers.said(answers.obj(publisher).get("name")) or answers.said(publisher),
        theme=answers.said(dataset.get("theme")),
        modified=answers.day(dataset.get("modified") or dataset.get("issued")),
        licences=(answers.said(dataset.get("license")),),
        licence_url=_address(answers.said(dataset.get("license"))),
        bbox=_spatial(dataset.get("spatial")),
        landing=answers.said(dataset.get("landingPage")),
        description=answers.said(dataset.get("description")),
        keywords=answers.texts(dataset.get("keyword")),
    )
    ways = answers.objects(dataset.get("distribution"))
    return [_distribution(shape, way) for way in ways] or [shape.hit(links.link(""))]


def _distribution(shape: Record, way: dict[str, object]) -> DatasetHit:
    named = answers.said(way.get("format")) or answers.said(way.get("mediaType"))
    url = answers.said(way.get("downloadURL")) or answers.said(way.get("accessURL"))
    return shape.hit(links.link(url, named), answers.said(way.get("title")), (answers.said(way.get("license")),))


def _slug(landing: str) -> str:
    return landing.rstrip("/").rsplit("/", 1)[-1] if "/dataset/" in landing else ""


def _address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _spatial(value: object) -> BBox | None:
    if isinstance(value, str) and value.count(",") == 3:
        return answers.box([part.strip() for part in value.split(",")])
    return answers.geojson_box(value)
