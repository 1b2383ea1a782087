"""The HTML report in a real browser without network: the map is used as people use it, and everybody can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer

from tests.exhibits.browser import Browser, started

AXE = Path(__file__).resolve().parents[2] / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
VIEW = "window.RUHR_PLANNER_VIEW"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def page(browser: Browser, reports: dict[str, Any]) -> Browser:
    """The German report, just opened, with the map in the window."""
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(Path(reports["de"]["REPORT"]))
    browser.wait(f"Boolean({VIEW})")
    browser.run("document.getElementById('map-canvas').scrollIntoView({block: 'center'})")
    browser.settle()
    return browser


def colours(page: Browser) -> dict[str, int]:
    """Colours of the canvas with the number of their dots."""
    return dict(
        page.run(
            "(() => { const c = document.getElementById('map-canvas'), d = c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data, n = {};"
            "for (let i = 0; i < d.length; i += 4) {"
            "const k = [d[i], d[i+1], d[i+2], d[i+3]].join(); n[k] = (n[k] || 0) + 1; }"
            "return n; })()"
        )
    )


def on_screen(page: Browser, x: float, y: float) -> tuple[float, float]:
    """Place of the window at which a point of the map is drawn."""
    left, top, width, height = page.run(
        "(() => { const b = document.getElementById('map-canvas').getBoundingClientRect();"
        "return [b.left, b.top, b.width, b.height]; })()"
    )
    view = page.run(f"{VIEW}.view")
    return left + width / 2 + (x - view["x"]) / view["scale"], top + height / 2 - (y - view["y"]) / view["scale"]


def site_in_hamm(reports: dict[str, Any]) -> Any:
    layer = QgsVectorLayer(f"{reports['de']['GEOPACKAGE']}|layername=cooperation_site", "s", "ogr")
    return max(layer.getFeatures(), key=lambda each: each["net_ha"])


def info(page: Browser) -> str:
    return str(page.run("document.getElementById('map-info').innerText"))


def test_it_works_from_a_folder_without_network(page: Browser) -> None:
    assert page.complaints == []
    assert {request.split(":", 1)[0] for request in page.requests} <= {"file", "data"}
    assert page.run("document.querySelectorAll('script').length") == 2
    found = colours(page)
    assert len(found) > 30, "something is drawn"
    assert max(found.values()) < 0.9 * sum(found.values())


def test_the_legend_names_and_switches_layers(page: Browser) -> None:
    legend = page.run("document.getElementById('map-layers').innerText")
    for text in ("Mögliche Kooperationsstandorte (2)", "50 ha und mehr", "Flächen (4)", "Gemeinden (53)", "Schulen"):
        assert text in legend, text
    before = colours(page)
    page.run("document.getElementById('map-layer-towns').click()")
    page.settle()
    assert sum(before.values()) == sum(colours(page).values())
    assert max(colours(page).values()) > max(before.values()), "less is drawn"
    page.run("document.getElementById('map-layer-towns').click()")
    page.settle()
    assert colours(page) == before


def test_a_click_tells_what_the_layer_says(page: Browser, reports: dict[str, Any]) -> None:
    site = site_in_hamm(reports)
    point = site.geometry().pointOnSurface().asPoint()
    page.click(*on_screen(page, point.x(), point.y()))
    said = info(page)
    assert "Hamm – Mögliche Kooperationsstandorte" in said
    assert f"{site['net_ha']:.2f} ha".replace(".", ",") in said
    assert site["site_id"] in said
    assert "keine planungsrechtliche Festlegung" in said
    left, top = page.run(
        "(() => { const b = document.getElementById('map-canvas').getBoundingClientRect(); return [b.left, b.top]; })()"
    )
    page.click(left + 10, top + 10)
    assert info(page) == "Nichts ist ausgewählt."


def test_search_by_keyboard_finds_and_shows(page: Browser) -> None:
    page.run("document.getElementById('map-search').focus()")
    page.write("mülheim")
    page.wait("document.querySelectorAll('#map-results button').length > 0")
    assert page.run("document.querySelector('#map-results button').innerText") == "Mülheim an der Ruhr – Gemeinden"
    before = page.run(f"{VIEW}.view.scale")
    page.key("Enter")
    page.settle()
    assert "Mülheim an der Ruhr" in info(page)
    assert page.run(f"{VIEW}.view.scale") < before / 3
    assert "11,74,140,255" in colours(page), "what is chosen has an outline"
    page.run("document.getElementById('map-search').value = ''")
    page.write("gibt es nicht")
    page.wait("document.getElementById('map-results').innerText === 'Nichts gefunden.'")


def test_moving_and_zooming(page: Browser) -> None:
    whole = page.run(f"({{...{VIEW}.view}})")
    x, y = on_screen(page, whole["x"], whole["y"])
    page.wheel(x + 100, y, -120)
    page.wait(f"{VIEW}.view.scale < {whole['scale']}")
    nearer = page.run(f"({{...{VIEW}.view}})")
    assert nearer["x"] + 100 * nearer["scale"] == pytest.approx(whole["x"] + 100 * whole["scale"], abs=whole["scale"])
    page.drag(x, y, 50, -30)
    moved = page.run(f"({{...{VIEW}.view}})")
    assert moved["x"] == pytest.approx(nearer["x"] - 50 * nearer["scale"], abs=nearer["scale"])
    assert moved["y"] == pytest.approx(nearer["y"] - 30 * nearer["scale"], abs=nearer["scale"])
    page.run("document.getElementById('map-canvas').focus()")
    page.key("ArrowRight")
    assert page.run(f"{VIEW}.view.x") == pytest.approx(moved["x"] + 60 * moved["scale"])
    page.key("+", "+")
    assert page.run(f"{VIEW}.view.scale") < moved["scale"]
    page.key("0", "0")
    assert page.run(f"{VIEW}.view.scale") == pytest.approx(whole["scale"])
    page.run("document.getElementById('map-in').click()")
    assert page.run(f"{VIEW}.view.scale") == pytest.approx(0.7 * whole["scale"])
    assert page.complaints == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_is_accessible(browser: Browser, reports: dict[str, Any], language: str) -> None:
    """axe-core finds nothing against WCAG 2.2 A and AA and its own best practice."""
    browser.open(Path(reports[language]["REPORT"]))
    browser.run(AXE.read_text(encoding="utf-8") + "; true")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = browser.run(
        f"axe.run(document, {{runOnly: {json.dumps(rules)}}}).then(r => JSON.stringify({{passes: r.passes.length,"
        "violations: r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])}))"
    )
    said = json.loads(found)
    assert said["violations"] == []
    assert said["passes"] > 25
    assert browser.run("document.documentElement.lang") == language


def test_the_check_sees_a_picture_without_words(browser: Browser, reports: dict[str, Any]) -> None:
    browser.open(Path(reports["de"]["REPORT"]))
    browser.run(AXE.read_text(encoding="utf-8") + "; document.querySelector('img').removeAttribute('alt'); true")
    assert browser.run("axe.run().then(r => r.violations.map(v => v.id).join())") == "image-alt"
