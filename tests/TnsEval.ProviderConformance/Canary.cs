namespace TnsEval.ProviderConformance;

/// <summary>Texts that must not turn up in a message.</summary>
internal static class Canary
{
    public const string Key = "canary-key-5e1f0c9ab4d74c62";

    public const string Ticket = "canary-ticket-my-neighbour-hid-it-in-the-shed";

    public const string Answer = "canary-answer-the-model-said-this";

    public static IReadOnlyList<string> All { get; } = [Key, Ticket, Answer];

    public static string Describe(string canary) => canary switch
    {
        Key => "the key",
        Ticket => "ticket text",
        _ => "model text",
    };
}
