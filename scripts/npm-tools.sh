#!/usr/bin/env bash
# Puts the pinned lint tools of scripts/openapi-lint in place, if they are not there already.
set -euo pipefail
cd "$(dirname "$0")/openapi-lint"
installed=node_modules/.installed-from
if ! cmp -s package-lock.json "$installed"; then
  # No package may run a script of its own while it is installed (.npmrc says the same).
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json "$installed"
fi
