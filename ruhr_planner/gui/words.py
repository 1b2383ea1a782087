"""Numbers and dates as the reader's language writes them."""

from __future__ import annotations

from datetime import date

from qgis.PyQt.QtCore import QDate

from ruhr_planner import i18n


def number(value: float, decimals: int = 0) -> str:
    """Return a number with the separators of the language."""
    return str(i18n.locale().toString(float(value), "f", decimals))


def day(value: date) -> str:
    """Return a date such as 21. November 2026."""
    spoken = "d. MMMM yyyy" if i18n.language() == i18n.GERMAN else "d MMMM yyyy"
    return str(i18n.locale().toString(QDate(value.year, value.month, value.day), spoken))
