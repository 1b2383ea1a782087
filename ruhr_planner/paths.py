"""Where the files beside the package lie: in a checkout beside it, in the staged plugin inside it.

Standard library only, so that every room may ask.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The package folder itself."""


def root() -> Path:
    """Return the folder that holds ``metadata.txt``, ``resources/`` and ``i18n/``.

    The staged plugin carries them inside the package, and there they win: a profile folder may hold a foreign
    ``metadata.txt`` one level up.
    """
    return PACKAGE if (PACKAGE / "metadata.txt").is_file() else PACKAGE.parent


def metadata() -> Path:
    """Return the plugin's ``metadata.txt``."""
    return root() / "metadata.txt"


def resource(*parts: str) -> Path:
    """Return a path below ``resources/``; it need not exist.

    :param parts: folders and file name, such as ``resource("icons", "ruhr_planner.svg")``.
    """
    return root().joinpath("resources", *parts)


def translations() -> Path:
    """Return the folder of the compiled translations (``ruhr_planner_<language>.qm``)."""
    return root() / "i18n"
