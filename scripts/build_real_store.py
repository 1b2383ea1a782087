#!/usr/bin/python3
"""Build a planning store from real open data: boundaries, Breitbandatlas tables, schools.

    /usr/bin/python3 scripts/build_real_store.py [--data FOLDER] [--out FILE.gpkg]

The folder is `--data`, else RUHR_PLANNER_DATA, else `../shared/data` beside the project. None of these data belong to
the project; the store is for trying things out and for tests, not for delivery. It holds no plots, since the region's
land monitoring is no open data.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsVectorLayer

from ruhr_planner import about
from ruhr_planner.harmonise import broadband
from ruhr_planner.model import codes, tables
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.region import CRS, is_ruhr
from ruhr_planner.readers import breitbandatlas as atlas
from ruhr_planner.store import files, geopackage, moves
from ruhr_planner.store.geopackage import Content, Store
from ruhr_planner.store.metadata import Provenance

if TYPE_CHECKING:
    from ruhr_planner.store.layers import Row

DATA = "RUHR_PLANNER_DATA"
TARGET = ROOT / "build" / "real" / "store.gpkg"
BOUNDARIES = "boundaries/ruhr_boundaries_dvg1.gpkg"
SCHOOLS = "schools/ruhr_schulen.gpkg"
BROADBAND = (
    "broadband/ruhr_gemeinde_bezirke_privat_2021_mitte.csv",
    "broadband/ruhr_gemeinde_bezirke_privat_2020_ende.csv",
    "broadband/ruhr_gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv",
)
DVG_SCALE = 5_000
"""The state's service gives DVG1 at 1:5,000; this copy is taken for DVG1 by its fields and its 140,129 vertices."""

VOCATIONAL = {"30", "88"}
"""Keys of the Schulform: 30 is the Berufskolleg, 88 the Förderschule in the form of a Berufskolleg. All 104 short names
with one of them say "BK", and no other does."""


class Described(NamedTuple):
    """A source: what the table `source` and the layer's metadata say of it."""

    source_id: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    day: str
    note: str

    def provenance(self, count: int) -> Provenance:
        """Return what the metadata of a layer say."""
        return Provenance(self.title, (self.licence,), (self.attribution,), codes.SENSITIVITY.open, self.day, count)

    def row(self) -> tuple[object, ...]:
        """Return the record of the table `source`."""
        source = tables.SOURCE
        values = {
            source.source_id: self.source_id,
            source.title: self.title,
            source.publisher: self.publisher,
            source.url: self.url,
            source.licence: self.licence,
            source.attribution: self.attribution,
            source.source_date: self.day or None,
            source.sensitivity: codes.SENSITIVITY.open,
            source.note: self.note,
        }
        return tuple(values.get(name) for name in source.names)


DVG = Described(
    "dvg",
    "Digitale Verwaltungsgrenzen NRW (DVG)",
    "Bezirksregierung Köln, Geobasis NRW",
    "https://www.wfs.nrw.de/geobasis/wfs_nw_dvg",
    "dl-de/zero-2-0",
    "Land NRW, Geobasis NRW: Digitale Verwaltungsgrenzen (dl-de/zero-2-0)",
    "",
    "Übernommen aus github matsim-scenarios/matsim-metropole-ruhr@f8b8711; Ausgabe unbekannt. "
    "Dass es DVG1 (1:5.000) ist, ist aus Feldnamen und Stützpunktdichte geschlossen.",
)
SCHOOL_LIST = Described(
    "schulverzeichnis",
    "Schulverzeichnis NRW",
    "Ministerium für Schule und Bildung des Landes Nordrhein-Westfalen",
    "https://www.schulministerium.nrw.de",
    "dl-de/by-2-0",
    "Ministerium für Schule und Bildung NRW: Schulverzeichnis (dl-de/by-2-0)",
    "2025-09-01",
    "Übernommen aus github SVWS-NRW/SVWS-Server@1304a56, Stand September 2025 (Tag unbekannt). Auch Einträge mit "
    "anderem Schulbetriebsschlüssel als 1 sind enthalten; dessen Bedeutung ist in der Quelle nicht erklärt.",
)


def layer(path: Path, name: str) -> list[QgsFeature]:
    """Return all features of a layer in EPSG:25832; stop with a sentence if there is none."""
    found = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not found.isValid():
        raise SystemExit(f"{path.name} has no layer “{name}”.")
    if found.crs().authid() != CRS:
        raise SystemExit(f"{path.name}, layer “{name}”: {found.crs().authid() or 'no CRS'} instead of {CRS}.")
    return list(found.getFeatures())


def municipalities(path: Path) -> list[Row]:
    """Turn the boundaries into the table `municipality`."""
    rows: list[Row] = []
    for feature in layer(path, "gemeinden"):
        key = feature["ags"]
        values = (key, feature["name"], feature["kreis_ags"], feature["kreis"], DVG.title, DVG_SCALE, None)
        rows.append((feature.geometry(), values))
    wrong = [row[1][0] for row in rows if not is_ruhr(str(row[1][0]))]
    if wrong:
        raise SystemExit(f"{path.name} holds municipalities outside the region: {', '.join(map(str, wrong))}.")
    return rows


