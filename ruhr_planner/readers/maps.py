"""Maps of a WMS or WMTS: what to ask for, chosen from parsed capabilities. Pure: no I/O, no QGIS.

Sources: OGC 01-068r3 (WMS 1.1.1: SRS, Dimension and Extent apart), 06-042 (WMS 1.3.0: CRS, axes as in the register,
Dimension with its values), 07-057r7 (WMTS 1.0.0). Layers inherit reference systems and styles (added), time, box and
attribution (replaced) from the layers around them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ruhr_planner.catalogue import answers, capabilities, links
from ruhr_planner.catalogue.answers import Element
from ruhr_planner.model import codes, errors
from ruhr_planner.model.region import CRS
from ruhr_planner.net import redirect
from ruhr_planner.readers import check
from ruhr_planner.readers.check import Envelope

AUTO, WMS, WMTS = "auto", codes.CATALOGUE_KIND.wms, codes.CATALOGUE_KIND.wmts
KINDS = (AUTO, WMS, WMTS)
"""In the order of the algorithm's enumeration."""

LATEST = "latest"
_CRS = (CRS, "EPSG:3857", "EPSG:4326", "OGC:CRS84", "EPSG:4258", "EPSG:3044")
_FORMATS = ("image/png", "image/png; mode=32bit", "image/png8", "image/png; mode=8bit", "image/webp", "image/jpeg",
            "image/jpg", "image/gif", "image/tiff")  # fmt: skip
_TRADE_NAMES = {"WFS_Capabilities": "WFS", "CSW": "CSW", "WCS_Capabilities": "WCS", "FeatureCollection": "GML"}
_SHOWN = 20


@dataclass(frozen=True)
class Time:
    """The time dimension of a layer. `extent` is as the server writes it: values, or start/end/period, by commas."""

    extent: str
    default: str = ""
    name: str = "time"

    @property
    def values(self) -> tuple[str, ...]:
        """The moments and intervals, in the server's order."""
        return tuple(part.strip() for part in self.extent.split(",") if part.strip())

    @property
    def latest(self) -> str:
        """The last moment: the greatest value, or end of an interval."""
        return max((part.split("/")[1] if part.count("/") else part for part in self.values), default="")

    @property
    def usual(self) -> str:
        """What the server shows when nobody names a time."""
        plain = self.default not in ("", "current", "now", "present", "default")
        return self.default if plain else self.latest

    def moment(self, wanted: str) -> str:
        """Return the server's moment for a wanted one ("latest", an ISO date, a year), "" if it has none."""
        if wanted.lower() == LATEST:
            return self.latest
        value = wanted.strip()
        if not value[:4].isdigit():
            return ""
        for part in reversed(self.values):
            if "/" in part:
                start, end = part.split("/")[:2]
                if _key(start, len(_key(value))) <= _key(value) and _key(value, len(_key(end))) <= _key(end):
                    return value
            elif _key(part) == _key(value) or _key(part).startswith(_key(value)):
                return part
        return ""


def _key(moment: str, length: int = 40) -> str:
    """Return an ISO moment in a form whose order is that of time, cut to a length."""
    return moment.strip().rstrip("Z").split(".")[0][:length]


@dataclass(frozen=True)
class MapLayer:
    """What to ask of which server, and what it says of itself."""

    kind: str
    version: str
    url: str
    layer: str
    title: str
    abstract: str = ""
    crs: str = ""
    """As the server spells it."""
    axes: str = "xy"
    """Order of the axes in requests: "yx" for EPSG:4326 in WMS 1.3.0."""
    format: str = ""
    style: str = ""
    matrix_set: str = ""
    time: Time | None = None
    moment: str = ""
    """The fixed time of the map, "" where it follows QGIS's temporal controller or has none."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """Values of a WMTS's dimensions."""
    legend: str = ""
    attribution: str = ""
    licence: str = ""
    provider: str = ""
    service: str = ""
    extent: Envelope | None = None
    """West, south, east, north in degrees."""
    stated_address_unusable: bool = False
    """The address for maps in the capabilities is not reachable from outside: ask where the capabilities came from."""
    stated_elsewhere: bool = False
    """It is on another server, where a log-in must not go."""


