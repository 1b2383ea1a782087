"""Files by path or address: zipped Shapefile, GeoJSON, GeoPackage, GML, KML, CSV, XLSX.

What a file is, its content says; endings and content types are often wrong. Archives are hostile until proven
otherwise (`archive`); GDAL gets a plain file, its driver by name.
"""

from __future__ import annotations

import codecs
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies
from ruhr_planner.readers import arcgis, archive, backend, check, claims, geojson, gml, table
from ruhr_planner.readers.asking import Asking
from ruhr_planner.readers.record import Origin, Page, Tally

LIMIT_MB = 8_000
"""Beyond this an archive's content is refused: the grid of Germany unpacks to some 1,800 MB."""

DOWNLOAD_BYTES = 4_000_000_000
TOTAL_SECONDS = 4 * 3600.0
XML_MB = 4_000
"""Beyond this GML is refused: a whole Kreis in the form of NAS has some 2,000 MB."""

WHOLE_BYTES = 64 << 20
"""GeoJSON up to this size is read at once."""

SHAPEFILE, GEOPACKAGE, GML, KML, GEOJSON, CSV, XLSX, ESRI = (
    "ESRI Shapefile", "GPKG", "GML", "KML", "GeoJSON", "CSV", "XLSX", "ESRIJSON",
)  # fmt: skip
_ENDINGS = {
    ".shp": SHAPEFILE, ".gpkg": GEOPACKAGE, ".gml": GML, ".kml": KML, ".geojson": GEOJSON, ".csv": CSV, ".xlsx": XLSX,
}  # fmt: skip
_ARCHIVES = (".zip", ".kmz")
_COMPANIONS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_TAIL_BYTES = 1 << 16
_RETYPED = {XLSX: table.retyped, GML: gml.typed}
"""What finds the kinds of fields where GDAL reads texts."""
_INSPIRE = b"inspire.ec.europa.eu/schemas/"
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


def kind_of_name(path: str) -> str:
    """Return the format that an ending names, "" if it names none of ours."""
    ending = PurePosixPath(path).suffix.lower()
    return "archive" if ending in _ARCHIVES else _ENDINGS.get(ending, "")


@dataclass(frozen=True)
class Opened:
    """A plain file and what opens it."""

    path: Path
    format: str
    options: tuple[tuple[str, str], ...] = ()
    several: str = ""
    """A kind of file that holds many feature types on purpose (see `gml`); "" for others."""


def identify(path: Path, layer: str, folder: Path) -> Opened:
    """Find out what a file is; an archive is unpacked into a folder.

    :param layer: chooses among several files of an archive.
    :raises BadFile, LoginPage: see there.
    """
    if not path.is_file():
        raise errors.FileNotFound(file=path.name)
    with path.open("rb") as file:
        head = file.read(bodies.HEAD_BYTES)
    if head.startswith(b"SQLite format 3\0"):
        return Opened(path, GEOPACKAGE)
    if archive.is_archive(path):
        return _unpacked(path, layer, folder)
    if path.suffix.lower() in _ARCHIVES or head.startswith(b"PK\3\4"):
        raise errors.ArchiveDamaged(file=path.name)
    if path.suffix.lower() == ".shp" and head[:4] == b"\0\0\x27\x0a":
        return _shapefile(path)
    return _text_file(path, head)


def _text_file(path: Path, head: bytes) -> Opened:
    if not head.strip():
        raise errors.FileKindUnknown(file=path.name)
    if bodies.is_page(head):
        raise errors.LoginPage(source=path.name)
    text = bodies.decode(head).lstrip("\ufeff \t\r\n")
    if bodies.is_xml(head):
        return _xml_file(path, head, text)
    if text.startswith("{"):
        is_esri = '"features"' in text and ('"geometryType"' in text or '"displayFieldName"' in text)
        return Opened(path, ESRI if is_esri and '"FeatureCollection"' not in text else GEOJSON)
    if "\0" in text or path.suffix.lower() not in (".csv", ".txt", ".tsv", ".page", ""):
        raise errors.FileKindUnknown(file=path.name)
    return Opened(path, CSV)


