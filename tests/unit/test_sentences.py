"""Sentences with numbers: one thing is no plural, in English and in German."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ruhr_planner.model.sentences import filled

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBERED = re.compile(r"\{\w+:[^{}|]*\|")
"""A place whose words follow a number."""


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 plots lie outside"),
        (1, "1 plot lies outside"),
        (2, "2 plots lie outside"),
        ("1", "1 plot lies outside"),
        ("1.000", "1.000 plots lie outside"),
        ("1,0", "1,0 plots lie outside"),
    ],
)
def test_words_follow_their_number(count: object, said: str) -> None:
    assert filled("{count} {count:plot lies|plots lie} outside", count=count) == said


def test_words_may_hold_places_of_their_own() -> None:
    text = "{count:The site|The {count} largest of {total} sites}, {share:.1f} %"
    assert filled(text, count=1, total=1, share=2.25) == "The site, 2.2 %"
    assert filled(text, count=20, total=40, share=2.25) == "The 20 largest of 40 sites, 2.2 %"


def texts() -> list[tuple[str, str]]:
    """English and German of every sentence with words that follow a number."""
    found = []
    for message in ET.parse(ROOT / "i18n" / "ruhr_planner_de.ts").iter("message"):
        english, german = (message.findtext(part) or "" for part in ("source", "translation"))
        if NUMBERED.search(english) or NUMBERED.search(german):
            found.append((english, german))
    return found


def test_both_languages_change_with_the_number() -> None:
    """A sentence may need no other words in one of the languages; most do in both."""
    listed = texts()
    changed = 0
    for pair in listed:
        for text in pair:
            places = set(re.findall(r"\{(\w+)", text))
            one, many = (filled(text, **dict.fromkeys(places, number)) for number in ("1", "7"))
            assert "{" not in one + many and "|" not in one + many
            changed += one.replace("1", "7") != many
    assert len(listed) > 100
    assert changed > 1.9 * len(listed)


def test_such_sentences_are_filled_by_the_one_function() -> None:
    """`str.format` knows no words for a number and would fail when the sentence is said."""
    wrong = []
    for file in sorted((ROOT / "ruhr_planner").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
                inside = (each.value for each in ast.walk(node.func) if isinstance(each, ast.Constant))
                wrong += [f"{file.name}: {text}" for text in inside if isinstance(text, str) and NUMBERED.search(text)]
    assert wrong == []
