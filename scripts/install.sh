#!/bin/sh
# Installs the pinned, hash-checked packages of a requirements file into .venv.
# Usage: scripts/install.sh REQUIREMENTS STAMP
set -eu
cd "$(dirname "$0")/.."

# An environment that does not start (moved folder, removed Python) is made anew.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Making the virtual environment .venv"
    "${PYTHON:-python3}" -m venv --clear .venv
fi
echo "Installing the packages of $1"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
touch "$2"
