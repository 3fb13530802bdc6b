#!/usr/bin/env bash
# Packs the tool, installs it as a user would and looks at what arrived: the layout of a package is decided by the build, so only the package can be trusted on it.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "packed tool: $*" >&2; exit 1; }

dotnet pack "$repository/src/TnsEval.Cli" --configuration Release --output "$work/packages" --verbosity quiet
cat > "$work/nuget.config" <<XML
<configuration>
  <packageSources>
    <clear />
    <add key="packed" value="$work/packages" />
  </packageSources>
</configuration>
XML
dotnet tool install TnsEval.Tool --tool-path "$work/tool" --configfile "$work/nuget.config" --verbosity quiet

host=$(dirname "$(find "$work/tool/.store" -name TnsEval.Cli.dll)")
for manifest in "$repository"/plugins/*/plugin.json; do
  id=$(basename "$(dirname "$manifest")")
  entry=$(sed -n 's/.*"entryAssembly": *"\([^"]*\)\.dll".*/\1/p' "$manifest")
  for file in plugin.json "$entry.dll" "$entry.deps.json"; do
    [[ -f "$host/plugins/$id/$file" ]] || fail "plugins/$id/$file is missing"
  done
done

for shared in TnsEval.Abstractions.dll Microsoft.Extensions.AI.Abstractions.dll; do
  [[ -f "$host/$shared" ]] || fail "$shared is missing"
  copies=$(find "$host/plugins" -name "$shared")
  [[ -z "$copies" ]] || fail "a plugin carries the host's $shared: $copies"
done

# Every assembly that the host was built with: a plugin's own copy of one must not take its place.
while read -r assembly; do
  [[ -f "$host/$assembly" ]] || fail "$assembly is missing"
done < <(cd "$repository/src/TnsEval.Cli/bin/Release/net10.0" && ls ./*.dll)

# Where there is a package that is compiled ahead of time, that is what a user gets.
if [[ "$(uname -sm)" == "Linux x86_64" ]]; then
  [[ "$host" == *linux-x64* ]] || fail "the package for linux-x64 was not taken: $host"
fi

# From another folder: plugins are found beside the tool, not in the working directory.
(cd "$work" && "$work/tool/tnseval" plugins check) || fail "'tnseval plugins check' failed"
echo "packed tool: ok, with $(find "$host/plugins" -name plugin.json | wc -l | tr -d ' ') plugin(s)"
