"""Every shipped profile on a record of its source: what each rule makes of it, and what is left out or refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ruhr_planner.harmonise import mapping, profile
from ruhr_planner.harmonise.profile import Profile
from ruhr_planner.model import errors, licences
from ruhr_planner.readers import files

DATA = Path(__file__).parent.parent / "data" / "profiles"


def mapped(name: str, file: str) -> tuple[list[dict[str, Any]], int, Profile]:
    """Return the records that a profile makes of a file, and how many it leaves out; none may be refused."""
    chosen = profile.open_profile(name)
    made: list[dict[str, Any]] = []
    left_out = 0
    rules = mapping.Rules(chosen)
    with files.open_path(DATA / file) as stream:
        for page in stream.pages():
            names = mapping.Names([field.name for field in page.fields])
            assert mapping.missing(chosen, names) == []
            rules.bind(names)
            rows = [record.values for record in page.records]
            kept, refused = rules.passes(rows)
            found = rules.page([rows[place] for place in kept])
            assert not refused
            assert not found.refused
            left_out += len(rows) - len(kept)
            made += [dict(zip(found.columns, row)) for row in zip(*found.columns.values())]
    return made, left_out, chosen


def column(records: list[dict[str, Any]], name: str) -> list[Any]:
    return [record[name] for record in records]


# ------------------------------------------------------------------------------------------------------------- shipped
CASES = {
    "gelsenkirchen_gewerbe": "gelsenkirchen_gewerbe.geojson",
    "gelsenkirchen_leerstand": "gelsenkirchen_leerstand.geojson",
    "herne_zechenstandorte": "herne_zechenstandorte.geojson",
    "gfnp_staedteregion_ruhr": "gfnp.json",
    "nrw_alkis_nutzung": "ave_nutzung.gml",
    "alkis_brachen": "nas.xml",
    "inspire_landnutzung": "inspire_elu.gml",
    "xplan_bp": "xplan_bp_54.gml",
    "xplan_fp": "xplan_fp_54.gml",
    "xplan_rp": "xplan_rp_60.gml",
    "osm_landnutzung": "osm_landuse.geojson",
    "brownfield_register_england": "brownfield_register.geojson",
    "nrw_schulen": "schulverzeichnis.geojson",
}


def test_every_shipped_profile_is_tested_here() -> None:
    assert {*CASES, "monitoring"} == set(profile.shipped())


@pytest.mark.parametrize("name", profile.shipped())
def test_shipped_profile_says_what_it_is(name: str) -> None:
    """Both languages, a version, where it comes from, and a licence that fits its table."""
    found = profile.open_profile(name)
    assert found.id == name
    assert found.version >= 1
    assert found.title.de
    assert found.title.en != found.title.de
    assert found.note.de
    assert found.note.en != found.note.de
    assert found.source.evidence in profile.EVIDENCE
    assert (found.target.table == "plot_odbl") == (found.licence == licences.ODBL.id)
    assert profile.parse(profile.write(found)).raw == found.raw


def test_evidence_is_not_claimed_where_nobody_saw_a_record() -> None:
    unverified = {name for name in profile.shipped() if profile.open_profile(name).source.evidence == "unverified"}
    assert unverified == {"herne_zechenstandorte", "gfnp_staedteregion_ruhr", "monitoring"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_manual_lists_them_and_its_example_is_a_profile(root: Path, language: str) -> None:
    """With the evidence that each states."""
    words = {"recorded": ("gelesen", "recorded"), "documented": ("dokumentiert", "documented"),
             "unverified": ("ungeprüft", "unverified")}  # fmt: skip
    page = (root / "docs" / "manual" / f"profiles.{language}.md").read_text(encoding="utf-8")
    lines = [line for line in page.split("## 2.")[0].splitlines() if line.startswith("| `")]
    listed = {name: line for line in lines for name in re.findall(r"`([a-z_]+)`", line.split("|")[1])}
    assert set(listed) == set(profile.shipped())
    for name, line in listed.items():
        found = profile.open_profile(name)
        assert f"| `{found.target.table}` |" in line
        assert line.rstrip(" |").endswith(words[found.source.evidence][language == "en"])
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    rule = profile.parse(example).rule("plot_type")
    assert rule is not None
    assert rule.mapping == {"r": "fnp_reserve", "b": "brownfield", "l": "building_gap"}


def test_gelsenkirchen_premises() -> None:
    records, left_out, chosen = mapped("gelsenkirchen_gewerbe", CASES["gelsenkirchen_gewerbe"])
    assert left_out == 1  # the one that the city does not publish
    assert column(records, "native_id") == ["1001", "1002", "1003"]
    assert column(records, "kind") == ["business", "business", "vacancy"]
    assert column(records, "name") == ["Beispiel-Bäckerei", "Beispiel-Imbiss", "Leerstand"]
    assert column(records, "ags") == ["05513000"] * 3
    assert chosen.target.table == "place"


def test_gelsenkirchen_vacancies() -> None:
    """WAHR and FALSCH as texts, and the text "NULL" for an address that is unknown."""
    records, left_out, chosen = mapped("gelsenkirchen_leerstand", CASES["gelsenkirchen_leerstand"])
    assert left_out == 1
    assert records == [{"kind": "vacancy", "name": "Beispielstraße 5", "ags": "05513000"}]
    assert chosen.rule("native_id") is None


def test_herne_collieries_are_places_and_no_brownfield() -> None:
    records, left_out, chosen = mapped("herne_zechenstandorte", CASES["herne_zechenstandorte"])
    assert (left_out, chosen.target.table, chosen.geometry) == (0, "place", "point")
    assert column(records, "name") == ["Zeche Beispiel I", "Zeche Beispiel II"]
    assert column(records, "kind") == ["former_colliery"] * 2


def test_joint_land_use_plan() -> None:
    records, left_out, _ = mapped("gfnp_staedteregion_ruhr", CASES["gfnp_staedteregion_ruhr"])
    assert left_out == 1  # the residential area
    assert column(records, "use_fnp") == ["G", "G", "GI"]
    assert column(records, "use_rp") == ["GIB", "ASB_GE", "unknown"]
    assert column(records, "source_date") == ["2025-09-01", "2010-05-08", None]
    assert column(records, "municipality") == ["Essen", "Mülheim an der Ruhr", "Bochum"]
    assert set(column(records, "plot_type")) == {"existing"}  # a designation is no reserve


def test_alkis_in_the_simplified_schema() -> None:
    records, left_out, _ = mapped("nrw_alkis_nutzung", CASES["nrw_alkis_nutzung"])
    assert left_out == 1
    assert column(records, "native_id") == ["DENW01ALn1", "DENW01ALn2"]
    assert column(records, "source_date") == ["2026-02-17", "2025-11-03"]
    assert column(records, "former_use") == [None, "mining"]


def test_disused_land_of_alkis() -> None:
    """Only `zustand` 2100, of several feature types in one file."""
    records, left_out, _ = mapped("alkis_brachen", CASES["alkis_brachen"])
    assert left_out == 1
    assert sorted(zip(column(records, "native_id"), column(records, "former_use"))) == [
        ("DENWAT01D0000001", "commerce"),
        ("DENWAT01D0000002", "mining"),
        ("DENWAT01D0000004", "power_plant"),
    ]
    assert set(column(records, "plot_type")) == {"brownfield"}
    assert min(column(records, "source_date")) == "2019-03-01"


@pytest.mark.parametrize("file", ["inspire_elu.gml", "inspire_elu.geojson"])
def test_inspire_land_use(file: str) -> None:
    records, left_out, _ = mapped("inspire_landnutzung", file)
    if file.endswith(".gml"):
        assert left_out == 1
        assert column(records, "native_id") == ["DENW42001", "DENW42003"]
        assert column(records, "plot_type") == ["brownfield", "existing"]
        assert column(records, "former_use") == [None, "power_plant"]
        assert column(records, "source_date") == ["2020-01-01", "2021-05-04"]
    else:
        assert column(records, "plot_type") == ["brownfield"]
        assert column(records, "source_date") == ["2024-06-30"]


def test_xplan_local_plans() -> None:
    """Each area with what its own plan says; the plan that was revoked is left out."""
    records, left_out, _ = mapped("xplan_bp", CASES["xplan_bp"])
    assert left_out == 11
    by_id = {record["native_id"]: record for record in records}
    assert sorted(by_id) == ["O1", "O2", "O4", "O5"]
    assert {key: record["use_bplan"] for key, record in by_id.items()} == {
        "O1": "GE", "O2": "GI", "O4": "unknown", "O5": "GE",
    }  # fmt: skip
    assert by_id["O1"]["name"] == "07/21 Gewerbepark Beispiel"
    assert by_id["O1"]["planning_status"] == "bplan_in_force"
    assert [by_id["O1"][name] for name in ("valid_from", "source_scale", "ags")] == ["2021-05-14", 500, "05113000"]
    assert by_id["O5"]["planning_status"] == "bplan_in_progress"
    assert [by_id["O5"][name] for name in ("valid_from", "source_scale", "ags")] == [None, None, None]


def test_xplan_6_0_object_without_a_reference_belongs_to_the_only_plan() -> None:
    records, left_out, _ = mapped("xplan_bp", "xplan_bp_60.gml")
    assert left_out == 3
    assert [(r["native_id"], r["ags"], r["planning_status"]) for r in records] == [
        ("S1", "05512000", "bplan_in_progress")  # Satzung: resolved, not yet in force
    ]


def test_xplan_land_use_plan() -> None:
    records, left_out, _ = mapped("xplan_fp", CASES["xplan_fp"])
    assert left_out == 4
    assert column(records, "use_fnp") == ["G", "GI"]
    assert column(records, "planning_status") == ["fnp", "fnp"]
    assert column(records, "valid_from") == ["2008-12-20"] * 2


def test_xplan_regional_plan() -> None:
    """GIB, an area for a major project (two types), another type, and the ASB."""
    records, left_out, _ = mapped("xplan_rp", CASES["xplan_rp"])
    assert left_out == 4
    assert dict(zip(column(records, "native_id"), column(records, "use_rp"))) == {
        "R1": "GIB", "R2": "GIBz", "R3": "other", "R4": "ASB",
    }  # fmt: skip
    assert column(records, "source_scale") == [50000] * 4


def test_openstreetmap_goes_into_a_table_of_its_own() -> None:
    records, left_out, chosen = mapped("osm_landnutzung", CASES["osm_landnutzung"])
    assert (left_out, chosen.target.table, chosen.licence) == (1, "plot_odbl", "odbl")
    assert column(records, "plot_type") == ["brownfield", "existing", "brownfield", "brownfield"]
    assert column(records, "former_use") == [None, None, "rail", "mining"]
    assert column(records, "name") == ["Alte Gießerei", "Beispiel GmbH", None, "Halde Nord"]


def test_english_register() -> None:
    records, _, _ = mapped("brownfield_register_england", CASES["brownfield_register_england"])
    assert column(records, "native_id") == ["EH/141", "EH/142"]
    assert column(records, "area_recorded_ha") == [1.95, 2.0]
    assert column(records, "ownership") == ["public", "unknown"]
    assert column(records, "valid_from") == ["2017-12-31", "2018-02-01"]
    assert column(records, "valid_to") == [None, "2020-04-01"]
    assert column(records, "previously_part_of") == ["EH/12", None]
    assert "contamination" not in records[0]


def test_schools() -> None:
    """Recorded rows of the state's school directory."""
    records, _, chosen = mapped("nrw_schulen", CASES["nrw_schulen"])
    assert dict(zip(column(records, "native_id"), column(records, "kind"))) == {
        "100000": "school", "100014": "school", "100029": "school", "100037": "vocational_school",
        "181420": "vocational_school",
    }  # fmt: skip
    assert column(records, "ags")[1] == "05916000"
    assert column(records, "name")[1] == "Herne, GG Kolibri-Schule"
    assert chosen.licence == "dl-de/by-2-0"


