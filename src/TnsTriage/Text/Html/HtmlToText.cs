using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace TnsTriage.Text.Html;

/// <summary>
/// Turns HTML into the text that a mail program would show, with link targets and image descriptions written out, and the text that
/// it would not. AngleSharp's tokenizer says what the tags are and where they stand; the text between them is read from the raw text
/// itself, so that every character can be traced back.
/// </summary>
internal sealed class HtmlToText
{
    private readonly string _raw;
    private readonly ShownText _shown;
    private readonly HiddenTexts _hidden;
    private readonly OpenElements _open = new();
    private Link? _link;
    private bool _quotesTheRest;

    private HtmlToText(string raw)
    {
        _raw = raw;
        _shown = new ShownText(raw);
        _hidden = new HiddenTexts(raw, _shown);
    }

    /// <summary>Converts a text that is HTML by <see cref="HtmlRule"/>. Linear in its length.</summary>
    /// <returns>
    /// The text that is shown, the ranges in it that are quoted (ascending, apart, each on lines of its own), and the text that is not
    /// shown.
    /// </returns>
    public static (MappedText Shown, IReadOnlyList<Range> Quotes, IReadOnlyList<HiddenText> Hidden) Convert(string raw)
    {
        var conversion = new HtmlToText(raw);
        conversion.ReadTokens();
        var (shown, quotes) = conversion._shown.Build();
        return (shown, quotes, conversion._hidden.Build());
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
            case HtmlTagToken when !_open.Visibility.IsRemoved:
                TextOf(_open.Visibility, start).Show(start, end);
                break;
            case { Type: HtmlTokenType.Character } when !_open.Visibility.IsRemoved:
                ReadData(start, end);
                break;
        }
    }

    private void ReadData(int start, int end)
    {
        TextOf(_open.Visibility, start).ShowData(start, end, _open.IsPreformatted);
        if (!_open.Visibility.IsHidden)
        {
            _hidden.Text?.Blank();   // for blanks between two hidden texts; where more was shown, the next is a piece of its own
        }
    }

    private void Start(HtmlTagToken tag, int start, int end)
    {
        if (tag.Name == "a")
        {
            EndLink();   // a link ends where the next one starts
        }

        var visibility = _open.Open(tag).Visibility;
        _quotesTheRest |= TagReading.QuotesTheRest(tag);
        AfterChange();
        if (visibility.IsRemoved)
        {
            return;
        }

        Separate(tag.Name, visibility);
        if (tag.Name == "a" && !visibility.IsHidden)
        {
            _link = Link.To(tag.GetAttribute("href"), start, end, _shown.Length);
        }
        else if (tag.Name == "img" && OneLine(tag.GetAttribute("alt")) is { Length: > 0 } description)
        {
            TextOf(visibility, start).ShowInstead(start, end, $"[image: {description}]");
        }
    }

    private void End(string name)
    {
        _open.Close(name);
        AfterChange();
        if (!_open.Visibility.IsRemoved)
        {
            Separate(name, _open.Visibility);
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

    private ShownText TextOf(Visibility visibility, int start) => visibility.IsHidden ? _hidden.At(start) : _shown;

    /// <summary>Separates hidden text, and shown text unless the element is hidden.</summary>
    private void Separate(string name, Visibility visibility)
    {
        Separate(name, _hidden.Text);
        Separate(name, visibility.IsHidden ? null : _shown);
    }

    private static void Separate(string name, ShownText? text)
    {
        if (name == "br")
        {
            text?.BreakLine();
        }
        else if (ElementNames.OnLinesOfTheirOwn.Contains(name))
        {
            text?.BreakLines(ElementNames.SetApart.Contains(name) ? 2 : 1);
        }
        else if (ElementNames.Cells.Contains(name))
        {
            text?.Blank();
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
