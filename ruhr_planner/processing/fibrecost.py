"""`fibrecost`: what shared trenches along roads cost that bring fibre to the objects that lack it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsGeometry,
    QgsGeometryCollection,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import CostsNoJson, FileNotFound, NoRoads, SourcesOffNetwork
from ruhr_planner.model.results import CONNECTION, TRENCH, UNROUTABLE
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import BARRIER, DUCT, FIBRE_SOURCE, OBJECT, ROAD, Table, real, text
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run, multi_type
from ruhr_planner.processing.inputs import ANY, LINE, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.analysis import prices, roads, trenches
    from ruhr_planner.store.layers import Row

OBJECTS = "OBJECTS"
SOURCES = "SOURCES"
ROADS = "ROADS"
BARRIERS = "BARRIERS"
DUCTS = "DUCTS"
SURFACE_FIELD = "SURFACE_FIELD"
COSTS = "COSTS"
PRICE_INDEX = "PRICE_INDEX"
SNAP_MAX = "SNAP_MAX"
MAX_LENGTH = "MAX_LENGTH"
TOLERANCE = "TOLERANCE"
DUCT_TOLERANCE = "DUCT_TOLERANCE"
METHOD = "METHOD"
BUDGET = "BUDGET"
BENEFIT_FIELD = "BENEFIT_FIELD"
OUTPUT = "OUTPUT"
CONNECTIONS = "CONNECTIONS"
UNROUTABLE_OUT = "UNROUTABLE"

LENGTH_M = "LENGTH_M"
COST_EUR = "COST_EUR"
STAR_LENGTH_M = "STAR_LENGTH_M"
_LISTED = 20
"""Ids and components that are named in the log before "…"."""


class FibreCost(PlannerAlgorithm):
    """Lead shared trenches from the sources to the objects and say what they cost."""

    ID = "fibrecost"
    LABEL = "Cost of fibre connections"
    GROUP = "Fibre"
    GROUP_ID = "fibre"
    INPUTS = (
        LayerInput(
            OBJECTS,
            "Objects to be connected (areas or points)",
            OBJECT,
            columns=(OBJECT.object_id, OBJECT.plot_id, OBJECT.site_id),
            geometry=ANY,
            keep_fields=True,
        ),
        LayerInput(SOURCES, "Fibre: access points, ducts with fibre, or served areas", FIBRE_SOURCE, geometry=ANY),
        LayerInput(ROADS, "Roads", ROAD, columns=(ROAD.road_class, ROAD.surface), geometry=LINE),
        LayerInput(BARRIERS, "Barriers", BARRIER, columns=(BARRIER.kind,), geometry=LINE, optional=True),
        LayerInput(DUCTS, "Existing ducts", DUCT, geometry=LINE, optional=True),
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Fibre trenches", TRENCH, style=TRENCH.table),
        LayerOutput(CONNECTIONS, "Fibre connections", CONNECTION, True, CONNECTION.table, OBJECTS),
        LayerOutput(UNROUTABLE_OUT, "Objects out of reach", UNROUTABLE, optional=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._surface_field: str = ROAD.surface
        self._benefit_field = ""

    def define(self) -> None:
        """Add surface field, cost table, distances, method and budget."""
        self.addParameter(
            QgsProcessingParameterString(SURFACE_FIELD, tr("Field with the surface"), ROAD.surface, optional=True)
        )
        costs = QgsProcessingParameterString(
            COSTS, tr("Cost table (JSON or a file; empty = as shipped)"), None, multiLine=True, optional=True
        )
        self.addParameter(costs)
        self._real(PRICE_INDEX, tr("Price index against the year of the cost table"), 1.0, 0.01, 100)
        self._real(SNAP_MAX, tr("Largest distance to the road (m)"), 150, 0, 10_000)
        self._real(MAX_LENGTH, tr("Longest way to a source (m)"), 5000, 0, 1_000_000)
        self._real(TOLERANCE, tr("Distance at which lines meet (m)"), 0.05, 0, 5, advanced=True)
        self._real(DUCT_TOLERANCE, tr("Distance between a duct and its road (m)"), 10, 0, 100, advanced=True)
        methods = [codes.TRENCH_METHOD.label(code, i18n.language()) for code in codes.TRENCH_METHOD]
        self.addParameter(QgsProcessingParameterEnum(METHOD, tr("Method"), methods, False, 0))
        number = QgsProcessingParameterNumber.Type.Double
        self.addParameter(QgsProcessingParameterNumber(BUDGET, tr("Budget (EUR)"), number, None, True, 0))
        self.addParameter(
            QgsProcessingParameterField(
                BENEFIT_FIELD,
                tr("Field with the benefit of an object, for the order within the budget"),
                None,
                OBJECTS,
                QgsProcessingParameterField.DataType.Numeric,
                False,
                True,
            )
        )
        for name, label in (
            (LENGTH_M, tr("Length of the trenches (m)")),
            (COST_EUR, tr("Cost of the trenches (EUR)")),
            (STAR_LENGTH_M, tr("Length of separate paths (m)")),
            ("COST_LOW_EUR", tr("Cost of the trenches, lower bound (EUR)")),
            ("COST_HIGH_EUR", tr("Cost of the trenches, upper bound (EUR)")),
            ("TOTAL_EUR", tr("Cost with connections (EUR)")),
            ("TOTAL_LOW_EUR", tr("Cost with connections, lower bound (EUR)")),
            ("TOTAL_HIGH_EUR", tr("Cost with connections, upper bound (EUR)")),
            ("CONNECTED", tr("Objects connected")),
            ("NOT_CONNECTED", tr("Objects not connected")),
            ("NO_SURFACE", tr("Roads without a surface")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _real(self, name: str, label: str, default: float, low: float, high: float, advanced: bool = False) -> None:
        kind = QgsProcessingParameterNumber.Type.Double
        parameter = QgsProcessingParameterNumber(name, label, kind, default, False, low, high)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Find out which fields of roads and objects are asked for."""
        self._surface_field = self.parameterAsString(parameters, SURFACE_FIELD, context).strip() or ROAD.surface
        self._benefit_field = self.parameterAsString(parameters, BENEFIT_FIELD, context).strip()
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def input(self, parameter: str) -> LayerInput:
        """Return a declared input; roads with every field that a profile looks at, objects with their benefit."""
        declared = super().input(parameter)
        if parameter == ROADS:
            names = [name for profile in _profiles() for name in profile.fields]
            wanted = tuple(dict.fromkeys([*declared.columns, self._surface_field, *names]))
            required = () if self._surface_field == ROAD.surface else (self._surface_field,)
            return replace(declared, table=_with_texts(ROAD, wanted), columns=wanted, required=required)
        if parameter == OBJECTS and self._benefit_field:
            table = OBJECT
            if self._benefit_field not in OBJECT:
                benefit = real(self._benefit_field, "Nutzen", "Benefit", low=0)
                table = replace(OBJECT, columns=(*OBJECT.columns, benefit))
            return replace(declared, table=table, required=(self._benefit_field,))
        return declared

    def compute(self, run: Run) -> dict[str, Any]:
        """Plan the trenches, write them, the connections and what is out of reach; return sums."""
        from ruhr_planner.analysis import trenches

        table = _prices(run)
        read, keep = _roads(run, self._surface_field, table)
        objects, lines = run.needed(OBJECTS), run.needed(ROADS)
        ids = run.identifiers(objects, OBJECT.object_id, OBJECT.plot_id, OBJECT.site_id)
        barriers, ducts = run.records(BARRIERS), run.records(DUCTS)
        barrier_lines = trenches.Barriers()
        if barriers is not None:
            barrier_lines = trenches.Barriers(barriers.geometries, barriers.text(BARRIER.kind).tolist())
        sources = run.needed(SOURCES)
        found = trenches.plan(
            objects.geometries,
            sources.geometries,
            trenches.Roads([lines.geometries[place] for place in keep], read.cost_class[keep], read.level[keep]),
            table,
            _limits(run),
            barrier_lines,
            ducts.geometries if ducts is not None else (),
            self._benefit(run, objects),
            run.progress,
        )
        if found is None:
            raise SourcesOffNetwork(
                layer=sources.name, count=len(sources), limit=f"{run.number(SNAP_MAX):g}", roads=lines.name
            )
        _tell(run, found, ids, table)
        with i18n.speaking(self.language):
            abstract = _abstract(table, found)
        run.stage(OUTPUT, _trench_rows(found, lines, keep, table), abstract)
        run.stage(CONNECTIONS, _connection_rows(run, found, ids, table), abstract)
        run.stage(UNROUTABLE_OUT, _unroutable_rows(found, ids), abstract)
        return _numbers(found, table, read.n_no_surface)

    def _benefit(self, run: Run, objects: Records) -> np.ndarray:
        if not self._benefit_field:
            return np.ones(len(objects))
        values = objects.number(self._benefit_field)
        unknown = np.isnan(values)
        if unknown.any():
            run.warn(
                filled(
                    tr(
                        "{layer}, field “{field}”: {count} {count:object|objects} without a value "
                        "{count:comes|come} last within the budget."
                    ),
                    layer=objects.name,
                    field=self._benefit_field,
                    count=int(unknown.sum()),
                )
            )
        return np.nan_to_num(values)


