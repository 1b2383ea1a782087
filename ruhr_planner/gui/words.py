"""Numbers, dates and licences as the reader knows them, and foreign texts letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import count

from qgis.PyQt.QtCore import QDate

from ruhr_planner import i18n
from ruhr_planner.model import licences


def number(value: float, decimals: int = 0) -> str:
    """Return a number with the separators of the language."""
    return str(i18n.locale().toString(float(value), "f", decimals))


def day(value: date) -> str:
    """Return a date such as 21. November 2026."""
    spoken = "d. MMMM yyyy" if i18n.language() == i18n.GERMAN else "d MMMM yyyy"
    return str(i18n.locale().toString(QDate(value.year, value.month, value.day), spoken))


def dated(text: str) -> str:
    """Return an ISO date, with a time or without, as `day` does; any other text as it is, such as a year alone."""
    try:
        return day(date.fromisoformat(text[:10])) if text[10:11] in ("", "T", " ") else text
    except ValueError:
        return text


def numbered(name: str, ending: str = "") -> Iterator[str]:
    """Yield a name, then the same with the numbers from 2, to find one that is free."""
    yield name + ending
    yield from (f"{name}_{number}{ending}" for number in count(2))


def licence(identifier: str) -> str:
    """Return the title of a licence, as people know it."""
    return str(licences.licence(identifier).title)


def literal(text: str) -> str:
    """Return a text for a tooltip or a message bar, which shows it letter by letter.

    Qt takes what looks like tags for HTML, and would fetch the pictures that it names, from other computers, too.
    """
    return f"<span>{escape(text)}</span>".replace("\n", "<br/>") if "<" in text else text
