"""What all algorithms have in common: declared inputs and outputs, AS_OF, errors as sentences, metadata, cancel.

An algorithm declares its tables and parameters and implements `compute`. When `compute` is called, every input is
checked and in EPSG:25832, every target is known to be writable, and nothing has been written.
"""

from __future__ import annotations

import json
import math
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataSourceUri,
    QgsFields,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QIcon, QTextDocument

from ruhr_planner import about, i18n, manual, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import Cancelled, InputIncomplete, MissingLayer, NotFinite, PlannerError
from ruhr_planner.model.region import SHARP_SCALE
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, Table
from ruhr_planner.processing import aftermath, columns, inputs
from ruhr_planner.processing.inputs import LayerInput, Records
from ruhr_planner.processing.outputs import FileOutput, LayerOutput, Outputs, resolve
from ruhr_planner.processing.stores import STORE
from ruhr_planner.store import layers, metadata, opening
from ruhr_planner.store.address import is_database
from ruhr_planner.store.layers import LayerSpec, Row
from ruhr_planner.store.metadata import Description, Provenance

AS_OF = "AS_OF"
RESULT_LANGUAGE = "language"
"""Key in the configuration of an algorithm: language of what it writes, if it is not the user's."""

MUNICIPALITIES = LayerInput(
    "MUNICIPALITIES",
    "Municipalities",
    MUNICIPALITY,
    required=(MUNICIPALITY.ags,),
    columns=(
        MUNICIPALITY.name,
        MUNICIPALITY.kreis_ags,
        MUNICIPALITY.kreis,
        MUNICIPALITY.source,
        MUNICIPALITY.source_scale,
    ),
    optional=True,
    default=("reference", "municipalities.gpkg"),
    sublayer=MUNICIPALITY.table,
)
"""Optional everywhere: the boundaries of the store that another input is from, else the shipped ones, serve instead."""

_SOURCE_TYPES = {
    inputs.POLYGON: Qgis.ProcessingSourceType.VectorPolygon,
    inputs.LINE: Qgis.ProcessingSourceType.VectorLine,
    inputs.POINT: Qgis.ProcessingSourceType.VectorPoint,
    inputs.ANY: Qgis.ProcessingSourceType.VectorAnyGeometry,
    inputs.NONE: Qgis.ProcessingSourceType.Vector,
}