# --------------------------------------------------------------------------------------------------------------- inputs
def _with_texts(table: Table, names: tuple[str, ...]) -> Table:
    """Return a table with further text fields, whose labels are their names."""
    extra = tuple(text(name, name, name) for name in names if name not in table)
    return replace(table, columns=table.columns + extra)


def _profiles() -> list[roads.RoadProfile]:
    import yaml

    from ruhr_planner.analysis.roads import RoadProfile

    path = paths.resource("codelists", "road_profiles.yaml")
    return [RoadProfile.of(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["profiles"]]


def _prices(run: Run) -> prices.Prices:
    """Read the cost table, of the parameter or of the file it names.

    :raises FileNotFound: it names a file that is not there. :raises CostsNoJson: one that is no text in UTF-8.
    """
    from ruhr_planner.analysis.prices import read_prices

    shipped = paths.resource("codelists", "fibre_costs.json").read_text(encoding="utf-8")
    given = run.string(COSTS).strip()
    if given.lower().endswith(".json"):
        path = Path(given)
        if not path.is_file():
            raise FileNotFound(file=given)
        try:
            given = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CostsNoJson(str(error)) from error
    table = read_prices(given, shipped).with_index(run.number(PRICE_INDEX))
    if given and table.shipped:
        run.log(tr("Cost table: shipped values for {keys}.").format(keys=", ".join(table.shipped)))
    return table


def _roads(run: Run, surface_field: str, table: prices.Prices) -> tuple[roads.Roads, np.ndarray]:
    """Read class, surface and level of the roads; return them and the places of those that take part."""
    from ruhr_planner.analysis.roads import read_roads, recognise

    lines = run.needed(ROADS)
    profile = recognise(_profiles(), list(lines.columns))
    columns = {name.lower(): lines.text(name).tolist() for name in lines.columns}
    read = read_roads(columns, len(lines), profile, surface_field, tuple(table.classes))
    name = profile.id if profile else tr("none")
    run.log(tr("{layer}: read with the road profile “{profile}”.").format(layer=lines.name, profile=name))
    counts = {kind: int((read.cost_class == kind).sum()) for kind in sorted(set(read.cost_class.tolist()))}
    shown = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    run.log(tr("{layer}: lines by cost class: {classes}.").format(layer=lines.name, classes=shown))
    if read.n_no_surface:
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:line|lines} without a surface; {count:it has|they have} the default price."
                ),
                layer=lines.name,
                count=read.n_no_surface,
            )
        )
    if read.unknown_surfaces:
        run.warn(
            tr("{layer}: unknown surfaces {values}; they have the default price.").format(
                layer=lines.name, values=", ".join(f"“{value}”" for value in read.unknown_surfaces[:_LISTED])
            )
        )
    n_excluded = int(read.excluded.sum())
    if n_excluded:
        run.warn(
            filled(
                tr(
                    "{layer}: {count} {count:line|lines} left out, because no trench runs along their class "
                    "(motorway and the like)."
                ),
                layer=lines.name,
                count=n_excluded,
            )
        )
    run.log(
        filled(
            tr(
                "{layer}: {count} {count:line|lines} on bridges or in tunnels {count:does|do} not meet "
                "what {count:it crosses|they cross}."
            ),
            layer=lines.name,
            count=int((read.level != 0).sum()),
        )
    )
    keep = np.flatnonzero(~read.excluded)
    if not len(keep):
        raise NoRoads(layer=lines.name, left_out=len(lines.left_out) + n_excluded)
    return read, keep


