#!/usr/bin/env bash
# All that must hold before a change is taken: quick failures first, the trained assistant and the browser last.
# Called by `make test`, after .venv was made.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

stage() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

missing_packages() {
    command -v chromium >/dev/null || echo chromium
    fc-list :lang=ja 2>/dev/null | grep -q . || echo fonts-noto-cjk
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
}

install_packages() {
    local packages as_root=()
    packages=$(missing_packages | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
    if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
        echo "The tests need these Debian packages, and this user can't install them: $packages" >&2
        exit 1
    fi
    echo "Installing $packages"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

stage "system packages"
install_packages

stage "lint, types, layers"
ruff check .
ruff format --check .
mypy bot actions
lint-imports

stage "quick tests"
python -m pytest -n auto --dist loadfile -m "not (browser or postgres or slow or stack)"

stage "model"
koshin train

stage "tests with the model, the browser and the database servers"
# Two at a time: half of this is waiting for browsers and servers.
python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder --durations 15 -m "browser or postgres or slow or stack"
