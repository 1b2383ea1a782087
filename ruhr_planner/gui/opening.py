"""Opening a store in the background: file servers are slow, and counting takes its time."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Optional

from ruhr_planner import about, i18n, paths, settings
from ruhr_planner.gui import layers
from ruhr_planner.gui.jobs import Job
from ruhr_planner.i18n import tr
from ruhr_planner.model.errors import StoreMissing, WriteFailed
from ruhr_planner.model.tables import TABLES, Table
from ruhr_planner.store.geopackage import open_store


@dataclass(frozen=True)
class TableCount:
    """A table that holds records."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class OpenStore:
    """What the dock shows of a store and hands to the algorithms; plain values, no open file."""

    path: Path
    title: str
    invented: bool
    tables: tuple[TableCount, ...]
    data_date: Optional[date]
    days_since_written: int

    def has(self, table: Table) -> bool:
        """Tell whether the store has records of a table."""
        return any(held.name == table.table for held in self.tables)


class OpenJob(Job):
    """Opens a store; ``store`` is there when that went well."""

    def __init__(self, path: Path, title: str = "", source: Path | None = None, show: bool = True) -> None:
        """
        :param title: what people call the store; its file name if empty.
        :param source: a file that is copied to ``path`` first, unless it has been already.
        :param show: open its plots and municipalities as layers, too; they are in ``ready`` then.
        """
        super().__init__(tr("Open store"))
        self.store: OpenStore | None = None
        self._path = path
        self._title = title or path.stem
        self._source = source
        self._show = show
        self.ready: layers.Ready = {}
        self._language = i18n.language()

    def work(self) -> None:
        """Copy where asked, open, count, and read what the tables say of themselves."""
        if self._source is not None and not self._path.exists():
            copy(self._source, self._path)
        store = open_store(self._path)
        held = [(name, count) for name, count in store.counts().items() if count]
        origins = []
        for step, (name, _count) in enumerate(held):
            self.check()
            self.setProgress(100 * step / len(held))
            origins.append(store.provenance(TABLES[name]))
        self.store = OpenStore(
            path=self._path,
            title=self._title,
            invented=any(origin.invented for origin in origins),
            tables=tuple(TableCount(name, TABLES[name].label.text(self._language), count) for name, count in held),
            data_date=latest(origin.date for origin in origins),
            days_since_written=_days_since(self._path),
        )
        if self._show:
            self.ready = layers.load(layers.sources_of(self.store, layers.BASE), self.check)


class LayersJob(Job):
    """Opens all layers of a store that are not on the map yet."""

    def __init__(self, store: OpenStore) -> None:
        super().__init__(tr("Add layers"))
        self.store = store
        self.sources = layers.sources_of(store, layers.TOP_DOWN)
        self.ready: layers.Ready = {}
        self._missing = layers.missing(self.sources)

    def work(self) -> None:
        """Open and style them."""
        self.ready = layers.load(self._missing, self.check)


def demo_job() -> OpenJob:
    """Build the job that opens the demo region; each version of the plugin has a copy of its own."""
    target = settings.home() / "demo" / about.version() / "demo.gpkg"
    return OpenJob(target, tr("Demo region"), paths.resource("demo", "demo.gpkg"))


def copy(source: Path, target: Path) -> None:
    """Copy a file so that it is there whole or not at all.

    :raises StoreMissing: the source is not there.
    :raises WriteFailed: the folder cannot be written, or the disk is full.
    """
    if not source.is_file():
        raise StoreMissing(file=source)
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        raise WriteFailed(str(error), file=target.name, why=error.strerror or error) from error


def latest(dates: Iterable[str]) -> Optional[date]:
    """Return the latest of ISO dates; those that are empty or say only a year are left out."""
    return max(filter(None, map(_date, dates)), default=None)


def _date(text: str) -> Optional[date]:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days_since(path: Path) -> int:
    written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return (datetime.now().astimezone().date() - written.date()).days
