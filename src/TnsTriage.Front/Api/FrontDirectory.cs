using System.Text.Json.Serialization;

namespace TnsTriage.Front.Api;

/// <summary>A tag, looked up to find its id by its name: Front takes ids only.</summary>
public sealed record FrontTag
{
    /// <summary>Its id.</summary>
    public required TagId Id { get; init; }

    /// <summary>Its name, not always unique; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Name { get; init; }

    /// <summary>Whether it belongs to one person and cannot be used for a team's conversations.</summary>
    [JsonConverter(typeof(OptionalFlagConverter))]
    public bool IsPrivate { get; init; }
}

/// <summary>An inbox, looked up to find its id by its name.</summary>
public sealed record FrontInbox
{
    /// <summary>Its id.</summary>
    public required InboxId Id { get; init; }

    /// <summary>Its name, not always unique; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Name { get; init; }

    /// <summary>Whether it belongs to one person.</summary>
    [JsonConverter(typeof(OptionalFlagConverter))]
    public bool IsPrivate { get; init; }
}

/// <summary>A teammate, looked up to find the id by address or user name.</summary>
public sealed record FrontTeammate
{
    /// <summary>The id.</summary>
    public required TeammateId Id { get; init; }

    /// <summary>The address; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Email { get; init; }

    /// <summary>The name after the @ of a mention; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Username { get; init; }

    /// <summary>Whether the account is closed.</summary>
    [JsonConverter(typeof(OptionalFlagConverter))]
    public bool IsBlocked { get; init; }

    /// <summary>The id alone: people are not for logs.</summary>
    public override string ToString() => Id.Value;
}

/// <summary>The company that the token belongs to; there is no other way to learn what a token is.</summary>
public sealed record FrontCompany
{
    /// <summary>Its id, <c>cmp_</c>; application webhooks carry it too.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; null when not said.</summary>
    [JsonConverter(typeof(OptionalTextConverter))]
    public string? Name { get; init; }
}

/// <summary>An internal comment. Customers see none of it and cannot write one.</summary>
public sealed record FrontComment
{
    /// <summary>Its id, <c>com_</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its Markdown.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Body { get; init; }

    /// <summary>When it was written; null when not said.</summary>
    [JsonConverter(typeof(OptionalSecondsConverter))]
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>Its id alone: what people wrote is not for logs.</summary>
    public override string ToString() => Id;
}
