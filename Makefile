# The two commands to know: `make demo` starts the portal with made-up data, `make test` proves
# that it holds. Both set the machine up first, and are quick when that has been done.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MANAGE := .venv/bin/python manage.py
PYTEST := .venv/bin/pytest -q -rfEs
# More by hand: make test-sqlite ARGS="tests/zones -x"
ARGS ?=
PORT ?= 8000
# Rounds of each kill or race in `make test-faults`; `make test` runs a sample.
FAULT_ROUNDS ?= 500
export PORT

.PHONY: help demo demo-data run worker check fix test test-sqlite test-postgres test-browser \
	test-faults lock benchmarks screenshots pictures clean setup setup-tests

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | \
		while IFS=$$'\t' read -r name does; do printf '  make %-14s %s\n' "$$name" "$$does"; done

setup:
	@.ci/setup

setup-tests:
	@.ci/setup tests

demo: demo-data ## portal and worker on 127.0.0.1 with made-up data (PORT=8001, DATABASE_URL=postgres://…)
	@exec .ci/serve

demo-data: setup ## the same data without the server
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo

run: setup ## development web server that reloads
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

worker: setup ## background worker
	@exec $(MANAGE) worker

check: setup-tests ## style, types, layers, templates, settings, migrations; changes nothing
	@.ci/check

fix: setup-tests ## writes what check asks for, where a tool can
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format
	@.ci/templates

test: ## checks, the suite on both databases, the browser; one summary line
	@.ci/test

test-sqlite: setup-tests ## the suite on SQLite (ARGS="tests/zones -x")
	@env -u DATABASE_URL $(PYTEST) $(ARGS)

test-postgres: setup-tests ## the suite on a throwaway PostgreSQL
	@.ci/postgres $(PYTEST) $(ARGS)

test-browser: setup-tests ## whole journeys in Chromium, on both databases
	@env -u DATABASE_URL $(PYTEST) -m browser $(ARGS)
	@.ci/postgres $(PYTEST) -m browser $(ARGS)

test-faults: setup-tests ## the long proofs: kills and races, many rounds (FAULT_ROUNDS=500)
	@env -u DATABASE_URL FAULT_ROUNDS=$(FAULT_ROUNDS) $(PYTEST) -m faults $(ARGS)
	@FAULT_ROUNDS=$(FAULT_ROUNDS) .ci/postgres $(PYTEST) -m faults $(ARGS)

lock: setup ## writes both requirements files anew (UPGRADE=1 takes newer releases)
	@.ci/lock $(if $(UPGRADE),--upgrade)

benchmarks: setup-tests ## prints the seconds of each benchmark
	@for script in benchmarks/*.py; do echo "== $$script"; .venv/bin/python "$$script" || exit; done

screenshots: setup-tests demo-data ## takes the pictures of the README and the manual again
	@.venv/bin/python docs/screenshots.py

pictures: setup-tests demo-data ## a picture of every page at both widths, for somebody to look through: var/pictures
	@.venv/bin/python docs/every_page.py

clean: ## removes what can be made again; the database in var/ stays
	@rm -rf .venv staticfiles test-results var/test-results .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
