# make run serves the portal, make test tests it; both do all the set-up they need.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
SIZES ?= 10000,100000
MANAGE := $(BIN)/python manage.py
PRODUCTION = PORTAL_HTTPS=0 PORTAL_SECRET_KEY="$$(cat var/secret)"
DEVELOPMENT := PORTAL_DEBUG=1
# A worker for each of two cores. CPU of a page from the cache and of a 304, beside a bare view with
# as many threads, as measured, by a public process and by one of the role all, both on SQLite: 1.1
# and 1.0, 1.4 and 1.1 times with one thread in a worker; 1.2 and 1.0, 1.5 and 1.1 with two; 1.3 and
# 1.1, 1.6 and 1.1 with four, which only fight for Python's lock. Two, so that one slow search does
# not hold up all that the worker could answer from the cache. Granian itself keeps slow clients, and a
# queue of requests; its backpressure counts connections, idle and slow ones too, so that 64 of it
# were all taken by 130 slow clients, and none was left to accept others. 400 leave room among the
# 1,024 files that a process may usually have open. Headers have 10 s to come, and 64 KB of memory.
# A worker that dies is started again; the server would stop with it.
SERVE = exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
	--workers 2 --blocking-threads 2 --backpressure 400 --respawn-failed-workers \
	--http1-header-read-timeout 10000 --http1-buffer-size 65536 \
	--log-level warning portal.wsgi:application
# Tests that run beside others need a folder of their own.
DATA ?= var/test
TESTING = PORTAL_DEBUG=1 PORTAL_WRITTEN_PAGES=0 PORTAL_DATA=$(DATA) PORTAL_LOG_LEVEL=ERROR

.PHONY: run curation public free-port dev admin test test-postgres soak bench lighthouse lint format check-migrations lock clean \
	browser checkers pictures

run: .venv/installed var/secret free-port
	@$(PRODUCTION) $(MANAGE) migrate --verbosity 0
	@$(PRODUCTION) $(MANAGE) build
	@$(PRODUCTION) $(MANAGE) collectstatic --no-input --verbosity 0
	@echo "Lodestone is at http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@$(PRODUCTION) $(SERVE)

# The same in two processes: curators work on the live database, and readers get what is published.
curation: export PORTAL_ROLE = curation
curation: run

public: .venv/installed var/secret var/editions/current free-port
	@$(PRODUCTION) PORTAL_ROLE=public $(MANAGE) collectstatic --no-input --verbosity 0
	@echo "Readers find Lodestone at http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@$(PRODUCTION) PORTAL_ROLE=public $(SERVE)

var/editions/current: | .venv/installed var/secret
	@$(PRODUCTION) $(MANAGE) migrate --verbosity 0
	@$(PRODUCTION) $(MANAGE) build
	@$(PRODUCTION) PORTAL_ROLE=public $(MANAGE) collectstatic --no-input --verbosity 0
	@$(PRODUCTION) $(MANAGE) publish

free-port: .venv/installed
	@$(BIN)/python -c "import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', $(PORT)))" 2>/dev/null \
		|| { echo "Port $(PORT) is taken. Choose another: make run PORT=8001"; exit 1; }

dev: .venv/installed
	@mkdir -p var
	$(DEVELOPMENT) $(MANAGE) migrate --verbosity 0
	$(DEVELOPMENT) $(MANAGE) build
	$(DEVELOPMENT) $(MANAGE) runserver 127.0.0.1:$(PORT)

admin: .venv/installed var/secret
	@$(PRODUCTION) $(MANAGE) migrate --verbosity 0
	@$(PRODUCTION) $(MANAGE) createsuperuser

test: .venv/installed-dev browser checkers
	@mkdir -p $(DATA)
	$(TESTING) $(BIN)/python -m pytest $(ARGS)

test-postgres: DATA = var/test-postgres
test-postgres: .venv/installed-dev
	@mkdir -p $(DATA)
	$(TESTING) $(BIN)/python -m tests.postgres -m "not browser and not own_database" $(ARGS)