# --------------------------------------------------------------------------------------------------------- addresses
def stated_kind(url: str) -> str:
    """Return what an address says it is, `auto` where it says nothing."""
    found = links.link(url).kind
    if found in (WMS, WMTS):
        return found
    return WMTS if urlsplit(url).path.lower().endswith("wmtscapabilities.xml") else AUTO


def is_document(url: str) -> bool:
    """Tell whether an address is that of a capabilities document, which is asked for as it stands."""
    return urlsplit(url).path.lower().endswith(".xml")


def address(url: str, kind: str) -> str:
    """Return a service's address without the parameters of one request."""
    return url if is_document(url) else links.service_address(url, kind)[0]


def capabilities_url(url: str, kind: str) -> str:
    """Return the address of the capabilities: WMS in 1.3.0, to which an older server answers in its own version."""
    if is_document(url):
        return url
    parameters = {"SERVICE": kind.upper(), "REQUEST": "GetCapabilities"}
    parameters["VERSION"] = "1.3.0" if kind == WMS else "1.0.0"
    return _with(address(url, kind), parameters)


def _with(url: str, parameters: dict[str, str]) -> str:
    parts = urlsplit(url)
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True)
        if pair[0].upper() not in {name.upper() for name in parameters}
    ]  # fmt: skip
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *parameters.items()]), ""))


# --------------------------------------------------------------------------------------------------------- the choice
def choose(body: bytes, url: str, layer: str, source: str, time: str = "", kind: str = AUTO) -> MapLayer:
    """Return what to ask for.

    :param url: as the user gave it. :param layer: name or title, "" for the only one. :param time: "" for all times,
        "latest", or a moment of the layer. :param source: name of the service in sentences.
    :raises WrongService, WrongContent, LoginPage, DamagedAnswer, UnsafeXml, ServiceException: they are no capabilities
        of the wanted kind. :raises LayerUnknown, LayerNotNamed, NoMapForm, LayerWithoutTime, TimeUnknown: the layer.
    """
    root = answers.xml_root(body, source)
    name = answers.local(root)
    found = WMS if name in ("WMS_Capabilities", "WMT_MS_Capabilities") else ""
    if name == "Capabilities" and answers.find(root, "Contents") is not None and "wmts" in answers.namespace(root):
        found = WMTS
    if not found:
        if name in _TRADE_NAMES or name.endswith("Capabilities"):
            raise errors.WrongService(source=source, found=_TRADE_NAMES.get(name, "OGC"), expected="WMS, WMTS")
        raise errors.WrongContent(source=source, found=f"XML ({name[:40]})", expected="WMS, WMTS")
    if kind not in (AUTO, found):
        raise errors.WrongService(source=source, found=found.upper(), expected=kind.upper())
    about = capabilities.service(root, found)
    named = layer or ("" if is_document(url) else links.service_address(url, found)[1])
    base = MapLayer(
        found, about.version or ("1.3.0" if found == WMS else "1.0.0"), address(url, found), "", "",
        licence=_licence(about.constraints, about.fees), provider=about.provider, service=about.title,
    )  # fmt: skip
    made = _wms(root, base, named, source) if found == WMS else _wmts(root, base, named, source)
    return _at(made, time.strip(), source)


def _licence(constraints: str, fees: str) -> str:
    """Return what is said about use, as written: an empty phrase ("none", "keine") says nothing."""
    nothing = ("none", "keine", "kein", "no", "no conditions apply", "n/a", "-", "")
    kept = [text for text in (constraints, fees) if text.lower().strip(". ") not in nothing]
    return " · ".join(dict.fromkeys(kept))


def _at(made: MapLayer, wanted: str, source: str) -> MapLayer:
    """Fix the time of a map, where one is wanted."""
    if not wanted:
        return made
    if made.time is None:
        raise errors.LayerWithoutTime(source=source, layer=made.title)
    moment = made.time.moment(wanted)
    if not moment:
        known = ", ".join(made.time.values[-_SHOWN:])
        raise errors.TimeUnknown(source=source, layer=made.title, time=wanted, known=known)
    dimensions = tuple((name, moment if name.lower() == "time" else value) for name, value in made.dimensions)
    return replace(made, moment=moment, dimensions=dimensions)


