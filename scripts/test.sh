#!/bin/sh
# All tests, in parts that five processes take one after the other: side by side they need little more than half as long
# on two cores. What waits much for windows, servers or a mirror goes early, and the desktop before the others when it
# does not wait, so that they fill its pauses and do not disturb it. Meanwhile the plugin is staged and what is not there
# yet is installed. What each part printed comes out when it has ended. PARTS names other parts; in a root of
# scripts/roots.sh the computer around it stages, checks and installs.
set -u
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
rm -rf "build/pycache${TMPDIR:-/tmp}"  # what earlier runs have compiled in folders that are gone

# a part a line: a name, what has to be installed before it starts or -, then what pytest is to run
# (system: nothing of the distribution changes under the tests; servers: all of it); with - it does not wait for the
# staged plugin either
first="desktop servers tests/desktop
qgis-a system tests/qgis/test_[a-h]*.py
qgis-i system tests/qgis/test_[i-q]*.py"
then="services servers tests/services
exhibits servers tests/exhibits
qgis-r system tests/qgis/test_[r-z]*.py
unit system tests/unit -p no:pytest_qgis"
# the least that has to hold on Qt 6: the plugin with its dock, its algorithms and windows, and no lost enumeration
on_qt6="tests/qgis/test_plugin.py tests/qgis/test_algorithm.py tests/qgis/test_windows.py tests/qgis/test_qt6_enums.py"
if [ -n "${PARTS:-}" ]; then
  parts=$PARTS
elif [ -n "${RUHR_PLANNER_HOST:-}" ]; then
  parts="$first
$then"
else
  parts="stage -
install -
$first
qt6 servers $on_qt6
$then
checks servers"
fi
case $parts in
  stage*) ;;
  *)
    [ -n "${RUHR_PLANNER_HOST:-}" ] || make --no-print-directory stage || exit 1
    touch "$logs/staged" "$logs/system" "$logs/servers" ;;
esac

export python logs
echo "$parts" | xargs -P 5 -I '{}' sh -c '
  set -- {}
  part=$1 needs=$2
  shift 2
  while [ "$needs" != - ] && ! { [ -e "$logs/staged" ] && [ -e "$logs/$needs" ]; }; do sleep 1; done
  [ "$needs" = - ] || [ ! -e "$logs/not-staged" ] || exit 0
  begun=$(date +%s)
  case $part in
    stage)
      make --no-print-directory stage
      ended=$?
      [ "$ended" = 0 ] || touch "$logs/not-staged"  # then nothing is tested
      touch "$logs/staged"
      (exit $ended) ;;
    install)
      scripts/services.sh system && scripts/browser.sh system
      touch "$logs/system"
      make --no-print-directory services browser
      ended=$?
      touch "$logs/servers"
      (exit $ended) ;;
    # with -o nothing is staged again, whatever a test has left beside the sources: others are loading the staged plugin
    checks) nice -n 5 make --no-print-directory -o build/.stamps/stage lint typecheck scan package ;;
    qt6) nice -n 5 scripts/qt6.sh "$logs/not-run" "$@" ;;
    desktop) scripts/isolated.sh "$python" -m pytest --durations=10 "$@" ;;
    *) nice -n 5 scripts/isolated.sh "$python" -m pytest --durations=10 "$@" ;;
  esac >"$logs/$part" 2>&1
  ended=$?
  times >"$logs/.$part"  # of this shell, then of what it called: 12m34.56s 1m23.45s
  used=$(tail -n 1 "$logs/.$part" | tr "ms" "  " | awk "{print int(60 * \$1 + \$2 + 60 * \$3 + \$4)}")
  { echo "== $part: exit code $ended after $(($(date +%s) - begun)) s, $used s of processors"; cat "$logs/$part"; }
  [ "$ended" = 0 ] || echo "$part" >>"$logs/failed"
'
# the closing lines of all parts as one count: 1234 passed, 5 skipped
rm -f "$logs/staged" "$logs/not-staged" "$logs/system" "$logs/servers"
for log in "$logs"/*; do tail -n 1 "$log"; done | grep -oE '[0-9]+ (passed|failed|error|skipped|deselected|xfailed|xpassed)' |
  awk '{sum[$2] += $1} END {for (word in sum) text = text (text ? ", " : "") sum[word] " " word; print "== in all: " text}'
if [ -e "$logs/not-run" ]; then cat "$logs/not-run"; fi
if [ -e "$logs/failed" ]; then
  echo "failed: $(sort "$logs/failed" | tr '\n' ' ')"
  exit 1
fi
