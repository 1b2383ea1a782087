"""`releaseopen`: nothing confidential leaves the office, sums give nobody away, catalogues can read what is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ruhr_planner.analysis import release
from ruhr_planner.analysis.disclosure import determined
from ruhr_planner.catalogue import answers, dcat, iso19139
from ruhr_planner.catalogue.dataset import Portal, Query, Step
from ruhr_planner.model.codes import Label
from ruhr_planner.model.tables import EXCLUSION, FINDING, MUNICIPALITY, PLOT, PLOT_ODBL, REJECTED, SOURCE, TAKEUP, Table
from ruhr_planner.store import geopackage, metadata
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.metadata import Provenance
from tests.qgis.test_bad_input import Listener

X, Y = 376_000.0, 5_712_000.0
HERNE, BOCHUM = "05916000", "05911000"
SECRETS = ("GEHEIM_NAME", "GEHEIM_ID", "GEHEIM_GRUND", "GEHEIM_EIGENTUM", "GEHEIM_ROH", "GEHEIM_NOTIZ", "GEHEIM_QUELLE")
BY = "dl-de/by-2-0"

pytestmark = pytest.mark.usefixtures("provider")


def box(position: int, side: float = 100.0) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(X + 200 * position, Y, X + 200 * position + side, Y + side))


def row(table: Table, geometry: QgsGeometry | None = None, **values: Any) -> tuple[QgsGeometry | None, list[Any]]:
    return geometry, [values.get(name) for name in table.names]


def plots(*many: dict[str, Any]) -> list[tuple[QgsGeometry | None, list[Any]]]:
    """Plots beside one another, open brownfields in Herne unless the values say otherwise."""
    usual = {"ags": HERNE, "plot_type": "brownfield", "licence": BY, "attribution": "Stadt Herne", "restriction": 0}
    return [
        row(PLOT, box(number), **{"plot_id": f"h:{number}", "sensitivity": "open", **usual, **values})
        for number, values in enumerate(many)
    ]


def store(path: Path, rows: list[Any], *more: Content) -> Path:
    """A store with plots and whatever else."""
    said = (Provenance("Flächen", (BY,), ("Stadt Herne",), "confidential"),)
    geopackage.create(path, [Content(PLOT, rows, said), *more])
    return path


def release_open(path: Path, folder: Path, **more: Any) -> dict[str, Any]:
    return processing.run("ruhr_planner:releaseopen", {"STORE": str(path), "FOLDER": str(folder), **more})


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nothing_confidential_is_in_any_file(tmp_path: Path) -> None:
    secret = {"name": "GEHEIM_NAME", "sensitivity": "confidential", "attribution": "GEHEIM_QUELLE"}
    rows = plots(
        {"name": "Zeche offen", "restriction_reasons": "contamination", "previously_part_of": "GEHEIM_ID"},
        {"plot_id": "GEHEIM_ID", **secret},
        {"plot_id": "GEHEIM_ID2", **secret, "sensitivity": "internal"},
        {"plot_id": "GEHEIM_ID3", **secret, "sensitivity": None},
        {"plot_id": "GEHEIM_ID4", **secret, "sensitivity": "open", "licence": "unknown"},
        {"plot_id": "GEHEIM_ID5", **secret, "sensitivity": "open", "valid_to": "2020-01-01"},
        {"contamination": "confirmed", "ownership": "private", "run_id": "GEHEIM_NOTIZ"},
    )
    other = (Provenance("Weitere", (BY,), (), "internal"),)
    inside = (
        Content(REJECTED, [row(REJECTED, record='{"a": "GEHEIM_ROH"}')], other),
        Content(FINDING, [row(FINDING, text="GEHEIM_GRUND")], other),
        Content(SOURCE, [row(SOURCE, source_id="s", note="GEHEIM_NOTIZ", sensitivity="internal")], other),
        Content(EXCLUSION, [row(EXCLUSION, box(9), name="GEHEIM_NAME", kind="forest")], other),
        Content(
            TAKEUP,
            [
                row(TAKEUP, ags=HERNE, year=2020, ha=1.0, plot_id="GEHEIM_ID", new_use="GEHEIM_EIGENTUM"),
                row(TAKEUP, ags=HERNE, year=2021, ha=2.0, plot_id="h:0"),
            ],
            (Provenance("Inanspruchnahme", (BY,), (), "open"),),
        ),
    )
    folder = tmp_path / "aus"
    results = release_open(store(tmp_path / "GEHEIM_ORT.gpkg", rows, *inside), folder, PUBLISHER="Stadt Herne")
    files = sorted(path.name for path in folder.iterdir())
    assert files == [
        "open.gpkg", "open_dcat.rdf", "open_iso19139.xml", "open_open_sums.csv", "open_plot.csv", "open_takeup.csv",
        "release_log.json",
    ]  # fmt: skip
    for file in folder.iterdir():
        content = file.read_bytes()
        for secret_text in SECRETS:
            assert secret_text.encode() not in content, (file.name, secret_text)
        for code in (b"confirmed", b"private"):
            assert code not in content or file.suffix == ".gpkg", file.name  # words of the stored style
    assert [line["plot_id"] for line in table(folder, "open_plot.csv")] == ["h:0", "h:6"]
    assert [line["year"] for line in table(folder, "open_takeup.csv")] == ["2021"]
    assert not {"contamination", "ownership", "restriction_reasons", "run_id", "sensitivity"} & set(
        table(folder, "open_plot.csv")[0]
    )
    layer = QgsVectorLayer(f"{folder / 'open.gpkg'}|layername=plot", "plot", "ogr")
    assert layer.featureCount() == 2
    assert not {"contamination", "ownership"} & set(layer.fields().names())
    assert metadata.read(layer.metadata(), "").sensitivity == "open"
    assert results["RELEASED"] == 3
    assert results["WITHHELD_RECORDS"] == 7


def test_the_log_says_who_and_what_and_keeps_earlier_ones(tmp_path: Path) -> None:
    path = store(tmp_path / "s.gpkg", plots({}, {"sensitivity": "internal"}))
    release_open(path, tmp_path / "aus", RELEASED_BY="A. Beispiel")
    release_open(path, tmp_path / "aus", RELEASED_BY="B. Beispiel", DROP_FIELDS="name")
    first, second = json.loads((tmp_path / "aus" / "release_log.json").read_text(encoding="utf-8"))
    assert (first["released_by"], second["released_by"]) == ("A. Beispiel", "B. Beispiel")
    assert second["layers"][0]["released"] == 1
    assert second["layers"][0]["left_out"] == {"internal": 1}
    assert {"name", "ownership"} <= set(second["layers"][0]["fields_left_out"])
    assert "name" not in table(tmp_path / "aus", "open_plot.csv")[0]
    assert second["parameters"]["STORE"] == "s.gpkg"


def test_a_record_without_a_level_is_open_only_if_the_user_says_so(tmp_path: Path) -> None:
    path = store(tmp_path / "s.gpkg", plots({"sensitivity": None}, {}))
    assert release_open(path, tmp_path / "a")["RELEASED"] == 1
    assert release_open(path, tmp_path / "b", UNSTATED_OPEN=True)["RELEASED"] == 2


def test_a_formula_is_a_text_in_the_csv(tmp_path: Path) -> None:
    release_open(store(tmp_path / "s.gpkg", plots({"name": "=1+1"}, {"name": "@x"}, {"name": "Ä-Weg"})), tmp_path / "a")
    assert [line["name"] for line in table(tmp_path / "a", "open_plot.csv")] == ["'=1+1", "'@x", "Ä-Weg"]


def test_odbl_lies_apart(tmp_path: Path) -> None:
    other = row(PLOT_ODBL, box(9), plot_id="osm:1", ags=HERNE, plot_type="existing", licence="odbl", sensitivity="open")
    osm = Content(PLOT_ODBL, [other], (Provenance("OSM", ("odbl",), ("© OpenStreetMap-Mitwirkende",)),))
    release_open(store(tmp_path / "s.gpkg", plots({}, {}, {}), osm), tmp_path / "a")
    apart = {path.name for path in (tmp_path / "a").iterdir()}
    assert {"open_odbl.gpkg", "open_odbl_plot_odbl.csv", "open_odbl_dcat.rdf"} <= apart
    assert "osm:1" not in (tmp_path / "a" / "open_plot.csv").read_text(encoding="utf-8")
    assert b"OpenStreetMap" not in (tmp_path / "a" / "open_dcat.rdf").read_bytes()
    assert b"licenses/odbl" in (tmp_path / "a" / "open_odbl_dcat.rdf").read_bytes()
    total = next(line for line in table(tmp_path / "a", "open_open_sums.csv") if line["area"] == "region")
    assert (total["n"], total["ha"]) == ("3", "3.0")


def test_sums_hold_all_plots_and_withhold_small_ones(tmp_path: Path) -> None:
    hidden = {"sensitivity": "confidential"}
    rows = plots(
        *({**hidden} for _ in range(4)),
        *({**hidden, "plot_type": "fnp_reserve"} for _ in range(5)),
        *({**hidden, "ags": BOCHUM} for _ in range(4)),
        *({**hidden, "ags": BOCHUM, "plot_type": "fnp_reserve"} for _ in range(1)),
        *({**hidden, "ags": BOCHUM, "plot_type": "building_gap"} for _ in range(6)),
    )
    towns = [
        row(MUNICIPALITY, box(0, 5000), ags=HERNE, name="Herne"),
        row(MUNICIPALITY, box(40), ags=BOCHUM, name="Bochum"),
    ]
    boundaries = Content(MUNICIPALITY, towns, (Provenance("Grenzen", ("dl-de/zero-2-0",)),))
    results = release_open(store(tmp_path / "s.gpkg", rows, boundaries), tmp_path / "a")
    found = {
        (line["area"], line["ags"], line["value"]): line
        for line in table(tmp_path / "a", "open_open_sums.csv")
        if line["kind"] in ("all", "plot_type")
    }
    assert found["region", "", ""]["n"] == "20"
    assert found["region", "", ""]["ha"] == "20.0"
    assert found["municipality", HERNE, ""]["name"] == "Herne"
    assert found["municipality", HERNE, ""]["n"] == "9"
    assert found["kreis", "05916", ""]["name"] == "Herne"
    away = {key for key, line in found.items() if line["withheld"] == "1"}
    assert ("municipality", BOCHUM, "fnp_reserve") in away
    assert len([key for key in away if key[:2] == ("municipality", BOCHUM)]) >= 2
    assert ("municipality", HERNE, "fnp_reserve") in away  # else Bochum's follows from the region's
    assert all(found[key]["n"] == "" and found[key]["ha"] == "" for key in away)
    assert results["WITHHELD_SUMS"] >= 4


def test_published_plots_do_not_uncover_the_others() -> None:
    """Four of five plots are released one by one: the fifth would be what remains of the sum."""
    ags = [HERNE] * 5 + [BOCHUM] * 5
    kinds = ["brownfield"] * 10
    made = release.sums(
        release.Plots(
            ags, {"plot_type": kinds, "restriction": [0] * 10}, [1.0] * 10, [True] * 4 + [False] + [True] * 5
        ),
        3,
    )
    by_key = {(cell.area, cell.ags, cell.kind, cell.value): cell for cell in made}
    assert by_key["municipality", HERNE, "plot_type", "brownfield"].withheld
    assert by_key["municipality", HERNE, "all", ""].withheld
    assert by_key["region", None, "all", ""].withheld


def test_the_sums_of_a_region_cannot_be_solved() -> None:
    rng = np.random.default_rng(3)
    towns = [f"059{number:02d}000" for number in range(11, 25)] + ["05170004", "05170008", "05170012"]
    ags = rng.choice(towns, 260).tolist()
    kinds = {"plot_type": rng.choice(["brownfield", "fnp_reserve", "building_gap"], 260).tolist()}
    kinds["restriction"] = rng.choice([0, 1, 2, None], 260).tolist()
    plots_ = release.Plots(ags, kinds, rng.gamma(1, 2, 260).tolist(), (rng.random(260) < 0.4).tolist())
    cells = release.sums(plots_, 3)
    shown = {(cell.area, cell.ags or "", cell.kind, cell.value): cell for cell in cells}
    areas = release._areas(ags)
    columns = [("all", ""), *((kind, value) for kind, values in release._KINDS for value in values)]
    gone = [(shown.get((*area, *column))) for area in areas for column in columns]
    unknown = np.asarray([cell is not None and cell.withheld for cell in gone])
    assert unknown.any()
    assert not determined(unknown, release._relations(areas, columns))
    for cell in cells:
        assert cell.withheld or cell.n == 0 or (cell.n or 0) >= 3


# ------------------------------------------------------------------------------------------------------------ metadata
PORTAL = Portal("probe", Label("Probe", "Probe"), "dcat", "https://example.org/")


def described(tmp_path: Path) -> Path:
    release_open(
        store(tmp_path / "s.gpkg", plots({"name": "A & B <C>"}, {})),
        tmp_path / "a",
        TITLE="Gewerbeflächen",
        PUBLISHER="Stadt Herne",
        CONTACT="geo@example.org",
        ADDRESS="https://example.org/daten",
    )
    return tmp_path / "a"


def test_a_catalogue_reads_the_iso_record(tmp_path: Path) -> None:
    body = (described(tmp_path) / "open_iso19139.xml").read_bytes()
    hits = iso19139.record_hits(answers.xml_root(body, "Probe"), PORTAL)
    assert hits[0].title == "Gewerbeflächen"
    assert hits[0].publisher == "Stadt Herne"
    assert hits[0].licence == BY
    assert {hit.url for hit in hits} >= {"https://example.org/daten/open.gpkg"}
    west, south, east, north = hits[0].bbox
    assert 7.2 < west < east < 7.3
    assert 51.5 < south < north < 51.6


def test_a_catalogue_reads_the_dcat_record(tmp_path: Path) -> None:
    body = (described(tmp_path) / "open_dcat.rdf").read_bytes()
    hits = dcat.parse(body, PORTAL, Query(""), Step(PORTAL.request("https://example.org/"))).hits
    assert {hit.title for hit in hits} == {"Gewerbeflächen"}
    assert {hit.licence for hit in hits} == {BY}
    assert {hit.publisher for hit in hits} == {"Stadt Herne"}
    assert "https://example.org/daten/open.gpkg" in {hit.url for hit in hits}
    text = body.decode("utf-8")
    assert "Stadt Herne; Daten verändert / data changed" in text
    assert "data-theme/REGI" in text


# ----------------------------------------------------------------------------------------------------------- bad input
@pytest.mark.parametrize(
    ("more", "part"),
    [({"LICENCE": "cc-by-nc"}, "cc-by-nc"), ({"LICENCE": "quatsch"}, "quatsch"), ({"STORE": None}, "neither STORE")],
)
def test_a_wrong_parameter_is_a_sentence(tmp_path: Path, more: dict[str, Any], part: str) -> None:
    path = store(tmp_path / "s.gpkg", plots({}))
    given = {"STORE": str(path), "FOLDER": str(tmp_path / "a"), **more}
    with pytest.raises(QgsProcessingException, match=part):
        processing.run("ruhr_planner:releaseopen", {key: value for key, value in given.items() if value is not None})
    assert not (tmp_path / "a").exists()


def test_files_of_others_stay_and_old_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    both = store(tmp_path / "s.gpkg", plots({}), Content(TAKEUP, [row(TAKEUP, year=2020)], (Provenance("T", (BY,)),)))
    release_open(both, folder)
    (folder / "meins.txt").write_text("bleibt", encoding="utf-8")
    assert (folder / "open_takeup.csv").exists()
    release_open(store(tmp_path / "t.gpkg", plots({})), folder)
    assert not (folder / "open_takeup.csv").exists()
    assert (folder / "meins.txt").read_text(encoding="utf-8") == "bleibt"


def test_a_layer_keeps_what_is_known_and_named(tmp_path: Path) -> None:
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:31466&field=ags:string&field=plot_type:string&field=sensitivity:string&field=licence:string"
        "&field=bemerkung:string&field=stand:string", "Meine Flächen", "memory",
    )  # fmt: skip
    feature = QgsFeature(layer.fields())
    feature.setAttributes([HERNE, "brownfield", "open", "cc-by-4.0", "GEHEIM_NOTIZ", "2024"])
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(2_580_000, 5_710_000, 2_580_100, 5_710_100)))
    layer.dataProvider().addFeatures([feature])
    results = processing.run(
        "ruhr_planner:releaseopen", {"LAYERS": [layer], "FOLDER": str(tmp_path / "a"), "KEEP_FIELDS": "stand"}
    )
    assert results["RELEASED"] == 1
    (line,) = table(tmp_path / "a", "open_meine_flächen.csv")
    assert set(line) == {"ags", "plot_type", "licence", "stand", "wkt"}
    made = QgsVectorLayer(f"{tmp_path / 'a' / 'open.gpkg'}|layername=meine_flächen", "x", "ogr")
    assert made.crs().authid() == "EPSG:25832"
    assert made.extent().center().x() == pytest.approx(372_300, abs=2000)


# ------------------------------------------------------------------------------------------------- anybody's layers
NAMES = (
    "plot_id",
    "ags",
    "plot_type",
    "sensitivity",
    "valid_to",
    "restriction_reasons",
    "previously_part_of",
    "licence",
)
IN_FORCE = ("p:0", HERNE, "brownfield", "open", None, None, None, BY)


def own_layer(names: tuple[str, ...], *rows: tuple[Any, ...], crs: str = "EPSG:25832", **types: str) -> QgsVectorLayer:
    """A layer of squares with fields of any spelling, texts unless the types say otherwise."""
    fields = "".join(f"&field={name}:{types.get(name, 'string')}" for name in names)
    layer = QgsVectorLayer(f"Polygon?crs={crs}{fields}", "plot", "memory")
    for number, values in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(values))
        feature.setGeometry(box(number))
        assert layer.dataProvider().addFeatures([feature])[0]
    return layer


def release_layer(layer: QgsVectorLayer, folder: Path, **more: Any) -> dict[str, Any]:
    return processing.run("ruhr_planner:releaseopen", {"LAYERS": [layer], "FOLDER": str(folder), **more})


def secret_layer(names: tuple[str, ...]) -> QgsVectorLayer:
    """One plot that is open, one that is confidential and one that has ended."""
    return own_layer(
        names,
        (*IN_FORCE[:5], "GEHEIM_GRUND", "GEHEIM_ID", BY),
        ("GEHEIM_ID", HERNE, "brownfield", "confidential", None, None, None, BY),
        ("GEHEIM_ID2", HERNE, "brownfield", "open", "2020-01-01", None, None, BY),
    )


def as_shapefile(layer: QgsVectorLayer, file: Path) -> QgsVectorLayer:
    """The layer as a Shapefile, which cuts names of fields to ten bytes."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), QgsCoordinateTransformContext(), options)
    return QgsVectorLayer(str(file), "plot", "ogr")


