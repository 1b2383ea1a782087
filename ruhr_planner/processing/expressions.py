"""Functions for QGIS's expressions: what the analyses compute for a layer, here for one value or one feature.

Registered with the provider, so that labels, filters, layouts, models and ``qgis_process`` know them alike. Each of
them calls the function that the algorithms call, and says nothing (null) where something is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionFunction,
    QgsExpressionNodeFunction,
    QgsFeature,
    QgsGeometry,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.region import CRS
from ruhr_planner.model.tables import PLOT, TABLES, Field
from ruhr_planner.processing.inputs import as_date, is_null

GROUP = "Ruhr Planner"
NET_FACTOR, SERVED, PARTLY = 0.75, 0.95, 0.5
"""Defaults of the algorithms `landbalance` and `fibregaps`."""

_Parameter = QgsExpressionFunction.Parameter


class PlannerFunction(QgsExpressionFunction):
    """A function whose text is shown in QGIS's expression builder."""

    NAME = ""
    FIELDS: tuple[str, ...] = ()
    """Fields of the feature that are read."""
    GEOMETRY = False

    def __init__(self, parameters: Sequence[_Parameter], explained: str, example: str) -> None:
        """:param explained: what it returns, in the user's language. :param example: an expression with its value."""
        listed = ", ".join(f"[{one.name()}]" if one.optional() else one.name() for one in parameters)
        text = f"<h3>{self.NAME}({listed})</h3><p>{explained}</p><p><code>{example}</code></p>"
        super().__init__(self.NAME, list(parameters), GROUP, text, False, True)

    def usesGeometry(self, node: QgsExpressionNodeFunction) -> bool:
        """Tell whether the geometry of the feature has to be fetched."""
        del node
        return self.GEOMETRY

    def referencedColumns(self, node: QgsExpressionNodeFunction) -> set[str]:
        """Return the fields that have to be fetched."""
        del node
        return set(self.FIELDS)

    def func(
        self,
        values: list[Any],
        context: QgsExpressionContext,
        parent: QgsExpression,
        node: QgsExpressionNodeFunction,
    ) -> Any:
        """Return the value; what is no number or no code is a fault of the expression."""
        del node
        try:
            return self.value([None if is_null(value) else value for value in values], context)
        except (ValueError, TypeError, KeyError) as error:
            parent.setEvalErrorString(f"{self.NAME}: {error}")
        except PlannerError as error:
            parent.setEvalErrorString(f"{self.NAME}: {i18n.words(error)}")
        return None

    def value(self, values: list[Any], context: QgsExpressionContext) -> Any:
        """Compute the value; None stands for unknown on both sides."""
        raise NotImplementedError


class NetHa(PlannerFunction):
    """Net hectares of the plot that is drawn, as the land balance counts them."""

    NAME = "ruhr_net_ha"
    FIELDS = (PLOT.area_net_ha, PLOT.plot_type, PLOT.planning_status)
    GEOMETRY = True

    def __init__(self) -> None:
        explained = tr(
            "Net hectares of a plot, as the land balance counts them: the recorded net area, else gross area × net"
            " factor, but × 1 for building gaps and where a local plan is in force. Measured in EPSG:25832."
        )
        super().__init__([_Parameter("net_factor", True, NET_FACTOR)], explained, "round(ruhr_net_ha(), 1) → 6.3")

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | None:
        """Measure the feature and apply the rule."""
        import numpy as np

        from ruhr_planner.analysis.pieces import HECTARE, Plots, net_land

        geometry = _measured(context)
        if geometry is None:
            return None
        net, kind, status = (_field(context.feature(), name) for name in self.FIELDS)
        recorded = np.array([np.nan if net is None else float(net)])
        unknown, one = np.array([np.nan]), np.array([None], dtype=object)
        plots = Plots(
            [""],
            [geometry],
            np.array([kind], dtype=object),
            np.array([status], dtype=object),
            one,
            unknown,
            unknown,
            recorded,
        )
        factor = NET_FACTOR if values[0] is None else float(values[0])
        return float(net_land(plots, np.array([geometry.area()]), factor)[0]) / HECTARE


