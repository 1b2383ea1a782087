#!/usr/bin/python3
"""Build the demo region: an invented but plausible planning store on the region's real municipalities.

    /usr/bin/python3 scripts/build_demo.py [--out FILE.gpkg] [--seed 25832] [--plots 13000]

Everything but the municipal boundaries is invented; the same seed and size give the same content. Beside the store
lies the folder `raw/` with faulty files for harmonising; its README lists every planted fault.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT, ROOT / "scripts"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import numpy as np
from build_reference import ATTRIBUTION
from build_reference import EDITION as BOUNDARIES
from demo import faults, lines, parks, people, placing, plots, roads, surroundings
from demo.space import Space
from qgis.core import QgsApplication

from ruhr_planner.model import tables
from ruhr_planner.model.codes import USER_GROUP
from ruhr_planner.model.licences import INVENTED, INVENTED_MARK

REFERENCE = ROOT / "resources" / "reference" / "municipalities.gpkg"
TARGET = ROOT / "resources" / "demo" / "demo.gpkg"
SEED = 25832
PLOTS = 13000
EDITION = "2024-06-30"
DATE = "2023-12-31"
DATES = {
    tables.MUNICIPALITY.table: BOUNDARIES,
    tables.BROADBAND_CELL.table: EDITION,
    tables.BROADBAND_AREA.table: EDITION,
}
"""Day of the data of a table, where it is not DATE."""


@dataclass
class Region:
    """The whole demo region in memory: rows by table, and what the generator keeps to itself."""

    space: Space
    rows: dict[str, list]
    parks: list[parks.Park]
    cells: people.Cells


def build(seed: int, count: int) -> Region:
    """Invent the region; `count` is the least number of plots (full size 13,000)."""
    streams = iter(np.random.SeedSequence(seed).spawn(20))

    def rng() -> np.random.Generator:
        return np.random.default_rng(next(streams))

    share = min(1.0, count / PLOTS)
    space = Space(REFERENCE)
    courses = lines.make_courses(space, rng())
    settlements = people.make_settlements(space, rng())
    density = people.density_of(space, settlements, rng())
    trunk = roads.main_roads(settlements, rng())
    ground = parks.Ground(space, courses)
    trunk_lines = [lines.polyline(road.points) for road in trunk]
    for line in trunk_lines:
        ground.add_line("road", line)
    chances = placing.weights(space, density, courses, trunk_lines)
    found = placing.make_parks(space, ground, chances, count, rng())
    land = plots.make_plots(space, found, rng())
    plots.cover_all_codes(land, rng())
    past = plots.ended(land, found, max(5, round(140 * share)), rng())
    plots.complete(land + past, space)
    cells = inhabit(space, density, found, courses, share, rng())
    people.supply(space, cells, rng())
    network = roads.Network(trunk)
    junctions = roads.add_motorways(network, courses, rng())
    streets = rng()
    for park in found:
        roads.add_park(network, park, streets)
    estate = space.burn([(park.outline, 1) for park in found], touched=True) > 0
    rows = {
        tables.MUNICIPALITY.table: [(town.shape, town.values) for town in space.municipalities],
        tables.PLOT.table: [plots.row(plot) for plot in land + past],
        tables.EXCLUSION.table: surroundings.exclusions(space, cells, courses, land, share, rng()),
        tables.BARRIER.table: [(course.geometry, [course.kind, course.name]) for course in courses],
        tables.SENSITIVE.table: [
            (shape, [kind, f"Siedlung {n + 1} (erfunden)"])
            for n, (kind, shape) in enumerate(people.quarters(space, cells, estate))
        ],
        tables.ROAD.table: [
            (lines.polyline(road.points), [road.road_class, road.surface, road.name]) for road in network.roads()
        ],
        tables.LOCATION_FACTOR.table: surroundings.factors(space, courses, junctions, settlements, found, rng()),
        tables.PLACE.table: surroundings.places(space, cells, settlements, land, share, rng()),
        tables.BROADBAND_CELL.table: cell_rows(space, cells),
        tables.BROADBAND_AREA.table: [
            (None, [ags, EDITION, USER_GROUP.household, technology, mbit, value])
            for ags, technology, mbit, value in people.municipal_table(space, cells)
        ],
        tables.TAKEUP.table: surroundings.takeup(space, rng()),
        tables.SOURCE.table: source_rows(),
    }
    return Region(space, rows, found, cells)


def inhabit(
    space: Space, density: np.ndarray, found: list, courses: list, share: float, rng: np.random.Generator
) -> people.Cells:
    """People live away from motorways, water and railways."""
    blocked = space.distance([course.geometry for course in courses]) < 90.0
    return people.settle(space, density, found, blocked, share, rng)


def cell_rows(space: Space, cells: people.Cells) -> list:
    """Cells in the Breitbandatlas's own columns; technologies that the demo does not know stay null."""
    table = tables.BROADBAND_CELL
    places = {
        tables.cell_column(technology, mbit): (technology, n)
        for technology in people.TECHNOLOGIES
        for n, mbit in enumerate(tables.MBIT)
    }
    columns = {name: cells.share[technology][:, n].tolist() for name, (technology, n) in places.items()}
    columns = {name: [None if value != value else value for value in column] for name, column in columns.items()}
    columns[table.raster_id] = cells.raster_ids(space)
    columns[table.ags] = [space.municipalities[n].ags for n in cells.town.tolist()]
    count = len(cells.rows)
    columns[table.edition] = [EDITION] * count
    ordered = [columns.get(name, [None] * count) for name in table.names]
    return list(zip(cells.shapes(space), (list(values) for values in zip(*ordered))))


