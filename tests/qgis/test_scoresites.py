"""`scoresites` and `ahpweights` as users call them: fields, sentences, inquiry, exposé, metadata, qgis_process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from qgis.core import NULL, QgsApplication, QgsFeature, QgsGeometry, QgsProcessingContext, QgsProcessingException
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner import paths
from ruhr_planner.exhibit import expose
from ruhr_planner.model import codes
from ruhr_planner.model.results import SITE, SITE_FACT, SITE_SCORE
from ruhr_planner.model.tables import OBJECT, PLOT
from ruhr_planner.store import layers as store_layers
from ruhr_planner.store import metadata
from scripts import stage
from tests.qgis.test_bad_input import Listener
from tests.qgis.test_fibregaps import layer, rows_of
from tests.qgis.test_staged import environment

REAL, TEXT, INT = QMetaType.Type.Double, QMetaType.Type.QString, QMetaType.Type.Int
FIELDS = [
    (SITE.site_id, TEXT),
    (PLOT.name, TEXT),
    (PLOT.municipality, TEXT),
    (SITE.single_net_ha, REAL),
    (SITE.distance_class, TEXT),
    ("dist_rail_siding_m", REAL),
    (SITE_FACT.fibre_class, TEXT),
    (PLOT.contamination, TEXT),
    (OBJECT.sensitivity, TEXT),
]
SHAPE = "POLYGON((370000 5712000, 370400 5712100, 370350 5712300, 369950 5712200, 370000 5712000))"
SITES = [
    ("s1", "Zeche Geheim", "Herne", 12.0, "III", 300.0, "served", "confirmed", "open"),
    ("s2", "Hafen <b>Nord</b>", "Herne", 20.0, "V", None, None, None, "open"),
    ("s3", "Kleinfläche", "Herne", 3.0, "I", 9000.0, "unserved", None, "open"),
    ("s4", "Konzernland", "Herne", 15.0, "II", 100.0, "no_data", None, "confidential"),
    ("s5", "Vormerkung", "Herne", 9.0, "IV", 450.0, "served", None, "internal"),
]
TWO = [
    {"id": "size", "field": "single_net_ha", "worst": 2, "best": 20, "weight": 3},
    {"id": "rail", "field": "dist_rail_siding_m", "worst": 5000, "best": 0, "weight": 1},
]


def sites(rows=SITES, fields=FIELDS):
    geometry = QgsGeometry.fromWkt(SHAPE)
    return layer("Standorte", "Polygon", fields, [(geometry, *row) for row in rows])


def run(source=None, **parameters):
    """Run the algorithm; return the scored rows, the layer, the results and what was said."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:scoresites")
    context, said = QgsProcessingContext(), Listener()
    given = {"SITES": source or sites(), "OUTPUT": "TEMPORARY_OUTPUT", "AS_OF": "2026-11-01", **parameters}
    results, good = algorithm.run(given, context, said, {}, False)
    assert good
    out = context.takeResultLayer(results["OUTPUT"])
    verdicts = rows_of(context.takeResultLayer(results["INQUIRY_OUT"])) if results.get("INQUIRY_OUT") else []
    return rows_of(out), out, {**results, "verdicts": verdicts, "said": said.said}


def refused(**parameters):
    with pytest.raises(QgsProcessingException) as caught:
        run(**parameters)
    assert "\n" not in str(caught.value).strip()
    return str(caught.value)


@pytest.fixture
def registry(provider):
    return provider


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    """The German texts as they are in the tree, whatever was compiled before."""
    compiled = tmp_path_factory.mktemp("texts") / "i18n"
    stage.compile_translations(compiled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "translations", lambda: compiled)
        yield


