"""Where the pages of the manual lie, which come with the plugin and need no network.

A checkout has none: they are built when the plugin is staged.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from ruhr_planner import i18n, paths

TOPICS = {
    "start": ("start", ""),
    "data": ("data", ""),
    "store": ("store", ""),
    "analyse": ("land", ""),
    "exhibit": ("exhibits", ""),
    "portals": ("data", "portals"),
    "database": ("store", "office"),
    "places": ("start", "places"),
    "options": ("start", "options"),
    "gap_explorer": ("windows", "gap-explorer"),
    "weights": ("windows", "weights"),
    "mapping_wizard": ("windows", "mapping-wizard"),
    "validation": ("windows", "validation"),
}
"""Page and place in it of what the interface explains; the names of places are the same in all languages."""


def page(name: str) -> Path:
    """Return the file of a page in the user's language; it need not exist."""
    return paths.root() / "manual" / i18n.language() / f"{name}.html"


def address(name: str, place: str = "") -> str:
    """Return the address of a page for a browser, "" if there is no such page.

    :param name: the page's name, such as an algorithm's id.
    :param place: the place in it, "" for its beginning.
    """
    file = page(name)
    if not file.is_file():
        return ""
    return file.as_uri() + (f"#{quote(place)}" if place else "")


def topic(name: str) -> str:
    """Return the address of what is told about a part of the interface, "" if the manual was not built."""
    return address(*TOPICS[name])
