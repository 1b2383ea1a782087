"""AHP against published matrices with their consistency ratio, and matrices that are none."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ruhr_planner.analysis import ahp
from ruhr_planner.model import errors


def rows(text):
    return [[float(Fraction(entry)) for entry in line.split()] for line in text.strip().splitlines()]


HOUSE = rows("""
1 5 3 7 6 6 1/3 1/4
1/5 1 1/3 5 3 3 1/5 1/7
1/3 3 1 6 3 4 6 1/5
1/7 1/5 1/6 1 1/3 1/4 1/7 1/8
1/6 1/3 1/3 3 1 1/2 1/5 1/6
1/6 1/3 1/4 4 2 1 1/5 1/6
3 5 1/6 7 5 5 1 1/2
4 7 5 8 6 6 2 1
""")
"""Choosing a house: Saaty 1990, European Journal of Operational Research 48, 9-26; weights, 9.669, CR 0.169."""
WEALTH = rows("""
1 4 9 6 6 5 5
1/4 1 7 5 5 3 4
1/9 1/7 1 1/5 1/5 1/7 1/5
1/6 1/5 5 1 1 1/3 1/3
1/6 1/5 5 1 1 1/3 1/3
1/5 1/3 7 3 3 1 2
1/5 1/4 5 3 3 1/2 1
""")
"""Wealth of nations: Saaty 1980, The Analytic Hierarchy Process; lambda 7.61, CI 0.10, CR 0.08."""
DRINKS = rows("""
1 9 5 2 1 1 1/2
1/9 1 1/3 1/9 1/9 1/9 1/9
1/5 3 1 1/3 1/4 1/3 1/9
1/2 9 3 1 1/2 1 1/3
1 9 4 2 1 2 1/2
1 9 3 1 1/2 1 1/3
2 9 9 3 2 3 1
""")
"""Drink consumption: Saaty 2008, International Journal of Services Sciences 1, 83-98; CR 0.022."""


@pytest.mark.parametrize(
    ("given", "weights", "lambda_max", "cr"),
    [
        (HOUSE, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 9.669, 0.169),
        (WEALTH, [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], 7.61, 0.08),
        (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None, 0.022),
    ],
    ids=["house", "wealth", "drinks"],
)
def test_published_matrices(given, weights, lambda_max, cr):
    found = ahp.weights(ahp.matrix(given))
    assert found.weights == pytest.approx(weights, abs=6e-4)
    assert found.cr == pytest.approx(cr, abs=5e-3 if cr == 0.08 else 6e-4)
    assert found.consistent == (cr <= 0.1)
    if lambda_max is not None:
        assert found.lambda_max == pytest.approx(lambda_max, abs=5e-3)


def test_the_judgement_that_spoils_it():
    """Saaty 2003 (EJOR 145, 85-91) finds neighbourhood against general condition, 6, in the house's matrix."""
    found = ahp.weights(ahp.matrix(HOUSE))
    assert (found.worst.row, found.worst.column, found.worst.given) == (2, 6, 6)
    assert found.worst.implied == pytest.approx(0.188 / 0.167, abs=0.01)
    assert found.worst.cr_without < 0.1 < found.cr


def test_the_example_of_the_contract():
    found = ahp.weights(ahp.matrix([[1, 3], [0.333, 1]]))
    assert found.weights == pytest.approx([0.75, 0.25])
    assert (found.lambda_max, found.ci, found.cr) == pytest.approx((2, 0, 0))
    assert found.worst is None


def test_consistent_judgements_give_their_weights_back():
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    found = ahp.weights(ahp.matrix((weights[:, None] / weights[None, :]).tolist()))
    assert found.weights == pytest.approx(weights)
    assert found.cr == pytest.approx(0, abs=1e-9)


def test_order_of_the_criteria_does_not_matter():
    order = [3, 0, 6, 1, 7, 2, 5, 4]
    mixed = [[HOUSE[i][j] for j in order] for i in order]
    plain, other = ahp.weights(ahp.matrix(HOUSE)), ahp.weights(ahp.matrix(mixed))
    assert other.weights == pytest.approx(plain.weights[order])
    assert {order[other.worst.row], order[other.worst.column]} == {plain.worst.row, plain.worst.column}


@pytest.mark.parametrize(
    ("given", "error", "part"),
    [
        (None, errors.MatrixShape, "not square"),
        ([], errors.MatrixShape, "not square"),
        ([1, 3], errors.MatrixShape, "not square"),
        ([[1, 3]], errors.MatrixShape, "not square"),
        ([[1, 3], [0.333]], errors.MatrixShape, "not square"),
        ([[1]], errors.MatrixSize, "1 rows; from 2 to 10"),
        ([[1.0] * 11] * 11, errors.MatrixSize, "11 rows"),
        ([[1, 0], [3, 1]], errors.MatrixEntry, "row 1, column 2: 0"),
        ([[1, 3], [-0.333, 1]], errors.MatrixEntry, "row 2, column 1: -0.333"),
        ([[1, "3"], [0.333, 1]], errors.MatrixEntry, "above 0"),
        ([[1, None], [0.333, 1]], errors.MatrixEntry, "None"),
        ([[True, 3], [0.333, 1]], errors.MatrixEntry, "True"),
        ([[1, 1e99], [1e-99, 1]], errors.MatrixEntry, "row 1"),
        ([[1, 3], [0.333, 2]], errors.MatrixDiagonal, "row 2, column 2: 2"),
        ([[1, 3], [3, 1]], errors.MatrixNotReciprocal, "row 1, column 2: 3 is not the reciprocal of 3"),
        ([[1, 3], [0.5, 1]], errors.MatrixNotReciprocal, "0.5"),
    ],
)
def test_matrices_that_are_none(given, error, part):
    with pytest.raises(error) as caught:
        ahp.matrix(given)
    assert part in str(caught.value)
