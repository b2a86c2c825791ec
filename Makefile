# Longleaf's commands. Nothing is needed beforehand but Python 3.11 or newer, make and git.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
VAR ?= var
# As many processes as there are cores, each taking whole files, whose servers are shared by their
# tests. Empty for one process and a debugger: make test PARALLEL=
PARALLEL ?= -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder
READY := $(VENV)/ready
# Tests keep what Python compiled, whatever the environment says: anew it is seconds a process.
KEEP_COMPILED := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(abspath $(VENV))/compiled

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lint floors types migrations pure oldest rest fuzz plans \
	fuzz-policy mutation validator quick policy fix bench docs reference wheel seed clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make the environment in .venv, with exact versions; nothing if it is up to date

# The lock files hold versions and hashes. The last step builds the front-end assets.
$(READY): requirements-uv.lock requirements.lock pyproject.toml hatch_build.py package-lock.json \
		longleaf/credential/_compiled.c
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		for python in python3 python3.14 python3.13 python3.12 python3.11 ''; do \
			if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed." >&2; exit 1; fi; \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		done; \
		echo "Making $(VENV) with $$($$python --version) …"; \
		rm -rf $(VENV); \
		$$python -m venv $(VENV) || { \
			echo "This Python cannot make a virtual environment." >&2; \
			echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	fi
	@echo "Installing what requirements.lock names …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock
	@echo "Installing Longleaf itself, with its front-end assets and compiled part …"
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation --reinstall-package longleaf -e .
	@touch $@
	@echo "The environment is ready."

run: setup ## Start Longleaf with its demo (PORT=8000 VAR=var): sets up what is missing
	@$(BIN)/longleaf demo --port $(PORT) --var $(VAR)

seed: setup ## Load North Carolina and the demo year into VAR, without starting
	@$(BIN)/longleaf setup-data --demo --var $(VAR)

test: setup ## Pass all tests, the browser journeys too if there is or can be a Chromium
	@$(BIN)/python -m tests.browser
	@$(KEEP_COMPILED) $(BIN)/pytest $(PARALLEL) --durations 10

differential: setup ## Compare our canonical bytes with npm's on COUNT=100000 generated documents
	@$(BIN)/python -m tests.interop.differential $(or $(COUNT),100000)

quick: setup ## Test only the pure floors: no Django, no database, fewer examples of each property
	@$(KEEP_COMPILED) $(BIN)/pytest -q -p no:django $(PARALLEL) --hypothesis-profile quick \
		-m "not thorough" tests/basis tests/credential tests/policy tests/domain

check: test rest ## Do all that CI does, in CI's order

rest: format lint floors types migrations docs pure oldest wheel ## Do all that CI does but the tests

format: setup
	@$(BIN)/ruff format --check .

lint: setup
	@$(BIN)/ruff check .

floors: setup ## Check who imports whom
	@$(BIN)/lint-imports --no-logo

types: setup
	@$(BIN)/mypy

migrations: setup
	@DATABASE_URL=postgresql://nowhere/none $(BIN)/longleaf manage makemigrations --check --dry-run

pure: setup ## Pass the tests of credentials without the compiled part
	@$(KEEP_COMPILED) LONGLEAF_COMPILED=0 $(BIN)/pytest -q $(PARALLEL) -p no:django tests/credential

oldest: setup ## Pass the tests but the journeys on PostgreSQL 15, and say which lines none reached
	@$(BIN)/python -m tests.oldest

fuzz: setup ## Try COUNT mutated documents (a million unless told otherwise) on the checks
	@$(BIN)/python -m tests.fuzz $(or $(COUNT),1000000) $(SEED)

plans: setup ## Try STEPS random acts on plans (a hundred thousand unless told otherwise)
	@$(BIN)/python -m tests.plan_steps $(or $(STEPS),100000)

fuzz-policy: setup ## Try COUNT mutated policies and facts files (100,000 unless told otherwise)
	@$(BIN)/python -m tests.fuzz.policy $(or $(COUNT),100000) $(SEED)

mutation: setup ## Change the rules in COUNT places (200; 0 is all), and see which the tests notice
	@$(BIN)/python -m tests.mutation $(or $(COUNT),200) $(SEED)

validator: setup ## Install the Open Badges 2.0 validator in var/openbadges, for the interop tests
	@$(BIN)/uv venv -q --allow-existing --python $(BIN)/python var/openbadges
	@$(BIN)/uv pip install -q --python var/openbadges/bin/python openbadges==1.1.2 \
		--override tests/interop/openbadges-overrides.txt

docs: setup ## Check that what the documents name exists
	@$(BIN)/pytest -q tests/docs

wheel: setup ## Build the wheel and start it in an empty environment
	@rm -rf dist
	@$(BIN)/uv build -q --python $(BIN)/python --wheel --no-build-isolation
	@$(BIN)/python -m tests.wheel dist/*.whl

policy: setup ## Run every worked case of every policy
	@$(BIN)/longleaf policy cases

fix: setup ## Format, and mend what can be mended safely
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

reference: setup ## Write the pages that are made from the program and its data
	@for page in command_line glossary openapi schemas; do $(BIN)/python docs/write_$$page.py; done

bench: setup ## Measure the demo's pages and print the figures
	@$(BIN)/python -m benchmarks

clean: ## Remove what was built; data in VAR stay
	rm -rf $(VENV) node_modules longleaf/web/static/vendor dist .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .coverage longleaf/credential/_compiled*.so