class Run:
    """One run of an algorithm: its checked inputs, its parameters, progress and outputs."""

    def __init__(
        self,
        algorithm: PlannerAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        outputs: Outputs,
    ) -> None:
        self.context = context
        self.feedback = feedback
        self.run_id = uuid.uuid4().hex
        self._algorithm = algorithm
        self._parameters = parameters
        self._outputs = outputs
        self._records: dict[str, Records] = {}
        self._saved = False

    def end(self) -> None:
        """Let go of layers and columns, though frames of an error may hold the run itself for a while."""
        self._parameters = {}
        inputs.let_go(self._records)

    # ------------------------------------------------------------------------------------------------------ parameters
    def given(self, name: str) -> bool:
        """Tell whether the user gave a parameter."""
        return self._parameters.get(name) not in (None, "")

    def number(self, name: str) -> float:
        """Return a number parameter.

        :raises NotFinite: it is infinite or no number at all.
        """
        value = float(self._algorithm.parameterAsDouble(self._parameters, name, self.context))
        if not math.isfinite(value):
            raise NotFinite(parameter=name)
        return value

    def integer(self, name: str) -> int:
        """Return a whole-number parameter."""
        return int(self._algorithm.parameterAsInt(self._parameters, name, self.context))

    def index(self, name: str) -> int:
        """Return the number of an enumeration's value."""
        return int(self._algorithm.parameterAsEnum(self._parameters, name, self.context))

    def indexes(self, name: str) -> list[int]:
        """Return the numbers of an enumeration's values."""
        return list(self._algorithm.parameterAsEnums(self._parameters, name, self.context))

    def flag(self, name: str) -> bool:
        """Return a yes-or-no parameter."""
        return bool(self._algorithm.parameterAsBoolean(self._parameters, name, self.context))

    def string(self, name: str) -> str:
        """Return a text or file parameter; a list or mapping, as scripts give them, becomes its JSON text."""
        given = self._parameters.get(name)
        if isinstance(given, (list, tuple, dict)):
            return json.dumps(given, ensure_ascii=False, default=str)
        return str(self._algorithm.parameterAsString(self._parameters, name, self.context))

    def file(self, name: str) -> Path | None:
        """Return the target of a file parameter after a look at whether it can be written; None if not given."""
        if not self.given(name):
            return None
        path = Path(self._algorithm.parameterAsFileOutput(self._parameters, name, self.context))
        self._outputs.check_file(name, path)
        return path

    def files(self, name: str) -> list[str]:
        """Return the paths of a parameter that takes several files; none if it is not given."""
        given = self._algorithm.parameterAsFileList(self._parameters, name, self.context)
        return [path for path in given if path]

    def folder(self, name: str, databases: Iterable[str] = ()) -> Path | None:
        """Return the target of a folder parameter after a look at whether it can be filled; None if not given."""
        if not self.given(name):
            return None
        path = Path(self._algorithm.parameterAsFileOutput(self._parameters, name, self.context))
        self._outputs.check_folder(name, path, databases)
        return path

    def extent(self, name: str) -> QgsRectangle | None:
        """Return an extent parameter in EPSG:25832, None if it is not given."""
        if not self.given(name):
            return None
        box = self._algorithm.parameterAsExtent(self._parameters, name, self.context, layers.crs())
        return None if box.isNull() or box.isEmpty() else box

    @property
    def as_of(self) -> date:
        """The date at which records have to be in force; today unless given."""
        return self.day(AS_OF)

    def day(self, name: str) -> date:
        """Return a date parameter; today unless given."""
        if not self.given(name):
            return date.today()
        moment = self._algorithm.parameterAsDateTime(self._parameters, name, self.context)
        return moment.date().toPyDate() if moment.isValid() else date.today()

    def crs(self, name: str) -> str:
        """Return a reference system as `EPSG:n` or WKT, "" if it is not given."""
        if not self.given(name):
            return ""
        found = self._algorithm.parameterAsCrs(self._parameters, name, self.context)
        return str(found.authid() or found.toWkt())

    def source(self, name: str) -> Any:
        """Return a layer as QGIS hands it to an algorithm, None if it cannot be opened."""
        return self._algorithm.parameterAsSource(self._parameters, name, self.context)

    def layer(self, name: str) -> QgsVectorLayer | None:
        """Return a vector layer as it is, None if it is not given.

        :raises MissingLayer: it does not open.
        """
        if not self.given(name):
            return None
        found = self._algorithm.parameterAsVectorLayer(self._parameters, name, self.context)
        if found is None or not found.isValid():
            raise MissingLayer(layer=self._parameters.get(name), parameter=name)
        return found

    def layers(self, name: str) -> list[QgsMapLayer]:
        """Return the layers of a list.

        :raises MissingLayer: one of them does not open.
        """
        given = self._parameters.get(name) or []
        given = [given] if isinstance(given, (str, QgsMapLayer)) else list(given)
        found = []
        for entry in given:
            opened = self._algorithm.parameterAsLayerList({name: [entry]}, name, self.context)
            if len(opened) != 1 or not opened[0].isValid():
                raise MissingLayer(layer=entry, parameter=name)
            found.append(opened[0])
        return found

    def value(self, name: str) -> Any:
        """Return a parameter as it was given."""
        return self._parameters.get(name)

    # -------------------------------------------------------------------------------------------------------- feedback
    def check(self) -> None:
        """Stop here if the user cancelled, unless it is too late for that.

        :raises Cancelled: nothing will be written.
        """
        if self.feedback.isCanceled() and not self._saved:
            raise Cancelled

    def saved(self) -> None:
        """Note that the run has changed its store: what it reports from here on is true, even if somebody cancels."""
        self._saved = True

    def progress(self, fraction: float) -> None:
        """Show how far the computation is (0-1), and stop if the user cancelled."""
        self.check()
        self.feedback.setProgress(10 + 80 * min(1.0, max(0.0, fraction)))

    def log(self, text: str) -> None:
        """Write a line into the log of the run."""
        self.feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """Write a warning into the log of the run."""
        self.feedback.pushWarning(text)

    # ---------------------------------------------------------------------------------------------------------- inputs
    def records(self, parameter: str) -> Records | None:
        """Return the checked records of an input, read at the first call; None if an optional one is not given."""
        if parameter not in self._records:
            found = self._read(self._algorithm.input(parameter))
            if found is None:
                return None
            self._records[parameter] = found
        return self._records[parameter]

    def needed(self, parameter: str) -> Records:
        """Return the checked records of an input that is required or has a default."""
        found = self.records(parameter)
        if found is None:
            raise inputs.missing_layer(self._algorithm.input(parameter), self._parameters.get(parameter))
        return found

    def identifiers(self, found: Records, *names: str) -> list[str]:
        """Return the ids of records, of the first of the fields that there is; say where the feature ids serve instead.

        :raises DuplicateId: a value of the field stands twice.
        """
        name = next((name for name in names if found.has(name)), None)
        if name is None:
            self.log(tr("{layer}: no field with ids, the feature ids serve.").format(layer=found.name))
            return found.identifiers(names[0])
        count = found.unnamed(name)
        if count:
            said = tr(
                "{layer}, field “{field}”: {count} {count:record has|records have} no value, "
                "the feature {count:id serves|ids serve}."
            )
            self.log(filled(said, layer=found.name, field=name, count=count))
        return found.identifiers(name)

    def _read(self, declared: LayerInput) -> Records | None:
        source: Any = None
        shipped = False
        said = self._algorithm.said.get(declared.parameter)
        if self.given(declared.parameter):
            source = self._algorithm.parameterAsSource(self._parameters, declared.parameter, self.context)
            if source is None:
                raise inputs.missing_layer(declared, self._parameters.get(declared.parameter))
        elif declared.default:
            source = inputs.beside(self._algorithm.of_stores, declared)
            shipped = source is None
            source = source or inputs.source_layer(declared)
            if not source.isValid():
                raise inputs.missing_layer(declared, "/".join(declared.default))
            said = metadata.read(source.metadata(), source.name())
        elif declared.optional:
            return None
        else:
            raise inputs.missing_layer(declared, None)
        said = said or Provenance(title=source.sourceName(), licences=("unknown",))
        said = _with(said, declared.parameter)
        packed = self._packed(source, declared)
        title = self._algorithm.titles.get(declared.parameter, "")
        day = self.day(declared.as_of)
        expected = source.featureCount() if declared.parameter in self._algorithm.databases else 0
        found = inputs.read(source, declared, said, day, self.context, self.check, packed, title)
        if found.read < expected:  # QGIS ends an iteration without a word when the server goes away
            raise InputIncomplete(layer=found.name, expected=expected, read=found.read)
        found.shipped = shipped
        self.tell(found, declared)
        return found

    def _packed(self, source: Any, declared: LayerInput) -> columns.Columns | None:
        """Read a grid as columns where its file allows it, and only near the input it is laid on."""
        file = self._algorithm.files.get(declared.parameter)
        if file is None or not inputs.may_pack(source, declared):
            return None
        extent = None
        if declared.near:
            extent = QgsRectangle()
            for geometry in self.needed(declared.near).geometries:
                extent.combineExtentWith(geometry.boundingBox())
            extent.grow(self.number(declared.margin) if declared.margin else 0.0)
        return columns.read(file, inputs.source_names(source, declared), extent, self.check)

    def tell(self, found: Records, declared: LayerInput) -> None:
        """Say in the log what was read, repaired and left out, and how sharp boundaries are."""
        self.log(
            filled(
                tr("{layer}: {read} {read:record|records} read, {kept} {kept:takes|take} part, {repaired} repaired."),
                layer=found.name,
                read=found.read,
                kept=len(found),
                repaired=found.repaired,
            )
        )
        for reason in sorted({entry.reason for entry in found.left_out}):
            ids = [str(entry.id) for entry in found.left_out if entry.reason == reason]
            shown = ", ".join(ids[:20]) + (" …" if len(ids) > 20 else "")
            self.warn(
                filled(
                    tr("{layer}: {count} {count:record|records} left out ({reason}): {ids}"),
                    layer=found.name,
                    count=len(ids),
                    reason=tr(reason),
                    ids=shown,
                )
            )
        self._tell_unknown(found)
        if found.table is MUNICIPALITY and MUNICIPALITY.source_scale in declared.wanted and len(found):
            self._tell_sharpness(found)

    def _tell_unknown(self, found: Records) -> None:
        """Name the values of free-text fields that have no meaning here; their records take part all the same."""
        for column in found.table.columns:
            if not column.known or not found.has(column.name):
                continue
            values = sorted({str(value) for value in found.text(column.name) if value is not None} - set(column.known))
            if values:
                self.warn(
                    tr("{layer}, field “{field}”: unknown values {values}; their records take part.").format(
                        layer=found.name, field=column.name, values=", ".join(f"“{value}”" for value in values[:20])
                    )
                )

    def _tell_sharpness(self, found: Records) -> None:
        sources = sorted({str(name) for name in found.text(MUNICIPALITY.source) if name is not None})
        scales = found.number(MUNICIPALITY.source_scale)
        scale = int(max(scales)) if len(scales) and not any(scales != scales) else None
        named = ", ".join(sources) or found.name
        if scale is None:
            self.warn(tr("Boundaries: {source}; their scale is unknown.").format(source=named))
        elif scale > SHARP_SCALE:
            self.warn(
                tr(
                    "Boundaries: {source}, 1:{scale}. They are good for overviews, not for splitting plots at a border."
                ).format(source=named, scale=scale)
            )
        else:
            self.log(tr("Boundaries: {source}, 1:{scale}.").format(source=named, scale=scale))

    # --------------------------------------------------------------------------------------------------------- outputs
    def wanted(self, parameter: str) -> bool:
        """Tell whether the user asked for an output."""
        return self._outputs.wanted(parameter)

    def stage(self, parameter: str, rows: Iterable[Row], abstract: str = "", table: Table | None = None) -> int:
        """Write an output where nobody sees it yet; it appears when the whole run has succeeded.

        :param rows: geometry (None for a table) and values: the kept input fields, if any, then the table's fields.
        :param abstract: English source text that is translated here, into the language of the results.
        :param table: instead of the declared table, one with further fields.
        :returns: the number of records, 0 if the output is not wanted.
        """
        output = self._algorithm.output(parameter)
        table = table or output.table
        kept = self._records.get(output.keep) if output.keep else None
        if self._outputs.is_shapefile(parameter):
            self.warn(tr("Shapefile: field names are cut to 10 characters and texts to 254; a GeoPackage keeps them."))
        with i18n.speaking(self._algorithm.language):  # rows are made while they are written, so their words too
            fields = layers.qgis_fields(table, i18n.language())
            wkb_type = layers.wkb_type(table)
            if kept is not None:
                fields = merged_fields(kept, table)
                wkb_type = multi_type(kept)
            described = self._metadata(table, tr(abstract) if abstract else "")
            return self._outputs.stage(output, fields, wkb_type, described, rows, self.check)

    def file_ending(self, parameter: str) -> str:
        """Return the ending of a file output in lower case, "" if it is not wanted."""
        target = self._outputs.file_target(parameter)
        return "" if target is None else target.suffix.lower()

    def stage_file(self, parameter: str, text: str) -> None:
        """Write a file output where nobody sees it yet; it appears when the whole run has succeeded."""
        self._outputs.stage_file(parameter, text)

    def stage_drawn(self, parameter: str, draw: Callable[[Path], object]) -> None:
        """Have a file output made by `draw` where nobody sees it yet; see `Outputs.stage_drawn`."""
        self._outputs.stage_drawn(parameter, draw)

    def stage_records(
        self, parameter: str, fill: Callable[[Path | None, str], tuple[LayerSpec, list[Row], int]]
    ) -> int:
        """Have an output written whose fields the source decides; see `Outputs.stage_records`."""
        return self._outputs.stage_records(self._algorithm.output(parameter), fill)

    def stage_text(self, parameter: str, path: Path, text: str) -> None:
        """Have a text file written that appears when the whole run has succeeded; `path` is what `file` returned."""
        self._outputs.stage_text(parameter, path, text)

    def stage_beside(self, parameter: str, path: Path, draw: Callable[[Path], object]) -> None:
        """Have a further file made by `draw` beside the one that a parameter names; see `Outputs.stage_beside`."""
        self._outputs.check_file(parameter, path)
        self._outputs.stage_beside(parameter, path, draw)

    def file_target(self, parameter: str) -> Path | None:
        """Return where a file output goes, None if it is not wanted."""
        return self._outputs.file_target(parameter)

    def stage_folder(self, parameter: str, folder: Path, names: tuple[str, ...], fill: Callable[[Path], None]) -> None:
        """Have a folder filled that appears when the whole run has succeeded; `folder` is what `folder` returned."""
        self._outputs.stage_folder(parameter, folder, names, fill)

    def kept(self, parameter: str) -> list[list[object]]:
        """Return, for each record of the input that an output keeps, the values of the fields that stay."""
        output = self._algorithm.output(parameter)
        records = self.needed(output.keep)
        positions = kept_indexes(records, output.table)
        replaced = records.fields.count() - len(positions)
        if replaced:
            with i18n.speaking(""):  # asked for while rows are written; the log is the user's
                said = tr("{layer}: {count} {count:field is|fields are} replaced by results of the same name.")
            self.log(filled(said, layer=records.name, count=replaced))
        return [[values[position] for position in positions] for values in records.attributes]

    def description(self, table: Table, abstract: str = "") -> Description:
        """Return what a result says of itself: title, inputs, licences, sensitivity and the run."""
        return Description(
            identifier=f"ruhr_planner.{table.table}.{self.run_id}",
            title=table.label.text(i18n.language()),
            abstract=abstract,
            inputs=tuple(records.provenance for records in self._records.values()),
            run=self.record(),
        )

    def _metadata(self, table: Table, abstract: str) -> QgsLayerMetadata:
        return metadata.write(self.description(table, abstract))

    def record(self) -> dict[str, object]:
        """Return what the metadata of a result say of the run that wrote it."""
        return {
            "run_id": self.run_id,
            "algorithm": self._algorithm.id(),
            "plugin_version": about.version(),
            "as_of": self.as_of.isoformat(),
            "date": metadata.today(),
            "parameters": self._algorithm.plain_parameters(self._parameters),
        }


