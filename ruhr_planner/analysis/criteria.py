"""Criteria: what a site is judged by, and how a value becomes a number from 0 (worst) to 1 (best).

Value functions are piecewise linear between *fixed* anchors and clamped outside them (von Winterfeldt and Edwards 1986,
Decision Analysis and Behavioral Research, ch. 7). They never depend on the other sites, so a new site changes nobody's
score. A criterion where less is better has its worst anchor above its best one: values are turned round before
anything is weighted, not afterwards.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ruhr_planner import paths
from ruhr_planner.model import codes
from ruhr_planner.model.codes import Label
from ruhr_planner.model.errors import (
    AnchorsEqual,
    CodesUnfit,
    CriteriaEmpty,
    CriterionKeyMissing,
    CriterionKeyUnknown,
    CriterionNoNumber,
    CriterionNoText,
    CriterionTwice,
    InquiryEmpty,
    InquiryKeyUnknown,
    InquiryUnfit,
    JsonDamaged,
    PointsAndCodes,
    PointsNotRising,
    PointsUnfit,
    RequiredUnfit,
    WeightNegative,
    WeightsZero,
)
from ruhr_planner.model.results import plain_kind

Column = npt.NDArray[Any]
"""Numbers with nan, or texts with None."""

KEYS = ("id", "field", "worst", "best", "weight", "points", "codes", "required", "label", "ask", "reason")
"""What an item of CRITERIA may hold; `reason` is for readers only."""

PASS, FAIL, UNKNOWN = codes.VERDICT.codes


@dataclass(frozen=True)
class Requirement:
    """What a required value has to be: within low and high (inclusive), or one of the codes.

    `doubt` are values that leave the question open although they are known.
    """

    low: float = -math.inf
    high: float = math.inf
    codes: tuple[str, ...] | None = None
    doubt: tuple[float | str, ...] = ()
    above_worst: bool = False
    """Any value will do that is better than the worst anchor."""


@dataclass(frozen=True)
class Criterion:
    """One criterion. Either `points` (x rising, values 0-1) or `codes` (code: 0-1, None = unknown) is its function."""

    id: str
    field: str
    weight: float
    label: Label
    points: tuple[tuple[float, float], ...] = ()
    codes: Mapping[str, float | None] | None = None
    required: Requirement | None = None
    ask: Label | None = None

    def value(self, column: Column) -> Column:
        """Return the values (n,), 0-1, nan where unknown.

        :param column: (n,) numbers with nan, or texts with None; codes of numbers are their whole number as text.
        :raises KeyError: a code without a value.
        """
        if self.codes is not None:
            given = [self.codes[key] if key is not None else None for key in keys(column)]
            return np.array([math.nan if entry is None else entry for entry in given], dtype=np.float64)
        x, v = (np.array(side, dtype=np.float64) for side in zip(*self.points))
        return np.where(np.isnan(column), np.nan, np.interp(column, x, v))

    def verdicts(self, column: Column) -> list[str]:
        """Return pass, fail or unknown for each site; a criterion that is not required is never asked."""
        need = self.required or Requirement()
        if need.above_worst:
            return [UNKNOWN if math.isnan(value) else PASS if value > 0 else FAIL for value in self.value(column)]
        if need.codes is not None:
            doubt = set(need.doubt)
            open_codes = {code for code, value in (self.codes or {}).items() if value is None} | doubt
            return [
                UNKNOWN if key is None or key in open_codes else PASS if key in need.codes else FAIL
                for key in keys(column)
            ]
        return [
            UNKNOWN if math.isnan(x) or x in need.doubt else PASS if need.low <= x <= need.high else FAIL
            for x in column.tolist()
        ]


def keys(column: Column) -> list[str | None]:
    """Return the values as codes: texts as they are, whole numbers without a decimal sign, None where unknown."""
    if column.dtype == object:
        return [None if value is None else str(value) for value in column.tolist()]
    return [None if math.isnan(x) else str(int(x)) if x == int(x) else repr(x) for x in column.tolist()]


# ----------------------------------------------------------------------------------------------------------------- JSON
def load(text: str, parameter: str) -> Any:
    """Read JSON; NaN and Infinity are refused with the rest of what is no JSON.

    :raises JsonDamaged: with the place.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise JsonDamaged(str(error), parameter=parameter, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise JsonDamaged(str(error), parameter=parameter, line=1, column=1) from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def preset(name: str) -> list[Criterion]:
    """Return the criteria of a shipped preset."""
    file = paths.resource("criteria", f"{name}.json")
    return parse(load(file.read_text(encoding="utf-8"), name), name)


def parse(given: object, parameter: str) -> list[Criterion]:
    """Turn what JSON held into criteria, weights normalised to sum 1.

    :raises BadParameter: one sentence that names criterion, key, value and remedy.
    """
    if not isinstance(given, list) or not given:
        raise CriteriaEmpty(parameter=parameter)
    made = [_criterion(item, number, parameter) for number, item in enumerate(given, 1)]
    seen: set[str] = set()
    for criterion in made:
        if plain_kind(criterion.id) in seen:
            raise CriterionTwice(criterion=criterion.id, parameter=parameter)
        seen.add(plain_kind(criterion.id))
    total = sum(criterion.weight for criterion in made)
    if total <= 0 or not math.isfinite(total):
        raise WeightsZero(parameter=parameter)
    return [_with_weight(criterion, criterion.weight / total) for criterion in made]


def _with_weight(criterion: Criterion, weight: float) -> Criterion:
    return Criterion(**{**criterion.__dict__, "weight": weight})


def _criterion(item: object, number: int, parameter: str) -> Criterion:
    if not isinstance(item, dict):
        raise CriteriaEmpty(parameter=parameter)
    name = item.get("id", f"#{number}")
    for key in item:
        if key not in KEYS:
            raise CriterionKeyUnknown(criterion=name, key=key, known=", ".join(KEYS))
    for key in ("id", "field", "weight"):
        if key not in item:
            raise CriterionKeyMissing(criterion=name, key=key)
    for key in ("id", "field"):
        if not isinstance(item[key], str) or not plain_kind(item[key]):
            raise CriterionNoText(criterion=name, key=key, value=_shown(item[key]))
    weight = _number(name, "weight", item["weight"])
    if weight < 0:
        raise WeightNegative(criterion=name, key="weight", value=_shown(weight))
    if "points" in item and "codes" in item:
        raise PointsAndCodes(criterion=name, key="points", value="")
    values = _codes(name, item["codes"]) if "codes" in item else None
    points = _points(name, item) if values is None else ()
    return Criterion(
        id=name,
        field=item["field"],
        weight=weight,
        label=_label(name, "label", item.get("label", name)),
        points=points,
        codes=values,
        required=_requirement(name, item.get("required"), points, values),
        ask=_label(name, "ask", item["ask"]) if "ask" in item else None,
    )


def _number(criterion: str, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(_float(value)):
        raise CriterionNoNumber(criterion=criterion, key=key, value=_shown(value))
    return float(value)


def _float(value: float) -> float:
    """Return a number as a float; a whole number too large for one is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _label(criterion: str, key: str, value: object) -> Label:
    if isinstance(value, str):
        return Label(value, value)
    if isinstance(value, dict) and set(value) == {"de", "en"} and all(isinstance(text, str) for text in value.values()):
        return Label(value["de"], value["en"])
    raise CriterionNoText(criterion=criterion, key=key, value=_shown(value))


def _points(criterion: str, item: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    """Return the points of the value function, from `points` or from the two anchors."""
    if "points" not in item:
        for key in ("worst", "best"):
            if key not in item:
                raise CriterionKeyMissing(criterion=criterion, key=key)
        worst, best = (_number(criterion, key, item[key]) for key in ("worst", "best"))
        if worst == best:
            raise AnchorsEqual(criterion=criterion, key="best", value=_shown(item["best"]))
        return ((worst, 0.0), (best, 1.0)) if worst < best else ((best, 1.0), (worst, 0.0))
    given = item["points"]
    if not isinstance(given, list) or len(given) < 2:
        raise PointsUnfit(criterion=criterion, key="points", value=_shown(given))
    made: list[tuple[float, float]] = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2:
            raise PointsUnfit(criterion=criterion, key="points", value=_shown(pair))
        x, v = (_number(criterion, "points", number) for number in pair)
        if not 0 <= v <= 1:
            raise PointsUnfit(criterion=criterion, key="points", value=_shown(pair))
        if made and x <= made[-1][0]:
            raise PointsNotRising(criterion=criterion, key="points", value=f"{made[-1][0]:g}, {x:g}")
        made.append((x, v))
    return tuple(made)


def _codes(criterion: str, given: object) -> dict[str, float | None]:
    if not isinstance(given, dict) or not given:
        raise CodesUnfit(criterion=criterion, key="codes", value=_shown(given))
    made: dict[str, float | None] = {}
    for code, value in given.items():
        made[code] = None if value is None else _number(criterion, "codes", value)
        if value is not None and not 0 <= value <= 1:
            raise CodesUnfit(criterion=criterion, key="codes", value=_shown(value))
    return made


def _requirement(
    criterion: str, given: object, points: Sequence[tuple[float, float]], values: Mapping[str, float | None] | None
) -> Requirement | None:
    if given is None or given is False:
        return None
    if given is True:
        return Requirement(above_worst=True)
    unfit = RequiredUnfit(criterion=criterion, key="required", value=_shown(given))
    if values is not None:
        if not isinstance(given, list) or not given or any(code not in values for code in given):
            raise unfit
        return Requirement(codes=tuple(given))
    if isinstance(given, dict):
        if not given or set(given) - {"min", "max"}:
            raise unfit
        low = _number(criterion, "required", given["min"]) if "min" in given else -math.inf
        high = _number(criterion, "required", given["max"]) if "max" in given else math.inf
        if low > high:
            raise unfit
        return Requirement(low, high)
    if isinstance(given, (list, str)) or points[0][1] == points[-1][1]:
        raise unfit  # with as good a value at both ends, a single number has no direction
    bound = _number(criterion, "required", given)
    return Requirement(low=bound) if points[0][1] < points[-1][1] else Requirement(high=bound)


def _shown(value: object) -> str:
    """Return a value as it stands in JSON, cut to a length that fits into a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


# -------------------------------------------------------------------------------------------------------------- inquiry
TITLE = "title"
"""The one key of an inquiry that is no criterion."""


def inquiry_rules() -> list[dict[str, Any]]:
    """Return the shipped rules: for each key of an inquiry its field, its kind, its label and whom to ask."""
    file = paths.resource("criteria", "inquiry.json")
    rules: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rules


def inquiry(given: object) -> list[Criterion]:
    """Turn an investor's inquiry into required criteria without a weight.

    :param given: what JSON held: {"size": 8, "hours": 24, "emission": "IV", "rail": true, "power": 10, "fibre": true,
        "date": "2027-06-30"}; what is null or false is not asked.
    :raises BadParameter: one sentence that names the key and what is expected.
    """
    rules = {rule["key"]: rule for rule in inquiry_rules()}
    known = ", ".join(rules)
    if not isinstance(given, dict):
        raise InquiryEmpty(known=known)
    for key in given:
        if key not in rules and key != TITLE:
            raise InquiryKeyUnknown(key=key, known=f"{known}, {TITLE}")
    asked = [key for key in rules if given.get(key) is not None and given[key] is not False]
    if not asked:
        raise InquiryEmpty(known=known)
    return [_asked(rules[key], given[key]) for key in asked]


def _asked(rule: Mapping[str, Any], value: object) -> Criterion:
    values = dict.fromkeys(rule["codes"], 1.0) if "codes" in rule else None
    return Criterion(
        id=f"inquiry_{rule['key']}",
        field=rule["field"],
        weight=0.0,
        label=Label(**rule["label"]),
        codes=values,
        required=_asked_requirement(rule, value),
        ask=Label(**rule["ask"]),
    )


def _asked_requirement(rule: Mapping[str, Any], value: object) -> Requirement:
    unfit = InquiryUnfit(key=rule["key"], value=_shown(value), expected=rule["expected"])
    kind = rule["kind"]
    if kind == "yes":
        if value is not True:
            raise unfit
        return Requirement(codes=tuple(rule["pass"]), doubt=tuple(rule["open"]))
    if kind == "class":
        if value not in rule["codes"]:
            raise unfit
        return Requirement(codes=tuple(rule["codes"][: rule["codes"].index(value) + 1]))
    if kind == "date":
        return _by_date(value, unfit)
    if value is True and "default" in rule:
        value = rule["default"]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= _float(value) <= rule["limit"]:
        raise unfit
    return Requirement(low=float(value)) if kind == "at_least" else Requirement(high=float(value))


def _by_date(value: object, unfit: InquiryUnfit) -> Requirement:
    """Return the requirement on a year of availability: a site of the very year of a day may come too late."""
    if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200:
        return Requirement(high=float(value))
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise unfit from None
    last = (day.month, day.day) == (12, 31)
    return Requirement(high=float(day.year), doubt=() if last else (float(day.year),))
