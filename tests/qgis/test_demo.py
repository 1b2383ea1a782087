"""The demo region: complete, sound where it must be, faulty where it says so, and the same every time."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsSpatialIndex, QgsVectorLayer

from ruhr_planner.model import codes
from ruhr_planner.model.licences import INVENTED, INVENTED_MARK
from ruhr_planner.model.region import EXTENT, N_MUNICIPALITIES
from ruhr_planner.model.tables import (
    BARRIER,
    BROADBAND_AREA,
    BROADBAND_CELL,
    EXCLUSION,
    LOCATION_FACTOR,
    MBIT,
    MUNICIPALITY,
    PLACE,
    PLOT,
    ROAD,
    SENSITIVE,
    SOURCE,
    TABLES,
    TAKEUP,
    cell_column,
)
from ruhr_planner.store.geopackage import open_store

fiona = pytest.importorskip("fiona")

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
SEED, COUNT = 4711, 1200
FILLED = (
    MUNICIPALITY, PLOT, BROADBAND_CELL, BROADBAND_AREA, PLACE, EXCLUSION, BARRIER, SENSITIVE, ROAD, LOCATION_FACTOR,
    TAKEUP, SOURCE,
)  # fmt: skip


class Demo(NamedTuple):
    """A small demo region: in the file, and what its generator kept to itself."""

    path: Path
    region: object
    generator: object


class PlotRow(NamedTuple):
    shape: QgsGeometry
    values: dict[str, object]


@pytest.fixture(scope="module")
def demo(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    sys.path.insert(0, str(SCRIPTS))
    try:
        import build_demo
        from demo import faults
    finally:
        sys.path.remove(str(SCRIPTS))
    region = build_demo.build(SEED, COUNT)
    path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    build_demo.write(region, path, SEED)
    faults.write(region.space, region.rows, path.parent / "raw", SEED)
    return Demo(path, region, build_demo)


@pytest.fixture(scope="module")
def plots(demo: Demo) -> list[PlotRow]:
    return [PlotRow(shape, dict(zip(PLOT.names, values))) for shape, values in demo.region.rows[PLOT.table]]


@pytest.fixture(scope="module")
def current(plots: list[PlotRow]) -> list[PlotRow]:
    return [plot for plot in plots if plot.values[PLOT.valid_to] is None]


def test_the_store_holds_every_table(demo: Demo) -> None:
    counts = open_store(demo.path).counts()
    assert counts == {name: len(demo.region.rows.get(name, ())) for name in TABLES}
    assert all(counts[table.table] > 0 for table in FILLED)
    assert counts[MUNICIPALITY.table] == N_MUNICIPALITIES
    with fiona.open(demo.path, layer=PLOT.table) as source:  # an independent reader
        assert len(source) == counts[PLOT.table] >= COUNT
        assert source.schema["geometry"] == "MultiPolygon" and tuple(source.schema["properties"]) == PLOT.names
        west, south, east, north = source.bounds
    assert west > EXTENT[0] and south > EXTENT[1] and east < EXTENT[2] + 100 and north < EXTENT[3] + 100


def test_every_layer_says_that_it_is_invented(demo: Demo) -> None:
    store = open_store(demo.path)
    for table in FILLED:
        told = store.provenance(table)
        assert told.title.endswith(f" – {INVENTED_MARK}"), table.table
        assert INVENTED.id in told.licences and told.sensitivity == codes.SENSITIVITY.open
    days = {table.table: store.provenance(table).date for table in FILLED}
    assert days == {
        **dict.fromkeys(days, "2023-12-31"),
        MUNICIPALITY.table: "2016-01-01",
        BROADBAND_CELL.table: "2024-06-30",
        BROADBAND_AREA.table: "2024-06-30",
    }
    boundaries = store.provenance(MUNICIPALITY)
    assert "dl-de/by-2-0" in boundaries.licences
    assert any("© GeoBasis-DE / BKG 2016" in note for note in boundaries.attributions)


# --------------------------------------------------------------------------------------------------------------- plots
def test_every_code_occurs(plots: list[PlotRow]) -> None:
    for column in PLOT.columns:
        if column.codes is None or column.name == PLOT.sensitivity:
            continue
        found: set[object] = set()
        for plot in plots:
            value = plot.values[column.name]
            found.update(value.split(";") if column.many and value else [value])
        assert set(column.codes.codes) <= found, column.name
        assert found - {None} <= set(column.codes.codes), column.name
    levels = {
        plot.values[PLOT.restriction] for plot in plots if plot.values[PLOT.plot_type] != codes.PLOT_TYPE.existing
    }
    assert levels == {0, 1, 2, 3, None}
    assert {plot.values[PLOT.brownfield] for plot in plots} == {0, 1, None}
    assert {plot.values[PLOT.sensitivity] for plot in plots} == {codes.SENSITIVITY.open}


def test_values_agree_with_each_other(plots: list[PlotRow]) -> None:
    ids = [plot.values[PLOT.plot_id] for plot in plots]
    assert len(set(ids)) == len(ids)
    recorded = 0
    for plot in plots:
        value = plot.values
        assert value[PLOT.plot_id] == f"{value[PLOT.source_id]}:{value[PLOT.native_id]}"
        assert value[PLOT.area_gross_ha] == pytest.approx(plot.shape.area() / 1e4, abs=1e-4)
        if value[PLOT.area_net_ha] is not None:
            recorded += 1
            assert value[PLOT.area_net_ha] <= value[PLOT.area_gross_ha] + 0.001
        if value[PLOT.plot_type] == codes.PLOT_TYPE.brownfield:
            assert value[PLOT.brownfield] == 1
        if value[PLOT.restriction] in (1, 2, 3):
            assert value[PLOT.restriction_reasons]
        in_force = value[PLOT.planning_status] == codes.PLANNING_STATUS.bplan_in_force
        levels = (value[PLOT.use_bplan] if in_force else None, value[PLOT.use_fnp], value[PLOT.use_rp])
        assert value[PLOT.planned_use] == next(level for level in levels if level)
    assert 0.05 < recorded / len(plots) < 0.5


def test_geometry_is_valid_and_in_its_municipality(demo: Demo, plots: list[PlotRow]) -> None:
    towns = {town.ags: town for town in demo.region.space.municipalities}
    for plot in plots:
        assert plot.shape.isGeosValid() and not plot.shape.isMultipart()
        town = towns[plot.values[PLOT.ags]]
        assert plot.values[PLOT.municipality] == town.name
        if not town.contains(plot.shape):
            inside = plot.shape.intersection(town.shape).area()
            assert plot.shape.area() - inside < 0.5  # square metres: coordinates are rounded to 1 mm
    assert any(park.crosses_border for park in demo.region.parks)
    for table in (EXCLUSION, SENSITIVE, ROAD, BARRIER):
        assert all(shape.isGeosValid() for shape, _ in demo.region.rows[table.table]), table.table


def overlaps(shapes: list[QgsGeometry]) -> list[tuple[int, int, float]]:
    """Pairs of polygons with the area they share, m², where it is more than one."""
    index, found = QgsSpatialIndex(), []
    for number, shape in enumerate(shapes):
        for other in index.intersects(shape.boundingBox()):
            if shape.intersects(shapes[other]):
                common = shape.intersection(shapes[other]).area()
                if common > 1.0:
                    found.append((other, number, common))
        feature = QgsFeature(number)
        feature.setGeometry(shape)
        index.addFeature(feature)
    return found


def test_plots_in_force_do_not_overlap(current: list[PlotRow], plots: list[PlotRow]) -> None:
    assert overlaps([plot.shape for plot in current]) == []
    assert len(overlaps([plot.shape for plot in plots])) >= len(plots) - len(current) > 0  # the check sees past plots


def test_ended_plots_are_followed_by_their_successors(plots: list[PlotRow]) -> None:
    past = {plot.values[PLOT.plot_id]: plot for plot in plots if plot.values[PLOT.valid_to] is not None}
    heirs: dict[str, list[PlotRow]] = defaultdict(list)
    for plot in plots:
        if plot.values[PLOT.previously_part_of]:
            heirs[plot.values[PLOT.previously_part_of]].append(plot)
    assert set(heirs) == set(past) and len(past) >= 5
    for key, successors in heirs.items():
        end = past[key].values[PLOT.valid_to]
        assert all(heir.values[PLOT.valid_from] == end.addDays(1) for heir in successors)
        assert past[key].values[PLOT.valid_from] < end
        assert sum(heir.shape.area() for heir in successors) == pytest.approx(past[key].shape.area(), abs=2.0)


# ------------------------------------------------------------------------------------------------------------- network
def test_roads_are_one_graph(demo: Demo) -> None:
    parent: dict[tuple[float, float], tuple[float, float]] = {}

    def root(node: tuple[float, float]) -> tuple[float, float]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges, classes, surfaces = [], Counter(), Counter()
    with fiona.open(demo.path, layer=ROAD.table) as source:
        for row in source:
            line = [tuple(point[:2]) for point in row["geometry"]["coordinates"]]
            edges.append((line[0], sum(float(np.hypot(b[0] - a[0], b[1] - a[1])) for a, b in zip(line, line[1:]))))
            parent[root(line[0])] = root(line[-1])
            classes[row["properties"][ROAD.road_class]] += 1
            surfaces[row["properties"][ROAD.surface]] += 1
    lengths: dict[tuple[float, float], float] = defaultdict(float)
    for start, length in edges:
        lengths[root(start)] += length
    assert max(lengths.values()) / sum(lengths.values()) >= 0.99
    assert {"motorway", "primary", "secondary", "tertiary", "residential"} <= set(classes)
    assert len(surfaces) >= 4 and None not in surfaces


def test_barriers_exclusions_and_factors(demo: Demo) -> None:
    rows = demo.region.rows
    assert {values[0] for _, values in rows[BARRIER.table]} == {"motorway", "canal", "rail", "river"}
    modes = Counter(values[1] for _, values in rows[EXCLUSION.table])
    assert set(modes) == {codes.EXCLUSION_MODE.hard, codes.EXCLUSION_MODE.soft} and min(modes.values()) > 50
    assert {values[0] for _, values in rows[SENSITIVE.table]} == {"residential", "mixed"}
    assert {values[0] for _, values in rows[LOCATION_FACTOR.table]} == {
        "motorway_junction", "rail_siding", "port", "combined_terminal", "substation", "fibre_pop", "transit_stop",
        "truck_parking",
    }  # fmt: skip
    kinds = {values[PLACE.names.index(PLACE.kind)] for _, values in rows[PLACE.table]}
    assert kinds == {"school", "vocational_school", "hospital", "business"}


# ----------------------------------------------------------------------------------------------------------- broadband
def test_cells_are_aligned_and_named_by_their_corner(demo: Demo) -> None:
    seen = set()
    for shape, values in demo.region.rows[BROADBAND_CELL.table]:
        box = shape.boundingBox()
        assert box.width() == box.height() == 100.0 and box.xMinimum() % 100 == 0 and box.yMinimum() % 100 == 0
        assert values[0] == f"100mN{int(box.yMinimum() / 100)}E{int(box.xMinimum() / 100)}"
        seen.add(values[0])
    assert len(seen) == len(demo.region.rows[BROADBAND_CELL.table])


def test_cells_fall_with_the_speed_and_all_holds_each_technology(demo: Demo) -> None:
    names = BROADBAND_CELL.names
    table = np.array(
        [[np.nan if v is None else v for v in values[3:]] for _, values in demo.region.rows[BROADBAND_CELL.table]],
        dtype=float,
    )
    column = {name: table[:, number] for number, name in enumerate(names[3:])}
    shares = {
        technology: np.column_stack([column[cell_column(technology, mbit)] for mbit in MBIT])
        for technology in codes.TECHNOLOGY
    }
    known = ("alle", "ftthb", "hfc")
    for technology in known:
        values = shares[technology]
        assert np.nanmin(values) == 0.0 and np.nanmax(values) == 100.0
        assert not (np.diff(values, axis=1) > 0).any()
        assert (np.isnan(values).any(axis=1) == np.isnan(values).all(axis=1)).all()
        filled = ~np.isnan(values)
        assert (shares["alle"][filled] >= values[filled]).all()
    assert all(np.isnan(shares[technology]).all() for technology in codes.TECHNOLOGY if technology not in known)
    no_data = np.isnan(shares["alle"][:, 0])
    assert 0 < no_data.mean() < 0.05 and np.isnan(shares["ftthb"][no_data]).all()
    assert np.isnan(shares["ftthb"][~no_data]).any()  # null beside a known `alle`: not there


def test_municipal_shares_follow_from_the_hidden_households(demo: Demo) -> None:
    cells = demo.region.cells
    assert cells.households.min() >= 1
    place = {name: number for number, name in enumerate(BROADBAND_CELL.names)}
    sums: dict[tuple[str, str, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for households, (_, values) in zip(cells.households.tolist(), demo.region.rows[BROADBAND_CELL.table]):
        if values[place[cell_column("alle", 10)]] is None:
            continue
        for technology in ("alle", "ftthb", "hfc"):
            for mbit in MBIT:
                entry = sums[values[1], technology, mbit]
                entry[0] += households * (values[place[cell_column(technology, mbit)]] or 0.0)
                entry[1] += households
    with sqlite3.connect(demo.path) as database:
        stored = database.execute(
            "select ags, tech, mbit, share from broadband_area where user_group = 'household'"
        ).fetchall()
    assert len(stored) == N_MUNICIPALITIES * 3 * len(MBIT) == len(sums)
    for ags, technology, mbit, share in stored:
        covered, total = sums[ags, technology, mbit]
        assert share == pytest.approx(covered / total, abs=0.0051)


def test_many_estates_have_no_cells(demo: Demo, current: list[PlotRow]) -> None:
    index = QgsSpatialIndex()
    for number, (shape, _) in enumerate(demo.region.rows[BROADBAND_CELL.table]):
        feature = QgsFeature(number)
        feature.setGeometry(shape)
        index.addFeature(feature)
    empty = sum(not index.intersects(plot.shape.boundingBox()) for plot in current) / len(current)
    assert 0.3 < empty < 0.8


def test_takeup_writes_zero_and_leaves_out_what_is_unknown(demo: Demo) -> None:
    rows = {(values[0], values[1]): values[2] for _, values in demo.region.rows[TAKEUP.table]}
    assert len(rows) == N_MUNICIPALITIES * 12 - 1
    assert rows["05954004", 2019] == 0.0
    assert ("05170040", 2017) not in rows and ("05170040", 2016) in rows
    yearly = sum(rows.values()) / 12
    assert 150 < yearly < 260  # ha a year; the region's reports say 204 to 212


# ------------------------------------------------------------------------------------------------------- reproducible
def rows_of(path: Path) -> dict[str, list[tuple]]:
    """All rows of the canonical tables, geometry as bytes."""
    with sqlite3.connect(path) as database:
        return {name: database.execute(f'select * from "{name}" order by fid').fetchall() for name in TABLES}


def test_the_same_seed_gives_the_same_content(demo: Demo, tmp_path: Path) -> None:
    again = tmp_path / "again" / "demo.gpkg"
    command = [sys.executable, str(SCRIPTS / "build_demo.py"), "--seed", str(SEED), "--plots", str(COUNT)]
    done = subprocess.run([*command, "--out", str(again)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert demo.generator.content_hash(demo.region)[:12] in done.stdout
    first, second = rows_of(demo.path), rows_of(again)
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in second.items()}
    assert first == second
    for name in ("reserven.geojson", "bestand.csv", "README.md", "brachen_gk2.shp"):
        assert (again.parent / "raw" / name).read_bytes() == (demo.path.parent / "raw" / name).read_bytes()


# ---------------------------------------------------------------------------------------------------------- raw files
def raw(demo: Demo, name: str) -> Path:
    return demo.path.parent / "raw" / name


def planted(demo: Demo, name: str) -> dict[str, int]:
    from demo.faults import PLANTED

    text = raw(demo, "README.md").read_text(encoding="utf-8")
    listed = [line.split("|") for line in text.splitlines() if line.startswith(f"| {name} ")]
    counts = {cells[3].strip(): int(cells[4]) for cells in listed}
    assert counts == PLANTED[name]  # the README says what was planted
    return counts


class RawLayer(NamedTuple):
    """What QGIS reads of a raw file; the layer itself is closed again."""

    crs: str
    west: float
    east: float
    shapes: list[QgsGeometry]
    rows: list[dict[str, object]]


def read_raw(path: Path) -> RawLayer:
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    assert layer.isValid()
    features = list(layer.getFeatures())
    extent = layer.extent()
    rows = [dict(zip(layer.fields().names(), feature.attributes())) for feature in features]
    shapes = [feature.geometry() for feature in features]
    return RawLayer(layer.crs().authid(), extent.xMinimum(), extent.xMaximum(), shapes, rows)


def test_raw_gauss_krueger_layer_has_its_faults(demo: Demo) -> None:
    counts = planted(demo, "brachen_gk2.shp")
    found = read_raw(raw(demo, "brachen_gk2.shp"))
    assert found.crs == "EPSG:31466"
    assert 2_500_000 < found.west < found.east < 2_700_000  # zone 2, metres
    present = [shape for shape in found.shapes if not shape.isNull()]
    assert len(found.shapes) - len(present) == counts["empty_geometry"]
    assert sum(not shape.isGeosValid() for shape in present) == counts["bow_tie"]
    assert len(found.rows) - len({row["KENNUNG"] for row in found.rows}) == counts["duplicate"]
    assert sum(row["ART"] == "Sonstwas" for row in found.rows) == counts["unknown_code"]
    assert sum(row["ART"] == "Brachfläche" for row in found.rows) > 20  # Latin-1, read as such


def test_raw_geojson_has_its_faults(demo: Demo) -> None:
    counts = planted(demo, "reserven.geojson")
    with fiona.open(raw(demo, "reserven.geojson")) as source:
        assert "4326" in source.crs_wkt or source.crs.get("init") == "epsg:4326"
        rows = [dict(row["properties"]) for row in source]
        west, south, east, north = source.bounds
    assert 6.0 < west < east < 8.1 and 51.2 < south < north < 51.9
    keys = [row["KENNUNG"] for row in rows]
    assert len(keys) - len(set(keys)) == counts["duplicate"]
    assert sum(key.endswith("-B") for key in keys) == counts["overlap"]
    assert sum(row["ART"] == "Sonstwas" for row in rows) == counts["unknown_code"]
    assert sum(row["GKZ"] == "05315000" for row in rows) == counts["wrong_ags"]
    shapes = read_raw(raw(demo, "reserven.geojson")).shapes
    place = {key: number for number, key in enumerate(keys)}
    for key in (key for key in keys if key.endswith("-B")):
        first, second = shapes[place[key[:-2]]], shapes[place[key]]
        assert first.intersection(second).area() / first.area() > 0.3


def test_raw_table_has_its_faults(demo: Demo) -> None:
    counts = planted(demo, "bestand.csv")
    with raw(demo, "bestand.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == counts["decimal_comma"]
    assert all("," in row["RECHTSWERT"] and "." in row["RECHTSWERT"] for row in rows)
    assert len(rows) - len({row["KENNUNG"] for row in rows}) == counts["duplicate"]
    assert sum(row["ART"] == "Sonstwas" for row in rows) == counts["unknown_code"]
    assert sum(row["FLAECHE"] == "" for row in rows) == counts["missing_area"]
    east = [float(row["RECHTSWERT"].replace(".", "").replace(",", ".")) for row in rows]
    assert sum(value > 1_000_000 for value in east) == counts["swapped_axes"]


def test_raw_layer_without_crs(demo: Demo) -> None:
    counts = planted(demo, "reserven_ohne_crs.shp")
    with fiona.open(raw(demo, "reserven_ohne_crs.shp")) as source:
        assert not source.crs and len(source) == counts["no_crs"]


# ------------------------------------------------------------------------------------------------------ the shipped one
def test_the_shipped_region_has_the_size_of_a_region(demo_folder: Path) -> None:
    path = demo_folder / "demo.gpkg"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        by_type = dict(
            database.execute("select plot_type, sum(area_gross_ha) from plot where valid_to is null group by plot_type")
        )
        number = database.execute("select count(*) from plot where valid_to is null").fetchone()[0]
        known, restricted = database.execute(
            "select sum(area_gross_ha), sum(case when restriction > 0 then area_gross_ha else 0 end) from plot "
            "where valid_to is null and restriction is not null"
        ).fetchone()
    assert number >= 12_000
    existing = by_type.pop(codes.PLOT_TYPE.existing)
    supply = sum(by_type.values())
    assert set(by_type) == set(codes.PLOT_TYPE) - {codes.PLOT_TYPE.existing}
    assert 2_000 < supply < 3_500 and existing > 2 * supply  # ha
    assert 0.42 < restricted / known < 0.58  # about half, as the region's reports say
    assert path.stat().st_size < 60e6
    counts = open_store(path).counts()
    assert counts[BROADBAND_CELL.table] > 50_000 and counts[ROAD.table] > 5_000
