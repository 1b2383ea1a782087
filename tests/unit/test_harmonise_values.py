"""Values, units, dates, codes, patterns and expressions of profiles: read back, and never hanging."""

from __future__ import annotations

import math
import os
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruhr_planner.harmonise import expression, values
from ruhr_planner.harmonise.pattern import Pattern, PatternFault
from ruhr_planner.harmonise.values import Refused
from ruhr_planner.model import codes
from ruhr_planner.model.errors import ExpressionFault
from tests.fuzzing import fuzzed

anything = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=80))


def german(number: int, places: int, fraction: int, sign: str = ".") -> str:
    """A number as a German office writes it."""
    return f"{number:,}".replace(",", sign) + (f",{fraction:0{places}d}" if places else "")


# ------------------------------------------------------------------------------------------------------------- numbers
@fuzzed(150)
@given(st.integers(0, 10**9), st.integers(1, 4), st.integers(0, 9), st.sampled_from((".", " ", "'", "\u00a0")))
def test_german_numbers_come_back(number: int, places: int, fraction: int, sign: str) -> None:
    text = german(number, places, fraction, sign)
    assert values.number(text, ",") == pytest.approx(number + fraction / 10**places, rel=1e-15)


@fuzzed(150)
@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_as_python_writes_them_come_back(number: float) -> None:
    assert values.number(repr(number), ".") == number
    assert values.number(number) == number


@fuzzed(150)
@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_one_sign_before_three_digits_is_ambiguous_until_somebody_says_which(n: int, f: int, sign: str) -> None:
    text = f"{n}{sign}{f:03d}"
    with pytest.raises(Refused) as refused:
        values.number(text)
    assert refused.value.reason == "ambiguous_number"
    other = "," if sign == "." else "."
    assert values.number(text, sign) == pytest.approx(n + f / 1000)
    assert values.number(text, other) == n * 1000 + f
    assert values.decimal_of([text, f"7{other}5"]) == other
    assert values.decimal_of([text, f"7{other}5", f"7{sign}5"]) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", 1234.56), ("1,234.56", 1234.56), ("1.234.567", 1234567), ("ca. 12,5", 12.5), ("−3,5", -3.5),
     ("0,123", 0.123), (",5", 0.5), ("1e3", 1000), ("1'234.5", 1234.5), ("12 345", 12345)],
)  # fmt: skip
def test_ways_to_write_a_number(text: str, number: float) -> None:
    assert values.number(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["abc", "12,34,56", "1.2.3", "1_000", "0x1", "inf", "1e999", "12 ha", "5-6", "9" * 65])
def test_no_numbers(text: str) -> None:
    with pytest.raises(Refused):
        values.number(text)


@fuzzed(150)
@given(anything)
def test_nothing_but_a_finite_number_or_a_refusal(raw: object) -> None:
    for read in (values.number, values.whole, lambda value: values.quantity(value, "m2", "ha")):
        try:
            found = read(raw)
        except Refused:
            continue
        assert found is None or math.isfinite(found)


# --------------------------------------------------------------------------------------------------------------- units
@fuzzed(150)
@given(
    st.floats(1e-3, 1e9),
    st.sampled_from(sorted(values.UNITS)),
    st.sampled_from(sorted(values.UNITS)),
    st.sampled_from(sorted(values.UNITS)),
)
def test_units_go_round(number: float, one: str, two: str, three: str) -> None:
    same = len({values.UNITS[name][0] for name in (one, two, three)}) == 1
    if not same:
        kinds = values.UNITS[one][0], values.UNITS[two][0]
        assert (values.factor(one, two) is None) == (kinds[0] != kinds[1])
        return
    there = values.factor(one, two)
    onward, straight = values.factor(two, three), values.factor(one, three)
    assert there is not None and onward is not None and straight is not None
    assert there * onward == pytest.approx(straight, rel=1e-12)
    assert values.quantity(number, one, two) == pytest.approx(number * there, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "stated", "hectares"),
    [("1,5 ha", "m2", 1.5), ("25.000,0 m²", "", 2.5), (30000, "qm", 3.0), ("0,5 km²", "", 50.0), ("12 a", "", 0.12),
     ("2 Hektar", "", 2.0), (1, "ac", 0.40468564224)],
)  # fmt: skip
def test_areas_in_hectares(text: object, stated: str, hectares: float) -> None:
    assert values.quantity(text, stated, "ha") == pytest.approx(hectares, rel=1e-9)


