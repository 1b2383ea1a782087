"""Collect the plugin's English texts into ``i18n/ruhr_planner_de.ts`` and say what is not translated.

    scripts/translations.py                 update the file; translations that exist are kept
    scripts/translations.py --merge FILE    the same, with German from a JSON object {"English": "Deutsch"}; repeatable
    scripts/translations.py --check         change nothing; fail on a missing, unfinished, obsolete or broken entry

Why not pylupdate: it knows neither ``tr()`` as a plain function nor texts that are declared as data. The sources are
read as syntax trees here, so what is collected is what Python sees (docs/decisions/0003). Collected are

- the literal in ``tr("…")`` and ``QT_TRANSLATE_NOOP("ruhr_planner", "…")``, in Python and in Jinja templates,
- the class attributes ``message`` and ``remedy`` of ``ruhr_planner/model/errors.py``,
- the class attributes ``LABEL`` and ``GROUP`` of algorithms, the labels of ``LayerInput``, ``LayerOutput`` and
  ``FileOutput``, and the reason in ``LeftOut(id, reason)``, also where these are constants of the module.

Code lists are data with German beside the English and do not belong here.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import string
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "i18n" / "ruhr_planner_de.ts"
CONTEXT = "ruhr_planner"
ERRORS = "ruhr_planner/model/errors.py"
ERROR_TEXTS = {"message", "remedy"}
ALGORITHM_TEXTS = {"LABEL", "GROUP"}
DECLARATIONS = {  # all in second place
    "LayerInput": "label",
    "LayerOutput": "label",
    "FileOutput": "label",
    "LeftOut": "reason",
}
TEMPLATE_ENDINGS = {".html", ".j2", ".jinja", ".txt"}
TEMPLATE_CALL = re.compile(r"""\btr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


@dataclass
class Found:
    """Texts with the files they stand in, and calls that no translation could ever find."""

    texts: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, text: str, place: str) -> None:
        """Note one text; empty ones need no translation."""
        if text:
            self.texts.setdefault(text, set()).add(place)


