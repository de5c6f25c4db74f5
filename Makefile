# MOOC Portal. `make run` starts it, `make test` tests it; both set up what is missing first.
SHELL := /bin/sh
PORT ?= 8000
LISTEN ?= 127.0.0.1
PY := .venv/bin/python

.PHONY: help run setup setup-tests test bench lint format messages lock clean

help:
	@echo "make run        set up and serve the portal on http://127.0.0.1:$(PORT) (PORT=8001 for another port)"
	@echo "make test       set up and run the tests on SQLite"
	@echo "make setup      only set up: .venv, front-end files, translations, var/"
	@echo "make bench      measure the speed of the rules, the import and the pages"
	@echo "make lint       ruff, import-linter, djlint"
	@echo "make format     let ruff format the code"
	@echo "make messages   bring new strings into the catalogues (needs gettext)"
	@echo "make lock       pin again everything beneath the requirements"
	@echo "make clean      remove what set-up made; var/ with your data stays"

setup:
	@python=$$(sh tools/find-python.sh) && "$$python" tools/setup.py

setup-tests:
	@python=$$(sh tools/find-python.sh) && "$$python" tools/setup.py --tests

run: setup
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} exec $(PY) manage.py serve --prepare --host $(LISTEN) --port $(PORT)

test: setup-tests
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

bench: setup-tests
	@$(PY) -m bench $(ARGS)

lint: setup-tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/djlint templates --lint --quiet

format: setup-tests
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

messages: setup
	@$(PY) tools/messages.py

lock: setup
	@$(PY) tools/lock.py

clean:
	@rm -rf .venv node_modules static/vendor var/static