def kept_indexes(kept: Records, table: Table) -> list[int]:
    """Return the positions of the input's fields that stay: own fields replace input fields of the same name."""
    own = {name.lower() for name in table.names}  # databases take names that differ in case only for the same
    return [index for index in range(kept.fields.count()) if kept.fields.at(index).name().lower() not in own]


def merged_fields(kept: Records, table: Table) -> QgsFields:
    """Return the kept input fields followed by the table's own."""
    fields = QgsFields()
    for index in kept_indexes(kept, table):
        fields.append(kept.fields.at(index))
    for column in table.columns:
        fields.append(layers.qgis_field(column, i18n.language()))
    return fields


def multi_type(kept: Records) -> Qgis.WkbType:
    """Return the multi geometry type of kept records."""
    kinds = {geometry.type() for geometry in kept.geometries}
    names = {
        Qgis.GeometryType.Polygon: Qgis.WkbType.MultiPolygon,
        Qgis.GeometryType.Line: Qgis.WkbType.MultiLineString,
        Qgis.GeometryType.Point: Qgis.WkbType.MultiPoint,
    }
    return names[kinds.pop()] if len(kinds) == 1 else Qgis.WkbType.GeometryCollection


def _with(said: Provenance, parameter: str) -> Provenance:
    return replace(said, parameter=parameter)


