"""The Processing provider: everything the desktop does, for scripts, models and `qgis_process`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ruhr_planner import about, paths
from ruhr_planner.processing.ahpweights import AhpWeights
from ruhr_planner.processing.allocatedeficits import AllocateDeficits
from ruhr_planner.processing.analysetiles import AnalyseTiles
from ruhr_planner.processing.comparesnapshots import CompareSnapshots
from ruhr_planner.processing.cooperationsites import CooperationSites
from ruhr_planner.processing.councilblock import CouncilBlock
from ruhr_planner.processing.createstore import CreateStore
from ruhr_planner.processing.cutofftakeup import CutOffTakeup
from ruhr_planner.processing.endplots import EndPlots
from ruhr_planner.processing.exporttables import ExportTables
from ruhr_planner.processing.factsheets import FactSheets
from ruhr_planner.processing.fibrecost import FibreCost
from ruhr_planner.processing.fibregaps import FibreGaps
from ruhr_planner.processing.harmonise import Harmonise
from ruhr_planner.processing.importbroadband import ImportBroadband
from ruhr_planner.processing.landbalance import LandBalance
from ruhr_planner.processing.loadmap import LoadMap
from ruhr_planner.processing.loadresource import LoadResource
from ruhr_planner.processing.mapexhibit import MapExhibit
from ruhr_planner.processing.marketanswers import MarketAnswers
from ruhr_planner.processing.marketinquiry import MarketInquiry
from ruhr_planner.processing.mergeplots import MergePlots
from ruhr_planner.processing.regionreport import RegionReport
from ruhr_planner.processing.releaseopen import ReleaseOpen
from ruhr_planner.processing.scoresites import ScoreSites
from ruhr_planner.processing.searchcatalogue import SearchCatalogue
from ruhr_planner.processing.splitplot import SplitPlot
from ruhr_planner.processing.suggestmapping import SuggestMapping
from ruhr_planner.processing.undoedit import UndoEdit
from ruhr_planner.processing.validate import Validate
from ruhr_planner.processing.worktiles import WorkTiles

PROVIDER_ID = "ruhr_planner"


class PlannerProvider(QgsProcessingProvider):
    """Provider `ruhr_planner`."""

    def id(self) -> str:
        """Return the id that scripts rely on."""
        return PROVIDER_ID

    def name(self) -> str:
        """Return the name in the toolbox."""
        return about.name()

    def longName(self) -> str:
        """Return the name with the version."""
        return f"{about.name()} {about.version()}"

    def icon(self) -> QIcon:
        """Return the icon."""
        return QIcon(str(paths.resource("icons", "ruhr_planner.svg")))

    def loadAlgorithms(self) -> None:
        """Register the algorithms. Their analyses are imported when one runs, not here: QGIS starts faster."""
        for algorithm in algorithms():
            self.addAlgorithm(algorithm())


def algorithms() -> tuple[type, ...]:
    """Return the classes of all algorithms."""
    return (
        AhpWeights,
        AnalyseTiles,
        CompareSnapshots,
        CooperationSites,
        CouncilBlock,
        SplitPlot,
        MergePlots,
        EndPlots,
        CutOffTakeup,
        CreateStore,
        ExportTables,
        FactSheets,
        FibreCost,
        FibreGaps,
        Harmonise,
        ImportBroadband,
        LandBalance,
        LoadMap,
        LoadResource,
        MapExhibit,
        MarketAnswers,
        MarketInquiry,
        RegionReport,
        ReleaseOpen,
        ScoreSites,
        AllocateDeficits,
        SearchCatalogue,
        SuggestMapping,
        UndoEdit,
        Validate,
        WorkTiles,
    )
