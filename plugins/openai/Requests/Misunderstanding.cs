using System.Text.RegularExpressions;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Faults;

namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>
/// Tells the one kind of 400 that another wording of the request can cure, "this server does not know that parameter", from all others: a bad
/// value, a schema that strict mode does not allow, a prompt that is too long.
/// </summary>
internal static class Misunderstanding
{
    /// <summary>What to concede before asking again; <see cref="Concessions.None"/> when asking again would be of no use.</summary>
    public static Concessions Of(ChatRequest request, int status, ApiError error)
    {
        if (status is not (400 or 422) || !error.SaysUnsupported)
        {
            return Concessions.None;
        }

        if (request.Format != StructuredOutput.None && IsAbout(error, "response_format"))
        {
            return request.Format == StructuredOutput.JsonSchema ? Concessions.NoJsonSchema : Concessions.NoJsonObject;
        }

        return request.Sent.FirstOrDefault(parameter => IsAbout(error, parameter.Key)).Value;
    }

    /// <summary>A server that names the parameter is believed; else it has to stand in the message as a word.</summary>
    private static bool IsAbout(ApiError error, string parameter) => error.Parameter is { } named
        ? named == parameter || named.StartsWith(parameter + '.', StringComparison.Ordinal)
        : Regex.IsMatch(
            error.MessageStart.Replace("response format", "response_format", StringComparison.Ordinal),
            $@"\b{parameter}\b",
            RegexOptions.CultureInvariant,
            Timeout.InfiniteTimeSpan);
}
