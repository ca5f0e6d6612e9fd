#!/bin/sh
# Measures the portal's main pages with Lighthouse, on a portal of its own on this machine.
# Arguments go to scripts.lighthouse; needs Node.js 18.20 or newer with npm.
set -eu
cd "$(dirname "$0")/.."

if ! command -v npm >/dev/null; then
    echo "Node.js with npm is needed: install nodejs and npm, and run 'make lighthouse' again." >&2
    exit 1
fi
tools=scripts/lighthouse
if ! cmp -s "$tools/package-lock.json" "$tools/node_modules/installed-lock.json"; then
    (cd "$tools" && npm ci --no-progress --loglevel=error)
    cp "$tools/package-lock.json" "$tools/node_modules/installed-lock.json"
fi
CHROME_PATH=$(scripts/chromium.sh)
export CHROME_PATH
exec .venv/bin/python -m scripts.lighthouse "$@"
