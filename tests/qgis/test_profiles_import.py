"""Shipped profiles and XPlanGML through `harmonise` into a store, read back by fiona; suggestions, too."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import fiona
import pytest
import yaml
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from ruhr_planner.harmonise import profile
from ruhr_planner.store import geopackage
from tests.registry import registered

DATA = Path(__file__).parent.parent / "data" / "profiles"
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "xplanung"


class Said(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.lines.append(warning)


def run(name: str, **parameters: Any) -> tuple[dict[str, Any], list[str]]:
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{name}")
        feedback = Said()
        results, succeeded = algorithm.run(parameters, QgsProcessingContext(), feedback)
        assert succeeded, feedback.lines
        return results, feedback.lines


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return geopackage.create(tmp_path_factory.mktemp("store") / "store.gpkg").path


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty, tmp_path / "store.gpkg"))


def imported(store: Path, chosen: str, file: Path, **more: Any) -> dict[str, Any]:
    results, _ = run("harmonise", INPUT=str(file), PROFILE=chosen, STORE=str(store), **more)
    assert results["READ"] == results["WRITTEN"] + results["UNCHANGED"] + results["REJECTED"]
    return results


def rows(store: Path, table: str) -> list[dict[str, Any]]:
    with fiona.open(store, layer=table) as source:
        return [{**feature["properties"], "geometry": feature["geometry"]} for feature in source]


# ----------------------------------------------------------------------------------------------------- shipped profiles
@pytest.mark.parametrize(
    ("chosen", "file", "table", "written", "filtered"),
    [
        ("gelsenkirchen_gewerbe", "gelsenkirchen_gewerbe.geojson", "place", 3, 1),
        ("gelsenkirchen_leerstand", "gelsenkirchen_leerstand.geojson", "place", 1, 1),
        ("herne_zechenstandorte", "herne_zechenstandorte.geojson", "place", 2, 0),
        ("gfnp_staedteregion_ruhr", "gfnp.json", "plot", 3, 1),
        ("nrw_alkis_nutzung", "ave_nutzung.gml", "plot", 2, 1),
        ("alkis_brachen", "nas.xml", "plot", 3, 1),
        ("inspire_landnutzung", "inspire_elu.gml", "plot", 2, 1),
        ("inspire_landnutzung", "inspire_elu.geojson", "plot", 1, 0),
        ("xplan_bp", "xplan_bp_54.gml", "plot", 4, 11),
        ("xplan_bp", "xplan_bp_60.gml", "plot", 1, 3),
        ("xplan_fp", "xplan_fp_54.gml", "plot", 2, 4),
        ("xplan_rp", "xplan_rp_60.gml", "plot", 4, 4),
        ("osm_landnutzung", "osm_landuse.geojson", "plot_odbl", 4, 1),
        ("brownfield_register_england", "brownfield_register.geojson", "plot", 2, 0),
        ("nrw_schulen", "schulverzeichnis.geojson", "place", 5, 0),
    ],
)
def test_a_shipped_profile_fills_its_table(
    store: Path, chosen: str, file: str, table: str, written: int, filtered: int
) -> None:
    """Everything that passes the filter is written, with source and licence."""
    results = imported(store, chosen, DATA / file)
    assert (results["WRITTEN"], results["REJECTED"], results["FILTERED"]) == (written, 0, filtered)
    found = rows(store, table)
    assert len(found) == written
    shipped = profile.open_profile(chosen)
    if table != "place":
        assert {row["licence"] for row in found} == {shipped.licence}
        assert all(row["plot_id"].startswith(f"{shipped.source.id}:") for row in found)
    source = {row["source_id"]: row for row in rows(store, "source")}[shipped.source.id]
    assert source["licence"] == shipped.licence


@pytest.mark.parametrize(
    ("chosen", "file", "count"),
    [("xplan_bp", "xplan_bp_54.gml", 4), ("gelsenkirchen_leerstand", "gelsenkirchen_leerstand.geojson", 1)],
)
def test_the_same_source_again_writes_nothing(store: Path, chosen: str, file: str, count: int) -> None:
    """With an id of the source, and with one that is made of the geometry."""
    imported(store, chosen, DATA / file)
    again = imported(store, chosen, DATA / file)
    assert (again["WRITTEN"], again["UNCHANGED"], again["ENDED"]) == (0, count, 0)


def test_the_next_plan_does_not_end_the_first(store: Path) -> None:
    """Plans come one by one; a file of monitoring is the whole source."""
    imported(store, "xplan_bp", DATA / "xplan_bp_54.gml")
    results = imported(store, "xplan_bp", DATA / "xplan_bp_60.gml")
    assert (results["WRITTEN"], results["ENDED"]) == (1, 0)
    assert {row["valid_to"] for row in rows(store, "plot")} == {None}


def test_points_of_a_register_are_no_areas(store: Path) -> None:
    points = DATA / "brownfield_register_points.csv"
    results = imported(store, "brownfield_register_england", points, CRS="EPSG:4326")
    assert (results["READ"], results["REJECTED"]) == (1, 1)
    (rejected,) = rows(store, "rejected")
    assert json.loads(rejected["record"])["SiteReference"] == "EH/141"


def test_the_licence_of_openstreetmap_stays_apart(store: Path) -> None:
    """Both in one store, in two tables."""
    imported(store, "osm_landnutzung", DATA / "osm_landuse.geojson")
    imported(store, "xplan_fp", DATA / "xplan_fp_54.gml")
    assert {row["licence"] for row in rows(store, "plot_odbl")} == {"odbl"}
    assert "odbl" not in {row["licence"] for row in rows(store, "plot")}


# ----------------------------------------------------------------------------------------------------------- round trip
EVERYTHING = """
profile: xplan_alles
target: plot
source: {id: xplan}
licence: unknown
filter: "objektart in (KINDS)"
fields:
  native_id: {from: gml_id, required: true}
  name: {from: objektart}
  plot_type: {const: existing}
