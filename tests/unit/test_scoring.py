"""Scores, ranks and their sureness: against other libraries, by hand, by property and by trying again."""

from __future__ import annotations

import json
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ruhr_planner.analysis import criteria, scoring
from ruhr_planner.analysis.scoring import Rule, Trials
from ruhr_planner.model import codes, errors
from ruhr_planner.model.results import known_field

RULES = [Rule("wlc"), Rule("topsis"), Rule("owa", 0.25), Rule("owa", 0.0), Rule("owa", 1.0), Rule("owa", 0.5)]
NAMES = {"ids": lambda rule: f"{rule.method}-{rule.orness:g}" if isinstance(rule, Rule) else str(rule)}


def quiet(done):
    assert 0 <= done <= 1


def scene(n=30, count=5, seed=1, gaps=0.15):
    random = np.random.default_rng(seed)
    values = random.random((n, count))
    values[random.random((n, count)) < gaps] = np.nan
    return values, random.dirichlet(np.full(count, 4.0)), [f"s{place:03d}" for place in range(n)]


def evaluate(values, weights, ids, rule=RULES[0], missing="neutral", trials=None, eligible=None):
    everyone = np.ones(len(values), dtype=bool) if eligible is None else eligible
    return scoring.evaluate(values, weights, ids, everyone, rule, missing, trials or Trials(runs=200), quiet)


def column(*numbers):
    return np.array([math.nan if number is None else number for number in numbers], dtype=np.float64)


def one(**changed):
    """One criterion of a list, as its users write it."""
    return {"id": "a", "field": "net_ha", "worst": 2, "best": 20, "weight": 1, **changed}


# ------------------------------------------------------------------------------------------------------ value functions
def test_anchors_are_fixed_linear_and_clamped():
    (more,) = criteria.parse([one()], "CRITERIA")
    assert more.value(column(0, 2, 11, 20, 99, None)) == pytest.approx([0, 0, 0.5, 1, 1, math.nan], nan_ok=True)
    (less,) = criteria.parse([one(worst=10_000, best=2000)], "CRITERIA")
    assert less.value(column(500, 2000, 6000, 10_000, 1e9)) == pytest.approx([1, 1, 0.5, 0, 0])


def test_points_and_codes():
    (bent,) = criteria.parse([one(points=[[0, 1], [500, 0.7], [2000, 0.3], [5000, 0]])], "CRITERIA")
    assert bent.value(column(0, 250, 500, 1250, 9000)) == pytest.approx([1, 0.85, 0.7, 0.5, 0])
    (coded,) = criteria.parse([one(codes={"served": 1, "partly": 0.5, "no_data": None})], "CRITERIA")
    texts = np.array(["served", "partly", "no_data", None], dtype=object)
    assert coded.value(texts) == pytest.approx([1, 0.5, math.nan, math.nan], nan_ok=True)
    (levels,) = criteria.parse([one(codes={"0": 1, "1": 0.7, "3": 0})], "CRITERIA")
    assert levels.value(column(0, 1, 3, None)) == pytest.approx([1, 0.7, 0, math.nan], nan_ok=True)


def test_weights_are_normalised():
    made = criteria.parse([one(weight=3), one(id="b", weight=1), one(id="c", weight=0)], "CRITERIA")
    assert [criterion.weight for criterion in made] == [0.75, 0.25, 0]


@pytest.mark.parametrize("name", codes.CRITERIA_PRESET)
def test_presets_say_why_and_whom_to_ask(name, root):
    items = json.loads((root / "resources" / "criteria" / f"{name}.json").read_text(encoding="utf-8"))
    assert sum(item["weight"] for item in items) == pytest.approx(1)
    for item, criterion in zip(items, criteria.preset(name)):
        assert known_field(item["field"]) is not None
        for text in ("label", "reason", "ask"):
            assert set(item[text]) == {"de", "en"}
            assert all(item[text].values())
        listed = known_field(item["field"]).codes
        if listed is not None:
            assert set(criterion.codes) == {str(code) for code in listed}
    for language in ("de", "en"):
        page = (root / "resources" / "help" / f"scoresites.{language}.md").read_text(encoding="utf-8")
        for item in items:
            assert item["reason"][language] in page, item["id"]


