"""What the interactive map of the region report shows: which layers, how they are classed, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import NULL, QgsFeature, QgsVectorLayer

from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    FIBRE_GAP,
    LAND_BALANCE,
    SITE,
    SITE_FACT,
    SITE_SCORE,
    TRENCH,
)
from ruhr_planner.model.tables import MUNICIPALITY, PLACE, PLOT, Field
from ruhr_planner.processing.reportjob import Job, opened
from ruhr_planner.store import sqlite

if TYPE_CHECKING:
    from ruhr_planner.exhibit.classes import Band
    from ruhr_planner.exhibit.webmap import Class

_TOWN = (LAND_BALANCE.net_ha, LAND_BALANCE.free_ha, LAND_BALANCE.supply_years_free, LAND_BALANCE.balance_ha)
_SITE = (SITE.net_ha, SITE.gross_ha, SITE.n_plots, SITE.cross_border, SITE.brownfield_share)
_PLOT = (PLOT.plot_type, PLOT.planned_use, PLOT.planning_status, PLOT.restriction, PLOT.brownfield)
"""Fields that can be read of a feature; none of them is guarded."""


def layers(job: Job) -> tuple[list[dict[str, object]], str]:
    """Return the layers, undermost first, and a sentence on what is left out; "" where nothing is."""
    made = [_towns(job)]
    note = ""
    plots, left = _plots(job)
    if left:
        said = job.phrases.tr("The {count} plots are not drawn, because the map would be slow; see {file}.")
        note = said.format(count=job.phrases.number(left), file="results.gpkg")
    others = (plots, _trenches(job), _flows(job), _sites(job), _schools(job))
    return [*made, *(layer for layer in others if layer is not None and layer["features"])], note


def _written(job: Job, name: str) -> QgsVectorLayer | None:
    """Return a result layer, None where it was not computed."""
    file = job.made / "results.gpkg"
    if not file.exists():
        return None
    with sqlite.reading(file) as connection:
        if name not in sqlite.layer_names(connection):
            return None
    return opened(job.result(name))


def _towns(job: Job) -> dict[str, object]:
    from ruhr_planner.exhibit import classes, webmap

    language = job.language
    balance = _written(job, LAND_BALANCE.table)
    bands = [*_bands(classes.YEAR_BANDS, language), webmap.Class(classes.YEARS_UNKNOWN.text(language), "#dfe3e5")]
    fields = [LAND_BALANCE.column(name) for name in _TOWN]
    if balance is None:
        bands, fields = [webmap.Class("", "#f7f5f0")], []
    theme = webmap.Theme(
        "towns",
        MUNICIPALITY.label.text(language),
        "polygon",
        tuple(bands),
        lambda each: str(each[MUNICIPALITY.name]),
        lambda each: _band(classes.YEAR_BANDS, _value(each, LAND_BALANCE.supply_years_free)) if balance else 0,
        lambda each: _pairs(job, each, fields),
        names=True,
        tolerance=40.0,
        width=1.2,
    )
    source = balance if balance is not None else opened(job.boundaries)
    return webmap.layer(theme, source.getFeatures(), job.run.check)


def _plots(job: Job) -> tuple[dict[str, object] | None, int]:
    """Return the supply of land, and the number of plots where there are too many of them."""
    from ruhr_planner.exhibit import classes, webmap

    if not job.has(PLOT):
        return None, 0
    wanted = f"{PLOT.plot_type} <> '{codes.PLOT_TYPE.existing}'"
    if job.place.key:
        wanted += f" AND {job.of_place()}"
    source = opened(job.store.uri(PLOT, job.plots_in_force(wanted)))
    count = int(source.featureCount())
    if count > webmap.MOST_PLOTS:
        return None, count
    order = [code for code in codes.PLOT_TYPE if code != codes.PLOT_TYPE.existing]
    fields = [PLOT.column(name) for name in _PLOT]
    theme = webmap.Theme(
        "plots",
        PLOT.label.text(job.language),
        "polygon",
        tuple(
            webmap.Class(codes.PLOT_TYPE.label(code, job.language), classes.PLOT_COLOURS.get(code, "#c3c8cc"))
            for code in order
        ),
        lambda each: str(_value(each, PLOT.name) or each[PLOT.plot_id]),
        lambda each: order.index(each[PLOT.plot_type]) if each[PLOT.plot_type] in order else 0,
        lambda each: (
            (job.phrases.tr("gross area (ha)"), job.phrases.number(each.geometry().area() / 10_000.0, 2)),
            *_pairs(job, each, fields),
        ),
    )
    return webmap.layer(theme, source.getFeatures(), job.run.check), 0


def _sites(job: Job) -> dict[str, object] | None:
    from ruhr_planner.exhibit import classes, findings, webmap

    source = _written(job, SITE.table)
    if source is None:
        return None
    score = _written(job, SITE_SCORE.table)
    scored = {str(each[SITE.site_id]): each for each in score.getFeatures()} if score is not None else {}
    fields = [SITE.column(name) for name in _SITE]
    ranks = [SITE_SCORE.column(name) for name in (SITE_SCORE.score, SITE_SCORE.rank)]
    gap = SITE_FACT.column(SITE_FACT.fibre_class)

    def pairs(each: QgsFeature) -> Sequence[tuple[str, str]]:
        found = [
            (SITE.column(SITE.site_id).label.text(job.language), str(each[SITE.site_id])),
            *_pairs(job, each, fields),
        ]
        row = scored.get(str(each[SITE.site_id]))
        if row is not None:
            found += _pairs(job, row, ranks)
            if row.fields().lookupField(FIBRE_GAP.gap_class) >= 0:
                found.append((gap.label.text(job.language), _shown(job, gap, row[FIBRE_GAP.gap_class])))
        return [*found, (job.phrases.tr("Note"), _text(each, SITE.note))]

    theme = webmap.Theme(
        "sites",
        SITE.label.text(job.language),
        "polygon",
        tuple(_bands(classes.SITE_BANDS, job.language)),
        lambda each: findings.where(_text(each, SITE.ags_list), job.names, job.phrases),
        lambda each: max(0, _band(classes.SITE_BANDS, _value(each, SITE.net_ha))),
        pairs,
        width=1.4,
        more={"outline": classes.INK},
    )
    own = (each for each in source.getFeatures() if job.place.has(_text(each, SITE.ags_list)))
    return webmap.layer(theme, own, job.run.check)


def _schools(job: Job) -> dict[str, object] | None:
    from ruhr_planner.exhibit import classes, webmap

    source = _written(job, f"{FIBRE_GAP.table}_school")
    if source is None:
        return None
    order = list(codes.GAP_CLASS)
    fields = [FIBRE_GAP.column(name) for name in (FIBRE_GAP.gap_class, FIBRE_GAP.fibre_share)]
    theme = webmap.Theme(
        "schools",
        job.phrases.tr("Schools: fibre nearby"),
        "point",
        tuple(webmap.Class(classes.GAP_LABELS[code].text(job.language), classes.GAP_COLOURS[code]) for code in order),
        lambda each: str(_value(each, PLACE.name) or each[PLACE.place_id]),
        lambda each: order.index(each[FIBRE_GAP.gap_class]),
        lambda each: _pairs(job, each, fields),
        on=False,
    )
    own = (each for each in source.getFeatures() if job.place.has(_text(each, PLACE.ags)))
    return webmap.layer(theme, own, job.run.check)


def _flows(job: Job) -> dict[str, object] | None:
    from ruhr_planner.exhibit import webmap

    source = _written(job, ALLOCATION_FLOW.table)
    if source is None:
        return None
    fields = [
        ALLOCATION_FLOW.column(name) for name in (ALLOCATION_FLOW.site_id, ALLOCATION_FLOW.ha, ALLOCATION_FLOW.cost)
    ]
    label = ALLOCATION_FLOW.label.text(job.language)
    theme = webmap.Theme(
        "flows",
        label,
        "line",
        (webmap.Class(label, "#12306b"),),
        lambda each: job.names.get(_text(each, ALLOCATION_FLOW.ags), _text(each, ALLOCATION_FLOW.ags)),
        lambda _each: 0,
        lambda each: _pairs(job, each, fields),
        on=False,
        tolerance=0.0,
    )
    return webmap.layer(theme, source.getFeatures(), job.run.check)


def _trenches(job: Job) -> dict[str, object] | None:
    from ruhr_planner.exhibit import webmap

    source = _written(job, TRENCH.table)
    if source is None:
        return None
    fields = [
        TRENCH.column(name) for name in (TRENCH.length_m, TRENCH.cost_class, TRENCH.cost_eur, TRENCH.n_downstream)
    ]
    label = TRENCH.label.text(job.language)
    theme = webmap.Theme(
        "trenches",
        label,
        "line",
        (webmap.Class(label, "#8c2d04"),),
        lambda _each: label,
        lambda _each: 0,
        lambda each: _pairs(job, each, fields),
        on=False,
    )
    return webmap.layer(theme, source.getFeatures(), job.run.check)


# ---------------------------------------------------------------------------------------------------------------- words
def _bands(bands: Iterable[Band], language: str) -> list[Class]:
    from ruhr_planner.exhibit.webmap import Class

    return [Class(band.label.text(language), band.colour) for band in bands]


def _band(bands: Sequence[Band], value: Any) -> int:
    """Return the number of the band of a value; that behind the last one for what is unknown."""
    if value is None:
        return len(bands)
    return next((place for place, band in enumerate(bands) if band.holds(float(value))), len(bands))


def _pairs(job: Job, feature: QgsFeature, fields: Iterable[Field]) -> list[tuple[str, str]]:
    """Return label and value of the fields that a feature has."""
    return [
        (field.label.text(job.language), _shown(job, field, _value(feature, field.name)))
        for field in fields
        if feature.fields().lookupField(field.name) >= 0
    ]


def _shown(job: Job, field: Field, value: Any) -> str:
    from ruhr_planner.exhibit.factsheet import shown

    return shown(field, value, job.phrases)


def _value(feature: QgsFeature, name: str) -> Any:
    place = feature.fields().lookupField(name)
    value = feature[place] if place >= 0 else None
    return None if value is None or value == NULL else value


def _text(feature: QgsFeature, name: str) -> str:
    return str(_value(feature, name) or "")
