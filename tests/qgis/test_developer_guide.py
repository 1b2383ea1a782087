"""The worked examples of the developer's guide, taken from its text and run as they stand there."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ruhr_planner.catalogue import portals
from ruhr_planner.model.tables import PLOT, REJECTED
from ruhr_planner.processing import searchcatalogue
from ruhr_planner.store import geopackage
from tests.qgis.layers import layer
from tests.services import fault_server as faults

pytestmark = pytest.mark.usefixtures("provider")
BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
ADDRESS = "https://data.office.example"
FOUND = {"name": "gewerbe", "title": "Gewerbeflächen", "resources": [{"format": "WFS", "url": "https://a.example/wfs"}]}


@pytest.fixture(scope="module")
def guide(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that the guide prints."""
    folder = tmp_path_factory.mktemp("guide")
    for name, text in BLOCK.findall((root / "docs" / "developer.md").read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def importable(guide: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The guide's modules can be imported; afterwards they are gone."""
    monkeypatch.syspath_prepend(str(guide))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith(("office_tools", "harbour")):
            del sys.modules[name]


def run(algorithm: str, **parameters: Any) -> tuple[dict[str, Any], QgsProcessingContext]:
    context = QgsProcessingContext()
    made = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
    results, ok = made.run(parameters, context, QgsProcessingFeedback(False), {}, False)
    assert ok
    return results, context


def test_the_guide_prints_what_is_run_here(guide: Path) -> None:
    files = {path.relative_to(guide).as_posix() for path in guide.rglob("*") if path.is_file()}
    tools = {"office_tools/__init__.py", "office_tools/provider.py", "office_tools/widths.py"}
    assert files == {"portals.yaml", "areas.geojson", "office.yaml", "harbour.py", *tools}


def test_the_portal_is_asked(guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with faults.FaultServer() as server:
        server.play(
            "/api/3/action/package_search", faults.data({"success": True, "result": {"count": 1, "results": [FOUND]}})
        )
        text = (guide / "portals.yaml").read_text(encoding="utf-8")
        assert ADDRESS in text
        own = tmp_path / "portals.yaml"
        own.write_text(text.replace(ADDRESS, server.url("")), encoding="utf-8")
        monkeypatch.setattr(searchcatalogue, "own_list", lambda: own)
        entry = next(portal for portal in portals.load(own).portals if portal.id == "office")
        assert (entry.protocol, entry.publisher, entry.title.de) == ("ckan", "Kreis Beispiel", "Datenportal des Amts")
        results, context = run(
            "ruhr_planner:searchcatalogue", QUERY="Gewerbe", PORTALS="office", OUTPUT="TEMPORARY_OUTPUT"
        )
        assert len(server.seen("/api/3/action/package_search")) >= 1
    assert (results["PORTALS_ASKED"], results["PORTALS_FAILED"]) == (1, 0)
    rows = [feature.attributeMap() for feature in context.getMapLayer(results["OUTPUT"]).getFeatures()]
    mine = [row for row in rows if row["dataset_id"] == "gewerbe"]
    assert [(row["title"], row["kind"], row["licence"]) for row in mine] == [("Gewerbeflächen", "wfs", "dl-de/by-2-0")]


def test_the_profile_takes_two_of_four(guide: Path, tmp_path: Path) -> None:
    store = tmp_path / "planung.gpkg"
    results, _context = run(
        "ruhr_planner:harmonise",
        INPUT=str(guide / "areas.geojson"),
        PROFILE=str(guide / "office.yaml"),
        STORE=str(store),
        CREATE=True,
    )
    counted = {name: results[name] for name in ("READ", "WRITTEN", "REJECTED", "FILTERED")}
    assert counted == {"READ": 3, "WRITTEN": 2, "REJECTED": 1, "FILTERED": 1}
    opened = geopackage.open_store(store)
    plots = sorted(opened.values(PLOT, ("plot_id", "plot_type", "area_recorded_ha", "ags")))
    assert plots == [
        ("office:1", "brownfield", 1.20005, "05916000"),
        ("office:2", "building_gap", None, "05916000"),
    ]
    ((record, field),) = opened.values(REJECTED, ("record", "field"))
    assert "graveyard" in record
    assert field == "plot_type"


def test_the_analysis_is_registered_and_measures(importable: None) -> None:
    plugin = importlib.import_module("office_tools").classFactory(None)
    plugin.initProcessing()
    try:
        results, context = run("office:plotwidths", PLOTS=layer(PLOT, 3), OUTPUT="TEMPORARY_OUTPUT")
        made = context.getMapLayer(results["OUTPUT"])
        assert [round(feature["mean_width_m"], 6) for feature in made.getFeatures()] == [150.0] * 3
        assert "plot_type" in made.fields().names()
        with pytest.raises(QgsProcessingException, match="plot_type"):
            run("office:plotwidths", PLOTS=layer(PLOT, 3, without=("plot_type",)), OUTPUT="TEMPORARY_OUTPUT")
        del made, context
    finally:
        plugin.unload()
    assert QgsApplication.processingRegistry().algorithmById("office:plotwidths") is None


def test_the_exhibit_prints_its_title(importable: None, demo_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "harbour.pdf"
    importlib.import_module("harbour").harbour(f"{demo_folder / 'demo.gpkg'}|layername=plot", 3, file)
    said = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout
    assert "Plots at the harbour" in said
    assert "invented" in said.lower()
