# Everything a fresh clone needs: Python 3.11 or newer, git, and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PYTEST_WORKERS ?= 2
RELEASE := build/release

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage check lint types contracts format docs check-docs spelling bench bench-claude lock dist clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Virtual environment, the command .venv/bin/agents, tool environments
	@$(BIN)/agents --quiet tools install

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app
	@touch $@

run: setup ## The main job, offline: an example issue becomes a verified branch
	@$(BIN)/agents run examples/issues/web-shop.md --repo build/web-shop --report-dir build/web-shop-report

test: setup ## All tests
	@$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_MORE)

coverage: PYTEST_MORE = --cov
coverage: test ## All tests, with branch coverage and its lower bound

check: $(STAMP) lint types contracts spelling ## Format, lint, types, import contracts

lint: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports

format: $(STAMP) ## Format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(STAMP) ## The documentation's site, strictly, in build/docs
	@$(BIN)/sphinx-build -E -W -n --keep-going -q -b html docs build/docs
	@echo build/docs/index.html

check-docs: $(STAMP) ## Run every command of the README and of the starts (PAGES="--quick" leaves make test out)
	@$(BIN)/python -m tools.check_docs $(PAGES)

spelling: $(STAMP) ## Spelling of documents and code
	@$(BIN)/codespell

bench: setup ## Speed and memory as ratios, see tests/benchmarks
	@$(BIN)/python -m tests.benchmarks

bench-claude: setup ## Claude beside the offline result, on the examples (REQUESTS=FILE: others); skipped without a key
	@$(BIN)/python -m tools.bench_claude $(REQUESTS)

lock: $(STAMP) ## Pin the dependencies anew
	@$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --python-version 3.11 --no-header -o requirements.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --no-header --generate-hashes -o requirements.runtime.lock
	@$(BIN)/uv pip compile --quiet --group pyproject.toml:release --constraint requirements.lock --universal --python-version 3.11 --no-header --generate-hashes -o requirements.release.lock

dist: ## Wheel, sdist and the list of what they need (SBOM), built by pinned tools
	@rm -rf dist $(RELEASE)
	@$(PYTHON) -m venv $(RELEASE)
	@$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.release.lock
	@$(RELEASE)/bin/uv build --quiet --no-build-isolation --python $(RELEASE)/bin/python
	@$(RELEASE)/bin/uv venv --quiet $(RELEASE)/runtime
	@VIRTUAL_ENV=$(RELEASE)/runtime $(RELEASE)/bin/uv pip install --quiet --require-hashes -r requirements.runtime.lock
	@VIRTUAL_ENV=$(RELEASE)/runtime $(RELEASE)/bin/uv pip install --quiet --no-deps dist/*.whl
	@sed "s/^dynamic = .*/version = \"$$($(RELEASE)/runtime/bin/agents --version | cut -d' ' -f2)\"/" pyproject.toml > $(RELEASE)/pyproject.toml
	@$(RELEASE)/bin/cyclonedx-py environment $(RELEASE)/runtime --pyproject $(RELEASE)/pyproject.toml --output-reproducible -o dist/iac-agents.cdx.json

clean: ## Remove what was built here
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .coverage
