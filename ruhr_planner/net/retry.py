"""What is asked again, and when. Pure: the clock is handed in.

429 and 503 (and 502, 504: the same state seen by a gateway) and a connection that broke off are asked again with
back-off, as long as the server's own Retry-After is not longer than the policy waits. A 400 is asked again once: the
regional MapServer now and then answers a first request with a 400 that means nothing; a 400 in which the service
explains itself is final.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Protocol

from ruhr_planner.model import errors

_AGAIN = (errors.TooManyRequests, errors.ServiceUnavailable, errors.BrokenOff)
_FINAL_CODES = frozenset(
    {
        "missingparametervalue",
        "invalidparametervalue",
        "versionnegotiationfailed",
        "operationnotsupported",
        "optionnotsupported",
        "operationparsingfailed",
        "layernotdefined",
        "stylenotdefined",
        "invalidformat",
        "invalidcrs",
        "invalidsrs",
        "search query error",
        "validation error",
    }
)
"""Exception codes of OWS and CKAN that say what is wrong with the question itself."""


class Clock(Protocol):
    """The time that passes, and waiting."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""

    def now(self) -> datetime:
        """The date and time, UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The computer's own clock."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def now(self) -> datetime:
        """The date and time, UTC."""
        return datetime.now(timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Policy:
    """How patient a transport is: tries altogether, seconds before the second, growth, and the longest wait."""

    attempts: int = 4
    first_wait: float = 1.0
    growth: float = 2.0
    longest_wait: float = 30.0

    def wait(self, error: errors.NetworkError, attempt: int, retry_after: float | None = None) -> float | None:
        """Return the seconds to wait before asking again, or None if the error is final.

        :param attempt: which try failed, from 1.
        :param retry_after: what the server asked for, in seconds.
        """
        if attempt >= self.attempts:
            return None
        if _may_pass(error):
            return self.first_wait if attempt == 1 else None
        if not isinstance(error, _AGAIN):
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_wait else None
        return min(self.longest_wait, self.first_wait * self.growth ** (attempt - 1))


def _may_pass(error: errors.NetworkError) -> bool:
    """Tell whether an error is a 400 that may have been a hiccup."""
    if isinstance(error, errors.ServiceException):
        return error.params.get("status") == 400 and str(error.params.get("code", "")).lower() not in _FINAL_CODES
    return isinstance(error, errors.BadRequest)


def seconds_of(header: str | None, now: datetime) -> float | None:
    """Return what a Retry-After header asks for, in seconds; None if it says nothing that can be understood.

    :param header: a number of seconds or an HTTP date (RFC 9110, section 10.2.3).
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) < 10 else float("inf")
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - now).total_seconds())
