"""What an answer of a service that lies in a file says of the rest: it may be one page of many.

GeoJSON and ArcGIS JSON say it beside their features, GML in its root element. A file that says nothing is all there is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ruhr_planner.net import body as bodies

_PART = 1 << 16
_TOTAL = re.compile(r'"(?:numberMatched|totalFeatures)"\s*:\s*(\d{1,15})\b')
_MORE = re.compile(r'"exceededTransferLimit"\s*:\s*true\b|"rel"\s*:\s*"(?:next|prev|previous)"')
_MEMBER = re.compile(r'"(?:properties|attributes|geometry)"\s*:')
_ASIDE = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?![?!])[\w.:-]+(?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*")
_MATCHED = re.compile(r"\snumberMatched\s*=\s*[\"'](\d{1,15})[\"']")
_PAGES = re.compile(r"\s(?:next|previous)\s*=\s*[\"'][^\"']")


class Claim(NamedTuple):
    """How many records the source has (None: not said), and whether the file says that it is one page of several."""

    total: int | None = None
    paged: bool = False


def of_json(path: Path) -> Claim:
    """Read what stands before the features and behind them; a file of one single feature claims nothing."""
    head, tail = _ends(path)
    if '"features"' not in head and '"features"' not in tail:
        return Claim()
    last = max((found.start() for found in _MEMBER.finditer(tail)), default=0)
    beside = head.partition('"features"')[0] + tail[last:]
    total = _TOTAL.search(beside)
    return Claim(int(total[1]) if total else None, _MORE.search(beside) is not None)


def of_xml(path: Path) -> Claim:
    """Read the attributes of the root element, as WFS 2.0 writes them."""
    root = _ROOT.search(_ASIDE.sub("", _ends(path)[0]))
    attributes = root[0] if root else ""
    total = _MATCHED.search(attributes)
    return Claim(int(total[1]) if total else None, _PAGES.search(attributes) is not None)


def _ends(path: Path) -> tuple[str, str]:
    """Return the beginning and the end of a text file."""
    with path.open("rb") as file:
        head = file.read(_PART)
        file.seek(max(0, path.stat().st_size - _PART))
        return bodies.decode(head), file.read().decode("utf-8", "replace")
