"""Algorithm `mapexhibit`: one map of a theme on one sheet of paper, with everything that a sheet has to say.

Layers are checked and copied like the inputs of an analysis, so that a map shows what an analysis would count; the page
comes from `exhibit.layout`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsExpression,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QTimer

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, region, sensitivity
from ruhr_planner.model.codes import Label
from ruhr_planner.model.errors import MapNotDrawn, MunicipalityUnknown, ThemeLayerMissing, TookTooLong
from ruhr_planner.model.tables import BARRIER, BROADBAND_AREA, MUNICIPALITY, PLOT, Table
from ruhr_planner.processing import inputs, office, stores
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run, layer_title, multi_type
from ruhr_planner.processing.child import perform
from ruhr_planner.processing.inputs import LayerInput, Records
from ruhr_planner.processing.outputs import FileOutput
from ruhr_planner.store import files, layers, metadata
from ruhr_planner.store.layers import LayerSpec
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.exhibit.layout import Exhibit, MapLayer
    from ruhr_planner.exhibit.mapthemes import Slot
    from ruhr_planner.exhibit.phrases import Phrases

THEME, LAYERS, EXTENT, AGS, SCALE, PAPER = "THEME", "LAYERS", "EXTENT", "AGS", "SCALE", "PAPER"
TITLE, SUBTITLE, AUTHOR, PLAN_NUMBER, STATUS = "TITLE", "SUBTITLE", "AUTHOR", "PLAN_NUMBER", "STATUS"
PAGE, PAGES, SIGNS, BASEMAP = "PAGE", "PAGES", "SIGNS", "BASEMAP"
LANGUAGE, DPI, OUTPUT = "LANGUAGE", "DPI", "OUTPUT"

_PATIENCE = 30
"""Seconds that a map service may take to say what it has, and again to give the ground of a sheet."""
CITY_MAP = "stadtplanwerk"
"""Id of the RVR's city map in the catalogue."""
_MARGIN = 1.06
"""Land around the municipality that the map shows, so that its border does not lie on the neatline."""
_BEYOND = 4.0
"""A map this many times larger than a layer was made for is told of in the log."""


class MapExhibit(PlannerAlgorithm):
    """Put one theme on one sheet."""

    ID = "mapexhibit"
    LABEL = "Map exhibit"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True
    FILES = (FileOutput(OUTPUT, "Map exhibit", (".pdf", ".png", ".svg"), optional=False),)

    def define(self) -> None:
        """Add theme, data, place, paper and texts."""
        self._choice(THEME, tr("Theme"), codes.EXHIBIT_THEME, codes.EXHIBIT_THEME.land)
        self.addParameter(stores.parameter(optional=True))
        kind = QgsProcessing.SourceType.TypeMapLayer
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                LAYERS, tr("Layers (instead of a store, or beside it)"), kind, None, True
            )
        )
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        name = MUNICIPALITIES.parameter
        self.addParameter(QgsProcessingParameterVectorLayer(name, tr("Municipalities"), polygons, None, True))
        self.addParameter(QgsProcessingParameterExtent(EXTENT, tr("Extent"), None, True))
        self._text(AGS, tr("Municipality or Kreis (key or name; empty: the region)"))
        whole = QgsProcessingParameterNumber.Type.Integer
        scale = QgsProcessingParameterNumber(SCALE, tr("Scale 1: (0: fit)"), whole, 0, False, 0, 10_000_000)
        self.addParameter(scale)
        self._choice(SIGNS, tr("Plots are drawn by"), codes.PLOT_SIGNS, codes.PLOT_SIGNS.theme)
        self._choice(BASEMAP, tr("Ground"), codes.BASEMAP, codes.BASEMAP.boundaries)
        self._choice(PAPER, tr("Paper"), codes.PAPER, codes.PAPER.a3_landscape)
        self._text(TITLE, tr("Title (empty: that of the theme)"))
        self._text(SUBTITLE, tr("Subtitle (empty: the place)"))
        self._text(AUTHOR, tr("Author"))
        self._text(PLAN_NUMBER, tr("Plan number"))
        self._choice(STATUS, tr("Status"), codes.EXHIBIT_STATUS, codes.EXHIBIT_STATUS.none)
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        dpi = QgsProcessingParameterNumber(DPI, tr("Dots per inch (PNG)"), whole, 300, False, 50, 1200)
        office.add_parameters(self)
        page = QgsProcessingParameterNumber(PAGE, tr("Page"), whole, 1, False, 1, 9999)
        pages = QgsProcessingParameterNumber(PAGES, tr("Number of pages"), whole, 1, False, 1, 9999)
        for parameter in (page, pages, dpi):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)

    def _choice(self, name: str, label: str, listed: codes.CodeList, default: str) -> None:
        labels = [listed.label(code, i18n.language()) for code in listed]
        self.addParameter(QgsProcessingParameterEnum(name, label, labels, False, listed.index(default)))

    def _text(self, name: str, label: str) -> None:
        self.addParameter(QgsProcessingParameterString(name, label, None, False, True))

    def compute(self, run: Run) -> dict[str, Any]:
        """Gather what the theme draws, and draw it."""
        with files.staging(Path(tempfile.gettempdir()), OUTPUT) as work:
            sheet = _Sheet(run, work)
            exhibit = sheet.exhibit()
            _tell_fit(run, exhibit)
            _tell_beyond(run, exhibit, sheet.made_for)
            run.stage_drawn(OUTPUT, lambda file: _draw(run, exhibit, file))
        return {}


