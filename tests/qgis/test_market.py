"""Market inquiry: the package for operators, their answers read back, what remains, and the way on into fibregaps."""

from __future__ import annotations

import csv
import gc
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from osgeo import gdal, ogr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)

from ruhr_planner.analysis import market
from ruhr_planner.exhibit import inquiry as package
from ruhr_planner.model import codes
from ruhr_planner.model.results import (
    FIBRE_GAP,
    MARKET_ANSWER,
    MARKET_AREA,
    MARKET_OBJECT,
    MARKET_OPERATOR,
    MARKET_PROGRESS,
    MARKET_REJECTED,
    MARKET_REMAINING,
    MARKET_SERVED,
    MARKET_TAKEN,
)
from ruhr_planner.model.tables import OBJECT
from ruhr_planner.store import metadata
from tests.qgis.test_fibregaps import FULL, TEXT, Log, box, cell_layer, layer, rows_of, saved
from tests.qgis.test_fibregaps import run as run_gaps

BOCHUM, HERNE = "05911000", "05916000"
AS_OF = "2026-11-01"
GAP_FIELDS = [
    (OBJECT.object_id, TEXT),
    (OBJECT.ags, TEXT),
    (OBJECT.name, TEXT),
    ("besitzer", TEXT),
    (OBJECT.sensitivity, TEXT),
    (FIBRE_GAP.gap_class, TEXT),
    (FIBRE_GAP.spot, TEXT),
    (FIBRE_GAP.planned_status, TEXT),
]
GAPS = [
    (box(0, 0, 100, 100), "a", BOCHUM, "Gewerbepark", "Herr Eigentümer", None, "unserved", "white", None),
    (box(200, 0, 300, 100), "b", BOCHUM, "=cmd", "Frau Eigentümer", None, "partly", "check", "announced"),
    (box(400, 0, 500, 100), "c", HERNE, None, None, None, "no_data", "no_data", None),
    (box(600, 0, 700, 100), "served", HERNE, None, None, None, "served", "none", None),
    (box(800, 0, 900, 100), "bound", HERNE, None, None, None, "unserved", "white", "binding"),
    (box(1000, 0, 1100, 100), "secret", HERNE, "Geheim", "X", "confidential", "unserved", "white", None),
]