def test_scores_by_hand(registry):
    rows, out, results = run(CRITERIA=json.dumps(TWO), RUNS=100, TOP_K=2)
    own = [*SITE_SCORE.names, "contrib_size", "contrib_rail"]
    assert list(rows[0]) == [*(name for name, _ in FIELDS if name != SITE.site_id), *own]
    # s1: 0.75 x 10/18 + 0.25 x 0.94; s2 without a distance: 0.75 + 0.25 x 0.5
    assert rows[0]["score"] == pytest.approx(100 * (0.75 * 10 / 18 + 0.25 * 0.94))
    assert rows[1]["score"] == pytest.approx(87.5)
    assert [row["contrib_size"] for row in rows][:2] == pytest.approx([100 * 0.75 * 10 / 18, 75])
    assert [row["completeness"] for row in rows] == [1, 0.75, 1, 1, 1]
    assert [row["rank"] for row in rows] == [3, 1, 5, 2, 4]
    assert rows[1]["p_top"] == 1
    assert rows[2]["p_top"] == 0
    assert [row["knocked_out"] for row in rows] == [0] * 5
    assert rows[0]["open_questions"] is None
    assert (results["RANKED"], results["KNOCKED_OUT"], results["OPEN_QUESTIONS"]) == (5, 0, 0)
    assert out.crs().authid() == "EPSG:25832"
    assert rows[1]["flip_criterion"] == "size"
    moved = 0.75 + rows[1]["flip_delta"]  # scored again with the changed weight, the leader is tied
    values = {"s2": (1, 0.5), "s4": (13 / 18, 0.98)}
    again = [moved * size + (1 - moved) * rail for size, rail in values.values()]
    assert again[0] == pytest.approx(again[1])


def test_metadata_carry_seed_and_criteria_without_paths(registry, tmp_path):
    file = tmp_path / "Meine Kriterien.json"
    file.write_text(json.dumps(TWO), encoding="utf-8-sig")
    _, out, _ = run(CRITERIA=str(file), SEED=7, EXPOSE=str(tmp_path / "expose.html"))
    parameters = metadata.history(out.metadata())["parameters"]
    assert (parameters["SEED"], parameters["KAPPA"], parameters["RUNS"]) == (7, 60, 1000)
    assert parameters["CRITERIA"] == "Meine Kriterien.json"
    assert [(entry["id"], entry["weight"]) for entry in parameters["criteria_used"]] == [("size", 0.75), ("rail", 0.25)]
    assert str(tmp_path) not in json.dumps(parameters)


def test_layer_order_changes_nothing_and_a_new_site_no_score(registry):
    plain, _, _ = run(CRITERIA=json.dumps(TWO))
    mixed, _, _ = run(sites(SITES[::-1]), CRITERIA=json.dumps(TWO))
    assert sorted(mixed, key=lambda row: row["site_id"]) == plain
    more, _, _ = run(
        sites([*SITES, ("s0", "x", "Herne", 2.5, "I", 6000.0, None, None, "open")]), CRITERIA=json.dumps(TWO)
    )
    assert [row["score"] for row in more[:5]] == [row["score"] for row in plain]


@pytest.mark.parametrize("preset", codes.CRITERIA_PRESET)
def test_presets_run_with_absent_fields_as_unknown(registry, preset):
    rows, _, results = run(CRITERIA=preset)
    assert all(0 <= row["score"] <= 100 and 0 <= row["completeness"] < 1 for row in rows)
    told = [line for line in results["said"] if "unknown for all sites" in line]
    assert any("restriction_max" in line for line in told)


def test_methods_and_missing_rules_differ(registry):
    found = {
        (method, missing): [row["score"] for row in run(CRITERIA=json.dumps(TWO), METHOD=method, MISSING=missing)[0]]
        for method in range(3)
        for missing in range(3)
    }
    assert found[0, 1][1] == pytest.approx(75)  # pessimistic
    assert found[0, 2][1] == pytest.approx(100)  # renormalised to what is known
    assert found[2, 0] == pytest.approx(found[0, 0])  # orness 0.5
    assert found[1, 0] != pytest.approx(found[0, 0])
    low = run(CRITERIA=json.dumps(TWO), METHOD=2, ORNESS=0)[0]
    assert low[0]["score"] == pytest.approx(100 * 10 / 18)  # the worst value alone


