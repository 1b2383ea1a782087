"""Progress, cancel and the sentence that says what came of a run."""

from __future__ import annotations

from enum import Enum
from html import escape
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.gui.jobs import Job


class Tone(Enum):
    """How a sentence is meant; the icon carries it, not a colour."""

    NOTE = "/mIconInfo.svg"
    DONE = "/mIconSuccess.svg"
    WARNING = "/mIconWarning.svg"
    FAULT = "/mIconCritical.svg"


class RunBox(QWidget):
    """Hidden until there is something to tell. A link in the sentence comes out as ``link``."""

    link = pyqtSignal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._job: Job | None = None
        self._pressed: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._build_progress())
        layout.addWidget(self._build_sentence())
        self.hide()

    def _build_progress(self) -> QWidget:
        self.running = QWidget(self)
        row = QHBoxLayout(self.running)
        row.setContentsMargins(0, 0, 0, 0)
        self.bar = QProgressBar(self.running)
        self.bar.setObjectName(f"{self.objectName()}_progress")
        self.bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.stop = QToolButton(self.running)
        self.stop.setObjectName(f"{self.objectName()}_cancel")
        self.stop.setIcon(QgsApplication.getThemeIcon("/mTaskCancel.svg"))
        self.stop.setText(tr("Cancel"))
        self.stop.setToolTip(tr("Cancel; what existed before stays as it is"))
        self.stop.setAccessibleName(tr("Cancel"))
        self.stop.setAutoRaise(True)
        self.stop.clicked.connect(self._cancel)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        return self.running

    def _build_sentence(self) -> QWidget:
        self.told = QWidget(self)
        row = QHBoxLayout(self.told)
        row.setContentsMargins(0, 0, 0, 0)
        self.icon = QLabel(self.told)
        self.icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence = QLabel(self.told)
        self.sentence.setObjectName(f"{self.objectName()}_sentence")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sentence.linkActivated.connect(self.link)
        row.addWidget(self.icon)
        row.addWidget(self.sentence, 1)
        return self.told

    def watch(self, job: Job, take_focus: bool = True) -> None:
        """Show the progress of a job from its start.

        :param take_focus: put the keyboard on cancel, because the button that was pressed is about to be disabled.
        """
        self._job = job
        self.bar.setRange(0, 0)  # moving, until the first figure comes
        self.stop.setEnabled(True)
        self.told.hide()
        self.running.show()
        self.show()
        self._pressed = None
        if take_focus:
            self._take_focus()
        job.progressChanged.connect(self._show_progress)

    @property
    def watching(self) -> bool:
        """Whether the progress of a job is shown."""
        return self._job is not None

    def forget(self) -> None:
        """Show nothing more of a job that nobody waits for any longer."""
        if self._job is not None:
            self._job = self._pressed = None
            self.hide()

    def report(self, job: Job) -> bool:
        """Show how a job ended; True when it succeeded, and then the sentence is left to the caller."""
        cancelled = job.isCanceled()
        self._job = None
        if not self.stop.hasFocus():
            self._pressed = None  # the user has gone elsewhere meanwhile
        self.running.hide()
        self.hide()
        if cancelled and job.complete:
            self.say(Tone.NOTE, tr("It was cancelled too late: everything had been written by then."))
        elif cancelled:
            self.say(Tone.NOTE, tr("Cancelled. Nothing was changed."))
        elif job.error:
            self.say(Tone.FAULT, job.error)
        return not cancelled and not job.error

    def conclude(self, job: Job, then: Callable[[Any], None]) -> None:
        """Show how a job ended, and hand it on when its results are there: also where the cancel came too late."""
        if self.report(job):
            then(job)
        elif job.isCanceled() and job.complete and not job.error:
            then(job)
            self.report(job)  # the last word

    def say(self, tone: Tone, text: str, *links: tuple[str, str]) -> None:
        """Show a sentence and, below it, links.

        :param text: plain text; it is escaped here.
        :param links: pairs of the address that ``link`` will carry and the words to click.
        """
        size = self.fontMetrics().height()
        self.icon.setPixmap(QgsApplication.getThemeIcon(tone.value).pixmap(size, size))
        anchors = [f'<a href="{escape(address)}">{escape(words)}</a>' for address, words in links]
        below = " · ".join(anchors) if len(anchors) < 3 else "<br/>".join(anchors)
        self.sentence.setText("<br/>".join(filter(None, (escape(text).replace("\n", "<br/>"), below))))
        self.running.hide()
        self.told.show()
        self.show()

    def give_back_focus(self) -> None:
        """Put the keyboard's focus back on the button that started the job, now that it can be pressed again."""
        if self._pressed is not None and not sip.isdeleted(self._pressed):
            self._pressed.setFocus()
        self._pressed = None

    def _take_focus(self) -> None:
        focused = QApplication.focusWidget()
        self._pressed = focused if focused is not None and self.window().isAncestorOf(focused) else None
        if self._pressed is not None:
            self.stop.setFocus()

    def _show_progress(self, percent: float) -> None:
        if percent > 0:
            self.bar.setRange(0, 100)
            self.bar.setValue(int(percent))

    def _cancel(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self.bar.setRange(0, 0)
            self._job.cancel()
