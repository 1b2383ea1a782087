"""Hints on funding: editable texts with source, date and expiry, and the conditions under which they are shown.

A hint is text to be followed up, never a legal statement. A condition names a column and the values for which it
holds; all conditions of a hint have to hold. An empty value (null) in a condition means "not stated". What is not
verified or has expired is shown with that mark, never silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ruhr_planner import plainyaml
from ruhr_planner.model import codes
from ruhr_planner.model.codes import CodeList, Label
from ruhr_planner.model.errors import FundingUnreadable
from ruhr_planner.model.results import FIBRE_GAP

FLAGS = ("school", "hospital", "cooperation_site", "cross_border")
"""Columns that are true or false."""

CODED: Mapping[str, CodeList] = {
    FIBRE_GAP.gap_class: codes.GAP_CLASS,
    FIBRE_GAP.spot: codes.SPOT,
    FIBRE_GAP.certainty: codes.CERTAINTY,
    FIBRE_GAP.planned_status: codes.SERVED_STATUS,
}
"""Columns that hold codes."""

CONDITIONS = (*CODED, *FLAGS)
_KEYS = {"id", "title", "text", "source", "url", "date", "expires", "verified", "when"}


@dataclass(frozen=True)
class Hint:
    """One hint; `stated` is the day of its source, `expires` None = no end is known."""

    id: str
    title: Label
    text: Label
    source: str
    url: str
    stated: date
    expires: date | None
    verified: bool
    when: Mapping[str, tuple[object, ...]]

    def expired(self, day: date) -> bool:
        """Tell whether the hint no longer holds on a day; the last day of validity still counts."""
        return self.expires is not None and day > self.expires

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Tell whether all conditions hold for an object."""
        return all(facts[name] in values for name, values in self.when.items())


def read_hints(content: str, file: str) -> tuple[Hint, ...]:
    """Read the hints of a YAML text.

    :raises FundingUnreadable: no YAML, a key missing or unknown, a condition on an unknown column or value.
    """
    try:
        tree = plainyaml.read(content)
    except ValueError as error:
        raise FundingUnreadable(str(error), file=file, hint="–", why="no YAML") from error
    entries = tree.get("hints") if isinstance(tree, dict) else None
    if not isinstance(entries, list):
        raise FundingUnreadable(file=file, hint="–", why="“hints” is no list")
    hints = tuple(_hint(entry, number, file) for number, entry in enumerate(entries, 1))
    seen: set[str] = set()
    for hint in hints:
        if hint.id in seen:
            raise FundingUnreadable(file=file, hint=hint.id, why="the id stands twice")
        seen.add(hint.id)
    return hints


def _hint(entry: object, number: int, file: str) -> Hint:
    if not isinstance(entry, dict):
        raise FundingUnreadable(file=file, hint=number, why="no mapping")
    name = str(entry.get("id") or number)
    missing = sorted(_KEYS - {"url", "expires"} - set(entry))
    odd = sorted(str(key) for key in set(entry) - _KEYS)
    if missing or odd:
        what = f"“{missing[0]}” is missing" if missing else f"“{odd[0]}” is unknown"
        raise FundingUnreadable(file=file, hint=name, why=what)
    if not isinstance(entry["verified"], bool):
        raise FundingUnreadable(file=file, hint=name, why="“verified” is neither true nor false")
    return Hint(
        id=name,
        title=_label(entry, "title", name, file),
        text=_label(entry, "text", name, file),
        source=str(entry["source"]),
        url=str(entry.get("url") or ""),
        stated=_day(entry["date"], "date", name, file),
        expires=None if entry.get("expires") is None else _day(entry["expires"], "expires", name, file),
        verified=entry["verified"],
        when=_conditions(entry["when"], name, file),
    )


def _label(entry: Mapping[str, object], key: str, name: str, file: str) -> Label:
    words = entry[key]
    if not isinstance(words, dict) or not all(str(words.get(language) or "").strip() for language in ("de", "en")):
        raise FundingUnreadable(file=file, hint=name, why=f"“{key}” needs texts “de” and “en”")
    return Label(" ".join(str(words["de"]).split()), " ".join(str(words["en"]).split()))


def _day(value: object, key: str, name: str, file: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise FundingUnreadable(file=file, hint=name, why=f"“{key}”: {value} is not a date") from error


def _conditions(given: object, name: str, file: str) -> dict[str, tuple[object, ...]]:
    if not isinstance(given, dict) or not given:
        raise FundingUnreadable(file=file, hint=name, why="“when” names no condition")
    made: dict[str, tuple[object, ...]] = {}
    for column, wanted in given.items():
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        if column not in CONDITIONS:
            raise FundingUnreadable(
                file=file, hint=name, why=f"condition on “{column}”; known: {', '.join(CONDITIONS)}"
            )
        allowed = (*CODED[column], None) if column in CODED else (True, False)
        for value in values:
            if value not in allowed:
                shown = ", ".join(str(each) for each in allowed)
                raise FundingUnreadable(file=file, hint=name, why=f"“{column}”: {value} is none of {shown}")
        made[column] = values
    return made


def match(hints: Sequence[Hint], columns: Mapping[str, Sequence[object]], count: int) -> list[tuple[int, ...]]:
    """Return for each object the places of the hints that hold, in the order of the list.

    :param columns: by the names of CONDITIONS, each of `count` values.
    """
    used = sorted({name for hint in hints for name in hint.when})
    known: dict[tuple[object, ...], tuple[int, ...]] = {}
    found = []
    for values in zip(*(columns[name] for name in used)) if used else [()] * count:
        if values not in known:
            facts = dict(zip(used, values))
            known[values] = tuple(place for place, hint in enumerate(hints) if hint.holds(facts))
        found.append(known[values])
    return found
