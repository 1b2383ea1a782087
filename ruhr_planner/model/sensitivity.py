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


_CUT_TO = 10
"""Bytes of a field's name in a Shapefile."""
_NUMBERED = re.compile(r"(.{6,8})_\d")
"""What a Shapefile makes of a name whose first ten bytes are those of another field."""


def _is_cut(field: str, whole: str) -> bool:
    """Tell whether a Shapefile may have made the field's name of a plain one.

    An umlaut is one byte or two, and one that does not fit is left out: the name may have nine bytes or more than ten.
    """
    if not len(field) <= _CUT_TO <= len(field.encode()) + 1:
        return False
    numbered = _NUMBERED.fullmatch(field)
    return whole.startswith(_plain(numbered.group(1) if numbered else field))


def means(field: str, name: str) -> bool:
    """Tell whether a layer's field is the one of that name: in any case, and also as a Shapefile cuts it."""
    return field.lower() == name or _is_cut(field, _plain(name))


def fields_of_level(names: Iterable[str]) -> list[str]:
    """Return the fields in which the records of a layer state their level, the whole name first.

    A layer merged of a GeoPackage and a Shapefile has two of them, and each record states its level in one.
    """
    found = [name for name in names if means(name, PLOT.sensitivity)]
    return sorted(found, key=lambda name: name.lower() != PLOT.sensitivity)


def least(field: str) -> str:
    """Return the level that a field has at least, whatever the record says: contamination, ownership, free text.

    The names that municipalities use for them count too: a field `Eigentümer` of somebody's layer is one of these. So
    does what a Shapefile leaves of a name, also where it may be that of another field: `restrictio` may hold reasons.
    """
    exact = _GUARDED.get(_plain(field))
    return exact or highest(level for name, level in _GUARDED.items() if _is_cut(field, name))
