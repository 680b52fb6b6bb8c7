# make run    set up if need be, and start the dashboard on 127.0.0.1
# make test   set up what the tests need, and run them all
.DEFAULT_GOAL := run
SHELL := /bin/bash

PORT ?= 8501
WORKERS ?= 2
BIN := .venv/bin
LOCKED := -c constraints.txt

# uv installs three times faster; where it cannot be had or fails, pip does the same.
install_with_uv = ($(BIN)/pip install -q $(LOCKED) uv && $(BIN)/uv pip install -q $(LOCKED) $(1)) \
	|| $(BIN)/pip install -q $(LOCKED) $(1)

.PHONY: run test install install-tests lint format bench pictures constraints clean

run: install
	@echo "Moderation Studio: http://127.0.0.1:$(PORT)"
	@exec $(BIN)/streamlit run app/Home.py --server.port $(PORT)

test: install-tests
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

install: .venv/.installed
install-tests: .venv/.installed-tests .venv-container/.installed

.venv/bin/python:
	@for python in python3.11 python3.12; do \
		if $$python -c 'import venv, ensurepip' 2>/dev/null; then \
			echo "Making .venv with $$python"; \
			$$python -m venv .venv && exit 0; \
		fi; \
	done; \
	echo "Moderation Studio needs Python 3.11 or 3.12 with venv, and found neither." >&2; \
	echo "Install one (Debian: apt install python3.11-venv; macOS: brew install python@3.11)" >&2; \
	echo "and run make again." >&2; \
	exit 1

.venv/.installed: .venv/bin/python requirements.txt constraints.txt pyproject.toml
	@echo "Installing (a minute or two, once)"
	@$(call install_with_uv,-r requirements.txt -e .)
	@touch $@

.venv/.installed-tests: .venv/.installed requirements-dev.txt .ci/install-chromium
	@echo "Installing what the tests need"
	@$(call install_with_uv,-r requirements-dev.txt)
	@.ci/install-chromium
	@touch $@

.venv-container/.installed: tests/aws_double/containers/requirements.txt .ci/install-container | .venv/.installed
	@.ci/install-container

lint: install-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

format: install-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-tests .venv-bench/.installed
	$(BIN)/python -m bench $(ARGS)

.venv-bench/.installed: requirements-bench.txt bench/install | .venv/.installed-tests
	@bench/install

pictures: install-tests
	$(BIN)/python -m docs.pictures

constraints: install-tests
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-annotate --no-header \
		requirements.txt requirements-dev.txt -o constraints.txt

clean:
	rm -rf .venv .venv-container .venv-bench *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
