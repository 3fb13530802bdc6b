namespace TnsEval.Abstractions;

/// <summary>What a failed call means for the caller.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Message">For people and logs: no ticket text, model text, headers or keys.</param>
/// <param name="RetryAfter">How long the server asked to wait, or null.</param>
public sealed record ProviderFault(ProviderFaultKind Kind, string Message, TimeSpan? RetryAfter = null);

/// <summary>Kinds of fault.</summary>
public enum ProviderFaultKind
{
    /// <summary>The same call may work later: a server error, a lost connection.</summary>
    Transient,

    /// <summary>Too many calls.</summary>
    RateLimited,

    /// <summary>The provider's own filter declined to answer.</summary>
    Refused,

    /// <summary>The prompt or the answer did not fit the model's context: an answer to part of a ticket is not an answer.</summary>
    Truncated,

    /// <summary>The credentials are missing, wrong or revoked: the run stops.</summary>
    Auth,

    /// <summary>
    /// No call can succeed until a setting is corrected: the model does not exist, the address leads elsewhere, the account has no credit. The
    /// run stops; the message says what to correct.
    /// </summary>
    Settings,

    /// <summary>The same call will fail again.</summary>
    Permanent,

    /// <summary>Answers come from a recording, and it holds none to this request. The run goes on and ends as failed.</summary>
    NotRecorded,
}
