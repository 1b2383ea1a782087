"""Sentences with numbers, and with words that follow them: “1 plot lies outside”, “2 plots lie outside”.

That is ``filled("{count} {count:plot lies|plots lie} outside", count=1)``, in every language as it needs it. Qt's own
forms (``%n``) know one number a sentence, and would need an English translation beside the German one.
"""

from __future__ import annotations

import string
from collections.abc import Sequence


class _Filling(string.Formatter):
    """Fills places; ``{count:one|many}`` takes the first words where the number is 1, and else the second."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, parted, many = format_spec.partition("|")
        if parted:
            return one if value in (1, "1") else many
        return str(super().format_field(value, format_spec))


_FILLING = _Filling()


def filled(text: str, /, **values: object) -> str:
    """Return a sentence with its places filled.

    :param values: by place; a number that decides on words is an int, or text as a page writes it.
    """
    return _FILLING.vformat(text, (), values)


def some(names: Sequence[str]) -> str:
    """Return up to 20 names for a sentence."""
    return ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
