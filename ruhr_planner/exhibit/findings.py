"""The numbers that exhibits, tables and the report state, counted once from the result layers.

Everything people read goes through here, so that a sentence, a table and a figure on a map cannot differ.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    FIBRE_SUMMARY,
    LAND_BALANCE,
    SITE,
    SITE_GAP_TABLE,
    SITE_SCORE,
)
from ruhr_planner.model.tables import BROADBAND_AREA, MUNICIPALITY, PLACE, PLOT


@dataclass(frozen=True)
class Site:
    """One cooperation site as people speak of it."""

    site_id: str
    net_ha: float
    gross_ha: float
    municipalities: tuple[str, ...]
    cross_border: bool
    extent: tuple[float, float, float, float]
    fibre_class: str = ""
    """Code of GAP_CLASS; "" where nobody looked."""


@dataclass(frozen=True)
class GapRow:
    """How many sites there are when gaps up to a width are bridged."""

    gap_m: int
    n_ge5: int
    n_ge8: int
    area_ha: float


@dataclass(frozen=True)
class SiteFindings:
    """What the site search found, and with which parameters."""

    sites: tuple[Site, ...]
    """Largest net area first."""
    meets_8: int
    meets_8_single: int
    meets_50: int
    near_miss: int
    rejected: int
    min_area: float
    area_basis: str
    gap: float
    facing: float
    net_factor: float
    gaps: tuple[GapRow, ...] = ()

    @property
    def n_sites(self) -> int:
        """Number of sites."""
        return len(self.sites)

    @property
    def net_ha(self) -> float:
        """Net area of all sites, ha."""
        return sum(site.net_ha for site in self.sites)

    @property
    def gross_ha(self) -> float:
        """Gross area of all sites, ha."""
        return sum(site.gross_ha for site in self.sites)

    @property
    def cross_border(self) -> int:
        """Number of sites across a municipal border."""
        return sum(site.cross_border for site in self.sites)

    @property
    def largest(self) -> tuple[Site, ...]:
        """The sites by falling net area."""
        return self.sites


@dataclass(frozen=True)
class FibreRow:
    """The gap classes of one municipality."""

    ags: str
    name: str
    objects: int
    served: int
    partly: int
    unserved: int
    no_data: int


@dataclass(frozen=True)
class OpenObject:
    """One object that is not served: what the list for the next market survey holds."""

    object_id: str
    name: str
    ags: str
    municipality: str
    gap_class: str
    fibre_share: float | None
    cover_share: float | None
    planned_status: str
    area_ha: float | None


@dataclass(frozen=True)
class FibreGroup:
    """The gap classes of one kind of objects."""

    key: str
    title: str
    counts: Mapping[str, int]
    municipalities: tuple[FibreRow, ...] = ()
    to_close: tuple[OpenObject, ...] = ()

    def count(self, gap_class: str) -> int:
        """Return the number of objects of a class."""
        return self.counts.get(gap_class, 0)

    @property
    def objects(self) -> int:
        """Number of objects."""
        return sum(self.counts.values())

    @property
    def served(self) -> int:
        """Number of served objects."""
        return self.count(codes.GAP_CLASS.served)

    @property
    def partly(self) -> int:
        """Number of partly served objects."""
        return self.count(codes.GAP_CLASS.partly)

    @property
    def unserved(self) -> int:
        """Number of unserved objects."""
        return self.count(codes.GAP_CLASS.unserved)

    @property
    def no_data(self) -> int:
        """Number of objects without a statement."""
        return self.count(codes.GAP_CLASS.no_data)


@dataclass(frozen=True)
class FibreFindings:
    """What the fibre search found, and with which parameters; shares 0–1, speed in Mbit/s, radius in m."""

    groups: tuple[FibreGroup, ...]
    technology: str
    speed: float
    served_share: float
    partly_share: float
    min_cover: float
    radius: float

    def total(self, gap_class: str) -> int:
        """Return the number of objects of a class over all groups."""
        return sum(group.count(gap_class) for group in self.groups)


@dataclass(frozen=True)
class BroadbandGroup:
    """Shares of one user group, per cent by AGS."""

    code: str
    title: str
    shares: Mapping[str, float]
    edition: str = ""

    @property
    def median(self) -> float | None:
        """Median of the municipalities that have a value."""
        return statistics.median(self.shares.values()) if self.shares else None

    @property
    def above_half(self) -> int:
        """Number of municipalities with at least 50 per cent."""
        return sum(share >= 50 for share in self.shares.values())


@dataclass(frozen=True)
class BroadbandFindings:
    """Fibre shares of all municipalities."""

    groups: tuple[BroadbandGroup, ...]
    municipalities: tuple[tuple[str, str], ...]
    """AGS and name, by name."""
    mbit: int
    editions: tuple[str, ...] = field(default=())

    def edition_text(self, phrases: Phrases) -> str:
        """Return the editions of the user groups as people write dates."""
        return phrases.listed([edition_text(edition, phrases) for edition in self.editions]) or phrases.unknown()


def edition_text(edition: str, phrases: Phrases) -> str:
    """Return an edition (``2021-06``, ``2021-06-30``) as people write it; anything else as it stands."""
    found = re.match(r"(\d{4})-(\d{2})(?:-(\d{2}))?", edition)
    if found is None:
        return edition
    rest = edition[found.end() :]
    year, month, day = found.groups()
    if day is not None:
        return phrases.date(date(int(year), int(month), int(day))) + rest
    return phrases.month(int(year), int(month)) + rest


# ------------------------------------------------------------------------------------------------------------ counting
def count_sites(
    layer: QgsVectorLayer,
    names: Mapping[str, str],
    near_miss: int,
    rejected: int,
    used: Mapping[str, object],
    gap_table: QgsVectorLayer | None = None,
    fibre: Mapping[str, str] | None = None,
    place: Place | None = None,
) -> SiteFindings:
    """Count a layer of cooperation sites.

    :param names: municipality names by AGS.
    :param used: the parameters of the search: MIN_AREA (ha), AREA_BASIS (code), GAP, FACING_MIN (m), NET_FACTOR.
    :param fibre: gap class by site id, where it is known.
    :param place: sites that do not touch it are left out.
    """
    sites, flags = [], dict.fromkeys((SITE.meets_8, SITE.meets_8_single, SITE.meets_50), 0)
    for feature in layer.getFeatures():
        if place is not None and not place.has(str(_value(feature, SITE.ags_list) or "")):
            continue
        sites.append(_site(feature, names, fibre or {}))
        for name in flags:
            flags[name] += _value(feature, name) == 1
    sites.sort(key=lambda site: (-site.net_ha, site.site_id))
    return SiteFindings(
        sites=tuple(sites),
        meets_8=flags[SITE.meets_8],
        meets_8_single=flags[SITE.meets_8_single],
        meets_50=flags[SITE.meets_50],
        near_miss=near_miss,
        rejected=rejected,
        min_area=float(str(used["MIN_AREA"])),
        area_basis=str(used["AREA_BASIS"]),
        gap=float(str(used["GAP"])),
        facing=float(str(used["FACING_MIN"])),
        net_factor=float(str(used["NET_FACTOR"])),
        gaps=_gap_rows(gap_table),
    )


def _gap_rows(table: QgsVectorLayer | None) -> tuple[GapRow, ...]:
    if table is None:
        return ()
    rows = [
        GapRow(
            int(str(_value(row, SITE_GAP_TABLE.gap_m))),
            int(str(_value(row, SITE_GAP_TABLE.n_ge5))),
            int(str(_value(row, SITE_GAP_TABLE.n_ge8))),
            float(str(_value(row, SITE_GAP_TABLE.area_ha))),
        )
        for row in table.getFeatures()
    ]
    return tuple(sorted(rows, key=lambda row: row.gap_m))


def _site(feature: QgsFeature, names: Mapping[str, str], fibre: Mapping[str, str]) -> Site:
    box = feature.geometry().boundingBox()
    keys = [
        key.strip() for key in str(_value(feature, SITE.ags_list) or "").replace(",", ";").split(";") if key.strip()
    ]
    return Site(
        site_id=str(_value(feature, SITE.site_id)),
        net_ha=float(_value(feature, SITE.net_ha) or 0.0),
        gross_ha=float(_value(feature, SITE.gross_ha) or 0.0),
        municipalities=tuple(names.get(key, key) for key in keys),
        cross_border=_value(feature, SITE.cross_border) == 1,
        extent=(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
        fibre_class=fibre.get(str(_value(feature, SITE.site_id)), ""),
    )


def count_fibre(
    key: str, title: str, layer: QgsVectorLayer, summary: QgsVectorLayer | None, names: Mapping[str, str]
) -> FibreGroup:
    """Count a layer of fibre gaps.

    :param summary: the table by municipality, or None.
    """
    counts = dict.fromkeys(codes.GAP_CLASS, 0)
    to_close = []
    for feature in layer.getFeatures():
        gap_class = str(_value(feature, FIBRE_GAP.gap_class))
        counts[gap_class] = counts.get(gap_class, 0) + 1
        if gap_class != codes.GAP_CLASS.served:
            to_close.append(_open_object(feature, gap_class, names))
    order = {code: rank for rank, code in enumerate(("unserved", "partly", "no_data"))}
    to_close.sort(key=lambda entry: (order.get(entry.gap_class, 9), entry.municipality, entry.name, entry.object_id))
    rows = fibre_rows(summary, names) if summary is not None else ()
    return FibreGroup(key, title, counts, rows, tuple(to_close))


def _open_object(feature: QgsFeature, gap_class: str, names: Mapping[str, str]) -> OpenObject:
    ags = str(_value(feature, PLOT.ags) or "")
    geometry = feature.geometry()
    area = geometry.area() / 10_000.0 if geometry.area() > 0 else None
    return OpenObject(
        object_id=str(_value(feature, PLOT.plot_id) or _value(feature, PLACE.place_id) or feature.id()),
        name=str(_value(feature, PLOT.name) or ""),
        ags=ags,
        municipality=names.get(ags, str(_value(feature, PLOT.municipality) or "")),
        gap_class=gap_class,
        fibre_share=_number(feature, FIBRE_GAP.fibre_share),
        cover_share=_number(feature, FIBRE_GAP.cover_share),
        planned_status=str(_value(feature, FIBRE_GAP.planned_status) or ""),
        area_ha=area,
    )


def fibre_rows(
    summary: QgsVectorLayer, names: Mapping[str, str], key: str = FIBRE_SUMMARY.ags, name: str = FIBRE_SUMMARY.name
) -> tuple[FibreRow, ...]:
    """Return the rows of a summary by municipality or, with the fields of its key and name, by Kreis."""
    rows = []
    for feature in summary.getFeatures():
        ags = str(_value(feature, key) or "")
        numbers = [
            int(str(_value(feature, each) or 0))
            for each in (
                FIBRE_SUMMARY.n_objects,
                FIBRE_SUMMARY.n_served,
                FIBRE_SUMMARY.n_partly,
                FIBRE_SUMMARY.n_unserved,
                FIBRE_SUMMARY.n_no_data,
            )
        ]
        rows.append(FibreRow(ags, str(_value(feature, name) or names.get(ags, ags)), *numbers))
    return tuple(sorted(rows, key=lambda row: row.name))


def count_broadband(
    areas: QgsVectorLayer,
    names: Mapping[str, str],
    phrases: Phrases,
    tech: str,
    mbit: int,
    groups: tuple[str, ...],
    as_of: date,
) -> BroadbandFindings:
    """Read the shares by municipality of one technology and speed, the latest edition of each user group.

    :param areas: the table `broadband_area`.
    :param groups: codes of the user groups.
    :param as_of: editions of later days are left out.
    """
    shares: dict[str, dict[str, dict[str, float]]] = {group: {} for group in groups}
    request = QgsFeatureRequest()
    for feature in areas.getFeatures(request):
        group = str(_value(feature, BROADBAND_AREA.user_group))
        ags = str(_value(feature, BROADBAND_AREA.ags))
        share = _number(feature, BROADBAND_AREA.share)
        edition = str(_value(feature, BROADBAND_AREA.edition) or "")
        wanted = group in shares and ags in names and share is not None and edition[:10] <= as_of.isoformat()
        if wanted and _value(feature, BROADBAND_AREA.tech) == tech and _value(feature, BROADBAND_AREA.mbit) == mbit:
            shares[group].setdefault(edition, {})[ags] = float(share or 0.0)
    found, editions = [], []
    for group in groups:
        if shares[group]:
            edition = max(shares[group])
            editions.append(edition)
            found.append(
                BroadbandGroup(group, codes.USER_GROUP.label(group, phrases.language), shares[group][edition], edition)
            )
    listed = tuple(sorted(names.items(), key=lambda pair: pair[1]))
    return BroadbandFindings(tuple(found), listed, mbit, tuple(dict.fromkeys(editions)))


def municipality_names(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the names of the municipalities by AGS."""
    return {str(_value(each, MUNICIPALITY.ags)): str(_value(each, MUNICIPALITY.name)) for each in layer.getFeatures()}


