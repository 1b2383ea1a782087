"""The fact sheets of a run: one a site, or one a municipality, filled from what `sheetjob` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner.model import codes, region
from ruhr_planner.model.errors import MissingLayer
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    CONTRIBUTION,
    FIBRE_SUMMARY,
    LAND_BALANCE,
    SITE,
    SITE_SCORE,
    plain_kind,
)
from ruhr_planner.model.tables import (
    BROADBAND_AREA,
    BROADBAND_CELL,
    MUNICIPALITY,
    PLOT,
    TAKEUP,
    Table,
)
from ruhr_planner.processing.sheetjob import (
    BALANCE,
    FLOWS,
    INTERNAL,
    SITES,
    SUMMARY,
    Job,
    Layer,
    Made,
    values_of,
)

if TYPE_CHECKING:
    from ruhr_planner.exhibit.factsheet import FactSheet
    from ruhr_planner.exhibit.factsheet_site import Criterion, Partner
    from ruhr_planner.exhibit.factsheet_town import Flow, Share, TownSite
    from ruhr_planner.exhibit.layout import MapLayer

_TECH, _MBIT = codes.TECHNOLOGY.ftthb, 1000
_GROUPS = tuple(codes.USER_GROUP)


class SiteSheets(Job):
    """The sheets of sites."""

    def made(self) -> Made:
        """Return everything that is to be drawn.

        :raises MissingLayer: neither sites nor a store with plots.
        """
        from ruhr_planner.exhibit.layout import MapLayer

        found = self.sites()
        if found is None:
            raise MissingLayer(layer="", parameter=SITES)
        self.note_store(PLOT)
        sheets = self._sheets(found)
        shown, _drawn = self.site_layer(found)
        towns = self.town_layer()
        above = (MapLayer(shown, "focus", self.phrases.tr("this site"), labels=False),)
        return Made(sheets, self.imprint(), self.backdrop((*above, *self.ground(towns)), towns, 1.5))

    def _sheets(self, found: Layer) -> list[FactSheet]:
        from ruhr_planner.exhibit import factsheet_site

        places = [place for place in range(len(found.ids)) if self._wanted(found.values[place])]
        plots = self._plots_of(found, places)
        partners = self._partners()
        criteria = _criteria(found)
        ranked = sum(values.get(SITE_SCORE.rank) is not None for values in found.values)
        if found.has(SITE_SCORE.rank):
            places.sort(key=lambda place: (found.values[place].get(SITE_SCORE.rank) or float("inf"), found.ids[place]))
        made = []
        for place in places:
            self.run.check()
            values, key = found.values[place], found.ids[place]
            box = found.records.geometries[place].boundingBox()
            site = factsheet_site.Site(
                key=key,
                values=values,
                fields=found.fields,
                extent=(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
                condition=_condition(SITE.site_id, key),
                name=str(values.get(PLOT.name) or ""),
                plots=plots.get(key, ()),
                partners=partners.get(key, ()),
                criteria=criteria,
                ranked=ranked,
                internal=self.run.flag(INTERNAL),
            )
            made.append(factsheet_site.sheet(site, self.names, self.phrases))
        return _distinct(made)

    def _wanted(self, values: Mapping[str, Any]) -> bool:
        from ruhr_planner.exhibit.factsheet_site import shares_of

        return not self.narrowed or any(ags in self.towns for ags, _share in shares_of(values))

    def _plots_of(self, found: Layer, places: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
        """Return the plots of each site out of the store; a site that is a plot itself has itself."""
        owner: dict[str, str] = {}
        for place in places:
            values, key = found.values[place], found.ids[place]
            if values.get(PLOT.plot_type) is not None and not found.has(SITE.plot_ids):
                owner[str(values.get(PLOT.plot_id) or key)] = key
            for plot in str(values.get(SITE.plot_ids) or "").split(";"):
                owner[plot] = key
        plots: dict[str, list[dict[str, Any]]] = {}
        name = PLOT.plot_id
        for values in self.plots():
            key = owner.get(str(values[name]))
            if key is not None:
                plots.setdefault(key, []).append(values)
        if not plots and not found.has(SITE.plot_ids) and found.has(PLOT.plot_type):
            return {found.ids[place]: [found.values[place]] for place in places}
        return plots

    def _partners(self) -> dict[str, list[Partner]]:
        from ruhr_planner.exhibit.factsheet_site import Partner

        layer = self.run.layer(FLOWS)
        if layer is None:
            return {}
        partners: dict[str, list[Partner]] = {}
        for values in values_of(self.read(layer, FLOWS, ALLOCATION_FLOW)):
            ags = str(values.get(ALLOCATION_FLOW.ags))
            name = values.get(ALLOCATION_FLOW.name) or self.names.get(ags, ags)
            partner = Partner(ags, str(name), values.get(ALLOCATION_FLOW.ha))
            partners.setdefault(str(values.get(ALLOCATION_FLOW.site_id)), []).append(partner)
        return {key: sorted(each, key=lambda entry: (-(entry.ha or 0.0), entry.name)) for key, each in partners.items()}


def _condition(name: str, key: str) -> str:
    """Return the condition for one record of the map's own layers."""
    quoted = key.replace("'", "''")
    return f"\"{name}\" = '{quoted}'"