def test_requirements():
    def verdicts(values, **changed):
        (criterion,) = criteria.parse([one(**changed)], "CRITERIA")
        return criterion.verdicts(values)

    assert verdicts(column(2, 2.1, None), required=True) == ["fail", "pass", "unknown"]
    assert verdicts(column(7.9, 8, None), required=8) == ["fail", "pass", "unknown"]
    assert verdicts(column(500, 501), worst=900, best=0, required=500) == ["pass", "fail"]
    assert verdicts(column(1, 3, 5, 6), required={"min": 3, "max": 5}) == ["fail", "pass", "pass", "fail"]
    texts = np.array(["I", "II", "none", "maybe", None], dtype=object)
    given = {"I": 1, "II": 0.5, "none": 0, "maybe": None}
    found = verdicts(texts, codes=given, required=["I", "II"])
    assert found == ["pass", "pass", "fail", "unknown", "unknown"]


def test_inquiry_becomes_required_criteria_without_weight():
    asked = criteria.inquiry({"size": 8, "emission": "IV", "rail": True, "fibre": True, "date": "2027-06-30"})
    by_id = {criterion.id: criterion for criterion in asked}
    assert list(by_id) == [f"inquiry_{key}" for key in ("size", "emission", "rail", "fibre", "date")]
    assert all(criterion.weight == 0 and criterion.ask.de and criterion.ask.en for criterion in asked)
    assert by_id["inquiry_size"].verdicts(column(7.99, 8, None)) == ["fail", "pass", "unknown"]
    classes = np.array(["I", "IV", "V", "none", None], dtype=object)
    assert by_id["inquiry_emission"].verdicts(classes) == ["pass", "pass", "fail", "fail", "unknown"]
    assert by_id["inquiry_rail"].verdicts(column(500, 501)) == ["pass", "fail"]
    fibre = np.array(["served", "partly", "unserved", "no_data"], dtype=object)
    assert by_id["inquiry_fibre"].verdicts(fibre) == ["pass", "unknown", "fail", "unknown"]
    assert by_id["inquiry_date"].verdicts(column(2026, 2027, 2028, None)) == ["pass", "unknown", "fail", "unknown"]
    (year,) = criteria.inquiry({"date": 2027, "rail": False, "power": None})
    assert year.verdicts(column(2027, 2028)) == ["pass", "fail"]


@pytest.mark.parametrize(
    ("given", "error", "parts"),
    [
        ({}, errors.CriteriaEmpty, ["no list"]),
        ([], errors.CriteriaEmpty, ["no list"]),
        (["a"], errors.CriteriaEmpty, ["no list"]),
        ([one(weight=0)], errors.WeightsZero, ["sum to 0"]),
        ([one(weight=1e308), one(id="b", weight=1e308)], errors.WeightsZero, []),
        ([one(weight=-1)], errors.WeightNegative, ["“a”", "-1", "exchange"]),
        ([one(weight="1")], errors.CriterionNoNumber, ["“weight”", '"1"']),
        ([one(weight=True)], errors.CriterionNoNumber, ["true"]),
        ([one(weight=10**400)], errors.CriterionNoNumber, ["“weight”"]),
        ([one(worst=20)], errors.AnchorsEqual, ["both 20", "different"]),
        ([one(best="viel")], errors.CriterionNoNumber, ["“best”", "viel"]),
        ([{"id": "a", "field": "net_ha", "weight": 1, "worst": 2}], errors.CriterionKeyMissing, ["“best”"]),
        ([{"field": "net_ha", "weight": 1}], errors.CriterionKeyMissing, ["“#1”", "“id”"]),
        ([one(fields="x")], errors.CriterionKeyUnknown, ["“fields”", "points"]),
        ([one(), one()], errors.CriterionTwice, ["“a”"]),
        ([one(id="Größe"), one(id="groesse")], errors.CriterionTwice, ["“groesse”"]),
        ([one(id="§")], errors.CriterionNoText, ["“id”"]),
        ([one(field=3)], errors.CriterionNoText, ["“field”", "3"]),
        ([one(label={"de": "x"})], errors.CriterionNoText, ["“label”"]),
        ([one(points=[[0, 1], [0, 0]])], errors.PointsNotRising, ["0, 0", "Sort"]),
        ([one(points=[[5, 1], [3, 0]])], errors.PointsNotRising, ["5, 3"]),
        ([one(points=[[0, 1]])], errors.PointsUnfit, ["pairs"]),
        ([one(points=[[0, 1], [5, 1.5]])], errors.PointsUnfit, ["1.5"]),
        ([one(points=[0, 1])], errors.PointsUnfit, ["pairs"]),
        ([one(codes={})], errors.CodesUnfit, ["“codes”"]),
        ([one(codes={"a": 2})], errors.CodesUnfit, ["0 to 1"]),
        ([one(codes={"a": 1}, points=[[0, 1], [1, 0]])], errors.PointsAndCodes, ["both"]),
        ([one(required="yes")], errors.RequiredUnfit, ["“required”", "yes"]),
        ([one(required={"min": 5, "max": 3})], errors.RequiredUnfit, ["not above max"]),
        ([one(required={"least": 5})], errors.RequiredUnfit, ["least"]),
        ([one(codes={"a": 1}, required=["b"])], errors.RequiredUnfit, ["list of codes"]),
        ([one(points=[[0, 0], [1, 1], [2, 0]], required=1)], errors.RequiredUnfit, ["min"]),
    ],
)
def test_criteria_that_cannot_be_used(given, error, parts):
    with pytest.raises(error) as caught:
        criteria.parse(given, "CRITERIA")
    said = str(caught.value)
    assert all(part in said for part in parts), said