def source_rows() -> list:
    """The invented sources of the plots."""
    rows = []
    for source_id, (title, day, _) in plots.SOURCE_TITLES.items():
        values = {
            tables.SOURCE.source_id: source_id,
            tables.SOURCE.title: f"{title} – {INVENTED_MARK}",
            tables.SOURCE.publisher: "Beispielverband (erfunden)",
            tables.SOURCE.licence: INVENTED.id,
            tables.SOURCE.attribution: INVENTED_MARK,
            tables.SOURCE.source_date: plots.qdate(day),
            tables.SOURCE.sensitivity: "open",
            tables.SOURCE.note: "scripts/build_demo.py",
        }
        rows.append((None, [values.get(name) for name in tables.SOURCE.names]))
    return rows


# ------------------------------------------------------------------------------------------------------------- writing
def contents(region: Region, seed: int) -> list:
    """The tables as the store takes them, each with where it comes from."""
    from ruhr_planner.store.geopackage import Content
    from ruhr_planner.store.metadata import Provenance

    made = []
    for name, rows in region.rows.items():
        table = tables.TABLES[name]
        abstract = f"{INVENTED_MARK}. scripts/build_demo.py, Startwert / seed {seed}."
        licence_ids, notes = (INVENTED.id,), (INVENTED_MARK,)
        if name == tables.MUNICIPALITY.table:
            abstract += " Die Grenzen der Gemeinden sind echt (VG250, 1:250.000) / the boundaries are real."
            licence_ids = (INVENTED.id, "dl-de/by-2-0")
            notes = (INVENTED_MARK, ATTRIBUTION)
        provenance = Provenance(table.label.de, licence_ids, notes, date=DATES.get(name, DATE), count=len(rows))
        made.append(Content(table, rows, (provenance,), abstract, changed=False))
    return made


def write(region: Region, target: Path, seed: int) -> None:
    """Write the store; an older demo is replaced when the new one is complete."""
    from ruhr_planner.store.geopackage import create

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.stem}.new.gpkg")
    part.unlink(missing_ok=True)
    create(part, contents(region, seed))
    part.replace(target)


def content_hash(region: Region) -> str:
    """Hash over all rows and geometries: equal for the same seed and size."""
    digest = hashlib.sha256()
    for name in sorted(region.rows):
        for geometry, values in region.rows[name]:
            digest.update(b"" if geometry is None else bytes(geometry.asWkb()))
            digest.update(repr([str(value) for value in values]).encode())
    return digest.hexdigest()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--plots", type=int, default=PLOTS, help="least number of plots")
    options = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    start = time.monotonic()
    region = build(options.seed, options.plots)
    write(region, options.out, options.seed)
    planted = faults.write(region.space, region.rows, options.out.parent / "raw", options.seed)
    for name, rows in region.rows.items():
        print(f"{name:16} {len(rows):7,}")
    print(
        f"raw files: {len(planted)} kinds of faults; {options.out} ({options.out.stat().st_size / 1e6:.1f} MB), "
        f"content {content_hash(region)[:12]}, {time.monotonic() - start:.1f} s"
    )
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
