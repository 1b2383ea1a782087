"""A real CKAN: its own code, PostgreSQL and Redis; only its search engine is a stand-in (see apps/solr_standin.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.start import sample
from tests.services.start.features import APPS, Server, served
from tests.services.start.gate import Gate, http_backend
from tests.services.start.postgis import Postgis
from tests.services.start.process import (
    LOOPBACK,
    Process,
    ServerFailed,
    answers,
    free_port,
    listens,
    program,
    run,
    system_program,
)

PACKAGES = 130
"""More than one page of a search."""
CITY, OTHER = "stadt-gelsenkirchen", "stadt-bochum"


def _package(number: int, wfs: str) -> dict[str, object]:
    first = number == 0
    title = sample.TITLE if first else f"Gewerbe und Einzelhandel {number}"
    resource = {"name": sample.LAYER, "format": "WFS", "url": f"{wfs}?SERVICE=WFS&REQUEST=GetCapabilities"}
    page = {"name": "Beschreibung", "format": "HTML", "url": f"https://example.org/seite-{number}.html"}
    return {
        "name": "flurstuecke" if first else f"gewerbe-{number:03d}",
        "title": title,
        "notes": f"Beschreibung: {title}",
        "owner_org": CITY if number % 2 == 0 else OTHER,
        "license_id": "dl-zero-de/2.0",
        "tags": [{"name": "opendata"}],
        "resources": [resource] if first else [page],
    }


def _write_settings(target: Path, url: str, database: str, redis: int, solr: int) -> None:
    """Write CKAN's settings over those that it generates."""
    tool = program("ckan", "ckan")
    run("ckan-generate", [tool, "generate", "config", target], target.parent)
    given = {
        "sqlalchemy.url": database,
        "ckan.redis.url": f"redis://{LOOPBACK}:{redis}/0",
        "solr_url": f"http://{LOOPBACK}:{solr}/solr/ckan",
        "ckan.site_url": url,
        "ckan.storage_path": target.parent / "storage",
        "ckan.plugins": "",
    }
    lines = target.read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0].strip(): at for at, line in enumerate(lines) if "=" in line}
    for name, value in given.items():
        if name in names:
            lines[names[name]] = f"{name} = {value}"
        else:
            at = lines.index("[app:main]") + 1
            lines.insert(at, f"{name} = {value}")
            names = {key: place + (place >= at) for key, place in names.items()}
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def _running(process: Process, port: int) -> Iterator[None]:
    try:
        process.wait(lambda: listens(port))
        yield
    finally:
        process.end()


@contextmanager
def ckan(cluster: Postgis, wfs: str, folder: Path) -> Iterator[Server]:
    """Start CKAN with `PACKAGES` data sets of two cities; the first leads to `wfs`."""
    python, tool = program("ckan", "python"), program("ckan", "ckan")
    store = system_program("redis-server")
    schema = next((python.parent.parent / "lib").glob("python*/site-packages/ckan/config/solr/schema.xml"))
    redis, solr, port = free_port(), free_port(), free_port()
    gate = Gate(http_backend(port))
    cluster.sql("create role ckan login")
    with suppress(ServerFailed):
        cluster.sql("create database ckan owner ckan")
    settings = folder / "ckan.ini"
    database = f"postgresql://ckan@{LOOPBACK}:{cluster.port}/ckan"
    _write_settings(settings, gate.url, database, redis, solr)
    cities = [{"name": CITY, "title": "Stadt Gelsenkirchen"}, {"name": OTHER, "title": "Stadt Bochum"}]
    data = {"organizations": cities, "packages": [_package(number, wfs) for number in range(PACKAGES)]}
    (folder / "ckan.json").write_text(json.dumps(data), encoding="utf-8")
    volatile = ["--port", str(redis), "--bind", LOOPBACK, "--save", "", "--appendonly", "no", "--dir", folder]
    with (
        _running(Process("redis", [store, *volatile], folder), redis),
        _running(Process("solr", [python, APPS / "solr_standin.py", str(solr), schema], folder), solr),
    ):
        run("ckan-seed", [python, APPS / "ckan_seed.py", settings, folder / "ckan.json"], folder)
        command = [tool, "-c", settings, "run", "-H", LOOPBACK, "-p", str(port), "--disable-reloader", "-t"]
        process = Process("ckan", command, folder)
        if not answers(f"http://{LOOPBACK}:{solr}/solr/ckan/admin/ping"):
            raise ServerFailed("the search stand-in does not answer")
        with served(process, port, "/api/3/action/status_show", "", gate) as server:
            yield server
