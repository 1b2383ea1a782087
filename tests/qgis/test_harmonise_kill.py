"""The process is killed at random moments of an import: the store opens, is consistent, and is old or new as one."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from qgis.core import QgsGeometry, QgsRectangle

from ruhr_planner.harmonise import importing, municipality, profile
from ruhr_planner.model.tables import PLOT
from ruhr_planner.readers.record import Field, Page, Record
from ruhr_planner.store import geopackage, merge

pytestmark = [
    pytest.mark.usefixtures("qgis_app"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked for every kill"),
]
KILLS, ANYWHERE, MOST = 50, 20, 100
"""Processes that are really killed, those of them at any moment of the import and not within the transaction that
changes the store, and trials at most: a process may end before it is killed."""

COUNT = 600
PROFILE = """
profile: killed
target: plot
source: {id: killed}
licence: dl-de/by-2-0
attribution: Stadt
fields:
  native_id: {from: id}
  name: {from: name}
  plot_type: {from: art}
"""
FIELDS = (Field("id", "text"), Field("name", "text"), Field("art", "text"))


def pages(edition: int) -> importing.Input:
    """The second edition changes a third, drops a third and brings new ones."""
    numbers = range(COUNT) if edition == 1 else range(COUNT // 3, COUNT + COUNT // 3)
    records = []
    for number in numbers:
        x, y = 360_000 + 120 * (number % 60), 5_700_000 + 120 * (number // 60)
        shape = QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 90 + edition * (number % 2))).densifyByCount(20)
        kind = "X" if number % 500 == 7 else "Brachfläche"
        records.append(Record(bytes(shape.asWkb()), (f"n{number}", f"Fläche {number}", kind)))
    return importing.Input("killed", lambda: iter([Page(FIELDS, "Polygon", records, "EPSG:25832")]))


def harmonise(path: Path, edition: int) -> None:
    options = importing.Options(f"run{edition}", "2026-01-01T00:00:00+00:00", date(2025 + edition, 1, 1))
    importing.run(geopackage.open_store(path), pages(edition), profile.parse(PROFILE), options)


def state(path: Path) -> str:
    """What the store holds: the records of every table that an import writes, and its spatial index."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT rtreecheck('rtree_plot_geom')").fetchone() == ("ok",)
        digest = hashlib.sha256()
        for table in ("plot", "rtree_plot_geom", "source", "import_run", "rejected", "gpkg_ogr_contents"):
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2'):
                digest.update(repr(row).encode())
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        digest.update(repr(triggers.fetchall()).encode())
        (counted,) = connection.execute("SELECT count(*) FROM plot").fetchone()
        (told,) = connection.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'plot'").fetchone()
        (indexed,) = connection.execute("SELECT count(*) FROM rtree_plot_geom").fetchone()
        assert counted == told == indexed
    connection.close()
    return digest.hexdigest()


def killed(path: Path, delay: float, within: bool) -> bool:
    """Import the second edition in a process of its own and kill it. :returns: whether it was still running."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        if within:
            apply = merge.apply

            def told(*arguments: object, **named: object) -> None:
                os.write(writer, b"x")
                apply(*arguments, **named)  # type: ignore[arg-type]

            merge.apply = told  # type: ignore[assignment]
        try:
            harmonise(path, 2)
        finally:
            os._exit(0)
    os.close(writer)
    if within:
        os.read(reader, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.close(reader)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = municipality.places()
    monkeypatch.setattr(municipality, "places", lambda _store=None: shipped)
    monkeypatch.setattr(importing, "today", lambda: "2026-01-01")
    old = geopackage.create(tmp_path / "alt.gpkg").path
    harmonise(old, 1)
    new = Path(shutil.copy(old, tmp_path / "neu.gpkg"))
    begun = time.perf_counter()
    took: list[float] = []
    apply = merge.apply

    def timed(*arguments: object, **named: object) -> None:
        start = time.perf_counter()
        apply(*arguments, **named)  # type: ignore[arg-type]
        took.append(time.perf_counter() - start)

    with monkeypatch.context() as context:
        context.setattr(merge, "apply", timed)
        harmonise(new, 2)
    whole = time.perf_counter() - begun
    before, after = state(old), state(new)
    assert before != after

    rng = random.Random(4)
    seen: Counter[str] = Counter()
    stopped = journals = 0
    for number in range(MOST):
        if stopped >= KILLS:
            break
        within = number >= ANYWHERE
        path = Path(shutil.copy(old, tmp_path / "probe.gpkg"))
        stopped += killed(path, rng.uniform(0, took[0] if within else whole), within)
        journal = path.with_name(path.name + "-journal")
        journals += journal.exists() and journal.stat().st_size > 0
        assert geopackage.open_store(path).has(PLOT)  # a store that was left in the middle is put right here
        found = state(path)
        assert found in (before, after)
        seen["old" if found == before else "new"] += 1
        for left in tmp_path.glob("probe.gpkg*"):
            left.unlink()
    assert stopped >= KILLS, "fewer processes were really killed"
    assert journals, "no process was killed while it wrote"
    assert seen["old"], seen
