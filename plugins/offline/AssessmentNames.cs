namespace TnsEval.Plugins.Offline;

/// <summary>Severities that the classifier itself has an opinion on. Which ones an answer may use, the schema says.</summary>
internal static class SeverityNames
{
    public const string None = "none";
    public const string Low = "low";

    /// <summary>What a match with a definition is rated: it says that something happened, not how bad it is.</summary>
    public const string Medium = "medium";

    public const string High = "high";
    public const string Critical = "critical";
}

/// <summary>Verdicts by severity.</summary>
internal static class VerdictNames
{
    public const string None = "none";
    public const string Review = "review";
    public const string Escalate = "escalate";
    public const string EscalateUrgent = "escalate_urgent";

    /// <summary>The verdict that a severity calls for.</summary>
    public static string Of(string severity) => severity switch
    {
        SeverityNames.None => None,
        SeverityNames.Low => Review,
        SeverityNames.Critical => EscalateUrgent,
        _ => Escalate,
    };
}
