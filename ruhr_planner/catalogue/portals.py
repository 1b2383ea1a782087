"""The shipped list of portals and key layers, and the user's own: read, checked, merged, written.

Both are YAML of one schema, described in `resources/catalogue/README.md`. A user's entry with the id of a shipped one
takes its place; the shipped files are never written. A list is written beside its place and moved there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import yaml

from ruhr_planner import paths, plainyaml
from ruhr_planner.catalogue import (
    arcgis,
    capabilities,
    ckan,
    csw,
    dcat,
    dkan,
    geonetwork,
    opendatasoft,
    places,
    records,
)
from ruhr_planner.catalogue.dataset import NO_TEXT, UNCHECKED, DatasetHit, Portal
from ruhr_planner.model import codes, errors, licences
from ruhr_planner.model.codes import Label
from ruhr_planner.net.cache import has_secret

SCHEMA = 1
PROTOCOLS: dict[str, ModuleType] = {
    "ckan": ckan,
    "dkan": dkan,
    "opendatasoft": opendatasoft,
    "csw": csw,
    "records": records,
    "geonetwork": geonetwork,
    "dcat": dcat,
    "arcgis": arcgis,
    "wms": capabilities,
    "wmts": capabilities,
    "wfs": capabilities,
    "oapif": capabilities,
}
"""The module that speaks each protocol."""

EVIDENCE = ("live", "code", "page", "recorded", "general")
"""What an entry rests on: somebody queried it, public code uses it, a web page names it, an answer was recorded."""

CSafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""For our own lists: some ten times as fast where PyYAML has it. It knows no limit of depth, so not for a user's."""

MAX_BYTES = 4 * 1024 * 1024
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{1,60}")
_CHECKED = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_COMMON = frozenset(
    ("id", "title", "url", "publisher", "licence", "attribution", "themes", "municipality", "keywords", "checked",
     "evidence", "note", "enabled")
)  # fmt: skip
_PORTAL = _COMMON | {"protocol", "options", "seconds", "authcfg"}
_LAYER = _COMMON | {"kind", "layer", "crs"}


@dataclass(frozen=True)
class KeyLayer:
    """One layer that planners need again and again, known without asking any portal."""

    id: str
    title: Label
    kind: str
    url: str
    layer: str = ""
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    themes: tuple[str, ...] = ()
    municipality: str = ""
    keywords: tuple[str, ...] = ()
    crs: str = ""
    checked: str = UNCHECKED
    evidence: str = ""
    note: Label = NO_TEXT
    enabled: bool = True
    own: bool = False

    def hit(self, portal: str, language: str = "de") -> DatasetHit:
        """Return the layer as a search finds it. :param portal: the name of the list."""
        licence = licences.normalise(self.licence)
        return DatasetHit(
            portal,
            self.id,
            self.title.text(language),
            self.publisher,
            self.themes[0] if self.themes else "",
            places.name_of(self.municipality),
            licence.id,
            licence.url,
            "",
            self.kind.upper() if self.kind == "file" else codes.CATALOGUE_KIND.label(self.kind, "en"),
            self.kind,
            self.url,
            self.layer,
            self.kind != codes.CATALOGUE_KIND.other,
            "" if self.kind != codes.CATALOGUE_KIND.other else codes.NOT_LOADABLE.format_not_read,
            None,
            "",
            f"{self.title.en} {self.note.de} {self.note.en}",
            self.keywords,
            self.attribution,
        )


@dataclass(frozen=True)
class Catalogue:
    """All portals and key layers, in the order in which they are shown."""

    portals: tuple[Portal, ...] = ()
    layers: tuple[KeyLayer, ...] = ()

    def enabled(self) -> tuple[Portal, ...]:
        """Return the portals that a search asks."""
        return tuple(portal for portal in self.portals if portal.enabled)

    def chosen(self, names: Iterable[str]) -> tuple[Portal, ...]:
        """Return the portals with these ids or titles, also disabled ones; none named = all that are enabled.

        :raises PortalUnknown: a name is none.
        """
        wanted = [name.strip() for name in names if name.strip()]
        if not wanted:
            return self.enabled()
        by_name = {
            key.lower(): portal for portal in self.portals for key in (portal.title.en, portal.title.de, portal.id)
        }
        for name in wanted:
            if name.lower() not in by_name:
                raise errors.PortalUnknown(portal=name, known=", ".join(portal.id for portal in self.portals))
        found = {by_name[name.lower()].id: by_name[name.lower()] for name in wanted}
        return tuple(found.values())


