#!/bin/sh
# Repairs what the tools can repair by themselves.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

ruff check --fix .
ruff format .
djlint templates --reformat --quiet || true # exits 1 when it changed a file
