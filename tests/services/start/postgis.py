"""A private PostgreSQL with PostGIS in a temporary folder, on loopback, as a user without rights."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from osgeo import gdal

from tests.services.start import sample
from tests.services.start.process import HOST, LOOPBACK, Process, ServerFailed, free_port, listens, run

USER = "postgres"
DATABASE = "gis"


@dataclass(frozen=True)
class Postgis:
    """A cluster that runs. Loopback is trusted: it lives as long as the tests."""

    port: int
    programs: Path
    command: tuple[str | Path, ...] = ()
    running: list[Process] = field(default_factory=list)

    def stop(self) -> None:
        """End the server at once, as a power cut would."""
        for process in self.running:
            process.kill()
        self.running.clear()

    def begin(self) -> None:
        """Start the server, after a fall too; it accepts connections when this returns."""
        process = Process("postgis", self.command, Path("/"))
        self.running.append(process)
        process.wait(lambda: listens(self.port))
        process.wait(lambda: _accepts(self))

    def uri(self, user: str = USER, database: str = DATABASE) -> str:
        """Return a database as QGIS writes it."""
        return f"dbname='{database}' host={LOOPBACK} port={self.port} user='{user}'"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the owner of the cluster."""
        psql = self.programs / "psql"
        where = ["-h", LOOPBACK, "-p", str(self.port), "-U", USER, "-d", database]
        return run("postgis-sql", [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, "-c", statement], Path("/"))


def _programs() -> Path:
    found = sorted(Path(f"{HOST}/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise ServerFailed("PostgreSQL is not installed: run `make services`, or the tests through make")
    return Path("/", found[-1].parent.relative_to(HOST or "/"))


@contextmanager
def start(parcels: Path, durable: bool = False) -> Iterator[Postgis]:
    """Start a cluster with the sample layer in the database `gis`.

    :param durable: what is committed outlives a fall of the server, as it does everywhere but in tests.
    """
    programs, port = _programs(), free_port()
    # a short path, since the name of a socket has 107 characters at most; and one that the other user can reach
    folder = Path(tempfile.mkdtemp(prefix="rp_pg_"))
    folder.chmod(0o755)
    home = folder / "cluster"
    home.mkdir(0o700)
    become = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        run("postgis-owner", ["chown", f"{USER}:{USER}", home], Path("/"))
        become = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--"]
    data = home / "data"
    try:
        options = ["-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        run("postgis-initdb", [*become, programs / "initdb", *options], Path("/"))
        settings = {
            "listen_addresses": LOOPBACK, "unix_socket_directories": home, "shared_buffers": "64MB",
            "max_connections": 60,
        }  # fmt: skip
        if not durable:
            settings.update(dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit"), "off"))
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        made = Postgis(port, programs, (*become, programs / "postgres", "-D", data, "-p", str(port), *given))
        try:
            made.begin()
            made.sql(f"create database {DATABASE}")
            made.sql("create extension postgis", DATABASE)
            target = f"PG:host={LOOPBACK} port={port} user={USER} dbname={DATABASE}"
            options = ["GEOMETRY_NAME=geom", "FID=fid"]
            gdal.VectorTranslate(target, str(parcels), layers=[sample.LAYER], layerCreationOptions=options)
            yield made
        finally:
            for process in made.running:
                process.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _accepts(cluster: Postgis) -> bool:
    try:
        cluster.sql("select 1")
    except ServerFailed:
        return False
    return True
