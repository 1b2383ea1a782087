"""Take the manual's screenshots from the plays of the desktop tests (`make pictures`) into docs/images.

What the plays keep of the German desktop is a screen of 1680 by 1000 pixels; a window is cut out of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SCREEN = (1680, 1000)
DOCKED = (366, 116, 1336, 972)
PICTURES: dict[str, tuple[str, tuple[int, int, int, int] | None]] = {
    "desktop": ("desktop", None),
    "tour_start": ("start", None),
    "tour_search": ("search", None),
    "tour_harmonise": ("harmonise", None),
    "tour_sites": ("cooperationsites", None),
    "tour_map": ("exhibit", None),
    "window_gaps": ("gap_explorer", DOCKED),
    "window_weights": ("weights", (229, 128, 1431, 792)),
    "window_mapping": ("wizard", (296, 244, 1364, 844)),
    "window_validation": ("validation", DOCKED),
}
"""Name in docs/images, the scene's picture, and left, top, right and bottom of what is shown of it."""


def main() -> None:
    """Write the pictures that are named on the command line, else all."""
    for name in sys.argv[1:] or PICTURES:
        scene, part = PICTURES[name]
        file = ROOT / "build" / "desktop" / f"de_{scene}.png"
        if not file.is_file():
            sys.exit(f"There is no {file.relative_to(ROOT)}: run `make pictures`.")
        with Image.open(file) as screen:
            if screen.size != SCREEN:
                sys.exit(f"{file.relative_to(ROOT)} is no screen of {SCREEN[0]} × {SCREEN[1]}.")
            screen.convert("RGB").crop(part or (0, 0, *SCREEN)).save(
                ROOT / "docs" / "images" / f"{name}.png", optimize=True
            )
        print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