"""


def expected(path: Path) -> dict[str, dict[str, float]]:
    """Return the areas (ha) of the objects with polygons by kind and id, read by GDAL alone."""
    from osgeo import gdal

    found: dict[str, dict[str, float]] = {}
    options = ["DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO", "EXPOSE_GML_ID=YES"]
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=["GML"], open_options=options)
    for number in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(number)
        for feature in layer:
            shape = feature.GetGeometryRef()
            if shape is not None and shape.GetDimension() == 2:
                area = shape.GetLinearGeometry().GetArea() / 1e4
                found.setdefault(layer.GetName(), {})[feature.GetField("gml_id")] = area
    return found


def unpacked(name: str, tmp_path: Path) -> Path:
    path = next((folder / name for folder in (DATA, SHARED) if (folder / name).is_file()), None)
    if path is None:
        pytest.skip("the test plans are not there")
    if path.suffix != ".zip":
        return path
    with zipfile.ZipFile(path) as archive:
        return Path(archive.extract("xplan.gml", tmp_path))


@pytest.mark.parametrize(
    ("file", "kinds", "count"),
    [
        ("xplan_bp_54.gml", ("BP_BaugebietsTeilFlaeche", "BP_StrassenVerkehrsFlaeche"), 7),
        ("xplan_rp_60.gml", ("RP_IndustrieGewerbe", "RP_WohnenSiedlung", "RP_Landwirtschaft"), 6),
        ("FNP_Zusammenzeichnung.gml", ("FP_BebauungsFlaeche", "FP_Gruen", "FP_VerEntsorgung", "FP_WaldFlaeche"), None),
        ("Blankenese29_Test_60.zip", ("BP_BaugebietsTeilFlaeche", "BP_UeberbaubareGrundstuecksFlaeche"), 121),
        ("BPlan001_5-1.gml", ("BP_GruenFlaeche", "BP_Landwirtschaft", "BP_BaugebietsTeilFlaeche"), 79),
    ],
)
def test_xplan_to_store_to_fiona(
    store: Path, tmp_path: Path, file: str, kinds: tuple[str, ...], count: int | None
) -> None:
    """Objects and areas (0.01 ha each) are those that GDAL reads from the file; fiona reads them from the store."""
    shapely = pytest.importorskip("shapely.geometry")
    path = unpacked(file, tmp_path)
    there = {key: area for kind, areas in expected(path).items() if kind in kinds for key, area in areas.items()}
    assert count in (None, len(there))
    chosen = tmp_path / "alles.yaml"
    chosen.write_text(EVERYTHING.replace("KINDS", ", ".join(f"'{kind}'" for kind in kinds)), encoding="utf-8")
    results = imported(store, str(chosen), path)
    found = {row["native_id"]: row for row in rows(store, "plot")}
    lost = {key: there[key] for key in there.keys() - found.keys()}
    assert results["WRITTEN"] == len(found)
    assert results["REJECTED"] == results["READ"] - len(there) + len(lost)
    assert found.keys() <= there.keys()
    assert not lost
    for key, area in there.items():
        assert shapely.shape(found[key]["geometry"]).area / 1e4 == pytest.approx(area, abs=0.01)
        assert found[key]["area_gross_ha"] == pytest.approx(area, abs=0.01)
    assert sum(row["area_gross_ha"] for row in found.values()) == pytest.approx(sum(there.values()), abs=0.01)


# ---------------------------------------------------------------------------------------------------------- suggestions
def test_a_suggestion_is_made_edited_and_used(store: Path, tmp_path: Path) -> None:
    """From a Shapefile with cut names in the code page of DOS, over the file that a person edits, into the store."""
    layer = tmp_path / "reserven.shp"
    schema = {"geometry": "Polygon", "properties": {
        "FL_NR": "str:10", "RESERVETYP": "str:30", "FLAECHE_BR": "str:12", "RESTRIKTIO": "str:20", "GKZ": "int",
        "ALTLASTEN": "str:30", "BEMERKUNG": "str:50"}}  # fmt: skip
    with fiona.open(layer, "w", driver="ESRI Shapefile", crs="EPSG:25832", schema=schema, encoding="CP850") as sink:
        for number, (kind, restriction) in enumerate(
            (("FNP-Reserve", "keine"), ("Brache", "gering"), ("Baulücke", "keine"), ("Wiese", ""))
        ):
            x, size = 361_000 + 1_000 * number, 100.0 * (number + 1)
            ring = [(x, 5_700_000), (x, 5_700_000 + size), (x + size, 5_700_000 + size), (x + size, 5_700_000)]
            sink.write({
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "properties": {
                    "FL_NR": f"E-{number}", "RESERVETYP": kind, "FLAECHE_BR": f"{size * size:.0f}",
                    "RESTRIKTIO": restriction, "GKZ": 5113000, "ALTLASTEN": "Verdacht", "BEMERKUNG": "geheim",
                },
            })  # fmt: skip
    layer.with_suffix(".cpg").unlink()
    suggested, table = tmp_path / "reserven.yaml", tmp_path / "vorschlag.gpkg"
    results, said = run("suggestmapping", INPUT=str(layer), TARGET=0, OUTPUT=str(suggested), TABLE=str(table))
    assert (results["MATCHED"], results["UNMATCHED"], results["RECORDS"]) == (6, 1, 4)
    assert any("confirmed" in line for line in said)
    raw = yaml.safe_load(suggested.read_text(encoding="utf-8"))
    assert raw["fields"]["area_recorded_ha"] == {"from": "FLAECHE_BR", "unit": "m2"}
    assert raw["suggested"]["fields"]["plot_type"]["unmapped"] == ["Wiese"]
    assert "geheim" not in suggested.read_text(encoding="utf-8")
    assert not profile.read(suggested).confirmed
    listed = {row["source_field"]: row for row in rows_of_table(table)}
    assert listed["RESTRIKTIO"]["target_field"] == "restriction"
    assert listed["BEMERKUNG"]["target_field"] is None
    assert listed["ALTLASTEN"]["samples"] is None

    raw["suggested"]["confirmed"] = True
    raw["fields"]["plot_type"] = {"from": "RESERVETYP", "map": {"Wiese": "underused"}}
    suggested.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    results = imported(store, str(suggested), layer)
    assert results["WRITTEN"] == 4
    found = {row["native_id"]: row for row in rows(store, "plot")}
    kinds = ["fnp_reserve", "brownfield", "building_gap", "underused"]
    assert [found[f"E-{n}"]["plot_type"] for n in range(4)] == kinds
    assert [found[f"E-{n}"]["area_recorded_ha"] for n in range(4)] == [1.0, 4.0, 9.0, 16.0]
    assert [found[f"E-{n}"]["restriction"] for n in range(4)] == [0, 1, 0, None]


def rows_of_table(path: Path) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(str(path), "t", "ogr")
    names = [field.name() for field in layer.fields()]
    return [dict(zip(names, (value or None for value in feature.attributes()))) for feature in layer.getFeatures()]


def test_a_layer_of_the_project_is_looked_at_like_a_file(tmp_path: Path) -> None:
    layer = QgsVectorLayer(str(DATA / "brownfield_register.geojson"), "register", "ogr")
    out = tmp_path / "p.yaml"
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:suggestmapping")
        results, succeeded = algorithm.run(
            {"INPUT": layer, "TARGET": 0, "OUTPUT": str(out), "SAMPLES": False}, QgsProcessingContext(), Said()
        )
    assert succeeded
    assert results["MATCHED"] == 8
    text = out.read_text(encoding="utf-8")
    assert "EH/141" not in text
    assert yaml.safe_load(text)["fields"]["source_date"] == {"from": "LastUpdatedDate", "date": ["iso", "%d/%m/%Y"]}


def test_nothing_is_written_where_the_file_is_no_layer(tmp_path: Path) -> None:
    broken = tmp_path / "x.csv"
    broken.write_bytes(b"\x00\x01\x02")
    out = tmp_path / "p.yaml"
    with registered():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:suggestmapping")
        _, succeeded = algorithm.run(
            {"INPUT": str(broken), "TARGET": 0, "OUTPUT": str(out)}, QgsProcessingContext(), Said()
        )
    assert not succeeded
    assert not out.exists()
