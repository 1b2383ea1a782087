"""Invent plots in business parks for the benchmarks: seeded, without any real place.

A park is a rotated grid of blocks: two rows of plots back to back, a street of 9 to 14 m between the blocks and a
lane of 6 to 9 m across. Sizes follow a heavy tail, as in the land monitoring of the region (some 0.3 ha a polygon,
most parks small, few large). Parks keep at least 60 m from one another. Coordinates are EPSG:25832, metres.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

ORIGIN = (340_000.0, 5_690_000.0)
TILE = 1_000.0
"""Side of the square that a park has to itself, m."""
PLOT_TYPES = ("fnp_reserve", "brownfield", "building_gap", "underused", "regional_reserve", "existing")
PLOT_TYPE_SHARES = (0.30, 0.25, 0.15, 0.12, 0.08, 0.10)


def park(rng: np.random.Generator, wanted: int) -> np.ndarray:
    """Return the corners of the plots of one park, shape (n, 4, 2), n <= wanted, centred at the origin, in metres."""
    frontage = float(rng.uniform(38.0, 75.0))
    depth = float(rng.uniform(55.0, 85.0))
    street = float(rng.uniform(9.0, 14.0))
    lane = float(rng.uniform(6.0, 9.0))
    columns = max(1, round(math.sqrt(wanted * depth / frontage)))
    rows = math.ceil(wanted / columns)
    corners = []
    for index in range(wanted):
        row, column = divmod(index, columns)
        west = column * frontage + (column // 4) * lane
        south = row * depth + ((row + 1) // 2) * street
        east, north = west + frontage, south + depth
        corners.append(((west, south), (east, south), (east, north), (west, north)))
    shape = np.asarray(corners)
    shape -= np.asarray((columns * frontage, rows * depth)) / 2.0
    angle = float(rng.uniform(0.0, math.pi))
    turn = np.asarray(((math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))))
    return shape @ turn


def plots(count: int, seed: int = 7) -> np.ndarray:
    """Return the corners of `count` plots in parks, shape (count, 4, 2), in metres of EPSG:25832."""
    rng = np.random.default_rng(seed)
    parks = []
    missing = count
    while missing > 0:
        wanted = min(missing, int(np.clip(rng.lognormal(2.7, 0.9), 2, 90)))
        parks.append(park(rng, wanted))
        missing -= wanted
    side = math.ceil(math.sqrt(len(parks)))
    for index, shape in enumerate(parks):
        shift = rng.uniform(-20.0, 20.0, 2)
        shape += np.asarray(ORIGIN) + (np.asarray(divmod(index, side)) + 0.5) * TILE + shift
    return np.concatenate(parks)


def exclusions(corners: np.ndarray, count: int, seed: int = 8) -> np.ndarray:
    """Return `count` quadrilaterals of 20 to 90 m near the given plots, shape (count, 4, 2), in metres."""
    rng = np.random.default_rng(seed)
    near = corners[rng.integers(0, len(corners), count)].mean(axis=1) + rng.uniform(-60.0, 60.0, (count, 2))
    size = rng.uniform(20.0, 90.0, (count, 1, 2)) / 2.0
    square = np.asarray(((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)))
    return near[:, None, :] + square[None, :, :] * size


def municipalities(extent: np.ndarray, columns: int = 8, rows: int = 7, seed: int = 9) -> list[np.ndarray]:
    """Return a lattice of areas with shared, winding borders over the extent (west, south, east, north).

    Each is an array (points, 2) in metres; neighbours share every vertex of their border.
    """
    rng = np.random.default_rng(seed)
    x, y = np.linspace(extent[0], extent[2], columns + 1), np.linspace(extent[1], extent[3], rows + 1)
    steps = np.linspace(0.0, 1.0, 61)[1:-1, None]

    def border(start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
        one, two = (np.asarray((x[at[0]], y[at[1]])) for at in (start, end))
        wind = 0.4 * float(np.abs(two - one).max()) * steps[0, 0]
        inner = one + steps * (two - one) + rng.uniform(-wind, wind, (len(steps), 2))
        return np.vstack((one, inner))

    flat = {(c, r): border((c, r), (c + 1, r)) for c in range(columns) for r in range(rows + 1)}
    upright = {(c, r): border((c, r), (c, r + 1)) for c in range(columns + 1) for r in range(rows)}
    return [
        np.vstack((
            flat[c, r], upright[c + 1, r],
            [(x[c + 1], y[r + 1])], flat[c, r + 1][:0:-1],
            [(x[c], y[r + 1])], upright[c, r][:0:-1],
        ))
        for c in range(columns) for r in range(rows)
    ]  # fmt: skip


def polygon(corners: np.ndarray) -> ogr.Geometry:
    """Return one OGR polygon of the corners, shape (n, 2)."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in [*corners.tolist(), corners[0].tolist()]:
        ring.AddPoint_2D(x, y)
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def polyline(corners: np.ndarray) -> ogr.Geometry:
    """Return one OGR line of the corners, shape (n, 2)."""
    made = ogr.Geometry(ogr.wkbLineString)
    for x, y in corners.tolist():
        made.AddPoint_2D(x, y)
    return made


def place(corners: np.ndarray) -> ogr.Geometry:
    """Return one OGR point of a corner, shape (2,)."""
    made = ogr.Geometry(ogr.wkbPoint)
    made.AddPoint_2D(*corners.tolist())
    return made


