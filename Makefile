# `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORES ?= all
DATA ?= data
MODELS ?= models
SMK_FILES := Snakefile $(wildcard workflow/rules/*.smk)

.PHONY: help setup demo real test test-all test-cluster coverage reproduce status lint format schemas pictures bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Every job is a process that imports its libraries anew: they are compiled here, on all cores, for where
# PYTHONDONTWRITEBYTECODE forbids it to jobs. Files in a newer Python's syntax fail to compile, and nothing imports them.
COMPILE := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null || true

$(VENV)/.runtime: envs/requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile --requirement envs/requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.development: envs/requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install --quiet --no-compile --requirement envs/requirements-dev.lock
	@$(COMPILE)
	@touch $@

# Snakemake imports all executors that are installed, at every start: those of clusters come with their tests alone.
$(VENV)/.cluster: envs/requirements-cluster.lock $(VENV)/.development
	$(BIN)/pip install --quiet --no-compile --requirement envs/requirements-cluster.lock
	@$(COMPILE)
	@touch $@

setup: $(VENV)/.development ## create the virtual environment, with the tools for tests and lint

demo: $(VENV)/.runtime ## run the default experiment (config.yaml) and say where its report is
	$(BIN)/snakemake --cores $(CORES) --quiet rules host
	@echo "report: $$($(BIN)/python -c "import yaml; print(yaml.safe_load(open('config.yaml')).get('results_dir', 'results'))")/report/index.html"

real: $(VENV)/.development ## probe real models on real text, DATA=folder MODELS=folder; write docs/results.md
	$(BIN)/snakemake --cores $(CORES) --quiet rules host --configfile workflow/experiments/real.yaml \
		--config data_dir=$(DATA) models_dir=$(MODELS)
	$(BIN)/python scripts/write_results.py results/real docs/results.md

test: $(VENV)/.development ## run all tests
	$(BIN)/pytest --numprocesses 2

test-all: $(VENV)/.development ## run the heavy tests too: more faults, more random edits
	$(BIN)/pytest --numprocesses 2 -m 'not cluster'

test-cluster: $(VENV)/.cluster ## run the workflow on a Slurm of one node and with an S3 server, as root; skipped where Slurm is missing
	$(BIN)/pytest -m cluster tests/cluster

coverage: $(VENV)/.development ## say which lines of the library its unit tests leave out; fails below 90%
	$(BIN)/pytest --numprocesses 2 --cov --quiet tests/unit

reproduce: $(VENV)/.runtime ## build the default experiment in two clean folders and list files that differ
	$(BIN)/python workflow/reproduce.py --cores $(CORES)

status: $(VENV)/.runtime ## say what is fresh, stale (and why), missing or orphaned
	$(BIN)/sparse-probing status

lint: $(VENV)/.development ## check style, types, and the workflow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/snakefmt --check $(SMK_FILES)
	$(BIN)/python workflow/lint.py

format: $(VENV)/.development ## format Python and Snakemake files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt $(SMK_FILES)

schemas: $(VENV)/.runtime ## write the JSON schemas and the commented default config
	$(BIN)/python -m sparse_probing.schemas workflow/schemas

pictures: $(VENV)/.development ## take the pictures of README.md from the report of make demo
	$(BIN)/python workflow/take_pictures.py results/report docs/pictures

bench: $(VENV)/.development ## measure the claims of docs/performance.md
	$(BIN)/python benchmarks/run.py

lock: ## write the lock files anew from pyproject.toml
	envs/lock.sh

clean: ## remove what was built, and the virtual environment
	rm -rf $(VENV) results/* .snakemake
