using TnsEval.Gates;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Gates;

public sealed class GateSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Problem> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_element_is_a_rule_with_its_limit_scope_and_least_number_of_cases()
    {
        var gate = Read(
            """
            <Confidence>90 %</Confidence><MinimumCases>30</MinimumCases>
            <MissRate Max="5 %" />
            <FalseAlarmRate Max="0.02" Set="ordinary" />
            <Misses Max="0" Severity="critical" MinimumCases="10" />
            <FalseAlarms Max="3" Tag="hn_pastoral" />
            <PairAccuracy Min="80 %" />
            <MissRate Max="20 %" Tag="obfuscation" Set="probe-obfuscation" />
            <MissRate Max="20 %" Language="es" />
            <InvalidShare Max="1 %" />
            <FlipRate Max="2.5 %" />
            <CostPer1000Tickets Max="200" Miss="500" FalseAlarm="1" />
            <MissIncrease Max="3 %" />
            <FalseAlarmIncrease Max="0" />
            """);

        _problems.ShouldBeEmpty();
        gate.Confidence.ShouldBe(0.9);
        gate.Rules.Select(rule => rule.Name).ShouldBe(
        [
            "miss rate at most 5 %",
            "false-alarm rate on ordinary at most 2 %",
            "misses of severity critical at most 0",
            "false alarms of tag hn_pastoral at most 3",
            "pair accuracy at least 80 %",
            "miss rate of tag obfuscation on probe-obfuscation at most 20 %",
            "miss rate of language es at most 20 %",
            "invalid share at most 1 %",
            "flip rate at most 2.5 %",
            "cost per 1,000 tickets (miss 500, false alarm 1) at most 200",
            "increase of the miss rate over the baseline at most 3 points",
            "increase of the false-alarm rate over the baseline at most 0 points",
        ]);
        gate.Rules.Select(rule => rule.MinimumCases).Distinct().ShouldBe([30, 10]);
    }

    [Fact]
    public void Cases_count_and_the_base_rate_is_as_the_run_section_of_the_same_file_says()
    {
        var file = _folder.Write(
            "eval.runsettings",
            """<RunSettings><TnsEval><Gate><MissRate Max="5 %"/></Gate><Run><InvalidPolicy>as_positive</InvalidPolicy><BaseRate>0.01</BaseRate></Run></TnsEval></RunSettings>""");

        RunSettings.Read(file, _problems).Gate!.Scoring.ShouldBe(new ScoringOptions { InvalidPolicy = InvalidPolicy.AsPositive, BaseRate = 0.01 });
    }

    [Fact]
    public void A_file_without_limits_has_no_gate()
    {
        RunSettings.Read(_folder.Write("eval.runsettings", "<RunSettings><TnsEval><Run/></TnsEval></RunSettings>"), _problems).Gate.ShouldBeNull();
    }

    [Fact]
    public void The_repository_s_own_limits_can_all_be_kept_by_a_prompt_that_makes_no_mistake_on_its_sets()
    {
        var gate = RunSettings.Read(Path.Combine(TestPaths.RepositoryRoot, RunSettings.FileName), _problems).Gate!;

        _problems.ShouldBeEmpty();
        gate.Rules.Select(rule => rule.GetType()).Distinct().Count().ShouldBe(4, "all kinds of rule");
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_line_and_a_fix()
    {
        Read(
            """

            <MisRate Max="5 %" />
            <MissRate Max="5" />
            <Misses Max="0 %" />
            <MissRate Min="5 %" />
            <MissRate Category="self_harn" Max="5 %" />
            <PairAccuracy Severity="high" Min="80 %" />
            <CostPer1000Tickets Max="200" Miss="0" />
            <Confidence>1</Confidence>
            <MinimumCases>few</MinimumCases>
            <MissRate>5 %</MissRate>
            """);

        _problems.Select(problem => problem.ToString().Split("eval.runsettings:")[1]).ShouldBe(
        [
            "9: \"1\" is no share. Write the unit: 1 % is 0.01.",
            "10: \"few\" is no number of cases. Write a whole number from 1 to 100000.",
            "2: unknown element MisRate. Write \"MissRate\", if that is meant.",
            "3: \"5\" is no share. Write the unit: 5 % is 0.05.",
            "4: \"0 %\" is no number of cases. Write a whole number from 0 to 100000.",
            "5: MissRate has no attribute Min. Use one of Max, Set, Category, Severity, Tag, Language, MinimumCases.",
            "5: MissRate has no Max. Write Max=\"...\".",
            "6: there is no category \"self_harn\". Write \"self_harm\", if that is meant.",
            "7: PairAccuracy has no attribute Severity. Use one of Min, Set, MinimumCases.",
            "8: Miss \"0\" is no amount above 0. Write a number such as 200, in a unit of your own that is the same for all three.",
            "8: CostPer1000Tickets has no FalseAlarm. Write FalseAlarm=\"...\".",
            "11: MissRate holds the text \"5 %\". Write the limit as an attribute: <MissRate Max=\"...\" />.",
            "11: MissRate has no Max. Write Max=\"...\".",
        ]);
    }

    [Theory]
    [InlineData("""<MissRate Max="5 %"/><MissRate Max="6 %"/>""", "miss rate is limited in line 1 already, and otherwise")]
    [InlineData("""<MissRate Max="5 %"/><MissRate Max="0.05"/>""", "miss rate is limited in line 1 already")]
    [InlineData("""<Misses Max="1"/><Misses Severity="critical" Max="2"/>""", "a part may have 2 misses, and the whole only 1 (line 1)")]
    [InlineData("""<MissRate Max="0 %"/>""", "no number of cases brings the bound of a rate to 0 %")]
    [InlineData("""<PairAccuracy Min="100 %"/>""", "no number of cases brings the bound of a rate to 100 %")]
    [InlineData("""<InvalidShare Max="100 %"/>""", "100 % limits nothing")]
    [InlineData("""<MissRate Severity="low" Max="5 %"/>""", "no escalate ticket has severity low")]
    [InlineData("""<FalseAlarmRate Severity="critical" Max="5 %"/>""", "no benign ticket has severity critical")]
    [InlineData("""<MissRate Tag="hn_pastoral" Max="5 %"/>""", "no escalate ticket has tag hn_pastoral")]
    [InlineData("""<MissRate Tag="obfuscation" Severity="high" Max="5 %"/>""", "Tag and Severity stand together")]
    [InlineData("""<MissRate Set=" " Max="5 %"/>""", "Set is empty")]
    [InlineData("""<MissRate Max="5 %"/><Confidence>95 %</Confidence><Confidence>95 %</Confidence>""", "Confidence is set a second time")]
    [InlineData("""<MissRate Max="5 %"/><Confidence>40 %</Confidence>""", "Confidence \"40 %\" cannot be used")]
    [InlineData("<Confidence>95 %</Confidence>", "there is no limit in it")]
    public void Limits_that_contradict_each_other_or_themselves_are_refused(string gate, string what)
    {
        Read(gate);

        _problems.ShouldHaveSingleItem().What.ShouldBe(what);
    }

    [Fact]
    public void A_second_gate_section_is_refused()
    {
        RunSettings.Read(
            _folder.Write("eval.runsettings", """<RunSettings><TnsEval><Gate><MissRate Max="5 %"/></Gate><Gate><MissRate Max="9 %"/></Gate></TnsEval></RunSettings>"""), _problems);

        _problems.ShouldHaveSingleItem().What.ShouldBe("there is a second Gate section");
    }

    private GateSettings Read(string gate) =>
        RunSettings.Read(_folder.Write("eval.runsettings", $"<RunSettings><TnsEval><Gate>{gate}</Gate></TnsEval></RunSettings>"), _problems).Gate!;
}
