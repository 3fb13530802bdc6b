using System.ClientModel.Primitives;
using System.Globalization;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>How long a server asks to wait. A cap is the harness's; a day bounds only what a number may be.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Read(PipelineResponseHeaders headers, TimeProvider time)
    {
        if (Number("retry-after-ms") is { } milliseconds)
        {
            return Bounded(milliseconds / 1000);
        }

        if (Number("retry-after") is { } seconds)
        {
            return Bounded(seconds);
        }

        return headers.TryGetValue("retry-after", out var text)
            && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded((date - time.GetUtcNow()).TotalSeconds)
            : null;

        double? Number(string name) => headers.TryGetValue(name, out var number)
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
}
