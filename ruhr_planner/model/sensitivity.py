"""Sensitivity: confidential input makes confidential output."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ruhr_planner.model import fieldnames
from ruhr_planner.model.codes import SENSITIVITY
from ruhr_planner.model.results import RESULTS
from ruhr_planner.model.tables import OPEN, PLOT, TABLES


def highest(levels: Iterable[str | None]) -> str:
    """Return the highest of the levels, open when there is none; a level outside the list counts as confidential."""
    order = SENSITIVITY.codes
    ranks = [order.index(level) if level in SENSITIVITY else len(order) - 1 for level in levels if level]
    return order[max(ranks, default=0)]


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower().translate(_SPELT_OUT))


_FREE_TEXT = (
    "Bemerkung", "Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Kommentar", "Hinweis", "Hinweise",
    "Beschreibung", "Ansprechpartner", "Eigentümername", "notes", "remark", "remarks", "comment", "comments",
    "contact", "owner_name",
)  # fmt: skip
"""What people call fields in which anything may stand."""

_MINIMA = {
    _plain(column.name): column.min_sensitivity
    for table in (*TABLES.values(), *RESULTS.values())
    for column in table.columns
    if column.min_sensitivity != OPEN
}
_GUARDED = {
    **{_plain(name): SENSITIVITY.internal for name in _FREE_TEXT},
    **{
        _plain(name): column.min_sensitivity
        for column in PLOT.columns
        if column.min_sensitivity != OPEN
        for name in fieldnames.of(column.name).sure
    },
    **_MINIMA,
}


def least(field: str) -> str:
    """Return the level that a field has at least, whatever the record says: contamination, ownership, free text.

    The names that municipalities use for them count too: a field `Eigentümer` of somebody's layer is one of these.
    """
    return _GUARDED.get(_plain(field), OPEN)
