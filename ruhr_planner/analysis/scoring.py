"""Scores of sites by weighted criteria, and how sure they are.

All methods work on values v (n sites x K criteria) between *fixed* anchors, 0 = worst and 1 = best (see `criteria`), so
that a new site never changes another one's score. Sites are taken in the order of their ids, whatever the order of the
input: shuffling changes nothing, and ties are broken by id.

- WLC, weighted linear combination: S_i = sum_k w_k v_ik.
- TOPSIS (Hwang and Yoon 1981, Multiple Attribute Decision Making) with the fixed ideals 1 and 0 instead of those of the
  set: D+_i = |w (1 - v_i)|, D-_i = |w v_i|, S_i = D-_i / (D+_i + D-_i).
- OWA by a regular increasing quantifier Q(p) = p^a (Yager 1996, Int. J. Intelligent Systems 11, 49-73; Malczewski 2006,
  Int. J. Applied Earth Observation 8, 270-277): values sorted from best to worst, c_j the running sum of their weights,
  S_i = sum_j (Q(c_j) - Q(c_j-1)) v_i(j); orness = 1 / (1 + a), so 0 is the minimum, 0.5 the WLC, 1 the maximum.
- Monte Carlo over the weights: w' ~ Dirichlet(kappa w).
- Flip: one weight w_k becomes w_k + d, the others keep their proportions, w'_j = w_j (1 - w_k - d) / (1 - w_k).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, NamedTuple

import numpy as np
import numpy.typing as npt

from ruhr_planner.model import codes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Progress = Callable[[float], None]

CLOSE = 0.10
"""A lead below this share of the range of scores is a close call."""
CHUNK = 2_000_000
"""Scores that are held at the same time in a Monte Carlo run: 16 MB a column of intermediate results."""
COUNTERS = 1 << 22
"""Counters for the rank bands: exact up to 2,048 sites, above that ranks are counted in steps."""
DECIMALS = 12
"""Scores (0-1) that agree to so many decimals are equal: beyond that rounding errors would decide."""
FLIP_STEPS = 100
FLIP_BISECTIONS = 40

WLC, TOPSIS, OWA = codes.SCORE_METHOD.codes
NEUTRAL, PESSIMISTIC, RENORMALISE = codes.MISSING_RULE.codes


@dataclass(frozen=True)
class Rule:
    """How values and weights become a score; `orness` counts for OWA only."""

    method: str = WLC
    orness: float = 0.5

    @property
    def exponent(self) -> float:
        """The a of Q(p) = p^a; infinite for orness 0."""
        return math.inf if self.orness == 0 else 1 / self.orness - 1

    @property
    def linear(self) -> bool:
        """OWA of orness 0.5 is the WLC."""
        return self.method == WLC or (self.method == OWA and self.orness == 0.5)


@dataclass(frozen=True)
class Trials:
    """A Monte Carlo run over the weights: how many draws, how close to the weights, and which ranks count as top."""

    runs: int = 1000
    kappa: float = 60.0
    seed: int = 42
    top_k: int = 10


class Filled(NamedTuple):
    """Values without gaps: v (n, K) and m (n, K), 1 where a value counts and 0 where its weight goes to the others."""

    v: Floats
    m: Floats


@dataclass(frozen=True)
class Robustness:
    """How sure the ranks are, for the ranked sites in their order; nan everywhere without runs."""

    p_top: Floats
    rank_mean: Floats
    rank_p05: Floats
    rank_p95: Floats


@dataclass(frozen=True)
class Flips:
    """The smallest change of one weight by which a site overtakes the winner; in the winner's own place the smallest
    one that dethrones it. `criterion` is its column, -1 and nan where no single weight does.
    """

    delta: Floats
    criterion: Ints


@dataclass(frozen=True)
class Evaluation:
    """Scores (0-1) and ranks of all sites, in the order of the input; nan where there is none."""

    score: Floats
    rank: Floats
    completeness: Floats
    contributions: Floats
    robustness: Robustness
    flips: Flips
    close_call: Floats


# ---------------------------------------------------------------------------------------------------------------- score
def fill(values: Floats, missing: str) -> Filled:
    """Fill the gaps (nan): neutral takes 0.5, pessimistic 0; renormalise gives the weight to the known criteria."""
    known = ~np.isnan(values)
    v = np.where(known, values, 0.5 if missing == NEUTRAL else 0.0)
    m = known.astype(np.float64) if missing == RENORMALISE else np.ones_like(v)
    return Filled(np.ascontiguousarray(v), np.ascontiguousarray(m))


def completeness(values: Floats, weights: Floats) -> Floats:
    """Return the share of weight with data (n,)."""
    return np.asarray((~np.isnan(values) * weights).sum(axis=1), dtype=np.float64)


def contributions(filled: Filled, weights: Floats, rule: Rule) -> Floats:
    """Return what each criterion adds to the score (n, K); rows sum to it, nan where nothing is known.

    WLC and OWA are sums already. TOPSIS is none: its score is divided in proportion to (w_k v_ik)^2, the criterion's
    part of the squared distance from the worst point.
    """
    v, m = filled
    with np.errstate(invalid="ignore", divide="ignore"):
        if rule.method == TOPSIS:
            near = (weights * v * m) ** 2
            far = (weights * (1 - v) * m) ** 2
            down, up = np.sqrt(near.sum(axis=1)), np.sqrt(far.sum(axis=1))
            share = np.where(down[:, None] > 0, near / down[:, None] ** 2, 0.0)
            return np.asarray(share * (down / (down + up))[:, None])
        own = weights * m
        if not rule.linear:
            order = _best_first(filled)
            sorted_own = np.take_along_axis(own, order, axis=1)
            parts = np.empty_like(own)
            np.put_along_axis(parts, order, _order_weights(sorted_own, rule.exponent), axis=1)
            return parts * v
        return np.asarray(own / own.sum(axis=1, keepdims=True) * v)


def score(filled: Filled, weights: Floats, rule: Rule) -> Floats:
    """Return the scores (n,), 0-1, nan where nothing is known."""
    return np.asarray(np.round(contributions(filled, weights, rule).sum(axis=1), DECIMALS))


def _best_first(filled: Filled) -> Ints:
    """Return the order of each site's criteria from best to worst, those without a value last."""
    return np.argsort(np.where(filled.m > 0, -filled.v, 1.0), axis=1, kind="stable")


