using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TnsTriage;

namespace TnsEval.EvalSets;

/// <summary>Labelled tickets that passed every check, and where they came from. Immutable; safe to use from many threads.</summary>
public sealed class EvalSet
{
    /// <summary>Bytes of files up to which tickets stay in memory, where they take twice as many.</summary>
    private const long LargestInMemory = 32 << 20;

    private readonly IReadOnlyDictionary<CaseId, LineOfFile> _places;

    /// <summary>A set of cases that were checked elsewhere; <see cref="TryLoad"/> is the way in for files.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="cases">See <see cref="Cases"/>.</param>
    /// <param name="files">See <see cref="Files"/>.</param>
    /// <param name="places">File and line of each case; null when the cases come from no file.</param>
    internal EvalSet(
        string name, IReadOnlyList<EvalCase> cases, IReadOnlyList<string> files, IReadOnlyDictionary<CaseId, LineOfFile>? places = null) =>
        (Name, Cases, Files, _places) = (name, cases, files, places ?? FrozenDictionary<CaseId, LineOfFile>.Empty);

    /// <summary>Folder and file, such as <c>tns-support/dev</c>, or the folder alone when it was read whole; several are joined by '+'.</summary>
    public string Name { get; }

    /// <summary>In the order of the files. Empty only after <see cref="Where"/> or <see cref="Limit"/>.</summary>
    public IReadOnlyList<EvalCase> Cases { get; }

    /// <summary>The files read, in order, as paths that begin as the caller wrote them.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Lower-case hex SHA-256 over the content of <see cref="Cases"/>: white space, key order and row order do not change it, anything else does.
    /// A filtered or limited set has its own.
    /// </summary>
    public string Hash => field ??= EvalSetHash.Of(Cases);

    /// <summary>Reads and checks a set; either the set or every problem it has.</summary>
    /// <param name="paths">Files, and folders that hold one <c>.jsonl</c> file a split.</param>
    /// <param name="split">
    /// Which file to take from each folder, by its name without <c>.jsonl</c>; null for all. Files named in <paramref name="paths"/> are taken whatever it says.
    /// </param>
    /// <param name="set">The set, with at least one case; null when there are problems.</param>
    /// <param name="problems">In the order of files and lines, then those between lines.</param>
    /// <remarks>Blank lines, a byte-order mark and CRLF are no problem: editors leave them, and they carry no content.</remarks>
    public static bool TryLoad(
        IReadOnlyList<string> paths, string? split, [NotNullWhen(true)] out EvalSet? set, out IReadOnlyList<Problem> problems) =>
        TryLoad(paths, split, LargestInMemory, out set, out problems);

    /// <param name="paths">As above.</param>
    /// <param name="split">As above.</param>
    /// <param name="largestInMemory">Bytes of files beyond which tickets are kept in a <see cref="TextSpool"/>.</param>
    /// <param name="set">As above.</param>
    /// <param name="problems">As above.</param>
    internal static bool TryLoad(
        IReadOnlyList<string> paths, string? split, long largestInMemory, [NotNullWhen(true)] out EvalSet? set, out IReadOnlyList<Problem> problems)
    {
        var found = new List<Problem>();
        var drafts = new List<CaseDraft>();
        var (name, files) = EvalSetFiles.Find(paths, split, found);
        var spool = files.Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0) > largestInMemory ? new TextSpool() : null;
        foreach (var file in files)
        {
            ReadFile(file, spool, drafts, found);
        }

        found.AddRange(SetRules.Check(drafts));
        problems = found;
        set = found.Count > 0
            ? null
            : new EvalSet(name, [.. drafts.Select(draft => draft.Case!)], files, drafts.ToDictionary(draft => draft.Id!.Value, draft => draft.Where));
        return set is not null;
    }

    /// <summary>The cases that a filter lets through; may be none, see <see cref="EvalSetFilter.NothingMatched"/>.</summary>
    public EvalSet Where(EvalSetFilter filter) => new(Name, [.. Cases.Where(filter.Matches)], Files, _places);

    /// <summary>The cases of one part; may be none, when there are more parts than cases.</summary>
    public EvalSet Where(Shard shard) => new(Name, [.. Cases.Where(shard.Holds)], Files, _places);

    /// <summary>The cases of one of <see cref="Files"/>.</summary>
    public EvalSet OfFile(string file) =>
        new(Name, [.. Cases.Where(@case => _places.TryGetValue(@case.Id, out var place) && place.File == file)], [file], _places);

    /// <summary>
    /// A sample of at most <paramref name="count"/> cases, the same on every machine. Cases are ranked by a seeded hash of their pair (of their id when they
    /// have none), so that twins rank side by side: a sample holds whole pairs but for at most one, cut by the limit. A smaller sample is part of any larger
    /// one of the same seed. Cases keep their order.
    /// </summary>
    /// <param name="count">How many cases; at least 1.</param>
    /// <param name="seed">Another seed, another sample.</param>
    public EvalSet Limit(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var chosen = Cases
            .OrderBy(@case => Rank(@case, seed))
            .ThenBy(@case => @case.Id.Value, StringComparer.Ordinal)
            .Take(count)
            .Select(@case => @case.Id)
            .ToHashSet();
        return new EvalSet(Name, [.. Cases.Where(@case => chosen.Contains(@case.Id))], Files, _places);
    }

    /// <summary>File and line of a case, as problems name them; the set's name when the case comes from no file.</summary>
    internal string PlaceOf(EvalCase @case) => _places.TryGetValue(@case.Id, out var place) ? place.ToString() : Name;

    /// <summary>A seeded hash of a case's pair, or of its id when it has none: evenly spread, alike for twins, the same on every machine.</summary>
    internal static ulong Rank(EvalCase @case, long seed)
    {
        var id = @case.Id.Value;
        var key = @case.Pair is { } pair && string.CompareOrdinal(pair.Value, id) < 0 ? pair.Value : id;
        var seeded = string.Create(CultureInfo.InvariantCulture, $"{seed}:{key}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seeded)));
    }

    private static void ReadFile(string file, TextSpool? spool, List<CaseDraft> drafts, List<Problem> problems)
    {
        var before = drafts.Count;
        try
        {
            using var stream = File.OpenRead(file);
            foreach (var (number, line) in JsonLines.Read(stream))
            {
                if (line.Span.ContainsAnyExcept(" \t\r"u8))
                {
                    var draft = TicketLineReader.Read(new LineOfFile(file, number), line, problems);
                    drafts.Add(spool is null || draft.Case is null ? draft : draft with { Case = spool.Keep(draft.Case) });
                }
            }

            if (drafts.Count == before)
            {
                problems.Add(new Problem(file, "the file holds no ticket", "Add some, or leave the file out"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(file, $"the file cannot be read ({e.GetType().Name})", "Check that it may be read and is not in use"));
        }
    }
}
