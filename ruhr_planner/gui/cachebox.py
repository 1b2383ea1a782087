"""How much disk the answers kept for working offline take, and a button that forgets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ruhr_planner import i18n, settings
from ruhr_planner.gui.jobs import Job
from ruhr_planner.gui.section import allow
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QShowEvent


class CacheJob(Job):
    """Counts what is kept, after forgetting it where that is asked for; a profile may lie on a file server."""

    def __init__(self, clear: bool) -> None:
        super().__init__(tr("Clear the cache") if clear else tr("Measure the cache"))
        self.size = 0
        self._clear = clear
        self._folder = settings.cache_folder()

    def work(self) -> None:
        """Clear and count."""
        from ruhr_planner.net.cache import Cache  # the network only when it is looked at

        cache = Cache(self._folder)
        if self._clear:
            cache.clear()
        self.size = cache.size()


class CacheBox(QWidget):
    """A line of the options page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ruhr_planner_cache")
        self._job: CacheJob | None = None
        self.told = QLabel(tr("Kept answers are being counted…"), self)
        self.told.setObjectName("ruhr_planner_cache_size")
        self.told.setWordWrap(True)
        self.clear = QPushButton(tr("&Clear Cache"), self)
        self.clear.setObjectName("ruhr_planner_cache_clear")
        self.clear.clicked.connect(lambda _checked: self._start(True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.told, 1)
        row.addWidget(self.clear)
        allow(self.clear, tr("Kept answers are being counted…"), "")

    def showEvent(self, event: QShowEvent) -> None:
        """Count when somebody looks."""
        super().showEvent(event)
        if self._job is None:
            self._start(False)

    def _start(self, clear: bool) -> None:
        job = self._job = CacheJob(clear)
        allow(self.clear, tr("Kept answers are being counted…"), "")

        def ended() -> None:
            if not sip.isdeleted(self) and job is self._job:
                self._show(job)

        job.ended.connect(ended)
        job.start()

    def _show(self, job: CacheJob) -> None:
        size = i18n.locale().formattedDataSize(job.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
        nothing = "" if job.size else tr("Nothing is kept yet.")
        self.told.setText(job.error or nothing or tr("Kept answers take {size}.").format(size=size))
        allow(self.clear, nothing, tr("Forget all answers; what was loaded as a layer stays"))
