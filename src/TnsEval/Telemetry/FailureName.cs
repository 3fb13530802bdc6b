using System.Text.Json;
using TnsEval.Calls;
using TnsEval.Plugins;

namespace TnsEval.Telemetry;

/// <summary>The few words that <c>error.type</c> may be: a failure's kind, never its message.</summary>
internal static class FailureName
{
    public static string Of(Exception exception) => exception switch
    {
        ProviderFaultException fault => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Fault.Kind.ToString()),
        CallTimedOutException => "timeout",
        OperationCanceledException => "cancelled",
        _ => exception.GetType().FullName!,
    };
}
