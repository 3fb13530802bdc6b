#!/usr/bin/env bash
# Packs TnsTriage and uses it as somebody else would: a project outside of the repository restores the package from a folder, runs the README's sample, and runs it
# again trimmed and self-contained. What a package brings along is decided by packing, so only the package can be trusted on it.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "packed library: $*" >&2; exit 1; }
expected='Escalate, severity High: Card testing that goes on.'
allowed='AngleSharp Microsoft.Extensions.AI.Abstractions Microsoft.Extensions.DependencyInjection.Abstractions Microsoft.Extensions.Logging.Abstractions Microsoft.Extensions.Options'

dotnet pack "$repository/src/TnsTriage" --configuration Release --output "$work/packages" --verbosity quiet
package=$(echo "$work"/packages/TnsTriage.*.nupkg)
version=$(basename "$package" .nupkg)
version=${version#TnsTriage.}
[[ -f "${package%.nupkg}.snupkg" ]] || fail "no symbols were packed"

# The consumer. Its configuration adds a source to those of the user's own; packages that were restored before are found where they are, and the new one goes nowhere else.
mkdir "$work/consumer"
cp "$repository"/tests/samples/triage/*.cs "$work/consumer"
cat > "$work/consumer/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="packed" value="$work/packages" />
  </packageSources>
</configuration>
XML
injection=$(sed -n 's/.*Include="Microsoft.Extensions.DependencyInjection" Version="\([^"]*\)".*/\1/p' "$repository/Directory.Packages.props")
known=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
cat > "$work/consumer/consumer.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
    <RestorePackagesPath>$work/restored</RestorePackagesPath>
    <RestoreAdditionalProjectFallbackFolders>$known</RestoreAdditionalProjectFallbackFolders>
    <TrimmerSingleWarn>false</TrimmerSingleWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TnsTriage" Version="$version" />
    <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="$injection" />
  </ItemGroup>
</Project>
XML
cd "$work/consumer"
dotnet build --configuration Release --output "$work/plain" --verbosity quiet || fail "a consumer does not build"

content=$work/restored/tnstriage/$version
for file in README.md lib/net10.0/TnsTriage.dll lib/net10.0/TnsTriage.xml; do
  [[ -f "$content/$file" ]] || fail "$file is missing"
done
dependencies=$(sed -n 's/.*<dependency id="\([^"]*\)".*/\1/p' "$content/tnstriage.nuspec" | LC_ALL=C sort | tr '\n' ' ')
[[ "${dependencies% }" == "$allowed" ]] || fail "it depends on: $dependencies"
[[ "${CI:-}" != true ]] || ! grep -q "$repository" "$content/lib/net10.0/TnsTriage.dll" || fail "the assembly holds the path that it was built in"

seen=$(dotnet "$work/plain/consumer.dll") || fail "the sample failed"
[[ "$seen" == "$expected" ]] || fail "the sample printed: $seen"

# Trimmed: every path that the sample takes must survive, and no warning may be about us.
if ! dotnet restore --use-current-runtime -p:SelfContained=true -p:PublishTrimmed=true --verbosity quiet > "$work/restore.log" 2>&1; then
  echo "packed library: NOT tried trimmed: the runtime or the linker does not restore here ($(grep -oE 'NU[0-9]+' "$work/restore.log" | sort -u | tr '\n' ' '))"
  trimmed='not tried'
else
  dotnet publish --configuration Release --use-current-runtime --self-contained -p:PublishTrimmed=true --output "$work/trimmed" > "$work/publish.log" 2>&1 \
    || { cat "$work/publish.log"; fail "publishing trimmed failed"; }
  ! grep -E 'warning IL[0-9]+' "$work/publish.log" | grep -v AngleSharp | sort -u | grep . || fail "trimming warns about more than AngleSharp"
  seen=$("$work/trimmed/consumer") || fail "the trimmed sample failed"
  [[ "$seen" == "$expected" ]] || fail "the trimmed sample printed: $seen"
  trimmed="$(du -sm "$work/trimmed" | cut -f1) MB with its runtime, $({ grep -E 'warning IL[0-9]+' "$work/publish.log" || true; } | sort -u | wc -l | tr -d ' ') warnings"
fi

echo "packed library: ok. $(basename "$package"): $(( ($(wc -c < "$package") + 1023) / 1024 )) KB; depends on ${dependencies}; trimmed: $trimmed; the sample says: $seen"
