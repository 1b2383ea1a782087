"""What a search asks, whom, and what it gets: the shapes that all protocol modules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ruhr_planner.model import licences
from ruhr_planner.model.codes import Label
from ruhr_planner.net.transport import Request

ROWS = 100
"""So many data sets are asked for at once; CKAN gives at most 1,000, Opendatasoft 100."""

MAX_BYTES = 64 * 1024 * 1024
"""A catalogue's answer larger than this is refused; the largest whole `data.json` of the region has some MB."""

IDLE_SECONDS = 10.0
UNCHECKED = "unchecked"
NO_TEXT = Label("", "")
BBox = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class Portal:
    """One place to ask. `checked` is the day or month somebody queried it, or "unchecked"."""

    id: str
    title: Label
    protocol: str
    url: str
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    themes: tuple[str, ...] = ()
    municipality: str = ""
    """AGS (8 digits) or Kreis key (5 digits) that all its data belong to; "" = several or the whole region."""
    keywords: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 20.0
    """Time limit of a search in this portal."""
    checked: str = UNCHECKED
    evidence: str = ""
    note: Label = NO_TEXT
    authcfg: str = ""
    enabled: bool = True
    own: bool = False
    """The user's entry, not the shipped one."""

    @property
    def name(self) -> str:
        """The title under which results and sentences name the portal."""
        return self.title.de

    def option(self, name: str, default: str = "") -> str:
        """Return an option of the protocol."""
        return self.options.get(name, default)

    def request(self, url: str, accept: str = "", body: bytes | None = None, content_type: str = "") -> Request:
        """Return a request to this portal, with its limits, its name and its authentication."""
        headers = {"Accept": accept} if accept else {}
        if content_type:
            headers["Content-Type"] = content_type
        return Request(
            url,
            "GET" if body is None else "POST",
            headers,
            body,
            self.authcfg,
            min(IDLE_SECONDS, self.seconds),
            self.seconds,
            MAX_BYTES,
            source=self.name,
        )


@dataclass(frozen=True)
class Query:
    """What is searched for.

    `words` as typed without stop words; `any_word`: one of them is enough (else all have to occur, where the protocol
    can say so).
    """

    words: tuple[str, ...]
    any_word: bool = False
    rows: int = ROWS


@dataclass(frozen=True)
class DatasetHit:
    """One way to get one data set: a layer of a service, a file, or something else.

    `licence` is the id of model.licences, "unknown" where nobody says; `theme` a code of `CATALOGUE_THEME` or the
    portal's own word; `reason` a code of `NOT_LOADABLE` ("" = loadable); `modified` an ISO date or "".
    """

    portal: str
    dataset_id: str = ""
    title: str = ""
    publisher: str = ""
    theme: str = ""
    municipality: str = ""
    licence: str = licences.UNKNOWN.id
    licence_url: str = ""
    modified: str = ""
    format: str = ""
    kind: str = ""
    url: str = ""
    layer: str = ""
    loadable: bool = False
    reason: str = ""
    bbox: BBox | None = None
    landing: str = ""
    """The data set's own page in the portal."""
    description: str = ""
    keywords: tuple[str, ...] = ()
    attribution: str = ""


@dataclass(frozen=True)
class Step:
    """One request of a search, with what the parser of its answer has to know."""

    request: Request
    start: int = 0
    """So many data sets were skipped."""
    stage: str = ""
    """Which of a protocol's answers is expected."""


@dataclass(frozen=True)
class Page:
    """One answer of a portal, parsed.

    `total` is the number of data sets (not of hits) that match, None = the portal does not say; `follow` are the
    steps that bring more, in their order.
    """

    hits: tuple[DatasetHit, ...]
    total: int | None = None
    follow: tuple[Step, ...] = ()
