"""A run whose result becomes layers of the project: written to a GeoPackage, opened in the job, added by the caller."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruhr_planner import settings
from ruhr_planner.gui import layers
from ruhr_planner.gui.jobs import AlgorithmJob
from ruhr_planner.gui.words import numbered

if TYPE_CHECKING:
    from ruhr_planner.model.tables import Table

Outputs = tuple[tuple[str, "Table"], ...]
"""Output parameters, and the table that each writes."""


def free(path: Path) -> Path:
    """Return the path, or one with a number if there is such a file: a clock may be set back."""
    names = (path.with_name(name) for name in numbered(path.stem, path.suffix))
    return next(name for name in names if not name.exists())


class ResultJob(AlgorithmJob):
    """Runs an algorithm of the plugin into one new GeoPackage."""

    def __init__(
        self, title: str, algorithm: str, parameters: dict[str, Any], outputs: Outputs, stem: str, invented: bool
    ) -> None:
        """
        :param algorithm: its name within the provider.
        :param stem: how the file's name begins.
        :param invented: the input is demonstration data, and the layers will say so.
        """
        moment = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
        self.path = settings.output_folder() / f"{stem}_{algorithm}_{moment}.gpkg"
        super().__init__(title, f"ruhr_planner:{algorithm}", parameters)
        self._title = title  # QGIS deletes its task when it has ended, and with it the description
        self._outputs = outputs
        self._invented = invented
        self._ready: layers.Ready = {}

    def work(self) -> None:
        """Choose a file, run, and open what was written as layers; the folder may be on a share that answers slowly."""
        self.path = free(self.path)
        targets = {parameter: layers.source_of(self.path, table) for parameter, table in self._outputs}
        self._parameters = {**self._parameters, **targets}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        super().work()
        self._ready = layers.load(self._sources(), self.check)

    def add_layers(self) -> list[str]:
        """Put the layers into the project and return the ids of those with geometry; on the main thread."""
        ready, self._ready = self._ready, {}
        sources = self._sources()
        return layers.add_results(self._title, sources, ready or layers.load(sources, lambda: None), self._invented)

    def _sources(self) -> layers.Sources:
        return [(table, str(self.results[name])) for name, table in self._outputs if self.results.get(name)]
