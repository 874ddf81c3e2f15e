# Kawat: from wire texts to a digest site. "make" lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PELICAN := $(BIN)/python -m pelican content --fatal errors
PORT ?= 8000
POSTS ?= 1600
TEXTS ?= 1000 10000
SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help html search posts serve devserver publish plan rollback test test-hosts soak check fuzz bench bench-wire \
	bench-publish profile golden pictures lock clean

help: ## show this list
	@echo "Kawat: from the texts in wire/ to the site in output/"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

html: $(VENV)/run ## convert wire/ into content/ and build the site into output/
	@$(BIN)/python -m kawat build --wire wire -s pelicanconf.py

posts: $(VENV)/run ## convert wire/ into content/ only
	@$(BIN)/python -m kawat convert wire content

serve: html ## build the site and show it at http://localhost:8000 (PORT=…)
	@$(PELICAN) -s pelicanconf.py -o output --listen --port $(PORT)

devserver: posts ## show the site; convert and build again at each change of texts, posts, theme
	@$(BIN)/python -m watchfiles --verbosity warning "$(BIN)/python -m kawat convert wire content" wire & \
	watcher=$$!; trap 'kill $$watcher 2>/dev/null' EXIT INT TERM; \
	$(PELICAN) -s pelicanconf.py -o output --autoreload --listen --port $(PORT)

search: $(VENV)/search ## build the site with its search index (Pagefind), which make html keeps from then on
	@$(BIN)/python -m kawat search --wire wire -s pelicanconf.py

publish: $(VENV)/run ## build the site and bring its host up to date: make publish SITEURL=https://… KAWAT_REMOTE=…
	@$(MAKE) --no-print-directory $(VENV)/search || true
	@$(BIN)/python -m kawat publish --wire wire $(ARGS)

plan: $(VENV)/run ## say what make publish would do with output/ as it is; changes nothing (ARGS=--help)
	@$(BIN)/python -m kawat plan $(ARGS)

rollback: $(VENV)/run ## bring the release before back, on the host
	@$(BIN)/python -m kawat rollback $(ARGS)

test: $(VENV)/test $(VENV)/search ## run every check: ruff, mypy, pytest with a browser (ARGS=… for pytest)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh tests/browser.sh $(BIN)
	@sh tests/programs.sh nginx rsync sshd ssh ssh-keygen rclone git flock
	@$(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

test-hosts: $(VENV)/test ## publish to a real S3 server whose answers are dropped, delayed, refused, damaged (root, Debian)
	@sh tests/programs.sh rclone ceph-mon ceph-mgr ceph-osd radosgw
	@$(BIN)/python -m pytest tests/hosts/radosgw.py $(ARGS)

soak: $(VENV)/test ## run the long test: 500 sequences of 30 changes, damages and killed builds
	@$(BIN)/python -m pytest tests/test_machine.py --soak $(ARGS)

check: html ## check the built site: links, languages, policies
	@$(BIN)/python -m kawat check output

fuzz: $(VENV)/fuzz ## throw made-up texts at the reader (SECONDS=60 for each target, ARGS=--help)
	@$(BIN)/python -m fuzz --seconds $(SECONDS) $(ARGS)

bench: $(VENV)/bench ## measure builds beside Hugo's and stock Pelican's (POSTS=1600, ARGS=--help)
	@$(BIN)/python -m bench --posts $(POSTS) $(ARGS)

bench-wire: $(VENV)/run ## measure conversion: texts a second, memory (TEXTS="1000 10000", ARGS=--help)
	@$(BIN)/python -m bench.wire --texts $(TEXTS) $(ARGS)

bench-publish: $(VENV)/run ## measure the time from a text to a reader of a local nginx (POSTS=10000, ARGS=--help)
	@sh tests/programs.sh nginx
	@$(BIN)/python -m bench.publish $(if $(filter command line environment,$(origin POSTS)),--posts $(POSTS)) $(ARGS)

profile: $(VENV)/run ## show where the press's time goes, function by function (POSTS=1600, ARGS=--help)
	@$(BIN)/python -m bench.profiles --posts $(POSTS) $(ARGS)

golden: $(VENV)/test ## write the expected outputs of the reader's tests anew and show the difference
	@$(BIN)/python -m pytest -q tests/test_reader.py --golden -p no:randomly || true
	@git --no-pager diff --stat -- tests/golden

pictures: html $(VENV)/test ## take the README's pictures of the built site
	@sh tests/browser.sh $(BIN)
	@$(BIN)/python tests/pictures.py output docs/pictures

lock: $(VENV)/test ## resolve the dependencies anew into requirements/
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/test.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --extra dask -o requirements/dask.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/bench.in -o requirements/bench.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/search.in -o requirements/search.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/fuzz.in -o requirements/fuzz.txt

clean: ## remove what can be made again: the environment, the caches, the site
	rm -rf $(VENV) .cache .search output .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The environment. Hashes are checked; kawat itself is found by a relative path, so a copied folder works.
$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Kawat needs Python 3.11 or newer; try make PYTHON=python3.12")'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@echo ../../../../plugins > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/kawat.pth"
	@touch $@

$(VENV)/run: $(VENV)/made requirements/run.txt
	@echo "installing what Kawat needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m compileall -q plugins/kawat
	@touch $@

$(VENV)/test: $(VENV)/run requirements/test.txt
	@echo "installing what the tests need into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/search: $(VENV)/run requirements/search.sh requirements/search.txt requirements/search/package-lock.json
	@sh requirements/search.sh $(BIN)
	@touch $@

$(VENV)/bench: $(VENV)/run requirements/bench.txt
	@echo "installing what the benchmark compares with into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/fuzz: $(VENV)/test requirements/fuzz.txt
	@echo "installing what fuzzing needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@
