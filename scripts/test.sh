#!/bin/sh
# All tests, in two processes side by side: what draws and what asks QGIS here, the rest and the servers beside it.
# One after the other they would need half as long again on two cores. Both processes' closing lines are printed.
set -u
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
beside() {
  scripts/isolated.sh "$python" -m pytest tests/unit -p no:pytest_qgis
  unit=$?
  scripts/isolated.sh "$python" -m pytest tests/services
  services=$?
  [ "$unit" = 0 ] && [ "$services" = 0 ]
}
beside >"$log" 2>&1 &
other=$!
scripts/isolated.sh "$python" -m pytest tests/desktop tests/exhibits tests/qgis
here=$?
wait "$other"
there=$?
cat "$log"
[ "$here" = 0 ] && [ "$there" = 0 ]
