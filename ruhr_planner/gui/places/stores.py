"""The planning stores that were opened lately; which of them the dock works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ruhr_planner.settings import settings

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk

LONGEST = 8
"""So many stores are remembered."""


class _Bell(QObject):
    """Rings when the list is another one."""

    rung = pyqtSignal()


class _Heard:
    """The bell of the running plugin."""

    bell: _Bell | None = None


def recent() -> list[str]:
    """Return the addresses of the stores opened lately, the last one first; whether they are there, nobody looks."""
    return list(settings().recent_stores.value())


def remember(address: str) -> None:
    """Put a store at the head of the list."""
    before = recent()
    after = [address, *(one for one in before if one != address)][:LONGEST]
    if after != before:
        _keep(after)


def forget(address: str) -> None:
    """Take a store off the list; the file stays."""
    _keep([one for one in recent() if one != address])


def when_changed(slot: Callable[[], None]) -> None:
    """Have a slot called whenever the list is another one, until the plugin is unloaded."""
    if _Heard.bell is not None:
        _Heard.bell.rung.connect(slot)


def title(address: str) -> str:
    """Return a store's name as people know it."""
    return Path(address).stem if address.endswith(".gpkg") else address


def watch(desk: Desk, undo: list[Callable[[], None]]) -> None:
    """Remember every store that the dock opens, when it does: one that was taken off the list meanwhile stays off."""
    _Heard.bell = _Bell()
    seen = ""

    def look() -> None:
        nonlocal seen
        address = desk.store.address if desk.store is not None else ""
        if address not in ("", seen):
            remember(address)
        seen = address

    def stop() -> None:
        _Heard.bell = None

    desk.changed.connect(look)
    undo.append(stop)


def _keep(addresses: list[str]) -> None:
    settings().recent_stores.setValue(addresses)
    if _Heard.bell is not None:
        _Heard.bell.rung.emit()