def boundary_scale(layer: QgsVectorLayer) -> int | None:
    """Return the smallest scale of the municipalities as the denominator, None if that of one of them is unknown."""
    scales = [_number(each, MUNICIPALITY.source_scale) for each in layer.getFeatures()]
    known = [int(scale) for scale in scales if scale is not None]
    return max(known) if known and len(known) == len(scales) else None


def _value(feature: QgsFeature, name: str) -> object:
    """Return a value, None for NULL and for a field that the layer does not have."""
    index = feature.fields().lookupField(name)
    value = feature[index] if index >= 0 else None
    return None if value is None or value == NULL else value


def _number(feature: QgsFeature, name: str) -> float | None:
    value = _value(feature, name)
    return None if value is None else float(str(value))


# ---------------------------------------------------------------------------------------------------- place and balance
@dataclass(frozen=True)
class Place:
    """What a report is about: the region, a Kreis or a municipality."""

    name: str
    names: Mapping[str, str]
    """Municipalities of it by AGS."""
    key: str = ""
    """"" for the region, 5 digits of a Kreis, 8 of a municipality."""

    def has(self, keys: str) -> bool:
        """Tell whether one of several AGS, separated by commas or semicolons, belongs to it."""
        return not self.key or any(each.strip() in self.names for each in keys.replace(",", ";").split(";"))


