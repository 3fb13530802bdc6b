using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Plugins;
using TnsEval.Runs.EarlyStopping;
using TnsEval.Telemetry;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Prompts;

namespace TnsEval.Runs;

/// <summary>A run in its folder, new or resumed. Holds the folder's lock until disposed.</summary>
public sealed class EvalRun : IDisposable
{
    private readonly RunSetup _setup;
    private readonly RunFolder _folder;
    private readonly IDisposable _lock;

    private readonly ObservedModel _observed = new();
    private readonly RunTally _tally;
    private readonly LimitWatch? _limits;

    private EvalRun(RunSetup setup, RunFolder folder, RunManifest manifest, IDisposable @lock)
    {
        _setup = setup;
        _folder = folder;
        _lock = @lock;
        Manifest = manifest;
        _tally = new RunTally(setup.Options.Scoring, setup.Cases.Count);
        Pending = [.. PlannedCase.Of(setup.Cases, setup.Options)];
        _limits = setup.Options.StopEarly is { } rule ? new LimitWatch(Pending, rule, setup.Options.Scoring.InvalidPolicy) : null;
    }

    /// <summary>What <c>run.json</c> says.</summary>
    public RunManifest Manifest { get; }

    /// <summary>The clients around the model.</summary>
    public CallChain Calls => _setup.Calls;

    /// <summary>The run's folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>What the journal does not hold yet, in the order it is begun.</summary>
    public IReadOnlyList<PlannedCase> Pending { get; private set; }

    /// <summary>What the run has to do in all.</summary>
    public int Planned => Manifest.Planned;

    /// <summary>Makes the folder of a new run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static EvalRun Start(RunSetup setup, string runsFolder, string? gitRevision)
    {
        var (folder, manifest) = RunFolder.Create(runsFolder, Slug(setup), ManifestOf(setup, setup.Time.GetUtcNow(), gitRevision));
        return new EvalRun(setup, folder, manifest, Lock(folder));
    }

    /// <summary>Goes on with a run that stopped; a torn last line of its journal is cut off, and what it spent counts in the budget.</summary>
    /// <exception cref="RunFolderException">The run is complete, held by another process, or differs from <paramref name="setup"/>.</exception>
    public static EvalRun Resume(RunFolder folder, RunSetup setup)
    {
        var manifest = folder.ReadManifest();
        if (folder.IsComplete)
        {
            throw new RunFolderException($"{folder.Path}: the run is complete. Start a new one, or score it again: tnseval rescore {folder.Path}");
        }

        var differences = ManifestOf(setup, manifest.CreatedAt, manifest.GitRevision).DifferencesFrom(manifest).ToArray();
        if (differences.Length > 0)
        {
            throw new RunFolderException($"{folder.Path}: cannot be resumed, for its results would not be of one run: {string.Join("; ", differences)}. Restore what changed, or start a new run.");
        }

        var @lock = Lock(folder);
        JournalReader.Recover(folder.JournalPath);
        var run = new EvalRun(setup, folder, manifest with { Options = setup.Options }, @lock);
        var (done, spend) = (new HashSet<RecordKey>(), new JournalSpend(setup));
        foreach (var record in JournalReader.Read(folder.JournalPath))
        {
            done.Add(record.Key);
            run._limits?.Add(record);
            run.Count(record);
            spend.Add(record);
        }

        run.Pending = run._limits is { IsDecided: true } ? [] : [.. run.Pending.Where(planned => !done.Contains(planned.Key))];
        setup.Calls.Budget?.Add(spend.Total);
        return run;
    }

    /// <summary>Runs what is pending and writes the summary.</summary>
    /// <param name="onDone">Called after each case, from any thread.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    /// <param name="elsewhere">Who classifies in place of <see cref="Calls"/>; null for nobody.</param>
    /// <exception cref="RunStoppedException">The run ended early; it can be resumed.</exception>
    public async Task<RunSummary> ExecuteAsync(Action<CaseRecord> onDone, CancellationToken cancellationToken, ICasesElsewhere? elsewhere = null)
    {
        try
        {
            await RunPendingAsync(onDone, elsewhere, cancellationToken);
        }
        catch (Exception)
        {
            TryWriteManifest();   // why the run stopped is what the caller must hear of
            throw;
        }

        Pending = [];
        return Complete();
    }

    /// <summary>The classifier of a run, on the client given; each repeat has a seed of its own.</summary>
    internal static TicketClassifier ClassifierOf(RunSetup setup, IChatClient client, int repeat = 0) =>
        new(client, setup.Prompt.Version, setup.Options.Triage with { ReadException = ReadException }, setup.Time)
        {
            FenceKey = FenceKeyOf(setup.Options),
            Seed = setup.Options.Seed + repeat,
        };

    /// <summary>What a run is measured with, one a repeat: the classifier that ships, on the model's clients and what keeps their answers.</summary>
    internal static ITicketClassifier[] ClassifiersOf(RunSetup setup, RunManifest manifest, AnswerRecorder recorder)
    {
        var client = recorder.Around(setup.Calls.Client);
        return [.. Enumerable.Range(0, setup.Options.Repeats).Select(repeat => new ObservedClassifier(ClassifierOf(setup, client, repeat), manifest))];
    }