@pytest.mark.parametrize("spelling", ["lower", "upper", "Shapefile"])
def test_the_spelling_of_fields_uncovers_nothing(tmp_path: Path, spelling: str) -> None:
    layer = secret_layer(tuple(name.upper() if spelling == "upper" else name for name in NAMES))
    if spelling == "Shapefile":
        layer = as_shapefile(layer, tmp_path / "flaechen.shp")
        assert {"sensitivit", "restrictio", "previously"} <= set(layer.fields().names())
    keep = ",".join(layer.fields().names())
    results = release_layer(layer, tmp_path / "a", UNSTATED_OPEN=True, KEEP_FIELDS=keep)
    assert (results["RELEASED"], results["WITHHELD_RECORDS"]) == (1, 2)
    assert results["SUMS"] == 0, "two plots are in force, and figures of fewer than three are withheld"
    for file in (tmp_path / "a").iterdir():
        for secret_text in SECRETS:
            assert secret_text.encode() not in file.read_bytes(), (file.name, secret_text)
    (line,) = table(tmp_path / "a", "open_plot.csv")
    assert {name.lower() for name in line} == {"plot_id", "ags", "plot_type", "valid_to", "licence", "wkt"}


def test_of_two_fields_with_a_level_the_higher_counts(tmp_path: Path) -> None:
    names = ("plot_id", "sensitivity", "sensitivit", "licence")
    rows = [("a", "open", None, BY), ("b", None, "internal", BY), ("c", "open", "confidential", BY)]
    results = release_layer(own_layer(names, *rows), tmp_path / "a", UNSTATED_OPEN=True)
    assert results["RELEASED"] == 1
    assert [line["plot_id"] for line in table(tmp_path / "a", "open_plot.csv")] == ["a"]