def _pick(offered: list[tuple[str, str]], wanted: str, source: str) -> str:
    """Return the name of the wanted layer among names and titles; names outweigh titles, spelling counts last."""
    names = [name for name, _title in offered]
    if not wanted:
        if len(names) == 1:
            return names[0]
        raise errors.LayerNotNamed(source=source, count=len(names), known=_list(names))
    if wanted in names:
        return wanted
    folded = wanted.strip().casefold()
    for key in (0, 1):
        found = [pair[0] for pair in offered if pair[key].casefold() == folded]
        if found:
            return found[0]
    raise errors.LayerUnknown(source=source, layer=wanted, known=_list(names))


def _list(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") or "–"


def choose_crs(offered: Iterable[str]) -> str:
    """Return the reference system to ask for, as the server spells it: EPSG:25832 before all, "" if there is none."""
    listed = list(offered)
    for wanted in _CRS:
        same = [name for name in listed if check.normal(name) == wanted]
        if same:
            return min(same, key=lambda name: name != wanted)
    return next((name for name in listed if check.normal(name).startswith("EPSG:")), "")


def choose_format(offered: Iterable[str]) -> str:
    """Return the image format to ask for: one that keeps lines sharp and can be transparent before others."""
    listed = list(offered)
    for wanted in _FORMATS:
        for name in listed:
            if name.replace(" ", "").lower() == wanted.replace(" ", ""):
                return name
    return ""


def axes(version: str, crs: str) -> str:
    """Return the order of a box's axes: WMS 1.3.0 takes degrees of the register north first, all others east first."""
    return "yx" if version >= "1.3" and check.normal(crs) in ("EPSG:4326", "EPSG:4258") else "xy"


# --------------------------------------------------------------------------------------------------------------- WMS
@dataclass(frozen=True)
class _Inherited:
    crs: tuple[str, ...] = ()
    styles: tuple[tuple[str, str], ...] = ()
    time: Time | None = None
    attribution: str = ""
    extent: Envelope | None = None


def _wms(root: Element, base: MapLayer, wanted: str, source: str) -> MapLayer:
    known: dict[str, tuple[Element, _Inherited]] = {}
    waiting = [(top, _Inherited()) for top in answers.find_all(root, "Capability/Layer")]
    while waiting:
        element, above = waiting.pop(0)
        own = _inherit(element, above, base.version)
        name = answers.xml_text(element, "Name")
        if name:
            known.setdefault(name, (element, own))
        waiting = [(child, own) for child in answers.children(element, "Layer")] + waiting
    single = [
        name for name, (element, _own) in known.items()
        if not any(answers.xml_text(child, "Name") for child in answers.children(element, "Layer"))
    ]  # fmt: skip
    if not wanted and len(single) == 1:
        wanted = single[0]  # QGIS Server also names the group around its layers
    name = _pick([(name, answers.xml_text(entry[0], "Title")) for name, entry in known.items()], wanted, source)
    element, own = known[name]
    request = answers.find(root, "Capability/Request/GetMap")
    formats = [answers.xml_text(entry) for entry in answers.children(request, "Format")]
    crs, image = choose_crs(own.crs), choose_format(formats or ["image/png"])
    if not crs or not image:
        raise errors.NoMapForm(source=source, layer=name)
    style, legend = _style(own.styles)
    stated = answers.attribute(next(answers.below(request, "OnlineResource"), None), "href")
    return replace(
        base, layer=name, title=answers.xml_text(element, "Title") or name,
        abstract=answers.xml_text(element, "Abstract"), crs=crs, axes=axes(base.version, crs), format=image,
        style=style, time=own.time, legend=legend or _legend_graphic(base, name, style), attribution=own.attribution,
        extent=own.extent, stated_address_unusable=_unusable(stated, base.url),
        stated_elsewhere=_is_elsewhere(stated, base.url),
    )  # fmt: skip


def _inherit(element: Element, above: _Inherited, version: str) -> _Inherited:
    listed = [word for entry in answers.children(element, "CRS|SRS") for word in answers.xml_text(entry).split()]
    styles = tuple(
        (answers.xml_text(style, "Name"), answers.attribute(answers.find(style, "LegendURL/OnlineResource"), "href"))
        for style in answers.children(element, "Style")
    )
    return _Inherited(
        tuple(dict.fromkeys((*listed, *above.crs))),
        styles + above.styles,
        _time(element) or above.time,
        answers.xml_text(element, "Attribution/Title") or above.attribution,
        _extent(element, version) or above.extent,
    )


def _time(element: Element) -> Time | None:
    """Return the time of a layer: 1.3.0 writes the values into Dimension, 1.1.1 into Extent."""
    for part in (*answers.children(element, "Dimension"), *answers.children(element, "Extent")):
        if answers.attribute(part, "name").lower() == "time" and answers.xml_text(part):
            return Time(answers.xml_text(part), answers.attribute(part, "default"))
    return None


def _style(styles: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Return the style and its legend: the one called default, else the first, whose name is asked for."""
    preferred = [entry for entry in styles if entry[0].lower() == "default"]
    return (preferred or list(styles) or [("", "")])[0]


def _legend_graphic(base: MapLayer, layer: str, style: str) -> str:
    parameters = {
        "SERVICE": "WMS", "VERSION": base.version, "REQUEST": "GetLegendGraphic", "LAYER": layer, "STYLE": style,
        "FORMAT": "image/png", "SLD_VERSION": "1.1.0",
    }  # fmt: skip
    return _with(base.url, parameters)


def _extent(element: Element, version: str) -> Envelope | None:
    """Return a layer's box in degrees (west, south, east, north), whichever way it is written."""
    old = answers.find(element, "LatLonBoundingBox")
    if old is not None:
        return _numbers([answers.attribute(old, name) for name in ("minx", "miny", "maxx", "maxy")])
    new = answers.find(element, "EX_GeographicBoundingBox")
    if new is not None:
        names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
        return _numbers([answers.xml_text(new, name) for name in names])
    for part in answers.children(element, "BoundingBox"):
        crs = answers.attribute(part, "CRS") or answers.attribute(part, "SRS")
        if check.normal(crs) not in ("EPSG:4326", "EPSG:4258", "OGC:CRS84"):
            continue
        order = ("minx", "miny", "maxx", "maxy") if axes(version, crs) == "xy" else ("miny", "minx", "maxy", "maxx")
        return _numbers([answers.attribute(part, name) for name in order])
    return None


def _numbers(texts: list[str]) -> Envelope | None:
    try:
        west, south, east, north = (float(text) for text in texts)
    except ValueError:
        return None
    return (west, south, east, north) if -360 <= west <= east <= 360 and -90 <= south <= north <= 90 else None


def _is_elsewhere(stated: str, asked: str) -> bool:
    try:
        here, there = (redirect.normal(url, "") for url in (asked, stated))
    except errors.AddressInvalid:
        return False
    return not redirect.may_keep_secrets(here, there)


def _unusable(stated: str, asked: str) -> bool:
    """Tell whether the stated address only works inside the operator's network, or would give up protection."""
    there, here = links.urlsplit_or_none(stated), links.urlsplit_or_none(asked)
    if there is None or here is None:
        return False
    if here.scheme == "https" and there.scheme == "http":
        return True
    host = urlsplit(stated).hostname or ""
    if there.netloc == here.netloc:
        return False
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".intern", ".lan"))