@pytest.mark.parametrize("text", ["5 km", "5 Äpfel", "5 ha ha"])
def test_other_quantities_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        values.quantity(text, "", "ha")
    assert refused.value.reason == "unknown_unit"


# --------------------------------------------------------------------------------------------------------------- dates
days = st.dates(date(1801, 1, 1), date(2199, 12, 31)).filter(lambda day: day not in (date(1900, 1, 1),
                                                                                     date(1899, 12, 30),
                                                                                     date(1899, 12, 31)))  # fmt: skip


@fuzzed(150)
@given(days)
def test_every_day_comes_back_however_it_is_written(day: date) -> None:
    epoch = (day - date(1970, 1, 1)).days * 86_400
    written = {
        "iso": day.isoformat(),
        "german": f"{day.day}.{day.month}.{day.year}",
        "compact": day.strftime("%Y%m%d"),
        "epoch_s": str(epoch),
        "epoch_ms": str(epoch * 1000 + 3_600_000),
        "%d/%m/%Y": day.strftime("%d/%m/%Y"),
    }
    for pattern, text in written.items():
        assert values.day(text, (pattern,)) == day.isoformat()
    assert values.day(f"{day.isoformat()}T12:30:00Z") == day.isoformat()


@fuzzed(150)
@given(anything)
def test_a_date_or_nothing_or_a_refusal(raw: object) -> None:
    for patterns in ((), values.NAMED_DATES, ("%d.%m.%y",)):
        try:
            found = values.day(raw, patterns)
        except Refused:
            continue
        assert found is None or date.fromisoformat(found).isoformat() == found


@pytest.mark.parametrize(("years", "century"), [(0, 0), (1, 0), (2, 100), (40, 100), (50, 100), (60, 100), (73, 100)])
def test_year_of_two_digits_is_not_after_next_year(years: int, century: int) -> None:
    year = date.today().year + years
    wanted = f"{year - century}-07-15"
    assert values.day(f"15.07.{year % 100:02}") == wanted
    assert values.day(f"15/07/{year % 100:02}", ("%d/%m/%y",)) == wanted


@pytest.mark.parametrize("text", ["31.02.2024", "2024-13-01", "32.1.2024", "gestern", "2024", "1.1.1700"])
def test_no_dates(text: str) -> None:
    with pytest.raises(Refused):
        values.day(text)


@pytest.mark.parametrize("text", ["1900-01-01", "01.01.1900", "1899-12-30T00:00:00", "0001-01-01", "9999-12-31", None])
def test_dates_that_mean_nothing(text: str | None) -> None:
    assert values.day(text) is None


# --------------------------------------------------------------------------------------------------------------- codes
LISTS = (codes.PLOT_TYPE, codes.USE_FNP, codes.USE_BPLAN, codes.PLANNING_STATUS, codes.FORMER_USE, codes.CONTAMINATION,
         codes.OWNERSHIP, codes.RESTRICTION, codes.RESTRICTION_REASON, codes.SENSITIVITY)  # fmt: skip


@pytest.mark.parametrize("known", LISTS, ids=lambda known: known.table)
def test_codes_and_labels_mean_their_code(known: codes.CodeList) -> None:
    spelled = values.spellings(known)
    for code in known:
        assert values.coded(code, spelled) == code
        for language in ("de", "en"):
            label = known.label(code, language)
            for text in (label, label.upper(), f"  {label.lower()} ", label.replace("ü", "ue").replace("ä", "ae")):
                assert values.coded(text, spelled) == code
    with pytest.raises(Refused):
        values.coded("gibt es nicht", spelled)


