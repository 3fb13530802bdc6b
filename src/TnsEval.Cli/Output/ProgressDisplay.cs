using Spectre.Console;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>Shows how far a run is: a live bar on a terminal, a plain line now and then elsewhere, nothing when asked so.</summary>
internal sealed class ProgressDisplay(TextWriter error, ProgressMode mode, TimeProvider time)
{
    /// <summary>Between two plain lines: a log wants signs of life, not a film.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static ProgressDisplay For(CommandContext context, ProgressMode asked) => new(
        context.Error,
        asked switch
        {
            ProgressMode.Auto when context.IsErrorTerminal => ProgressMode.Live,
            ProgressMode.Auto => ProgressMode.Plain,
            _ => asked,
        },
        context.Time);

    /// <summary>Runs the work; it calls back after each case, from any thread.</summary>
    /// <param name="title">Names the work.</param>
    /// <param name="done">Cases done already.</param>
    /// <param name="total">All cases.</param>
    /// <param name="status">Says how the calls go; empty when there is nothing to say.</param>
    /// <param name="work">The work.</param>
    public async Task ShowAsync(string title, int done, int total, Func<string> status, Func<Action<CaseRecord>, Task> work)
    {
        switch (mode)
        {
            case ProgressMode.Live:
                await ShowLiveAsync(title, done, total, status, work);
                break;
            case ProgressMode.Plain:
                await work(PlainLines(title, done, total, status));
                break;
            default:
                await work(_ => { });
                break;
        }
    }

    private Action<CaseRecord> PlainLines(string title, int done, int total, Func<string> status)
    {
        var gate = new Lock();
        var last = time.GetTimestamp();
        return _ =>
        {
            lock (gate)
            {
                done++;
                if (done == total || time.GetElapsedTime(last) >= Pause)
                {
                    last = time.GetTimestamp();
                    error.WriteLine($"{title}: {done}/{total}{(status() is { Length: > 0 } text ? $" ({text})" : "")}");
                }
            }
        };
    }

    private async Task ShowLiveAsync(string title, int done, int total, Func<string> status, Func<Action<CaseRecord>, Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(title), maxValue: total);
                task.Increment(done);
                var invalid = 0;
                await work(record =>
                {
                    var bad = record.Outcome == OutcomeKind.Assessed ? Volatile.Read(ref invalid) : Interlocked.Increment(ref invalid);
                    string[] parts = [bad > 0 ? $"{bad} invalid" : "", status()];
                    task.Description = Markup.Escape(string.Join(", ", [title, .. parts.Where(part => part.Length > 0)]));
                    task.Increment(1);
                });
            });
    }
}
