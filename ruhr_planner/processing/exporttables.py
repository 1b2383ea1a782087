"""Algorithm `exporttables`: a store or layers as tables for offices, with sources, parameters and explanations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgeo import ogr
from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import FormatMissing, NothingToExport, TableMissing
from ruhr_planner.model.sensitivity import highest
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import ANALYSIS_RUN, BROADBAND_CELL, FINDING, REJECTED, TABLES, TAKEUP, Table
from ruhr_planner.processing import inputs, stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run, layer_title
from ruhr_planner.processing.outputs import FileOutput
from ruhr_planner.store import layers, metadata
from ruhr_planner.store.layers import LayerSpec

if TYPE_CHECKING:
    from ruhr_planner.exhibit.export import Count, Rule, Source
    from ruhr_planner.exhibit.workbook import Worksheet
    from ruhr_planner.store.interface import Store

STORE, LAYERS, NAMES, LANGUAGE, CODES, LEVEL, OUTPUT = (
    "STORE",
    "LAYERS",
    "TABLES",
    "LANGUAGE",
    "CODES",
    "LEVEL",
    "OUTPUT",
)
CSV, PARQUET = ".csv", ".parquet"
LARGE = (BROADBAND_CELL, REJECTED)
"""Tables of a store that are exported only when they are named: a grid, and raw records for importers."""
TELLING = (TAKEUP, REJECTED, FINDING, ANALYSIS_RUN)
"""Tables that have no level of their own and tell of plots: by their values, or by an earlier state of them."""


class ExportTables(PlannerAlgorithm):
    """Write the records of a store or of layers as tables that explain themselves."""

    ID = "exporttables"
    LABEL = "Export tables"
    GROUP = "Exhibits"
    GROUP_ID = "exhibits"
    DATED = True
    FILES = (FileOutput(OUTPUT, "Tables", (".xlsx", ".ods", CSV, PARQUET), optional=False),)

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[Source] = []

    def define(self) -> None:
        """Add what is exported, in which language, and up to which level."""
        self.addParameter(stores.parameter(optional=True))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(LAYERS, tr("Layers"), Qgis.ProcessingSourceType.Vector, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                NAMES, tr("Tables of the store, separated by commas (empty: all but large ones)"), optional=True
            )
        )
        self.addParameter(QgsProcessingParameterEnum(LANGUAGE, tr("Language"), ["Deutsch", "English"], False, 0))
        self.addParameter(QgsProcessingParameterBoolean(CODES, tr("Codes beside their labels"), True))
        levels = [codes.SENSITIVITY.label(level, i18n.language()) for level in codes.SENSITIVITY]
        self.addParameter(
            QgsProcessingParameterEnum(
                LEVEL, tr("Export records and fields up to this level"), levels, False, len(levels) - 1
            )
        )
        for name, label in (
            ("N_TABLES", tr("Tables written")),
            ("RECORDS", tr("Records written")),
            ("LEFT_OUT", tr("Records left out")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Take the layers in the thread that they live in."""
        given = self.parameterAsLayerList(parameters, LAYERS, context) if parameters.get(LAYERS) else []
        self.sources = [_source(layer, layer_title(layer)) for layer in given if isinstance(layer, QgsVectorLayer)]
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def compute(self, run: Run) -> dict[str, Any]:
        """Choose the tables, write the file."""
        from ruhr_planner.exhibit import export
        from ruhr_planner.exhibit.phrases import LANGUAGES

        rule = export.Rule(
            LANGUAGES[run.index(LANGUAGE)],
            run.flag(CODES),
            codes.SENSITIVITY.codes[run.index(LEVEL)],
            run.as_of,
        )
        sources = [*self._stored(run, rule), *self.sources]
        counts = [export.Count() for _source in sources]
        target = run.file_target(OUTPUT)
        if not sources or target is None:
            raise NothingToExport
        if target.suffix.lower() == PARQUET:
            _write_parquet(run, target, sources, rule, counts)
        else:
            _write_sheets(run, target, sources, rule, counts)
        for source, count in zip(sources, counts):
            _tell(run, source, count, rule)
        return {
            "N_TABLES": len(sources),
            "RECORDS": sum(count.written for count in counts),
            "LEFT_OUT": sum(count.not_in_force + count.too_secret for count in counts),
        }

    def _stored(self, run: Run, rule: Rule) -> Iterator[Source]:
        """Yield the tables of the store that are wanted and hold records.

        :raises TableMissing: one that was asked for by name is not there or empty.
        """
        if not run.given(STORE):
            return
        store = stores.needed(run)
        wanted = _wanted(run, store)
        level = stores.level_of(store)[0] if any(table in TELLING for table in wanted) else codes.SENSITIVITY.open
        for table in wanted:
            made = _source(store.layer(table, rule.language), table.label.text(rule.language), table)
            if table in TELLING:
                made = replace(made, said=replace(made.said, sensitivity=highest((made.said.sensitivity, level))))
            yield made

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the sheet: the store by its name, the layers not at all: they have a sheet."""
        plain = super().plain_parameters({name: value for name, value in parameters.items() if name != LAYERS})
        if plain.get(STORE):
            plain[STORE] = str(plain[STORE])
        return plain


def _wanted(run: Run, store: Store) -> list[Table]:
    names = [name.strip() for name in run.string(NAMES).split(",") if name.strip()] if run.given(NAMES) else []
    for name in names:
        if name not in TABLES or not store.has(TABLES[name]):
            raise TableMissing(file=store.name, table=name)
    if names:
        return [TABLES[name] for name in dict.fromkeys(names)]
    there = [table for table in TABLES.values() if store.has(table)]
    skipped = [table.table for table in there if table in LARGE]
    if skipped:
        run.log(tr("Not exported, because not named in TABLES: {tables}").format(tables=", ".join(skipped)))
    return [table for table in there if table not in LARGE]


def _source(layer: QgsVectorLayer, title: str, table: Table | None = None) -> Source:
    from ruhr_planner.exhibit import export

    records = QgsVectorLayerFeatureSource(layer)
    told = metadata.told(layer)

    def features(with_geometry: bool) -> Iterator[QgsFeature]:
        request = QgsFeatureRequest()
        if with_geometry:
            request.setDestinationCrs(layers.crs(), QgsCoordinateTransformContext())
        else:
            request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
        return records.getFeatures(request)

    return export.Source(
        layer.name(),
        title,
        tuple(layer.fields()),
        features,
        metadata.read(told, title),
        metadata.history(told),
        table or export.table_of(layer.name(), told.identifier()),
        layer.wkbType(),
        layer.crs(),
    )


# ------------------------------------------------------------------------------------------------------------- writing
def _write_sheets(run: Run, target: Path, sources: list[Source], rule: Rule, counts: list[Count]) -> None:
    """Write workbook or text files; sources come first, because they say what must not be overlooked."""
    from ruhr_planner.exhibit import export, workbook

    data = []
    for number, (source, count) in enumerate(zip(sources, counts)):
        run.progress(0.6 * number / len(sources))
        made = export.sheet(source, rule, count)
        data.append(replace(made, rows=list(made.rows)))
    names = workbook.sheet_names([sheet.name for sheet in data])
    data = [replace(sheet, name=name) for sheet, name in zip(data, names)]
    told = export.sources_sheet(sources, data, counts, rule)
    others = [export.parameters_sheet(run.record(), sources, rule), export.fields_sheet(sources, data, rule)]
    if target.suffix.lower() == CSV:
        _write_csv(run, target, data, told, others, rule)
        return
    run.stage_drawn(OUTPUT, lambda file: workbook.write_workbook(file, [told, *data, *others], run.check))


def _write_csv(
    run: Run, target: Path, data: list[Worksheet], told: Worksheet, others: list[Worksheet], rule: Rule
) -> None:
    """Write the one table under the name that was asked for, else the sources, and the rest beside it."""
    from ruhr_planner.exhibit import workbook

    main, *beside = [*data, told, *others] if len(data) == 1 else [told, *data, *others]
    german = rule.language == i18n.GERMAN
    run.stage_drawn(OUTPUT, lambda file: file.write_bytes(workbook.csv_text(main, german, run.check).encode()))
    for sheet, ending in zip(beside, _different([_plain(sheet.name) for sheet in beside])):
        text = workbook.csv_text(sheet, german, run.check)
        path = target.with_name(f"{target.stem}_{ending}{target.suffix}")
        run.stage_beside(OUTPUT, path, lambda file, text=text: file.write_bytes(text.encode()))


def _plain(name: str) -> str:
    """Return a name of a file: small letters, digits and underscores."""
    from ruhr_planner.model.results import plain_kind

    return plain_kind(name) or "tabelle"


def _write_parquet(run: Run, target: Path, sources: list[Source], rule: Rule, counts: list[Count]) -> None:
    """Write each layer with its geometry as GeoParquet, codes as they are: such files are read by programs.

    The one layer gets the name that was asked for; of several, each its own beside it, the first the name itself.

    :raises FormatMissing: the GDAL of this QGIS has no such driver.
    :raises MissingCrs: a layer does not say where it lies.
    """
    if ogr.GetDriverByName("Parquet") is None:
        raise FormatMissing(file=target.name, driver="Parquet")
    for source in sources:
        inputs.check_crs(source.wkb_type, source.crs, source.title)
    first, *others = sources
    endings = _different([_plain(source.name) for source in others])
    paths = [target, *(target.with_name(f"{target.stem}_{ending}{target.suffix}") for ending in endings)]
    for place, (path, source, count) in enumerate(zip(paths, sources, counts)):
        run.progress(place / len(sources))
        written: list[Path] = []

        def draw(file: Path, source: Source = source, count: Count = count, written: list[Path] = written) -> None:
            _write_layer(run, file, source, rule, count)
            written.append(file)

        if source is first:
            run.stage_drawn(OUTPUT, draw)
        else:
            run.stage_beside(OUTPUT, path, draw)
        beside = path.with_suffix(".qmd")
        run.stage_beside(OUTPUT, beside, partial(shutil.copyfile, written[0].with_suffix(".qmd")))


def _different(names: Sequence[str]) -> list[str]:
    """Return the names with a number behind those that were there before."""
    made: list[str] = []
    for name in names:
        found, number = name, 2
        while found in made:
            found, number = f"{name}_{number}", number + 1
        made.append(found)
    return made


def _write_layer(run: Run, file: Path, source: Source, rule: Rule, count: Count) -> None:
    """Write one layer with its metadata; how confidential it is shows when all records have been looked at."""
    from ruhr_planner.exhibit import export

    fields = QgsFields()
    for each in export.open_fields(source, rule):
        fields.append(each)
    kind = source.wkb_type
    if QgsWkbTypes.geometryType(kind) != Qgis.GeometryType.Point:  # sources mix Polygon and MultiPolygon
        kind = QgsWkbTypes.multiType(kind)
    spec = LayerSpec(_plain(source.name), fields, kind, QgsLayerMetadata())
    rows = _records(source, rule, count)
    layers.write_layer(file, spec, rows, run.context.transformContext(), run.check, OUTPUT)
    layers.describe(file, replace(spec, metadata=_metadata(run, source, count)))


def _metadata(run: Run, source: Source, count: Count) -> QgsLayerMetadata:
    """Return what the file says of itself: as confidential as the records and fields that went into it."""
    name = source.table.table if source.table is not None else _plain(source.name)
    n_read = count.written + count.not_in_force + count.too_secret
    said = replace(source.said, sensitivity=count.highest, count=n_read)
    return metadata.write(
        metadata.Description(
            f"ruhr_planner.{name}.{run.run_id}", source.title, "", (said,), run.record(), changed=False
        )
    )


def _records(source: Source, rule: Rule, count: Count) -> Iterator[layers.Row]:
    from ruhr_planner.exhibit import export

    names = [each.name() for each in export.open_fields(source, rule)]
    for feature in export.exported(source, rule, count, with_geometry=True):
        geometry = feature.geometry()
        yield (None if geometry.isNull() else geometry), [feature[name] for name in names]


# ------------------------------------------------------------------------------------------------------------- the log
def _tell(run: Run, source: Source, count: Count, rule: Rule) -> None:
    """Say how much of a layer went out, and warn where the file must not leave the office."""
    from ruhr_planner.exhibit import export

    run.log(
        filled(
            tr("{layer}: {count} {count:record|records} written, {ended} not in force, {secret} too confidential."),
            layer=source.title,
            count=count.written,
            ended=count.not_in_force,
            secret=count.too_secret,
        )
    )
    fields = export.left_out(source, rule)
    if fields:
        run.log(tr("{layer}: fields left out: {fields}").format(layer=source.title, fields=", ".join(fields)))
    if count.highest != codes.SENSITIVITY.open:
        run.warn(
            tr("{layer}: the table holds records or fields of the level “{level}”.").format(
                layer=source.title, level=codes.SENSITIVITY.label(count.highest, i18n.language())
            )
        )
