using TnsTriage.Assessments;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Ledger;

/// <summary>Judgements as rows.</summary>
internal static class JudgementRows
{
    public static void Insert(SqliteSession session, string decisionId, bool isShadow, Judgement judgement) => session.Execute(
        """
        INSERT INTO judgement (decision, is_shadow, outcome, reason, verdict, severity, categories, prompt, prompt_hash,
          model_asked, model_returned, latency_ms, calls, input_tokens, output_tokens)
        VALUES ($decision, $shadow, $outcome, $reason, $verdict, $severity, $categories, $prompt, $hash,
          $asked, $returned, $latency, $calls, $input, $output)
        ON CONFLICT DO NOTHING
        """,
        ("$decision", decisionId), ("$shadow", isShadow ? 1 : 0),
        ("$outcome", WireName<JudgementOutcome>.Of(judgement.Outcome)), ("$reason", judgement.Reason),
        ("$verdict", WireName<Verdict>.Of(judgement.Verdict)),
        ("$severity", judgement.Severity is { } severity ? WireName<Severity>.Of(severity) : null),
        ("$categories", LedgerJson.Write(judgement.Categories)), ("$prompt", judgement.Prompt), ("$hash", judgement.PromptHash),
        ("$asked", judgement.ModelAsked), ("$returned", judgement.ModelReturned), ("$latency", (long)judgement.Latency.TotalMilliseconds),
        ("$calls", judgement.Calls), ("$input", judgement.Usage?.InputTokens), ("$output", judgement.Usage?.OutputTokens));

    public static Judgement Read(SqliteRow row) => new()
    {
        Outcome = Named<JudgementOutcome>(row.Text("outcome")),
        Reason = row.OptionalText("reason"),
        Verdict = Named<Verdict>(row.Text("verdict")),
        Severity = row.OptionalText("severity") is { } severity ? Named<Severity>(severity) : null,
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

    public static TEnum Named<TEnum>(string name) where TEnum : struct, Enum =>
        WireName<TEnum>.TryParse(name, out var value)
            ? value
            : throw new InvalidDataException($"the ledger holds a {typeof(TEnum).Name} that this program does not know: {name}");
}
