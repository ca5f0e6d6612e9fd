#!/bin/sh
# Pins the dependencies of pyproject.toml with their hashes; UPGRADE=1 takes newer versions.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

compile() { # compile OUTPUT [OPTION...]
    output=$1
    shift
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate \
        --no-header ${UPGRADE:+--upgrade} "$@" --output-file "$output" >/dev/null
}
compile requirements.txt
compile requirements-dev.txt --group dev