@pytest.mark.parametrize(
    ("given", "error", "part"),
    [
        ([], errors.InquiryEmpty, "asks for nothing"),
        ({"rail": False}, errors.InquiryEmpty, "size, hours"),
        ({"groesse": 8}, errors.InquiryKeyUnknown, "“groesse”"),
        ({"size": "groß"}, errors.InquiryUnfit, "“size”"),
        ({"size": -1}, errors.InquiryUnfit, "-1"),
        ({"hours": 25}, errors.InquiryUnfit, "1–24"),
        ({"emission": "VIII"}, errors.InquiryUnfit, "VIII"),
        ({"emission": ["I"]}, errors.InquiryUnfit, "“emission”"),
        ({"fibre": 1000}, errors.InquiryUnfit, "true"),
        ({"date": "bald"}, errors.InquiryUnfit, "bald"),
        ({"date": 27}, errors.InquiryUnfit, "27"),
        ({"power": True}, errors.InquiryUnfit, "MVA"),
    ],
)
def test_inquiries_that_cannot_be_used(given, error, part):
    with pytest.raises(error) as caught:
        criteria.inquiry(given)
    assert part in str(caught.value)


@pytest.mark.parametrize("text", ["[1,", "{'a': 1}", "[NaN]", "[1e999999", "[" * 100_000, ""])
def test_text_that_is_no_json(text):
    with pytest.raises(errors.JsonDamaged) as caught:
        criteria.load(text, "CRITERIA")
    assert "CRITERIA is no valid JSON" in str(caught.value)


