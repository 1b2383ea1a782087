"""Pages as they come: side by side, onto disk, in their order, each of them once. One way for all protocols.

At most `SIDE_BY_SIDE` requests go to a server at the same time; that is polite to a municipal server and enough to
keep this computer busy. What was loaded stays on disk until the stream is closed, so that a writer may begin again.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ruhr_planner.model import errors
from ruhr_planner.net.transport import Feedback, Request, Transport
from ruhr_planner.readers import check
from ruhr_planner.readers.asking import Asking
from ruhr_planner.readers.record import Origin, Page, Record, Tally

Self = TypeVar("Self", bound="PagedStream")

SIDE_BY_SIDE = 3
"""Requests to one server at the same time."""

MAX_PAGES = 100_000
"""A server that never ends is stopped here."""

ROUND = 100
"""Limits of servers are multiples of this."""

_IDS = ("gml_id", "id", "objectid")

Ask = Callable[[int, int], Request]
"""Builds the request for a page: first record (from 0) and number of records."""

Parse = Callable[[Path], Page]


class _Watch:
    """The feedback of requests side by side: cancelled by the user or because the stream was closed."""

    def __init__(self, feedback: Feedback | None) -> None:
        self._feedback = feedback
        self.closed = threading.Event()

    def is_cancelled(self) -> bool:
        """Tell whether to stop."""
        return self.closed.is_set() or (self._feedback is not None and self._feedback.is_cancelled())

    def received(self, count: int, total: int | None) -> None:
        """Hand on nothing: bytes of several answers at once say nothing to a user."""


class Spool:
    """Loads answers into a folder, each address once, some of them ahead."""

    def __init__(self, transport: Transport, feedback: Feedback | None = None) -> None:
        self._transport = transport
        self._watch = _Watch(feedback)
        self._folder: Path | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._files: dict[Any, Future[Path]] = {}

    @property
    def folder(self) -> Path:
        """The folder of the answers; made at the first call."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="ruhr_planner_"))
        return self._folder

    def ahead(self, request: Request) -> None:
        """Ask for an answer that will be needed soon."""
        key = (request.url, request.body)
        if key in self._files:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="ruhr_planner page")
        target = self.folder / f"{len(self._files)}.page"
        self._files[key] = self._pool.submit(self._load, request, target)

    def get(self, request: Request) -> Path:
        """Return the file of an answer, loaded now or before.

        :raises NetworkError, Cancelled: see `Transport.download`.
        """
        self.ahead(request)
        return self._files[request.url, request.body].result()

    def close(self) -> None:
        """End transfers and remove what was loaded."""
        self._watch.closed.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        self._files.clear()

    def _load(self, request: Request, target: Path) -> Path:
        self._transport.download(request, target, self._watch)
        return target


class Seen:
    """Recognises records that came on an earlier page with all their values, in eight bytes each.

    The id alone is no proof: a field of that name may hold a class that many records share.
    """

    def __init__(self) -> None:
        self._known: list[np.ndarray] = []
        self.doubtful = 0
        """Equal records without an id on different pages: two trees, or one that came twice."""

    def fresh(self, page: Page) -> tuple[Page, int]:
        """Return a page without what came on an earlier one, and how many those were.

        Records without an id are kept: two equal trees are two trees; `doubtful` counts them.
        """
        if not page.records:
            return page, 0
        keys = np.array([hash((record.values, record.wkb)) for record in page.records], dtype=np.int64)
        old = np.zeros(len(keys), dtype=bool)
        for known in self._known:
            old |= known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
        self._known.append(np.sort(keys))
        if len(self._known) > 8:
            self._known = [np.sort(np.concatenate(self._known))]
        repeated = int(old.sum())
        if id_position(page) < 0:
            self.doubtful += repeated
            return page, 0
        if not repeated:
            return page, 0
        kept: list[Record] = [record for record, again in zip(page.records, old) if not again]
        return Page(page.fields, page.geometry, kept, page.crs), repeated


class Count:
    """What has come so far, whichever way a server pages, and what that proves."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._seen = Seen()
        self.repeated = 0

    def take(self, page: Page) -> Page:
        """Count a page; return it without what came before."""
        page, again = self._seen.fresh(page)
        self.repeated += again
        self._tally.loaded += len(page.records)
        return page

    def judge(self, expected: int | None, ended: bool, cut: bool = False) -> None:
        """Say what was expected, and whether all of it came.

        :param expected: the server's number, None if unknown. :param ended: it was asked for more and had none.
        :param cut: the user wanted no more.
        """
        tally, doubtful = self._tally, self._seen.doubtful
        if doubtful:
            tally.note(
                "{count} records without an id came on more than one page; they may be one and the same.",
                count=doubtful,
            )
        if self.repeated:
            tally.note(
                "{count} {count:record|records} came twice, because the server does not keep its order "
                "from page to page.",
                count=self.repeated,
            )
        if expected is not None and tally.loaded + self.repeated > expected and (ended or not cut):
            expected = None  # the number was a limit of the server, no count
        if not ended and not cut and expected in (None, tally.loaded) and _is_round(tally.loaded):
            tally.note(
                "Exactly {count} records came, and the source cannot be asked for more; such a round number is often a "
                "limit of the server.",
                count=tally.loaded,
            )
            expected = None
        tally.expected = expected
        reached = expected is not None and tally.loaded == expected
        proven = reached or (ended and expected is None and not self.repeated)
        tally.complete = proven and not doubtful


def _is_round(count: int) -> bool:
    return count >= ROUND and count % ROUND == 0


def id_position(page: Page) -> int:
    """Return the position of the source's id among the fields, -1 if it has none."""
    names = [field.name.lower() for field in page.fields]
    return next((names.index(name) for name in _IDS if name in names), -1)


