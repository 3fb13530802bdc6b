using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace TnsEval.Plugins;

/// <summary>Every file of a plugin's folder, hidden ones included.</summary>
internal sealed class PluginContents
{
    private readonly string _folder;

    private PluginContents(string folder, IReadOnlyList<string> files, IReadOnlyList<string> escapingLinks)
    {
        _folder = folder;
        Files = files;
        EscapingLinks = escapingLinks;
    }

    /// <summary>Paths relative to the folder, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Links, the folder itself as <c>.</c> among them, that lead out of where the plugin may lie.</summary>
    public IReadOnlyList<string> EscapingLinks { get; }

    /// <exception cref="IOException">A file cannot be read, or links run in a circle.</exception>
    public static PluginContents Of(string folder, string root)
    {
        var realFolder = RealPath.Of(folder);
        if (!RealPath.IsInside(realFolder, RealPath.Of(root)))
        {
            return new PluginContents(folder, [], ["."]);
        }

        var entries = Entries(folder).OrderBy(entry => entry.Path, StringComparer.Ordinal).ToList();
        var links = entries.Where(entry => entry.IsLink).Select(entry => entry.Path);
        return new PluginContents(
            folder,
            [.. entries.Where(entry => !entry.IsDirectory).Select(entry => entry.Path)],
            [.. links.Where(link => !RealPath.IsInside(RealPath.Of(Path.Combine(folder, link)), realFolder))]);
    }

    /// <summary>SHA-256, in lower-case hex, over each file's path, a zero byte and the SHA-256 of its content, file after file.</summary>
    public string Hash()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            using var content = File.OpenRead(Path.Combine(_folder, file));
            all.AppendData(Encoding.UTF8.GetBytes(file + '\0'));
            all.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    // A linked directory is not walked: it leads out, which is refused, or to files that are listed anyway.
    private static FileSystemEnumerable<(string Path, bool IsDirectory, bool IsLink)> Entries(string folder)
    {
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        return new(folder, (ref entry) => (PathOf(ref entry), entry.IsDirectory, IsLink(ref entry)), everything)
        {
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        };

        string PathOf(ref FileSystemEntry entry) =>
            Path.GetRelativePath(folder, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/');

        static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }
}