def courses(reach: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return winding lines of some 1.5 km anywhere in the reach, shape (count, 7, 2), in metres."""
    start = rng.uniform(reach[:2], reach[2:], (count, 1, 2))
    angle = rng.uniform(0.0, 2.0 * math.pi, (count, 1)) + np.cumsum(rng.uniform(-0.2, 0.2, (count, 6)), axis=1)
    steps = 250.0 * np.stack((np.cos(angle), np.sin(angle)), axis=-1)
    return np.concatenate((start, start + np.cumsum(steps, axis=1)), axis=1)


def roads(reach: np.ndarray) -> tuple[list[np.ndarray], list[str]]:
    """Return a grid of roads around the parks' tiles and a street from a corner to each centre, with their classes."""
    low = np.asarray(ORIGIN)
    columns, rows = np.ceil((reach[2:] - low) / TILE).astype(int)
    grid = low + TILE * np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1)
    found, classes = [], []
    for c in range(columns + 1):
        for r in range(rows + 1):
            if c < columns:
                found.append(grid[c : c + 2, r])
                classes.append("primary" if r % 10 == 0 else "secondary")
            if r < rows:
                found.append(grid[c, r : r + 2])
                classes.append("primary" if c % 10 == 0 else "secondary")
            if c < columns and r < rows:
                found.append(np.stack((grid[c, r], grid[c, r] + TILE / 2.0)))
                classes.append("residential")
    return found, classes


BARRIERS = ("motorway", "trunk", "rail", "canal", "river")
FACTORS = ("motorway_junction", "rail_siding", "port", "combined_terminal", "substation", "fibre_pop", "transit_stop")


def write_surroundings(path: Path, n_barriers: int, seed: int = 17) -> None:
    """Add barriers, sensitive uses, factors, roads, power lines, people, official sites and hazards to a scene."""
    rng = np.random.default_rng(seed)
    source = ogr.Open(str(path), 1)
    west, east, south, north = source.GetLayerByName("plot").GetExtent()
    reach = np.asarray((west, south, east, north))
    text, number = ogr.OFTString, ogr.OFTInteger

    def squares(count: int, low: float, high: float) -> np.ndarray:
        centre = rng.uniform(reach[:2], reach[2:], (count, 1, 2))
        half = np.asarray(((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)))
        return centre + half * rng.uniform(low, high, (count, 1, 2)) / 2.0

    kinds = rng.choice(BARRIERS, n_barriers).tolist()
    _write(source, "barrier", {"kind": text}, courses(reach, n_barriers, rng), [(kind,) for kind in kinds], polyline)
    _write(source, "sensitive", {"kind": text}, squares(3_000, 60.0, 400.0), [("residential",)] * 3_000)
    spots = rng.uniform(reach[:2], reach[2:], (2_000, 2))
    _write(source, "factor", {"kind": text}, spots, [(kind,) for kind in rng.choice(FACTORS, 2_000).tolist()], place)
    lines, classes = roads(reach)
    _write(source, "road", {"road_class": text}, lines, [(name,) for name in classes], polyline)
    _write(source, "power_line", {"name": text}, courses(reach, 300, rng), [("380 kV",)] * 300, polyline)
    homes = rng.uniform(reach[:2], reach[2:], (100_000, 2))
    people = [(int(count),) for count in rng.integers(1, 200, len(homes))]
    _write(source, "population", {"population": number}, homes, people, place)
    _write(source, "official", {"name": text}, squares(24, 400.0, 1_500.0), [(f"Standort {k}",) for k in range(24)])
    works = rng.uniform(reach[:2], reach[2:], (200, 2))
    _write(source, "seveso", {"name": text}, works, [(f"Werk {k}",) for k in range(200)], place)


def write_scene(path: Path, count: int, n_exclusions: int, seed: int = 7) -> None:
    """Write the layers plot, exclusion and municipality with the canonical fields to a new GeoPackage."""
    rng = np.random.default_rng(seed + 1)
    corners = plots(count, seed)
    types = rng.choice(PLOT_TYPES, count, p=PLOT_TYPE_SHARES).tolist()
    restriction = rng.choice((0, 1, 2, 3, -1), count, p=(0.4, 0.25, 0.2, 0.05, 0.1)).tolist()
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    _write(
        source, "plot", {"plot_id": ogr.OFTString, "plot_type": ogr.OFTString, "restriction": ogr.OFTInteger}, corners,
        [(f"b:{k:06d}", types[k], restriction[k] if restriction[k] >= 0 else None) for k in range(count)],
    )  # fmt: skip
    texts = {"kind": ogr.OFTString, "mode": ogr.OFTString}
    _write(source, "exclusion", texts, exclusions(corners, n_exclusions, seed + 2), [("nature", "hard")] * n_exclusions)
    reach = np.concatenate((corners.min((0, 1)) - 2_000.0, corners.max((0, 1)) + 2_000.0))
    areas = municipalities(reach)
    names = [(f"05{k:06d}", f"Gemeinde {k}") for k in range(len(areas))]
    _write(source, "municipality", {"ags": ogr.OFTString, "name": ogr.OFTString}, areas, names)


def _write(
    source: ogr.DataSource,
    name: str,
    fields: dict[str, int],
    shapes: Iterable[np.ndarray],
    rows: list,
    make: Callable[[np.ndarray], ogr.Geometry] = polygon,
) -> None:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(25832)
    kinds = {polygon: ogr.wkbPolygon, polyline: ogr.wkbLineString, place: ogr.wkbPoint}
    layer = source.CreateLayer(name, crs, kinds[make], options=["GEOMETRY_NAME=geom"])
    for field, kind in fields.items():
        layer.CreateField(ogr.FieldDefn(field, kind))
    layer.StartTransaction()
    for shape, row in zip(shapes, rows):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(make(shape))
        for position, value in enumerate(row):
            if value is not None:
                feature.SetField(position, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
