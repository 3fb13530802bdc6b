#!/usr/bin/env bash
# RabbitMQ and PostgreSQL for a developer: private ones, on loopback, as long as they are wanted. Again, it finds them running and says the same.
#   tests/services/up.sh [FOLDER]             what they write goes to FOLDER, else to one of yours below /tmp
#   eval "$(tests/services/up.sh)"            and the tests of the lane `services` run: dotnet test TnsEval.sln --filter Lane=services
#   TNSEVAL_RABBITMQ_PORT, TNSEVAL_POSTGRES_PORT   where they listen; free ports when not set
# Standard output is for the shell to read; what is for people goes to stderr. Exit codes: 0 both run; 4 one or both do not, and why.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$("$here/folder.sh" "$@")

status=0
running=
if uri=$("$here/rabbit.sh" up "$folder/rabbit" ${TNSEVAL_RABBITMQ_PORT:-}); then
    echo "export TNSEVAL_RABBITMQ='$uri'"
    running=yes
else
    status=4
fi
if connection=$("$here/pg.sh" up "$folder/pg" ${TNSEVAL_POSTGRES_PORT:-}); then
    echo "export TNSEVAL_POSTGRES='$connection'"
    running=yes
else
    status=4
fi
[ -z "$running" ] || echo "# running until: ${here#"$PWD/"}/down.sh${1:+ $1}" >&2
exit "$status"
