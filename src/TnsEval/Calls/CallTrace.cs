using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.EvalSets;

namespace TnsEval.Calls;

/// <summary>
/// What the calls for one case came to on their way through the clients. It flows with the case's own execution, so that each client can add
/// to it without the classifier, which ships and knows nothing of a harness, having to hand it on. Used by one thread at a time.
/// </summary>
public sealed class CallTrace(CaseId caseId, int repeat = 0, string? perturbation = null)
{
    private static readonly AsyncLocal<CallTrace?> Ambient = new();

    private Exchange[] _exchanges = [];

    /// <summary>The trace of the case being worked on; null outside one.</summary>
    public static CallTrace? Current => Ambient.Value;

    /// <summary>The case.</summary>
    public CaseId Case { get; } = caseId;

    /// <summary>Which repeat of the case, from 0.</summary>
    public int Repeat { get; } = repeat;

    /// <summary>How the ticket was rewritten; null for the ticket as it is.</summary>
    public string? Perturbation { get; } = perturbation;

    /// <summary>Answers so far, in order; what a cache or a cassette keeps.</summary>
    public IReadOnlyList<Exchange> Exchanges => _exchanges;   // a list that never changes: a call given up on may still add

    /// <summary>Attempts that were made again because the first failed.</summary>
    public int Retries { get; set; }

    /// <summary>Answers that came from the cache.</summary>
    public int CachedAnswers { get; set; }

    /// <summary>Whether a recording was to answer and holds no answer.</summary>
    public bool IsNotRecorded { get; set; }

    /// <summary>Time in attempts at the provider, failed ones included.</summary>
    public TimeSpan ModelTime { get; set; }

    /// <summary>Time waited for a turn or before a retry.</summary>
    public TimeSpan WaitTime { get; set; }

    /// <summary>Time the server spent loading the model; part of <see cref="ModelTime"/>.</summary>
    public TimeSpan LoadTime { get; set; }

    /// <summary>How the server was held to the schema in the last answer; null when it is not known.</summary>
    public StructuredOutput? StructuredOutput { get; set; }

    /// <summary>Request parameters that the provider left out of the last call because the server does not take them; it changes what was measured.</summary>
    public IReadOnlyList<string> DroppedParameters { get; set; } = [];

    /// <summary>What its calls cost, where that is counted.</summary>
    public Spend Spent { get; set; }

    /// <summary>Makes this the current trace until the calling method returns.</summary>
    public void Begin() => Ambient.Value = this;

    /// <summary>Adds an answer.</summary>
    public void Add(Exchange exchange) => _exchanges = [.. _exchanges, exchange];
}

/// <summary>One answer of a model.</summary>
/// <param name="RequestIdentity">See <see cref="Abstractions.RequestIdentity"/>.</param>
/// <param name="Response">The answer as the provider's client gave it.</param>
/// <param name="IsCached">Whether it came from the cache.</param>
public sealed record Exchange(string RequestIdentity, ChatResponse Response, bool IsCached);