def _limits(run: Run) -> trenches.Limits:
    from ruhr_planner.analysis.trenches import Limits

    return Limits(
        snap=run.number(SNAP_MAX),
        longest=run.number(MAX_LENGTH),
        tolerance=run.number(TOLERANCE),
        duct_tolerance=run.number(DUCT_TOLERANCE),
        budget=run.number(BUDGET) if run.given(BUDGET) else None,
        star=run.index(METHOD) == codes.TRENCH_METHOD.index(codes.TRENCH_METHOD.star),
    )


# -------------------------------------------------------------------------------------------------------------- the log
def _tell(run: Run, found: trenches.Plan, ids: list[str], table: prices.Prices) -> None:
    """Say what was assumed, what is left out, and what the sums are."""
    tracks = found.tracks
    for count, said in (
        (tracks.n_empty, tr("{count} road {count:line|lines} without length {count:is|are} left out.")),
        (
            tracks.n_copies,
            tr("{count} road {count:line is a copy|lines are copies} of another one and {count:is|are} left out."),
        ),
        (
            len(found.sources_off),
            tr("{count} {count:source lies|sources lie} too far from any road and {count:takes|take} no part."),
        ),
        (
            found.n_areas_off,
            tr("{count} served {count:area|areas} (joined where they touch) {count:lies|lie} too far from any road."),
        ),
        (
            found.n_sources_moved,
            tr(
                "{count} {count:source lies|sources lie} nearest to a fragment of the roads and "
                "{count:is|are} led to the next larger part."
            ),
        ),
        (
            found.n_moved,
            tr(
                "{count} {count:object lies|objects lie} nearer to a road without a connection to a "
                "source than to {count:its|their} own."
            ),
        ),
        (
            found.n_stand_in,
            tr(
                "The {count:source is|sources are} {count} served {count:area|areas}: a stand-in, as "
                "nobody knows where in {count:it|them} the fibre lies."
            ),
        ),
    ):
        if count:
            run.warn(filled(said, count=count))
    if found.unknown_kinds:
        run.warn(
            tr("Barriers of the kinds {kinds} have no price; crossing them costs nothing.").format(
                kinds=", ".join(found.unknown_kinds)
            )
        )
    if found.fell_back:
        run.warn(tr("The cheapest tree was longer than the separate paths together; the tree of these paths serves."))
    if found.stays_longer:
        run.warn(tr("The trenches are longer than the separate paths together, which would go beyond the budget."))
    _tell_components(run, found)
    for code in codes.FIBRE_REASON:
        left = [ids[place] for place in np.flatnonzero(found.reason == code).tolist()]
        if left:
            shown = ", ".join(left[:_LISTED]) + (" …" if len(left) > _LISTED else "")
            run.warn(
                filled(
                    tr("{count} {count:object is|objects are} not connected ({reason}): {ids}"),
                    count=len(left),
                    reason=codes.FIBRE_REASON.label(code, i18n.language()),
                    ids=shown,
                )
            )
    sums = _numbers(found, table, 0)
    run.log(
        tr(
            "{length:.0f} m of trenches instead of {star:.0f} m of separate paths; {cost:.0f} EUR "
            "({low:.0f} to {high:.0f} EUR, ±{share:g} %), prices of {year}, index {index:g}."
        ).format(
            length=sums[LENGTH_M],
            star=sums[STAR_LENGTH_M],
            cost=sums[COST_EUR],
            low=sums["COST_LOW_EUR"],
            high=sums["COST_HIGH_EUR"],
            share=100 * table.uncertainty,
            year=table.price_year,
            index=table.index,
        )
    )


