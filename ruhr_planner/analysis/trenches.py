"""What it costs to bring fibre to objects along roads: shared trenches, connections, and who pays what.

Method: the roads become a graph (see `network`), each edge with its price; all sources are one root; the objects' feet
are terminals; a cheap tree joins them (see `steiner`). The cost of an edge is

    c(e) = (length outside ducts · price(class) + length in ducts · price(duct) + Σ lump sums of crossings) · f
    f    = (1 + contingency) · (1 + planning) · price index

and is shared equally by the n(e) objects behind it, so that Σ shared = Σ c(e). Prices are EUR net, lengths metres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsPoint

from ruhr_planner.analysis import network, steiner
from ruhr_planner.analysis.network import Feet, Network, Tracks
from ruhr_planner.analysis.prices import Prices
from ruhr_planner.analysis.steiner import Array, Graph, Growing, Progress, Reach, no_progress
from ruhr_planner.model import codes

REASON = codes.FIBRE_REASON
CROSSING_MERGE_M = 30.0
"""Barriers of one kind that a road crosses within this distance are one crossing: two carriageways, two tracks."""
MAIN_SHARE = 0.05
"""A connected part with a smaller share of the lines is a fragment, and a source is led past it where it can be."""
DUCT_SHARE = 0.5
"""Share of an edge in a duct from which its class reads "duct"."""
DUCT_CLASS = "duct"
_EPS = 1e-6


@dataclass(frozen=True)
class Limits:
    """Distances in metres; `budget` in EUR, None = all objects; `star` = separate paths instead of a tree."""

    snap: float = 150.0
    longest: float = 5000.0
    tolerance: float = 0.05
    duct_tolerance: float = 10.0
    budget: float | None = None
    star: bool = False


@dataclass
class Roads:
    """Roads that take part: geometries, cost class and level of each."""

    geometries: Sequence[QgsGeometry]
    cost_class: Array
    level: Array


@dataclass
class Barriers:
    """Lines whose crossing costs a lump sum, and their kinds (None = unknown)."""

    geometries: Sequence[QgsGeometry] = ()
    kind: Sequence[str | None] = ()


@dataclass
class Plan:
    """Trenches (k edges) and connections (n objects), and what was noticed on the way."""

    tracks: Tracks
    network: Network
    edge: Array
    """The edges with a trench, ascending."""
    length: Array
    cost_class: Array
    duct: Array
    crossings: Array
    cost: Array
    downstream: Array
    path: Array
    own: Array
    drop: Array
    shared: Array
    connection: Array
    """Drop, entry and share of the cabinets, EUR."""
    entry: Array
    cabinet: Array
    reason: Array
    """Why an object is not connected (codes.FIBRE_REASON); None = it is."""
    component: Array
    """Connected part of the roads an object lies at, -1 = at none."""
    shortest: Array
    """Shortest way to a source, metres; nan where there is none."""
    xy: Array
    """A place (n, 2) that stands for each object."""
    star_length: float
    components: list[tuple[int, int, int]] = field(default_factory=list)
    """Number of edges, objects and sources of each connected part, the largest first."""
    sources_off: list[int] = field(default_factory=list)
    n_moved: int = 0
    """Points whose nearest road has no connection to a source, and that were led to the next one that has."""
    n_sources_moved: int = 0
    """Sources whose nearest road is a fragment, and that were led to a road of a larger part."""
    n_stand_in: int = 0
    n_areas_off: int = 0
    """Served areas, dissolved, that no road is near."""
    unknown_kinds: tuple[str, ...] = ()
    fell_back: bool = False
    """The cheapest tree was longer than the separate paths together, and the tree of cheapest paths served."""
    stays_longer: bool = False
    """It was, and the cheapest paths would have gone beyond the budget."""

    def trench(self, place: int) -> QgsGeometry:
        """Return the line of one of the trenches."""
        edge = int(self.edge[place])
        net = self.network
        ends = net.xy[[net.tail[edge], net.head[edge]]]
        return self.tracks.part(int(net.line[edge]), float(net.low[edge]), float(net.high[edge]), ends)


def plan(
    objects: Sequence[QgsGeometry],
    sources: Sequence[QgsGeometry],
    roads: Roads,
    prices: Prices,
    limits: Limits,
    barriers: Barriers | None = None,
    ducts: Sequence[QgsGeometry] = (),
    benefit: Array | None = None,
    progress: Progress = no_progress,
) -> Plan | None:
    """Plan the trenches from the sources to the objects.

    :param objects: points, lines or areas; what is not a point is reached at its edge.
    :param benefit: of each object, ≥ 0; only the budget's order needs it. 1 each by default.
    :param progress: called with 0-1; may raise to cancel.
    :returns: None if no source lies on the roads.
    """
    site = _Site(roads, limits, _part(progress, 0.0, 0.35))
    origins = _Origins(site, sources, limits)
    if not len(origins.lines):
        return None
    feet, xy, moved = site.object_feet(objects, origins.lines)
    net = site.network(origins, feet)
    costs = _edge_costs(site.tracks, net, roads, prices, barriers or Barriers(), ducts, limits, progress)
    progress(0.45)
    found = _Connections(net, costs, origins.nodes(net), feet, prices, limits)
    found.judge()
    made = found.connect(benefit if benefit is not None else np.ones(len(objects)), _part(progress, 0.5, 0.98))
    return _result(site, net, costs, found, made, xy, origins, moved)


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda fraction: progress(low + (high - low) * fraction)


# ------------------------------------------------------------------------------------------------------------ the site
class _Site:
    """The roads as tracks, their junctions and components, and the feet on them."""

    def __init__(self, roads: Roads, limits: Limits, progress: Progress) -> None:
        self.tracks = Tracks(roads.geometries, _part(progress, 0.0, 0.4))
        self.level = roads.level[self.tracks.owner] if len(self.tracks) else np.empty(0, dtype=np.int64)
        self.junctions = self.tracks.junctions(self.level, limits.tolerance, lambda _f: progress(0.7))
        self.component = self.junctions.components(len(self.tracks))
        self.ground = self.level == 0
        lines = np.bincount(self.component, minlength=len(self.tracks))
        self.main = lines[self.component] >= MAIN_SHARE * len(self.tracks)
        self._limits = limits
        self._progress = progress

    def object_feet(self, objects: Sequence[QgsGeometry], connected: Array) -> tuple[Feet, Array, int]:
        """Find each object's foot: on roads that hang together with a source if there are any near, else on any."""
        areas = [place for place, geometry in enumerate(objects) if not _is_point(geometry)]
        xy = np.array([_xy(geometry) for geometry in objects]).reshape(-1, 2)
        usable = self.ground & np.isin(self.component, connected)
        feet = self._feet(objects, areas, xy, usable)
        for allowed in (np.isin(self.component, connected), None):  # bridges too, then roads without a connection
            off = np.flatnonzero(feet.line < 0)
            if not len(off):
                break
            other = self._feet([objects[place] for place in off], _places(off, areas), xy[off], allowed)
            feet.line[off], feet.at[off], feet.distance[off] = other.line, other.at, other.distance
        of_point = np.ones(len(xy), dtype=bool)
        of_point[areas] = False
        on = np.flatnonzero(of_point & (feet.line >= 0))
        nearest = self.tracks.nearest(xy[on], self._limits.snap, self.ground & ~usable, self._still)
        moved = int((nearest.distance < feet.distance[on] - self._limits.tolerance).sum())
        return feet, xy, moved

    def _feet(self, objects: Sequence[QgsGeometry], areas: list[int], xy: Array, allowed: Array | None) -> Feet:
        target = xy.copy()
        for number, place in enumerate(areas):
            if number % 200 == 0:
                self._still(number / len(areas))
            box = objects[place].boundingBox()
            box.grow(self._limits.snap)
            pieces = self.tracks.pieces_near(box, allowed)
            if not pieces.isEmpty():
                nearest = network.nearest_on(pieces, objects[place])
                target[place] = nearest.x(), nearest.y()
        feet = self.tracks.nearest(target, self._limits.snap, allowed, self._still)
        for place in areas:
            if feet.line[place] < 0:
                continue
            spot = self.tracks.points(feet.line[place : place + 1], feet.at[place : place + 1])[0]
            away = objects[place].distance(QgsGeometry(QgsPoint(*spot)))
            feet.distance[place] = away
            if away > self._limits.snap:
                feet.line[place] = -1
        return feet

    def _still(self, fraction: float) -> None:
        """Show progress while feet are searched, which gives the cancel button its chance."""
        self._progress(0.7 + 0.3 * fraction)

    def network(self, origins: _Origins, feet: Feet) -> Network:
        """Split the roads at sources and feet; the sources' feet come first."""
        on = feet.line >= 0
        return self.tracks.network(
            self.junctions,
            np.concatenate([origins.line, feet.line[on]]),
            np.concatenate([origins.at, feet.at[on]]),
        )


