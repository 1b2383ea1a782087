"""Scan a staged plugin as the official plugin repository does on upload, with its rules.

Bandit with the rules that the repository enables, all severities; detect-secrets with all its detectors on all files
but ``metadata.txt``. Both block a publication there, so one finding fails here. The repository's own words: one finding
of an enabled rule and the check has not passed, whatever the rule's severity is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.executable).parent

# Rules that the repository can waive at upload, and rules that it never waives; off there: B109, B404, B410, B411.
WAIVABLE = (
    "B101 B104 B108 B110 B112 B113 B303 B308 B310 B311 B313 B314 B315 B316 B317 B318 B319 B320 B324 B403 B405 B406 "
    "B407 B408 B409 B504 B508 B509 B603 B606 B607 B608 B614 B702 B703 B704"
)
MANDATORY = (
    "B102 B103 B105 B106 B107 B111 B201 B202 B301 B302 B304 B305 B306 B307 B312 B321 B323 B401 B402 B412 B413 B501 "
    "B502 B503 B505 B506 B507 B601 B602 B604 B605 B609 B610 B611 B612 B613 B615 B701"
)


def known_rules() -> set[str]:
    """Return the rules that the installed bandit has; the repository also lists some that bandit has given up."""
    from bandit.core.extension_loader import MANAGER

    return set(MANAGER.plugins_by_id) | set(MANAGER.blacklist_by_id)


def bandit(folder: Path) -> list[str]:
    """Return bandit's findings, one line each."""
    rules = sorted(set(f"{WAIVABLE} {MANDATORY}".split()) & known_rules())
    command = [str(TOOLS / "bandit"), "-r", ".", "-f", "json", "--quiet", "-t", ",".join(rules)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not answer.stdout.strip():
        return [f"bandit did not run: {answer.stderr.strip()}"]
    report = json.loads(answer.stdout)
    said = [f"{error['filename']}: {error['reason']}" for error in report["errors"]]
    return said + [
        f"{issue['filename']}:{issue['line_number']}: {issue['test_id']} {issue['issue_text']}"
        for issue in report["results"]
    ]


def secrets(folder: Path) -> list[str]:
    """Return what detect-secrets takes for a secret, one line each."""
    command = [str(TOOLS / "detect-secrets"), "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if answer.returncode or not answer.stdout.strip():
        return [f"detect-secrets did not run: {answer.stderr.strip()}"]
    found = json.loads(answer.stdout)["results"]
    return [f"{name}:{hit['line_number']}: {hit['type']}" for name, hits in found.items() for hit in hits]


def main() -> int:
    """Scan the folder named on the command line; return the number of findings, at most 1."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/ruhr_planner")
    if not (folder / "metadata.txt").is_file():
        sys.exit(f"{folder} is no staged plugin: run `make stage` first.")
    said = bandit(folder) + secrets(folder)
    print("\n".join(said) or f"bandit and detect-secrets find nothing in {folder}")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