def literal(node: ast.expr | None) -> str | None:
    """Return the text of a string literal (also of several joined by Python's parser), else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called(node: ast.Call) -> str:
    """Return the bare name of what is called: ``tr`` for ``tr(…)`` and ``self.tr(…)``."""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def computed(node: ast.expr) -> bool:
    """Tell whether a text is put together while the program runs, so that it is never found in a translation."""
    return isinstance(node, (ast.JoinedStr, ast.BinOp)) or (isinstance(node, ast.Call) and called(node) == "format")


def constants(tree: ast.Module) -> dict[str, str]:
    """Return the texts that a module gives a name to."""
    named = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            text = literal(statement.value)
            if text is not None:
                named[statement.targets[0].id] = text
    return named


def from_call(node: ast.Call, place: str, found: Found, named: dict[str, str]) -> None:
    """Take the text out of a call, if it is one that holds a text.

    :param named: the module's own constants.
    """
    name = called(node)
    argument: ast.expr | None = None
    if name == "tr" and node.args:
        argument = node.args[0]
        if computed(argument):
            found.faults.append(f"{place}:{node.lineno}: tr() of a text put together while running is never translated")
    elif name == "QT_TRANSLATE_NOOP" and len(node.args) == 2:
        argument = node.args[1]
    elif name in DECLARATIONS:
        by_name = [keyword.value for keyword in node.keywords if keyword.arg == DECLARATIONS[name]]
        argument = by_name[0] if by_name else (node.args[1] if len(node.args) > 1 else None)
    text = named.get(argument.id) if isinstance(argument, ast.Name) else literal(argument)
    if text is not None:
        found.add(text, place)


def from_class(node: ast.ClassDef, names: set[str], place: str, found: Found) -> None:
    """Take the texts out of class attributes with the given names."""
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        if any(isinstance(target, ast.Name) and target.id in names for target in targets):
            text = literal(getattr(statement, "value", None))
            if text is not None:
                found.add(text, place)


def from_python(source: str, place: str, found: Found) -> None:
    """Collect the texts of one module.

    :param place: its path from the project's root, with slashes.
    """
    names = ERROR_TEXTS if place == ERRORS else ALGORITHM_TEXTS
    tree = ast.parse(source, place)
    named = constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            from_call(node, place, found, named)
        elif isinstance(node, ast.ClassDef):
            from_class(node, names, place, found)


def from_template(source: str, place: str, found: Found) -> None:
    """Collect the texts of one Jinja template."""
    for match in TEMPLATE_CALL.finditer(source):
        found.add(ast.literal_eval(match.group(1)), place)


def collect(root: Path = ROOT) -> Found:
    """Collect all texts of the package and its templates."""
    found = Found()
    for path in sorted((root / "ruhr_planner").rglob("*.py")):
        from_python(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), found)
    for path in sorted((root / "resources").rglob("*")):
        # help pages are whole texts in two languages; demo data are data
        if path.suffix in TEMPLATE_ENDINGS and not {"help", "demo", "reference"} & set(path.relative_to(root).parts):
            from_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), found)
    return found


def read(path: Path = TARGET) -> dict[str, str]:
    """Read a translation file; an unfinished entry has an empty text."""
    if not path.exists():
        return {}
    known = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        finished = translation is not None and translation.get("type") is None
        known[message.findtext("source", "")] = (translation.text or "") if finished and translation is not None else ""
    return known


def write(texts: dict[str, set[str]], german: dict[str, str], path: Path = TARGET) -> None:
    """Write a translation file in Qt's format, sorted by text so that two branches merge well."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" language="de_DE" sourcelanguage="en_GB">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    for text in sorted(texts):
        translated = german.get(text, "")
        lines.append("    <message>")
        lines += [f'        <location filename="../{place}"/>' for place in sorted(texts[text])]
        lines.append(f"        <source>{escape(text)}</source>")
        state = "" if translated else ' type="unfinished"'
        lines += [f"        <translation{state}>{escape(translated)}</translation>", "    </message>"]
    lines += ["</context>", "</TS>", ""]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def places(text: str) -> list[str]:
    """Return the named places of a template, sorted; a text that is no template has none."""
    try:
        return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})
    except ValueError:
        return []


def faults(found: Found, known: dict[str, str]) -> list[str]:
    """Return what is wrong with the translation, one sentence each."""
    said = list(found.faults)
    for text, where in sorted(found.texts.items()):
        place = min(where)
        if text not in known:
            said.append(f"missing: {text!r} ({place}); run `make i18n`")
        elif not known[text]:
            said.append(f"not translated: {text!r} ({place})")
        elif places(text) != places(known[text]):
            said.append(f"other placeholders in German: {text!r} → {known[text]!r}")
    said += [f"obsolete: {text!r}; run `make i18n`" for text in sorted(set(known) - set(found.texts))]
    return said


def merged(known: dict[str, str], files: list[Path], wanted: dict[str, set[str]]) -> tuple[dict[str, str], list[str]]:
    """Add German from JSON files; return it with the texts that nobody asks for."""
    unasked = []
    for path in files:
        for text, german in json.loads(path.read_text(encoding="utf-8")).items():
            if text in wanted:
                known[text] = german
            else:
                unasked.append(text)
    return known, unasked


def update(found: Found, files: list[Path]) -> Iterator[str]:
    """Write the translation file again and say what happened."""
    german, unasked = merged(read(), files, found.texts)
    write(found.texts, german)
    done = sum(1 for text in found.texts if german.get(text))
    yield f"{len(found.texts)} texts, {done} translated, in {TARGET.relative_to(ROOT)}"
    yield from (f"in no source: {text!r}" for text in unasked)
    yield from found.faults


def main() -> int:
    """Update or check; return the exit code."""
    parser = argparse.ArgumentParser(description="Collect and check the plugin's translations.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the German is not complete")
    parser.add_argument("--merge", action="append", type=Path, default=[], metavar="FILE", help="German as JSON")
    given = parser.parse_args()
    found = collect()
    if not given.check:
        print("\n".join(update(found, given.merge)))
        return 0
    said = faults(found, read())
    print("\n".join(said) or f"{len(found.texts)} texts, all translated")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
