"""`loadmap`: a map of a WMS or WMTS as a layer, with its legend, its time and what its publisher says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsAbstractMetadataBase,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingOutputMapLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
    QgsRasterLayer,
)

from ruhr_planner import about
from ruhr_planner.i18n import tr
from ruhr_planner.model import errors, licences
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.online import OnlineAlgorithm, tell_age
from ruhr_planner.store import metadata
from ruhr_planner.store.metadata import Description, Provenance

if TYPE_CHECKING:
    from ruhr_planner.net.qgis_transport import QgisTransport
    from ruhr_planner.net.transport import Response
    from ruhr_planner.readers.maps import MapLayer

URL, LAYER, KIND, AUTHCFG, TIME, OPEN, OUTPUT = "URL", "LAYER", "KIND", "AUTHCFG", "TIME", "OPEN", "OUTPUT"
_MAX_BYTES = 64 * 1024 * 1024


class LoadMap(OnlineAlgorithm):
    """Choose what a map service does best for the region, and make QGIS's layer of it."""

    ID = "loadmap"
    LABEL = "Load a map service (WMS, WMTS)"
    GROUP = "Data"
    GROUP_ID = "data"

    def define(self) -> None:
        """Add address, layer, kind, log-in and time."""
        self.addParameter(QgsProcessingParameterString(URL, tr("Address of the map service")))
        self.addParameter(QgsProcessingParameterString(LAYER, tr("Layer (empty: the only one)"), optional=True))
        self.addParameter(
            QgsProcessingParameterEnum(KIND, tr("Kind of source"), [tr("find out"), "WMS", "WMTS"], defaultValue=0)
        )
        self.addParameter(
            QgsProcessingParameterAuthConfig(AUTHCFG, tr("Log-in (authentication configuration)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                TIME, tr("Time (empty: the temporal controller; or “latest”, or such as 2024-05-01)"), optional=True
            )
        )
        self.addParameter(QgsProcessingParameterBoolean(OPEN, tr("Open in the project"), True))
        self.addOutput(QgsProcessingOutputMapLayer(OUTPUT, tr("Loaded map")))
        self.addOutput(QgsProcessingOutputString("LEGEND", tr("Address of the legend")))
        self.addOutput(QgsProcessingOutputString("TIMES", tr("Times that the map shows")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read the capabilities, make the layer and hand it over."""
        from ruhr_planner.net.cache import has_secret
        from ruhr_planner.readers import load
        from ruhr_planner.readers.asking import title_of

        url = run.string(URL).strip()
        if load.local_path(url) is not None:
            raise errors.AddressInvalid(source=url.replace("\\", "/").rsplit("/", 1)[-1] or "–")
        if has_secret(url):
            raise errors.AddressSecret(source=title_of(url))
        authcfg = run.string(AUTHCFG) if run.given(AUTHCFG) else ""
        transport = self.transport()
        chosen, answer = _choose(run, transport, url, authcfg)
        tell_age(transport, run)
        run.progress(0.5)
        made = _layer(chosen, authcfg, run.context)
        made.setMetadata(_metadata(chosen, answer, run, self.ID))
        _tell(chosen, run)
        run.check()
        run.context.temporaryLayerStore().addMapLayer(made)
        if run.flag(OPEN) and run.context.project() is not None:
            details = QgsProcessingContext.LayerDetails(chosen.title, run.context.project(), OUTPUT)
            run.context.addLayerToLoadOnCompletion(made.id(), details)
        times = chosen.time.extent if chosen.time is not None else ""
        legend = load.public_url(chosen.legend) if chosen.legend else ""
        return {OUTPUT: made.id(), "LEGEND": legend, "TIMES": times}


def _choose(run: Run, transport: QgisTransport, url: str, authcfg: str) -> tuple[MapLayer, Response]:
    """Ask for the capabilities, as a WMS first and then as a WMTS where the address does not say which."""
    from ruhr_planner.net.qgis_transport import TaskFeedback, beside
    from ruhr_planner.net.transport import Request
    from ruhr_planner.readers import maps
    from ruhr_planner.readers.asking import title_of

    source = title_of(url)
    feedback = TaskFeedback(run.feedback)
    wanted = maps.KINDS[run.index(KIND)]
    layer = run.string(LAYER).strip() if run.given(LAYER) else ""
    time = run.string(TIME).strip() if run.given(TIME) else ""
    first: errors.NetworkError | None = None
    stated = maps.stated_kind(url) if wanted == maps.AUTO else wanted
    for kind in (maps.WMS, maps.WMTS) if stated == maps.AUTO else (stated,):
        request = Request(maps.capabilities_url(url, kind), authcfg=authcfg, source=source, max_bytes=_MAX_BYTES)
        try:
            answer = beside(lambda asked=request: transport.send(asked, feedback))  # type: ignore[misc]
        except (errors.ServiceException, errors.BadRequest, errors.NotFound, errors.ServerFailed) as problem:
            first = first or problem  # what it says to the first question is what the user asked for
            continue
        return maps.choose(answer.body, url, layer, source, time, wanted), answer
    raise first or errors.NoService(source=source)


def _layer(chosen: MapLayer, authcfg: str, context: QgsProcessingContext) -> QgsRasterLayer:
    """Return QGIS's layer.

    :raises MapNotOpened: QGIS finds a fault that the capabilities do not show.
    """
    from ruhr_planner.readers import maps

    options = QgsRasterLayer.LayerOptions()
    options.transformContext = context.transformContext()
    made = QgsRasterLayer(maps.provider_uri(chosen, authcfg), chosen.title, "wms", options)
    if not made.isValid() or not made.crs().isValid():
        raise errors.MapNotOpened(made.error().summary(), layer=chosen.title, source=chosen.service or "WMS")
    return made


def _tell(chosen: MapLayer, run: Run) -> None:
    """Say in the log what was chosen, and what a planner should know of it."""
    run.log(
        tr("{kind} {version}: “{layer}” in {crs} as {format}.").format(
            kind=chosen.kind.upper(), version=chosen.version, layer=chosen.title, crs=chosen.crs, format=chosen.format
        )
    )
    if chosen.moment:
        run.log(tr("Time of the map: {time}.").format(time=chosen.moment))
    elif chosen.time is not None:
        run.log(tr("The map has times ({times}); usual is {time}.").format(
            times=chosen.time.extent[:200], time=chosen.time.usual
        ))  # fmt: skip
    from ruhr_planner.readers import check

    here, there = check.bounds("EPSG:4326"), chosen.extent
    if there and here and (there[2] < here[0] or there[0] > here[2] or there[3] < here[1] or there[1] > here[3]):
        run.warn(tr("The data lie outside the Ruhr region; check whether this is meant."))


def _metadata(chosen: MapLayer, answer: Response, run: Run, algorithm: str) -> QgsLayerMetadata:
    """Say where the map comes from: title, licence, attribution, address, time and day."""
    from ruhr_planner.readers import load

    licence = licences.normalise(chosen.licence) if chosen.licence else licences.UNKNOWN
    note = chosen.attribution or chosen.provider
    day, address = answer.loaded.date().isoformat(), load.public_url(chosen.url)
    source = Provenance(chosen.title, (licence.id,), (note,) if note else (), date=day, parameter=URL)
    record: dict[str, object] = {
        "run_id": run.run_id, "algorithm": algorithm, "plugin_version": about.version(), "date": day,
        "source": address, "service": chosen.service, "layer": chosen.layer, "kind": chosen.kind,
        "version": chosen.version, "crs": chosen.crs, "format": chosen.format, "style": chosen.style,
        "time": chosen.moment or None,
    }  # fmt: skip
    described = Description(
        f"ruhr_planner.map.{run.run_id}", chosen.title, chosen.abstract, (source,), record, changed=False
    )
    made = metadata.write(described)
    made.setFees(chosen.licence)
    made.addLink(QgsAbstractMetadataBase.Link(chosen.title, chosen.kind.upper(), address))
    if chosen.legend:
        legend = QgsAbstractMetadataBase.Link(tr("Legend"), "WWW:LINK", load.public_url(chosen.legend))
        legend.format = "image/png"
        made.addLink(legend)
    return made