def test_fibre_under_the_names_of_the_fibre_tools(registry):
    renamed = [("gap_class" if name == SITE_FACT.fibre_class else name, of) for name, of in FIELDS]
    rows, _, _ = run(sites(fields=renamed), CRITERIA="sme_in_asb")
    plain, _, _ = run(CRITERIA="sme_in_asb")
    assert [row["contrib_fibre"] for row in rows] == [row["contrib_fibre"] for row in plain]
    assert rows[0]["contrib_fibre"] == pytest.approx(20)


# -------------------------------------------------------------------------------------------------------------- inquiry
INQUIRY = {"title": "Anlage <i>A</i>", "size": 8, "emission": "IV", "rail": True, "power": 10, "fibre": True}


def test_an_inquiry_is_answered_site_by_site(registry):
    rows, _, results = run(CRITERIA=json.dumps(TWO), INQUIRY=json.dumps(INQUIRY), INQUIRY_OUT="TEMPORARY_OUTPUT")
    found = {(row["site_id"], row["criterion"]): row for row in results["verdicts"]}
    keys = ("size", "emission", "rail", "power", "fibre")
    table = {site: [found[site, f"inquiry_{key}"]["verdict"] for key in keys] for site in ("s1", "s2", "s3", "s4")}
    assert table == {
        "s1": ["pass", "pass", "pass", "unknown", "pass"],
        "s2": ["pass", "fail", "unknown", "unknown", "unknown"],
        "s3": ["fail", "pass", "fail", "unknown", "fail"],
        "s4": ["pass", "pass", "pass", "unknown", "unknown"],
    }
    assert found["s1", "inquiry_power"]["value"] is None
    assert "network operator" in found["s1", "inquiry_power"]["ask"]
    assert found["s1", "inquiry_size"]["ask"] is None
    assert (found["s1", "inquiry_size"]["wanted"], found["s1", "inquiry_size"]["value"]) == ("≥ 8 ha", "12 ha")
    assert "Distance class III" in found["s1", "inquiry_emission"]["value"]
    by_id = {row["site_id"]: row for row in rows}
    assert [by_id[site]["knocked_out"] for site in ("s1", "s2", "s3", "s4", "s5")] == [0, 1, 1, 0, 0]
    assert by_id["s2"]["rank"] is None
    assert by_id["s2"]["score"] is not None
    assert by_id["s2"]["p_top"] == 0
    assert by_id["s4"]["rank"] == 1
    assert "network operator" in by_id["s1"]["open_questions"]
    assert not any(name.startswith("contrib_inquiry") for name in rows[0])
    assert results["verdicts"][0]["rank"] == 1
    assert (results["KNOCKED_OUT"], results["RANKED"], results["OPEN_QUESTIONS"]) == (2, 3, 5)


def test_the_expose_tells_what_is_offered_and_not_where(registry, german, tmp_path):
    page = tmp_path / "Exposé.html"
    given = {"CRITERIA": json.dumps(TWO), "INQUIRY": json.dumps(INQUIRY), "EXPOSE": str(page)}
    _, _, results = run(**given)
    text = page.read_text(encoding="utf-8")
    for secret in ("Zeche", "Geheim", "Herne", "s1", "Konzern", "Vormerkung", "3700", "57120", "confirmed", "http"):
        assert secret not in text, secret
    assert text.count("<h2>") == 1  # s4 is confidential, s5 internal, s2 and s3 are out
    assert any("2 sites are kept out" in line for line in results["said"])
    assert "Anlage &lt;i&gt;A&lt;/i&gt;" in text
    assert '<html lang="de">' in text
    assert "Standort 1" in text
    assert 'class="unknown">Offen' in text
    assert "Verteilnetzbetreiber" in text
    assert "etwa 10 ha" in text  # 12 ha, coarse
    assert "bis 0,5 km" in text  # 300 m, as a class
    run(**given, EXPOSE_LEVEL=1, LANGUAGE=1)
    text = page.read_text(encoding="utf-8")
    assert text.count("<h2>") == 2
    assert '<html lang="en">' in text
    assert "For internal use only" in text
    assert "Konzern" not in text