# -------------------------------------------------------------------------------------------------------------- WMTS
def _wmts(root: Element, base: MapLayer, wanted: str, source: str) -> MapLayer:
    known = {answers.xml_text(entry, "Identifier"): entry for entry in answers.find_all(root, "Contents/Layer")}
    known.pop("", None)
    titles = [(name, answers.xml_text(entry, "Title")) for name, entry in known.items()]
    name = _pick(titles, wanted, source)
    element = known[name]
    systems = {
        answers.xml_text(entry, "Identifier"): answers.xml_text(entry, "SupportedCRS")
        for entry in answers.find_all(root, "Contents/TileMatrixSet")
    }
    linked = [answers.xml_text(entry) for entry in answers.find_all(element, "TileMatrixSetLink/TileMatrixSet")]
    offered = [systems[key] for key in linked if key in systems]
    crs, image = choose_crs(offered), choose_format(answers.xml_text(e) for e in answers.children(element, "Format"))
    if not crs or not image:
        raise errors.NoMapForm(source=source, layer=name)
    style, legend = _tile_style(element)
    time, dimensions = _tile_dimensions(element)
    box = answers.find(element, "WGS84BoundingBox")
    low, high = answers.xml_text(box, "LowerCorner").split(), answers.xml_text(box, "UpperCorner").split()
    return replace(
        base, layer=name, title=answers.xml_text(element, "Title") or name,
        abstract=answers.xml_text(element, "Abstract"), crs=check.normal(crs), format=image, style=style,
        matrix_set=next(key for key in linked if systems.get(key) == crs), time=time, dimensions=dimensions,
        legend=legend, extent=_numbers([*low, *high]) if box is not None else None,
    )  # fmt: skip


