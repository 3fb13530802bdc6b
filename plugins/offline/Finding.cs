namespace TnsEval.Plugins.Offline;

/// <summary>An exemplar and the segment of the ticket that is most like it.</summary>
/// <param name="Exemplar">The exemplar.</param>
/// <param name="Similarity">Cosine in [0, 1].</param>
/// <param name="Segment">Position of the segment in the ticket.</param>
internal readonly record struct Neighbour(Exemplar Exemplar, double Similarity, int Segment);

/// <summary>What the neighbours of a ticket say about it.</summary>
internal sealed record Finding
{
    /// <summary>Whether the ticket is more like what must be escalated than like its look-alikes.</summary>
    public required bool IsAlarm { get; init; }

    /// <summary>How far the sides lie apart, from -1 (only look-alikes) to 1 (only alarms); 0 when nothing is alike.</summary>
    public required double Margin { get; init; }

    /// <summary>The category of an alarm; null when there is none, or none is taught.</summary>
    public required string? Category { get; init; }

    /// <summary>The nearest exemplars of what must be escalated, nearest first.</summary>
    public required IReadOnlyList<Neighbour> Alarms { get; init; }

    /// <summary>The nearest exemplars of what only looks like it, nearest first.</summary>
    public required IReadOnlyList<Neighbour> LookAlikes { get; init; }

    /// <summary>The share of the ticket's words that the prompt uses anywhere, in [0, 1]; null when the ticket has no words.</summary>
    public required double? KnownWords { get; init; }
}
