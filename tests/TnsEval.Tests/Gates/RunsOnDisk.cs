using System.Text.Json;
using TnsEval.Gates;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Gates;

/// <summary>Complete run folders of records made up by a test.</summary>
internal sealed class RunsOnDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _second;

    public string Path => _folder.Path;

    /// <summary>So many escalate tickets, the first of them missed.</summary>
    public static IEnumerable<CaseRecord> Escalate(int tickets, int missed, Func<CaseBuilder, CaseBuilder>? with = null) => Enumerable.Range(0, tickets)
        .Select(index => (with ?? (builder => builder))(A.Escalate($"e-{index}")).Assessed(index < missed ? Verdict.None : Verdict.Escalate));

    /// <summary>So many benign tickets, the first of them false alarms.</summary>
    public static IEnumerable<CaseRecord> Benign(int tickets, int alarms, Func<CaseBuilder, CaseBuilder>? with = null) => Enumerable.Range(0, tickets)
        .Select(index => (with ?? (builder => builder))(A.Benign($"b-{index}")).Assessed(index < alarms ? Verdict.Escalate : Verdict.None));

    public RunFolder Add(IEnumerable<CaseRecord> records, string set = "tns-support/test", Func<RunManifest, RunManifest>? with = null)
    {
        CaseRecord[] all = [.. records];
        var options = new RunOptions
        {
            Repeats = all.Max(record => record.Repeat) + 1,
            Perturbations = Perturbations.Parse(all.Select(record => record.Perturbation).OfType<string>(), "", []),
        };
        var manifest = Manifest(set, cases: all.DistinctBy(record => record.Id).Count(), options);
        var (folder, written) = RunFolder.Create(_folder.Path, "run", with is null ? manifest : with(manifest));
        File.WriteAllLines(folder.JournalPath, all.Select(record => JsonSerializer.Serialize(record, RunJson.Lines.CaseRecord)));
        folder.WriteSummary(RunSummary.Of(written, all, new ScoringOptions()));
        return folder;
    }

    public GatedRun Gated(IEnumerable<CaseRecord> records, string set = "tns-support/test")
    {
        var problems = new List<Problem>();
        var run = GatedRun.Read(Add(records, set), new ScoringOptions(), problems);
        problems.ShouldBeEmpty();
        return run!;
    }

    public void Dispose() => _folder.Dispose();

    private RunManifest Manifest(string set, int cases, RunOptions options) => new()
    {
        FormatVersion = RunManifest.CurrentFormatVersion,
        Id = "",
        CreatedAt = new DateTimeOffset(2026, 11, 22, 10, 15, _second++, TimeSpan.Zero),
        Prompt = new RunPrompt("v1", new string('a', 64), "prompts/tns-triage/v1.prompt.yml"),
        Model = new RunModel("offline/in-context", "1.0.0", "hash"),
        Cases = new RunCases(set, ["eval-sets/tns-support"], null, [], null, cases, $"{set}-{cases}".PadRight(64, '0')),
        Options = options,
        PolicyVersion = EscalationPolicy.Version,
        Versions = new RunVersions("1", "1", "build", "net", "os"),
    };
}
