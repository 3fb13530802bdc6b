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
    public async Task ShowAsync(string title, int done, int total, Func<Action<CaseRecord>, Task> work)
    {
        switch (mode)
        {
            case ProgressMode.Live:
                await ShowLiveAsync(title, done, total, work);
                break;
            case ProgressMode.Plain:
                await work(PlainLines(title, done, total));
                break;
            default:
                await work(_ => { });
                break;
        }
    }

    private Action<CaseRecord> PlainLines(string title, int done, int total)
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
                    error.WriteLine($"{title}: {done}/{total}");
                }
            }
        };
    }

    private async Task ShowLiveAsync(string title, int done, int total, Func<Action<CaseRecord>, Task> work)
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
                    if (record.Outcome != OutcomeKind.Assessed)
                    {
                        task.Description = Markup.Escape($"{title} ({Interlocked.Increment(ref invalid)} invalid)");
                    }

                    task.Increment(1);
                });
            });
    }
}
