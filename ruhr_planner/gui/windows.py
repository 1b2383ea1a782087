"""The windows beside the dock: each is built when it is first asked for, there once, and gone at unload."""

from __future__ import annotations

from typing import Callable, ClassVar, Protocol

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from ruhr_planner.i18n import tr

_ROOM = 0.92
"""How much of the screen a window takes at most; its frame needs some, too."""


class Window(Protocol):
    """What a window of the plugin owes."""

    def shut_down(self) -> None:
        """Cancel what runs and take away what was drawn: the window is deleted next."""


class _Open:
    """The windows by name."""

    windows: ClassVar[dict[str, QWidget]] = {}


def show(name: str, build: Callable[[], QWidget]) -> QWidget:
    """Bring a window to the front, building it unless it is there."""
    found = _Open.windows.get(name)
    if found is None or sip.isdeleted(found):
        found = _Open.windows[name] = build()
    found.show()
    found.raise_()
    found.activateWindow()
    return found


def resize(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size, and no more than the screen has: at 200 % a screen is half as large."""
    screen = window.screen() or QGuiApplication.primaryScreen()
    room = screen.availableSize() * _ROOM if screen is not None else QSize(width, height)
    window.resize(min(width, room.width()), min(height, room.height()))


def button_box(parent: QWidget, standard: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """Build a box of standard buttons that speak the plugin's language.

    Qt's own words would be those of QGIS's language, and English where the system has no translation of Qt.
    """
    box = QDialogButtonBox(standard, parent)
    words = {QDialogButtonBox.StandardButton.Close: tr("Close"), QDialogButtonBox.StandardButton.Cancel: tr("Cancel")}
    for each, word in words.items():
        button = box.button(each)
        if button is not None:
            button.setText(word)
    return box


def add_actions(
    box: QDialogButtonBox, window: str, actions: tuple[tuple[str, QPushButton, Callable[..., None]], ...]
) -> None:
    """Put buttons into the box of a window: a name each, the button, and what it does.

    None of them is what Enter presses: a value is confirmed with Enter, and no run may begin by it.
    """
    for name, button, slot in actions:
        button.setObjectName(f"{window}_{name}")
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)


def close_all() -> None:
    """Close and delete all windows; nothing of theirs is heard of afterwards."""
    while _Open.windows:
        _name, window = _Open.windows.popitem()
        if not sip.isdeleted(window):
            window.shut_down()
            sip.delete(window)
