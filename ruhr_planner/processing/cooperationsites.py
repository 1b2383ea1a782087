"""Algorithm `cooperationsites`: where could a cooperation site lie? The method is analysis.cooperation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n, paths
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import BadFile
from ruhr_planner.model.results import SITE, SITE_GAP_TABLE, SITE_NEAR_MISS, SITE_REJECTED, factor_distance, plain_kind
from ruhr_planner.model.tables import BARRIER, EXCLUSION, LOCATION_FACTOR, MUNICIPALITY, PLOT, SENSITIVE, Table
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import ANY, LINE, LayerInput
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from ruhr_planner.analysis.cooperation import Cluster, Help, Result, Rule, Scene, Site
    from ruhr_planner.analysis.surroundings import DistanceClass
    from ruhr_planner.store.layers import Row

PLOTS = "PLOTS"
EXCLUSIONS = "EXCLUSIONS"
BARRIERS = "BARRIERS"
SENSITIVES = "SENSITIVE"
FACTORS = "FACTORS"
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
        LayerInput(BARRIERS, "Barriers", BARRIER, optional=True, geometry=LINE),
        LayerInput(SENSITIVES, "Sensitive uses", SENSITIVE, optional=True),
        LayerInput(
            FACTORS, "Location factors", LOCATION_FACTOR, required=(LOCATION_FACTOR.kind,), optional=True, geometry=ANY
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

    def compute(self, run: Run) -> dict[str, Any]:
        """Search, then write the sites and whatever else is asked for."""
        from ruhr_planner.analysis.cooperation import Wanted, search

        rule = _rule(run)
        scene = _scene(run)
        wanted = Wanted(run.wanted(REJECTED), run.wanted(NEAR_MISS), run.wanted(GAP_TABLE))
        result = search(scene, rule, wanted, run.progress)
        kinds = sorted(scene.factors)
        run.stage(OUTPUT, _site_rows(result.sites, kinds), _ABSTRACT, _site_table(kinds))
        if wanted.rejected:
            run.stage(REJECTED, _rejected_rows(result, scene), _ABSTRACT)
        if wanted.near_misses:
            run.stage(NEAR_MISS, _near_miss_rows(result), _ABSTRACT)
        if wanted.gap_table:
            run.stage(GAP_TABLE, _gap_rows(result), _ABSTRACT)
        return _tell(run, result)


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
    from ruhr_planner.analysis.pieces import Exclusions, Plots
    from ruhr_planner.analysis.surroundings import Municipalities

    plots = run.needed(PLOTS)
    if not plots.has(PLOT.plot_id):
        run.log(tr("{layer} has no field “plot_id”; the feature id serves.").format(layer=plots.name))
    areas = run.needed(MUNICIPALITIES.parameter)
    exclusions, barriers = run.records(EXCLUSIONS), run.records(BARRIERS)
    sensitive, factors = run.records(SENSITIVES), run.records(FACTORS)
    hard = [] if exclusions is None else np.flatnonzero(exclusions.text(EXCLUSION.mode) != codes.EXCLUSION_MODE.soft)
    return Scene(
        plots=Plots(
            plots.identifiers(PLOT.plot_id),
            plots.geometries,
            plots.text(PLOT.plot_type),
            plots.text(PLOT.planning_status),
            plots.text(PLOT.use_rp),
            plots.number(PLOT.restriction),
            plots.number(PLOT.brownfield),
            plots.number(PLOT.area_net_ha),
        ),
        exclusions=Exclusions()
        if exclusions is None
        else Exclusions(
            [exclusions.text(EXCLUSION.kind)[at] or codes.PLANNING_STATUS.unknown for at in hard],
            [exclusions.geometries[at] for at in hard],
        ),
        barriers=() if barriers is None else barriers.geometries,
        municipalities=Municipalities(areas.text(MUNICIPALITY.ags).tolist(), areas.geometries),
        sensitive=None if sensitive is None else sensitive.geometries,
        factors={} if factors is None else _by_kind(factors.text(LOCATION_FACTOR.kind).tolist(), factors.geometries),
        distance_classes=() if sensitive is None else _distance_classes(),
    )


def _by_kind(kinds: list[str | None], geometries: list[Any]) -> dict[str, list[Any]]:
    """Group location factors by their kind, written as it may stand in a field name."""
    found: dict[str, list[Any]] = {}
    for kind, geometry in zip(kinds, geometries):
        found.setdefault(plain_kind(kind or "") or codes.PLANNING_STATUS.unknown, []).append(geometry)
    return found


def _distance_classes() -> list[DistanceClass]:
    """Read the editable table of distances, the most demanding class first.

    :raises BadFile: not one number for each class, falling.
    """
    from ruhr_planner.analysis.surroundings import DistanceClass

    path = paths.resource("codelists", "distance_classes.yaml")
    table = yaml.safe_load(path.read_text(encoding="utf-8"))["classes"]
    wanted = [code for code in codes.DISTANCE_CLASS if code != codes.DISTANCE_CLASS.none]
    if list(table) != wanted or sorted(table.values(), reverse=True) != list(table.values()):
        raise BadFile(file=path.name, why=tr("it needs one distance for each class, falling from I to VII"))
    return [DistanceClass(code, float(distance)) for code, distance in table.items()]


# ---------------------------------------------------------------------------------------------------------------- rows
def _site_table(kinds: list[str]) -> Table:
    """Return the output table with one distance for each kind of location factor."""
    at = SITE.names.index(SITE.completeness)
    columns = (*SITE.columns[:at], *(factor_distance(kind) for kind in kinds), *SITE.columns[at:])
    return replace(SITE, columns=columns)


def _site_rows(sites: list[Site], kinds: list[str]) -> Iterator[Row]:
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
                _round(site.compactness),
                _round(site.convexity),
                *_municipal(site),
                _round(site.brownfield_share),
                site.restriction_max,
                _json(site.restriction_ha),
                _json(site.excluded_ha),
                _round(site.sensitive_dist_m, 2),
                site.distance_class,
                _json(site.distance_class_ha),
                *(_round(site.distances[kind], 2) for kind in kinds),
                _round(site.completeness),
                NOTE,
            ],
        )


def _municipal(site: Site) -> list[object]:
    """Return n_ags, ags_list, ags_shares, cross_border; unknown outside of all municipalities."""
    if not site.ags_shares:
        return [None, None, None, None]
    counted = site.counted_ags
    return [len(counted), ";".join(counted), _json(site.ags_shares, 6), int(bool(site.cross_border))]


def _rejected_rows(result: Result, scene: Scene) -> Iterator[Row]:
    """Clusters that are too small, then the land that took no part."""
    for cluster in result.rejected:
        yield cluster.geometry, [*_cluster(cluster), codes.SITE_REASON.min_area, _round(cluster.shortfall_ha)]
    for entry in result.left_out:
        plot_id = scene.plots.ids[entry.plot]
        gross = _round(entry.geometry.area() / 1e4)
        geometry = entry.geometry
        if not geometry.isMultipart():
            geometry.convertToMultiType()
        yield geometry, [None, 1, plot_id, gross, None, entry.reason, _round(entry.missing_ha)]


def _cluster(cluster: Cluster) -> list[object]:
    ids = cluster.plot_ids
    return [cluster.site_id, len(ids), ";".join(ids), _round(cluster.gross_ha), _round(cluster.net_ha)]


def _near_miss_rows(result: Result) -> Iterator[Row]:
    for miss in result.near_misses:
        text = "; ".join(_words(entry) for entry in miss.help) or tr("no further land within 50 m")
        yield miss.cluster.geometry, [*_cluster(miss.cluster), _round(miss.cluster.shortfall_ha), text]


def _words(entry: Help) -> str:
    """Say what would help, how much, and whether it is enough."""
    said = {
        "gap": tr("bridge {distance} m to further land: {ha} ha"),
        "barrier": tr("further land {distance} m away, behind a barrier or at a corner: {ha} ha"),
        "restriction": tr("clear restrictions of plots beside it: {ha} ha"),
        "plot_type": tr("use company reserves and other plot types beside it: {ha} ha"),
        "exclusion": tr("exclusions took {ha} ha from its plots"),
    }[entry.kind].format(distance=f"{entry.distance:.0f}", ha=f"{entry.ha:.2f}")
    return said + (" (" + tr("enough") + ")" if entry.enough else "")


def _gap_rows(result: Result) -> Iterator[Row]:
    for row in result.gap_table:
        yield None, [int(row.gap_m), row.n_ge5, row.n_ge8, _round(row.area_ha)]


def _round(value: float | None, digits: int = 4) -> float | None:
    """Round to what the data can say: 1 m² in ha, 1 cm in m."""
    return None if value is None else round(value, digits)


def _json(values: dict[str, float] | None, digits: int = 4) -> str | None:
    return None if values is None else json.dumps({key: round(value, digits) for key, value in values.items()})


def _tell(run: Run, result: Result) -> dict[str, Any]:
    """Log the account of all land and return the numbers."""
    sites = result.sites
    run.log(
        tr("{sites} sites among {clusters} clusters of plots; {left_out} parts of plots took no part.").format(
            sites=len(sites), clusters=result.n_clusters, left_out=len(result.left_out)
        )
    )
    for reason, count in sorted(Counter(entry.reason for entry in result.left_out).items()):
        run.log(f"{codes.SITE_REASON.label(reason, i18n.language())}: {count}")
    if any(site.distance_class is not None for site in sites):
        run.warn(tr("The distance classes come from a table that has to be checked before it is used in a procedure."))
    return {
        "SITES": len(sites),
        "SITES_GE5": sum(site.meets[5.0] for site in sites),
        "SITES_GE8": sum(site.meets[8.0] for site in sites),
        "GROSS_HA": sum(site.gross_ha for site in sites),
        "NET_HA": sum(site.net_ha for site in sites),
    }
