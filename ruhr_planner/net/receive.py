"""Bytes as they come: unpacked, counted, and stopped at the limit.

Both transports ask for gzip themselves and hand over what came over the wire, so that unpacking is bounded here, in
one place: a bomb of gzip is refused after the limit, however small it is when packed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import BinaryIO

from ruhr_planner.model import errors
from ruhr_planner.net.body import EXPLANATION_BYTES
from ruhr_planner.net.transport import Request
from ruhr_planner.net.watch import Watch

BLOCK = 256 * 1024
_MEGABYTE = 1024 * 1024
_BOMB_BYTES = 64 * _MEGABYTE
_BOMB_RATIO = 200
"""Text and coordinates pack 5 to 40 times smaller; deflate cannot do better than 1032."""

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_MAGIC = b"\x1f\x8b"
_EITHER_HEADER = 32 + zlib.MAX_WBITS


class Receiver:
    """Takes one answer: first status and headers, then the bytes.

    The body of a success goes to `target`, or to memory; of an error, only as much as an explanation needs.
    """

    def __init__(self, request: Request, method: str, watch: Watch, target: BinaryIO | None = None) -> None:
        self._request = request
        self._method = method
        self._watch = watch
        self._target = target
        self._pieces: list[bytes] = []
        self._unpacker: _Unpacker | None = None
        self._came = 0
        self._expected: int | None = None
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.count = 0
        self.is_private = False
        """A log-in that the request does not show went with it, so that the answer must not be kept."""

    @property
    def is_success(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    @property
    def body(self) -> bytes:
        """What is kept in memory."""
        if len(self._pieces) > 1:
            self._pieces = [b"".join(self._pieces)]
        return self._pieces[0] if self._pieces else b""

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Take status and headers (lower-case names).

        :raises TooLarge: the announced length is over the limit; `WrongContent`: packed in an unknown way.
        """
        self.status, self.headers = status, headers
        length = headers.get("content-length", "").strip()
        if length.isascii() and length.isdigit() and "transfer-encoding" not in headers and self._method != "HEAD":
            self._expected = int(length[:18])
        if self.is_success and (self._expected or 0) > self._request.max_bytes:
            raise self._too_large(self._request.max_bytes)
        packing = headers.get("content-encoding", "").strip().lower()
        if packing in _PACKED:
            self._unpacker = _Unpacker(self._request.source)
        elif packing not in ("", "identity"):
            raise errors.WrongContent(source=self._request.source, found=packing, expected="gzip")
        self._watch.heard(0, self._expected)

    def feed(self, data: bytes) -> bool:
        """Take bytes as they came over the wire; return whether more are wanted.

        :raises TooLarge, DamagedAnswer: see there. :raises OSError: the target cannot be written.
        """
        self._came += len(data)
        self._watch.heard(self._came, self._expected)
        if self._unpacker is None:
            return self._take(data)
        return all(self._take(piece) for piece in self._unpacker.pieces(data))

    def finish(self) -> None:
        """The transfer has ended.

        :raises BrokenOff: it has ended too early.
        """
        empty = self._method == "HEAD" or self.status in (204, 304) or not self.is_success
        if empty:
            return
        cut = self._expected is not None and self._came < self._expected
        if cut or (self._unpacker is not None and not self._unpacker.is_complete):
            raise errors.BrokenOff(source=self._request.source)

    def _take(self, piece: bytes) -> bool:
        self.count += len(piece)
        if not self.is_success:
            self._pieces.append(piece)
            return self.count < EXPLANATION_BYTES
        if self.count > self._request.max_bytes:
            raise self._too_large(self._request.max_bytes)
        if self._unpacker is not None and self.count > max(_BOMB_BYTES, _BOMB_RATIO * self._came):
            raise self._too_large(_BOMB_BYTES)
        if self._target is None:
            self._pieces.append(piece)
        else:
            self._target.write(piece)
        return True

    def _too_large(self, limit: int) -> errors.TooLarge:
        self._pieces = []
        return errors.TooLarge(source=self._request.source, limit=f"{limit / _MEGABYTE:.3g}")


class _Unpacker:
    """Unpacks gzip and deflate in pieces of bounded size, also several members behind each other."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._inflater = zlib.decompressobj(_EITHER_HEADER)
        self._begun = False

    @property
    def is_complete(self) -> bool:
        """Whether the last member has ended; nothing at all is complete as well."""
        return self._inflater.eof or not self._begun

    def pieces(self, data: bytes) -> _Pieces:
        """Return the unpacked pieces of some packed bytes."""
        return _Pieces(self, data)

    def next_piece(self, data: bytes) -> tuple[bytes, bytes]:
        """Return one unpacked piece, and the packed bytes that are left."""
        if self._inflater.eof:
            if not _GZIP_MAGIC.startswith(data[:2]):
                return b"", b""  # padding behind the last member
            self._inflater = zlib.decompressobj(_EITHER_HEADER)
        self._begun = True
        try:
            piece = self._inflater.decompress(data, BLOCK)
        except zlib.error:
            raise errors.DamagedAnswer(source=self._source) from None
        return piece, self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail


class _Pieces:
    """Iterates over the unpacked pieces of some packed bytes."""

    def __init__(self, unpacker: _Unpacker, data: bytes) -> None:
        self._unpacker = unpacker
        self._data = data

    def __iter__(self) -> _Pieces:
        return self

    def __next__(self) -> bytes:
        while self._data:
            piece, self._data = self._unpacker.next_piece(self._data)
            if piece:
                return piece
        raise StopIteration
