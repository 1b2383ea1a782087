"""Licences: the spellings we keep, what each asks for, and the licence of something made from several sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """One licence of the DCAT-AP.de list, or our own mark for invented data."""

    id: str
    title: str
    url: str
    attribution: bool
    """The source has to be named."""
    changes: bool
    """A change of the data has to be stated ("Daten verändert")."""
    share_alike: bool = False
    """Derived data bases have to carry the same licence, so they stay in tables of their own."""


_ALL = (
    Licence(
        "dl-de/zero-2-0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        False,
        False,
    ),
    Licence(
        "dl-de/by-2-0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        True,
        True,
    ),
    Licence(
        "cc-zero", "Creative Commons CC Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", False, False
    ),
    Licence(
        "cc-by-4.0", "Creative Commons Namensnennung 4.0", "https://creativecommons.org/licenses/by/4.0/", True, True
    ),
    Licence("odbl", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", True, True, True),
    Licence("invented", "Beispieldaten, erfunden / invented example data", "", False, False),
    Licence("unknown", "Lizenz unbekannt / licence unknown", "", True, True),
)
LICENCES = {licence.id: licence for licence in _ALL}
INVENTED = LICENCES["invented"]
UNKNOWN = LICENCES["unknown"]
INVENTED_MARK = INVENTED.title


def licence(identifier: str | None) -> Licence:
    """Return the licence with this id; anything else is an unknown licence, never a free one."""
    return LICENCES.get((identifier or "").strip().lower(), UNKNOWN)


def combine(identifiers: Iterable[str | None]) -> tuple[Licence, ...]:
    """Return the distinct licences that a derived data set has to satisfy, in the fixed order of the list.

    Shares of the public domain ask for nothing and are dropped beside others; invented data never is.
    """
    found = {licence(identifier).id for identifier in identifiers}
    kept = [entry for entry in _ALL if entry.id in found]
    binding = [entry for entry in kept if entry.attribution or entry.share_alike or entry is INVENTED]
    return tuple(binding or kept)
