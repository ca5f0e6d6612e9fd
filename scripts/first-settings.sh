#!/bin/sh
# Writes the settings of a first run on this machine: a random secret, demo accounts, plain HTTP, SQLite.
# Usage: scripts/first-settings.sh FILE
set -eu
umask 077
secret=$("${PYTHON:-python3}" -c 'import secrets; print(secrets.token_urlsafe(50))')
cat >"$1" <<END
# Written by the first 'make run'; .env.example names every setting.
SECRET_KEY=$secret
DEBUG=False
DEMO=True
ALLOWED_HOSTS=127.0.0.1,localhost
HTTPS=False
PORTAL_ADDRESS=http://127.0.0.1:${PORT:-8000}
EMAIL_URL=consolemail://
END