@pytest.mark.parametrize("known", LISTS, ids=lambda known: known.table)
def test_no_synonym_means_two_codes(known: codes.CodeList) -> None:
    from ruhr_planner.model import synonyms

    meant: dict[str, object] = {}
    for code in known:
        for spelling in synonyms.of(known.table, code):
            assert meant.setdefault(values.key(spelling), code) == code, spelling
            assert values.coded(spelling, values.spellings(known)) == code, spelling


def test_levels_are_no_digits_where_a_profile_has_a_map_of_its_own() -> None:
    assert values.coded("1", values.spellings(codes.RESTRICTION)) == 1
    with pytest.raises(Refused):
        values.coded("1", values.spellings(codes.RESTRICTION, digits=False))


@pytest.mark.parametrize("text", ["", " ", "NULL", "n/a", "k. A.", "k.A.", "-", "–", "?", "Keine Angabe", None])
def test_words_for_unknown(text: object) -> None:
    assert values.is_unknown(text)


@pytest.mark.parametrize(
    ("raw", "flag"), [("ja", 1), ("Nein", 0), ("WAHR", 1), ("falsch", 0), (True, 1), (0, 0), ("x", 1), (None, None)]
)
def test_yes_and_no(raw: object, flag: int | None) -> None:
    assert values.flag(raw) == flag


@pytest.mark.parametrize("raw", [1 << 63, -(1 << 63) - 1, "1e30"])
def test_whole_number_that_no_table_can_hold_is_refused(raw: object) -> None:
    with pytest.raises(Refused) as problem:
        values.whole(raw)
    assert problem.value.reason == "out_of_range"
    assert values.whole((1 << 63) - 1) == (1 << 63) - 1


# ------------------------------------------------------------------------------------------------------------ patterns
@fuzzed(200)
@given(
    st.recursive(
        st.sampled_from(("a", "b", "[ab]", "[^a]", "\\d", ".", "c")),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
            st.tuples(inner, st.sampled_from(("*", "+", "?", "{1,3}"))).map(lambda pair: f"({pair[0]}){pair[1]}"),
        ),
        max_leaves=6,
    ),
    st.text("abc1", max_size=8),
)
def test_patterns_match_what_pythons_do(pattern: str, text: str) -> None:
    assert Pattern(pattern).matches(text) == bool(re.fullmatch(pattern, text, re.DOTALL))


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*a*b", "(.*)(.*)(.*)(.*)b"])
def test_no_pattern_hangs(pattern: str) -> None:
    begun = time.perf_counter()
    assert not Pattern(pattern).matches("a" * 2_000)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("pattern", ["(", ")", "[a", "*a", "a{5,2}", "a{1000}", "\\1", "(?=a)", "((a{90}){90}){90}"])
def test_patterns_that_are_refused(pattern: str) -> None:
    with pytest.raises(PatternFault):
        Pattern(pattern)


# --------------------------------------------------------------------------------------------------------- expressions
NAMES = {"zustand": 0, "funktion": 1, "name": 2, "n": 3}


