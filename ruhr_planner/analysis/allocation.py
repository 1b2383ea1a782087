"""Who shares with whom: deficits of municipalities find their place on cooperation sites.

The transportation problem with a limit of distance. With deficits D_i, capacities C_j and costs c_ij:

    min  sum c_ij x_ij + M sum u_i   subject to  sum_j x_ij + u_i = D_i,  sum_i x_ij <= C_j,  x_ij = 0 where infeasible

M is larger than the dearest chain of exchanges, so as much as possible is covered first, and then as cheaply as
possible; what stays uncovered (u) is the virtual reserve. Solved by the network simplex method for the transportation
problem with strongly feasible trees (Cunningham 1976; Ahuja, Magnanti, Orlin 1993, chapter 11).

Max-min is lexicographic: the smallest coverage is as large as it can be, then the next smallest, and so on
(water-filling over the bottlenecks that minimum cuts show); the cheapest plan with these coverages is taken. The
coverable amounts form a polymatroid, so the fair amounts cover as much in total as the cheapest plan does.

Tranches and partners make the problem hard (a fixed charge each), so they are met by a stated rule of thumb: an
exchange that is too small, or one partner too many, is forbidden, and the solution goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Progress = Callable[[float], None]
UNIT = 1e-6
"""Hectares (1 cm by 1 m): the grain of amounts."""
BLOCK = 6000
"""Pairs that are priced at once."""
ROUNDS = 12
"""After so many rounds of forbidding only exchanges that are there may stay: a last rest would wander for long."""
TOLERANCE = 1e-12
"""Share of the largest cost below which a reduced cost is 0."""


@dataclass(frozen=True)
class Plan:
    """An allocation.

    `amounts` (n, m) hectares; `covered` (n); `shadow_ha` (m): hectares that one more hectare of the site would let be
    covered (0 or 1); `shadow_cost` (m): what the total cost changes by that, in hectares times the unit of the costs.
    `level` is the smallest coverage that max-min reached, nan in the cheapest plan.
    """

    amounts: Floats
    covered: Floats
    shadow_ha: Floats
    shadow_cost: Floats
    cost: float
    level: float = float("nan")


@dataclass(frozen=True)
class Rules:
    """What a plan has to keep to.

    `fair`: max-min instead of cheapest. `min_tranche` ha (0 = off): an exchange is at least this large, or as large as
    the whole deficit where that is smaller. `max_partners` (0 = off): municipalities on one site. `host_share`
    (0 = off) of a site's capacity is kept for its hosts.
    """

    fair: bool = False
    min_tranche: float = 0.0
    max_partners: int = 0
    host_share: float = 0.0


def allocate(
    deficits: Floats,
    capacities: Floats,
    costs: Floats,
    rules: Rules,
    hosts: Floats | None = None,
    progress: Progress = lambda _fraction: None,
) -> Plan:
    """Allocate deficits to sites.

    :param deficits: (n) ha, >= 0. :param capacities: (m) ha, >= 0.
    :param costs: (n, m) >= 0, nan where a pair is infeasible.
    :param hosts: (n, m) share of a site that lies in a municipality; needed with `host_share`.
    :param progress: is called between two solutions and may raise Cancelled.
    """
    reserved = np.zeros(costs.shape) if hosts is None else rules.host_share * capacities * hosts
    problem = _Problem(deficits, capacities, np.where(np.isnan(costs), np.inf, costs), reserved)
    amounts, level = problem.solved(rules.fair, progress)
    for number in count(1):
        forbidden = _too_many(amounts, rules.max_partners) | _too_small(amounts, deficits, rules.min_tranche)
        if not forbidden.any():
            break
        if number >= ROUNDS:
            forbidden |= amounts == 0
        problem.forbid(forbidden)
        amounts, level = problem.solved(rules.fair, progress)
    shadow_ha, shadow_cost = problem.shadow_prices(rules.fair)
    used = amounts > 0
    cost = float((amounts[used] * costs[used]).sum())
    return Plan(amounts, amounts.sum(axis=1), shadow_ha, shadow_cost, cost, level)


def _too_small(amounts: Floats, deficits: Floats, tranche: float) -> Mask:
    """Mark the exchanges that fall short of the tranche."""
    return np.asarray((amounts > 0) & (amounts < np.minimum(tranche, deficits)[:, None] - UNIT))


def _too_many(amounts: Floats, limit: int) -> Mask:
    """Mark, on every site with too many partners, all pairs but its largest exchanges."""
    if limit <= 0:
        return np.zeros(amounts.shape, dtype=bool)
    rank = np.argsort(np.argsort(-amounts, axis=0, kind="stable"), axis=0, kind="stable")
    crowded = (amounts > 0).sum(axis=0) > limit
    return np.asarray(crowded[None, :] & (rank >= limit))


class _Problem:
    """The problem with what is kept for a host as a column of its own, which only the host may use."""

    def __init__(self, deficits: Floats, capacities: Floats, costs: Floats, reserved: Floats) -> None:
        self._sites = costs.shape[1]
        host_row, host_site = np.nonzero((reserved > 0) & np.isfinite(costs))
        self._site_of = np.concatenate((np.arange(self._sites), host_site))
        self._capacities = np.concatenate((capacities - reserved.sum(axis=0), reserved[host_row, host_site]))
        self._costs = costs[:, self._site_of]
        self._costs[:, self._sites :][np.arange(len(deficits))[:, None] != host_row[None, :]] = np.inf
        self._deficits = deficits
        self._cheapest: Transport | None = None

    def forbid(self, pairs: Mask) -> None:
        """Take pairs (n, m) out."""
        pairs = pairs[:, self._site_of]
        self._costs[pairs] = np.inf
        if self._cheapest is not None:
            self._cheapest.forbid(pairs)

    def solved(self, fair: bool, progress: Progress) -> tuple[Floats, float]:
        """Return the amounts (n, m) in hectares and the smallest coverage that max-min reached."""
        wanted, level = self._deficits, float("nan")
        if fair:
            wanted, level = fair_amounts(self._deficits, self._capacities, np.isfinite(self._costs))
        if fair or self._cheapest is None:
            self._cheapest = Transport(wanted, self._capacities, self._costs)
        self._cheapest.solve(progress)
        amounts = np.zeros((self._sites, len(wanted)))
        np.add.at(amounts, self._site_of, self._cheapest.amounts.T)
        return amounts.T, level

    def shadow_prices(self, fair: bool) -> tuple[Floats, Floats]:
        """Return what one more hectare of each site is worth, in hectares covered and in cost, in the cheapest plan."""
        cheapest = self._cheapest
        if cheapest is None or fair:
            cheapest = Transport(self._deficits, self._capacities, self._costs)
            cheapest.solve()
        covered, cost = cheapest.shadow_prices()
        return covered[: self._sites], cost[: self._sites]


class Transport:
    """Network simplex for one problem: the cheapest flow that covers as much as possible.

    Nodes are the municipalities and a supplier of unused land (rows), then the sites and a taker of uncovered deficits
    (columns, the last one the root of the tree). A zero flow in the tree always points to the root, so no pivot cycles.
    Amounts are whole numbers of UNIT hectares, so nothing is lost to rounding.
    """

    def __init__(self, deficits: Floats, capacities: Floats, costs: Floats) -> None:
        self._rows, self._columns = len(deficits) + 1, len(capacities) + 1
        supplies = np.rint(deficits / UNIT).astype(np.int64)
        places = np.rint(capacities / UNIT).astype(np.int64)
        costs = np.where(places > 0, costs, np.inf)
        finite = costs[np.isfinite(costs)]
        self.dear = (float(finite.max()) if len(finite) else 0.0) * 2 * (self._rows + self._columns) + 1.0
        """Cost of a hectare that stays uncovered: more than any chain of exchanges."""
        self._costs = np.zeros((self._rows, self._columns))
        self._costs[:-1, :-1] = costs
        self._costs[:-1, -1] = self.dear
        nodes = self._rows + self._columns
        root, unused = nodes - 1, self._rows - 1
        self._parent = [root] * self._rows + [unused] * (self._columns - 1) + [-1]
        self._flow = [*supplies.tolist(), 0, *places.tolist(), 0]
        self._depth = [1] * self._rows + [2] * (self._columns - 1) + [0]
        self._children: list[set[int]] = [set() for _ in range(nodes)]
        for node, parent in enumerate(self._parent[:-1]):
            self._children[parent].add(node)
        self._block = max(1, BLOCK // self._columns)
        self._next = 0
        self._potentials()

    @property
    def amounts(self) -> Floats:
        """Hectares by municipality and site."""
        found = np.zeros((self._rows, self._columns))
        for node, parent in enumerate(self._parent[:-1]):
            row, column = (node, parent) if node < self._rows else (parent, node)
            found[row, column - self._rows] = self._flow[node] * UNIT
        return found[:-1, :-1]

    def solve(self, progress: Progress = lambda _fraction: None) -> None:
        """Pivot until no pair would make the plan better."""
        pivots = 0
        while True:
            found = self._entering()
            if found is None:
                return
            self._pivot(*found)
            pivots += 1
            if pivots % 500 == 0:
                progress(0.0)

    def forbid(self, pairs: Mask) -> None:
        """Make pairs (n, m) dearer than leaving the deficit uncovered; `solve` goes on from the flow as it stands."""
        inside = self._costs[:-1, :-1]
        inside[pairs & np.isfinite(inside)] = 3 * self.dear
        self._potentials()

    def _potentials(self) -> None:
        """Set the potentials so that every pair in the tree has the reduced cost 0."""
        self._of_row, self._of_column = np.zeros(self._rows), np.zeros(self._columns)
        waiting = [len(self._parent) - 1]
        while waiting:
            node = waiting.pop()
            for child in self._children[node]:
                if child < self._rows:
                    column = node - self._rows
                    self._of_row[child] = self._costs[child, column] - self._of_column[column]
                else:
                    column = child - self._rows
                    self._of_column[column] = self._costs[node, column] - self._of_row[node]
                waiting.append(child)

    def _entering(self) -> tuple[int, int, float] | None:
        """Return row, column node and reduced cost of the best pair in the next block of rows that has one."""
        for _block in range(-(-self._rows // self._block)):
            first = self._next
            rows = slice(first, first + self._block)
            reduced = self._costs[rows] - self._of_row[rows, None] - self._of_column
            place = int(reduced.argmin())
            value = float(reduced.flat[place])
            if value < -TOLERANCE * self.dear:
                row, column = divmod(place, self._columns)
                return first + row, self._rows + column, value
            self._next = 0 if first + self._block >= self._rows else first + self._block
        return None

    def _pivot(self, row: int, column: int, reduced: float) -> None:
        """Send as much as possible round the cycle that the pair closes, and let the last blocking pair go."""
        parent, depth, flow = self._parent, self._depth, self._flow
        low, high = row, column
        row_side, column_side = [], []
        while low != high:
            if depth[low] >= depth[high]:
                row_side.append(low)
                low = parent[low]
            else:
                column_side.append(high)
                high = parent[high]
        # seen from the apex: down to the row (the pairs of rows shrink), over, up from the column (those of columns do)
        shrinking = [node for node in row_side if node < self._rows]
        shrinking += [node for node in column_side if node >= self._rows]
        amount = min(flow[node] for node in shrinking)
        for node in row_side:
            flow[node] += -amount if node < self._rows else amount
        for node in column_side:
            flow[node] += -amount if node >= self._rows else amount
        last = [node for node in reversed(column_side) if node >= self._rows and not flow[node]]
        leaving = last[0] if last else next(node for node in row_side if node < self._rows and not flow[node])
        inside, outside = (column, row) if leaving in column_side else (row, column)
        self._hang(inside, outside, leaving, amount)
        self._shift(inside, reduced)

    def _hang(self, inside: int, outside: int, leaving: int, amount: int) -> None:
        """Cut the tree above `leaving` and hang the part that holds `inside` below `outside`."""
        parent, children, flow = self._parent, self._children, self._flow
        node, new_parent, new_flow = inside, outside, amount
        while True:
            old_parent, old_flow = parent[node], flow[node]
            children[old_parent].discard(node)
            parent[node], flow[node] = new_parent, new_flow
            children[new_parent].add(node)
            if node == leaving:
                return
            node, new_parent, new_flow = old_parent, node, old_flow

    def _shift(self, top: int, reduced: float) -> None:
        """Set depths and potentials of the part of the tree that was hung elsewhere."""
        depth, children = self._depth, self._children
        depth[top] = depth[self._parent[top]] + 1
        level = [top]
        rows: list[int] = []
        columns: list[int] = []
        while level:
            (rows if level[0] < self._rows else columns).extend(level)
            below: list[int] = []
            for node in level:
                if children[node]:
                    deeper = depth[node] + 1
                    for child in children[node]:
                        depth[child] = deeper
                    below.extend(children[node])
            level = below
        sign = reduced if top < self._rows else -reduced
        if rows:
            self._of_row[rows] += sign
        if columns:
            self._of_column[[node - self._rows for node in columns]] -= sign

    def shadow_prices(self) -> tuple[Floats, Floats]:
        """Return what one more hectare of each site (m) is worth: hectares covered, and change of the cost.

        The right-hand derivative of the optimum: the shortest way in the residual graph from any place that would be
        given up to the site.
        """
        found = self.amounts
        rows, columns = np.nonzero(np.column_stack((found, self._uncovered())))
        back = self._costs[rows, columns]
        value = np.zeros(self._columns)
        while len(rows):
            at_row = np.full(self._rows - 1, np.inf)
            np.minimum.at(at_row, rows, value[columns] - back)
            better = np.minimum(value, (self._costs[:-1] + at_row[:, None]).min(axis=0))
            if (better > value - TOLERANCE * self.dear).all():
                break
            value = better
        covered = np.where(value[:-1] < -self.dear / 2, 1.0, 0.0)
        return covered, value[:-1] + covered * self.dear

    def _uncovered(self) -> Floats:
        """Return the hectares of each municipality (n) that find no place."""
        root = len(self._parent) - 1
        return np.array([self._flow[row] * UNIT if self._parent[row] == root else 0.0 for row in range(self._rows - 1)])


def fair_amounts(deficits: Floats, capacities: Floats, feasible: Mask) -> tuple[Floats, float]:
    """Return the lexicographic max-min amounts (n) and the smallest coverage among municipalities with a deficit.

    :param feasible: (n, m) whether a pair may exchange.
    """
    amounts = np.zeros(len(deficits))
    active = deficits > UNIT
    first = float("nan")
    while active.any():
        level, tight = _level(deficits, amounts, active, capacities, feasible)
        first = level if first != first else first
        settled = active & tight if level < 1 else active
        amounts[settled] = level * deficits[settled]
        active &= ~settled
    return amounts, first


def _level(deficits: Floats, amounts: Floats, active: Mask, capacities: Floats, feasible: Mask) -> tuple[float, Mask]:
    """Return the largest common coverage of the active rows, and the rows that cannot have more (Newton over cuts)."""
    level, tight = 1.0, active
    costs = np.where(feasible, 0.0, np.inf)
    while True:
        supplies = np.where(active, level * deficits, amounts)
        flow = Transport(supplies, capacities, costs)
        flow.solve()
        short = np.flatnonzero(supplies - flow.amounts.sum(axis=1) > UNIT * len(supplies))
        if not len(short):
            return level, tight
        rows, columns = _reachable(short, flow.amounts, feasible)
        tight = rows
        share = float(deficits[rows & active].sum())
        if share <= 0:  # only rounding is short
            return level, active
        level = max(0.0, (float(capacities[columns].sum()) - float(amounts[rows & ~active].sum())) / share)


def _reachable(rows: npt.NDArray[np.intp], amounts: Floats, feasible: Mask) -> tuple[Mask, Mask]:
    """Return the rows and columns that residual paths from some rows reach."""
    seen = np.zeros(len(amounts), dtype=bool)
    seen[rows] = True
    while True:
        columns = feasible[seen].any(axis=0)
        more = seen | (amounts[:, columns] > 0).any(axis=1)
        if (more == seen).all():
            return seen, columns
        seen = more
