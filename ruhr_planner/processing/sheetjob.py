"""What fact sheets are made from: the records of layers and store, the map, the imprint; one job a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsLayerMetadata,
    QgsProcessingMultiStepFeedback,
    QgsVectorLayer,
)

from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, region, sensitivity
from ruhr_planner.model.errors import MissingLayer
from ruhr_planner.model.results import (
    ALSO_CALLED,
    CONNECTION,
    CONTRIBUTION,
    FIBRE_GAP,
    SITE,
    SITE_FACT,
    SITE_SCORE,
    known_field,
)
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_CELL,
    MUNICIPALITY,
    OBJECT,
    PLOT,
    Field,
    Table,
    real,
)
from ruhr_planner.processing import inputs, office, stores
from ruhr_planner.processing.algorithm import MUNICIPALITIES, Run, layer_title, multi_type
from ruhr_planner.processing.child import run_child
from ruhr_planner.processing.cooperationsites import CooperationSites
from ruhr_planner.processing.inputs import ANY, NONE, LayerInput, Records, store_tables
from ruhr_planner.processing.mapexhibit import neighbours, rows_of_place
from ruhr_planner.store import layers, metadata
from ruhr_planner.store.layers import LayerSpec
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.exhibit.factsheet import FactSheet, Imprint
    from ruhr_planner.exhibit.factsheet_page import Backdrop
    from ruhr_planner.exhibit.layout import MapLayer

SITES, SUBJECT, AGS = "SITES", "SUBJECT", "AGS"
FIBRE, COSTS, FLOWS, BALANCE, SUMMARY = "FIBRE", "COSTS", "FLOWS", "BALANCE", "FIBRE_SUMMARY"
INTERNAL, LANGUAGE = "INTERNAL", "LANGUAGE"
AUTHOR, PLAN_NUMBER, STATUS = "AUTHOR", "PLAN_NUMBER", "STATUS"

_PLOT_FIELDS = (
    PLOT.plot_id,
    PLOT.valid_from,
    PLOT.valid_to,
    PLOT.ags,
    PLOT.municipality,
    PLOT.name,
    PLOT.plot_type,
    PLOT.planning_status,
    PLOT.use_rp,
    PLOT.use_fnp,
    PLOT.use_bplan,
    PLOT.planned_use,
    PLOT.restriction,
    PLOT.restriction_reasons,
    PLOT.contamination,
    PLOT.ownership,
    PLOT.available_from,
    PLOT.area_gross_ha,
    PLOT.area_net_ha,
)
"""What sheets say of plots."""
_IDS = (SITE.site_id, PLOT.plot_id, CONNECTION.object_id)


@dataclass(frozen=True)
class Made:
    """What is to be drawn."""

    sheets: list[FactSheet]
    imprint: Imprint
    backdrop: Backdrop


class Job:
    """What sheets of sites and of municipalities have in common: the data, the map, the imprint."""

    def __init__(self, run: Run, work: Path) -> None:
        from ruhr_planner.exhibit.phrases import LANGUAGES, Phrases

        self.run = run
        self.work = work
        self.language = LANGUAGES[run.index(LANGUAGE)]
        self.phrases = Phrases(self.language)
        self.store = stores.given(run)
        self.counts = self.store.counts() if self.store is not None else {}
        self.sources: list[Provenance] = []
        self.boundaries = self._municipalities()
        keys = [str(key) for key in self.boundaries.text(MUNICIPALITY.ags)]
        self.names = dict(zip(keys, (str(name) for name in self.boundaries.text(MUNICIPALITY.name))))
        wanted = run.string(AGS).strip()
        rows = rows_of_place(self.boundaries, wanted) if wanted else range(len(keys))
        self.towns = {keys[row]: row for row in rows}
        self.narrowed = bool(wanted)

    # ------------------------------------------------------------------------------------------------------------ data
    def has(self, table: Table) -> bool:
        """Tell whether the store has records of a table."""
        return self.counts.get(table.table, 0) > 0

    def note(self, source: Provenance) -> None:
        """Remember a source, once."""
        known = {(each.title, each.date) for each in self.sources}
        if (source.title, source.date) not in known:
            self.sources.append(source)

    def note_store(self, *tables: Table) -> None:
        """Remember the store's tables as sources, as far as they hold records."""
        for table in tables:
            if self.store is not None and self.has(table):
                said = self.store.provenance(table)
                self.note(replace(said, title=said.title.replace(table.label.de, table.label.text(self.language))))

    def read(self, layer: QgsVectorLayer, parameter: str, table: Table, geometry: str = NONE) -> Records:
        """Read those fields of a layer that a table knows, and check them."""
        found = [column.name for column in table.columns if layer.fields().lookupField(column.name) >= 0]
        declared = LayerInput(parameter, "", table, columns=tuple(found), geometry=geometry)
        said = metadata.read(metadata.told(layer), layer_title(layer))
        records = inputs.read(
            layer, declared, said, self.run.as_of, self.run.context, self.run.check, title=layer_title(layer)
        )
        self.run.tell(records, declared)
        said = records.provenance
        self.note(replace(said, title=said.title.replace(table.label.de, table.label.text(self.language))))
        return records

    def computed(self, algorithm: str, output: str, parameters: Mapping[str, Any]) -> QgsVectorLayer:
        """Run an algorithm over the store; return one of its outputs as a layer."""
        self.run.log(tr("Computed from the store: {algorithm}.").format(algorithm=algorithm))
        feedback = QgsProcessingMultiStepFeedback(4, self.run.feedback)
        target = self.work / f"{algorithm}_{output.lower()}.gpkg"
        given = {"OUTPUT": str(self.work / f"{algorithm}_output.gpkg"), output: str(target), **parameters}
        results = run_child(self.run, algorithm, given, self.language, feedback)
        layer = QgsVectorLayer(str(results[output]), algorithm, "ogr")
        if not layer.isValid():
            raise MissingLayer(layer=results[output], parameter=output)
        return layer

    def uri(self, table: Table) -> str | None:
        """Return the address of a table of the store that holds records."""
        return self.store.uri(table) if self.store is not None and self.has(table) else None

    def _municipalities(self) -> Records:
        """Return the boundaries: those given, else the store's, else the shipped ones."""
        others = tuple(name for name in MUNICIPALITY.names if name != MUNICIPALITY.ags)
        declared = replace(MUNICIPALITIES, columns=others)
        layer = self.run.layer(MUNICIPALITIES.parameter)
        if layer is None and self.store is not None and self.has(MUNICIPALITY):
            layer = self.store.layer(MUNICIPALITY, self.language)
        layer = layer or inputs.source_layer(declared)
        said = metadata.read(metadata.told(layer), layer_title(layer))
        records = inputs.read(layer, declared, said, self.run.as_of, self.run.context, self.run.check)
        self.run.tell(records, declared)
        return records

    def plots(self) -> Iterator[dict[str, Any]]:
        """Yield the store's plots that are in force, as values by field."""
        if self.store is None:
            return
        names = _PLOT_FIELDS
        begin, end = names.index(PLOT.valid_from), names.index(PLOT.valid_to)
        day = self.run.as_of.isoformat()
        for number, row in enumerate(self.store.values(PLOT, names)):
            if number % inputs.CHECK_EVERY == 0:
                self.run.check()
            if str(row[begin] or day)[:10] <= day <= str(row[end] or day)[:10]:
                yield dict(zip(names, row))

    # ------------------------------------------------------------------------------------------------------------- map
    def written(self, name: str, table: Table, rows: Iterable[layers.Row], kind: Qgis.WkbType) -> str:
        """Write a layer of the map; return its address."""
        spec = LayerSpec(name, layers.qgis_fields(table), kind, QgsLayerMetadata())
        file = self.work / "map.gpkg"
        layers.write_layer(file, spec, rows, QgsCoordinateTransformContext(), self.run.check)
        return layers.layer_uri(file, name)

    def town_layer(self) -> str:
        """Write the municipalities."""
        rows: list[layers.Row] = []
        for row, geometry in enumerate(self.boundaries.geometries):
            values = [self.boundaries.text(name)[row] for name in (MUNICIPALITY.ags, MUNICIPALITY.name)]
            rows.append((geometry, values))
        table = replace(MUNICIPALITY, columns=(MUNICIPALITY.columns[0], MUNICIPALITY.columns[1]))
        return self.written(MUNICIPALITY.table, table, rows, Qgis.WkbType.MultiPolygon)

    def ground(self, towns: str) -> tuple[MapLayer, ...]:
        """Return plots, barriers, municipalities and neighbours, uppermost first."""
        from ruhr_planner.exhibit.layout import MapLayer

        found = []
        plots, barriers = self.uri(PLOT), self.uri(BARRIER)
        if plots is not None:
            day = self.run.as_of.isoformat()
            begun = f"({PLOT.valid_from} IS NULL OR {PLOT.valid_from} <= '{day}')"
            force = f"{begun} AND ({PLOT.valid_to} IS NULL OR {PLOT.valid_to} >= '{day}')"
            found.append(MapLayer(plots, PLOT.table, PLOT.label.text(self.language), force))
        if barriers is not None:
            found.append(MapLayer(barriers, BARRIER.table, BARRIER.label.text(self.language)))
        return (*found, MapLayer(towns, MUNICIPALITY.table), MapLayer(neighbours(), "neighbour"))

    def backdrop(self, shown: tuple[MapLayer, ...], towns: str, around: float) -> Backdrop:
        """Return the layers of the maps: those of a sheet, and the outlines of the region."""
        from ruhr_planner.exhibit import backdrop
        from ruhr_planner.exhibit.factsheet_page import Backdrop
        from ruhr_planner.exhibit.layout import MapLayer

        layer = QgsVectorLayer(towns, MUNICIPALITY.table, "ogr")
        kreise = backdrop.write_kreise(layer, self.work / "kreise.gpkg", self.language, self.run.check)
        locator = (MapLayer(kreise, "kreis"), MapLayer(towns, MUNICIPALITY.table, labels=False))
        return Backdrop(shown, locator, around=around)

    def imprint(self) -> Imprint:
        """Return what all sheets share; call it when all sources are known."""
        from ruhr_planner.exhibit import themes
        from ruhr_planner.exhibit.factsheet import Imprint

        run = self.run
        said = self.boundaries.provenance
        scales = self.boundaries.number(MUNICIPALITY.source_scale)
        scale = int(scales.max()) if len(scales) and not any(scales != scales) else None
        title = said.title.replace(MUNICIPALITY.label.de, MUNICIPALITY.label.text(self.language))
        sources = [*self.sources, replace(said, title=title + self.phrases.sharpness(scale, region.SHARP_SCALE))]
        level = sensitivity.highest(
            [*(source.sensitivity for source in sources), codes.SENSITIVITY.internal if run.flag(INTERNAL) else None]
        )
        status = codes.EXHIBIT_STATUS.codes[run.index(STATUS)]
        name, logo = office.name_and_logo(run)
        return Imprint(
            language=self.language,
            stand=run.as_of,
            run=run.run_id[:8],
            sources=themes.source_lines(sources, self.phrases),
            sensitivity=level,
            invented=any(source.invented for source in sources),
            status="" if status == codes.EXHIBIT_STATUS.none else codes.EXHIBIT_STATUS.label(status, self.language),
            author=run.string(AUTHOR).strip(),
            plan_number=run.string(PLAN_NUMBER).strip(),
            office=name,
            logo=logo,
        )

    def site_layer(self, found: Layer) -> tuple[str, tuple[MapLayer, ...]]:
        """Write the sites for the map; return the address, and the layers that show them all."""
        from ruhr_planner.exhibit.layout import MapLayer

        columns = (SITE.site_id, SITE.net_ha, SITE.cross_border)
        rows: list[layers.Row] = []
        for key, values, geometry in zip(found.ids, found.values, found.records.geometries):
            rows.append((geometry, [key, values.get(SITE.net_ha), values.get(SITE.cross_border)]))
        table = replace(SITE, columns=tuple(SITE.column(name) for name in columns))
        kind = multi_type(found.records) if rows else Qgis.WkbType.MultiPolygon
        shown = self.written(SITE.table, table, rows, kind)
        if not found.has(SITE.net_ha):
            return shown, ()
        label = f"{SITE.label.text(self.language)} ({self.phrases.tr('net')})"
        return shown, (MapLayer(shown, SITE.table, label, labels=False),)

    # ----------------------------------------------------------------------------------------------------------- sites
    def sites(self) -> Layer | None:
        """Return the sites: those given, else those that the search finds in the store; None without both."""
        layer = self.run.layer(SITES)
        if layer is None:
            if self.store is None or not self.has(PLOT):
                return None
            layer = self._searched()
        sites = self.read(layer, SITES, _site_table(layer), ANY)
        found = Layer(self.run, sites, metadata.history(metadata.told(layer)))
        for parameter, table in ((FIBRE, FIBRE_GAP), (COSTS, CONNECTION)):
            other = self.run.layer(parameter)
            if other is not None:
                ids = tuple(column for column in OBJECT.columns if column.name in _IDS)
                own = tuple(column for column in table.columns if column.name not in _IDS)
                found.join(self.read(other, parameter, replace(table, columns=(*ids, *own))))
        if not found.has(FIBRE_GAP.gap_class) and self.run.index(SUBJECT) == 0 and self.has(BROADBAND_CELL):
            given = {"OBJECTS": layer, "CELLS": self.uri(BROADBAND_CELL)}
            ids = tuple(column for column in OBJECT.columns if column.name in _IDS)
            judged = self.computed("fibregaps", "OUTPUT", given)
            found.join(self.read(judged, FIBRE, replace(FIBRE_GAP, columns=(*ids, *FIBRE_GAP.columns))))
        return found

    def _searched(self) -> QgsVectorLayer:
        given = {name: self.uri(table) for name, table in store_tables(CooperationSites.INPUTS).items()}
        return self.computed("cooperationsites", "OUTPUT", given)