def _criteria(found: Layer) -> list[Criterion]:
    """Return the criteria of the score: those that the run tells of, else the fields with points."""
    from ruhr_planner.exhibit.factsheet_site import Criterion

    parameters = found.history.get("parameters")
    used = parameters.get("criteria_used") if isinstance(parameters, dict) else None
    told = {}
    for each in used if isinstance(used, list) else []:
        if isinstance(each, dict) and each.get("id"):
            told[f"{CONTRIBUTION}{plain_kind(str(each['id']))}"] = each
    made = []
    for name in (name for name in found.fields if name.startswith(CONTRIBUTION)):
        each = told.get(name, {})
        weight = each.get("weight")
        number = float(weight) if isinstance(weight, (int, float)) else None
        made.append(Criterion(name[len(CONTRIBUTION) :], str(each.get("field", "")), number, name))
    return made


def _distinct(sheets: list[FactSheet]) -> list[FactSheet]:
    """Give sheets whose file names coincide a number."""
    seen: dict[str, int] = {}
    made = []
    for sheet in sheets:
        seen[sheet.file] = seen.get(sheet.file, 0) + 1
        made.append(sheet if seen[sheet.file] == 1 else replace(sheet, file=f"{sheet.file}_{seen[sheet.file]}"))
    return made


# ------------------------------------------------------------------------------------------------------- municipalities
@dataclass
class _Reserves:
    """The store's reserves of one municipality."""

    plots: list[dict[str, Any]] = field(default_factory=list)
    by_status: dict[str | None, float] = field(default_factory=dict)
    by_use: dict[str | None, float] = field(default_factory=dict)

    def add(self, values: dict[str, Any]) -> None:
        """Count a plot."""
        self.plots.append(values)
        area = values.get(PLOT.area_gross_ha)
        for sums, name in ((self.by_status, PLOT.planning_status), (self.by_use, PLOT.use_rp)):
            code = values.get(name)
            code = None if code in (None, "", codes.PLANNING_STATUS.unknown) else code
            sums[code] = sums.get(code, 0.0) + float(area or 0.0)


