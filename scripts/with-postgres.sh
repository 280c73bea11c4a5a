#!/bin/sh
# Runs a command with TEST_POSTGRES_URL set and keeps its exit status.
#
#   scripts/with-postgres.sh cargo test
#
# If TEST_POSTGRES_URL is set already, that server is used. Otherwise a throwaway cluster is started on a free
# port of the loopback address and removed afterwards, so several runs may go on at once. It trades safety for
# speed (fsync off) and must never hold anything of value. Works as root and as an ordinary user.
set -eu

if [ "$#" -eq 0 ]; then
    echo "usage: $0 COMMAND [ARGUMENT...]" >&2
    exit 64
fi

if [ -n "${TEST_POSTGRES_URL:-}" ]; then
    exec "$@"
fi

bin=
for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V); do
    if [ -x "$folder/initdb" ]; then bin=$folder; fi
done
if [ -z "$bin" ] && initdb=$(command -v initdb); then
    bin=$(dirname "$initdb")
fi
if [ -z "$bin" ]; then
    echo "No PostgreSQL server is installed. Install one, for example: apt-get install postgresql" >&2
    exit 69
fi

folder=$(mktemp -d)

# The server refuses to run as root: then it runs as the user that its package made.
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$folder"
    as_server() {
        setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$folder" "$@"
    }
fi

started=
stop() {
    if [ -n "$started" ]; then
        (cd / && as_server "$bin/pg_ctl" -s -D "$folder/data" -m immediate stop) || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

(cd / && as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync \
    --no-instructions >"$folder/initdb.log" 2>&1) || {
    cat "$folder/initdb.log" >&2
    exit 70
}

# A port may be taken between choosing and using it, so starting is what tries it.
port=
attempt=0
while [ -z "$started" ]; do
    attempt=$((attempt + 1))
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
-c synchronous_commit=off -c full_page_writes=off -c max_connections=400"
    if (cd / && as_server "$bin/pg_ctl" -s -w -D "$folder/data" -l "$folder/server.log" -o "$options" start) \
        >/dev/null 2>&1; then
        started=yes
    elif [ "$attempt" -ge 20 ]; then
        echo "PostgreSQL does not start:" >&2
        tail -n 20 "$folder/server.log" >&2
        exit 70
    fi
done

TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
export TEST_POSTGRES_URL

status=0
"$@" || status=$?
exit "$status"
