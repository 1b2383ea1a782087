"""How many inputs a fuzz test gets: a few in every run, many with `make fuzz INPUTS=…`.

    @fuzzed(200)
    @given(st.binary())
    def test_…

docs/security.md lists every such test with its number; tests/unit/test_fuzz_table.py compares.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

VARIABLE = "RUHR_PLANNER_INPUTS"
_CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def fuzzed(few: int) -> Callable[[Any], Any]:
    """Give a test so many inputs, none of which may take longer than thirty seconds on the busiest machine."""
    many = int(os.environ.get(VARIABLE) or 0)
    limits = settings(max_examples=max(few, many), deadline=30_000, suppress_health_check=_CHECKS, database=None)

    def decorated(test: Any) -> Any:
        return pytest.mark.fuzz(limits(test))

    return decorated
