"""A private PostgreSQL with PostGIS in a temporary folder, on loopback, as a user without rights."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from tests.services.start import sample
from tests.services.start.process import LOOPBACK, Process, ServerFailed, free_port, listens, run

USER = "postgres"
DATABASE = "gis"


@dataclass(frozen=True)
class Postgis:
    """A cluster that runs. Loopback is trusted: it lives as long as the tests."""

    port: int
    programs: Path

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the owner of the cluster."""
        psql = self.programs / "psql"
        where = ["-h", LOOPBACK, "-p", str(self.port), "-U", USER, "-d", database]
        return run("postgis-sql", [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, "-c", statement], Path("/"))


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise ServerFailed("PostgreSQL is not installed: run `make services`, or the tests through make")
    return found[-1].parent


@contextmanager
def start(parcels: Path) -> Iterator[Postgis]:
    """Start a cluster with the sample layer in the database `gis`."""
    programs, port = _programs(), free_port()
    # a short path, since the name of a socket has 107 characters at most; and one that the other user can reach
    folder = Path(tempfile.mkdtemp(prefix="rp_pg_"))
    folder.chmod(0o755)
    home = folder / "cluster"
    home.mkdir(0o700)
    become = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(home, USER, USER)
        become = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--"]
    data = home / "data"
    try:
        options = ["-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        run("postgis-initdb", [*become, programs / "initdb", *options], Path("/"))
        settings = {
            "listen_addresses": LOOPBACK, "unix_socket_directories": home, "fsync": "off", "full_page_writes": "off",
            "synchronous_commit": "off", "shared_buffers": "64MB", "max_connections": 60,
        }  # fmt: skip
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        process = Process("postgis", [*become, programs / "postgres", "-D", data, "-p", str(port), *given], Path("/"))
        try:
            process.wait(lambda: listens(port))
            made = Postgis(port, programs)
            process.wait(lambda: _accepts(made))
            made.sql(f"create database {DATABASE}")
            made.sql("create extension postgis", DATABASE)
            target = f"PG:host={LOOPBACK} port={port} user={USER} dbname={DATABASE}"
            options = ["GEOMETRY_NAME=geom", "FID=fid"]
            gdal.VectorTranslate(target, str(parcels), layers=[sample.LAYER], layerCreationOptions=options)
            yield made
        finally:
            process.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _accepts(cluster: Postgis) -> bool:
    try:
        cluster.sql("select 1")
    except ServerFailed:
        return False
    return True
