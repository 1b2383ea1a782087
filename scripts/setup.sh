#!/bin/sh
# Install what the plugin's build and tests need from the distribution; nothing happens when all of it is there.
# QGIS >= 3.40 comes from the release itself or, where that is older, from its backports on the mirror already in use.
set -eu

wanted_qgis=3.40
packages="python3-fiona python3-pyproj python3-requests python3-scipy python3-yaml python3-jinja2 python3-numpy
  python3-venv xvfb xauth openbox xdotool imagemagick poppler-utils fonts-dejavu-core fonts-liberation fonts-open-sans
  qttools5-dev-tools zip unzip git make"

if ! command -v apt-get >/dev/null 2>&1; then
  echo "This system has no apt: please install QGIS $wanted_qgis or newer with its Python bindings, and the packages" \
    "fiona, pyproj, requests, scipy, PyYAML, Jinja2, numpy, Xvfb, openbox, xdotool, ImageMagick, poppler-utils," \
    "Open Sans fonts and Qt's lrelease; then run 'make SYSTEM_READY=1 …'." >&2
  exit 1
fi

installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }
version_of() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || echo 0; }
new_enough() { dpkg --compare-versions "$1" ge "$wanted_qgis"; }
candidate() { apt-cache policy qgis | awk '/Candidate:/ {print $2}'; }

missing=""
for package in $packages; do installed "$package" || missing="$missing $package"; done
qgis_ready=no
if installed qgis && installed python3-qgis && new_enough "$(version_of qgis)"; then qgis_ready=yes; fi
if [ -z "$missing" ] && [ "$qgis_ready" = yes ]; then exit 0; fi

if [ "$(id -u)" = 0 ]; then as_root=""; else as_root=sudo; fi
if [ -n "$as_root" ] && ! command -v sudo >/dev/null 2>&1; then
  echo "Please run as root, or install sudo: missing are$missing and QGIS >= $wanted_qgis." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install_packages() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

$as_root apt-get update
release=""
if [ "$qgis_ready" = no ] && ! new_enough "$(candidate)"; then
  . /etc/os-release
  release="$VERSION_CODENAME-backports"
  if ! apt-cache policy | grep -q "n=$release\|a=.*$release"; then
    list=/etc/apt/sources.list.d/debian.sources
    if [ "$ID" != debian ] || [ ! -f "$list" ]; then
      echo "QGIS $wanted_qgis or newer is not in apt's sources: please add a source that has it, then run again." >&2
      exit 1
    fi
    # the mirror that the system already uses, with the suite changed
    awk 'BEGIN{RS=""} NR==1' "$list" | sed "s/^Suites:.*/Suites: $release/" |
      $as_root tee /etc/apt/sources.list.d/backports.sources >/dev/null
    $as_root apt-get update
  fi
fi
[ -z "$missing" ] || install_packages $missing
if [ "$qgis_ready" = no ]; then
  if [ -n "$release" ]; then
    install_packages -t "$release" qgis python3-qgis qgis-providers
  else
    install_packages qgis python3-qgis qgis-providers
  fi
fi
new_enough "$(version_of qgis)" || { echo "QGIS $wanted_qgis or newer could not be installed." >&2; exit 1; }
