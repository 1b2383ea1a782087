"""Filters of QGIS's locator bar: `gem`, `plot`, `site` and `data`, each with a search of its own.

A filter is copied for every search, and the copy works in a thread of its own. What it needs of the main thread (the
address of the open store, the layers with sites, settings) it takes along in `prepare`, which runs there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsFeedback,
    QgsGeometry,
    QgsLocatorContext,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ruhr_planner import i18n, log, paths, settings
from ruhr_planner.gui.places import ground
from ruhr_planner.gui.words import literal
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import Cancelled, PlannerError
from ruhr_planner.model.results import SITE
from ruhr_planner.model.tables import MUNICIPALITY

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.catalogue.dataset import DatasetHit
    from ruhr_planner.gui.dock import PlannerDock
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.store.lookup import Found

MOST = 25
"""Results of a filter at most."""


class PlannerFilter(QgsLocatorFilter):
    """What the four have in common."""

    NAME = ""
    PREFIX = ""
    FEWEST = 2
    """Characters from which on a search begins."""
    DELAY_MS = 150
    ICON = "/search.svg"

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__()
        self._iface = iface
        self._dock = dock
        self.setFetchResultsDelay(self.DELAY_MS)

    def clone(self) -> PlannerFilter:
        """Make the copy that searches."""
        return type(self)(self._iface, self._dock)

    def name(self) -> str:
        """Return the name under which QGIS keeps the filter's settings."""
        return f"ruhr_planner_{self.NAME}"

    def displayName(self) -> str:
        """Return the name in the bar and in QGIS's options."""
        return f"Ruhr Planner: {self.title()}"

    def title(self) -> str:
        """Return what is searched for."""
        raise NotImplementedError

    def prefix(self) -> str:
        """Return what is typed before the words to ask this filter alone."""
        return self.PREFIX

    def fetchResults(self, text: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Search; QGIS calls this in another thread. Whatever goes wrong is logged: the bar has no place for it."""
        words = text.strip()
        if len(words) < self.FEWEST or feedback.isCanceled():
            return
        try:
            self.search(words, context, feedback)
        except Cancelled:
            return
        except PlannerError as error:
            log.warning(i18n.words(error))
        except Exception as error:  # noqa: BLE001  an exception that left the thread could bring QGIS down
            log.warning(f"{self.name()}: {error!r}")

    def search(self, words: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Find and `give` results in the other thread."""
        raise NotImplementedError

    def give(self, name: str, described: str, data: Any, score: float, icon: str = "") -> None:
        """Hand one result to the bar."""
        result = QgsLocatorResult()
        result.filter = self
        result.displayString = name
        result.description = described
        result.icon = QgsApplication.getThemeIcon(icon or self.ICON)
        result.score = score
        result.setUserData(data)
        self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Show on the map what was chosen."""
        box = QgsRectangle(*_data_of(result)["box"])
        ground.show(self._iface, box)


class MunicipalityFilter(PlannerFilter):
    """Zooms to a municipality of the open store, else of the shipped list."""

    NAME, PREFIX, ICON = "municipality", "gem", "/mIconPolygonLayer.svg"

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(iface, dock)
        self._address = ""

    def title(self) -> str:
        """Return what is searched for."""
        return tr("Municipality")

    def prepare(self, text: str, context: QgsLocatorContext) -> list[str]:
        """Take the store's address along, or the file of the shipped list."""
        del text, context
        store = self._dock.desk.store
        shipped = str(paths.resource("reference", "municipalities.gpkg"))
        self._address = store.address if store is not None and store.has(MUNICIPALITY) else shipped
        return []

    def search(self, words: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Look the name or key up."""
        from ruhr_planner.store import lookup

        del context
        _give_records(self, lookup.municipalities(self._address, words, MOST, feedback.isCanceled), lambda one: one.id)


class PlotFilter(PlannerFilter):
    """Zooms to a plot of the open store."""

    NAME, PREFIX, ICON = "plot", "plot", "/mActionCapturePolygon.svg"

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(iface, dock)
        self._address = ""

    def title(self) -> str:
        """Return what is searched for."""
        return tr("Plot")

    def prepare(self, text: str, context: QgsLocatorContext) -> list[str]:
        """Take the open store's address along."""
        del text, context
        store = self._dock.desk.store
        self._address = store.address if store is not None else ""
        return []

    def search(self, words: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Look up id, name and municipality."""
        from ruhr_planner.store import lookup

        del context
        if self._address:
            found = lookup.plots(self._address, words, MOST, cancelled=feedback.isCanceled)
            _give_records(self, found, lambda one: " · ".join(filter(None, (one.municipality, one.id))))


class SiteFilter(PlannerFilter):
    """Zooms to a cooperation site of any layer of the project."""

    NAME, PREFIX, ICON = "site", "site", "/mActionZoomToLayer.svg"
    SHOWN = (SITE.site_id, SITE.plot_ids, SITE.ags_list)

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(iface, dock)
        self._sources: list[tuple[str, str, QgsVectorLayerFeatureSource]] = []

    def title(self) -> str:
        """Return what is searched for."""
        return tr("Site")

    def prepare(self, text: str, context: QgsLocatorContext) -> list[str]:
        """Take along, of every layer with sites, a source of features that may be read in another thread."""
        del context
        self._sources = []
        if len(text.strip()) >= self.FEWEST:
            for layer in QgsProject.instance().mapLayers().values():
                if isinstance(layer, QgsVectorLayer) and layer.fields().lookupField(SITE.site_id) >= 0:
                    self._sources.append((layer.name(), layer.crs().authid(), QgsVectorLayerFeatureSource(layer)))
        return []

    def search(self, words: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Look at ids, plots and municipalities of the sites."""
        from ruhr_planner.catalogue.places import name_of
        from ruhr_planner.model.spelling import fold

        del context
        wanted, given = [fold(word) for word in words.split()], 0
        for layer, system, source in self._sources:
            for feature in source.getFeatures(QgsFeatureRequest()):
                if feedback.isCanceled() or given >= MOST:
                    return
                has = feature.fields().lookupField
                values = [str(feature[name] or "") for name in self.SHOWN if has(name) >= 0]
                keys = values[2].split(";") if len(values) > 2 else []
                towns = ", ".join(filter(None, (name_of(key.strip()) for key in keys)))
                text = fold(" ".join((*values, towns)))
                if feature.hasGeometry() and all(word in text for word in wanted):
                    given += 1
                    data = {"wkb": feature.geometry().asWkb().data(), "crs": system}
                    self.give(values[0], " · ".join(filter(None, (towns, layer))), data, 0.5)

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Show the site."""
        data = _data_of(result)
        shape = QgsGeometry()
        shape.fromWkb(data["wkb"])
        ground.show(self._iface, shape.boundingBox(), data["crs"], shape)


class DataFilter(PlannerFilter):
    """Searches the portals and loads what is chosen. Only with its prefix: typing a word asks no server."""

    NAME, PREFIX = "data", "data"
    FEWEST, DELAY_MS = 3, 600

    def __init__(self, iface: QgisInterface, dock: PlannerDock) -> None:
        super().__init__(iface, dock)
        self.setUseWithoutPrefix(False)
        self._offline = False
        self._home = Path()
        self._office: Path | None = None

    def title(self) -> str:
        """Return what is searched for."""
        return tr("Data of the portals")

    def prepare(self, text: str, context: QgsLocatorContext) -> list[str]:
        """Take the settings along."""
        del text, context
        self._offline = bool(settings.settings().offline.value())
        self._home = settings.home()
        self._office = settings.office_portals()
        return []

    def search(self, words: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Ask all portals and give what each of them answers, best first."""
        from ruhr_planner.catalogue import portals, search
        from ruhr_planner.net.cache import Cache
        from ruhr_planner.net.qgis_transport import QgisTransport, TaskFeedback
        from ruhr_planner.processing.searchcatalogue import OWN_LIST

        del context
        catalogue = portals.load(self._home / OWN_LIST, self._office)
        whole = search.Search(
            catalogue,
            search.ask(words),
            QgisTransport(Cache(self._home / "cache"), self._offline),
            catalogue.enabled(),
            TaskFeedback(feedback),
            language=i18n.language(),
        )
        given: set[tuple[str, str]] = set()
        for _answer in whole.answers():
            for rank, hit in enumerate(whole.results.ranked()[:MOST]):
                if (hit.url, hit.layer) not in given and len(given) < 2 * MOST:
                    given.add((hit.url, hit.layer))
                    self._give_hit(hit, 1.0 - rank / (2 * MOST))

    def _give_hit(self, hit: DatasetHit, score: float) -> None:
        from ruhr_planner.gui import hits

        first, second = hits.lines(hit)
        self.give(first, second, hit, score, hits.ICONS.get(hit.kind, self.ICON))

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Load the data set and put it on the map."""
        load(self._iface, self._dock, [_data_of(result)])


FILTERS: tuple[type[PlannerFilter], ...] = (MunicipalityFilter, PlotFilter, SiteFilter, DataFilter)


def register(iface: QgisInterface, dock: PlannerDock, undo: list[Callable[[], None]]) -> None:
    """Add the filters to the locator bar."""
    for kind in FILTERS:
        made = kind(iface, dock)
        iface.registerLocatorFilter(made)
        undo.append(lambda made=made: iface.deregisterLocatorFilter(made))  # type: ignore[misc]


def load(iface: QgisInterface, dock: PlannerDock, wanted: list[DatasetHit]) -> None:
    """Load data sets beside whatever runs, put them on the map, and say so in QGIS's message bar."""
    from ruhr_planner.gui.loading import LoadJob, told_too_late

    project = dock.desk.project

    def ended(job: Job) -> None:
        if not isinstance(job, LoadJob):
            return
        same_project = dock.desk.project == project
        for made in job.loaded if same_project else ():
            QgsProject.instance().addMapLayer(made.layer)
            told = tr("“{title}” is loaded.").format(title=made.hit.title)
            iface.messageBar().pushSuccess(tr("Ruhr Planner"), literal(told))
        said = [f"{title}: {why}" for title, why in job.failed] + ([job.error] if job.error else [])
        if job.loaded and not same_project:
            said.append(told_too_late())
        for sentence in said:
            iface.messageBar().pushWarning(tr("Ruhr Planner"), literal(sentence))

    for hit in wanted:
        told = tr("“{title}” is being loaded…").format(title=hit.title)
        iface.messageBar().pushInfo(tr("Ruhr Planner"), literal(told))
    dock.desk.beside(LoadJob(wanted), ended)


def _data_of(result: QgsLocatorResult) -> Any:
    """Return what a result was given: a value in QGIS 3.40, a method in later versions."""
    return result.userData() if callable(result.userData) else result.userData


def _give_records(made: PlannerFilter, found: list[Found], described: Callable[[Found], str]) -> None:
    """Give records of a store in the order in which they were found."""
    for place, one in enumerate(found):
        if one.box is not None:
            made.give(one.name, described(one), {"box": one.box}, 1.0 - place / (2 * MOST))
