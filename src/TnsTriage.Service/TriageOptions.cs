using TnsTriage.Front;
using TnsTriage.Service.Escalation;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Inbox.RabbitMq;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service;

/// <summary>The configuration section <c>TnsTriage</c>. A class and no record: it must not print its secrets.</summary>
internal sealed class TriageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "TnsTriage";

    /// <summary>How to reach Front, and the keys of its webhooks.</summary>
    public FrontOptions Front { get; set; } = new();

    /// <summary>The webhook that pages somebody.</summary>
    public PagingOptions Paging { get; set; } = new();

    /// <summary>The endpoints for operators.</summary>
    public AdminOptions Admin { get; set; } = new();

    /// <summary>How long what is stored is kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>The watch over the rate of alarms.</summary>
    public DriftOptions Drift { get; set; } = new();

    /// <summary>What this process does: <c>all</c>, or <c>receiver</c> or <c>worker</c> where several share a queue in RabbitMQ.</summary>
    public string Role { get; set; } = ServiceRole.All;

    /// <summary>Where jobs wait: <c>sqlite</c>, a file in <see cref="DataFolder"/>, or <c>rabbitmq</c>, which several processes may share.</summary>
    public string Queue { get; set; } = InboxStore.Sqlite;

    /// <summary>The broker, for a queue that is in RabbitMQ.</summary>
    public RabbitMqOptions RabbitMq { get; set; } = new();

    /// <summary>Where the ledger is: <c>sqlite</c>, a file in <see cref="DataFolder"/>, or <c>postgres</c>, which several processes may share.</summary>
    public string Ledger { get; set; } = LedgerStore.Sqlite;

    /// <summary>The database, for a ledger that is in PostgreSQL.</summary>
    public PostgresOptions Postgres { get; set; } = new();

    /// <summary>The policy file.</summary>
    public string Policy { get; set; } = "policy.json";

    /// <summary>Where inbox and ledger are: a folder on a local disk, for SQLite must not be used on a network share.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// The model, as <c>provider/model</c>; keys and addresses stand where its provider looks for them, such as <c>OPENAI_API_KEY</c>.
    /// </summary>
    public string Model { get; set; } = "";

    /// <summary>Where application webhooks are taken, when <see cref="FrontOptions.ApplicationSecret"/> is set.</summary>
    public string ApplicationWebhookPath { get; set; } = "/webhooks/front/application";

    /// <summary>Where rule webhooks are taken, when <see cref="FrontOptions.RuleSecret"/> is set.</summary>
    public string RuleWebhookPath { get; set; } = "/webhooks/front/rule";

    /// <summary>Conversations worked on at once; 1 to 256.</summary>
    public int Workers { get; set; } = 8;

    /// <summary>How long one ticket may take at the model; more than zero, at most 10 minutes.</summary>
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a model that is down is waited for before a person reviews the ticket instead; up to a day.</summary>
    public TimeSpan ModelPatience { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long Front, or whoever pages, is waited for before a conversation becomes a dead letter; up to 30 days.</summary>
    public TimeSpan FrontPatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often a conversation is tried that fails for no known reason, before it becomes a dead letter; 1 to 100.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>
    /// How long a worker's claim lasts without renewal: how late a conversation is whose worker died; 5 seconds to an hour.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long conversations in flight get to end when the service is stopped; up to 10 minutes.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How often Front's list of events is searched for what webhooks missed; zero for never; else 10 seconds to a day.</summary>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How far each search goes back behind the one before, and the first one behind the start; up to 30 days.</summary>
    public TimeSpan ReconcileOverlap { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Every problem; none when the options can be used. No problem shows a secret.</summary>
    public IEnumerable<Problem> Check()
    {
        var (isReceiver, isWorker) = (ServiceRole.IsReceiver(Role), ServiceRole.IsWorker(Role));
        foreach (var problem in Front.Check().Where(problem => !isReceiver || problem.Where != nameof(FrontOptions.Token)))
        {
            yield return problem with { Where = $"{Section}:Front:{problem.Where}" };
        }

        foreach (var problem in Paging.Check($"{Section}:Paging").Concat(Admin.Check($"{Section}:Admin"))
            .Concat(Retention.Check($"{Section}:Retention")).Concat(Drift.Check($"{Section}:Drift"))
            .Concat(ServiceRole.Check(Role)).Concat(InboxStore.Check(this)).Concat(isReceiver ? [] : LedgerStore.Check(Ledger, Postgres)))
        {
            yield return problem;
        }

        if (Front is { ApplicationSecret: null, RuleSecret: null } && !isWorker)
        {
            yield return new Problem($"{Section}:Front", "no webhook can be verified", "Set ApplicationSecret (better), RuleSecret, or both");
        }

        foreach (var (name, path) in new[] { (nameof(ApplicationWebhookPath), ApplicationWebhookPath), (nameof(RuleWebhookPath), RuleWebhookPath) })
        {
            if (!path.StartsWith('/') || path.AsSpan().IndexOfAny("{}?#*") >= 0)
            {
                yield return new Problem($"{Section}:{name}", $"\"{path}\" is no path", "Write a path such as /webhooks/front");
            }
        }

        if (string.Equals(ApplicationWebhookPath.TrimEnd('/'), RuleWebhookPath.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
        {
            yield return new Problem($"{Section}:{nameof(RuleWebhookPath)}", "is the path of application webhooks too", "Give each kind a path of its own");
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(ModelTimeout), ModelTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
            (nameof(ModelPatience), ModelPatience, TimeSpan.Zero, TimeSpan.FromDays(1)),
            (nameof(FrontPatience), FrontPatience, TimeSpan.Zero, TimeSpan.FromDays(30)),
            (nameof(Lease), Lease, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
            (nameof(Grace), Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            (nameof(ReconcileOverlap), ReconcileOverlap, TimeSpan.Zero, TimeSpan.FromDays(30)),
            (nameof(ReconcileEvery), ReconcileEvery, ReconcileEvery == TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)),
        })
        {
            if (value < least || value > most)
            {
                yield return new Problem($"{Section}:{name}", $"{value} is not between {least} and {most}", "Set a time in between");
            }
        }

        foreach (var (name, value, most) in new[] { (nameof(Workers), Workers, 256), (nameof(MaxAttempts), MaxAttempts, 100) })
        {
            if (value < 1 || value > most)
            {
                yield return new Problem($"{Section}:{name}", $"{value} is not between 1 and {most}", "Set a number in between");
            }
        }
    }
}