def _places(chosen: Array, of: list[int]) -> list[int]:
    """Return where in `chosen` the entries of `of` stand."""
    wanted = set(of)
    return [place for place, value in enumerate(chosen.tolist()) if value in wanted]


def _is_point(geometry: QgsGeometry) -> bool:
    return bool(geometry.type() == Qgis.GeometryType.Point)


def _xy(geometry: QgsGeometry) -> tuple[float, float]:
    """Return a place that stands for an object: a point itself, a point on the surface of an area."""
    simple = not geometry.isMultipart() and _is_point(geometry)
    point = geometry.asPoint() if simple else geometry.pointOnSurface().asPoint()
    return point.x(), point.y()


class _Origins:
    """Where fibre comes from: feet of points, stretches along ducts, everything inside served areas."""

    def __init__(self, site: _Site, sources: Sequence[QgsGeometry], limits: Limits) -> None:
        self.off: list[int] = []
        self.n_moved = 0
        self.n_areas = 0
        self.n_areas_off = 0
        self._site = site
        self._limits = limits
        kinds = [geometry.type() for geometry in sources]
        points = [place for place, kind in enumerate(kinds) if kind == Qgis.GeometryType.Point]
        lines = [place for place, kind in enumerate(kinds) if kind == Qgis.GeometryType.Line]
        areas = [place for place, kind in enumerate(kinds) if kind == Qgis.GeometryType.Polygon]
        found = [(np.empty(0, dtype=np.int64), np.empty(0))]
        self.stretches = np.empty((0, 2))
        if points:
            found.append(self._points(sources, points))
        if lines:
            found.append(self._lines([sources[place] for place in lines], lines))
        self._served = QgsGeometry()
        if areas:
            self.n_areas = len(areas)
            self._served = QgsGeometry.unaryUnion([sources[place] for place in areas])
            found.append(self._rims())
        self.line = np.concatenate([line for line, _ in found]).astype(np.int64)
        self.at = np.concatenate([at for _, at in found])
        self._inside = self._lines_inside()
        self.lines = np.unique(site.component[np.concatenate([self.line, self._inside])])
        """Connected parts of the roads, named by their smallest line, that hold a source."""

    def _points(self, sources: Sequence[QgsGeometry], places: list[int]) -> tuple[Array, Array]:
        xy = np.array([_xy(sources[place]) for place in places])
        tracks, snap = self._site.tracks, self._limits.snap
        feet = tracks.nearest(xy, snap, self._site.ground & self._site.main)
        for allowed in (self._site.ground, None):
            lost = np.flatnonzero(feet.line < 0)
            other = tracks.nearest(xy[lost], snap, allowed)
            feet.line[lost], feet.at[lost], feet.distance[lost] = other.line, other.at, other.distance
        nearest = tracks.nearest(xy, snap, self._site.ground)
        self.n_moved = int((nearest.distance < feet.distance - self._limits.tolerance).sum())
        self.off.extend(place for place, line in zip(places, feet.line.tolist()) if line < 0)
        on = feet.line >= 0
        return feet.line[on], feet.at[on]

    def _lines(self, lines: list[QgsGeometry], places: list[int]) -> tuple[Array, Array]:
        """Return ends of stretches beside source lines, their crossings, and the place nearest to one without any."""
        tracks = self._site.tracks
        others = Tracks(lines)
        self.stretches = tracks.beside(others, self._limits.duct_tolerance)
        begin, end = self.stretches[:, 0] + _EPS, self.stretches[:, 1] - _EPS
        chain = np.concatenate([begin, end])
        line = np.searchsorted(tracks.offset, chain, side="right") - 1
        cross_line, cross_at, by = tracks.crossings(others)
        lines_at = [line, cross_line]
        at = [np.clip(chain - tracks.offset[line], 0, tracks.length[line]), cross_at]
        reached = set(others.owner[by].tolist())
        for place, geometry in enumerate(lines):
            if place not in reached:
                foot = self._nearest(geometry)
                if foot is None:
                    self.off.append(places[place])
                else:
                    lines_at.append(foot.line)
                    at.append(foot.at)
        return np.concatenate(lines_at), np.concatenate(at)

    def _nearest(self, geometry: QgsGeometry) -> Feet | None:
        """Return the place on a road that is nearest to a source; None where none is within the snapping distance."""
        box = geometry.boundingBox()
        box.grow(self._limits.snap)
        pieces = self._site.tracks.pieces_near(box, self._site.ground)
        if pieces.isEmpty() or pieces.distance(geometry) > self._limits.snap:
            return None
        nearest = pieces.nearestPoint(geometry).asPoint()
        return self._site.tracks.nearest(np.array([[nearest.x(), nearest.y()]]), 1.0, self._site.ground)

    def _rims(self) -> tuple[Array, Array]:
        """Return where roads enter served areas, and the place nearest to an area that none enters."""
        rim = QgsGeometry(self._served.constGet().boundary())
        line, at, _ = self._site.tracks.crossings(Tracks([rim]))
        lines, positions = [line], [at]
        for part in self._served.asGeometryCollection():
            foot = self._nearest(part)
            if foot is None:
                self.n_areas_off += 1
            elif not part.intersects(QgsGeometry(QgsPoint(*self._site.tracks.points(foot.line, foot.at)[0]))):
                lines.append(foot.line)
                positions.append(foot.at)
        return np.concatenate(lines), np.concatenate(positions)

    def _lines_inside(self) -> Array:
        """Return the lines that begin inside a served area."""
        tracks = self._site.tracks
        if self._served.isEmpty():
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(self._contains(tracks.xy[tracks.first[:-1]]))

    def _contains(self, xy: Array) -> Array:
        """Tell of points (n, 2) whether they lie in a served area."""
        inside = np.zeros(len(xy), dtype=bool)
        order = np.argsort(xy[:, 0], kind="stable")
        sorted_x = xy[order, 0]
        for part in self._served.asGeometryCollection():
            box = part.boundingBox()
            begin = np.searchsorted(sorted_x, box.xMinimum(), side="left")
            end = np.searchsorted(sorted_x, box.xMaximum(), side="right")
            places = order[begin:end]
            y = xy[places, 1]
            engine = QgsGeometry.createGeometryEngine(part.constGet())
            engine.prepareGeometry()
            for place in places[(y >= box.yMinimum()) & (y <= box.yMaximum())].tolist():
                inside[place] |= engine.intersects(QgsPoint(*xy[place]))
        return inside

    def nodes(self, net: Network) -> Array:
        """Return the nodes at which fibre is."""
        nodes = [net.foot[: len(self.line)]]
        if len(self.stretches):
            chain = self._site.tracks.offset[net.line]
            inside = network.covered(self.stretches, chain + net.low, chain + net.high) >= net.length - _EPS
            nodes += [net.tail[inside], net.head[inside]]
        if not self._served.isEmpty():
            nodes.append(np.flatnonzero(self._contains(net.xy)))
        found: Array = np.unique(np.concatenate(nodes))
        return found


