#!/usr/bin/env bash
# Succeeds when the server on this machine answers 200 to GET /readyz. Needs nothing but bash.
#   scripts/ready.sh [port]
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
