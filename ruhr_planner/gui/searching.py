"""A search in the portals as a job: what each portal answers is handed to the window as it comes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal

from ruhr_planner import i18n, settings
from ruhr_planner.gui.jobs import Job
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.catalogue.dataset import DatasetHit
    from ruhr_planner.catalogue.search import Search

EVERY_SECONDS = 0.25
"""Answers are put together for so long before the window is told: ranking and showing them takes its time, too."""


@dataclass(frozen=True)
class Found:
    """What has come so far: data sets, best first, and the portals that failed, each with the reason."""

    hits: tuple[DatasetHit, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    ended: int = 0
    """Portals that have answered or failed."""
    asked: int = 0
    more: tuple[str, ...] = ()
    """Portals that have more than was fetched."""
    left_out: int = 0

    @property
    def answered(self) -> int:
        """Portals that have answered."""
        return max(0, self.ended - len(self.failures))


@dataclass(frozen=True)
class Wanted:
    """What a person looks for; `municipality` is a key or name, "" = the whole region."""

    text: str
    municipality: str = ""
    loadable_only: bool = True
    offline: bool = field(default_factory=lambda: bool(settings.settings().offline.value()))


class SearchJob(Job):
    """Asks all portals at the same time; ``found`` carries a :class:`Found` a few times a second."""

    found = pyqtSignal(object)

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(tr("Search for “{text}”").format(text=wanted.text))
        self.wanted = wanted
        self.latest = Found()
        self.oldest = ""
        self._language = i18n.language()
        self._home = settings.home()
        self._office = settings.office_portals()

    def is_cancelled(self) -> bool:
        """Tell the search whether the user cancelled."""
        return bool(self.isCanceled())

    def work(self) -> None:
        """Ask, and tell what has come; a portal that fails does not end the search."""
        from ruhr_planner.catalogue import portals, search  # not at QGIS's start
        from ruhr_planner.net.cache import Cache
        from ruhr_planner.net.qgis_transport import QgisTransport
        from ruhr_planner.processing.searchcatalogue import OWN_LIST

        catalogue = portals.load(self._home / OWN_LIST, self._office)
        question = search.ask(self.wanted.text, self.wanted.municipality, self.wanted.loadable_only)
        transport = QgisTransport(Cache(self._home / "cache"), self.wanted.offline)
        whole = search.Search(catalogue, question, transport, catalogue.enabled(), self, language=self._language)
        try:
            self._listen(whole)
        finally:
            if self.isCanceled():
                _wait_for_threads()
        if transport.oldest is not None:
            self.oldest = transport.oldest.date().isoformat()

    def _listen(self, whole: Search) -> None:
        told = time.monotonic()
        for _answer in whole.answers():
            if time.monotonic() - told >= EVERY_SECONDS:
                self._tell(whole)
                told = time.monotonic()
        self._tell(whole)

    def _tell(self, whole: Search) -> None:
        results = whole.results
        asked = {portal.id for portal in whole.portals}
        ended = sum(1 for answer in results.answers if answer.portal.id in asked)  # the list's own layers are none
        self.latest = Found(
            tuple(results.ranked()),
            tuple((answer.portal.name, i18n.words(answer.error)) for answer in results.failures if answer.error),
            ended,
            len(asked),
            tuple(answer.portal.name for answer in results.answers if answer.more),
            results.left_out,
        )
        self.setProgress(100.0 * ended / max(1, len(asked)))
        self.found.emit(self.latest)


def _wait_for_threads(seconds: float = 1.0) -> None:
    """Wait until the threads of a cancelled search have let go of QGIS's network; they look four times a second."""
    until = time.monotonic() + seconds
    for thread in threading.enumerate():
        if thread.name.startswith("search "):
            thread.join(max(0.0, until - time.monotonic()))
