namespace TnsTriage.Text.Html;

/// <summary>
/// The elements that are open at a place in a mail, as far as its text depends on them. Follows the HTML standard where mails need it
/// (paragraphs and list items that nobody closes, links in links, end tags without a start); elsewhere it shows rather than hides.
/// Linear in the number of tags.
/// </summary>
internal sealed class OpenElements
{
    private readonly Stack<OpenElement> _open = [];
    private readonly Dictionary<string, int> _count = new(StringComparer.Ordinal);
    private int _hiding;
    private int _quoting;
    private int _preformatted;

    /// <summary>Whether text at this place is not shown.</summary>
    public bool IsHidden => _hiding > 0;

    /// <summary>Whether text at this place is quoted.</summary>
    public bool IsQuoted => _quoting > 0;

    /// <summary>Whether line feeds at this place break lines.</summary>
    public bool IsPreformatted => _preformatted > 0;

    public bool Has(string name) => _count.GetValueOrDefault(name) > 0;

    /// <summary>Opens an element, after closing what it closes.</summary>
    public void Open(OpenElement element)
    {
        if (ElementNames.EndParagraphs.Contains(element.Name))
        {
            Close("p");
        }

        var isInItsLike = _open.TryPeek(out var innermost) && innermost.Name == element.Name;
        if (element.Name == "a" || (isInItsLike && ElementNames.EndTheirLike.Contains(element.Name)))
        {
            Close(element.Name);
        }

        if (!ElementNames.Void.Contains(element.Name))
        {
            _open.Push(element);
            Count(element, 1);
        }
    }

    /// <summary>Closes the innermost element of a name and all inside it; nothing when none is open.</summary>
    public void Close(string name)
    {
        while (Has(name))
        {
            var element = _open.Pop();
            Count(element, -1);
            if (element.Name == name)
            {
                return;
            }
        }
    }

    private void Count(OpenElement element, int by)
    {
        _count[element.Name] = _count.GetValueOrDefault(element.Name) + by;
        _hiding += element.IsHidden ? by : 0;
        _quoting += element.IsQuote ? by : 0;
        _preformatted += ElementNames.Preformatted.Contains(element.Name) ? by : 0;
    }
}

/// <summary>One open element.</summary>
internal readonly record struct OpenElement(string Name, bool IsHidden, bool IsQuote);
