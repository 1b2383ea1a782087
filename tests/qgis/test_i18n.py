"""German arrives, with what QGIS is set to, and goes again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QLocale

from ruhr_planner import i18n, paths
from ruhr_planner.gui import words
from ruhr_planner.model.errors import MissingField
from scripts import stage, translations

SOURCE = MissingField.message


@pytest.fixture
def _compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Translations compiled from this checkout, and nothing left installed."""
    stage.compile_translations(tmp_path / "i18n")
    monkeypatch.setattr(paths, "translations", lambda: tmp_path / "i18n")
    yield
    i18n.remove()


@pytest.fixture
def _german_qgis() -> Iterator[None]:
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "de")
    yield
    settings.remove("locale/overrideFlag")
    settings.remove("locale/userLocale")


@pytest.mark.usefixtures("_compiled")
def test_german_comes_and_goes() -> None:
    german = translations.read()[SOURCE]
    assert german
    assert i18n.tr(SOURCE) == SOURCE
    i18n.install("de")
    assert i18n.language() == "de"
    assert i18n.tr(SOURCE) == german
    i18n.install("de")  # twice is once
    i18n.remove()
    assert i18n.tr(SOURCE) == SOURCE


@pytest.mark.usefixtures("_compiled")
def test_errors_are_put_into_words() -> None:
    error = MissingField(layer="Flächen", field="ags", parameter="PLOTS")
    assert i18n.words(error) == str(error)
    i18n.install("de")
    german = i18n.words(error)
    assert german != str(error)
    assert "Flächen" in german
    assert "ags" in german
    assert "{" not in german


@pytest.mark.usefixtures("_compiled", "_german_qgis")
def test_the_language_of_qgis_is_taken() -> None:
    assert i18n.language() == "de"
    i18n.install()
    assert i18n.tr(SOURCE) == translations.read()[SOURCE]
    i18n.install("en")
    assert i18n.language() == "en"
    assert i18n.tr(SOURCE) == SOURCE


@pytest.mark.parametrize(("system", "spoken"), [("de_DE", "de"), ("de_AT", "de"), ("en_GB", "en"), ("pl_PL", "en")])
def test_without_a_choice_the_system_decides(monkeypatch: pytest.MonkeyPatch, system: str, spoken: str) -> None:
    monkeypatch.setattr(i18n.QLocale, "system", lambda: QLocale(system))
    assert i18n.language() == spoken


@pytest.mark.parametrize(
    ("language", "said"), [("de", "a und b überlagern sich auf 1.234,50 ha."), ("en", "a and b share 1,234.50 ha.")]
)
@pytest.mark.usefixtures("_compiled")
def test_a_note_has_the_decimals_of_the_language(language: str, said: str) -> None:
    i18n.install(language)
    params = {"winner": "a", "loser": "b", "ha": 1234.5}
    assert i18n.phrase("{winner} and {loser} share {ha} ha.", params) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["4. März 2026", "23. November 2026", "23. November 2026"]),
        ("en", ["4 March 2026", "23 November 2026", "23 November 2026"]),
    ],
)
@pytest.mark.usefixtures("_compiled")
def test_a_date_is_said_as_people_say_it(language: str, said: list[str]) -> None:
    i18n.install(language)
    assert [words.dated(text) for text in ("2026-03-04", "2026-11-23T04:15:00Z", "2026-11-23 04:15")] == said
    for text in ("", "2026", "2026-11", "2026-13-01", "2026-11-23/2026-12-01", "Stand: 23.11.2026"):
        assert words.dated(text) == text
