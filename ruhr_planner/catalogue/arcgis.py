"""ArcGIS REST directories: folders, services, their layers; all names, searched here.

Bochum, Essen, Bottrop, Duisburg. A directory is asked for its folders and services, each service for its layers. Group
layers hold no data, raster layers of a MapServer are pictures. Source: ArcGIS REST API, services directory.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ruhr_planner.catalogue import answers, links
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import matches
from ruhr_planner.catalogue.record import Record
from ruhr_planner.model import codes, errors

RANKS = True
MAX_STEPS = 60
"""So many folders and services of one directory are asked at most."""

_SERVICE = re.compile(r"/(?:MapServer|FeatureServer)(?:/\d+)?$", re.IGNORECASE)
_KINDS = ("MapServer", "FeatureServer")


def search(portal: Portal, query: Query) -> Step:
    """Return the request for the directory, the folder or the service that the portal's address names."""
    del query
    url = portal.url.split("?")[0].rstrip("/")
    return _step(portal, url, "service" if _SERVICE.search(url) else "directory")


def _step(portal: Portal, url: str, stage: str, start: int = 0) -> Step:
    return Step(portal.request(f"{url}?f=json", "application/json"), start, stage)


def layer_request(portal: Portal, url: str, layer: str) -> Step:
    """Return the request for the description of one layer: its fields, extent and limits."""
    return _step(portal, f"{url.rstrip('/')}/{quote(layer)}", "layer")


def parse(body: bytes, portal: Portal, query: Query, step: Step) -> Page:
    """Return the matching layers of a service, or what to ask next after a directory.

    :raises ServiceException: the server says no. :raises WrongContent, DamagedAnswer: it is no ArcGIS server.
    """
    value = answers.json_object(body, portal.name)
    error = answers.obj(value.get("error"))
    if error:
        said = answers.said(error.get("message")) or "?"
        raise errors.ServiceException(source=portal.name, text=said, code=answers.said(error.get("code")))
    url = step.request.url.split("?")[0].rstrip("/")
    if "services" in value or "folders" in value:
        return Page((), None, _below(value, portal, url, step))
    if "layers" in value:
        hits = [hit for hit in _service(value, portal, url) if matches(hit, query)]
        return Page(tuple(hits), len(hits))
    if "type" in value and "name" in value:
        return Page(tuple(_layer(value, portal, url)), 1)
    raise errors.WrongContent(source=portal.name, found="JSON", expected="ArcGIS")


def _below(value: dict[str, object], portal: Portal, url: str, step: Step) -> tuple[Step, ...]:
    root = re.sub(r"(/rest/services)(?:/.*)?$", r"\1", url)
    found: list[Step] = []
    for service in answers.objects(value.get("services")):
        name, kind = answers.said(service.get("name")), answers.said(service.get("type"))
        if name and kind in _KINDS:
            found.append(_step(portal, f"{root}/{quote(name)}/{kind}", "service", step.start + 1))
    if step.start == 0 and url == root:  # folders do not nest
        folders = [name for name in answers.texts(value.get("folders")) if name.lower() not in ("utilities", "system")]
        found += [_step(portal, f"{root}/{quote(folder)}", "directory", step.start + 1) for folder in folders]
    return tuple(found[:MAX_STEPS])


def _service(value: dict[str, object], portal: Portal, url: str) -> list[DatasetHit]:
    name = url.rsplit("/", 2)[-2] if _SERVICE.search(url) else ""
    title = answers.said(answers.obj(value.get("documentInfo")).get("Title")) or name.replace("_", " ")
    about = answers.said(value.get("serviceDescription")) or answers.said(value.get("description"))
    words = answers.texts(answers.obj(value.get("documentInfo")).get("Keywords"))
    extent = answers.obj(value.get("fullExtent") or value.get("initialExtent"))
    layers = [entry for entry in answers.objects(value.get("layers")) if not entry.get("subLayerIds")]
    layers += answers.objects(value.get("tables"))
    hits: list[DatasetHit] = []
    for entry in layers:
        if answers.said(entry.get("type")) in ("Group Layer", "Annotation Layer"):
            continue
        number = answers.whole(entry.get("id"))
        shape = Record(
            portal,
            dataset_id=f"{name}/{number}",
            title=answers.said(entry.get("name")) or title,
            licences=(answers.said(value.get("copyrightText")),),
            bbox=_extent(extent),
            landing=url,
            description=f"{title} {about}",
            keywords=(*words, title),
            attribution=answers.said(value.get("copyrightText")),
        )
        hits.append(shape.hit(_link(url, number)))
    return hits


def _link(url: str, number: int | None) -> links.Link:
    if number is None:
        return links.Link(codes.CATALOGUE_KIND.other, "ArcGIS REST", url, "", codes.NOT_LOADABLE.no_layer)
    return links.Link(codes.CATALOGUE_KIND.arcgis, "ArcGIS REST", url, str(number), "")


def _layer(value: dict[str, object], portal: Portal, url: str) -> list[DatasetHit]:
    shape = Record(
        portal,
        dataset_id="/".join(url.rsplit("/", 3)[-3:]),
        title=answers.said(value.get("name")),
        modified=answers.day(answers.obj(value.get("editingInfo")).get("lastEditDate")),
        licences=(answers.said(value.get("copyrightText")),),
        bbox=_extent(answers.obj(value.get("extent"))),
        landing=url,
        description=answers.said(value.get("description")),
        attribution=answers.said(value.get("copyrightText")),
    )
    return [shape.hit(links.link(url, "ArcGIS"))]


def _extent(extent: dict[str, object]) -> BBox | None:
    """Return an extent in degrees; one in metres would need a projection, and is left unknown."""
    system = answers.obj(extent.get("spatialReference"))
    if answers.whole(system.get("latestWkid") or system.get("wkid")) not in (4326, 4258):
        return None
    return answers.box([extent.get(name) for name in ("xmin", "ymin", "xmax", "ymax")])