def _site_table(layer: QgsVectorLayer) -> Table:
    """Return the fields of a layer of sites that a sheet can say something of, also those whose names are made."""
    known: dict[str, Field] = {}
    for table in (SITE, SITE_SCORE, SITE_FACT, FIBRE_GAP, CONNECTION, PLOT):
        for column in table.columns:
            known.setdefault(column.name, column)
    found = []
    for each in layer.fields():
        name = each.name()
        if name in known:
            found.append(known[name])
        elif name.startswith(CONTRIBUTION):
            found.append(real(name, name, name))
        elif name.startswith(("dist_", "road_", "people_")):
            made = known_field(name)
            found += [made] if made is not None else []
    return replace(SITE, columns=tuple(found))


class Layer:
    """The sites with everything that was joined to them."""

    def __init__(self, run: Run, records: Records, history: dict[str, object]) -> None:
        self._run = run
        self.records = records
        self.history = history
        self.ids = run.identifiers(records, *_IDS)
        self.fields = list(records.columns)
        self.values = list(values_of(records))
        for alias, name in ALSO_CALLED.items():  # facts under the names that the fibre algorithms give them
            if alias in self.fields and name not in self.fields:
                self.fields.append(name)
                for values in self.values:
                    values[name] = values[alias]

    def has(self, name: str) -> bool:
        """Tell whether the sites have a field."""
        return name in self.fields

    def join(self, records: Records) -> None:
        """Add the fields of a layer whose id is that of a site; they replace those of the same name."""
        rows = dict(zip(self._run.identifiers(records, *_IDS), values_of(records)))
        added = [each for each in records.columns if each not in _IDS]
        self.fields += [each for each in added if each not in self.fields]
        for key, values in zip(self.ids, self.values):
            values.update({each: rows[key][each] for each in added} if key in rows else {})


def values_of(records: Records) -> Iterator[dict[str, Any]]:
    """Yield the records as values by field, unknown as None."""
    columns = {name: column.tolist() for name, column in records.columns.items()}
    for row in range(len(records)):
        yield {name: _plain(column[row]) for name, column in columns.items()}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value
