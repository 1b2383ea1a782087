"""Write `plugins.xml` beside the zip: an office's own repository for QGIS's plugin manager.

    python scripts/repository.py ZIP ADDRESS

ADDRESS is that of the folder on the office's web server (or `file:///…` on a share) into which both files go. In QGIS:
Plugins, Settings, Plugin repositories, Add; or the same entry in QGIS's global settings file.
"""

from __future__ import annotations

import configparser
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

ENTRIES = {
    "description": "description",
    "about": "about",
    "version": "version",
    "qgis_minimum_version": "qgisMinimumVersion",
    "qgis_maximum_version": "qgisMaximumVersion",
    "homepage": "homepage",
    "author_name": "author",
    "tracker": "tracker",
    "repository": "repository",
    "tags": "tags",
    "experimental": "experimental",
    "deprecated": "deprecated",
    "server": "server",
    "changelog": "changelog",
}
"""Elements that QGIS's plugin manager reads, and the entries of metadata.txt they come from."""


def listing(archive: Path, address: str) -> str:
    """Return the text of `plugins.xml` for one zip.

    :param address: of the folder that will hold the zip.
    """
    with zipfile.ZipFile(archive) as content:
        (name,) = {entry.split("/")[0] for entry in content.namelist()}
        text = content.read(f"{name}/metadata.txt").decode("utf-8")
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    known = parser["general"]
    day = datetime.fromtimestamp(archive.stat().st_mtime, tz=timezone.utc).isoformat(timespec="seconds")
    elements = {element: known.get(entry, "") for element, entry in ENTRIES.items()}
    # QGIS takes what stands before its first dot for the plugin's folder: else it would know of no update
    elements["file_name"] = f"{name}.{known['version']}.zip"
    elements["download_url"] = f"{address.rstrip('/')}/{quote(archive.name)}"
    elements["create_date"] = elements["update_date"] = day
    lines = [f"    <{element}>{escape(value)}</{element}>" for element, value in elements.items()]
    head = f"  <pyqgis_plugin name={quoteattr(known['name'])} version={quoteattr(known['version'])}>"
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', "<plugins>", head, *lines, "  </pyqgis_plugin>", "</plugins>", ""]
    )


def main() -> None:
    """Write `plugins.xml` into the folder of the zip named on the command line."""
    archive = Path(sys.argv[1])
    target = archive.with_name("plugins.xml")
    target.write_text(listing(archive, sys.argv[2]), encoding="utf-8")
    print(f"{target}: put it and {archive.name} at {sys.argv[2]}")


if __name__ == "__main__":
    main()