class GapClass(PlannerFunction):
    """The fibre class of a share."""

    NAME = "ruhr_gap_class"

    def __init__(self) -> None:
        explained = tr(
            "Class of a fibre share between 0 and 1, as the search for fibre gaps makes it: served, partly, unserved;"
            " no_data where the share is unknown. The limits may be given."
        )
        parameters = [_Parameter("share"), _Parameter("served", True, SERVED), _Parameter("partly", True, PARTLY)]
        super().__init__(parameters, explained, "ruhr_gap_class(0.6) → 'partly'")

    def value(self, values: list[Any], context: QgsExpressionContext) -> str:
        """Classify the share."""
        import numpy as np

        from ruhr_planner.analysis.coverage import Thresholds, gap_classes
        from ruhr_planner.model.codes import GAP_CLASS

        del context
        if values[0] is None:
            return GAP_CLASS.no_data
        share = float(values[0])
        if not 0.0 <= share <= 1.0:
            raise ValueError(tr("the share {share} does not lie between 0 and 1").format(share=share))
        limits = Thresholds(served=float(values[1]), partly=float(values[2]))
        return str(gap_classes(np.array([share]), limits)[0])


class CodeLabel(PlannerFunction):
    """What people read instead of a code."""

    NAME = "ruhr_code_label"

    def __init__(self) -> None:
        explained = tr(
            "Text of a code in the plugin's language; of several codes, separated by semicolons, the text of each. The"
            " field belongs to a table of the planning store (plot unless another is given) or to a result."
        )
        parameters = [_Parameter("field"), _Parameter("code"), _Parameter("table", True, PLOT.table)]
        shown = "ruhr_code_label('plot_type', 'building_gap') → "
        german = i18n.language() == i18n.GERMAN
        super().__init__(parameters, explained, shown + ("'Baulücke'" if german else "'Building gap'"))

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        """Look the code up; an unknown code stays as it is."""
        del context
        name, code, table = values
        column = _column(str(name), str(table or PLOT.table))
        if column.codes is None:
            return None if code is None else str(code)
        return code_label(column, code, i18n.language())


class Municipality(PlannerFunction):
    """The name that belongs to a key."""

    NAME = "ruhr_municipality"

    def __init__(self) -> None:
        explained = tr("Name of the municipality or Kreis with this key (AGS); null for a key outside the region.")
        super().__init__([_Parameter("ags")], explained, "ruhr_municipality('05113000') → 'Essen'")

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        """Look the key up; one that lost its leading zero in a table is understood."""
        from ruhr_planner.catalogue.places import name_of

        del context
        key = values[0]
        if key is None:
            return None
        if isinstance(key, float):
            key = int(key)
        text = str(key).strip()
        return name_of(text.zfill(8) if len(text) == 7 else text) or None


class DistanceClassOf(PlannerFunction):
    """The distance class that a distance keeps."""

    NAME = "ruhr_distance_class"

    def __init__(self) -> None:
        explained = tr(
            "Most demanding class (I to VII, else none) whose distance to housing is kept, after the shipped table of"
            " distances, which is to be checked against the decree before it is used in a procedure."
        )
        super().__init__([_Parameter("metres")], explained, "ruhr_distance_class(520) → 'IV'")

    def value(self, values: list[Any], context: QgsExpressionContext) -> str | None:
        """Classify the distance."""
        from ruhr_planner.analysis.surroundings import distance_class
        from ruhr_planner.model.codes import DISTANCE_CLASS

        del context
        metres = None if values[0] is None else float(values[0])
        return distance_class(metres, _distance_classes(), DISTANCE_CLASS.none)


class InForce(PlannerFunction):
    """Whether a record holds at a date."""

    NAME = "ruhr_in_force"
    FIELDS = (PLOT.valid_from, PLOT.valid_to)

    def __init__(self) -> None:
        explained = tr(
            "Whether the record is in force on a day, today unless one is given: not ended before it, not begun after"
            " it. As a filter it hides ended plots and earlier states."
        )
        super().__init__([_Parameter("day", True, None)], explained, "ruhr_in_force('2024-12-31') → true")

    def value(self, values: list[Any], context: QgsExpressionContext) -> bool:
        """Compare the day with the record's dates."""
        day = as_date(values[0], "day", self.NAME, 0) or date.today()
        begun, ended = (_field(context.feature(), name) for name in self.FIELDS)
        first, last = as_date(begun, "", self.NAME, 0), as_date(ended, "", self.NAME, 0)
        return (first is None or first <= day) and (last is None or last >= day)


