r"""Patterns of profiles: a small part of regular expressions that always ends in linear time.

Python's own engine tries alternatives one after the other, and a pattern such as `(a+)+$` of a profile that somebody
sent would hang the import. Here all alternatives advance together (K. Thompson, "Regular expression search algorithm",
CACM 11(6), 1968): time grows with length of text × size of pattern, nothing else.

Understood: literals, `.`, classes `[a-z]` and `[^…]`, `\d \w \s`, groups, `|`, `* + ?` and `{m,n}`. The whole text
has to match. There is nothing else, above all no look-around and no references.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MAX_PATTERN = 200
MAX_STATES = 2_000
MAX_REPEAT = 100
_MAX_DEPTH = 20

Test = Callable[[str], bool]


class PatternFault(ValueError):
    """A pattern that is not understood."""


@dataclass
class _State:
    """Takes a character that passes `test` and goes on to `first`; without a test it goes on to both at once."""

    test: Test | None = None
    first: int = -1
    second: int = -1


class Pattern:
    """A pattern ready to be used. :raises PatternFault: not understood, or too large."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_PATTERN:
            raise PatternFault(text[:40])
        self._states: list[_State] = []
        tree = _Parser(text).parse()
        self._end = self._add(_State())
        self._start = self._build(tree, self._end)

    def matches(self, text: str) -> bool:
        """Tell whether the whole text fits."""
        current = self._reach([self._start])
        for character in text:
            moved = [self._states[number].first for number in current if self._takes(number, character)]
            if not moved:
                return False
            current = self._reach(moved)
        return self._end in current

    def _takes(self, number: int, character: str) -> bool:
        test = self._states[number].test
        return test is not None and test(character)

    def _reach(self, numbers: list[int]) -> set[int]:
        """Return the states that are reached without a character."""
        found: set[int] = set()
        while numbers:
            number = numbers.pop()
            if number < 0 or number in found:
                continue
            found.add(number)
            state = self._states[number]
            if state.test is None:
                numbers += (state.first, state.second)
        return found

    def _add(self, state: _State) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternFault("size")
        self._states.append(state)
        return len(self._states) - 1

    def _build(self, node: _Node, after: int) -> int:
        """Return the state where a node begins; `after` is where it goes on."""
        if node.kind == "one":
            return self._add(_State(node.test, after))
        if node.kind == "row":
            for part in reversed(node.parts):
                after = self._build(part, after)
            return after
        if node.kind == "or":
            start = self._build(node.parts[0], after)
            for part in node.parts[1:]:
                start = self._add(_State(None, start, self._build(part, after)))
            return start
        return self._repeat(node, after)

    def _repeat(self, node: _Node, after: int) -> int:
        part = node.parts[0]
        if node.most is None:
            loop = self._add(_State(None, -1, after))
            self._states[loop].first = self._build(part, loop)
            after = loop
        else:
            for _ in range(node.most - node.least):
                after = self._add(_State(None, self._build(part, after), after))
        for _ in range(node.least):
            after = self._build(part, after)
        return after


@dataclass
class _Node:
    """A part of a pattern: one character, a row, alternatives, or a repetition."""

    kind: str
    parts: tuple[_Node, ...] = ()
    test: Test | None = None
    least: int = 1
    most: int | None = 1


_CLASSES: dict[str, Test] = {
    "d": str.isdecimal,
    "w": lambda character: character.isalnum() or character == "_",
    "s": str.isspace,
}


def _is(wanted: str) -> Test:
    return lambda character: character == wanted


def _not(test: Test) -> Test:
    return lambda character: not test(character)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parse(self) -> _Node:
        tree = self._either(0)
        if self._at < len(self._text):
            raise PatternFault(self._text[self._at :])
        return tree

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise PatternFault("end")
        self._at += 1
        return character

    def _either(self, depth: int) -> _Node:
        if depth > _MAX_DEPTH:
            raise PatternFault("depth")
        parts = [self._row(depth)]
        while self._peek() == "|":
            self._at += 1
            parts.append(self._row(depth))
        return parts[0] if len(parts) == 1 else _Node("or", tuple(parts))

    def _row(self, depth: int) -> _Node:
        parts = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._one(depth)))
        return _Node("row", tuple(parts))

    def _repeated(self, node: _Node) -> _Node:
        sign = self._peek()
        if sign not in ("*", "+", "?", "{") or not sign:
            return node
        self._at += 1
        if sign == "{":
            least, most = self._bounds()
        else:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        return _Node("repeat", (node,), None, least, most)

    def _bounds(self) -> tuple[int, int | None]:
        end = self._text.find("}", self._at)
        words = self._text[self._at : end].split(",") if end > 0 else []
        self._at = end + 1
        try:
            least = int(words[0])
            most = least if len(words) == 1 else (int(words[1]) if words[1].strip() else None)
        except (IndexError, ValueError):
            raise PatternFault("{}") from None
        if len(words) > 2 or not 0 <= least <= MAX_REPEAT or (most is not None and not least <= most <= MAX_REPEAT):
            raise PatternFault("{}")
        return least, most

    def _one(self, depth: int) -> _Node:
        character = self._next()
        if character == "(":
            inner = self._either(depth + 1)
            if self._next() != ")":
                raise PatternFault("(")
            return inner
        if character == "[":
            return _Node("one", test=self._set())
        if character == ".":
            return _Node("one", test=lambda _character: True)
        if character == "\\":
            return _Node("one", test=self._escaped())
        if character in "*+?{}]^$":
            raise PatternFault(character)
        return _Node("one", test=_is(character))

    def _escaped(self) -> Test:
        character = self._next()
        if character in _CLASSES:
            return _CLASSES[character]
        if character.lower() in _CLASSES:
            return _not(_CLASSES[character.lower()])
        if character.isalnum():
            raise PatternFault("\\" + character)
        return _is(character)

    def _set(self) -> Test:
        negative = self._peek() == "^"
        self._at += negative
        tests: list[Test] = []
        while self._peek() != "]":
            character = self._next()
            if character == "\\":
                tests.append(self._escaped())
            elif self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                tests.append(_range(character, self._next()))
            else:
                tests.append(_is(character))
        self._at += 1

        def test(character: str) -> bool:
            return any(one(character) for one in tests) != negative

        return test


def _range(first: str, last: str) -> Test:
    if first > last or last == "\\":
        raise PatternFault(f"{first}-{last}")
    return lambda character: first <= character <= last
