using System.Text.Json;
using TnsEval.Abstractions;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsEval.Runs.EarlyStopping;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_is_read_back_as_it_was_written()
    {
        var (folder, written) = RunFolder.Create(_folder.Path, "v1-set", Manifest(second: 1));

        var read = folder.ReadManifest();

        read.Id.ShouldBe("20261122T101501000Z-v1-set");
        read.Prompt.ShouldBe(written.Prompt);
        read.Options.ShouldBe(written.Options);
        read.DifferencesFrom(written).ShouldBeEmpty();
        folder.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void Files_are_byte_for_byte_what_the_serializer_makes_of_manifest_and_summary()
    {
        var manifest = Manifest(second: 1) with
        {
            Options = new RunOptions
            {
                Perturbations = Perturbations.Parse(["all"], "", []),
                MaxCost = 0.25m,
                Prices = "<prices> & 안녕.json",
                StopEarly = new StopRule { MaxMissRate = 0.1 },
            },
            GitRevision = "abc+changes",
            Observed = new RunObserved(["m"], [StructuredOutput.JsonSchema], ["seed"]),
            Stop = new StopReport
            {
                After = 3,
                Of = 4,
                Alpha = 0.05,
                Limits = [new LimitFinding(LimitedRate.Misses, 0.1, LimitDecision.Broken, 3, new Rate(1, 2), 1 / 3.0, 3, 0, 1)],
                FinishedBeyond = 0,
            },
        };
        CaseRecord[] records =
        [
            A.Escalate().Tagged("calm_tone").Assessed(Verdict.None) with { LatencyMs = 1 / 3.0, Usage = new TokenUsage(10, 5), ModelId = "m" },
            A.Escalate("t-2").PairedWith("t-3").Assessed(Verdict.Escalate),
            A.Escalate("t-2").PairedWith("t-3").Assessed(Verdict.Escalate) with { Repeat = 1 },
            A.Benign("t-3").PairedWith("t-2").TimedOut(),
            A.Escalate("t-2").Assessed(Verdict.Escalate) with { Perturbation = Perturbation.All[0].Name },
        ];
        var summary = RunSummary.Of(manifest, records, new ScoringOptions());

        var (folder, named) = RunFolder.Create(_folder.Path, "v1", manifest);
        folder.WriteSummary(summary);

        File.ReadAllText(Path.Combine(folder.Path, "run.json")).ShouldBe(JsonSerializer.Serialize(named, RunJson.Indented.RunManifest) + "\n");
        File.ReadAllText(Path.Combine(folder.Path, "summary.json")).ShouldBe(JsonSerializer.Serialize(summary, RunJson.Indented.RunSummary) + "\n");
    }

    [Fact]
    public void Two_runs_of_the_same_moment_get_folders_of_their_own()
    {
        var (first, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1));
        var (second, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1));

        second.Id.ShouldBe(first.Id + "-2");
    }

    [Fact]
    public void Latest_is_the_newest_run_and_a_name_or_a_path_finds_any()
    {
        var (older, _) = RunFolder.Create(_folder.Path, "z", Manifest(second: 1));
        var (newer, _) = RunFolder.Create(_folder.Path, "a", Manifest(second: 2));

        RunFolder.Find(_folder.Path, "latest")!.Id.ShouldBe(newer.Id);
        RunFolder.Find(_folder.Path, older.Id)!.Path.ShouldBe(older.Path);
        RunFolder.Find("elsewhere", older.Path + "/")!.Id.ShouldBe(older.Id);
        RunFolder.Find(_folder.Path, "none").ShouldBeNull();
        RunFolder.Find(_folder["none"], "latest").ShouldBeNull();
    }

    [Fact]
    public void Only_one_at_a_time_holds_a_folder()
    {
        var (folder, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1));

        using (folder.TryLock().ShouldNotBeNull())
        {
            folder.TryLock().ShouldBeNull();
        }

        folder.TryLock().ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_not_taken_for_one_that_another_process_holds()
    {
        var (folder, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1));
        Directory.Delete(folder.Path, recursive: true);

        Should.Throw<DirectoryNotFoundException>(() => folder.TryLock());
    }

    [Fact]
    public void A_manifest_of_another_format_version_is_refused()
    {
        var (folder, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1) with { FormatVersion = 2 });

        Should.Throw<RunFolderException>(folder.ReadManifest).Message.ShouldContain("format version 2, this version reads 1");
    }

    [Fact]
    public void A_damaged_manifest_is_refused_with_its_line()
    {
        var (folder, _) = RunFolder.Create(_folder.Path, "v1", Manifest(second: 1));
        File.WriteAllText(Path.Combine(folder.Path, "run.json"), "{\n  \"formatVersion\": 1,\n  oops\n}");

        Should.Throw<RunFolderException>(folder.ReadManifest).Message.ShouldContain("run.json:3: not a run manifest");
    }

    [Fact]
    public void Each_setting_that_could_change_a_number_is_named_when_it_differs()
    {
        var manifest = Manifest(second: 1);
        var other = manifest with
        {
            Prompt = manifest.Prompt with { Hash = "other" },
            Model = manifest.Model with { Name = "openai/x" },
            Cases = manifest.Cases with { Hash = "other" },
            Options = manifest.Options with { Seed = 2, RepairTurns = 0, Concurrency = TnsEval.Calls.Concurrency.UpTo(99) },
            PolicyVersion = 2,
        };

        other.DifferencesFrom(manifest).Select(difference => difference.Split(" was ")[0])
            .ShouldBe(["prompt hash", "model", "seed", "repair turns", "escalation policy", "cases hash"]);
    }

    private static RunManifest Manifest(int second) => new()
    {
        FormatVersion = RunManifest.CurrentFormatVersion,
        Id = "",
        CreatedAt = new DateTimeOffset(2026, 11, 22, 10, 15, second, TimeSpan.Zero),
        Prompt = new RunPrompt("v1", "hash", "prompts/v1.prompt.yml"),
        Model = new RunModel("offline/in-context", "1.0.0", "hash"),
        Cases = new RunCases("set/dev", ["set"], "dev", [], null, 4, "hash"),
        Options = new RunOptions(),
        PolicyVersion = 1,
        Versions = new RunVersions("1", "1", "build", ".NET", "Linux"),
    };
}
