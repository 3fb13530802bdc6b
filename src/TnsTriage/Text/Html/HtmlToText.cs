using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace TnsTriage.Text.Html;

/// <summary>
/// Turns HTML into the text that a mail program would show, with link targets and image descriptions written out. AngleSharp's
/// tokenizer says what the tags are and where they stand; the text between them is read from the raw text itself, so that every
/// character can be traced back.
/// </summary>
internal sealed class HtmlToText
{
    private readonly string _raw;
    private readonly ShownText _shown;
    private readonly OpenElements _open = new();
    private Link? _link;
    private bool _quotesTheRest;

    private HtmlToText(string raw)
    {
        _raw = raw;
        _shown = new ShownText(raw);
    }

    /// <summary>Converts a text that is HTML by <see cref="HtmlRule"/>. Linear in its length.</summary>
    /// <returns>The text, and the ranges in it that are quoted: ascending, apart, each on lines of its own.</returns>
    public static (MappedText Text, IReadOnlyList<Range> Quotes) Convert(string raw)
    {
        var conversion = new HtmlToText(raw);
        conversion.ReadTokens();
        return conversion._shown.Build();
    }

    private void ReadTokens()
    {
        using var source = new TextSource(_raw);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            ShouldEmitAttribute = static (ref _, name) => TagReading.NeedsAttribute(name.Span),
        };
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile;)
        {
            // A token does not know its end, which is where the next one starts.
            tokenizer.State = TagReading.ModeAfter(token);
            var next = tokenizer.Get();
            Read(token, token.Position.Index, Math.Clamp(next.Position.Index, token.Position.Index, _raw.Length));
            token = next;
        }

        EndLink();
    }

    private void Read(HtmlToken token, int start, int end)
    {
        switch (token)
        {
            case HtmlTagToken { Type: HtmlTokenType.StartTag } tag when !TagReading.IsAddress(tag):
                Start(tag, start, end);
                break;
            case HtmlTagToken tag when !TagReading.IsAddress(tag):
                End(tag.Name);
                break;
            case HtmlTagToken when !_open.IsHidden:
                _shown.Show(start, end);
                break;
            case { Type: HtmlTokenType.Character } when !_open.IsHidden:
                _shown.ShowData(start, end, _open.IsPreformatted);
                break;
        }
    }

    private void Start(HtmlTagToken tag, int start, int end)
    {
        var element = new OpenElement(tag.Name, TagReading.Hides(tag), TagReading.Quotes(tag));
        if (element.Name == "a")
        {
            EndLink();   // a link ends where the next one starts
        }

        _open.Open(element);
        _quotesTheRest |= TagReading.QuotesTheRest(tag);
        AfterChange();
        if (_open.IsHidden || element.IsHidden)
        {
            return;
        }

        Separate(tag.Name);
        if (tag.Name == "a")
        {
            _link = Link.To(tag.GetAttribute("href"), start, end, _shown.Length);
        }
        else if (tag.Name == "img" && OneLine(tag.GetAttribute("alt")) is { Length: > 0 } description)
        {
            _shown.ShowInstead(start, end, $"[image: {description}]");
        }
    }

    private void End(string name)
    {
        _open.Close(name);
        AfterChange();
        if (!_open.IsHidden)
        {
            Separate(name);
        }
    }

    private void AfterChange()
    {
        if (!_open.Has("a"))
        {
            EndLink();
        }

        _shown.IsQuoted = _open.IsQuoted || _quotesTheRest;
    }

    private void EndLink()
    {
        if (_link is { } link)
        {
            _link = null;
            link.ShowTarget(_raw, _shown);
        }
    }

    private void Separate(string name)
    {
        if (name == "br")
        {
            _shown.BreakLine();
        }
        else if (ElementNames.OnLinesOfTheirOwn.Contains(name))
        {
            _shown.BreakLines(ElementNames.SetApart.Contains(name) ? 2 : 1);
        }
        else if (ElementNames.Cells.Contains(name))
        {
            _shown.Blank();
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
