#!/usr/bin/env bash
# SQL is built by Diesel with bound values. Text that is put together and run as SQL is refused, but for the few places
# named here, which put together nothing that a caller gives; and so is a LIKE whose % and _ are not escaped.
set -euo pipefail
cd "$(dirname "$0")/.."

# File, and what it puts together.
allowed=(
  crates/store/src/db.rs        # the session's settings, numbers from the configuration
  crates/store/src/claim.rs     # the name of a lock, a number of this program
  crates/store/src/holdings.rs  # conditions of its own table with ids, whose digits are hexadecimal
  crates/store/src/held.rs      # tables and columns of this program, with the same conditions
  crates/store/src/watched.rs   # tables and columns of this program, and ids, whose digits are hexadecimal
  crates/store/src/copy.rs      # names of the tables of this program, and the file that the operator names, quoted
  crates/store/src/migrate.rs   # names of migrations that this program holds
  crates/store/src/testing.rs   # databases of tests
  crates/store/src/tests/       # tests
)
broken=0
sources=$(find crates tests -name '*.rs' -path '*/src/*' | sort)
for file in $sources; do
  for prefix in "${allowed[@]}"; do
    case "$file" in "$prefix"*) continue 2 ;; esac
  done
  case "$file" in crates/bench/* | crates/test-support/*) continue ;; esac
  # A call that runs SQL whose text is not one literal.
  found=$(tr '\n' ' ' <"$file" | grep -oP '(sql_query|batch_execute|sql::<[^>]*>|push_sql)\s*\(\s*&?\s*(format!|[a-z_]+\s*[,)])[^;]{0,60}' || true)
  if [ -n "$found" ]; then
    printf '%s runs SQL that is put together; bind the values with Diesel:\n%s\n' "$file" "$found" >&2
    broken=1
  fi
  found=$(tr '\n' ' ' <"$file" | grep -oP '\.(not_)?i?like\s*\((?:(?!;).){0,400}?;' | grep -v '\.escape(' || true)
  if [ -n "$found" ]; then
    printf '%s compares with LIKE and does not escape %% and _; end it with .escape(…):\n%s\n' "$file" "$found" >&2
    broken=1
  fi
done
exit "$broken"
