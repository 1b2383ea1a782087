"""The questions of the step "Analyse", in planners' words, as data: algorithm, what goes in, what comes out.

Texts are marked here and put into the user's language where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Union

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner.gui import answers, layers
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, results, tables
from ruhr_planner.model.results import ALLOCATION_MUNICIPALITY, FIBRE_GAP, FINDING_PLACE, LAND_BALANCE, SITE
from ruhr_planner.model.tables import Table

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.gui.answers import Answer
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.opening import OpenStore

PLUGIN = "ruhr_planner"
STORE = "STORE"
"""The parameter of algorithms that work on the store itself."""

Results = Mapping[str, str]
"""Addresses of the layers that a run wrote, by output parameter."""


@dataclass(frozen=True)
class Earlier:
    """An input that is the answer to another question, or a part of it."""

    question: str
    output: str
    subset: str = ""


Feed = Union[Table, Earlier]


@dataclass(frozen=True)
class Window:
    """A window that looks closer at a question; built when it is asked for."""

    name: str
    text: str
    about: str
    open: Callable[[Desk, QgisInterface], object]


@dataclass(frozen=True)
class Question:
    """One question: how people ask it, which algorithm answers it, and from what.

    Inputs that the algorithm declares for a table of the store are filled from the store; `feeds` says it for those
    that take several kinds of layers. `outputs` are written and shown, the first one is linked with the answer's table.
    """

    algorithm: str
    ask: str
    button: str
    title: str
    about: str
    outputs: tuple[tuple[str, Table], ...] = ()
    feeds: tuple[tuple[str, Feed], ...] = ()
    answer: Callable[[Results], Answer] | None = None
    """None: the question is answered in the algorithm's own dialog."""
    windows: tuple[Window, ...] = ()
    preset: bool = False
    """People choose the preset of the search for sites here."""
    earlier_store: str = ""
    """The parameter that takes the plots of an earlier store, which people choose here."""

    @property
    def id(self) -> str:
        """Return the algorithm's full id."""
        return f"{PLUGIN}:{self.algorithm}"

    def needs(self) -> list[tuple[str, Feed, bool]]:
        """Return parameter, where it comes from and whether the run can do without it."""
        algorithm = QgsApplication.processingRegistry().algorithmById(self.id)
        feeds = dict(self.feeds)
        if algorithm is None:
            return []
        known = [
            (declared.parameter, feeds.get(declared.parameter, declared.table), declared.optional)
            for declared in algorithm.INPUTS
            if declared.parameter != self.earlier_store and (not declared.sublayer or declared.parameter in feeds)
        ]
        return [need for need in known if isinstance(need[1], Earlier) or need[1].table in tables.TABLES or not need[2]]

    def lacking(self, store: OpenStore, answered: Mapping[str, Results]) -> str:
        """Return why the question cannot be answered yet; empty when it can, as always in the algorithm's dialog."""
        if QgsApplication.processingRegistry().algorithmById(self.id) is None:
            return tr("This needs an algorithm that is switched off in the Processing options.")
        for _parameter, feed, optional in self.needs():
            if optional or self.answer is None:
                continue
            if isinstance(feed, Earlier):
                if feed.output not in answered.get(feed.question, {}):
                    return tr("First answer the question “{question}”").format(question=tr(question(feed.question).ask))
            elif not store.has(feed):
                return tr("The store has no records in the table “{table}”.").format(table=layers.label(feed))
        return ""

    def inputs(self, store: OpenStore, answered: Mapping[str, Results]) -> dict[str, Any]:
        """Return the parameters that the store and earlier answers fill."""
        filled: dict[str, Any] = {}
        for parameter, feed, _optional in self.needs():
            if isinstance(feed, Earlier):
                uri = answered.get(feed.question, {}).get(feed.output, "")
                if uri:
                    filled[parameter] = uri + (f"|subset={feed.subset}" if feed.subset else "")
            elif store.has(feed):
                filled[parameter] = store.source(feed)
        algorithm = QgsApplication.processingRegistry().algorithmById(self.id)
        if algorithm is not None and algorithm.parameterDefinition(STORE) is not None:
            filled[STORE] = store.address
        return filled

    def earlier_plots(self, path: Path) -> dict[str, Any]:
        """Return the parameter for the plots of an earlier store."""
        return {self.earlier_store: layers.source_of(path, tables.PLOT)}


def _gap_explorer(desk: Desk, iface: QgisInterface) -> object:
    from ruhr_planner.gui.gap_explorer import open_gap_explorer

    return open_gap_explorer(desk, iface)


def _validation(desk: Desk, iface: QgisInterface) -> object:
    from ruhr_planner.gui.validation_panel import open_validation

    return open_validation(desk, iface)


def _weights(desk: Desk, iface: QgisInterface) -> object:
    from ruhr_planner.gui.weights import open_weights

    return open_weights(desk, iface)


