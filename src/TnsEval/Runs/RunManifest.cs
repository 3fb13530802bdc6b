using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary><c>run.json</c>: everything that could change a number of a run, and where it came from.</summary>
public sealed record RunManifest
{
    /// <summary>Version of the run folder's formats, the journal's included.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>See <see cref="CurrentFormatVersion"/>.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The folder's name.</summary>
    public required string Id { get; init; }

    /// <summary>When the run was planned, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The prompt version.</summary>
    public required RunPrompt Prompt { get; init; }

    /// <summary>The model asked for; what it called itself is in the summary.</summary>
    public required RunModel Model { get; init; }

    /// <summary>The cases.</summary>
    public required RunCases Cases { get; init; }

    /// <summary>The settings.</summary>
    public required RunOptions Options { get; init; }

    /// <summary><see cref="TnsTriage.Assessments.EscalationPolicy.Version"/> that derived the verdicts.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>What ran.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>The git revision of the working directory, with <c>+changes</c> when files differ from it; null outside a repository.</summary>
    public string? GitRevision { get; init; }

    /// <summary>What was seen of the model; null until the run first ended or stopped.</summary>
    public RunObserved? Observed { get; init; }

    /// <summary>The run that this one is a part of; itself when it is no part.</summary>
    public RunManifest Whole() => Cases.Shard is not { } shard ? this : this with
    {
        Cases = Cases with { Count = shard.WholeCount, Hash = shard.WholeHash, Shard = null },
    };

    /// <summary>Names every difference that would make the other run's numbers mean something else.</summary>
    public IEnumerable<string> DifferencesFrom(RunManifest other)
    {
        (string What, object? Mine, object? Theirs)[] cases =
        [
            ("cases hash", Cases.Hash, other.Cases.Hash),
            ("repeats", Options.Repeats, other.Options.Repeats),
        ];
        return SubjectDifferencesFrom(other)
            .Concat(cases.Where(fact => !Equals(fact.Mine, fact.Theirs)))
            .Select(fact => $"{fact.What} was {fact.Theirs}, is now {fact.Mine}");
    }

    /// <summary>Every difference in what was measured, on whatever cases and however often.</summary>
    internal IEnumerable<(string What, object? Mine, object? Theirs)> SubjectDifferencesFrom(RunManifest other)
    {
        (string What, object? Mine, object? Theirs)[] facts =
        [
            ("format version", FormatVersion, other.FormatVersion),
            ("prompt hash", Prompt.Hash, other.Prompt.Hash),
            ("model", Model.Name, other.Model.Name),
            ("provider version", Model.ProviderVersion, other.Model.ProviderVersion),
            ("provider files", Model.ProviderHash, other.Model.ProviderHash),
            ("model revision", Model.Revision, other.Model.Revision),
            ("seed", Options.Seed, other.Options.Seed),
            ("repair turns", Options.RepairTurns, other.Options.RepairTurns),
            ("timeout", Options.Timeout, other.Options.Timeout),
            ("attempt timeout", Options.AttemptTimeout, other.Options.AttemptTimeout),
            ("longest ticket", Options.MaxTicketCharacters, other.Options.MaxTicketCharacters),
            ("escalation policy", PolicyVersion, other.PolicyVersion),
            ("TnsTriage build", Versions.TnsTriageBuild, other.Versions.TnsTriageBuild),
        ];
        return facts.Where(fact => !Equals(fact.Mine, fact.Theirs));
    }
}

/// <summary>The prompt version of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hash">Its identity.</param>
/// <param name="File">Where it was read from.</param>
public sealed record RunPrompt(string Name, string Hash, string File);

/// <summary>The model of a run.</summary>
/// <param name="Name">As asked for: <c>provider/model</c>.</param>
/// <param name="ProviderVersion">The plugin's version.</param>
/// <param name="ProviderHash">SHA-256 over the plugin's files.</param>
/// <param name="Revision">See <see cref="Abstractions.ModelRevision"/>; null when the provider knows none.</param>
public sealed record RunModel(string Name, string ProviderVersion, string ProviderHash, string? Revision = null);

/// <summary>The cases of a run.</summary>
/// <param name="Set">The eval set's name.</param>
/// <param name="Paths">The files or folders it was read from.</param>
/// <param name="Split">The split, or null for all.</param>
/// <param name="Filters">Filters as given.</param>
/// <param name="Limit">Most cases to take, or null.</param>
/// <param name="Count">How many were chosen.</param>
/// <param name="Hash">Hash over the chosen cases.</param>
/// <param name="Shard">The part of them that this run takes; null for all.</param>
public sealed record RunCases(
    string Set, IReadOnlyList<string> Paths, string? Split, IReadOnlyList<string> Filters, int? Limit, int Count, string Hash, RunShard? Shard = null);

