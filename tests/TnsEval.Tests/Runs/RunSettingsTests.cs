using TnsEval.Calls;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.Runs;

public sealed class RunSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Problem> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_nearest_file_upward_counts_and_paths_start_from_it()
    {
        _folder.Write("eval.runsettings", Section("<Prompts>p</Prompts><Split>all</Split><Concurrency>3</Concurrency><InvalidPolicy>exclude</InvalidPolicy><Perturb>greeting, typos</Perturb>"));
        Directory.CreateDirectory(_folder["a/b"]);

        var settings = RunSettings.Find(_folder["a/b"], _problems);

        _problems.ShouldBeEmpty();
        settings.Resolve(settings.Prompts).ShouldBe(_folder["p"]);
        settings.Split.ShouldBeNull();
        settings.Options.Concurrency.ShouldBe(Concurrency.UpTo(3));
        settings.Options.Scoring.InvalidPolicy.ShouldBe(InvalidPolicy.Exclude);
        settings.Options.Perturbations.ToString().ShouldBe("typos, greeting");
    }

    [Fact]
    public void Without_a_file_the_defaults_are_those_of_this_repository()
    {
        var settings = RunSettings.Find(_folder.Path, _problems);

        settings.Model.ShouldBe("offline/in-context");
        settings.Root.ShouldBe(_folder.Path);
    }

    [Fact]
    public void The_repository_s_own_file_has_no_problems_and_states_the_defaults()
    {
        var settings = RunSettings.Read(Path.Combine(TestPaths.RepositoryRoot, RunSettings.FileName), _problems);

        _problems.ShouldBeEmpty();
        settings.ShouldBe(new RunSettings { Root = settings.Root, Gate = settings.Gate });
    }

    [Fact]
    public void Every_wrong_element_is_reported_with_its_line()
    {
        var file = _folder.Write("eval.runsettings", Section(
            """

            <Promts>p</Promts>
            <Concurrency>many</Concurrency>
            <RepairTurns>3</RepairTurns>
            <TimeoutSeconds>90 s</TimeoutSeconds>
            <InvalidPolicy>benign</InvalidPolicy>
            <BaseRate>0.5 %</BaseRate>
            <Seed></Seed>
            <Perturb>typo</Perturb>
            """));

        RunSettings.Read(file, _problems);

        _problems.Select(problem => problem.Where).ShouldBe(Enumerable.Range(2, 8).Select(line => $"{file}:{line}"));
        _problems[0].What.ShouldBe("unknown element Promts");
        _problems[4].ToString().ShouldEndWith("InvalidPolicy \"benign\" cannot be used. Write one of as_wrong, exclude, as_positive, as_negative.");
        _problems[7].ToString().ShouldEndWith("unknown perturbation \"typo\". Write \"typos\", if that is meant.");
    }

    [Theory]
    [InlineData("<RunSettings>", "not well-formed XML")]
    [InlineData("<Settings/>", "the root element is Settings")]
    [InlineData("<RunSettings><TnsEval><Gates/></TnsEval></RunSettings>", "unknown element Gates")]
    [InlineData("<RunSettings><TnsEvl><Run/></TnsEvl></RunSettings>", "there is no TnsEval section")]
    [InlineData("<RunSettings><TnsEval><Run><Seed>1</Seed><Seed>2</Seed></Run></TnsEval></RunSettings>", "Seed is set a second time")]
    public void A_file_of_another_shape_is_told_so(string xml, string what)
    {
        RunSettings.Read(_folder.Write("eval.runsettings", xml), _problems);

        _problems.ShouldHaveSingleItem().What.ShouldBe(what);
    }

    [Fact]
    public void Sections_of_other_tools_are_left_alone()
    {
        RunSettings.Read(_folder.Write("eval.runsettings", "<RunSettings><RunConfiguration><X/></RunConfiguration><TnsEval/></RunSettings>"), _problems);

        _problems.ShouldBeEmpty();
    }

    private static string Section(string run) => $"<RunSettings><TnsEval><Run>{run}</Run></TnsEval></RunSettings>";
}
