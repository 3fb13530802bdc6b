using System.Text.RegularExpressions;

namespace TnsEval.EvalSets;

/// <summary>What an id may look like: a short name from which nobody who sees it, labeller or model, learns the label.</summary>
internal static partial class CaseIdRule
{
    /// <summary>What is wrong with an id, or null.</summary>
    public static (string What, string Fix)? Check(string id) =>
        !Shape().IsMatch(id) ? ($"id {ShownValue.Of(id)} is not a short name", "Use 1 to 64 letters, digits, '-', '_' and '.'")
        : LabelWords().Match(id) is { Success: true } match
            ? ($"id \"{id}\" reveals the label by \"{match.Value}\"", "Use an id that says nothing, such as t-0417")
        : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    /// <summary>Long words anywhere; short ones only when they stand alone, which leaves <c>post-7</c> and <c>neglect-2</c> in peace.</summary>
    [GeneratedRegex(
        "escalat|benign|positive|negative|(?<![a-z])(pos|neg|hn|tp|fp|tn|fn)(?![a-z])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelWords();
}