# --------------------------------------------------------------------------------------------------------------- costs
@dataclass
class _EdgeCosts:
    cost: Array
    duct: Array
    crossings: Array
    cost_class: Array
    unknown_kinds: tuple[str, ...]


def _edge_costs(
    tracks: Tracks,
    net: Network,
    roads: Roads,
    prices: Prices,
    barriers: Barriers,
    ducts: Sequence[QgsGeometry],
    limits: Limits,
    progress: Progress,
) -> _EdgeCosts:
    """Return what each edge costs, with everything in it."""
    classes = roads.cost_class[tracks.owner[net.line]]
    per_metre = {name: prices.per_metre(name) for name in set(classes.tolist())}
    price = np.array([per_metre[name] for name in classes.tolist()])
    chain = tracks.offset[net.line]
    stretches = np.empty((0, 2))
    if len(ducts):
        stretches = tracks.beside(Tracks(ducts), limits.duct_tolerance, lambda _f: progress(0.4))
    duct = np.minimum(network.covered(stretches, chain + net.low, chain + net.high), net.length)
    number, lumps, unknown = _lumps(tracks, net, barriers, prices, stretches, progress)
    cost = ((net.length - duct) * price + duct * np.minimum(prices.duct, price) + lumps) * prices.factor
    shown = np.where(duct >= DUCT_SHARE * net.length, DUCT_CLASS, classes) if len(stretches) else classes
    return _EdgeCosts(cost, duct, number, shown, unknown)


