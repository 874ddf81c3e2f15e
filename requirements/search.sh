#!/bin/sh
# Pagefind, which makes the search index: by the npm that is there, else by one that pip brings. Hashes are checked.
# Usage: sh requirements/search.sh .venv/bin
set -eu
bin=$(cd "$1" && pwd)
from=requirements/search
place=${bin%/bin}/pagefind

if [ -n "${PAGEFIND_BINARY_PATH:-}" ]; then
    exit 0
fi
echo "installing Pagefind into ${1%/bin} …"
npm=$(command -v npm || true)
major=$({ "${npm:-false}" --version 2>/dev/null || echo 0; } | cut -d . -f 1)
if [ "$major" -lt 7 ]; then
    "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r $from.txt
    npm=$bin/npm
    PATH=$bin:$PATH
fi
rm -rf "$place"
mkdir -p "$place"
cp $from/package.json $from/package-lock.json "$place"
if ! (cd "$place" && "$npm" ci --silent --ignore-scripts --no-audit --no-fund); then
    rm -rf "$place"
    echo "requirements/search.sh: no Pagefind; let npm reach its registry, or set PAGEFIND_BINARY_PATH to the program" >&2
    exit 1
fi
