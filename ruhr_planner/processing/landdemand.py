"""The demand that `landbalance` sets the land against: take-up, lists by municipality, employees; checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import BasisDiffers, BasisMixed, DuplicateId, EmployeesMissing, PeriodReversed
from ruhr_planner.model.sentences import filled, some
from ruhr_planner.model.tables import CONTINGENT, DEMAND, EMPLOYEES, TAKEUP
from ruhr_planner.processing import demandmodels
from ruhr_planner.processing.inputs import NONE, LayerInput, Records

if TYPE_CHECKING:
    from ruhr_planner.analysis import balance
    from ruhr_planner.analysis.demand import TakeUp
    from ruhr_planner.processing.algorithm import Run

TAKEUPS, DEMANDS, CONTINGENTS, EMPLOYMENT = "TAKEUP", "DEMAND", "CONTINGENT", "EMPLOYEES"
TAKEUP_FROM, TAKEUP_TO = "TAKEUP_FROM", "TAKEUP_TO"
DEMAND_MODEL, DEMAND_PARAMETERS, REGIONAL_SHARE = "DEMAND_MODEL", "DEMAND_PARAMETERS", "REGIONAL_SHARE"

DEMAND_INPUTS = (
    LayerInput(
        TAKEUPS,
        "Take-up by municipality and year",
        TAKEUP,
        required=(TAKEUP.ags, TAKEUP.year, TAKEUP.ha),
        columns=(TAKEUP.basis,),
        optional=True,
        geometry=NONE,
    ),
    LayerInput(
        DEMANDS,
        "Demand by municipality (instead of a model)",
        DEMAND,
        required=(DEMAND.ags, DEMAND.demand_ha),
        columns=(DEMAND.basis, DEMAND.regional_share),
        optional=True,
        geometry=NONE,
    ),
    LayerInput(
        CONTINGENTS,
        "Contingents by municipality",
        CONTINGENT,
        required=(CONTINGENT.ags, CONTINGENT.contingent_ha),
        optional=True,
        geometry=NONE,
    ),
    LayerInput(
        EMPLOYMENT,
        "Employees by municipality and group of branches (for GIFPRO)",
        EMPLOYEES,
        required=(EMPLOYEES.ags, EMPLOYEES.employees),
        columns=(EMPLOYEES.branch,),
        optional=True,
        geometry=NONE,
    ),
)


def put_together(run: Run, keys: Sequence[str], rule: balance.Rule) -> balance.Demand:
    """Put take-up, models, the given list and contingents together, by municipality."""
    from ruhr_planner.analysis.balance import Demand

    taken = _take_up(run, keys)
    models = {codes.DEMAND_MODEL.monitoring: taken.yearly * rule.horizon * (1 + rule.surcharge)}
    models.update(_by_employees(run, keys, rule.horizon))
    share = np.full(len(keys), run.number(REGIONAL_SHARE) if run.given(REGIONAL_SHARE) else np.nan)
    listed, contingents = run.records(DEMANDS), run.records(CONTINGENTS)
    source = codes.DEMAND_MODEL.codes[run.index(DEMAND_MODEL)]
    if listed is not None:
        source = codes.DEMAND_SOURCE.listed
        _check_basis(run, listed)
        models[source], own = _one_each(run, listed, keys, (DEMAND.demand_ha, DEMAND.regional_share))
        share = np.where(np.isnan(own), share, own)
        run.log(tr("DEMAND is given and counts instead of the demand model."))
    elif source not in models:
        raise EmployeesMissing(model=codes.DEMAND_MODEL.label(source, i18n.language()))
    contingent = None
    if contingents is not None:
        (contingent,) = _one_each(run, contingents, keys, (CONTINGENT.contingent_ha,))
    return Demand(taken.yearly, taken.years.astype(np.float64), models[source], source, models, share, contingent)


def _take_up(run: Run, keys: Sequence[str]) -> TakeUp:
    """Return the mean annual take-up in the period.

    :raises PeriodReversed: TAKEUP_FROM is later than TAKEUP_TO.
    """
    from ruhr_planner.analysis.demand import take_up

    first = run.integer(TAKEUP_FROM) if run.given(TAKEUP_FROM) else None
    last = run.integer(TAKEUP_TO) if run.given(TAKEUP_TO) else None
    if first is not None and last is not None and first > last:
        raise PeriodReversed(first=first, last=last)
    records = run.records(TAKEUPS)
    if records is None:
        run.warn(tr("Without TAKEUP neither years of supply nor a demand by take-up can be told."))
        nothing = np.empty(0)
        return take_up(np.empty(0, dtype=np.int64), nothing, nothing, len(keys), None, None)
    _check_basis(run, records)
    group, year, hectares = _groups(run, records, keys), records.number(TAKEUP.year), records.number(TAKEUP.ha)
    keep = (group >= 0) & ~np.isnan(year)
    if np.isnan(year).any():
        run.warn(
            filled(
                tr("{layer}: {count} {count:record|records} without a year {count:takes|take} no part."),
                layer=records.name,
                count=int(np.isnan(year).sum()),
            )
        )
    if np.isnan(hectares[keep]).any():
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:record|records} of unknown hectares {count:makes its|make their} "
                    "year unknown in {count:its|their} municipality."
                ),
                layer=records.name,
                count=int(np.isnan(hectares[keep]).sum()),
            )
        )
    return take_up(group[keep], year[keep], hectares[keep], len(keys), first, last)


def _by_employees(run: Run, keys: Sequence[str], horizon: float) -> dict[str, np.ndarray]:
    """Return the demand by GIFPRO and TBS-GIFPRO where employees are given; name what nobody has verified."""
    from ruhr_planner.analysis.demand import EmployeeRow, by_employees

    found = demandmodels.read(run.string(DEMAND_PARAMETERS))
    records = run.records(EMPLOYMENT)
    if records is None:
        return {}
    group = _groups(run, records, keys)
    rows = [
        EmployeeRow(int(place), branch, float(count))
        for place, branch, count in zip(group, records.text(EMPLOYEES.branch), records.number(EMPLOYEES.employees))
        if place >= 0
    ]
    for code, names in found.unverified.items():
        if names:
            run.warn(
                tr("{model}: these values are not verified, check and replace them: {names}").format(
                    model=codes.DEMAND_MODEL.label(code, i18n.language()), names="; ".join(names)
                )
            )
    return {code: by_employees(model, rows, len(keys), horizon) for code, model in found.models.items()}


def _groups(run: Run, records: Records, keys: Sequence[str]) -> np.ndarray:
    """Return the number of each record's municipality, −1 where there is none; such records are named in the log."""
    number = {key: at for at, key in enumerate(keys)}
    own = records.text(TAKEUP.ags).tolist()
    unknown = [str(key) for key in own if key is not None and key not in number]
    if unknown:
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:record|records} of municipalities that are not in MUNICIPALITIES "
                    "{count:takes|take} no part: {keys}"
                ),
                layer=records.name,
                count=len(unknown),
                keys=some(sorted(set(unknown))),
            )
        )
    nameless = sum(key is None for key in own)
    if nameless:
        run.warn(
            filled(
                tr("{layer}: {count} {count:record|records} without a municipality key {count:takes|take} no part."),
                layer=records.name,
                count=nameless,
            )
        )
    return np.array([number.get(key, -1) for key in own], dtype=np.int64)


