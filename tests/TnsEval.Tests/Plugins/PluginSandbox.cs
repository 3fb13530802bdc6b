using System.Text.Json.Nodes;

using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

/// <summary>A folder of plugins that a test may spoil: copies of the test plugins that the build staged.</summary>
internal sealed class PluginSandbox : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tnseval-plugins-");

    public PluginSandbox(params IReadOnlyList<string> plugins)
    {
        Directory.CreateDirectory(Root);
        foreach (var plugin in plugins)
        {
            Add(plugin);
        }
    }

    public static string Staged { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Where the plugins lie.</summary>
    public string Root => Path.Combine(_folder.FullName, "plugins");

    /// <summary>Beside <see cref="Root"/>: a place no plugin may be read from.</summary>
    public string Outside => Directory.CreateDirectory(Path.Combine(_folder.FullName, "outside")).FullName;

    public string PathOf(string plugin, string file = "") => Path.TrimEndingDirectorySeparator(Path.Combine(Root, plugin, file));

    /// <summary>Copies a staged plugin in.</summary>
    /// <returns>Its folder.</returns>
    public string Add(string plugin, string? folderName = null, string? root = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root ?? Root, folderName ?? plugin));
        foreach (var file in Directory.GetFiles(Path.Combine(Staged, plugin)))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        return folder.FullName;
    }

    /// <summary>Sets one property of a plugin's manifest.</summary>
    public void SetManifest(string plugin, string property, JsonNode value)
    {
        var path = PathOf(plugin, "plugin.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest[property] = value;
        File.WriteAllText(path, manifest.ToJsonString());
    }

    public PluginCatalog Open() => PluginCatalog.Open([Root]);

    public LoadedProvider Load(string id)
    {
        Open().TryLoad(id, out var provider, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return provider!;
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;   // Windows keeps a loaded assembly's file; the temporary folder is cleaned without us
        }
    }
}
