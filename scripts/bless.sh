#!/usr/bin/env bash
# Writes the generated documents anew: the contract, and the documents that the tests compare
# (docs/deadline-rules.md, docs/role-permissions.md, docs/error-codes.md). Read git diff afterwards.
#   scripts/bless.sh            all of them
#   scripts/bless.sh openapi    only openapi/ehcp-v1.json
#   scripts/bless.sh docs       only the documents that the tests compare
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never
what=${1:-all}

case "$what" in
  # Only the tests that write: each compares one document. The contract is one of them too. Everything is built as for
  # the whole run, so that nothing is compiled twice.
  all | docs)
    EHCP_BLESS=1 cargo test --workspace --locked --no-fail-fast --quiet -- \
      the_page_of the_page_for_people the_checked_in_document
    ;;
  openapi) ;;
  *) echo "usage: scripts/bless.sh [openapi|docs]" >&2; exit 2 ;;
esac
case "$what" in
  all | openapi) scripts/check-openapi.sh --write ;;
esac
git status --short -- openapi docs
