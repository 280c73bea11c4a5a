#!/usr/bin/env bash
# Checks docker-compose.yml and the Dockerfile without a container engine: parsed, and read for what must be
# so. Where the compose plugin is present, it also resolves the file; nothing is built or started.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/npm-tools.sh
node scripts/openapi-lint/check-compose.mjs docker-compose.yml Dockerfile
if docker compose version >/dev/null 2>&1; then
  POSTGRES_PASSWORD=for-this-check-only docker compose --file docker-compose.yml config --quiet
  if env -u POSTGRES_PASSWORD docker compose --env-file /dev/null --file docker-compose.yml config --quiet 2>/dev/null; then
    echo "docker-compose.yml accepts a missing POSTGRES_PASSWORD" >&2
    exit 1
  fi
fi
