#!/bin/sh
# A browser and fonts for the tests: what is there is used, what is missing is brought, or the way to get it is said.
# Usage: sh tests/browser.sh .venv/bin
set -eu
bin=$1

find_browser() {
    for name in "${KAWAT_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            return 0
        fi
    done
    "$bin/python" -c '
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    sys.exit(not os.path.exists(play.chromium.executable_path))
' >/dev/null 2>&1
}

has_fonts() {
    command -v fc-list >/dev/null 2>&1 && fc-list :lang=th | grep -q . && fc-list :lang=ja | grep -q . && fc-list :lang=ar | grep -q .
}

if find_browser && has_fonts; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing a browser and fonts for the tests …"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fontconfig fonts-noto-core fonts-noto-cjk; } >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
    rm -f "$log"
elif ! find_browser; then
    echo "bringing a browser for the tests …"
    "$bin/python" -m playwright install chromium || true
fi
if ! find_browser; then
    echo "tests/browser.sh: no Chromium; install one (apt-get install chromium), or set KAWAT_CHROMIUM to its path" >&2
    exit 1
fi
if ! has_fonts; then
    echo "tests/browser.sh: no fonts for every script; the pictures will show boxes." >&2
    echo "  get them with: apt-get install fontconfig fonts-noto-core fonts-noto-cjk" >&2
fi
