# What there is to type; `make` alone lists it. Each target sets up .venv by itself, once, and again when
# requirements*.txt or pyproject.toml change. Nothing is needed but make, Python 3.11 or newer and a package index.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# A .venv whose making failed half-way is made anew the next time.
.DELETE_ON_ERROR:
.PHONY: help demo test chaos check lint format bench eval clean

VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := $(PYTHON) -m pip --quiet --quiet --disable-pip-version-check --no-input
OURS   := $(wildcard core storage bot integrations manifests playground tests bench eval)

# What make looks for Python in. Another one: make test PYTHON3=/path/to/python
PYTHON3 := python3 python3.13 python3.12 python3.11 python3.14

# The tests start many a process, and each would compile all of Baton anew.
unexport PYTHONDONTWRITEBYTECODE

# What a target passes on: make test ARGS='-k claim'
ARGS :=

help:
	@echo "make demo    set Baton up and try it here: a Slack of its own, no account needed"
	@echo "make test    run the tests, on SQLite and on a real PostgreSQL    (ARGS='-k claim' for some)"
	@echo "make chaos   run every test on each database; kill the running service 200 times, and count what was lost; race 50 times; play 2,000 lives    (long)"
	@echo "make check   lint, types, walls between the packages, and all tests: what must pass"
	@echo "make format  put the code into the house's form"
	@echo "make bench   measure, beside the floor of this machine"
	@echo "make eval    assess the written cases with the configured model, and count    (ARGS='--show')"
	@echo "make clean   remove .venv and what the tools left"

demo: $(VENV)/runtime
	@$(PYTHON) -m bot demo $(ARGS)

# In several processes (tests/conftest.py says how many), each with a PostgreSQL of its own.
test: $(VENV)/dev
	@$(PYTHON) -m pytest --quiet --numprocesses auto --dist worksteal $(ARGS)

# BATON_SEED=… plays a run again.
chaos: $(VENV)/dev
	@BATON_KILLS=$${BATON_KILLS:-200} $(PYTHON) -m pytest --quiet --numprocesses 2 tests/faults/test_kill.py $(ARGS)
	@BATON_TELL=all BATON_RACES=$${BATON_RACES:-50} $(PYTHON) -m pytest --quiet --numprocesses 2 tests/journeys/test_race.py tests/journeys/test_teams_race.py $(ARGS)
	@BATON_TELL=all $(PYTHON) -m pytest --quiet --numprocesses 2 --dist worksteal --deselect tests/faults/test_kill.py --deselect tests/life $(ARGS)
	@BATON_EXAMPLES=$${BATON_EXAMPLES:-2000} $(PYTHON) -m pytest --quiet --numprocesses 2 tests/life $(ARGS)

check: lint test

lint: $(VENV)/dev
	@echo "ruff"
	@$(PYTHON) -m ruff check --quiet $(OURS)
	@$(PYTHON) -m ruff format --quiet --check $(OURS) || { echo "Not in the house's form: make format"; exit 1; }
	@echo "mypy"
	@$(PYTHON) -m mypy $(OURS)
	@echo "import-linter"
	@$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/dev
	@$(PYTHON) -m ruff check --quiet --fix-only $(OURS)
	@$(PYTHON) -m ruff format $(OURS)

bench: $(VENV)/dev
	@$(PYTHON) -m bench $(ARGS)
	@$(PYTHON) -m bench.delivery

# With the ANTHROPIC_… settings of the environment or .env; without a key, with the stand-in.
eval: $(VENV)/runtime
	@$(PYTHON) -m eval $(ARGS)

clean:
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------- setting up .venv

# The stamps: what is installed to run Baton, and what is installed to work on it.
$(VENV)/runtime: requirements.txt pyproject.toml | $(PYTHON)
	@echo "Installing what Baton runs with…"
	@$(PIP) install --requirement requirements.txt
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/runtime
	@echo "Installing what the tests and checks need…"
	@$(PIP) install --requirement requirements-dev.txt
	@touch $@

# Debian and its relatives ship Python without ensurepip; a pip beside it can stand in.
$(PYTHON):
	@without=; \
	for python in $(PYTHON3); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Setting up .venv with $$("$$python" --version)…"; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	  if "$$python" -c 'import pip, venv' 2>/dev/null; then \
	    echo "Setting up .venv with $$("$$python" --version) and its own pip…"; \
	    "$$python" -m venv --clear --without-pip $(VENV) && \
	      exec "$$python" -m pip --quiet --quiet --python $(PYTHON) install pip; \
	    exit 1; \
	  fi; \
	  without="$${without:-$$("$$python" --version)}"; \
	done; \
	if [ -n "$$without" ]; then \
	  echo "$$without is here, but without its venv module. Install that (Debian, Ubuntu: apt install python3-venv) and try again." >&2; \
	else \
	  echo "Baton needs Python 3.11 or newer, and none of these is one: $(PYTHON3). Install it, or name it: make PYTHON3=/path/to/python" >&2; \
	fi; \
	exit 1
