#!/bin/sh
# Attacks a portal of its own on this machine: fuzzing, then wapiti; arguments go to scripts.scan.
set -eu
cd "$(dirname "$0")/../.."

# wapiti has dependencies that the portal must not share: an environment of its own.
venv=var/scan-venv
if ! cmp -s scripts/scan/requirements-scan.txt "$venv/requirements-scan.txt"; then
    "${PYTHON:-python3}" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r scripts/scan/requirements-scan.txt
    cp scripts/scan/requirements-scan.txt "$venv/"
fi
exec .venv/bin/python -m scripts.scan "$@"
