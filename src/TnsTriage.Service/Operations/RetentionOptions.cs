namespace TnsTriage.Service.Operations;

/// <summary>The configuration section <c>TnsTriage:Retention</c>. Text of tickets is not kept at all.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Above how long a job can stay open, so that none loses its decision.</summary>
    private const int FewestDays = 45;

    private const int MostDays = 3650;

    /// <summary>How many days a decision, its steps and its trail are kept; 0 for ever.</summary>
    public int DecisionDays { get; set; } = 400;

    /// <summary>How many days the ids of events are kept, by which repeated deliveries are known; 0 for ever.</summary>
    public int EventDays { get; set; } = 60;

    /// <summary>Every problem; none when the options can be used.</summary>
    public IEnumerable<Problem> Check(string section)
    {
        foreach (var (name, days) in new[] { (nameof(DecisionDays), DecisionDays), (nameof(EventDays), EventDays) })
        {
            if (days != 0 && days is < FewestDays or > MostDays)
            {
                yield return new Problem(
                    $"{section}:{name}", $"{days} is not between {FewestDays} and {MostDays} days", "Set a number in between, or 0 to keep them for ever");
            }
        }
    }
}
