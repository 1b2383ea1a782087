"""Kills processes with SIGKILL at random moments of an import into PostGIS, and looks at what is left there.

    scripts/isolated.sh .venv/bin/python benchmarks/kills_postgis.py --kills 60 --seed 9 --result kills_postgis

The second edition of a source (a third changed, a third ended, a third new, some rejected) comes into a store that
holds the first. A third of the kills comes at a moment drawn uniformly from the whole duration, a third uniformly from
the merge (temporary tables, and the transaction), a third within 20 ms after the program has asked to commit. The
server runs on, as it does when a computer of an office is switched off; it is one of its own, or the one at --port.
After each kill:

- the rows of every table of the schema, read in one statement, are the old ones or all of the new ones, value for
  value, and every plot's run is in the register of runs; a commit that was under way may make old new, nothing else;
- the server has let go of the dead program's session, its transaction and its locks, soon and by itself;
- the next start tells of the run that did not come to its end, if it had begun, and nothing is left in files;
- the next import of the same goes through, and then the state is the new one, with one run more than before.

The figures go to benchmarks/results/<RESULT>.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import random
import shlex
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks import kills  # noqa: E402
from benchmarks.kills import NEW, OLD, Job, Range, Score  # noqa: E402
from tests.services.start import postgis, sample  # noqa: E402
from tests.services.start.postgis import Postgis  # noqa: E402

BASE, PROBE, SCHEMA = "kills_base", "kills_probe", "planung"
STORE = f"postgres:büro/{SCHEMA}"
RECORDS = 390
"""Each edition brings a record that is rejected: numbers 7 and 507."""
LET_GO_S = 10.0
"""So long the server may need to notice that a program is dead; the next import would wait for 30 s."""
COMMIT_S = 0.02
WHOLE, MERGE, COMMIT = "whole run", "merge", "commit"
_DIED = "did not come to its end"
_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def _harmonise(folder: Path, edition: int = 2, store: str = STORE) -> dict[str, Any]:
    return {**kills._harmonise(folder, edition), "STORE": store}


def _harmonised(folder: Path, store: str = STORE) -> None:
    """A store with the first edition."""
    kills.run("createstore", {"STORE": store})
    (folder / "killed.yaml").write_text(kills.PROFILE, encoding="utf-8")
    for edition in (1, 2):
        kills._edition(folder / f"edition{edition}.geojson", edition, RECORDS)
    kills.run("harmonise", _harmonise(folder, 1, store))


JOB = Job("harmonise, PostGIS", "import", "harmonise", _harmonise, _harmonised, ())


def asked(server: Postgis, statement: str) -> list[str]:
    """Return the lines of a SELECT in the database that is killed in."""
    return server.sql(f"copy ({statement}) to stdout", PROBE).splitlines()


def content(server: Postgis) -> tuple[str, dict[str, int]]:
    """Return a digest of the rows of all tables and their counts, of one moment; without what two equal runs differ in.

    Numbers of records are left out: a transaction that came to nothing has used some up.
    """
    left_out = ", ".join(f"'{name}'" for name in (*kills.CHANGING, "fid"))
    listed = asked(
        server,
        "select format('select %L as name, count(*) as n, md5(string_agg(md5(row(%s)::text), '''' order by"
        " md5(row(%s)::text))) as digest from %I.%I', table_name, columns, columns, table_schema, table_name) from"
        " (select table_schema, table_name, string_agg(quote_ident(column_name) ||"
        " case data_type when 'xml' then '::text' else '' end, ', ' order by column_name) as columns"
        f" from information_schema.columns where table_schema in ('{SCHEMA}', 'public')"
        f" and column_name not in ({left_out})"
        f" and (table_schema = '{SCHEMA}' or table_name = 'qgis_layer_metadata') group by 1, 2) t",
    )
    rows = asked(server, " union all ".join(listed) + " order by 1")
    counts = {name: int(number) for name, number, _digest in (row.split("\t") for row in rows)}
    return hashlib.sha256("\n".join(rows).encode()).hexdigest(), counts


def announce_commit(tell: Callable[[bytes], None]) -> None:
    """Have an import say when it asks the server to commit."""
    from ruhr_planner.store.database import Connection

    inner = Connection._end

    def told(opened: Connection, step: Any) -> None:
        if step.__name__ == "CommitTransaction":
            tell(b"<")
        inner(opened, step)

    Connection._end = told  # type: ignore[method-assign]


class Office(Range):
    """An import into a database that is made anew from its old state for every kill."""

    def __init__(self, server: Postgis, work: Path) -> None:
        self.server = server
        self.runs = 0
        self.waits: list[float] = []
        self.late = 0
        self.turn = 0
        self.moments: Counter[str] = Counter()
        super().__init__(JOB, work)

    def _prepare(self) -> None:
        self._make(PROBE)
        self.server.sql("create extension postgis", PROBE)
        _harmonised(self.work, str(self.work / "warm.gpkg"))  # what a program does once is not what is to be killed
        self._in_a_process(lambda: self.job.prepare(self.base))
        self._make(BASE, PROBE)
        self.runs = content(self.server)[1]["import_run"]

    def _make(self, name: str, template: str = "template1") -> None:
        """Make a database anew, when those who were in the template have gone."""
        until = time.monotonic() + LET_GO_S
        while template == PROBE and asked(self.server, f"select 1 {_OTHERS}") and time.monotonic() < until:
            time.sleep(0.02)
        self.server.sql(f"drop database if exists {name}")
        self.server.sql(f"create database {name} template {template}")

    def _in_a_process(self, work: Any) -> None:
        """Do something in a process of its own, so that none of this one's is connected.

        :raises AssertionError: it failed.
        """
        child, reader = kills.forked(lambda _pipe: work())
        os.close(reader)
        if os.waitpid(child, 0)[1]:
            raise AssertionError("a run that nobody has killed failed")

    def kill(self, rng: random.Random, within: bool) -> bool:
        """Kill once, make the next start and the next import, and look. Return whether a living process was hit."""
        moment = (WHOLE, MERGE, COMMIT)[self.turn % 3]
        self.turn += 1
        folder = self._copy("probe")
        latest = {WHOLE: self.score.seconds, MERGE: self.score.placing, COMMIT: COMMIT_S}[moment]
        announced = {WHOLE: None, MERGE: kills.announce, COMMIT: announce_commit}[moment]
        delay = rng.uniform(0, latest)
        hit = kills.killed(self.job, folder, delay, announced)
        self._look(folder, hit, f"{moment}, {delay:.4f} s")
        if hit:
            self.score.kills += 1
            self.moments[moment] += 1
        return hit

    def _copy(self, name: str) -> Path:
        self._make(PROBE, BASE)
        return super()._copy(name)

    def _state(self, folder: Path) -> str:
        return content(self.server)[0]

    def _named(self, where: str) -> str:
        """Return which state is there.

        :raises AssertionError: neither.
        """
        digest, counts = content(self.server)
        if digest not in (self.old, self.new):
            raise AssertionError(f"{where}: neither old nor new: {counts}")
        known = f"select run_id from {SCHEMA}.import_run"
        (strays,) = asked(self.server, f"select count(*) from {SCHEMA}.plot where run_id not in ({known})")
        if int(strays):
            raise AssertionError(f"{where}: {strays} plots of a run that is not in the register")
        return OLD if digest == self.old else NEW

    def _let_go(self, where: str) -> float:
        """Wait until the server has noticed that the program is dead; return the seconds.

        :raises AssertionError: it has not in time, or something is still locked.
        """
        since = time.monotonic()
        while sessions := asked(self.server, f"select state, query {_OTHERS}"):
            if time.monotonic() - since > LET_GO_S:
                raise AssertionError(f"{where}: still there: {sessions}")
            time.sleep(0.01)
        if held := asked(self.server, "select locktype, mode from pg_locks where pid <> pg_backend_pid()"):
            raise AssertionError(f"{where}: still locked: {held}")
        return time.monotonic() - since

    def _look(self, folder: Path, hit: bool, where: str) -> None:
        from ruhr_planner.processing import aftermath
        from ruhr_planner.store import moves

        first = self._named(where)
        waited = self._let_go(where)
        now = self._named(where)
        if (first, now) == (NEW, OLD):
            raise AssertionError(f"{where}: what was there is gone")
        noted = any(map(kills.claimed, aftermath.runs().glob(f"{moves.ROOM_PREFIX}*")))
        told = aftermath.tell([])
        if noted != any(_DIED in sentence for sentence in told) or (noted and not hit):
            raise AssertionError(f"{where}: what happened was not told: {told}")
        if hit and not noted and now == OLD and not where.startswith(WHOLE):
            raise AssertionError(f"{where}: the merge had begun, and nothing was told")
        if left := kills.left_over(folder):
            raise AssertionError(f"{where}: left over: {left}")
        self._in_a_process(lambda: kills.run(self.job.algorithm, self.job.parameters(folder)))
        digest, counts = content(self.server)
        if digest != self.new or counts["import_run"] != self.runs + 1:
            raise AssertionError(f"{where}: {now}, and not as it should be after the next import: {counts}")
        if hit:
            self.waits.append(waited)
            self.late += first != now
            self.score.states[now] += 1
            self.score.told[_DIED] += noted


def table(place: Office, seed: int, took: float) -> str:
    """The figures as Markdown."""
    score: Score = place.score
    waits = sorted(place.waits)
    rows = (
        ("an import to its end, s", f"{score.seconds:.2f}"),
        ("of it the merge, ms", f"{1000 * score.placing:.0f}"),
        ("kills", f"**{score.kills}**"),
        ("of them at a moment of the whole run", str(place.moments[WHOLE])),
        ("of them within the merge", str(place.moments[MERGE])),
        (f"of them within {1000 * COMMIT_S:.0f} ms after the commit was asked for", str(place.moments[COMMIT])),
        ("a run that did not come to its end was told", str(score.told[_DIED])),
        ("old state", f"**{score.states[OLD]}**"),
        ("new state", f"**{score.states[NEW]}**"),
        ("of them old at first: the commit was under way", str(place.late)),
        ("s until the server had let go: median", f"{waits[len(waits) // 2]:.2f}"),
        ("the longest", f"{waits[-1]:.2f}"),
        ("anything else", f"**{len(score.faults)}**"),
    )
    lines = ["| what | figure |", "| --- | ---: |", *(f"| {what} | {figure} |" for what, figure in rows)]
    (version,) = asked(place.server, "select split_part(current_setting('server_version'), ' ', 1)")
    seen = f"PostgreSQL {version}, Python {platform.python_version()}"
    return "\n".join(lines) + f"\n\nSeed {seed}, {took / 60:.0f} minutes, {seen}.\n"


def main() -> None:
    """Kill, look, write the figures."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--kills", type=int, default=60)
    given.add_argument("--seed", type=int, default=9)
    given.add_argument("--port", type=int, default=0, help="of a PostGIS on this computer; 0: one of its own")
    given.add_argument("--result", default="", help="name of the file of the figures; empty: none is written")
    options = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills_") as folder, ExitStack() as stack:
        work = Path(folder)
        if options.port:
            server = Postgis(options.port, postgis._programs())
        else:
            server = stack.enter_context(postgis.start(sample.write_geopackage(work / "parcels.gpkg", 1)))
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(work / "profile")
        faults = kill(options, server, work)
        tempfile.tempdir = None
    sys.stdout.flush()
    os._exit(faults)  # QGIS's own end is not what is measured


def kill(options: argparse.Namespace, server: Postgis, work: Path) -> bool:
    """Kill and look in an empty folder; return whether anything was not as it should be."""
    _kept = kills.begun(work)
    from qgis.core import QgsProviderRegistry

    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(server.uri(database=PROBE), {"saveUsername": True}), "büro")
    since = time.perf_counter()
    place = Office(server, work / "Straße mit Lücken")
    kills.kill_often(place, options.kills, random.Random(options.seed))
    told = table(place, options.seed, time.perf_counter() - since)
    sys.stdout.write(told)
    if options.result:
        command = "benchmarks/kills_postgis.py " + " ".join(map(shlex.quote, sys.argv[1:]))
        text = f"# Kills of imports into PostGIS\n\n    scripts/isolated.sh .venv/bin/python {command}\n\n{told}"
        (ROOT / "benchmarks" / "results" / f"{options.result}.md").write_text(text, encoding="utf-8")
    for name in (PROBE, BASE):
        server.sql(f"drop database {name} with (force)")
    return bool(place.score.faults)


if __name__ == "__main__":
    main()
