#!/usr/bin/env bash
# Installs, through apt, what the gates need beside the Rust toolchain. Does nothing when all of it is there.
# Needs a Debian or Ubuntu machine, as root or with sudo. Fails, naming what is missing, when it cannot.
set -euo pipefail

has_postgres() {
  [ -n "${TEST_POSTGRES_URL:-}" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# Prints the Debian packages that are still missing, one per line.
missing_packages() {
  command -v git >/dev/null || echo git
  command -v curl >/dev/null || echo curl
  command -v gcc >/dev/null || echo gcc
  [ -e /usr/include/stdio.h ] || echo libc6-dev
  [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
  has_postgres || echo postgresql
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  command -v shellcheck >/dev/null || echo shellcheck
}

if ! command -v cargo >/dev/null; then
  echo "cargo is not on the PATH: install the Rust toolchain that rust-toolchain.toml names (https://www.rust-lang.org/tools/install)" >&2
  exit 1
fi

mapfile -t packages < <(missing_packages)
[ ${#packages[@]} -gt 0 ] || exit 0

by_hand="apt-get update && apt-get install -y --no-install-recommends ${packages[*]}"
if ! command -v apt-get >/dev/null; then
  echo "missing: ${packages[*]}; this is not a Debian machine, so install them its own way" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  as_root=(env DEBIAN_FRONTEND=noninteractive)
elif command -v sudo >/dev/null; then
  as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
else
  echo "missing: ${packages[*]}; as root, run: $by_hand" >&2
  exit 1
fi

echo "installing ${packages[*]}"
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${packages[@]}"

mapfile -t packages < <(missing_packages)
if [ ${#packages[@]} -gt 0 ]; then
  echo "still missing after the installation: ${packages[*]}; run: $by_hand" >&2
  exit 1
fi
