"""The expressions of profiles (`expr` and `filter`): a closed language of its own.

A profile comes by mail. What it says must neither read a file, an environment variable or the project, as QGIS's
expressions do, nor run code, nor take for ever. So there is a tokenizer, a parser and a closure for each node, and
nothing outside of the tables below can be named. Length and depth are limited, and there is no loop: the time is
bounded by the length of the expression and of the values.

    or · and · not · = != <> < <= > >= · [not] in (…) · [not] like '…' · is [not] null · + - · * / · - · ( )
    'text' · 12.5 · true · false · null · field · "field with blanks"
    lower upper trim length substr replace concat coalesce if number date round matches

Null is unknown, as in SQL: it compares to nothing, `and`, `or` and `not` follow three-valued logic, and a filter takes
only what is true. A number compares to a text by the number that the text holds; a text that holds none is not equal to
it, and neither greater nor less, so that the record is rejected. Two texts that hold numbers are ordered by these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from ruhr_planner.harmonise import values
from ruhr_planner.harmonise.pattern import Pattern, PatternFault
from ruhr_planner.harmonise.values import REASON, Refused
from ruhr_planner.model.errors import ExpressionFault

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_RESULT = values.MAX_TEXT

Evaluate = Callable[[Sequence[Any]], Any]
"""From the values of a record, in the source's order, to the value of the expression."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""\s+
    |(?P<number>\d{1,18}(?:\.\d{1,18})?|\.\d{1,18})
    |(?P<text>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")+")
    |(?P<word>[^\W\d][\w:.]*)
    |(?P<sign><=|>=|<>|!=|[=<>+\-*/(),])""",
    re.VERBOSE,
)
_WORDS = frozenset(("and", "or", "not", "in", "like", "is", "null", "true", "false"))


def _tokens(text: str) -> list[_Token]:
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionFault(text=text, position=at + 1, found=text[at : at + 10])
        if match.lastgroup is not None:
            word = match.group()
            kind = match.lastgroup
            if kind == "word" and word.lower() in _WORDS:
                kind, word = "key", word.lower()
            found.append(_Token(kind, word, at))
        at = match.end()
    return [*found, _Token("end", "", len(text))]


# ---------------------------------------------------------------------------------------------------------------- tree
@dataclass(frozen=True)
class _Node:
    """An operation with its operands; a leaf holds a value or the name of a field."""

    op: str
    parts: tuple[_Node, ...] = ()
    value: Any = None


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `names` are the fields it asks for."""

    text: str
    names: frozenset[str]
    tree: _Node

    def bind(self, positions: Mapping[str, int]) -> Evaluate:
        """Return what evaluates the expression on records. :param positions: where each field stands in a record; one
        that is not named is null.

        The result may raise `Refused` where a value cannot be computed.
        """
        return _bind(self.tree, positions)


