using System.Diagnostics;

namespace TnsTriage.Telemetry;

internal static class SpanFailure
{
    /// <summary>Notes on a span that what it stands for failed, and of which kind; never the words of the error.</summary>
    public static void Fail(this Activity? span, string errorType) => span?.SetStatus(ActivityStatusCode.Error).SetTag(ChatSignals.ErrorType, errorType);
}
