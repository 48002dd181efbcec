# `make demo` and `make test` need Python 3.11 or later and make, nothing else: they set up .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
STARTED := $(shell date +%s)
TOOK = @echo "$@ took $$(( $$(date +%s) - $(STARTED) )) s"

.PHONY: venv demo test lint conformance bench clean

venv: .venv/ready

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cisld needs Python 3.11 or later")'
	sh tools/venv.sh $(PYTHON)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

demo: venv
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/demo.sh
	$(TOOK)

test: venv
	sh tools/virtuoso.sh
	$(BIN)/python -m pytest -n auto
	$(TOOK)

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cisld validate
	$(BIN)/cisld fmt --check
	$(BIN)/cisld derive --check
	$(BIN)/cisld query --check
	$(BIN)/cisld check all --fail-on violation

conformance: venv
	$(BIN)/python tools/conformance.py

bench: venv
	sh bench/setup.sh
	$(BIN)/python bench/run.py 10000 100000 1000000

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
