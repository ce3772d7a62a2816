# Koshin Desk. `make` alone lists what there is.

# A first Python to make .venv with; the desk itself runs on the 3.10 inside it.
PYTHON ?= $(shell for p in python3 python3.10 /usr/bin/python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

# Rasa's and TensorFlow's modules take four times as long to import without bytecode.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help env run train demo-data test test-quick evaluate lint format clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*  ## /\1\t/' | expand -t 14

env:  ## make .venv from uv.lock; quick when nothing changed
	@[ -n "$(PYTHON)" ] || { echo "Koshin Desk can't be prepared. Install Python 3 (3.8 or newer) first." >&2; exit 1; }
	@$(PYTHON) -I bot/supervise/bootstrap.py

run: env  ## start everything and print the address of the demo page; Ctrl-C ends it
	@$(BIN)/koshin up

train: env  ## train the model if its inputs changed
	@$(BIN)/koshin train

demo-data: env  ## fill the desk with an invented week to look at; OPTIONS=--remove takes it away
	@$(BIN)/koshin demo-data $(OPTIONS)

test: env  ## everything: lint, all tests, the trained assistant, real Chromium
	@bash tests/everything.sh

test-quick: env  ## the tests that need no model, browser or database server
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not (browser or postgres or slow or stack)"

evaluate: env  ## measure the assistant on its evaluation data
	@$(BIN)/koshin evaluate

lint: env  ## ruff, mypy and the import layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy bot actions
	@$(BIN)/lint-imports

format: env  ## format the code and sort its imports
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

clean:  ## remove caches and results; keeps .venv, models/ and var/
	@rm -rf results build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .rasa
	@find bot actions tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
