"""The rules of a profile on pages of a source: columns in, columns out, each distinct value converted once.

A layer of 95,000 records holds a few hundred distinct codes, dates and areas a column, so a rule looks at each distinct
value once and the page is a matter of dictionary look-ups. What a rule refuses is remembered with rule and reason; the
record goes to the rejected ones, with all its raw values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ruhr_planner.harmonise import values
from ruhr_planner.harmonise.expression import Evaluate
from ruhr_planner.harmonise.outcome import MAX_VALUES, FieldValues, ValueCount
from ruhr_planner.harmonise.profile import KEEP, REJECT, Profile, Rule
from ruhr_planner.harmonise.values import REASON, Refused, Value
from ruhr_planner.model import errors
from ruhr_planner.model.tables import AGS, Field, text

SHAPEFILE_NAME = 10
"""Longer names of fields are cut in a Shapefile."""

MAX_DISTINCT = 5_000
"""Columns with more distinct values, such as names, have no table of values; converted ones are not kept either."""

Column = Sequence[Any]


class Refusal(NamedTuple):
    """Why a record is rejected: reason (a code of `codes.REJECTION`), field of the target, rule, and raw value."""

    reason: str
    field: str
    rule: str
    value: str


@dataclass
class Mapped:
    """The columns of a page by the target's field names, and the refusals by the place of the record."""

    columns: dict[str, list[Any]]
    refused: dict[int, Refusal]


# ------------------------------------------------------------------------------------------------------------- columns
class Names:
    """The fields of a source, found as profiles name them: without regard to case, and as a Shapefile cuts them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._exact = {name: at for at, name in reversed(list(enumerate(names)))}
        self._folded = {name.casefold(): at for at, name in reversed(list(enumerate(names)))}

    def find(self, name: str) -> int:
        """Return the position of a field, -1 if there is none."""
        found = self._exact.get(name, self._folded.get(name.casefold(), -1))
        if found < 0 and len(name) > SHAPEFILE_NAME:
            found = self._folded.get(name[:SHAPEFILE_NAME].casefold(), -1)
        return found


def missing(profile: Profile, names: Names) -> list[str]:
    """Return the fields that the profile asks for and the source does not have, but for those that may be absent.

    A rule with several fields lacks something only if it has none of them.

    :raises SourceFieldMissing: one that the filter or a required rule needs.
    """
    found: dict[str, None] = {}
    for name in sorted(profile.filter.names if profile.filter else ()):
        if names.find(name) < 0 and name not in profile.optional:
            raise errors.SourceFieldMissing(field=name, profile=profile.id, known=", ".join(names.names))
    for rule in profile.rules:
        absent = [name for name in rule.names if names.find(name) < 0 and name not in profile.optional]
        if rule.columns and len(absent) < len(rule.columns):
            continue
        if absent and rule.required:
            raise errors.SourceFieldMissing(field=absent[0], profile=profile.id, known=", ".join(names.names))
        found.update(dict.fromkeys(absent))
    return list(found)


# --------------------------------------------------------------------------------------------------------------- rules
class Rules:
    """The rules of a profile, with what they have seen. Ask `page` for every page, `summary` in the end."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._bound: list[_Bound] = []
        self._filter: Evaluate | None = None
        self._fields: tuple[str, ...] | None = None
        self._rules = [_Converter(rule, _column(profile, rule.field)) for rule in profile.rules]

    def bind(self, names: Names) -> None:
        """Take the fields of the source; again when a later page has others."""
        if names.names == self._fields:
            return
        self._fields = names.names
        positions = _Positions(names)
        self._bound = [_Bound(converter, names, positions) for converter in self._rules]
        self._filter = self._profile.filter.bind(positions) if self._profile.filter else None

    def passes(self, rows: Sequence[Sequence[Any]]) -> tuple[list[int], dict[int, Refusal]]:
        """Return the places of the records that pass the filter, and those where it cannot be computed."""
        if self._filter is None:
            return list(range(len(rows))), {}
        kept, refused = [], {}
        for place, row in enumerate(rows):
            found = _tried(self._filter, row)
            if isinstance(found, Refused):
                refused[place] = Refusal(found.reason, "", "filter", _shown(found.raw))
            if found:
                kept.append(place)
        return kept, refused

    def page(self, rows: Sequence[Sequence[Any]]) -> Mapped:
        """Return the columns of the target. :param rows: the raw values of the records that passed the filter."""
        columns = list(zip(*rows)) if rows else []
        made: dict[str, list[Any]] = {}
        refused: dict[int, Refusal] = {}
        for bound in self._bound:
            column = bound.column(rows, columns)
            made[bound.converter.rule.field] = column
            for place in bound.refused:
                refused.setdefault(place, bound.refused[place])
        return Mapped(made, refused)

    def summary(self) -> tuple[FieldValues, ...]:
        """Return the values of each field before and after."""
        return tuple(converter.summary() for converter in self._rules)


