namespace TnsTriage.Service.Operations;

/// <summary>The configuration section <c>TnsTriage:Drift</c>.</summary>
internal sealed class DriftOptions
{
    /// <summary>
    /// The share of tickets that really must escalate, as a fraction: the harness's default. With it and the champion's rates follows how
    /// many alarms to expect.
    /// </summary>
    public double BaseRate { get; set; } = 0.005;

    /// <summary>The chance of a false warning in a calendar month, as a fraction, however often one looks.</summary>
    public double FalseWarnings { get; set; } = 0.01;

    /// <summary>Every problem; none when the options can be used.</summary>
    public IEnumerable<Problem> Check(string section)
    {
        foreach (var (name, value) in new[] { (nameof(BaseRate), BaseRate), (nameof(FalseWarnings), FalseWarnings) })
        {
            if (value is not (> 0 and < 1))
            {
                yield return new Problem($"{section}:{name}", "is not between 0 and 1", "Write a fraction such as 0.005");
            }
        }
    }
}
