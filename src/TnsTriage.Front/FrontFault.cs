using System.Diagnostics;

namespace TnsTriage.Front;

/// <summary>
/// Why Front did not do what was asked. Exactly one of the nested types; none holds content, keys or Front's own wording.
/// </summary>
public abstract record FrontFault
{
    private protected FrontFault() { }

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool IsTransient => this is RateLimited or Server or Network;

    /// <summary>
    /// Whether a write may have taken effect all the same: the answer was lost, not the request. Look before writing what is not
    /// idempotent again.
    /// </summary>
    public bool MayHaveBeenApplied => this is Server or Network or Unreadable or Unexpected;

    /// <summary>What happened, in words for a log.</summary>
    public sealed override string ToString() => this switch
    {
        NotFound => "Front knows no such thing",
        Unauthorized => "Front does not accept the token",
        Forbidden => "the token lacks the right to do this",
        Invalid { Fields: [] } => "Front refused the request as invalid",
        Invalid invalid => $"Front refused the request as invalid: {string.Join(", ", invalid.Fields)}",
        RateLimited limited => $"rate limited for {limited.RetryAfter.TotalSeconds:0.#} s",
        Server server => $"Front failed with status {server.Status}",
        Network { IsTimeout: true } => "Front did not answer in time",
        Network => "the connection to Front failed",
        Unreadable unreadable => $"Front's answer cannot be read at {unreadable.Field}",
        Unexpected unexpected => unexpected.What,
        _ => throw new UnreachableException(GetType().Name),
    };

    /// <summary>404: there is no such thing, or the token may not know of it.</summary>
    public sealed record NotFound : FrontFault;

    /// <summary>401: the token is wrong or was deleted. Every other call will fail the same way.</summary>
    public sealed record Unauthorized : FrontFault;

    /// <summary>403: the token lacks a scope or a namespace.</summary>
    public sealed record Forbidden : FrontFault;

    /// <summary>400, 409, 413 or 422: Front read the request and refuses it.</summary>
    /// <param name="Fields">Those fields of the request that Front's answer names; may be empty.</param>
    public sealed record Invalid(IReadOnlyList<string> Fields) : FrontFault;

    /// <summary>429, or a limit known before the call was made. Nothing was applied.</summary>
    /// <param name="RetryAfter">When to try again, from now.</param>
    public sealed record RateLimited(TimeSpan RetryAfter) : FrontFault;

    /// <summary>408 or 5xx.</summary>
    /// <param name="Status">The HTTP status.</param>
    public sealed record Server(int Status) : FrontFault;

    /// <summary>No answer, or half of one.</summary>
    /// <param name="IsTimeout">Whether time ran out; otherwise the connection failed.</param>
    public sealed record Network(bool IsTimeout) : FrontFault;

    /// <summary>An answer of 2xx that lacks a field we need, or has it as another type.</summary>
    /// <param name="Field">JSON path of the field, or of the object that lacks one, such as <c>$._results[3].id</c>; <c>$</c> when it is
    /// no JSON at all.</param>
    public sealed record Unreadable(string Field) : FrontFault;

    /// <summary>
    /// Anything else: a redirect to a host that is not allowed, an answer over the size limit, a status nobody documented.
    /// </summary>
    /// <param name="What">What it was.</param>
    public sealed record Unexpected(string What) : FrontFault;
}
