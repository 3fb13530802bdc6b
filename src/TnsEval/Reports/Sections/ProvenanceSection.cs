using System.Globalization;
using TnsEval.Reports.Markup;

namespace TnsEval.Reports.Sections;

/// <summary>Everything that could change a number, as the runs recorded it.</summary>
internal static class ProvenanceSection
{
    public static Html Of(RunReport report) => Html.Of(
        $"""
        <section id="provenance" aria-labelledby="provenance-title"><h2 id="provenance-title">Provenance</h2>
        {Block($"This run: {report.Run.Name}", Facts(report.Run))}{(report.Baseline is { } baseline ? Block($"Where the baseline differs: {baseline.Name}", Facts(baseline).Except(Facts(report.Run))) : Html.Empty)}</section>
        """);

    /// <summary>Names and values, for every format.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(ReportedRun run)
    {
        var (manifest, options) = (run.Manifest, run.Manifest.Options);
        return
        [
            ("Run", manifest.Id),
            ("Planned", manifest.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("State", run.IsComplete ? "complete" : $"stopped: {Figures.Count(run.Records.Count)} of {Figures.Count(manifest.Cases.Count * options.Repeats)} answers"),
            ("Prompt", manifest.Prompt.Name),
            ("Prompt hash", manifest.Prompt.Hash),
            ("Prompt file", manifest.Prompt.File),
            ("Model asked for", manifest.Model.Name),
            ("Model as it called itself", OrDash(run.Scores.ModelIds)),
            ("Model revision", manifest.Model.Revision ?? Figures.Absent),
            ("Provider version", manifest.Model.ProviderVersion),
            ("Provider files", manifest.Model.ProviderHash),
            ("Answers held to the schema by", OrDash(manifest.Observed?.StructuredOutputs.Select(output => output.ToString()) ?? [])),
            ("Parameters the server does not take", OrDash(manifest.Observed?.DroppedParameters ?? [])),
            ("Eval set", manifest.Cases.Set),
            ("Cases", Figures.Count(manifest.Cases.Count).Text),
            ("Cases hash", manifest.Cases.Hash),
            ("Read from", OrDash(manifest.Cases.Paths)),
            ("Split", manifest.Cases.Split ?? "all"),
            ("Filters", OrDash(manifest.Cases.Filters)),
            ("Limit", manifest.Cases.Limit?.ToString(CultureInfo.InvariantCulture) ?? "none"),
            ("Part", manifest.Cases.Shard is { } shard ? $"{shard.Index} of {shard.Of}; whole set of {Figures.Count(shard.WholeCount)}, hash {shard.WholeHash}" : "whole"),
            ("Seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
            ("Repeats", options.Repeats.ToString(CultureInfo.InvariantCulture)),
            ("Calls at once", options.Concurrency.ToString()!),
            ("Repair turns", options.RepairTurns.ToString(CultureInfo.InvariantCulture)),
            ("Time limit of a case, of an attempt", $"{options.Timeout:c}, {options.AttemptTimeout:c}"),
            ("Retries", options.Retries.ToString(CultureInfo.InvariantCulture)),
            ("Longest ticket", $"{Figures.Count(options.MaxTicketCharacters)} characters"),
            ("Budget", $"cost {options.MaxCost?.ToString(CultureInfo.InvariantCulture) ?? "no limit"}, tokens {options.MaxTokens?.ToString("N0", CultureInfo.InvariantCulture) ?? "no limit"}"),
            ("Cache", $"{Figures.Words(options.Cache)}; {Figures.Count(run.Summary.CachedAnswers)} answers from it"),
            ("Recorded to", options.Record ?? Figures.Absent),
            ("Not in the recording", Figures.Count(run.Summary.NotRecorded).Text),
            ("Text in the journal", Figures.Words(options.JournalText).Text),
            ("Missing answers counted", Figures.Words(options.Scoring.InvalidPolicy).Text),
            ("Base rate", Figures.BaseRate(options.Scoring.BaseRate).Text),
            ("Escalation policy", manifest.PolicyVersion.ToString(CultureInfo.InvariantCulture)),
            ("TnsEval", manifest.Versions.TnsEval),
            ("TnsTriage", $"{manifest.Versions.TnsTriage}, build {manifest.Versions.TnsTriageBuild}"),
            ("Runtime", $"{manifest.Versions.Runtime}, {manifest.Versions.OperatingSystem}"),
            ("Git revision", manifest.GitRevision ?? Figures.Absent),
            ("Tokens", $"{run.Scores.Tokens.Input.ToString("N0", CultureInfo.InvariantCulture)} in, {run.Scores.Tokens.Output.ToString("N0", CultureInfo.InvariantCulture)} out, of {Figures.Count(run.Scores.Tokens.Cases)} cases"),
            ("Latency", $"p50 {Figures.Decimals(run.Scores.Latency.P50Ms, "0.##")} ms, p95 {Figures.Decimals(run.Scores.Latency.P95Ms, "0.##")} ms"),
        ];
    }

    private static Html Block(string title, IEnumerable<(string Name, string Value)> facts) => Html.Of(
        $"""<details open><summary>{title}</summary><dl class="facts">{facts.Select(fact => Html.Of($"""<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"""))}</dl></details>""");

    private static string OrDash(IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } joined ? joined : Figures.Absent;
}
