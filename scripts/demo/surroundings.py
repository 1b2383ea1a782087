"""What lies around the parks: exclusions, location factors, places, take-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ruhr_planner.model.codes import EXCLUSION_MODE, PLOT_TYPE, TAKEUP_BASIS
from ruhr_planner.model.tables import PLOT

from .lines import polyline
from .parks import polygon
from .space import CELL

if TYPE_CHECKING:
    from .lines import Course
    from .parks import Park
    from .people import Cells, Settlement
    from .plots import Plot
    from .space import Space

YEARS = range(2012, 2024)
SCHOOLS = ("Grundschule", "Gesamtschule", "Gymnasium", "Realschule", "Förderschule", "Sekundarschule")
TRADES = (
    "Metallbau",
    "Logistik",
    "Maschinenbau",
    "Elektrotechnik",
    "Druckerei",
    "Tischlerei",
    "Baustoffe",
    "Kunststoffe",
    "Lebensmittel",
    "Fördertechnik",
    "Recycling",
    "Armaturen",
    "Textil",
    "Software",
    "Labortechnik",
    "Spedition",
)
OWNERS = (
    "Ahrens",
    "Brandt",
    "Czerny",
    "Dörfler",
    "Ebers",
    "Fahrenkamp",
    "Grote",
    "Hülsmann",
    "Ihde",
    "Jansing",
    "Köppers",
    "Lütke",
    "Möllers",
    "Nagel",
    "Overkamp",
    "Püttmann",
    "Quast",
    "Rüther",
    "Schürmann",
    "Tenbrink",
    "Uhlen",
    "Voss",
)


def point(x: float, y: float) -> QgsGeometry:
    """A point, rounded to 1 mm."""
    return QgsGeometry.fromPointXY(QgsPointXY(round(x, 3), round(y, 3)))


def blob(x: float, y: float, radius: float, rng: np.random.Generator) -> QgsGeometry:
    """A rounded, irregular area: a wavy ring around a point."""
    angle = np.linspace(0.0, 2 * np.pi, 36, endpoint=False)
    waves = sum(rng.normal(0.0, 0.16 / n) * np.sin(n * angle + rng.uniform(0, 6.3)) for n in (2, 3, 4, 5))
    reach = radius * np.clip(1.0 + waves, 0.45, 1.6)
    stretch = rng.uniform(0.6, 1.0)
    turn = rng.uniform(0, np.pi)
    dx, dy = reach * np.cos(angle), reach * np.sin(angle) * stretch
    made = polygon(
        np.round(
            np.column_stack([x + dx * np.cos(turn) - dy * np.sin(turn), y + dx * np.sin(turn) + dy * np.cos(turn)]), 3
        )
    )
    return made if made.isGeosValid() else made.buffer(0.0, 4)


AREAS = (  # kind, mode, name, number at full size, radius from and to (m), share of settled cells allowed
    ("nature_reserve", EXCLUSION_MODE.hard, "Naturschutzgebiet", 90, 180.0, 900.0, 0.01),
    ("ffh", EXCLUSION_MODE.hard, "FFH-Gebiet", 22, 400.0, 1300.0, 0.02),
    ("water_protection_1_2", EXCLUSION_MODE.hard, "Wasserschutzzone I/II", 25, 120.0, 420.0, 0.03),
    ("water_protection_3", EXCLUSION_MODE.soft, "Wasserschutzzone III", 16, 900.0, 2600.0, 0.3),
    ("landscape_protection", EXCLUSION_MODE.soft, "Landschaftsschutzgebiet", 110, 500.0, 1800.0, 0.08),
    ("forest", EXCLUSION_MODE.soft, "Wald", 160, 150.0, 800.0, 0.02),
    ("green_corridor", EXCLUSION_MODE.soft, "Regionaler Grünzug", 24, 800.0, 2200.0, 0.2),
)


def exclusions(
    space: Space, cells: Cells, courses: list[Course], plots: list[Plot], share: float, rng: np.random.Generator
) -> list[tuple[QgsGeometry, list[object]]]:
    """Protected areas on open land, flood areas along rivers, and some protected land that reaches into plots."""
    rows = []
    inside = np.flatnonzero(space.index.ravel() >= 0)
    settled = np.zeros(space.index.shape, dtype=np.int64)
    settled[cells.rows, cells.columns] = cells.households >= 6
    sums = np.pad(settled.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    for kind, mode, title, count, low, high, most in AREAS:
        for n in range(max(3, round(count * max(share, 0.3)))):
            radius = rng.uniform(low, high)
            r, c = open_spot(space, inside, sums, radius, most, rng)
            shape = blob(space.x[c], space.y[r], radius, rng)
            rows += single(shape.intersection(space.region), [kind, mode, f"{title} {n + 1} (erfunden)"])
    for course in courses:
        if course.kind == "river":
            rows += flood_areas(course, rng)
    return rows + reaching_in(plots, share, rng)


def open_spot(
    space: Space, inside: np.ndarray, sums: np.ndarray, radius: float, most: float, rng: np.random.Generator
) -> tuple[int, int]:
    """A cell around which at most this share of the cells is settled; else the emptiest of those tried.

    `sums` holds, per cell, the number of settled cells south-west of it, so that any square is counted in one step.
    """
    reach = int(radius // CELL) + 1
    best = (2.0, 0, 0)
    for cell in rng.choice(inside, 40):
        r, c = divmod(int(cell), space.columns)
        r0, r1 = max(r - reach, 0), min(r + reach + 1, space.rows)
        c0, c1 = max(c - reach, 0), min(c + reach + 1, space.columns)
        count = sums[r1, c1] - sums[r0, c1] - sums[r1, c0] + sums[r0, c0]
        best = min(best, (float(count) / ((r1 - r0) * (c1 - c0)), r, c))
        if best[0] <= most:
            break
    return best[1], best[2]


def single(shape: QgsGeometry, values: list[object]) -> list[tuple[QgsGeometry, list[object]]]:
    """One row for each polygon of a geometry."""
    return [(part, values) for part in shape.asGeometryCollection() if part.type().value == 2 and part.area() > 100.0]


def flood_areas(course: Course, rng: np.random.Generator) -> list[tuple[QgsGeometry, list[object]]]:
    """Flood areas on both sides of a river, piece by piece, wider and narrower."""
    rows = []
    for n, start in enumerate(range(0, len(course.points) - 1, 20)):
        part = polyline(course.points[start : start + 21])
        shape = part.buffer(rng.uniform(90.0, 260.0), 6).simplify(3.0).snappedToGrid(0.001, 0.001)
        shape = shape if shape.isGeosValid() else shape.makeValid()
        rows += single(shape, ["flood_area", EXCLUSION_MODE.hard, f"Überschwemmungsgebiet {course.name} {n + 1}"])
    return rows


def reaching_in(plots: list[Plot], share: float, rng: np.random.Generator) -> list[tuple[QgsGeometry, list[object]]]:
    """Small protected areas over the edge of large supply plots."""
    large = [
        plot for plot in plots if plot.values[PLOT.plot_type] != PLOT_TYPE.existing and plot.shape.area() > 15000.0
    ]
    rows = []
    for n in rng.permutation(len(large))[: max(8, round(70 * share))]:
        ring = large[n].shape.asPolygon()[0]
        corner = ring[int(rng.integers(len(ring)))]
        hard = rng.random() < 0.6
        kind, title = ("nature_reserve", "Geschützter Landschaftsbestandteil") if hard else ("forest", "Gehölz")
        shape = blob(corner.x(), corner.y(), rng.uniform(30.0, 90.0), rng)
        mode = EXCLUSION_MODE.hard if hard else EXCLUSION_MODE.soft
        rows += single(shape, [kind, mode, f"{title} {len(rows) + 1} (erfunden)"])
    return rows


# ------------------------------------------------------------------------------------------------------------- factors
def factors(
    space: Space,
    courses: list[Course],
    junctions: list[tuple[float, float, str]],
    settlements: list[Settlement],
    parks: list[Park],
    rng: np.random.Generator,
) -> list[tuple[QgsGeometry, list[object]]]:
    """Junctions, sidings, ports, terminals, substations, fibre nodes, stops and lorry parks."""
    rows = [(point(x, y), ["motorway_junction", name]) for x, y, name in junctions]
    rows += [(point(*park.centre), ["port", park.name]) for park in parks if park.kind == "port"]
    railway = [course for course in courses if course.kind == "rail"]
    for course in railway:
        for spot in course.points[6::14]:
            rows.append((point(*spot), ["rail_siding", f"Gleisanschluss {len(rows) + 1} (erfunden)"]))
    ports = [park for park in parks if park.kind in ("port", "works")]
    for n, park in enumerate(ports[:6]):
        rows.append((point(*(np.array(park.centre) + 60.0)), ["combined_terminal", f"KV-Terminal {n + 1} (erfunden)"]))
    for n, place in enumerate(settlements):
        rows.append((point(place.x, place.y), ["transit_stop", f"Bahnhof {n + 1} (erfunden)"]))
        for _ in range(2):
            shift = rng.normal(0.0, place.reach * 0.7, 2)
            rows.append(
                (point(place.x + shift[0], place.y + shift[1]), ["transit_stop", f"Halt {len(rows)} (erfunden)"])
            )
        if place.main or rng.random() < 0.2:
            shift = rng.normal(0.0, 120.0, 2)
            rows.append(
                (point(place.x + shift[0], place.y + shift[1]), ["fibre_pop", f"Netzknoten {n + 1} (erfunden)"])
            )
        if rng.random() < 0.16:
            shift = rng.normal(0.0, 1500.0, 2)
            rows.append(
                (point(place.x + shift[0], place.y + shift[1]), ["substation", f"Umspannwerk {n + 1} (erfunden)"])
            )
    for n, (x, y, _) in enumerate(junctions[::6]):
        rows.append((point(x + 180.0, y - 140.0), ["truck_parking", f"Autohof {n + 1} (erfunden)"]))
    return [
        entry for entry in rows if space.municipality_at(entry[0].asPoint().x(), entry[0].asPoint().y()) is not None
    ]


# -------------------------------------------------------------------------------------------------------------- places
def places(
    space: Space, cells: Cells, settlements: list[Settlement], plots: list[Plot], share: float, rng: np.random.Generator
) -> list[tuple[QgsGeometry, list[object]]]:
    """Schools where people live, vocational schools and hospitals near the centres, businesses on existing plots."""
    rows: list[tuple[QgsGeometry, list[object]]] = []

    def add(kind: str, name: str, x: float, y: float) -> None:
        town = space.municipality_at(x, y)
        if town is not None:
            rows.append((point(x, y), [f"demo_place:{len(rows) + 1:05d}", kind, name, town.ags]))

    odds = cells.households / cells.households.sum()
    for n, cell in enumerate(rng.choice(len(odds), size=max(40, round(700 * share)), replace=False, p=odds)):
        x, y = space.x[cells.columns[cell]], space.y[cells.rows[cell]]
        add("school", f"{rng.choice(SCHOOLS)} {n + 1} (erfunden)", x + rng.uniform(-30, 30), y + rng.uniform(-30, 30))
    for place in settlements:
        if place.main:
            for _ in range(1 + int(place.weight * place.reach > 2500.0)):
                dx, dy = rng.normal(0.0, 500.0, 2)
                add("vocational_school", f"Berufskolleg {len(rows) + 1} (erfunden)", place.x + dx, place.y + dy)
        if place.main or rng.random() < 0.1:
            dx, dy = rng.normal(0.0, 700.0, 2)
            add("hospital", f"Krankenhaus {len(rows) + 1} (erfunden)", place.x + dx, place.y + dy)
    existing = [plot for plot in plots if plot.values[PLOT.plot_type] == PLOT_TYPE.existing]
    for n in np.sort(rng.permutation(len(existing))[: max(60, round(2500 * share))]):
        spot = existing[n].shape.pointOnSurface().asPoint()
        add("business", f"{rng.choice(OWNERS)} {rng.choice(TRADES)} GmbH (erfunden)", spot.x(), spot.y())
    return rows


# ------------------------------------------------------------------------------------------------------------- take-up
MISSING = ("05170040", 2017)  # Sonsbeck: not reported, so there is no row
ZERO = ("05954004", 2019)  # Breckerfeld: reported as nothing


def takeup(space: Space, rng: np.random.Generator) -> list[tuple[None, list[object]]]:
    """Net take-up by municipality and year: a zero is written, a year that was not reported is absent."""
    people = np.array([town.inhabitants for town in space.municipalities]) ** 0.75
    yearly = 205.0 * people / people.sum()
    uses = ("Logistik", "Produktion", "Handwerk", "Dienstleistung", "Handel")
    rows: list[tuple[None, list[object]]] = []
    for town, mean in zip(space.municipalities, yearly):
        for year in YEARS:
            hectares = round(float(mean * rng.gamma(1.6, 1 / 1.6)), 2)
            use = str(rng.choice(uses))
            if (town.ags, year) == MISSING:
                continue
            if (town.ags, year) == ZERO or hectares < 0.05:
                hectares, use = 0.0, None
            rows.append((None, [town.ags, year, hectares, TAKEUP_BASIS.net, use, None]))
    return rows
