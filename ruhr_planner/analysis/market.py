"""Answers of operators to a market inquiry (Markterkundung): checked row by row, and what remains after them.

Every row is taken or rejected with one reason. An answer counts for fibre if its technology is fibre into the building
and its speed, where stated, is high enough; gigabit over cable is an answer, but closes nothing. Of several answers to
an object the strongest counts: built, binding, funded, announced, none (the order of codes.MARKET_ANSWER), among equals
the earliest date. Which answers close a gap is the planner's choice: under the Gigabit-Rahmenregelung only binding
plans within the period looked at do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qgis.core import Qgis, QgsGeometry

from ruhr_planner.model import codes
from ruhr_planner.model.codes import CodeList
from ruhr_planner.model.results import MARKET_ANSWER

_SEGMENTS = 8
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PLANNED = (codes.MARKET_ANSWER.binding, codes.MARKET_ANSWER.funded, codes.MARKET_ANSWER.announced)
_RANK = {answer: rank for rank, answer in enumerate(codes.MARKET_ANSWER)}


@dataclass(frozen=True)
class Given:
    """One row of a filled-in form: file, number below the heading from 1, values by the names of MARKET_ANSWER."""

    file: str
    row: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Answer:
    """A row that was taken."""

    file: str
    row: int
    inquiry: str | None
    object_id: str
    answer: str
    technology: str | None
    mbit: float | None
    day: date | None
    operator: str
    note: str | None


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken; `reason` is of codes.MARKET_REJECTION, `found` what stood there."""

    file: str
    row: int
    object_id: str | None
    operator: str | None
    reason: str
    found: str | None


@dataclass(frozen=True)
class Rules:
    """The day of the check, the last day of the period looked at, the least speed, and the answers that close a gap."""

    as_of: date
    until: date
    min_mbit: float
    closing: Collection[str]

    def counts(self, answer: Answer) -> bool:
        """Tell whether an answer speaks of fibre that is fast enough; no speed stated is no objection."""
        fast = answer.mbit is None or answer.mbit >= self.min_mbit
        return answer.technology in codes.FIBRE_TECHNOLOGIES and fast

    def closes(self, answer: Answer) -> bool:
        """Tell whether an answer closes the gap."""
        return answer.answer in self.closing and self.counts(answer)


