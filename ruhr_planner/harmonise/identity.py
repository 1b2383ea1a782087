"""What makes a record the same as last year's: its id, its values, its place."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

import numpy as np
from qgis.core import QgsGeometry

from ruhr_planner.model.tables import PLACE, PLOT, PLOT_ODBL
from ruhr_planner.readers import wkb

EARLIER = re.compile(r"@\d{4}-\d\d-\d\d(?:\.\d+)?$")
"""How the id of an earlier state ends."""

IDS = {PLOT.table: PLOT.plot_id, PLOT_ODBL.table: PLOT.plot_id, PLACE.table: PLACE.place_id}
"""The field that holds the id of a record, in the tables that have one."""

SAME_M = 0.01
"""Two shapes that are nowhere further apart are one."""


class Known(NamedTuple):
    """A record that the store has.

    Its number in the table, hashes of values and geometry, when it began and ended, and what it was a part of before.
    """

    target: int
    values: int
    shape: int
    begun: str | None
    until: str | None
    part_of: str | None


def earlier_name(identifier: str, last: str, taken: set[str]) -> str:
    """Return an id for the state of a record that ended on a day (ISO text), which no other has; it is taken then."""
    base = name = f"{identifier}@{last}"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}.{number}"
    taken.add(name)
    return name


def same_place(one: bytes | None, two: bytes | None) -> bool:
    """Tell whether two geometries are one but for the order of their vertices and less than a centimetre."""
    if one is None or two is None:
        return one is two
    first, second = QgsGeometry(), QgsGeometry()
    first.fromWkb(one)
    second.fromWkb(two)
    if first.constGet().nCoordinates() != second.constGet().nCoordinates():
        return False
    return 0 <= first.hausdorffDistance(second) <= SAME_M


def geometry_id(data: bytes) -> str:
    """Return an id made of where a geometry lies, to the centimetre, whatever the order of its vertices is."""
    xy = np.unique(np.rint(wkb.Coordinates([data]).xy * 100).astype("<i8"), axis=0)
    return "g" + hashlib.blake2b(xy.tobytes(), digest_size=8).hexdigest()


def is_geometry_id(identifier: str) -> bool:
    """Tell whether an id is one of `geometry_id`."""
    return re.fullmatch(r"g[0-9a-f]{16}", identifier) is not None
