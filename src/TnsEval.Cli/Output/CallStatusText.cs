using System.Globalization;
using TnsEval.Calls;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>How the calls of a run go, in a few words beside its progress; faults are said when there are some.</summary>
internal static class CallStatusText
{
    public static string Of(CallChain calls, ICasesElsewhere? elsewhere = null)
    {
        var status = elsewhere is null ? calls.Status : Of(elsewhere.Status);
        string?[] parts =
        [
            elsewhere?.Status.Workers switch { null => null, 0 => "waiting for workers", 1 => "1 worker", { } several => Line($"{several} workers") },
            elsewhere?.Status.Workers == 0 ? null : Line($"{status.Concurrency} at once"),
            status.Faults > 0 ? Line($"{status.Faults} faults, {status.Retries} retries") : null,
            calls.Budget is { } budget ? budget.Describe() : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static CallStatus Of(ElsewhereStatus status) => new(status.Concurrency, status.Retries, status.Faults, Spent: null);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
