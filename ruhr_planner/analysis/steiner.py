"""The cheapest trench tree that joins terminals in a graph: a Steiner tree, by heuristics with a local search.

Two trees are made and the better one counts, so that the result is never worse than Mehlhorn's approximation:

- cheapest insertion (Takahashi and Matsuyama 1980): the terminal nearest to the tree is joined next. One search keeps
  its distances while the tree grows: what has been joined becomes distance 0 and only what comes nearer is looked at
  again.
- Mehlhorn (1988): the minimum spanning tree of the terminals' Voronoi regions, at most 2 (1 - 1/k) times the optimum.

Both are improved by a minimum spanning tree of their own nodes (leaves that nobody needs are cut) and by key-path
exchange (Uchoa and Werneck 2010): every path between two key nodes (terminals and forks) is taken out and the two
halves are joined again by the cheapest path there is, as long as that saves something.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any, Callable

import numpy as np
import numpy.typing as npt

Progress = Callable[[float], None]
Array = npt.NDArray[Any]
"""A column of numbers, flags or texts."""
Arcs = list[list[tuple[int, float, int]]]
"""For every node its arcs: neighbour, weight, edge."""

CHECK_EVERY = 50_000
"""Nodes between two looks at the cancel button."""
SMALL = 2_000
"""Graphs with at most this many nodes are searched from several starts and for further forks; larger from the root."""
MAX_STARTS = 24
MAX_FORKS = 200
"""Nodes that are tried as further forks, in small graphs."""
MAX_PASSES = 12
WORTH = 5e-4
"""A pass of exchanges that saves a smaller share than this was the last one."""
_FAR = float("inf")
_EPS = 1e-9


@dataclass
class Graph:
    """An undirected graph as arrays: `tail`, `head` (node of each edge's ends) and `weight` (≥ 0) of m edges."""

    size: int
    tail: Array
    head: Array
    weight: Array
    arcs: Arcs = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.arcs:
            return
        self.arcs = [[] for _ in range(self.size)]
        for edge, (u, v, w) in enumerate(zip(self.tail.tolist(), self.head.tolist(), self.weight.tolist())):
            if u != v:
                self.arcs[u].append((v, w, edge))
                self.arcs[v].append((u, w, edge))

    def cost(self, edges: Iterable[int]) -> float:
        """Return the summed weight of edges."""
        return float(self.weight[np.fromiter(edges, dtype=np.int64)].sum())


@dataclass
class Reach:
    """What a search found: distance of each node, the edge and the node it was reached over (-1 = start or never)."""

    distance: list[float]
    edge: list[int]
    before: list[int]


def no_progress(_fraction: float) -> None:
    """Report to nobody."""


def shortest(graph: Graph, starts: Iterable[int], limit: float = _FAR, progress: Progress = no_progress) -> Reach:
    """Search the cheapest ways from the nearest of `starts` (Dijkstra 1959), as far as `limit`."""
    distance, edge, before = [_FAR] * graph.size, [-1] * graph.size, [-1] * graph.size
    heap: list[tuple[float, int]] = []
    for node in starts:
        distance[node] = 0.0
        heappush(heap, (0.0, node))
    arcs = graph.arcs
    visited = 0
    while heap:
        reached, node = heappop(heap)
        if reached > distance[node]:
            continue
        visited += 1
        if visited % CHECK_EVERY == 0:
            progress(visited / graph.size)
        for other, weight, by in arcs[node]:
            new = reached + weight
            if new < distance[other] and new <= limit:
                distance[other] = new
                edge[other] = by
                before[other] = node
                heappush(heap, (new, other))
    return Reach(distance, edge, before)


class Growing:
    """A tree that grows from a root, and the distance of every node to it, kept up to date.

    `advance` yields nodes as the search settles them; `join` takes the way to a node into the tree.
    """

    def __init__(self, graph: Graph, root: int) -> None:
        self._arcs = graph.arcs
        self._heap = [(0.0, root)]
        self.distance = [_FAR] * graph.size
        self.distance[root] = 0.0
        self._edge = [-1] * graph.size
        self._before = [-1] * graph.size
        self.joined = [False] * graph.size
        self.joined[root] = True
        self.edges: list[int] = []

    def join(self, node: int) -> list[int]:
        """Take the cheapest way from the tree to a settled node into the tree. Return the nodes that are new in it."""
        new = []
        while not self.joined[node]:
            self.joined[node] = True
            self.edges.append(self._edge[node])
            new.append(node)
            node = self._before[node]
        for node in new:
            self.distance[node] = 0.0
            heappush(self._heap, (0.0, node))
        return new

    def next_of(self, wanted: Sequence[bool], progress: Progress = no_progress) -> int:
        """Search on to the nearest wanted node that is not in the tree; -1 if none can be reached."""
        heap, distance, arcs, joined = self._heap, self.distance, self._arcs, self.joined
        edge, before = self._edge, self._before
        visited = 0
        while heap:
            reached, node = heap[0]
            if reached > distance[node]:
                heappop(heap)
                continue
            if wanted[node] and not joined[node]:
                return node
            heappop(heap)
            visited += 1
            if visited % CHECK_EVERY == 0:
                progress(0.0)
            for other, weight, by in arcs[node]:
                new = reached + weight
                if new < distance[other]:
                    distance[other] = new
                    edge[other] = by
                    before[other] = node
                    heappush(heap, (new, other))
        return -1

    def settle(self, seen: Callable[[int], None], progress: Progress = no_progress) -> None:
        """Search to the end; `seen` is called with every node that has come nearer."""
        heap, distance, arcs = self._heap, self.distance, self._arcs
        visited = 0
        while heap:
            reached, node = heappop(heap)
            if reached > distance[node]:
                continue
            seen(node)
            visited += 1
            if visited % CHECK_EVERY == 0:
                progress(0.0)
            for other, weight, by in arcs[node]:
                new = reached + weight
                if new < distance[other]:
                    distance[other] = new
                    self._edge[other] = by
                    self._before[other] = node
                    heappush(heap, (new, other))


def insertion(graph: Graph, root: int, terminals: Iterable[int], progress: Progress = no_progress) -> set[int]:
    """Join the terminals to the root, always the nearest next. Return the tree's edges."""
    wanted = [False] * graph.size
    left = 0
    for node in terminals:
        if node != root and not wanted[node]:
            wanted[node] = True
            left += 1
    tree = Growing(graph, root)
    total = max(1, left)
    while left:
        node = tree.next_of(wanted, progress)
        if node < 0:
            break
        left -= sum(wanted[new] for new in tree.join(node))
        progress(1 - left / total)
    return set(tree.edges)


def mehlhorn(graph: Graph, terminals: Sequence[int], progress: Progress = no_progress) -> set[int]:
    """Return Mehlhorn's tree: the terminals' Voronoi regions, their minimum spanning tree, its ways."""
    reach = shortest(graph, terminals, progress=progress)
    base = bases(reach, terminals)
    distance = np.array(reach.distance)
    base_of = np.array(base)
    over = base_of[graph.tail] != base_of[graph.head]
    over &= (base_of[graph.tail] >= 0) & (base_of[graph.head] >= 0)
    edges = np.flatnonzero(over)
    costs = distance[graph.tail[edges]] + graph.weight[edges] + distance[graph.head[edges]]
    sets = Sets(graph.size)
    tree: set[int] = set()
    for edge in edges[np.argsort(costs, kind="stable")].tolist():
        u, v = int(graph.tail[edge]), int(graph.head[edge])
        if sets.unite(base[u], base[v]):
            tree.add(edge)
            tree.update(way(reach, u))
            tree.update(way(reach, v))
    return tree


def bases(reach: Reach, starts: Iterable[int]) -> list[int]:
    """Return for each node the start it was reached from, -1 where it was not."""
    base = [-1] * len(reach.before)
    for node in starts:
        base[node] = node
    for node in np.argsort(np.array(reach.distance), kind="stable").tolist():
        if base[node] < 0 and reach.before[node] >= 0:
            base[node] = _base(reach.before, base, node)
    return base


def _base(before: list[int], base: list[int], node: int) -> int:
    """Follow the way back to a node whose base is known (equal distances are not in the order of the search)."""
    passed = []
    while base[node] < 0:
        passed.append(node)
        node = before[node]
    for other in passed:
        base[other] = base[node]
    return base[node]


def way(reach: Reach, node: int) -> list[int]:
    """Return the edges from a node back to the start it was reached from."""
    edges = []
    while reach.before[node] >= 0:
        edges.append(reach.edge[node])
        node = reach.before[node]
    return edges


class Sets:
    """Disjoint sets with path halving."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def find(self, node: int) -> int:
        """Return the set's representative."""
        up = self._up
        while up[node] != node:
            up[node] = up[up[node]]
            node = up[node]
        return node

    def unite(self, one: int, other: int) -> bool:
        """Join two sets, `one` below `other`; False if they were one already."""
        one, other = self.find(one), self.find(other)
        self._up[one] = other
        return one != other


def spanning(graph: Graph, edges: set[int], terminals: Iterable[int]) -> set[int]:
    """Return the minimum spanning tree of a tree's nodes, without the leaves that are no terminals."""
    used = np.zeros(graph.size, dtype=bool)
    chosen = np.fromiter(edges, dtype=np.int64, count=len(edges))
    used[graph.tail[chosen]] = True
    used[graph.head[chosen]] = True
    inside = np.flatnonzero(used[graph.tail] & used[graph.head])
    order = inside[np.argsort(graph.weight[inside], kind="stable")]
    sets = Sets(graph.size)
    tails, heads = graph.tail[order].tolist(), graph.head[order].tolist()
    tree = {edge for edge, u, v in zip(order.tolist(), tails, heads) if sets.unite(u, v)}
    return pruned(graph, tree, terminals)


def pruned(graph: Graph, edges: set[int], terminals: Iterable[int]) -> set[int]:
    """Cut leaves that are no terminals until none is left."""
    keep = set(terminals)
    around = neighbours(graph, edges)
    leaves = [node for node, ends in around.items() if len(ends) == 1 and node not in keep]
    left = set(edges)
    while leaves:
        node = leaves.pop()
        if len(around[node]) != 1:
            continue
        other, edge = around[node].popitem()
        left.discard(edge)
        del around[other][node]
        if len(around[other]) == 1 and other not in keep:
            leaves.append(other)
    return left


def neighbours(graph: Graph, edges: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return a tree as node → (neighbour → edge)."""
    around: dict[int, dict[int, int]] = {}
    chosen = np.fromiter(edges, dtype=np.int64)
    tails, heads = graph.tail[chosen].tolist(), graph.head[chosen].tolist()
    for edge, u, v in zip(chosen.tolist(), tails, heads):
        around.setdefault(u, {})[v] = edge
        around.setdefault(v, {})[u] = edge
    return around


def tree(graph: Graph, root: int, terminals: Sequence[int], progress: Progress = no_progress) -> set[int]:
    """Return the edges of a cheap tree that joins the terminals to the root; all of them must be reachable.

    :param progress: called with 0-1; may raise to cancel.
    """
    ends = sorted({root, *terminals})
    if len(ends) < 2:
        return set()
    starts = [root] if graph.size > SMALL else [root, *(node for node in ends if node != root)][:MAX_STARTS]
    found = [insertion(graph, start, ends, lambda f: progress(0.3 * f)) for start in starts]
    found.append(mehlhorn(graph, ends, lambda f: progress(0.3 + 0.1 * f)))
    found = [spanning(graph, edges, ends) for edges in found]
    found.sort(key=graph.cost)
    if graph.size > SMALL:
        found = found[:1]
    improved = [improve(graph, root, edges, ends, lambda f: progress(0.4 + 0.6 * f)) for edges in _distinct(found)]
    best = min(improved, key=graph.cost)
    return best if graph.size > SMALL else _with_forks(graph, root, best, ends, progress)


def _with_forks(
    graph: Graph, root: int, edges: set[int], terminals: Sequence[int], progress: Progress = no_progress
) -> set[int]:
    """Try further nodes as forks of the tree, the nearest to it first, as long as one of them saves something."""
    cost = graph.cost(edges)
    searching = True
    while searching:
        progress(1.0)
        searching = False
        inside = set(neighbours(graph, edges)) | set(terminals)
        distance = shortest(graph, sorted(inside)).distance
        outside = (node for node in range(graph.size) if node not in inside and len(graph.arcs[node]) > 2)
        for node in sorted(outside, key=distance.__getitem__)[:MAX_FORKS]:
            tried = spanning(graph, insertion(graph, root, [*terminals, node]), terminals)
            if graph.cost(tried) < cost * (1 - _EPS):
                edges = improve(graph, root, tried, terminals, progress)
                cost = graph.cost(edges)
                searching = True
                break
    return edges


def _distinct(trees: list[set[int]]) -> list[set[int]]:
    return [edges for place, edges in enumerate(trees) if edges not in trees[:place]]


def improve(
    graph: Graph, root: int, edges: set[int], terminals: Sequence[int], progress: Progress = no_progress
) -> set[int]:
    """Exchange key paths until nothing is saved any more."""
    cost = graph.cost(edges)
    for number in range(MAX_PASSES):
        progress(number / MAX_PASSES)
        better = spanning(graph, _Exchange(graph, root, edges, terminals, progress).run(), terminals)
        saved = cost - graph.cost(better)
        if saved > 0:
            edges = better
        if saved <= WORTH * cost and (graph.size > SMALL or saved <= _EPS * cost):
            break
        cost -= saved
    return edges


@dataclass
class _KeyPath:
    """A path of the tree between two key nodes, from the lower one up to the upper one."""

    low: int
    high: int
    inner: list[int]
    edges: list[int]
    cost: float


class _Exchange:
    """One pass of key-path exchange."""

    def __init__(self, graph: Graph, root: int, edges: set[int], terminals: Sequence[int], progress: Progress) -> None:
        self._graph = graph
        self._terminals = set(terminals)
        self._edges = set(edges)
        self._progress = progress
        self._around = neighbours(graph, edges)
        self._root = root
        self._entry: dict[int, int] = {}
        self._leave: dict[int, int] = {}
        self._up: dict[int, int] = {}
        self._order: list[int] = []
        self._walk()
        self._paths: dict[int, _KeyPath] = {}
        self._path_of: dict[int, int] = {}
        """Inner node of a path → the path's lower end."""
        self._key_up: dict[int, int] = {}
        self._depth: dict[int, int] = {root: 0}
        self._find_paths()

    def run(self) -> set[int]:
        """Find for every key path the cheapest way that could take its place; apply what saves most first."""
        if not self._paths:
            return self._edges
        longest = max(path.cost for path in self._paths.values())
        reach = shortest(self._graph, self._order, longest, lambda _f: self._progress(0.0))
        base = bases(reach, self._order)
        offers = self._outer(reach, base)
        for low, offer in self._inner(reach, base).items():
            if low not in offers or offer[0] < offers[low][0]:
                offers[low] = offer
        ranked = sorted((offer[0] - self._paths[low].cost, low) for low, offer in offers.items())
        for gain, low in ranked:
            if gain < -_EPS * self._paths[low].cost:
                self._apply(self._paths[low], offers[low][1])
        return self._edges

    # ------------------------------------------------------------------------------------------------ the tree as it is
    def _walk(self) -> None:
        """Number the nodes in depth-first order: a node's subtree is everything between its entry and its leave."""
        stack = [(self._root, -1)]
        while stack:
            node, up = stack.pop()
            self._entry[node] = len(self._order)
            self._order.append(node)
            self._up[node] = up
            stack.extend((other, node) for other in self._around[node] if other != up)
        size = dict.fromkeys(self._order, 1)
        for node in reversed(self._order):
            self._leave[node] = self._entry[node] + size[node]
            if self._up[node] >= 0:
                size[self._up[node]] += size[node]

    def _find_paths(self) -> None:
        weight = self._graph.weight
        keys = {node for node in self._order if node in self._terminals or len(self._around[node]) > 2}
        keys.add(self._root)
        for node in self._order:
            if node not in keys or node == self._root:
                continue
            inner, edges, here = [], [], node
            while True:
                up = self._up[here]
                edges.append(self._around[here][up])
                here = up
                if here in keys:
                    break
                inner.append(here)
                self._path_of[here] = node
            self._paths[node] = _KeyPath(node, here, inner, edges, float(weight[edges].sum()))
            self._key_up[node] = here
            self._depth[node] = self._depth[here] + 1

    def _below(self, node: int, top: int) -> bool:
        return self._entry[top] <= self._entry[node] < self._leave[top]

    # ------------------------------------------------------------------------------- ways between two other key paths
    def _outer(self, reach: Reach, base: list[int]) -> dict[int, tuple[float, list[int]]]:
        """Offer each path the cheapest way between its halves that starts at no inner node of it.

        Ways in the order of their cost cover the tree path between their ends; the first to cover a path is its best.
        """
        graph = self._graph
        base_of = np.array(base)
        distance = np.array(reach.distance)
        costs = distance[graph.tail] + graph.weight + distance[graph.head]
        longest = max(path.cost for path in self._paths.values())
        usable = (costs < longest) & (base_of[graph.tail] != base_of[graph.head])
        usable[np.fromiter(self._edges, dtype=np.int64)] = False
        edges = np.flatnonzero(usable)
        edges = edges[np.argsort(costs[edges], kind="stable")]
        covered = Sets(graph.size)
        offers: dict[int, tuple[float, list[int]]] = {}
        for edge, cost, u, v in zip(
            edges.tolist(), costs[edges].tolist(), graph.tail[edges].tolist(), graph.head[edges].tolist()
        ):
            one, other = self._keys_between(base[u], base[v])
            one, other = covered.find(one), covered.find(other)
            while one != other:
                if self._depth[one] < self._depth[other]:
                    one, other = other, one
                if cost < self._paths[one].cost:
                    offers[one] = (cost, [*reversed(way(reach, u)), edge, *way(reach, v)])
                covered.unite(one, self._key_up[one])
                one = covered.find(one)
        return offers

    def _keys_between(self, a: int, b: int) -> tuple[int, int]:
        """Return the outermost key nodes on the tree path between two nodes; twice the same if there is no path."""
        path_a, path_b = self._path_of.get(a), self._path_of.get(b)
        if path_a is not None and path_a == path_b:
            return path_a, path_a
        if path_a is not None:
            a = path_a if self._below(b, path_a) else self._paths[path_a].high
        if path_b is not None:
            b = path_b if self._below(a, path_b) else self._paths[path_b].high
        return a, b

    # --------------------------------------------------------------------------------- ways through what is taken out
    def _inner(self, reach: Reach, base: list[int]) -> dict[int, tuple[float, list[int]]]:
        """Offer each path the cheapest way through the region of its inner nodes, which is nobody's without it."""
        regions: dict[int, list[int]] = {}
        path_of = self._path_of
        for node, its_base in enumerate(base):
            low = path_of.get(its_base)
            if low is not None and reach.distance[node] < self._paths[low].cost:
                regions.setdefault(low, []).append(node)
        offers = {}
        for number, (low, region) in enumerate(regions.items()):
            if number % 500 == 0:
                self._progress(0.0)
            offer = self._through(self._paths[low], region, reach, base)
            if offer is not None:
                offers[low] = offer
        return offers

    def _through(
        self, path: _KeyPath, region: list[int], reach: Reach, base: list[int]
    ) -> tuple[float, list[int]] | None:
        """Search again inside a region, from its rim, and return the cheapest way between the two halves."""
        inside = set(region)
        arcs, distance = self._graph.arcs, reach.distance
        gone = set(path.edges)
        limit = path.cost
        best: dict[int, float] = {}
        by: dict[int, tuple[int, int]] = {}
        heap: list[tuple[float, int]] = []
        for node in region:
            nearest = limit
            for other, weight, edge in arcs[node]:
                if other in inside or (edge in gone and other not in (path.low, path.high)):
                    continue
                new = distance[other] + weight
                if new < nearest and not self._is_inner(base[other], path.low):
                    nearest = new
                    best[node] = new
                    by[node] = (other, edge)
            if node in best:
                heappush(heap, (best[node], node))
        while heap:
            reached, node = heappop(heap)
            if reached > best[node]:
                continue
            for other, weight, edge in arcs[node]:
                new = reached + weight
                if other in inside and new < limit and new < best.get(other, limit):
                    best[other] = new
                    by[other] = (node, edge)
                    heappush(heap, (new, other))
        return self._joint(path, best, by, reach, base)

    def _is_inner(self, its_base: int, low: int) -> bool:
        return its_base < 0 or self._path_of.get(its_base) == low

    def _joint(
        self,
        path: _KeyPath,
        best: dict[int, float],
        by: dict[int, tuple[int, int]],
        reach: Reach,
        base: list[int],
    ) -> tuple[float, list[int]] | None:
        """Return the cheapest edge that joins a node of the one half's side to one of the other's, as a whole way."""
        side: dict[int, bool] = {}
        for node in sorted(best, key=best.__getitem__):
            before = by[node][0]
            side[node] = side[before] if before in side else self._below(base[before], path.low)
        found, cost = None, path.cost * (1 - _EPS)
        for node, reached in best.items():
            for other, weight, edge in self._graph.arcs[node]:
                if other in side:
                    far, its_side = best[other], side[other]
                elif self._is_inner(base[other], path.low):
                    continue
                else:
                    far, its_side = reach.distance[other], self._below(base[other], path.low)
                if its_side != side[node] and reached + weight + far < cost:
                    found, cost = (node, edge, other), reached + weight + far
        if found is None:
            return None
        node, edge, other = found
        first, second = _back(by, reach, node), _back(by, reach, other)
        return cost, [*reversed(first), edge, *second]

    # -------------------------------------------------------------------------------------------------- the exchange
    def _apply(self, path: _KeyPath, instead: list[int]) -> None:
        """Take a path out and put a way in, if the path is still whole and the way still joins the halves for less."""
        if not self._whole(path):
            return
        self._take_out(path)
        low_side = self._side_of(path)
        nodes = self._nodes_along(instead)
        part = self._part_between(nodes, instead, low_side)
        cost = self._graph.cost(part) if part else _FAR
        self._put_in(part if cost < path.cost else path.edges)

    def _whole(self, path: _KeyPath) -> bool:
        edges = self._edges
        return all(edge in edges for edge in path.edges) and all(len(self._around[node]) == 2 for node in path.inner)

    def _take_out(self, path: _KeyPath) -> None:
        for edge in path.edges:
            u, v = int(self._graph.tail[edge]), int(self._graph.head[edge])
            self._edges.discard(edge)
            del self._around[u][v]
            del self._around[v][u]
        for node in path.inner:
            del self._around[node]

    def _put_in(self, edges: list[int]) -> None:
        for edge in edges:
            u, v = int(self._graph.tail[edge]), int(self._graph.head[edge])
            self._edges.add(edge)
            self._around.setdefault(u, {})[v] = edge
            self._around.setdefault(v, {})[u] = edge

    def _side_of(self, path: _KeyPath) -> Callable[[int], bool | None]:
        """Walk from both ends in turn until one half is seen whole; tell of a node whether it is in that half."""
        seen = ({path.low}, {path.high})
        stacks = ([path.low], [path.high])
        turn = 0
        while stacks[turn]:
            node = stacks[turn].pop()
            for other in self._around[node]:
                if other not in seen[turn]:
                    seen[turn].add(other)
                    stacks[turn].append(other)
            turn = 1 - turn
        half = seen[turn]
        return lambda node: None if node not in self._around else node in half

    def _nodes_along(self, edges: list[int]) -> list[int]:
        """Return the nodes along a way, given by its edges in order."""
        tail, head = self._graph.tail, self._graph.head
        ends = [(int(tail[edge]), int(head[edge])) for edge in edges]
        if len(ends) == 1:
            return list(ends[0])
        first = ends[0][0] if ends[0][1] in ends[1] else ends[0][1]
        nodes = [first]
        for u, v in ends:
            nodes.append(v if nodes[-1] == u else u)
        return nodes

    @staticmethod
    def _part_between(nodes: list[int], edges: list[int], side: Callable[[int], bool | None]) -> list[int]:
        """Return the part of a way that leads from one half to the other without touching either in between."""
        last_side, last = None, 0
        for place, node in enumerate(nodes):
            here = side(node)
            if here is None:
                continue
            if last_side is not None and here != last_side:
                return edges[last:place]
            last_side, last = here, place
        return []


def _back(by: dict[int, tuple[int, int]], reach: Reach, node: int) -> list[int]:
    """Return the edges from a node to the tree: through the searched region, then as the first search came."""
    edges = []
    while node in by:
        node, edge = by[node]
        edges.append(edge)
    return edges + way(reach, node)
