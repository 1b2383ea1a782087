"""Copy a staged plugin into the user's own QGIS profile, where QGIS's plugin list offers it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsUserProfileManager


def profile() -> Path:
    """Return the folder of the profile that QGIS opens by itself; where it lies differs by system and version."""
    application = QgsApplication([], False)  # gives QGIS's settings their name
    root = QgsUserProfileManager.resolveProfilesFolder()
    manager = QgsUserProfileManager(root)
    manager.setNewProfileNotificationEnabled(False)
    name = manager.defaultProfileName() or "default"
    del application
    return Path(root) / name


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