def same(first: Page, second: Page) -> bool:
    """Tell whether two pages hold the same records at their beginning, as from a server that ignores the offset."""
    count = min(len(first.records), len(second.records), 20)
    return count > 0 and first.records[:count] == second.records[:count] and first.fields == second.fields


class Offsets:
    """Reads a list by offset until the server has nothing left.

    :param step: records to ask for at once. :param expected: how many there should be, None if unknown.
    :param maximum: stop after so many, 0 = never.
    """

    def __init__(
        self, spool: Spool, ask: Ask, parse: Parse, step: int, expected: int | None = None, maximum: int = 0
    ) -> None:
        self._spool = spool
        self._ask = ask
        self._parse = parse
        self._step = min(step, maximum) if maximum else step
        self._expected = expected
        self._maximum = maximum

    def works(self) -> bool:
        """Find out whether the server honours the offset: its second page must not be its first.

        :raises NetworkError: the first page does not come.
        """
        self._look_ahead(0, self._step)
        first = self._page(0, self._step)
        at = len(first.records)
        if not at or (self._maximum and at >= self._maximum):
            return True
        self._step = min(self._step, at)
        try:
            second = self._page(at, self._step)
        except (errors.ServiceException, errors.HttpStatus, errors.OfflineMissing):
            return self._expected == at
        return not same(first, second)

    def pages(self, tally: Tally) -> Iterator[Page]:
        """Yield the pages. The end is proven by an empty page; `tally.complete` says whether all came."""
        count = Count(tally)
        at = 0
        ended = False
        for _ in range(MAX_PAGES):
            step = min(self._step, self._maximum - at) if self._maximum else self._step
            if step <= 0:
                break
            self._look_ahead(at, step)
            try:
                page = self._page(at, step)
            except (errors.ServiceException, errors.HttpStatus, errors.OfflineMissing):
                if at and at == self._expected:
                    break  # some servers refuse an offset behind the end: the count has to prove it
                raise
            if not page.records:
                ended = True
                break
            at += len(page.records)
            yield count.take(page)
        count.judge(self._expected, ended, cut=bool(self._maximum))

    def _look_ahead(self, at: int, step: int) -> None:
        """Ask for the next pages while this one is parsed; not beyond what is expected.

        A count that is one page, or that has been passed, is a limit of the server (MapServer answers so) and no count.
        """
        expected = self._expected
        known = expected is not None and expected != step and at <= expected
        for number in range(SIDE_BY_SIDE + 1):
            offset = at + number * step
            # without a count the end is not known: only once full pages keep coming are several asked for at a time
            unknown = 1 if at < 2 * step else SIDE_BY_SIDE
            beyond = offset >= expected if known else number > unknown
            if number and (beyond or (self._maximum and offset + step > self._maximum)):
                break
            self._spool.ahead(self._ask(offset, step))

    def _page(self, at: int, step: int) -> Page:
        return self._parse(self._spool.get(self._ask(at, step)))


class PagedStream:
    """A layer of a service; see `record.Stream`. What is the same for all protocols is here, once.

    A protocol knows how to ask (`_walk`) and how to read an answer (`_read`), and says in `_stated` which CRS the
    service names where the answers do not.
    """

    def __init__(self, asking: Asking, origin: Origin) -> None:
        self._asking = asking
        self._source = origin.title
        self._spool = Spool(asking.transport, asking.feedback)
        self._parsed: dict[Path, Page] = {}
        self._stated = ""
        self._verdict: check.Verdict | None = None
        self.tally = Tally()
        self.origin = origin

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._spool.close()

    def pages(self) -> Iterator[Page]:
        """Yield the pages; see `record.Stream`."""
        self.tally.loaded, self.tally.complete = 0, False
        for page in self._walk():
            if self._verdict is None and page.records:
                self._verdict = check.judge_page(page, page.crs or self._stated)
                if self._verdict.note is not None:
                    self.tally.note(self._verdict.note.text, **self._verdict.note.params)
            yield self._verdict.read(page) if self._verdict is not None else page

    def _walk(self) -> Iterator[Page]:
        """Yield all pages as they come, and fill the tally."""
        raise NotImplementedError

    def _read(self, path: Path) -> Page:
        """Read an answer."""
        raise NotImplementedError

    def _parse(self, path: Path) -> Page:
        """Read an answer; the last two are kept, because the first ones are looked at before they are handed on."""
        if path not in self._parsed:
            while len(self._parsed) > 1:
                self._parsed.pop(next(iter(self._parsed)))
            self._parsed[path] = self._read(path)
        return self._parsed[path]

    def _page(self, request: Request) -> Page:
        return self._parse(self._spool.get(request))

    def _ask_for(self, request: Request) -> None:
        """Write down what is asked for, as it goes into the metadata."""
        self.origin = replace(self.origin, query=request.url.split("?", 1)[-1])

    def _offsets(self, ask: Ask, step: int, expected: int | None) -> Offsets:
        return Offsets(self._spool, ask, self._parse, step, expected, self._asking.maximum)

    def _note_metres(self) -> None:
        self.tally.note("The server found nothing in a box in degrees; it was asked again in EPSG:25832.")