@dataclass(frozen=True)
class Account:
    """One row of the land balance: name, numbers by field (None = unknown) and the reasons for what is unknown."""

    name: str
    figures: Mapping[str, float | None]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class BalanceFindings:
    """The land balance of a place: the sum, its parts for charts (Kreise or municipalities), all municipalities."""

    total: Account
    parts: tuple[Account, ...]
    towns: tuple[Account, ...]
    net_factor: float
    horizon: float


def read_accounts(layer: QgsVectorLayer, key: str, name: str) -> dict[str, Account]:
    """Return the rows of a land balance by the field `key`, in the order of their names."""
    found = {}
    for feature in layer.getFeatures():
        figures = {column.name: _figure(feature, column.name) for column in LAND_BALANCE.columns[2:]}
        reasons = tuple(each for each in str(_value(feature, LAND_BALANCE.reason) or "").split(";") if each)
        row = str(_value(feature, key))
        found[row] = Account(str(_value(feature, name) or row), figures, reasons)
    return dict(sorted(found.items(), key=lambda pair: pair[1].name))


def _figure(feature: QgsFeature, name: str) -> float | None:
    return None if LAND_BALANCE.column(name).kind == "text" else _number(feature, name)


# ------------------------------------------------------------------------------------------------- scores and partners
@dataclass(frozen=True)
class Scored:
    """One scored site, as people speak of it."""

    site_id: str
    where: str
    net_ha: float | None
    score: float | None
    rank: int | None
    low: int | None
    high: int | None
    knocked_out: bool
    close_call: bool


