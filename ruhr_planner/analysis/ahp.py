"""Weights from pairwise comparisons: the Analytic Hierarchy Process (Saaty 1980, The Analytic Hierarchy Process).

The judgements form a positive reciprocal matrix A, a_ij = how many times as important i is as j. The weights are its
principal eigenvector; lambda_max >= n with equality only where the judgements do not contradict each other:
CI = (lambda_max - n) / (n - 1), CR = CI / RI. A CR above 0.10 asks for a second look at the judgements.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ruhr_planner.model.errors import MatrixDiagonal, MatrixEntry, MatrixNotReciprocal, MatrixShape, MatrixSize

Floats = npt.NDArray[np.float64]

RI = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""Random index: mean CI of random reciprocal matrices (Saaty 1980). Two criteria cannot contradict each other."""
LIMIT = 0.10
"""A consistency ratio above this is too inconsistent to build on (Saaty 1980)."""
SMALLEST, LARGEST = 2, 10
ROUNDING = 0.05
"""Reciprocals are written with two or three digits: 0.33 x 3 = 0.99, 0.11 x 9 = 0.99, 0.12 x 8 = 0.96."""


@dataclass(frozen=True)
class Judgement:
    """One comparison: row and column from 0, the number given, and the one that the weights imply."""

    row: int
    column: int
    given: float
    implied: float
    cr_without: float
    """The consistency ratio if the implied number stood there instead."""


@dataclass(frozen=True)
class Weights:
    """Weights (sum 1), how consistent they are, and the judgement that fits them least."""

    weights: Floats
    lambda_max: float
    ci: float
    cr: float
    worst: Judgement | None

    @property
    def consistent(self) -> bool:
        """The consistency ratio is at most 0.10."""
        return self.cr <= LIMIT


def matrix(given: object) -> Floats:
    """Check what JSON held and return an exactly reciprocal matrix (n, n).

    Of the two numbers of a pair the one from 1 upwards counts, the other one is its rounded reciprocal.

    :raises BadParameter: one sentence that names row, column and value.
    """
    if not isinstance(given, list) or not given or any(not isinstance(row, list) for row in given):
        raise MatrixShape
    size = len(given)
    if any(len(row) != size for row in given):
        raise MatrixShape
    if not SMALLEST <= size <= LARGEST:
        raise MatrixSize(size=size, low=SMALLEST, high=LARGEST)
    a = np.array([[_entry(value, i, j) for j, value in enumerate(row)] for i, row in enumerate(given)])
    for i in range(size):
        if abs(a[i, i] - 1) > 1e-9:
            raise MatrixDiagonal(row=i + 1, value=f"{a[i, i]:g}")
        for j in range(i):
            if abs(a[i, j] * a[j, i] - 1) > ROUNDING:
                raise MatrixNotReciprocal(row=j + 1, column=i + 1, value=f"{a[j, i]:g}", other=f"{a[i, j]:g}")
            judged = a[i, j] if a[i, j] >= 1 else 1 / a[j, i]
            a[i, j], a[j, i] = judged, 1 / judged
    return a


def _entry(value: object, row: int, column: int) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 1e-6 <= value <= 1e6:  # type: ignore[operator]
        raise MatrixEntry(row=row + 1, column=column + 1, value=value)
    return float(value)  # type: ignore[arg-type]


STEPS = 8
"""Steps to either side of "equally important" on Saaty's scale: 1 to 9."""


def judgement(step: int) -> float:
    """Return the number on Saaty's scale for a step: 0 is 1, 8 is 9, -8 is 1/9."""
    return float(step + 1) if step >= 0 else 1.0 / (1 - step)


def nearest_step(ratio: float) -> int:
    """Return the step whose number comes nearest to a ratio of weights, on a logarithmic scale."""
    return min(range(-STEPS, STEPS + 1), key=lambda step: abs(math.log(judgement(step)) - math.log(ratio)))


def reciprocal(size: int, upper: Mapping[tuple[int, int], float]) -> Floats:
    """Return the matrix of judgements given for pairs (i, j), i < j; what is not given is 1."""
    a = np.ones((size, size))
    for (i, j), value in upper.items():
        a[i, j], a[j, i] = value, 1.0 / value
    return a


def weights(a: Floats) -> Weights:
    """Return the weights of a reciprocal matrix (n, n) and their consistency."""
    w, lambda_max = principal(a)
    ci, cr = consistency(lambda_max, len(a))
    return Weights(w, lambda_max, ci, cr, _worst(a, w) if cr > 1e-9 else None)


def principal(a: Floats) -> tuple[Floats, float]:
    """Return the principal eigenvector (sum 1) and its eigenvalue; Perron: real, simple and the largest."""
    values, vectors = np.linalg.eig(a)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    return vector / vector.sum(), float(values[place].real)


def consistency(lambda_max: float, size: int) -> tuple[float, float]:
    """Return CI and CR, never below 0; both are 0 for two criteria."""
    ci = max(0.0, (lambda_max - size) / (size - 1))
    return ci, ci / RI[size] if size in RI else 0.0


def _worst(a: Floats, w: Floats) -> Judgement:
    """Return the judgement with the largest |ln a_ij - ln(w_i / w_j)|, seen from the side where it is at least 1."""
    size = len(a)
    gap = np.triu(np.abs(np.log(a) - np.log(w[:, None] / w[None, :])), 1)
    i, j = (int(place) for place in np.unravel_index(int(np.argmax(gap)), gap.shape))
    if a[i, j] < 1:
        i, j = j, i
    implied = float(w[i] / w[j])
    other = a.copy()
    other[i, j], other[j, i] = implied, 1 / implied
    _, cr = consistency(principal(other)[1], size)
    return Judgement(i, j, float(a[i, j]), implied, cr if math.isfinite(cr) else 0.0)
