"""What newcomers and build servers call is there and says what it does."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from scripts import pictures

TARGETS = {
    "setup", "browser", "reference", "demo", "run", "run-real", "desktop", "test", "test-unit", "test-qgis",
    "test-desktop",
    "check", "test-qt6", "test-qgis344", "lint", "typecheck", "scan", "stage", "package",
    "install", "i18n", "bench", "docs",
}  # fmt: skip


def test_make_alone_lists_every_target(root: Path) -> None:
    said = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    listed = dict(re.findall(r"^  ([a-z0-9-]+) +(\S.+)$", said, flags=re.MULTILINE))
    assert set(listed) >= TARGETS
    assert min(len(text) for text in listed.values()) > 15


def test_the_build_server_runs_the_tests(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")


def test_where_qgis_on_qt6_cannot_be_had_the_run_says_so_aloud(root: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    ran = subprocess.run(
        [str(root / "scripts" / "qt6.sh"), str(told), "tests/qgis/test_plugin.py"],
        env={**os.environ, "RUHR_PLANNER_QT6": str(tmp_path), "RUHR_PLANNER_ROOTS": str(tmp_path / "roots")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("== NOT RUN on Qt 6: ")
    assert told.read_text(encoding="utf-8") == ran.stdout
    assert not (tmp_path / "roots").exists()


def test_a_system_without_apt_is_told_in_one_sentence(root: Path, tmp_path: Path) -> None:
    shell = tmp_path / "sh"
    shell.symlink_to("/bin/sh")
    ran = subprocess.run(
        [str(root / "scripts" / "setup.sh")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "QGIS 3.40 or newer" in ran.stderr


@pytest.mark.parametrize("ended", [0, 7])
def test_isolated_runs_leave_nothing_and_keep_the_exit_code(root: Path, ended: int) -> None:
    command = f'echo "$HOME"; echo "$QGIS_CUSTOM_CONFIG_PATH"; test -d "$XDG_RUNTIME_DIR" && exit {ended}'
    ran = subprocess.run(
        [str(root / "scripts" / "isolated.sh"), "sh", "-c", command], capture_output=True, text=True, check=False
    )
    assert ran.returncode == ended
    home, profile = ran.stdout.split()
    assert home != os.environ.get("HOME")
    assert not Path(home).exists()
    assert not Path(profile).exists()


def test_the_readme_shows_the_two_commands_first(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (\S+ \S+)", text, flags=re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]
    images = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert [image for image in images if not (root / image).is_file()] == []
    assert len(images) == 2


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "tests").rglob("*.md")]
    dead = []
    for page in pages:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists():
                dead.append(f"{page.relative_to(root)}: {link}")
    assert dead == []


def test_screenshots_of_the_documents_come_from_the_plays_of_the_desktop_tests(root: Path) -> None:
    plays = "".join(path.read_text(encoding="utf-8") for path in (root / "tests" / "desktop").glob("*.py"))
    for name, (scene, part) in pictures.PICTURES.items():
        assert f'picture("{scene}")' in plays or re.search(rf'for name in \(.*"{scene}"', plays), scene
        left, top, right, bottom = part or (0, 0, *pictures.SCREEN)
        with Image.open(root / "docs" / "images" / f"{name}.png") as image:
            assert image.size == (right - left, bottom - top), name
    documents = [root / "README.md", *(root / "docs" / "manual").glob("*.md")]
    shown = {name for file in documents for name in re.findall(r"images/(\w+)\.png", file.read_text(encoding="utf-8"))}
    assert {name for name in shown if not name.startswith("exhibit_")} == set(pictures.PICTURES)
