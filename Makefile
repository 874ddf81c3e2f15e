# Kawat: from wire texts to a digest site. "make" lists what there is.

PYTHON ?= python3
SITEURL ?=
VENV := .venv
BIN := $(VENV)/bin
PELICAN := $(BIN)/python -m pelican content --fatal errors
PORT ?= 8000
POSTS ?= 1600
TEXTS ?= 1000 10000
SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help html posts serve devserver publish test soak check fuzz bench bench-wire profile golden pictures lock clean

help: ## show this list
	@echo "Kawat: from the texts in wire/ to the site in output/"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

publish: $(VENV)/run ## build the site for its public address: make publish SITEURL=https://…
	@test -n "$(SITEURL)" || { echo "publish: no SITEURL; expected make publish SITEURL=https://news.example" >&2; exit 2; }
	@SITEURL="$(SITEURL)" $(BIN)/python -m kawat build --wire wire -s publishconf.py

test: $(VENV)/test ## run every check: ruff, mypy, pytest with a browser (ARGS=… for pytest)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh tests/browser.sh $(BIN)
	@$(BIN)/python -m pytest $(ARGS)

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
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/fuzz.in -o requirements/fuzz.txt

clean: ## remove what can be made again: the environment, the caches, the site
	rm -rf $(VENV) .cache output .pytest_cache .mypy_cache .ruff_cache .hypothesis

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

$(VENV)/bench: $(VENV)/run requirements/bench.txt
	@echo "installing what the benchmark compares with into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/fuzz: $(VENV)/test requirements/fuzz.txt
	@echo "installing what fuzzing needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@
