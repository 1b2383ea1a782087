"""The tree heuristic against networkx's approximations and, on small graphs, against the exact optimum."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import numpy as np
import pytest

from ruhr_planner.analysis import steiner
from ruhr_planner.analysis.steiner import Graph, Growing

N_GRAPHS = 300
N_SMALL = 60


def invented(seed: int, most: int = 45) -> tuple[nx.Graph, random.Random]:
    """A connected graph: random, a grid, or points joined to their neighbours; whole, unit or real weights."""
    chance = random.Random(seed)
    size = chance.randint(6, most)
    kind = seed % 3
    if kind == 0:
        graph = nx.gnm_random_graph(size, int(size * chance.uniform(1.2, 3)), seed=seed)
    elif kind == 1:
        side = max(2, int(most**0.5))
        graph = nx.grid_2d_graph(chance.randint(2, side), chance.randint(2, side))
    else:
        graph = nx.random_geometric_graph(size, 0.3, seed=seed)
    graph = graph.subgraph(max(nx.connected_components(graph), key=len))
    graph = nx.convert_node_labels_to_integers(graph)
    for u, v in graph.edges:
        unit, whole = kind == 1 and seed % 2, seed % 5 == 0
        graph[u][v]["weight"] = 1 if unit else chance.randint(1, 10) if whole else chance.uniform(1, 10)
    return graph, chance


def arrays(graph: nx.Graph) -> Graph:
    edges = np.array([(u, v) for u, v in graph.edges], dtype=np.int64).reshape(-1, 2)
    weight = np.array([graph[u][v]["weight"] for u, v in graph.edges], dtype=float)
    return Graph(len(graph), edges[:, 0], edges[:, 1], weight)


def as_networkx(graph: Graph, edges: set[int], nodes: list[int]) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(nodes)
    made.add_edges_from((int(graph.tail[edge]), int(graph.head[edge])) for edge in edges)
    return made


def weight_of(graph: nx.Graph) -> float:
    return float(graph.size(weight="weight"))


def optimum(graph: nx.Graph, terminals: list[int]) -> float:
    """The exact optimum: the best minimum spanning tree over the terminals and any choice of further nodes."""
    others = [node for node in graph if node not in terminals]
    best = float("inf")
    for count in range(len(others) + 1):
        for chosen in itertools.combinations(others, count):
            part = graph.subgraph([*terminals, *chosen])
            if nx.is_connected(part):
                best = min(best, weight_of(nx.minimum_spanning_tree(part)))
    return best


def test_300_random_graphs() -> None:
    """Connected, acyclic, never longer than the star, never longer than either of networkx's approximations."""
    ratios = []
    for seed in range(N_GRAPHS):
        graph, chance = invented(seed)
        terminals = chance.sample(range(len(graph)), chance.randint(2, min(len(graph), 15)))
        own = arrays(graph)
        edges = steiner.tree(own, terminals[0], terminals[1:])
        made = as_networkx(own, edges, terminals)
        assert nx.is_tree(made), seed
        assert {node for node in made if made.degree(node) == 1} <= set(terminals), seed
        cost = own.cost(edges)
        ways = nx.single_source_dijkstra_path_length(graph, terminals[0])
        assert cost <= sum(ways[node] for node in terminals) + 1e-9, seed
        for method in ("kou", "mehlhorn"):
            peer = weight_of(nx.algorithms.approximation.steiner_tree(graph, terminals, method=method))
            assert cost <= peer + 1e-9, (seed, method)
            ratios.append(cost / peer)
    assert len(ratios) == 2 * N_GRAPHS
    assert np.mean(ratios) < 0.98


def test_close_to_the_optimum_on_small_graphs(record_property) -> None:
    """Mean excess over the exact optimum, by trying every choice of nodes."""
    excess = []
    for seed in range(N_SMALL):
        graph, chance = invented(seed, 13)
        terminals = chance.sample(range(len(graph)), min(len(graph), chance.randint(3, 5)))
        own = arrays(graph)
        cost, best = own.cost(steiner.tree(own, terminals[0], terminals[1:])), optimum(graph, terminals)
        assert cost >= best - 1e-9
        excess.append(cost / best - 1)
    record_property("mean_excess", float(np.mean(excess)))
    record_property("largest_excess", max(excess))
    assert np.mean(excess) < 0.001
    assert max(excess) < 0.05


def test_one_pass_of_exchange_keeps_a_tree_and_saves() -> None:
    """Without further forks, as on large graphs: insertion, then exchanges."""
    saved = []
    for seed in range(18):
        graph, chance = invented(seed, 400)
        terminals = sorted(chance.sample(range(len(graph)), min(len(graph), 15)))
        own = arrays(graph)
        start = steiner.spanning(own, steiner.insertion(own, terminals[0], terminals), terminals)
        better = steiner.improve(own, terminals[0], start, terminals)
        assert nx.is_tree(as_networkx(own, better, terminals)), seed
        assert own.cost(better) <= own.cost(start) + 1e-9
        saved.append(1 - own.cost(better) / own.cost(start))
    assert np.mean(saved) > 0.001


def test_mehlhorn_is_within_twice_the_optimum() -> None:
    for seed in range(30):
        graph, chance = invented(seed, 9)
        terminals = chance.sample(range(len(graph)), min(len(graph), 4))
        own = arrays(graph)
        edges = steiner.pruned(own, steiner.mehlhorn(own, terminals), terminals)
        assert nx.is_tree(as_networkx(own, edges, terminals))
        assert own.cost(edges) <= 2 * optimum(graph, terminals) + 1e-9


def test_a_growing_tree_keeps_true_distances() -> None:
    """After every step the kept distances are those of a new search from the whole tree."""
    for seed in range(20):
        graph, chance = invented(seed)
        own = arrays(graph)
        tree = Growing(own, 0)
        tree.settle(lambda node: None)
        for node in chance.sample(range(len(graph)), min(6, len(graph))):
            tree.join(node)
            tree.settle(lambda node: None)
            inside = [place for place, joined in enumerate(tree.joined) if joined]
            assert tree.distance == pytest.approx(steiner.shortest(own, inside).distance)
            assert nx.is_tree(as_networkx(own, set(tree.edges), [0]))


def test_edges_without_cost_and_parallel_edges() -> None:
    tail, head = np.array([0, 0, 1, 1, 2]), np.array([1, 1, 2, 2, 2])
    graph = Graph(3, tail, head, np.array([5.0, 3.0, 0.0, 7.0, 1.0]))
    assert steiner.tree(graph, 0, [2]) == {1, 2}
    assert steiner.tree(graph, 0, [0]) == set()
    assert steiner.tree(graph, 0, []) == set()


def test_progress_may_cancel() -> None:
    graph, _ = invented(1)

    class Stop(Exception):
        pass

    def stop(_fraction: float) -> None:
        raise Stop

    with pytest.raises(Stop):
        steiner.tree(arrays(graph), 0, [1, 2, 3], stop)
