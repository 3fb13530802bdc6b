namespace TnsEval.Plugins;

/// <summary>Paths with the link in every segment resolved, so that "inside" can be decided on text.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;   // as many as Linux follows before it calls a path a loop

    /// <summary>The real path. <see cref="File.ResolveLinkTarget"/> follows the last segment's link only.</summary>
    /// <exception cref="IOException">The links run in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(full)!;
        var pending = new Stack<string>(Segments(full).Reverse());
        var links = 0;
        while (pending.TryPop(out var segment))
        {
            if (segment == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            var next = Path.Combine(resolved, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"The links of '{path}' run in a circle.");
            }

            resolved = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : resolved;
            foreach (var step in Segments(target).Reverse())
            {
                pending.Push(step);
            }
        }

        return resolved;
    }

    /// <summary>Whether a real path lies below a real folder; <c>plugin-sibling</c> does not lie below <c>plugin</c>.</summary>
    public static bool IsInside(string realPath, string realFolder) =>
        realPath.StartsWith(Path.TrimEndingDirectorySeparator(realFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Segments(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(segment => segment != ".");
}