def _order_weights(sorted_own: Floats, exponent: float) -> Floats:
    """Return Q(c_j) - Q(c_j-1) along the last axis."""
    c = np.cumsum(sorted_own, axis=-1)
    with np.errstate(invalid="ignore"):
        c /= c[..., -1:]  # nan where nothing is known
    c[c > 1 - 1e-12] = 1.0  # else an infinite exponent would take rounding for a gap
    positive = c > 0
    q = np.where(positive, np.power(c, exponent, where=positive, out=np.zeros_like(c)), 0.0)
    q[np.isnan(c)] = np.nan
    q[..., 1:] -= q[..., :-1].copy()
    return q


def many_scores(filled: Filled, weights: Floats, rule: Rule) -> Floats:
    """Return the scores (R, n) for R sets of weights (R, K); each site has at least one value that counts."""
    v, m = filled
    if rule.method == TOPSIS:
        squares = weights**2
        down = np.sqrt(squares @ (v**2 * m).T)
        up = np.sqrt(squares @ ((1 - v) ** 2 * m).T)
        return np.asarray(down / (down + up))
    if not rule.linear:
        order = _best_first(filled)
        own = weights[:, order] * np.take_along_axis(m, order, axis=1)
        parts = _order_weights(own, rule.exponent)
        return np.asarray((parts * np.take_along_axis(v, order, axis=1)).sum(axis=2))
    total = weights @ (v * m).T
    return np.asarray(total if (m == 1).all() else total / (weights @ m.T))


