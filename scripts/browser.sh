#!/bin/sh
# Install what the tests of the HTML report need: Chromium from the distribution, and axe-core, which checks pages for
# accessibility, into build/browser. Nothing happens when they are there.
set -eu
cd "$(dirname "$0")/.."
target=build/browser
version=4.14.1

missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "This system has no apt: please install $missing for the tests of the HTML report." >&2
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root=sudo; fi
  $as_root apt-get update -q
  # shellcheck disable=SC2086 # a list of names
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
fi

# `browser.sh system` stops here: nothing of the distribution changes any more
[ "${1:-}" != system ] || exit 0

if ! grep -q "\"version\": \"$version\"" "$target/node_modules/axe-core/package.json" 2>/dev/null; then
  echo "installing axe-core $version"
  mkdir -p "$target"
  npm install --prefix "$target" --no-save --no-audit --no-fund --no-progress --ignore-scripts --loglevel=error \
    "axe-core@$version"
fi