def _tell_components(run: Run, found: trenches.Plan) -> None:
    """List the connected parts of the roads, largest first."""
    if len(found.components) < 2:
        return
    entries = [
        filled(
            tr(
                "{number}: {edges} {edges:edge|edges}, {objects} {objects:object|objects}, {sources} "
                "{sources:source|sources}"
            ),
            number=number,
            edges=edges,
            objects=objects,
            sources=sources,
        )
        for number, (edges, objects, sources) in enumerate(found.components)
        if number < 3 or objects or sources
    ]
    shown = "; ".join(entries[:_LISTED]) + (" …" if len(entries) > _LISTED else "")
    run.warn(
        tr("The roads fall into {count} parts without connection: {parts}").format(
            count=len(found.components), parts=shown
        )
    )


# -------------------------------------------------------------------------------------------------------------- outputs
def _abstract(table: prices.Prices, found: trenches.Plan) -> str:
    words = tr(
        "Estimate along roads, EUR net, prices of {year} × index {index:g}, with {contingency:g} % contingency and "
        "{planning:g} % planning. Uncertainty ±{share:g} %: lower and upper bound stand beside every cost. "
        "No offer, no route planning."
    ).format(
        year=table.price_year,
        index=table.index,
        contingency=100 * table.contingency,
        planning=100 * table.planning,
        share=100 * table.uncertainty,
    )
    if found.n_stand_in:
        words += " " + tr(
            "The sources are served areas as a stand-in: fibre is assumed at every road in them, so the costs are a "
            "lower estimate."
        )
    return words