_SERVED = f"\"{FIBRE_GAP.gap_class}\" = '{codes.GAP_CLASS.served}'"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "cooperationsites",
        QT_TRANSLATE_NOOP("ruhr_planner", "Where could a cooperation site lie?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Find &Cooperation Sites"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Cooperation sites"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Plots that lie close together, put together until they are large enough."),
        (("OUTPUT", SITE), ("NEAR_MISS", results.SITE_NEAR_MISS), ("GAP_TABLE", results.SITE_GAP_TABLE)),
        answer=answers.sites,
        windows=(
            Window(
                "gap_explorer",
                QT_TRANSLATE_NOOP("ruhr_planner", "&Gap Explorer…"),
                QT_TRANSLATE_NOOP("ruhr_planner", "Move gap and minimum area, and watch the sites change on the map"),
                _gap_explorer,
            ),
        ),
        preset=True,
    ),
    Question(
        "fibregaps",
        QT_TRANSLATE_NOOP("ruhr_planner", "Where is fibre missing?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Find &Fibre Gaps"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Fibre gaps"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Plots against the cells of the Breitbandatlas around them."),
        (("OUTPUT", FIBRE_GAP), ("SUMMARY", results.FIBRE_SUMMARY)),
        (("OBJECTS", tables.PLOT),),
        answers.gaps,
    ),
    Question(
        "landbalance",
        QT_TRANSLATE_NOOP("ruhr_planner", "How much land is there, and how long will it last?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Balance Commercial &Land"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Land balance"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Reserves by restriction against take-up and demand, by municipality."),
        (("OUTPUT", LAND_BALANCE), ("KREIS", results.LAND_BALANCE_KREIS), ("OUTSIDE", results.LAND_BALANCE_LEFT_OUT)),
        answer=answers.balance,
    ),
    Question(
        "allocatedeficits",
        QT_TRANSLATE_NOOP("ruhr_planner", "Who could meet a shortage of land where?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Allocate &Deficits"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Deficits and partners"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Municipalities short of land and the shared sites that could meet it."),
        (
            ("OUTPUT", results.ALLOCATION_FLOW),
            ("MUNICIPALITIES_OUT", ALLOCATION_MUNICIPALITY),
            ("SITES_OUT", results.ALLOCATION_SITE),
        ),
        (("BALANCE", Earlier("landbalance", "OUTPUT")), ("SITES", Earlier("cooperationsites", "OUTPUT"))),
        answers.allocation,
    ),
    Question(
        "scoresites",
        QT_TRANSLATE_NOOP("ruhr_planner", "Which of the sites suit best?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Score Sites"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Suitability"),
        QT_TRANSLATE_NOOP("ruhr_planner", "The cooperation sites by weighted criteria, with the band of ranks."),
        (("OUTPUT", results.SITE_SCORE),),
        (("SITES", Earlier("cooperationsites", "OUTPUT")),),
        answers.scores,
        (
            Window(
                "weights",
                QT_TRANSLATE_NOOP("ruhr_planner", "&Weights and Ranking…"),
                QT_TRANSLATE_NOOP("ruhr_planner", "Move the weights, and watch the ranks of the sites change"),
                _weights,
            ),
        ),
    ),
    Question(
        "fibrecost",
        QT_TRANSLATE_NOOP("ruhr_planner", "What would it cost to bring fibre to the sites?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Estimate Costs"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Connection costs"),
        QT_TRANSLATE_NOOP(
            "ruhr_planner",
            "Shared trenches along roads, from plots with fibre nearby to the cooperation sites. A lower estimate.",
        ),
        (
            ("OUTPUT", results.TRENCH),
            ("CONNECTIONS", results.CONNECTION),
            ("UNROUTABLE", results.UNROUTABLE),
        ),
        (
            ("OBJECTS", Earlier("cooperationsites", "OUTPUT")),
            ("SOURCES", Earlier("fibregaps", "OUTPUT", _SERVED)),
        ),
        answers.costs,
    ),
    Question(
        "comparesnapshots",
        QT_TRANSLATE_NOOP("ruhr_planner", "What has changed since an earlier survey?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Compare"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Changes"),
        QT_TRANSLATE_NOOP("ruhr_planner", "The plots of an earlier store against those of the open one."),
        (("OUTPUT", results.CHANGE),),
        answer=answers.changes,
        earlier_store="OLD",
    ),
    Question(
        "validate",
        QT_TRANSLATE_NOOP("ruhr_planner", "Is the store in order?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Check Store"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Findings"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Contradictions, gaps and overlaps in the store, with the remedy."),
        (("OUTPUT", FINDING_PLACE),),
        answer=answers.findings,
        windows=(
            Window(
                "validation",
                QT_TRANSLATE_NOOP("ruhr_planner", "&Validation Panel…"),
                QT_TRANSLATE_NOOP("ruhr_planner", "Findings by rule, each with its place on the map and its remedy"),
                _validation,
            ),
        ),
    ),
    Question(
        "marketinquiry",
        QT_TRANSLATE_NOOP("ruhr_planner", "What do network operators plan?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Prepare Inquiry…"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Market inquiry"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Letters, forms and areas for the operators, from the fibre gaps."),
        feeds=(("OBJECTS", Earlier("fibregaps", "OUTPUT")),),
    ),
    Question(
        "marketanswers",
        QT_TRANSLATE_NOOP("ruhr_planner", "What have the operators answered?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Read Answers…"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Answers of the operators"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Forms that came back, counted; what no operator will build remains."),
    ),
    Question(
        "releaseopen",
        QT_TRANSLATE_NOOP("ruhr_planner", "What of it may be published?"),
        QT_TRANSLATE_NOOP("ruhr_planner", "&Make Open Edition…"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Open edition"),
        QT_TRANSLATE_NOOP("ruhr_planner", "Plots and sums without what is internal or gives single plots away."),
    ),
)


def question(algorithm: str) -> Question:
    """Return the question that an algorithm answers."""
    return next(known for known in QUESTIONS if known.algorithm == algorithm)
