#!/usr/bin/env bash
# Long tests: too long for every change, each run by name.
#   scripts/long-tests.sh           names them
#   scripts/long-tests.sh <name>    runs one
#
# A long test is a cargo test marked #[ignore = "long: …"] in the acceptance tests, with the name listed here
# as its filter. List only what exists: one that matches no test fails.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

# name|filter|what it shows
long_tests=(
  "kills-sqlite|long_a_server_on_sqlite_is_killed|1,000 kills under load on SQLite: nothing lost, torn or doubled"
  "kills-postgresql|long_a_server_on_postgresql_is_killed|200 kills of the server under load on PostgreSQL"
  "disk-full|long_a_full_disk|a disk that fills up 20 times: writes refused, none lost (needs root)"
  "messages|long_ten_thousand_messages|10,000 messages through 100 kills: none lost, doubles counted"
  "traces|long_ten_thousand_questions|10,000 questions, the same answers on SQLite and PostgreSQL"
  "syncs|long_every_answered_write|2,000 answered writes on SQLite, counted against the syncs of strace"
)

if [ $# -ne 1 ]; then
  echo "long tests:"
  [ ${#long_tests[@]} -gt 0 ] || echo "  (none yet)"
  for entry in "${long_tests[@]}"; do
    IFS='|' read -r name _ meaning <<<"$entry"
    printf '  %-20s %s\n' "$name" "$meaning"
  done
  exit 0
fi

for entry in "${long_tests[@]}"; do
  IFS='|' read -r name filter _ <<<"$entry"
  [ "$name" = "$1" ] || continue
  if [ "$name" = syncs ] && ! command -v strace >/dev/null; then apt-get install --yes --quiet strace; fi
  # The faults are done to the real program, beside the tests.
  cargo build --workspace --locked --release --quiet
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  scripts/with-postgres.sh cargo test --workspace --locked --release -- --ignored --nocapture "$filter" | tee "$log"
  if ! grep -Eq '^running [1-9]' "$log"; then
    echo "no test matches $filter: correct the list in scripts/long-tests.sh" >&2
    exit 1
  fi
  exit 0
done
echo "no long test is called $1; scripts/long-tests.sh lists them" >&2
exit 2
