"""The manual's pages in a real browser without network: readable for everybody, narrow and wide, and searchable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exhibits.browser import Browser, started

AXE = Path(__file__).resolve().parents[2] / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("de/start", "de/methods", "de/fibregaps", "en/developer")


@pytest.fixture(scope="module")
def pages(staged: Path) -> Path:
    return staged / "manual"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_a_page(browser: Browser, pages: Path, name: str) -> None:
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(pages / f"{name}.html")
    assert AXE.is_file(), "make browser"
    browser.run(AXE.read_text(encoding="utf-8") + ";true")
    found = json.loads(
        browser.run(
            f"axe.run(document, {{preload: false, runOnly: {json.dumps(RULES)}}})"
            ".then(r => JSON.stringify({passes: r.passes.length,"
            " wrong: r.violations.map(v => v.id + ' ' + v.nodes.slice(0, 2).map(n => n.html).join(' '))}))"
        )
    )
    assert found["wrong"] == []
    assert found["passes"] > 20
    assert browser.complaints == []
    assert all(address.startswith("file:") for address in browser.requests)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, pages: Path, width: int) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    for name in ("de/start", "de/methods", "de/fibregaps", "de/tables", "en/developer"):
        browser.open(pages / f"{name}.html")
        assert browser.run("document.documentElement.scrollWidth") <= width, name


def test_the_search_finds_a_section_and_goes_there(browser: Browser, pages: Path) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
    browser.open(pages / "de" / "start.html")
    browser.run("document.getElementById('wanted').focus()")
    browser.write("Fehlbedarfen zuordnung")
    browser.wait("document.querySelectorAll('#found a').length > 0")
    assert "Treffer" in browser.run("document.getElementById('count').textContent")
    browser.key("Enter")
    browser.wait("location.pathname.endsWith('/de/methods.html') && location.hash === '#allocation'")
    browser.wait("document.readyState === 'complete'")
    assert browser.run("document.getElementById('allocation').textContent") == "Zuordnung von Fehlbedarfen"


def test_equations_are_drawn(browser: Browser, pages: Path) -> None:
    browser.open(pages / "de" / "methods.html")
    boxes = browser.run(
        "[...document.querySelectorAll('math[display=block]')].map(m => m.getBoundingClientRect().height)"
    )
    assert len(boxes) >= 15
    assert min(boxes) > 20
