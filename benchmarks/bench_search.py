"""A search over twelve portals on loopback, one dead and one slow: when the first results come, when the last.

Bounds: first results under 1 s after the first portal answered; the whole bounded by the slowest portal's limit; the
thread that shows the results never blocked longer than 50 ms. The peer is the same twelve portals asked one after the
other, as a loop over a CKAN or CSW client does. Run: `python benchmarks/bench_search.py`, with `--qgis` over QGIS's own
network instead of requests. The result is written into benchmarks/results/search.md.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ruhr_planner.catalogue import search  # noqa: E402
from ruhr_planner.catalogue.dataset import Portal  # noqa: E402
from ruhr_planner.catalogue.portals import Catalogue  # noqa: E402
from ruhr_planner.model.codes import Label  # noqa: E402
from ruhr_planner.net.transport import Transport  # noqa: E402
from tests.services import fault_server as faults  # noqa: E402
from tests.services.fault_server import FaultServer  # noqa: E402

PORTALS = 12
LIMIT = 4.0
SLOW = 2.5
PACKAGES = 100


def packages(portal: int) -> bytes:
    """A page of 100 data sets of two resources each, as CKAN sends it: every fifth stands in all portals."""
    found = []
    for number in range(PACKAGES):
        origin = "gemeinsam" if number % 5 == 0 else f"p{portal}"
        url = f"https://{origin}.example/{number}/wfs?service=WFS&request=GetCapabilities"
        found.append(
            {
                "name": f"satz-{portal}-{number}",
                "title": f"Gewerbe Leerstand {origin} {number}",
                "notes": "Leerstände in Gewerbegebieten. " * 20,
                "license_id": "dl-zero-de/2.0",
                "metadata_modified": "2026-03-04T10:11:12",
                "organization": {"title": "Stadt Gelsenkirchen"},
                "tags": [{"name": "Gewerbe"}, {"name": "Wirtschaft"}],
                "resources": [
                    {"format": "WFS", "url": url},
                    {"format": "PDF", "url": f"https://{origin}.example/{number}.pdf"},
                ],
            }
        )
    return json.dumps({"success": True, "result": {"count": PACKAGES, "results": found}}).encode()


def transport(qgis: bool) -> Transport:
    """The transport without QGIS, or QGIS's own."""
    if not qgis:
        from ruhr_planner.net.requests_transport import RequestsTransport

        return RequestsTransport()
    from ruhr_planner.net.qgis_transport import QgisTransport

    return QgisTransport()


class Heart:
    """Counts how long the thread that it beats in was kept from running; here the thread that reads the answers."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        last = time.perf_counter()
        while not self._ended.wait(0.005):
            now = time.perf_counter()
            self.worst = max(self.worst, now - last - 0.005)
            last = now

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def serve() -> None:
    """Play the portals until standard input ends; the first line of the output are their addresses."""
    with ExitStack() as stack:
        urls = []
        for number in range(PORTALS):
            server = stack.enter_context(FaultServer())
            answer = faults.Answer(body=packages(number), silence=0.05 + 0.03 * number)
            if number == 3:
                answer = faults.hang()
            if number == 7:
                answer = faults.Answer(body=packages(number), silence=SLOW)
            server.play("/api/3/action/package_search", answer)
            urls.append(server.url(""))
        print(json.dumps(urls), flush=True)
        sys.stdin.read()


def one_run(qgis: bool) -> dict[str, float]:
    """Search once on fresh servers in a process of their own; return the times in seconds."""
    command = [sys.executable, str(Path(__file__).resolve()), "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as servers:
        urls = json.loads(servers.stdout.readline())
        asked = [
            Portal(f"p{number}", Label(f"Portal {number}", f"Portal {number}"), "ckan", url, seconds=LIMIT)
            for number, url in enumerate(urls)
        ]
        try:
            return measured(qgis, asked)
        finally:
            servers.stdin.close()


def measured(qgis: bool, asked: list[Portal]) -> dict[str, float]:
    """Search in the portals and then, as the peer does, in one after the other."""
    run = search.Search(Catalogue(), search.ask("Gewerbe Leerstand"), transport(qgis), asked)
    came: list[float] = []
    ranked = 0.0
    with Heart() as heart:
        started = time.perf_counter()
        for _ in run.answers():
            came.append(time.perf_counter() - started)
            before = time.perf_counter()
            run.results.ranked()
            ranked = max(ranked, time.perf_counter() - before)
        total = time.perf_counter() - started
    rows = run.results.ranked()
    assert len(run.results.failures) == 1
    assert len(rows) == (PORTALS - 1) * PACKAGES * 4 // 5 + PACKAGES // 5, len(rows)
    before = time.perf_counter()
    serial(transport(qgis), asked)
    return {
        "first": came[0],
        "working": came[-3],
        "total": total,
        "heart": heart.worst,
        "ranked": ranked,
        "serial": time.perf_counter() - before,
    }


def serial(client: Transport, portals: list[Portal]) -> None:
    """The peer: one portal after the other, with the same limits."""
    for portal in portals:
        search.Search(Catalogue(), search.ask("Gewerbe Leerstand"), client, [portal]).run()


def main() -> int:
    """Measure, print, write the result file; 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qgis", action="store_true", help="QGIS's network instead of requests")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "search.md")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
        return 0
    if given.qgis:
        from qgis.core import QgsApplication

        QgsApplication.setPrefixPath("/usr", True)
        application = QgsApplication([], False)
        application.initQgis()
    times = one_run(given.qgis)
    first_answer = 0.05  # the silence of the quickest portal
    holds = times["first"] - first_answer < 1.0 and times["total"] < LIMIT + 0.5
    network = "QgsNetworkAccessManager" if given.qgis else "requests"
    seconds = " | ".join(f"{times[name]:.2f}" for name in ("first", "working", "total", "serial"))
    line = f"| {network} | {seconds} | {times['ranked'] * 1000:.0f} | {times['heart'] * 1000:.0f} |"
    print(line)
    report(given.out, network, line)
    return 0 if holds else 1


HEADER = f"""# Search over {PORTALS} portals

`python benchmarks/bench_search.py` (and with `--qgis`): {PORTALS} portals on loopback in a process of their own,
{PACKAGES} data sets of two resources each; one portal never answers, one needs {SLOW} s, the others 0.05 to 0.4 s; the
limit of a portal is {LIMIT:.0f} s. Times in seconds from the start of the search. Peer: one portal after the other. The
last column is the longest pause of another thread of the same process, as the window's would be.

| network | first results | all quick portals | whole search | peer | ranking, ms | pause, ms |
|---|---|---|---|---|---|---|
"""


def report(path: Path, network: str, line: str) -> None:
    """Write the line of a network into the result file; the other one stays."""
    old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [text for text in old if text.startswith("| ") and not text.startswith(("| network", f"| {network} "))]
    path.parent.mkdir(parents=True, exist_ok=True)
    machine = f"Python {platform.python_version()}, {platform.system()}, one run."
    path.write_text(HEADER + "\n".join(sorted([*kept, line])) + f"\n\n{machine}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
