"""What became of one import: counts, values before and after, rejected records, warnings. The report is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ruhr_planner.harmonise.profile import Profile
from ruhr_planner.harmonise.values import Value
from ruhr_planner.readers.record import Note

MAX_VALUES = 40
"""Distinct raw values of a field that its table lists; the number of the others is told."""

MAX_LISTED = 1_000
"""Rejected records that are kept in memory for the report; all of them are in the store."""


@dataclass(frozen=True)
class ValueCount:
    """A raw value of the source, what it became, and in how many records. `refused`: the record was rejected for it."""

    raw: str
    value: Value
    count: int
    refused: bool = False


@dataclass
class FieldValues:
    """The values of one field of the target, the most frequent first. `more` distinct raw values are not listed."""

    field: str
    columns: tuple[str, ...]
    """The fields of the source that they come from; empty for a constant."""
    values: tuple[ValueCount, ...]
    more: int = 0
    known: int = 0
    unknown: int = 0
    """Records with and without a value after the rules."""


@dataclass(frozen=True)
class Rejected:
    """A record that did not become one of the store."""

    number: int
    """Its place in the source, from 1."""
    native_id: str
    record: Mapping[str, object]
    """All raw values by the source's names."""
    reason: str
    """A code of `codes.REJECTION`."""
    field: str
    """The field of the target, "" where the geometry is the reason."""
    rule: str
    """The rule that refused it, as the profile has it ("from: restriktion")."""
    value: str = ""
    box: tuple[float, float, float, float] | None = None
    """xmin, ymin, xmax, ymax in EPSG:25832, None where nobody knows the place."""


@dataclass
class Outcome:
    """One import. READ = WRITTEN + UNCHANGED + REJECTED, FILTERED stands beside it, REPAIRED is part of WRITTEN."""

    run_id: str
    started: str
    profile: Profile
    input: str
    """Name of the layer or file."""
    expected: int | None = None
    """Records that the source announces, None if it does not."""
    read: int = 0
    written: int = 0
    unchanged: int = 0
    rejected: int = 0
    filtered: int = 0
    ended: int = 0
    repaired: int = 0
    new: int = 0
    changed: int = 0
    """`written` is the sum of new and changed records."""
    first: bool = True
    """The store had no record of this source before."""
    crs: str = ""
    """The coordinate system that the coordinates were read in."""
    accuracy_m: float | None = None
    """Of the transformation; None if it is unknown."""
    area_ha: float = 0.0
    """Sum of the areas of written and unchanged records."""
    repair_m2: float = 0.0
    """Sum of the absolute changes of area by repairs."""
    licence: str = ""
    """Computed licence of the table after the import, as titles."""
    attributions: tuple[str, ...] = ()
    without_id: int = 0
    """Records that have no id in the source."""
    overlaps: dict[tuple[str, str], float] = field(default_factory=dict)
    """Hectares that two sources share, by the ids of the one with priority and the other."""
    fields: tuple[FieldValues, ...] = ()
    rejects: list[Rejected] = field(default_factory=list)
    """The first `MAX_LISTED`."""
    warnings: list[Note] = field(default_factory=list)

    def warn(self, text: str, **params: object) -> None:
        """Take a warning once. :param text: an English template."""
        note = Note(text, params)
        if note not in self.warnings:
            self.warnings.append(note)
