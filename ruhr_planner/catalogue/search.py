"""A search in all portals at the same time: results as they come, limits, ranking, merging, cancel.

Each portal is asked in a thread of its own, page after page, never two requests to one portal at once, and at most two
at once to one server. A portal that fails or is too slow is one answer that says why; the others do not wait for it.
What runs the search is one thread: it gets the answers one by one and is asked to stop at least ten times a second.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Protocol
from urllib.parse import urlsplit

from ruhr_planner.catalogue import ckan, links, places
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Page, Portal, Query, Step
from ruhr_planner.catalogue.matching import query_words, score
from ruhr_planner.catalogue.portals import PROTOCOLS, Catalogue
from ruhr_planner.model import codes, errors
from ruhr_planner.model.spelling import fold
from ruhr_planner.net.transport import Response, Transport

AT_ONCE = 24
"""So many portals are asked at the same time at most."""

PER_SERVER = 2
"""So many requests go to one server at the same time at most: a polite limit."""

MAX_STEPS = 60
"""So many requests are sent to one portal in one search at most."""

MAX_HITS = 2000
"""So many hits are kept of one portal at most; beyond, the answer says that there are more."""

TICK = 0.05
OWN_LIST = "Ruhr Planner"
"""The portal name of the key layers that the list itself knows."""

REGION: BBox = (6.2, 51.1, 8.1, 51.9)
"""West, south, east, north in degrees, a little larger than the region (EPSG:25832 312612–430669, 5674685–5743550)."""


class Watcher(Protocol):
    """Who runs the search: asked whether to stop, told how far it is."""

    def is_cancelled(self) -> bool:
        """Tell whether the user cancelled."""


@dataclass(frozen=True)
class Question:
    """What a user asks.

    `municipality` is a key (AGS or Kreis), "" = the whole region; `loadable_only` leaves out what no layer comes from.
    """

    words: tuple[str, ...]
    municipality: str = ""
    loadable_only: bool = True
    theme: str = ""
    only_there: bool = False
    """The municipality was asked for, not just named among the words: data of others are left out."""

    @property
    def place_words(self) -> tuple[str, ...]:
        """The words of the municipality's name."""
        return query_words(places.name_of(self.municipality)) if self.municipality else ()

    @property
    def query(self) -> Query:
        """What portals are asked for: the words without the place, which ranks but hardly ever stands in a title."""
        subject = tuple(word for word in self.words if not self._is_place(word))
        return Query(subject or self.words)

    def _is_place(self, word: str) -> bool:
        return fold(word) in {fold(name) for name in self.place_words}


def ask(text: str, municipality: str = "", loadable_only: bool = True, theme: str = "") -> Question:
    """Return the question that a user's words mean; a municipality named in them counts as wished for.

    :param municipality: a name or key; "" = from the words, which then rank only.
    :raises QueryEmpty: no word is left. :raises MunicipalityUnknown: no such place in the region.
    """
    words = query_words(text)
    if not words:
        raise errors.QueryEmpty
    key = places.key_of(municipality)
    return Question(words, key or places.find(text), loadable_only, theme, bool(key))


@dataclass(frozen=True)
class Answer:
    """What one portal answered. `error` says why it failed; hits that came before a failure are kept.

    `total`: data sets that match in the portal, None = unknown; `more`: not all of them were fetched.
    """

    portal: Portal
    hits: tuple[DatasetHit, ...] = ()
    error: errors.PlannerError | None = None
    total: int | None = None
    more: bool = False
    seconds: float = 0.0


