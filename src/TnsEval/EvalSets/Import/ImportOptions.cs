using System.Text.Json.Serialization;
using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>What to import, and where to.</summary>
public sealed record ImportOptions
{
    /// <summary>CSV and JSONL files; for Front, JSON files and folders that hold them.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Files that <c>TnsTriage.Service --export-dispositions</c> wrote.</summary>
    public IReadOnlyList<string> Ledgers { get; init; } = [];

    /// <summary>The eval set file to write; ends in <c>.jsonl</c>.</summary>
    public required string Out { get; init; }

    /// <summary>What the sources are; null to tell by their names.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>Each <c>field=column</c>, such as <c>body=Description</c>; see <see cref="ImportField"/>.</summary>
    public IReadOnlyList<string> Map { get; init; } = [];

    /// <summary>What new ids begin with.</summary>
    public string IdPrefix { get; init; } = "t-";

    /// <summary>Whether files that exist may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How a path stands in messages and in the file of rejected rows.</summary>
    public Func<string, string> Shown { get; init; } = path => path;

    /// <summary>Where rows go that cannot be cases yet: <c>dev.rejected.jsonl</c> beside <c>dev.jsonl</c>.</summary>
    public string RejectedPath => Path.ChangeExtension(Out, EvalSetFiles.RejectedExtension);

    /// <summary>Everything that is wrong with the options themselves.</summary>
    internal IEnumerable<Problem> Check()
    {
        if (Sources.Count + Ledgers.Count == 0)
        {
            yield return new Problem("import", "no file is named", "Name CSV or JSONL files, a folder with a Front export, or --from-ledger with an export of dispositions");
        }

        if (Path.GetExtension(Out) != EvalSetFiles.Extension)
        {
            yield return new Problem(Shown(Out), "the output does not end in .jsonl", "Give it the extension that eval sets have");
        }

        foreach (var output in new[] { Out, RejectedPath })
        {
            if (Sources.Concat(Ledgers).Any(source => Path.GetFullPath(source) == Path.GetFullPath(output)))
            {
                yield return new Problem(Shown(output), "the import would write over what it reads", "Name another output");
            }
            else if (Directory.Exists(output))
            {
                yield return new Problem(Shown(output), "is a folder", "Name a file that is not there yet");
            }
            else if (!Overwrite && File.Exists(output))
            {
                yield return new Problem(Shown(output), "the file exists", "Name another output, or pass --force to replace it");
            }
        }

        if (CaseIdRule.Check(NewCaseId.Of(IdPrefix, fingerprint: 0)) is { } problem)
        {
            yield return new Problem("--id-prefix", problem.What, problem.Fix);
        }
    }
}

/// <summary>The formats that can be imported.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportFormat>))]
public enum ImportFormat
{
    /// <summary>Separated values with a header line; comma, semicolon or tab.</summary>
    [JsonStringEnumMemberName("csv")] Csv,

    /// <summary>One JSON object a line.</summary>
    [JsonStringEnumMemberName("jsonl")] Jsonl,

    /// <summary>Conversations and messages as Front's API answers them.</summary>
    [JsonStringEnumMemberName("front")] Front,
}
