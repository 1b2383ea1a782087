"""Which algorithms run tile by tile, which tables they get, and how far around a tile; `tiled` runs them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ruhr_planner.model.results import FIBRE_GAP, SITE
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_CELL,
    EXCLUSION,
    LOCATION_FACTOR,
    MUNICIPALITY,
    SENSITIVE,
    Table,
)

WHOLE, NEAREST = math.inf, -1.0
MARGIN_M = 500.0
"""How much of lines and areas around the plots counts: more than the widest strip, gap and help for near misses."""


@dataclass(frozen=True)
class Around:
    """A table beside the main one: up to `margin` m around the tile, WHOLE, or as far as the NEAREST record."""

    parameter: str
    table: Table
    margin: float
    optional: bool = True


@dataclass(frozen=True)
class Plan:
    """How an algorithm runs on tiles: the table that is cut, and what it needs around.

    `gap`: the parameter with the largest gap in a cluster and its default; None where every record stands alone.
    """

    algorithm: str
    result: Table
    parameter: str
    around: tuple[Around, ...]
    gap: tuple[str, float] | None = None


PLANS = (
    Plan(
        "cooperationsites",
        SITE,
        "PLOTS",
        (
            Around("MUNICIPALITIES", MUNICIPALITY, WHOLE),
            Around("EXCLUSIONS", EXCLUSION, MARGIN_M),
            Around("BARRIERS", BARRIER, MARGIN_M),
            Around("SENSITIVE", SENSITIVE, NEAREST),
            Around("FACTORS", LOCATION_FACTOR, WHOLE),
        ),
        ("GAP", 15.0),
    ),
    Plan(
        "fibregaps",
        FIBRE_GAP,
        "OBJECTS",
        (Around("CELLS", BROADBAND_CELL, MARGIN_M, optional=False), Around("MUNICIPALITIES", MUNICIPALITY, WHOLE)),
    ),
)


def plan_of(algorithm: str) -> Plan:
    """Return the plan of an algorithm."""
    return next(plan for plan in PLANS if plan.algorithm == algorithm)
