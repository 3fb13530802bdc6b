using TnsTriage.Assessments;

namespace TnsTriage.Prompts;

/// <summary>The message that carries violations back to the model.</summary>
internal static class RepairRequest
{
    /// <summary>More than these tell a model nothing new.</summary>
    private const int MaxViolations = 12;

    public static string For(IReadOnlyList<ContractViolation> violations) =>
        $"""
        Your answer was not accepted:
        {string.Join('\n', violations.Take(MaxViolations).Select(violation => $"- {violation}"))}
        Answer again with one complete JSON object that keeps the schema, and nothing else.
        """;
}
