#!/bin/sh
# Brings the database up to date and serves the portal until Ctrl+C.
set -eu
cd "$(dirname "$0")/.."

if ! .venv/bin/python -c "import socket; socket.create_server(('127.0.0.1', $PORT)).close()" 2>/dev/null; then
    echo "Port $PORT of this machine is in use. Take another one: make run PORT=8001" >&2
    exit 1
fi
.venv/bin/python manage.py prepare_demo
# Documents are issued and signed files examined beside the pages; the worker ends with them.
.venv/bin/python manage.py db_worker --no-reload --verbosity 0 &
worker=$!
trap 'kill "$worker" 2>/dev/null' EXIT
trap 'exit 130' INT TERM
.venv/bin/python -m gunicorn --config scripts/gunicorn.conf.py cluster_portal.wsgi
