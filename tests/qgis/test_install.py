"""`make install` finds the profile that QGIS itself would open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_plugin_comes_into_the_default_profile(root: Path, staged: Path, tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_DATA", "QGIS_CUSTOM", "QGIS_OPTIONS"))}
    env["HOME"] = str(tmp_path)
    command = [sys.executable, str(root / "scripts" / "install.py"), str(staged)]
    for _ in range(2):  # a second time replaces the first
        ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
    (target,) = tmp_path.glob(".local/share/QGIS/QGIS*/profiles/default/python/plugins")
    assert [path.name for path in target.iterdir()] == ["ruhr_planner"]
    assert (target / "ruhr_planner" / "metadata.txt").read_bytes() == (staged / "metadata.txt").read_bytes()
    assert str(target) in ran.stdout