# The same tests of faults as in make test, at length: about an hour, on both databases.
soak: DATA = var/soak
soak: .venv/installed-dev browser
	@mkdir -p $(DATA)
	SOAK=1 $(TESTING) $(BIN)/python -m pytest $(SOAKED) $(ARGS)
	SOAK=1 $(TESTING) $(BIN)/python -m tests.postgres -m "not browser and not own_database" $(SOAKED) $(ARGS)
SOAKED = $$(grep -rl "tests.soaking" tests --include="test_*.py")

# Relevance is measured on the collections below CORPORA, where that is given. On two slow cores
# all takes about 20 minutes, and 2 GB below var/bench; with SIZES=10000,100000,1000000 two hours
# more, and 20 GB.
bench: .venv/installed-dev var/bench/datasette/installed
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.connections
	$(BIN)/python -m tests.benchmarks.connections --postgres
	@for judgements in $(if $(CORPORA),$$(find $(CORPORA) -name qrels.tsv)); do \
		for where in "" --postgres; do \
			$(BIN)/python -m tests.benchmarks.search_quality $$(dirname $$judgements) $$where || exit 1; \
		done; \
	done
	$(BIN)/python -m tests.benchmarks.search_speed --sizes $(SIZES) --datasette \
		$(addprefix --reuters ,$(wildcard $(CORPORA)/reuters21578.jsonl.gz))
	$(addprefix $(BIN)/python -m tests.benchmarks.importing ,$(wildcard $(CORPORA)/reuters21578.jsonl.gz))
	$(BIN)/python -m tests.benchmarks.serving --sizes $(SERVED) --datasette
	$(BIN)/python -m tests.benchmarks.naming var/bench/made-$(lastword $(subst $(comma), ,$(SERVED))) \
		$(addprefix --reuters ,$(wildcard $(CORPORA)/reuters21578.jsonl.gz))
comma := ,
# A thousand, the size of the goals, and with SERVED=1000,20000,1000000 the largest: 20 GB, hours.
SERVED ?= 1000,20000

# Lighthouse's four figures for seven pages, the median of three runs each; needs npm.
lighthouse: .venv/installed-dev browser
	npm install --silent --no-save --no-package-lock --prefix var/tools lighthouse@12
	$(BIN)/python -m tests.benchmarks.lighthouse

# The previews and icons that are kept in static; after a change of looks.
pictures: .venv/installed-dev browser
	$(DEVELOPMENT) DJANGO_SETTINGS_MODULE=portal.settings $(BIN)/python -m tests.drawing

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check-migrations: .venv/installed-dev
	$(DEVELOPMENT) $(MANAGE) makemigrations --check --dry-run

# Resolves the dependencies of pyproject.toml anew; the lock files hold hashes and no address.
lock: .venv/installed
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile $(LOCKING) --group bench -o requirements-bench.lock
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-annotate --no-header

clean:
	rm -rf .venv var .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: requirements.lock
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
		|| { echo "Lodestone needs Python 3.11 or newer; name it with PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { echo "No virtual environment could be made; on Debian, install python3-venv"; exit 1; }
	@echo "Installing what the portal needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Datasette is only measured beside the portal, and stays out of its environment.
var/bench/datasette/installed: requirements-bench.lock .venv/installed
	@echo "Installing what is measured beside the portal (once) ..."
	@$(PYTHON) -m venv var/bench/datasette
	@var/bench/datasette/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

var/secret:
	@mkdir -p var
	@umask 077; $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))" > $@

# The tests drive Chromium: the one on PATH, else Debian's where we may install it, else Playwright's.
browser: .venv/installed-dev
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	else $(BIN)/playwright install chromium; fi

# The Nu checker of HTML is only for tests, which say that they skip where it is not.
checkers:
	@test -e var/tools/node_modules/vnu-jar || ! command -v npm >/dev/null || ! command -v java >/dev/null \
		|| npm install --silent --no-save --no-package-lock --prefix var/tools vnu-jar@26 \
		|| echo "The Nu checker could not be fetched; the test that needs it will be skipped."
