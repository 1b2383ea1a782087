"""The language of a paper: sentences, numbers and dates in German or English, whatever language the desktop speaks."""

from __future__ import annotations

import math
from datetime import date

from qgis.PyQt.QtCore import QTranslator

from ruhr_planner import i18n, paths
from ruhr_planner.model.codes import Label

LANGUAGES = (i18n.GERMAN, i18n.ENGLISH)
"""Languages of a paper in the order of the LANGUAGE parameter."""

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONATE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


class Phrases:
    """Puts source strings, numbers and dates into one language.

    The translator is loaded, not installed: a German paper can come out of an English desktop and the other way round.
    """

    def __init__(self, language: str) -> None:
        """:param language: ``de`` or ``en``."""
        self.language = language
        self._translator = QTranslator()
        if language != i18n.ENGLISH:
            self._translator.load(f"ruhr_planner_{language}.qm", str(paths.translations()))

    @property
    def german(self) -> bool:
        """Whether the paper is German."""
        return self.language == i18n.GERMAN

    def tr(self, text: str) -> str:
        """Return an English source literal in the language of the paper."""
        # as bytes: unlike QCoreApplication's, this method takes a str for ASCII
        return self._translator.translate(i18n.CONTEXT, text.encode("utf-8")) or text

    def label(self, label: Label) -> str:
        """Return the text of a bilingual label."""
        return label.text(self.language)

    def inline(self, text: str) -> str:
        """Return a label for the middle of a sentence: English writes it small there, German keeps it."""
        return text if self.german or text[:2].isupper() else text[:1].lower() + text[1:]

    def unknown(self) -> str:
        """Return what stands for a value that nobody knows; it is never 0."""
        return "k. A." if self.german else "n/a"

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return a number with the separators of the language; None and NaN are unknown.

        :param decimals: digits behind the decimal sign, kept also when they are 0.
        """
        if value is None or math.isnan(value):
            return self.unknown()
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.german else text

    def plain(self, value: float) -> str:
        """Return the value of a setting: with as many digits as it has, and the decimal sign of the language."""
        return f"{value:.10g}".replace(".", "," if self.german else ".")

    def date(self, day: date) -> str:
        """Return a date as people write it."""
        if self.german:
            return f"{day.day:02d}.{day.month:02d}.{day.year}"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def month(self, year: int, month: int) -> str:
        """Return month and year in words."""
        return f"{(_MONATE if self.german else _MONTHS)[month - 1]} {year}"

    def sharpness(self, scale: int | None, sharp: int) -> str:
        """Return what has to be said of boundaries at a scale, to stand behind their title; "" where they are sharp.

        :param scale: scale denominator, None if unknown.
        :param sharp: the largest denominator at which plots may be split at a boundary.
        """
        if scale is None:
            return f" ({self.tr('scale unknown')})"
        if scale <= sharp:
            return ""
        return " " + self.tr("(1:{scale}: overview, not for splitting plots)").format(scale=self.number(scale))

    def listed(self, names: list[str]) -> str:
        """Return names as an enumeration: ``a, b and c``."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {'und' if self.german else 'and'} {names[-1]}"
