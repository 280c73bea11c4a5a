#!/usr/bin/env bash
# Every gate, cheapest first; stops at the first that fails and says which command shows or mends it.
#
#   scripts/test.sh                   all gates, as continuous integration runs them
#   scripts/test.sh fmt clippy        only these, in this order
#   scripts/test.sh --keep-going …    goes on after a failure and fails at the end
#   scripts/test.sh --list            names the gates
#
# Writes only inside the repository (target/, node_modules/) and the caches of cargo, npm and apt.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never

# One selection of packages and features (--workspace) for clippy, docs, build and tests, so that no
# dependency is compiled a second time for another set of features.
pure_crates=(ehcp-calendar ehcp-case ehcp-deadlines ehcp-assessment ehcp-annual-review ehcp-panel ehcp-dispute ehcp-access ehcp-letters)
all_gates=(tools scripts fmt words arrows licences advisories sql requirements compose clippy docs unit build openapi openapi-lint tests)

gate_tools() { scripts/install-tools.sh; }
gate_scripts() {
  local script
  for script in .ci/run scripts/*.sh; do
    bash -n "$script" || return
    [ -x "$script" ] || { echo "$script is not executable: chmod +x $script"; return 1; }
  done
  shellcheck --severity=warning .ci/run scripts/*.sh
}
gate_fmt() { cargo fmt --all --check; }
gate_words() { scripts/check-words.sh; }
gate_arrows() { scripts/check-arrows.sh; }
gate_licences() { scripts/check-licences.sh; }
gate_advisories() { scripts/check-advisories.sh; }
gate_requirements() { scripts/check-requirements.sh; }
gate_sql() { scripts/check-sql.sh; }
gate_compose() { scripts/check-compose.sh; }
gate_clippy() { cargo clippy --workspace --all-targets --locked --quiet -- -D warnings; }
gate_docs() {
  RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --locked --quiet
}
gate_unit() {
  local crate selection=()
  for crate in "${pure_crates[@]}"; do selection+=(--package "$crate"); done
  cargo test "${selection[@]}" --locked --quiet
}
gate_build() { cargo build --workspace --all-targets --locked --quiet; }
gate_openapi() { scripts/check-openapi.sh; }
gate_openapi-lint() { scripts/lint-openapi.sh; }
gate_tests() { scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast; }

# The command that mends a failed gate, or shows the failure again.
mend() {
  case "$1" in
    tools) echo "scripts/install-tools.sh" ;;
    fmt) echo "cargo fmt --all" ;;
    words) echo "scripts/check-words.sh" ;;
    arrows) echo "scripts/check-arrows.sh" ;;
    licences) echo "scripts/check-licences.sh" ;;
    advisories) echo "scripts/check-advisories.sh" ;;
    sql) echo "scripts/check-sql.sh" ;;
    requirements) echo "scripts/check-requirements.sh, and mend docs/security-requirements.md" ;;
    compose) echo "scripts/check-compose.sh" ;;
    clippy) echo "cargo clippy --workspace --all-targets -- -D warnings" ;;
    docs) echo "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items" ;;
    build) echo "cargo build --workspace --all-targets" ;;
    openapi) echo "scripts/bless.sh openapi, then read the difference with git diff openapi/" ;;
    openapi-lint) echo "scripts/lint-openapi.sh" ;;
    tests) echo "scripts/with-postgres.sh cargo test --workspace (a generated document that differs: scripts/bless.sh)" ;;
    *) echo "scripts/test.sh $1" ;;
  esac
}

keep_going=no
gates=()
for argument in "$@"; do
  case "$argument" in
    --keep-going) keep_going=yes ;;
    --list) printf '%s\n' "${all_gates[@]}"; exit 0 ;;
    *)
      if [[ " ${all_gates[*]} " != *" $argument "* ]]; then
        echo "no gate is called $argument; the gates are: ${all_gates[*]}" >&2
        exit 2
      fi
      gates+=("$argument")
      ;;
  esac
done
[ ${#gates[@]} -gt 0 ] || gates=("${all_gates[@]}")

summary=()
failed=()
for gate in "${gates[@]}"; do
  echo "== $gate"
  started=$SECONDS
  status=0
  # In a shell of its own, so that a failure inside a gate ends that gate and not the summary.
  (set -euo pipefail; "gate_$gate") || status=$?
  took=$((SECONDS - started))
  if [ "$status" = 0 ]; then
    summary+=("$(printf '%-13s passed %5d s' "$gate" "$took")")
  else
    summary+=("$(printf '%-13s FAILED %5d s' "$gate" "$took")")
    failed+=("$gate")
    [ "$keep_going" = yes ] || break
  fi
done

echo
printf '%s\n' "${summary[@]}"
echo "in all $SECONDS s"
if [ ${#failed[@]} -gt 0 ]; then
  for gate in "${failed[@]}"; do echo "$gate failed; to mend it: $(mend "$gate")" >&2; done
  exit 1
fi
