#!/usr/bin/env bash
# Publishes service and tool, starts a broker, a database and real processes for itself, breaks them, and prints what became of each conversation and each
# case; exits with 1 when something is not as expected. What it injects and what came of it: docs/scaling.md.
#   tests/services-faults.sh                                  all faults: about 15 minutes; as root a worker is cut off in a network namespace of its own
#   tests/services-faults.sh triage --only workers ledger     some: workers broker ledger partition poison deadly crawl; --kills 100, --seed N, --keep FOLDER
#   tests/services-faults.sh evaluation --only partition      some: workers broker partition poison crawl coordinators; the same options
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
part=${1:-all}
[ $# -eq 0 ] || shift

publish() { dotnet publish "$repository/src/$1" --configuration Release --output "$work/$1" --verbosity quiet; }

bench() {   # bench PROJECT COMMAND ARGUMENTS...
    dotnet build "$repository/tests/$1" --configuration Release --verbosity quiet
    dotnet "$repository/tests/$1/bin/Release/net10.0/$1.dll" "${@:2}"
}

triage() { publish TnsTriage.Service; bench TnsTriage.Service.Faults fleet --service "$work/TnsTriage.Service/TnsTriage.Service.dll" --scripts "$repository/tests/services" "$@"; }

evaluation() { publish TnsEval.Cli; bench TnsEval.Workers.Faults faults --tool "$work/TnsEval.Cli/TnsEval.Cli.dll" --repository "$repository" "$@"; }

case $part in
    triage | evaluation) "$part" "$@" ;;
    all)
        status=0
        triage || status=1
        echo
        evaluation || status=1
        exit "$status"
        ;;
    *) sed -n '4,6s/^# *//p' "$0" >&2; exit 2 ;;
esac
