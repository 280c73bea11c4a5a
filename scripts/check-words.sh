#!/usr/bin/env bash
# Words and marks that do not belong in the repository. Each finding is printed with its file and line.
set -euo pipefail
cd "$(dirname "$0")/.."

broken=0
refuse() { # advice, findings
  [ -n "$2" ] || return 0
  printf '%s\n%s\n\n' "$1" "$2" | cut -c1-300 >&2
  broken=1
}
# git grep over what is tracked or about to be, or over the folder where there is no repository (an unpacked
# archive). This script names what it forbids, so it is left out. The command-line setting lets root read a
# checkout that belongs to somebody else.
git=(git -c "safe.directory=*")
scope=(--untracked)
"${git[@]}" rev-parse --is-inside-work-tree >/dev/null 2>&1 || scope=(--no-index --exclude-standard)
find_in() { # pattern, paths…
  local pattern=$1
  shift
  "${git[@]}" grep "${scope[@]}" -nIiP "$pattern" -- "$@" ':!scripts/check-words.sh' || [ $? = 1 ]
}

texts=('*.md' 'openapi/*.json')

refuse "Say caller, family, setting or officer, as docs/API.md does; never client (a council's client key apart):" \
  "$(find_in '\bclients?\b(?!-key|_key| keys?\b)' "${texts[@]}")"
refuse "Say task, enquiry or case; never ticket or workflow item:" \
  "$(find_in '\b(tickets?|work(flow)?[ _-]items?)\b' "${texts[@]}" migrations)"
refuse "The same words in a route:" \
  "$(find_in '^\s*#\[(get|post|put|patch|delete)\(".*(client|ticket|work-?flow|work-?item)' crates)"
refuse "Unfinished work is not committed:" \
  "$(find_in '\b(TODO|FIXME|XXX)\b|\b(todo|unimplemented)!\(' crates tests migrations scripts docs README.md CONTRIBUTING.md)"
refuse "A path of one machine:" \
  "$(find_in '(?<![A-Za-z0-9_.}-])(?-i:/(root|work|Users)/[A-Za-z0-9_.]|/home/[a-z0-9_-]+/)' .)"
refuse "The host of a package registry or mirror (only Cargo.lock may name its registry):" \
  "$(find_in '(index|static)\.crates\.io|registry\.(npmjs|yarnpkg)|pypi\.org|pythonhosted|(deb|security)\.debian\.org|proxy\.golang' . ':!Cargo.lock')"
refuse "Cargo.lock may name only the default registry:" \
  "$(grep -n '^source = ' Cargo.lock | grep -vF '"registry+https://github.com/rust-lang/crates.io-index"' || true)"
refuse "package-lock.json may not say where it was downloaded from (scripts/openapi-lint/.npmrc leaves that out):" \
  "$(find_in '"resolved"' '*package-lock.json')"

exit $broken