def _one_each(run: Run, records: Records, keys: Sequence[str], fields: Sequence[str]) -> list[np.ndarray]:
    """Return number columns by municipality, nan where it has no row.

    :raises DuplicateId: a municipality stands twice.
    """
    group = _groups(run, records, keys)
    seen, counts = np.unique(group[group >= 0], return_counts=True)
    if (counts > 1).any():
        raise DuplicateId(layer=records.name, field=TAKEUP.ags, value=keys[int(seen[counts > 1][0])])
    columns = []
    for field in fields:
        values = np.full(len(keys), np.nan)
        values[group[group >= 0]] = records.number(field)[group >= 0]
        columns.append(values)
    return columns


def _check_basis(run: Run, records: Records) -> None:
    """Refuse gross hectares: the supply is net land.

    :raises BasisMixed, BasisDiffers: some or all are gross.
    """
    basis = records.text(TAKEUP.basis).tolist()
    stated = {str(value) for value in basis if value is not None}
    if len(stated) > 1:
        raise BasisMixed(layer=records.name, field=TAKEUP.basis)
    if stated == {codes.TAKEUP_BASIS.gross}:
        raise BasisDiffers(layer=records.name, field=TAKEUP.basis)
    if None in basis:
        run.log(tr("{layer}: hectares without a basis are taken as net land.").format(layer=records.name))
