"""Where the data of a layer come from: date, licences, source notes, confidentiality, and the run that made it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ruhr_planner import i18n
from ruhr_planner.gui import windows, words
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences
from ruhr_planner.model.codes import SENSITIVITY
from ruhr_planner.store import metadata


def _run_labels() -> tuple[tuple[str, str], ...]:
    """Return what the record of a run says, in the order in which it is read."""
    return (
        ("algorithm", tr("Algorithm")),
        ("date", tr("Written on")),
        ("as_of", tr("Records in force on")),
        ("plugin_version", tr("Plugin version")),
        ("run_id", tr("Run")),
    )


class SourceDialog(QDialog):
    """What the layer's metadata say, as people read it; QGIS's layer properties have the same in full."""

    def __init__(self, layer: QgsVectorLayer, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_source")
        self.setWindowTitle(tr("Source and Licence"))
        windows.resize(self, 560, 480)
        self.text = QTextBrowser(self)
        self.text.setObjectName("ruhr_planner_source_text")
        self.text.setOpenExternalLinks(True)
        self.text.setHtml(page(layer))
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)


def page(layer: QgsVectorLayer) -> str:
    """Return what a layer says of itself as HTML."""
    said = metadata.read(layer.metadata(), layer.name())
    run = metadata.history(layer.metadata())
    rows = [
        (tr("Date of the data"), words.dated(said.date)),
        (tr("Licence"), ", ".join(map(_licence, said.licences))),
        (tr("Source note"), " · ".join(said.attributions)),
        (tr("Confidentiality"), SENSITIVITY.label(said.sensitivity, i18n.language())),
        (tr("Records"), words.number(layer.featureCount())),
    ]
    parts = [f"<h3>{escape(said.title)}</h3>", f"<p>{escape(layer.metadata().abstract())}</p>", _table(rows)]
    made = [(label, str(run[key])) for key, label in _run_labels() if run.get(key)]
    parameters = run.get("parameters")
    if made:
        parts += [f"<h4>{escape(tr('Made by'))}</h4>", _table(made)]
    if isinstance(parameters, dict) and parameters:
        parts += [f"<h4>{escape(tr('Parameters'))}</h4>", _table((k, str(v)) for k, v in sorted(parameters.items()))]
    parts += _inputs(run.get("inputs"))
    return "".join(parts)


def _inputs(listed: object) -> list[str]:
    """Return the inputs of the run that made the layer."""
    if not isinstance(listed, list) or not listed:
        return []
    rows = []
    for one in listed:
        if isinstance(one, dict):
            keys = ", ".join(_licence(key) for key in one.get("licences") or ())
            rows.append((str(one.get("title") or ""), " · ".join(filter(None, (str(one.get("date") or ""), keys)))))
    return [f"<h4>{escape(tr('Inputs'))}</h4>", _table(rows)]


def _licence(identifier: str) -> str:
    return str(licences.licence(identifier).title)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    unknown = tr("n/a")
    lines = (
        f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(value or unknown)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{''.join(lines)}</table>"
