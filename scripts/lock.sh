#!/bin/sh
# Pins the dependencies of pyproject.toml with their hashes; UPGRADE=1 takes newer versions.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

compile() { # compile SOURCE OUTPUT [OPTION...]
    source=$1 output=$2
    shift 2
    .venv/bin/uv pip compile "$source" --quiet --universal --generate-hashes --no-annotate \
        --no-header ${UPGRADE:+--upgrade} "$@" --output-file "$output" >/dev/null
}
compile pyproject.toml requirements.txt
compile pyproject.toml requirements-dev.txt --group dev
compile scripts/scan/requirements-scan.in scripts/scan/requirements-scan.txt --python-version 3.11
