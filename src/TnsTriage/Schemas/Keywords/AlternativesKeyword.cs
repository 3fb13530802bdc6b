using System.Globalization;
using System.Text.Json;
using TnsTriage.Schemas.Compilation;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class AlternativesKeyword : Keyword
{
    private const int MaxReasonsShown = 4;

    private readonly string _pointer;
    private readonly IReadOnlyList<SchemaNode> _alternatives;
    private readonly bool _exactlyOne;

    private AlternativesKeyword(string pointer, IReadOnlyList<SchemaNode> alternatives, bool exactlyOne)
    {
        _pointer = pointer;
        _alternatives = alternatives;
        _exactlyOne = exactlyOne;
    }

    public override IEnumerable<SchemaNode> InPlace => _alternatives;

    public static IEnumerable<AlternativesKeyword?> ReadAll(SchemaSource source) =>
        [Read(source, "anyOf", exactlyOne: false), Read(source, "oneOf", exactlyOne: true)];

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        var first = NextMatch(-1, instance, evaluation);
        if (first < 0)
        {
            ExplainNone(instance, evaluation);
            return false;
        }

        if (!_exactlyOne || NextMatch(first, instance, evaluation) is not (>= 0 and var second))
        {
            return true;
        }

        evaluation.Findings?.Add(instance, _pointer, string.Create(
            CultureInfo.InvariantCulture,
            $"must fit exactly one of {_alternatives.Count} alternatives, but fits number {first + 1} and number {second + 1}"));
        return false;
    }

    private static AlternativesKeyword? Read(SchemaSource source, string keyword, bool exactlyOne) =>
        source.SchemaList(keyword) is { Count: > 0 } schemas
            ? new AlternativesKeyword(source.PointerTo(keyword), schemas, exactlyOne)
            : null;

    private int NextMatch(int after, JsonElement instance, Evaluation evaluation)
    {
        for (var index = after + 1; index < _alternatives.Count; index++)
        {
            if (evaluation.Probe(_alternatives[index], instance))
            {
                return index;
            }
        }

        return -1;
    }

    // A model can repair the alternative that it meant, so that one's findings are reported as if they were alone.
    private void ExplainNone(JsonElement instance, Evaluation evaluation)
    {
        if (evaluation.Findings is not { } findings)
        {
            return;
        }

        var reasons = _alternatives.Select(alternative => evaluation.ExplainApart(alternative, instance)).ToList();
        var none = string.Create(CultureInfo.InvariantCulture, $"fits none of {_alternatives.Count} alternatives");
        if (Nearest(reasons, findings.Here) is { } nearest)
        {
            findings.Add(instance, _pointer, string.Create(
                CultureInfo.InvariantCulture, $"{none}; what keeps it from number {nearest + 1} follows"));
            foreach (var finding in reasons[nearest])
            {
                findings.Add(finding);
            }
        }
        else
        {
            var each = reasons.Take(MaxReasonsShown).Index().Select(entry => Summary(entry.Index + 1, entry.Item, findings.Here));
            findings.Add(instance, _pointer, $"{none} ({string.Join("; ", each)}{(reasons.Count > MaxReasonsShown ? "; ..." : "")})");
        }
    }

    /// <summary>The one alternative that takes this kind of value and has the fewest findings, or null when there is no such one.</summary>
    private static int? Nearest(List<IReadOnlyList<Finding>> reasons, string here)
    {
        var fewest = reasons
            .Index()
            .Where(entry => entry.Item.Count > 0 && !entry.Item.Any(finding => IsOfAnotherKind(finding.Violation, here)))
            .GroupBy(entry => entry.Item.Count)
            .MinBy(group => group.Key);
        return fewest?.Count() == 1 ? fewest.Single().Index : null;
    }

    private static bool IsOfAnotherKind(JsonSchemaViolation violation, string here) =>
        violation.InstancePointer == here && violation.SchemaPointer.EndsWith("/type", StringComparison.Ordinal);

    private static string Summary(int number, IReadOnlyList<Finding> findings, string here)
    {
        var reason = findings is [var first, ..]
            ? $"{first.Violation.InstancePointer[here.Length..]} {first.Violation.Message}".TrimStart()
            : "cannot be checked";
        return string.Create(CultureInfo.InvariantCulture, $"{number}: {reason}");
    }
}
