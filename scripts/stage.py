"""Stage the plugin as QGIS loads it: package, metadata, resources, translations, manual and licence in one folder.

The checkout keeps ``metadata.txt``, ``resources/`` and ``i18n/`` beside the package; QGIS wants them inside.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "*~", "*-wal", "*-shm", "*-journal")
DEMO_MISSING = "resources/demo is empty: run `make demo` first, the plugin ships the demo region."


def compile_translations(target: Path) -> None:
    """Compile every ``i18n/*.ts`` into ``target``; unfinished entries stay English.

    :raises subprocess.CalledProcessError: when lrelease refuses a file.
    """
    target.mkdir(parents=True)
    program = next((p for p in ("lrelease", "lrelease-qt5", "lrelease-qt6") if shutil.which(p)), None)
    if program is None:
        sys.exit("lrelease is missing: install qttools5-dev-tools, or run `make setup`.")
    for source in sorted((ROOT / "i18n").glob("*.ts")):
        compiled = target / f"{source.stem}.qm"
        subprocess.run([program, "-silent", str(source), "-qm", str(compiled)], check=True)


def build_manual(package: Path) -> None:
    """Build the pages that the help buttons open, from the package itself and in its languages.

    :raises subprocess.CalledProcessError: a link or a picture of the manual leads nowhere.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ruhr_planner").symlink_to(package)
        command = [
            ROOT / "scripts" / "isolated.sh",
            sys.executable,
            ROOT / "scripts" / "build_docs.py",
            package / "manual",
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": folder})


def stage(target: Path) -> None:
    """Write the plugin to ``target``; what was there before is moved aside at the end, in no time."""
    if not any((ROOT / "resources" / "demo").glob("*.gpkg")):
        sys.exit(DEMO_MISSING)
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(ROOT / "ruhr_planner", fresh, ignore=NOT_SHIPPED)
    shutil.copytree(ROOT / "resources", fresh / "resources", ignore=NOT_SHIPPED)
    for name in ("metadata.txt", "LICENSE", "CHANGELOG.md"):
        shutil.copy2(ROOT / name, fresh / name)
    compile_translations(fresh / "i18n")
    build_manual(fresh)
    former = target.with_name(f".{target.name}.old")
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    fresh.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def main() -> None:
    """Stage into the folder named on the command line."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/ruhr_planner").resolve()
    stage(target)
    files = [path for path in target.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"Staged {len(files)} files, {size / 1e6:.1f} MB, in {target}")


if __name__ == "__main__":
    main()
