"""QGIS's own dialog of an algorithm, filled in; closed again when the plugin is unloaded."""

from __future__ import annotations

from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget


class _Keeper(QObject):
    """Holds dialogs: without a reference they lose their slots."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.dialogs: list[QWidget] = []


def open_algorithm(algorithm_id: str, parameters: dict[str, Any], owner: QObject) -> QWidget:
    """Open the dialog of an algorithm.

    :param owner: the dialog stays as long as this lives; see `close_all`.
    """
    from processing import createAlgorithmDialog  # QGIS's plugin, there once QGIS has started

    keeper = owner.findChild(_Keeper) or _Keeper(owner)
    keeper.dialogs = [dialog for dialog in keeper.dialogs if not sip.isdeleted(dialog) and dialog.isVisible()]
    dialog: QWidget = createAlgorithmDialog(algorithm_id, parameters)
    keeper.dialogs.append(dialog)
    dialog.show()
    return dialog


def close_all(owner: QObject) -> None:
    """Close the dialogs that were opened for an owner."""
    keeper = owner.findChild(_Keeper)
    for dialog in keeper.dialogs if keeper is not None else ():
        if not sip.isdeleted(dialog):
            dialog.close()
            sip.delete(dialog)
