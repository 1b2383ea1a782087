"""Withheld cells: nobody computes one from the rest, tried with linear programming as an outsider would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ruhr_planner.analysis.disclosure import Sum, determined, withheld


def table(counts: np.ndarray) -> tuple[np.ndarray, list[Sum]]:
    """Rows × columns with totals: of each row, of each column, and of all."""
    n, m = counts.shape
    full = np.zeros((n + 1, m + 1), dtype=np.int64)
    full[:n, :m] = counts
    full[:n, m] = counts.sum(axis=1)
    full[n] = full[:n].sum(axis=0)
    at = np.arange(full.size).reshape(full.shape)
    sums = [Sum(int(at[i, m]), tuple(at[i, :m].tolist())) for i in range(n + 1)]
    sums += [Sum(int(at[n, j]), tuple(at[:n, j].tolist())) for j in range(m + 1)]
    return full.ravel(), sums


def bounds(values: np.ndarray, gone: np.ndarray, sums: list[Sum], least: float) -> list[tuple[float, float]]:
    """What an outsider can say of each withheld cell who knows all others and that it holds at least so many."""
    places = np.flatnonzero(gone)
    rows, right = [], []
    for each in sums:
        row, known = np.zeros(len(places)), 0.0
        for cell, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts)):
            if gone[cell]:
                row[np.searchsorted(places, cell)] += sign
            else:
                known -= sign * values[cell]
        if row.any():
            rows.append(row)
            right.append(known)
    found = []
    for number in range(len(places)):
        aim = np.zeros(len(places))
        aim[number] = 1.0
        ends = [
            linprog(sign * aim, A_eq=rows, b_eq=right, bounds=(least, None), method="highs") for sign in (1.0, -1.0)
        ]
        low = ends[0].fun
        high = float("inf") if ends[1].status == 3 else -ends[1].fun
        found.append((low, high))
    return found


def test_a_single_small_cell_takes_three_with_it() -> None:
    values, sums = table(np.asarray([[1, 9, 8], [7, 6, 9], [9, 9, 9]]))
    gone = withheld(values, values, sums, 3)
    assert gone[0]
    assert int(gone.sum()) == 4
    for low, high in bounds(values, gone, sums, 0.0):
        assert high - low >= 1.0


def test_nothing_small_nothing_withheld() -> None:
    values, sums = table(np.full((3, 4), 5))
    assert not withheld(values, values, sums, 3).any()


def test_zero_is_published() -> None:
    values, sums = table(np.asarray([[0, 5], [5, 5]]))
    assert not withheld(values, values, sums, 3).any()


def test_a_lonely_cell_takes_its_total_with_it() -> None:
    """Nothing else in its row or column could hide it."""
    values, sums = table(np.asarray([[2, 0], [0, 7]]))
    gone = withheld(values, values, sums, 3)
    assert gone.reshape(3, 3)[0].tolist() == [True, False, True]
    assert not determined(gone, sums)


def test_published_records_are_no_cover() -> None:
    """Five records of which four are published one by one: the fifth is what remains."""
    values, sums = table(np.asarray([[5, 9], [9, 9]]))
    hidden, _sums = table(np.asarray([[1, 9], [9, 9]]))
    assert withheld(values, hidden, sums, 3).reshape(3, 3)[:2, :2].all()
    assert not withheld(values, values, sums, 3).any()


def test_what_can_be_computed_is_found() -> None:
    _values, sums = table(np.asarray([[1, 9], [9, 9]]))
    one = np.zeros(9, dtype=bool)
    one[[0, 1]] = True
    assert determined(one, sums) == [0, 1]
    one[[3, 4]] = True
    assert determined(one, sums) == []


@pytest.mark.parametrize("shown", [0, 1])
def test_what_several_sums_together_give_away_is_hidden_by_cells_farther_off(shown: int) -> None:
    """Every sum of the cell in the last row is withheld as far as can be, yet all of them together give it away."""
    counts = np.asarray([[1, 2, 0, 3], [0, 0, 1, 1], [shown, 1, 2, 2]])
    less = counts.copy()
    less[2, 1] -= shown
    values, sums = table(counts)
    hidden, _sums = table(less)
    gone = withheld(values, hidden, sums, 3)
    assert determined(gone, sums) == determined(gone & (hidden > 0), sums) == []
    for amounts in (values, hidden):
        for low, high in bounds(amounts, gone & (amounts > 0), sums, 0.0):
            assert high - low > 1e-6


COUNTS = st.integers(0, 9) | st.integers(0, 2)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_nobody_computes_a_withheld_cell(n: int, m: int, data: st.DataObject) -> None:
    shape = st.lists(COUNTS, min_size=n * m, max_size=n * m)
    counts = np.asarray(data.draw(shape)).reshape(n, m)
    shown = np.asarray(data.draw(shape)).reshape(n, m) % (counts + 1)
    values, sums = table(counts)
    hidden, _sums = table(counts - shown)
    gone = withheld(values, hidden, sums, 3)
    assert gone[(values > 0) & (values < 3)].all()
    assert gone[(hidden > 0) & (hidden < 3)].all()
    assert not gone[values == 0].any()
    for low, high in bounds(values, gone, sums, 0.0):
        assert high - low > 1e-6
    covered = gone & (hidden > 0)  # the outsider subtracts what is published, and knows where nothing is left
    for low, high in bounds(hidden, covered, sums, 0.0):
        assert high - low > 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_a_region_of_linked_tables(seed: int) -> None:
    """53 municipalities in 15 Kreise, types and levels beside each other with common totals."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([0.2, 2.0, 12.0], size=(53, 8)))
    kreis = np.sort(rng.integers(0, 15, 53))
    cells: dict[tuple[int, int], int] = {}
    values: list[int] = []
    sums: list[Sum] = []
    groups = [[place] for place in range(53)] + [np.flatnonzero(kreis == k).tolist() for k in np.unique(kreis)]
    groups.append(list(range(53)))
    for row, group in enumerate(groups):
        block = counts[group].sum(axis=0)
        for column, value in enumerate([int(block.sum()), *block.tolist()]):
            cells[row, column] = len(values)
            values.append(value)
        sums.append(Sum(cells[row, 0], tuple(cells[row, column] for column in range(1, 9))))
    last = len(groups) - 1
    for column in range(9):
        for number, k in enumerate(np.unique(kreis)):
            towns = np.flatnonzero(kreis == k).tolist()
            sums.append(Sum(cells[53 + number, column], tuple(cells[town, column] for town in towns)))
        sums.append(Sum(cells[last, column], tuple(cells[row, column] for row in range(53, last))))
    known = np.asarray(values, dtype=np.int64)
    gone = withheld(known, known, sums, 3)
    assert gone[(known > 0) & (known < 3)].all()
    assert not determined(gone, sums)
    assert gone.mean() < 0.8
    assert not gone[cells[last, 0]]