# ---------------------------------------------------------------------------------------------------- other libraries
def test_wlc_and_topsis_agree_with_pymcdm():
    """Raw values, less and more being better, the anchors as two more alternatives: pymcdm 1.2.1, min-max."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pymcdm.methods import TOPSIS, WSM
        from pymcdm.normalizations import minmax_normalization
    random = np.random.default_rng(7)
    for _ in range(50):
        count, n = int(random.integers(2, 9)), int(random.integers(1, 40))
        worst, best = random.uniform(-100, 100, (2, count))
        raw = worst + random.random((n, count)) * (best - worst)
        weights = random.dirichlet(np.ones(count))
        items = [
            {"id": str(k), "field": "net_ha", "worst": worst[k], "best": best[k], "weight": weights[k]}
            for k in range(count)
        ]
        values = np.array([c.value(raw[:, k]) for k, c in enumerate(criteria.parse(items, "CRITERIA"))]).T
        filled = scoring.fill(values, "neutral")
        matrix = np.vstack([raw, worst, best])
        types = np.where(best > worst, 1, -1)
        for theirs, ours in ((WSM(minmax_normalization), "wlc"), (TOPSIS(minmax_normalization), "topsis")):
            expected = theirs(matrix, weights, types)[:n]
            assert scoring.score(filled, weights, Rule(ours)) == pytest.approx(expected, abs=1e-9)


def owa_by_the_book(values, weights, alpha):
    """Yager 1996, in plain Python, for one site without gaps."""
    pairs = sorted(zip(values, weights), reverse=True)
    total, before = 0.0, 0.0
    for value, weight in pairs:
        now = before + weight
        total += (now**alpha - before**alpha) * value
        before = now
    return total


def test_owa_by_the_book_and_its_limits():
    values, weights, _ = scene(gaps=0)
    filled = scoring.fill(values, "neutral")
    for orness in (0.2, 0.4, 0.7, 0.9):
        expected = [owa_by_the_book(row, weights, 1 / orness - 1) for row in values]
        assert scoring.score(filled, weights, Rule("owa", orness)) == pytest.approx(expected, abs=1e-9)
    assert scoring.score(filled, weights, Rule("owa", 0)) == pytest.approx(values.min(axis=1))
    assert scoring.score(filled, weights, Rule("owa", 1)) == pytest.approx(values.max(axis=1))
    assert scoring.score(filled, weights, Rule("owa", 0.5)) == pytest.approx(values @ weights)
    near = scoring.score(filled, weights, Rule("owa", 0.5 + 1e-9))  # the long way round gives the same
    assert near == pytest.approx(values @ weights, abs=1e-7)


# ------------------------------------------------------------------------------------------------------- missing values
def test_missing_three_ways_by_hand():
    values = np.array([[0.8, np.nan], [0.8, 0.2], [np.nan, np.nan]])
    weights = np.array([0.75, 0.25])
    found = {rule: evaluate(values, weights, ["a", "b", "c"], missing=rule).score for rule in codes.MISSING_RULE}
    assert found["neutral"] == pytest.approx([0.725, 0.65, 0.5])
    assert found["pessimistic"] == pytest.approx([0.6, 0.65, 0])
    assert found["renormalise"] == pytest.approx([0.8, 0.65, math.nan], nan_ok=True)
    whole = evaluate(values, weights, ["a", "b", "c"], missing="renormalise")
    assert whole.completeness == pytest.approx([0.75, 1, 0])
    assert whole.rank == pytest.approx([1, 2, math.nan], nan_ok=True)
    assert math.isnan(whole.robustness.p_top[2])


@pytest.mark.parametrize("rule", RULES, **NAMES)
@pytest.mark.parametrize("missing", codes.MISSING_RULE)
def test_contributions_sum_to_the_score_and_batches_agree(rule, missing):
    values, weights, ids = scene()
    found = evaluate(values, weights, ids, rule, missing)
    assert np.nansum(found.contributions, axis=1) == pytest.approx(found.score, abs=1e-9)
    assert ((found.score >= 0) & (found.score <= 1)).all()
    many = scoring.many_scores(scoring.fill(values, missing), np.stack([weights, weights[::-1]]), rule)
    assert many[0] == pytest.approx(found.score, abs=1e-9)


# ----------------------------------------------------------------------------------------------------------- properties
matrices = st.integers(1, 8).flatmap(
    lambda count: st.tuples(
        arrays(np.float64, (6, count), elements=st.sampled_from([0, 0.1, 0.25, 0.5, 0.7, 1, math.nan])),
        arrays(np.float64, count, elements=st.floats(0.05, 1)),
    )
)


@settings(max_examples=60, deadline=None)
@given(matrices, st.permutations(range(6)), st.sampled_from(RULES[:2]), st.sampled_from(codes.MISSING_RULE.codes))
def test_shuffling_changes_nothing(scene_of_six, order, rule, missing):
    shuffled(scene_of_six, order, rule, missing)


@settings(max_examples=5, deadline=None)
@given(matrices, st.permutations(range(6)), st.sampled_from(RULES[2:4]), st.sampled_from(codes.MISSING_RULE.codes))
def test_shuffling_changes_nothing_in_owa(scene_of_six, order, rule, missing):
    """Fewer examples: its flips are searched for, not solved."""
    shuffled(scene_of_six, order, rule, missing)


def shuffled(scene_of_six, order, rule, missing):
    """Not even by rounding: all results are equal bit by bit, ties included."""
    values, weights = scene_of_six
    weights = weights / weights.sum()
    ids = [f"s{place}" for place in range(6)]
    trials = Trials(runs=20, top_k=2)
    plain = evaluate(values, weights, ids, rule, missing, trials)
    mixed = evaluate(values[list(order)], weights, [ids[place] for place in order], rule, missing, trials)
    pairs = [
        (plain.score, mixed.score), (plain.rank, mixed.rank), (plain.completeness, mixed.completeness),
        (plain.contributions, mixed.contributions), (plain.close_call, mixed.close_call),
        (plain.robustness.p_top, mixed.robustness.p_top), (plain.robustness.rank_p95, mixed.robustness.rank_p95),
        (plain.flips.delta, mixed.flips.delta), (plain.flips.criterion, mixed.flips.criterion),
    ]  # fmt: skip
    for one_way, other in pairs:
        assert np.array_equal(one_way[list(order)], other, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(matrices, st.sampled_from(RULES[:4]), st.sampled_from(codes.MISSING_RULE.codes))
def test_a_dominated_site_changes_no_other_score(scene_of_six, rule, missing):
    values, weights = scene_of_six
    weights = weights / weights.sum()
    worse = np.nan_to_num(values[0]) * 0.5
    before = scoring.score(scoring.fill(values, missing), weights, rule)
    after = scoring.score(scoring.fill(np.vstack([worse, values]), missing), weights, rule)
    assert np.array_equal(before, after[1:], equal_nan=True)
    if not np.isnan(values[0]).any():
        assert after[0] <= after[1]


def test_ties_are_broken_by_the_id():
    values = np.full((3, 2), 0.5)
    found = evaluate(values, np.array([0.5, 0.5]), ["c", "a", "b"])
    assert found.rank.tolist() == [3, 1, 2]
    assert found.robustness.rank_mean.tolist() == [3, 1, 2]
    assert found.close_call.tolist() == [1, 1, 1]
    assert np.isnan(found.flips.delta).all()


# ---------------------------------------------------------------------------------------------------------- Monte Carlo
@pytest.mark.parametrize("rule", RULES, **NAMES)
@pytest.mark.parametrize("missing", ["neutral", "renormalise"])
def test_monte_carlo_against_a_plain_loop(rule, missing):
    """The same draws, scored one by one by the other function, ranked by sorting tuples."""
    values, weights, _ = scene(n=12)
    filled = scoring.fill(values, missing)
    trials = Trials(runs=150, kappa=20, seed=5, top_k=3)
    found = scoring.monte_carlo(filled, weights, rule, trials, quiet)
    ranks = []
    for drawn in np.random.default_rng(5).dirichlet(20 * weights, 150):
        scores = scoring.contributions(filled, drawn, rule).sum(axis=1).round(11).tolist()
        order = sorted(range(12), key=lambda place: (-scores[place], place))
        ranks.append([order.index(place) + 1 for place in range(12)])
    ranks = np.array(ranks)
    ties = rule.method == "owa" and rule.orness in (0, 1)  # equal minima: rounding may decide between them
    tolerance = 0.6 if ties else 1e-9
    assert found.rank_mean == pytest.approx(ranks.mean(axis=0), abs=tolerance)
    if not ties:
        assert found.p_top == pytest.approx((ranks <= 3).mean(axis=0))
        for share, band in ((0.05, found.rank_p05), (0.95, found.rank_p95)):
            expected = np.sort(ranks, axis=0)[math.ceil(share * 150 - 1e-9) - 1]
            assert band.tolist() == expected.tolist()


def test_the_seed_decides_and_the_chunks_do_not(monkeypatch):
    values, weights, ids = scene(n=40)
    trials = Trials(runs=300)
    plain = evaluate(values, weights, ids, trials=trials)
    again = evaluate(values, weights, ids, trials=trials)
    other = evaluate(values, weights, ids, trials=Trials(runs=300, seed=43))
    monkeypatch.setattr(scoring, "CHUNK", 400)
    pieces = evaluate(values, weights, ids, trials=trials)
    assert np.array_equal(plain.robustness.rank_mean, again.robustness.rank_mean)
    assert np.array_equal(plain.robustness.rank_mean, pieces.robustness.rank_mean)
    assert not np.array_equal(plain.robustness.rank_mean, other.robustness.rank_mean)
    assert plain.robustness.p_top.sum() == pytest.approx(10)
    assert (plain.robustness.rank_p05 <= plain.robustness.rank_p95).all()


def test_coarse_counters_hold_the_exact_bands(monkeypatch):
    """Above 2,048 sites ranks are counted in steps: the band may only become wider, by less than a step at each end."""
    values, weights, ids = scene(n=60)
    exact = evaluate(values, weights, ids).robustness
    monkeypatch.setattr(scoring, "COUNTERS", 60 * 15)
    coarse = evaluate(values, weights, ids).robustness
    assert np.array_equal(exact.rank_mean, coarse.rank_mean)
    assert np.array_equal(exact.p_top, coarse.p_top)
    for low, high in ((coarse.rank_p05, exact.rank_p05), (exact.rank_p95, coarse.rank_p95)):
        assert ((high - low >= 0) & (high - low < 4)).all()
    assert not np.array_equal(exact.rank_p05, coarse.rank_p05)


def test_kappa_sets_the_spread():
    weights = np.array([0.5, 0.3, 0.2])
    drawn = np.random.default_rng(1).dirichlet(60 * weights, 20_000)
    expected = np.sqrt(weights * (1 - weights) / 61)
    assert drawn.std(axis=0) == pytest.approx(expected, rel=0.03)
    values, weights, ids = scene(n=25)
    sure = evaluate(values, weights, ids, trials=Trials(kappa=1e6))
    assert sure.robustness.rank_mean == pytest.approx(sure.rank, abs=0.35)


def test_no_runs_no_bands():
    values, weights, ids = scene(n=5)
    found = evaluate(values, weights, ids, trials=Trials(runs=0))
    assert all(np.isnan(part).all() for part in found.robustness.__dict__.values())
    assert sorted(found.rank) == [1, 2, 3, 4, 5]


def test_a_weight_of_zero_stays_zero():
    values = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = evaluate(values, np.array([1.0, 0.0]), ["a", "b"], trials=Trials(runs=50, top_k=1))
    assert found.robustness.p_top.tolist() == [1, 0]


# --------------------------------------------------------------------------------------------------------------- flips
def leads(filled, weights, rule, winner, k, delta):
    scores = scoring.contributions(filled, scoring.moved(weights, k, weights[k] + delta), rule).sum(axis=1)
    return scores[winner] - scores


@pytest.mark.parametrize("missing", ["neutral", "renormalise"])
@pytest.mark.parametrize("rule", RULES[:3], **NAMES)
def test_flip_is_where_the_order_changes(rule, missing):
    """Scored again just before and just behind the change; and no smaller change on a fine grid does it."""
    checked = 0
    for seed in range(4):
        values, weights, ids = scene(n=8, count=4, seed=seed)
        found = evaluate(values, weights, ids, rule, missing, Trials(runs=0))
        winner = int(np.nanargmin(found.rank))
        filled = scoring.fill(values, missing)
        smallest = found.flips.delta[winner]
        rivals = [place for place in range(8) if place != winner]
        for place in rivals:
            delta, k = found.flips.delta[place], found.flips.criterion[place]
            if math.isnan(delta):
                assert k == -1
                continue
            checked += 1
            assert -weights[k] < delta < 1 - weights[k]
            beyond = min(abs(delta) * 1e-4, 1e-5)
            assert leads(filled, weights, rule, winner, k, delta - math.copysign(beyond, delta))[place] > 0
            assert leads(filled, weights, rule, winner, k, delta + math.copysign(beyond, delta))[place] < 0
            assert abs(delta) >= abs(smallest)
        for k in range(4):
            for step in np.linspace(-weights[k], 1 - weights[k], 301)[1:-1]:
                if abs(step) < abs(smallest) * 0.999:
                    assert (leads(filled, weights, rule, winner, k, step)[rivals] > 0).all()
    assert checked > 15


def test_flip_by_the_equation_of_the_linear_case():
    """d = -dS / (dv_k - dS_-k), dS_-k = sum over j != k of w_j dv_j / (1 - w_k); valid within -w_k and 1 - w_k."""
    values, weights, ids = scene(n=20, count=6, gaps=0)
    found = evaluate(values, weights, ids)
    winner = int(np.nanargmin(found.rank))
    for place in range(20):
        if place == winner:
            continue
        dv = values[winner] - values[place]
        ds = float(weights @ dv)
        candidates = []
        for k in range(6):
            rest = (ds - weights[k] * dv[k]) / (1 - weights[k])
            delta = -ds / (dv[k] - rest)
            if -weights[k] < delta < 1 - weights[k]:
                candidates.append(delta)
        expected = min(candidates, key=abs, default=math.nan)
        assert found.flips.delta[place] == pytest.approx(expected, nan_ok=True, abs=1e-9)
    assert abs(found.flips.delta[winner]) == np.nanmin(np.abs(found.flips.delta))


def test_flip_by_hand():
    """Two criteria, w = 0.6, 0.4: A = (1, 0) leads B = (0, 1) with 0.6 to 0.4; at w_1 = 0.5 they tie."""
    found = evaluate(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.6, 0.4]), ["a", "b"])
    assert found.flips.delta == pytest.approx([-0.1, -0.1])
    assert found.flips.criterion.tolist() == [0, 0]


def test_nobody_dethrones_a_site_that_is_better_in_everything():
    values = np.array([[0.9, 0.8, 1.0], [0.5, 0.8, 0.2], [0.1, 0.1, 1.0]])
    for rule in RULES[:3]:
        found = evaluate(values, np.array([0.5, 0.3, 0.2]), ["a", "b", "c"], rule)
        assert np.isnan(found.flips.delta).all()
        assert found.flips.criterion.tolist() == [-1, -1, -1]


# ----------------------------------------------------------------------------------------------- few sites, close calls
def test_close_calls():
    assert scoring.close_calls(np.array([0.80, 0.76, 0.3])).tolist() == [1, 1, 0]  # 0.04 < 0.05
    assert scoring.close_calls(np.array([0.80, 0.75, 0.3])).tolist() == [0, 0, 0]
    assert scoring.close_calls(np.array([0.5])).tolist() == [0]
    assert scoring.close_calls(np.array([0.5, 0.5])).tolist() == [1, 1]
    assert scoring.close_calls(np.array([])).tolist() == []


def test_one_site_and_none():
    weights = np.array([1.0])
    single = evaluate(np.array([[0.3]]), weights, ["a"])
    assert (single.score[0], single.rank[0], single.close_call[0]) == (0.3, 1, 0)
    assert (single.robustness.p_top[0], single.robustness.rank_p95[0]) == (1, 1)
    assert math.isnan(single.flips.delta[0])
    nobody = evaluate(np.empty((0, 1)), weights, [])
    assert len(nobody.score) == len(nobody.rank) == len(nobody.robustness.p_top) == 0
    pair = evaluate(np.array([[0.3], [0.6]]), weights, ["a", "b"])
    assert np.isnan(pair.flips.delta).all()  # there is no other weight to shift to


def test_who_is_knocked_out_has_a_score_and_no_rank():
    values, weights, ids = scene(n=6)
    eligible = np.array([True, False, True, True, False, True])
    some = evaluate(values, weights, ids, eligible=eligible)
    everyone = evaluate(values, weights, ids)
    assert np.array_equal(some.score, everyone.score)
    assert np.isnan(some.rank[~eligible]).all()
    assert sorted(some.rank[eligible]) == [1, 2, 3, 4]
    assert some.robustness.p_top[eligible].tolist() == [1] * 4
    none_left = evaluate(values, weights, ids, eligible=np.zeros(6, dtype=bool))
    assert np.isnan(none_left.rank).all()


def test_a_constant_criterion_moves_all_scores_alike():
    values, weights, ids = scene(n=10, count=3, gaps=0)
    constant = np.column_stack([values, np.full(10, 0.4)])
    with_it = evaluate(constant, np.append(weights * 0.5, 0.5), ids)
    without = evaluate(values, weights, ids)
    assert with_it.score == pytest.approx(without.score * 0.5 + 0.2)
    assert with_it.rank.tolist() == without.rank.tolist()


def test_a_cancel_stops_between_the_chunks(monkeypatch):
    values, weights, ids = scene(n=20)
    monkeypatch.setattr(scoring, "CHUNK", 20)
    calls = []

    def stop(done):
        calls.append(done)
        if len(calls) == 3:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        scoring.evaluate(values, weights, ids, np.ones(20, dtype=bool), Rule(), "neutral", Trials(runs=10_000), stop)
    assert len(calls) == 3
