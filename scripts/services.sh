#!/bin/sh
# Install the servers that the tests in tests/services start, into build/services; nothing happens when they are there.
# No service is started here, and none of the system's own is used: the tests start what they need on free loopback
# ports and end it again.
set -eu
cd "$(dirname "$0")/.."
target=build/services
wanted=tests/services/requirements
packages="qgis-server mapserver-bin cgi-mapserver postgis-of-postgresql redis-server util-linux"
mkdir -p "$target/logs"

# --- from the distribution --------------------------------------------------------------------------------------------
installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }
missing=""
for package in $packages; do
  if [ "$package" = postgis-of-postgresql ] && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1; then
    continue
  fi
  installed "$package" || missing="$missing $package"
done
for command in node npm; do
  command -v "$command" >/dev/null 2>&1 || missing="$missing $([ "$command" = node ] && echo nodejs || echo npm)"
done
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "This system has no apt: please install$missing for the tests with real servers." >&2
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root=sudo; fi
  # the packages of servers start them when they are installed, unless this file says no
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
    trap "$as_root rm -f $policy" EXIT
  fi
  $as_root apt-get update -q
  names=""
  for package in $missing; do
    if [ "$package" = postgis-of-postgresql ]; then
      package=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-[0-9]+$' | awk '{print $1}' | sort -V | tail -n 1)
    fi
    names="$names $package"
  done
  # QGIS Server has to be of the version of QGIS, which may come from backports
  qgis=$(dpkg-query -W -f '${Version}' qgis 2>/dev/null || true)
  if [ -n "$qgis" ]; then names=$(echo "$names " | sed "s/ qgis-server / qgis-server=$qgis /"); fi
  release=""
  case $qgis in
    # what the server depends on is of that version, too, and apt takes it from there only when told
    *~bpo*) release=$(. /etc/os-release && echo "-t $VERSION_CODENAME-backports") ;;
  esac
  # shellcheck disable=SC2086 # lists of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $release $names
fi

# `services.sh system` stops here: nothing of the distribution changes any more
[ "${1:-}" != system ] || exit 0

# --- Python servers, each in an environment of its own ----------------------------------------------------------------
for file in "$wanted"/*.txt; do
  name=$(basename "$file" .txt)
  if [ -f "$target/$name/done" ] && cmp -s "$file" "$target/$name/done"; then continue; fi
  echo "installing $name"
  rm -rf "${target:?}/$name"
  /usr/bin/python3 -m venv "$target/$name"
  "$target/$name/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile -r "$file"
  cp "$file" "$target/$name/done"
done

# --- koop -------------------------------------------------------------------------------------------------------------
if ! cmp -s "$wanted/koop/package.json" "$target/koop/done"; then
  echo "installing koop"
  rm -rf "${target:?}/koop"
  mkdir -p "$target/koop"
  cp "$wanted/koop/package.json" "$target/koop/"
  npm install --prefix "$target/koop" --no-audit --no-fund --no-progress --ignore-scripts --loglevel=error
  cp "$wanted/koop/package.json" "$target/koop/done"
fi