def schools(path: Path) -> tuple[list[Row], list[tuple[object, ...]]]:
    """Turn the list of schools into the table `place`; one without place or key is rejected, with its raw values."""
    rows: list[Row] = []
    rejected: list[tuple[object, ...]] = []
    for feature in layer(path, "schulen"):
        without = next((name for name in ("schulnr", "ags") if not feature[name]), "")
        if without or feature.geometry().isNull():
            raw = json.dumps(feature.attributeMap(), ensure_ascii=False, default=str, sort_keys=True)
            rejected.append((raw, "missing", without or "geometry"))
            continue
        kind = codes.PLACE_KIND.vocational_school if feature["schulform"] in VOCATIONAL else codes.PLACE_KIND.school
        rows.append((feature.geometry(), (f"school:{feature['schulnr']}", kind, feature["name"], feature["ags"])))
    return rows, rejected


def misplaced(places: list[Row], areas: list[Row]) -> list[tuple[object, ...]]:
    """Return a finding for every place that does not lie in the municipality that its key names."""
    shapes = {row[1][0]: row[0] for row in areas}
    boxes = {key: shape.boundingBox() for key, shape in shapes.items()}
    engines = {key: QgsGeometry.createGeometryEngine(shape.constGet()) for key, shape in shapes.items()}
    for engine in engines.values():
        engine.prepareGeometry()
    findings = []
    for geometry, values in places:
        point = geometry.asPoint()
        near = (key for key, box in boxes.items() if box.contains(point))
        lies_in = [key for key in near if engines[key].intersects(geometry.constGet())]
        if values[3] not in lies_in:
            found = "in " + ", ".join(map(str, lies_in)) if lies_in else "outside the region"
            findings.append(
                (
                    "ags_geometry",
                    codes.SEVERITY.warning,
                    tables.PLACE.table,
                    values[0],
                    tables.PLACE.ags,
                    values[3],
                    f"The place lies {found}.",
                    "Correct the key or the coordinates.",
                    None,
                )
            )
    return findings


def import_broadband(store: Store, path: Path) -> broadband.Tally:
    """Bring one table of the Breitbandatlas into the store."""
    edition, group = atlas.edition_of(path.name), atlas.user_group_of(path.name)
    if edition is None or group is None:
        raise SystemExit(f"{path.name} does not name edition and user group.")
    what = broadband.table_import(uuid.uuid4().hex, now(), edition, group)
    return broadband.import_tables(store, [(atlas.open_table(path), group, what)], is_ruhr, lambda: None)


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def import_run(target: str, source_id: str, written: int, rejected: int) -> tuple[object, ...]:
    """Return the record of an import into an empty table."""
    read = written + rejected
    return (uuid.uuid4().hex, now(), source_id, None, target, read, written, 0, rejected, 0, about.version())


def build(data: Path, target: Path) -> None:
    """Build the store; it appears at its place when all of it is there."""
    areas = municipalities(data / BOUNDARIES)
    places, rejected = schools(data / SCHOOLS)
    findings = misplaced(places, areas)
    runs = [
        import_run(tables.MUNICIPALITY.table, DVG.source_id, len(areas), 0),
        import_run(tables.PLACE.table, SCHOOL_LIST.source_id, len(places), len(rejected)),
    ]
    contents = [
        Content(tables.MUNICIPALITY, areas, (DVG.provenance(len(areas)),), DVG.note),
        Content(tables.PLACE, places, (SCHOOL_LIST.provenance(len(places)),), SCHOOL_LIST.note, changed=True),
        Content(tables.SOURCE, [(None, DVG.row()), (None, SCHOOL_LIST.row())], ()),
        Content(tables.IMPORT_RUN, [(None, run) for run in runs], ()),
        Content(tables.REJECTED, [(None, (runs[1][0], *record)) for record in rejected], ()),
        Content(tables.FINDING, [(None, finding) for finding in findings], ()),
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    with files.staging(target.parent) as folder:
        store = geopackage.create(folder / target.name, contents)
        report(areas, places, rejected, findings)
        for name in BROADBAND:
            tally = import_broadband(store, data / name)
            print(
                f"{Path(name).name}: {tally.read} values read = {tally.written} written + {tally.unchanged} unchanged "
                f"+ {tally.rejected} rejected; {tally.filtered} outside the region"
            )
        moves.put([(store.path, target)])


def report(areas: list[Row], places: list[Row], rejected: list, findings: list) -> None:
    km2 = sum(row[0].area() for row in areas) / 1e6
    kinds = Counter(str(row[1][1]) for row in places)
    print(f"{len(areas)} municipalities, {km2:,.2f} km² (DVG, taken as 1:{DVG_SCALE:,})")
    print(f"{len(places) + len(rejected)} schools read = {len(places)} written + {len(rejected)} rejected")
    print("  " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    print(f"{len(places) - len(findings)} schools lie in the municipality of their key, {len(findings)} do not")


def main() -> int:
    parser = argparse.ArgumentParser(description="Build a planning store from real open data.")
    default = os.environ.get(DATA) or ROOT.parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=Path(default), help="folder of the data")
    parser.add_argument("--out", type=Path, default=TARGET, help="the store to be built")
    asked = parser.parse_args()
    missing = [name for name in (BOUNDARIES, SCHOOLS, *BROADBAND) if not (asked.data / name).is_file()]
    if missing:
        print(
            f"The real data are not there: “{asked.data}” has no {missing[0]}. "
            f"Give their folder with --data or {DATA}; the demo region needs none (make run).",
            file=sys.stderr,
        )
        return 2
    application = QgsApplication([], False)
    application.initQgis()
    try:
        build(asked.data, asked.out)
    except PlannerError as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        application.exitQgis()
    print(f"Store: {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
