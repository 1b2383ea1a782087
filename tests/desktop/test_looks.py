"""The windows beside the dock at large scaling and in the dark theme: nothing cut off, faint, doubled or unreached."""

from __future__ import annotations

import pytest

from tests.desktop.test_desktop import DARK

pytestmark = [pytest.mark.desktop, pytest.mark.slow, pytest.mark.long]

WINDOWS = ("gap_explorer", "weights", "mapping_wizard", "validation")


@pytest.fixture(scope="module")
def looks(desktop):
    """One play at 150 % in the dark theme: a screen of 1120 by 667, as a small office has it."""
    more = {"QT_SCALE_FACTOR": "1.5"}
    return desktop("looks").play("de", ["start", "demo", "play_looks.looks"], 300, DARK, more, "dark150")


def test_all_windows_were_looked_at(looks):
    assert looks["faults"] == []
    assert set(looks["looks"]) == set(WINDOWS)
    assert looks["weights_at_first"][0] and "Kooperationsstandort" in looks["weights_at_first"][1]


@pytest.mark.parametrize("window", WINDOWS)
def test_a_window_is_readable_and_reachable(looks, window):
    nothing = {"cut_off": [], "faint": [], "twice": [], "not_reached": [], "too_large": False}
    assert looks["looks"][window] == nothing
