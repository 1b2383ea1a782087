"""Paper sizes of exhibits, and how large type and furniture are on each."""

from __future__ import annotations

from dataclasses import dataclass

from ruhr_planner.model import codes


@dataclass(frozen=True)
class Format:
    """One paper size in mm.

    `factor` is the size of type and furniture against A3. It grows more slowly than the paper: who stands before an A0
    sheet is further away than who holds an A4 one, but not eight times as far, and the map should gain most.
    """

    name: str
    width: float
    height: float
    factor: float

    @property
    def portrait(self) -> bool:
        """Whether the sheet is higher than wide."""
        return self.height > self.width

    @property
    def design(self) -> tuple[float, float]:
        """Width and height in the units of the design, which are millimetres on A3."""
        return self.width / self.factor, self.height / self.factor


A3_LANDSCAPE = Format("A3", 420.0, 297.0, 1.0)

FORMATS = {
    codes.PAPER.a4_portrait: Format("A4", 210.0, 297.0, 0.8),
    codes.PAPER.a4_landscape: Format("A4", 297.0, 210.0, 0.8),
    codes.PAPER.a3_portrait: Format("A3", 297.0, 420.0, 1.0),
    codes.PAPER.a3_landscape: A3_LANDSCAPE,
    codes.PAPER.a2: Format("A2", 594.0, 420.0, 1.25),
    codes.PAPER.a1: Format("A1", 841.0, 594.0, 1.6),
    codes.PAPER.a0: Format("A0", 1189.0, 841.0, 2.1),
    codes.PAPER.screen: Format("16:9", 338.667, 190.5, 0.8),
}
"""The sheets larger than A3 lie: so does the region."""
