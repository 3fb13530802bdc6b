using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>Shows how far a run is: a live bar on a terminal, a plain line now and then elsewhere, nothing when asked so.</summary>
internal sealed class ProgressDisplay(TextWriter error, ProgressMode mode, TimeProvider time)
{
    private readonly Lock _gate = new();
    private IAnsiConsole? _live;

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

    /// <summary>Writes a line for people: above the bar, where there is one. From any thread.</summary>
    public void Say(string line)
    {
        if (_live is { } live)
        {
            live.WriteLine(Printable.Line(line));
            return;
        }

        lock (_gate)
        {
            error.WriteLine(Printable.Line(line));
        }
    }

    /// <summary>Runs the work; it calls back after each case, from any thread.</summary>
    /// <param name="title">Names the work.</param>
    /// <param name="done">Cases done already.</param>
    /// <param name="total">All cases.</param>
    /// <param name="status">Says how the calls go; empty when there is nothing to say. Called from any thread.</param>
    /// <param name="work">The work.</param>
    public Task ShowAsync(string title, int done, int total, Func<string> status, Func<Action<CaseRecord>, Task> work)
    {
        var pace = new Pace(done, total, time);
        return mode switch
        {
            ProgressMode.Live => ShowLiveAsync(title, done, total, pace, status, work),
            ProgressMode.Plain => ShowPlainAsync(title, pace, status, work),
            _ => work(_ => { }),
        };
    }

    /// <summary>By the clock and not by the cases, so that a provider that hangs does not silence the log.</summary>
    private async Task ShowPlainAsync(string title, Pace pace, Func<string> status, Func<Action<CaseRecord>, Task> work)
    {
        var invalid = 0;
        await using var timer = time.CreateTimer(_ => WriteLine(), state: null, Pause, Pause);
        await work(record =>
        {
            Count(record, ref invalid);
            if (pace.Add())
            {
                WriteLine();
            }
        });

        void WriteLine()
        {
            lock (_gate)
            {
                error.WriteLine($"{title}: {pace}{(Status(ref invalid, status) is { Length: > 0 } text ? $" ({text})" : "")}");
            }
        }
    }

    private async Task ShowLiveAsync(string title, int done, int total, Pace pace, Func<string> status, Func<Action<CaseRecord>, Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        var invalid = 0;
        _live = console;
        await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn { Width = 20 },
                new TextColumn(() => string.Join(", ", new[] { pace.ToString(), Status(ref invalid, status) }.Where(part => part.Length > 0))))
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(title), maxValue: total);
                task.Increment(done);
                await work(record =>
                {
                    Count(record, ref invalid);
                    pace.Add();
                    task.Increment(1);
                });
            });
        _live = null;
    }

    private static void Count(CaseRecord record, ref int invalid)
    {
        if (record.Outcome != OutcomeKind.Assessed)
        {
            Interlocked.Increment(ref invalid);
        }
    }

    private static string Status(ref int invalid, Func<string> status)
    {
        var bad = Volatile.Read(ref invalid);
        string[] parts = [bad > 0 ? $"{bad.ToString(CultureInfo.InvariantCulture)} invalid" : "", status()];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>Asked anew whenever the bar is drawn, and not only when a case is done.</summary>
    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
