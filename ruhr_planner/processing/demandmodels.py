"""DEMAND_PARAMETERS: the shipped parameters of GIFPRO and TBS-GIFPRO, and what a user puts in their place.

A value is a number, or a mapping with `value`, `verified` and `source`. A user's own value needs no mapping. Values
that nobody has checked against a source are named in the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ruhr_planner import paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import DemandParameters

if TYPE_CHECKING:
    from ruhr_planner.analysis.demand import EmployeeModel

SHIPPED = "demand_models.yaml"
MODELS = (codes.DEMAND_MODEL.gifpro, codes.DEMAND_MODEL.tbs_gifpro)
REUSE, BRANCHES = "reuse", "branches"
LIMITS = {"share": 1.0, "q_new": 100.0, "q_move": 100.0, "land": 10_000.0, "trend": 1.0, REUSE: 1.0}
"""The largest value of each parameter that has a meaning; the smallest is 0, of a trend −1."""
_MAX_BYTES = 200_000


class Models(NamedTuple):
    """The models by their code, and the values of each that are not verified, as "branch.parameter = value"."""

    models: dict[str, EmployeeModel]
    unverified: dict[str, list[str]]


def read(given: str) -> Models:
    """Return the models of the shipped file, with the values of a JSON text or a file in their place.

    :param given: "", a JSON text that begins with a brace, or the path of a YAML or JSON file.
    :raises DemandParameters: no such file, not readable, or a value without a meaning.
    """
    tree = _parse(paths.resource("codelists", SHIPPED).read_text(encoding="utf-8"))
    if given.strip():
        tree = _merged(tree, _given(given.strip()), "")
    unknown = sorted(set(tree) - set(MODELS))
    if unknown:
        raise _misplaced(unknown[0])
    models, unverified = {}, {}
    for code in MODELS:
        unverified[code] = []
        models[code] = _model(code, tree[code], unverified[code])
    return Models(models, unverified)


def _given(text: str) -> Mapping[str, Any]:
    if not text.startswith("{"):
        file = Path(text)
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            raise DemandParameters(
                why=tr("“{file}” is no file of at most {limit} kB").format(file=file.name, limit=_MAX_BYTES // 1000)
            )
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DemandParameters(
                str(error), why=tr("“{file}” cannot be read as text").format(file=file.name)
            ) from error
    return _parse(text)


def _parse(text: str) -> Mapping[str, Any]:
    """Read JSON or YAML."""
    from ruhr_planner import plainyaml

    try:
        found = json.loads(text) if text.startswith("{") else plainyaml.read(text)
    except (ValueError, RecursionError) as error:
        raise DemandParameters(str(error), why=tr("it is neither JSON nor YAML")) from error
    if not isinstance(found, dict):
        raise DemandParameters(why=tr("“{text}” holds no names and values").format(text=str(found)[:40]))
    return found


def _merged(base: Any, own: Any, place: str) -> Any:
    """Put own values in the place of the base's; a mapping with `value` is a value."""
    if not isinstance(own, dict) or "value" in own:
        return own
    if not isinstance(base, dict) or "value" in base:
        raise _misplaced(place)
    made = dict(base)
    for key, value in own.items():
        made[key] = _merged(base.get(key, {} if isinstance(value, dict) else None), value, f"{place}.{key}".strip("."))
    return made


def _model(code: str, tree: Any, unverified: list[str]) -> EmployeeModel:
    from ruhr_planner.analysis.demand import OTHER, Branch, EmployeeModel

    branches = tree.get(BRANCHES) if isinstance(tree, dict) else None
    if not isinstance(branches, dict) or set(tree) - {REUSE, BRANCHES} or OTHER not in branches:
        raise _misplaced(code)
    made = {}
    for name, own in branches.items():
        if not isinstance(own, dict) or not set(own) <= set(LIMITS) - {REUSE}:
            raise _misplaced(f"{code}.{name}")
        filled = {**{key: branches[OTHER].get(key, 0.0) for key in ("share", "q_new", "q_move", "land")}, **own}
        made[str(name)] = Branch(
            **{key: _value(f"{code}.{name}.{key}", value, LIMITS[key], unverified) for key, value in filled.items()}
        )
    return EmployeeModel(made, _value(f"{code}.{REUSE}", tree.get(REUSE), LIMITS[REUSE], unverified))


def _misplaced(place: str) -> DemandParameters:
    return DemandParameters(why=tr("“{place}” does not belong there or lacks something").format(place=place))


def _value(place: str, given: Any, high: float, unverified: list[str]) -> float:
    value = given.get("value") if isinstance(given, dict) else given
    low = -1.0 if place.endswith(".trend") else 0.0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise DemandParameters(
            why=tr("“{place}” is “{value}” and not a number from {low} to {high}").format(
                place=place, value=value, low=f"{low:g}", high=f"{high:g}"
            )
        )
    if isinstance(given, dict) and given.get("verified") is not True:
        unverified.append(f"{place.split('.', 1)[1]} = {value:g}")
    return float(value)
