using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

using TnsTriage;

namespace TnsEval.Plugins;

/// <summary>
/// The plugins in some folders. Opening the catalog checks them all and runs none of their code; a plugin is loaded when it is first
/// asked for, once for the catalog's life. Safe to use from many threads.
/// </summary>
public sealed class PluginCatalog
{
    private readonly IReadOnlyList<string> _roots;
    private readonly FrozenDictionary<string, IReadOnlyList<Problem>> _rejected;
    private readonly FrozenDictionary<string, Lazy<(LoadedProvider? Provider, IReadOnlyList<Problem> Problems)>> _loads;

    private PluginCatalog(
        IReadOnlyList<string> roots,
        IReadOnlyList<Plugin> plugins,
        OrderedDictionary<string, IReadOnlyList<Problem>> rejected,
        IReadOnlyList<Problem> unusableRoots)
    {
        _roots = roots;
        _rejected = rejected.ToFrozenDictionary(StringComparer.Ordinal);
        _loads = plugins.ToFrozenDictionary(
            plugin => plugin.Manifest.Id,
            plugin => new Lazy<(LoadedProvider?, IReadOnlyList<Problem>)>(() => LoadedProvider.Load(plugin)),
            StringComparer.Ordinal);
        Plugins = plugins;
        Problems = [.. unusableRoots, .. rejected.Values.SelectMany(problems => problems)];
    }

    /// <summary>The plugins that nothing speaks against, in ordinal order of their ids.</summary>
    public IReadOnlyList<Plugin> Plugins { get; }

    /// <summary>Everything wrong with the others, and with the folders themselves.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>Looks for plugins, in folders that the user named or that the tool brought along.</summary>
    /// <param name="roots">Each subfolder of these folders is one plugin. A folder named twice counts once.</param>
    public static PluginCatalog Open(IReadOnlyList<string> roots)
    {
        List<Problem> unusableRoots = [];
        List<PreflightResult> results = [];
        var fullRoots = roots.Select(root => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        foreach (var root in fullRoots.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var folders = Directory.GetDirectories(root).Order(StringComparer.Ordinal);
                results.AddRange(folders.Select(folder => PluginPreflight.Check(folder, root)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var what = "there is no such folder of plugins, or it cannot be read";
                unusableRoots.Add(new Problem(root, what, "Install tnseval again, or create the folder"));
            }
        }

        List<Plugin> plugins = [];
        OrderedDictionary<string, IReadOnlyList<Problem>> rejected = new(StringComparer.Ordinal);
        var byId = results.GroupBy(result => Path.GetFileName(result.Folder), StringComparer.Ordinal);
        foreach (var sameId in byId.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            List<Problem> problems = [.. sameId.SelectMany(result => result.Problems), .. Doubles(sameId.Key, [.. sameId])];
            if (problems.Count > 0)
            {
                rejected.Add(sameId.Key, problems);
            }
            else
            {
                plugins.AddRange(sameId.Select(result => result.Plugin!));
            }
        }

        return new PluginCatalog(roots, plugins, rejected, unusableRoots);
    }

    /// <summary>Loads a plugin and makes its provider, or gives those already made.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <param name="provider">The provider, when the plugin gave one.</param>
    /// <param name="problems">Why there is none: what the check found, or what the plugin's code did. Empty on success.</param>
    public bool TryLoad(string id, [NotNullWhen(true)] out LoadedProvider? provider, out IReadOnlyList<Problem> problems)
    {
        (provider, problems) =
            _loads.TryGetValue(id, out var load) ? load.Value
            : _rejected.TryGetValue(id, out var found) ? (null, found)
            : (null, [Unknown(id)]);
        return provider is not null;
    }

    private static IEnumerable<Problem> Doubles(string id, IReadOnlyList<PreflightResult> results) => results.Skip(1)
        .Select(second => new Problem(second.Folder, $"plugin '{id}' is also in {results[0].Folder}", "Remove one of the two"));

    private Problem Unknown(string id)
    {
        var known = string.Join(", ", Plugins.Select(plugin => plugin.Manifest.Id));
        var fix = known.Length == 0 ? "Add the plugin's folder" : $"Use one of {known}, or add the plugin's folder";
        return new Problem(string.Join(", ", _roots), $"there is no plugin '{id}'", fix);
    }
}
