#!/bin/sh
# Another QGIS beside the system's own, for the tests: a Debian root of about 2 GB in build/roots/NAME.
#   scripts/roots.sh make NAME           qgis344: 3.44 of Debian's backports, Qt 5; qt6: a QGIS 3.40 built on Qt 6
#   scripts/roots.sh complete NAME       the same with the window manager, the browser and the tools for the whole suite
#   scripts/roots.sh run NAME COMMAND…   COMMAND inside it; it sees the project, /tmp and ../shared where they are
#                                        outside, and the whole computer under /host, whose servers the tests start
# Making and entering a root needs the rights of root. The build for qt6 (setup.sh and an archive) lies in ../shared/qt6
# or in the folder that RUHR_PLANNER_QT6 names; RUHR_PLANNER_ROOTS names another folder for the roots.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
roots=${RUHR_PLANNER_ROOTS:-$project/build/roots}
what=${1:?make, complete or run} name=${2:?qgis344 or qt6}
root=$roots/$name

fail() { echo "$*" >&2; exit 1; }

enter() {
  shared=$(readlink -f "$project/../shared" || true)
  [ -d "$shared" ] || shared=$project
  mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/host" "$root$project" "$root$shared"
  set -- RUHR_PLANNER_HOST=/host RUHR_PLANNER_ROOT="$name" "$@"
  case $name in
    qt6)
      built=/src/build/output
      set -- PATH=$built/bin:/opt/v/bin:/usr/bin:/bin:/usr/sbin:/sbin PYTHONPATH=$built/python:$built/python/plugins \
        LD_LIBRARY_PATH=$built/lib QGIS_PREFIX_PATH=$built "$@" ;;
    *) set -- PATH=/opt/v/bin:/usr/bin:/bin:/usr/sbin:/sbin "$@" ;;
  esac
  exec unshare -m sh -c '
    root=$1 project=$2 shared=$3; shift 3
    mount --rbind / "$root/host"
    mount -t proc proc "$root/proc"
    for folder in /dev /tmp "$project" "$shared"; do mount --bind "$folder" "$root$folder"; done
    exec chroot "$root" env -u PYTHONHOME -u VIRTUAL_ENV LC_ALL=C.UTF-8 PROJ_DATA=/usr/share/proj QT_X11_NO_MITSHM=1 "$@"' \
    enter "$root" "$project" "$shared" "$@"
}

inside() { enter sh -c 'cd "$1" && shift && exec "$@"' inside "$project" "$@"; }

tools() {
  # what nearly every test needs beside QGIS
  (inside env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get install -y -q --no-install-recommends \
    libegl1 python3-fiona python3-hypothesis >/dev/null && { [ -x /opt/v/bin/python ] || python3 -m venv --system-site-packages /opt/v; } &&
    /opt/v/bin/python -m pip install -q --disable-pip-version-check pytest pytest-qgis pytest-qt pytest-timeout')
}

complete() {
  # what single tests import, a display with its window manager, the browser of the tests of the HTML report, and the
  # project's checkers; what is built for a Python comes from Debian, and stubs are of no use here
  grep -v -i '^shapely\|^networkx\|^hypothesis\|stubs' requirements-dev.txt >"$root/tmp-requirements.txt"
  (inside env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get install -y -q --no-install-recommends poppler-utils \
    fonts-open-sans fonts-dejavu-core fonts-liberation python3-pyproj python3-scipy python3-shapely python3-requests \
    python3-networkx xvfb xauth openbox xdotool imagemagick chromium zip unzip openssl e2fsprogs \
    >/dev/null && /opt/v/bin/python -m pip install -q --disable-pip-version-check -r /tmp-requirements.txt')
  # texts are compiled by the tool of the computer around
  printf '#!/bin/sh\nexec /usr/sbin/chroot /host /usr/bin/env -u LD_LIBRARY_PATH lrelease "$@"\n' >"$root/opt/v/bin/lrelease"
  chmod 755 "$root/opt/v/bin/lrelease"
}

make_qt6() {
  source=${RUHR_PLANNER_QT6:-$project/../shared/qt6}
  [ -f "$source/setup.sh" ] || fail "No QGIS on Qt 6: neither RUHR_PLANNER_QT6 nor ../shared/qt6 beside the project is a folder with its setup.sh."
  mkdir -p "$roots"
  "$source/setup.sh" "$root"
  # the build takes the list of reference systems from its own sources, which the archive leaves out
  mkdir -p "$root/src/qgis/resources"
  cp /usr/share/qgis/resources/srs-template.db "$root/src/qgis/resources/srs6.db"
}

make_qgis344() {
  command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends debootstrap; }
  mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources)
  mkdir -p "$roots"
  [ -x "$root/bin/sh" ] || debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$mirror" >"$root.log" 2>&1
  for file in /etc/apt/apt.conf.d/99*; do if [ -e "$file" ]; then cp -a "$file" "$root/etc/apt/apt.conf.d/"; fi; done
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  echo "deb $mirror trixie-backports main" >"$root/etc/apt/sources.list.d/backports.list"
  (inside env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -q && apt-get install -y -q --no-install-recommends \
    -t trixie-backports qgis python3-qgis qgis-providers python3-venv python3-pip python3-numpy python3-yaml \
    python3-jinja2 python3-gdal git make' >>"$root.log" 2>&1)
}

[ "$(id -u)" = 0 ] || fail "scripts/roots.sh needs the rights of root."
cd "$project"
case $what in
  complete)
    "$project/scripts/roots.sh" make "$name"
    if cmp -s requirements-dev.txt "$root/opt/complete"; then exit 0; fi
    complete
    cp requirements-dev.txt "$root/opt/complete" ;;
  make)
    case $name in qt6 | qgis344) ;; *) fail "There is no root “$name”: qgis344 or qt6." ;; esac
    if [ -e "$root/opt/ready" ]; then exit 0; fi
    "make_$name"
    tools
    touch "$root/opt/ready" ;;
  run)
    [ -e "$root/opt/ready" ] || fail "There is no root “$name” yet: scripts/roots.sh make $name."
    shift 2
    inside "$@" ;;
  *) fail "make, complete or run, not $what." ;;
esac
