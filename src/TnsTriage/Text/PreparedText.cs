using TnsTriage.Text.Characters;
using TnsTriage.Text.Html;
using TnsTriage.Text.Quotes;

namespace TnsTriage.Text;

/// <summary>
/// One raw text and the view of it that a model reads. Immutable, and safe to use from many threads. See docs/text-preparation.md.
/// </summary>
public sealed class PreparedText
{
    private readonly MappedText _view;

    // Built when the first quote is looked for. Threads that race build equal ones.
    private EvidenceIndex? _viewIndex;
    private EvidenceIndex? _rawIndex;

    private PreparedText(MappedText view) => _view = view;

    /// <summary>The text as it arrived.</summary>
    public string Raw => _view.Raw;

    /// <summary>
    /// What the model reads: HTML turned into text, form C, line feeds as line ends, invisible and look-alike characters folded, quoted
    /// and hidden text marked. The same string as <see cref="Raw"/> when there is nothing to do.
    /// </summary>
    public string View => _view.Text;

    /// <summary>Prepares any text, well-formed or not. Linear in its length.</summary>
    public static PreparedText Of(string raw)
    {
        var (shown, quotes, hidden) = HtmlRule.IsHtml(raw) ? HtmlToText.Convert(raw) : (MappedText.Identity(raw), [], []);
        var text = MarkedText.Of(shown, quotes, hidden);
        text = ReadableCharacters.Fold(text);
        text = LookAlikes.Fold(text);
        return new PreparedText(Marks.Disarm(text));   // last: the other steps may reveal a mark
    }

    /// <summary>
    /// Finds a quote in the view, or else in the raw text. It must be verbatim but for what models and mail programs change unasked:
    /// canonical forms and invisible characters, white space (any run of it equals one blank; at the ends it does not count), and
    /// typography (curly or straight quotation marks, kinds of dashes, "..." or an ellipsis). Words, case and accents must be the
    /// ticket's; what the preparation inserted is never found.
    /// </summary>
    /// <param name="quote">Any text.</param>
    /// <returns>The range of UTF-16 code units in <see cref="Raw"/> that holds the first occurrence, with the tags or dropped
    /// characters inside it; null when it occurs nowhere or is empty or blank.</returns>
    public (int Start, int Length)? Find(string quote)
    {
        var wanted = IndexOf(quote);
        return (_viewIndex ??= EvidenceIndex.Of(_view)).Find(wanted)
            ?? (ReferenceEquals(View, Raw) ? null : (_rawIndex ??= IndexOf(Raw)).Find(wanted));
    }

    private static EvidenceIndex IndexOf(string text) => EvidenceIndex.Of(ReadableCharacters.Fold(MappedText.Identity(text)));
}
