"""Opening a store in the background: file servers are slow, and counting takes its time."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from ruhr_planner import about, i18n, log, paths, settings
from ruhr_planner.gui import layers, words
from ruhr_planner.gui.jobs import UNASKED, Job
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import StoreMissing, WriteFailed
from ruhr_planner.model.tables import FINDING, TABLES, Table
from ruhr_planner.store.opening import create, display_name, is_database, open_store

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.store.interface import Store
    from ruhr_planner.store.metadata import Provenance


@dataclass(frozen=True)
class TableCount:
    """A table that holds records, and what it says of itself."""

    name: str
    label: str
    count: int
    uri: str
    """Its address, as algorithms and layers take it."""
    about: str = ""
    """Source, date, licence and sensitivity in words, a line each."""


@dataclass(frozen=True)
class OpenStore:
    """What the dock shows of a store and hands to the algorithms; plain values, no open file."""

    address: str
    """What the parameter STORE takes: a file's path, or ``postgres:<connection>/<schema>``."""
    title: str
    invented: bool
    tables: tuple[TableCount, ...]
    data_date: Optional[date]
    days_since_written: Optional[int]
    """None for a database, which does not say."""
    findings: tuple[tuple[str, int], ...] = ()
    """How many findings of each severity are open."""

    @property
    def path(self) -> Path:
        """The address as a path, for names of files that are made from the store."""
        return Path(self.address)

    @property
    def stem(self) -> str:
        """How the names of files begin that are made from the store."""
        return re.sub(r"[^\w-]+", "_", self.title) if is_database(self.address) else self.path.stem

    def has(self, table: Table) -> bool:
        """Tell whether the store has records of a table."""
        return any(held.name == table.table for held in self.tables)

    def source(self, table: Table) -> str:
        """Return the address of a table that has records."""
        return next(held.uri for held in self.tables if held.name == table.table)


class OpenJob(Job):
    """Opens a store; ``store`` is there when that went well."""

    FLAGS = UNASKED

    def __init__(
        self,
        address: str | Path,
        title: str = "",
        source: Path | None = None,
        show: bool = True,
        create: bool = False,
    ) -> None:
        """
        :param address: a file's path, or ``postgres:<connection>/<schema>``.
        :param title: what people call the store; its own name if empty.
        :param source: a file that is copied to the address first, unless it has been already.
        :param show: open its plots and municipalities as layers, too; they are in ``ready`` then.
        :param create: make a new, empty store; one that is there already is an error.
        """
        super().__init__(tr("Open store"))
        self.store: OpenStore | None = None
        self.address = str(address)
        self.title = title or title_of(self.address)
        self._source = source
        self._show = show
        self._create = create
        self.ready: layers.Ready = {}
        self._language = i18n.language()

    def work(self) -> None:
        """Copy or create where asked, open, count, and read what the tables say of themselves."""
        from ruhr_planner.exhibit import mapthemes  # noqa: F401  here, so that the window does not wait for it later

        if self._source is not None and not Path(self.address).exists():
            copy(self._source, Path(self.address))
        store = create(self.address, check=self.check) if self._create else open_store(self.address)
        self.complete = self._create  # from here on the new store is there, whoever cancels
        for each in store.told:
            log.warning(i18n.words(each))
        held = [(name, count) for name, count in store.counts().items() if count]
        tables, origins = [], []
        for step, (name, count) in enumerate(held):
            self.check()
            self.setProgress(100 * step / len(held))
            origin = store.provenance(TABLES[name])
            label = TABLES[name].label.text(self._language)
            tables.append(TableCount(name, label, count, store.uri(TABLES[name]), described(origin)))
            origins.append(origin)
        self.store = OpenStore(
            address=self.address,
            title=self.title,
            invented=any(origin.invented for origin in origins),
            tables=tuple(tables),
            data_date=latest(origin.date for origin in origins),
            days_since_written=None if is_database(self.address) else _days_since(Path(self.address)),
            findings=open_findings(store),
        )
        if self._show:
            self.ready = layers.load(layers.sources_of(self.store, layers.BASE), self.check)


def count_again(desk: Desk, address: str) -> None:
    """Count anew, beside whatever runs, what the open store holds, if it is the one of this address."""
    store = desk.store
    if store is None or store.address != address:
        return
    job = OpenJob(address, store.title, show=False)

    def done(_job: Job) -> None:
        if job.store is not None and desk.store is not None and desk.store.address == address:
            desk.take_store(job.store)

    desk.beside(job, done)


class LayersJob(Job):
    """Opens all layers of a store that are not on the map yet."""

    def __init__(self, store: OpenStore) -> None:
        self.sources = layers.sources_of(store, layers.TOP_DOWN)
        super().__init__(tr("Add layers"), [uri for _table, uri in self.sources])
        self.store = store
        self.ready: layers.Ready = {}
        self._missing = layers.missing(self.sources)

    def work(self) -> None:
        """Open and style them."""
        self.ready = layers.load(self._missing, self.check)


def demo_job() -> OpenJob:
    """Build the job that opens the demo region; each version of the plugin has a copy of its own."""
    target = _demo_folder() / about.version() / "demo.gpkg"
    return OpenJob(target, source=paths.resource("demo", "demo.gpkg"))


def title_of(address: str) -> str:
    """Return what people call a store."""
    if not is_database(address) and _demo_folder() in Path(address).parents:
        return tr("Demo region")
    return display_name(address).removesuffix(".gpkg")


def _demo_folder() -> Path:
    return settings.home() / "demo"


def described(origin: Provenance) -> str:
    """Return what a table says of its source, a line each; what it does not say is left out."""
    level = codes.SENSITIVITY.label(origin.sensitivity, i18n.language()) if origin.sensitivity else ""
    said = (
        (tr("Source"), "; ".join(origin.attributions) or origin.title),
        (tr("Date"), words.dated(origin.date)),
        (tr("Licence"), ", ".join(map(words.licence, origin.licences))),
        (tr("Sensitivity"), level),
    )
    return "\n".join(f"{name}: {text}" for name, text in said if text)


def open_findings(store: Store) -> tuple[tuple[str, int], ...]:
    """Count the findings that nobody has accepted, by severity, the worst first."""
    rows = store.values(FINDING, (FINDING.severity, FINDING.accepted))
    counted = Counter(str(severity) for severity, accepted in rows if severity and not accepted)
    return tuple((severity, counted[severity]) for severity in codes.SEVERITY if counted[severity])


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
