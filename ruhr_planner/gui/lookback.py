"""A look at what was killed since last time, beside everything else: file servers are slow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ruhr_planner import log, settings
from ruhr_planner.gui.jobs import Job
from ruhr_planner.i18n import tr
from ruhr_planner.store.address import is_database


class LookBackJob(Job):
    """Puts away what killed runs have left; ``told`` has a sentence for each thing that happened."""

    def __init__(self, files: Iterable[Path]) -> None:
        super().__init__(tr("Look for interrupted runs"))
        self.told: list[str] = []
        self._files = tuple(files)

    def work(self) -> None:
        """Look in the profile, among the temporary files, and where the files lie."""
        from ruhr_planner.processing import aftermath  # not at QGIS's start

        self.told = aftermath.tell(self._files)
        for sentence in self.told:
            log.warning(sentence)


def look_back_job() -> LookBackJob:
    """Build the job for the store of last time and the folder of results; the main thread reads the settings."""
    last = settings.settings().last_store.value()
    stores = [Path(last)] if last and not is_database(last) else []
    return LookBackJob([*stores, settings.output_folder() / "*"])
