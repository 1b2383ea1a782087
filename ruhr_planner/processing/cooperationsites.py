"""Algorithm `cooperationsites`: where could a cooperation site lie? The method is analysis.cooperation."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import BadParameter
from ruhr_planner.model.results import (
    SITE,
    SITE_GAP_TABLE,
    SITE_NEAR_MISS,
    SITE_REJECTED,
    factor_distance,
    factor_road,
    people_within,
    plain_kind,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import (
    BARRIER,
    EXCLUSION,
    LOCATION_FACTOR,
    MUNICIPALITY,
    OFFICIAL_SITE,
    PLOT,
    POPULATION,
    POWER_LINE,
    ROAD,
    SENSITIVE,
    SEVESO_SITE,
    Field,
    Table,
)
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import ANY, LINE, LayerInput
from ruhr_planner.processing.outputs import LayerOutput
from ruhr_planner.processing.plots import plots_of

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ruhr_planner.analysis.access import Access
    from ruhr_planner.analysis.cooperation import Cluster, Help, Result, Rule, Scene, Site
    from ruhr_planner.analysis.people import People
    from ruhr_planner.analysis.pieces import Exclusions, LeftOut
    from ruhr_planner.analysis.strips import Strips
    from ruhr_planner.analysis.surroundings import DistanceClass, Hazards, OfficialSites
    from ruhr_planner.processing.inputs import Records
    from ruhr_planner.store.layers import Row

PLOTS = "PLOTS"
EXCLUSIONS = "EXCLUSIONS"
BARRIERS = "BARRIERS"
SENSITIVES = "SENSITIVE"
FACTORS = "FACTORS"
NEIGHBOURS = "NEIGHBOURS"
ROADS = "ROADS"
POWER_LINES = "POWER_LINES"
POPULATIONS = "POPULATION"
OFFICIALS = "OFFICIAL"
SEVESOS = "SEVESO"
PRESET = "PRESET"
MIN_AREA = "MIN_AREA"
AREA_BASIS = "AREA_BASIS"
GAP = "GAP"
FACING_MIN = "FACING_MIN"
MIN_PLOT = "MIN_PLOT"
NET_FACTOR = "NET_FACTOR"
USE_WIDTH = "USE_WIDTH"
MAX_RESTRICTION = "MAX_RESTRICTION"
PLOT_TYPES = "PLOT_TYPES"
CROSS_BORDER_SHARE = "CROSS_BORDER_SHARE"
STRIPS = "STRIPS"
DISTANCE_CLASSES = "DISTANCE_CLASSES"
SNAP_MAX = "SNAP_MAX"
PEOPLE_WITHIN = "PEOPLE_WITHIN"
OFFICIAL_TOLERANCE = "OFFICIAL_TOLERANCE"
SEVESO_DISTANCE = "SEVESO_DISTANCE"
OUTPUT = "OUTPUT"
REJECTED = "REJECTED"
NEAR_MISS = "NEAR_MISS"
GAP_TABLE = "GAP_TABLE"

_BASIS = codes.AREA_BASIS
PRESETS = {
    codes.SITE_PRESET.ihk_8ha_net: (8.0, _BASIS.net),
    codes.SITE_PRESET.teilplan_5ha: (5.0, _BASIS.gross),
    codes.SITE_PRESET.lep_50ha: (50.0, _BASIS.gross),
    codes.SITE_PRESET.custom: (8.0, _BASIS.net),
    codes.SITE_PRESET.sme_in_asb: (1.0, _BASIS.net),
}
"""Minimum area in ha and its basis."""
_USES = {codes.SITE_PRESET.sme_in_asb: frozenset((codes.USE_RP.ASB, codes.USE_RP.ASBz, codes.USE_RP.ASB_GE))}
"""Uses in the regional plan that a preset asks for; no entry: any."""
_NOT_FREE = (codes.PLOT_TYPE.existing, codes.PLOT_TYPE.company_reserve)
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Computed from the given plots; no statement of planning law (keine planungsrechtliche Festlegung). "
    "Areas in ha, lengths in m, EPSG:25832.",
)


class CooperationSites(PlannerAlgorithm):
    """Find plots that face each other across streets and are large enough together."""

    ID = "cooperationsites"
    LABEL = "Find cooperation sites"
    GROUP = "Land"
    GROUP_ID = "land"
    INPUTS = (
        LayerInput(
            PLOTS,
            "Plots",
            PLOT,
            required=(PLOT.plot_type,),
            columns=(
                PLOT.plot_id,
                PLOT.planning_status,
                PLOT.use_rp,
                PLOT.restriction,
                PLOT.brownfield,
                PLOT.area_net_ha,
            ),
        ),
        MUNICIPALITIES,
        LayerInput(EXCLUSIONS, "Exclusions", EXCLUSION, columns=(EXCLUSION.kind, EXCLUSION.mode), optional=True),
        LayerInput(BARRIERS, "Barriers", BARRIER, columns=(BARRIER.kind,), optional=True, geometry=LINE),
        LayerInput(SENSITIVES, "Sensitive uses", SENSITIVE, optional=True),
        LayerInput(
            FACTORS, "Location factors", LOCATION_FACTOR, required=(LOCATION_FACTOR.kind,), optional=True, geometry=ANY
        ),
        LayerInput(
            NEIGHBOURS,
            "Municipalities around the region",
            MUNICIPALITY,
            required=(MUNICIPALITY.ags,),
            optional=True,
            default=("reference", "municipalities.gpkg"),
            sublayer="neighbour",
        ),
        LayerInput(ROADS, "Roads", ROAD, columns=(ROAD.road_class,), optional=True, geometry=LINE),
        LayerInput(POWER_LINES, "Power lines", POWER_LINE, optional=True, geometry=LINE),
        LayerInput(
            POPULATIONS, "Population", POPULATION, required=(POPULATION.population,), optional=True, geometry=ANY
        ),
        LayerInput(OFFICIALS, "Official sites", OFFICIAL_SITE, columns=(OFFICIAL_SITE.name,), optional=True),
        LayerInput(
            SEVESOS,
            "Establishments with dangerous substances (Seveso)",
            SEVESO_SITE,
            columns=(SEVESO_SITE.name, SEVESO_SITE.radius_m),
            optional=True,
            geometry=ANY,
        ),
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Possible cooperation sites", SITE, style=SITE.table),
        LayerOutput(
            REJECTED,
            "Land that makes no site, with the reason",
            SITE_REJECTED,
            optional=True,
            style=SITE_REJECTED.table,
        ),
        LayerOutput(
            NEAR_MISS, "Near misses, with what would help", SITE_NEAR_MISS, optional=True, style=SITE_NEAR_MISS.table
        ),
        LayerOutput(GAP_TABLE, "Number of sites by gap", SITE_GAP_TABLE, optional=True),
    )

    def define(self) -> None:
        """Add preset, thresholds and widths."""
        self._choice(PRESET, tr("Preset"), codes.SITE_PRESET, 0)
        self._number(MIN_AREA, tr("Minimum area (ha; empty: the preset's)"), None, 0.0)
        self._choice(AREA_BASIS, tr("Basis of the minimum area (empty: the preset's)"), codes.AREA_BASIS, None)
        self._number(GAP, tr("Largest gap between plots (m)"), 15.0, 0.0, 500.0)
        self._number(FACING_MIN, tr("Smallest facing length (m)"), 30.0, 0.0)
        self._number(MIN_PLOT, tr("Smallest plot (ha)"), 0.2, 0.0)
        self._number(NET_FACTOR, tr("Net land per gross land"), 0.75, 0.01, 1.0)
        self._number(USE_WIDTH, tr("Smallest usable width (m)"), 100.0, 0.0)
        self._number(
            MAX_RESTRICTION, tr("Highest restriction level"), 2, 0, 3, QgsProcessingParameterNumber.Type.Integer
        )
        free = [number for number, code in enumerate(codes.PLOT_TYPE) if code not in _NOT_FREE]
        self._choice(PLOT_TYPES, tr("Plot types"), codes.PLOT_TYPE, free, several=True)
        self._number(CROSS_BORDER_SHARE, tr("Share of a second municipality that counts"), 0.05, 0.0, 1.0)
        self._text(STRIPS, tr("Strips free of buildings, m by kind (JSON or file; empty: the shipped table)"), "")
        self._text(DISTANCE_CLASSES, tr("Distances by class, m (JSON or file; empty: the shipped table)"), "")
        self._number(SNAP_MAX, tr("Largest distance to a road (m)"), 150.0, 0.0)
        self._text(PEOPLE_WITHIN, tr("People within these distances (m, separated by commas)"), "5000,10000,20000")
        self._number(OFFICIAL_TOLERANCE, tr("Precision of the official sites (m)"), 50.0, 0.0)
        self._number(SEVESO_DISTANCE, tr("Distance to establishments that name none (m)"), 1500.0, 0.0)
        self.addOutput(QgsProcessingOutputNumber("SITES", tr("Number of sites")))
        self.addOutput(QgsProcessingOutputNumber("SITES_GE5", tr("Sites from 5 ha")))
        self.addOutput(QgsProcessingOutputNumber("SITES_GE8", tr("Sites from 8 ha")))
        self.addOutput(QgsProcessingOutputNumber("GROSS_HA", tr("Gross area of all sites (ha)")))
        self.addOutput(QgsProcessingOutputNumber("NET_HA", tr("Net area of all sites (ha)")))

    def _choice(
        self, name: str, label: str, values: codes.CodeList, default: int | list[int] | None, several: bool = False
    ) -> None:
        labels = [values.label(code, i18n.language()) for code in values]
        self.addParameter(QgsProcessingParameterEnum(name, label, labels, several, default, default is None))

    def _number(
        self,
        name: str,
        label: str,
        default: float | None,
        low: float,
        high: float = 1e9,
        kind: QgsProcessingParameterNumber.Type = QgsProcessingParameterNumber.Type.Double,
    ) -> None:
        parameter = QgsProcessingParameterNumber(name, label, kind, default, default is None, low, high)
        if name not in (MIN_AREA, GAP):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def _text(self, name: str, label: str, default: str) -> None:
        parameter = QgsProcessingParameterString(name, label, default, multiLine=False, optional=True)
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def compute(self, run: Run) -> dict[str, Any]:
        """Search, then write the sites and whatever else is asked for."""
        from ruhr_planner.analysis.cooperation import Wanted, search

        rule = _rule(run)
        scene = _scene(run)
        wanted = Wanted(run.wanted(REJECTED), run.wanted(NEAR_MISS), run.wanted(GAP_TABLE))
        result = search(scene, rule, wanted, run.progress)
        kinds = sorted(scene.factors)
        roads = kinds if scene.access is not None else []
        within = scene.people_within
        table = _site_table([*map(factor_distance, kinds), *map(factor_road, roads), *map(people_within, within)])
        run.stage(OUTPUT, _site_rows(result.sites, kinds, roads, within), _ABSTRACT, table)
        if wanted.rejected:
            run.stage(REJECTED, _rejected_rows(result, scene, rule), _ABSTRACT)
        if wanted.near_misses:
            run.stage(NEAR_MISS, _near_miss_rows(result), _ABSTRACT)
        if wanted.gap_table:
            run.stage(GAP_TABLE, _gap_rows(result), _ABSTRACT)
        return _tell(run, result, scene)


class _SceneOnly(CooperationSites):
    """Reads and checks as for a search, and writes nothing."""

    OUTPUTS = ()

    def compute(self, run: Run) -> dict[str, Any]:
        """Keep what the search would work on."""
        self.taken = _scene(run), _rule(run)
        return {}


def read_scene(
    parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> tuple[Scene, Rule]:
    """Return what a search with these parameters would work on.

    :raises QgsProcessingException: what the search itself would say.
    """
    reading = _SceneOnly()
    reading.initAlgorithm()
    reading.prepareAlgorithm(parameters, context, feedback)
    reading.processAlgorithm(parameters, context, feedback)
    return reading.taken


# ---------------------------------------------------------------------------------------------------------- parameters
def _rule(run: Run) -> Rule:
    """Put preset and given values together; a given value wins over the preset and is logged."""
    from ruhr_planner.analysis.cooperation import Rule
    from ruhr_planner.analysis.pieces import Filter

    preset = codes.SITE_PRESET.codes[run.index(PRESET)]
    min_area, basis = PRESETS[preset]
    said = codes.SITE_PRESET.label(preset, i18n.language())
    if run.given(MIN_AREA):
        min_area = run.number(MIN_AREA)
        run.log(tr("MIN_AREA {value} ha is given and counts instead of the preset “{preset}”.").format(
            value=f"{min_area:g}", preset=said))  # fmt: skip
    if run.given(AREA_BASIS):
        basis = _BASIS.codes[run.index(AREA_BASIS)]
        run.log(tr("AREA_BASIS “{value}” is given and counts instead of the preset “{preset}”.").format(
            value=_BASIS.label(basis, i18n.language()), preset=said))  # fmt: skip
    types = frozenset(codes.PLOT_TYPE.codes[number] for number in run.indexes(PLOT_TYPES))
    return Rule(
        min_area_ha=min_area,
        basis=basis,
        wanted=Filter(types, run.integer(MAX_RESTRICTION), _USES.get(preset, frozenset())),
        gap=run.number(GAP),
        facing_min=run.number(FACING_MIN),
        min_plot_ha=run.number(MIN_PLOT),
        net_factor=run.number(NET_FACTOR),
        use_width=run.number(USE_WIDTH),
        cross_border_share=run.number(CROSS_BORDER_SHARE),
    )


def _scene(run: Run) -> Scene:
    """Hand the checked columns to the analysis."""
    from ruhr_planner.analysis.cooperation import Scene
    from ruhr_planner.analysis.surroundings import Municipalities

    areas, around = run.needed(MUNICIPALITIES.parameter), run.needed(NEIGHBOURS)
    exclusions, barriers = run.records(EXCLUSIONS), run.records(BARRIERS)
    sensitive, factors = run.records(SENSITIVES), run.records(FACTORS)
    by_kind = {} if factors is None else _by_kind(factors.text(LOCATION_FACTOR.kind).tolist(), factors.geometries)
    population = _people(run)
    return Scene(
        plots=plots_of(run, PLOTS),
        exclusions=_exclusions(exclusions, codes.EXCLUSION_MODE.hard),
        soft=_exclusions(exclusions, codes.EXCLUSION_MODE.soft),
        strips=_strips(run, _exclusions(exclusions, codes.EXCLUSION_MODE.deduct)),
        barriers=() if barriers is None else barriers.geometries,
        municipalities=Municipalities(
            areas.text(MUNICIPALITY.ags).tolist(),
            areas.geometries,
            Municipalities(around.text(MUNICIPALITY.ags).tolist(), around.geometries),
        ),
        sensitive=None if sensitive is None else sensitive.geometries,
        factors=by_kind,
        distance_classes=() if sensitive is None else _distance_classes(run),
        people=population,
        people_within=() if population is None else _distances(run, PEOPLE_WITHIN),
        official=_official(run),
        hazards=_hazards(run),
        access=_access(run, by_kind),
    )


def _exclusions(given: Records | None, mode: str) -> Exclusions:
    """Return the exclusions of a mode; where none is stated, a power-line corridor is deducted, all else is hard."""
    from ruhr_planner.analysis.pieces import Exclusions

    if given is None:
        return Exclusions()
    unstated = {codes.EXCLUSION_KIND.power_line: codes.EXCLUSION_MODE.deduct}
    kinds = [kind or codes.PLANNING_STATUS.unknown for kind in given.text(EXCLUSION.kind)]
    modes = [
        stated or unstated.get(kind, codes.EXCLUSION_MODE.hard)
        for kind, stated in zip(kinds, given.text(EXCLUSION.mode))
    ]
    taken = [at for at in range(len(given)) if modes[at] == mode]
    return Exclusions([kinds[at] for at in taken], [given.geometries[at] for at in taken])


def _strips(run: Run, areas: Exclusions) -> Strips:
    """Put together what is deducted from building land: areas, and strips along barriers, roads and power lines."""
    from ruhr_planner.analysis.strips import Strips

    widths = _number_table(run, STRIPS, "strips.yaml", "strips")
    lines: list[Any] = []
    kinds: list[str | None] = []
    for parameter, column in ((BARRIERS, BARRIER.kind), (ROADS, ROAD.road_class), (POWER_LINES, "")):
        given = run.records(parameter)
        if given is not None:
            lines += given.geometries
            kinds += given.text(column).tolist() if column else [codes.EXCLUSION_KIND.power_line] * len(given)
    return Strips(areas, lines, kinds, widths)


def _people(run: Run) -> People | None:
    from ruhr_planner.analysis.people import People

    given = run.records(POPULATIONS)
    if given is None:
        return None
    counts = given.number(POPULATION.population)
    unknown = int(np.isnan(counts).sum())
    if unknown:
        said = tr("{layer}: {count} {count:record|records} without a number of people {count:takes|take} no part.")
        run.warn(filled(said, layer=given.name, count=unknown))
    made = People(given.geometries, counts)
    return made if len(made) else None


def _official(run: Run) -> OfficialSites | None:
    from ruhr_planner.analysis.surroundings import OfficialSites

    given = run.records(OFFICIALS)
    if given is None:
        return None
    names = [str(name or fid) for name, fid in zip(given.text(OFFICIAL_SITE.name), given.ids.tolist())]
    return OfficialSites(given.geometries, names, run.number(OFFICIAL_TOLERANCE))


def _hazards(run: Run) -> Hazards | None:
    from ruhr_planner.analysis.surroundings import Hazards

    given = run.records(SEVESOS)
    if given is None:
        return None
    names = [str(name or fid) for name, fid in zip(given.text(SEVESO_SITE.name), given.ids.tolist())]
    radii = given.number(SEVESO_SITE.radius_m)
    return Hazards(given.geometries, names, np.where(np.isnan(radii), run.number(SEVESO_DISTANCE), radii))


def _access(run: Run, factors: dict[str, list[Any]]) -> Access | None:
    """Prepare the ways along the roads, where both roads and factors are given."""
    from ruhr_planner.analysis.access import Access

    roads = run.records(ROADS)
    if roads is None:
        return None
    classes = roads.text(ROAD.road_class).tolist()
    unknown = sum(road_class is None for road_class in classes)
    if unknown:
        said = tr(
            "{layer}: {count} {count:road|roads} without a class; {count:it is|they are} driven on and "
            "{count:deducts|deduct} no strip."
        )
        run.warn(filled(said, layer=roads.name, count=unknown))
    if not factors:
        return None
    made = Access(roads.geometries, classes, factors, run.number(SNAP_MAX), lambda fraction: run.check())
    for kind, count in sorted(made.far.items()):
        said = tr(
            "{count} location {count:factor|factors} of the kind “{kind}” {count:lies|lie} farther "
            "than {distance} m from every road."
        )
        run.warn(filled(said, count=count, kind=kind, distance=f"{run.number(SNAP_MAX):g}"))
    return made


def _by_kind(kinds: list[str | None], geometries: list[Any]) -> dict[str, list[Any]]:
    """Group location factors by their kind, written as it may stand in a field name."""
    found: dict[str, list[Any]] = {}
    for kind, geometry in zip(kinds, geometries):
        found.setdefault(plain_kind(kind or "") or codes.PLANNING_STATUS.unknown, []).append(geometry)
    return found


def _distance_classes(run: Run) -> list[DistanceClass]:
    """Read the editable table of distances, the most demanding class first.

    :raises BadParameter: not one number for each class, falling.
    """
    from ruhr_planner.analysis.surroundings import DistanceClass

    table = _number_table(run, DISTANCE_CLASSES, "distance_classes.yaml", "classes")
    wanted = [code for code in codes.DISTANCE_CLASS if code != codes.DISTANCE_CLASS.none]
    distances = [table.get(code) for code in wanted]
    if set(table) != set(wanted) or sorted(table.values(), reverse=True) != distances:
        raise BadParameter(
            parameter=DISTANCE_CLASSES,
            value=json.dumps(table),
            why=tr("it needs one distance for each class, falling from I to VII"),
        )
    return [DistanceClass(code, table[code]) for code in wanted]


def _number_table(run: Run, parameter: str, shipped: str, key: str) -> dict[str, float]:
    """Return a table of numbers by name: the parameter's JSON text or file, else the shipped one.

    :raises BadParameter: no such table, or a number that is none or negative.
    """
    from ruhr_planner import plainyaml

    given = run.string(parameter).strip() if run.given(parameter) else ""
    path = paths.resource("codelists", shipped)
    if given and not given.startswith("{"):
        path = Path(given)
    try:
        table = plainyaml.read(given if given.startswith("{") else path.read_text(encoding="utf-8"))
        table = table.get(key, table)
        numbers = {str(name): float(number) for name, number in table.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise BadParameter(str(error), parameter=parameter, value=given, why=tr("the file cannot be read")) from error
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise BadParameter(
            str(error), parameter=parameter, value=given, why=tr("it is no table of names and numbers")
        ) from error
    if not all(0.0 <= number < float("inf") for number in numbers.values()):
        raise BadParameter(parameter=parameter, value=given, why=tr("distances are numbers from 0"))
    return numbers


def _distances(run: Run, parameter: str) -> tuple[float, ...]:
    """Return the distances of a text such as "5000,10000", ascending.

    :raises BadParameter: something that is no positive number.
    """
    given = run.string(parameter)
    try:
        numbers = sorted({float(part) for part in given.replace(";", ",").split(",") if part.strip()})
    except ValueError as error:
        raise BadParameter(str(error), parameter=parameter, value=given, why=tr("a distance is no number")) from error
    if not all(1.0 <= number < float("inf") for number in numbers):
        raise BadParameter(parameter=parameter, value=given, why=tr("distances are numbers from 1"))
    return tuple(numbers)


# ---------------------------------------------------------------------------------------------------------------- rows
def _site_table(further: list[Field]) -> Table:
    """Return the output table with further fields: distances to location factors and people around."""
    at = SITE.names.index(SITE.completeness)
    return replace(SITE, columns=(*SITE.columns[:at], *further, *SITE.columns[at:]))


def _site_rows(sites: list[Site], kinds: list[str], roads: list[str], within: Sequence[float]) -> Iterator[Row]:
    from ruhr_planner.analysis.cooperation import NOTE

    for site in sites:
        yield (
            site.geometry,
            [
                site.site_id,
                len(site.plot_ids),
                ";".join(site.plot_ids),
                *(_round(area) for area in (site.gross_ha, site.net_ha, site.usable_ha, site.largest_usable_ha)),
                _round(site.bridged_ha),
                _round(site.single_net_ha),
                *(int(met) for met in site.meets.values()),
                int(site.meets_8_single),
                *(_round(length, 2) for length in (site.inscribed_d_m, site.obb_length_m, site.obb_width_m)),
                *(_round(length, 2) for length in (site.rect_length_m, site.rect_width_m)),
                _round(site.compactness),
                _round(site.convexity),
                *_municipal(site),
                _round(site.brownfield_share),
                site.restriction_max,
                _json(site.restriction_ha),
                _json(site.excluded_ha),
                _json(site.soft_ha),
                _round(site.sensitive_dist_m, 2),
                site.distance_class,
                _json(site.distance_class_ha),
                *_hazard(site),
                *_position(site),
                *(_round(site.distances[kind], 2) for kind in kinds),
                *(_round(site.roads[kind], 1) for kind in roads),
                *(_round(site.people[distance], 0) for distance in within),
                _round(site.completeness),
                "; ".join(_checks(site)) or None,
                NOTE,
            ],
        )


def _municipal(site: Site) -> list[object]:
    """Return n_ags, ags_list, ags_shares, cross_border; what is unknown outside of all municipalities is null."""
    if not site.ags_shares:
        return [None, None, None, None]
    counted = site.counted_ags
    crosses = None if site.cross_border is None else int(site.cross_border)
    return [len(counted) or None, ";".join(counted) or None, _json(site.ags_shares, 6), crosses]


def _hazard(site: Site) -> list[object]:
    """Return seveso, seveso_dist_m, seveso_names; unknown where no establishments are given."""
    if site.hazard is None:
        return [None, None, None]
    return [site.hazard.code, _round(site.hazard.distance, 1), ";".join(site.hazard.names) or None]


def _position(site: Site) -> list[object]:
    """Return official, official_share, official_names; unknown where no official sites are given."""
    if site.official is None:
        return [None, None, None]
    return [site.official.code, _round(site.official.share), ";".join(site.official.names) or None]


def _checks(site: Site) -> Iterator[str]:
    """Say what a person has to look at before the site is spoken of."""
    if site.needs_bridging_for_8:
        yield tr("8 ha for one establishment need a street to be closed or moved")
    flooded = sum(area for kind, area in site.soft_ha.items() if kind == codes.EXCLUSION_KIND.flood_area)
    if flooded:
        yield tr("flood area with a plan right: {ha} ha").format(ha=f"{flooded:.2f}")
    if site.hazard is not None and site.hazard.names:
        yield tr("distance to establishments (Seveso): {names}").format(names=", ".join(site.hazard.names))
    if site.official is not None and site.official.code == codes.OFFICIAL.edge:
        yield tr("edge of an official site: its drawing is not parcel-sharp")
    if site.outside_share:
        yield tr("{percent} % of the land lies outside every municipality given").format(
            percent=f"{100.0 * site.outside_share:.1f}"
        )
    away = [kind for kind, way in site.roads.items() if way is None]
    if away:
        yield tr("not to be reached by road: {kinds}").format(kinds=", ".join(away))


def _rejected_rows(result: Result, scene: Scene, rule: Rule) -> Iterator[Row]:
    """Clusters that are too small, then the land that took no part."""
    for cluster in result.rejected:
        found = rule.min_area_ha - cluster.shortfall_ha
        test = [
            codes.SITE_REASON.min_area,
            _round(cluster.shortfall_ha),
            f"{found:.4f} ha",
            f"≥ {rule.min_area_ha:g} ha",
        ]
        yield cluster.geometry, [*_cluster(cluster), *test]
    for entry in result.left_out:
        plot_id = scene.plots.ids[entry.plot]
        gross = _round(entry.geometry.area() / 1e4)
        geometry = entry.geometry
        if not geometry.isMultipart():
            geometry.convertToMultiType()
        test = [entry.reason, _round(entry.missing_ha), *_failed(entry, scene, rule)]
        yield geometry, [None, 1, plot_id, gross, None, *test]


def _failed(entry: LeftOut, scene: Scene, rule: Rule) -> tuple[str | None, str | None]:
    """Return what was found and what was needed in the test that land failed."""
    reason, wanted, plots = entry.reason, rule.wanted, scene.plots
    if reason == codes.SITE_REASON.min_plot:
        return f"{entry.geometry.area() / 1e4:.4f} ha", f"≥ {rule.min_plot_ha:g} ha"
    if reason == codes.SITE_REASON.restriction:
        return f"{plots.restriction[entry.plot]:.0f}", f"≤ {wanted.max_restriction}"
    if reason == codes.SITE_REASON.plot_type:
        return plots.plot_type[entry.plot], ", ".join(code for code in codes.PLOT_TYPE if code in wanted.plot_types)
    if reason == codes.SITE_REASON.use_rp:
        return plots.use_rp[entry.plot], ", ".join(sorted(wanted.uses_rp))
    return "0 ha", "> 0 ha"


def _cluster(cluster: Cluster) -> list[object]:
    ids = cluster.plot_ids
    return [cluster.site_id, len(ids), ";".join(ids), _round(cluster.gross_ha), _round(cluster.net_ha)]


def _near_miss_rows(result: Result) -> Iterator[Row]:
    for miss in result.near_misses:
        text = "; ".join(_words(entry) for entry in miss.help)
        yield miss.cluster.geometry, [*_cluster(miss.cluster), _round(miss.cluster.shortfall_ha), text]


def _words(entry: Help) -> str:
    """Say what would help, how much, and whether it is enough."""
    said = {
        "gap": tr("bridge {distance} m to further land: {ha} ha"),
        "barrier": tr("further land {distance} m away, behind a barrier: {ha} ha"),
        "corner": tr("further land {distance} m away, facing it with too short a side: {ha} ha"),
        "restriction": tr("clear restrictions of plots beside it: {ha} ha"),
        "plot_type": tr("use company reserves and other plot types beside it: {ha} ha"),
        "use_rp": tr("plots beside it with another use in the regional plan: {ha} ha"),
        "min_plot": tr("take in parts beside it that are under the smallest plot: {ha} ha"),
        "exclusion": tr("exclusions took {ha} ha from its plots"),
        "strip": tr("strips along roads and lines took {ha} ha of building land"),
        "min_area": tr("a minimum of {ha} ha instead"),
    }[entry.kind].format(distance=f"{entry.distance:.0f}", ha=_decimal(math.floor(100 * entry.ha + 1e-6) / 100))
    if entry.ags is not None:
        said += " " + tr("in municipality {ags}").format(ags=entry.ags)
    return said + (" (" + tr("enough") + ")" if entry.enough else "")


def _decimal(value: float) -> str:
    """Return a number with two decimals as the language of the result writes it."""
    text = f"{value:.2f}"
    return text.replace(".", ",") if i18n.language() == i18n.GERMAN else text


def _gap_rows(result: Result) -> Iterator[Row]:
    for row in result.gap_table:
        yield None, [int(row.gap_m), row.n_ge5, row.n_ge8, _round(row.area_ha)]


def _round(value: float | None, digits: int = 4) -> float | None:
    """Round to what the data can say: 1 m² in ha, 1 cm in m."""
    return None if value is None else round(value, digits)


def _json(values: dict[str, float] | None, digits: int = 4) -> str | None:
    return None if values is None else json.dumps({key: round(value, digits) for key, value in values.items()})


def _tell(run: Run, result: Result, scene: Scene) -> dict[str, Any]:
    """Log the account of all land and return the numbers."""
    sites = result.sites
    run.log(
        filled(
            tr(
                "{sites} {sites:site|sites} among {clusters} {clusters:cluster|clusters} of plots; "
                "{left_out} {left_out:part|parts} of plots took no part."
            ),
            sites=len(sites),
            clusters=result.n_clusters,
            left_out=len(result.left_out),
        )
    )
    for reason, count in sorted(Counter(entry.reason for entry in result.left_out).items()):
        run.log(f"{codes.SITE_REASON.label(reason, i18n.language())}: {count}")
    overlapping = sorted(scene.municipalities.overlapping) if scene.municipalities is not None else []
    if overlapping:
        run.warn(tr("Municipalities overlap: {ags}. Land that several of them hold is shared between them.").format(
            ags=", ".join(overlapping[:20])))  # fmt: skip
    outside = sum(site.outside_share > 0.0 for site in sites)
    if outside:
        run.warn(
            filled(
                tr("{count} {count:site lies|sites lie} partly or wholly outside every municipality given."),
                count=outside,
            )
        )
    if len(scene.strips):
        run.warn(tr("The widths of the strips along roads and power lines have to be checked before they are quoted."))
    if any(site.distance_class is not None for site in sites):
        run.warn(tr("The distance classes come from a table that has to be checked before it is used in a procedure."))
    return {
        "SITES": len(sites),
        "SITES_GE5": sum(site.meets[5.0] for site in sites),
        "SITES_GE8": sum(site.meets[8.0] for site in sites),
        "GROSS_HA": sum(site.gross_ha for site in sites),
        "NET_HA": sum(site.net_ha for site in sites),
    }