def read_scores(layer: QgsVectorLayer, names: Mapping[str, str], place: Place, phrases: Phrases) -> tuple[Scored, ...]:
    """Return the sites of a place by their rank in the whole region; those that are knocked out come last."""
    found = []
    for feature in layer.getFeatures():
        keys = str(_value(feature, SITE.ags_list) or "")
        if not place.has(keys):
            continue
        found.append(
            Scored(
                str(_value(feature, SITE.site_id)),
                where(keys, names, phrases),
                _number(feature, SITE.net_ha),
                _number(feature, SITE_SCORE.score),
                _whole(feature, SITE_SCORE.rank),
                _whole(feature, SITE_SCORE.rank_p05),
                _whole(feature, SITE_SCORE.rank_p95),
                _value(feature, SITE_SCORE.knocked_out) == 1,
                _value(feature, SITE_SCORE.close_call) == 1,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.rank is None, each.rank or 0, each.site_id)))


def where(keys: str, names: Mapping[str, str], phrases: Phrases) -> str:
    """Return the names of several AGS as an enumeration, unknown where there are none."""
    found = [key.strip() for key in keys.replace(",", ";").split(";") if key.strip()]
    return phrases.listed([names.get(key, key) for key in found]) or phrases.unknown()


@dataclass(frozen=True)
class Flow:
    """Land that a municipality gets on a site."""

    town: str
    site_id: str
    where: str
    ha: float
    cost: float | None
    host: bool | None
    """Whether the site lies in the municipality itself."""


