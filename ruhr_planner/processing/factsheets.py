"""Algorithm `factsheets`: a sheet of two pages for every site or municipality, as PDFs, as one PDF, or as HTML.

What is not given and can be computed from the store is computed by the registered algorithms; layers are checked like
the inputs of an analysis. Contents come from `exhibit.factsheet_site` and `exhibit.factsheet_town`, pages from
`exhibit.factsheet_page`, drawn one sheet at a time in the main thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, region, sensitivity
from ruhr_planner.model.errors import MissingLayer, NothingForSheets
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALSO_CALLED,
    CONNECTION,
    FIBRE_GAP,
    FIBRE_SUMMARY,
    LAND_BALANCE,
    SITE,
    SITE_FACT,
    SITE_SCORE,
    known_field,
    plain_kind,
)
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_AREA,
    BROADBAND_CELL,
    MUNICIPALITY,
    OBJECT,
    PLOT,
    TAKEUP,
    Field,
    Table,
    real,
)
from ruhr_planner.processing import inputs, office, stores
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run, layer_title, multi_type
from ruhr_planner.processing.child import run_child
from ruhr_planner.processing.cooperationsites import CooperationSites
from ruhr_planner.processing.inputs import ANY, NONE, LayerInput, Records, store_tables
from ruhr_planner.processing.mapexhibit import neighbours, rows_of_place
from ruhr_planner.store import files, layers, metadata
from ruhr_planner.store.layers import LayerSpec
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.exhibit.factsheet import FactSheet, Imprint
    from ruhr_planner.exhibit.factsheet_page import Backdrop
    from ruhr_planner.exhibit.factsheet_site import Criterion, Partner
    from ruhr_planner.exhibit.factsheet_town import Flow, Share, TownSite
    from ruhr_planner.exhibit.layout import MapLayer

SITES, STORE, SUBJECT, FORMAT, AGS, FOLDER = "SITES", "STORE", "SUBJECT", "FORMAT", "AGS", "FOLDER"
FIBRE, COSTS, FLOWS, BALANCE, SUMMARY = "FIBRE", "COSTS", "FLOWS", "BALANCE", "FIBRE_SUMMARY"
INTERNAL, LANGUAGE = "INTERNAL", "LANGUAGE"
AUTHOR, PLAN_NUMBER, STATUS = "AUTHOR", "PLAN_NUMBER", "STATUS"

ATLAS, INDEX = "factsheets.pdf", "factsheets.html"
MINE = "factsheet_"
"""What the names of single sheets begin with."""

_CONTRIBUTION = "contrib_"
_TECH, _MBIT = codes.TECHNOLOGY.ftthb, 1000
_GROUPS = tuple(codes.USER_GROUP)
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


class FactSheets(PlannerAlgorithm):
    """Write fact sheets of sites or municipalities."""

    ID = "factsheets"
    LABEL = "Fact sheets"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True

    def define(self) -> None:
        """Add data, subject, format, place and texts."""
        kinds = QgsProcessing.SourceType
        shapes = [kinds.TypeVectorPolygon, kinds.TypeVectorPoint]
        self._layer(SITES, tr("Sites (empty: searched for in the store)"), shapes)
        self.addParameter(stores.parameter(optional=True))
        self._choice(SUBJECT, tr("One sheet for every"), codes.SHEET_SUBJECT, codes.SHEET_SUBJECT.sites)
        self._choice(FORMAT, tr("Format"), codes.SHEET_FORMAT, codes.SHEET_FORMAT.pdf)
        self._text(AGS, tr("Municipality or Kreis (key or name; empty: all)"))
        self._layer(FIBRE, tr("Fibre gaps of the sites (joined by their ids)"), shapes)
        self._layer(COSTS, tr("Fibre connections of the sites (joined by their ids)"), shapes)
        self._layer(FLOWS, tr("Allocated deficits (flows)"), [kinds.TypeVector])
        self._layer(BALANCE, tr("Land balance by municipality (empty: balanced from the store)"), [kinds.TypeVector])
        self._layer(SUMMARY, tr("Fibre gaps by municipality (empty: judged from the store)"), [kinds.TypeVector])
        self._layer(MUNICIPALITIES.parameter, tr("Municipalities"), [kinds.TypeVectorPolygon])
        internal = tr("Show causes of restrictions, contamination and ownership (the sheets become internal)")
        self.addParameter(QgsProcessingParameterBoolean(INTERNAL, internal, False))
        self._text(AUTHOR, tr("Author"))
        self._text(PLAN_NUMBER, tr("Plan number"))
        self._choice(STATUS, tr("Status"), codes.EXHIBIT_STATUS, codes.EXHIBIT_STATUS.none)
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        office.add_parameters(self)
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the fact sheets")))
        self.addOutput(QgsProcessingOutputNumber("N_SHEETS", tr("Fact sheets")))
        self.addOutput(QgsProcessingOutputNumber("N_PAGES", tr("Pages")))

    def _layer(self, name: str, label: str, kinds: list[Any]) -> None:
        self.addParameter(QgsProcessingParameterVectorLayer(name, label, kinds, None, True))

    def _choice(self, name: str, label: str, listed: codes.CodeList, default: str) -> None:
        labels = [listed.label(code, i18n.language()) for code in listed]
        self.addParameter(QgsProcessingParameterEnum(name, label, labels, False, listed.index(default)))

    def _text(self, name: str, label: str) -> None:
        self.addParameter(QgsProcessingParameterString(name, label, None, False, True))

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata, without the folder."""
        return super().plain_parameters({name: value for name, value in parameters.items() if name != FOLDER})

    def compute(self, run: Run) -> dict[str, Any]:
        """Gather what is known, put it on sheets, and have the folder filled."""
        folder = run.folder(FOLDER)
        if folder is None:
            raise MissingLayer(layer="", parameter=FOLDER)
        with files.staging(Path(tempfile.gettempdir()), FOLDER) as work:
            made = (_Towns if run.index(SUBJECT) else _Sites)(run, work).made()
            if not made.sheets:
                raise NothingForSheets(parameter=AGS)
            form = codes.SHEET_FORMAT.codes[run.index(FORMAT)]
            wanted = _names(made.sheets, form)
            drawing = _Drawing(run, made, form, work)
            run.stage_folder(FOLDER, folder, (*wanted, *_old(folder, wanted)), drawing.fill)
        return {"N_SHEETS": len(made.sheets), "N_PAGES": drawing.n_pages}