class _Positions(Mapping[str, int]):
    """Where an expression finds its fields."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getitem__(self, name: str) -> int:
        found = self._names.find(name)
        if found < 0:
            raise KeyError(name)
        return found

    def __iter__(self) -> Any:
        return iter(self._names.names)

    def __len__(self) -> int:
        return len(self._names.names)


def _column(profile: Profile, name: str) -> Field:
    return profile.target.column(name) if name in profile.target else text(name, name, name)


def _tried(expr: Evaluate, row: Sequence[Any]) -> Any:
    """Return what an expression is for a record, or why it cannot be computed."""
    try:
        return expr(row)
    except Refused as problem:
        return problem


def _shown(raw: object) -> str:
    return "" if raw is None else str(raw)[:80]


class _Bound:
    """A rule on the fields of one source."""

    def __init__(self, converter: _Converter, names: Names, positions: Mapping[str, int]) -> None:
        self.converter = converter
        rule = converter.rule
        self._from = [at for at in (names.find(name) for name in rule.columns) if at >= 0]
        self._join = [at for at in (names.find(name) for name in rule.join) if at >= 0]
        self._expr = rule.expr.bind(positions) if rule.expr is not None else None
        self.refused: dict[int, Refusal] = {}

    def column(self, rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> list[Any]:
        """Return the field's values for a page; `refused` says which could not be had."""
        self.refused = {}
        rule = self.converter.rule
        if self._expr is not None:
            raw: Column = self._computed(rows, self._expr)
        elif rule.columns:
            raw = self._first(columns, len(rows))
        elif rule.join:
            raw = self._joined(columns, len(rows))
        else:
            return [rule.const] * len(rows)
        made, refusals = self.converter.convert(raw)
        for place, refusal in refusals.items():
            self.refused.setdefault(place, refusal)
        return made

    def _computed(self, rows: Sequence[Sequence[Any]], expr: Evaluate) -> list[Any]:
        found = []
        for place, row in enumerate(rows):
            value = _tried(expr, row)
            if isinstance(value, Refused):
                self.refused[place] = self.converter.refusal(value.reason, value.raw)
                value = None
            found.append(int(value) if isinstance(value, bool) else value)
        return found

    def _first(self, columns: Sequence[Column], count: int) -> Column:
        """Return the first known of several fields."""
        if not self._from or not columns:
            return [None] * count
        found: Column = columns[self._from[0]]
        for at in self._from[1:]:
            found = [
                other if mine is None or (isinstance(mine, str) and values.is_unknown(mine)) else mine
                for mine, other in zip(found, columns[at])
            ]
        return found

    def _joined(self, columns: Sequence[Column], count: int) -> list[Any]:
        if not self._join or not columns:
            return [None] * count
        separator = self.converter.rule.separator
        parts = [[None if values.is_unknown(raw) else values.text(raw) for raw in columns[at]] for at in self._join]
        return [separator.join(part for part in row if part) or None for row in zip(*parts)]


