"""German texts compiled from this checkout, and one report of the small region in each language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts import stage
from tests.registry import registered

LANGUAGES = ("de", "en")


@pytest.fixture(scope="session")
def _german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from ruhr_planner import paths

    folder = tmp_path_factory.mktemp("texts") / "i18n"
    stage.compile_translations(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "translations", lambda: folder)
        yield


@pytest.fixture(scope="session")
def store(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small region."""
    from tests.exhibits.small_region import make_store

    return make_store(tmp_path_factory.mktemp("store") / "klein.gpkg")


@pytest.fixture(scope="session")
def reports(_german: None, store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Results of regionreport by language."""
    import processing

    made = {}
    for number, language in enumerate(LANGUAGES):
        folder = tmp_path_factory.mktemp("reports") / f"Bericht für Räte {language}"
        parameters = {"STORE": str(store), "FOLDER": str(folder), "LANGUAGE": number}
        with registered():
            made[language] = processing.run("ruhr_planner:regionreport", parameters)
    return made
