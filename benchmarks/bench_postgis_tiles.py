"""A whole state in tiles: plots and cells in PostGIS, analysed by one worker and by two, and one that is killed.

    scripts/isolated.sh .venv/bin/python benchmarks/bench_postgis_tiles.py [--plots 150000] [--cells 350000]

The land is invented: a block of plots in parks, copied side by side. The same plots in one piece are the peer, up to
`--piece` of them. All runs are in one private PostgreSQL on this computer, which shares its two cores with the workers.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import invent  # noqa: E402
from osgeo import gdal  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from tests.services.start import postgis as server  # noqa: E402
from tests.services.start import process, sample  # noqa: E402

process.START_SECONDS = 300  # a whole state is invented in one statement

STORE = "postgres:land/land"
BLOCK = 15_000
SCENE = """
select set_config('ruhr_planner.guard', 'off', false);  -- as imports do
insert into land.plot (plot_id, source_id, plot_type, restriction, sensitivity, geom)
select b || ':' || plot_id, 'invented', plot_type, restriction, 'open',
       st_multi(st_translate(geom, (b % 10) * w, (b / 10) * h))
from land.block, generate_series(0, {blocks} - 1) b,
     (select ceil((st_xmax(e) - st_xmin(e)) / 1000 + 1) * 1000 as w,
             ceil((st_ymax(e) - st_ymin(e)) / 1000 + 1) * 1000 as h
      from (select st_extent(geom) as e from land.block) x) y
limit {plots};
insert into land.broadband_cell (raster_id, ags, edition, down_fn_hh_alle_30, down_fn_hh_alle_100,
                                 down_fn_hh_alle_400, down_fn_hh_alle_1000, down_fn_hh_ftthb_1000, geom)
select format('%s-%s', i, j), '05000000', '2024-12', 100, 60 + (i * 7 + j) % 40, 30 + (i * 7 + j) % 30,
       (i * 7 + j) % 30, (i * 3 + j) % 25, st_makeenvelope(x, y, x + side, y + side, 25832)
from (select st_xmin(e) as west, st_ymin(e) as south, st_xmax(e) - st_xmin(e) as dx, st_ymax(e) - st_ymin(e) as dy,
             sqrt((st_xmax(e) - st_xmin(e)) * (st_ymax(e) - st_ymin(e)) / {cells}) as side
      from (select st_extent(geom) as e from land.plot) t) z,
     generate_series(0, ceil(dx / side)::int - 1) i, generate_series(0, ceil(dy / side)::int - 1) j,
     lateral (select west + i * side as x, south + j * side as y) k