# ---------------------------------------------------------------------------------------------------------- Monte Carlo
def monte_carlo(filled: Filled, weights: Floats, rule: Rule, trials: Trials, progress: Progress) -> Robustness:
    """Rank the sites under random weights w' ~ Dirichlet(kappa w); a weight of 0 stays 0.

    The relative standard deviation of a weight is sqrt((1 - w) / (w (kappa + 1))). Memory is bounded: runs come in
    chunks, and only counters are kept. The result depends on the seed, not on the chunks.
    """
    n, runs = len(filled.v), trials.runs
    if not runs or not n:
        nothing = np.full(n, np.nan)
        return Robustness(nothing, nothing, nothing, nothing)
    used = np.flatnonzero(weights > 0)
    filled = Filled(filled.v[:, used], filled.m[:, used])
    random = np.random.default_rng(trials.seed)
    step = max(1, -(-n * n // COUNTERS))
    bins = -(-n // step)
    columns = len(used) if rule.method == OWA and not rule.linear else 1
    size = max(1, CHUNK // (n * columns))
    counts = np.zeros(n * bins, dtype=np.int64)
    total = np.zeros(n)
    top = np.zeros(n)
    places = np.arange(n)
    for start in range(0, runs, size):
        drawn = random.dirichlet(trials.kappa * weights[used], min(size, runs - start))
        order = np.argsort(-many_scores(filled, drawn, rule), axis=1, kind="stable")
        total += np.bincount(order.ravel(), weights=np.broadcast_to(places + 1.0, order.shape).ravel(), minlength=n)
        top += np.bincount(order[:, : trials.top_k].ravel(), minlength=n)
        order *= bins
        order += places // step
        counts += np.bincount(order.ravel(), minlength=n * bins)
        progress(min(1.0, (start + size) / runs))
    table = counts.reshape(n, bins)
    return Robustness(
        top / runs,
        total / runs,
        _quantile(table, runs, 0.05) * step + 1.0,
        np.minimum((_quantile(table, runs, 0.95) + 1) * step, n).astype(np.float64),
    )


def _quantile(table: Ints, runs: int, share: float) -> Ints:
    """Return the first bin (n,) up to which at least the share of the runs lies."""
    running = np.cumsum(table, axis=1)
    return np.asarray((running >= share * runs - 1e-9).argmax(axis=1))


# ---------------------------------------------------------------------------------------------------------------- flips
def flips(filled: Filled, weights: Floats, rule: Rule, winner: int, progress: Progress) -> Flips:
    """Find the smallest change of one weight by which each site overtakes the winner.

    With x = w'_k / t and t = (1 - w_k - d) / (1 - w_k), both scores are (A + x a) / (B + x b) for the WLC, and
    D-^2 / D+^2 = (A + y a) / (B + y b) with y = x^2 for TOPSIS, so a tie is a root of

        (a_1 b_2 - a_2 b_1) x^2 + (A_1 b_2 + a_1 B_2 - A_2 b_1 - a_2 B_1) x + A_1 B_2 - A_2 B_1 = 0.

    Without missing values or with filled ones the WLC's root is d = -dS / (dv_k - dS_-k), dS_-k = sum_{j != k}
    w_j dv_j / (1 - w_k). OWA has no closed form: its ties are bracketed in steps of 1/100 and bisected. A tie at the
    ends of the range -w_k < d < 1 - w_k overtakes nobody and does not count.
    """
    n, count = filled.v.shape
    deltas = np.full((n, count), np.nan)
    for k in range(count):
        progress(k / count)
        if weights[k] >= 1 - 1e-12:
            continue  # there is no other weight that could grow
        if rule.linear or rule.method == TOPSIS:
            deltas[:, k] = _closed_flips(filled, weights, rule, winner, k)
        else:
            deltas[:, k] = _bracketed_flips(filled, weights, rule, winner, k, partial(progress, k / count))
    deltas[winner] = np.nan
    size = np.round(np.abs(deltas), DECIMALS)  # of equal changes the first criterion's, whatever rounding says
    nearest = np.where(np.isnan(size), np.inf, size).argmin(axis=1) if count else np.zeros(n, dtype=np.int64)
    delta = deltas[np.arange(n), nearest] if count else np.full(n, np.nan)
    criterion = np.where(np.isnan(delta), -1, nearest)
    if not np.isnan(delta).all():
        rival = int(np.nanargmin(np.round(np.abs(delta), DECIMALS)))
        delta[winner], criterion[winner] = delta[rival], criterion[rival]
    return Flips(delta, criterion)


def _closed_flips(filled: Filled, weights: Floats, rule: Rule, winner: int, k: int) -> Floats:
    v, m = filled
    others = weights.copy()
    others[k] = 0.0
    if rule.method == TOPSIS:
        a, b = v[:, k] ** 2 * m[:, k], (1 - v[:, k]) ** 2 * m[:, k]
        big_a, big_b = (v**2 * m) @ others**2, ((1 - v) ** 2 * m) @ others**2
    else:
        a, b = v[:, k] * m[:, k], m[:, k]
        big_a, big_b = (v * m) @ others, m @ others
    roots = _roots(
        a[winner] * b - a * b[winner],
        big_a[winner] * b + a[winner] * big_b - big_a * b[winner] - a * big_b[winner],
        big_a[winner] * big_b - big_a * big_b[winner],
    )
    x = np.sqrt(np.where(roots > 0, roots, np.nan)) if rule.method == TOPSIS else np.where(roots > 0, roots, np.nan)
    delta = x / (x + 1 - weights[k]) - weights[k]
    first = np.where(np.isnan(delta), np.inf, np.abs(delta)).argmin(axis=0)
    return np.asarray(delta[first, np.arange(len(v))])


def _roots(p2: Floats, p1: Floats, p0: Floats) -> Floats:
    """Return both real simple roots (2, n) of p2 x^2 + p1 x + p0, without cancellation; nan where there is none."""
    discriminant = p1**2 - 4 * p2 * p0
    with np.errstate(invalid="ignore", divide="ignore"):
        q = -(p1 + np.where(p1 < 0, -1.0, 1.0) * np.sqrt(np.where(discriminant > 0, discriminant, np.nan))) / 2
        roots = np.stack([q / p2, p0 / q])
    return np.asarray(np.where(np.isfinite(roots), roots, np.nan))


def moved(weights: Floats, k: int, value: float) -> Floats:
    """Return the weights (K,) with w_k set to a value and the others scaled so that the sum stays 1."""
    made = weights * (1 - value) / (1 - weights[k])
    made[k] = value
    return np.asarray(made)


def _bracketed_flips(
    filled: Filled, weights: Floats, rule: Rule, winner: int, k: int, check: Callable[[], None]
) -> Floats:
    """Walk from w_k to both ends and bisect the first change of sign of each site's distance to the winner.

    :param check: called at every step; may raise.
    """
    first = Filled(filled.v[[winner]], filled.m[[winner]])

    def lead(values: Floats) -> Floats:
        """Return the winner's lead over each site (n,), each with its own value of the weight."""
        check()
        changed = weights * (1 - values[:, None]) / (1 - weights[k])
        changed[:, k] = values
        return np.asarray(many_scores(first, changed, rule)[:, 0] - contributions(filled, changed, rule).sum(axis=1))

    n = len(filled.v)
    best = np.full(n, np.nan)
    for end in (0.0, 1.0):
        steps = max(1, round(abs(end - weights[k]) * FLIP_STEPS))
        inner, outer = np.full(n, np.nan), np.full(n, np.nan)
        at = np.full(n, weights[k])
        ahead = lead(at) >= 0
        for value in np.linspace(weights[k], end, steps + 1)[1:]:
            behind = lead(np.full(n, value)) < -1e-12
            crossed = np.isnan(inner) & ahead & behind
            inner[crossed], outer[crossed] = at[crossed], value
            at, ahead = np.full(n, value), ~behind
        for _ in range(FLIP_BISECTIONS if not np.isnan(inner).all() else 0):
            middle = (inner + outer) / 2
            ahead = lead(np.where(np.isnan(middle), weights[k], middle)) >= 0
            inner, outer = np.where(ahead, middle, inner), np.where(ahead, outer, middle)
        found = (inner + outer) / 2 - weights[k]
        closer = ~np.isnan(found) & (np.isnan(best) | (np.abs(found) < np.abs(best)))
        best[closer] = found[closer]
    return best


# ------------------------------------------------------------------------------------------------------------- together
def evaluate(
    values: Floats,
    weights: Floats,
    site_ids: Sequence[str],
    eligible: npt.NDArray[np.bool_],
    rule: Rule,
    missing: str,
    trials: Trials,
    progress: Progress,
) -> Evaluation:
    """Score all sites and rank those that are eligible and have a score.

    :param values: (n, K), 0-1, nan where unknown; :param weights: (K,), sum 1.
    :param eligible: (n,) boolean; a site that was knocked out keeps its score, but has no rank.
    :param progress: takes 0-1 and may raise.
    """
    n = len(values)
    order = np.array(sorted(range(n), key=lambda place: site_ids[place]), dtype=np.int64)
    filled = fill(values[order], missing)
    parts = contributions(filled, weights, rule)
    scores = np.round(parts.sum(axis=1), DECIMALS)
    ranked = np.flatnonzero(eligible[order] & ~np.isnan(scores))
    chosen = Filled(filled.v[ranked], filled.m[ranked])
    by_score = np.argsort(-scores[ranked], kind="stable")
    rank = np.empty(len(ranked))
    rank[by_score] = np.arange(1, len(ranked) + 1)
    robust = monte_carlo(chosen, weights, rule, trials, lambda done: progress(done * 0.8))
    if len(ranked) > 1:
        flipped = flips(chosen, weights, rule, int(by_score[0]), lambda done: progress(0.8 + done * 0.2))
    else:
        flipped = Flips(np.full(len(ranked), np.nan), np.full(len(ranked), -1))
    at = order[ranked]

    def placed(part: npt.NDArray[Any], empty: float = math.nan) -> Floats:
        made = np.full(n, empty)
        made[at] = part
        return made

    all_parts = np.empty_like(parts)
    all_parts[order] = parts
    all_scores = np.empty(n)
    all_scores[order] = scores
    return Evaluation(
        all_scores,
        placed(rank),
        completeness(values, weights),
        all_parts,
        Robustness(*(placed(part) for part in robust.__dict__.values())),
        Flips(placed(flipped.delta), placed(flipped.criterion, -1).astype(np.int64)),
        placed(close_calls(scores[ranked])),
    )


def close_calls(scores: Floats) -> Floats:
    """Return 1 (n,) for the sites whose distance to the winner is below a tenth of the range of scores, else 0.

    The winner counts as one if any other does. Equal scores are always close, a single site never is.
    """
    if len(scores) < 2:
        return np.zeros(len(scores))
    behind = scores.max() - scores
    near = (behind < CLOSE * np.ptp(scores)) | (behind == 0)
    return np.asarray(near if near.sum() > 1 else np.zeros(len(scores)), dtype=np.float64)
