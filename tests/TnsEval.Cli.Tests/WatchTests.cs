using System.Text.Json.Nodes;
using TnsEval.Cli.Watching;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class WatchTests
{
    private const string Prompt = "prompts/tns-triage/v1.prompt.yml";

    [Fact]
    public async Task Save_that_breaks_a_case_names_it_and_taking_it_back_costs_no_call()
    {
        using var watch = new Watch();
        var result = await watch.RunAsync(
            "--verbose",
            () => watch.Write(Prompt, PromptText.Valid(system: "ALARM at everything.")),   // and quote what is not there
            () => watch.Write(Prompt, PromptText.Valid()));

        result.ExitCode.ShouldBe(130);
        result.Output.ShouldContain("v1 on scripted/keyword: 0 fixed, 1 broken of 4 (");
        result.Output.ShouldContain("  BROKEN  t-bbbb  benign: none -> malformed\n  false alarms  1/2 = 50.0 % [9.5-90.5]  ->  2/2 = 100.0 % [34.2-100.0]\n");
        result.Output.ShouldContain("v1 on scripted/keyword: 1 fixed, 0 broken of 4 (");
        result.Output.ShouldContain("  fixed   t-bbbb  benign: malformed -> none\n          because no event\n");
        result.Output.ShouldContain(" s, 4 cached answers)");
        Directory.GetDirectories(watch.Runs).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Only_what_a_save_changed_runs_again()
    {
        using var watch = new Watch();
        watch.Write("prompts/tns-triage/v2.prompt.yml", PromptText.Valid("v2", system: "Assess it."));

        var result = await watch.RunAsync(
            "",
            () => watch.Write(Prompt, "# a comment\n" + PromptText.Valid()),
            () => watch.Write(Prompt, PromptText.Valid(system: "Assess it well.")));

        result.Error.ShouldContain("Saved: nothing that a model or a score depends on changed since the last run.");
        Directory.GetDirectories(watch.Runs).Length.ShouldBe(3);
        result.Output.ShouldContain("v1 on scripted/keyword: 0 fixed, 0 broken of 4");
        result.Output.ShouldNotContain("v2 on scripted/keyword: 0 fixed");
    }

    [Fact]
    public async Task Prompt_and_set_with_problems_are_told_and_watched_on()
    {
        using var watch = new Watch();
        var set = watch.Read("eval-sets/tns-support/dev.jsonl");

        var result = await watch.RunAsync(
            "",
            () => watch.Write("eval-sets/tns-support/dev.jsonl", set + "no case\n"),
            () => watch.Write("eval-sets/tns-support/dev.jsonl", set + CommandLine.Ticket("t-eeee", escalate: false, "A new one.") + "\n"));

        result.Error.ShouldContain("dev.jsonl:5");
        result.Output.ShouldContain("v1 on scripted/keyword: 0 fixed, 0 broken of 4, 1 new, 0 gone (");
        result.ExitCode.ShouldBe(130);
    }

    [Fact]
    public async Task Cache_is_used_otherwise_when_told_so()
    {
        using var watch = new Watch();

        var result = await watch.RunAsync("--cache off", () => watch.Write(Prompt, PromptText.Valid(system: "Assess it.")), () => watch.Write(Prompt, PromptText.Valid()));

        result.Output.Split('\n').Count(line => line.EndsWith(" s, 0 cached answers)", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Budget_is_of_the_whole_session_and_not_of_each_save()
    {
        using var watch = new Watch();
        var perCall = await watch.EstimateOfACallAsync();

        var result = await watch.RunAsync(
            $"--max-tokens {perCall + 50}",   // the first four calls come to 60
            () => watch.Write(Prompt, PromptText.Valid(system: "Assess it well, for what is left.")));

        result.Output.ShouldContain("4 tickets");
        result.Error.ShouldContain("the budget is spent: ");
        result.Output.ShouldNotContain("fixed");
        result.ExitCode.ShouldBe(130);
    }

    [Theory]
    [InlineData("--resume latest")]
    [InlineData("--record answers.jsonl")]
    [InlineData("--dry-run")]
    [InlineData("--json")]
    public async Task What_makes_no_sense_in_a_loop_is_refused(string option)
    {
        using var watch = new Watch();

        var result = await watch.RunAsync(option);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"{option.Split(' ')[0]}: cannot be given together with --watch");
        Directory.Exists(watch.Runs).ShouldBeFalse();
    }

    /// <summary>A session in which each wait for a change makes the next one, and the last is ended by the user.</summary>
    private sealed class Watch : IFileChanges, IDisposable
    {
        private readonly CancellationTokenSource _ctrlC = new();
        private readonly CommandLine _commandLine;
        private Queue<Action> _saves = [];

        public Watch() => _commandLine = new CommandLine { Changes = this }.WritePromptAndSet();

        public string Runs => _commandLine.Runs;

        public Task<CommandLine.Result> RunAsync(string arguments, params Action[] saves)
        {
            _saves = new Queue<Action>(saves);
            return _commandLine.InvokeAsync($"run --watch --model scripted/keyword --progress none {arguments}", _ctrlC.Token);
        }

        public async Task<int> EstimateOfACallAsync()
        {
            var estimate = JsonNode.Parse((await _commandLine.InvokeAsync("run --model scripted/keyword --dry-run --json")).Output)!["estimates"]![0]!;
            return (estimate["inputTokens"]!.GetValue<int>() + estimate["outputTokens"]!.GetValue<int>()) / 4;
        }

        public string Read(string file) => File.ReadAllText(_commandLine.Folder[file]);

        public void Write(string file, string text) => _commandLine.Folder.Write(file, text);

        void IFileChanges.Note(IReadOnlyList<string> paths) => paths.ShouldContain(_commandLine.Folder["prompts/tns-triage"]);

        async Task IFileChanges.NextAsync(CancellationToken cancellationToken)
        {
            if (_saves.TryDequeue(out var save))
            {
                save();
                return;
            }

            await _ctrlC.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        public void Dispose()
        {
            _ctrlC.Dispose();
            _commandLine.Dispose();
        }
    }
}
