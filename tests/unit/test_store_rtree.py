"""The packed spatial index: what SQLite itself says of it, and what it finds, against looking at every box."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruhr_planner.store.rtree import RTree

QUERIES = 20


def made(batches: list[np.ndarray]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)")
    index = RTree(connection, "tree")
    before = 0
    for boxes in batches:
        index.add(np.arange(before + 1, before + 1 + len(boxes)), boxes)
        before += len(boxes)
    index.finish()
    return connection


def invented(seed: int, sizes: list[int]) -> list[np.ndarray]:
    """Boxes in metres of EPSG:25832, which single precision cannot hold."""
    random = np.random.default_rng(seed)
    low = [np.column_stack((random.uniform(3.1e5, 4.4e5, n), random.uniform(5.67e6, 5.75e6, n))) for n in sizes]
    return [np.hstack((part, part + random.exponential(200, part.shape))) for part in low]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(0, 400), max_size=6))
def test_it_is_whole_and_finds_what_brute_force_finds(seed: int, sizes: list[int]) -> None:
    batches = invented(seed, sizes)
    boxes = np.vstack([np.empty((0, 4)), *batches])
    connection = made(batches)
    assert connection.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM tree").fetchone() == (len(boxes),)
    for west, south, east, north in np.vstack(invented(seed + 1, [QUERIES])):
        asked = "SELECT id FROM tree WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
        found = {row[0] for row in connection.execute(asked, (west, east, south, north))}
        # single precision: the index holds boxes that are a little larger, never smaller
        assert meeting(boxes, west, south, east, north) <= found
        assert found <= meeting(boxes, west - 1, south - 1, east + 1, north + 1)


def meeting(boxes: np.ndarray, west: float, south: float, east: float, north: float) -> set[int]:
    hit = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    return set((np.flatnonzero(hit) + 1).tolist())


def test_three_levels_and_later_changes() -> None:
    """An index of 60,000 boxes, which needs three levels, takes changes as one that SQLite has grown."""
    connection = made(invented(7, [10_000] * 6))
    (root,) = connection.execute("SELECT data FROM tree_node WHERE nodeno = 1").fetchone()
    assert int.from_bytes(root[:2], "big") == 2
    connection.execute("DELETE FROM tree WHERE id % 3 = 0")
    connection.execute("UPDATE tree SET maxx = maxx + 10 WHERE id < 5000")
    connection.executemany("INSERT INTO tree VALUES (?, 0, 1, 0, 1)", [(number,) for number in range(70_000, 70_500)])
    assert connection.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM tree").fetchone() == (40_500,)
    assert connection.execute("SELECT count(*) FROM tree WHERE maxx <= 1 AND minx >= 0").fetchone() == (500,)


@pytest.mark.parametrize("count", [0, 1, 51, 52, 2601, 2602])
def test_around_full_nodes(count: int) -> None:
    connection = made(invented(count, [count]))
    assert connection.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM tree").fetchone() == (count,)


@pytest.mark.parametrize("count", [1, 2, 40, 52, 300, 3000])
def test_packed_index_takes_deletions_and_insertions(count: int) -> None:
    """SQLite deletes from an index by rules of its own, which a packed one has to obey, too."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE probe USING rtree(id, minx, maxx, miny, maxy)")
    rng = np.random.default_rng(count)
    low = rng.uniform(0, 1000, (count, 2))
    tree = RTree(connection, "probe")
    tree.add(np.arange(1, count + 1), np.hstack((low, low + 5)))
    tree.finish()
    for number in rng.permutation(np.arange(1, count + 1)).tolist():
        connection.execute("DELETE FROM probe WHERE id = ?", (number,))
        if number % 3 == 0:
            connection.execute("INSERT INTO probe VALUES (?, 1, 2, 1, 2)", (count + number,))
    assert connection.execute("SELECT rtreecheck('probe')").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM probe").fetchone() == (count // 3,)
