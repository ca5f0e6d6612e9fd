#!/bin/sh
# Runs pytest with the settings of the tests; arguments go to pytest.
# DATABASE_URL chooses the database, SQLite in memory by default.
# Example: scripts/pytest.sh tests/clusters -k chair
set -eu
cd "$(dirname "$0")/.."

# Every setting is named, so that a .env of this machine changes no result.
export SECRET_KEY="tests-only-8d21f7b3c05e94a6d8713fb2e6940c5a1d7e83f6"
export DEBUG=False DEMO=False HTTPS=False BEHIND_PROXY=False ALLOWED_HOSTS=127.0.0.1,localhost,testserver
export PORTAL_ADDRESS=http://127.0.0.1:8000 CSRF_TRUSTED_ORIGINS=
export DATABASE_URL="${DATABASE_URL:-sqlite://:memory:}" DATABASE_STATEMENT_TIMEOUT_MS=15000
export LOG_LEVEL=INFO STATIC_ROOT=var/test/static PRIVATE_ROOT=var/test/private X_ACCEL=False
export DATA_LICENCE="Điều kiện dùng thử"
export NAMES_FOR_PUBLIC=initials NAMES_FOR_STAFF=full
export EMAIL_URL=memorymail:// DEFAULT_FROM_EMAIL=no-reply@portal.example
export SINGLE_SIGN_ON=[] SIGNING_SERVICES={} SECRET_KEY_FALLBACKS=
export MAX_REQUEST_BYTES=26214400 MAX_FORM_BYTES=115343360 PDF_SECONDS=55 READING_SECONDS=120 "CACHE_URL=locmemcache://limits?max_entries=50000" RATE_LIMITS=True
export TASKS_BACKEND=django_tasks.backends.immediate.ImmediateBackend SIGNATURE_TRUST=var/test/trust
export SECURITY_CONTACT=mailto:an-toan@portal.example
if ! scripts/chromium.sh >/dev/null 2>&1 && grep -q '^ID=ubuntu$' /etc/os-release; then
    .venv/bin/python -m playwright install --with-deps chromium || true
fi
CHROMIUM=$(scripts/chromium.sh)
export CHROMIUM

manifest=$STATIC_ROOT/staticfiles.json
if [ ! -f "$manifest" ] || [ -n "$(find static requirements.txt -newer "$manifest")" ]; then
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0
fi
exec .venv/bin/python -m pytest "$@"
