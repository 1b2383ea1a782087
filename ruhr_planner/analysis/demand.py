"""How much commercial land is needed: by observed take-up, or by employees (GIFPRO and TBS-GIFPRO).

Monitoring:  F = ā · T · (1 + z), with the mean annual take-up ā over the years that are known, the horizon T in years
and the surcharge z for flexibility.

GIFPRO (Regierungspräsident Arnsberg, late 1970s; Bauer and Bonny 1987): demand is the land of mobile firms,

    F = Σ_b  E_b · α_b · (q_new + q_move) / 100 · k_b · (1 − w) · T / 10,000   [ha net],

E_b employees of branch b, α_b their share on commercial land, q_new and q_move employees a year in newly settled and
in relocated firms per 100 employees, k_b land per employee in m² net, w the share of demand that reused land takes.
TBS-GIFPRO (Deutsches Institut für Urbanistik, 2010) has quotas by branch and lets the employees follow a trend; here
E_b is the mean over the horizon of E_b · (1 + g_b)^t, t = 1 … T.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ruhr_planner.analysis.overlay import Floats, Whole

SQUARE_METRES = 10_000.0
OTHER = "other"
"""The group of parameters for employees without a branch, or of one that has no parameters of its own."""


@dataclass(frozen=True)
class Branch:
    """Parameters of one group of branches: shares 0-1, quotas per 100 employees and year, m² net per employee."""

    share: float
    q_new: float
    q_move: float
    land: float
    trend: float = 0.0


@dataclass(frozen=True)
class EmployeeModel:
    """GIFPRO or TBS-GIFPRO: branches (one of them OTHER) and the share of demand met by reused land."""

    branches: Mapping[str, Branch]
    reuse: float

    def demand(self, employees: float, branch: str | None, horizon: float) -> float:
        """Return the net hectares that the employees of a branch ask for within the horizon, years."""
        own = self.branches.get(branch or OTHER, self.branches[OTHER])
        mobile = employees * _mean_growth(own.trend, horizon) * own.share * (own.q_new + own.q_move) / 100
        return mobile * own.land * (1 - self.reuse) * horizon / SQUARE_METRES


def _mean_growth(trend: float, horizon: float) -> float:
    """Return the mean of (1 + g)^t over the years 1 to T; a part of a year counts as one."""
    years = np.arange(1, int(np.ceil(horizon)) + 1)
    return float(np.mean((1 + trend) ** years)) if len(years) else 1.0


class EmployeeRow(NamedTuple):
    """Employees of a branch in a municipality (number of its group); nan where unknown."""

    group: int
    branch: str | None
    employees: float


def by_employees(model: EmployeeModel, rows: Sequence[EmployeeRow], n_groups: int, horizon: float) -> Floats:
    """Return the demand of each municipality, nan where it has no row or one of its rows is unknown."""
    demand = np.full(n_groups, np.nan)
    for group in {row.group for row in rows}:
        demand[group] = sum(model.demand(row.employees, row.branch, horizon) for row in rows if row.group == group)
    return demand


@dataclass(frozen=True)
class TakeUp:
    """Mean annual take-up in ha/a, nan where no year is known, and the number of known years."""

    yearly: Floats
    years: Whole


def take_up(group: Whole, year: Floats, hectares: Floats, n_groups: int, first: int | None, last: int | None) -> TakeUp:
    """Return the mean over the years that are present within first and last (both included).

    Several rows of a year are added up. A year with a row of unknown hectares is unknown; a zero has to be written.
    """
    inside = (year >= (-np.inf if first is None else first)) & (year <= (np.inf if last is None else last))
    total = np.full(n_groups, np.nan)
    count = np.zeros(n_groups, dtype=np.int64)
    place, a_year, ha = group[inside], year[inside], hectares[inside]
    if len(place):
        key, number = np.unique(np.column_stack((place, a_year)), axis=0, return_inverse=True)
        of_year = np.bincount(number.ravel(), weights=ha, minlength=len(key))
        known = ~np.isnan(of_year)
        owner = key[known, 0].astype(np.int64)
        count = np.bincount(owner, minlength=n_groups).astype(np.int64)
        summed = np.bincount(owner, weights=of_year[known], minlength=n_groups)
        total = np.divide(summed, count, out=np.full(n_groups, np.nan), where=count > 0)
    return TakeUp(total, count)
