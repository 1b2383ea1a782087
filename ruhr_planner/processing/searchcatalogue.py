"""`searchcatalogue`: what data the portals of the region have on a subject, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n, settings
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.results import CATALOGUE_HIT
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing.algorithm import Run
from ruhr_planner.processing.online import OnlineAlgorithm, tell_age
from ruhr_planner.processing.outputs import LayerOutput
from ruhr_planner.store.layers import Row

if TYPE_CHECKING:
    from ruhr_planner.catalogue.dataset import DatasetHit
    from ruhr_planner.catalogue.search import Answer, Search

QUERY = "QUERY"
PORTALS = "PORTALS"
MUNICIPALITY = "MUNICIPALITY"
LOADABLE_ONLY = "LOADABLE_ONLY"
OUTPUT = "OUTPUT"
OWN_LIST = "portals.yaml"
"""The user's list, in the plugin's folder of the profile."""


class SearchCatalogue(OnlineAlgorithm):
    """Ask all portals at the same time; a portal that fails is one row that says why."""

    ID = "searchcatalogue"
    LABEL = "Search the region's portals"
    GROUP = "Data"
    GROUP_ID = "data"
    OUTPUTS = (LayerOutput(OUTPUT, "Data sets found", CATALOGUE_HIT),)

    def __init__(self) -> None:
        super().__init__()
        self._office: Path | None = None

    def prepareAlgorithm(
        self, parameters: dict[str, object], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Read in the main thread which list the office has for all."""
        self._office = settings.office_portals()
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def define(self) -> None:
        """Add the words, portals, municipality and the numbers."""
        self.addParameter(QgsProcessingParameterString(QUERY, tr("What to search for")))
        chosen = QgsProcessingParameterString(
            PORTALS, tr("Portals (ids or names, separated by semicolons; empty: all)"), optional=True
        )
        chosen.setFlags(chosen.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(
            QgsProcessingParameterString(
                MUNICIPALITY, tr("Municipality or Kreis (name or key; empty: all)"), optional=True
            )
        )
        self.addParameter(QgsProcessingParameterBoolean(LOADABLE_ONLY, tr("Only what can be loaded as a layer"), True))
        self.addParameter(chosen)
        self.addOutput(QgsProcessingOutputNumber("FOUND", tr("Entries found")))
        self.addOutput(QgsProcessingOutputNumber("LEFT_OUT", tr("Entries left out")))
        self.addOutput(QgsProcessingOutputNumber("PORTALS_ASKED", tr("Portals asked")))
        self.addOutput(QgsProcessingOutputNumber("PORTALS_FAILED", tr("Portals that failed")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Search, write the table and return the numbers."""
        from ruhr_planner.catalogue import portals, search
        from ruhr_planner.net.qgis_transport import beside

        catalogue = portals.load(own_list(), self._office)
        question = search.ask(run.string(QUERY), run.string(MUNICIPALITY), run.flag(LOADABLE_ONLY))
        asked = catalogue.chosen(run.string(PORTALS).split(";"))
        transport = self.transport()
        whole = search.Search(catalogue, question, transport, asked, _Watcher(run), language=i18n.language())
        beside(lambda: _ask(run, whole))
        tell_age(transport, run)
        found = whole.results.ranked()
        failures = whole.results.failures
        if whole.results.left_out:
            run.log(told_left_out(whole.results.left_out))
        abstract = filled(
            tr("Search for “{query}” in {count} {count:portal|portals}."), query=run.string(QUERY), count=len(asked)
        )
        run.stage(OUTPUT, _rows(found, failures), abstract)
        return {
            "FOUND": len(found),
            "LEFT_OUT": whole.results.left_out,
            "PORTALS_ASKED": len(asked),
            "PORTALS_FAILED": len(failures),
        }


def told_left_out(count: int | str) -> str:
    """Say how many entries are not among the hits, and why."""
    said = tr(
        "{count} {count:entry is|entries are} left out: {count:it|they} cannot be loaded, "
        "{count:belongs|belong} to another municipality or {count:lies|lie} outside the region."
    )
    return filled(said, count=count)


def own_list() -> Path:
    """Return the path of the user's own list of portals; it need not exist."""
    return settings.home() / OWN_LIST


class _Watcher:
    """Asks the run's feedback whether the user cancelled."""

    def __init__(self, run: Run) -> None:
        self._feedback = run.feedback

    def is_cancelled(self) -> bool:
        return bool(self._feedback.isCanceled())


def _ask(run: Run, whole: Search) -> None:
    """Take each portal's answer as it comes."""
    for done, answer in enumerate(whole.answers()):
        _tell(run, answer)
        run.progress(done / max(1, len(whole.portals)))


def _tell(run: Run, answer: Answer) -> None:
    """Write one line about a portal's answer into the log."""
    if answer.error is not None:
        run.warn(i18n.words(answer.error))
        return
    text = tr("{portal}: {count} {count:entry|entries} in {seconds} s.")
    if answer.more:
        text = tr("{portal}: {count} {count:entry|entries} in {seconds} s; the portal has more.")
    run.log(filled(text, portal=answer.portal.name, count=len(answer.hits), seconds=f"{answer.seconds:.1f}"))


def _rows(found: list[DatasetHit], failures: list[Answer]) -> Iterator[Row]:
    """Yield the hits, best first, then the portals that failed."""
    language = i18n.language()
    for hit in found:
        yield (
            None,
            [
                hit.portal,
                hit.dataset_id or None,
                hit.title or None,
                hit.publisher or None,
                _theme(hit.theme, language),
                hit.municipality or None,
                hit.licence,
                hit.licence_url or None,
                hit.modified or None,
                hit.format or None,
                hit.kind,
                hit.url or None,
                hit.layer or None,
                int(hit.loadable),
                codes.NOT_LOADABLE.label(hit.reason, language) if hit.reason else None,
            ],
        )
    for answer in failures:
        empty: list[object] = [None] * (len(CATALOGUE_HIT.columns) - 3)
        said = i18n.words(answer.error) if answer.error is not None else None
        yield None, [answer.portal.name, *empty, 0, said]


def _theme(theme: str, language: str) -> str | None:
    if theme in codes.CATALOGUE_THEME:
        return codes.CATALOGUE_THEME.label(theme, language)
    return theme or None
