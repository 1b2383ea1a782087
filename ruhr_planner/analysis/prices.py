"""The cost table of fibre trenches: prices by surface class, lump sums, surcharges, all in EUR net and editable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ruhr_planner.model.errors import (
    CostsKeyUnknown,
    CostsNegative,
    CostsNoDefault,
    CostsNoJson,
    CostsNoNumber,
)

CABINET_KEYS = ("eur", "per")


HIGHEST = 1e12
"""No price, share or year is larger."""


@dataclass(frozen=True)
class Prices:
    """Prices per metre and lump sums of one price year; `factor` turns them into what is paid."""

    default: float
    classes: Mapping[str, float]
    crossings: Mapping[str, float]
    duct: float
    entry: float
    drop: float
    cabinet_eur: float
    cabinet_per: int
    contingency: float
    planning: float
    price_year: int
    uncertainty: float
    index: float = 1.0
    shipped: tuple[str, ...] = ()
    """Keys that the user's table lacks and that have the shipped values."""

    @property
    def factor(self) -> float:
        """(1 + contingency) · (1 + planning) · price index."""
        return (1 + self.contingency) * (1 + self.planning) * self.index

    def per_metre(self, cost_class: str) -> float:
        """Return the price per metre of a class; of one without a price, the default."""
        return self.classes.get(cost_class, self.default)

    def with_index(self, index: float) -> Prices:
        """Return the same prices at another price level."""
        return replace(self, index=index)


KEYS = (
    "default",
    "classes",
    "crossings",
    "duct",
    "entry",
    "drop",
    "cabinet",
    "contingency",
    "planning",
    "price_year",
    "uncertainty",
)


def read_prices(text: str, shipped: str) -> Prices:
    """Read a cost table; what it does not name has the shipped value, but the default price has to be there.

    :param text: JSON of the user's table, "" for the shipped one.
    :param shipped: JSON of the shipped table.
    :raises CostsError: no JSON, an unknown key, no default, something else than a number, a negative price.
    """
    basis = json.loads(shipped)
    given = _object(text) if text.strip() else basis
    for key in given:
        if key not in KEYS:
            raise CostsKeyUnknown(key=key, known=", ".join(KEYS))
    if given.get("default") is None:
        raise CostsNoDefault
    table = {**basis, **given}
    default = _number("default", given["default"])
    cabinet = table["cabinet"]
    if not isinstance(cabinet, dict) or set(cabinet) - set(CABINET_KEYS) or set(CABINET_KEYS) - set(cabinet):
        raise CostsNoNumber(key="cabinet", value=json.dumps(cabinet))
    per = _number("cabinet.per", cabinet["per"])
    if per < 1:
        raise CostsNegative(key="cabinet.per", value=cabinet["per"])
    uncertainty = _number("uncertainty", table["uncertainty"])
    return Prices(
        default=default,
        classes=_numbers("classes", table["classes"]),
        crossings=_numbers("crossings", table["crossings"]),
        duct=_number("duct", table["duct"]),
        entry=_number("entry", table["entry"]),
        drop=_number("drop", table.get("drop", default)),
        cabinet_eur=_number("cabinet.eur", cabinet["eur"]),
        cabinet_per=int(per),
        contingency=_number("contingency", table["contingency"]),
        planning=_number("planning", table["planning"]),
        price_year=int(_number("price_year", table["price_year"])),
        uncertainty=min(1.0, uncertainty),
        shipped=tuple(key for key in basis if key not in given),
    )


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CostsNoJson(str(error)) from error
    if not isinstance(found, dict):
        raise CostsNoJson
    return found


def _numbers(key: str, values: object) -> dict[str, float]:
    if not isinstance(values, dict):
        raise CostsNoNumber(key=key, value=json.dumps(values))
    return {str(name): _number(f"{key}.{name}", value) for name, value in values.items()}


def _number(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= HIGHEST:
        raise CostsNoNumber(key=key, value=json.dumps(value))
    if value < 0:
        raise CostsNegative(key=key, value=value)
    return float(value)
