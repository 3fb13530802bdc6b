using System.Globalization;
using TnsEval.Calls;

namespace TnsEval.Cli.Output;

/// <summary>How the calls of a run go, in a few words beside its progress; what goes as it should is not said.</summary>
internal static class CallStatusText
{
    public static string Of(CallChain calls, Concurrency asked)
    {
        var status = calls.Status;
        string?[] parts =
        [
            asked.IsAuto || status.Concurrency < asked.Most ? Line($"{status.Concurrency} at once") : null,
            status.Faults > 0 ? Line($"{status.Faults} faults, {status.Retries} retries") : null,
            calls.Budget is { } budget ? budget.Describe() : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