@dataclass(frozen=True)
class _Drawn:
    """A layer as the sheet shows it: its copy, and what is known of it."""

    slot: Slot
    uri: str
    records: Records
    heading: str
    history: dict[str, object]


class _Sheet:
    """What one sheet is made of."""

    def __init__(self, run: Run, work: Path) -> None:
        from ruhr_planner.exhibit.phrases import LANGUAGES, Phrases

        self.run = run
        self.work = work
        self.theme = codes.EXHIBIT_THEME.codes[run.index(THEME)]
        self.language = LANGUAGES[run.index(LANGUAGE)]
        self.phrases: Phrases = Phrases(self.language)
        self.layers = run.layers(LAYERS)
        self.store = stores.given(run)
        self.copied = 0
        self.made_for: list[tuple[str, int]] = []
        """Names of what is drawn, and the scale that each was made for."""
        self.grounds: list[Provenance] = []
        """What is known of the map under the theme."""

    def exhibit(self) -> Exhibit:
        """Return everything that the sheet says."""
        from ruhr_planner.exhibit import backdrop, mapthemes, themes
        from ruhr_planner.exhibit.formats import FORMATS
        from ruhr_planner.exhibit.layout import Exhibit, MapLayer

        run, phrases = self.run, self.phrases
        boundaries = self._municipalities()
        municipalities = self._copy(boundaries, MUNICIPALITY.names)
        base = QgsVectorLayer(municipalities, MUNICIPALITY.table, "ogr")
        kreise = backdrop.write_kreise(base, self.work / "kreise.gpkg", self.language, run.check)
        drawn = self._drawn(base)
        names, focus, extent = self._place(boundaries)
        self._tell_empty(drawn, extent)
        named = not any(MUNICIPALITY.name in entry.slot.also for entry in drawn)
        lines = (MapLayer(kreise, "kreis"), *(self._barriers() if named else ()))
        ground = self._ground(extent)
        under: tuple[MapLayer, ...] = (
            MapLayer(municipalities, MUNICIPALITY.table, labels=named),
            MapLayer(neighbours(), "neighbour"),
        )
        if ground is not None:
            under = (MapLayer(municipalities, "municipality_outline", labels=False), ground)
        shown = [MapLayer(entry.uri, entry.slot.drawn_as, entry.heading) for entry in drawn]
        marked = (MapLayer(municipalities, "focus", subset=focus, labels=False),) if focus else ()
        sources = [*(entry.records.provenance for entry in drawn), self._boundary_source(boundaries), *self.grounds]
        computed = [mapthemes.run_line(entry.history, phrases) for entry in drawn]
        status = codes.EXHIBIT_STATUS.codes[run.index(STATUS)]
        name, logo = office.name_and_logo(run)
        page = run.integer(PAGE)
        return Exhibit(
            language=self.language,
            title=run.string(TITLE).strip() or mapthemes.title(self.theme, phrases),
            subtitle=run.string(SUBTITLE).strip() or mapthemes.place(names, phrases),
            maps=(("", (*_above(shown, drawn, (*marked, *lines)), *under)),),
            stand=run.as_of,
            method=" ".join(filter(None, [mapthemes.method(self.theme, phrases), *dict.fromkeys(computed)])),
            sources=themes.source_lines(sources, phrases),
            notice=themes.notice(phrases) if mapthemes.computed(self.theme, [entry.slot for entry in drawn]) else "",
            sensitivity=sensitivity.highest(source.sensitivity for source in sources),
            invented=any(source.invented for source in sources),
            run=run.run_id[:8],
            extent=extent,
            format=FORMATS[codes.PAPER.codes[run.index(PAPER)]],
            scale=float(run.integer(SCALE)),
            status="" if status == codes.EXHIBIT_STATUS.none else codes.EXHIBIT_STATUS.label(status, self.language),
            author=run.string(AUTHOR).strip(),
            plan_number=run.string(PLAN_NUMBER).strip(),
            office=name,
            logo=logo,
            page=page,
            pages=max(page, run.integer(PAGES)),
            locator=_locator(municipalities, kreise) if extent != region.EXTENT else (),
        )

    # -------------------------------------------------------------------------------------------------------- layers
    def _drawn(self, municipalities: QgsVectorLayer) -> list[_Drawn]:
        """Find, check and copy the layers of the theme.

        :raises ThemeLayerMissing: none of those that the theme needs is there.
        """
        from ruhr_planner.exhibit import mapthemes

        slots = mapthemes.slots(self.theme, codes.PLOT_SIGNS.codes[self.run.index(SIGNS)])
        found: list[_Drawn] = []
        given = self._given()
        for slot in slots:
            own = [layer for layer in given if _fits(layer, slot)]
            given = [layer for layer in given if layer not in own]
            for layer in own or self._stored(slot, municipalities):
                found.append(self._take(layer, slot, len(own)))
                self.run.check()
        for layer in given:
            self.run.warn(tr("“{layer}” is no layer of this theme and is not drawn.").format(layer=layer_title(layer)))
        if any(slot.main for slot in slots) and not any(entry.slot.main for entry in found):
            wanted, makers = mapthemes.needed(self.theme, i18n.language())
            raise ThemeLayerMissing(
                theme=codes.EXHIBIT_THEME.label(self.theme, i18n.language()),
                layers=wanted,
                makers=makers or "harmonise, importbroadband",
            )
        return found

    def _given(self) -> list[QgsVectorLayer]:
        return [layer for layer in self.layers if isinstance(layer, QgsVectorLayer)]

    def _ground(self, extent: tuple[float, float, float, float]) -> MapLayer | None:
        """Return the map under the theme: a raster layer of the user's, else the RVR's if asked for, else none.

        A map of a service is drawn beforehand; where that fails, a sentence says so, and boundaries take its place.
        """
        from ruhr_planner.exhibit import ground
        from ruhr_planner.exhibit.layout import MapLayer

        found: QgsMapLayer | None = next((layer for layer in self.layers if isinstance(layer, QgsRasterLayer)), None)
        if found is None and codes.BASEMAP.codes[self.run.index(BASEMAP)] == codes.BASEMAP.city_map:
            found = _city_map(self.run)
        if found is None:
            return None
        source, provider, title = found.source(), found.dataProvider().name(), layer_title(found)
        if provider != "gdal":
            file = self.work / "ground.tif"
            shown, width = self._shown(extent)
            transforms = self.run.context.transformContext()
            try:
                ground.take(source, provider, title, shown, width, file, transforms, self.run.check, _PATIENCE)
            except (TookTooLong, MapNotDrawn) as error:
                self.run.warn(_no_ground().format(why=error))
                return None
            source, provider = str(file), "gdal"
        self.grounds = [metadata.read(found.metadata(), title)]
        return MapLayer(source, "", provider=provider)

    def _shown(self, extent: tuple[float, float, float, float]) -> tuple[QgsRectangle, float]:
        """Return what the map on the paper shows of the earth, and its width in mm."""
        from ruhr_planner.exhibit.formats import FORMATS
        from ruhr_planner.exhibit.layout import Exhibit, map_size
        from ruhr_planner.exhibit.sheet import Box, round_scale

        paper = FORMATS[codes.PAPER.codes[self.run.index(PAPER)]]
        width, height = map_size(Exhibit(self.language, "", "", (), self.run.as_of, "", (), format=paper))
        wanted = QgsRectangle(*extent)
        scale = self.run.integer(SCALE) or round_scale(wanted, Box(0, 0, width, height))
        across, up = width * scale / 1000.0, height * scale / 1000.0
        return QgsRectangle.fromCenterAndSize(wanted.center(), across, up), width

    def _stored(self, slot: Slot, municipalities: QgsVectorLayer) -> list[QgsVectorLayer]:
        """Return the layer of the store that a slot is for, as far as there is one with records."""
        if self.store is None:
            return []
        if slot.table is BROADBAND_AREA:
            return self._shares(municipalities)
        if not self.store.has(slot.table):
            return []
        return [layers.open_layer(self.store.uri(slot.table), slot.table.table)]

    def _shares(self, municipalities: QgsVectorLayer) -> list[QgsVectorLayer]:
        """Join the store's shares of households to the municipalities; of businesses where there are no others."""
        from ruhr_planner.exhibit import backdrop, findings

        if self.store is None or not self.store.has(BROADBAND_AREA):
            return []
        tech, mbit = codes.TECHNOLOGY.ftthb, 1000
        groups = (codes.USER_GROUP.household, codes.USER_GROUP.business_area)
        names = findings.municipality_names(municipalities)
        areas = self.store.layer(BROADBAND_AREA)
        found = findings.count_broadband(areas, names, self.phrases, tech, mbit, groups, self.run.as_of)
        if not found.groups:
            return []
        source = (self.store.provenance(BROADBAND_AREA),)
        written = backdrop.Written(self.work / "shares.gpkg", self.language, source, {}, self.run.check)
        group = found.groups[0]
        return [QgsVectorLayer(backdrop.write_shares(written, municipalities, group, tech, mbit), group.title, "ogr")]

    def _take(self, layer: QgsVectorLayer, slot: Slot, several: int) -> _Drawn:
        """Check a layer as an analysis does, and copy what is drawn of it."""
        said = metadata.read(metadata.told(layer), layer_title(layer))
        declared = LayerInput(LAYERS, "", _open_table(slot), slot.fields, slot.also, geometry=slot.geometry)
        records = self._read(layer, declared, said)
        label = (slot.heading or slot.table.label).text(self.language)
        if slot.table is BROADBAND_AREA:
            share = self.phrases.tr("Share with FTTB/H from {speed} Mbit/s (%)").format(speed=self.phrases.number(1000))
            label = f"{_translated(layer.name(), slot.table.label, self.language)}\n{share}"
        title = _translated(said.title, slot.table.label, self.language)
        records.provenance = replace(records.provenance, title=title)
        heading = _own_name(layer) if several > 1 else label
        place = layer.fields().lookupField(PLOT.source_scale)
        coarsest = layer.maximumValue(place) if place >= 0 else None
        if isinstance(coarsest, (int, float)):
            self.made_for.append((f"“{layer_title(layer)}”", int(coarsest)))
        uri = self._copy(records, (*slot.fields, *slot.also), slot)
        return _Drawn(slot, uri, records, heading, metadata.history(metadata.told(layer)))

    def _read(self, layer: QgsVectorLayer, declared: LayerInput, said: Provenance) -> Records:
        return inputs.read(
            layer, declared, said, self.run.as_of, self.run.context, self.run.check, title=layer_title(layer)
        )

    def _copy(self, records: Records, names: tuple[str, ...], slot: Slot | None = None) -> str:
        """Write records into a file of the sheet's own; return the layer's address."""
        self.copied += 1
        table = records.table
        fields = layers.qgis_fields(replace(table, columns=tuple(table.column(name) for name in names)))
        kind = multi_type(records) if len(records) else Qgis.WkbType.MultiPolygon
        if slot is not None and not len(records):
            kind = {"point": Qgis.WkbType.MultiPoint, "line": Qgis.WkbType.MultiLineString}.get(slot.geometry, kind)
        spec = LayerSpec(f"layer_{self.copied}", fields, kind, QgsLayerMetadata())
        file = self.work / "layers.gpkg"
        layers.write_layer(file, spec, _rows(records, names, slot), QgsCoordinateTransformContext(), self.run.check)
        return layers.layer_uri(file, spec.name)

    # ----------------------------------------------------------------------------------------------- place and backdrop
    def _municipalities(self) -> Records:
        """Return the boundaries: those given, else the store's, else the shipped ones."""
        others = tuple(name for name in MUNICIPALITY.names if name != MUNICIPALITY.ags)
        declared = replace(MUNICIPALITIES, columns=others)
        layer = self.run.layer(MUNICIPALITIES.parameter)
        if layer is None and self.store is not None and self.store.has(MUNICIPALITY):
            layer = self.store.layer(MUNICIPALITY, self.language)
        layer = layer or inputs.source_layer(declared)
        return self._read(layer, declared, metadata.read(metadata.told(layer), layer_title(layer)))

    def _place(self, boundaries: Records) -> tuple[list[str], str, tuple[float, float, float, float]]:
        """Return the names of what is shown, the condition for its municipalities, and the extent.

        :raises MunicipalityUnknown: the key or name is none of the boundaries.
        """
        wanted = self.run.string(AGS).strip()
        box = self.run.extent(EXTENT)
        if box is not None and wanted:
            self.run.log(tr("Both extent and municipality are given; the map shows the extent."))
        names: list[str] = []
        focus = ""
        if wanted:
            rows = rows_of_place(boundaries, wanted)
            keys = [str(boundaries.text(MUNICIPALITY.ags)[row]) for row in rows]
            found = [str(boundaries.text(MUNICIPALITY.name)[row]) for row in rows]
            names = found if len(found) == 1 else [kreis_title(keys[0])]
            focus = f"{MUNICIPALITY.ags} IN ({', '.join(QgsExpression.quotedString(key) for key in keys)})"
            if box is None:
                box = QgsRectangle()
                for row in rows:
                    box.combineExtentWith(boundaries.geometries[row].boundingBox())
                box.scale(_MARGIN)
        if box is None:
            return names, focus, region.EXTENT
        return names, focus, (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())

    def _barriers(self) -> tuple[MapLayer, ...]:
        from ruhr_planner.exhibit.layout import MapLayer

        if self.store is None or not self.store.has(BARRIER):
            return ()
        text = self.phrases.tr("Barriers: motorways, railways, canals")
        return (MapLayer(self.store.uri(BARRIER), BARRIER.table, text),)

    def _boundary_source(self, boundaries: Records) -> Provenance:
        """Return what the boundaries say of themselves, with their sharpness."""
        scales = boundaries.number(MUNICIPALITY.source_scale)
        scale = int(scales.max()) if len(scales) and not any(scales != scales) else None
        said = boundaries.provenance
        if scale is not None:
            self.made_for.append((tr("The boundaries"), scale))
        title = _translated(said.title, MUNICIPALITY.label, self.language)
        return replace(said, title=title + self.phrases.sharpness(scale, region.SHARP_SCALE))

    def _tell_empty(self, drawn: list[_Drawn], extent: tuple[float, float, float, float]) -> None:
        """Name layers of which the map shows nothing."""
        frame = QgsRectangle(*extent)
        for entry in drawn:
            if not any(geometry.boundingBox().intersects(frame) for geometry in entry.records.geometries):
                self.run.warn(tr("“{layer}” has nothing in the map.").format(layer=entry.records.name))