def _bounds(value: float, table: prices.Prices) -> list[float | None]:
    """Return a cost with its lower and upper bound; null where it is unknown."""
    if math.isnan(value):
        return [None, None, None]
    return [value, value * (1 - table.uncertainty), value * (1 + table.uncertainty)]


def _trench_rows(found: trenches.Plan, lines: Records, keep: np.ndarray, table: prices.Prices) -> Iterator[Row]:
    """Yield a trench a row in the order of TRENCH."""
    owner = found.tracks.owner[found.network.line[found.edge]]
    road_ids = lines.ids[keep[owner]].tolist()
    columns = zip(
        found.edge.tolist(),
        road_ids,
        found.length.tolist(),
        found.cost_class.tolist(),
        found.duct.tolist(),
        found.crossings.tolist(),
        found.cost.tolist(),
        found.downstream.tolist(),
    )
    for place, (edge, road, length, kind, duct, crossings, cost, behind) in enumerate(columns):
        yield found.trench(place), [edge, road, length, kind, duct, crossings, *_bounds(cost, table), behind]


def _connection_rows(run: Run, found: trenches.Plan, ids: list[str], table: prices.Prices) -> Iterator[Row]:
    """Yield geometry and values in the order of CONNECTION, after the kept fields."""
    objects = run.needed(OBJECTS)
    columns = (found.path, found.own, found.drop, found.shared, found.connection, found.entry, found.cabinet)
    values = np.column_stack(columns).tolist() if len(objects) else []
    total = (found.shared + found.connection).tolist()
    mixed = multi_type(objects) == Qgis.WkbType.GeometryCollection
    for place, (geometry, kept) in enumerate(zip(objects.geometries, run.kept(CONNECTIONS))):
        reason = found.reason[place]
        own = [None if number != number else number for number in values[place]]
        shown = _collected(geometry) if mixed else geometry
        yield shown, [*kept, ids[place], *own, *_bounds(total[place], table), int(reason is None), reason]


def _collected(geometry: QgsGeometry) -> QgsGeometry:
    """Return a geometry as the only one of a collection, the type of a layer that mixes points and areas."""
    collection = QgsGeometryCollection()
    collection.addGeometry(geometry.constGet().clone())
    return QgsGeometry(collection)


def _unroutable_rows(found: trenches.Plan, ids: list[str]) -> Iterator[Row]:
    """Yield the objects that no trench can reach, in the order of UNROUTABLE; the budget's are no such objects."""
    edges = [entry[0] for entry in found.components]
    for place, reason in enumerate(found.reason.tolist()):
        if reason is None or reason == codes.FIBRE_REASON.budget:
            continue
        part = int(found.component[place])
        far, way = float(found.drop[place]), float(found.shortest[place])
        yield (
            QgsGeometry.fromPointXY(QgsPointXY(*found.xy[place])),
            [
                ids[place],
                reason,
                None if math.isnan(far) else far,
                None if math.isnan(way) else way,
                None if part < 0 else part,
                None if part < 0 else edges[part],
            ],
        )


def _numbers(found: trenches.Plan, table: prices.Prices, no_surface: int) -> dict[str, Any]:
    cost = float(found.cost.sum())
    total = cost + float(np.nansum(found.connection))
    connected = int((found.reason == None).sum())  # noqa: E711 - element by element
    low, high = 1 - table.uncertainty, 1 + table.uncertainty
    return {
        LENGTH_M: float(found.length.sum()),
        COST_EUR: cost,
        STAR_LENGTH_M: found.star_length,
        "COST_LOW_EUR": cost * low,
        "COST_HIGH_EUR": cost * high,
        "TOTAL_EUR": total,
        "TOTAL_LOW_EUR": total * low,
        "TOTAL_HIGH_EUR": total * high,
        "CONNECTED": connected,
        "NOT_CONNECTED": len(found.reason) - connected,
        "NO_SURFACE": no_surface,
    }
