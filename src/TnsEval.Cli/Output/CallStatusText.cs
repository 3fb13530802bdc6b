using System.Globalization;
using TnsEval.Calls;

namespace TnsEval.Cli.Output;

/// <summary>How the calls of a run go, in a few words beside its progress; faults are said when there are some.</summary>
internal static class CallStatusText
{
    public static string Of(CallChain calls)
    {
        var status = calls.Status;
        string?[] parts =
        [
            Line($"{status.Concurrency} at once"),
            status.Faults > 0 ? Line($"{status.Faults} faults, {status.Retries} retries") : null,
            calls.Budget is { } budget ? budget.Describe() : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
