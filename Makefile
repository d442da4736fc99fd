# The few commands that a contributor, CI and a new user share. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000
# Elsewhere, for the CPU build: make TORCH_ARGS="--index-url https://download.pytorch.org/whl/cpu"
TORCH_ARGS ?=

# As it was typed: neither make nor the shell reads dollars, quotes or backticks in a question.
override Q := $(value Q)
export Q
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install serve ask check test browser clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

install: $(READY) ## make the virtual environment and install Quoth with its tools

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Quoth needs Python 3.11 to 3.13; call make PYTHON=python3.12, for example."; exit 1; }
	@echo "Installing into $(VENV) (a few minutes, once) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt $(TORCH_ARGS) torch
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $@

serve: $(READY) ## build the index from seeds/ where there is none, and serve http://127.0.0.1:8000
	@$(BIN)/quoth build --if-missing
	@$(BIN)/quoth serve --port $(PORT)

ask: $(READY) ## answer Q="…" in the terminal
	@test -n "$$Q" || { echo 'Say what to ask: make ask Q="Why did Jess Phillips resign?"'; exit 2; }
	@$(BIN)/quoth build --if-missing
	@$(BIN)/quoth ask -- "$$Q"

check: $(READY) ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:
	@if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing chromium for the browser tests …"; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null \
			|| echo "chromium could not be installed: the browser tests will be skipped."; \
	fi

test: check browser ## everything above, then the tests
	$(BIN)/pytest

clean: ## remove the virtual environment and the index; keys, kept answers and settings stay
	rm -rf $(VENV) .quoth/CURRENT .quoth/generations