@dataclass(frozen=True)
class Covered:
    """The deficit of one municipality and what of it finds a place."""

    name: str
    deficit_ha: float
    covered_ha: float
    uncovered_ha: float


@dataclass(frozen=True)
class DeficitFindings:
    """Who lacks how much, and who could meet it where."""

    towns: tuple[Covered, ...]
    flows: tuple[Flow, ...]
    twice_ha: float | None = None
    """What of all that is met lies, at most, on land that the sites' own municipalities need, ha."""

    @property
    def deficit_ha(self) -> float:
        """Sum of the deficits, ha."""
        return sum(town.deficit_ha for town in self.towns)

    @property
    def covered_ha(self) -> float:
        """What of them finds a place, ha."""
        return sum(town.covered_ha for town in self.towns)

    @property
    def uncovered_ha(self) -> float:
        """What of them does not, ha."""
        return sum(town.uncovered_ha for town in self.towns)


def read_deficits(
    towns: QgsVectorLayer,
    flows: QgsVectorLayer,
    sites: Mapping[str, str],
    names: Mapping[str, str],
    place: Place,
    phrases: Phrases,
    twice_ha: float | None = None,
) -> DeficitFindings:
    """Return the deficits of a place, and the flows from it and into its sites.

    :param sites: AGS of each site, by its id. :param twice_ha: see `DeficitFindings`.
    """
    lacking = [
        Covered(
            names.get(str(_value(each, ALLOCATION_MUNICIPALITY.ags)), phrases.unknown()),
            _number(each, ALLOCATION_MUNICIPALITY.deficit_ha) or 0.0,
            _number(each, ALLOCATION_MUNICIPALITY.covered_ha) or 0.0,
            _number(each, ALLOCATION_MUNICIPALITY.uncovered_ha) or 0.0,
        )
        for each in towns.getFeatures()
        if place.has(str(_value(each, ALLOCATION_MUNICIPALITY.ags)))
        and (_number(each, ALLOCATION_MUNICIPALITY.deficit_ha) or 0.0) > 0.0
    ]
    found = []
    for each in flows.getFeatures():
        ags, site = str(_value(each, ALLOCATION_FLOW.ags)), str(_value(each, ALLOCATION_FLOW.site_id))
        if place.has(ags) or place.has(sites.get(site, "")):
            host = _value(each, ALLOCATION_FLOW.host)
            found.append(
                Flow(
                    names.get(ags, ags),
                    site,
                    where(sites.get(site, ""), names, phrases),
                    _number(each, ALLOCATION_FLOW.ha) or 0.0,
                    _number(each, ALLOCATION_FLOW.cost),
                    None if host is None else host == 1,
                )
            )
    return DeficitFindings(
        tuple(sorted(lacking, key=lambda town: -town.deficit_ha)),
        tuple(sorted(found, key=lambda flow: -flow.ha)),
        twice_ha,
    )