def _city_map(run: Run) -> QgsMapLayer | None:
    """Load the RVR's city map as the catalogue names it; a warning and None when the service does not answer."""
    from ruhr_planner.catalogue import portals

    entry = next(layer for layer in portals.shipped().layers if layer.id == CITY_MAP)
    feedback = QgsProcessingFeedback(False)
    run.feedback.canceled.connect(feedback.cancel)
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(feedback.cancel)
    limit.start(_PATIENCE * 1000)
    why: object = TookTooLong(source=entry.title.text(i18n.language()), seconds=str(_PATIENCE))
    try:
        given = {"URL": entry.url, "LAYER": entry.layer, "KIND": 1, "OPEN": False}
        return run.context.getMapLayer(perform("loadmap", given, run.context, feedback)[OUTPUT])
    except QgsProcessingException as error:
        why = why if feedback.isCanceled() else error
    finally:
        limit.stop()
    run.check()
    run.warn(_no_ground().format(why=why))
    return None


def _no_ground() -> str:
    """Return the sentence of a sheet without the ground that was asked for."""
    return tr("The map service does not answer; boundaries take its place. {why}")


def _translated(title: str, label: Label, language: str) -> str:
    """Put the part of a title that is a table's label into the language of the sheet, whichever it was written in."""
    for written in (label.de, label.en):
        title = title.replace(written, label.text(language))
    return title