@pytest.mark.parametrize(
    ("text", "record", "result"),
    [
        ("zustand = '2100' and not (funktion in ('1701','1702'))", (2100, "1703", "", 0), True),
        ("zustand = '2100' and not (funktion in ('1701','1702'))", ("2100", 1701, "", 0), False),
        ("zustand = '2100'", (None, None, None, None), None),
        ("zustand is null or n > 2", (None, None, None, 1), True),
        ("name like 'Ze%' and name not like '%x'", (0, 0, "Zeche", 0), True),
        ("matches(name, '[A-Z][a-zü]+ \\d{2}')", (0, 0, "Fläche 12", 0), False),
        ("matches(name, '[A-Z][a-zä]+ \\d{2}')", (0, 0, "Fläche 12", 0), True),
        ("number(substr(name, 1, 4)) + 1", (0, 0, "2026-01", 0), 2027),
        ("if(n > 3, concat(upper(name), '-', n), null)", (0, 0, "ab", 5), "AB-5"),
        ("coalesce(name, funktion, 'x')", (0, "", "k. A.", 0), "x"),
        ("round(n / 3, 2) * -1", (0, 0, "", 10), -3.33),
        ("n / 0", (0, 0, "", 10), None),
        ("\"name\" = 'O''Neill'", (0, 0, "O'Neill", 0), True),
        ("date(name, '%d/%m/%Y') < '2026-01-01'", (0, 0, "31/12/2025", 0), True),
        ("replace(trim(name), 'a', 'b')", (0, 0, "  aXa ", 0), "bXb"),
        ("name > 5", (0, 0, "12,5", 0), True),
        ("name > 5", (0, 0, "k.A.", 0), None),
        ("name != 5", (0, 0, "k.A.", 0), True),
        ("name < funktion", (0, "10", "9", 0), True),
        ("name < funktion", (0, "2026-01-01", "2025-12-31", 0), True),
        ("name and funktion = 'x'", (0, "x", "1", 0), True),
    ],
)
def test_expressions(text: str, record: tuple[object, ...], result: object) -> None:
    assert expression.parse(text).bind(NAMES)(record) == result


@pytest.mark.parametrize("raw", ["30 ha", "1.234", "viel"])
@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
def test_what_is_no_number_is_neither_greater_nor_less_than_one(raw: str, sign: str) -> None:
    for text in (f"name {sign} 5", f"5 {sign} name"):
        with pytest.raises(Refused):
            expression.parse(text).bind(NAMES)((0, 0, raw, 0))


@pytest.mark.parametrize(
    "text",
    ["", "name =", "name = = 1", "(name", "f(name)", "eval('1')", "env('HOME')", "layer_property('a','b')", "name; 1",
     "@project_path", "name[0]", "__import__('os')", "name.__class__()", "lambda: 1", "'a", "$geometry", "substr(name)",
     "name like n", "matches(name, n)", "matches(name, '(a')", "date(name, '%A')", "x" * 2_001,
     "(" * 60 + "1" + ")" * 60, "not " * 60 + "true", "- " * 60 + "1", "+".join("1" * 60), "*".join("1" * 60)],
)  # fmt: skip
def test_what_is_no_expression_of_profiles(text: str) -> None:
    with pytest.raises(ExpressionFault):
        expression.parse(text)


words = st.sampled_from(
    ("name", "n", "zustand", "'a'", "'%'", "1", "2.5", "null", "true", "(", ")", ",", "=", "<", "+", "-", "*", "/",
     "and", "or", "not", "in", "like", "is", "concat", "replace", "substr", "if", "coalesce", "round", "number",
     "matches", "length")
)  # fmt: skip


@fuzzed(400)
@given(st.one_of(st.lists(words, max_size=40).map(" ".join), st.text(max_size=200)), st.tuples(*[anything] * 4))
def test_any_text_and_any_record_is_taken_or_refused(text: str, record: tuple[object, ...]) -> None:
    before = dict(os.environ)
    try:
        found = expression.parse(text).bind(NAMES)(record)
    except (ExpressionFault, Refused):
        found = None
    assert found is None or isinstance(found, (str, int, float, bool))
    assert len(str(found)) <= expression.MAX_RESULT
    assert dict(os.environ) == before


def test_the_longest_expressions_do_not_take_long() -> None:
    text = "replace(" * 30 + "name" + ", 'a', 'aaaaaaaaaa')" * 30
    begun = time.perf_counter()
    with pytest.raises(Refused):
        expression.parse(text).bind(NAMES)((0, 0, "a" * 50, 0))
    assert time.perf_counter() - begun < 1
