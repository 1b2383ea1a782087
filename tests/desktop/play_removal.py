"""The plugin is used, its traces are removed by the button of its options page, and QGIS uninstalls it."""

from __future__ import annotations

import sys

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import pluginMetadata

import __main__ as drive  # drive.py, which QGIS runs as its main module


def uninstall():
    seen = drive.seen
    yield from drive.ask("cooperationsites")
    drive.click(QPushButton, "cooperationsites_button")
    yield drive.idle
    drive.settings_of_plugin().office.setValue("Stadt Musterhausen")
    settings = sys.modules[f"{drive.NAME}.settings"]
    settings.cache_folder().mkdir(parents=True, exist_ok=True)
    (settings.cache_folder() / "antwort").write_text("x", encoding="utf-8")
    (settings.home() / "profiles").mkdir()
    (settings.home() / "profiles" / "eigenes.yaml").write_text("profile: eigenes\n", encoding="utf-8")
    yield drive.pause(1.0)
    seen["kept_before"] = sorted(path.name for path in settings.home().iterdir())
    QgsProject.instance().clear()

    from ruhr_planner.gui import traces
    from ruhr_planner.gui.options import OptionsFactory

    seen["keys_before"] = traces.stored_keys()
    page = OptionsFactory().createWidget(drive.window())
    page.resize(560, 900)
    page.show()
    yield drive.pause(1.0)
    page.grab().save(str(drive.FOLDER / "removal.png"))
    seen["told_before"] = page.traces.told.text()
    page.traces.start()
    yield lambda: not drive._tasks()
    seen["kept_without_own"] = sorted(path.name for path in settings.home().iterdir())
    page.traces.own.setChecked(True)
    page.traces.start()
    yield lambda: not drive._tasks()
    yield drive.pause(0.5)
    seen["told_after"] = page.traces.told.text()
    seen["home_after"] = settings.home().exists()
    seen["keys_after"] = traces.stored_keys()
    page.close()
    page.deleteLater()
    yield drive.pause(0.5)
    seen["version"] = pluginMetadata(drive.NAME, "version")

    import pyplugin_installer

    pyplugin_installer.instance().uninstallPlugin(drive.NAME, quiet=True)
    yield drive.pause(1.0)
    seen["traces"] = drive.traces()