def _own_name(layer: QgsVectorLayer) -> str:
    """Return what tells a layer from others of its kind: its name, or its name in the file where it has none."""
    file, _, inner = layer.source().partition("|layername=")
    return inner.partition("|")[0] if inner and layer.name() == Path(file).stem else layer.name()


def neighbours() -> str:
    """Return the address of the municipalities around the region."""
    return layers.layer_uri(paths.resource("reference", "municipalities.gpkg"), "neighbour")


def kreis_title(ags: str) -> str:
    """Return the name of a Kreis as it stands on paper."""
    name = region.KREISE.get(region.kreis_of(ags), region.kreis_of(ags))
    return name if "Kreis" in name else f"Kreis {name}"


def _above(shown: list[MapLayer], drawn: list[_Drawn], lines: tuple[MapLayer, ...]) -> tuple[MapLayer, ...]:
    """Put outlines and barriers under plots and sites, and over the colours of municipalities."""
    count = sum(1 for entry in drawn if MUNICIPALITY.name not in entry.slot.also)
    return (*shown[:count], *lines, *shown[count:])


def _locator(municipalities: str, kreise: str) -> tuple[MapLayer, ...]:
    from ruhr_planner.exhibit.layout import MapLayer

    return (MapLayer(kreise, "kreis"), MapLayer(municipalities, MUNICIPALITY.table, labels=False))


