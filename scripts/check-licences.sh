#!/usr/bin/env bash
# Every dependency, on every platform, is under a licence that deny.toml allows.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

# An expression is accepted when each of its AND parts has an alternative that is allowed.
cargo tree --workspace --locked --target all --edges normal,build,dev --prefix none --no-dedupe --format '{p}|{l}' |
  sed '/^$/d; s/ (proc-macro)//; s/ (\*)//' | sort -u |
  awk -F'|' '
    FILENAME == "deny.toml" {
      if ($0 ~ /^allow = \[/) listing = 1
      else if ($0 ~ /^\]/) listing = 0
      else if (listing && match($0, /"[^"]+"/)) allowed[substr($0, RSTART + 1, RLENGTH - 2)] = 1
      next
    }
    {
      seen++
      expression = $2
      gsub(/[()]/, "", expression)
      gsub(/ *\/ */, " OR ", expression)
      good = expression != ""
      parts = split(expression, part, " AND ")
      for (i = 1; i <= parts; i++) {
        one = 0
        alternatives = split(part[i], alternative, " OR ")
        for (j = 1; j <= alternatives; j++) if (alternative[j] in allowed) one = 1
        if (!one) good = 0
      }
      if (!good) { print $1 ": \"" $2 "\" is not a licence that deny.toml allows: use another crate" > "/dev/stderr"; bad = 1 }
    }
    END {
      if (!seen) { print "cargo tree named no package" > "/dev/stderr"; bad = 1 }
      exit bad
    }' deny.toml -