# ----------------------------------------------------------------------------------------------------------- one portal
class _Worker:
    """The search in one portal; stops at its time limit or when the user cancels."""

    def __init__(self, search: Search, portal: Portal) -> None:
        self.portal = portal
        self.hits: list[DatasetHit] = []
        self.total: int | None = None
        self.more = False
        self.started: float | None = None
        self._search = search

    # the transport asks this while it waits, at least four times a second
    def is_cancelled(self) -> bool:
        return self._search.is_cancelled() or self.is_late()

    def received(self, count: int, total: int | None) -> None:
        del count, total

    def is_late(self) -> bool:
        return self.started is not None and self._search.clock() - self.started >= self.portal.seconds

    def run(self) -> None:
        self.started = self._search.clock()
        error: errors.PlannerError | None = None
        try:
            self._ask(PROTOCOLS[self.portal.protocol])
        except errors.Cancelled:
            error = None if self._search.is_cancelled() else self.too_late()
        except errors.PlannerError as problem:
            error = problem
        except Exception as problem:  # noqa: BLE001 - one portal's answer must not end the search in the others
            error = errors.DamagedAnswer(detail=repr(problem), source=self.portal.name)
        self._search.put(self.answer(error))

    def too_late(self) -> errors.TookTooLong:
        return errors.TookTooLong(source=self.portal.name, seconds=f"{self.portal.seconds:g}")

    def answer(self, error: errors.PlannerError | None) -> Answer:
        started = self._search.clock() if self.started is None else self.started
        seconds = self._search.clock() - started
        return Answer(self.portal, tuple(self.hits[:MAX_HITS]), error, self.total, self.more, seconds)

    def _ask(self, protocol: ModuleType) -> None:
        """Ask for all words first; where the portal cannot rank and has nothing, for any of them."""
        query = self._search.question.query
        if protocol.RANKS:
            query = replace(query, any_word=True)
        if protocol is ckan and not self.portal.municipality:  # many cities in one portal: the place ranks there
            query = replace(query, words=tuple(dict.fromkeys((*query.words, *self._search.question.place_words))))
        self._walk(protocol, query)
        if not self.hits and not query.any_word and len(query.words) > 1:
            self._walk(protocol, replace(query, any_word=True))

    def _walk(self, protocol: ModuleType, query: Query) -> None:
        waiting: list[Step] = [protocol.search(self.portal, query)]
        seen: set[tuple[str, bytes | None]] = set()
        wanted = query.rows * self._search.pages
        while waiting:
            step = waiting.pop(0)
            if (step.request.url, step.request.body) in seen:  # a loop of `next` links
                continue
            seen.add((step.request.url, step.request.body))
            page = self._page(protocol, query, step)
            self.hits += page.hits
            if page.total is not None and not step.stage and not step.start:
                self.total = (self.total or 0) + page.total  # of each collection where a portal has several
            enough = len(seen) >= MAX_STEPS or len(self.hits) >= MAX_HITS or (not step.stage and step.start >= wanted)
            waiting = [*waiting, *page.follow] if not enough else waiting
            if enough or (not step.stage and page.follow and page.follow[0].start >= wanted):
                self.more = self.more or bool(page.follow) or bool(waiting)
                return

    def _page(self, protocol: ModuleType, query: Query, step: Step) -> Page:
        try:
            response = self._send(step)
        except errors.NetworkError as error:
            instead = getattr(protocol, "instead", None)
            other = instead(self.portal, query, step, error) if instead is not None else None
            if other is None:
                raise
            step = other
            response = self._send(step)
        with self._search.parsing:
            page: Page = protocol.parse(response.body, self.portal, query, step)
        return page

    def _send(self, step: Step) -> Response:
        limit = self._search.limit(step.request.url)
        while not limit.acquire(timeout=TICK):
            if self.is_cancelled():
                raise errors.Cancelled
        try:
            if self.is_cancelled():
                raise errors.Cancelled
            started = self.started if self.started is not None else self._search.clock()
            left = max(0.1, self.portal.seconds - (self._search.clock() - started))
            request = replace(step.request, total_seconds=left, idle_seconds=min(step.request.idle_seconds, left))
            return self._search.transport.send(request, self)
        finally:
            limit.release()


