using System.Text;
using System.Text.Json.Nodes;
using TnsEval.EvalSets;
using TnsEval.EvalSets.Import;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Import;

/// <summary>A folder to import in, and what came of the import.</summary>
internal sealed class ImportFolder : IDisposable
{
    public const string Header = "subject,body,label,severity,categories,stress,why\n";

    private readonly TemporaryFolder _folder = new();

    /// <summary>A row under <see cref="Header"/> that makes a case.</summary>
    public static string Benign(string body, string subject = "Labels") => $"{subject},{body},benign,none,,ordinary,a how-to\n";

    public string OutPath => _folder["out.jsonl"];

    public string RejectedPath => _folder["out.rejected.jsonl"];

    public List<(RowFate Fate, Problem Problem)> Rows { get; } = [];

    public string Path(string name) => _folder[name];

    public ImportFolder With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public ImportFolder With(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], content);
        return this;
    }

    public ImportReport Import(params string[] sources) => Import(options => options, sources);

    public ImportReport Import(Func<ImportOptions, ImportOptions> change, params string[] sources)
    {
        SetImport.TryRun(Options(change, sources), (fate, problem) => Rows.Add((fate, problem)), out var report, out var problems, CancellationToken.None)
            .ShouldBeTrue(string.Join('\n', problems));
        report!.Rows.Values.Sum().ShouldBe(report.Read, "each row has exactly one fate");
        Rows.Count.ShouldBe(report.Read - report.Rows[RowFate.Written], "each row that is not written is told");
        WrittenCount.ShouldBe(report.Rows[RowFate.Written]);
        Rejected.Count.ShouldBe(report.Rows[RowFate.Rejected]);
        return report;
    }

    public IReadOnlyList<string> ProblemsOf(Func<ImportOptions, ImportOptions> change, params string[] sources)
    {
        SetImport.TryRun(Options(change, sources), (_, _) => { }, out _, out var problems, CancellationToken.None).ShouldBeFalse();
        File.Exists(RejectedPath).ShouldBeFalse();
        Directory.EnumerateFiles(_folder.Path, ".*").ShouldBeEmpty("nothing half-written may stay");
        return [.. problems.Select(problem => problem.ToString())];
    }

    /// <summary>The cases, read by the reader of eval sets.</summary>
    public IReadOnlyList<EvalCase> Cases
    {
        get
        {
            EvalSet.TryLoad([OutPath], null, out var set, out var problems).ShouldBeTrue(string.Join('\n', problems));
            return set!.Cases;
        }
    }

    public IReadOnlyList<JsonObject> Rejected => File.Exists(RejectedPath) ? [.. File.ReadAllLines(RejectedPath).Select(line => JsonNode.Parse(line)!.AsObject())] : [];

    /// <summary>The reason codes of each rejected row.</summary>
    public IReadOnlyList<string> RejectedFor => [.. Rejected.Select(row => string.Join(' ', row["reasons"]!.AsArray().Select(code => code!.GetValue<string>())))];

    public void Dispose() => _folder.Dispose();

    private int WrittenCount => File.Exists(OutPath) ? Cases.Count : 0;

    private ImportOptions Options(Func<ImportOptions, ImportOptions> change, string[] sources) => change(new ImportOptions
    {
        Sources = [.. sources.Select(source => _folder[source])],
        Out = OutPath,
        Shown = path => System.IO.Path.GetRelativePath(_folder.Path, path),
    });
}
