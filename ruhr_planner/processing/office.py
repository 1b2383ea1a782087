"""Who a sheet comes from: name and logo of the office, as parameters of every algorithm that draws sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtGui import QImageReader

from ruhr_planner.i18n import tr
from ruhr_planner.settings import settings

if TYPE_CHECKING:
    from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run

OFFICE, LOGO = "OFFICE", "LOGO"


def add_parameters(algorithm: PlannerAlgorithm) -> None:
    """Add office and logo; what the user keeps in the options is what they start with."""
    kept = settings()
    office = QgsProcessingParameterString(OFFICE, tr("Office"), kept.office.value() or None, False, True)
    pictures = f"{tr('Pictures')} (*.svg *.png *.jpg *.jpeg)"
    logo = QgsProcessingParameterFile(
        LOGO,
        tr("Logo"),
        QgsProcessingParameterFile.Behavior.File,
        defaultValue=kept.logo.value() or None,
        optional=True,
        fileFilter=pictures,
    )
    for parameter in (office, logo):
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        algorithm.addParameter(parameter)


def name_and_logo(run: Run) -> tuple[str, str]:
    """Return name and logo file, "" where there is none. A logo that cannot be read is warned of and left out."""
    logo = run.string(LOGO).strip()
    if logo and not QImageReader(logo).canRead():
        run.warn(tr("The logo “{file}” cannot be read; the sheet goes without it.").format(file=logo))
        logo = ""
    return run.string(OFFICE).strip(), logo
