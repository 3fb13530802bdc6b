using TnsEval.Abstractions;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>Checks a plugin's folder before anything of it is loaded, and says everything that is wrong. Runs no plugin code.</summary>
internal static class PluginPreflight
{
    /// <param name="folder">Full path of the plugin's folder.</param>
    /// <param name="root">Full path of the folder it was found in, which it must not lead out of.</param>
    public static PreflightResult Check(string folder, string root)
    {
        try
        {
            var contents = PluginContents.Of(folder, root);
            if (contents.EscapingLinks.Count > 0)
            {
                // Nothing is read on: it would be read from elsewhere.
                return new PreflightResult(folder, null, [.. EscapingLinks(folder, contents)]);
            }

            List<Problem> problems = [.. SharedAssemblies(folder, contents)];
            if (!PluginManifest.TryRead(Path.Combine(folder, PluginManifest.FileName), out var manifest, out var unreadable))
            {
                return new PreflightResult(folder, null, [.. problems, unreadable]);
            }

            problems.AddRange([.. manifest.Check(folder), .. EntryAssembly(folder, manifest, contents)]);
            return problems.Count > 0
                ? new PreflightResult(folder, null, problems)
                : new PreflightResult(folder, new Plugin { Manifest = manifest, Folder = folder, Hash = contents.Hash() }, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var what = $"the plugin cannot be read: {e.Message.TrimEnd('.')}";
            return new PreflightResult(folder, null, [new Problem(folder, what, "Make the folder and all its files readable")]);
        }
    }

    private static IEnumerable<Problem> EscapingLinks(string folder, PluginContents contents) =>
        contents.EscapingLinks.Select(link => new Problem(
            Path.GetFullPath(link, folder), "a link leads out of the plugin's folder", "Put the files themselves in its place"));

    private static IEnumerable<Problem> SharedAssemblies(string folder, PluginContents contents)
    {
        foreach (var file in contents.Files.Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            var path = Path.Combine(folder, file);
            if (AssemblyMetadata.TryRead(path) is not { } assembly)
            {
                continue;   // a native library; the entry assembly is looked at by itself
            }

            if (HostAssemblies.Shared.ContainsKey(assembly.Name))
            {
                yield return new Problem(
                    path,
                    $"{assembly.Name} is the host's: a second copy makes types of the same name that are not the same",
                    "Delete the file, and reference the package or project with ExcludeAssets=\"runtime\" and Private=\"false\"");
            }

            foreach (var reference in assembly.References)
            {
                if (HostAssemblies.Shared.TryGetValue(reference.Name, out var hosts) && reference.Version > hosts)
                {
                    yield return new Problem(
                        path,
                        $"it needs {reference.Name} {reference.Version}, the host has {hosts}",
                        $"Update tnseval, or rebuild the plugin on {reference.Name} {hosts.ToString(3)}");
                }
            }
        }
    }

    private static IEnumerable<Problem> EntryAssembly(string folder, PluginManifest manifest, PluginContents contents)
    {
        if (!manifest.HasPlainEntryAssembly)
        {
            yield break;   // the manifest's own problem
        }

        var path = Path.Combine(folder, manifest.EntryAssembly);
        if (!contents.Files.Contains(manifest.EntryAssembly, StringComparer.Ordinal))
        {
            var what = "there is no such file, though the manifest names it as entryAssembly";
            yield return new Problem(path, what, "Correct the manifest, or build the plugin again");
            yield break;
        }

        if (AssemblyMetadata.TryRead(path) is not { } entry)
        {
            var what = "it is not a managed assembly";
            yield return new Problem(path, what, "Name the plugin's own .dll as entryAssembly, or build the plugin again");
            yield break;
        }

        foreach (var fault in AssemblyMetadata.EntryTypeFaults(path, manifest.EntryType))
        {
            yield return new Problem(
                path,
                fault,
                $"Name as entryType a public class with a public constructor without parameters that implements {nameof(IModelProvider)}");
        }

        foreach (var problem in PluginDependencies.Check(path, entry))
        {
            yield return problem;
        }
    }
}

/// <summary>What became of one folder: a plugin, or the problems that keep it from being one.</summary>
internal sealed record PreflightResult(string Folder, Plugin? Plugin, IReadOnlyList<Problem> Problems);
