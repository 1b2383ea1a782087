"""German words compared as planners write them: umlauts in any spelling, endings, parts of compound words.

A word is folded: small letters, `ä`, `ae` and `a` the same (portals drop umlauts in their slugs, keyboards abroad write
`ae`), `ß` and `ss`. Its ending is cut carefully (Leerstände, Leerstand), and it matches inside a compound
(Gewerbeleerstand). Both sides are folded alike, so nothing is lost by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ruhr_planner.catalogue.dataset import DatasetHit, Query
from ruhr_planner.model.spelling import fold

_STOP = (
    "der die das den dem des ein eine einer eines einem einen und oder in im ins an am auf aus bei beim bis durch fur "
    "mit nach ohne uber um unter vom von vor zu zum zur ist sind als auch alle aller je pro the a an and or of for in "
    "on at to by with from is are all per stadt kreis gemeinde daten datensatz datensatze data dataset datasets"
)
STOP_WORDS = frozenset(_STOP.split())
"""Words that say nothing about a data set, folded."""

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ungen", "en", "er", "es", "em", "e", "n", "s")
_KEPT = 5
"""So many letters stay at least when an ending is cut."""

_MAX_WORDS = 12


def words(text: str) -> list[str]:
    """Return the words of a text as typed, in small letters."""
    return _WORD.findall(text.lower())


def query_words(text: str) -> tuple[str, ...]:
    """Return the words of a search that mean something, each once, at most twelve."""
    found: dict[str, str] = {}
    for word in words(text):
        key = fold(word)
        if len(key) >= 2 and key not in STOP_WORDS:
            found.setdefault(key, word)
    return tuple(found.values())[:_MAX_WORDS]


def stem(word: str) -> str:
    """Return a folded word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT:
            return word[: -len(ending)]
    return word


def without_umlauts(text: str) -> str:
    """Return a text with `ä` as `a`, as portals write it in their slugs."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_folded = lru_cache(maxsize=32_768)(fold)
"""Folded words: descriptions repeat themselves."""


class Text:
    """A text made ready for many comparisons."""

    def __init__(self, *parts: str) -> None:
        self._words = [_folded(word) for part in parts for word in words(part)]
        self._known = set(self._words)
        self._stems = {stem(word) for word in self._known}
        self._joined = " " + " ".join(self._words)

    def grade(self, key: str) -> float:
        """Return how well a folded word occurs: 1 as a word, 0.8 with another ending, 0.7 at the start of a compound,
        0.5 inside one, 0 not at all. Short words (under four letters) match as whole words only.
        """
        root = stem(key)
        if key in self._known:
            return 1.0
        if root in self._stems:
            return 0.8
        if len(root) < 4:
            return 0.0
        if f" {root}" in self._joined:
            return 0.7
        return 0.5 if root in self._joined else 0.0


TITLE, KEYWORD, ELSEWHERE = 10.0, 6.0, 3.0
"""What a match in the title, in keywords or theme, and elsewhere is worth."""


def score(hit: DatasetHit, keys: Iterable[str]) -> tuple[int, float]:
    """Return how many of the folded words a hit has, and how well (0 to 10, the mean over all words)."""
    title = Text(hit.title, hit.layer)
    keywords = Text(*hit.keywords, hit.theme, hit.municipality)
    rest = Text(hit.description, hit.publisher, hit.dataset_id, hit.format)
    found, total, count = 0, 0.0, 0
    for key in keys:
        best = max(TITLE * title.grade(key), KEYWORD * keywords.grade(key), ELSEWHERE * rest.grade(key))
        found += best > 0
        total += best
        count += 1
    return found, total / count if count else 0.0


def matches(hit: DatasetHit, query: Query) -> bool:
    """Tell whether a hit of a portal that cannot search itself matches: all words, or one where that is enough."""
    keys = [fold(word) for word in query.words]
    found, _ = score(hit, keys)
    return found >= (1 if query.any_word else len(keys))


def selected(hits: Iterable[DatasetHit], query: Query) -> tuple[DatasetHit, ...]:
    """Return the hits of a whole catalogue that match, best first, as many as were asked for."""
    keys = [fold(word) for word in query.words]
    graded: list[tuple[int, float, int, DatasetHit]] = []
    for hit in hits:
        found, value = score(hit, keys)
        if found >= (1 if query.any_word else len(keys)):
            graded.append((-found, -value, len(graded), hit))
    graded.sort(key=lambda entry: entry[:3])
    return tuple(entry[3] for entry in graded[: query.rows])