limit {cells};
analyze
"""


def call(algorithm: str, **parameters: Any) -> dict[str, Any]:
    made = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    results, _ok = made.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
    return dict(results)


def begin(store: Any, algorithm: str, wanted: int) -> Any:
    from datetime import date

    from ruhr_planner.processing import tiled

    class Day:
        as_of = date.today()

    given = {"PRESET": 1} if algorithm == "cooperationsites" else {}
    with store.connected() as opened:
        return tiled.begin(Day(), store, opened, tiled.plan_of(algorithm), given, wanted)  # type: ignore[arg-type]


def work(cluster: server.Postgis, queue: Any, workers: int, kill: bool = False) -> tuple[float, list[str]]:
    """Let workers do a job; return the seconds it took and what they said."""
    begun = time.perf_counter()
    command = [sys.executable, str(ROOT / "benchmarks" / "tile_worker.py"), cluster.uri(), STORE, queue.job]
    others = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) for _ in range(workers)
    ]
    if kill:
        with queue.store.connected() as opened:
            while (state := queue.progress(opened)).done < state.tiles / 2:
                time.sleep(0.2)
        os.killpg(others[0].pid, signal.SIGKILL)
    said = [other.communicate()[0].strip() for other in others]
    return time.perf_counter() - begun, said


def result(queue: Any, columns: tuple[str, ...]) -> tuple[int, float]:
    """Return the number of records of a job, and the sum of a column."""
    with queue.store.connected() as opened:
        names = [column.name for column in queue.columns(opened)]
    at = next(names.index(name) for name in columns if name in names)
    values = [values[at] for _shape, values in queue.records()]
    return len(values), sum(value or 0.0 for value in values)


def piece(store: Any, algorithm: str, target: Path) -> tuple[float, int, float]:
    """Run the algorithm in one piece on the same tables; return seconds, records and the sum."""
    from ruhr_planner.model.tables import PLOT
    from ruhr_planner.processing import tiled

    plan = tiled.plan_of(algorithm)
    given = {each.parameter: store.uri(each.table) for each in plan.around if store.has(each.table)}
    given.update({"PRESET": 1} if algorithm == "cooperationsites" else {})
    begun = time.perf_counter()
    call(algorithm, **{plan.parameter: store.uri(PLOT), "OUTPUT": str(target), **given})
    seconds = time.perf_counter() - begun
    layer = QgsVectorLayer(str(target), "x", "ogr")
    field = "gross_ha" if algorithm == "cooperationsites" else "fibre_share"
    return seconds, layer.featureCount(), sum(feature[field] or 0.0 for feature in layer.getFeatures())


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--plots", type=int, default=15_000)
    asked.add_argument("--cells", type=int, default=35_000)
    asked.add_argument("--tile", type=int, default=20_000)
    asked.add_argument("--piece", type=int, default=150_000, help="most plots that are analysed in one piece, too")
    asked.add_argument("--algorithm", default="cooperationsites,fibregaps")
    asked.add_argument("--workers", default="1,2")
    asked.add_argument("--kill", action="store_true", help="kill one of two workers half-way, too")
    given = asked.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.provider import PlannerProvider
    from ruhr_planner.store import opening, postgis

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with server.start(sample.write_geopackage(folder / "parcels.gpkg")) as cluster:
            metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
            metadata.saveConnection(metadata.createConnection(cluster.uri(), {"saveUsername": True}), "land")
            cluster.sql("alter system set shared_buffers = '1GB'")
            begun = time.perf_counter()
            opening.create(STORE)
            invent.write_scene(folder / "scene.gpkg", min(BLOCK, given.plots), 10)
            target = cluster.uri(database=server.DATABASE).replace("'", "")
            gdal.VectorTranslate(
                f"PG:{target} active_schema=land", str(folder / "scene.gpkg"), layers=["plot"], layerName="block",
                layerCreationOptions=["GEOMETRY_NAME=geom", "SCHEMA=land"],
            )  # fmt: skip
            blocks = -(-given.plots // BLOCK)
            cluster.sql(SCENE.format(blocks=blocks, plots=given.plots, cells=given.cells), server.DATABASE)
            print(f"{given.plots} plots, {given.cells} cells: made and loaded in {time.perf_counter() - begun:.0f} s")
            store = postgis.open_store(STORE)
            for algorithm in given.algorithm.split(","):
                columns = ("gross_ha",) if algorithm == "cooperationsites" else ("fibre_share",)
                if given.plots <= given.piece:
                    seconds, count, total = piece(store, algorithm, folder / f"{algorithm}.gpkg")
                    print(f"{algorithm}, one piece: {seconds:.1f} s, {count} records, sum {total:.4f}", flush=True)
                runs = [(int(number), False) for number in given.workers.split(",") if number] + (
                    [(2, True)] if given.kill else []
                )
                for workers, kill in runs:
                    queue = begin(store, algorithm, given.tile)
                    seconds, said = work(cluster, queue, workers, kill)
                    count, total = result(queue, columns)
                    with store.connected() as opened:
                        state = queue.progress(opened)
                        queue.remove(opened)
                    killed = ", one killed half-way" if kill else ""
                    print(
                        f"{algorithm}, {workers} workers{killed}: {seconds:.1f} s,"
                        f" {seconds / given.plots * 1e6:.0f} s a million plots,"
                        f" {state.done} of {state.tiles} tiles, {count} records, sum {total:.4f}; {'; '.join(said)}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