MONITORING = ("KENNUNG", "BEZEICHNUN", "RESERVETYP", "RESTRIKTIO", "RESTR_GRUE", "FLAECHE_BR", "ALTLASTEN", "EIGENTUM",
              "VERFUEGBAR", "STAND", "GKZ", "BRACHE")  # fmt: skip


def test_monitoring_with_names_as_a_shapefile_cuts_them() -> None:
    chosen = profile.open_profile("monitoring")
    names = mapping.Names(MONITORING)
    assert mapping.missing(chosen, names) == []
    rules = mapping.Rules(chosen)
    rules.bind(names)
    found = rules.page([
        ("W-1", "Nordpark", "Brachfläche", "gering", "Altlasten; Gebäude", "1.204,5", "Verdacht", "RAG", "2027",
         "31.12.2023", "5513000", "WAHR"),
        ("W-2", "NULL", "FNP-Reserve", "", "", "12,75", "n/a", "privat", "", "1900-01-01", "05513000", "FALSCH"),
    ])  # fmt: skip
    assert found.refused == {}
    assert found.columns["plot_type"] == ["brownfield", "fnp_reserve"]
    assert found.columns["area_recorded_ha"] == [1204.5, 12.75]
    assert found.columns["restriction"] == [1, None]
    assert found.columns["restriction_reasons"] == ["contamination;building", None]
    assert found.columns["contamination"] == ["suspected", None]
    assert found.columns["ownership"] == ["corporate", "private"]
    assert found.columns["available_from"] == [2027, None]
    assert found.columns["source_date"] == ["2023-12-31", None]
    assert found.columns["brownfield"] == [1, 0]
    assert found.columns["name"] == ["Nordpark", None]
    assert chosen.sensitivity == "confidential"


def test_monitoring_without_a_kind_of_plot_stops() -> None:
    """Nobody may take an unknown kind for supply."""
    with pytest.raises(errors.SourceFieldMissing, match="reservetyp"):
        mapping.missing(profile.open_profile("monitoring"), mapping.Names(("KENNUNG", "STAND")))