# ----------------------------------------------------------------------------------------------------- costs and change
@dataclass(frozen=True)
class Connected:
    """What it would cost to connect one site."""

    site_id: str
    where: str
    path_m: float | None
    total: float | None
    low: float | None
    high: float | None
    feasible: bool
    reason: str


def read_connections(
    layer: QgsVectorLayer, names: Mapping[str, str], place: Place, phrases: Phrases
) -> tuple[Connected, ...]:
    """Return the connections of the sites of a place, the dearest last; those that cannot be connected behind them."""
    found = []
    for each in layer.getFeatures():
        keys = str(_value(each, SITE.ags_list) or "")
        if place.has(keys):
            reason = _value(each, CONNECTION.reason)
            found.append(
                Connected(
                    str(_value(each, CONNECTION.object_id)),
                    where(keys, names, phrases),
                    _number(each, CONNECTION.path_m),
                    _number(each, CONNECTION.total_eur),
                    _number(each, CONNECTION.total_low_eur),
                    _number(each, CONNECTION.total_high_eur),
                    _value(each, CONNECTION.feasible) == 1,
                    codes.FIBRE_REASON.label(str(reason), phrases.language) if reason else "",
                )
            )
    return tuple(sorted(found, key=lambda each: (each.total is None, each.total or 0.0, each.site_id)))


@dataclass(frozen=True)
class Changed:
    """How many plots changed in one way, their land before and after, and of how many how much was taken up, ha.

    Land is taken up in rows of every class: of a plot that was built on in part, or divided, too.
    """

    code: str
    count: int
    ha_old: float
    ha_new: float
    taken_up: int
    taken_up_ha: float


def read_changes(layer: QgsVectorLayer, place: Place) -> tuple[Changed, ...]:
    """Return the kinds of change in the order of the code list, those that occur."""
    rows: dict[str, list[tuple[float, float, float]]] = {}
    sizes = (CHANGE.ha_old, CHANGE.ha_new, CHANGE.taken_up_ha)
    for each in layer.getFeatures():
        if place.has(str(_value(each, CHANGE.ags) or "")):
            old, new, taken = (_number(each, name) or 0.0 for name in sizes)
            rows.setdefault(str(_value(each, CHANGE.change_class)), []).append((old, new, taken))
    return tuple(_changed(code, rows[code]) for code in codes.CHANGE_CLASS if code in rows)


def _changed(code: str, rows: Sequence[tuple[float, float, float]]) -> Changed:
    old, new, taken = zip(*rows)
    return Changed(code, len(rows), sum(old), sum(new), sum(ha > 0.0 for ha in taken), sum(taken))


def _whole(feature: QgsFeature, name: str) -> int | None:
    value = _number(feature, name)
    return None if value is None else int(value)
