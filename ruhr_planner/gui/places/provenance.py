"""Where the data of a layer come from: date, licences, source notes, confidentiality, and the run that made it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ruhr_planner import i18n
from ruhr_planner.gui import windows, words
from ruhr_planner.gui.jobs import UNASKED, Job, let_go
from ruhr_planner.i18n import tr
from ruhr_planner.model.codes import SENSITIVITY
from ruhr_planner.store import metadata

UNKNOWN = -1
_DATES = ("date", "as_of")
_AT_HAND = ("ogr", "memory")
"""Providers that know the number of their records without asking anybody."""


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
        self._layer = layer
        count = known_count(layer)
        self.text.setHtml(page(layer, count))
        self._job = None if count is not None else self._count()
        buttons = windows.button_box(self, QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)

    def done(self, result: int) -> None:
        """Close; what is being counted is of no interest any more."""
        let_go(self._job)
        super().done(result)

    def _count(self) -> RecordsJob:
        job = RecordsJob(self._layer)
        job.ended.connect(lambda: self._counted(job))
        job.start()
        return job

    def _counted(self, job: RecordsJob) -> None:
        self._job = None
        if not sip.isdeleted(self) and not sip.isdeleted(self._layer):
            self.text.setHtml(page(self._layer, job.count))


class RecordsJob(Job):
    """Counts the records of a layer whose server has to be asked for that."""

    FLAGS = UNASKED

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__(tr("Count the records"), [layer.source()])
        self._layer = layer.source(), layer.name(), layer.providerType()
        self.count = UNKNOWN

    def work(self) -> None:
        """Open the layer in this thread, and ask."""
        self.count = max(UNKNOWN, int(QgsVectorLayer(*self._layer).featureCount()))


def known_count(layer: QgsVectorLayer) -> int | None:
    """Return how many records a layer has, None if a server has to be asked for that."""
    return int(layer.featureCount()) if layer.providerType() in _AT_HAND else None


def page(layer: QgsVectorLayer, count: int | None) -> str:
    """Return what a layer says of itself as HTML.

    :param count: of its records; None while they are being counted, `UNKNOWN` where that failed.
    """
    counted = tr("being counted…") if count is None else "" if count == UNKNOWN else words.number(count)
    said = metadata.read(layer.metadata(), layer.name())
    run = metadata.history(layer.metadata())
    rows = [
        (tr("Date of the data"), words.dated(said.date)),
        (tr("Licence"), ", ".join(map(words.licence, said.licences))),
        (tr("Source note"), " · ".join(said.attributions)),
        (tr("Confidentiality"), SENSITIVITY.label(said.sensitivity, i18n.language())),
        (tr("Records"), counted),
    ]
    parts = [f"<h3>{escape(said.title)}</h3>", f"<p>{escape(layer.metadata().abstract())}</p>", _table(rows)]
    made = [
        (label, words.dated(str(run[key])) if key in _DATES else str(run[key]))
        for key, label in _run_labels()
        if run.get(key)
    ]
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
            keys = ", ".join(map(words.licence, one.get("licences") or ()))
            dated = words.dated(str(one.get("date") or ""))
            rows.append((str(one.get("title") or ""), " · ".join(filter(None, (dated, keys)))))
    return [f"<h4>{escape(tr('Inputs'))}</h4>", _table(rows)]


def _table(rows: Iterable[tuple[str, str]]) -> str:
    unknown = tr("n/a")
    lines = (
        f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(value or unknown)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{''.join(lines)}</table>"