    /// <summary>The key of a run's fences: the same for the same seed, so that requests can be told again.</summary>
    internal static FenceKey FenceKeyOf(RunOptions options) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"tnseval fence {options.Seed}")));

    /// <summary>The classifier of this run, on another client than the model's.</summary>
    internal TicketClassifier ClassifierFor(IChatClient client) => ClassifierOf(_setup, client);

    /// <summary>The journal, for those who have their answers elsewhere.</summary>
    internal Journal OpenJournal() => Journal.Open(_folder.JournalPath, _setup.Options.JournalText, _setup.Options.Durability, _setup.Time);

    /// <summary>Takes a record that the journal holds into account. Safe to call from many threads.</summary>
    internal void Count(CaseRecord record)
    {
        _observed.Add(record);
        if (_limits is null)
        {
            _tally.Add(record);
        }
    }

    /// <summary>Writes the summary of a run whose journal holds every case that it needs.</summary>
    /// <remarks>Scored while it was written, which saves a second reading; but not with limits, which are known to count a case only at the end.</remarks>
    internal RunSummary Complete()
    {
        var manifest = Manifest with { Observed = _observed.ToObserved(), Stop = _limits?.Report(_folder.SetAside(record => !_limits.Counts(record.Id))) };
        var summary = _limits is null
            ? _tally.Summarize(manifest).Complete(manifest)
            : RunSummary.OfComplete(manifest, JournalReader.Read(_folder.JournalPath), _setup.Options.Scoring);
        _folder.WriteManifest(manifest with { Stop = summary.Stop });
        _folder.WriteSummary(summary);
        return summary;
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private async Task RunPendingAsync(Action<CaseRecord> onDone, ICasesElsewhere? elsewhere, CancellationToken cancellationToken)
    {
        using var recorder = AnswerRecorder.Open(_setup, _folder);
        using var enough = new CancellationTokenSource();
        await using (var journal = OpenJournal())
        {
            ITicketClassifier[] classifiers = elsewhere is null
                ? ClassifiersOf(_setup, Manifest, recorder)
                : [.. Enumerable.Repeat(elsewhere.Classifier, _setup.Options.Repeats)];
            var runner = new Runner(classifiers, journal, _setup.Options.Concurrency.OpenCases, _setup.Time, recorder.KeepAsync);
            try
            {
                await runner.RunAsync(Pending, Observe, cancellationToken, enough.Token);
            }
            finally
            {
                await recorder.FlushAsync();
            }
        }

        recorder.WriteCassette();

        void Observe(CaseRecord record)
        {
            elsewhere?.Journaled(record.Key);
            Count(record);
            if (_limits?.Add(record) == true)
            {
                enough.Cancel();
            }

            onDone(record);
        }
    }

    private void TryWriteManifest()
    {
        try
        {
            _folder.WriteManifest(Manifest with { Observed = _observed.ToObserved() });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;   // the old one is as good for a resume
        }
    }

    private static CaseOutcome? ReadException(Exception exception) => exception switch
    {
        RunStoppedException stopped => throw stopped,
        CallTimedOutException timedOut => new CaseOutcome.TimedOut(timedOut.After),
        ProviderFaultException fault => Read(fault.Fault),
        _ => null,
    };

    private static CaseOutcome Read(Abstractions.ProviderFault fault) => fault.Kind switch
    {
        Abstractions.ProviderFaultKind.Auth => throw new RunStoppedException($"the provider refused the credentials: {fault.Message}"),
        Abstractions.ProviderFaultKind.Settings => throw new RunStoppedException(fault.Message),
        Abstractions.ProviderFaultKind.Refused => new CaseOutcome.Refused(fault.Message),
        Abstractions.ProviderFaultKind.Truncated => new CaseOutcome.Truncated(fault.Message),
        Abstractions.ProviderFaultKind.NotRecorded => NotRecorded(fault),
        _ => new CaseOutcome.Failed(fault.Message),
    };

    private static CaseOutcome.Failed NotRecorded(Abstractions.ProviderFault fault)
    {
        CallTrace.Current?.IsNotRecorded = true;
        return new CaseOutcome.Failed(fault.Message);
    }

    private static IDisposable Lock(RunFolder folder) =>
        folder.TryLock() ?? throw new RunFolderException($"{folder.Path}: another process works on this run. Wait for it, or stop it.");

    /// <summary>Cut where a model's name is a long path: file systems take 255 bytes.</summary>
    private static string Slug(RunSetup setup)
    {
        const int Longest = 120;
        var name = $"{setup.Prompt.Version.Name}-{setup.Model.Name}-{setup.Selection.Set}";
        return string.Concat(name.Take(Longest).Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? char.ToLowerInvariant(character) : '-'));
    }

    internal static RunVersions Versions { get; } = new(
        VersionOf(typeof(EvalRun)), VersionOf(typeof(TicketClassifier)), typeof(TicketClassifier).Module.ModuleVersionId.ToString(), RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    private static RunManifest ManifestOf(RunSetup setup, DateTimeOffset createdAt, string? gitRevision) => new()
    {
        FormatVersion = RunManifest.CurrentFormatVersion,
        Id = "",
        CreatedAt = createdAt,
        Prompt = new RunPrompt(setup.Prompt.Version.Name, setup.Prompt.Version.Hash, setup.PromptPath),
        Model = setup.Model,
        Cases = setup.Selection,
        Options = setup.Options,
        PolicyVersion = EscalationPolicy.Version,
        Versions = Versions,
        GitRevision = gitRevision,
    };

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
