namespace TnsEval.Reading;

/// <summary>What a <see cref="CaseQuestion"/> found in a run.</summary>
/// <param name="Cases">In ordinal order of their ids.</param>
/// <param name="Matching">How many there are without the question's limit.</param>
/// <param name="Invalid">Answers of the whole run to tickets as they are that came to no assessment: neither misses nor false alarms, and easily overlooked.</param>
public sealed record CasesFound(IReadOnlyList<CaseReading> Cases, int Matching, int Invalid);
