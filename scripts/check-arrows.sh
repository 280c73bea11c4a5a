#!/usr/bin/env bash
# Proves the arrows between the crates that docs/ARCHITECTURE.md draws, with cargo tree.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

procedures="assessment annual-review panel dispute"
pure_crates="calendar case deadlines attachment $procedures access letters"
below_store="calendar case deadlines attachment $procedures access"

# The crates of the house that each crate may name, itself apart. "*" is every crate but the tests' own.
declare -A may_name=(
  [calendar]=""
  [case]=""
  [deadlines]="calendar case"
  [attachment]="case"
  [files]=""
  [assessment]="deadlines calendar case"
  [annual-review]="deadlines calendar case"
  [panel]="deadlines calendar case"
  [dispute]="deadlines calendar case"
  [access]="deadlines calendar case"
  [letters]="deadlines calendar case"
  [store]="$below_store"
  [casework]="letters store files $below_store"
  [api]="casework letters $below_store"
  [server]="api casework letters store $below_store"
  [bench]="server api casework letters store $below_store"
  [test-support]="server api casework letters store $below_store"
  [tests]="server api casework letters store $below_store"
)
# The bench has its floors; the tests read the logs past the program, and stop the server they started.
may_name_diesel=" store bench test-support tests "
may_name_actix=" api server bench test-support tests "
# What no pure crate may reach at any depth.
impure='^(diesel.*|libsqlite3-sys|pq-sys|actix.*|tokio.*|reqwest|hyper.*|rand|rand_chacha)$'

broken=0
refuse() {
  echo "$1" >&2
  broken=1
}
# Lines "<depth><package> v…": every member of the workspace at depth 0, what it names at depth 1.
direct() { cargo tree --workspace --locked --depth 1 --no-dedupe --prefix depth --format ' {p}' --edges "$1"; }
contains() { [[ " $1 " == *" $2 "* ]]; }

seen=0
check_direct() { # edges
  local depth package rest crate="" other
  while read -r depth package rest; do
    [ -n "$depth" ] || continue
    if [ "$depth" = 0 ]; then
      crate=${package#ehcp-}
      seen=$((seen + 1))
      [ -n "${may_name[$crate]+known}" ] || refuse "$package is not in the table of scripts/check-arrows.sh: give it its row"
      continue
    fi
    case "$package" in
      ehcp-test-support)
        [ "$1" = dev ] || refuse "ehcp-$crate names ehcp-test-support outside its dev-dependencies: move it to [dev-dependencies]"
        ;;
      ehcp-*)
        other=${package#ehcp-}
        [ "$other" = "$crate" ] || contains "${may_name[$crate]-}" "$other" ||
          refuse "ehcp-$crate may not name $package ($1): arrows point down only; it may name: ${may_name[$crate]:-none}"
        ;;
      diesel* | libsqlite3-sys | pq-sys)
        [ "$1" = dev ] && [ "$crate" = tests ] || [[ "$may_name_diesel" == *" $crate "* ]] ||
          refuse "ehcp-$crate may not name $package: only the store knows SQL, and the bench its floors"
        ;;
      actix* | *-actix-web)
        [[ "$may_name_actix" == *" $crate "* ]] ||
          refuse "ehcp-$crate may not name $package: only the api and the server know HTTP"
        ;;
    esac
  done < <(direct "$1")
}
check_direct normal,build
check_direct dev
if [ "$seen" = 0 ]; then refuse "cargo tree named no crate"; fi

for crate in $pure_crates; do
  reached=$(cargo tree --package "ehcp-$crate" --locked --edges normal --prefix none --format '{p}' |
    awk '{ print $1 }' | sort -u | grep -E "$impure" || true)
  for offender in $reached; do
    refuse "ehcp-$crate reaches $offender; crates below the store are pure. See: cargo tree -p ehcp-$crate -e normal -i $offender"
  done
done

exit $broken
