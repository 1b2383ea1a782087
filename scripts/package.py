"""Zip a staged plugin and check the zip against the rules of the official plugin repository.

The same files give the same bytes: entries are sorted and carry a fixed date.
"""

from __future__ import annotations

import configparser
import re
import sys
import zipfile
from pathlib import Path

NAME = "ruhr_planner"
OUR_LIMIT = 20_000_000  # bytes; the repository refuses from 25 MB on
FIXED_DATE = (2026, 1, 1, 0, 0, 0)
REQUIRED_FILES = ("__init__.py", "metadata.txt", "LICENSE")
REQUIRED_ENTRIES = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)  # fmt: skip
ADDRESSES = ("homepage", "tracker", "repository")
CATEGORIES = ("Raster", "Vector", "Database", "Mesh", "Web")
FORBIDDEN_PARTS = {"__pycache__", "__MACOSX"}
FORBIDDEN_ENDINGS = (".pyc", ".pyo", ".exe", ".dll", ".so", ".bat", ".sh", ".cmd")


def write_zip(stage: Path, target: Path) -> None:
    """Zip the folder ``stage`` as the one top folder of ``target``."""
    files = sorted(path for path in stage.rglob("*") if path.is_file() and not path.name.endswith(".pyc"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"{NAME}/{path.relative_to(stage).as_posix()}", FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def wrong_names(names: list[str]) -> list[str]:
    """Return what is wrong with the names inside a zip."""
    said = []
    tops = {name.split("/")[0] for name in names}
    if len(tops) != 1 or not next(iter(tops)).isidentifier():
        said.append(f"not exactly one top folder with a valid name: {sorted(tops)}")
    for name in names:
        parts = name.split("/")
        if ".." in name or name.startswith("/") or "\\" in name or re.match(r"^[A-Za-z]:", name):
            said.append(f"unsafe path: {name}")
        if FORBIDDEN_PARTS & set(parts) or any(part.startswith(".") and part != ".." for part in parts):
            said.append(f"hidden or generated: {name}")
        if name.endswith(FORBIDDEN_ENDINGS):
            said.append(f"compiled or executable: {name}")
    top = names[0].split("/")[0] if names else NAME
    said += [f"{top}/{needed} is missing" for needed in REQUIRED_FILES if f"{top}/{needed}" not in names]
    return said


def wrong_metadata(text: str, names: list[str]) -> list[str]:
    """Return what is wrong with ``metadata.txt``; read with interpolation, as the repository reads it.

    :param names: the names inside the zip, without the top folder.
    """
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
        entries = dict(parser.items("general"))
    except configparser.Error as error:
        return [f"metadata.txt cannot be read: {error}"]
    said = [f"metadata.txt: {key} is missing" for key in REQUIRED_ENTRIES if not entries.get(key)]
    rules = {
        "author": not re.fullmatch(r"[^/]+", entries.get("author", "")),
        "version": not re.fullmatch(r"\d+(\.\d+)+", entries.get("version", "")),
        "qgisMinimumVersion": entries.get("qgisMinimumVersion") != "3.40",
        "qgisMaximumVersion": entries.get("qgisMaximumVersion") != "4.99",
        "category": entries.get("category") not in CATEGORIES,
        "icon": entries.get("icon") not in names,
        "hasProcessingProvider": entries.get("hasProcessingProvider") != "yes",
        "plugin_dependencies": "plugin_dependencies" in entries,
        "name": "plugin" in entries.get("name", "plugin").lower(),
        "about": "Ruhr region, Germany" not in entries.get("about", ""),
        "description": "Ruhr region, Germany" not in entries.get("description", ""),
    }
    said += [f"metadata.txt: {key} = {entries.get(key)!r}" for key, wrong in rules.items() if wrong]
    said += [f"metadata.txt: {key} holds HTML" for key, value in entries.items() if re.search(r"<[a-zA-Z/]", value)]
    for key in ADDRESSES:
        if not re.fullmatch(r"https://[\w.-]+/\S*", entries.get(key, "")):
            said.append(f"metadata.txt: {key} is no address")
    return said


def check(path: Path) -> list[str]:
    """Return every broken rule of the zip at ``path``, one sentence each; an empty list is a zip that may go out."""
    size = path.stat().st_size
    said = [f"{size / 1e6:.1f} MB are over {OUR_LIMIT / 1e6:.0f} MB"] if size > OUR_LIMIT else []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        damaged = archive.testzip()
        if damaged:
            said.append(f"damaged: {damaged}")
        said += wrong_names(names)
        inside = [name.split("/", 1)[-1] for name in names]
        if f"{NAME}/metadata.txt" in names:
            said += wrong_metadata(archive.read(f"{NAME}/metadata.txt").decode("utf-8"), inside)
    return said


def version(stage: Path) -> str:
    """Return the version of a staged plugin."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(stage / "metadata.txt", encoding="utf-8")
    return parser["general"]["version"]


def main() -> int:
    """Zip the folder named first into the folder named second; return 1 when a rule is broken."""
    stage, folder = Path(sys.argv[1]), Path(sys.argv[2])
    target = folder / f"{NAME}-{version(stage)}.zip"
    write_zip(stage, target)
    said = check(target)
    size = target.stat().st_size / 1e6
    print("\n".join(said) or f"{target}: {size:.1f} MB, fit for the official repository")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