def test_a_layer_that_lies_nowhere_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"“plot” has no coordinate reference system"):
        release_layer(own_layer(NAMES, IN_FORCE, crs=""), tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_invalid_geometry_is_repaired_and_counted(tmp_path: Path) -> None:
    layer = own_layer(NAMES, *(IN_FORCE for _ in range(3)))
    bow = f"POLYGON(({X} {Y}, {X + 100} {Y + 100}, {X + 100} {Y}, {X} {Y + 100}, {X} {Y}))"
    layer.dataProvider().changeGeometryValues({1: QgsGeometry.fromWkt(bow)})
    listener = Listener()
    given = {"LAYERS": [layer], "FOLDER": str(tmp_path / "a")}
    processing.run("ruhr_planner:releaseopen", given, feedback=listener)
    total = next(line for line in table(tmp_path / "a", "open_open_sums.csv") if line["area"] == "region")
    assert (total["n"], total["ha"]) == ("3", "2.5")
    made = QgsVectorLayer(f"{tmp_path / 'a' / 'open.gpkg'}|layername=plot", "x", "ogr")
    assert all(feature.geometry().isGeosValid() for feature in made.getFeatures())
    assert "plot: 1 geometry repaired." in listener.said
    (entry,) = json.loads((tmp_path / "a" / "release_log.json").read_text(encoding="utf-8"))
    assert entry["layers"][0]["repaired"] == 1


def test_curves_become_plain(tmp_path: Path) -> None:
    layer = QgsVectorLayer(
        "CurvePolygonZ?crs=EPSG:25832&field=sensitivity:string&field=licence:string", "plot", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["open", BY])
    circle = f"CIRCULARSTRING Z ({X} {Y} 5, {X + 200} {Y} 5, {X} {Y} 5)"
    feature.setGeometry(QgsGeometry.fromWkt(f"CURVEPOLYGON Z ({circle})"))
    layer.dataProvider().addFeatures([feature])
    release_layer(layer, tmp_path / "a")
    made = QgsVectorLayer(f"{tmp_path / 'a' / 'open.gpkg'}|layername=plot", "x", "ogr")
    assert made.wkbType() == Qgis.WkbType.MultiPolygon
    (shape,) = (each.geometry() for each in made.getFeatures())
    assert shape.area() == pytest.approx(31_416, rel=1e-4)


@pytest.mark.parametrize(("kind", "value"), [("integer", 5_916_000), ("double", 5_916_000.0), ("string", "5916000")])
def test_a_key_without_its_zero_counts_in_its_town(tmp_path: Path, kind: str, value: Any) -> None:
    rows = [("p", value, *IN_FORCE[2:]) for _ in range(3)]
    release_layer(own_layer(NAMES, *rows, ags=kind), tmp_path / "a")
    sums = {line["area"]: line for line in table(tmp_path / "a", "open_open_sums.csv") if line["kind"] == "all"}
    assert (sums["municipality"]["ags"], sums["kreis"]["name"]) == (HERNE, "Herne")


def test_a_code_outside_the_list_is_a_sentence(tmp_path: Path) -> None:
    bad = ("p:1", HERNE, "Brache", *IN_FORCE[3:])
    with pytest.raises(QgsProcessingException, match=r"“plot”, field “plot_type”: .*“Brache”.*Allowed are"):
        release_layer(own_layer(NAMES, IN_FORCE, bad), tmp_path / "a")
    assert not (tmp_path / "a").exists()
