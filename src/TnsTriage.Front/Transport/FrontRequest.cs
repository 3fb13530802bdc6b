namespace TnsTriage.Front.Transport;

/// <summary>A call before it is bound to a host: for a merged conversation the same call is made again under the new id.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Relative path; after the conversation's own where there is one: <c>/tags</c>.</param>
internal sealed record FrontRequest(HttpMethod Method, string Path)
{
    public ConversationId? Conversation { get; init; }

    /// <summary>Names and values, not yet encoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>JSON.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The path with a placeholder where it holds an id.</summary>
    public string? OperationPath { get; init; }

    /// <summary>Method and path without ids: for logs and faults.</summary>
    public string Operation => $"{Method} {(Conversation is null ? "" : "conversations/{id}")}{OperationPath ?? Path}";

    /// <summary>
    /// What Front's limits per resource count: the writes of one conversation; null for what only the company's limit counts.
    /// </summary>
    public string? Resource => Conversation is { } conversation && Method != HttpMethod.Get ? conversation.Value : null;

    public Uri Address(Uri baseAddress)
    {
        var path = Conversation is { } conversation ? $"conversations/{conversation}{Path}" : Path;
        var query = string.Join('&', Query.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
        return new Uri(baseAddress, query.Length == 0 ? path : $"{path}?{query}");
    }
}

/// <summary>A whole answer of 2xx.</summary>
/// <param name="Body">The JSON; empty for 204.</param>
/// <param name="Conversation">The conversation that answered: another than was asked for when Front merged it.</param>
internal sealed record FrontAnswer(byte[] Body, ConversationId? Conversation);