/// <summary>One part of a run that is spread over several places.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Of">How many parts there are.</param>
/// <param name="WholeCount">How many cases all parts have together.</param>
/// <param name="WholeHash">Hash over the cases of all parts.</param>
public sealed record RunShard(int Index, int Of, int WholeCount, string WholeHash);

/// <summary>The settings of a run.</summary>
public sealed record RunOptions
{
    /// <summary>Seeds sampling, the choice under a limit, and the fence.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How often each case is classified, each time with a seed of its own; 1 to 100.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Calls at once.</summary>
    public Concurrency Concurrency { get; init; } = Concurrency.UpTo(8);

    /// <summary>See <see cref="TnsTriageOptions.RepairTurns"/>.</summary>
    public int RepairTurns { get; init; } = new TnsTriageOptions().RepairTurns;

    /// <summary>How long a case's calls may take together; waits for a turn or before a retry do not count.</summary>
    public TimeSpan Timeout { get; init; } = new TnsTriageOptions().Timeout;

    /// <summary>How long one attempt at a call may take before it is given up and made again.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is made again after a fault that may pass; three times as often after "too many calls".</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Most that the run may cost, in the price file's currency; null for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Most tokens that the run may use, input and output together; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The price file; null for none.</summary>
    public string? Prices { get; init; }

    /// <summary>See <see cref="TnsTriageOptions.MaxTicketCharacters"/>.</summary>
    public int MaxTicketCharacters { get; init; } = new TnsTriageOptions().MaxTicketCharacters;

    /// <summary>Whether the journal keeps ticket and model text, or hashes of it.</summary>
    public JournalText JournalText { get; init; } = JournalText.Full;

    /// <summary>What a power cut may take from the journal.</summary>
    public Durability Durability { get; init; } = Durability.Batch;

    /// <summary>What is done with the answer cache.</summary>
    public CacheMode Cache { get; init; }

    /// <summary>The cassette that the run is recorded to; null for none.</summary>
    public string? Record { get; init; }

    /// <summary>How the summary counts.</summary>
    public ScoringOptions Scoring { get; init; } = new();

    /// <summary>Every problem of these settings; none when they can be used.</summary>
    public IEnumerable<Problem> Check() =>
    [
        .. Triage.Check(),
        .. Scoring.Check(),
        .. Limits(),
    ];

    /// <summary>Without a time limit: the calls have one, which leaves waits out.</summary>
    internal TnsTriageOptions Triage => new()
    {
        RepairTurns = RepairTurns, Timeout = System.Threading.Timeout.InfiniteTimeSpan, MaxTicketCharacters = MaxTicketCharacters,
    };

    internal CallSettings Calls => new()
    {
        Concurrency = Concurrency, AttemptTimeout = AttemptTimeout, CaseTimeout = Timeout, Retries = Retries, Seed = Seed,
    };

    private IEnumerable<Problem> Limits()
    {
        foreach (var (name, limit) in new[] { (nameof(Timeout), Timeout), (nameof(AttemptTimeout), AttemptTimeout) })
        {
            if (limit <= TimeSpan.Zero || limit > TimeSpan.FromHours(1))
            {
                yield return new Problem(name, $"{limit} is not between 0 and 1 hour", "Set a time such as 00:01:30");
            }
        }

        if (Repeats is < 1 or > 100)
        {
            yield return new Problem(nameof(Repeats), $"{Repeats} is not between 1 and 100", "Set a number such as 5");
        }

        if (Retries is < 0 or > 20)
        {
            yield return new Problem(nameof(Retries), $"{Retries} is not between 0 and 20", "Set a number such as 4");
        }

        if (MaxCost <= 0 || MaxTokens <= 0)
        {
            yield return new Problem(MaxCost <= 0 ? nameof(MaxCost) : nameof(MaxTokens), "the budget is not above 0", "Raise it, or leave it out");
        }
    }
}

/// <summary>What ran.</summary>
/// <param name="TnsEval">The harness.</param>
/// <param name="TnsTriage">The classifier.</param>
/// <param name="TnsTriageBuild">Module version id of the classifier: builds are deterministic, so it changes with its code and with nothing else.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OperatingSystem">The operating system.</param>
public sealed record RunVersions(string TnsEval, string TnsTriage, string TnsTriageBuild, string Runtime, string OperatingSystem);

/// <summary>What was seen of the model of a run.</summary>
/// <param name="ModelIds">The names it called itself, in ordinal order.</param>
/// <param name="StructuredOutputs">The ways its answers were held to the schema, where the provider said.</param>
/// <param name="DroppedParameters">Request parameters that were left out of at least one call because the server does not take them.</param>
public sealed record RunObserved(IReadOnlyList<string> ModelIds, IReadOnlyList<StructuredOutput> StructuredOutputs, IReadOnlyList<string> DroppedParameters);