def test_what_a_layer_says_of_itself_holds_for_its_sites(registry, tmp_path):
    """No field of their own: the layer's sensitivity counts; a source note that names a place stays out."""
    page = tmp_path / "expose.html"
    for level, shown in ((codes.SENSITIVITY.open, 5), (codes.SENSITIVITY.confidential, 0)):
        bare = sites([row[:-1] for row in SITES], FIELDS[:-1])
        notes = ("© Stadt Herne, Planungsamt", "© Land NRW")
        said = metadata.Provenance("x", ("dl-de/by-2-0",), notes, level)
        bare.setMetadata(metadata.write(metadata.Description("x", "x", "", (said,), changed=False)))
        _, _, results = run(bare, CRITERIA=json.dumps(TWO), EXPOSE=str(page), EXPOSE_LEVEL=1)
        text = page.read_text(encoding="utf-8")
        assert text.count("<h2>") == shown
        assert "© Land NRW" in text
        assert "Herne" not in text
        assert any("1 source note names a place" in line for line in results["said"])


def test_a_shape_has_no_place_and_no_direction(registry):
    plain = QgsGeometry.fromWkt(SHAPE)
    there = QgsGeometry(plain)
    there.translate(54_321, -12_345)
    turned = QgsGeometry(plain)
    turned.rotate(90, plain.centroid().asPoint())
    first = expose.shape(plain)
    assert expose.shape(there) == first
    assert (expose.shape(turned).width, expose.shape(turned).height) == (first.width, first.height)
    assert first.width > first.height
    assert first.path.startswith("M")
    assert expose.shape(QgsGeometry.fromWkt("POINT(370000 5712000)")) is None
    assert expose.shape(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 0))")) is None


def test_only_open_fields_can_reach_the_expose():
    assert not any(expose.may_appear(name) for name in (PLOT.contamination, PLOT.ownership, PLOT.name, SITE.plot_ids))
    values = {SITE.net_ha: 12.3, SITE.brownfield_share: 0.47, PLOT.name: "x", "dist_port_m": 60_000.0}
    shown = expose.figures(values, "en")
    assert [text for _, text in shown] == ["about 10 ha", "50 %", "over 20 km"]


def test_an_expose_is_whole_or_not_at_all(registry, tmp_path):
    page = tmp_path / "expose.html"
    page.write_text("alt", encoding="utf-8")
    said = refused(CRITERIA='[{"id": "a"}]', EXPOSE=str(page))
    assert "“field” is missing" in said
    assert page.read_text(encoding="utf-8") == "alt"
    assert str(tmp_path / "fehlt") in refused(EXPOSE=str(tmp_path / "fehlt" / "x.html"))
    target = tmp_path / "x.csv"
    assert "same target" in refused(EXPOSE=str(target), OUTPUT=str(target))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["expose.html"]


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"CRITERIA": "indutsry"}, ["“indutsry”", "industry, logistics"]),
        ({"CRITERIA": "[{,"}, ["no valid JSON (line 1, column 3)"]),
        ({"CRITERIA": '[{"id":"a","field":"net_hectares","worst":0,"best":1,"weight":1}]'}, ["“net_hectares”"]),
        ({"CRITERIA": '[{"id":"a","field":"name","worst":0,"best":1,"weight":1}]'}, ["“name”", "“codes”"]),
        ({"CRITERIA": '[{"id":"a","field":"distance_class","codes":{"I":1},"weight":1}]'}, ["“III”", "s1"]),
        ({"CRITERIA": '[{"id":"a","field":"net_ha","worst":0,"best":1,"weight":0}]'}, ["sum to 0"]),
        ({"INQUIRY": '{"size": "viel"}'}, ["INQUIRY", "“size”", "viel"]),
        ({"INQUIRY": "fehlt.json"}, ["INQUIRY", "fehlt.json"]),
        ({"INQUIRY": "[1]"}, ["asks for nothing"]),
        ({"RUNS": -1}, ["RUNS", "-1", "0 to"]),
        ({"KAPPA": 0}, ["KAPPA", "0.1"]),
        ({"ORNESS": 2}, ["ORNESS", "0 to 1"]),
        ({"TOP_K": 0}, ["TOP_K", "1 to"]),
        ({"SEED": -5}, ["SEED", "-5"]),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_a_sentence(registry, given, parts):
    said = refused(**given)
    assert all(part in said for part in parts), said


