"""What goes wrong between a server and the planner, as plays of a gate; and the servers' own process.

The faults of a play touch the answer with a stated number, once or from then on; `slow` touches all. The process is
started by `run.py` and told by lines of JSON what to play, so that the measured process holds nothing of a server.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path

from tests.services.start import catalogues, ckan, features, postgis, sample
from tests.services.start.features import Server
from tests.services.start.gate import Asked, Gate, Reply

TEXT, HTML = [("Content-Type", "text/plain")], [("Content-Type", "text/html; charset=utf-8")]
PAGE = b"<!DOCTYPE html>\n<html lang='de'><head><title>Anmeldung</title></head><body>Bitte anmelden</body></html>"

Change = Callable[[Gate, Reply], Reply]


def _slow(gate: Gate, reply: Reply) -> Reply:
    gate.released.wait(0.4)
    return reply


def _pause(gate: Gate, reply: Reply) -> Reply:
    gate.released.wait(2.5)
    return reply


def _hang(gate: Gate, reply: Reply) -> Reply:
    gate.released.wait(60)
    return reply


def _cut(_gate: Gate, reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2], announced=len(reply.body))


def _truncated(_gate: Gate, reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) * 2 // 3])


def _answer(status: int, body: bytes, headers: list[tuple[str, str]]) -> Change:
    def change(_gate: Gate, _reply: Reply) -> Reply:
        return Reply(status, headers, body)

    return change


CHANGES: Mapping[str, Change] = {
    "slow": _slow,
    "pause": _pause,
    "hang": _hang,
    "cut": _cut,
    "truncated": _truncated,
    "500": _answer(500, b"Internal Server Error", TEXT),
    "503": _answer(503, b"<html><body>Wartung</body></html>", HTML),
    "429": _answer(429, b"slow down", [*TEXT, ("Retry-After", "1")]),
    "log-in page": _answer(200, PAGE, HTML),
    "picture": _answer(200, b"\x89PNG\r\n\x1a\n" + bytes(400), [("Content-Type", "image/png")]),
    "empty": _answer(200, b"", [("Content-Type", "application/json")]),
}
HARMLESS = ("slow", "pause")
"""Faults that a patient client does not notice."""
PASSING = ("cut", "503", "429")
"""Faults that go by when they come once: the client asks again."""


def play(gate: Gate, fault: str, at: int, once: bool) -> None:
    """Let the answer number `at` (from 1), or all from there, suffer from a fault; "" plays none."""
    gate.released.set()
    if not fault:
        gate.play()
        return
    lock, count, made = threading.Lock(), 0, CHANGES[fault]

    def change(_asked: Asked, reply: Reply) -> Reply:
        nonlocal count
        with lock:
            count += 1
            mine = count
        touched = fault == "slow" or mine == at or (mine > at and not once)
        return made(gate, reply) if touched else reply

    gate.play(change=change)


def serve(folder: Path, stack: ExitStack, without: Collection[str]) -> dict[str, Server]:
    """Start the servers but those that are to be left out; their names are those of the plays."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    parcels = sample.write_geopackage(folder / "parcels.gpkg")
    project = features.write_project(folder / "region.qgs", parcels)
    cluster = stack.enter_context(postgis.start(parcels))
    mapserver = stack.enter_context(features.mapserver(parcels, folder))
    starts: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        "QGIS Server": lambda: features.qgis_server(project, folder),
        "pygeoapi": lambda: features.pygeoapi(cluster, folder),
        "django-gisserver": lambda: features.gisserver(cluster, folder),
        "koop": lambda: features.koop(folder),
        "CKAN": lambda: ckan.ckan(cluster, mapserver.url, folder),
        "pycsw": lambda: catalogues.pycsw(mapserver.url, folder),
    }
    made = {name: stack.enter_context(start()) for name, start in starts.items() if name not in without}
    application.exitQgis()
    return {"MapServer": mapserver, **made}


def main() -> None:
    """Start the servers, say where they are, and play what the lines of standard input ask for, until it ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers end with it
    folder = Path(sys.argv[1])
    began = time.monotonic()
    with ExitStack() as stack:
        servers = serve(folder, stack, sys.argv[2:])
        said = {"urls": {name: server.url for name, server in servers.items()}, "seconds": time.monotonic() - began}
        print(json.dumps(said), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            for name, server in servers.items():
                mine = name == asked["server"]
                play(server.gate, asked["fault"] if mine else "", asked["at"], asked["once"])
            print("{}", flush=True)


if __name__ == "__main__":
    main()
