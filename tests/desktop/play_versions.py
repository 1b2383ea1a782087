"""A scene after which screenshots show what of the plugin is in front: a dialog, a window, else the dock."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QLineEdit, QWidget

import __main__ as drive  # drive.py, which QGIS runs as its main module

HOME = "home/planerin"
WINDOWS = ("gap_explorer", "weights", "mapping_wizard", "validation")


def in_front() -> QWidget:
    """Return what a picture should show."""
    modal = QApplication.activeModalWidget()
    if modal is not None:
        return modal
    names = {f"{drive.NAME}_{name}" for name in WINDOWS}
    tops = [each for each in QApplication.topLevelWidgets() if each.objectName() in names and each.isVisible()]
    docked = [each for name in names for each in drive.window().findChildren(QDockWidget, name) if each.isVisible()]
    return next(iter([*tops, *docked]), drive.dock())


def parts():
    """From now on, pictures show parts."""

    def shot(name: str) -> None:
        shown = in_front()
        told = [(field, field.text(), field.placeholderText()) for field in shown.findChildren(QLineEdit)]
        for field, *texts in told:  # folders of a throw-away profile tell nothing
            say(field, *(text.replace(str(drive.FOLDER / HOME), "~").replace(str(drive.FOLDER), "~") for text in texts))
        shown.grab().save(str(drive.FOLDER / f"{name}.png"))
        for field, *texts in told:
            say(field, *texts)

    def say(field: QLineEdit, text: str, instead: str) -> None:
        field.blockSignals(True)
        field.setText(text)
        field.setPlaceholderText(instead)
        field.blockSignals(False)

    drive.shot = shot
    drive.LONGEST_WAIT = 400  # the pictures are the matter here, not the time
    yield drive.pause(0)
