"""`make install` finds the profile that QGIS itself would open."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtNetwork import QNetworkReply

from scripts import repository


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


def test_the_plugin_manager_of_qgis_reads_the_list_of_an_office(
    qgis_app: object, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QGIS's own reader, with what a web server would have sent."""
    monkeypatch.syspath_prepend(str(Path(QgsApplication.pkgDataPath()) / "python"))
    from pyplugin_installer import installer_data as manager

    archive = tmp_path / "ruhr_planner-0.1.0.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(root / "metadata.txt", "ruhr_planner/metadata.txt")
    listing = repository.listing(archive, "https://gis.example.org/qgis")
    reply = SimpleNamespace(
        property=lambda _name: "Amt",
        error=lambda: QNetworkReply.NetworkError.NoError,
        attribute=lambda _name: 200,
        readAll=lambda: QByteArray(listing.encode()),
        deleteLater=lambda: None,
    )
    found = manager.Repositories()
    found.mRepositories["Amt"] = {"state": found.STATE_LOADING}
    monkeypatch.setattr(manager.Repositories, "sender", lambda _self: reply)
    monkeypatch.setattr(manager, "plugins", manager.Plugins())
    found.xmlDownloaded()
    assert found.mRepositories["Amt"]["state"] == found.STATE_LOADED
    (plugin,) = manager.plugins.repoCache["Amt"]
    assert (plugin["id"], plugin["name"]) == ("ruhr_planner", "Ruhr Planner")
    assert plugin["download_url"] == "https://gis.example.org/qgis/ruhr_planner-0.1.0.zip"
    assert plugin["version_available"]