def _xml_file(path: Path, head: bytes, text: str) -> Opened:
    report = bodies.exception_report(head)
    if report is not None:
        raise errors.ServiceException(source=path.name, text=bodies.plain(report[0]) or report[1] or "?")
    found = _ROOT.search(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    root = found.group(1) if found else ""
    if root.endswith("Capabilities"):
        raise errors.WrongService(source=path.name, found=root, expected="GML")
    if path.stat().st_size > XML_MB * archive.MEGABYTE:
        raise errors.FileTooLarge(file=path.name, limit=XML_MB)
    if root.lower() == "kml":
        return Opened(path, KML)
    if not _is_whole(path, head, root):
        raise errors.FileDamaged(file=path.name)
    if root in gml.ROOTS:
        return Opened(path, GML, tuple(gml.options(gml.ROOTS[root]).items()), gml.ROOTS[root])
    # INSPIRE puts codes into references, which GDAL only tells when asked
    inspire = (("GML_ATTRIBUTES_TO_OGR_FIELDS", "YES"),) if _INSPIRE in head else ()
    return Opened(path, GML, (*backend.GML_TEXTS.items(), *inspire))


def _is_whole(path: Path, head: bytes, root: str) -> bool:
    """Tell whether the root element of an XML file is closed; GDAL reads a file that broke off without a word."""
    if b"\0" in head[:4]:
        return True  # UTF-16: expat inside GDAL has to judge
    closing = re.compile(rb"</(?:[\w.-]+:)?" + re.escape(root.encode()) + rb"\s*>")
    alone = re.compile(rb"<(?:[\w.-]+:)?" + re.escape(root.encode()) + rb"\b[^>]*/>")
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    return closing.search(tail) is not None or alone.search(head) is not None


def _unpacked(path: Path, layer: str, folder: Path) -> Opened:
    names = archive.names(path)
    if "xl/workbook.xml" in names:
        return Opened(path, XLSX)
    usable = [name for name in names if kind_of_name(name) and not name.startswith("__MACOSX")]
    wanted = [name for name in usable if layer and layer in (PurePosixPath(name).stem, PurePosixPath(name).name)]
    usable = wanted or usable
    if len(usable) != 1:
        raise errors.ArchiveContent(file=path.name, found=len(usable))
    name = usable[0]
    ending = PurePosixPath(name).suffix.lower()
    target = folder / f"content{ending}"
    if ending != ".shp":
        archive.extract(path, name, target, LIMIT_MB)
        return identify(target, layer, folder) if ending not in _ARCHIVES else _nested(path)
    stem = name[: -len(ending)].lower()
    for other in names:
        suffix = PurePosixPath(other).suffix.lower()
        if suffix in _COMPANIONS and other[: -len(suffix)].lower() == stem:
            archive.extract(path, other, folder / f"content{suffix}", LIMIT_MB)
    return _shapefile(target)


def _nested(path: Path) -> Opened:
    raise errors.ArchiveContent(file=path.name, found=0)


def _stated_encoding(code_page: Path) -> str | None:
    """Return the encoding that a `.cpg` file names, as GDAL writes it; None if there is none that anybody knows."""
    if not code_page.is_file():
        return None
    with code_page.open("rb") as file:
        words = file.read(64).decode("ascii", "ignore").strip().upper().replace("ANSI ", "").replace("OEM ", "")
    if words in ("65001", "UTF8"):
        return "UTF-8"
    if words.startswith("8859"):
        words = f"ISO-8859-{words[4:].lstrip('-_') or '1'}"
    name = f"CP{words}" if words.isdigit() else words
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a zero byte in it
        return None
    return name


def _shapefile(path: Path) -> Opened:
    """Name the encoding: DBF files tell it seldom, and GDAL inside QGIS does not heed the `.cpg` beside one."""
    table_file = path.with_suffix(".dbf")
    if not table_file.is_file():
        return Opened(path, SHAPEFILE)
    name = _stated_encoding(path.with_suffix(".cpg"))
    if name is None:
        with table_file.open("rb") as file:
            size = int.from_bytes(file.read(32)[8:10], "little")
            file.seek(max(32, size))
            encoding = table.encoding_of_blocks(iter(lambda: file.read(1 << 20), b""), cut=True)
        name = {"utf-8": "UTF-8", "cp850": "CP850", "cp1252": "CP1252"}[encoding]
    return Opened(path, SHAPEFILE, (("ENCODING", name),))


# -------------------------------------------------------------------------------------------------------------- stream
def open_path(path: Path, layer: str = "", extent: check.Envelope | None = None, maximum: int = 0) -> FileStream:
    """Open a file on this computer.

    :raises BadFile, LoginPage: see there.
    """
    del extent  # what lies outside is left out when the coordinates are known
    when = datetime.fromtimestamp(path.stat().st_mtime, timezone.utc) if path.is_file() else None
    origin = Origin(path.stem, "file", path.name, layer, retrieved=when.date().isoformat() if when else "")
    return FileStream(path, layer, maximum, origin)


def open_url(asking: Asking, url: str, layer: str = "") -> FileStream:
    """Download a file and open it.

    :raises NetworkError, BadFile, Cancelled: see there.
    """
    name = _name_of(url)
    folder = Path(tempfile.mkdtemp(prefix="ruhr_planner_"))
    try:
        target = _downloaded(asking, url, folder)
        address = urlsplit(url)._replace(query="", fragment="").geturl()
        origin = Origin(PurePosixPath(name).stem, "file", address, layer, query=urlsplit(url).query)
        return FileStream(target, layer, asking.maximum, origin, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _name_of(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name) or "download"


def _downloaded(asking: Asking, url: str, folder: Path) -> Path:
    name = _name_of(url)
    target = folder / (re.sub(r"[^\w.-]", "_", name)[-80:].lstrip(".") or "download")
    request = asking.request(url, name, {"Accept": "*/*"})
    request = replace(request, max_bytes=DOWNLOAD_BYTES, total_seconds=TOTAL_SECONDS)
    asking.transport.download(request, target, asking.feedback)
    return target


def layers_of(path: Path) -> list[str]:
    """Return the names of the layers of a file; those of an archive are its files.

    :raises BadFile, LoginPage: see there.
    """
    if path.is_file() and archive.is_archive(path):
        names = archive.names(path)
        if "xl/workbook.xml" not in names:
            return [PurePosixPath(name).stem for name in names if kind_of_name(name)]
    with tempfile.TemporaryDirectory(prefix="ruhr_planner_") as folder:
        opened = identify(path, "", Path(folder))
        if opened.format in (CSV, GEOJSON, ESRI, SHAPEFILE):
            return [path.stem]
        return list(backend.layers(opened.path, opened.format, **dict(opened.options)))


def layers_at(asking: Asking, url: str) -> list[str]:
    """Return the names of the layers of a file at an address.

    :raises NetworkError, BadFile, Cancelled: see there.
    """
    with tempfile.TemporaryDirectory(prefix="ruhr_planner_") as folder:
        return layers_of(_downloaded(asking, url, Path(folder)))


class FileStream:
    """A layer of a file; see `record.Stream`."""

    def __init__(self, path: Path, layer: str, maximum: int, origin: Origin, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="ruhr_planner_"))
        self._layer = layer
        self._maximum = maximum
        self._name = path.name
        self.tally = Tally()
        self.origin = origin
        self._claim = claims.Claim()
        try:
            self._opened = identify(path, layer, self._folder)
            self._chosen = self._choose()
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> FileStream:
        return self

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def pages(self) -> Iterator[Page]:
        """Yield the pages; see `record.Stream`."""
        verdict: check.Verdict | None = None
        for page in self._counted(raw=False):
            if verdict is None and page.geometry:
                verdict = check.judge_page(page, page.crs)
                if verdict.note is not None:
                    self.tally.note(verdict.note.text, **verdict.note.params)
            yield verdict.read(page) if verdict is not None else page

    def stated(self) -> Iterator[Page]:
        """Yield the pages with coordinates, reference system and cells of a table as the file has them."""
        return self._counted(raw=True)

    def _counted(self, raw: bool) -> Iterator[Page]:
        """Yield the pages, count their records, and tell in the end whether they are all.

        :param raw: cells of a text table stay texts; whoever has rules for numbers and dates reads them better.
        """
        self.tally.loaded, self.tally.complete = 0, False
        cut = False
        for came in self._read(raw):
            left = self._maximum - self.tally.loaded if self._maximum else len(came.records)
            cut = cut or left < len(came.records)
            page = replace(came, records=list(islice(came.records, max(0, left))))
            self.tally.loaded += len(page.records)
            yield page
            if cut:
                break
        if not cut:
            self._settle()
        self.tally.complete = not cut and self.tally.loaded == self.tally.expected

    def _settle(self) -> None:
        """Expect what came where nothing else is known; a page of a longer list is not all of it."""
        if self._claim.total is not None:
            self.tally.expected = max(self._claim.total, self.tally.loaded)
        elif self.tally.expected is None and not self._claim.paged:
            self.tally.expected = self.tally.loaded

    def _choose(self) -> str:
        """Choose the layer of a file that may hold several.

        :raises FileLayerUnknown: it does not have the named one, or several and none is named. Files that hold many
            feature types on purpose are read as one table; several may be named, parted by commas.
        """
        opened = self._opened
        if opened.format in (GEOJSON, ESRI):
            self._believe(claims.of_json(opened.path))
        if opened.format in (CSV, GEOJSON, ESRI, SHAPEFILE):
            return ""
        found = backend.layers(opened.path, opened.format, **self._options())
        if opened.several:
            return self._choose_several(found)
        known = ", ".join(list(found)[:12]) + (" …" if len(found) > 12 else "")
        name = self._layer.rsplit(":", 1)[-1] if opened.format == GML else self._layer
        filled = [key for key, count in found.items() if count != 0] or list(found)
        if name not in found:
            if len(filled) != 1 or (name and len(found) > 1):
                raise errors.FileLayerUnknown(file=self._name, layer=self._layer or "–", known=known or "–")
            name = filled[0]
        self.tally.expected = found[name]
        if opened.format == GML:
            self._believe(claims.of_xml(opened.path), list(found.values()))
        if len(found) > 1:
            self.origin = replace(self.origin, title=f"{self.origin.title} – {name}")
        return name

    def _believe(self, claim: claims.Claim, held: Sequence[int | None] = ()) -> None:
        """Take what an answer of a service says of all its records. :param held: those of each layer of the file."""
        filled = [count for count in held if count != 0]
        if held and claim.total is not None and (None in filled or claim.total <= sum(count or 0 for count in filled)):
            return
        self._claim = claim if len(filled) < 2 else claims.Claim(None, claim.paged or claim.total is not None)
        if self._claim != claims.Claim():
            self.tally.expected = self._claim.total

    def _choose_several(self, found: Mapping[str, int | None]) -> str:
        wanted = [name.strip().rsplit(":", 1)[-1] for name in self._layer.split(",") if name.strip()]
        unknown = [name for name in wanted if name not in found]
        if unknown:
            raise errors.FileLayerUnknown(file=self._name, layer=", ".join(unknown), known=", ".join(found) or "–")
        chosen = wanted or list(found)
        counts = [found[name] for name in chosen]
        self.tally.expected = None if None in counts else sum(count or 0 for count in counts)
        return ",".join(chosen)

    def _options(self) -> dict[str, str]:
        return dict(self._opened.options)

    def _read(self, raw: bool) -> Iterator[Page]:
        opened = self._opened
        if opened.several:
            yield from gml.pages(opened.path, opened.several, [name for name in self._chosen.split(",") if name])
        elif opened.format == CSV:
            yield from table.csv_pages(opened.path, backend.PAGE, raw)
        elif opened.format == ESRI:
            info = arcgis.LayerInfo("0", self._name)
            yield arcgis.parse_features(opened.path.read_bytes(), info, self._name)[0]
        elif opened.format == GEOJSON and opened.path.stat().st_size <= WHOLE_BYTES:
            page, _members = geojson.read(opened.path.read_bytes(), self._name)
            yield page if page.crs else replace(page, crs="OGC:CRS84")
        else:
            for page in backend.pages(opened.path, opened.format, self._chosen, **self._options()):
                yield _RETYPED[opened.format](page) if opened.format in _RETYPED else page
