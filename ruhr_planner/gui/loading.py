"""Loading what a search has found: features into a file of the user's, maps as layers of their service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication, QgsMapLayer, QgsProcessingException, QgsVectorLayer

from ruhr_planner import i18n, log, settings
from ruhr_planner.gui.jobs import Call, Job
from ruhr_planner.gui.words import numbered
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import PlannerError

if TYPE_CHECKING:
    from ruhr_planner.catalogue.dataset import DatasetHit

MAPS = (codes.CATALOGUE_KIND.wms, codes.CATALOGUE_KIND.wmts)


@dataclass(frozen=True)
class Loaded:
    """A data set that was loaded: its layer, not yet in a project, and the file it lies in ("" for a map)."""

    hit: DatasetHit
    layer: QgsMapLayer
    source: str
    count: Optional[int] = None


class LoadJob(Job):
    """Loads one data set after the other; what cannot be loaded is told and does not keep back the rest."""

    def __init__(self, hits: Sequence[DatasetHit], extent: str = "") -> None:
        """:param extent: as Processing writes it, "" = everything."""
        super().__init__(tr("Load data"))
        self.loaded: list[Loaded] = []
        self.failed: list[tuple[str, str]] = []
        self._extent = extent
        self._folder = settings.output_folder() / "data"
        self._calls = [(hit, Call(f"ruhr_planner:{'loadmap' if hit.kind in MAPS else 'loadresource'}")) for hit in hits]
        self._running: Call | None = None

    def cancel(self) -> None:
        """Tell the algorithm that runs to stop at its next step."""
        if self._running is not None:
            self._running.feedback.cancel()
        super().cancel()

    def work(self) -> None:
        """Load all of them."""
        for step, (hit, call) in enumerate(self._calls):
            self.check()
            self.setProgress(100.0 * step / len(self._calls))
            self._running = call
            try:
                made = self._map(hit, call) if hit.kind in MAPS else self._features(hit, call)
            except (PlannerError, QgsProcessingException) as error:
                self.check()
                self.failed.append((hit.title, i18n.words(error) if isinstance(error, PlannerError) else str(error)))
                log.warning(f"{hit.title}: {self.failed[-1][1]}")
                continue
            made.layer.moveToThread(QgsApplication.instance().thread())
            self.loaded.append(made)

    def _features(self, hit: DatasetHit, call: Call) -> Loaded:
        from ruhr_planner.readers import load  # not at QGIS's start

        self._folder.mkdir(parents=True, exist_ok=True)
        path = free_name(self._folder, hit.title)
        parameters: dict[str, Any] = {"URL": hit.url, "LAYER": hit.layer, "OUTPUT": str(path)}
        if hit.kind in load.KINDS:
            parameters["KIND"] = load.KINDS.index(hit.kind)
        if self._extent:
            parameters["EXTENT"] = self._extent
        results = call.run(parameters, call.context())
        source = str(results["OUTPUT"])
        options = QgsVectorLayer.LayerOptions()
        options.loadDefaultStyle = False
        layer = QgsVectorLayer(source, hit.title or hit.layer, "ogr", options)
        if not layer.isValid():
            raise QgsProcessingException(layer.error().summary())
        return Loaded(hit, layer, source, int(results["LOADED"]))

    def _map(self, hit: DatasetHit, call: Call) -> Loaded:
        context = call.context()
        results = call.run({"URL": hit.url, "LAYER": hit.layer, "OPEN": False}, context)
        layer = context.takeResultLayer(str(results["OUTPUT"]))
        if layer is None:
            raise QgsProcessingException(tr("The map service gave no layer."))
        layer.setName(hit.title or layer.name())
        return Loaded(hit, layer, "")


def told_too_late() -> str:
    """Say why what was loaded is not on the map."""
    return tr("The project was closed meanwhile, so the layers are not on the map.")


def free_name(folder: Path, title: str) -> Path:
    """Return a file for a data set: named as it is called, and none that is there already."""
    plain = re.sub(r"[^\w-]+", "_", title).strip("_")[:60] or "data"
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", plain, flags=re.IGNORECASE):
        plain += "_"  # devices of Windows, whatever the ending
    return next(path for path in (folder / name for name in numbered(plain, ".gpkg")) if not path.exists())
