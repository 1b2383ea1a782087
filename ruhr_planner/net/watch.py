"""One eye on the user and one on the clock, while bytes come or do not come."""

from __future__ import annotations

from ruhr_planner.model import errors
from ruhr_planner.net.retry import Clock
from ruhr_planner.net.transport import Feedback, Request

TICK = 0.1
"""Seconds between two looks; cancel has to take effect within one second."""


class Watch:
    """Stops one request: cancelled, silent for too long, or not finished in time. Used by the calling thread only."""

    def __init__(self, request: Request, feedback: Feedback | None, clock: Clock) -> None:
        self._request = request
        self._feedback = feedback
        self._clock = clock
        self._end = clock.monotonic() + request.total_seconds
        self._last = clock.monotonic()
        self.idle_seconds = request.idle_seconds

    def begin(self) -> None:
        """A new exchange begins: the silence counts from now."""
        self.check_cancelled()
        self._last = self._clock.monotonic()

    def check_cancelled(self) -> None:
        """Ask the user.

        :raises Cancelled: he has had enough.
        """
        if self._feedback is not None and self._feedback.is_cancelled():
            raise errors.Cancelled

    def check(self) -> None:
        """Look at the user, then at the clock.

        :raises Cancelled, TimedOut, TookTooLong: see there.
        """
        self.check_cancelled()
        now = self._clock.monotonic()
        if now >= self._end:
            raise errors.TookTooLong(source=self._request.source, seconds=_seconds(self._request.total_seconds))
        if now - self._last >= self.idle_seconds:
            raise self.silent()

    def silent(self) -> errors.TimedOut:
        """Return the error for a silent server."""
        return errors.TimedOut(source=self._request.source, seconds=_seconds(self.idle_seconds))

    def heard(self, count: int, total: int | None) -> None:
        """Take note of bytes.

        :param count: so far. :param total: expected, None = unknown.
        """
        self._last = self._clock.monotonic()
        if self._feedback is not None:
            self._feedback.received(count, total)

    def left(self) -> float:
        """Return the seconds left of the total limit."""
        return self._end - self._clock.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait before asking again, with an eye on the user.

        :raises Cancelled: he did not want to wait.
        """
        until = self._clock.monotonic() + seconds
        while (rest := until - self._clock.monotonic()) > 0:
            self.check_cancelled()
            self._clock.sleep(min(TICK, rest))


def _seconds(value: float) -> str:
    return f"{value:g}"