def _names(sheets: Sequence[FactSheet], form: str) -> tuple[str, ...]:
    """Return the names of the files that a run writes."""
    if form == codes.SHEET_FORMAT.atlas:
        return (ATLAS,)
    if form == codes.SHEET_FORMAT.html:
        return (INDEX, *(f"{sheet.file}.html" for sheet in sheets))
    return tuple(f"{sheet.file}.pdf" for sheet in sheets)


def _old(folder: Path, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the sheets of an earlier run in the same formats, which the new ones replace."""
    endings = {Path(name).suffix for name in wanted}
    if not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if path.suffix in endings and path.is_file())
    return tuple(path.name for path in found if path.name.startswith(MINE) and path.name not in wanted)


# ------------------------------------------------------------------------------------------------------------- the work
@dataclass(frozen=True)
class _Made:
    """What is to be drawn."""

    sheets: list[FactSheet]
    imprint: Imprint
    backdrop: Backdrop


class _Drawing:
    """The folder while it is filled, one sheet after the other, in the main thread."""

    def __init__(self, run: Run, made: _Made, form: str, work: Path) -> None:
        self.run = run
        self.made = made
        self.form = form
        self.work = work
        self.n_pages = 0

    def fill(self, folder: Path) -> None:
        """Write all files."""
        from ruhr_planner.exhibit import factsheet_page

        cancelled = self.run.feedback.isCanceled
        from ruhr_planner.exhibit.foreground import in_main_thread

        held: list[Any] = []  # layouts live and end in the main thread

        def begin() -> None:
            held.append(factsheet_page.Pages(self.made.backdrop, self.made.imprint))
            if self.form == codes.SHEET_FORMAT.atlas:
                title = self.made.sheets[0].kicker
                held.append(factsheet_page.Atlas(folder / ATLAS, f"{title} ({len(self.made.sheets)})"))

        def end() -> None:
            if len(held) > 1:
                held[1].close()
            held.clear()

        self.run.check()
        in_main_thread(begin, cancelled)
        try:
            for number, sheet in enumerate(self.made.sheets):
                self.run.progress(0.4 + 0.6 * number / len(self.made.sheets))
                in_main_thread(self._one(held, sheet, folder), cancelled)
        finally:
            in_main_thread(end)
        if self.form == codes.SHEET_FORMAT.html:
            from ruhr_planner.exhibit import factsheet_html

            (folder / INDEX).write_text(factsheet_html.index(self.made.sheets, self.made.imprint), encoding="utf-8")

    def _one(self, held: Sequence[Any], sheet: FactSheet, folder: Path) -> Callable[[], None]:
        from ruhr_planner.exhibit import factsheet_html, factsheet_page

        def draw() -> None:
            pages = held[0]
            if self.form == codes.SHEET_FORMAT.html:
                png = self.work / "map.png"
                factsheet_page.map_png(pages, sheet, png)
                page = factsheet_html.page(sheet, self.made.imprint, png.read_bytes())
                (folder / f"{sheet.file}.html").write_text(page, encoding="utf-8")
                self.n_pages += 1
                return
            pages.compose(sheet)
            self.n_pages += pages.count
            if self.form == codes.SHEET_FORMAT.atlas:
                held[1].add(pages)
            else:
                factsheet_page.export_pdf(pages, folder / f"{sheet.file}.pdf")

        return draw


class _Job:
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
        said = metadata.read(layer.metadata(), layer_title(layer))
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
        said = metadata.read(layer.metadata(), layer_title(layer))
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

    def site_layer(self, found: _Layer) -> tuple[str, tuple[MapLayer, ...]]:
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
    def sites(self) -> _Layer | None:
        """Return the sites: those given, else those that the search finds in the store; None without both."""
        layer = self.run.layer(SITES)
        if layer is None:
            if self.store is None or not self.has(PLOT):
                return None
            layer = self._searched()
        found = _Layer(self.read(layer, SITES, _site_table(layer), ANY), metadata.history(layer.metadata()))
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
        elif name.startswith(_CONTRIBUTION):
            found.append(real(name, name, name))
        elif name.startswith(("dist_", "road_", "people_")):
            made = known_field(name)
            found += [made] if made is not None else []
    return replace(SITE, columns=tuple(found))


class _Layer:
    """The sites with everything that was joined to them."""

    def __init__(self, records: Records, history: dict[str, object]) -> None:
        self.records = records
        self.history = history
        name = next((name for name in _IDS if records.has(name)), SITE.site_id)
        self.ids = records.identifiers(name)
        self.fields = list(records.columns)
        self.values = list(_values(records))
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
        name = next((name for name in _IDS if records.has(name)), SITE.site_id)
        rows = dict(zip(records.identifiers(name), _values(records)))
        added = [each for each in records.columns if each not in _IDS]
        self.fields += [each for each in added if each not in self.fields]
        for key, values in zip(self.ids, self.values):
            values.update({each: rows[key][each] for each in added} if key in rows else {})


def _values(records: Records) -> Iterator[dict[str, Any]]:
    """Yield the records as values by field, unknown as None."""
    columns = {name: column.tolist() for name, column in records.columns.items()}
    for row in range(len(records)):
        yield {name: _plain(column[row]) for name, column in columns.items()}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


# ---------------------------------------------------------------------------------------------------------------- sites
class _Sites(_Job):
    """The sheets of sites."""

    def made(self) -> _Made:
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
        return _Made(sheets, self.imprint(), self.backdrop((*above, *self.ground(towns)), towns, 1.5))

    def _sheets(self, found: _Layer) -> list[FactSheet]:
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

    def _plots_of(self, found: _Layer, places: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
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
        for values in _values(self.read(layer, FLOWS, ALLOCATION_FLOW)):
            ags = str(values.get(ALLOCATION_FLOW.ags))
            name = values.get(ALLOCATION_FLOW.name) or self.names.get(ags, ags)
            partner = Partner(ags, str(name), values.get(ALLOCATION_FLOW.ha))
            partners.setdefault(str(values.get(ALLOCATION_FLOW.site_id)), []).append(partner)
        return {key: sorted(each, key=lambda entry: (-(entry.ha or 0.0), entry.name)) for key, each in partners.items()}


def _condition(name: str, key: str) -> str:
    """Return the condition for one record of the map's own layers."""
    quoted = key.replace("'", "''")
    return f"\"{name}\" = '{quoted}'"


def _criteria(found: _Layer) -> list[Criterion]:
    """Return the criteria of the score: those that the run tells of, else the fields with points."""
    from ruhr_planner.exhibit.factsheet_site import Criterion

    parameters = found.history.get("parameters")
    used = parameters.get("criteria_used") if isinstance(parameters, dict) else None
    told = {}
    for each in used if isinstance(used, list) else []:
        if isinstance(each, dict) and each.get("id"):
            told[f"{_CONTRIBUTION}{plain_kind(str(each['id']))}"] = each
    made = []
    for name in (name for name in found.fields if name.startswith(_CONTRIBUTION)):
        each = told.get(name, {})
        weight = each.get("weight")
        number = float(weight) if isinstance(weight, (int, float)) else None
        made.append(Criterion(name[len(_CONTRIBUTION) :], str(each.get("field", "")), number, name))
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


class _Towns(_Job):
    """The sheets of municipalities."""

    def made(self) -> _Made:
        """Return everything that is to be drawn."""
        from ruhr_planner.exhibit.layout import MapLayer

        sheets = self._sheets()
        towns = self.town_layer()
        above = (MapLayer(towns, "focus", labels=False), *self._sites_drawn)
        return _Made(sheets, self.imprint(), self.backdrop((*above, *self.ground(towns)), towns, 1.04))

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
        return {str(values.get(MUNICIPALITY.ags)): values for values in _values(self.read(layer, parameter, table))}

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
        for values in _values(self.read(layer, FLOWS, ALLOCATION_FLOW)):
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
