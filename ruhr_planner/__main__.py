"""`python3 -m ruhr_planner`: search, describe and fetch without QGIS, for a nightly job on a server.

Needs requests, fiona and pyproj. Exit codes: 0 done and complete, 1 failed (nothing was written), 2 wrong call,
3 written, but it is not proven that this is all, 130 stopped by the user.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ruhr_planner.model import errors, licences
from ruhr_planner.readers import load
from ruhr_planner.readers.batches import Batch, copy
from ruhr_planner.readers.record import Origin, Schema, Tally

DONE, FAILED, INCOMPLETE, STOPPED = 0, 1, 3, 130
_BAR = 30
_TICK = 0.2


class Progress:
    """A bar on standard error: with a share where the number is known, else the count; only on a terminal."""

    def __init__(self, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._next = 0.0

    def show(self, loaded: int, expected: int | None) -> None:
        """Draw the bar, at most five times a second."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _TICK
        if expected:
            share = min(1.0, loaded / expected)
            bar = "#" * int(_BAR * share)
            sys.stderr.write(f"\r[{bar:<{_BAR}}] {100 * share:3.0f} %  {loaded:,} / {expected:,}")
        else:
            sys.stderr.write(f"\r{loaded:,} records")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown and self._next:
            sys.stderr.write("\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except errors.PlannerError as problem:
        _say_failure(given, str(problem), type(problem).__name__)
        return FAILED
    except KeyboardInterrupt:
        _say_failure(given, str(errors.Cancelled()), "Cancelled")
        return STOPPED
    except ImportError as problem:
        _say_failure(given, f"The Python package “{problem.name}” is missing. Install it with pip.", "ImportError")
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m ruhr_planner", description=(__doc__ or "").split("\n", 1)[0])
    commands = parser.add_subparsers(required=True, metavar="command")
    search = commands.add_parser("search", help="search the portals of the region")
    search.add_argument("words")
    search.add_argument("--portals", default="", help="ids or names, separated by semicolons; empty: all")
    search.add_argument("--list", type=Path, help="own list of portals, YAML as in resources/catalogue/README.md")
    search.add_argument("--municipality", default="", help="name or key of a municipality or Kreis")
    search.add_argument("--all", action="store_true", help="also what cannot be loaded as a layer")
    search.add_argument("--json", action="store_true", help="result as JSON on standard output")
    search.set_defaults(run=_search)
    describe = commands.add_parser("describe", help="list the layers of a service or a file")
    describe.add_argument("url")
    describe.set_defaults(run=_describe)
    fetch = commands.add_parser("fetch", help="load a whole layer into a GeoPackage, in EPSG:25832")
    fetch.add_argument("url")
    fetch.add_argument("layer", help='name of the layer; "" where there is one only')
    fetch.add_argument("out", type=Path, help="GeoPackage; other layers in it stay")
    fetch.add_argument("--extent", type=_extent, help="west,south,east,north in EPSG:25832")
    fetch.add_argument("--max", type=_number, default=0, help="load at most so many features")
    fetch.add_argument("--name", default="", help="name of the layer in the GeoPackage")
    fetch.add_argument("--quiet", action="store_true", help="no progress bar")
    fetch.set_defaults(run=_fetch)
    for command in (describe, fetch):
        command.add_argument("--kind", choices=load.KINDS, default=load.AUTO)
        command.add_argument("--json", action="store_true", help="result as JSON on standard output")
    return parser


def _number(text: str) -> int:
    """Return a number from 0 on.

    :raises ValueError: something else.
    """
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _extent(text: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north.

    :raises ValueError: something else.
    """
    west, south, east, north = (float(part) for part in text.split(","))
    if not (west < east and south < north):
        raise ValueError(text)
    return west, south, east, north


# ------------------------------------------------------------------------------------------------------------- commands
def _search(given: argparse.Namespace) -> int:
    from ruhr_planner.catalogue import portals, search
    from ruhr_planner.net.requests_transport import RequestsTransport

    catalogue = (
        portals.shipped()
        if given.list is None
        else portals.merged(portals.shipped(), portals.read(given.list, own=True))
    )
    question = search.ask(given.words, given.municipality, not given.all)
    asked = catalogue.chosen(given.portals.split(";"))
    whole = search.Search(catalogue, question, RequestsTransport(), asked, None, language="de")
    results = whole.run()
    hits = [asdict(hit) for hit in results.ranked()]
    failed = [{"portal": answer.portal.name, "why": str(answer.error)} for answer in results.failures]
    if given.json:
        _say_json({"found": hits, "failed": failed, "left_out": results.left_out})
    else:
        for hit in hits:
            _say("\t".join([hit["portal"], hit["kind"], hit["title"], hit["url"], hit["layer"]]))
        for entry in failed:
            sys.stderr.write(f"{entry['portal']}: {entry['why']}\n")
    return FAILED if failed and not hits else DONE


def _describe(given: argparse.Namespace) -> int:
    from ruhr_planner.net.requests_transport import RequestsTransport

    kind, offers = load.describe(RequestsTransport(), load.Wanted(given.url, kind=given.kind))
    if given.json:
        _say_json({"kind": kind, "layers": [asdict(offer) for offer in offers]})
    else:
        for offer in offers:
            _say("\t".join([offer.layer, offer.title, ", ".join(offer.crs)]).rstrip())
    return DONE


def _fetch(given: argparse.Namespace) -> int:
    from ruhr_planner.net.requests_transport import RequestsTransport
    from ruhr_planner.readers import plain

    out: Path = given.out
    if not out.resolve().parent.is_dir():
        raise errors.FolderMissing(folder=out.parent, parameter="out")
    if out.suffix.lower() != ".gpkg":
        raise errors.UnknownFormat(file=out.name, parameter="out", ending=out.suffix or "?")
    wanted = load.Wanted(given.url, given.layer, given.kind, given.extent, maximum=given.max)
    progress = Progress(given.quiet or given.json)
    with load.open_layer(RequestsTransport(), wanted) as stream:
        shifts = plain.Shifts(stream.origin.title)
        with tempfile.TemporaryDirectory(prefix=".ruhr_planner_", dir=out.resolve().parent) as folder:
            name = given.name or _layer_name(stream.origin)
            writer = _Writer(Path(folder) / out.name, name, stream.tally, progress)
            try:
                written = copy(stream, shifts.project, writer.write, given.extent)
            finally:
                progress.end()
            writer.describe(load.public(stream.origin))
            writer.place(out)
        report = _report(stream.origin, stream.tally, written, shifts.said, name)
    if given.json:
        _say_json(report)
    else:
        _say_report(report, out)
    return DONE if stream.tally.complete else INCOMPLETE


class _Writer:
    """Writes records into a GeoPackage beside its place, and moves it there when it is whole."""

    def __init__(self, path: Path, layer: str, tally: Tally, progress: Progress) -> None:
        self._path = path
        self._layer = layer
        self._tally = tally
        self._progress = progress

    def write(self, schema: Schema, batches: Iterator[Batch]) -> int:
        """Write all records; begins with a new file each time it is called."""
        from ruhr_planner.readers import plain
        from ruhr_planner.store import recordfile

        self._path.unlink(missing_ok=True)
        plain.create(self._path, self._layer, schema)
        return recordfile.fill(self._path, self._layer, schema, batches, self._show)

    def _show(self, written: int) -> None:
        self._progress.show(written, self._tally.expected)

    def describe(self, origin: Origin) -> None:
        """Put title, licence and source where every reader of GeoPackages finds them."""
        from ruhr_planner.store import recordfile

        said = [origin.abstract, origin.licence, origin.attribution, f"{origin.url}?{origin.query}".rstrip("?")]
        text = "\n".join([*(part for part in said if part), _now()])
        recordfile.entitle(self._path, self._layer, origin.title, text)

    def place(self, out: Path) -> None:
        """Put the layer in place; other layers of an existing GeoPackage stay."""
        from ruhr_planner.store.transfer import replace_layers

        if not out.exists():
            self._path.replace(out)
            return
        with _sentences(out):
            replace_layers(out, self._path, [self._layer])


class _sentences:  # noqa: N801 - used like a function
    """Turns faults of SQLite into sentences."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, problem: Any, trace: Any) -> None:
        import sqlite3

        from ruhr_planner.store import sqlite

        if not isinstance(problem, sqlite3.Error):
            return
        if sqlite.is_locked(problem):
            raise errors.TargetInUse(str(problem), file=self._out.name, parameter="out") from problem
        if sqlite.is_readonly(problem):
            raise errors.ReadOnlyTarget(str(problem), file=self._out.name, parameter="out") from problem
        raise errors.WriteFailed(str(problem), file=self._out.name, why=problem) from problem


def _layer_name(origin: Origin) -> str:
    """Return a name for a table: that of the layer without prefix, or the title."""
    base = origin.layer.rsplit(":", 1)[-1] if origin.layer and not origin.layer.isdigit() else origin.title
    return re.sub(r"[^\w-]+", "_", base).strip("_").lower()[:60] or "layer"


# -------------------------------------------------------------------------------------------------------------- answers
def _report(origin: Origin, tally: Tally, written: int, shifts: list[dict[str, Any]], name: str) -> dict[str, Any]:
    licence = licences.normalise(origin.licence) if origin.licence else licences.UNKNOWN
    origin = load.public(origin)
    return {
        "title": origin.title,
        "layer": name,
        "kind": origin.kind,
        "source": origin.url,
        "query": origin.query,
        "retrieved": _now(),
        "licence": licence.id,
        "licence_text": origin.licence,
        "attribution": origin.attribution,
        "expected": tally.expected,
        "loaded": written,
        "complete": tally.complete,
        "datum_shifts": shifts,
        "notes": [str(note) for note in tally.notes],
    }


def _say_report(report: dict[str, Any], out: Path) -> None:
    expected = "unknown" if report["expected"] is None else f"{report['expected']:,}"
    proof = "complete" if report["complete"] else "completeness not proven"
    _say(f"{report['title']}: {report['loaded']:,} loaded, {expected} expected, {proof} -> {out}")
    for shift in report["datum_shifts"]:
        accuracy = "unknown" if shift["accuracy_m"] is None else f"{shift['accuracy_m']:g} m"
        grids = ", ".join(shift["grids_used"]) or "none"
        missing = "".join(f", missing {name}" for name in shift["grids_missing"])
        _say(f"Datum shift from {shift['crs']}: accuracy {accuracy}, grid {grids}{missing}")
    for note in report["notes"]:
        _say(note)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1))


def _say_failure(given: argparse.Namespace, text: str, kind: str) -> None:
    if getattr(given, "json", False):
        _say_json({"error": kind, "message": text})
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
