#!/usr/bin/env bash
# A private PostgreSQL cluster for tests and benches: loopback TCP only, a password of its own, no system service, everything it writes under FOLDER.
#   pg.sh up FOLDER [PORT]     starts it, or finds it running; prints an Npgsql connection string. No PORT: a free one, the same one next time
#   pg.sh down FOLDER [MODE]   stops it: fast (default; in order), or immediate (no checkpoint: the next start recovers from the log, as after a crash)
# PostgreSQL refuses to run as root: as root, it runs as the account `postgres`, which must be able to walk to FOLDER.
# Exit codes: 0; 2 bad usage; 4 PostgreSQL is not installed, or did not start (its own words are on stderr).
set -euo pipefail

usage() { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
command=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# The newest of the versions side by side, as Debian keeps them; else the one on the PATH.
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl || true)")
if [ ! -x "$bin/pg_ctl" ] || [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin, no pg_ctl and initdb on the PATH). On Debian or Ubuntu: apt-get install postgresql" >&2
    exit 4
fi

as_owner() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$folder" "$@"; else "$@"; fi
}

runs() { as_owner "$bin/pg_ctl" -D "$folder/data" status > /dev/null 2>&1; }

case $command in
    up) ;;
    down) if runs; then as_owner "$bin/pg_ctl" -D "$folder/data" -m "${3:-fast}" -s -w stop; fi; exit 0 ;;
    *) usage ;;
esac

if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$folder"
    if ! as_owner test -w "$folder"; then
        echo "the account postgres cannot walk to $folder: let it pass the folders above (chmod o+x), or name a folder below /tmp" >&2
        exit 4
    fi
fi

port=${3:-$(cat "$folder/port" 2> /dev/null || true)}
while [ -z "$port" ]; do
    port=$((20000 + RANDOM % 10000))
    if ( exec 3<> "/dev/tcp/127.0.0.1/$port" ) 2> /dev/null; then port=; fi
done
umask 077
if [ ! -f "$folder/data/PG_VERSION" ]; then
    head -c 18 /dev/urandom | base64 | tr -dc A-Za-z0-9 > "$folder/password"
    chmod 600 "$folder/password"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$folder/password"
    as_owner "$bin/initdb" -D "$folder/data" -U tns --pwfile="$folder/password" --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions \
        > "$folder/initdb.log" || exit 4
    printf '%s\n' "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "max_connections = 200" >> "$folder/data/postgresql.conf"
fi
echo "$port" > "$folder/port"
if ! runs && ! as_owner "$bin/pg_ctl" -D "$folder/data" -o "-p $port" -l "$folder/pg.log" -s -w -t 60 start < /dev/null > /dev/null 2>&1; then
    tail -20 "$folder/pg.log" >&2
    exit 4
fi
echo "Host=127.0.0.1;Port=$port;Username=tns;Password=$(cat "$folder/password");Database=postgres"
