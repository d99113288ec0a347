# Everything a person does with the project starts here: `make` alone lists it.
# Installing and building leave stamps in .make/, so a second run does neither.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
BIN := $(VENV)/bin
NPM := $(PY) -m tools.npm

# What the tests need from Debian: a real PostgreSQL, a real browser, Chinese letters for its screenshots.
TEST_PACKAGES := postgresql chromium fonts-noto-cjk

INSTALLS := pyproject.toml hatch_build.py $(PY)

.PHONY: help run test check fast slow torture bench docs api clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- for people who want to see it ----------------------------------------------------------------------------------

run: .make/run pages model ## install, build the pages and start the hub with demo data (Ctrl-C stops it)
	@HUB_DATA_DIR="$${HUB_DATA_DIR:-$(CURDIR)/data}" HUB_DEMO="$${HUB_DEMO:-1}" exec $(BIN)/hotline run

# --- for people who change it ---------------------------------------------------------------------------------------

test: .make/test pages model ## prove it: unit, store and journey tests (installs PostgreSQL and Chromium when root)
	@tools/need_packages.sh $(TEST_PACKAGES)
	@$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "unit or store or journey"

fast: .make/test ## only the unit tests, in seconds
	@$(BIN)/pytest -q -n 2 --dist loadfile -m unit

slow: .make/test pages model ## the long proofs: kill runs, soak, foreign engines
	@tools/need_packages.sh $(TEST_PACKAGES)
	@$(BIN)/pytest -q -m slow

CHECKS := check-format check-lint check-types check-laws check-dependencies check-sizes check-tables check-facts \
	check-settings check-docs check-leaks check-api check-web
.PHONY: $(CHECKS)

check: .make/npm .make/dev ## everything that can be said without running it: style, types, laws, budgets, pages
	@$(MAKE) --keep-going --jobs=2 --output-sync=target $(CHECKS)
	@echo "check: everything holds"

check-types:
	@$(BIN)/mypy
check-web:
	@$(NPM) run check
check-format:
	@$(BIN)/ruff format --check --quiet . || { echo "format: run $(BIN)/ruff format ."; exit 1; }
check-lint:
	@$(BIN)/ruff check --quiet .
check-laws:
	@$(BIN)/lint-imports --no-logo
check-dependencies:
	@$(BIN)/deptry --no-ansi . 2>&1
check-sizes:
	@$(PY) -m tools.check_sizes
check-tables:
	@$(PY) -m tools.check_tables --check
check-facts:
	@$(PY) -m tools.check_facts --check
check-settings:
	@$(PY) -m tools.settings_table --check
check-docs:
	@$(PY) -m tools.check_docs
check-leaks:
	@$(PY) -m tools.check_leaks
check-api:
	@$(PY) -m tools.openapi --check

docs: .make/dev ## make docs/tables.md, docs/facts.md and the README's settings, then check all documents
	@$(PY) -m tools.check_tables
	@$(PY) -m tools.check_facts
	@$(PY) -m tools.settings_table
	@$(PY) -m tools.check_docs
	@$(BIN)/towncrier build --draft --version next 2>/dev/null

api: .make/npm .make/dev ## make web/openapi.json and the page's types from the server's own code
	@$(PY) -m tools.openapi --write
	@$(NPM) run generate

torture: .make/test pages model ## kill everything for 25 minutes and count what was lost
	@$(MAKE) bench B=torture

BENCHES := $(patsubst %/__main__,%,$(patsubst bench/%.py,%,$(shell grep -ls '__main__' bench/*.py bench/*/__main__.py)))
.PHONY: bench-name
bench-name:
	@[[ -n "$(B)" && " $(BENCHES) " == *" $(B) "* ]] || { echo "make bench B=name; the names: $(BENCHES)"; exit 2; }
bench: bench-name .make/test pages model ## measure: make bench B=name
	@tools/need_packages.sh $(TEST_PACKAGES)
	@$(PY) -m bench.$(B)

clean: ## forget what was installed and built (never the data)
	rm -rf $(VENV) .make web/node_modules web/dist app/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# --- stamps ---------------------------------------------------------------------------------------------------------

$(PY):
	@tools/make_venv.sh

# Building without isolation: hatchling and Node come into .venv once, not into a new folder at each install.
.make/builder: pyproject.toml $(PY)
	@echo "Installing what the build needs"
	@$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| xargs $(PY) -m pip install -qq --disable-pip-version-check
	@mkdir -p .make && touch $@

.make/run: $(INSTALLS) .make/builder
	@echo "Installing Hotline Hub and building its pages (the first time takes a minute or two)"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-build-isolation --editable .
	@touch $@

.make/test: $(INSTALLS) .make/builder
	@echo "Installing Hotline Hub with what its tests need"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-build-isolation --editable '.[test]'
	@touch .make/run $@

.make/dev: $(INSTALLS) .make/builder
	@echo "Installing Hotline Hub with what its developers need"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-build-isolation --editable '.[dev]'
	@touch .make/run .make/test $@

.make/npm: web/package-lock.json .make/builder
	@echo "Installing what the pages are checked with"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

# Judges by a stamp of its own over the lock file and the sources, in a tenth of a second.
.PHONY: pages
pages: .make/run
	@$(PY) hatch_build.py 2>&1 | { grep -v "nothing to do" || true; }

# Made once from the project's own texts, and again when they or the code that learns from them have changed.
.PHONY: model
model: .make/run
	@$(PY) -m tools.make_model 2>&1 | { grep -v "nothing to do" || true; }