# -------------------------------------------------------------------------------------------------------------- reading
def shipped() -> Catalogue:
    """Return the list that comes with the plugin.

    :raises CatalogueError: a file of the plugin is damaged.
    """
    return merged(*(read(path) for path in sorted(paths.resource("catalogue").glob("*.yaml"))))


def load(own: Path | None, office: Path | None = None) -> Catalogue:
    """Return the shipped list with the office's and then the user's entries in it.

    :param own: the user's list. :param office: one that IT gives to all. Neither need exist, nor its share be there.
    :raises CatalogueError: a list has a fault.
    """
    return merged(shipped(), office_list(office), own_list(own))


def office_list(path: Path | None) -> Catalogue:
    """Return the entries that IT gives to all; they are read as strictly as a user's, and are not the user's.

    :raises CatalogueError: the list has a fault.
    """
    found = own_list(path)
    return Catalogue(
        tuple(replace(portal, own=False) for portal in found.portals),
        tuple(replace(layer, own=False) for layer in found.layers),
    )


def own_list(path: Path | None) -> Catalogue:
    """Return the user's entries, none where there is no such file.

    :raises CatalogueError: the list has a fault.
    """
    try:
        there = path is not None and path.is_file()
    except OSError:  # a share that is away
        there = False
    return read(path, own=True) if path is not None and there else Catalogue()


def merged(*lists: Catalogue) -> Catalogue:
    """Return several lists as one; a later entry takes the place of an earlier one with its id."""
    portals: dict[str, Portal] = {}
    layers: dict[str, KeyLayer] = {}
    for one in lists:
        portals.update({portal.id: portal for portal in one.portals})
        layers.update({layer.id: layer for layer in one.layers})
    return Catalogue(tuple(portals.values()), tuple(layers.values()))


