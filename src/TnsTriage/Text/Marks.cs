using System.Text.RegularExpressions;

namespace TnsTriage.Text;

/// <summary>
/// The lines that stand around quoted and around hidden text in a view. They stand for no raw text, so no evidence can be found in them;
/// and no sender can write them, for in the text of a ticket their opening bracket becomes a parenthesis.
/// </summary>
internal static partial class Marks
{
    public const string QuoteOpening = "[quoted text]";
    public const string QuoteClosing = "[end of quoted text]";
    public const string HiddenOpening = "[hidden text]";
    public const string HiddenClosing = "[end of hidden text]";

    /// <summary>Changes the bracket of whatever looks like one of our marks and is not.</summary>
    public static MappedText Disarm(MappedText source)
    {
        if (!source.Text.AsSpan().ContainsAny('[', '［'))
        {
            return source;
        }

        var text = source.Text.ToCharArray();
        foreach (var match in LooksLikeMark.EnumerateMatches(source.Text))
        {
            if (!source.IsInserted(match.Index))
            {
                text[match.Index] = '(';
            }
        }

        return source.WithCharacters(new string(text));
    }

    /// <summary>The marks above, and the headings of <see cref="PreparedTicket.ThreadView"/>.</summary>
    [GeneratedRegex(
        @"[\[［](?=\s{0,9}((end\s{1,9}of\s{1,9})?(quoted|hidden)\s{1,9}text|message\s{1,9}\d))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Timeout.Infinite)]
    private static partial Regex LooksLikeMark { get; }
}