class SupplyYears(PlannerFunction):
    """For how many years land lasts."""

    NAME = "ruhr_supply_years"

    def __init__(self) -> None:
        explained = tr("Years for which land lasts at a yearly take-up, both in hectares; null without a take-up.")
        parameters = [_Parameter("land_ha"), _Parameter("takeup_ha_a")]
        super().__init__(parameters, explained, "ruhr_supply_years(12, 1.5) → 8.0")

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | None:
        """Divide as the land balance does."""
        import numpy as np

        from ruhr_planner.analysis.balance import ratio

        del context
        if None in values:
            return None
        years = float(ratio(np.array([float(values[0])]), np.array([float(values[1])]))[0])
        return None if years != years else years


FUNCTIONS = (NetHa, GapClass, CodeLabel, Municipality, DistanceClassOf, InForce, SupplyYears)


class _Registered:
    """The registered functions: QGIS does not keep them, and one that Python freed would take QGIS with it."""

    functions: tuple[PlannerFunction, ...] = ()


def register() -> None:
    """Register all functions, with their help in the language that is spoken now."""
    unregister()
    _Registered.functions = tuple(kind() for kind in FUNCTIONS)
    for function in _Registered.functions:
        QgsExpression.registerFunction(function)


def unregister() -> None:
    """Take all functions out again."""
    for kind in FUNCTIONS:
        QgsExpression.unregisterFunction(kind.NAME)
    _Registered.functions = ()


def code_label(column: Field, code: object, language: str) -> str | None:
    """Return the text of a code, or of several; one that is not in the list stays as it is.

    :param column: a field with a code list.
    """
    listed = column.codes
    if listed is None:
        raise KeyError(column.name)
    if column.kind == "int":
        level = None if code is None else int(float(str(code)))
        return str(listed.label(level, language)) if level is None or level in listed.codes else str(code)
    if code is None:
        return None
    parts = [part.strip() for part in str(code).split(";") if part.strip()]
    return "; ".join(listed.label(part, language) if part in listed.codes else part for part in parts)  # type: ignore[arg-type]


def _column(name: str, table: str) -> Field:
    """Return a field of a table of the store or of a result.

    :raises KeyError: there is none.
    """
    from ruhr_planner.model import results
    from ruhr_planner.model.tables import Table

    known = TABLES.get(table) or next(
        (one for one in vars(results).values() if isinstance(one, Table) and one.table == table), None
    )
    if known is None:
        raise KeyError(table)
    return known.column(name)


def _field(feature: QgsFeature, name: str) -> Any:
    """Return a value of a feature, None where it is unknown or the layer lacks the field."""
    place = feature.fields().lookupField(name)
    value = feature.attribute(place) if place >= 0 else None
    return None if is_null(value) else value


def _measured(context: QgsExpressionContext) -> QgsGeometry | None:
    """Return the geometry of the feature in the system in which everything is measured."""
    geometry = QgsGeometry(context.feature().geometry())
    if geometry.isNull():
        return None
    stated = context.variable("layer_crs")
    if stated and stated != CRS:
        here, there = QgsCoordinateReferenceSystem(str(stated)), QgsCoordinateReferenceSystem(CRS)
        try:
            geometry.transform(QgsCoordinateTransform(here, there, QgsCoordinateTransformContext()))
        except QgsCsException as error:
            raise ValueError(str(error)) from error
    return geometry


@lru_cache(maxsize=1)
def _distance_classes() -> tuple[Any, ...]:
    """Return the shipped table of distances, the most demanding class first."""
    import yaml

    from ruhr_planner import paths
    from ruhr_planner.analysis.surroundings import DistanceClass
    from ruhr_planner.model.codes import DISTANCE_CLASS

    text = paths.resource("codelists", "distance_classes.yaml").read_text(encoding="utf-8")
    metres = yaml.safe_load(text)["classes"]
    return tuple(DistanceClass(code, float(metres[code])) for code in DISTANCE_CLASS if code != DISTANCE_CLASS.none)
