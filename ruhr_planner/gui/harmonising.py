"""From a loaded layer into the store: a profile is proposed, and the algorithm's dialog opens filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ruhr_planner import settings
from ruhr_planner.gui.dialogs import open_algorithm
from ruhr_planner.gui.jobs import AlgorithmJob
from ruhr_planner.gui.runbox import Tone
from ruhr_planner.i18n import tr

if TYPE_CHECKING:
    from ruhr_planner.gui.desk import Desk
    from ruhr_planner.gui.jobs import Job
    from ruhr_planner.gui.runbox import RunBox


def begin(desk: Desk, box: RunBox, source: str, title: str) -> None:
    """Propose a profile for a layer's file in the background, then let the user check it and run.

    Without an open store nothing happens: the caller's button says why.
    """
    if desk.store is None or desk.job is not None:
        return
    profile = settings.home() / "profiles" / f"{Path(source.split('|')[0]).stem}.yaml"
    profile.parent.mkdir(parents=True, exist_ok=True)
    job = AlgorithmJob(
        tr("Suggest a mapping"), "ruhr_planner:suggestmapping", {"INPUT": source, "TARGET": 0, "OUTPUT": str(profile)}
    )

    def proposed(done: Job) -> None:
        if isinstance(done, AlgorithmJob) and desk.store is not None:
            said = tr("A mapping is proposed for {count} fields of “{title}”. Check the profile, then run.")
            box.say(Tone.NOTE, said.format(count=int(done.results["MATCHED"]), title=title))
            given = {"INPUT": source, "PROFILE": str(profile), "STORE": str(desk.store.path)}
            open_algorithm("ruhr_planner:harmonise", given, desk)

    desk.begin(job, box, proposed)
