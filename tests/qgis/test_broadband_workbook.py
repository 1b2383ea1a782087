"""The workbook of the Breitbandatlas, as it is described: made here cell by cell, with merged headers. No real one is
at hand, so this proves that the description is followed, not that the description is right.
"""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from html import escape
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ruhr_planner.readers import breitbandatlas_workbook as workbook
from ruhr_planner.store import geopackage

pytestmark = pytest.mark.usefixtures("qgis_processing", "provider")

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cells = list[list[object]]


def letter(at: int) -> str:
    return chr(ord("A") + at)


def cell(line: int, at: int, value: object) -> str:
    if value is None:
        return ""
    place = f"{letter(at)}{line}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet(rows: Cells, merged: list[str]) -> str:
    lines = [
        f'<row r="{line}">{"".join(cell(line, at, value) for at, value in enumerate(row))}</row>'
        for line, row in enumerate(rows, start=1)
    ]
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    return (
        f"<worksheet {NAMESPACE}><sheetData>{''.join(lines)}</sheetData>"
        f'<mergeCells count="{len(merged)}">{merges}</mergeCells></worksheet>'
    )


def book(path: Path, sheets: dict[str, tuple[Cells, list[str]]]) -> Path:
    """Write a workbook with nothing but zip and XML."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    head = "application/vnd.openxmlformats-"
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets))
    linked = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{head}package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{head}officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NAMESPACE} xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{linked}</Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
        for n, (rows, merged) in zip(numbers, sheets.values()):
            made.writestr(f"xl/worksheets/sheet{n}.xml", '<?xml version="1.0"?>' + sheet(rows, merged))
    return path


HEADER: Cells = [
    ["Breitbandverfügbarkeit in Prozent der Haushalte, Stand 12/2025"],
    [],
    ["AGS", "Ebene", "Name", "Alle Technologien", None, "Leitungsgebunden", None, None, None, "Haushalte"],
    [None, None, None, None, None, "FTTB/H", None, "HFC", None, "Anzahl"],
    [None, None, None, "≥ 30 Mbit/s", "≥ 1 Gbit/s", "≥ 400 Mbit/s", "≥ 1000 Mbit/s", "≥ 400 Mbit/s", "≥ 1000 Mbit/s"],
]
MERGED = ["A1:J1", "A3:A5", "B3:B5", "C3:C5", "D3:E4", "F3:I3", "F4:G4", "H4:I4", "J4:J5"]
ROWS: Cells = [
    [None, "Bund", "Deutschland", 98.1, 78.2, 40.1, 40.0, 60.0, 59.5, 41000000],
    ["05", "Land", "Nordrhein-Westfalen", 98.4, 80.1, 35.1, 35.0, 66.0, 65.5, 9000000],
    ["05113", "Kreis", "Essen", 99.5, 96.1, 20.3, 20.1, 92.0, 91.9, 300000],
    ["05113000", "Gemeinde", "Essen", 99.5, 96.25, 20.3, 20.1, 92.0, 91.9, 300000],
    [5978020, "Gemeinde", "Kamen", 99.1, None, 12.5, 12.5, None, 0, 21000],
    ["059160000000", "Gemeinde", "Herne", 99.2, 95.0, 10, 11, 90.0, 89.5, 80000],
    ["01001000", "Gemeinde", "Flensburg", 99.2, 99.0, 90.0, 89.0, 0, 0, 50000],
    ["05112000", "Gemeinde", "Duisburg", 104.5, 95.0, "k. A.", 9.5, 90.0, 89.5, 250000],
]


@pytest.fixture(scope="module")
def empty_store(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return geopackage.create(tmp_path_factory.mktemp("leer") / "leer.gpkg").path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Path:
    return Path(shutil.copy(empty_store, tmp_path / "speicher.gpkg"))


@pytest.fixture
def given(tmp_path: Path) -> Path:
    schools: Cells = [
        ["Regionalschlüssel (ARS)", "Name", "Schulen mit ..."],
        [None, None, "Glasfaser", None],
        [None, None, "ab 1000 Mbit/s", "ab 200 Mbit/s"],
        ["051130000000", "Essen", 75.5, 80],
    ]
    sheets = {
        "Erläuterungen": ([["Quelle: Bundesnetzagentur"], ["Stand", "31.12.2025"]], ["A1:B1"]),
        "Privathaushalte": (HEADER + ROWS, MERGED),
        "Schulen": (schools, ["A1:A3", "C1:D1", "C2:D2"]),
        "Unternehmen": ([*HEADER, ["05113000", "Gemeinde", "Essen", 50, 40, 30, 20, 10, 5, 7]], MERGED),
        "Fläche": ([*HEADER, ["05113000", "Gemeinde", "Essen", 91, 81, 71, 61, 51, 41, 7]], MERGED),
    }
    return book(tmp_path / "bba_12_2025.xlsx", sheets)


class Listener(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)


def run(path: Path, store: Path, **more: object) -> tuple[tuple[int, ...], list[str]]:
    listener = Listener()
    parameters = {"INPUT": str(path), "STORE": str(store), **more}
    found = processing.run(
        "ruhr_planner:importbroadband", parameters, context=QgsProcessingContext(), feedback=listener
    )
    numbers = tuple(found[name] for name in ("READ", "WRITTEN", "UNCHANGED", "REJECTED", "FILTERED"))
    assert numbers[0] == sum(numbers[1:4])
    return numbers, listener.said


def rows(store: Path, asked: str) -> list[tuple]:
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute(asked).fetchall()


def test_values_land_under_technology_class_and_user_group(given: Path, store: Path) -> None:
    numbers, said = run(given, store)
    # households: Kreis, Essen, Kamen, Herne and Duisburg with 6 columns; Land and Flensburg outside
    assert numbers == (30 + 2 + 6 + 6, 43, 0, 1, 12)
    shares = {
        row[:4]: row[4]
        for row in rows(
            store, "SELECT ags, user_group, tech, mbit, share FROM broadband_area WHERE edition = '2025-12'"
        )
    }
    assert shares["05113000", "household", "alle", 30] == 99.5
    assert shares["05113000", "household", "alle", 1000] == 96.25
    assert shares["05113000", "household", "ftthb", 400] == 20.3
    assert shares["05113000", "household", "ftthb", 1000] == 20.1
    assert shares["05113000", "household", "hfc", 1000] == 91.9
    assert shares["05113", "household", "hfc", 400] == 92.0
    assert shares["05978020", "household", "alle", 1000] is None  # blank is unknown
    assert shares["05978020", "household", "hfc", 1000] == 0.0  # and 0 is 0
    assert shares["05916000", "household", "ftthb", 1000] == 11.0  # the Regionalschlüssel became an AGS
    assert shares["05112000", "household", "ftthb", 400] is None
    assert ("05112000", "household", "alle", 30) not in shares  # 104.5 per cent
    assert shares["05113000", "school", "ftthb", 1000] == 75.5
    assert shares["05113000", "school", "ftthb", 200] == 80.0
    assert shares["05113000", "business", "hfc", 400] == 10.0
    assert shares["05113000", "area", "alle", 30] == 91.0
    assert len(shares) == 43
    assert [row[0] for row in rows(store, "SELECT source_id FROM source ORDER BY 1")] == [
        f"breitbandatlas:{group}:2025-12" for group in ("area", "business", "household", "school")
    ]
    assert rows(store, "SELECT count(*), count(DISTINCT run_id), sum(n_read) FROM import_run") == [(4, 4, 44)]
    text = " ".join(said)
    assert "unverified" in text
    assert "Erläuterungen" in text
    assert "Anzahl" in text
    assert "1 series of a municipality" in text  # Herne: fibre 10 at 400, 11 at 1000 Mbit/s


def test_same_workbook_twice_writes_nothing(given: Path, store: Path) -> None:
    run(given, store)
    before = store.read_bytes()
    numbers, _said = run(given, store)
    assert numbers == (44, 0, 43, 1, 12)
    assert store.read_bytes() == before


def test_one_user_group_can_be_chosen_and_the_file_may_be_zipped(given: Path, store: Path, tmp_path: Path) -> None:
    packed = tmp_path / "download.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.write(given, "ordner/bba_12_2025.xlsx")
    numbers, _said = run(packed, store, USER_GROUP=3)
    assert numbers == (2, 2, 0, 0, 0)


def test_header_may_stand_elsewhere() -> None:
    moved = [["x"] * 3, [], *[[None, *row] for row in HEADER[2:] + ROWS[3:4]]]
    table = workbook.understand([tuple("" if v is None else str(v) for v in row) for row in moved], "probe")
    assert table is not None
    assert [(column.position, column.tech, column.mbit) for column in table.columns] == [
        (4, "alle", 30), (5, "alle", 1000), (6, "ftthb", 400), (7, "ftthb", 1000), (8, "hfc", 400), (9, "hfc", 1000),
    ]  # fmt: skip
    assert [line for line, _row in table.rows] == [6]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Privathaushalte": ([["Name", "≥ 30 Mbit/s"], ["Essen", 1]], ["A1:A1"])},
        {"Privathaushalte": ([["AGS", "Name"], ["05113000", "Essen"]], ["A1:A1"])},
        {"Privathaushalte": ([["AGS", "DSL ≥ 30 Mbit/s", "DSL ≥ 30 Mbit/s"], ["05113000", 1, 2]], ["A1:A1"])},
        {"Tabelle1": ([["AGS", "DSL ≥ 30 Mbit/s"], ["05113000", 1]], ["A1:A1"])},
    ],
)
def test_workbook_that_is_not_understood_is_one_sentence(sheets: dict, store: Path, tmp_path: Path) -> None:
    before = store.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"bba_12_2025\.xlsx") as caught:
        run(book(tmp_path / "bba_12_2025.xlsx", sheets), store)
    assert "Traceback" not in str(caught.value)
    assert store.read_bytes() == before


def test_damaged_workbook_is_one_sentence(store: Path, tmp_path: Path) -> None:
    broken = tmp_path / "bba_12_2025.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(QgsProcessingException, match=r"bba_12_2025\.xlsx"):
        run(broken, store)
    with zipfile.ZipFile(broken, "w") as made:
        made.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(QgsProcessingException, match=r"bba_12_2025\.xlsx"):
        run(broken, store)