def test_a_constant_criterion_is_named(registry):
    rows = [(f"s{n}", "x", "Herne", 5.0, "I", 100.0 * n, None, None, "open") for n in range(4)]
    scored, _, results = run(sites(rows), CRITERIA=json.dumps(TWO))
    assert [row["rank"] for row in scored] == [1, 2, 3, 4]
    assert any("“size” is the same for all sites" in line for line in results["said"])


def test_one_site_none_and_more_wanted_than_there_are(registry):
    scored, _, results = run(sites(SITES[:1]), CRITERIA=json.dumps(TWO))
    assert (scored[0]["rank"], scored[0]["p_top"], scored[0]["close_call"]) == (1, 1, 0)
    assert scored[0]["flip_delta"] is None
    assert any("TOP_K is 10, but only 1" in line for line in results["said"])
    empty, out, results = run(sites([]), CRITERIA=json.dumps(TWO))
    assert empty == []
    assert "contrib_size" in [field.name() for field in out.fields()]
    assert any("no site to score" in line for line in results["said"])


def test_no_runs_leave_the_bands_empty(registry):
    rows, _, _ = run(CRITERIA=json.dumps(TWO), RUNS=0, INQUIRY='{"size": 8}')
    assert all(row[name] is None for row in rows for name in ("p_top", "rank_mean", "rank_p05", "rank_p95"))


def test_close_calls_are_named(registry):
    rows = [(f"s{n}", "x", "Herne", size, "I", 0.0, None, None, "open") for n, size in enumerate((10.0, 9.5, 2.0))]
    scored, _, results = run(sites(rows), CRITERIA=json.dumps(TWO))
    assert [row["close_call"] for row in scored] == [1, 1, 0]
    assert results["CLOSE_CALLS"] == 2
    assert any("s0, s1 lie within 10 %" in line for line in results["said"])


def test_without_ids_the_feature_id_serves(registry):
    bare = sites([row[1:] for row in SITES], FIELDS[1:])
    rows, _, results = run(bare, CRITERIA=json.dumps(TWO))
    assert [row["site_id"] for row in rows] == [str(feature.id()) for feature in bare.getFeatures()]
    assert any("feature id" in line for line in results["said"])


def test_scoring_again_replaces_the_old_scores(registry):
    _, out, _ = run(CRITERIA=json.dumps(TWO))
    rows, again, _ = run(out, CRITERIA=json.dumps(TWO[::-1]), MISSING=1)
    names = [field.name() for field in again.fields()]
    assert len(names) == len(set(names))
    assert rows[1]["score"] == pytest.approx(75)


def test_points_are_sites_too(registry):
    geometry = QgsGeometry.fromWkt("POINT(370000 5712000)")
    made = layer("Punkte", "Point", FIELDS, [(geometry, *row) for row in SITES])
    rows, out, _ = run(made, CRITERIA=json.dumps(TWO))
    assert len(rows) == 5
    assert store_layers.crs() == out.crs()
    feature = next(out.getFeatures())
    assert isinstance(feature, QgsFeature)
    assert feature["rank"] != NULL


