using TnsEval.Cli;
using TnsEval.Cli.Watching;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

/// <summary>The command line in a folder of its own: one prompt version, one small set, and the plugins that were staged beside the tests.</summary>
internal sealed class CommandLine : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public string Runs => Folder[".tnseval/runs"];

    /// <summary>A folder with prompt version v1 and a set of two escalate and two benign tickets in one pair and two singles.</summary>
    public static CommandLine WithPromptAndSet(params string[] tickets) => new CommandLine().WritePromptAndSet(tickets);

    /// <inheritdoc cref="WithPromptAndSet"/>
    public CommandLine WritePromptAndSet(params string[] tickets)
    {
        Folder.Write("prompts/tns-triage/v1.prompt.yml", PromptText.Valid());
        Folder.Write("eval-sets/tns-support/dev.jsonl", string.Join('\n', tickets.Length > 0 ? tickets : SomeTickets) + "\n");
        return this;
    }

    public static IReadOnlyList<string> SomeTickets { get; } =
    [
        Ticket("t-aaaa", escalate: true, "Gifts of $1 all night. ALARM", pair: "t-bbbb"),
        Ticket("t-bbbb", escalate: false, "Gifts of $1 from the coin challenge.", pair: "t-aaaa"),
        Ticket("t-cccc", escalate: true, "Someone changed our bank account."),
        Ticket("t-dddd", escalate: false, "How do I test the fire ALARM list?"),
    ];

    public static string Ticket(string id, bool escalate, string body, string? pair = null, string language = "en") =>
        $$"""
        {"id":"{{id}}","subject":"about gifts","body":"{{body}}","language":"{{language}}","label":"{{(escalate ? "escalate" : "benign")}}",
        "categories":[{{(escalate ? "\"payment_fraud\"" : "")}}],"severity":"{{(escalate ? "medium" : "none")}}",
        "stress":[{{(escalate ? "" : "\"hn_finance_routine\"")}}],"pair":{{(pair is null ? "null" : $"\"{pair}\"")}},"why":"for tests; L11"}
        """.ReplaceLineEndings("");

    /// <summary>The environment that providers see; empty unless a test says otherwise.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Where commands are called; the folder unless a test says otherwise.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether a person seems to read the output.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>What <c>run --watch</c> waits for; real files unless a test says otherwise.</summary>
    public IFileChanges Changes { get; init; } = new PolledFiles(TimeProvider.System);

    private TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Invokes a command on a clock that passes every wait at once, and no time limit above half an hour.</summary>
    public async Task<Result> InvokeHurriedAsync(string arguments)
    {
        var time = new ManualTimeProvider();
        Time = time;
        var running = Task.Run(() => InvokeAsync(arguments));
        while (!running.IsCompleted)
        {
            if (!time.AdvanceToNextTimer(TimeSpan.FromMinutes(30)))
            {
                await Task.Delay(1);
            }
        }

        return await running;
    }

    public async Task<Result> InvokeAsync(string arguments, CancellationToken cancellationToken = default)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var context = Context() with { Out = output, Error = TextWriter.Synchronized(error) };
        var exitCode = await TnsEvalCommand.InvokeAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), context, cancellationToken);
        return new Result(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The process's edge, with nobody listening.</summary>
    public CommandContext Context() => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        WorkingDirectory = WorkingDirectory ?? Folder.Path,
        PluginRoots = [Path.Combine(AppContext.BaseDirectory, "plugins")],
        ReadVariable = Variables.GetValueOrDefault,
        IsErrorTerminal = false,
        IsOutputTerminal = IsOutputTerminal,
        Time = Time,
        Changes = Changes,
    };

    /// <summary>The folder of the only run.</summary>
    public string OnlyRun => Directory.GetDirectories(Runs).ShouldHaveSingleItem();

    public void Dispose() => Folder.Dispose();

    internal sealed record Result(int ExitCode, string Output, string Error);
}
