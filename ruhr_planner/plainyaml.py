"""YAML that a stranger may have written: read as plain values, without tags, references and depth.

Standard library and PyYAML only, so that every room may ask.
"""

from __future__ import annotations

from typing import Any

import yaml

MAX_DEPTH = 50
"""Levels of lists and mappings; no file of ours has ten."""


class PlainLoader(yaml.SafeLoader):
    """Makes no objects, follows no references (a small file could fill the memory), and does not go deep."""

    _depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Read one value.

        :raises yaml.YAMLError: it is a reference, or lies too deep.
        """
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (“*”) are not read")
        if self._depth >= MAX_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_DEPTH} levels")
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def read(text: str, loader: type[yaml.SafeLoader] = PlainLoader) -> Any:
    """Return the value of a text.

    :param loader: one derived from `PlainLoader`.
    :raises ValueError: it is no YAML, or none of the plain kind; `line_of` says where.
    """
    try:
        return yaml.load(text, Loader=loader)  # nosec B506: derived from SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError, AttributeError) as problem:
        raise ValueError(str(problem) or type(problem).__name__) from problem


def line_of(problem: ValueError) -> int:
    """Return the line, from 1, where `read` stopped; 1 where nobody knows."""
    mark = getattr(problem.__cause__, "problem_mark", None)
    return 1 if mark is None else int(mark.line) + 1
