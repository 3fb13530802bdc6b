namespace TnsEval.ProviderConformance;

/// <summary>A request as it arrived at the scripted server.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Target">Path and query, as sent.</param>
/// <param name="Headers">In the order sent.</param>
/// <param name="Body">Read as UTF-8, after any chunked transfer coding was taken off.</param>
public sealed record HttpRequest(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    internal string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
