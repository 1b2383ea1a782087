"""Analyses in tiles on a real PostGIS: the result of one piece, by one worker and by two, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ruhr_planner.model.tables import EXCLUSION, MUNICIPALITY, PLOT
from ruhr_planner.processing import tiled
from ruhr_planner.store import opening, postgis
from ruhr_planner.store.database import Connection
from tests.conftest import ROOT
from tests.registry import registered
from tests.services.start.postgis import DATABASE, USER, Postgis
from tests.services.start.process import LOOPBACK

sys.path.insert(0, str(ROOT / "benchmarks"))
import invent

STORE = "postgres:land/land"
PLOTS = 900
AROUND = """
with reach as (select st_extent(geom) as box from land.plot), spots as (
    select st_xmin(box) + (hashint4(n) & 65535) / 65536.0 * (st_xmax(box) - st_xmin(box)) as x,
           st_ymin(box) + (hashint4(-n) & 65535) / 65536.0 * (st_ymax(box) - st_ymin(box)) as y, n
    from reach, generate_series(1, 120) n),
lines as (insert into land.barrier (kind, geom) select (array['rail', 'motorway', 'river'])[1 + n % 3],
    st_setsrid(st_makeline(st_point(x, y), st_point(x + 40 * n, y + 3000 - 50 * n)), 25832) from spots where n <= 60),
homes as (insert into land.sensitive (kind, geom) select 'residential',
    st_makeenvelope(x, y, x + 100, y + 80, 25832) from spots where n > 60)
insert into land.broadband_cell (raster_id, edition, down_fn_hh_alle_30, down_fn_hh_alle_100, down_fn_hh_alle_400,
                                 down_fn_hh_alle_1000, down_fn_hh_ftthb_1000, geom)
select format('%s-%s', i, j), case when (i + j) % 9 = 0 then '2023-12' else '2024-12' end,
       100, 60 + (i * 7 + j) % 40, 30 + (i * 7 + j) % 30, (i * 7 + j) % 30, (i * 3 + j) % 25,
       st_makeenvelope(i * 200, j * 200, i * 200 + 200, j * 200 + 200, 25832)
from reach, generate_series((st_xmin(box) / 200)::int, (st_xmax(box) / 200)::int) i,
     generate_series((st_ymin(box) / 200)::int, (st_ymax(box) / 200)::int) j where (i * 5 + j * 3) % 4 > 0;
analyze
"""


@pytest.fixture(scope="module", autouse=True)
def land(qgis_app: object, cluster: Postgis, work: Path) -> Iterator[None]:
    """A store with invented plots, exclusions, barriers, sensitive uses, municipalities and cells."""
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(cluster.uri(), {"saveUsername": True}), "land")
    cluster.sql("drop schema if exists land cascade", DATABASE)
    with registered():
        opening.create(STORE)
        invent.write_scene(work / "scene.gpkg", PLOTS, 300)
        target = f"PG:host={LOOPBACK} port={cluster.port} user={USER} dbname={DATABASE} active_schema=land"
        for table in (PLOT, EXCLUSION, MUNICIPALITY):
            kind = table.geometry
            assert gdal.VectorTranslate(
                target, str(work / "scene.gpkg"), layers=[table.table], accessMode="append", geometryType=kind
            )
        cluster.sql(AROUND, DATABASE)
        yield
    provider.deleteConnection("land")


@pytest.fixture(scope="module")
def piece(land: None, work: Path) -> dict[str, dict[str, Any]]:
    """The sites of the whole land in one piece."""
    return whole("cooperationsites", work / "piece.gpkg", PRESET=1)


def call(algorithm: str, feedback: QgsProcessingFeedback | None = None, **parameters: Any) -> dict[str, Any]:
    made = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    results, ok = made.run(parameters, QgsProcessingContext(), feedback or QgsProcessingFeedback(False), {}, False)
    assert ok
    return results


def whole(algorithm: str, target: Path, **more: Any) -> dict[str, dict[str, Any]]:
    store = opening.open_store(STORE)
    plan = tiled.plan_of(algorithm)
    given = {each.parameter: store.uri(each.table) for each in plan.around if store.has(each.table)}
    call(algorithm, **{plan.parameter: store.uri(PLOT), "OUTPUT": str(target), **given, **more})
    return read(target, "site_id" if algorithm == "cooperationsites" else "plot_id")


def read(target: Path, key: str) -> dict[str, dict[str, Any]]:
    layer = QgsVectorLayer(str(target), "x", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    found = {
        str(feature[key]): {**{name: feature[name] for name in names}, "shape": feature.geometry().area()}
        for feature in layer.getFeatures()
    }
    assert len(found) == layer.featureCount()
    return found


def assert_same(tiles: dict[str, dict[str, Any]], piece: dict[str, dict[str, Any]], areas: tuple[str, ...]) -> None:
    assert tiles.keys() == piece.keys() and len(piece) > 10
    for key, record in piece.items():
        assert tiles[key].keys() == record.keys()
        assert abs(tiles[key]["shape"] - record["shape"]) < 100  # m², that is 0.01 ha
        for name in areas:
            assert abs((tiles[key][name] or 0) - (record[name] or 0)) < 0.01, (key, name)
        for name, value in record.items():
            if not isinstance(value, float):
                assert str(tiles[key][name]) == str(value), (key, name)


def test_sites_of_tiles_are_those_of_one_piece(tmp_path: Path, piece: dict[str, dict[str, Any]]) -> None:
    results = call("analysetiles", STORE=STORE, ALGORITHM=0, PARAMETERS='{"PRESET": 1}', RECORDS=250,
                   OUTPUT=str(tmp_path / "tiles.gpkg"))  # fmt: skip
    assert results["TILES"] == results["OWN_TILES"] >= 4 and results["RESULTS"] == len(piece)
    tiles = read(tmp_path / "tiles.gpkg", "site_id")
    assert_same(tiles, piece, ("gross_ha", "net_ha", "usable_ha", "bridged_ha", "single_net_ha"))
    said = QgsVectorLayer(str(tmp_path / "tiles.gpkg"), "x", "ogr").metadata()
    assert "PRESET" in said.history()[0] and "127.0.0.1" not in said.history()[0]


def test_fibre_gaps_of_tiles_are_those_of_one_piece(tmp_path: Path) -> None:
    piece = whole("fibregaps", tmp_path / "piece.gpkg")
    call("analysetiles", STORE=STORE, ALGORITHM=1, RECORDS=400, OUTPUT=str(tmp_path / "tiles.gpkg"))
    assert_same(read(tmp_path / "tiles.gpkg", "plot_id"), piece, ("fibre_share", "cover_share", "share_white"))


def worker(cluster: Postgis, job: str) -> subprocess.Popen[str]:
    program = ROOT / "benchmarks" / "tile_worker.py"
    command = [str(ROOT / "scripts" / "isolated.sh"), sys.executable, str(program), cluster.uri(), STORE, job]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


UNDONE = "select count(*)::int as n from land.ruhr_planner_tile where not done"
WAITING = (
    "select count(distinct pid)::int as n from pg_locks"
    " where not granted and relation = 'land.ruhr_planner_tile'::regclass"
)
FREE = "select count(*)::int as n from (select 1 from land.ruhr_planner_tile where not done for update skip locked) f"


def tiles_in_work(opened: Connection) -> int:
    """Wait until two tiles are locked by others."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with opened.transaction():
            held = int(opened.value(UNDONE)) - int(opened.value(FREE))
        if held == 2:
            return held
        time.sleep(0.02)
    return 0


