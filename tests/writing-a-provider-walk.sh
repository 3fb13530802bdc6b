#!/usr/bin/env bash
# Follows docs/writing-a-provider.md word for word in an empty folder: runs its console blocks and writes its files, in the order of the page.
set -euo pipefail

TNSEVAL=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PACKAGES=$work/packages
export TNSEVAL PACKAGES
mkdir "$work/acme-plugin"
# A package cache of its own: the packages of this state have the version of the last.
cat > "$work/nuget.config" <<XML
<configuration><config><add key="globalPackagesFolder" value="$work/cache" /></config></configuration>
XML

# A line that names a file in backquotes says what the next block is; a console block is commands.
awk '
  /^```console$/ { kind = "run"; next }
  /^```(csharp|json|xml)$/ { kind = "file"; print "mkdir -p \"$(dirname " name ")\"; cat > " name " <<'"'"'END_OF_FILE'"'"'"; next }
  /^```$/ { if (kind == "file") print "END_OF_FILE"; kind = ""; next }
  kind != "" { print; next }
  match($0, /`(acme(\.Tests)?\/[A-Za-z]+|nuget)\.(csproj|cs|json|config)`/) { name = substr($0, RSTART + 1, RLENGTH - 2) }
' "$TNSEVAL/docs/writing-a-provider.md" > "$work/walk.sh"

cd "$work/acme-plugin"
bash -euxo pipefail "$work/walk.sh"
echo "writing-a-provider: ok in $SECONDS s"
