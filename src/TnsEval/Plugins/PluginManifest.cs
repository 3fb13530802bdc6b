using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

using TnsEval.Abstractions;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>What a plugin says about itself in its <c>plugin.json</c>. Nothing is found by scanning assemblies.</summary>
public sealed record PluginManifest
{
    internal const string FileName = "plugin.json";

    private const string MembersFix = "Write an object of id, version, contract, entryAssembly and entryType, each once";

    internal const string IdRule = "lower-case letters, digits and single hyphens";

    /// <summary>The provider's id, equal to the name of the plugin's folder.</summary>
    public required string Id { get; init; }

    /// <summary>The plugin's own version; shown and recorded, never compared.</summary>
    public required string Version { get; init; }

    /// <summary>The contract the plugin was built on, equal to <see cref="HostContract"/>.</summary>
    public required int Contract { get; init; }

    /// <summary>File name of the assembly that holds <see cref="EntryType"/>; lies in the plugin's folder itself.</summary>
    public required string EntryAssembly { get; init; }

    /// <summary>Full name of a public <see cref="IModelProvider"/> class with a public constructor without parameters.</summary>
    public required string EntryType { get; init; }

    /// <summary>This host's contract: the contract assembly's major version, raised only when an existing plugin would break.</summary>
    public static int HostContract { get; } = typeof(IModelProvider).Assembly.GetName().Version!.Major;

    /// <summary>Whether the entry assembly is one path segment, so that it cannot lie elsewhere.</summary>
    internal bool HasPlainEntryAssembly =>
        EntryAssembly.EndsWith(".dll", StringComparison.Ordinal)
        && !EntryAssembly.StartsWith('.')
        && !EntryAssembly.AsSpan().ContainsAny("/\\:");

    internal static bool IsId(string text) =>
        text.Split('-').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));

    internal static bool TryRead(string path, [NotNullWhen(true)] out PluginManifest? manifest, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        manifest = null;

        if (!File.Exists(path))
        {
            problem = new Problem(path, "there is no manifest", "Add it, or remove the folder if it is no plugin");
            return false;
        }

        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), PluginJsonContext.Strict.PluginManifest);
            problem = manifest is null ? new Problem(path, "the manifest is null", MembersFix) : null;
        }
        catch (JsonException e)
        {
            var line = e.LineNumber is { } zeroBased ? string.Create(CultureInfo.InvariantCulture, $":{zeroBased + 1}") : "";
            var what = e.Message.Split(" Path: ")[0].TrimEnd('.');
            problem = new Problem(path + line, what, MembersFix);
        }

        return problem is null;
    }

    /// <summary>Everything wrong in the manifest's values.</summary>
    /// <param name="folder">The plugin's folder.</param>
    internal IEnumerable<Problem> Check(string folder)
    {
        var where = Path.Combine(folder, FileName);
        var folderName = Path.GetFileName(folder);
        if (!IsId(Id))
        {
            yield return new Problem(where, $"id '{Id}' is no id", $"Use {IdRule}");
        }

        if (Id != folderName)
        {
            yield return new Problem(where, $"id '{Id}' differs from the folder's name '{folderName}'", "Give both the same name");
        }

        if (string.IsNullOrWhiteSpace(Version))
        {
            yield return new Problem(where, "version is empty", "Give the plugin a version, such as 1.0.0");
        }

        if (Contract != HostContract)
        {
            var fix = Contract > HostContract ? "Update tnseval" : "Get a newer build of the plugin";
            yield return new Problem(where, $"the plugin is built on contract {Contract}, the host has contract {HostContract}", fix);
        }

        if (!HasPlainEntryAssembly)
        {
            var what = $"entryAssembly '{EntryAssembly}' is not the name of a .dll file in the plugin's own folder";
            yield return new Problem(where, what, "Give the file's name without any path");
        }
    }
}

[JsonSerializable(typeof(PluginManifest))]
internal sealed partial class PluginJsonContext : JsonSerializerContext
{
    public static PluginJsonContext Strict { get; } = new(OwnJson.Options(isIndented: false));
}
