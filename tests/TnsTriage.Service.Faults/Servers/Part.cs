using System.Globalization;

namespace TnsTriage.Service.Faults.Servers;

/// <summary>One part of a deployment, which may be several processes, as Linux accounts for them in <c>/proc</c>.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Roots">Its processes.</param>
/// <param name="IsAlone">Whether their descendants are other parts; else they count too.</param>
internal sealed record Part(string Name, Func<IEnumerable<int>> Roots, bool IsAlone = false)
{
    private const int TicksPerSecond = 100;

    /// <summary>Bytes in memory; pages that processes share count once in their sum.</summary>
    public long Memory => Tree().Sum(id => Read($"/proc/{id}/smaps_rollup", text => 1024 * Number(text.Split('\n').First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1])));

    /// <summary>User and system time so far, that of descendants that have ended included where they count.</summary>
    public TimeSpan Processor => TimeSpan.FromSeconds(Tree().Sum(id => Stat(id, fields => fields[11..(IsAlone ? 13 : 15)].Sum(Number))) / (double)TicksPerSecond);

    /// <summary>User and system time of this program's children that have ended.</summary>
    public static TimeSpan EndedChildren() => TimeSpan.FromSeconds(Stat(Environment.ProcessId, fields => fields[13..15].Sum(Number)) / (double)TicksPerSecond);

    private HashSet<int> Tree()
    {
        var tree = Roots().ToHashSet();
        if (IsAlone)
        {
            return tree;
        }

        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Select(id => (Id: id, Parent: (int)Stat(id, fields => Number(fields[1])))).ToArray();
        for (var before = 0; before < tree.Count;)
        {
            before = tree.Count;
            tree.UnionWith(parents.Where(process => tree.Contains(process.Parent)).Select(process => process.Id));
        }

        return tree;
    }

    /// <summary>The fields after the name, which is in parentheses and may hold anything: state, parent, ..., user, system, and both of the children.</summary>
    private static long Stat(int id, Func<string[], long> of) => Read($"/proc/{id}/stat", text => of(text[(text.LastIndexOf(')') + 2)..].Split(' ')));

    private static long Read(string file, Func<string, long> of)
    {
        try
        {
            return of(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;   // it has just ended
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
