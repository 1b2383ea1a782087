#!/bin/sh
# Open QGIS with the staged plugin in a throw-away profile; the profile is removed when QGIS is closed.
#   scripts/desktop.sh            (make desktop stages the plugin first)
#   RUHR_PLANNER_LOCALE=en_US scripts/desktop.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
stage="$root/build/ruhr_planner"
[ -f "$stage/metadata.txt" ] || { echo "The plugin is not staged: run 'make desktop'." >&2; exit 1; }
command -v qgis >/dev/null 2>&1 || { echo "QGIS is missing: run 'make setup'." >&2; exit 1; }
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ] || {
  echo "There is no display here; 'make test-desktop' shows the plugin in screenshots, in build/desktop." >&2; exit 1; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
profile="$folder/profiles/trial"
mkdir -p "$profile/QGIS" "$profile/python/plugins"
cp -R "$stage" "$profile/python/plugins/ruhr_planner"
for version in 3 4; do
  {
    printf '[PythonPlugins]\nruhr_planner=true\n'
    printf '[plugins]\ncheckOnStart=false\nautomatically-check-for-updates=false\n'
    if [ -n "${RUHR_PLANNER_LOCALE:-}" ]; then
      printf '[locale]\nuserLocale=%s\noverrideFlag=true\n' "$RUHR_PLANNER_LOCALE"
    fi
  } >"$profile/QGIS/QGIS$version.ini"
done
cat >"$folder/show.py" <<'PYTHON'
from qgis.PyQt.QtCore import QTimer
from qgis.utils import plugins

QTimer.singleShot(500, lambda: plugins["ruhr_planner"].show_dock())
PYTHON
qgis --nologo --noversioncheck --profiles-path "$folder" --profile trial --code "$folder/show.py"
