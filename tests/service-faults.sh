#!/usr/bin/env bash
# Publishes the triage service, breaks things around it as a process, and prints what became of each conversation; exits with 1 when something is not as expected.
#   tests/service-faults.sh                       all faults: about 8 minutes
#   tests/service-faults.sh --only kill disk      some
#   tests/service-faults.sh load --seconds 60     300 webhooks a second, measured
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet publish "$repository/src/TnsTriage.Service" --configuration Release --output "$work/service" --verbosity quiet
dotnet build "$repository/tests/TnsTriage.Service.Faults" --configuration Release --verbosity quiet
dotnet "$repository/tests/TnsTriage.Service.Faults/bin/Release/net10.0/TnsTriage.Service.Faults.dll" "$@" --service "$work/service/TnsTriage.Service.dll"
