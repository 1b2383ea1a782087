"""What follows from other fields of a plot, where the source does not say it itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruhr_planner.model.codes import PLANNING_STATUS, PLOT_TYPE
from ruhr_planner.model.tables import PLOT


def brownfield(have: Mapping[str, list[Any]], count: int) -> list[int | None]:
    """A plot of the type brownfield is one; what the source says of others stays."""
    types = have.get(PLOT.plot_type, [None] * count)
    stated = have.get(PLOT.brownfield, [None] * count)
    return [1 if kind == PLOT_TYPE.brownfield else flag for kind, flag in zip(types, stated)]


_NO_USE = (None, "unknown")


def planned_use(have: Mapping[str, list[Any]], count: int) -> list[str | None]:
    """Return the use of the most detailed plan in force: local plan, land-use plan, regional plan."""
    empty = [None] * count
    stated = have.get(PLOT.planned_use, empty)
    levels = [have.get(name, empty) for name in (PLOT.use_bplan, PLOT.use_fnp, PLOT.use_rp)]
    status = have.get(PLOT.planning_status, empty)
    made = []
    for own, bplan, fnp, regional, law in zip(stated, *levels, status):
        local = None if law == PLANNING_STATUS.bplan_in_progress else bplan
        made.append(own or next((use for use in (local, fnp, regional) if use not in _NO_USE), None))
    return made
