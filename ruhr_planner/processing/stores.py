"""The parameter STORE: a GeoPackage, or a schema of a database as `postgres:<connection>/<schema>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterFile

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences, sensitivity
from ruhr_planner.model.tables import PLOT, PLOT_ODBL, SOURCE, TABLES
from ruhr_planner.store import opening

if TYPE_CHECKING:
    from ruhr_planner.processing.algorithm import Run
    from ruhr_planner.store.interface import Store

STORE = "STORE"


def parameter(optional: bool = False, label: str = "") -> QgsProcessingParameterFile:
    """Declare the parameter; QGIS would refuse other endings in its own words, we say why."""
    stores = "GeoPackage (*.gpkg);;" + tr("All files") + " (*)"
    return QgsProcessingParameterFile(STORE, label or tr("Planning store"), optional=optional, fileFilter=stores)


def given(run: Run) -> Store | None:
    """Open the store of a run, None if none is given.

    :raises StoreError: it cannot be used.
    """
    return _opened(run) if run.given(STORE) else None


def needed(run: Run) -> Store:
    """Open the store of a run that has to have one.

    :raises StoreError: it cannot be used.
    """
    return _opened(run)


def _opened(run: Run) -> Store:
    store = opening.open_store(run.string(STORE))
    tell(run, store)
    return store


def tell(run: Run, store: Store) -> None:
    """Say what has happened to an older store when it was opened."""
    for each in store.told:
        run.warn(i18n.words(each))


def level_of(store: Store) -> tuple[str, bool]:
    """Return the highest sensitivity of what the store says of itself, and whether it holds invented data."""
    said = [store.provenance(table) for table in TABLES.values() if store.has(table)]
    levels = [one.sensitivity for one in said]
    for table in (SOURCE, PLOT, PLOT_ODBL):
        levels += [str(row[0]) for row in set(store.values(table, (PLOT.sensitivity,))) if row[0] is not None]
    invented = any(licences.INVENTED.id in one.licences for one in said)
    return sensitivity.highest(levels), invented
