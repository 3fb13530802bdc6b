using TnsEval.EvalSets;
using TnsEval.Gates;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Gates;

public sealed class GateTests : IDisposable
{
    private static readonly RateRule FewFalseAlarms = new(GatedRate.FalseAlarmRate) { Limit = 0.05 };
    private static readonly RateRule FewOrdinaryFalseAlarms = FewFalseAlarms with { Scope = new GateScope("ordinary", null), Limit = 0.02 };

    private readonly RunsOnDisk _runs = new();
    private readonly List<Problem> _problems = [];

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(0, 0, GateVerdict.Pass)]
    [InlineData(0, 4, GateVerdict.Inconclusive)]
    [InlineData(200, 0, GateVerdict.Fail)]
    [InlineData(200, 4, GateVerdict.Fail)]
    public void One_rule_that_fails_fails_the_gate_and_else_one_that_is_open_leaves_it_open(int alarms, int ordinaryAlarms, GateVerdict verdict)
    {
        var report = Judge(
            [FewFalseAlarms, FewOrdinaryFalseAlarms],
            [_runs.Add(RunsOnDisk.Benign(300, alarms)), _runs.Add(RunsOnDisk.Benign(250, ordinaryAlarms), "tns-support/ordinary")]);

        report!.Verdict.ShouldBe(verdict);
        report.Rules.Select(rule => rule.Set).ShouldBe(["tns-support/test", "tns-support/ordinary"]);
    }

    [Fact]
    public void A_rule_without_a_set_speaks_of_each_set_that_no_rule_names()
    {
        var report = Judge(
            [FewFalseAlarms, FewOrdinaryFalseAlarms],
            [_runs.Add(RunsOnDisk.Benign(250, 0), "tns-support/ordinary"), _runs.Add(RunsOnDisk.Benign(100, 0), "tns-support/dev"), _runs.Add(RunsOnDisk.Benign(100, 0), "mine/test")]);

        report!.Rules.Select(rule => (rule.Rule, rule.Set)).ShouldBe(
        [
            ("false-alarm rate at most 5 %", "tns-support/dev"),
            ("false-alarm rate at most 5 %", "mine/test"),
            ("false-alarm rate on ordinary at most 2 %", "tns-support/ordinary"),
        ]);
    }

    [Fact]
    public void A_rule_whose_set_was_not_run_is_inconclusive_and_so_is_the_gate()
    {
        var report = Judge([FewFalseAlarms, FewOrdinaryFalseAlarms], [_runs.Add(RunsOnDisk.Benign(300, 0))]);

        report!.Verdict.ShouldBe(GateVerdict.Inconclusive);
        report.Rules[1].Why.ShouldBe("no run over ordinary was given");
        report.Rules[1].RunId.ShouldBeNull();
    }

    [Fact]
    public void A_rule_s_set_is_found_by_its_whole_name_or_its_last_part_and_by_nothing_less()
    {
        new GateScope("ordinary", null).Names("tns-support/ordinary").ShouldBeTrue();
        new GateScope("tns-support/ordinary", null).Names("tns-support/ordinary").ShouldBeTrue();
        new GateScope("ordinary", null).Names("tns-support/extraordinary").ShouldBeFalse();
        new GateScope("support/ordinary", null).Names("tns-support/ordinary").ShouldBeFalse();
        GateScope.All.Names("tns-support/ordinary").ShouldBeFalse();
    }

    [Fact]
    public void Runs_of_different_prompts_or_models_are_refused_with_the_difference()
    {
        var first = _runs.Add(RunsOnDisk.Benign(30, 0));
        var other = _runs.Add(
            RunsOnDisk.Benign(30, 0), "tns-support/ordinary", manifest => manifest with { Prompt = manifest.Prompt with { Hash = new string('b', 64) }, Model = manifest.Model with { Name = "ollama/x" } });

        Judge([FewFalseAlarms], [first, other]).ShouldBeNull();

        var problem = _problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe(other.Id);
        problem.What.ShouldBe($"did not measure what {first.Id} did: prompt hash {new string('b', 64)}, there {new string('a', 64)}; model ollama/x, there offline/in-context");
    }

    [Fact]
    public void A_model_that_called_itself_otherwise_in_another_run_is_another_model()
    {
        var first = _runs.Add(RunsOnDisk.Benign(30, 0).Select(record => record with { ModelId = "m-2025-04" }));
        var other = _runs.Add(RunsOnDisk.Benign(30, 0).Select(record => record with { ModelId = "m-2025-08" }), "tns-support/ordinary");

        Judge([FewFalseAlarms], [first, other]).ShouldBeNull();

        _problems.ShouldHaveSingleItem().What.ShouldEndWith("model called itself m-2025-08, there m-2025-04");
    }

    [Fact]
    public void Every_run_that_proves_nothing_about_its_set_is_refused_at_once()
    {
        RunFolder[] runs =
        [
            _runs.Add(RunsOnDisk.Benign(30, 0), "s/1", manifest => manifest with { Cases = manifest.Cases with { Limit = 30 } }),
            _runs.Add(RunsOnDisk.Benign(30, 0), "s/2", manifest => manifest with { Cases = manifest.Cases with { Filters = ["tag=hn_pastoral"] } }),
            _runs.Add(RunsOnDisk.Benign(30, 0), "s/3", manifest => manifest with { Cases = manifest.Cases with { Shard = new RunShard(2, 5, 150, "x") } }),
            _runs.Add(RunsOnDisk.Benign(30, 0).Select(record => record with { IsNotRecorded = record.Id.Value == "b-1" }), "s/4"),
            _runs.Add(RunsOnDisk.Benign(30, 0), "s/5"),
            _runs.Add(RunsOnDisk.Benign(31, 0), "s/5"),
            _runs.Add(RunsOnDisk.Benign(30, 0), "s/6"),
        ];
        File.Delete(Path.Combine(runs[6].Path, "summary.json"));

        Judge([FewFalseAlarms], runs).ShouldBeNull();

        _problems.Select(problem => problem.What).ShouldBe(
        [
            "is limited to 30 cases of its set",
            "is of a part of its set (tag=hn_pastoral)",
            "is part 2 of 5 of a run",
            "its recording lacks the answers to 1 cases",
            "the run did not come to its end",
            "are 2 runs over s/5",
        ]);
    }

    [Fact]
    public void A_baseline_is_held_against_the_run_over_the_same_cases()
    {
        var before = _runs.Add(RunsOnDisk.Benign(100, 10), with: manifest => manifest with { Prompt = manifest.Prompt with { Name = "v0", Hash = "other" } });
        RunFolder[] runs = [_runs.Add(RunsOnDisk.Benign(250, 0), "tns-support/ordinary"), _runs.Add(RunsOnDisk.Benign(100, 0))];

        var report = Judge([new IncreaseRule(OfMisses: false) { Limit = 0.05, Scope = new GateScope("test", null) }], runs, before);

        report!.Verdict.ShouldBe(GateVerdict.Pass);
        report.Runs.Select(run => run.Baseline).ShouldBe([null, before.Id]);
    }

    [Fact]
    public void A_baseline_over_other_cases_or_with_other_repeats_is_refused()
    {
        var run = _runs.Add(RunsOnDisk.Benign(100, 0));
        var elsewhere = _runs.Add(RunsOnDisk.Benign(99, 0));
        var repeated = _runs.Add(RunsOnDisk.Benign(100, 0).Concat(RunsOnDisk.Benign(100, 0).Select(record => record with { Repeat = 1 })));

        Judge([FewFalseAlarms], [run], elsewhere).ShouldBeNull();
        Judge([FewFalseAlarms], [run], repeated).ShouldBeNull();

        _problems[0].What.ShouldEndWith("and no run is over the same cases");
        _problems[1].What.ShouldBe($"the baseline has 2 repeats a case, {run.Id} has 1");
    }

    [Fact]
    public void A_prompt_without_a_mistake_passes_the_repository_s_own_gate()
    {
        var settings = RunSettings.Read(Path.Combine(TestPaths.RepositoryRoot, RunSettings.FileName), _problems).Gate!;
        var splits = Directory.EnumerateFiles(Path.Combine(TestPaths.RepositoryRoot, "eval-sets/tns-support"), "*.jsonl")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Where(split => split != "dev").Order(StringComparer.Ordinal).ToArray();
        RunFolder[] runs = [.. splits.Select(split => _runs.Add(Perfect(split), $"tns-support/{split}"))];
        var baseline = _runs.Add(Perfect("test"), "tns-support/test");

        var report = Gate.Judge(settings, Gate.Read(settings, runs, [baseline], _problems)!);

        _problems.ShouldBeEmpty();
        report.Rules.Where(rule => rule.Verdict != GateVerdict.Pass).Select(RuleText.Message).ShouldBeEmpty();
        report.Runs.Count.ShouldBe(7);
    }

    private static IEnumerable<CaseRecord> Perfect(string split)
    {
        EvalSet.TryLoad([Path.Combine(TestPaths.RepositoryRoot, "eval-sets/tns-support")], split, out var set, out _).ShouldBeTrue();
        return
            from @case in set!.Cases
            from repeat in Enumerable.Range(0, split == "test" ? 2 : 1)
            from perturbation in split == "test" ? new[] { null, "typos" } : [null]
            select new CaseBuilder(@case.Id.Value, @case.Label, @case.StressTags).Assessed(@case.Label.IsEscalate ? Verdict.Escalate : Verdict.None)
                with { Pair = @case.Pair, Repeat = repeat, Perturbation = perturbation };
    }

    private GateReport? Judge(IReadOnlyList<GateRule> rules, IReadOnlyList<RunFolder> runs, params RunFolder[] baselines)
    {
        var settings = new GateSettings { Rules = rules };
        return Gate.Read(settings, runs, baselines, _problems) is { } read ? Gate.Judge(settings, read) : null;
    }
}