def _open_table(slot: Slot) -> Table:
    """Return a slot's table with the fields that its style reads, also where they belong to another table."""
    missing = tuple(MUNICIPALITY.column(name) for name in slot.also if name not in slot.table)
    return replace(slot.table, columns=(*slot.table.columns, *missing))


def _fits(layer: QgsVectorLayer, slot: Slot) -> bool:
    """Tell whether a layer can be what a slot is for: it has the fields and the geometry."""
    kinds = {
        "polygon": Qgis.GeometryType.Polygon,
        "line": Qgis.GeometryType.Line,
        "point": Qgis.GeometryType.Point,
    }
    wanted = kinds.get(slot.geometry)
    found = QgsWkbTypes.geometryType(layer.wkbType())
    right = found == wanted if wanted is not None else found != Qgis.GeometryType.Null
    return right and all(layer.fields().lookupField(name) >= 0 for name in slot.fields)


def _rows(records: Records, names: tuple[str, ...], slot: Slot | None) -> Iterator[layers.Row]:
    """Yield what is drawn of the records: the values of some fields, unknown as None."""
    columns = [
        records.number(name) if records.table.column(name).kind in ("int", "real") else records.text(name)
        for name in names
    ]
    for row, geometry in enumerate(records.geometries):
        values = [_plain(column[row]) for column in columns]
        if slot is None or slot.where(dict(zip(names, values))):
            yield geometry, values


