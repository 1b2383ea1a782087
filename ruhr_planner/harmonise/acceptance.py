"""What stays of a validation in the store: its open findings, and those that somebody has accepted with a reason.

A finding is known by rule, table, record and field. The next validation shows an accepted one and does not count it
(see `validation`), also when it had not been found for a while: an acceptance stays until somebody withdraws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ruhr_planner.harmonise.findings import values
from ruhr_planner.harmonise.validation import Finding
from ruhr_planner.model.errors import ReasonMissing
from ruhr_planner.model.results import FINDING_PLACE
from ruhr_planner.model.tables import FINDING

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Store


def keep(store: Store, found: Sequence[Finding], language: str) -> None:
    """Put the open findings in place of those of the last validation; accepted ones stay as they are.

    :param language: of the texts.
    :raises StoreError: the store cannot be written and is unchanged.
    """
    rows = [_row(one, language) for one in found if not one.accepted]
    store.exchange(FINDING, [{FINDING.accepted: None}, {FINDING.accepted: ""}], rows)


def accept(store: Store, found: Sequence[Finding], reason: str, language: str) -> list[Finding]:
    """Mark findings as accepted, and return them so.

    :param reason: why; a person's words.
    :raises ReasonMissing: there are none. :raises StoreError: the store cannot be written and is unchanged.
    """
    if not reason.strip():
        raise ReasonMissing
    return _mark(store, [replace(one, accepted=reason.strip()) for one in found], language)


def withdraw(store: Store, found: Sequence[Finding], language: str) -> list[Finding]:
    """Take acceptances back, and return the findings as open ones.

    :raises StoreError: the store cannot be written and is unchanged.
    """
    return _mark(store, [replace(one, accepted="") for one in found], language)


def _mark(store: Store, found: list[Finding], language: str) -> list[Finding]:
    store.exchange(FINDING, [_key(one) for one in found], [_row(one, language) for one in found])
    return found


def _key(one: Finding) -> dict[str, object]:
    """Return what a finding is known by, as it stands in the table."""
    return {
        FINDING.rule: one.rule.id,
        FINDING.target: one.table.table,
        FINDING.record_id: one.record or None,
        FINDING.field: one.column or None,
    }


def _row(one: Finding, language: str) -> list[object]:
    """Return a finding as a row of the store's table."""
    told = dict(zip(FINDING_PLACE.names, values(one, language)))
    return [told[name] for name in FINDING.names]
