"""Run the region report without a desktop and say what it found: what ``make run`` calls.

    scripts/run_report.py [--store FILE] [--place NAME] [--out FOLDER] [--language de|en] [--plugin FOLDER]

The plugin is taken from the staged tree (``build/ruhr_planner``) where there is one, because it carries the compiled
translations; ``--plugin .`` takes the checkout.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGED = ROOT / "build"
LANGUAGES = ("de", "en")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, help="planning store; the demo region if not given")
    parser.add_argument("--place", help="key or name of a municipality or Kreis; the whole region if not given")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "run", help="folder of the report")
    parser.add_argument("--language", choices=LANGUAGES, default="de")
    parser.add_argument("--plugin", type=Path, help="folder that holds the package ruhr_planner")
    return parser.parse_args()


def package_folder(wanted: Path | None) -> Path:
    """Return the folder to import the plugin from: the wanted one, else the staged tree, else the checkout."""
    if wanted is not None:
        return wanted.resolve()
    return STAGED if (STAGED / "ruhr_planner" / "metadata.txt").is_file() else ROOT


def ensure_demo(folder: Path) -> None:
    """Build the demo region where it is missing."""
    places = (folder / "ruhr_planner" / "resources" / "demo" / "demo.gpkg", ROOT / "resources" / "demo" / "demo.gpkg")
    if not any(place.is_file() for place in places):
        print("Building the demo region …", flush=True)
        subprocess.run(["make", "--no-print-directory", "-C", str(ROOT), "demo"], check=True)


def report(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Start QGIS, run the algorithm through the registry, return its results."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(folder))
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    class Told(QgsProcessingFeedback):
        """Prints each warning once; the rest of the log is not for a terminal."""

        def __init__(self) -> None:
            super().__init__()
            self.told: set[str] = set()

        def pushWarning(self, warning: str) -> None:  # noqa: N802 - QGIS's name
            if warning not in self.told:
                self.told.add(warning)
                print(f"  ! {warning}", flush=True)

        def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 - QGIS's names
            print(f"  !! {error}", file=sys.stderr, flush=True)

    application = QgsApplication([], False)
    application.initQgis()
    from ruhr_planner import i18n
    from ruhr_planner.processing.provider import PlannerProvider

    i18n.install(options.language)
    provider = PlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    parameters = {"FOLDER": str(options.out.resolve()), "LANGUAGE": LANGUAGES.index(options.language)}
    if options.place:
        parameters["AGS"] = options.place
    if options.store is not None:
        parameters["STORE"] = str(options.store.resolve())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:regionreport")
    results, succeeded = algorithm.run(parameters, QgsProcessingContext(), Told())
    i18n.remove()
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()
    if not succeeded:
        raise SystemExit(1)
    return dict(results)


def shown(results: dict[str, object]) -> str:
    """Return what was found, in lines; what the store could not answer is left out."""
    lines = ["", "What the report found"]
    if results.get("NET_HA") is not None:
        years = results["SUPPLY_YEARS_FREE"]
        lasting = "years unknown" if years is None else f"{years:.1f} years"
        lines.append(
            f"  commercial land        {results['NET_HA']:.0f} ha net, {results['FREE_HA']:.0f} ha without restriction "
            f"({lasting})"
        )
    if results.get("N_SITES") is not None:
        lines.append(
            f"  cooperation sites      {results['N_SITES']} with {results['SITES_HA']:.0f} ha net, "
            f"{results['CROSS_BORDER']} across a municipal border"
        )
    if results.get("N_OBJECTS") is not None:
        lines.append(
            f"  fibre near objects     {results['N_OBJECTS']}: {results['SERVED']} nearby, {results['PARTLY']} partly, "
            f"{results['UNSERVED']} none nearby, {results['NO_DATA']} without data"
        )
    if results.get("N_MUNICIPALITIES") is not None:
        lines.append(f"  fibre by municipality  {results['N_MUNICIPALITIES']} municipalities")
    lines += ["", "Where it lies"]
    files = ("REPORT", "PDF", "EXHIBIT_SITES", "EXHIBIT_FIBRE", "EXHIBIT_BROADBAND", "WORKBOOK", "GEOPACKAGE")
    lines += [f"  {results[name]}" for name in files if results.get(name)]
    return "\n".join(lines)


def main() -> None:
    """Run the report and print what came of it."""
    options = arguments()
    folder = package_folder(options.plugin)
    if options.store is None:
        ensure_demo(folder)
    print(shown(report(options, folder)))


if __name__ == "__main__":
    main()
