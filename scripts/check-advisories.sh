#!/usr/bin/env bash
# No crate in Cargo.lock is older than its floor in scripts/advisory-floors.txt, and all come from one registry.
set -euo pipefail
cd "$(dirname "$0")/.."

awk '
  FILENAME == "scripts/advisory-floors.txt" {
    if ($0 ~ /^#/ || NF < 3) next
    floor[$1] = $2
    why = $0
    sub(/^[^ ]+ +[^ ]+ +/, "", why)
    reason[$1] = why
    floors++
    next
  }
  function part(version, number,   parts) {
    sub(/[-+].*/, "", version)
    split(version, parts, ".")
    return parts[number] + 0
  }
  function older(version, than,   number) {
    for (number = 1; number <= 3; number++) {
      if (part(version, number) != part(than, number)) return part(version, number) < part(than, number)
    }
    return 0
  }
  $1 == "name" { name = $3; gsub(/"/, "", name) }
  $1 == "version" {
    version = $3; gsub(/"/, "", version); packages++
    if (name in floor && floor[name] == "never") {
      print name " " version " must not be used: " reason[name]; bad = 1
    } else if (name in floor && older(version, floor[name])) {
      print name " " version " is older than " floor[name] ": " reason[name] ". Run: cargo update -p " name; bad = 1
    }
  }
  $1 == "source" { sources[$3]++ }
  END {
    if (!floors || !packages) { print "the floors or Cargo.lock could not be read"; bad = 1 }
    for (one in sources) kinds++
    if (kinds > 1) { print "Cargo.lock names more than one source of crates; take all from the usual registry"; bad = 1 }
    exit bad
  }' scripts/advisory-floors.txt Cargo.lock >&2
