"""Raw files with planted faults."""
from __future__ import annotations


def write(space, rows, folder, seed):
    return {}
