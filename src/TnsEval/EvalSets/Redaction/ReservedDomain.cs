namespace TnsEval.EvalSets.Redaction;

/// <summary>Domains that RFC 2606 and RFC 6761 keep for examples: nobody can own one, so nobody is named by it.</summary>
internal static class ReservedDomain
{
    private static readonly string[] Names = ["example", "test", "invalid", "localhost", "example.com", "example.net", "example.org"];

    public static bool Holds(string host) =>
        Array.Exists(Names, name =>
            host.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (host.Length == name.Length || host[^(name.Length + 1)] == '.'));
}
