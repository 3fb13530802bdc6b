using System.Globalization;
using TnsEval.Runs;

namespace TnsEval.Cli.Output;

/// <summary>What an answer took, in one line: calls, time, tokens, and what went wrong on the way.</summary>
internal static class CostText
{
    public static string Of(CaseRecord record)
    {
        if (record.Attempts == 0)
        {
            return "nothing: it was not sent";
        }

        string?[] parts =
        [
            Line($"{record.Attempts} {(record.Attempts == 1 ? "call" : "calls")}{(record.Attempts > 1 ? $" ({record.Attempts - 1} to repair)" : "")}"),
            Line($"{record.LatencyMs:0.##} ms{(record.WaitMs >= 1 ? $" and {record.WaitMs:0.##} ms of waiting" : "")}"),
            record.Usage is { } usage ? Line($"{usage.InputTokens:N0} tokens in, {usage.OutputTokens:N0} out") : "tokens unknown",
            record.Retries > 0 ? Line($"{record.Retries} retried") : null,
            record.CachedAnswers > 0 ? Line($"{record.CachedAnswers} from the cache") : null,
            record.FormatSlips > 0 ? Line($"{record.FormatSlips} in a code fence") : null,
            record.DroppedParameters.Count > 0 ? $"without {string.Join(", ", record.DroppedParameters)}" : null,
            record.ModelId is { } model ? Printable.Line(model) : null,
        ];
        return string.Join("; ", parts.Where(part => part is not null));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
