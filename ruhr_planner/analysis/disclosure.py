"""Which figures of a table have to be withheld so that no small group can be read from it or computed out of it.

Cells hang together by sums (a total is the sum of its parts). Withheld first is every cell with less than `least`
records, or with less than `least` records that are not published one by one, which anybody could subtract. Then as
many further cells as it takes:

- In each sum in which something is withheld, the withheld cells together hold at least `least` records and more than
  there are cells, so that at least two are withheld and they cannot all be ones.
- No withheld cell is determined by all sums together: none is fixed in the null space of the withheld columns.

What is withheld is never zero, so an exact solution that is not fixed in the null space can be moved both ways. The
second rule is tested once for all records and once for those that are not published one by one, with cells without
such records taken as known. Source: W. A. Fuller in Willenborg & de Waal, Elements of Statistical Disclosure Control
(2001), chapter 4: primary and secondary suppression with linked tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FIXED = 1e-9
"""A component of the null space below this is none."""


class Sum(NamedTuple):
    """The cell `total` is the sum of the cells `parts`; all are places in the list of cells."""

    total: int
    parts: tuple[int, ...]

    @property
    def cells(self) -> tuple[int, ...]:
        """Total and parts."""
        return (self.total, *self.parts)


def withheld(records: Whole, hidden: Whole, sums: Sequence[Sum], least: int) -> Flags:
    """Return which cells have to be withheld.

    :param records: the number of records of each cell. :param hidden: how many of them are not published.
    :param least: the least number of records of a cell that is published, at least 2.
    """
    gone = ((records > 0) & (records < least)) | ((hidden > 0) & (hidden < least))
    sums_of: list[list[Sum]] = [[] for _ in records]
    for each in sums:
        for cell in each.cells:
            sums_of[cell].append(each)
    while True:
        _balance(gone, records, hidden, sums, least)
        fixed = [(cell, counts) for counts in (hidden, records) for cell in determined(gone & (counts > 0), sums)]
        extra = next((extra for cell, counts in fixed for extra in _further(cell, gone, counts, sums_of)), None)
        if extra is None:
            return gone
        gone[extra] = True


def determined(unknown: Flags, sums: Sequence[Sum]) -> list[int]:
    """Return the unknown cells whose value follows from the sums, all other cells being known."""
    places = np.flatnonzero(unknown)
    column = {int(cell): number for number, cell in enumerate(places)}
    rows = []
    for each in sums:
        row = np.zeros(len(places))
        for cell, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts)):
            if cell in column:
                row[column[cell]] += sign
        if row.any():
            rows.append(row)
    if not rows:
        return []
    _u, singular, vectors = np.linalg.svd(np.asarray(rows), full_matrices=True)
    free = vectors[int((singular > FIXED * singular[0]).sum()) :]
    return [int(cell) for cell in places[~(np.abs(free) > FIXED).any(axis=0)]]


def _balance(gone: Flags, records: Whole, hidden: Whole, sums: Sequence[Sum], least: int) -> None:
    """Withhold further cells until each sum keeps its withheld ones apart, for all and for hidden records."""
    changed = True
    while changed:
        changed = False
        for each in sums:
            for counts in (hidden, records):
                while _is_thin(each, gone, counts, least):
                    extra = _partner(each, gone, counts)
                    if extra is None:
                        break
                    gone[extra] = True
                    changed = True


def _is_thin(each: Sum, gone: Flags, counts: Whole, least: int) -> bool:
    """Tell whether the withheld cells of a sum are too few or too small; with the total withheld, two suffice."""
    parts = [part for part in each.parts if gone[part] and counts[part]]
    if gone[each.total] and counts[each.total]:
        return not parts
    return bool(parts) and (len(parts) < 2 or sum(int(counts[part]) for part in parts) < max(least, len(parts) + 1))


def _partner(each: Sum, gone: Flags, counts: Whole) -> int | None:
    """Return the part with the fewest records that can be withheld too, else the total, None if all are."""
    parts = [part for part in each.parts if not gone[part] and counts[part] > 0]
    if parts:
        return min(parts, key=lambda part: (int(counts[part]), part))
    return each.total if not gone[each.total] and counts[each.total] > 0 else None


def _further(cell: int, gone: Flags, counts: Whole, sums_of: Sequence[Sequence[Sum]]) -> list[int]:
    """Return what may be withheld beside a cell that could be computed, the best first.

    Where its own sums have nothing left, several of them together give it away: then what may be withheld in the sums
    of the withheld cells beside it, and so on outwards.
    """
    reached, ring = {cell}, [cell]
    while ring:
        around = [each for one in ring for each in sums_of[one]]
        found = [extra for each in around if (extra := _partner(each, gone, counts)) is not None]
        if found:
            return found
        ring = sorted({one for each in around for one in each.cells if gone[one] and counts[one]} - reached)
        reached.update(ring)
    return []
