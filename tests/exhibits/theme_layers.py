"""Layers for all ten themes: every class that a style knows, spread over the real municipalities, nothing random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import cycle
from typing import Any

from qgis.core import QgsFeature, QgsGeometry, QgsLayerMetadata, QgsPointXY, QgsVectorLayer

from ruhr_planner import paths
from ruhr_planner.exhibit import classes
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    ALLOCATION_SITE,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    LAND_BALANCE,
    SITE,
    SITE_NEAR_MISS,
    SITE_SCORE,
    TRENCH,
)
from ruhr_planner.model.tables import BROADBAND_AREA, EXCLUSION, MUNICIPALITY, PLOT, Table
from ruhr_planner.store import metadata
from ruhr_planner.store.metadata import Description, Provenance

THEME = codes.EXHIBIT_THEME
SOURCE = Provenance("Siedlungsflächenmonitoring", ("dl-de/by-2-0", "invented"), ("© Regionalverband Ruhr",), "open",
                    "2026-01-01")  # fmt: skip
KINDS = {"text": "string", "int": "integer", "real": "double", "date": "date"}

Town = tuple[str, str, QgsGeometry, QgsPointXY]
Rows = Iterable[tuple[QgsGeometry, dict[str, Any]]]


@lru_cache(maxsize=1)
def towns() -> list[Town]:
    """Key, name, shape and an inner point of each municipality."""
    layer = QgsVectorLayer(f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality", "m", "ogr")
    found = []
    for feature in layer.getFeatures():
        shape = feature.geometry()
        found.append((str(feature["ags"]), str(feature["name"]), shape, shape.pointOnSurface().asPoint()))
    return sorted(found, key=lambda town: town[0])


def made(table: Table, geometry: str, fields: Sequence[str], rows: Rows, name: str = "") -> QgsVectorLayer:
    """A layer in memory with some fields of a table, and metadata such as a run writes them."""
    known = {column.name: column for column in (*table.columns, *MUNICIPALITY.columns)}
    listed = "&".join(f"field={field}:{KINDS[known[field].kind]}" for field in fields)
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:25832&{listed}", name or table.label.de, "memory")
    features = []
    for shape, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(shape)
        feature.setAttributes([values.get(field) for field in fields])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    layer.setMetadata(described(table))
    return layer


def described(table: Table) -> QgsLayerMetadata:
    run = {"algorithm": "ruhr_planner:probe", "as_of": "2026-01-02", "parameters": {"GAP": 15.0, "MIN_AREA": 8.0}}
    title = table.label.de
    return metadata.write(Description(f"probe.{table.table}", title, "", (SOURCE,), run=run))


def square(at: QgsPointXY, east: float, north: float, side: float) -> QgsGeometry:
    x, y = at.x() + east, at.y() + north
    ring = f"{x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}"
    return QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring})))")


def plots() -> QgsVectorLayer:
    """Six plots in each municipality: all types, restrictions and uses."""
    types, levels, uses = cycle(codes.PLOT_TYPE), cycle((0, 1, 2, 3, None)), cycle(codes.PLANNED_USE)
    rows = [
        (
            square(town[3], 450.0 * (number % 3) - 700, 450.0 * (number // 3) - 300, 400.0),
            {
                PLOT.plot_id: f"{town[0]}-{number}",
                PLOT.plot_type: next(types),
                PLOT.restriction: next(levels),
                PLOT.planned_use: next(uses),
                PLOT.brownfield: number % 2,
            },
        )
        for town in towns()
        for number in range(6)
    ]
    fields = (PLOT.plot_id, PLOT.plot_type, PLOT.restriction, PLOT.planned_use, PLOT.brownfield)
    return made(PLOT, "MultiPolygon", fields, rows)


def by_town(table: Table, field: str, values: Sequence[float | None], **more: float | None) -> QgsVectorLayer:
    """Municipalities with a number that runs through all classes."""
    numbers = cycle(values)
    rows = [(town[2], {"ags": town[0], MUNICIPALITY.name: town[1], field: next(numbers), **more}) for town in towns()]
    return made(table, "MultiPolygon", ("ags", MUNICIPALITY.name, field, *more), rows)


def middles(bands: Sequence[classes.Band]) -> list[float | None]:
    """A number of each class, and the unknown."""
    return [*(band.low + (min(band.high, band.low * 2 + 1) - band.low) / 2 for band in bands), None]


def sites() -> QgsVectorLayer:
    sizes = cycle(value for value in middles(classes.SITE_BANDS) if value is not None)
    rows = [
        (
            square(town[3], 0, 0, 900.0),
            {SITE.site_id: town[0], SITE.net_ha: next(sizes), SITE.cross_border: int(number % 3 == 0)},
        )
        for number, town in enumerate(towns())
        if number % 2 == 0
    ]
    return made(SITE, "MultiPolygon", (SITE.site_id, SITE.net_ha, SITE.cross_border), rows)


def near_misses() -> QgsVectorLayer:
    rows = [
        (square(town[3], 900, 900, 600.0), {SITE_NEAR_MISS.shortfall_ha: 0.8, SITE_NEAR_MISS.help: "gap"})
        for town in towns()[1::6]
    ]
    return made(SITE_NEAR_MISS, "MultiPolygon", (SITE_NEAR_MISS.shortfall_ha, SITE_NEAR_MISS.help), rows)


def scores() -> QgsVectorLayer:
    fields = (SITE_SCORE.score, SITE_SCORE.rank, SITE_SCORE.knocked_out, SITE_SCORE.rank_p05, SITE_SCORE.rank_p95)
    rows = []
    for rank, town in enumerate(towns()[:40], start=1):
        values = (90.0 - rank, rank, int(rank % 9 == 0), max(1, rank - 3), rank + 4)
        rows.append((square(town[3], 0, 0, 900.0), dict(zip(fields, values))))
    return made(SITE_SCORE, "MultiPolygon", fields, rows)


def allocation() -> list[QgsVectorLayer]:
    hosts = towns()[::9]
    flows: list[Any] = []
    for number, town in enumerate(towns()):
        host = hosts[number % len(hosts)]
        if host[0] != town[0] and number % 2:
            line = QgsGeometry.fromPolylineXY([town[3], host[3]])
            known = {ALLOCATION_FLOW.ags: town[0], ALLOCATION_FLOW.site_id: host[0]}
            flows.append((line, {**known, ALLOCATION_FLOW.ha: (1.0, 3.0, 7.0, 15.0, 25.0)[number // 2 % 5]}))
    use = [
        (
            QgsGeometry.fromPointXY(host[3]),
            {
                ALLOCATION_SITE.capacity_ha: None if number == 5 else 40.0,
                ALLOCATION_SITE.allocated_ha: (40.0, 20.0, 0.0)[number % 3],
                ALLOCATION_SITE.bottleneck: int(number % 3 == 0),
            },
        )
        for number, host in enumerate(hosts)
    ]
    covered = by_town(
        ALLOCATION_MUNICIPALITY, ALLOCATION_MUNICIPALITY.coverage, (1.0, 0.9, 0.6, 0.3, 0.1),
        **{ALLOCATION_MUNICIPALITY.deficit_ha: 12.0},
    )  # fmt: skip
    return [
        made(ALLOCATION_FLOW, "LineString", (ALLOCATION_FLOW.ags, ALLOCATION_FLOW.site_id, ALLOCATION_FLOW.ha), flows),
        made(
            ALLOCATION_SITE,
            "Point",
            (ALLOCATION_SITE.capacity_ha, ALLOCATION_SITE.allocated_ha, ALLOCATION_SITE.bottleneck),
            use,
        ),
        covered,
    ]


def gaps() -> list[QgsVectorLayer]:
    kinds = cycle(codes.GAP_CLASS)
    areas = [
        (square(town[3], 500.0 * number - 800, -200, 420.0), {FIBRE_GAP.gap_class: next(kinds)})
        for town in towns()
        for number in range(4)
    ]
    schools = [
        (
            QgsGeometry.fromPointXY(QgsPointXY(town[3].x() + 600 * number - 900, town[3].y() + 900)),
            {FIBRE_GAP.gap_class: next(kinds)},
        )
        for town in towns()
        for number in range(3)
    ]
    return [
        made(FIBRE_GAP, "MultiPolygon", (FIBRE_GAP.gap_class,), areas, "Gewerbeflächen"),
        made(FIBRE_GAP, "Point", (FIBRE_GAP.gap_class,), schools, "Schulen"),
    ]


def costs() -> list[QgsVectorLayer]:
    kinds = cycle((*classes.TRENCH_LABELS, "eigene"))
    prices = cycle((2000.0, 4000.0, 8000.0, 20_000.0, 40_000.0, None))
    ends, lines = [], []
    for number, town in enumerate(towns()):
        x, y = town[3].x(), town[3].y()
        for step in range(3):
            price = next(prices)
            end = QgsPointXY(x + 1200 * (step - 1), y + 1500 * (-1) ** number)
            values = {CONNECTION.total_eur: price, CONNECTION.feasible: int(price is not None)}
            ends.append((QgsGeometry.fromPointXY(end), values))
            line = QgsGeometry.fromPolylineXY([QgsPointXY(x, y), QgsPointXY(end.x(), y), end])
            lines.append((line, {TRENCH.cost_class: next(kinds), TRENCH.n_downstream: 1 + 6 * step}))
    return [
        made(CONNECTION, "Point", (CONNECTION.total_eur, CONNECTION.feasible), ends),
        made(TRENCH, "LineString", (TRENCH.cost_class, TRENCH.n_downstream), lines),
    ]


def changes() -> QgsVectorLayer:
    kinds = cycle(codes.CHANGE_CLASS)
    rows = [
        (square(town[3], 600.0 * number - 900, 0, 520.0), {CHANGE.change_class: next(kinds)})
        for town in towns()
        for number in range(4)
    ]
    return made(CHANGE, "MultiPolygon", (CHANGE.change_class,), rows)


def exclusions() -> QgsVectorLayer:
    modes = cycle(codes.EXCLUSION_MODE)
    rows = [(square(town[3], -1500, -1500, 1400.0), {EXCLUSION.mode: next(modes)}) for town in towns()[::3]]
    return made(EXCLUSION, "MultiPolygon", (EXCLUSION.mode,), rows)


def of(theme: str) -> list[QgsVectorLayer]:
    """The layers of a theme."""
    years = middles(classes.YEAR_BANDS)
    shares = (2.0, 7.0, 15.0, 30.0, 60.0, 90.0, None)
    builders = {
        THEME.land: lambda: [plots(), by_town(LAND_BALANCE, LAND_BALANCE.supply_years_free, years)],
        THEME.brownfield: lambda: [plots()],
        THEME.sites: lambda: [sites(), near_misses()],
        THEME.suitability: lambda: [scores()],
        THEME.deficits: allocation,
        THEME.fibre: gaps,
        THEME.broadband: lambda: [by_town(BROADBAND_AREA, BROADBAND_AREA.share, shares)],
        THEME.costs: costs,
        THEME.change: lambda: [changes()],
        THEME.overview: lambda: [sites(), plots(), exclusions()],
    }
    return builders[theme]()
