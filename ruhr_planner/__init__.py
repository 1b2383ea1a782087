"""Ruhr Planner: where could a cooperation site lie in the Ruhr region, and where is fibre missing?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ruhr_planner.plugin import RuhrPlanner

for _left in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
    del sys.modules[_left]  # QGIS unloads only modules whose import it saw; what is left of an earlier version is stale


def classFactory(iface: QgisInterface | None) -> RuhrPlanner:  # noqa: N802  (QGIS asks for this name)
    """Give QGIS the plugin; ``iface`` is None in qgis_process."""
    from ruhr_planner.plugin import RuhrPlanner

    return RuhrPlanner(iface)
