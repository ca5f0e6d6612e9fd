# One entry per job. What is longer than a line or two is in scripts/.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PYTHON PORT

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: permissions help run test check fix dev bench lighthouse scan screenshots reset-demo lock system-run system-test

help: ## list the jobs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: .env .venv/.installed var/.static-collected ## set up what is missing and serve on http://127.0.0.1:8000 (PORT=8001 for another)
	@scripts/serve.sh

test: check ## check, then the tests on SQLite and on PostgreSQL
	@scripts/test.sh

check: .venv/.installed-dev ## formatting, lint, layers, migrations, deployment settings
	@scripts/check.sh

fix: .venv/.installed-dev ## repair formatting and what lint can repair
	@scripts/fix.sh

dev: .env .venv/.installed-dev ## serve with DEBUG and reload on change
	@DEBUG=True HTTPS=False $(BIN)/python manage.py prepare_demo
	@DEBUG=True HTTPS=False TASKS_BACKEND=django_tasks.backends.immediate.ImmediateBackend \
		$(BIN)/python manage.py runserver $(PORT)

bench: .venv/.installed-dev var/.static-collected ## measure the work that matters; BENCH="--country-only --many 100000" a part
	@$(BIN)/python -m bench $(BENCH)

lighthouse: .venv/.installed-dev var/.static-collected ## measure the main pages with Lighthouse, needs Node.js
	@scripts/lighthouse.sh

scan: .venv/.installed-dev ## attack a portal of its own on this machine: fuzzing and wapiti, about ten minutes
	@scripts/scan/scan.sh

screenshots: .venv/.installed-dev ## take the pictures of docs/ from the portal running on PORT
	@$(BIN)/python scripts/screenshots.py

permissions: .venv/.installed-dev ## write the permission table of the tests into docs/security.md
	@DEBUG=True $(BIN)/python -m tests.meta.permission_table

reset-demo: .env .venv/.installed ## put the demo database back to the real record
	@$(BIN)/python manage.py reset_demo

lock: .venv/.installed-dev ## pin the dependencies of pyproject.toml again; UPGRADE=1 takes newer versions
	@scripts/lock.sh

# What the jobs need; a file is made again only when something it was made from is newer.
system-run:
	@scripts/system-packages.sh run

system-test:
	@scripts/system-packages.sh test

.venv/.installed: requirements.txt | system-run
	@scripts/install.sh $< $@

.venv/.installed-dev: requirements-dev.txt | system-test
	@scripts/install.sh $< $@

.env: | system-run
	@scripts/first-settings.sh $@

var/.static-collected: .env .venv/.installed $(shell find static)
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
