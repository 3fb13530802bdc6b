using System.CommandLine;
using System.Text.RegularExpressions;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage;
using YamlDotNet.RepresentationModel;

namespace TnsEval.Cli.Tests;

/// <summary>The pipelines of docs/ci.md are ones that the command line, and their own systems, can follow.</summary>
public sealed partial class WorkflowTests
{
    [Fact]
    public void The_GitHub_workflow_has_triggers_and_jobs_of_well_formed_steps()
    {
        var workflow = Parse(WorkflowText.GitHub);

        Keys(workflow).ShouldBeSubsetOf(["name", "on", "permissions", "env", "jobs", "concurrency", "defaults"]);
        Keys(Map(workflow["on"])).ShouldBe(["pull_request", "schedule", "workflow_dispatch"]);
        var jobs = Map(workflow["jobs"]);
        Keys(jobs).ShouldBe(["recorded", "live"]);
        foreach (var job in jobs.Children.Values.Select(Map))
        {
            Keys(job).ShouldBeSubsetOf(["if", "runs-on", "timeout-minutes", "environment", "env", "steps"]);
            Keys(job).ShouldContain("runs-on");
            foreach (var step in ((YamlSequenceNode)job["steps"]).Select(Map))
            {
                Keys(step).ShouldBeSubsetOf(["name", "uses", "with", "if", "run", "env"]);
                Keys(step).Count(key => key is "uses" or "run").ShouldBe(1);
            }
        }
    }

    [Fact]
    public void Pull_requests_see_no_key()
    {
        var recorded = Map(Map(Parse(WorkflowText.GitHub)["jobs"])["recorded"]);

        recorded.ToString().ShouldNotContain("secrets");
        ((YamlScalarNode)recorded["if"]).Value.ShouldBe("github.event_name == 'pull_request'");
    }

    [Fact]
    public void The_Azure_pipeline_has_triggers_and_well_formed_steps()
    {
        var pipeline = Parse(WorkflowText.Azure);

        Keys(pipeline).ShouldBe(["trigger", "pr", "schedules", "pool", "variables", "steps"]);
        foreach (var step in ((YamlSequenceNode)pipeline["steps"]).Select(Map))
        {
            Keys(step).ShouldBeSubsetOf(["task", "bash", "publish", "inputs", "displayName", "condition", "env", "artifact"]);
            Keys(step).Count(key => key is "task" or "bash" or "publish").ShouldBe(1);
        }
    }

    [Fact]
    public void Every_call_of_tnseval_has_options_that_it_knows()
    {
        using var commandLine = new CommandLine();
        var root = TnsEvalCommand.Root(commandLine.Context());
        string[] calls = [.. TnsEvalCall().Matches(WorkflowText.All).Select(match => match.Groups["arguments"].Value)];

        calls.Length.ShouldBeGreaterThan(12);
        foreach (var call in calls)
        {
            var parsed = root.Parse(call.Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));

            parsed.Errors.Select(error => $"{call}: {error.Message}").ShouldBeEmpty();
            parsed.CommandResult.Command.ShouldNotBeOfType<RootCommand>(call);
        }
    }

    [Fact]
    public void Every_set_that_the_shipped_limits_name_is_run()
    {
        var settings = RunSettings.Read(Path.Combine(TestPaths.RepositoryRoot, RunSettings.FileName), new List<Problem>());
        var expected = settings.Gate!.Rules.Select(rule => rule.Scope.Set ?? "test").Distinct().Order(StringComparer.Ordinal);

        foreach (var pipeline in new[] { Map(Parse(WorkflowText.GitHub)["env"]), Map(Parse(WorkflowText.Azure)["variables"]) })
        {
            ((YamlScalarNode)pipeline["SPLITS"]).Value!.Split(' ').Order(StringComparer.Ordinal).ShouldBe(expected);
        }
    }

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Map(stream.Documents.ShouldHaveSingleItem().RootNode);
    }

    private static YamlMappingNode Map(YamlNode node) => node.ShouldBeOfType<YamlMappingNode>();

    private static string[] Keys(YamlMappingNode map) => [.. map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)];

    /// <summary>A call in a script or a list of commands; not the tool's name in a path or in prose.</summary>
    [GeneratedRegex(@"(?m)^\s*(?:- bash: |run: )?tnseval (?<arguments>[^\n;|]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TnsEvalCall();
}
