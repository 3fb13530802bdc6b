using TnsEval.Calls;
using TnsEval.Cli.Output;
using TnsEval.Comparing;
using TnsEval.Runs;

namespace TnsEval.Cli.Watching;

/// <summary><c>tnseval run --watch</c>: runs, waits until a prompt or a set is saved, runs again what that changed, and shows what flipped.</summary>
/// <param name="context">The process's edge.</param>
/// <param name="plan">Looks up what to run, as the files stand.</param>
/// <param name="paths">The files to watch.</param>
/// <param name="runsFolder">Where run folders go.</param>
/// <param name="execute">Runs one; null when it stopped early, and why was written.</param>
/// <param name="isVerbose">Whether to show more.</param>
internal sealed class WatchedRuns(
    CommandContext context,
    Func<Workspace, RunPlan> plan,
    Func<Workspace, IReadOnlyList<string>> paths,
    Func<Workspace, string> runsFolder,
    Func<Workspace, EvalRun, CancellationToken, Task<RunSummary?>> execute,
    bool isVerbose)
{
    private readonly Dictionary<(string Prompt, string Model), Done> _done = [];
    private Spend _spent;

    /// <summary>Goes on until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was: there is no other way out.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var workspace = Workspace.Open(context);
            var watched = paths(workspace);
            context.Changes.Note(watched);
            await RunChangedAsync(workspace, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (isFirst)
            {
                await context.Error.WriteLineAsync($"Watching {string.Join(", ", watched.Where(Path.Exists).Select(workspace.ForUser))}. Ctrl-C ends it.");
            }

            await context.Changes.NextAsync(cancellationToken);
        }
    }

    private async Task RunChangedAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        using var planned = plan(workspace);
        if (workspace.Problems.Count > 0)
        {
            workspace.Fail();
            return;
        }

        planned.Budget?.Add(_spent);   // a limit is of the whole session, not of each save
        var changed = planned.Runs.Where(setup => !_done.TryGetValue(KeyOf(setup), out var done) || !done.IsOf(setup)).ToArray();
        var revision = changed.Length > 0 ? GitRevision.Of(workspace.Settings.Root) : null;
        foreach (var setup in changed)
        {
            using var run = EvalRun.Start(setup, runsFolder(workspace), revision);
            if (await execute(workspace, run, cancellationToken) is not { } summary)
            {
                break;
            }

            Show(workspace, setup, summary, run.Folder, context.Time.GetElapsedTime(started));
            _done[KeyOf(setup)] = new Done(setup, summary, run.Folder);
        }

        if (changed.Length == 0)
        {
            await context.Error.WriteLineAsync("Saved: nothing that a model or a score depends on changed since the last run.");
        }

        _spent = planned.Budget?.Spent ?? default;
        if (planned.CacheFailure is { } failure)
        {
            await context.Error.WriteLineAsync($"Answers could not be kept in the cache ({failure.TrimEnd('.')}); the next run will ask for them again.");
        }
    }

    private void Show(Workspace workspace, RunSetup setup, RunSummary summary, string folder, TimeSpan took)
    {
        if (!_done.TryGetValue(KeyOf(setup), out var before))
        {
            ScorecardText.Write(context.Out, summary, workspace.ForUser(folder), isVerbose);
            return;
        }

        var comparison = RunComparison.Of(Records(before.Folder), Records(folder), setup.Options.Scoring.InvalidPolicy);
        ComparisonText.Write(context.Out, comparison, before.Summary, summary, took, isVerbose);
        context.Out.WriteLine($"  run folder    {workspace.ForUser(folder)}");
        context.Out.WriteLine();
    }

    private IEnumerable<CaseRecord> Records(string folder) => JournalReader.Read(RunFolder.Find(context.WorkingDirectory, folder)!.JournalPath);

    private static (string, string) KeyOf(RunSetup setup) => (setup.Prompt.Version.Name, setup.Model.Name);

    /// <summary>The last run of a prompt version on a model that came to its end.</summary>
    private sealed record Done(string PromptHash, RunModel Model, string CasesHash, RunOptions Options, RunSummary Summary, string Folder)
    {
        public Done(RunSetup setup, RunSummary summary, string folder)
            : this(setup.Prompt.Version.Hash, setup.Model, setup.Selection.Hash, setup.Options, summary, folder)
        {
        }

        public bool IsOf(RunSetup setup) =>
            (PromptHash, Model, CasesHash, Options) == (setup.Prompt.Version.Hash, setup.Model, setup.Selection.Hash, setup.Options);
    }
}
