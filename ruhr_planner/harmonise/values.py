"""Values as people write them: numbers, units, dates, yes and no, codes; and what stands for "unknown".

Every function takes one raw value (text, number, flag or None) and returns the value of the vocabulary, or raises
`Refused` with the reason. Nothing is guessed where two readings differ by more than the writing: a text that is no
number is refused, never 0. Unknown is None.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Union

from ruhr_planner.model import codes, synonyms
from ruhr_planner.model.codes import CodeList, LevelList

Value = Union[str, int, float, None]
"""What stands in a field of a store; dates are ISO texts."""

MAX_TEXT = 10_000
"""Longer texts are no values of a field; they are refused, so that no record grows without limit."""

MAX_NUMBER = 64
REASON = codes.REJECTION


class Refused(Exception):
    """A value that cannot be taken; `reason` is a code of `codes.REJECTION`."""

    def __init__(self, reason: str, raw: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.raw = raw


# --------------------------------------------------------------------------------------------------------------- text
def text(raw: Any) -> str | None:
    """Return a value as one line of text without blanks around it; numbers without ".0"; None where there is none.

    :raises Refused: too long.
    """
    if raw is None:
        return None
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float):
        if math.isnan(raw):
            return None
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    words = raw if isinstance(raw, str) else str(raw)
    if len(words) > MAX_TEXT:
        raise Refused(REASON.too_long, words[:80])
    return " ".join(words.replace("\0", " ").split()) or None


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key(raw: Any) -> str:
    """Return the form in which two spellings of a word are the same: small, one blank, umlauts written out."""
    words = unicodedata.normalize("NFC", text(raw) or "").casefold().translate(_UMLAUTS)
    return " ".join(re.sub(r"[-_./\s]+", " ", words).split()) or words


_UNKNOWN = frozenset(
    ("", "null", "<null>", "(null)", "nan", "n/a", "#n/a", "#nv", "k.a.", "k. a.", "ka", "k.a", "keine angabe",
     "keine angaben", "ohne angabe", "o.a.", "o. a.", "n.b.", "n. b.", "nicht bekannt", "unbekannt", "unknown", "?",
     "-", "--", "–", "—", "nicht erhoben", "nicht erfasst")
)  # fmt: skip


def is_unknown(raw: Any, more: frozenset[str] = frozenset()) -> bool:
    """Tell whether a value stands for "unknown". :param more: further such values, as `key` writes them."""
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return True
    if isinstance(raw, str):
        words = raw.strip().casefold()
        if words in _UNKNOWN:
            return True
    return bool(more) and key(raw) in more


# ------------------------------------------------------------------------------------------------------------- numbers
_NUMBER = re.compile(r"([+-]?)(\d[\d.,' ]*|[.,]\d+)(?:[eE]([+-]?\d{1,3}))?")
_ABOUT = re.compile(r"^(?:ca\.?|circa|rd\.?|rund|etwa|~|≈)\s*", re.IGNORECASE)
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-"})


_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def number(raw: Any, decimal: str = "") -> float | None:
    """Return a number: 1234.5, "1.234,5", "1 234,5", "1'234.5", "ca. 12". Without unit.

    :param decimal: "," or "." where the source's sign is known; otherwise the last sign of two different ones is the
        decimal one, a sign that stands twice separates thousands, and a single one is the decimal sign, unless three
        digits follow: "1.234" is refused, because it is a thousand times more to another reader.
    :raises Refused: no number, not finite, or ambiguous.
    """
    found, rest = _leading(raw, decimal)
    if rest:
        raise Refused(REASON.not_a_number, raw)
    return found


def _leading(raw: Any, decimal: str) -> tuple[float | None, str]:
    """Return the number that a value begins with, and the words behind it."""
    if isinstance(raw, (bool, int, float)):
        return _finite(raw), ""
    words = text(raw)
    if words is None:
        return None, ""
    if len(words) > MAX_NUMBER:
        raise Refused(REASON.not_a_number, raw)
    words = _ABOUT.sub("", words.translate(_BLANKS))
    match = _NUMBER.match(words)
    if match is None:
        raise Refused(REASON.not_a_number, raw)
    sign, digits, power = match.groups()
    if not decimal and _AMBIGUOUS.fullmatch(digits.rstrip(" ")):
        raise Refused(REASON.ambiguous_number, raw)
    plain = _plain(digits.rstrip(" "), decimal)
    if plain is None:
        raise Refused(REASON.not_a_number, raw)
    return _finite(float(f"{sign}{plain}e{power or 0}")), words[match.end() :].strip()


def _finite(value: float) -> float | None:
    try:
        found = float(value)
    except OverflowError:
        raise Refused(REASON.not_a_number, value) from None
    if math.isnan(found):
        return None
    if math.isinf(found):
        raise Refused(REASON.not_a_number, value)
    return found


_GROUPED = {sign: re.compile(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+") for sign in ".,' "}


def _plain(digits: str, decimal: str) -> str | None:
    """Return digits with a point as the decimal sign and without thousands; None if the signs make no sense."""
    sign = decimal or _decimal_sign(digits)
    whole, found, part = digits.rpartition(sign) if sign else (digits, "", "")
    if not found:
        whole, part = digits, ""
    if not (part.isdigit() or not part):
        return None
    if not whole.isdigit() and whole:
        signs = {character for character in whole if not character.isdigit()}
        if len(signs) != 1 or not _GROUPED[next(iter(signs))].fullmatch(whole):
            return None
        whole = whole.replace(next(iter(signs)), "")
    return f"{whole or '0'}.{part or '0'}"


def _decimal_sign(digits: str) -> str:
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "," if digits.rfind(",") > digits.rfind(".") else "."
    if dots == 1:
        return "."
    return "," if commas == 1 else ""


def decimal_of(column: Iterable[Any]) -> str:
    """Return the decimal sign that a column of texts uses, as far as its values tell: ",", "." or "".

    A value tells it where it can be read in one way only: "12,5", "1.234,5", "1.234.567".
    """
    found = set()
    for raw in column:
        match = _NUMBER.match(_ABOUT.sub("", raw.strip().translate(_BLANKS))) if isinstance(raw, str) else None
        digits = match.group(2).rstrip(" ") if match is not None else ""
        if not digits or _AMBIGUOUS.fullmatch(digits):
            continue
        for sign, other in ((".", ","), (",", ".")):
            if digits.count(sign) > 1 and not digits.count(other):
                found.add(other)
            elif digits.count(sign) == 1 and digits.rfind(sign) > digits.rfind(other):
                found.add(sign)
    return found.pop() if len(found) == 1 else ""


def whole(raw: Any, decimal: str = "") -> int | None:
    """Return a whole number. :raises Refused: no number, one with a fraction, or one that no table can hold."""
    found = raw if isinstance(raw, int) and not isinstance(raw, bool) else number(raw, decimal)
    if found is None:
        return None
    if found != int(found):
        raise Refused(REASON.not_whole, raw)
    if abs(found) >= 1 << 63:
        raise Refused(REASON.out_of_range, raw)
    return int(found)


def within(value: float, low: float | None, high: float | None) -> bool:
    """Tell whether a number lies in the range in which it has a meaning."""
    return (low is None or value >= low) and (high is None or value <= high)


# --------------------------------------------------------------------------------------------------------------- units
UNITS: dict[str, tuple[str, float]] = {
    "ha": ("area", 10_000.0),
    "m2": ("area", 1.0),
    "km2": ("area", 1_000_000.0),
    "a": ("area", 100.0),
    "ac": ("area", 4046.8564224),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "cm": ("length", 0.01),
    "eur": ("money", 1.0),
    "teur": ("money", 1000.0),
    "mio_eur": ("money", 1_000_000.0),
    "%": ("share", 0.01),
    "share": ("share", 1.0),
    "mbit/s": ("speed", 1.0),
    "gbit/s": ("speed", 1000.0),
}
"""Units with their quantity and the factor to its base (m², m, EUR, 1, Mbit/s). 1 ac = 4046.8564224 m² (NIST)."""

_UNIT_NAMES = {
    "hektar": "ha", "hectare": "ha", "hectares": "ha", "ha.": "ha", "m²": "m2", "qm": "m2", "sqm": "m2", "m^2": "m2",
    "quadratmeter": "m2", "km²": "km2", "qkm": "km2", "km^2": "km2", "quadratkilometer": "km2", "ar": "a", "acre": "ac",
    "acres": "ac", "meter": "m", "metre": "m", "kilometer": "km", "€": "eur", "euro": "eur", "t€": "teur", "mio. €":
    "mio_eur", "mio €": "mio_eur", "prozent": "%", "percent": "%", "v.h.": "%", "anteil": "share", "mbit": "mbit/s",
    "gbit": "gbit/s",
}  # fmt: skip


def unit(words: str) -> str | None:
    """Return the unit that a word means, None if it is none."""
    small = words.strip().casefold()
    small = _UNIT_NAMES.get(small, small)
    return small if small in UNITS else None


def factor(have: str, want: str) -> float | None:
    """Return what a number in one unit is multiplied with to be in another; None if they measure different things."""
    first, second = UNITS.get(unit(have) or ""), UNITS.get(unit(want) or "")
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def quantity(raw: Any, stated: str, want: str, decimal: str = "") -> float | None:
    """Return a number in the unit of its field; a unit written behind it ("1,5 ha") wins over the stated one.

    :param stated: the unit of the source's field, "" = that of ours. :param want: the unit of our field.
    :raises Refused: no number, or a unit that is unknown or measures something else.
    """
    found, rest = _leading(raw, decimal)
    if found is None:
        return None
    have = stated or want
    if rest:
        own = unit(rest)
        if own is None or factor(own, want) is None:
            raise Refused(REASON.unknown_unit, raw)
        have = own
    if have == want:
        return found
    by = factor(have, want)
    if by is None:
        raise Refused(REASON.unknown_unit, raw)
    made = found * by
    if math.isinf(made):
        raise Refused(REASON.not_a_number, raw)
    return made


# --------------------------------------------------------------------------------------------------------------- dates
FIRST_YEAR, LAST_YEAR = 1800, 2200
NAMED_DATES = ("iso", "german", "compact", "year", "month", "epoch_s", "epoch_ms", "excel")
"""Names of ways to write a date, beside patterns such as `%d.%m.%Y`."""

_DIRECTIVES = frozenset("dmYyHMSjfz%")
_NO_DATES = frozenset(("1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "9999-12-31", "1753-01-01"))
"""Dates that programs write where there is none; 1970-01-01 is not among them, it is a day that occurs."""


def is_date_pattern(pattern: str) -> bool:
    """Tell whether a profile may name this way to write a date."""
    if pattern in NAMED_DATES:
        return True
    used = re.findall(r"%(.)", pattern)
    return 0 < len(pattern) <= 40 and bool({"Y", "y"} & set(used)) and set(used) <= _DIRECTIVES


def day(raw: Any, patterns: Iterable[str] = ()) -> str | None:
    """Return a date as ISO text; a month or a year stands for its first day.

    :param patterns: how the source writes dates, tried in their order; without any, ISO and the German way.
    :raises Refused: no date, or one outside of the years 1800 to 2200.
    """
    words = text(raw)
    if words is None:
        return None
    for pattern in patterns or ("iso", "german"):
        found = _parsed(words, pattern)
        if found is not None:
            if found in _NO_DATES:
                return None
            if FIRST_YEAR <= int(found[:4]) <= LAST_YEAR:
                return found
    if words[:10] in _NO_DATES:
        return None
    raise Refused(REASON.not_a_date, raw)


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:.{0,40})?Z?")
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:,? \d{1,2}:.{0,20})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})|(\d{4})-(\d{1,2})")


def _parsed(words: str, pattern: str) -> str | None:
    """Return the ISO text of a date that is written in one way, None if it is not."""
    try:
        made = _NAMED[pattern](words) if pattern in _NAMED else _by_pattern(words, pattern)
    except (ValueError, OverflowError):
        return None
    return None if made is None else made.isoformat()


def _by_pattern(words: str, pattern: str) -> date:
    made = datetime.strptime(words, pattern).date()  # noqa: DTZ007
    return _of_two_digits(made) if "%y" in pattern else made


def _of_two_digits(made: date) -> date:
    """Return a date whose year has two digits in the latest century in which it is not after next year."""
    return made if made.year <= date.today().year + 1 else made.replace(year=made.year - 100)


def _iso(words: str) -> date | None:
    match = _ISO.fullmatch(words)
    return date(*map(int, match.groups())) if match else None


def _german(words: str) -> date | None:
    match = _GERMAN.fullmatch(words)
    if match is None:
        return None
    first, month, year = match.groups()
    if len(year) == 4:
        return date(int(year), int(month), int(first))
    return _of_two_digits(date(2000 + int(year), int(month), int(first)))


def _compact(words: str) -> date | None:
    match = _COMPACT.fullmatch(words)
    return date(*map(int, match.groups())) if match else None


def _year(words: str) -> date | None:
    return date(int(words), 1, 1) if re.fullmatch(r"\d{4}", words) else None


def _month(words: str) -> date | None:
    match = _MONTH.fullmatch(words)
    if match is None:
        return None
    month, year, other_year, other_month = match.groups()
    return date(int(year or other_year), int(month or other_month), 1)


def _epoch(unit_seconds: float) -> Callable[[str], date | None]:
    def made(words: str) -> date | None:
        if not re.fullmatch(r"-?\d{1,15}(?:\.\d+)?", words):
            return None
        return (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=float(words) * unit_seconds)).date()

    return made


def _excel(words: str) -> date | None:
    """Days since 1899-12-30, as spreadsheets count them."""
    if not re.fullmatch(r"\d{1,6}(?:\.\d+)?", words):
        return None
    return date(1899, 12, 30) + timedelta(days=int(float(words)))


_NAMED: dict[str, Callable[[str], Any]] = {
    "iso": _iso,
    "german": _german,
    "compact": _compact,
    "year": _year,
    "month": _month,
    "epoch_s": _epoch(1.0),
    "epoch_ms": _epoch(0.001),
    "excel": _excel,
}

# ---------------------------------------------------------------------------------------------------------- yes and no
_YES = frozenset(("1", "ja", "j", "yes", "y", "true", "t", "wahr", "w", "x", "vorhanden"))
_NO = frozenset(("0", "nein", "n", "no", "false", "f", "falsch", "nicht vorhanden"))


def flag(raw: Any) -> int | None:
    """Return 1 for yes and 0 for no. :raises Refused: neither."""
    words = text(raw)
    if words is None:
        return None
    small = words.casefold()
    if small in _YES:
        return 1
    if small in _NO:
        return 0
    raise Refused(REASON.not_a_flag, raw)


# --------------------------------------------------------------------------------------------------------------- codes
def spellings(values: CodeList | LevelList, digits: bool = True) -> dict[str, Value]:
    """Return every spelling of the codes of a list: codes, German and English labels, synonyms.

    :param digits: the numbers of levels count as spellings; not where a profile has its own map, because there
        another source's "1" may mean anything.
    """
    found: dict[str, Value] = {}
    for code in values:
        for spelling in synonyms.of(values.table, code):
            found.setdefault(key(spelling), code)
        for language in ("de", "en"):
            found.setdefault(key(values.label(code, language)), code)  # type: ignore[arg-type]
    for code in values:  # the code itself wins over another one's label
        if isinstance(code, str) or digits:
            found[key(code)] = code
    return found


def coded(raw: Any, known: Mapping[str, Value]) -> Value:
    """Return the code that a spelling means. :param known: from `spellings`, and the profile's map.

    :raises Refused: it is none.
    """
    word = key(raw)
    if word in known:
        return known[word]
    raise Refused(REASON.unmapped, raw)