# ---------------------------------------------------------------------------------------------------------- all portals
@dataclass
class Search:
    """One search. `answers()` yields each portal's answer as it comes; `results` grows with it.

    :param pages: so many pages of each portal are fetched at most. :param clock: seconds that only grow.
    """

    catalogue: Catalogue
    question: Question
    transport: Transport
    portals: Sequence[Portal] = ()
    watcher: Watcher | None = None
    pages: int = 2
    clock: Callable[[], float] = time.monotonic
    language: str = "de"
    results: Results = field(init=False)

    def __post_init__(self) -> None:
        self.results = Results(self.question)
        self._stop = threading.Event()
        self._come: queue.Queue[Answer] = queue.Queue()
        self._limits: dict[str, threading.BoundedSemaphore] = {}
        self._lock = threading.Lock()
        self.parsing = threading.Lock()
        """One answer is parsed at a time: a dozen at once would keep the window's thread waiting for Python."""

    def cancel(self) -> None:
        """Stop as soon as possible; from any thread."""
        self._stop.set()

    def is_cancelled(self) -> bool:
        """Tell whether somebody cancelled."""
        return self._stop.is_set()

    def put(self, answer: Answer) -> None:
        """Take a portal's answer; from any thread."""
        self._come.put(answer)

    def limit(self, url: str) -> threading.BoundedSemaphore:
        """Return what counts the requests that go to the server of an address at the moment."""
        host = urlsplit(url).netloc.lower()
        with self._lock:
            return self._limits.setdefault(host, threading.BoundedSemaphore(PER_SERVER))

    def answers(self) -> Iterator[Answer]:
        """Ask all portals and yield their answers in the order in which they come; the list's own layers come first.

        :raises Cancelled: the user cancelled; what came before is in `results`.
        """
        own = self._own_layers()
        if own.hits:
            yield self._take(own)
        waiting = [_Worker(self, _spoken(portal, self.language)) for portal in self.portals]
        running: dict[str, _Worker] = {}
        try:
            while waiting or running:
                self._check()
                while waiting and len(running) < AT_ONCE:
                    worker = waiting.pop(0)
                    running[worker.portal.id] = worker
                    name = f"search {worker.portal.id}"
                    threading.Thread(target=worker.run, name=name, daemon=True).start()
                yield from self._arrived(running)
        finally:
            self._stop.set()  # whoever still runs has been given up

    def run(self, notify: Callable[[Answer], None] | None = None) -> Results:
        """Ask all portals, tell each answer as it comes, and return all results.

        :raises Cancelled: the user cancelled.
        """
        for answer in self.answers():
            if notify is not None:
                notify(answer)
        return self.results

    def _arrived(self, running: dict[str, _Worker]) -> Iterator[Answer]:
        """Yield what came within one tick, and give up whoever is beyond his limit."""
        try:
            answer = self._come.get(timeout=TICK)
        except queue.Empty:
            pass
        else:
            if running.pop(answer.portal.id, None) is not None:  # else it was given up before
                yield self._take(answer)
        late = [worker for worker in running.values() if worker.is_late() and self._come.empty()]
        for worker in late:
            del running[worker.portal.id]
            yield self._take(worker.answer(worker.too_late()))

    def _check(self) -> None:
        if self._stop.is_set() or (self.watcher is not None and self.watcher.is_cancelled()):
            self._stop.set()
            raise errors.Cancelled

    def _take(self, answer: Answer) -> Answer:
        self.results.add(answer)
        return answer

    def _own_layers(self) -> Answer:
        portal = Portal("own", _own_label(), "", "")
        hits = tuple(layer.hit(OWN_LIST, self.language) for layer in self.catalogue.layers if layer.enabled)
        keys = [fold(word) for word in self.question.query.words]
        return Answer(portal, tuple(hit for hit in hits if score(hit, keys)[0] == len(keys)))


def _spoken(portal: Portal, language: str) -> Portal:
    """Return a portal that hits and sentences name in one language."""
    title = portal.title.text(language)
    return replace(portal, title=codes.Label(title, title))


def _own_label() -> codes.Label:
    return codes.Label(OWN_LIST, OWN_LIST)


