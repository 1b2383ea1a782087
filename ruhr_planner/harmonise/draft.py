"""A profile under work: a suggestion that a person corrects field by field and code by code, until it is a profile.

The draft holds the mapping of a profile (see `profile`) and the sampled columns it was made from, so that every pick is
judged at once: how well column and field go together, and which values mean no code yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruhr_planner.harmonise import profile, suggest, values
from ruhr_planner.harmonise.profile import NATIVE_ID, OWNED, Profile
from ruhr_planner.harmonise.suggest import Column, Proposal, Suggestion
from ruhr_planner.model import tables
from ruhr_planner.model.tables import PLOT, PLOT_ODBL, Field

FROM, CONST, UNIT, SPLIT, MAP = "from", "const", "unit", "split", "map"
UNKNOWN = "unknown"
"""What a raw value becomes that means nothing here, without its record being rejected."""


@dataclass(frozen=True)
class Meaning:
    """A raw value of a coded field: in how many sampled records, and the code it becomes (None: it is rejected).

    `spelled`: it is a known spelling of a code, so it means something even where the profile does not name it.
    """

    raw: str
    count: int
    code: object
    spelled: bool


class Draft:
    """A suggestion under correction."""

    def __init__(self, found: Suggestion, columns: Sequence[Column]) -> None:
        """:param columns: as sampled for the suggestion."""
        self.target = found.target
        self.columns = {column.name: column for column in columns}
        self.raw: dict[str, Any] = suggest.profile_of(found)
        self._proposals = {proposal.field: proposal for proposal in found.proposals}

    # ---------------------------------------------------------------------------------------------------------- looking
    @property
    def names(self) -> list[str]:
        """Return the fields that a profile may fill: those with a rule first, each part in the target's order."""
        every = [name for name in dict.fromkeys((NATIVE_ID, *self.target.names)) if name not in OWNED]
        return [name for name in every if self.is_filled(name)] + [name for name in every if not self.is_filled(name)]

    def field(self, name: str) -> Field:
        """Return a field of the target, or the source's own id."""
        return self.target.column(name) if name in self.target else tables.text(NATIVE_ID, "Kennung", "Id")

    def rule(self, name: str) -> dict[str, Any]:
        """Return the rule of a field, empty if it has none."""
        found: dict[str, Any] = self.raw["fields"].get(name, {})
        return found

    def is_filled(self, name: str) -> bool:
        """Tell whether a field gets a value from the source or a constant."""
        return bool(self.rule(name)) and self.rule(name).get("expr") != "null"

    def is_missing(self, name: str) -> bool:
        """Tell whether records are rejected as long as nobody fills this field."""
        return name == PLOT.plot_type and self.target in (PLOT, PLOT_ODBL) and not self.is_filled(name)

    def proposal(self, name: str) -> Proposal | None:
        """Return what speaks for the rule of a field, None where it takes no column."""
        return self._proposals.get(name) if FROM in self.rule(name) else None

    def samples(self, name: str) -> tuple[str, ...]:
        """Return a few values of the column that a field is filled from."""
        column = self.columns.get(str(self.rule(name).get(FROM)))
        if column is None:
            return ()
        seen = dict.fromkeys((values.text(value) or "")[:60] for value, _count in column.counts)
        return tuple(seen)[: suggest.SAMPLES]

    def units(self, name: str) -> list[str]:
        """Return the units that the source's numbers may be in, the field's own first; none where it has no unit."""
        own = self.field(name).unit
        if values.unit(own or "") is None:
            return []
        return [own, *(unit for unit in values.UNITS if unit != own and values.factor(unit, own) is not None)]

    def meanings(self, name: str) -> list[Meaning]:
        """Return the sampled values of a coded field and what becomes of them, the most frequent first."""
        listed, rule = self.field(name).codes, self.rule(name)
        column = self.columns.get(str(rule.get(FROM)))
        if listed is None or column is None:
            return []
        counts: Counter[str] = Counter()
        for value, count in column.counts:
            words = values.text(value) or ""
            for part in words.split(rule[SPLIT]) if rule.get(SPLIT) else [words]:
                if part.strip():
                    counts[part.strip()] += count
        own = {values.key(raw): code for raw, code in rule.get(MAP, {}).items()}
        known = values.spellings(listed, digits=MAP not in rule)
        return [Meaning(raw, count, *_meaning(raw, own, known)) for raw, count in counts.most_common()]

    # ---------------------------------------------------------------------------------------------------------- picking
    def choose(self, name: str, column: str) -> None:
        """Fill a field from a column of the source; a field that was filled from it is free again."""
        for other in [other for other in self.raw["fields"] if other != name]:
            if self.rule(other).get(FROM) == column and other != NATIVE_ID and name != NATIVE_ID:
                self.clear(other)
        found = suggest.pair(self.target, name, self.columns[column])
        self._proposals[name] = found
        self.raw["fields"][name] = suggest.rule(found)
        self.raw["suggested"]["fields"][name] = suggest.reasons(found, self.target, True)
        self._list_unmatched()

    def fill(self, name: str, code: object) -> None:
        """Give all records the same value."""
        self._forget(name)
        self.raw["fields"][name] = {CONST: code}
        self._list_unmatched()

    def clear(self, name: str) -> None:
        """Leave a field empty; a plot's kind has to come from somewhere, so its records are rejected until it does."""
        self._forget(name)
        if name == PLOT.plot_type and self.target in (PLOT, PLOT_ODBL):
            self.raw["fields"][name] = {"expr": "null", "required": True}
        self._list_unmatched()

    def set_unit(self, name: str, unit: str) -> None:
        """Say in which unit the source's numbers are."""
        rule = self.rule(name)
        if unit == self.field(name).unit:
            rule.pop(UNIT, None)
        else:
            rule[UNIT] = unit

    def set_code(self, name: str, raw: str, code: object) -> None:
        """Say which code a raw value means.

        :param code: None where records with this value are to be rejected, `UNKNOWN` where it says nothing.
        """
        rule = self.rule(name)
        meant = {one.raw: one.code for one in self.meanings(name) if one.code is not None}
        meant.pop(raw, None)
        if code is not None:
            meant[raw] = code
        # with a map of its own a field takes no bare digits for levels any more, so the map names everything
        rule[MAP] = {key: meant[key] for key in sorted(meant)}
        if not rule[MAP]:
            del rule[MAP]

    def confirm(self, checked: bool) -> None:
        """Note whether a person stands behind the rules."""
        self.raw["suggested"]["confirmed"] = checked

    def _forget(self, name: str) -> None:
        self.raw["fields"].pop(name, None)
        self.raw["suggested"]["fields"].pop(name, None)
        self._proposals.pop(name, None)

    def _list_unmatched(self) -> None:
        used = {rule.get(FROM) for rule in self.raw["fields"].values()}
        self.raw["suggested"]["unmatched"] = [name for name in self.columns if name not in used]

    # ----------------------------------------------------------------------------------------------------------- result
    def profile(self) -> Profile:
        """Return the profile as it stands.

        :raises ProfileError: it has a fault, such as no field at all.
        """
        return profile.build(self.raw)

    def text(self) -> str:
        """Return the profile as YAML. :raises ProfileError: it has a fault."""
        return profile.write(self.profile())


def _meaning(raw: str, own: dict[str, object], known: Any) -> tuple[object, bool]:
    """Return the code of a raw value, None if it has none, and whether it is a known spelling."""
    word = values.key(raw)
    return own[word] if word in own else known.get(word), word in known
