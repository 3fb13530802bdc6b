using Npgsql;
using TnsTriage.Assessments;
using TnsTriage.Front;
using TnsTriage.Service.Storage;
using static TnsTriage.Service.Storage.PostgresSql;

namespace TnsTriage.Service.Ledger;

/// <summary>Decisions, judgements and steps as rows.</summary>
internal static class PostgresRows
{
    private const string ShadowPrefix = "shadow_";

    private static readonly string[] JudgementColumns =
    [
        "outcome", "reason", "verdict", "severity", "categories", "prompt", "prompt_hash",
        "model_asked", "model_returned", "latency_ms", "calls", "input_tokens", "output_tokens",
    ];

    /// <summary>The values of <see cref="JudgementColumns"/>, by the names that <see cref="Parameters"/> gives.</summary>
    private const string JudgementValues =
        "@outcome, @reason, @verdict, @severity, @categories, @prompt, @hash, @asked, @returned, @latency, @calls, @input, @output";

    /// <summary>A judgement of the decision that a query finds.</summary>
    /// <param name="decisions">A query for ids.</param>
    public static string InsertJudgement(string decisions, bool isShadow) =>
        $"""
        INSERT INTO judgement (decision, is_shadow, {string.Join(", ", JudgementColumns)})
        SELECT id, {(isShadow ? "true" : "false")}, {JudgementValues} FROM ({decisions}) AS of_decision
        ON CONFLICT DO NOTHING
        """;

    public static NpgsqlParameter[] Parameters(Judgement judgement) =>
    [
        Value("outcome", WireName<JudgementOutcome>.Of(judgement.Outcome)), Value("reason", judgement.Reason),
        Value("verdict", WireName<Verdict>.Of(judgement.Verdict)),
        Value("severity", judgement.Severity is { } severity ? WireName<Severity>.Of(severity) : null),
        Json("categories", LedgerJson.Write(judgement.Categories)), Value("prompt", judgement.Prompt), Value("hash", judgement.PromptHash),
        Value("asked", judgement.ModelAsked), Value("returned", judgement.ModelReturned), Value("latency", (long)judgement.Latency.TotalMilliseconds),
        Value("calls", judgement.Calls), Value("input", judgement.Usage?.InputTokens), Value("output", judgement.Usage?.OutputTokens),
    ];

    /// <summary>Whole entries, a row for each step and at least one for each entry, the oldest first: see <see cref="Entries"/>.</summary>
    /// <param name="decisions">A query for ids.</param>
    public static string SelectEntries(string decisions) =>
        $"""
        SELECT decision.*, {string.Join(", ", JudgementColumns.Select(column => $"judgement.{column}"))},
          {string.Join(", ", JudgementColumns.Select(column => $"shadow.{column} AS {ShadowPrefix}{column}"))}, number, what, text, done_at, failure
        FROM decision JOIN judgement ON judgement.decision = decision.id AND NOT judgement.is_shadow
          LEFT JOIN judgement AS shadow ON shadow.decision = decision.id AND shadow.is_shadow
          LEFT JOIN step ON step.decision = decision.id
        WHERE decision.id = ANY (ARRAY({decisions})) ORDER BY decided_at, decision.id, number
        """;

    public static (Decision Decision, Judgement? Shadow, LedgerStep? Step) Read(PostgresRow row) => (
        ReadDecision(row),
        row.IsNull($"{ShadowPrefix}outcome") ? null : ReadJudgement(row.With(ShadowPrefix)),
        row.IsNull("number") ? null : ReadStep(row));

    public static IReadOnlyList<LedgerEntry> Entries(IEnumerable<(Decision Decision, Judgement? Shadow, LedgerStep? Step)> rows) =>
    [
        .. rows.GroupBy(row => row.Decision.Id, StringComparer.Ordinal).Select(entry => new LedgerEntry(
            entry.First().Decision, entry.First().Shadow, [.. entry.Select(row => row.Step).OfType<LedgerStep>()])),
    ];

    private static Decision ReadDecision(PostgresRow row) => new()
    {
        Id = row.Text("id"),
        Conversation = new ConversationId(row.Text("conversation")),
        Message = row.OptionalText("message") is { } message ? new MessageId(message) : null,
        ReceivedAt = row.Time("received_at"),
        DecidedAt = row.Time("decided_at"),
        IsDryRun = row.Flag("is_dry_run"),
        PolicyHash = row.Text("policy_hash"),
        TicketHash = row.OptionalText("ticket_hash"),
        Judgement = ReadJudgement(row),
    };

    private static Judgement ReadJudgement(PostgresRow row) => new()
    {
        Outcome = JudgementRows.Named<JudgementOutcome>(row.Text("outcome")),
        Reason = row.OptionalText("reason"),
        Verdict = JudgementRows.Named<Verdict>(row.Text("verdict")),
        Severity = row.OptionalText("severity") is { } severity ? JudgementRows.Named<Severity>(severity) : null,
        Categories = LedgerJson.ReadCategories(row.Text("categories")),
        Prompt = row.Text("prompt"),
        PromptHash = row.Text("prompt_hash"),
        ModelAsked = row.Text("model_asked"),
        ModelReturned = row.OptionalText("model_returned"),
        Latency = TimeSpan.FromMilliseconds(row.Number("latency_ms")),
        Calls = (int)row.Number("calls"),
        Usage = (row.OptionalNumber("input_tokens"), row.OptionalNumber("output_tokens")) is ({ } input, { } output)
            ? new TokenUsage(input, output)
            : null,
    };

    private static LedgerStep ReadStep(PostgresRow row) => new(
        (int)row.Number("number"), WireStep.Read(row.Text("what"), row.OptionalText("text")), row.OptionalTime("done_at"), row.OptionalText("failure"));
}
