#!/usr/bin/env bash
# Proves docs/security-requirements.md: every id of the catalogue stands in it once, is "met" or "open", and each test
# that a met row names is a function of this repository.
set -euo pipefail
cd "$(dirname "$0")/.."
page=docs/security-requirements.md

# The areas of the catalogue and how many requirements each has.
areas="A:14 T:12 Z:16 P:17 C:19 H:14 L:8 R:14 S:6"

tests=$(mktemp)
trap 'rm -f "$tests"' EXIT
grep -rhoE --include='*.rs' 'fn [a-z0-9_]+' crates tests | cut -c4- | sort -u >"$tests"

faults=0
fault() { echo "$page: $*"; faults=$((faults + 1)); }

for area in $areas; do
  for number in $(seq -f '%02g' 1 "${area#*:}"); do
    id="${area%%:*}-$number"
    found=$(grep -c "^| $id |" "$page" || true)
    [ "$found" -eq 1 ] || fault "$id stands in $found rows; it must have one"
  done
done

while IFS='|' read -r _ id _ state shown _; do
  id=${id// /} state=${state// /}
  case "$state" in
    met)
      names=$(grep -oE '`[^`]+`' <<<"$shown" | tr -d '`' || true)
      [ -n "$names" ] || fault "$id is met, but names no test or gate in \`…\`"
      for name in $names; do
        [ -e "$name" ] || grep -qx -- "$name" "$tests" || fault "$id names \"$name\", which is neither a test nor a file"
      done
      ;;
    partly | open) [ -n "${shown// /}" ] || fault "$id is $state, but says not why" ;;
    *) fault "$id is \"$state\"; write met, partly or open" ;;
  esac
done < <(grep -E '^\| [A-Z]-[0-9]{2} \|' "$page")

[ "$faults" -eq 0 ] || { echo "$faults faults"; exit 1; }
echo "$(grep -cE '^\| [A-Z]-[0-9]{2} \|[^|]*\| met ' "$page") of 120 requirements met"