class TownSheets(Job):
    """The sheets of municipalities."""

    def made(self) -> Made:
        """Return everything that is to be drawn."""
        from ruhr_planner.exhibit.layout import MapLayer

        sheets = self._sheets()
        towns = self.town_layer()
        above = (MapLayer(towns, "focus", labels=False), *self._sites_drawn)
        return Made(sheets, self.imprint(), self.backdrop((*above, *self.ground(towns)), towns, 1.04))

    def _sheets(self) -> list[FactSheet]:
        from ruhr_planner.exhibit import factsheet_town

        balance = self._by_ags(BALANCE, LAND_BALANCE, self._balanced)
        fibre = self._by_ags(SUMMARY, FIBRE_SUMMARY, self._judged)
        shares = self._shares()
        sites, towns_of = self._town_sites()
        flows = self._flows(towns_of)
        reserves = self._reserves()
        made = []
        ordered = sorted(self.towns.items(), key=lambda pair: self.names[pair[0]])
        for key, row in ordered:
            self.run.check()
            box: QgsRectangle = self.boundaries.geometries[row].boundingBox()
            own = reserves.get(key, _Reserves())
            kreis = self.boundaries.text(MUNICIPALITY.kreis)[row] or region.KREISE.get(region.kreis_of(key), "")
            largest = sorted(own.plots, key=lambda plot: (-(plot[PLOT.area_gross_ha] or 0.0), str(plot[PLOT.plot_id])))
            town = factsheet_town.Town(
                key=key,
                name=self.names[key],
                kreis=str(kreis),
                extent=(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
                condition=_condition(MUNICIPALITY.ags, key),
                balance=balance.get(key, {}),
                fibre=fibre.get(key, {}),
                shares=shares.get(key, ()),
                sites=None if sites is None else sites.get(key, ()),
                flows=None if flows is None else flows.get(key, ()),
                plots=largest[: factsheet_town.LISTED],
                n_plots=len(own.plots),
                by_status=own.by_status,
                by_use=own.by_use,
            )
            made.append(factsheet_town.sheet(town, self.phrases))
        return made

    def _by_ags(
        self, parameter: str, table: Table, otherwise: Callable[[], QgsVectorLayer | None]
    ) -> dict[str, dict[str, Any]]:
        layer = self.run.layer(parameter) or otherwise()
        if layer is None:
            return {}
        return {str(values.get(MUNICIPALITY.ags)): values for values in values_of(self.read(layer, parameter, table))}

    def _balanced(self) -> QgsVectorLayer | None:
        if not self.has(PLOT):
            return None
        given = {"PLOTS": self.uri(PLOT), "TAKEUP": self.uri(TAKEUP), "MUNICIPALITIES": self.uri(MUNICIPALITY)}
        return self.computed("landbalance", "OUTPUT", given)

    def _judged(self) -> QgsVectorLayer | None:
        if not self.has(PLOT) or not self.has(BROADBAND_CELL):
            return None
        given = {"OBJECTS": self.uri(PLOT), "CELLS": self.uri(BROADBAND_CELL), "MUNICIPALITIES": self.uri(MUNICIPALITY)}
        return self.computed("fibregaps", "SUMMARY", given)

    def _shares(self) -> dict[str, list[Share]]:
        """Return the fibre shares of each municipality, user group by user group, of the latest edition."""
        from ruhr_planner.exhibit import findings
        from ruhr_planner.exhibit.factsheet_town import Share

        if self.store is None or not self.has(BROADBAND_AREA):
            return {}
        self.note_store(BROADBAND_AREA)
        areas = self.store.layer(BROADBAND_AREA)
        found = findings.count_broadband(areas, self.names, self.phrases, _TECH, _MBIT, _GROUPS, self.run.as_of)
        shares: dict[str, list[Share]] = {}
        for group in found.groups:
            edition = findings.edition_text(group.edition, self.phrases)
            for key in self.towns:
                shares.setdefault(key, []).append(Share(group.title, group.shares.get(key), edition))
        return shares

    def _town_sites(self) -> tuple[dict[str, list[TownSite]] | None, dict[str, tuple[str, ...]]]:
        """Return the sites of each municipality, and the names of the municipalities of each site."""
        from ruhr_planner.exhibit.factsheet_site import shares_of
        from ruhr_planner.exhibit.factsheet_town import TownSite

        self._sites_drawn: tuple[MapLayer, ...] = ()
        found = self.sites()
        if found is None:
            return None, {}
        sites: dict[str, list[TownSite]] = {}
        towns_of: dict[str, tuple[str, ...]] = {}
        for key, values in zip(found.ids, found.values):
            shares = shares_of(values)
            towns_of[key] = tuple(self.names.get(ags, ags) for ags, _share in shares)
            for ags, share in shares:
                site = TownSite(key, towns_of[key], values.get(SITE.net_ha), share, values.get(SITE_SCORE.rank))
                sites.setdefault(ags, []).append(site)
        for listed in sites.values():
            listed.sort(key=lambda site: -(site.net_ha or 0.0))
        _shown, self._sites_drawn = self.site_layer(found)
        return sites, towns_of

    def _flows(self, towns_of: Mapping[str, tuple[str, ...]]) -> dict[str, list[Flow]] | None:
        from ruhr_planner.exhibit.factsheet_town import Flow

        layer = self.run.layer(FLOWS)
        if layer is None:
            return None
        flows: dict[str, list[Flow]] = {}
        for values in values_of(self.read(layer, FLOWS, ALLOCATION_FLOW)):
            key = str(values.get(ALLOCATION_FLOW.site_id))
            ags = str(values.get(ALLOCATION_FLOW.ags))
            towns = towns_of.get(key, ())
            flow = Flow(key, towns, values.get(ALLOCATION_FLOW.ha), self.names.get(ags) in towns)
            flows.setdefault(ags, []).append(flow)
        for listed in flows.values():
            listed.sort(key=lambda flow: (-(flow.ha or 0.0), flow.key))
        return flows

    def _reserves(self) -> dict[str, _Reserves]:
        """Return the store's reserves by municipality: every plot but existing commercial land."""
        self.note_store(PLOT)
        found: dict[str, _Reserves] = {}
        ags, kind, existing = PLOT.ags, PLOT.plot_type, codes.PLOT_TYPE.existing
        for values in self.plots():
            key = str(values[ags])
            if key in self.towns and values[kind] != existing:
                found.setdefault(key, _Reserves()).add(values)
        return found
