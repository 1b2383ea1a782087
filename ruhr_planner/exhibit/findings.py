"""The numbers that exhibits, tables and the report state, counted once from the result layers.

Everything people read goes through here, so that a sentence, a table and a figure on a map cannot differ.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import FIBRE_GAP, FIBRE_SUMMARY, SITE, SITE_GAP_TABLE
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
) -> SiteFindings:
    """Count a layer of cooperation sites.

    :param names: municipality names by AGS.
    :param used: the parameters of the search: MIN_AREA (ha), AREA_BASIS (code), GAP, FACING_MIN (m), NET_FACTOR.
    :param fibre: gap class by site id, where it is known.
    """
    sites, flags = [], dict.fromkeys((SITE.meets_8, SITE.meets_8_single, SITE.meets_50), 0)
    for feature in layer.getFeatures():
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
    return FibreGroup(key, title, counts, _fibre_rows(summary, names), tuple(to_close))


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


def _fibre_rows(summary: QgsVectorLayer | None, names: Mapping[str, str]) -> tuple[FibreRow, ...]:
    if summary is None:
        return ()
    rows = []
    for feature in summary.getFeatures():
        ags = str(_value(feature, FIBRE_SUMMARY.ags) or "")
        numbers = [
            int(_value(feature, name) or 0)
            for name in (
                FIBRE_SUMMARY.n_objects,
                FIBRE_SUMMARY.n_served,
                FIBRE_SUMMARY.n_partly,
                FIBRE_SUMMARY.n_unserved,
                FIBRE_SUMMARY.n_no_data,
            )
        ]
        rows.append(FibreRow(ags, str(_value(feature, FIBRE_SUMMARY.name) or names.get(ags, ags)), *numbers))
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
