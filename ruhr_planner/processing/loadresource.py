"""`loadresource`: a layer of a service or a file, all of it, in EPSG:25832, with what its publisher says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsAbstractMetadataBase,
    QgsLayerMetadata,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ruhr_planner import about
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences
from ruhr_planner.model.results import RESOURCE
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.online import OnlineAlgorithm, tell_age
from ruhr_planner.processing.outputs import LayerOutput
from ruhr_planner.store import layers, metadata
from ruhr_planner.store.layers import LayerSpec, Row
from ruhr_planner.store.metadata import Description, Provenance

if TYPE_CHECKING:
    from ruhr_planner.readers.record import Origin, Tally

URL, LAYER, KIND, EXTENT, AUTHCFG, MAX_FEATURES, OUTPUT = (
    "URL", "LAYER", "KIND", "EXTENT", "AUTHCFG", "MAX_FEATURES", "OUTPUT",
)  # fmt: skip


class LoadResource(OnlineAlgorithm):
    """Load everything, or fail, or say how much is missing."""

    ID = "loadresource"
    LABEL = "Load a service or a file"
    GROUP = "Data"
    GROUP_ID = "data"
    OUTPUTS = (LayerOutput(OUTPUT, "Loaded layer", RESOURCE, open=True),)

    def define(self) -> None:
        """Add address, layer, kind, extent, log-in, limit and the numbers."""
        self.addParameter(QgsProcessingParameterString(URL, tr("Address of the service or file, or a path")))
        self.addParameter(QgsProcessingParameterString(LAYER, tr("Layer (empty: the only one)"), optional=True))
        kinds = [tr("find out"), "WFS", "OGC API Features", "ArcGIS REST", tr("file")]
        self.addParameter(QgsProcessingParameterEnum(KIND, tr("Kind of source"), kinds, defaultValue=0))
        self.addParameter(QgsProcessingParameterExtent(EXTENT, tr("Extent (empty: everything)"), optional=True))
        self.addParameter(
            QgsProcessingParameterAuthConfig(AUTHCFG, tr("Log-in (authentication configuration)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                MAX_FEATURES, tr("Load at most so many objects (0: all)"), defaultValue=0, optional=True, minValue=0
            )
        )
        self.addOutput(QgsProcessingOutputNumber("EXPECTED", tr("Objects that the source announces")))
        self.addOutput(QgsProcessingOutputNumber("LOADED", tr("Objects loaded")))
        self.addOutput(QgsProcessingOutputBoolean("COMPLETE", tr("Proven to be complete")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Load the layer and return the numbers."""
        from ruhr_planner.net.qgis_transport import TaskFeedback, beside
        from ruhr_planner.processing import records
        from ruhr_planner.readers import batches, load

        extent = self._extent(run)
        wanted = load.Wanted(
            run.string(URL).strip(),
            run.string(LAYER).strip() if run.given(LAYER) else "",
            load.KINDS[run.index(KIND)],
            extent,
            run.string(AUTHCFG) if run.given(AUTHCFG) else "",
            run.integer(MAX_FEATURES) if run.given(MAX_FEATURES) else 0,
        )
        context = run.context.transformContext()
        transport = self.transport()
        with load.open_layer(transport, wanted, TaskFeedback(run.feedback)) as stream:

            def check(written: int) -> None:
                run.progress(written / stream.tally.expected if stream.tally.expected else 0.0)

            def fill(path: Path | None, layer: str) -> tuple[LayerSpec, list[Row], int]:
                writer = records.RecordWriter(path, layer, context, check, OUTPUT)
                project = records.projector(context, stream.origin.title, run.log)
                count = batches.copy(stream, project, writer.write, extent)
                origin = load.public(stream.origin)
                if transport.oldest is not None:
                    origin = replace(origin, retrieved=transport.oldest.date().isoformat())
                said = _metadata(origin, stream.tally, run, self.ID)
                return replace(writer.spec, metadata=said), writer.rows, count

            loaded = beside(lambda: run.stage_records(OUTPUT, fill))  # its threads may need the main one
            tell_age(transport, run)
            _tell(stream.tally, loaded, run)
            return {"EXPECTED": stream.tally.expected, "LOADED": loaded, "COMPLETE": stream.tally.complete}

    def _extent(self, run: Run) -> tuple[float, float, float, float] | None:
        box = run.extent(EXTENT)
        return None if box is None else (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


def _tell(tally: Tally, loaded: int, run: Run) -> None:
    """Say in the log how much came; what is not proven to be all is a warning."""
    for note in tally.notes:
        run.warn(filled(tr(note.text), **note.params))
    if tally.complete:
        run.log(filled(tr("{loaded} {loaded:object|objects} loaded; that is all of them."), loaded=loaded))
    elif tally.expected is None:
        run.warn(
            filled(
                tr(
                    "{loaded} {loaded:object|objects} loaded. The source does not say how many it has, so "
                    "some may be missing."
                ),
                loaded=loaded,
            )
        )
    else:
        run.warn(
            filled(
                tr("{loaded} of {expected} {expected:object|objects} loaded; {missing} {missing:is|are} missing."),
                loaded=loaded,
                expected=tally.expected,
                missing=max(0, tally.expected - loaded),
            )
        )


def _metadata(origin: Origin, tally: Tally, run: Run, algorithm: str) -> QgsLayerMetadata:
    """Say where the layer comes from: title, licence, attribution, address, question and day."""
    licence = licences.normalise(origin.licence, origin.abstract) if origin.licence else licences.UNKNOWN
    day = metadata.today()
    source = Provenance(
        title=origin.title,
        licences=(licence.id,),
        attributions=(origin.attribution,) if origin.attribution else (),
        date=origin.retrieved or day,
        count=tally.loaded,
        parameter=URL,
    )
    described = Description(
        identifier=f"ruhr_planner.{RESOURCE.table}.{run.run_id}",
        title=origin.title,
        abstract=origin.abstract,
        inputs=(source,),
        run={
            "run_id": run.run_id,
            "algorithm": algorithm,
            "plugin_version": about.version(),
            "date": day,
            "source": origin.url,
            "layer": origin.layer,
            "kind": origin.kind,
            "query": origin.query,
            "expected": tally.expected,
            "loaded": tally.loaded,
            "complete": tally.complete,
            "notes": [str(note) for note in tally.notes],
        },
        changed=False,
    )
    made = metadata.write(described)
    made.setFees(origin.licence)
    if origin.url.startswith("http"):
        made.addLink(QgsAbstractMetadataBase.Link(origin.title, f"{origin.kind}", origin.url))
    made.setCrs(layers.crs())
    return made


def notes() -> tuple[str, ...]:
    """Return the sentences that readers say as templates, here so that they are translated.

    Readers know no language; `_tell` puts their notes into the user's.
    """
    return (
        tr("The axes came swapped (north before east) and were put right."),
        tr("The data lie outside the Ruhr region; check whether this is meant."),
        tr("The source names no coordinate reference system; its numbers are {found}."),
        tr("The eastings carry the zone number 32 and were read as EPSG:4647."),
        tr("The source names {stated}, but its coordinates are {found}; they were read so."),
        tr("The server found nothing in a box in degrees; it was asked again in EPSG:25832."),
        tr("The server ignored the extent; {count} {count:record|records} outside {count:was|were} left out."),
        tr("{count} records without an id came on more than one page; they may be one and the same."),
        tr("{count} {count:record|records} came twice, because the server does not keep its order from page to page."),
        tr(
            "Exactly {count} records came, and the source cannot be asked for more; such a round number is often a "
            "limit of the server."
        ),
    )
