"""Pictures of one version of QGIS, for `make versions`: the four steps of the dock, the windows, the options.

Not a part of the suite: the same scenes are judged there. Named as pytest does not find it by itself.
"""

from __future__ import annotations

import pytest

WINDOWS = ("gap_explorer", "weights", "validation", "mapping_wizard")
DOCK = ["start", "demo", "analyses", "exhibit", "dialogs"]
SCENES = ["play_versions.parts", *DOCK, *(f"play_windows.{name}" for name in WINDOWS)]


@pytest.mark.timeout(1500)
def test_the_scenes_are_played(desktop):
    seen = desktop("versions").play("de", SCENES, 1400, pictures="versions")
    assert seen["faults"] == []
    assert len(seen["scenes"]) == len(SCENES)