def read(path: Path, own: bool = False) -> Catalogue:
    """Return the entries of one list.

    :raises PortalListUnreadable: no YAML, too large, another schema. :raises PortalFault: an entry breaks the schema.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise errors.PortalListUnreadable(file=path.name, why=problem.strerror or "?") from None
    return parse(raw, path.name, own)


def parse(raw: bytes, name: str, own: bool = False) -> Catalogue:
    """Return the entries of a list's bytes; errors as `read`."""
    if len(raw) > MAX_BYTES:
        raise errors.PortalListTooLarge(file=name, limit=MAX_BYTES // 2**20)
    if re.search(rb"(?m)(?:^|[\s\[,{-])[&*][A-Za-z0-9_]", _without_quoted(raw)):
        raise errors.PortalListAnchors(file=name)
    try:
        text = raw.decode("utf-8-sig")
        value = plainyaml.read(text) if own else yaml.load(text, Loader=CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError, AttributeError) as problem:
        raise errors.PortalListNoYaml(file=name, line=_line(problem)) from None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise errors.PortalListSchema(file=name, schema=SCHEMA)
    portals = tuple(_portal(_Entry(name, entry, _PORTAL, own)) for entry in _entries(value, "portals", name))
    layers = tuple(_layer(_Entry(name, entry, _LAYER, own)) for entry in _entries(value, "layers", name))
    _refuse_twice(name, [portal.id for portal in portals])
    _refuse_twice(name, [layer.id for layer in layers])
    return Catalogue(portals, layers)


def _without_quoted(raw: bytes) -> bytes:
    """Return a list without its quoted texts and comments, where & and * mean nothing."""
    return re.sub(rb"\"[^\"\n]*\"|'[^'\n]*'|(?m:(?:^|\s)#.*$)", b"", raw)


def _line(problem: BaseException) -> int:
    """Return the line where a reader stopped; 1 where it does not say."""
    if isinstance(problem, UnicodeDecodeError):
        return problem.object[: problem.start].count(b"\n") + 1
    mark = getattr(problem.__cause__ or problem, "problem_mark", None)
    return int(mark.line) + 1 if mark is not None else 1


def _entries(value: Mapping[object, object], key: str, name: str) -> list[Mapping[object, object]]:
    found = value.get(key) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise errors.PortalListShape(file=name, field=key)
    return [entry for entry in found if isinstance(entry, dict)]


def _refuse_twice(name: str, ids: list[str]) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise errors.PortalTwice(file=name, entry=one)


class _Entry:
    """One entry of a list and how its fields are read; every fault names file, entry and field."""

    def __init__(self, file: str, values: Mapping[object, object], known: frozenset[str], own: bool) -> None:
        self.file, self.own, self._values = file, own, values
        self.id = str(values.get("id") or values.get("title") or "?")[:80]
        for key in values:
            if key not in known:
                raise self.fault(errors.PortalFieldUnknown, str(key)[:80])
        if not _ID.fullmatch(str(values.get("id") or "")):
            raise self.fault(errors.PortalNoId, "id")

    def fault(self, kind: type[errors.PortalFault], field: str, allowed: Iterable[str] = ()) -> errors.PortalFault:
        value = str(self._values.get(field))[:60]
        return kind(file=self.file, entry=self.id, field=field, value=value, allowed=", ".join(allowed))

    def text(self, field: str, needed: bool = False) -> str:
        value = self._values.get(field)
        if value is None or value == "":
            if needed:
                raise self.fault(errors.PortalFieldMissing, field)
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return self._date(field, value)
        return " ".join(str(value).split())

    def _date(self, field: str, value: object) -> str:
        written = getattr(value, "isoformat", None)  # YAML reads 2026-09-01 as a date
        if written is None:
            raise self.fault(errors.PortalNoText, field)
        return str(written())[:10]

    def label(self, field: str, needed: bool = False) -> Label:
        value = self._values.get(field)
        if isinstance(value, dict):
            texts = {key: value.get(key) for key in ("de", "en")}
            if set(value) - {"de", "en"} or not all(isinstance(text, str) and text for text in texts.values()):
                raise self.fault(errors.PortalNoLabel, field)
            return Label(str(texts["de"]), str(texts["en"]))
        text = self.text(field, needed)
        return Label(text, text)

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._values.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.fault(errors.PortalNoTexts, field)
        return tuple(value)

    def keywords(self) -> tuple[str, ...]:
        value = self._values.get("keywords")
        if isinstance(value, dict):
            lists = [value.get(key, []) for key in ("de", "en")]
            if set(value) - {"de", "en"} or not all(isinstance(one, list) for one in lists):
                raise self.fault(errors.PortalNoTexts, "keywords")
            return tuple(str(word) for one in lists if isinstance(one, list) for word in one)
        return self.texts("keywords")

    def url(self) -> str:
        text = self.text("url", needed=True)
        try:
            parts = urlsplit(text)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            fits = False
        if not fits:
            raise self.fault(errors.PortalNoAddress, "url")
        if has_secret(text):
            raise self.fault(errors.PortalSecret, "url")
        return text

    def one_of(self, field: str, allowed: Iterable[str], needed: bool = False) -> str:
        text = self.text(field, needed)
        if text and text not in tuple(allowed):
            raise self.fault(errors.PortalNotListed, field, allowed)
        return text

    def checked(self) -> str:
        text = self.text("checked") or UNCHECKED
        if text != UNCHECKED and not _CHECKED.fullmatch(text):
            raise self.fault(errors.PortalNoDate, "checked")
        return text

    def flag(self, field: str) -> bool:
        value = self._values.get(field, True)
        if not isinstance(value, bool):
            raise self.fault(errors.PortalNoFlag, field)
        return value

    def municipality(self) -> str:
        text = self.text("municipality")
        if text and not places.name_of(text):
            raise self.fault(errors.PortalNoMunicipality, "municipality")
        return text

    def licence(self) -> str:
        text = self.text("licence")
        if text and licences.normalise(text) is licences.UNKNOWN and text != licences.UNKNOWN.id:
            raise self.fault(errors.PortalNoLicence, "licence")
        return text

    def themes(self) -> tuple[str, ...]:
        for theme in self.texts("themes"):
            if theme not in codes.CATALOGUE_THEME:
                raise self.fault(errors.PortalNotListed, "themes", codes.CATALOGUE_THEME)
        return self.texts("themes")

    def options(self) -> dict[str, str]:
        value = self._values.get("options")
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(one, (str, int, float)) for one in value.values()):
            raise self.fault(errors.PortalNoOptions, "options")
        return {str(key): str(one) for key, one in value.items()}

    def seconds(self) -> float:
        value = self._values.get("seconds", Portal.seconds)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= 120:
            raise self.fault(errors.PortalNoSeconds, "seconds")
        return float(value)


