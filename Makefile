# Tongwen 同文. `make` lists what there is to do.

PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= ./data
PYTHON ?= python3
PY := .venv/bin/python
BIN := node_modules/.bin
WEB_SOURCES := $(shell find web tongwen/kinds -path '*/dist' -prune -o -type f \( -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' -o -name '*.po' -o -name '*.svg' -o -name '*.json' \) -print 2>/dev/null)

.PHONY: help serve test check unit web e2e bench bench-sync bench-sheets soak demo lock clean browser nginx

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: .venv/ready web/dist/.built ## run the server in the foreground (PORT=8000 HOST=127.0.0.1 DATA=./data)
	@exec $(PY) -m tongwen serve --data "$(DATA)" --port "$(PORT)" --host "$(HOST)"

test: check unit web e2e ## everything: checks, Python, TypeScript and browser tests

check: .venv/ready-dev node_modules/.ready ## linters, types, layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(BIN)/biome ci
	$(BIN)/tsc --noEmit -p .
	node web/tools/types.mjs --check

unit: .venv/ready-dev node_modules/.ready web/dist/.built nginx ## Python tests (contracts, API, formats, convergence, house)
	$(PY) -m pytest -n 2 --dist loadfile

web: node_modules/.ready web/dist/.built ## TypeScript tests, and the size of the page
	$(BIN)/vitest run
	npm run --silent size

e2e: .venv/ready-dev web/dist/.built browser ## browser tests against a real server
	node --test --test-concurrency=1 --test-timeout=600000 tests/e2e/

bench: .venv/ready-dev web/dist/.built browser ## measure; results go to bench/results
	$(PY) -m bench

bench-sync: .venv/ready-dev web/dist/.built ## measure the sync engine beside Hocuspocus and y-websocket (20 minutes)
	$(PY) -m bench sync

bench-sheets: .venv/ready-dev web/dist/.built browser ## measure sheets beside openpyxl, IronCalc and LibreOffice (8 minutes)
	$(PY) -m bench sheets

soak: .venv/ready-dev ## ten minutes of 200 people around 20 documents: memory stays flat, nothing is lost
	$(PY) -m bench soak

demo: .venv/ready web/dist/.built ## a server with an organisation, two members and sample files (password: tongwen-demo)
	@exec $(PY) -m tongwen demo --port "$(PORT)"

lock: .venv/ready-dev ## compile the locked requirements again
	$(PY) -m pip install -q uv==0.13.9
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --universal --python-version 3.11 --no-header requirements.in -o requirements.txt
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --universal --python-version 3.11 --no-header requirements-dev.in -o requirements-dev.txt

clean: ## remove everything that is built or installed here (not your data)
	rm -rf .venv node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results bench/sync/build bench/sync/peers/node_modules

nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || { echo "installing nginx for the tests of several nodes"; apt-get update -qq && apt-get install -y -qq nginx-light >/dev/null; }

browser:
	@command -v chromium >/dev/null || { echo "installing chromium for the browser tests"; apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; }

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/ready: requirements.txt | .venv/bin/python
	.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt | .venv/bin/python
	.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/ready $@

node_modules/.ready: package-lock.json
	npm ci --no-fund --no-audit --loglevel=error
	@touch $@

web/dist/.built: node_modules/.ready $(WEB_SOURCES)
	npm run --silent build
	@touch $@