class PlannerAlgorithm(QgsProcessingAlgorithm):
    """Base of every algorithm of the provider."""

    ID = ""
    LABEL = ""
    GROUP = ""
    GROUP_ID = ""
    INPUTS: tuple[LayerInput, ...] = ()
    OUTPUTS: tuple[LayerOutput, ...] = ()
    FILES: tuple[FileOutput, ...] = ()
    DATED = False
    """AS_OF is a parameter although no input is declared: the algorithm hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.said: dict[str, Provenance] = {}
        self.files: dict[str, columns.FileLayer] = {}
        self.titles: dict[str, str] = {}
        self.databases: set[str] = set()
        self.of_stores: list[tuple[str, str]] = []  # provider and source of inputs that are tables of a planning store

    # ----------------------------------------------------------------------------------------- what an algorithm does
    def define(self) -> None:
        """Add the algorithm's own parameters and numbers."""

    def compute(self, run: Run) -> dict[str, Any]:
        """Do the work on checked inputs; stage outputs; return further results (numbers, texts)."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------- what QGIS asks for
    def createInstance(self) -> PlannerAlgorithm:
        """Make another one of the same kind."""
        return type(self)()

    def name(self) -> str:
        """Return the id within the provider."""
        return self.ID

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr(self.LABEL)

    def group(self) -> str:
        """Return the name of the group in the toolbox."""
        return tr(self.GROUP)

    def groupId(self) -> str:
        """Return the id of the group."""
        return self.GROUP_ID

    def icon(self) -> QIcon:
        """Return the provider's icon."""
        return QIcon(str(paths.resource("icons", "ruhr_planner.svg")))

    def shortHelpString(self) -> str:
        """Return the help page in the user's language: as it is for qgis_process, as HTML for the desktop's dialog."""
        page = paths.resource("help", f"{self.ID}.{i18n.language()}.md")
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        if QgsApplication.platform() != "desktop":
            return text
        document = QTextDocument()
        document.setMarkdown(text)
        return str(document.toHtml()) if text else ""

    def helpUrl(self) -> str:
        """Return the address of the algorithm's page in the manual, which the dialog's Help button opens."""
        return manual.address(self.ID)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare inputs, own parameters, AS_OF and outputs, in this order.

        :param configuration: may name the language of the results, which is the user's otherwise.
        """
        self.language = str((configuration or {}).get(RESULT_LANGUAGE, ""))
        for declared in self.INPUTS:
            self.addParameter(
                QgsProcessingParameterFeatureSource(
                    declared.parameter,
                    tr(declared.label),
                    [_SOURCE_TYPES[declared.geometry]],
                    optional=declared.optional,
                )
            )
        self.define()
        if self.INPUTS or self.DATED:
            as_of = QgsProcessingParameterDateTime(
                AS_OF, tr("Records in force on"), QgsProcessingParameterDateTime.Type.Date, optional=True
            )
            as_of.setFlags(as_of.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(as_of)
        for output in self.OUTPUTS:
            self.addParameter(
                QgsProcessingParameterFeatureSink(
                    output.parameter,
                    tr(output.label),
                    _sink_type(output),
                    None,
                    output.optional,
                    not output.optional,
                )
            )

        for file in self.FILES:
            self.addParameter(
                QgsProcessingParameterFileDestination(
                    file.parameter, tr(file.label), file.filter, None, file.optional, not file.optional
                )
            )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Read what the input layers say of themselves, in the thread they live in."""
        del feedback
        for declared in self.INPUTS:
            if parameters.get(declared.parameter) in (None, ""):
                continue
            layer = self.parameterAsVectorLayer(parameters, declared.parameter, context)
            if layer is not None:
                if layer.providerType() == "postgres":
                    self.databases.add(declared.parameter)
                if inputs.is_of_store(layer):
                    self.of_stores.append((layer.providerType(), layer.source()))
                self.titles[declared.parameter] = layer_title(layer)
                self.said[declared.parameter] = metadata.read(metadata.told(layer), layer_title(layer))
            file = columns.file_layer(layer, parameters.get(declared.parameter)) if declared.grid else None
            if file is not None:
                self.files[declared.parameter] = file
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check, compute, put in place. Every known error becomes one sentence.

        QGIS (3.40, 3.44) keeps every error that leaves an algorithm for good, and with its traceback every frame that
        it went through. Therefore it begins anew here, in a frame that holds nothing.
        """
        results, error = self._attempt(parameters, context, feedback)
        if error is None:
            return results
        del self, parameters, context, feedback
        raise error

    def _attempt(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[dict[str, Any], Exception | None]:
        """Return the results, or the error that ends the run, without the frames that it comes from."""
        try:
            used = list(self._files(parameters, context))
            for sentence in aftermath.tell(used):
                feedback.pushWarning(sentence)
            with aftermath.noted(self.displayName(), used):
                results = self._run(parameters, context, feedback)
        except PlannerError as error:
            if error.detail:
                feedback.pushDebugInfo(error.detail)
            return {}, _let_go(error, QgsProcessingException(i18n.words(error)))
        except Exception as error:  # noqa: BLE001  told to QGIS as it is
            if not isinstance(error, QgsProcessingException):
                feedback.pushDebugInfo(traceback.format_exc())  # the last chance to say where it comes from
            return {}, _let_go(error, error)
        feedback.setProgress(100)
        return results, None

    def _files(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Iterator[Path]:
        """Yield the files that a run reads and writes, or may; the parameters are not checked yet."""
        for declared in self.INPUTS:
            given = parameters.get(declared.parameter)
            address = given.source() if isinstance(given, QgsMapLayer) else given
            if isinstance(address, str) and ".gpkg" in address.lower() and not address.startswith(layers.DATABASE):
                yield Path(address.partition("|")[0])
        for output in self.OUTPUTS:
            with suppress(PlannerError):
                target = resolve(output, parameters, context)
                if target is not None and target.path is not None:
                    yield target.path
        named = {file.parameter for file in self.FILES} | {STORE}
        named |= {each.name() for each in self.parameterDefinitions() if each.type() == "folderDestination"}
        for name in named:
            text = str(parameters.get(name) or "").strip()
            if text and text != QgsProcessing.TEMPORARY_OUTPUT and not is_database(text):
                yield Path(text)

    def _run(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with Outputs(self, parameters, context) as outputs:
            outputs.check(self.OUTPUTS)
            outputs.check_files(self.FILES)
            run = Run(self, parameters, context, feedback, outputs)
            try:
                for declared in self.INPUTS:
                    run.records(declared.parameter)
                results = self.compute(run)
                run.check()
                results.update(outputs.commit())
                if feedback.isCanceled():
                    run.warn(tr("It was cancelled too late: everything had been written by then."))
                return results
            finally:
                run.end()

    # ------------------------------------------------------------------------------------------------------- lookups
    def input(self, parameter: str) -> LayerInput:
        """Return a declared input."""
        return next(declared for declared in self.INPUTS if declared.parameter == parameter)

    def output(self, parameter: str) -> LayerOutput:
        """Return a declared output."""
        return next(output for output in self.OUTPUTS if output.parameter == parameter)

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters that counted, defaults too, as plain values: layers by name, no paths, no outputs."""
        layers_of = {declared.parameter for declared in self.INPUTS}
        skipped = {output.parameter for output in (*self.OUTPUTS, *self.FILES)}
        used = {definition.name(): definition.defaultValue() for definition in self.parameterDefinitions()}
        used.update({name: value for name, value in parameters.items() if value is not None})
        if used.get(STORE):
            used[STORE] = opening.display_name(str(used[STORE]))
        return {
            name: _layer_name(value) if name in layers_of else _plain(value)
            for name, value in used.items()
            if name not in skipped and value is not None
        }


