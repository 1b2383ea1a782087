"""The four windows as they first open: what is cut off, hard to read, twice under one letter, not reached by keys."""

from __future__ import annotations

from collections import Counter, defaultdict

import play_windows
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

import __main__ as drive  # drive.py, which QGIS runs as its main module

LEAST_CONTRAST = 3.0
READY = {
    "gap_explorer": lambda window: window._sites is not None,
    "weights": lambda window: window.table.model().rowCount() > 0,
    "mapping_wizard": lambda window: window._draft is not None,
    "validation": lambda window: True,
}


def looks():
    """Look at each window."""
    seen = drive.seen["looks"] = {}
    file = drive.FOLDER / "Flächen der Stadt.geojson"
    play_windows.foreign_file(file)
    for name, is_ready in READY.items():
        yield from play_windows.open_window(name)
        window = play_windows.shown(f"ruhr_planner_{name}")
        if name == "mapping_wizard":
            window.take(str(file))
        if name == "weights":  # no sites were sought
            drive.seen["weights_at_first"] = [window.layer.currentLayer() is None, window.answer.text()]
            window.layer.setLayer(drive.QgsProject.instance().mapLayersByName("Flächen")[0])
        yield lambda window=window, is_ready=is_ready: is_ready(window)
        yield drive.pause(1.5)
        parts = [each for each in window.findChildren(QWidget) if not each.visibleRegion().isEmpty()]
        seen[name] = {
            "cut_off": sorted({each.text() for each in parts if is_cut_off(each)}),
            "faint": sorted({each.text() for each in parts if is_faint(each)}),
            "twice": twice(parts),
            "not_reached": unreached(window, parts),
            "too_large": window.isWindow() and not fits(window, window.screen().availableGeometry()),
        }
        yield from drive.picture(f"look_{name}")
        window.close()


def fits(window: QWidget, room: QRect) -> bool:
    frame = window.frameGeometry()
    return frame.width() <= room.width() and frame.height() <= room.height()


def is_cut_off(widget: QWidget) -> bool:
    """Tell whether the words of a button or label do not fit into it."""
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return bool(widget.text()) and widget.width() < widget.sizeHint().width()
    least = widget.minimumSizeHint()
    kinds = (QPushButton, QCheckBox, QRadioButton)
    return isinstance(widget, kinds) and (widget.width() < least.width() or widget.height() < least.height())


def is_faint(widget: QWidget) -> bool:
    """Tell whether the words of a label or button hardly differ from what is behind them."""
    if not isinstance(widget, (QLabel, QPushButton, QCheckBox)) or not widget.isEnabled() or not widget.text().strip():
        return False
    around = widget.window()  # what is behind a label is drawn by others
    image = around.grab(QRect(widget.mapTo(around, QPoint()), widget.size())).toImage()
    tones = Counter(image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(1, image.height() - 1))
    behind = luminance(tones.most_common(1)[0][0])
    return max(contrast(luminance(tone), behind) for tone in tones) < LEAST_CONTRAST


def luminance(rgb: int) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = [((rgb >> shift) & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def twice(parts: list[QWidget]) -> list[str]:
    """Return the words of controls that one letter leads to."""
    found = defaultdict(set)
    for each in parts:
        if isinstance(each, (QLineEdit, QTextEdit)) or (isinstance(each, QLabel) and each.buddy() is None):
            continue
        texts = [each.text()] if callable(getattr(each, "text", None)) else []
        if isinstance(each, QTabBar):
            texts = [each.tabText(place) for place in range(each.count())]
        for text in (str(one).replace("&&", "") for one in texts):
            at = text.find("&")
            if 0 <= at < len(text) - 1:
                found[text[at + 1].lower()].add(text)
    return sorted(" | ".join(sorted(texts)) for texts in found.values() if len(texts) > 1)


def unreached(window: QWidget, parts: list[QWidget]) -> list[str]:
    """Return the named controls that no press of the tab key leads to."""
    kinds = (QPushButton, QToolButton, QComboBox, QCheckBox, QAbstractItemView, QLineEdit, QAbstractSlider)
    named = [each for each in parts if each.objectName().startswith("ruhr_planner_") and each.isEnabled()]
    wanted = [each for each in named if isinstance(each, kinds) and not isinstance(each, QScrollBar)]
    chain, each = set(), window.nextInFocusChain()
    while each is not None and each is not window and each not in chain:
        chain.add(each)
        each = each.nextInFocusChain()
    return sorted({each.objectName() for each in wanted if not any(takes_tab(one, chain) for one in inside(each))})


def inside(widget: QWidget) -> list[QWidget]:
    proxy = widget.focusProxy()
    return [widget, *widget.findChildren(QWidget), *([proxy] if proxy is not None else [])]


def takes_tab(widget: QWidget, chain: set[QWidget]) -> bool:
    return widget in chain and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