class _Refusal(Exception):
    """Why a row is not taken."""

    def __init__(self, reason: str, found: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found


# ----------------------------------------------------------------------------------------------------------------- rows
def judge(rows: Iterable[Given], asked: Mapping[str, str | None], rules: Rules) -> tuple[list[Answer], list[Rejected]]:
    """Check every row: taken and rejected together are the rows.

    :param asked: the inquiry (None = unknown) of every object that was asked for, by its id.
    """
    taken: list[Answer] = []
    rejected: list[Rejected] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        try:
            answer = _answer(row, asked, rules, seen)
        except _Refusal as refusal:
            name, who = _text(row, MARKET_ANSWER.object_id), _text(row, MARKET_ANSWER.operator)
            found = None if refusal.found is None else str(refusal.found)
            rejected.append(Rejected(row.file, row.row, name, who, refusal.reason, found))
            continue
        seen.add((answer.object_id, operator_key(answer.operator)))
        taken.append(answer)
    return taken, rejected


def _answer(row: Given, asked: Mapping[str, str | None], rules: Rules, seen: Collection[tuple[str, str]]) -> Answer:
    """Read a row; `seen` are the pairs of object and operator that have been taken."""
    reasons = codes.MARKET_REJECTION
    name = _text(row, MARKET_ANSWER.object_id)
    if name is None:
        raise _Refusal(reasons.no_object)
    if name not in asked:
        raise _Refusal(reasons.unknown_object, name)
    inquiry = _text(row, MARKET_ANSWER.inquiry)
    if inquiry is not None and asked[name] is not None and inquiry != asked[name]:
        raise _Refusal(reasons.other_inquiry, inquiry)
    said = _text(row, MARKET_ANSWER.answer)
    if said is None:
        raise _Refusal(reasons.no_answer)
    answer = _code(codes.MARKET_ANSWER, said)
    if answer is None:
        raise _Refusal(reasons.unknown_answer, said)
    operator = _text(row, MARKET_ANSWER.operator)
    if operator is None:
        raise _Refusal(reasons.no_operator)
    technology = _technology(row, answer)
    mbit = _speed(row)
    day = _day(row, answer, rules)
    note = _text(row, MARKET_ANSWER.note)
    if (name, operator_key(operator)) in seen:
        raise _Refusal(reasons.twice, operator)
    return Answer(row.file, row.row, inquiry, name, answer, technology, mbit, day, operator, note)


def _text(row: Given, name: str) -> str | None:
    """Return a cell as text; a whole number that a spreadsheet made a decimal is a whole number again."""
    value = row.values.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return text or None


def _code(known: CodeList, said: str) -> str | None:
    """Return the code that a text is or, in German or English, stands for."""
    wanted = said.casefold()
    for code in known:
        if wanted in (code.casefold(), known.label(code, "de").casefold(), known.label(code, "en").casefold()):
            return code
    return None


def _technology(row: Given, answer: str) -> str | None:
    said = _text(row, MARKET_ANSWER.technology)
    if said is None:
        if answer == codes.MARKET_ANSWER.none:
            return None
        raise _Refusal(codes.MARKET_REJECTION.no_technology)
    technology = _code(codes.TECHNOLOGY, said)
    if technology is None or technology == codes.TECHNOLOGY.alle:
        raise _Refusal(codes.MARKET_REJECTION.unknown_technology, said)
    return technology


def _speed(row: Given) -> float | None:
    said = _text(row, MARKET_ANSWER.mbit)
    if said is None:
        return None
    try:
        speed = float(re.sub(r"\.(?=\d{3}(\D|$))", "", said).replace(",", "."))  # 1.000 is a thousand
    except ValueError as error:
        raise _Refusal(codes.MARKET_REJECTION.bad_speed, said) from error
    if not math.isfinite(speed) or speed < 0:
        raise _Refusal(codes.MARKET_REJECTION.bad_speed, said)
    return speed


def _day(row: Given, answer: str, rules: Rules) -> date | None:
    reasons = codes.MARKET_REJECTION
    said = _text(row, MARKET_ANSWER.date)
    if said is None:
        if answer in _PLANNED:
            raise _Refusal(reasons.no_date)
        return None
    day = _read_day(said)
    if day is None:
        raise _Refusal(reasons.bad_date, said)
    if answer == codes.MARKET_ANSWER.built and day > rules.as_of:
        raise _Refusal(reasons.built_later, said)
    if answer in _PLANNED and day < rules.as_of:
        raise _Refusal(reasons.overdue, said)
    if answer in _PLANNED and day > rules.until:
        raise _Refusal(reasons.beyond_horizon, said)
    return day


def _read_day(said: str) -> date | None:
    german = _GERMAN_DATE.fullmatch(said)
    try:
        if german is not None:
            day, month, year = (int(part) for part in german.groups())
            return date(year, month, day)
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def operator_key(name: str) -> str:
    """Return what two spellings of an operator have in common: letters in one case, single blanks."""
    return " ".join(name.casefold().split())


def years_later(day: date, years: int) -> date:
    """Return the same day years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# -------------------------------------------------------------------------------------------------------------- objects
@dataclass(frozen=True)
class State:
    """What all answers say of one object; `best` None = nobody spoke of fibre nor said that nothing is planned."""

    n_answers: int
    best: Answer | None
    closed: bool


def states(objects: Sequence[str], taken: Iterable[Answer], rules: Rules) -> list[State]:
    """Return the state of each object in their order."""
    by_object: dict[str, list[Answer]] = {}
    for answer in taken:
        by_object.setdefault(answer.object_id, []).append(answer)
    made = []
    for name in objects:
        own = by_object.get(name, [])
        said = [each for each in own if each.answer == codes.MARKET_ANSWER.none or rules.counts(each)]
        best = min(said, key=lambda each: (_RANK[each.answer], each.day or date.max, each.operator), default=None)
        made.append(State(len(own), best, any(rules.closes(each) for each in own)))
    return made


# ------------------------------------------------------------------------------------------------------------- progress
@dataclass(frozen=True)
class Progress:
    """Counts of one municipality; `n_by_answer` follows the best answer to each object."""

    key: str | None
    n_asked: int
    n_answered: int
    n_by_answer: Mapping[str, int]
    operators: tuple[str, ...]
    covered_until: date | None
    n_remaining: int


def progress(
    objects: Sequence[str], keys: Sequence[str | None], found: Sequence[State], taken: Iterable[Answer]
) -> list[Progress]:
    """Return one row a municipality in their order, unknown last."""
    place_of = {name: place for place, name in enumerate(objects)}
    spoke: dict[str | None, dict[str, str]] = {}
    for answer in taken:
        own = spoke.setdefault(keys[place_of[answer.object_id]], {})
        own.setdefault(operator_key(answer.operator), answer.operator)
    rows = []
    for key in sorted(set(keys), key=lambda key: (key is None, key or "")):
        here = [state for state, own in zip(found, keys) if own == key]
        best = [state.best for state in here if state.best is not None]
        rows.append(
            Progress(
                key,
                len(here),
                sum(state.n_answers > 0 for state in here),
                {code: sum(answer.answer == code for answer in best) for code in codes.MARKET_ANSWER},
                tuple(spoke.get(key, {}).values()),
                _latest(state.best for state in here if state.closed),
                sum(not state.closed for state in here),
            )
        )
    return rows


def _latest(answers: Iterable[Answer | None]) -> date | None:
    """Return the latest date of planned build-out, None where none is planned."""
    days = [each.day for each in answers if each is not None and each.day is not None and each.answer in _PLANNED]
    return max(days, default=None)


@dataclass(frozen=True)
class Operator:
    """What one operator answered."""

    name: str
    n_answered: int
    n_by_answer: Mapping[str, int]
    covered_until: date | None
    n_rejected: int


def operators(asked: Sequence[str], taken: Sequence[Answer], rejected: Sequence[Rejected]) -> list[Operator]:
    """Return one row an operator: those that were asked in their order, then others that answered."""
    names: dict[str, str] = {operator_key(name): name for name in asked}
    for who in [*(answer.operator for answer in taken), *(row.operator for row in rejected)]:
        if who is not None:
            names.setdefault(operator_key(who), who)
    rows = []
    for key, name in names.items():
        own = [answer for answer in taken if operator_key(answer.operator) == key]
        counts = {code: sum(answer.answer == code for answer in own) for code in codes.MARKET_ANSWER}
        refused = sum(row.operator is not None and operator_key(row.operator) == key for row in rejected)
        rows.append(Operator(name, len(own), counts, _latest(own), refused))
    return rows


# ------------------------------------------------------------------------------------------------------------- geometry
def areas(
    geometries: Sequence[QgsGeometry], keys: Sequence[str | None], around: float
) -> list[tuple[str | None, QgsGeometry, int]]:
    """Return for each municipality key the union of its objects widened by `around` metres, and their number."""
    rows = []
    for key in sorted(set(keys), key=lambda key: (key is None, key or "")):
        own = [geometry for geometry, other in zip(geometries, keys) if other == key]
        distinct = {bytes(geometry.asWkb()): geometry for geometry in own}  # many may lie on one point
        wide = [geometry.buffer(around, _SEGMENTS) for geometry in distinct.values()]
        rows.append((key, QgsGeometry.unaryUnion(wide), len(own)))
    return rows


def as_area(geometry: QgsGeometry, around: float) -> QgsGeometry:
    """Return an area that holds the object: itself, or a disc of `around` metres about a point."""
    if geometry.type() == Qgis.GeometryType.Polygon:
        return geometry
    return geometry.buffer(around, _SEGMENTS)
