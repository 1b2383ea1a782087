"""Sensitivity: confidential input makes confidential output."""

from __future__ import annotations

from collections.abc import Iterable

from ruhr_planner.model.codes import SENSITIVITY


def highest(levels: Iterable[str | None]) -> str:
    """Return the highest of the levels, open when there is none; a level outside the list counts as confidential."""
    order = SENSITIVITY.codes
    ranks = [order.index(level) if level in SENSITIVITY else len(order) - 1 for level in levels if level]
    return order[max(ranks, default=0)]
