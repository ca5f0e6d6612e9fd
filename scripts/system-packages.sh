#!/bin/sh
# Installs the Debian or Ubuntu packages that are missing for a job, or says which they are.
# Usage: scripts/system-packages.sh run|test
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
missing=

need() { # need PACKAGE COMMAND...: the package is missing when the command fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

library() { "$python" -c "import ctypes, sys; ctypes.CDLL(sys.argv[1])" "$1"; }
any_file() { [ -e "$1" ]; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed and '$python' is not it." \
        "Install it, or name another one: make ${1} PYTHON=python3.12" >&2
    exit 1
fi

[ -x .venv/bin/python ] || need python3-venv "$python" -c 'import ensurepip, venv'
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0

if [ "$1" = test ]; then
    need postgresql any_file /usr/lib/postgresql/*/bin/postgres
    need postgresql-contrib any_file /usr/share/postgresql/*/extension/btree_gist.control
    need postgresql-common command -v pg_virtualenv
    need poppler-utils command -v pdftotext
    need libnss3-tools command -v certutil
    need softhsm2 command -v softhsm2-util
    need qpdf command -v qpdf
    need zbar-tools command -v zbarimg
    need default-jdk-headless javac -version
    need libjaxb-java any_file /usr/share/java/jaxb-runtime.jar
    need libjaxb-api-java any_file /usr/share/java/jaxb-api.jar
    # Ubuntu's package is only a pointer to a snap, which the browser driver cannot start;
    # there scripts/pytest.sh lets Playwright bring its own.
    if ! scripts/chromium.sh >/dev/null 2>&1 && ! grep -q '^ID=ubuntu$' /etc/os-release; then
        missing="$missing chromium"
    fi
fi

[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
say_what_to_install() {
    {
        echo "System packages are missing. Install them (these are their names on Debian and Ubuntu)"
        echo "and then run 'make $1' again:"
        echo "    sudo apt-get update && sudo $install"
    } >&2
    exit 1
}

command -v apt-get >/dev/null || say_what_to_install "$1"
if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root="sudo env"
else
    say_what_to_install "$1"
fi

echo "Installing system packages:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Word splitting is meant: both hold several words.
# shellcheck disable=SC2086
if ! {
    $as_root apt-get update -q &&
        $as_root DEBIAN_FRONTEND=noninteractive $install -q -o DPkg::Lock::Timeout=120
} >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    say_what_to_install "$1"
fi
