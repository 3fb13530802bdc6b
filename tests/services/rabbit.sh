#!/usr/bin/env bash
# A private RabbitMQ node for tests and benches: loopback only, any user, no system service, everything it writes under FOLDER.
#   rabbit.sh up FOLDER [PORT]   starts it, or finds it running; prints its AMQP URI. Takes PORT to PORT+2; no PORT: free ones, the same ones next time
#   rabbit.sh down FOLDER        stops it: 10 s in order, then it is killed. The queues stay in FOLDER
#   rabbit.sh kill FOLDER        kill -9, as a crash would
#   rabbit.sh ctl FOLDER ...     asks it something, as rabbitmqctl does: ctl FOLDER list_queues name messages
# Exit codes: 0; 2 bad usage; 4 RabbitMQ is not installed, or did not start (its own words are on stderr).
set -euo pipefail

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
command=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
bin=/usr/lib/rabbitmq/bin   # Debian's wrapper in /usr/sbin insists on the system's own account and folders

# Processes are known by the numbers that they wrote down, never by their names: other nodes may run on this machine. A zombie has ended.
runs() { [ -n "${1:-}" ] && [ -e "/proc/$1/stat" ] && ! grep -q ') Z ' "/proc/$1/stat"; }
pid_of() { cat "$folder/$1.pid" 2> /dev/null || true; }

halt() {   # halt PID SIGNAL: at most 10 s, then KILL
    runs "$1" || return 0
    kill "-$2" "$1" 2> /dev/null || true
    for _ in $(seq 100); do runs "$1" || return 0; sleep 0.1; done
    kill -KILL "$1" 2> /dev/null || true
}

# Ready when it answers the header of AMQP 0-9-1 with its first frame; an open port alone is too early.
answers() {
    ( exec 3<> "/dev/tcp/127.0.0.1/$1"; printf 'AMQP\0\0\011\001' >&3
      [ "$(timeout 2 head -c 1 <&3 | od -An -tu1 | tr -d ' ')" = 1 ] ) 2> /dev/null
}

is_free() { ! ( exec 3<> "/dev/tcp/127.0.0.1/$1" ) 2> /dev/null; }

case $command in
    up) ;;
    ctl)
        exec env HOME="$folder" RABBITMQ_NODENAME="tns$(cat "$folder/port")@localhost" RABBITMQ_CONF_ENV_FILE=/dev/null \
            ERL_EPMD_PORT=$(($(cat "$folder/port") + 2)) "$bin/rabbitmqctl" --quiet "${@:3}" ;;
    down) halt "$(pid_of rabbit)" TERM; halt "$(pid_of epmd)" TERM; exit 0 ;;
    kill) halt "$(pid_of rabbit)" KILL; exit 0 ;;
    *) usage ;;
esac

if [ ! -x "$bin/rabbitmq-server" ]; then
    echo "RabbitMQ is not installed ($bin/rabbitmq-server is absent). On Debian or Ubuntu: apt-get install rabbitmq-server" >&2
    exit 4
fi

# The node's name, and with it its data, has the port in it: another port would be another, empty node.
port=${3:-$(cat "$folder/port" 2> /dev/null || true)}
while [ -z "$port" ]; do
    port=$((20000 + RANDOM % 10000))
    if ! is_free "$port" || ! is_free $((port + 1)) || ! is_free $((port + 2)); then port=; fi
done
umask 077
echo "$port" > "$folder/port"
[ -f "$folder/password" ] || head -c 18 /dev/urandom | base64 | tr -dc A-Za-z0-9 > "$folder/password"
uri="amqp://tns:$(cat "$folder/password")@127.0.0.1:$port/"
if runs "$(pid_of rabbit)" && answers "$port"; then echo "$uri"; exit 0; fi
if ! is_free "$port"; then echo "port $port is taken: name another, or leave it out for a free one" >&2; exit 4; fi

export HOME="$folder" RABBITMQ_NODENAME="tns$port@localhost" RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$folder/rabbitmq" \
    RABBITMQ_MNESIA_BASE="$folder/mnesia" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" \
    RABBITMQ_PID_FILE="$folder/rabbit.pid" RABBITMQ_DIST_PORT=$((port + 1)) ERL_EPMD_PORT=$((port + 2)) ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
[ -f "$folder/.erlang.cookie" ] || { head -c 24 /dev/urandom | base64 | tr -dc A-Za-z0-9 > "$folder/.erlang.cookie"; chmod 400 "$folder/.erlang.cookie"; }
echo '[].' > "$folder/enabled_plugins"
cat > "$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$port
default_user = tns
default_pass = $(cat "$folder/password")
vm_memory_high_watermark.absolute = 1GiB
disk_free_limit.absolute = 200MB
log.console = false
CONF

rm -f "$folder/rabbit.pid"
if ! runs "$(pid_of epmd)"; then
    setsid epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" > /dev/null 2>&1 < /dev/null &
    echo $! > "$folder/epmd.pid"
fi
setsid "$bin/rabbitmq-server" > "$folder/startup.log" 2>&1 < /dev/null &
launcher=$!
for _ in $(seq 600); do
    if answers "$port"; then echo "$uri"; exit 0; fi
    kill -0 "$launcher" 2> /dev/null || break
    sleep 0.1
done
cat "$folder/startup.log" >&2
halt "$(pid_of rabbit)" KILL
halt "$launcher" KILL
halt "$(pid_of epmd)" TERM
exit 4
