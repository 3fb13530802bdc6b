using System.Text.RegularExpressions;

namespace TnsEval.EvalSets;

/// <summary>A value of an eval set as a problem may show it. A slip can put ticket text anywhere: only what looks like a name is repeated.</summary>
internal static partial class ShownValue
{
    /// <summary>The value in quotes when it is one ASCII word, else its length only.</summary>
    public static string Of(string value) => NameLike().IsMatch(value) ? $"\"{value}\"" : $"(a text of {value.Length} characters)";

    [GeneratedRegex(@"^[A-Za-z0-9_.:/+-]{0,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameLike();
}