def test_tiles_of_a_worker_that_is_killed_are_taken_over(
    tmp_path: Path, cluster: Postgis, piece: dict[str, dict[str, Any]]
) -> None:
    store = postgis.open_store(STORE)
    with store.connected() as opened:
        made = tiled.begin(_Run(), store, opened, tiled.plan_of("cooperationsites"), {"PRESET": 1}, 250)
        with opened.transaction():  # or the first might be done with all tiles before the second has begun
            opened.execute("lock table land.ruhr_planner_tile in access exclusive mode")
            others = [worker(cluster, made.job) for _ in range(2)]
            deadline = time.monotonic() + 120
            while int(opened.value(WAITING)) < 2 and time.monotonic() < deadline:
                time.sleep(0.05)
        assert tiles_in_work(opened) == 2, "both have to be at work when one of them is killed"
        os.killpg(others[0].pid, signal.SIGKILL)
        others[0].wait()
        assert int(opened.value(UNDONE)) > 0
    said, _ = others[1].communicate(timeout=300)
    results = call("analysetiles", STORE=STORE, JOB=made.job, OUTPUT=str(tmp_path / "tiles.gpkg"))
    assert int(said.split()[1]) > 0 and results["RESULTS"] == len(piece)
    assert_same(read(tmp_path / "tiles.gpkg", "site_id"), piece, ("gross_ha", "net_ha"))
    with store.connected() as opened:
        assert opened.value("select count(*)::int as n from land.ruhr_planner_job") == 0


class _Run:
    """What `begin` asks of a run."""

    from datetime import date

    as_of = date.today()


def test_a_failing_tile_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"tiles could not be computed.*STRIPS") as problem:
        call("analysetiles", STORE=STORE, PARAMETERS='{"STRIPS": "{nonsense"}', RECORDS=450,
             OUTPUT=str(tmp_path / "x.gpkg"))  # fmt: skip
    assert "\n" not in str(problem.value) and not (tmp_path / "x.gpkg").exists()
    for wrong in ("nonsense", "[1]", '{"PLOTS": "x"}'):
        with pytest.raises(QgsProcessingException, match="PARAMETERS"):
            call("analysetiles", STORE=STORE, PARAMETERS=wrong, OUTPUT="memory:")
    with pytest.raises(QgsProcessingException, match="no analysis"):
        call("worktiles", STORE=STORE, JOB="nie")


def test_plain_sums_of_the_database_are_those_of_the_analysis(tmp_path: Path, cluster: Postgis) -> None:
    """Hectares of plots in each municipality: what SQL sums is what the method finds."""
    store = opening.open_store(STORE)
    call("landbalance", PLOTS=store.uri(PLOT), MUNICIPALITIES=store.uri(MUNICIPALITY), OUTPUT=str(tmp_path / "b.gpkg"))
    method = read(tmp_path / "b.gpkg", "ags")
    said = cluster.sql(
        "copy (select m.ags, sum(st_area(st_intersection(p.geom, m.geom))) / 10000 from land.plot p"
        " join land.municipality m on p.geom && m.geom and st_intersects(p.geom, m.geom)"
        " where p.plot_type not in ('existing') group by 1) to stdout",
        DATABASE,
    )
    sums = dict(line.split("\t") for line in said.strip().splitlines())
    assert len(sums) > 5
    for ags, hectares in sums.items():
        assert abs(float(hectares) - method[ags]["gross_ha"]) < 0.01, ags
