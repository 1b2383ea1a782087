"""What all questions of a region report work with: the store, the place, the staged folder, and their children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingMultiStepFeedback, QgsRectangle, QgsVectorLayer

from ruhr_planner import paths
from ruhr_planner.model import region
from ruhr_planner.model.errors import WriteFailed
from ruhr_planner.model.region import SHARP_SCALE
from ruhr_planner.model.tables import MUNICIPALITY, PLOT, Table
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.child import run_child
from ruhr_planner.processing.mapexhibit import kreis_title, rows_named
from ruhr_planner.store import metadata
from ruhr_planner.store.layers import layer_uri, open_layer
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.exhibit.charts import Frame
    from ruhr_planner.exhibit.findings import Place
    from ruhr_planner.exhibit.layout import MapLayer
    from ruhr_planner.exhibit.phrases import Phrases
    from ruhr_planner.exhibit.report import Answer
    from ruhr_planner.store.interface import Store

RESULTS = "results.gpkg"
STEPS = 16
"""Steps of a report: the children, the pages, the files."""
MARGIN = 1.08
"""How much more than the place a map shows."""


@dataclass
class Job:
    """What one report works with."""

    run: Run
    store: Store
    language: str
    wanted: str
    """Key or name of the place; "" for the region."""
    made: Path
    """The staged folder that becomes FOLDER."""
    work: Path
    """For layers that are needed on a map only."""
    phrases: Phrases
    counts: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    boundaries: str = ""
    boundary_source: Provenance = field(default_factory=lambda: Provenance(""))
    place: Any = None
    extent: tuple[float, float, float, float] = region.EXTENT
    done: int = 0
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the children returned, by algorithm."""

    def __post_init__(self) -> None:
        from ruhr_planner.exhibit import findings

        self.counts = self.store.counts()
        if self.has(MUNICIPALITY):
            self.boundaries = self.store.uri(MUNICIPALITY)
        else:
            self.boundaries = layer_uri(paths.resource("reference", "municipalities.gpkg"), MUNICIPALITY.table)
        layer = opened(self.boundaries)
        self.names = findings.municipality_names(layer)
        known = self._named(metadata.read(layer.metadata(), layer.name()), MUNICIPALITY)
        sharpness = self.phrases.sharpness(findings.boundary_scale(layer), SHARP_SCALE)
        self.boundary_source = replace(known, title=known.title + sharpness, count=layer.featureCount())
        self.place = self._place(layer)

    def _place(self, layer: QgsVectorLayer) -> Place:
        """Find the place by key or name.

        :raises MunicipalityUnknown: there is none.
        """
        from ruhr_planner.exhibit.findings import Place

        if not self.wanted:
            return Place("Metropole Ruhr", self.names)
        keys = list(self.names)
        found = [keys[row] for row in rows_named(keys, [self.names[key] for key in keys], self.wanted)]
        box = QgsRectangle()
        for feature in layer.getFeatures():
            if str(feature[MUNICIPALITY.ags]) in found:
                box.combineExtentWith(feature.geometry().boundingBox())
        box.scale(MARGIN)
        self.extent = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        names = {key: self.names[key] for key in found}
        if len(found) == 1:
            return Place(names[found[0]], names, found[0])
        return Place(kreis_title(found[0]), names, region.kreis_of(found[0]))

    def has(self, table: Table) -> bool:
        """Tell whether the store has records of a table."""
        return self.counts.get(table.table, 0) > 0

    def sources(self, *tables: Table) -> tuple[Provenance, ...]:
        """Return what the store says of its tables, as far as they hold records, and of the boundaries."""
        known = [self._named(self.store.provenance(table), table) for table in tables if self.has(table)]
        return (*known, self.boundary_source)

    def _named(self, source: Provenance, table: Table) -> Provenance:
        """Put a table's own title into the language of the report, and say how many records it has."""
        title = source.title.replace(table.label.de, table.label.text(self.language))
        return replace(source, title=title, count=self.counts.get(table.table))

    def plots_in_force(self, also: str = "") -> str:
        """Return the condition for the plots that are in force on the day of the report.

        :param also: a further condition.
        """
        day = self.run.as_of.isoformat()
        begun = f"({PLOT.valid_from} IS NULL OR {PLOT.valid_from} <= '{day}')"
        known = f"{begun} AND ({PLOT.valid_to} IS NULL OR {PLOT.valid_to} >= '{day}')"
        return f"{known} AND ({also})" if also else known

    def bounded(self, condition: str) -> str:
        """Return the address of those boundaries that fulfil a condition."""
        if self.has(MUNICIPALITY):
            return self.store.uri(MUNICIPALITY, condition)
        return f"{self.boundaries}|subset={condition}"

    def of_place(self) -> str:
        """Return the condition for records of the place by their AGS, "" for the region."""
        if not self.place.key:
            return ""
        return f"ags IN ({', '.join(repr(key) for key in self.place.names)})"

    def result(self, name: str) -> str:
        """Return the address of a result layer."""
        return layer_uri(self.made / RESULTS, name)

    def child(self, algorithm: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Run a registered algorithm for the report's day and language; it counts as one step."""
        results = run_child(self.run, algorithm, parameters, self.language, self.step())
        self.results[algorithm] = results
        return results

    def step(self) -> QgsProcessingMultiStepFeedback:
        """Return a feedback for the next step, so that progress and cancel pass through."""
        self.run.check()
        feedback = QgsProcessingMultiStepFeedback(STEPS, self.run.feedback)
        feedback.setCurrentStep(min(self.done, STEPS - 1))
        self.done += 1
        return feedback

    def frame(self, sources: Sequence[Provenance]) -> Frame:
        """Return what stands around the charts of a chapter."""
        from ruhr_planner.exhibit.charts import Frame
        from ruhr_planner.exhibit.factsheet_page import COLUMN
        from ruhr_planner.exhibit.sheet import family

        titles = dict.fromkeys(source.title.split(" – ")[0] for source in sources)
        said = self.phrases.tr("Source: {sources}; computed with Ruhr Planner, as of {date}.")
        text = said.format(sources=", ".join(titles), date=self.phrases.date(self.run.as_of))
        return Frame(self.phrases, "", text, width=COLUMN, family=family(), headed=False)


@dataclass
class Chapter:
    """One question: its numbers, and either why there is no answer, or what pages and workbook need."""

    theme: str
    title: str
    numbers: dict[str, Any]
    missing: str = ""
    """English source text: the log is in the user's language, the page in the report's."""
    answer: Answer | None = None
    exhibit: Any = None
    """A page of its own in A3, for some of the questions."""
    layers: tuple[MapLayer, ...] = ()
    """Layers of the map, uppermost first."""
    sheets: tuple[Any, ...] = ()
    sources: tuple[Provenance, ...] = ()


def opened(uri: str) -> QgsVectorLayer:
    """Open a layer in the calling thread.

    :raises WriteFailed: it is not there, though it was just written.
    """
    layer = open_layer(uri)
    if not layer.isValid():
        raise WriteFailed(file=layer.name(), why=layer.error().summary())
    return layer
