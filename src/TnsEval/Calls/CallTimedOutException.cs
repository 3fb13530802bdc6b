namespace TnsEval.Calls;

/// <summary>An attempt was given up because its time was over.</summary>
/// <param name="after">The limit that was reached.</param>
/// <param name="isCaseOver">Whether it was the case's limit, so that another attempt is of no use, or only the attempt's.</param>
internal sealed class CallTimedOutException(TimeSpan after, bool isCaseOver) : Exception($"no answer within {after.TotalSeconds:0.###} s")
{
    public TimeSpan After { get; } = after;

    public bool IsCaseOver { get; } = isCaseOver;
}
