#!/bin/sh
# The tests on SQLite in memory, then on a PostgreSQL server made for this run alone. Once is enough
# for two sorts: what pages look like in Chromium (on PostgreSQL, as in production), and what asks
# no database at all (on SQLite).
set -eu
cd "$(dirname "$0")/.."
unset DATABASE_URL

echo "Tests on SQLite"
scripts/pytest.sh -n 2 --dist loadfile --no-loadscope-reorder -m "not looks" "$@"

echo "Tests on PostgreSQL"
# The server's log is shown after a failure: without the rules that tests break on purpose, so that
# pytest's own account stays in sight.
# The single quotes are meant: only the shell inside knows the throw-away server.
# shellcheck disable=SC2016
pg_virtualenv -t -c '--encoding=UTF8 --locale=C.UTF-8' -o synchronous_commit=off \
    -o log_min_messages=fatal -o log_checkpoints=off sh -c '
    export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"
    exec scripts/pytest.sh -n 2 --dist loadfile --no-loadscope-reorder -m "not plain" "$@"' pytest "$@"
