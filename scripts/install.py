"""Copy a staged plugin into the user's own QGIS profile, where QGIS's plugin list offers it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsUserProfileManager
from qgis.PyQt.QtCore import QCoreApplication, QStandardPaths


def profile() -> Path:
    """Return the folder of the profile that QGIS opens by itself; where it lies differs by system and version."""
    QCoreApplication.setOrganizationName(QgsApplication.QGIS_ORGANIZATION_NAME)
    QCoreApplication.setApplicationName(QgsApplication.QGIS_APPLICATION_NAME)  # the name holds QGIS's major version
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.AppDataLocation)
    root = QgsUserProfileManager.resolveProfilesFolder(os.environ.get("QGIS_CUSTOM_CONFIG_PATH") or places[0])
    manager = QgsUserProfileManager(root)
    manager.setNewProfileNotificationEnabled(False)
    return Path(root) / (manager.defaultProfileName() or "default")


def main() -> None:
    """Install the folder named on the command line."""
    stage = Path(sys.argv[1])
    plugins = profile() / "python" / "plugins"
    target = plugins / stage.name
    fresh = plugins / f".{stage.name}.new"
    plugins.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(stage, fresh, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    print(f"Installed in {target}. In QGIS: Plugins, Manage and Install Plugins, Installed, tick “Ruhr Planner”.")


if __name__ == "__main__":
    main()