def _lumps(
    tracks: Tracks, net: Network, barriers: Barriers, prices: Prices, stretches: Array, progress: Progress
) -> tuple[Array, Array, tuple[str, ...]]:
    """Return the number of crossings of each edge and their lump sums, and the kinds without a price.

    Where a barrier passes through the end of a line, each of the lines that meet there has half a crossing, so that a
    way over it has one. A crossing inside an existing duct costs nothing.
    """
    number, lumps = np.zeros(len(net.tail)), np.zeros(len(net.tail))
    if not len(barriers.geometries):
        return number, lumps, ()
    others = Tracks(barriers.geometries)
    line, at, by = tracks.crossings(others, lambda _f: progress(0.42))
    kinds = [barriers.kind[owner] for owner in others.owner[by].tolist()]
    unknown = tuple(sorted({kind or "–" for kind in kinds if kind not in prices.crossings}))
    chain = tracks.offset[line] + at
    free = network.covered(stretches, chain - 0.5, chain + 0.5) > 0.5
    begin = tracks.offset[net.line] + net.low
    last: dict[tuple[int, str | None], float] = {}
    for place in np.lexsort((at, line)).tolist():
        kind = kinds[place]
        key = (int(line[place]), kind)
        before = last.get(key)
        if before is not None and at[place] - before <= CROSSING_MERGE_M:
            last[key] = float(at[place])
            continue
        last[key] = float(at[place])
        if free[place] or kind not in prices.crossings:
            continue
        inside = min(chain[place], tracks.offset[line[place]] + tracks.length[line[place]] - _EPS)
        edge = int(np.clip(np.searchsorted(begin, inside, side="right") - 1, 0, len(begin) - 1))
        if net.line[edge] != line[place]:
            continue
        at_end = at[place] <= _EPS or at[place] >= tracks.length[line[place]] - _EPS
        share = 0.5 if at_end else 1.0
        number[edge] += share
        lumps[edge] += share * prices.crossings[kind]
    return number, lumps, unknown