def parse(text: str) -> Expression:
    """Parse an expression. :raises ExpressionFault: not of this language, too long or too deep."""
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(text=text[:60] + " …", position=MAX_LENGTH, found="…")
    parser = _Parser(text)
    return Expression(text, frozenset(parser.names), parser.tree)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self.names: set[str] = set()
        self.tree = self._or()
        if self._peek().kind != "end":
            self._refuse()

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def _skip(self, *texts: str) -> bool:
        token = self._peek()
        if token.kind in ("sign", "key") and token.text in texts:
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            self._refuse()

    def _refuse(self, token: _Token | None = None) -> NoReturn:
        token = token or self._peek()
        raise ExpressionFault(text=self._text, position=token.at + 1, found=token.text or "–")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse()

    def _or(self) -> _Node:
        self._deeper()
        parts = [self._and()]
        while self._skip("or"):
            parts.append(self._and())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else _Node("or", tuple(parts))

    def _and(self) -> _Node:
        parts = [self._not()]
        while self._skip("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else _Node("and", tuple(parts))

    def _not(self) -> _Node:
        if not self._skip("not"):
            return self._compared()
        self._deeper()
        node = _Node("not", (self._not(),))
        self._depth -= 1
        return node

    def _compared(self) -> _Node:
        node = self._sum()
        token = self._peek()
        if token.kind == "sign" and token.text in _COMPARE:
            self._at += 1
            return _Node("compare", (node, self._sum()), token.text)
        if self._skip("is"):
            negative = self._skip("not")
            self._expect("null")
            return _negated(_Node("null", (node,)), negative)
        negative = self._skip("not")
        if self._skip("in"):
            return _negated(_Node("in", (node, *self._list())), negative)
        if self._skip("like"):
            return _negated(_Node("like", (node,), _like(self._literal())), negative)
        if negative:
            self._refuse()
        return node

    def _sum(self) -> _Node:
        node = self._product()
        while self._peek().kind == "sign" and self._peek().text in "+-":
            sign = self._take().text
            node = _Node(sign, (node, self._product()))
        return self._shallow(node)

    def _product(self) -> _Node:
        node = self._signed()
        while self._peek().kind == "sign" and self._peek().text in "*/":
            sign = self._take().text
            node = _Node(sign, (node, self._signed()))
        return self._shallow(node)

    def _shallow(self, node: _Node) -> _Node:
        """Refuse a long chain of operators, which is as deep as it is long."""
        depth, inner = 0, node
        while inner.op in ("+", "-", "*", "/"):
            depth, inner = depth + 1, inner.parts[0]
        if depth > MAX_DEPTH:
            self._refuse()
        return node

    def _signed(self) -> _Node:
        if not self._skip("-"):
            return self._atom()
        self._deeper()
        node = _Node("-", (_Node("value", value=0), self._signed()))
        self._depth -= 1
        return node

    def _atom(self) -> _Node:
        token = self._take()
        if token.kind == "number":
            return _Node("value", value=float(token.text) if "." in token.text else int(token.text))
        if token.kind == "text":
            return _Node("value", value=token.text[1:-1].replace("''", "'"))
        if token.kind == "key" and token.text in _CONSTANTS:
            return _Node("value", value=_CONSTANTS[token.text])
        if token.kind == "quoted":
            return self._field(token.text[1:-1].replace('""', '"'))
        if token.kind == "word":
            if self._peek().text == "(" and self._peek().kind == "sign":
                return self._call(token)
            return self._field(token.text)
        if token.text != "(" or token.kind != "sign":
            self._refuse(token)
        node = self._or()
        self._expect(")")
        return node

    def _field(self, name: str) -> _Node:
        self.names.add(name)
        return _Node("field", value=name)

    def _list(self) -> tuple[_Node, ...]:
        self._expect("(")
        parts = [self._or()]
        while self._skip(","):
            parts.append(self._or())
        self._expect(")")
        return tuple(parts)

    def _literal(self) -> str:
        token = self._take()
        if token.kind != "text":
            self._refuse(token)
        return token.text[1:-1].replace("''", "'")

    def _call(self, token: _Token) -> _Node:
        name = token.text.lower()
        if name not in _ARGUMENTS:
            self._refuse(token)
        parts = self._list()
        least, most = _ARGUMENTS[name]
        if not least <= len(parts) <= most:
            self._refuse(token)
        if name == "matches":
            return _Node("matches", parts[:1], self._pattern(parts[1], token))
        if name == "date" and len(parts) == 2:
            pattern = parts[1].value if parts[1].op == "value" else None
            if not isinstance(pattern, str) or not values.is_date_pattern(pattern):
                self._refuse(token)
            return _Node("date", parts[:1], (pattern,))
        return _Node(name, parts, () if name == "date" else None)

    def _pattern(self, node: _Node, token: _Token) -> Pattern:
        if node.op != "value" or not isinstance(node.value, str):
            self._refuse(token)
        try:
            return Pattern(node.value)
        except PatternFault:
            raise ExpressionFault(text=self._text, position=token.at + 1, found=str(node.value)) from None


_CONSTANTS: dict[str, Any] = {"null": None, "true": True, "false": False}
_ARGUMENTS = {
    "lower": (1, 1), "upper": (1, 1), "trim": (1, 1), "length": (1, 1), "substr": (2, 3), "replace": (3, 3),
    "concat": (1, 20), "coalesce": (1, 20), "if": (3, 3), "number": (1, 2), "date": (1, 2), "round": (1, 2),
    "matches": (2, 2),
}  # fmt: skip
FUNCTIONS = tuple(_ARGUMENTS)
"""All there are."""


def _negated(node: _Node, negative: bool) -> _Node:
    return _Node("not", (node,)) if negative else node


def _like(words: str) -> Pattern:
    """Return SQL's `%` and `_` as a pattern. :raises ExpressionFault: too long."""
    signs = {"%": ".*", "_": "."}
    made = "".join(signs.get(one) or (one if one.isalnum() or one == " " else "\\" + one) for one in words)
    try:
        return Pattern(made)
    except PatternFault:
        raise ExpressionFault(text=words[:60], position=1, found="like") from None


# ---------------------------------------------------------------------------------------------------------- evaluation
def _bind(node: _Node, positions: Mapping[str, int]) -> Evaluate:
    if node.op == "value":
        return _constant(node.value)
    if node.op == "field":
        return _fetch(positions.get(node.value, -1))
    parts = [_bind(part, positions) for part in node.parts]
    if node.op in _BINDERS:
        return _BINDERS[node.op](parts, node.value)
    return _called(_FUNCTIONS[node.op], parts)


def _constant(value: Any) -> Evaluate:
    return lambda _record: value


def _fetch(position: int) -> Evaluate:
    if position < 0:
        return _constant(None)
    return lambda record: record[position]


def _called(function: Callable[..., Any], parts: Sequence[Evaluate]) -> Evaluate:
    if len(parts) == 1:
        (only,) = parts
        return lambda record: function(only(record))
    if len(parts) == 2:
        first, second = parts
        return lambda record: function(first(record), second(record))
    return lambda record: function(*[part(record) for part in parts])


def _truth(value: Any) -> bool | None:
    """Return a value as true, false or unknown. :raises Refused: it is none of them."""
    if value is None or isinstance(value, bool):
        return value
    found = _as_number(value)
    if found is not None:
        return found != 0
    raise Refused(REASON.expression, value)


def _bind_or(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    def evaluate(record: Sequence[Any]) -> bool | None:
        unknown = False
        for part in parts:
            found = _truth(part(record))
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return evaluate


def _bind_and(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    def evaluate(record: Sequence[Any]) -> bool | None:
        unknown = False
        for part in parts:
            found = _truth(part(record))
            if found is False:
                return False
            unknown = unknown or found is None
        return None if unknown else True

    return evaluate


def _bind_not(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    (only,) = parts

    def evaluate(record: Sequence[Any]) -> bool | None:
        found = _truth(only(record))
        return None if found is None else not found

    return evaluate


def _bind_if(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    condition, yes, no = parts
    return lambda record: yes(record) if _truth(condition(record)) else no(record)


def _bind_coalesce(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    def evaluate(record: Sequence[Any]) -> Any:
        for part in parts:
            found = part(record)
            if not values.is_unknown(found):
                return found
        return None

    return evaluate


def _bind_in(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    item, *others = parts

    def evaluate(record: Sequence[Any]) -> bool | None:
        wanted = item(record)
        if wanted is None:
            return None
        found = [_compare("=", wanted, other(record)) for other in others]
        return True if True in found else (None if None in found else False)

    return evaluate


def _bind_compare(parts: Sequence[Evaluate], sign: Any) -> Evaluate:
    first, second = parts
    return lambda record: _compare(sign, first(record), second(record))


def _bind_null(parts: Sequence[Evaluate], _value: Any) -> Evaluate:
    (only,) = parts
    return lambda record: only(record) is None


def _bind_pattern(parts: Sequence[Evaluate], pattern: Any) -> Evaluate:
    (only,) = parts
    seen: dict[str, bool] = {}

    def evaluate(record: Sequence[Any]) -> bool | None:
        words = values.text(only(record))
        if words is None:
            return None
        if words not in seen:
            if len(seen) >= _KEEP:
                seen.clear()
            seen[words] = pattern.matches(words)
        return seen[words]

    return evaluate


def _bind_date(parts: Sequence[Evaluate], patterns: Any) -> Evaluate:
    (only,) = parts
    return lambda record: values.day(only(record), patterns)


_KEEP = 10_000
_BINDERS: dict[str, Callable[[Sequence[Evaluate], Any], Evaluate]] = {
    "or": _bind_or,
    "and": _bind_and,
    "not": _bind_not,
    "if": _bind_if,
    "coalesce": _bind_coalesce,
    "in": _bind_in,
    "compare": _bind_compare,
    "null": _bind_null,
    "like": _bind_pattern,
    "matches": _bind_pattern,
    "date": _bind_date,
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


_ORDER = frozenset(("<", "<=", ">", ">="))


def _compare(sign: str, first: Any, second: Any) -> bool | None:
    if first is None or second is None:
        return None
    texts = isinstance(first, str) + isinstance(second, str)
    if texts == 1 and sign in _ORDER:
        first, second = _number(first), _number(second)
        if first is None or second is None:
            return None
    elif texts == 1 or (texts == 2 and sign in _ORDER):
        numbers = _as_number(first), _as_number(second)
        if None not in numbers:
            first, second = numbers
        else:
            first, second = values.text(first) or "", values.text(second) or ""
    return _COMPARE[sign](first, second)


def _as_number(value: Any) -> float | None:
    try:
        return values.number(value)
    except Refused:
        return None


def _arithmetic(operation: Callable[[float, float], float]) -> Callable[[Any, Any], float | None]:
    def evaluate(first: Any, second: Any) -> float | None:
        a, b = values.number(first), values.number(second)
        if a is None or b is None:
            return None
        return values.number(operation(a, b))

    return evaluate


def _number(value: Any, decimal: Any = "") -> float | None:
    if decimal not in ("", ",", "."):
        raise Refused(REASON.expression, decimal)
    return None if values.is_unknown(value) else values.number(value, decimal)


def _divide(first: Any, second: Any) -> float | None:
    a, b = values.number(first), values.number(second)
    return None if a is None or not b else values.number(a / b)


def _text_or_null(change: Callable[[str], Any]) -> Callable[[Any], Any]:
    def evaluate(value: Any) -> Any:
        words = values.text(value)
        return None if words is None else change(words)

    return evaluate


def _substr(value: Any, start: Any, length: Any = None) -> str | None:
    """SQL's: the first character is 1."""
    words, first = values.text(value), values.whole(start)
    count = len(words or "") if length is None else values.whole(length)
    if words is None or first is None or count is None:
        return None
    begin = max(0, first - 1 if first > 0 else len(words) + first)
    return words[begin : begin + max(0, min(count, MAX_RESULT))] or None


def _replace(value: Any, old: Any, new: Any) -> str | None:
    words, first = values.text(value), values.text(old)
    if words is None or first is None:
        return words
    second = "" if new is None else str(new)
    if len(words) + words.count(first) * len(second) > MAX_RESULT:
        raise Refused(REASON.too_long, words[:80])
    return words.replace(first, second) or None


def _concat(*parts: Any) -> str | None:
    """Join texts as they are, blanks too; null adds nothing."""
    made = "".join(part if isinstance(part, str) else (values.text(part) or "") for part in parts)
    if len(made) > MAX_RESULT:
        raise Refused(REASON.too_long, made[:80])
    return made or None


def _round(value: Any, places: Any = 0) -> float | None:
    found, digits = values.number(value), values.whole(places)
    return None if found is None else round(found, max(-10, min(10, digits or 0)))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _divide,
    "lower": _text_or_null(str.lower),
    "upper": _text_or_null(str.upper),
    "trim": _text_or_null(str.strip),
    "length": _text_or_null(len),
    "substr": _substr,
    "replace": _replace,
    "concat": _concat,
    "number": _number,
    "round": _round,
}
