#!/usr/bin/env bash
# Measures what more workers bring, and what each part costs, over a broker and a database that it starts for itself. Prints Markdown; docs/scaling.md holds it.
#   tests/scaling.sh                                            all: about 20 minutes on two cores, most of it the drain; nothing else should run meanwhile
#   tests/scaling.sh evaluation --cases 10000                   the same run by one process, and by 1, 2 and 4 workers
#   tests/scaling.sh triage --jobs 100000 --window 45           conversations queued up, then drained by 1, 2 and 4 workers, so many seconds each, and to the end
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
part=${1:-all}
[ $# -eq 0 ] || shift

publish() { dotnet publish "$repository/$1" --configuration Release --output "$work/$(basename "$1")" --verbosity quiet; }

bench() {   # bench PROJECT COMMAND ARGUMENTS...
    dotnet build "$repository/tests/$1" --configuration Release --verbosity quiet
    dotnet "$repository/tests/$1/bin/Release/net10.0/$1.dll" "${@:2}"
}

evaluation() {
    publish src/TnsEval.Cli
    publish tests/TnsEval.LoadServer
    bench TnsEval.Workers.Faults scaling --tool "$work/TnsEval.Cli/TnsEval.Cli.dll" --repository "$repository" \
        --server "$work/TnsEval.LoadServer/TnsEval.LoadServer.dll" "$@"
}

triage() {
    publish src/TnsTriage.Service
    bench TnsTriage.Service.Faults drain --service "$work/TnsTriage.Service/TnsTriage.Service.dll" --scripts "$repository/tests/services" "$@"
}

case $part in
    triage | evaluation) "$part" "$@" ;;
    all)
        status=0
        evaluation || status=1
        echo
        triage || status=1
        exit "$status"
        ;;
    *) sed -n '3,5s/^# *//p' "$0" >&2; exit 2 ;;
esac