# --------------------------------------------------------------------------------------------------------- connections
@dataclass
class _Tree:
    """A tree hung on its root: nodes in an order from the root, each one's way up, and the number of objects behind."""

    order: list[int]
    up: dict[int, int]
    edge: dict[int, int]


class _Connections:
    """Which objects can be connected, and the trenches that do it."""

    def __init__(
        self, net: Network, costs: _EdgeCosts, origin: Array, feet: Feet, prices: Prices, limits: Limits
    ) -> None:
        self.prices = prices
        self._limits = limits
        self.costs = costs
        self.feet = feet
        self.length = net.length
        n_origin = len(net.foot) - int((feet.line >= 0).sum())
        node = np.full(len(feet.line), -1, dtype=np.int64)
        node[feet.line >= 0] = net.foot[n_origin:]
        self.component = np.where(node >= 0, net.component[node], -1)
        self.source_component = net.component[origin]
        # All sources are one root, node 0.
        number = np.zeros(len(net.xy), dtype=np.int64)
        others = np.ones(len(net.xy), dtype=bool)
        others[origin] = False
        number[others] = 1 + np.arange(int(others.sum()))
        self.graph = Graph(1 + int(others.sum()), number[net.tail], number[net.head], costs.cost)
        self.node = np.where(node >= 0, number[node], -1)
        self.reason = np.full(len(node), None, dtype=object)
        self.shortest = np.full(len(node), np.nan)

    def judge(self) -> None:
        """Find out which objects can be reached at all."""
        by_length = Graph(self.graph.size, self.graph.tail, self.graph.head, self.length)
        distance = np.array(steiner.shortest(by_length, [0]).distance)
        on = self.node >= 0
        self.shortest[on] = distance[self.node[on]]
        self.reason[~on] = REASON.snap_max
        self.reason[on & np.isinf(self.shortest)] = REASON.other_component
        self.reason[on & np.isfinite(self.shortest) & (self.shortest > self._limits.longest)] = REASON.max_length
        self.shortest[np.isinf(self.shortest)] = np.nan

    def connect(self, benefit: Array, progress: Progress) -> _Made:
        """Choose the trenches; with a budget also the objects."""
        reach = steiner.shortest(self.graph, [0])
        grown: set[int] = set()
        if self._limits.budget is not None and not self._limits.star:
            grown = self._within_budget(benefit, self._limits.budget, progress)
        elif self._limits.budget is not None:
            self._separate_within(reach, benefit, self._limits.budget)
        fit = [place for place, reason in enumerate(self.reason) if reason is None]
        nodes = self.node[fit].tolist()
        lengths = self._along(reach, nodes, self.length)
        star_length = float(sum(lengths))
        terminals = sorted(set(nodes) - {0})
        cheapest = self._ways(reach, terminals)
        if self._limits.star:
            return _Made(fit, cheapest, star_length, True)
        trees = [steiner.tree(self.graph, 0, terminals, progress)]
        if grown:
            trees.append(steiner.spanning(self.graph, grown, [0, *terminals]))
        best = min(trees, key=self.graph.cost)
        longer = float(self.length[list(best)].sum()) > star_length * (1 + 1e-9)
        falls_back = longer and self._affords(fit, cheapest)
        made = cheapest if falls_back else best
        return _Made(fit, made, star_length, False, falls_back, longer and not falls_back)

    def _affords(self, fit: Sequence[int], edges: set[int]) -> bool:
        """Tell whether these trenches, with all that the objects need besides, stay within the budget."""
        if self._limits.budget is None:
            return True
        cabinets = math.ceil(len(fit) / self.prices.cabinet_per) * self.prices.cabinet_eur * self.prices.factor
        needed = self.graph.cost(edges) + float(self.own_cost()[list(fit)].sum()) + cabinets
        return needed <= self._limits.budget + _EPS

    def _ways(self, reach: Reach, nodes: Sequence[int]) -> set[int]:
        """Return the edges of the cheapest ways from the root to nodes: a tree."""
        edges: set[int] = set()
        for node in nodes:
            while reach.before[node] >= 0 and reach.edge[node] not in edges:
                edges.add(reach.edge[node])
                node = reach.before[node]
        return edges

    @staticmethod
    def _along(reach: Reach, nodes: Sequence[int], values: Array) -> list[float]:
        """Return the sum of edge values along the way from the root to each node."""
        known = {0: 0.0}
        sums = []
        for node in nodes:
            passed = []
            here = node
            while here not in known:
                passed.append(here)
                here = reach.before[here]
            for later in reversed(passed):
                known[later] = known[reach.before[later]] + float(values[reach.edge[later]])
            sums.append(known[node])
        return sums

    # --------------------------------------------------------------------------------------------------------- budget
    def own_cost(self) -> Array:
        """Return drop and entry of each object, EUR."""
        drop = np.nan_to_num(self.feet.distance) * self.prices.drop
        return (drop + self.prices.entry) * self.prices.factor

    def _within_budget(self, benefit: Array, budget: float, progress: Progress) -> set[int]:
        """Take objects in the order of benefit per euro, at the cost each one adds to what is there already.

        The tree grows with them and its distances with it: an object that comes nearer is weighed again.
        """
        objects_at: dict[int, list[int]] = {}
        for place in np.flatnonzero(self.reason == None).tolist():  # noqa: E711 - element by element
            objects_at.setdefault(int(self.node[place]), []).append(place)
        order = _Order(self.own_cost(), benefit, self.prices, budget)
        tree = Growing(self.graph, 0)

        def seen(node: int) -> None:
            for place in objects_at.get(node, ()):
                order.weigh(place, tree.distance[node])

        tree.settle(seen, lambda _f: progress(0.0))
        while True:
            place = order.next()
            if place < 0:
                break
            tree.join(int(self.node[place]))
            tree.settle(seen, lambda _f: progress(0.0))
        self._leave(order.taken)
        return set(tree.edges)

    def _separate_within(self, reach: Reach, benefit: Array, budget: float) -> None:
        order = _Order(self.own_cost(), benefit, self.prices, budget)
        for place in np.flatnonzero(self.reason == None).tolist():  # noqa: E711 - element by element
            order.weigh(place, reach.distance[int(self.node[place])])
        while order.next() >= 0:
            pass
        self._leave(order.taken)

    def _leave(self, taken: set[int]) -> None:
        for place, reason in enumerate(self.reason):
            if reason is None and place not in taken:
                self.reason[place] = REASON.budget