def _let_go(caught: Exception, told: Exception) -> Exception:
    """Clear the frames of an error and of what caused it, now: they may lie in a circle, and that is looked for late.

    :returns: what is told in its place, without any of them. Cleared frames alone would not do, because a frame keeps
        its function, and that what it closes over.
    """
    error: BaseException | None = caught
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
    told.__cause__ = told.__context__ = None
    return told.with_traceback(None)


def layer_title(layer: QgsVectorLayer) -> str:
    """Return a layer's name; of a file with several layers also which of them, where QGIS names it after the file."""
    name = str(layer.name())
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    inner = str(parts.get("layerName") or "")
    return f"{name} – {inner}" if inner and inner != name and name == Path(str(parts.get("path") or "")).stem else name


def _layer_name(value: Any) -> str:
    if isinstance(value, QgsMapLayer):
        return str(value.name())
    text = str(value)
    if text.startswith(layers.DATABASE):
        return str(QgsDataSourceUri(text[len(layers.DATABASE) :]).table())
    return text.replace("\\", "/").rsplit("/", 1)[-1]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, list, tuple)) else str(value)


def _sink_type(output: LayerOutput) -> Qgis.ProcessingSourceType:
    if output.keep or output.open:
        return Qgis.ProcessingSourceType.VectorAnyGeometry
    kinds = {
        "MultiPolygon": inputs.POLYGON,
        "Polygon": inputs.POLYGON,
        "MultiLineString": inputs.LINE,
        "LineString": inputs.LINE,
    }
    kinds.update({"Point": inputs.POINT, "MultiPoint": inputs.POINT, "": inputs.NONE})
    return _SOURCE_TYPES[kinds[output.table.geometry]]
