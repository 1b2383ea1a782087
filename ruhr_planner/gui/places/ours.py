"""Which layers of a project are the plugin's: tables of a planning store, and results of its algorithms."""

from __future__ import annotations

from typing import NamedTuple, Optional

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsProviderRegistry, QgsVectorLayer

from ruhr_planner.model import results
from ruhr_planner.model.tables import PLOT, PLOT_ODBL, TABLES, Table

PLOTS = (PLOT.table, PLOT_ODBL.table)
_IDENTIFIER = "ruhr_planner."


class Home(NamedTuple):
    """The store and the table that a layer shows."""

    address: str
    """A file's path, or `postgres:<connection>/<schema>`."""
    table: Table


def table_of(layer: QgsMapLayer) -> Optional[Table]:
    """Return the table whose records a layer holds, None for a layer of somebody else's; no file is looked at."""
    if not isinstance(layer, QgsVectorLayer):
        return None
    identifier = str(layer.metadata().identifier())
    if identifier.startswith(_IDENTIFIER):
        name = identifier[len(_IDENTIFIER) :].split(".")[0]
        found = TABLES.get(name) or _results().get(name)
        if found is not None:
            return found
    home = home_of(layer)
    return None if home is None else home.table


def home_of(layer: QgsMapLayer) -> Optional[Home]:
    """Return store and table of a layer that shows a table with the plugin's fields, else None; nothing is opened."""
    if not isinstance(layer, QgsVectorLayer):
        return None
    address, name = _place_of(layer)
    table = TABLES.get(name)
    if table is None or not {name for name in table.names if name not in _LATER} <= set(layer.fields().names()):
        return None
    return Home(address, table) if address else None


def _place_of(layer: QgsVectorLayer) -> tuple[str, str]:
    """Return the address of the store that a layer's table would be in, and the table's name."""
    if layer.providerType() == "postgres":
        from ruhr_planner.store import opening  # not at QGIS's start

        source = QgsDataSourceUri(layer.source())
        return (opening.database_address(source) if source.table() in TABLES else ""), str(source.table())
    if layer.providerType() != "ogr":
        return "", ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = str(parts.get("path") or "")
    return (path if path.lower().endswith(".gpkg") else ""), str(parts.get("layerName") or "")


def shows_plots(layer: QgsMapLayer) -> bool:
    """Tell whether a layer shows the plots of a store."""
    home = home_of(layer)
    return home is not None and home.table.table in PLOTS


_LATER = frozenset((PLOT.run_id, PLOT.source_id, PLOT.native_id, PLOT.valid_from, PLOT.valid_to))
"""Fields that tables of older stores do not have."""


def _results() -> dict[str, Table]:
    return {one.table: one for one in vars(results).values() if isinstance(one, Table)}
