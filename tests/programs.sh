#!/bin/sh
# The programs that the tests of publishing speak with: what is missing is brought, or the way to get it is said.
# Usage: sh tests/programs.sh nginx rsync …
set -eu
PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin

package_of() {
    case $1 in
        nginx) echo nginx-light ;;
        sshd) echo openssh-server ;;
        ssh | ssh-keygen) echo openssh-client ;;
        flock | setpriv) echo util-linux ;;
        *) echo "$1" ;;
    esac
}

find_missing() {
    for name; do
        command -v "$name" >/dev/null 2>&1 || package_of "$name"
    done | sort -u
}

missing=$(find_missing "$@")
if [ -z "$missing" ]; then
    exit 0
fi
packages=$(echo "$missing" | tr '\n' ' ')
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing $packages for the tests …"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # Nothing of it is started here: each test starts what it needs, on a port of its own.
    # shellcheck disable=SC2086
    if ! { apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $packages; } >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
    rm -f "$log"
fi
missing=$(find_missing "$@")
if [ -n "$missing" ]; then
    echo "tests/programs.sh: not there: $(echo "$missing" | tr '\n' ' ')" >&2
    echo "  get them with: apt-get install $packages" >&2
    exit 1
fi
