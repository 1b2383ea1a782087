"""Name, version and addresses of the plugin, read from ``metadata.txt``, the only place where they are written."""

from __future__ import annotations

from configparser import ConfigParser
from functools import lru_cache

from ruhr_planner import paths


@lru_cache(maxsize=1)
def _general() -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # QGIS's keys are in camelCase
    with paths.metadata().open(encoding="utf-8") as stream:
        parser.read_file(stream)
    return dict(parser["general"])


def entry(key: str) -> str:
    """Return one entry of ``metadata.txt`` as it stands there.

    :raises KeyError: when the file has no such entry.
    """
    return _general()[key]


def name() -> str:
    """Return the plugin's name as people see it."""
    return entry("name")


def version() -> str:
    """Return the plugin's version, numbers and dots only."""
    return entry("version")


def homepage() -> str:
    """Return the address of the plugin's pages."""
    return entry("homepage")


def tracker() -> str:
    """Return the address for reports of faults."""
    return entry("tracker")
