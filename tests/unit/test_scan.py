"""The scan finds what the official plugin repository would refuse, and lets pass what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import scan


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("assert True", "B101"),
        ('password = "geheim123"', "B105"),
        ('rows = cursor.execute(f"SELECT * FROM {table}")', "B608"),
        ("try:\n    run()\nexcept Exception:\n    pass", "B110"),
        ("from jinja2 import Environment\nEnvironment(autoescape=False)", "B701"),
        ("from xml.etree import ElementTree", "B405"),
    ],
)
def test_what_bandit_refuses(tmp_path: Path, line: str, rule: str) -> None:
    (tmp_path / "module.py").write_text(f"{line}\n", encoding="utf-8")
    found = scan.bandit(tmp_path)
    assert len(found) == 1
    assert f": {rule} " in found[0]


def test_what_the_repository_lets_pass(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("import subprocess\nname = 'plot'\n", encoding="utf-8")  # B404 is off there
    assert scan.bandit(tmp_path) == []
    assert scan.secrets(tmp_path) == []


def test_a_secret_is_found_but_not_in_the_metadata(tmp_path: Path) -> None:
    key = "AK" + "IA" + "Z7Q2M5X8K1L4P9R3"
    (tmp_path / "metadata.txt").write_text(f"key={key}\n", encoding="utf-8")
    assert scan.secrets(tmp_path) == []
    (tmp_path / "notes.txt").write_text(f"key={key}\n", encoding="utf-8")
    assert [line.split(":")[0] for line in scan.secrets(tmp_path)] == ["notes.txt"]


def test_every_rule_of_ours_is_known_or_given_up() -> None:
    """Rules that bandit itself has dropped are the only ones left out."""
    rules = set(f"{scan.WAIVABLE} {scan.MANDATORY}".split())
    assert len(rules) > 60
    assert rules - scan.known_rules() == {"B111", "B320"}
