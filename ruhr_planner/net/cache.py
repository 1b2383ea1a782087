"""What was loaded before, on disk: asked again with ETag and Last-Modified, served alone when working offline.

One file an answer: a line of JSON, then the body. It is written beside its place and moved there, so that threads and
processes see a whole answer or none; a damaged file counts as absent. File names are SHA-256 sums of the question.
Answers to questions that prove who asks (a log-in, a key in the address) are never kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

from ruhr_planner.net.transport import Request, Response

MAX_BYTES = 512 * 1024 * 1024
"""All answers together; the ones not used for longest go first."""

MAX_ANSWER = 64 * 1024 * 1024
"""A larger answer is a download and is not kept."""

_BLOCK = 256 * 1024
_SAME_NS = 60 * 10**9
"""Clocks of several computers on one profile may differ so much."""
_ENDING = ".answer"
_VERSION = 1
_ASKING_HEADERS = ("accept", "accept-language", "content-type")
_OPEN_HEADERS = frozenset(
    {"accept", "accept-language", "accept-encoding", "content-type", "referer", "user-agent", "soapaction"}
)
_OPEN_METHODS = frozenset({"GET", "POST"})
_SECRET_NAME = re.compile(
    r"token|api[_-]?key|(auth|access|subscription)[_-]?key$|passw|pwd|secret|signature|session|credential"
    r"|kennwort|^(key|sig|auth|user(name)?|code|pass|pw|psw|jwt|ticket|bearer|login)$",
    re.IGNORECASE,
)
_OWN_HEADERS = frozenset({"set-cookie", "set-cookie2"})


@dataclass(frozen=True)
class Kept:
    """An answer from the cache, and how to ask whether it still holds."""

    response: Response
    validators: Mapping[str, str]


def may_keep(request: Request) -> bool:
    """Tell whether the answer to a question may be kept: nothing in it proves who asks."""
    return (
        request.cacheable
        and not request.authcfg
        and request.method in _OPEN_METHODS
        and all(name.lower() in _OPEN_HEADERS for name in request.headers)
        and not has_secret(request.url)
    )


def has_secret(url: str) -> bool:
    """Tell whether an address proves who asks: a user before the host, a key or a signature among the parameters."""
    parts = urlsplit(url)
    names = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return "@" in parts.netloc or any(_SECRET_NAME.search(name) for name in names)


def key_of(request: Request) -> str:
    """Return the name of a question: method, address, what is accepted, and what is sent."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    asked = [request.method, request.url, *(headers.get(name, "") for name in _ASKING_HEADERS)]
    sent = hashlib.sha256(request.body or b"").hexdigest()
    return hashlib.sha256(json.dumps([*asked, sent]).encode()).hexdigest()


def default_folder() -> Path:
    """Return where caches lie on this system for a program without QGIS."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".cache") / "ruhr_planner"


class Cache:
    """A folder of answers. Safe for threads and for several processes; a disk that refuses only costs the saving."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES, max_answer: int = MAX_ANSWER) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self.max_answer = min(max_answer, max_bytes)
        self._lock = threading.Lock()
        self._held: int | None = None

    def find(self, request: Request) -> Kept | None:
        """Return what was loaded last for a question, or None."""
        path = self._path(request)
        try:
            with path.open("rb") as file:
                head, body = file.readline(), file.read()
            kept = _unpacked(head, body)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # absent, or damaged: the question is simply asked again
        with contextlib.suppress(OSError):
            os.utime(path)  # the age of a file is when it was used last
        return kept

    def keep(self, request: Request, response: Response) -> None:
        """Keep an answer, unless the server forbids it or it is too large."""
        self.keep_file(request, response, io.BytesIO(response.body))

    def keep_file(self, request: Request, response: Response, body: BinaryIO) -> None:
        """Keep an answer whose body is a file, block by block, so that no copy of it is in memory; see `keep`."""
        length = body.seek(0, os.SEEK_END)
        forbidden = "no-store" in response.headers.get("cache-control", "").lower()
        if forbidden or not may_keep(request) or has_secret(response.url) or length > self.max_answer:
            return
        digest = hashlib.sha256()
        for block in _blocks(body):
            digest.update(block)
        with contextlib.suppress(OSError):
            self._write(self._path(request), _head(response, length, digest.hexdigest()), body)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            for path in self._files():
                path.unlink(missing_ok=True)
            self._held = 0

    def size(self) -> int:
        """Return the bytes that the answers take on disk."""
        return sum(_size(path) for path in self._files())

    def _path(self, request: Request) -> Path:
        name = key_of(request)
        return self._folder / name[:2] / f"{name}{_ENDING}"

    def _files(self) -> list[Path]:
        return list(self._folder.glob(f"*/*{_ENDING}"))

    def _write(self, path: Path, head: bytes, body: BinaryIO) -> None:
        for folder in (self._folder, path.parent):  # the mode of `mkdir` holds for the last folder only
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.stem}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            with beside.open("wb") as file:
                file.write(head)
                file.writelines(_blocks(body))
            with self._lock:
                added = _size(beside) - _size(path)
                beside.replace(path)
                self._make_room(added, path)
        finally:
            beside.unlink(missing_ok=True)

    def _make_room(self, added: int, latest: Path) -> None:
        """Remove the answers not used for longest until the rest fits; called with the lock held.

        What was used later than the answer that came last was used before the computer's clock was set back.
        """
        self._held = self.size() if self._held is None else self._held + added
        if self._held <= self._max_bytes:
            return
        ages = []
        now = _used(latest) + _SAME_NS
        for path in self._files():
            with contextlib.suppress(OSError):  # another process may have removed it
                state = path.stat()
                ages.append((state.st_mtime_ns if state.st_mtime_ns <= now else 0, state.st_size, path))
        self._held = sum(size for _, size, _ in ages)
        for _, size, path in sorted(ages):
            if self._held <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            self._held -= size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _used(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _blocks(body: BinaryIO) -> Iterator[bytes]:
    body.seek(0)
    while block := body.read(_BLOCK):
        yield block


def _head(response: Response, length: int, digest: str) -> bytes:
    """Return the line before the body."""
    about = {
        "version": _VERSION,
        "url": response.url,
        "status": response.status,
        "headers": {name: value for name, value in response.headers.items() if name not in _OWN_HEADERS},
        "loaded": response.loaded.isoformat(),
        "length": length,
        "sum": digest,
    }
    return json.dumps(about).encode() + b"\n"


def _unpacked(head: bytes, body: bytes) -> Kept:
    """Return what a file holds.

    :raises ValueError, KeyError, TypeError: it is damaged or of another version.
    """
    about = json.loads(head)
    if about["version"] != _VERSION or about["length"] != len(body) or about["sum"] != hashlib.sha256(body).hexdigest():
        raise ValueError
    headers = {str(name): str(value) for name, value in about["headers"].items()}
    loaded = datetime.fromisoformat(about["loaded"])
    response = Response(str(about["url"]), int(about["status"]), headers, body, loaded, from_cache=True)
    validators = {}
    if "etag" in headers:
        validators["If-None-Match"] = headers["etag"]
    if "last-modified" in headers:
        validators["If-Modified-Since"] = headers["last-modified"]
    return Kept(response, validators)
