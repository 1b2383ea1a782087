"""Where people live, and what broadband they have: settlements, households, Breitbandatlas cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import QgsGeometry, QgsRectangle

from ruhr_planner.model.codes import TECHNOLOGY
from ruhr_planner.model.tables import MBIT

from .space import CELL

if TYPE_CHECKING:
    from .parks import Park
    from .space import Space

PERSONS_PER_HOUSEHOLD = 2.03
CELLS = 68000
"""Inhabited cells of the whole region at full size."""
TECHNOLOGIES = (TECHNOLOGY.alle, TECHNOLOGY.ftthb, TECHNOLOGY.hfc)


@dataclass(frozen=True)
class Settlement:
    """A town or quarter; `main` is the municipality's own centre."""

    x: float
    y: float
    town: int
    weight: float
    reach: float
    main: bool


@dataclass
class Cells:
    """Inhabited cells: `rows`, `columns`, `town` and the hidden `households` are (n,).

    `share` is {technology: (n, 8)}, per cent of households by speed, NaN = null.
    """

    rows: np.ndarray
    columns: np.ndarray
    town: np.ndarray
    households: np.ndarray
    share: dict[str, np.ndarray]

    def raster_ids(self, space: Space) -> list[str]:
        """Names of the cells by their south-western corner, as the Breitbandatlas forms them."""
        east = np.rint((space.x0 + self.columns * CELL) / CELL).astype(int)
        north = np.rint((space.y0 + self.rows * CELL) / CELL).astype(int)
        return [f"100mN{n}E{e}" for n, e in zip(north.tolist(), east.tolist())]

    def shapes(self, space: Space) -> list[QgsGeometry]:
        """The cells as squares."""
        made = []
        for row, column in zip(self.rows.tolist(), self.columns.tolist()):
            x, y = space.x0 + column * CELL, space.y0 + row * CELL
            made.append(QgsGeometry.fromRect(QgsRectangle(x, y, x + CELL, y + CELL)))
        return made


def make_settlements(space: Space, rng: np.random.Generator) -> list[Settlement]:
    """A centre for each municipality and quarters or villages around it."""
    found = []
    for n, town in enumerate(space.municipalities):
        thousands = town.inhabitants / 1000.0
        area = town.shape.area() / 1e6
        found.append(Settlement(*town.centre.tolist(), n, 1.0, 900.0 + 9.0 * np.sqrt(town.inhabitants) / 3.0, True))
        rows, columns = np.nonzero(space.index == n)
        taken = [town.centre]
        for _ in range(int(2 + area / 22.0 + thousands / 40.0)):
            for _ in range(30):
                pick = rng.integers(len(rows))
                spot = np.array([space.x[columns[pick]], space.y[rows[pick]]])
                if min(np.hypot(*(spot - other)) for other in taken) > 1900.0:
                    taken.append(spot)
                    reach = rng.uniform(450.0, 900.0) + 1.5 * thousands
                    found.append(Settlement(*spot.tolist(), n, rng.uniform(0.35, 0.8), reach, False))
                    break
    return found


def density_of(space: Space, settlements: list[Settlement], rng: np.random.Generator) -> np.ndarray:
    """How settled each cell is, 0 to about 1: falls off around the centres, frayed by noise."""
    score = np.zeros(space.index.shape)
    for place in settlements:
        reach = 5.0 * place.reach
        rows = slice(*np.searchsorted(space.y, [place.y - reach, place.y + reach]))
        columns = slice(*np.searchsorted(space.x, [place.x - reach, place.x + reach]))
        distance = np.hypot(space.x[None, columns] - place.x, space.y[rows, None] - place.y)
        score[rows, columns] = np.maximum(score[rows, columns], place.weight * np.exp(-distance / place.reach))
    frayed = score * np.exp(0.32 * space.smooth_noise(rng, 260.0) + 0.18 * space.smooth_noise(rng, 90.0))
    return np.where(space.index >= 0, frayed, 0.0)


def wanted_cells(space: Space, share: float) -> np.ndarray:
    """Number of inhabited cells of each municipality: dense towns need fewer for their people."""
    people = np.array([town.inhabitants for town in space.municipalities])
    area = np.array([town.shape.area() for town in space.municipalities]) / 1e6
    raw = people**0.72 * area**0.28
    return np.maximum((CELLS * share * raw / raw.sum()).astype(int), 12)


