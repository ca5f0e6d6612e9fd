#!/bin/sh
# Everything that is judged without running a test; every step runs, then the verdict.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

# The settings of a production server; nothing of this machine's .env shows through.
export SECRET_KEY="checks-only-3f0a9c47d1be58e26b7c94a0d35f81e2c6b49a70"
export DEBUG=False DEMO=False HTTPS=True BEHIND_PROXY=True ALLOWED_HOSTS=portal.example
export PORTAL_ADDRESS=https://portal.example CSRF_TRUSTED_ORIGINS=https://portal.example
export DATABASE_URL=sqlite://:memory: STATIC_ROOT=var/static PRIVATE_ROOT=var/private
export EMAIL_URL=smtp+tls://portal:secret@mail.example:587 DEFAULT_FROM_EMAIL=no-reply@portal.example
export SINGLE_SIGN_ON=[] SIGNING_SERVICES={} SECRET_KEY_FALLBACKS=
export "CACHE_URL=locmemcache://limits?max_entries=50000" RATE_LIMITS=True SECURITY_CONTACT=mailto:security@portal.example

failed=
step() {
    echo "==> $*"
    "$@" || failed="$failed
    $*"
}

step ruff check .
step ruff format --check .
step djlint templates --check --lint
step lint-imports --no-cache --no-logo
step bandit --quiet --configfile pyproject.toml --recursive \
    cluster_portal clusters emulation awards bench scripts manage.py
step python manage.py makemigrations --check --dry-run
step python manage.py check --deploy --fail-level WARNING

if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
