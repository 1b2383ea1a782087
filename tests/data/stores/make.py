"""Let an earlier state of the plugin make a store as it made them then; run in a checkout of that state:

    git archive COMMIT | tar -x -C OLD && cd OLD && scripts/isolated.sh .venv/bin/python …/make.py TARGET [PORT]

Writes TARGET.gpkg.gz and TARGET.json with what that state said of its own store; with the port of a PostgreSQL of one's
own on loopback also TARGET.sql. All plots, cells and places are invented; the squares that stand for three
municipalities only carry their keys.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))
from qgis.core import (
    QgsApplication,
    QgsDataSourceUri,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProviderRegistry,
)

TOWNS = (("05911000", "Bochum", 370), ("05916000", "Herne", 380), ("05112000", "Duisburg", 390))
PROFILE = """
profile: upgraded
target: plot
source: {id: rathaus}
licence: dl-de/by-2-0
attribution: Stadt (erfunden)
fields:
  native_id: {from: id}
  name: {from: name}
  plot_type: {from: art}
"""


def square(west: float, south: float, side: float) -> QgsGeometry:
    east, north = west + side, south + side
    return QgsGeometry.fromWkt(f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def contents() -> list[object]:
    from ruhr_planner.model import tables
    from ruhr_planner.store.geopackage import Content
    from ruhr_planner.store.metadata import Provenance

    invented = (Provenance("Erfunden", ("invented",), (), "open", "2026-01-01"),)

    def rows(table: object, *made: tuple[object, dict[str, object]]) -> object:
        listed = [(shape, [values.get(name) for name in table.names]) for shape, values in made]
        return Content(table, listed, invented)

    towns = [
        (square(west * 1000.0, 5_700_000.0, 10_000.0), {"ags": ags, "name": name, "kreis_ags": ags[:5], "kreis": name})
        for ags, name, west in TOWNS
    ]
    side = 10_000_000**0.5 / 10
    plots = [
        (square(379_990.0 - side, 5_704_000.0, side), {"plot_id": "t:1", "ags": "05911000",
                                                       "plot_type": "fnp_reserve"}),
        (square(380_002.0, 5_704_000.0, side), {"plot_id": "t:2", "ags": "05916000", "plot_type": "brownfield",
                                                "name": "Müllers Brache", "contamination": "suspected"}),
        (square(395_000.0, 5_705_000.0, 900.0), {"plot_id": "t:3", "ags": "05112000", "plot_type": "regional_reserve",
                                                 "restriction": 1, "available_from": 2028}),
    ]  # fmt: skip
    known = {tables.cell_column("alle", mbit): 100.0 for mbit in (30, 100, 400, 1000)}
    cells = []
    for number, share in enumerate((100.0, 0.0)):
        values = {**known, tables.cell_column("ftthb", 1000): share, "raster_id": f"c{number}", "ags": "05911000"}
        cells.append((square(379_000.0 + 1000 * number, 5_704_000.0, 999.0), {**values, "edition": "2021-06"}))
    at = QgsGeometry.fromWkt("POINT(375000 5705000)")
    places = [(at, {"place_id": "s:1", "kind": "school", "name": "Grundschule Süd", "ags": "05911000"})]
    takeup = [(None, {"ags": "05911000", "year": 2024, "ha": 1.5, "basis": "net"})]
    return [
        rows(tables.MUNICIPALITY, *towns),
        rows(tables.PLOT, *plots),
        rows(tables.BROADBAND_CELL, *cells),
        rows(tables.PLACE, *places),
        rows(tables.TAKEUP, *takeup),
    ]


def run(algorithm: str, **parameters: object) -> dict[str, object] | None:
    """Run an algorithm if that state of the plugin had it."""
    found = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{algorithm}")
    if found is None:
        return None
    feedback = QgsProcessingFeedback(False)
    results, succeeded = found.run(parameters, QgsProcessingContext(), feedback)
    if not succeeded:
        raise SystemExit(f"{algorithm}: {feedback.textLog()}")
    return {name: value for name, value in results.items() if isinstance(value, (int, float)) or value is None}


def edition(number: int, folder: Path) -> Path:
    """The second edition changes one record, drops one and brings a new one; one is always rejected."""
    listed = [(1, "Zeche Nord", "Brachfläche"), (2, "Hafen", "Brachfläche"), (9, "Unklar", "X?")]
    if number == 2:
        listed = [(1, "Zeche Nord neu", "Brachfläche"), (3, "Bahnhof", "Brachfläche"), (9, "Unklar", "X?")]
    features = []
    for key, name, kind in listed:
        ring = json.loads(square(371_000.0 + 500 * key, 5_702_000.0, 200.0).asJson())
        values = {"id": f"n{key}", "name": name, "art": kind}
        features.append({"type": "Feature", "properties": values, "geometry": ring})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    target = folder / f"edition{number}.geojson"
    target.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return target


def fill(store: str, layer: dict[str, str], work: Path) -> dict[str, object]:
    """Import two editions and accept a finding where that was possible; return what the analyses say."""
    (work / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    for number, day in ((1, "2026-01-01"), (2, "2026-02-01")):
        given = {"INPUT": str(edition(number, work)), "PROFILE": str(work / "profile.yaml"), "STORE": store}
        run("harmonise", **given, DATE=day)
    run("validate", STORE=store, KEEP=True, REPORT=str(work / "v.json"))
    plots, towns, cells = (layer[name] for name in ("plot", "municipality", "broadband_cell"))
    sites = run("cooperationsites", PLOTS=plots, MUNICIPALITIES=towns, AS_OF="2026-03-01", OUTPUT=str(work / "s.gpkg"))
    gaps = run("fibregaps", OBJECTS=plots, CELLS=cells, AS_OF="2026-03-01", OUTPUT=str(work / "g.gpkg"))
    return {"cooperationsites": sites, "fibregaps": gaps}


def main() -> None:
    target = Path(sys.argv[1])
    work = target.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner.processing.provider import PlannerProvider
    from ruhr_planner.store import geopackage

    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    path = work / "store.gpkg"
    geopackage.create(path, contents())
    results = fill(str(path), {name: f"{path}|layername={name}" for name in geopackage.TABLES}, work)
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        kept = ("plot_id", "plot_type", "name", "valid_from", "valid_to", "restriction", "previously_part_of")
        plots = [[row[name] for name in kept] for row in connection.execute("SELECT * FROM plot ORDER BY plot_id")]
    connection.execute("VACUUM")
    connection.close()
    said = {"counts": counts, "plots": plots, **results}
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
    target.with_suffix(".json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    target.with_suffix(".gpkg.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    if len(sys.argv) > 2:
        database(target, sys.argv[2], str(path))
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()


def database(target: Path, port: str, source: str) -> None:
    """Let that state bring its store into PostgreSQL, and write the schema down as SQL."""
    uri = QgsDataSourceUri()
    uri.setConnection("127.0.0.1", port, "gis", "postgres", "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(False), {"saveUsername": True}), "old")
    run("createstore", STORE="postgres:old/upgraded", SOURCE=source)
    dump = ["pg_dump", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-n", "upgraded", "-O", "-x", "gis"]
    said = subprocess.run(dump, check=True, capture_output=True).stdout
    target.with_suffix(".sql").write_bytes(said)


if __name__ == "__main__":
    main()
