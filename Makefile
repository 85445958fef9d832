# make run      the bot in this terminal, with no account and no token
# make test     everything that must hold: lint, types, layers, tests
# make check    lint, types, layers, unsafe code only
# make audit    what the bot is made of, and what is known against it; asks a database of vulnerabilities
# make fuzz     ten minutes of odd input for every parser and renderer
# make bench    speed, beside a floor measured in the same run
# make soak     what takes long
# make test-pooler  PostgreSQL once more, behind Debian's PgBouncer
# make test-install   the image's own commands in a clean virtual environment
# make lock     write the locked requirements anew

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input

.PHONY: run test test-install test-pooler check audit fuzz bench soak lock clean
.SILENT:

run: $(VENV)/run.stamp
	exec $(BIN)/connects $(ARGS)

$(VENV)/run.stamp: requirements.lock pyproject.toml
	test -n "$(PYTHON)" || { echo "Connects needs Python 3.11 or newer with its venv module; none was found."; exit 1; }
	echo "Setting up $(VENV), once; this takes about half a minute …"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/test.stamp: tests/requirements.lock $(VENV)/run.stamp
	echo "Setting up the tests, once …"
	$(PIP) --require-hashes -r tests/requirements.lock
	touch $@

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive bot core adapters

test: check
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

audit: $(VENV)/test.stamp
	$(BIN)/python -m tests.supply

fuzz: $(VENV)/test.stamp
	$(BIN)/python -m tests.fuzz $(ARGS)

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.bench $(ARGS)

test-install: $(VENV)/test.stamp
	$(BIN)/python -m tests.deploy.fresh

soak: $(VENV)/test.stamp
	$(BIN)/python -m pytest -q -m soak -n 2 $(ARGS)

# PgBouncer is Debian's; where it is not installed its package is unpacked here, and nothing is installed.
$(VENV)/pooler.stamp:
	rm -rf $(VENV)/pooler && mkdir -p $(VENV)/pooler
	command -v pgbouncer > /dev/null || { cd $(VENV)/pooler && apt-get download -qq pgbouncer \
		$$(apt-cache depends pgbouncer | sed -n 's/.*Depends: \(libevent\|libc-ares\)/\1/p') && \
		for package in *.deb; do dpkg -x $$package .; done; }
	touch $@

test-pooler: $(VENV)/test.stamp $(VENV)/pooler.stamp
	LD_LIBRARY_PATH=$$(echo $(VENV)/pooler/usr/lib/*-linux-gnu) \
	PGBOUNCER=$$(command -v pgbouncer || echo $(CURDIR)/$(VENV)/pooler/usr/sbin/pgbouncer) \
		$(BIN)/python -m pytest -q -n 2 tests/adapters/storage tests/bot/test_copying.py tests/replicas \
		tests/test_stories.py -k "postgres or replicas or copying" $(ARGS)

lock: $(VENV)/run.stamp
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--upgrade pyproject.toml tests/build.in -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra dev --constraint requirements.lock pyproject.toml tests/build.in -o tests/requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
