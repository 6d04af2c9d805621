# One door for people and for CI. Bare `make` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

# The first Python that can serve us, unless `.venv` is there already.
PYTHON ?= $(shell for p in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
	2>/dev/null && echo $$p && break; done)
SETUP = $(if $(PYTHON),$(PYTHON),$(error ImageHub needs Python 3.11 to 3.14 with its venv module \
	(on Debian: apt install python3 python3-venv))) -m imagehub.setup_steps
RUN = .venv/bin/python
TOOL = .venv/bin

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort \
		| awk -F ':.*## ' '{ printf "make %-10s %s\n", $$1, $$2 }'

.PHONY: run
run: ## start ImageHub on http://127.0.0.1:$PORT (8000), web and worker; Ctrl-C stops both
	@$(SETUP) run
	@exec $(RUN) -m imagehub.serve

.PHONY: dev
dev: ## the same for working on the code: errors shown, started again when a file changes
	@$(SETUP) dev
	@$(SETUP) run
	@IMAGEHUB_DEBUG=1 IMAGEHUB_RELOAD=1 exec $(RUN) -m imagehub.serve

.PHONY: test
test: ## run the tests, offline; `make test k=word` runs those whose name holds the word
	@$(SETUP) dev
	@$(TOOL)/pytest --numprocesses 2 $(if $(k),-k "$(k)") $(PYTEST)

.PHONY: coverage
coverage: ## the tests, and the share of branches they take in the product; `PYTEST="tests/web"`: some
	@$(SETUP) dev
	@$(TOOL)/coverage erase
	@$(TOOL)/coverage run -m pytest --numprocesses 2 $(PYTEST); ended=$$?; \
		$(TOOL)/coverage combine --quiet; $(TOOL)/coverage report; exit $$ended

.PHONY: seed
seed: ## fill the data folder: a team and jobs in every state; `make seed N=100000`: a library
	@$(SETUP) run
	@$(RUN) -m tests.seed $(N)

.PHONY: bench
bench: ## measure the real product beside its aims; `make bench i=ad` these items, `BENCH=--quick`
	@$(SETUP) dev
	@$(RUN) -m tests.bench $(i) $(BENCH)

.PHONY: faults
faults: ## kill, cut and stop the product in every job state; counts what was lost or doubled
	@$(SETUP) dev
	@exec $(RUN) -m tests.faults $(names)

.PHONY: mutations
mutations: ## run N mutated answers of each dialect through the product; prints the share that went right
	@$(SETUP) dev
	@$(RUN) -m tests.mutations $(or $(N),60) $(SEED)

.PHONY: check
check: ## what CI checks before the tests: format, lint, types, imports, migrations
	@$(SETUP) dev
	$(TOOL)/ruff format --check --quiet .
	$(TOOL)/ruff check --quiet .
	$(TOOL)/mypy --no-error-summary imagehub accounts generations
	@if grep -q '^\[tool.importlinter' pyproject.toml; then $(TOOL)/lint-imports; fi
	@DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py makemigrations --check --dry-run

.PHONY: fix
fix: ## format the code and make the safe repairs
	@$(SETUP) dev
	$(TOOL)/ruff check --fix --quiet .
	$(TOOL)/ruff format --quiet .

.PHONY: outdated
outdated: ## list pins with newer releases, and packages without a release for a year
	@$(SETUP) dev
	@$(RUN) -m tests.outdated

.PHONY: findings
findings: ## what other software does that surprises, shown anew; `make findings names="a b"`
	@findings/run $(names)

.PHONY: docs
docs: ## write docs/models.md from the shipped facts
	@$(SETUP) dev
	@$(RUN) manage.py write_docs

.PHONY: simulator
simulator: ## pretend routers on :9999, their weather chosen by words in the prompt
	@$(SETUP) dev
	@exec $(RUN) -m tests.simulator --port 9999

.PHONY: shots
shots: ## take every page, light and dark, wide and narrow, into var/shots/
	@$(SETUP) dev
	@$(RUN) -m tests.shots