def settle(
    space: Space, density: np.ndarray, parks: list[Park], blocked: np.ndarray, share: float, rng: np.random.Generator
) -> Cells:
    """Choose the inhabited cells and give them households; parks have people only where they are mixed."""
    mixed = [park for park in parks if rng.random() < MIXED.get(park.kind, 0.0)]
    estate = space.burn([(park.outline, 1) for park in parks], touched=True) > 0
    dwelling = space.burn([(park.outline, 1) for park in mixed]) > 0
    free = ~(estate | blocked)
    rows, columns = [], []
    for n, count in enumerate(wanted_cells(space, share)):
        r, c = np.nonzero((space.index == n) & free)
        best = np.argsort(-density[r, c], kind="stable")[: int(count * 0.97)]
        farms = rng.choice(len(r), size=max(1, int(count * 0.03)), replace=False)
        chosen = np.union1d(best, farms)
        rows.append(r[chosen])
        columns.append(c[chosen])
    r, c = np.nonzero(dwelling & (space.index >= 0) & (rng.random(dwelling.shape) < 0.7))
    inside = np.concatenate([np.zeros(sum(map(len, rows)), bool), np.ones(len(r), bool)])
    row, column = np.concatenate([*rows, r]), np.concatenate([*columns, c])
    order = np.lexsort((column, row))
    row, column, inside = row[order], column[order], inside[order]
    town = space.index[row, column].astype(int)
    households = count_households(space, density[row, column], town, inside, share, rng)
    return Cells(row, column, town, households, {})


MIXED = {"asb": 0.9, "mature": 0.62, "new": 0.35, "colliery": 0.4, "works": 0.3, "barracks": 0.4, "port": 0.2}
"""Share of the parks of each sort in which some people live."""


def count_households(
    space: Space, density: np.ndarray, town: np.ndarray, inside: np.ndarray, share: float, rng: np.random.Generator
) -> np.ndarray:
    """Households per cell, at least 1; their sum follows the municipality's inhabitants."""
    raw = np.maximum(density, 0.01) ** 1.1 * rng.lognormal(0.0, 0.5, len(density))
    raw[inside] *= 0.12
    households = np.zeros(len(density), dtype=int)
    for n, place in enumerate(space.municipalities):
        here = town == n
        total = place.inhabitants / PERSONS_PER_HOUSEHOLD * share
        households[here] = np.maximum(1, np.rint(raw[here] / raw[here].sum() * total)).astype(int)
    return np.minimum(households, 420)


def supply(space: Space, cells: Cells, rng: np.random.Generator) -> None:
    """Give the cells their shares by technology and speed.

    Fibre comes in build-out areas, cable in dense quarters, copper nearly everywhere; what a share says is a number of
    connected households of the cell. All shares fall with the speed, and `alle` is at least each technology.
    """
    n = len(cells.rows)
    at = (cells.rows, cells.columns)
    zeal = rng.normal(0.0, 0.75, len(space.municipalities))[cells.town]
    fibre_field = space.smooth_noise(rng, 900.0)[at] + 0.35 * space.smooth_noise(rng, 200.0)[at] + 0.6 * zeal
    cable_field = space.smooth_noise(rng, 1500.0)[at] + 0.55 * np.log(cells.households / 25.0)
    copper_field = space.smooth_noise(rng, 1200.0)[at] + 0.25 * np.log(cells.households / 25.0)
    fibre = reached(fibre_field, 0.55, 0.25, cells.households, rng)
    cable = reached(cable_field, -0.55, 0.5, cells.households, rng)
    every = np.ones(n)
    copper = {
        10: every,
        16: reached(copper_field, -2.6, 0.3, cells.households, rng),
        30: reached(copper_field, -2.1, 0.3, cells.households, rng),
        50: reached(copper_field, -1.8, 0.3, cells.households, rng),
        100: reached(copper_field, -1.3, 0.4, cells.households, rng),
        200: reached(copper_field, -0.1, 0.5, cells.households, rng),
        400: 0 * every,
        1000: 0 * every,
    }
    slow_cable = np.where(space.smooth_noise(rng, 2500.0)[at] < -1.1, 0.0, 1.0)
    cells.share[TECHNOLOGY.ftthb] = np.round(100.0 * np.tile(fibre[:, None], len(MBIT)), 2)
    cells.share[TECHNOLOGY.hfc] = np.round(
        100.0 * np.column_stack([cable * (slow_cable if mbit == MBIT[-1] else 1.0) for mbit in MBIT]), 2
    )
    joint = [
        np.maximum.reduce([copper[mbit], fibre, cable * (slow_cable if mbit == MBIT[-1] else 1.0)]) for mbit in MBIT
    ]
    joint = np.minimum.accumulate(np.column_stack(joint), axis=1)
    cells.share[TECHNOLOGY.alle] = np.round(100.0 * joint, 2)
    unknown = rng.random(n) < 0.006
    for technology in TECHNOLOGIES:
        cells.share[technology][unknown] = np.nan
    for technology in (TECHNOLOGY.ftthb, TECHNOLOGY.hfc):  # null beside a known `alle` means: not there
        absent = (cells.share[technology][:, 0] == 0.0) & (rng.random(n) < 0.5)
        cells.share[technology][absent] = np.nan


