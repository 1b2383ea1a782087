#!/bin/sh
# Tests in QGIS on Qt 6, in a root that is made if it is not there: scripts/qt6.sh FILE TEST…
# Where no root can be had, for lack of the build, of the rights of root or of a mirror that still fits the build, nothing
# is run; FILE and the output then say so. A test that fails fails.
set -u
cd "$(dirname "$0")/.."
file=$1
shift
if said=$(scripts/roots.sh make qt6 2>&1); then
  exec scripts/roots.sh run qt6 scripts/isolated.sh python -m pytest -p qt6fix "$@"
fi
echo "== NOT RUN on Qt 6: $(echo "$said" | tail -n 3)" | tee "$file"