def execute(name: str, **parameters):
    """Run an algorithm; return results and log, layers in memory as rows."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{name}")
    context, log = QgsProcessingContext(), Log()
    results, good = algorithm.run({"AS_OF": AS_OF, **parameters}, context, log, {}, False)
    assert good
    found = {}
    for key, value in results.items():
        made = context.takeResultLayer(value) if isinstance(value, str) else None
        found[key] = rows_of(made) if made is not None else value
        if made is not None:
            found[f"{key} layer"] = made
    del algorithm, context
    gc.collect()  # what hangs in cycles has to go before QGIS does
    return found, log


def gaps(rows=GAPS, kind="Polygon"):
    return layer("Lücken", kind, GAP_FIELDS, rows)


def ask(folder=None, **parameters):
    given = {"OBJECTS": gaps(), "OUTPUT": "TEMPORARY_OUTPUT", "AREA": "TEMPORARY_OUTPUT", **parameters}
    return execute("marketinquiry", **given, **({} if folder is None else {"FOLDER": str(folder)}))


# -------------------------------------------------------------------------------------------------------------- inquiry
def test_only_objects_that_remain_and_may_be_shown_are_asked_for(provider: object) -> None:
    found, log = ask()
    assert [row[MARKET_OBJECT.object_id] for row in found["OUTPUT"]] == ["a", "b", "c"]
    assert list(found["OUTPUT"][0]) == list(MARKET_OBJECT.names)  # no owner, no jobs, no price
    assert found["OUTPUT"][0] == {
        MARKET_OBJECT.inquiry: found["INQUIRY"],
        MARKET_OBJECT.object_id: "a",
        MARKET_OBJECT.ags: BOCHUM,
        MARKET_OBJECT.municipality: "Bochum",
        MARKET_OBJECT.name: "Gewerbepark",
        MARKET_OBJECT.kind: None,
        MARKET_OBJECT.area_ha: pytest.approx(1),
        MARKET_OBJECT.gap_class: "unserved",
        MARKET_OBJECT.spot: "white",
    }
    assert (found["N_ASKED"], found["N_LEFT_OUT"], found["N_MUNICIPALITIES"]) == (3, 1, 2)
    assert any("1 object is left out" in text for text in log.warnings)
    bochum, herne = found["AREA"]
    assert (bochum[MARKET_AREA.ags], bochum[MARKET_AREA.n_objects], herne[MARKET_AREA.n_objects]) == (BOCHUM, 2, 1)
    # a square of 100 m, four strips of 50 m and a disc; the disc of 32 corners is a little smaller than a circle
    assert herne[MARKET_AREA.area_ha] == pytest.approx(1 + 2 + 0.7853, abs=0.01)


def test_classes_and_committed_objects_can_be_chosen(provider: object) -> None:
    found, _ = ask(CLASSES=[codes.GAP_CLASS.index("unserved")], WITH_COMMITTED=True)
    assert [row[MARKET_OBJECT.object_id] for row in found["OUTPUT"]] == ["a", "bound"]


def test_sensitive_objects_can_stop_the_run(provider: object, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    with pytest.raises(QgsProcessingException) as error:
        ask(folder, SENSITIVE=codes.MARKET_SENSITIVE.index("refuse"))
    assert "1 object is more sensitive than" in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_that_calls_itself_confidential_gives_nothing_away(provider: object, tmp_path: Path) -> None:
    source = gaps()
    said = metadata.Description("x", "Lücken", "", (metadata.Provenance("x", sensitivity="confidential"),))
    source.setMetadata(metadata.write(said))
    found, log = ask(tmp_path / "paket", OBJECTS=source)
    assert (found["N_ASKED"], found["N_LEFT_OUT"]) == (0, 4)
    assert any("there is no package" in text for text in log.warnings)
    assert list(tmp_path.iterdir()) == []


def test_internal_objects_only_where_it_is_allowed(provider: object) -> None:
    rows = [(*GAPS[0][:5], "internal", *GAPS[0][6:])]
    assert ask(OBJECTS=gaps(rows))[0]["N_ASKED"] == 0
    assert ask(OBJECTS=gaps(rows), LEVEL=1)[0]["N_ASKED"] == 1


def test_package_holds_all_files_and_nothing_that_is_not_for_operators(provider: object, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    found, _ = ask(folder, TITLE="Markterkundung Mitte", CONTACT="Stadt X, Y@z.example")
    assert sorted(path.name for path in folder.iterdir()) == sorted(package.FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paket"]
    for file in folder.iterdir():
        held = file.read_bytes()
        for word in ("Eigentümer", "Geheim", "secret"):
            assert word.encode() not in held, file.name
    objects = QgsVectorLayer(f"{folder / package.GEOPACKAGE}|layername=market_object", "o", "ogr")
    assert (objects.featureCount(), objects.crs().authid()) == (3, "EPSG:25832")
    assert metadata.read(objects.metadata(), "").sensitivity == codes.SENSITIVITY.open
    areas = QgsVectorLayer(f"{folder / package.GEOPACKAGE}|layername=market_area", "a", "ogr")
    assert areas.featureCount() == 2
    with (folder / package.OBJECTS).open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file, delimiter=";"))
    assert [row["object_id"] for row in listed] == ["a", "b", "c"]
    assert (listed[0]["area_ha"], listed[0]["x"], listed[0]["y"]) == ("1", "360050", "5700050")
    assert listed[1]["name"] == " =cmd"  # no formula in anybody's spreadsheet
    with (folder / package.FORM).open(encoding="utf-8-sig", newline="") as file:
        form = list(csv.DictReader(file, delimiter=";"))
    assert list(form[0]) == [*package.SHOWN, *package.TO_FILL]
    assert form[0]["inquiry"] == found["INQUIRY"]
    workbook = ogr.Open(str(folder / package.WORKBOOK))
    assert [workbook.GetLayer(number).GetName() for number in range(2)] == ["answers", "codes"]
    german = (folder / package.LETTERS["de"]).read_text(encoding="utf-8")
    for part in ("Markterkundung Mitte", found["INQUIRY"], "27.12.2026", "01.11.2029", "Bochum: 2", "Herne: 1",
                 "Stadt X", "Verbindlich zugesagt", "keine Rechtsauskunft", "3 Objekte in 2"):  # fmt: skip
        assert part in german, part
    english = (folder / package.LETTERS["en"]).read_text(encoding="utf-8")
    assert "27 December 2026" in english
    assert "$" not in german + english


def test_package_replaces_its_own_files_only(provider: object, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    folder.mkdir()
    (folder / "notiz.txt").write_text("meine", encoding="utf-8")
    (folder / package.FORM).write_text("alt", encoding="utf-8")
    ask(folder)
    assert (folder / "notiz.txt").read_text(encoding="utf-8") == "meine"
    assert "object_id" in (folder / package.FORM).read_text(encoding="utf-8-sig")


def test_locked_package_stays_as_it_is(provider: object, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    ask(folder)
    before = (folder / package.FORM).read_bytes()
    holder = sqlite3.connect(folder / package.GEOPACKAGE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(QgsProcessingException, match="held open by another program"):
            ask(folder)
    finally:
        holder.close()
    assert (folder / package.FORM).read_bytes() == before


def test_folder_in_a_folder_that_is_not_there(provider: object, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="fehlt"):
        ask(tmp_path / "fehlt" / "paket")


def test_points_and_lines(provider: object) -> None:
    points = [(row[0].centroid(), *row[1:]) for row in GAPS]
    found, _ = ask(OBJECTS=gaps(points, "Point"))
    assert found["OUTPUT"][0][MARKET_OBJECT.area_ha] is None
    assert found["OUTPUT layer"].wkbType().name == "MultiPoint"
    lines = [(row[0].convertToType(Qgis.GeometryType.Line, False), *row[1:]) for row in GAPS]
    with pytest.raises(QgsProcessingException, match="Line"):
        ask(OBJECTS=gaps(lines, "LineString"))


# -------------------------------------------------------------------------------------------------------------- answers
RULES = market.Rules(date(2026, 11, 1), date(2029, 11, 1), 1000, ("built", "binding", "funded"))
ASKED = {"a": "MEV-1", "b": "MEV-1", "c": None}
GOOD = {"object_id": "a", "answer": "binding", "technology": "ftth", "date": "2027-12-31", "operator": "Netz GmbH"}


def judged(**changed):
    return market.judge([market.Given("f.csv", 1, {**GOOD, **changed})], ASKED, RULES)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"object_id": " "}, "no_object"),
        ({"object_id": "zz"}, "unknown_object"),
        ({"inquiry": "MEV-2"}, "other_inquiry"),
        ({"answer": None}, "no_answer"),
        ({"answer": "vielleicht"}, "unknown_answer"),
        ({"operator": ""}, "no_operator"),
        ({"technology": None}, "no_technology"),
        ({"technology": "alle"}, "unknown_technology"),
        ({"technology": "Kupfer"}, "unknown_technology"),
        ({"mbit": "schnell"}, "bad_speed"),
        ({"mbit": -1}, "bad_speed"),
        ({"mbit": "inf"}, "bad_speed"),
        ({"date": None}, "no_date"),
        ({"date": "bald"}, "bad_date"),
        ({"date": "31.02.2027"}, "bad_date"),
        ({"date": "2026-10-31"}, "overdue"),
        ({"date": "2029-11-02"}, "beyond_horizon"),
        ({"answer": "built", "date": "2026-11-02"}, "built_later"),
    ],
)
def test_every_bad_row_is_rejected_with_its_reason(changed, reason) -> None:
    taken, rejected = judged(**changed)
    assert taken == []
    assert [row.reason for row in rejected] == [reason]


def test_all_reasons_are_tested() -> None:
    parameters = test_every_bad_row_is_rejected_with_its_reason.pytestmark[0].args[1]
    assert {reason for _, reason in parameters} | {"twice"} == set(codes.MARKET_REJECTION)


@pytest.mark.parametrize(
    ("changed", "name", "expected"),
    [
        ({"answer": "Verbindlich zugesagt"}, "answer", "binding"),
        ({"answer": "BUILT", "date": None}, "answer", "built"),
        ({"answer": "none", "date": None, "technology": None}, "technology", None),
        ({"date": "1.2.2027"}, "day", date(2027, 2, 1)),
        ({"date": "2026-11-01"}, "day", date(2026, 11, 1)),
        ({"date": "2029-11-01"}, "day", date(2029, 11, 1)),
        ({"mbit": "1.000"}, "mbit", 1000),
        ({"mbit": "1000,5"}, "mbit", 1000.5),
        ({"mbit": 1000.0}, "mbit", 1000),
        ({"technology": "Kabel (HFC)"}, "technology", "hfc"),
        ({"object_id": "c", "inquiry": "irgendeine"}, "object_id", "c"),
    ],
)
def test_ways_of_writing_the_same(changed, name, expected) -> None:
    (answer,), rejected = judged(**changed)
    assert rejected == []
    assert getattr(answer, name) == expected


def test_second_answer_of_an_operator_to_an_object_is_rejected() -> None:
    rows = [market.Given("f", 1, GOOD), market.Given("f", 2, {**GOOD, "operator": "netz  GMBH", "answer": "none"})]
    taken, rejected = market.judge(rows, ASKED, RULES)
    assert (len(taken), [row.reason for row in rejected]) == (1, ["twice"])


def test_numeric_ids_of_a_spreadsheet_are_found() -> None:
    taken, _ = market.judge([market.Given("f", 1, {**GOOD, "object_id": 17.0})], {"17": None}, RULES)
    assert taken[0].object_id == "17"


@pytest.mark.parametrize(
    ("changed", "closes"),
    [
        ({}, True),
        ({"technology": "hfc"}, False),
        ({"mbit": 500}, False),
        ({"mbit": 1000}, True),
        ({"answer": "announced"}, False),
        ({"answer": "none"}, False),
    ],
)
def test_only_fast_fibre_that_is_certain_closes_a_gap(changed, closes) -> None:
    (answer,), _ = judged(**changed)
    assert RULES.closes(answer) is closes
    (state,) = market.states(["a"], [answer], RULES)
    assert state.closed is closes


def test_strongest_answer_counts_and_the_earliest_among_equals() -> None:
    def given(operator, answer, day):
        return market.Given("f", 1, {**GOOD, "operator": operator, "answer": answer, "date": day})

    rows = [given("1", "announced", "2027-01-01"), given("2", "binding", "2028-01-01"),
            given("3", "binding", "2027-06-30"), given("4", "none", None)]  # fmt: skip
    taken, rejected = market.judge(rows, ASKED, RULES)
    assert rejected == []
    (state,) = market.states(["a"], taken, RULES)
    assert (state.n_answers, state.best.operator, state.closed) == (4, "3", True)


def test_leap_day() -> None:
    assert market.years_later(date(2028, 2, 29), 3) == date(2031, 2, 28)


HEAD = ["inquiry", "object_id", "municipality", "name", "answer", "technology", "mbit", "date", "operator", "note"]


def form(path: Path, rows, encoding="utf-8-sig", delimiter=";") -> str:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([HEAD, *rows])
    return str(path)


def answered(number: str):
    """What operators send back: four answers that are taken, three rows that are not."""
    return [
        [number, "a", "Bochum", "", "binding", "ftth", "1000", "31.12.2027", "Netz GmbH", "früher, wenn möglich"],
        [number, "b", "Bochum", "", "announced", "ftthb", "", "2028-06-30", "Netz GmbH", ""],
        [number, "c", "Herne", "", "", "", "", "", "", ""],
        [number, "zz", "Herne", "", "built", "ftth", "", "", "Netz GmbH", ""],
    ], [
        [number, "a", "Bochum", "", "built", "hfc", "1000", "2020-01-01", "Kabel AG", ""],
        [number, "b", "Bochum", "", "none", "", "", "", "Kabel AG", ""],
        [number, "c", "Herne", "", "funded", "ftth", "", "bald", "Kabel AG", ""],
    ]


def read_back(source, files, **parameters):
    outputs = dict.fromkeys(("OUTPUT", "SERVED", "TAKEN", "REJECTED", "PROGRESS", "BY_OPERATOR"), "TEMPORARY_OUTPUT")
    return execute("marketanswers", OBJECTS=source, ANSWERS=files, **outputs, **parameters)


@pytest.fixture
def asked(provider, tmp_path):
    found, _ = ask(tmp_path / "paket")
    source = QgsVectorLayer(f"{tmp_path / 'paket' / package.GEOPACKAGE}|layername=market_object", "Angefragt", "ogr")
    return source, found["INQUIRY"]


def test_answers_are_read_back_and_what_remains_is_derived(asked, tmp_path: Path) -> None:
    source, number = asked
    first, second = answered(number)
    files = [form(tmp_path / "netz.csv", first), form(tmp_path / "kabel.csv", second, "cp1252", ",")]
    found, log = read_back(source, files, OPERATORS="Netz GmbH; Kabel AG\nStille KG")
    assert (found["N_READ"], found["N_TAKEN"], found["N_REJECTED"]) == (7, 4, 3)
    assert (found["N_ANSWERED"], found["N_REMAINING"], found["N_SILENT"]) == (2, 2, 1)
    remaining = {row[MARKET_OBJECT.object_id]: row for row in found["OUTPUT"]}
    assert sorted(remaining) == ["b", "c"]
    best = (MARKET_REMAINING.best_answer, MARKET_REMAINING.best_operator, MARKET_REMAINING.n_answers)
    assert [remaining["b"][name] for name in best] == ["announced", "Netz GmbH", 2]
    assert [remaining["c"][name] for name in best] == [None, None, 0]
    assert remaining["b"][MARKET_REMAINING.best_date].toPyDate() == date(2028, 6, 30)
    assert remaining["b"][MARKET_OBJECT.name] == " =cmd".strip()
    rejected = [(row[MARKET_REJECTED.file], row[MARKET_REJECTED.row], row["reason"]) for row in found["REJECTED"]]
    assert rejected == [("netz.csv", 3, "no_answer"), ("netz.csv", 4, "unknown_object"), ("kabel.csv", 3, "bad_date")]
    closing = [(row["object_id"], row["operator"], row[MARKET_TAKEN.closes]) for row in found["TAKEN"]]
    assert closing == [("a", "Netz GmbH", 1), ("b", "Netz GmbH", 0), ("a", "Kabel AG", 0), ("b", "Kabel AG", 0)]
    assert found["TAKEN"][0]["note"] == "früher, wenn möglich"
    served = [(row["object_id"], row[MARKET_SERVED.status], row[MARKET_SERVED.owner]) for row in found["SERVED"]]
    assert served == [("a", "binding", "Netz GmbH"), ("b", "announced", "Netz GmbH")]
    assert any("Stille KG" in text for text in log.info)


def test_cells_of_a_form_are_read_as_they_are_written(asked, tmp_path: Path) -> None:
    """1.000 Mbit/s are a thousand, also where no other row says so."""
    source, number = asked
    row = answered(number)[0][0]
    found, _log = read_back(source, [form(tmp_path / "netz.csv", [[*row[:6], "1.000", *row[7:]]])])
    assert [(row["object_id"], row[MARKET_TAKEN.mbit], row[MARKET_TAKEN.closes]) for row in found["TAKEN"]] == [
        ("a", 1000.0, 1)
    ]


def test_progress_by_municipality_and_operator(asked, tmp_path: Path) -> None:
    source, number = asked
    first, second = answered(number)
    files = [form(tmp_path / "netz.csv", first), form(tmp_path / "kabel.csv", second)]
    found, _ = read_back(source, files, OPERATORS="Stille KG;netz gmbh")
    bochum, herne = found["PROGRESS"]
    names = ("ags", "name", "n_asked", "n_answered", "n_binding", "n_announced", "n_none", "n_operators",
             "operators", "n_remaining")  # fmt: skip
    assert [bochum[name] for name in names] == [BOCHUM, "Bochum", 2, 2, 1, 1, 0, 2, "Netz GmbH; Kabel AG", 1]
    assert [herne[name] for name in names] == [HERNE, "Herne", 1, 0, 0, 0, 0, 0, None, 1]
    assert bochum[MARKET_PROGRESS.covered_until].toPyDate() == date(2027, 12, 31)
    assert herne[MARKET_PROGRESS.covered_until] is None
    by_operator = {row[MARKET_OPERATOR.operator]: row for row in found["BY_OPERATOR"]}
    assert list(by_operator) == ["Stille KG", "netz gmbh", "Kabel AG"]
    numbers = (MARKET_OPERATOR.answered, MARKET_OPERATOR.n_answered, MARKET_OPERATOR.n_rejected)
    assert [[row[name] for name in numbers] for row in by_operator.values()] == [[0, 0, 0], [1, 2, 1], [1, 2, 1]]


def test_announced_closes_where_the_planner_says_so(asked, tmp_path: Path) -> None:
    source, number = asked
    files = [form(tmp_path / "netz.csv", answered(number)[0])]
    found, _ = read_back(source, files, CLOSING=[0, 1, 2, 3])
    assert [row["object_id"] for row in found["OUTPUT"]] == ["c"]


def test_nobody_has_answered_yet(asked) -> None:
    found, _ = read_back(asked[0], [])
    assert (found["N_READ"], found["N_REMAINING"]) == (0, 3)


@pytest.mark.parametrize("ending", ["xlsx", "gpkg"])
def test_form_comes_back_as_workbook_or_geopackage(asked, tmp_path: Path, ending: str) -> None:
    source, number = asked
    if ending == "xlsx":
        file = tmp_path / "paket" / package.WORKBOOK
        book = gdal.OpenEx(str(file), gdal.OF_VECTOR | gdal.OF_UPDATE)
        sheet = book.GetLayerByName("answers")
        heading, feature = sheet.GetFeature(1), sheet.GetFeature(2)  # to GDAL a sheet of texts has no heading
        columns = {heading[place]: place for place in range(heading.GetFieldCount())}
        for name, value in (("answer", "built"), ("technology", "FTTH"), ("operator", "Netz"), ("date", "2024-05-01")):
            feature[columns[name]] = value
        sheet.SetFeature(feature)
        del heading, feature, sheet, book
    else:
        rows = [(None, number, "a", "built", "ftth", "Netz", "2024-05-01")]
        fields = [(name, TEXT) for name in ("inquiry", "object_id", "answer", "technology", "operator", "date")]
        file = tmp_path / "antwort.gpkg"
        points = [(box(0, 0, 1, 1).centroid(), *row[1:]) for row in rows]
        saved(layer("Antwort", "Point", fields, points), file, "antwort")
    found, _ = read_back(source, [str(file)])
    assert (found["N_READ"], found["N_TAKEN"]) == ((3, 1) if ending == "xlsx" else (1, 1))
    assert found["TAKEN"][0]["date"].toPyDate() == date(2024, 5, 1)
    assert [row["object_id"] for row in found["OUTPUT"]] == ["b", "c"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("object_id;antwort\r\na;built\r\n", "object_id, answer"),
        ("Kennung;x\r\na;1\r\n", "object_id, answer"),
        ("", "x.csv"),
        (None, "There is no file"),
    ],
)
def test_files_that_are_no_form(asked, tmp_path: Path, content, said) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(QgsProcessingException) as error:
        read_back(asked[0], [str(file)])
    assert said in str(error.value)
    assert "x.csv" in str(error.value)


def test_objects_asked_for_twice(asked, tmp_path: Path) -> None:
    rows = [(*GAPS[0],), (*GAPS[0],)]
    with pytest.raises(QgsProcessingException, match="“a”"):
        read_back(gaps(rows), [])


def test_answers_go_on_into_fibregaps(asked, tmp_path: Path) -> None:
    """Built areas serve, planned ones are shown with date and owner, and a second inquiry asks for the rest."""
    source, number = asked
    rows, other = answered(number)
    other[2][7] = "2027-03-31"
    other[1][4:8] = ["built", "ftth", "", "2025-01-01"]
    files = [form(tmp_path / "netz.csv", rows), form(tmp_path / "kabel.csv", other)]
    found, _ = read_back(source, files)
    cells = cell_layer([(x, 0, (0, 0, 0, 0), 0, 0) for x in range(0, 1100, 100) if x != 600] + [(600, 0, FULL, 100, 0)])
    open_to_all = [(*row[:5], row[5] or "open", *row[6:]) for row in GAPS]
    judged, out, _ = run_gaps(gaps(open_to_all), cells, SERVED_LIST=found["SERVED layer"])
    by_id = {row[OBJECT.object_id]: row for row in judged}
    assert by_id["b"][FIBRE_GAP.gap_class] == codes.GAP_CLASS.served
    assert by_id["b"][FIBRE_GAP.certainty] == codes.CERTAINTY.stated
    assert by_id["b"][FIBRE_GAP.stated_owner] == "Kabel AG"
    assert by_id["b"][FIBRE_GAP.stated_date].toPyDate() == date(2025, 1, 1)
    assert by_id["a"][FIBRE_GAP.gap_class] == codes.GAP_CLASS.unserved
    assert (by_id["a"][FIBRE_GAP.planned_status], by_id["a"][FIBRE_GAP.planned_owner]) == ("binding", "Netz GmbH")
    assert (by_id["c"][FIBRE_GAP.planned_status], by_id["c"][FIBRE_GAP.planned_owner]) == ("funded", "Kabel AG")
    again, _ = ask(OBJECTS=out)
    assert [row[MARKET_OBJECT.object_id] for row in again["OUTPUT"]] == ["bound"]


def test_points_of_answers_are_found_again(provider: object, tmp_path: Path) -> None:
    points = [(row[0].centroid(), *row[1:]) for row in GAPS[:1]]
    found, _ = ask(OBJECTS=gaps(points, "Point"))
    rows = [[found["INQUIRY"], "a", "", "", "built", "ftth", "", "2020-01-01", "Netz", ""]]
    back, _ = read_back(found["OUTPUT layer"], [form(tmp_path / "f.csv", rows)])
    cells = cell_layer([(0, 0, (0, 0, 0, 0), 0, 0)])
    judged, _, _ = run_gaps(gaps(points, "Point"), cells, SERVED_LIST=back["SERVED layer"])
    assert judged[0][FIBRE_GAP.gap_class] == codes.GAP_CLASS.served
    assert judged[0][FIBRE_GAP.stated_share] == 1


def test_the_form_names_every_column_of_an_answer() -> None:
    assert {*package.SHOWN, *package.TO_FILL} >= set(MARKET_ANSWER.names)


def test_area_of_100_000_objects_on_one_point() -> None:
    point = box(0, 0, 2, 2).centroid()
    ((key, area, count),) = market.areas([point] * 100_000, [BOCHUM] * 100_000, 50)
    assert (key, count) == (BOCHUM, 100_000)
    assert area.area() == pytest.approx(point.buffer(50, 8).area())