def reached(
    field: np.ndarray, limit: float, width: float, households: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Share of a cell's households that a network reaches: none below the limit, all well above it; whole numbers."""
    chance = np.clip((field - limit) / width, 0.0, 1.0)
    partly = (chance > 0.0) & (chance < 1.0)
    count = np.where(partly, np.rint(households * chance), households * (chance >= 1.0))
    dropped = np.where(rng.random(len(field)) < 0.06, np.rint(count * 0.1), 0.0)
    return np.clip(count - dropped, 0.0, households) / households


def municipal_table(space: Space, cells: Cells) -> list[tuple[str, str, int, float]]:
    """AGS, technology, Mbit/s, per cent of households, as the cells add up; cells without data stay out."""
    rows = []
    known = ~np.isnan(cells.share[TECHNOLOGY.alle][:, 0])
    for n, town in enumerate(space.municipalities):
        here = known & (cells.town == n)
        weight = cells.households[here].astype(float)
        for technology in TECHNOLOGIES:
            values = np.nan_to_num(cells.share[technology][here], nan=0.0)
            totals = weight @ values / weight.sum()
            rows += [(town.ags, technology, mbit, round(float(total), 2)) for mbit, total in zip(MBIT, totals)]
    return rows


def quarters(space: Space, cells: Cells, estate: np.ndarray) -> list[tuple[str, QgsGeometry]]:
    """Residential and mixed quarters: groups of inhabited cells, rounded off, clear of the parks."""
    dense = np.zeros(space.index.shape, dtype=np.uint8)
    housing = cells.households >= 6
    dense[cells.rows[housing], cells.columns[housing]] = 1
    crowded = cells.households >= 110
    dense[cells.rows[crowded], cells.columns[crowded]] = 2
    dense[estate] = 0
    system = osr.SpatialReference()
    system.ImportFromEPSG(25832)
    raster = gdal.GetDriverByName("MEM").Create("", space.columns, space.rows, 1, gdal.GDT_Byte)
    raster.SetGeoTransform((space.x0, CELL, 0, space.y0 + space.rows * CELL, 0, -CELL))
    raster.GetRasterBand(1).WriteArray(dense[::-1])
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("quarters", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
    gdal.Polygonize(raster.GetRasterBand(1), raster.GetRasterBand(1), layer, 0)
    found = []
    for feature in layer:
        shape = QgsGeometry()
        shape.fromWkb(bytes(feature.GetGeometryRef().ExportToWkb()))
        for part in shape.buffer(-18.0, 2).asGeometryCollection():
            if part.area() > 12000.0:
                smooth = part.smooth(2, 0.25).simplify(4.0).snappedToGrid(0.01, 0.01)
                smooth = smooth if smooth.isGeosValid() else smooth.makeValid()
                found.append(("residential" if feature["n"] == 1 else "mixed", smooth))
    return [(kind, shape) for kind, shape in found if shape.wkbType() == 3]
