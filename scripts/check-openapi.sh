#!/usr/bin/env bash
# The contract that is checked in must be, byte for byte, the one that the program prints.
#   scripts/check-openapi.sh           compares
#   scripts/check-openapi.sh --write   writes openapi/ehcp-v1.json anew
set -euo pipefail
cd "$(dirname "$0")/.."
contract=openapi/ehcp-v1.json

# The same selection of packages as the gates use; `cargo run -p` would compile dependencies again.
cargo build --workspace --all-targets --locked --quiet
target=$(cargo metadata --no-deps --format-version 1 --locked | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')

printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
"$target/debug/ehcp" openapi >"$printed"
if ! [ -s "$printed" ]; then
  echo "ehcp openapi printed nothing" >&2
  exit 1
fi

if [ "${1:-}" = --write ]; then
  mkdir -p openapi
  cp "$printed" "$contract"
  exit 0
fi
if ! [ -e "$contract" ]; then
  echo "$contract is missing; write it with: scripts/bless.sh openapi" >&2
  exit 1
fi
if ! diff -u "$contract" "$printed" >"$printed.diff"; then
  head -60 "$printed.diff"
  rm -f "$printed.diff"
  echo "$contract differs from what the program prints; write it anew with: scripts/bless.sh openapi" >&2
  exit 1
fi
rm -f "$printed.diff"
