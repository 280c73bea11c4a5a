#!/usr/bin/env bash
# Lints the contract with two linters; a warning counts as an error.
#   scripts/lint-openapi.sh [file]
set -euo pipefail
cd "$(dirname "$0")/.."
contract=$(realpath "${1:-openapi/ehcp-v1.json}")
scripts/npm-tools.sh
cd scripts/openapi-lint
# Neither tool may report its use to anybody.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true SCARF_ANALYTICS=false DO_NOT_TRACK=1
status=0
node_modules/.bin/spectral lint "$contract" --ruleset spectral.yaml --fail-severity=warn || status=1
node_modules/.bin/redocly lint "$contract" --config redocly.yaml --max-problems 200 --format=stylish || status=1
exit $status