# -------------------------------------------------------------------------------------------------------------- results
class Results:
    """The hits of all portals so far, merged, and the failures."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.answers: list[Answer] = []
        self.left_out = 0
        """Hits that cannot be loaded, belong to another municipality or lie outside the region."""
        self._keys = [fold(word) for word in question.query.words]
        self._hits: list[DatasetHit] = []
        self._grades: list[tuple[int, float]] = []
        self._names: list[set[str]] = []
        self._by_key: dict[tuple[str, ...], int] = {}

    @property
    def failures(self) -> list[Answer]:
        """The portals that failed, with the reason in `error`."""
        return [answer for answer in self.answers if answer.error is not None]

    def add(self, answer: Answer) -> None:
        """Take a portal's answer; a data set that another portal has as well stays one row with both names."""
        self.answers.append(answer)
        for hit in answer.hits:
            if self._wanted(hit):
                self._merge(hit)
            else:
                self.left_out += 1

    def _wanted(self, hit: DatasetHit) -> bool:
        if self.question.loadable_only and not hit.loadable:
            return False
        if hit.bbox is not None and not _meet(hit.bbox, REGION):
            return False
        key = places.find(hit.municipality) if hit.municipality else ""
        return not key or not self.question.only_there or places.covers(self.question.municipality, key)

    def _merge(self, hit: DatasetHit) -> None:
        for key in _keys(hit):
            place = self._by_key.get(key)
            if place is not None and self._is_same(key[0], place, hit):
                self._names[place].add(hit.portal)
                self._hits[place] = _both(self._hits[place], hit, self._names[place])
                self._grades[place] = max(self._grades[place], self._grade(hit))
                return
        for key in _keys(hit):
            self._by_key.setdefault(key, len(self._hits))
        self._names.append({hit.portal})
        self._hits.append(hit)
        self._grades.append(self._grade(hit))

    def _is_same(self, key: str, place: int, hit: DatasetHit) -> bool:
        """Tell whether a hit that shares a key with a row is the same; one of two services may name no layer."""
        if key == "address":
            return True
        if hit.portal in self._names[place]:
            return False
        return key != "service" or not self._hits[place].layer or not hit.layer

    def _grade(self, hit: DatasetHit) -> tuple[int, float]:
        """Return how many words a hit has, and how well it fits in all."""
        found, value = score(hit, self._keys)
        return found, value + self._bonus(hit)

    def ranked(self) -> list[DatasetHit]:
        """Return the hits, best first: more of the words, municipality and theme wished for, loadable, better match."""
        graded = [
            (-found, -value, (hit.title, hit.kind, hit.url, hit.layer), hit)
            for hit, (found, value) in zip(self._hits, self._grades)
            if found
        ]
        graded.sort(key=lambda entry: entry[:3])  # what comes first does not depend on who answers first
        return [entry[3] for entry in graded]

    def _bonus(self, hit: DatasetHit) -> float:
        """Return what counts beside the words; a word in the title is worth up to ten."""
        bonus = 0.0
        wanted = self.question.municipality
        if wanted and hit.municipality:
            bonus += 6.0 if places.covers(wanted, places.find(hit.municipality)) else -4.0
        if self.question.theme and hit.theme == self.question.theme:
            bonus += 3.0
        if hit.loadable:
            bonus += 2.0 if hit.kind != codes.CATALOGUE_KIND.file else 1.5
        if hit.kind in (codes.CATALOGUE_KIND.wms, codes.CATALOGUE_KIND.wmts):
            bonus -= 1.0  # a picture answers fewer questions than features
        return bonus


def _meet(one: BBox, other: BBox) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


_LAYERED = (
    codes.CATALOGUE_KIND.wfs, codes.CATALOGUE_KIND.wms, codes.CATALOGUE_KIND.wmts, codes.CATALOGUE_KIND.oapif,
)  # fmt: skip


def _keys(hit: DatasetHit) -> Iterable[tuple[str, ...]]:
    """Yield what tells that two hits are one: the address, the data set's page, or title and publisher.

    A WFS and a file of one data set stay two rows, and so do two files of different names.
    """
    form = (hit.kind, hit.format, fold(hit.layer))
    if hit.url:
        yield ("address", links.same_address(hit.url), hit.kind, hit.layer)
    if hit.landing:
        yield ("page", links.same_address(hit.landing), *form)
    if hit.title and hit.publisher:
        named = " ".join(fold(hit.title).split()), " ".join(fold(hit.publisher).split())
        yield ("title", *named, *form)
        if hit.kind in _LAYERED and hit.url:
            yield ("service", *named, hit.kind, links.same_address(hit.url))


def _both(kept: DatasetHit, other: DatasetHit, names: set[str]) -> DatasetHit:
    """Return one hit for two: the first portal's, with what only the second knows."""
    known: dict[str, str] = {}
    for name in ("publisher", "theme", "municipality", "modified", "layer", "description", "attribution", "landing"):
        if not getattr(kept, name) and getattr(other, name):
            known[name] = getattr(other, name)
    if kept.licence == "unknown" and other.licence != "unknown":
        known.update(licence=other.licence, licence_url=other.licence_url)
    merged = replace(kept, portal="; ".join(sorted(names)), **known)  # type: ignore[arg-type]
    return replace(merged, bbox=kept.bbox or other.bbox, keywords=kept.keywords or other.keywords)
