"""The exposé: what sites offer, for a reader who must not learn which sites they are.

No name, number, key, place or north: a shape is turned so that its longer side lies level, simplified and moved to the
origin; areas and distances are coarse. Only the fields of `FIELDS` can appear, and of these only those that are open
for everybody; what else a layer holds does not reach the page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qgis.core import Qgis, QgsGeometry, QgsPointXY

from ruhr_planner import about, templates
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes
from ruhr_planner.model.results import SITE, SITE_FACT, factor_distance, factor_road, known_field
from ruhr_planner.model.tables import OPEN, PLOT, Field

TEMPLATE = "expose.html.j2"

_DISTANCES = tuple(field(kind).name for kind in codes.FACTOR_KIND for field in (factor_distance, factor_road))
_WISHED = (
    SITE.single_net_ha,
    SITE.net_ha,
    SITE.largest_usable_ha,
    SITE.inscribed_d_m,
    SITE.brownfield_share,
    SITE.restriction_max,
    SITE.distance_class,
    *_DISTANCES,
    SITE_FACT.fibre_class,
    SITE_FACT.power_mva,
    SITE_FACT.hours_day,
    PLOT.available_from,
)


def _open_fields() -> tuple[Field, ...]:
    found = (known_field(name) for name in _WISHED)
    return tuple(field for field in found if field is not None and field.min_sensitivity == OPEN)


FIELDS = _open_fields()
"""Fields that may appear, in their order on the page."""

DISTANCE_STEPS_KM = (0.5, 1, 2, 5, 10, 20)
SIMPLIFY_M = 10.0
GRID_M = 5
"""Corners of a shape are moved to a grid of this width."""


@dataclass(frozen=True)
class Answer:
    """What a site says to one thing that is asked for."""

    label: str
    wanted: str
    verdict: str
    ask: str


@dataclass(frozen=True)
class Offer:
    """One site on the page."""

    number: int
    shape: Shape | None
    figures: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Shape:
    """A path for SVG in metres, and its extent."""

    path: str
    width: int
    height: int


@dataclass(frozen=True)
class Page:
    """Everything that the page says."""

    language: str
    title: str
    stand: date
    offers: tuple[Offer, ...]
    sources: tuple[str, ...]
    sensitivity: str
    invented: bool


def render(page: Page) -> str:
    """Return the exposé as one HTML page that loads nothing."""
    phrases = Phrases(page.language)
    return templates.rendered(
        TEMPLATE,
        tr=phrases.tr,
        language=page.language,
        title=page.title or phrases.tr("Sites in the Metropole Ruhr"),
        stand=phrases.date(page.stand),
        offers=page.offers,
        verdicts={code: codes.VERDICT.label(code, page.language) for code in codes.VERDICT},
        sources=page.sources,
        internal=page.sensitivity != OPEN,
        invented=page.invented,
        maker=f"{about.name()} {about.version()}",
    )


def may_appear(name: str) -> bool:
    """Tell whether a field may stand on the page."""
    return any(field.name == name for field in FIELDS)


def figures(values: Mapping[str, object], language: str) -> tuple[tuple[str, str], ...]:
    """Return label and coarse value of each known field that may appear.

    :param values: plain values by field name, None where unknown; other fields are passed over.
    """
    phrases = Phrases(language)
    return tuple(
        (field.label.text(language), _coarse(field, values[field.name], phrases))
        for field in FIELDS
        if values.get(field.name) is not None
    )


def _coarse(field: Field, value: object, phrases: Phrases) -> str:
    if field.codes is not None:
        level = int(value) if field.kind == "int" else value  # type: ignore[call-overload]
        return field.codes.label(level, phrases.language) if level in field.codes else phrases.unknown()
    number = float(value)  # type: ignore[arg-type]
    if field.name in _DISTANCES:
        return _distance(number / 1000, phrases)
    if field.unit == "a":
        return f"{number:.0f}"
    if field.name == SITE.brownfield_share:
        return f"{phrases.number(round(number, 1) * 100)} %"
    step = 50.0 if field.unit == "m" else 0.5 if number < 10 else 5.0
    rounded = phrases.number(round(number / step) * step, 1 if step < 1 else 0)
    return phrases.tr("about {value} {unit}").format(value=rounded, unit=field.unit).strip()


def _distance(km: float, phrases: Phrases) -> str:
    """Return the class of a distance: exact ones from several places would tell where a site is."""
    steps = DISTANCE_STEPS_KM

    def shown(value: float) -> str:
        return phrases.number(value, 1 if value < 1 else 0)

    if km <= steps[0]:
        return phrases.tr("up to {km} km").format(km=shown(steps[0]))
    for low, high in zip(steps, steps[1:]):
        if km <= high:
            return phrases.tr("{low} to {high} km").format(low=shown(low), high=shown(high))
    return phrases.tr("over {km} km").format(km=shown(steps[-1]))


def shape(geometry: QgsGeometry) -> Shape | None:
    """Return an area's shape without its place, its direction and its fine detail; None for anything else."""
    if geometry.isEmpty() or geometry.type() != Qgis.GeometryType.Polygon:
        return None
    turned = QgsGeometry(geometry)
    _box, _area, angle, width, height = turned.orientedMinimumBoundingBox()
    turned.rotate(-angle + (0 if width >= height else 90), QgsPointXY(geometry.boundingBox().center()))
    turned = turned.simplify(SIMPLIFY_M)
    box = turned.boundingBox()
    if turned.isEmpty() or box.width() < GRID_M or box.height() < GRID_M:
        return None
    parts = turned.asMultiPolygon() if turned.isMultipart() else [turned.asPolygon()]
    rings = [ring for part in parts for ring in part]
    path = " ".join(_ring(ring, box.xMinimum(), box.yMaximum()) for ring in rings)
    return Shape(path, math.ceil(box.width()), math.ceil(box.height()))


def _ring(ring: Sequence[QgsPointXY], left: float, top: float) -> str:
    corners = [(_on_grid(point.x() - left), _on_grid(top - point.y())) for point in ring[:-1]]
    return "M" + " L".join(f"{x} {y}" for x, y in corners) + " Z"


def _on_grid(metres: float) -> int:
    return round(metres / GRID_M) * GRID_M
