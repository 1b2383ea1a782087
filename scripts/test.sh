#!/bin/sh
# All tests, in parts that two processes take one after the other, the longest first: side by side they need little more
# than half as long on two cores. What each part printed comes out when it has ended. PARTS names other parts.
set -u
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# a part a line: a name, then what pytest is to run
parts=${PARTS:-"desktop tests/desktop
qgis-a tests/qgis/test_[a-g]*.py
qgis-h tests/qgis/test_[h-z]*.py
exhibits tests/exhibits
services tests/services
unit tests/unit -p no:pytest_qgis"}

export python logs
echo "$parts" | xargs -P 2 -I '{}' sh -c '
  set -- {}
  part=$1
  shift
  begun=$(date +%s)
  scripts/isolated.sh "$python" -m pytest "$@" >"$logs/$part" 2>&1
  ended=$?
  { echo "== $part: exit code $ended after $(($(date +%s) - begun)) s"; cat "$logs/$part"; }
  [ "$ended" = 0 ] || echo "$part" >>"$logs/failed"
'
# the closing lines of all parts as one count: 1234 passed, 5 skipped
tail -q -n 1 "$logs"/* | grep -oE '[0-9]+ (passed|failed|error|skipped|deselected|xfailed|xpassed)' | awk '
  {sum[$2] += $1} END {for (word in sum) text = text (text ? ", " : "") sum[word] " " word; print "== in all: " text}'
if [ -e "$logs/failed" ]; then
  echo "failed: $(sort "$logs/failed" | tr '\n' ' ')"
  exit 1
fi
