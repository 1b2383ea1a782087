"""The German is complete, and the tool that says so finds what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import translations


def found_in(source: str, place: str = "ruhr_planner/gui/dock.py") -> translations.Found:
    found = translations.Found()
    translations.from_python(source, place, found)
    return found


def test_the_german_is_complete() -> None:
    found = translations.collect()
    assert len(found.texts) > 50
    assert translations.faults(found, translations.read()) == []


def test_labels_end_without_colon() -> None:
    german = translations.read()
    assert [text for text in german.values() if text.endswith(":")] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('tr("Plots")', "Plots"),
        ('self.tr("Plots")', "Plots"),
        ('tr("{count} " "plots").format(count=2)', "{count} plots"),
        ('QT_TRANSLATE_NOOP("ruhr_planner", "Plots")', "Plots"),
        ('class A(PlannerAlgorithm):\n    LABEL = "Plots"', "Plots"),
        ('class A(PlannerAlgorithm):\n    GROUP: str = "Plots"', "Plots"),
        ('LayerInput("PLOTS", "Plots", PLOT)', "Plots"),
        ('LayerOutput(parameter="OUTPUT", label="Plots")', "Plots"),
        ('NONE = "no plots"\nLeftOut(7, NONE)', "no plots"),
        ('NONE = "no plots"\ntr(NONE)', "no plots"),
    ],
)
def test_every_way_to_write_a_text_is_found(source: str, text: str) -> None:
    assert set(found_in(source).texts) == {text}


def test_error_sentences_and_remedies_are_found() -> None:
    source = 'class A(PlannerError):\n    message = "No field “{field}”."\n    remedy = "Rename it."\n    other = "x"'
    assert set(found_in(source, translations.ERRORS).texts) == {"No field “{field}”.", "Rename it."}
    assert set(found_in(source).texts) == set()


def test_texts_of_templates_are_found() -> None:
    found = translations.Found()
    translations.from_template("""<h1>{{ tr("Plots & more") }}</h1>{{ tr('It\\'s') }}""", "resources/a.html", found)
    assert set(found.texts) == {"Plots & more", "It's"}


@pytest.mark.parametrize("source", ['tr(f"{n} plots")', 'tr("a" + name)', 'tr("{n}".format(n=1))'])
def test_a_text_put_together_while_running_is_a_fault(source: str) -> None:
    assert len(found_in(source).faults) == 1


def test_each_kind_of_gap_is_named() -> None:
    found = translations.Found()
    for text in ("missing", "unfinished", "{count} plots", "fine"):
        found.add(text, "ruhr_planner/gui/dock.py")
    known = {"unfinished": "", "{count} plots": "{anzahl} Flächen", "fine": "gut", "gone": "weg"}
    said = translations.faults(found, known)
    starts = sorted(line.split(":")[0] for line in said)
    assert starts == ["missing", "not translated", "obsolete", "other placeholders in German"]


def test_a_file_comes_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "i18n" / "a.ts"
    texts = {"<b> & “c”": {"ruhr_planner/a.py"}, "open": {"ruhr_planner/a.py", "ruhr_planner/b.py"}}
    translations.write(texts, {"<b> & “c”": "<b> & „ß“", "foreign": "fremd"}, path)
    assert translations.read(path) == {"<b> & “c”": "<b> & „ß“", "open": ""}
    before = path.read_bytes()
    translations.write(texts, translations.read(path), path)
    assert path.read_bytes() == before


def test_merging_names_what_nobody_asks_for(tmp_path: Path) -> None:
    more = tmp_path / "de.json"
    more.write_text('{"open": "offen", "foreign": "fremd"}', encoding="utf-8")
    german, unasked = translations.merged({}, [more], {"open": set()})
    assert german == {"open": "offen"}
    assert unasked == ["foreign"]
