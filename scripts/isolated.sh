#!/bin/sh
# Run a command with a throw-away home, run-time folder and QGIS profile, without a display:
#   scripts/isolated.sh COMMAND [ARGUMENT…]
# Nothing of the user's own QGIS is read or changed. KEEP_PLATFORM=1 leaves QT_QPA_PLATFORM as it is (for a real display).
set -eu
sandbox=$(mktemp -d)
trap 'rm -rf "$sandbox"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -m 700 "$sandbox/run" "$sandbox/home" "$sandbox/profile" "$sandbox/auth"
export HOME="$sandbox/home" XDG_RUNTIME_DIR="$sandbox/run"
export XDG_CONFIG_HOME="$HOME/.config" XDG_CACHE_HOME="$HOME/.cache" XDG_DATA_HOME="$HOME/.local/share"
export QGIS_CUSTOM_CONFIG_PATH="$sandbox/profile" QGIS_AUTH_DB_DIR_PATH="$sandbox/auth"
# compiled once for all processes, and not beside the sources, from where it would come into the package
project=$(cd "$(dirname "$0")/.." && pwd)
export PYTHONPYCACHEPREFIX="$project/build/pycache" LC_ALL=C.UTF-8
unset PYTHONHOME PYTHONDONTWRITEBYTECODE QGIS_PLUGINPATH_SAVED 2>/dev/null || true
[ "${KEEP_PLATFORM:-}" = 1 ] || export QT_QPA_PLATFORM=offscreen
"$@"
