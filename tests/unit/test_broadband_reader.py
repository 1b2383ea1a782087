"""The Breitbandatlas tables: delimiters, encodings, names, unknown and impossible values, and whatever bytes come."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruhr_planner.model import codes, errors
from ruhr_planner.model.region import is_ruhr
from ruhr_planner.readers import archive
from ruhr_planner.readers import breitbandatlas as atlas
from tests.fuzzing import fuzzed

DATA = Path(__file__).parents[1] / "data" / "broadband"
HEADER = "AGS;DSL ≥ 200 Mbit/s;FTTH/B ≥ 1000 Mbit/s"


def table(text: str, encoding: str = "utf-8") -> atlas.AreaTable:
    return atlas.read_table(text.encode(encoding), "table.csv")


def read(text: str, encoding: str = "utf-8") -> list[atlas.Record]:
    return list(atlas.records(table(text, encoding), "2021-06", "household", is_ruhr))


def read_file(name: str) -> list[atlas.Record]:
    data = (DATA / name).read_bytes()
    group = atlas.user_group_of(name)
    edition = atlas.edition_of(name)
    assert group and edition
    return list(atlas.records(atlas.read_table(data, name), edition, group, is_ruhr))


def test_comma_table_gives_every_value_with_its_technology_and_class():
    found = read_file("gemeinde_bezirke_privat_2021_mitte.csv")
    assert len(found) == 18
    assert [(r.ags, r.share) for r in found if isinstance(r, atlas.Share) and (r.tech, r.mbit) == ("ftthb", 1000)] == [
        ("05112000", 2.37),
        ("05113000", 5.70),
        ("05562028", 3.27),
    ]
    assert found[0] == ("05112000", "2021-06", "household", "alle", 1000, 63.10)
    assert [record.tech for record in found[:6] if isinstance(record, atlas.Share)] == [
        "alle", "wired", "mobile", "dsl", "hfc", "ftthb",
    ]  # fmt: skip


def test_semicolon_table_of_the_edition_before():
    found = read_file("gemeinde_bezirke_privat_2020_ende.csv")
    assert found[5] == ("05112000", "2020-12", "household", "ftthb", 1000, 1.52)
    assert found[11] == ("05113000", "2020-12", "household", "ftthb", 1000, 5.11)


def test_quoted_table_of_businesses_leaves_other_regions_out_and_counts_them():
    found = read_file("gemeinde_bezirke_gewerbe_gwg_2021_mitte.csv")
    assert Counter(type(record) for record in found) == {atlas.Share: 8, atlas.Outside: 4}
    assert found[7] == ("05113000", "2021-06", "business_area", "ftthb", 1000, 17.09)


def test_machine_named_kreis_table_means_the_same_as_the_municipal_one():
    kreis = {record[:1] + record[3:5]: record[5] for record in read_file("landkreis_privat_2021_1.csv")}
    municipal = {record[:1] + record[3:5]: record[5] for record in read_file("gemeinde_bezirke_privat_2021_mitte.csv")}
    same = {key: share for key, share in municipal.items() if key[0] == "05112000"}
    assert {("05112", *key[1:]): share for key, share in same.items()}.items() <= kreis.items()
    assert kreis["05978", "ftthb", 1000] == 15.29
    assert kreis["05112", "nr", 2] == 99.11


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiter_encoding_and_line_ends_do_not_change_the_values(delimiter, encoding, newline):
    text = newline.join([HEADER, "05112000;63.17;2.37", ""]).replace(";", delimiter)
    assert [record[3:] for record in read(text, encoding)] == [("dsl", 200, 63.17), ("ftthb", 1000, 2.37)]


@pytest.mark.parametrize("sign", [">=", "?"])
def test_latin_1_table_has_lost_the_sign_and_is_read_all_the_same(sign):
    text = f"AGS;Name;DSL {sign} 200 Mbit/s\n05117000;Mülheim an der Ruhr;63,17\n"
    found = table(text, "latin-1")
    assert (found.encoding, found.ignored) == ("latin-1", ("Name",))
    assert read(text, "latin-1") == [("05117000", "2021-06", "household", "dsl", 200, 63.17)]


@pytest.mark.parametrize("value", ["", " ", "NA", "k. A.", "NULL"])
def test_unknown_is_none_and_never_zero(value):
    assert [record[5] for record in read(f"{HEADER}\n05112000;{value};0.00\n")] == [None, 0.0]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("100.01", "out_of_range"),
        ("-0.5", "out_of_range"),
        ("1000", "out_of_range"),
        ("-", "not_a_number"),
        ("1.000,5", "not_a_number"),
        ("12 %", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e3", "not_a_number"),
    ],
)
def test_impossible_value_is_refused_with_the_raw_value(value, reason):
    refused, kept = read(f"{HEADER}\n05112000;{value};2,37\n")
    assert isinstance(refused, atlas.Refused)
    assert (refused.reason, refused.field, refused.raw["DSL ≥ 200 Mbit/s"], refused.raw["line"]) == (
        reason, "share", value, "2",
    )  # fmt: skip
    assert reason in codes.BROADBAND_REJECTION
    assert kept[5] == 2.37


def test_decimal_comma_in_a_table_with_commas_is_refused_not_shifted():
    found = read("AGS,DSL ≥ 200 Mbit/s,FTTH/B ≥ 1000 Mbit/s\n05112000,63,17,2,37\n05113000,59.40,5.70\n")
    assert [record.reason for record in found[:2] if isinstance(record, atlas.Refused)] == ["row_length"] * 2
    assert [record[5] for record in found[2:]] == [59.40, 5.70]


def test_key_that_stands_twice_is_refused_the_second_time():
    found = read(f"{HEADER}\n05112000;1;2\n05112000;3;4\n")
    assert [record[5] for record in found[:2]] == [1.0, 2.0]
    assert [record.reason for record in found[2:] if isinstance(record, atlas.Refused)] == ["duplicate"] * 2


@pytest.mark.parametrize(
    ("key", "read_as"),
    [("5112000", "05112000"), ("5112", "05112"), ("05112000", "05112000"), ("05", "05"), ("5112x", None), ("", None),
     ("٠٥١١٢٠٠٠", None), ("051120000000", None)],
)  # fmt: skip
def test_key_gets_back_the_zero_that_a_spreadsheet_dropped(key, read_as):
    assert atlas.area_key(key) == read_as


def test_row_without_a_key_is_refused_and_a_land_is_left_out():
    found = read(f"{HEADER}\n;1;2\n05;3;4\n")
    assert [type(record) for record in found] == [atlas.Refused] * 2 + [atlas.Outside] * 2


@pytest.mark.parametrize(
    ("name", "edition", "group"),
    [
        ("ruhr_gemeinde_bezirke_privat_2021_mitte.csv", "2021-06", "household"),
        ("gemeinde_bezirke_gewerbe_gwg_2020_ende.csv", "2020-12", "business_area"),
        ("gemeinde_gew_2018_ende.csv", "2018-12", "business"),
        ("landkreis_privat_2021_1.csv", "2021-06", "household"),
        ("Versorgungsdaten_Gitterzellen_Stand_20251231_gpkg.zip", "2025-12", None),
        ("bba_12_2025.xlsx", "2025-12", None),
        ("tabelle.csv", None, None),
        ("gewicht_2021.csv", None, None),
    ],
)
def test_file_name_says_edition_and_user_group_or_nothing(name, edition, group):
    assert (atlas.edition_of(name), atlas.user_group_of(name)) == (edition, group)


@pytest.mark.parametrize(
    "header", ["DSL < 30 Mbit/s", "DSL > 30 Mbit/s", "Einwohner", "Kupfer ≥ 30 Mbit/s", "verf_400_10"]
)
def test_column_that_holds_no_share_has_no_meaning(header):
    assert atlas.column_meaning(header) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b\n1;2\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"AGS;Einwohner\n05112000;500000\n",
        b"\xff\xfea",
        b"ags;firmen_in_gwg_gesamt;firmen_angeschlossen_prozent\n05112000;2156;70.8\n",
    ],
)
def test_other_file_ends_in_one_sentence_that_names_it(data):
    with pytest.raises(errors.BadFile, match=r"table\.csv"):
        atlas.read_table(data, "table.csv")


def test_two_columns_of_one_class_are_refused():
    with pytest.raises(errors.DuplicateId, match="FTTB/H ≥ 1000"):
        table("AGS;FTTH/B ≥ 1000 Mbit/s;FTTB/H ≥ 1000 Mbit/s\n05112000;1;2\n")


numbers = st.floats(allow_nan=True).map(str)
cell = st.one_of(st.text(max_size=8), numbers, st.sampled_from(["", "12,5", "100.00", "-", '"']))
line = st.lists(cell, min_size=0, max_size=4).map(";".join)


@fuzzed(150)
@given(lines=st.lists(st.one_of(line, line.map("05112000;".__add__)), max_size=6))
def test_any_rows_are_read_to_the_last_value_and_nothing_impossible_comes_out(lines):
    text = "\n".join([HEADER, *lines])
    try:
        parsed = table(text, "utf-8")
    except errors.PlannerError:
        return
    found = list(atlas.records(parsed, "2021-06", "household", is_ruhr))
    assert len(found) == 2 * len(parsed.rows)
    for record in found:
        if isinstance(record, atlas.Share):
            assert record.share is None or 0 <= record.share <= 100
            assert is_ruhr(record.ags)


STARTS = [b"", (HEADER + "\n").encode(), b"\xff\xfe", b"PK\x03\x04"]


@fuzzed(150)
@given(data=st.binary(max_size=300), prefix=st.sampled_from(STARTS))
def test_any_bytes_end_in_records_or_in_one_of_our_sentences(data, prefix):
    try:
        parsed = atlas.read_table(prefix + data, "table.csv")
    except errors.PlannerError as problem:
        assert "table.csv" in str(problem)
        return
    assert len(list(atlas.records(parsed, "2021-06", "household", is_ruhr))) == len(parsed.rows) * len(parsed.columns)


# -------------------------------------------------------------------------------------------------------------- archive
def packed(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"])
def test_archive_with_a_name_that_leaves_it_is_refused_whole(tmp_path, name):
    bad = packed(tmp_path / "bad.zip", {"good.csv": b"x", name: b"y"})
    with pytest.raises(errors.ArchiveUnsafe, match="evil"):
        archive.names(bad)


def test_archive_with_a_link_is_refused(tmp_path):
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as made:
        entry = zipfile.ZipInfo("table.csv")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    with pytest.raises(errors.ArchiveUnsafe):
        archive.names(path)


def test_bomb_is_stopped_while_it_unpacks(tmp_path):
    bomb = packed(tmp_path / "bomb.zip", {"table.csv": b"\0" * 3_000_000})
    assert bomb.stat().st_size < 10_000
    target = tmp_path / "out.csv"
    with pytest.raises(errors.FileTooLarge, match="2 MB"):
        archive.extract(bomb, "table.csv", target, limit_mb=2)
    assert target.stat().st_size <= 2_000_000


def test_damaged_archive_is_one_sentence(tmp_path):
    whole = packed(tmp_path / "a.zip", {"table.csv": bytes(range(256)) * 40}).read_bytes()
    for cut in (b"", whole[:40], whole[:-30], b"PK\x03\x04 nothing"):
        broken = tmp_path / "broken.zip"
        broken.write_bytes(cut)
        with pytest.raises(errors.ArchiveDamaged, match=r"broken\.zip"):
            archive.names(broken)
    spoiled = bytearray(whole)
    spoiled[60:70] = b"\xff" * 10
    (tmp_path / "broken.zip").write_bytes(bytes(spoiled))
    with pytest.raises(errors.ArchiveDamaged, match=r"broken\.zip"):
        archive.extract(tmp_path / "broken.zip", "table.csv", tmp_path / "out", 2)


def test_names_leave_folders_out(tmp_path):
    assert archive.names(packed(tmp_path / "a.zip", {"data/": b"", "data/a.csv": b"1"})) == ["data/a.csv"]