class _Order:
    """Objects by benefit per euro, as long as the budget lasts."""

    def __init__(self, own: Array, benefit: Array, prices: Prices, budget: float) -> None:
        self.taken: set[int] = set()
        self._own = own
        self._benefit = benefit
        self._prices = prices
        self._left = budget
        self._way: dict[int, float] = {}
        self._heap: list[tuple[float, int, float]] = []
        self._waiting: list[int] = []

    def weigh(self, place: int, way: float) -> None:
        """Note what an object's way to the tree costs now."""
        if place in self.taken or not math.isfinite(way):
            return
        self._way[place] = way
        cost = way + float(self._own[place])
        rate = float(self._benefit[place]) / cost if cost > 0 else math.inf
        heappush(self._heap, (-rate, place, way))

    def next(self) -> int:
        """Take the next object that the budget allows; -1 if there is none."""
        while self._heap:
            _, place, way = heappop(self._heap)
            if place in self.taken or way != self._way[place]:
                continue
            full = len(self.taken) % self._prices.cabinet_per == 0
            cabinet = self._prices.cabinet_eur * self._prices.factor if full else 0.0
            cost = way + float(self._own[place]) + cabinet
            if cost > self._left + _EPS:
                self._waiting.append(place)
                continue
            self._left -= cost
            self.taken.add(place)
            if cabinet:  # there is room in it for those who could not pay for one
                waiting, self._waiting = self._waiting, []
                for other in waiting:
                    self.weigh(other, self._way[other])
            return place
        return -1


