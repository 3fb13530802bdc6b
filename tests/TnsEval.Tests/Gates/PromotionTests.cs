using TnsEval.Gates;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Champions;

namespace TnsEval.Tests.Gates;

public sealed class PromotionTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();
    private readonly TemporaryFolder _prompts = new();
    private readonly List<Problem> _problems = [];
    private readonly PromptFile _prompt;

    public PromotionTests()
    {
        _prompt = PromptFile.Read(_prompts.Write("v1.prompt.yml", PromptText.Valid()), _problems)!;
        new ReleasedPrompts { Released = [] }.With([_prompt]).Write(_prompts.Path);
    }

    public void Dispose()
    {
        _runs.Dispose();
        _prompts.Dispose();
    }

    [Fact]
    public void A_version_whose_gate_passes_is_written_with_its_figures_and_read_back_as_the_same_prompt()
    {
        var (report, runs) = Judge(alarms: 1);

        var written = Promotion.Write(_prompt, report, runs, forcedBecause: null);

        using var stream = File.OpenRead(_prompts["champion.json"]);
        var (version, provenance) = ChampionFile.Read(stream);
        version.Hash.ShouldBe(_prompt.Version.Hash);
        version.Definition.JsonSchema.ShouldBe(_prompt.Version.Definition.JsonSchema);
        provenance.ToString().ShouldBe(written.ToString());
        provenance.Gate.ShouldBe("pass");
        provenance.ForcedBecause.ShouldBeNull();
        provenance.SchemaHash.ShouldBe(_prompt.Version.Answer.Hash);
        var measured = provenance.Measurements.ShouldHaveSingleItem();
        measured.Set.ShouldBe("tns-support/test");
        measured.FalseAlarms.ShouldBe(new ChampionRate(1, 100, 0.01, 0.001767, 0.054486));
        measured.Misses.Value.ShouldBeNull();
    }

    [Fact]
    public void A_version_whose_gate_does_not_pass_needs_a_reason_and_keeps_it()
    {
        var (report, runs) = Judge(alarms: 50);

        Should.Throw<InvalidOperationException>(() => Promotion.Write(_prompt, report, runs, forcedBecause: " "));
        File.Exists(_prompts["champion.json"]).ShouldBeFalse();

        Promotion.Write(_prompt, report, runs, "a pilot desk with two readers").ToString()
            .ShouldEndWith("gate fail, promoted by force: a pilot desk with two readers");
    }

    [Fact]
    public void A_reason_is_not_recorded_where_the_gate_passes()
    {
        var (report, runs) = Judge(alarms: 0);

        Promotion.Write(_prompt, report, runs, "to be sure").ForcedBecause.ShouldBeNull();
    }

    [Theory]
    [InlineData("offline/in-context", ProvenanceKind.Offline)]
    [InlineData("ollama/llama3.1:8b", ProvenanceKind.Model)]
    public void Only_the_offline_provider_s_figures_are_offline(string model, ProvenanceKind kind)
    {
        var (report, runs) = Judge(alarms: 0, manifest => manifest with { Model = manifest.Model with { Name = model } });

        Promotion.Write(_prompt, report, runs, null).Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_replay_another_policy_and_a_prompt_that_changed_are_refused_together()
    {
        var (_, runs) = Judge(alarms: 0, manifest => manifest with { Model = manifest.Model with { Name = "replay/v1.jsonl" }, PolicyVersion = 0, Prompt = manifest.Prompt with { Hash = new string('c', 64) } });

        Promotion.FindPrompt(runs[0].Manifest, _prompts.Path, _problems).ShouldBeNull();

        _problems.Select(problem => problem.What).ShouldBe(
        [
            "is a replay, and does not tell of which model",
            "was derived by escalation policy 0, and 1 would ship",
            $"has hash {_prompt.Version.Hash[..12]}, and {runs[0].Manifest.Id} measured cccccccccccc",
        ]);
    }

    [Fact]
    public void A_version_that_is_not_released_or_not_in_the_folder_is_refused()
    {
        var (_, runs) = Judge(alarms: 0);
        File.Delete(_prompts["released.json"]);

        Promotion.FindPrompt(runs[0].Manifest, _prompts.Path, _problems).ShouldBeNull();
        Promotion.FindPrompt(runs[0].Manifest, _runs.Path, _problems).ShouldBeNull();

        _problems.Select(problem => problem.What).ShouldBe(["version v1 is not released: it may still change", "there is no version v1 in it"]);
    }

    private (GateReport Report, IReadOnlyList<GatedRun> Runs) Judge(int alarms, Func<RunManifest, RunManifest>? with = null)
    {
        var settings = new GateSettings { Rules = [new RateRule(GatedRate.FalseAlarmRate) { Limit = 0.1 }] };
        var folder = _runs.Add(
            RunsOnDisk.Benign(100, alarms), with: manifest => (with ?? (same => same))(manifest with { Prompt = manifest.Prompt with { Hash = _prompt.Version.Hash } }));
        var runs = Gate.Read(settings, [folder], [], _problems)!;
        return (Gate.Judge(settings, runs), runs);
    }
}
