using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace TnsTriage.Schemas.Patterns;

/// <summary>
/// A regular expression with the meaning ECMA-262 gives it in Unicode mode, run by .NET's engine that never backtracks, so that a match is
/// linear in the text. A construct that cannot have exactly that meaning (lookaround, back references, <c>\b</c>, scripts) is refused:
/// docs/json-schema.md has the list.
/// </summary>
internal sealed class EcmaPattern
{
    // Linear still means minutes for ten million characters and a pattern with thousands of states.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    private EcmaPattern(string source, Regex regex)
    {
        Source = source;
        _regex = regex;
    }

    /// <summary>The pattern as the schema has it.</summary>
    public string Source { get; }

    /// <summary>Translates a pattern.</summary>
    /// <param name="source">The pattern.</param>
    /// <param name="pattern">The pattern ready to match, or null.</param>
    /// <param name="problem">Why there is none, as the end of a sentence that begins with the pattern.</param>
    /// <param name="timeout">How long one match may take; a second when left out.</param>
    public static bool TryCompile(
        string source, [NotNullWhen(true)] out EcmaPattern? pattern, [NotNullWhen(false)] out string? problem, TimeSpan? timeout = null)
    {
        (pattern, problem) = (null, null);
        try
        {
            var translated = new EcmaPatternTranslator(source).Translate();
            const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
            pattern = new EcmaPattern(source, new Regex(translated, options, timeout ?? Timeout));
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }
        catch (RegexParseException e)
        {
            problem = $"is not a regular expression ({e.Error})";
        }
        catch (NotSupportedException)
        {
            problem = "repeats too much to be matched in linear time; lower its repeat counts or use maxLength";
        }

        return false;
    }

    /// <summary>Looks for the pattern anywhere in the text.</summary>
    /// <returns>False when that took too long; <paramref name="isMatch"/> is false then as well.</returns>
    public bool TryMatch(ReadOnlySpan<char> text, out bool isMatch)
    {
        try
        {
            isMatch = _regex.IsMatch(text);
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            isMatch = false;
            return false;
        }
    }
}