def _plain(value: Any) -> Any:
    """Return a value of a column as QGIS takes it."""
    if isinstance(value, float):
        return None if value != value else float(value)
    return value


def rows_of_place(boundaries: Records, wanted: str) -> list[int]:
    """Return the rows of a municipality or a Kreis, by key or name.

    :raises MunicipalityUnknown: there is none.
    """
    keys = [str(key) for key in boundaries.text(MUNICIPALITY.ags)]
    return rows_named(keys, [str(name) for name in boundaries.text(MUNICIPALITY.name)], wanted)


def rows_named(keys: Sequence[str], names: Sequence[str], wanted: str) -> list[int]:
    """Return which of some municipalities are meant by a key or name of one of them or of a Kreis.

    :raises MunicipalityUnknown: none is.
    """
    folded = wanted.casefold()
    kreis = [key for key, name in region.KREISE.items() if name.casefold() == folded]
    exact = [row for row, (key, name) in enumerate(zip(keys, names)) if key == wanted or name.casefold() == folded]
    rows = exact or [row for row, key in enumerate(keys) if region.kreis_of(key) in (wanted, *kreis)]
    if not rows:
        raise MunicipalityUnknown(municipality=wanted)
    return rows


def _tell_fit(run: Run, exhibit: Exhibit) -> None:
    """Say in the log when a fixed scale shows only the centre of what was asked for."""
    from ruhr_planner.exhibit.layout import map_size

    if not exhibit.scale:
        return
    width, height = (each / 1000.0 * exhibit.scale for each in map_size(exhibit))
    xmin, ymin, xmax, ymax = exhibit.extent
    if width < xmax - xmin or height < ymax - ymin:
        run.warn(
            tr(
                "At 1:{scale} the sheet shows {width} × {height} km, less than the {wide} × {high} km asked for; the "
                "map shows the centre."
            ).format(
                scale=f"{exhibit.scale:.0f}",
                width=f"{width / 1000:.1f}",
                height=f"{height / 1000:.1f}",
                wide=f"{(xmax - xmin) / 1000:.1f}",
                high=f"{(ymax - ymin) / 1000:.1f}",
            )
        )