def _tile_style(element: Element) -> tuple[str, str]:
    styles = answers.children(element, "Style")
    chosen = [entry for entry in styles if answers.attribute(entry, "isDefault").lower() in ("true", "1")] or styles
    if not chosen:
        return "", ""
    return answers.xml_text(chosen[0], "Identifier"), answers.attribute(answers.find(chosen[0], "LegendURL"), "href")


def _tile_dimensions(element: Element) -> tuple[Time | None, tuple[tuple[str, str], ...]]:
    """Return the time of tiles and the value of every dimension: its default."""
    time, values = None, []
    for part in answers.children(element, "Dimension"):
        name, usual = answers.xml_text(part, "Identifier"), answers.xml_text(part, "Default")
        listed = [answers.xml_text(entry) for entry in answers.children(part, "Value")]
        if name.lower() == "time" and listed:
            time = Time(",".join(listed), usual, name)
        values.append((name, usual or (listed[-1] if listed else "")))
    return time, tuple(pair for pair in values if all(pair))


# --------------------------------------------------------------------------------------------------------- for QGIS
def provider_uri(made: MapLayer, authcfg: str = "") -> str:
    """Return the data source of QGIS's provider `wms`.

    A layer with time follows QGIS's temporal controller (`type=wmst`) unless one moment is fixed; without the
    controller the server shows its usual time.
    """
    url = made.url
    pairs = [("crs", made.crs), ("format", made.format), ("layers", made.layer), ("styles", made.style),
             ("dpiMode", "7"), ("contextualWMSLegend", "0")]  # fmt: skip
    if made.kind == WMTS:
        url = made.url if is_document(made.url) else capabilities_url(made.url, WMTS)
        pairs.append(("tileMatrixSet", made.matrix_set))
        if made.dimensions:
            pairs.append(("tileDimensions", ";".join(f"{name}={value}" for name, value in made.dimensions)))
    elif made.moment:
        url = _with(url, {"TIME": made.moment})
    elif made.time is not None:
        pairs += [("type", "wmst"), ("allowTemporalUpdates", "true"), ("temporalSource", "provider"),
                  ("timeDimensionExtent", made.time.extent)]  # fmt: skip
    elsewhere = made.stated_address_unusable or (bool(authcfg) and made.stated_elsewhere)
    if elsewhere or (made.kind == WMS and made.moment):  # the stated one knows nothing of TIME
        pairs += [("IgnoreGetMapUrl", "1"), ("IgnoreGetFeatureInfoUrl", "1")]
    if authcfg:
        pairs.append(("authcfg", authcfg))
    pairs.append(("url", url))
    return "&".join(f"{name}={quote(value, safe='/:,')}" for name, value in pairs)
