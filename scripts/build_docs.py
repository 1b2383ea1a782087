"""Build the manual: pages for the browser, and with --pdf also books for paper.

    scripts/build_docs.py FOLDER [--pdf]

The texts in the interface's language come from the package that is imported: with ``PYTHONPATH=build`` it is the
staged one, which holds the translations.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from qgis.core import QgsApplication


def main() -> None:
    """Build into the folder named on the command line."""
    begun = time.monotonic()
    application = QgsApplication([], False)
    application.initQgis()
    from scripts.docs import book, site

    folder = Path(next((each for each in sys.argv[1:] if not each.startswith("--")), "build/docs")).resolve()
    built = site.build(folder)
    print(f"{len(built.pages)} pages in {time.monotonic() - begun:.1f} s: {folder / 'index.html'}")
    if "--pdf" in sys.argv:
        for path, pages in book.write_all(built, folder):
            print(f"{pages} pages, {path.stat().st_size / 1e6:.1f} MB: {path}")
    application.exitQgis()


if __name__ == "__main__":
    main()
