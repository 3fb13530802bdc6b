using System.Text.RegularExpressions;

namespace TnsTriage.Service.Policy;

/// <summary>Text of a policy with <c>{{placeholders}}</c>. What is put in is never read again for placeholders.</summary>
internal static partial class PlaceholderText
{
    /// <summary>Names in a text, in order.</summary>
    public static IEnumerable<string> Names(string text) => Placeholder().Matches(text).Select(match => match.Groups["name"].Value.Trim());

    /// <summary>The text with values in place of names.</summary>
    public static string Fill(string text, Func<string, string> valueOf) => Placeholder().Replace(text, match => valueOf(match.Groups["name"].Value.Trim()));

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
