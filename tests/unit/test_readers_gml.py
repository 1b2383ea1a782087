"""Files with many feature types, read as one table: XPlanGML and NAS, with both skins of GDAL; and hostile ones."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ruhr_planner.model import errors
from ruhr_planner.readers import check, files, gml, wkb
from ruhr_planner.readers.record import TEXT, Page

DATA = Path(__file__).parent.parent / "data" / "profiles"
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "xplanung"


@pytest.fixture(params=["osgeo", "fiona"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    pytest.importorskip(request.param)
    monkeypatch.setenv("RUHR_PLANNER_ENGINE", request.param)
    return str(request.param)


def read(path: Path, layer: str = "") -> tuple[list[Page], Any]:
    with files.open_path(path, layer) as stream:
        return list(stream.pages()), stream.tally


def records(pages: list[Page]) -> list[dict[str, Any]]:
    return [dict(zip((f.name for f in page.fields), entry.values)) for page in pages for entry in page.records]


def test_all_object_kinds_of_a_plan_are_loaded() -> None:
    pages, tally = read(DATA / "xplan_bp_54.gml")
    found = Counter(record["objektart"] for record in records(pages))
    assert found == {
        "BP_Plan": 3, "BP_Bereich": 3, "BP_BaugebietsTeilFlaeche": 6, "BP_StrassenVerkehrsFlaeche": 1,
        "BP_BauGrenze": 1, "BP_TextAbschnitt": 1,
    }  # fmt: skip
    assert (tally.expected, tally.loaded, tally.complete) == (15, 15, True)
    assert len({page.fields for page in pages}) == 1
    assert {field.kind for field in pages[0].fields} == {TEXT}
    assert {page.crs for page in pages if page.geometry} == {"EPSG:25832"}


def test_chosen_object_kinds(engine: str) -> None:
    pages, tally = read(DATA / "xplan_fp_54.gml", "xplan:FP_Gruen, FP_Plan")
    assert sorted(record["objektart"] for record in records(pages)) == ["FP_Gruen", "FP_Plan"]
    assert tally.complete
    with pytest.raises(errors.FileLayerUnknown, match="FP_Wald"):
        read(DATA / "xplan_fp_54.gml", "FP_Wald")


def test_objects_know_their_plan(engine: str) -> None:
    """Keys keep their zeros, several values are parted by semicolons."""
    found = {record["gml_id"]: record for record in records(read(DATA / "xplan_rp_60.gml")[0])}
    assert found["R2"]["typ"] == "9000;5000"
    assert found["R2"]["plan_name"] == "Regionalplan Beispiel"
    assert found["R2"]["plan_datum"] == "2024-02-28"
    assert found["R2"]["plan_rechtsstand"] == "4000"
    assert found["R2"]["xplan_version"] == "6.0"
    assert found["P1"]["plan_id"] == found["B1"]["plan_id"] == found["R6"]["plan_id"] == "P1"


def test_each_plan_of_a_file_has_its_own_objects() -> None:
    found = {record["gml_id"]: record for record in records(read(DATA / "xplan_bp_54.gml")[0])}
    assert [found[key]["plan_id"] for key in ("O1", "O5", "O6", "B2")] == ["P1", "P2", "P3", "P2"]
    assert found["O9"]["plan_id"] is None  # a text that names no Bereich, in a file with three plans
    assert found["O1"]["plan_ags"] == "05113000"
    assert found["O5"]["plan_ags"] is None  # two municipalities: the geometry has to tell
    assert found["O5"]["plan_gemeinde"] == "Essen;Mülheim an der Ruhr"


def test_only_the_bereich_tells_what_belongs_to_it(tmp_path: Path) -> None:
    text = (DATA / "xplan_bp_54.gml").read_text(encoding="utf-8")
    text = text.replace('<xplan:gehoertZuBereich xlink:href="#B2"/>', "")
    text = text.replace('<xplan:gehoertZuPlan xlink:href="#P2"/>',
                        '<xplan:planinhalt xlink:href="#O5"/><xplan:gehoertZuPlan xlink:href="#P2"/>')  # fmt: skip
    path = tmp_path / "plan.gml"
    path.write_text(text, encoding="utf-8")
    found = {record["gml_id"]: record for record in records(read(path)[0])}
    assert found["O5"]["plan_id"] == "P2"


def test_arcs_become_lines_with_their_area() -> None:
    """A half circle of 50 m radius beside 200 x 100 m."""
    pages, _ = read(DATA / "xplan_bp_54.gml")
    shape = next(
        entry.wkb for page in pages for entry in page.records if entry.wkb and "O4" in entry.values
    )  # fmt: skip
    xy = wkb.Coordinates([shape]).xy
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(xy, xy[1:]))) / 2
    assert area == pytest.approx(20_000 + 3.14159265 * 50**2 / 2, rel=1e-3)


def test_nas_is_read_with_the_name_of_the_adv_for_its_crs(engine: str) -> None:
    pages, tally = read(DATA / "nas.xml")
    assert tally.complete
    assert {page.crs for page in pages} == {"EPSG:25832"}
    found = {record["gml_id"]: record for record in records(pages)}
    assert Counter(record["objektart"] for record in found.values()) == {
        "AX_IndustrieUndGewerbeflaeche": 3, "AX_Halde": 1,
    }  # fmt: skip
    assert found["DENWAT01D0000001"]["zustand"] == "2100"
    assert found["DENWAT01D0000003"]["zustand"] is None
    assert found["DENWAT01D0000001"]["name"] == "Ehemaliges Walzwerk"


@pytest.mark.parametrize(
    ("name", "code"),
    [("urn:adv:crs:ETRS89_UTM32", "EPSG:25832"), ("urn:adv:crs:DE_DHDN_3GK2", "EPSG:31466"),
     ("urn:adv:crs:DE_DHDN_3GK3*NW177", "urn:adv:crs:DE_DHDN_3GK3*NW177")],
)  # fmt: skip
def test_names_of_the_adv(name: str, code: str) -> None:
    assert check.normal(name) == code


def test_codes_of_inspire_are_read_from_references(engine: str) -> None:
    found = {record["localId"]: record for record in records(read(DATA / "inspire_elu.gml")[0])}
    assert "6_2_AbandonedAreas" in found["DENW42001"]["hilucsLandUse_href"]
    assert "2_5_OtherIndustry" in found["DENW42001"]["hilucsLandUse_href"]


def test_ordinary_gml_keeps_its_numbers(engine: str) -> None:
    found = records(read(DATA / "ave_nutzung.gml")[0])
    assert [record["nutzart"] for record in found][:2] == ["Industrie- und Gewerbefläche", "Halde"]
    assert "objektart" not in found[0]


def test_nothing_is_left_beside_the_file(engine: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA / "xplan_fp_54.gml", tmp_path))
    read(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["xplan_fp_54.gml"]


# ------------------------------------------------------------------------------------------------------------- hostile
def test_entities_are_refused(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.gml"
    text = (DATA / "xplan_fp_54.gml").read_text(encoding="utf-8")
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path.write_text(text.replace("?>\n", f"?>\n{declared}\n", 1).replace("FNP Beispiel", "&e;"), encoding="utf-8")
    with pytest.raises(errors.UnsafeXml):
        read(path)


def test_more_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "XML_MB", 0)
    with pytest.raises(errors.FileTooLarge):
        read(DATA / "xplan_fp_54.gml")


def test_a_file_that_breaks_off_is_no_plan(tmp_path: Path) -> None:
    text = (DATA / "xplan_bp_54.gml").read_bytes()
    path = tmp_path / "plan.gml"
    path.write_bytes(text[: int(len(text) * 0.8)])
    with pytest.raises(errors.BadFile):
        read(path)


def test_two_reference_systems_in_one_file() -> None:
    """GDAL names none then; the geometry of the objects does."""
    assert gml.stated_crs(DATA / "nas.xml", "AX_Halde") == "EPSG:25832"
    assert gml.stated_crs(DATA / "nas.xml", "AX_Bahnverkehr") == ""


# ----------------------------------------------------------------------------------------------------- real test plans
@pytest.mark.parametrize(
    ("file", "count", "version", "kind", "areas"),
    [
        ("BPlan001_5-1.gml", 739, "5.1", "BP_BaugebietsTeilFlaeche", 1),
        ("bp_plan_small.gml", 9, "5.3", "BP_BaugebietsTeilFlaeche", 2),
        ("Blankenese29_Test_60.zip", 491, "6.0", "BP_BaugebietsTeilFlaeche", 42),
        ("FNP_Zusammenzeichnung.gml", 780, "5.1", "FP_BebauungsFlaeche", 140),
    ],
)
def test_plans_of_the_standard(file: str, count: int, version: str, kind: str, areas: int) -> None:
    if not (SHARED / file).is_file():
        pytest.skip("the test plans are not there")
    pages, tally = read(SHARED / file)
    found = records(pages)
    assert (tally.loaded, tally.complete) == (count, True)
    assert sum(record["objektart"] == kind for record in found) == areas
    assert {record["xplan_version"] for record in found if record["objektart"] == kind} == {version}
