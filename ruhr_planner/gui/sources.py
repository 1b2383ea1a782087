"""Which source of a store the records of a file belong to: chosen in words, and proposed only where it is known.

Two towns send files of one name, and one town's file comes again under another name: a file's name says nothing. What
has been written to a source is remembered instead, by the address that the data came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsVectorLayer

from ruhr_planner import i18n, log, settings
from ruhr_planner.gui.words import numbered
from ruhr_planner.model.errors import PlannerError
from ruhr_planner.model.tables import PLOT, SOURCE, Table
from ruhr_planner.store import metadata, opening

KEPT = 200
"""So many files are remembered."""


@dataclass(frozen=True)
class Sources:
    """The sources of a store that have records of a table, by id with their titles, and all ids that are taken."""

    titles: dict[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def and_one(self, source: str, title: str) -> Sources:
        """Return these and another one."""
        return Sources({**self.titles, source: title}, self.taken | {source})


def read(address: str, table: Table) -> Sources | None:
    """Read the sources of a store, none where the address is empty; None where the store cannot be read now."""
    if not address:
        return Sources()
    try:
        store = opening.open_store(address)
        known = {str(key): str(title or key) for key, title in store.values(SOURCE, (SOURCE.source_id, SOURCE.title))}
        held = {str(key) for (key,) in store.values(table, (PLOT.source_id,)) if key} if PLOT.source_id in table else ()
    except PlannerError as error:
        log.warning(i18n.words(error))
        return None
    return Sources({key: known.get(key, key) for key in held}, frozenset({*known, *held}))


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id for a new source: the wanted one, or with a number where another source has it."""
    return next(name for name in numbered(wanted) if name not in taken)


# ---------------------------------------------------------------------------------------------------------- recognising
def origin(path: Path, layer: str) -> str:
    """Return where a file's records come from: the data set that was loaded into it, else the file itself.

    :param layer: "" for the only one.
    """
    named = f"{path}|layername={layer}" if layer else str(path)
    if path.suffix.lower() == ".gpkg":  # loaded data are, and the others may take long to open
        loaded = metadata.history(QgsVectorLayer(named, "", "ogr").metadata())
        if loaded.get("source"):
            return f"{loaded['source']}|{loaded.get('layer') or ''}"
    return str(path.absolute()) + (f"|{layer}" if layer else "")


def key(address: str, table: Table) -> str:
    """Return what is remembered of an address; it may hold a password, so not the address itself."""
    return hashlib.sha256(f"{table.table}|{address}".encode()).hexdigest()


def remember(store: str, file: str, source: str) -> None:
    """Remember which source of a store a file was written to. :param file: as `key` returns it."""
    others = [entry for entry in _entries() if entry[:2] != [store, file]]
    settings.settings().sources.setValue(json.dumps([[store, file, source], *others][:KEPT]))


def recognised(store: str, file: str) -> str:
    """Return the source of a store that a file was written to the last time, "" if none is known."""
    return next((entry[2] for entry in _entries() if entry[:2] == [store, file]), "")


def _entries() -> list[list[str]]:
    """Return what is remembered; what somebody wrote otherwise is left out."""
    try:
        kept = json.loads(settings.settings().sources.value() or "[]")
    except (ValueError, RecursionError):
        return []
    entries = kept if isinstance(kept, list) else []
    return [entry for entry in entries if isinstance(entry, list) and len(entry) == len(("store", "file", "source"))]
