namespace TnsEval.EvalSets;

/// <summary>What could be read of one line: enough to check it against the others, even when the line has problems of its own.</summary>
internal sealed record CaseDraft
{
    /// <summary>Where it stands.</summary>
    public required LineOfFile Where { get; init; }

    /// <summary>The id, or null when it was not readable.</summary>
    public CaseId? Id { get; init; }

    /// <summary>The label, or null when it was not readable.</summary>
    public LabelKind? Label { get; init; }

    /// <summary>The twin, or null when there is none or it was not readable.</summary>
    public CaseId? Pair { get; init; }

    /// <summary>Whether the line says plainly which twin there is, if any.</summary>
    public bool IsPairKnown { get; init; }

    /// <summary>The case; null when the line has problems.</summary>
    public EvalCase? Case { get; init; }
}

/// <summary>A line of a file; as text only where somebody is told of it, for a set has as many as cases.</summary>
/// <param name="File">The file, as the caller wrote it.</param>
/// <param name="Number">From 1.</param>
internal readonly record struct LineOfFile(string File, int Number)
{
    public override string ToString() => $"{File}:{Number}";
}