def _portal(entry: _Entry) -> Portal:
    return Portal(
        str(entry.text("id")),
        entry.label("title", needed=True),
        entry.one_of("protocol", PROTOCOLS, needed=True),
        entry.url(),
        entry.text("publisher"),
        entry.licence(),
        entry.text("attribution"),
        entry.themes(),
        entry.municipality(),
        entry.keywords(),
        entry.options(),
        entry.seconds(),
        entry.checked(),
        entry.one_of("evidence", EVIDENCE),
        entry.label("note"),
        entry.text("authcfg"),
        entry.flag("enabled"),
        entry.own,
    )


def _layer(entry: _Entry) -> KeyLayer:
    return KeyLayer(
        entry.text("id"),
        entry.label("title", needed=True),
        entry.one_of("kind", codes.CATALOGUE_KIND, needed=True),
        entry.url(),
        entry.text("layer"),
        entry.text("publisher"),
        entry.licence(),
        entry.text("attribution"),
        entry.themes(),
        entry.municipality(),
        entry.keywords(),
        entry.text("crs"),
        entry.checked(),
        entry.one_of("evidence", EVIDENCE),
        entry.label("note"),
        entry.flag("enabled"),
        entry.own,
    )


# -------------------------------------------------------------------------------------------------------------- writing
def add(path: Path, portal: Portal) -> None:
    """Add a portal to the user's list, or put it in the place of the one with its id.

    :raises CatalogueError: the list or the entry has a fault; the file stays as it was.
    """
    own = own_list(path)
    _write(path, merged(own, Catalogue((replace(portal, own=True),))))


def remove(path: Path, identifier: str) -> None:
    """Take an entry out of the user's list; a shipped one shows again.

    :raises PortalUnknown: the user's list has none with this id.
    """
    own = own_list(path)
    kept = tuple(portal for portal in own.portals if portal.id != identifier)
    if len(kept) == len(own.portals):
        raise errors.PortalUnknown(portal=identifier, known=", ".join(portal.id for portal in own.portals))
    _write(path, replace(own, portals=kept))


def switch(path: Path, identifier: str, enabled: bool, office: Path | None = None) -> None:
    """Disable a portal, of whatever list, or enable it again: the user's list then has it.

    :raises PortalUnknown: no list has one with this id.
    """
    known = {portal.id: portal for portal in load(path, office).portals}
    if identifier not in known:
        raise errors.PortalUnknown(portal=identifier, known=", ".join(known))
    add(path, replace(known[identifier], enabled=enabled))


def import_list(path: Path, source: Path) -> int:
    """Add all entries of a list to the user's; return how many.

    :raises CatalogueError: either list has a fault; the user's stays as it was.
    """
    found = read(source, own=True)
    _write(path, merged(own_list(path), found))
    return len(found.portals) + len(found.layers)


def export_list(path: Path, catalogue: Catalogue) -> None:
    """Write entries to a file that `import_list` reads.

    :raises WriteFailed: the disk is full, the folder is read-only.
    """
    _write(path, catalogue)


def _write(path: Path, catalogue: Catalogue) -> None:
    text = yaml.safe_dump(
        {
            "schema": SCHEMA,
            "portals": [_plain(portal) for portal in catalogue.portals],
            "layers": [_plain(layer) for layer in catalogue.layers],
        },
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )
    parse(text.encode("utf-8"), path.name)  # what cannot be read again is not written
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise errors.WriteFailed(file=path.name, why=problem.strerror or type(problem).__name__) from problem


def _plain(entry: Portal | KeyLayer) -> dict[str, object]:
    """Return an entry as YAML writes it, without what is empty."""
    values: dict[str, object] = {}
    for name, value in vars(entry).items():
        if name == "own" or value in ("", (), {}, NO_TEXT):
            continue
        if isinstance(value, Label):
            values[name] = {"de": value.de, "en": value.en} if value.de != value.en else value.de
        elif isinstance(value, tuple):
            values[name] = list(value)
        elif isinstance(value, Mapping):
            values[name] = dict(value)
        elif not (name == "enabled" and value is True):
            values[name] = value
    return values