@dataclass
class _Made:
    """Objects that are connected, and the edges that do it; `star` = every object has a trench of its own."""

    fit: list[int]
    edges: set[int]
    star_length: float
    star: bool
    fell_back: bool = False
    stays_longer: bool = False


def _hang(graph: Graph, edges: set[int]) -> _Tree:
    """Hang a tree on its root."""
    around = steiner.neighbours(graph, edges)
    up, edge, order, stack = {0: -1}, {0: -1}, [], [0]
    while stack:
        node = stack.pop()
        order.append(node)
        for other, by in around.get(node, {}).items():
            if other != up[node]:
                up[other], edge[other] = node, by
                stack.append(other)
    return _Tree(order, up, edge)


def _result(
    site: _Site,
    net: Network,
    costs: _EdgeCosts,
    found: _Connections,
    made: _Made,
    xy: Array,
    origins: _Origins,
    moved: int,
) -> Plan:
    """Share the costs and put everything together."""
    tree = _hang(found.graph, made.edges)
    at_node = dict.fromkeys(tree.order, 0)
    for place in made.fit:
        at_node[int(found.node[place])] += 1
    behind = dict(at_node)
    for node in reversed(tree.order[1:]):
        behind[tree.up[node]] += behind[node]
    path, own, shared = {0: 0.0}, {0: 0.0}, {0: 0.0}
    for node in tree.order[1:]:
        up, edge, users = tree.up[node], tree.edge[node], behind[node]
        length, cost = float(net.length[edge]), float(costs.cost[edge])
        path[node] = path[up] + length
        own[node] = own[up] + (length if users == 1 or made.star else 0.0)
        shared[node] = shared[up] + (cost if made.star else cost / users)
    ranked = sorted((tree.edge[node], behind[node]) for node in tree.order[1:])
    edge_of = np.array([edge for edge, _ in ranked], dtype=np.int64)
    users_of = np.array([users for _, users in ranked], dtype=np.int64)
    times = users_of if made.star else np.ones(len(ranked), dtype=np.int64)
    count = len(found.node)
    columns = {name: np.full(count, np.nan) for name in ("path", "own", "shared")}
    for name, values in (("path", path), ("own", own), ("shared", shared)):
        for place in made.fit:
            columns[name][place] = values[int(found.node[place])]
    connection, entry, cabinet = _connection_costs(found, made.fit)
    return Plan(
        tracks=site.tracks,
        network=net,
        edge=edge_of,
        length=net.length[edge_of] * times,
        cost_class=costs.cost_class[edge_of],
        duct=costs.duct[edge_of] * times,
        crossings=costs.crossings[edge_of] * times,
        cost=costs.cost[edge_of] * times,
        downstream=users_of,
        drop=found.feet.distance,
        connection=connection,
        entry=entry,
        cabinet=cabinet,
        reason=found.reason,
        component=found.component,
        shortest=found.shortest,
        xy=xy,
        star_length=made.star_length,
        components=_components(net, found),
        sources_off=sorted(origins.off),
        n_moved=moved,
        n_sources_moved=origins.n_moved,
        n_stand_in=origins.n_areas,
        n_areas_off=origins.n_areas_off,
        unknown_kinds=costs.unknown_kinds,
        fell_back=made.fell_back,
        stays_longer=made.stays_longer,
        **columns,
    )


def _connection_costs(found: _Connections, fit: list[int]) -> tuple[Array, Array, Array]:
    """Return for each object drop + entry + cabinet, of it the entry, of it its share of the cabinets; nan if none."""
    prices, count = found.prices, len(found.node)
    entry, cabinet, connection = (np.full(count, np.nan) for _ in range(3))
    if fit:
        cabinets = math.ceil(len(fit) / prices.cabinet_per)
        entry[fit] = prices.entry * prices.factor
        cabinet[fit] = cabinets * prices.cabinet_eur * prices.factor / len(fit)
        connection[fit] = found.own_cost()[fit] + cabinet[fit]
    return connection, entry, cabinet


def _components(net: Network, found: _Connections) -> list[tuple[int, int, int]]:
    edges = net.component_edges()
    objects = np.bincount(found.component[found.component >= 0], minlength=len(edges))
    sources = np.bincount(found.source_component, minlength=len(edges))
    return list(zip(edges.tolist(), objects.tolist(), sources.tolist()))