# ----------------------------------------------------------------------------------------------------------- ahpweights
def ahp(**parameters):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:ahpweights")
    context, said = QgsProcessingContext(), Listener()
    results, good = algorithm.run(parameters, context, said, {}, False)
    assert good
    table = rows_of(context.takeResultLayer(results["OUTPUT"])) if results.get("OUTPUT") else []
    return results, table, said.said


def test_ahp_weights(registry):
    results, table, _ = ahp(MATRIX="[[1,3],[0.333,1]]", NAMES="Größe, Gleis", OUTPUT="TEMPORARY_OUTPUT")
    assert json.loads(results["WEIGHTS"]) == {"Größe": 0.75, "Gleis": 0.25}
    assert [results[name] for name in ("LAMBDA_MAX", "CI", "CR")] == pytest.approx([2, 0, 0])
    assert (results["CONSISTENT"], results["WORST"]) == (True, "")
    assert table == [{"criterion": "Größe", "weight": 0.75}, {"criterion": "Gleis", "weight": 0.25}]


def test_a_script_may_give_lists_instead_of_json_text(registry):
    results, _, _ = ahp(MATRIX=[[1, 3], [0.333, 1]])
    assert json.loads(results["WEIGHTS"]) == {"1": 0.75, "2": 0.25}


def test_ahp_names_the_worst_judgement(registry):
    # 8 : 4 : 2 : 1 but for b against d, which is the wrong way round
    results, _, said = ahp(MATRIX="[[1,2,4,8],[0.5,1,2,0.25],[0.25,0.5,1,2],[0.125,4,0.5,1]]", NAMES="a,b,c,d")
    assert results["CONSISTENT"] is False
    worst = json.loads(results["WORST"])
    assert (worst["row"], worst["column"], worst["given"]) == ("d", "b", 4)
    assert worst["cr_without"] < results["CR"]
    assert any("thought over" in line for line in said)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"MATRIX": "[[1,3],[3,1]]"}, "not the reciprocal"),
        ({"MATRIX": "[[1,3]"}, "no valid JSON"),
        ({"MATRIX": "[[1,2],[0.5,1]]", "NAMES": "a"}, "NAMES holds 1"),
        ({"MATRIX": "[[1,2],[0.5,1]]", "NAMES": "a,a"}, "each once"),
    ],
)
def test_ahp_says_what_is_wrong(registry, given, part):
    with pytest.raises(QgsProcessingException) as caught:
        ahp(**given)
    assert part in str(caught.value)


# --------------------------------------------------------------------------------------------------------- qgis_process
def test_qgis_process_takes_criteria_as_file_and_as_text(registry, staged: Path, tmp_path: Path):
    source, file = tmp_path / "Standorte.geojson", tmp_path / "Kriterien.json"
    rows = [
        {"type": "Feature", "properties": {"site_id": row[0], "single_net_ha": row[3], "dist_rail_siding_m": row[5]},
         "geometry": {"type": "Point", "coordinates": [7.2, 51.5]}}
        for row in SITES
    ]  # fmt: skip
    source.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    file.write_text(json.dumps(TWO), encoding="utf-8")
    env = environment(tmp_path, QGIS_PLUGINPATH=str(staged.parent), LC_ALL=os.environ.get("LC_ALL", "C.UTF-8"))
    enable = ["qgis_process", "plugins", "enable", "ruhr_planner"]
    subprocess.run(enable, env=env, capture_output=True, text=True, check=True)
    found = []
    for given in (str(file), json.dumps(TWO)):
        out = tmp_path / f"{len(found)}.geojson"
        call = ["qgis_process", "--json", "run", "ruhr_planner:scoresites", f"--SITES={source}", f"--CRITERIA={given}"]
        ran = subprocess.run([*call, f"--OUTPUT={out}"], env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["results"]["RANKED"] == 5
        features = json.loads(out.read_text(encoding="utf-8"))["features"]
        found.append({each["properties"]["site_id"]: each["properties"]["score"] for each in features})
    assert found[0] == found[1]
    assert found[0]["s2"] == pytest.approx(87.5)
