"""INSPIRE ATOM downloads: a feed of data sets, each with a feed of its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from ruhr_planner.catalogue import answers
from ruhr_planner.model import errors
from ruhr_planner.readers import files
from ruhr_planner.readers.asking import Asking, title_of

HEADERS = {"Accept": "application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"}
_FEED = "atom+xml"
_FORMATS = ("geopackage", "gpkg", "geo+json", "geojson", "shapefile", "shape", "gml", "zip", "kml", "csv")
"""The best format first; media types and endings."""


@dataclass(frozen=True)
class Entry:
    """A data set of the service's feed, or a file of a data set's feed. `feed` and `files` are addresses."""

    title: str
    id: str = ""
    abstract: str = ""
    licence: str = ""
    feed: str = ""
    files: tuple[tuple[str, str], ...] = ()
    """Address and what is said of it (title, media type, CRS), in small letters."""


def parse(body: bytes, url: str, source: str) -> tuple[Entry, ...]:
    """Read a feed; addresses are resolved against its own.

    :raises WrongService: it is no ATOM feed.
    """
    root = answers.xml_root(body, source)
    if answers.local(root) != "feed":
        raise errors.WrongService(source=source, found=f"XML ({answers.local(root)[:40]})", expected="ATOM")
    rights = answers.xml_text(root, "rights")
    return tuple(_entry(entry, url, rights) for entry in answers.children(root, "entry"))


def _entry(entry: Any, url: str, rights: str) -> Entry:
    said = " ".join(
        f"{answers.attribute(category, 'term')} {answers.attribute(category, 'label')}"
        for category in answers.children(entry, "category")
    )
    title = answers.xml_text(entry, "title")
    feed, files = "", []
    for link in answers.children(entry, "link"):
        address = urljoin(url, answers.attribute(link, "href"))
        kind = answers.attribute(link, "type").lower()
        rel = answers.attribute(link, "rel") or "alternate"
        if _FEED in kind:
            feed = feed or (address if rel in ("alternate", "self") else "")
        elif rel in ("alternate", "section", "enclosure") and "html" not in kind and kind.split("/")[-1] != "xml":
            files.append((address, f"{answers.attribute(link, 'title')} {kind} {title} {said}".lower()))
    return Entry(
        title,
        answers.xml_text(entry, "spatial_dataset_identifier_code"),
        answers.xml_text(entry, "summary"),
        answers.xml_text(entry, "rights") or rights,
        feed,
        tuple(files),
    )


def open_layer(asking: Asking, url: str, layer: str = "") -> files.FileStream:
    """Find the file of a data set and download it.

    :param layer: title or identifier of the data set; may be empty where there is one only.
    :raises NetworkError, BadFile, Cancelled: see there.
    """
    source = title_of(url)

    entry = choose(_entries(asking, url, source), layer, source)
    offered = entry.files
    if entry.feed and not offered:
        asking, url = asking.following(url, entry.feed, source)
        offered = tuple(found for below in _entries(asking, url, source) for found in below.files)
    if not offered:
        raise errors.NoService(source=entry.title or source)
    asking, address = asking.following(url, best(offered), source)
    stream = files.open_url(asking, address)
    stream.origin = replace(
        stream.origin, title=entry.title or stream.origin.title, abstract=entry.abstract, licence=entry.licence
    )
    return stream


def _entries(asking: Asking, url: str, source: str) -> tuple[Entry, ...]:
    answer = asking.send(url, source, HEADERS)
    return parse(answer.body, answer.url, source)


def choose(entries: tuple[Entry, ...], layer: str, source: str) -> Entry:
    """Find a data set by title or identifier; without a name the only one.

    :raises LayerUnknown, LayerNotNamed: there is none, or several.
    """
    known = ", ".join(entry.title for entry in entries[:12]) + (" …" if len(entries) > 12 else "")
    if not layer:
        if len({entry.title for entry in entries}) == 1:
            return entries[0]
        raise errors.LayerNotNamed(source=source, count=len(entries), known=known or "–")
    for entry in entries:
        if layer in (entry.title, entry.id):
            return entry
    raise errors.LayerUnknown(source=source, layer=layer, known=known or "–")


def best(files: tuple[tuple[str, str], ...]) -> str:
    """Return the address of the file to load: EPSG:25832 before others, then by format."""

    def rank(entry: tuple[str, str]) -> tuple[bool, int]:
        text = f"{entry[0].lower()} {entry[1]}"
        number = next((index for index, name in enumerate(_FORMATS) if name in text), len(_FORMATS))
        return "25832" not in text, number

    return min(files, key=rank)[0]
