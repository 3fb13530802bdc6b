namespace TnsTriage.Service.Triage;

/// <summary>The model gave no answer, for reasons that say nothing about the ticket: it may answer later.</summary>
/// <param name="giveUp">What the ticket's outcome is when nobody wants to wait any longer.</param>
/// <param name="what">Without content or keys.</param>
/// <param name="retryAfter">How long the provider asked to wait; null when it did not.</param>
internal sealed class ModelUnavailableException(CaseOutcome giveUp, string what, TimeSpan? retryAfter) : Exception(what)
{
    /// <summary>The outcome when waiting is over.</summary>
    public CaseOutcome GiveUp { get; } = giveUp;

    /// <summary>How long the provider asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
