"""What the plugin remembers between two starts of QGIS, typed, in QGIS's own settings tree.

The keys lie under ``plugins/ruhr_planner/`` and so appear in the advanced settings editor. Nothing of QGIS's own
settings is changed. Only the main thread may ask: a task is handed the values it needs.
"""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsSettingsEntryBool,
    QgsSettingsEntryDouble,
    QgsSettingsEntryString,
    QgsSettingsEntryStringList,
    QgsSettingsTree,
)
from qgis.PyQt.QtCore import QStandardPaths

from ruhr_planner.model import codes

NODE = "ruhr_planner"

VARIABLES = {
    "last-store": "RUHR_PLANNER_STORE",
    "language": "RUHR_PLANNER_LANGUAGE",
    "output-folder": "RUHR_PLANNER_OUTPUT",
    "offline": "RUHR_PLANNER_OFFLINE",
    "office": "RUHR_PLANNER_OFFICE",
    "logo": "RUHR_PLANNER_LOGO",
    "export-level": "RUHR_PLANNER_EXPORT_LEVEL",
    "portals": "RUHR_PLANNER_PORTALS",
}
"""Variables of the environment by the key whose default they are."""
_YES = frozenset({"1", "true", "yes", "on"})


class Settings:
    """The typed entries. Built once by :func:`settings`: QGIS refuses a second entry of the same key."""

    def __init__(self) -> None:
        node = QgsSettingsTree.createPluginTreeNode(NODE)
        folder, offline = _given("output-folder"), _given("offline").lower() in _YES
        self.last_store = QgsSettingsEntryString("last-store", node, _given("last-store"), "Store that was open last")
        self.recent_stores = QgsSettingsEntryStringList("recent-stores", node, [], "Stores opened lately, last first")
        self.step = QgsSettingsEntryString("step", node, "", "Step of the dock that was shown last; empty: first start")
        self.question = QgsSettingsEntryString("question", node, "", "Algorithm of the question that was shown last")
        self.exhibit = QgsSettingsEntryString("exhibit", node, "", "Theme, place, paper, language and file type")
        self.exhibit_folder = QgsSettingsEntryString("exhibit-folder", node, "", "Folder for maps; empty: the usual")
        self.basket = QgsSettingsEntryString("basket", node, "", "Data sets that were collected, as JSON")
        self.language = QgsSettingsEntryString("language", node, _given("language"), "de or en; empty follows QGIS")
        self.output_folder = QgsSettingsEntryString("output-folder", node, folder, "Empty: a folder in the profile")
        self.offline = QgsSettingsEntryBool("offline", node, offline, "Serve what was loaded last, ask no server")
        self.office = QgsSettingsEntryString("office", node, _given("office"), "Name of the office on maps and sheets")
        self.logo = QgsSettingsEntryString("logo", node, _given("logo"), "File of the office's logo")
        self.site_preset = QgsSettingsEntryString("site-preset", node, "", "Code of the list preset; empty: the first")
        self.site_gap = QgsSettingsEntryDouble("site-gap", node, 15.0, "Gap within a cooperation site, m")
        self.portals = QgsSettingsEntryString("portals", node, _given("portals"), "File of the office's portals (YAML)")
        level = _given("export-level") or codes.SENSITIVITY.confidential
        self.export_level = QgsSettingsEntryString("export-level", node, level, "Code of the list sensitivity")
        self.sources = QgsSettingsEntryString("sources", node, "", "Which source a file was written to, as JSON")
        self.gap_explorer = QgsSettingsEntryString("gap-explorer", node, "", "Where its sliders stood, as JSON")


def _given(key: str) -> str:
    return os.environ.get(VARIABLES[key], "").strip()


class _Registered:
    """The one instance, so that :func:`remove` can take it back."""

    entries: Settings | None = None


def settings() -> Settings:
    """Return the entries, registered in QGIS's tree on the first call."""
    if _Registered.entries is None:
        _Registered.entries = Settings()
    return _Registered.entries


def remove() -> None:
    """Take the entries out of QGIS's tree; the stored values stay."""
    if _Registered.entries is not None:
        _Registered.entries = None
        QgsSettingsTree.unregisterPluginTreeNode(NODE)


def language() -> str | None:
    """Return the language that the user fixed, None when it follows QGIS."""
    return settings().language.value() or None


def home() -> Path:
    """Return the plugin's folder in the user's profile, which is writable; it need not exist yet."""
    return Path(QgsApplication.qgisSettingsDirPath()) / NODE


def cache_folder() -> Path:
    """Return the folder of the answers that are kept for working offline; it need not exist yet."""
    return home() / "cache"


def output_folder() -> Path:
    """Return the folder that takes result layers; it need not exist yet.

    By default it lies in the profile, which is local: GeoPackages are slow and get locked on a file server.
    """
    chosen = settings().output_folder.value()
    return Path(chosen) if chosen else home() / "results"


def export_level() -> str:
    """Return the level that exports begin with; what is none of the list is taken for the least that goes out."""
    level = str(settings().export_level.value())
    return level if level in codes.SENSITIVITY else codes.SENSITIVITY.open


def office_portals() -> Path | None:
    """Return the file of the portals that IT gives to all, None where there is none; it need not exist."""
    named = settings().portals.value().strip()
    return Path(named) if named else None


def report_folder() -> Path:
    """Return the folder for maps and report: that of last time, else one beside the results or among the documents."""
    kept = settings().exhibit_folder.value()
    if kept:
        return Path(kept)
    chosen = settings().output_folder.value()
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(chosen or documents or home()) / "Ruhr Planner"