@dataclass
class _Converter:
    """What a rule does with a raw value, and what it has done."""

    rule: Rule
    column: Field
    _made: dict[Any, Value | Refusal] = field(default_factory=dict)
    _seen: Counter[Any] = field(default_factory=Counter)
    _many: bool = False
    _decimal: str | None = None
    _known: int = 0
    _unknown: int = 0

    def __post_init__(self) -> None:
        rule, codes = self.rule, self.column.codes
        known = values.spellings(codes, digits=rule.mapping is None) if codes is not None else {}
        self._spellings: dict[str, Value] = {**known, **(rule.mapping or {})}
        self._words = frozenset(values.key(word) for word in rule.unknown)
        self._convert = self._converted()

    def convert(self, raw: Column) -> tuple[list[Any], dict[int, Refusal]]:
        """Convert a column; values that are refused are None, with a refusal by their place."""
        if self._decimal is None:
            self._decimal = self.rule.decimal or self._sign(raw)
        made = self._made
        fresh = set(raw).difference(made)
        if len(made) + len(fresh) > MAX_DISTINCT:
            self._many = True
            made = self._made = {value: made[value] for value in set(raw).intersection(made)}
        refused = False
        for value in fresh:
            made[value] = found = self._one(value)
            refused = refused or isinstance(found, Refusal)
        self._count(raw)
        column = [made[value] for value in raw]
        refusals = {}
        if refused or self._has_refusals:
            self._has_refusals = True
            for place, found in enumerate(column):
                if isinstance(found, Refusal):
                    refusals[place], column[place] = found, None
        blank = column.count(None)
        self._unknown += blank
        self._known += len(column) - blank
        return column, refusals

    _has_refusals = False

    def refusal(self, reason: str, raw: object) -> Refusal:
        """Return why a value of this rule is refused."""
        return Refusal(reason, self.rule.field, _named(self.rule), _shown(raw))

    def summary(self) -> FieldValues:
        """Return the most frequent values before and after."""
        listed = []
        for raw, count in self._seen.most_common(MAX_VALUES):
            found = self._made.get(raw)
            refused = isinstance(found, Refusal)
            listed.append(ValueCount(_shown(raw), None if isinstance(found, Refusal) else found, count, refused))
        constant = not self.rule.names
        more = 0 if constant else max(0, len(self._seen) - len(listed))
        return FieldValues(
            self.rule.field,
            self.rule.names,
            (ValueCount("", self.rule.const, 0),) if constant else tuple(listed),
            more,
            self._known,
            self._unknown,
        )

    def _count(self, raw: Column) -> None:
        if self._many:
            self._seen.clear()
        else:
            self._seen.update(raw)

    def _sign(self, raw: Column) -> str:
        """Find out the decimal sign of a text column from its first page."""
        return values.decimal_of(raw) if self.column.kind in ("int", "real") else ""

    def _one(self, raw: Any) -> Value | Refusal:
        """Return what one raw value becomes."""
        rule = self.rule
        try:
            found = self._parts(raw) if rule.split else self._value(raw)
        except Refused as problem:
            if rule.otherwise == REJECT:
                return self.refusal(problem.reason, raw)
            return values.text(raw) if rule.otherwise == KEEP else rule.otherwise
        if found is None and rule.has_default:
            found = rule.default
        if found is None and rule.required:
            return self.refusal(REASON.missing, raw)
        return found

    def _parts(self, raw: Any) -> Value:
        words = values.text(raw)
        if words is None:
            return None
        found = (self._value(part.strip()) for part in words.split(self.rule.split.strip() or None))
        return ";".join(dict.fromkeys(str(part) for part in found if part is not None)) or None

    def _value(self, raw: Any) -> Value:
        if self._spellings and raw is not None:
            word = values.key(raw)
            if word in self._spellings:
                return self._spellings[word]
        if values.is_unknown(raw, self._words):
            return None
        if self.rule.prefix:
            words = values.text(raw) or ""
            raw = words if words.startswith(self.rule.prefix) else self.rule.prefix + words
            if self._spellings and values.key(raw) in self._spellings:
                return self._spellings[values.key(raw)]
        found = self._convert(raw)
        if isinstance(found, (int, float)) and not values.within(found, self.column.low, self.column.high):
            raise Refused(REASON.out_of_range, raw)
        return found

    def _converted(self) -> Callable[[Any], Value]:
        """Return what turns a raw value that is in no map into one of the field's kind."""
        column = self.column
        if column.codes is not None or self.rule.mapping is not None:
            return self._unmapped
        if column.kind == "date":
            ways = (*self.rule.dates, "iso") if self.rule.dates else ()  # a field that is a date comes in ISO
            return lambda raw: values.day(raw, ways)
        if column.kind == "int" and (column.low, column.high) == (0, 1):
            return values.flag
        if column.kind == "int":
            return self._whole
        if column.kind == "real":
            return lambda raw: values.quantity(raw, self.rule.unit, column.unit, self._decimal or "")
        return self._text

    def _unmapped(self, raw: Any) -> Value:
        raise Refused(REASON.unmapped, raw)

    def _whole(self, raw: Any) -> int | None:
        if not self.rule.unit:
            return values.whole(raw, self._decimal or "")
        return values.whole(values.quantity(raw, self.rule.unit, self.column.unit, self._decimal or ""))

    def _text(self, raw: Any) -> str | None:
        words = values.text(raw)
        if words is not None and self.column.width and len(words) > self.column.width and self.column.name != AGS.name:
            raise Refused(REASON.too_long, raw)
        return words


def _named(rule: Rule) -> str:
    """Return a rule as the report shows it."""
    if rule.expr is not None:
        return f"expr: {rule.expr.text}"
    names: Iterable[str] = rule.columns or rule.join
    return f"{'from' if rule.columns else 'join'}: {', '.join(names)}"
