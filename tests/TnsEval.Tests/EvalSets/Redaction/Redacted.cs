using System.Text.RegularExpressions;
using TnsEval.EvalSets.Redaction;

namespace TnsEval.Tests.EvalSets.Redaction;

/// <summary>Texts after redaction with a key that never changes.</summary>
internal static partial class Redacted
{
    public static RedactionKey Key { get; } = RedactionKey.Of(new byte[32]);

    public static string Text(string text) => Texts(text)[0];

    /// <summary>The fields of one ticket.</summary>
    public static string[] Texts(params string[] texts)
    {
        string[] redacted = [.. texts];
        new TicketRedactor(new Pseudonyms(Key)).Redact(redacted);
        return redacted;
    }

    /// <summary>The text with every pseudonym written as its kind, which leaves only what a reader wants to judge.</summary>
    public static string Shape(string text) => Pseudonym().Replace(Text(text), "<${kind}>");

    [GeneratedRegex(@"\[(?<kind>phone|card|bank|IBAN|address) [0-9a-f]+\]|(?<kind>person)-[0-9a-f]+@redacted\.example|(?<kind>Person)-[0-9a-f]+|(?<kind>redacted)-[0-9a-f]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pseudonym();
}
