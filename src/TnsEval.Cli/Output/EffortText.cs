using System.Globalization;
using TnsEval.Comparing;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Cli.Output;

/// <summary>What two runs took: answers that are none, time, tokens, money.</summary>
internal static class EffortText
{
    /// <summary>Rows of name, base, candidate and change; none for what neither run knows.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(Scorecard @base, Scorecard candidate, (ComparedRun Base, ComparedRun Candidate) runs, PriceList? prices)
    {
        yield return ["invalid", Invalid(@base), Invalid(candidate), ""];
        yield return Row("latency p50", @base.Latency.P50Ms, candidate.Latency.P50Ms, "0.0", " ms");
        yield return Row("latency p95", @base.Latency.P95Ms, candidate.Latency.P95Ms, "0.0", " ms");
        yield return Row("tokens in, a ticket", Each(@base, tokens => tokens.Input), Each(candidate, tokens => tokens.Input), "N0", "");
        yield return Row("tokens out, a ticket", Each(@base, tokens => tokens.Output), Each(candidate, tokens => tokens.Output), "N0", "");
        if (prices is not null)
        {
            yield return Row($"{prices.Currency}, 1,000 tickets", Cost(@base, runs.Base.Model, prices), Cost(candidate, runs.Candidate.Model, prices), "N2", "");
        }
    }

    /// <summary>How many answers are none, by kind.</summary>
    public static string Invalid(Scorecard scores)
    {
        var kinds = scores.Outcomes.Where(outcome => outcome.Key != OutcomeKind.Assessed && outcome.Value > 0).ToArray();
        return kinds.Length == 0 ? "0" : $"{kinds.Sum(kind => kind.Value)} ({string.Join(", ", kinds.Select(kind => $"{WireName<OutcomeKind>.Of(kind.Key).Replace('_', ' ')} {kind.Value}"))})";
    }

    private static IReadOnlyList<string> Row(string name, double? @base, double? candidate, string format, string unit)
    {
        var change = @base > 0 && candidate is { } now ? (100 * (now - @base.Value) / @base.Value).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %" : "";
        return [name, Figure(@base), Figure(candidate), change];

        string Figure(double? value) => value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "not known";
    }

    private static double? Each(Scorecard scores, Func<TokenTotals, long> total) => scores.Tokens.Cases == 0 ? null : (double)total(scores.Tokens) / scores.Tokens.Cases;

    private static double? Cost(Scorecard scores, RunModel model, PriceList prices) =>
        scores.Tokens.Cases > 0 && prices.Models.FirstOrDefault(price => price.Model == model.Name) is { } price
            ? 1000 * (double)price.Cost(scores.Tokens.Input, cachedInput: 0, scores.Tokens.Output) / scores.Tokens.Cases
            : null;
}