def _tell_beyond(run: Run, exhibit: Exhibit, made_for: list[tuple[str, int]]) -> None:
    """Name in the log what the sheet shows far larger than it was made for."""
    from ruhr_planner.exhibit.layout import map_size
    from ruhr_planner.exhibit.sheet import Box, round_scale

    shown = exhibit.scale or round_scale(QgsRectangle(*exhibit.extent), Box(0, 0, *map_size(exhibit)))
    for what, scale in dict(made_for).items():
        if shown * _BEYOND < scale:
            told = tr("{what}: made for 1:{source}; at 1:{scale} only roughly right.")
            run.warn(told.format(what=what, source=scale, scale=f"{shown:.0f}"))


def _draw(run: Run, exhibit: Exhibit, file: Path) -> None:
    """Draw the sheet in the main thread."""
    from ruhr_planner.exhibit import layout
    from ruhr_planner.exhibit.foreground import in_main_thread

    def page() -> None:
        sheet = layout.compose(exhibit)
        ending = file.suffix.lower()
        if ending == ".png":
            layout.export_png(sheet, file, run.integer(DPI))
        elif ending == ".svg":
            layout.export_svg(sheet, file)
        else:
            layout.export_pdf(sheet, file)

    run.check()
    in_main_thread(page, run.feedback.isCanceled)
