using AngleSharp.Html.Parser.Tokens;

namespace TnsTriage.Text.Html;

/// <summary>
/// The elements that are open at a place in a mail, as far as its text depends on them. Tags that close elements without saying so are
/// followed where this could hide text that a browser shows; where a short rule cannot be exact, text is shown. Linear in the number
/// of tags.
/// </summary>
internal sealed class OpenElements
{
    private readonly List<OpenElement> _open = [];

    /// <summary>For each name the places of its elements in the list above.</summary>
    private readonly Dictionary<string, Stack<int>> _places = new(StringComparer.Ordinal);

    private int _quoting;
    private int _preformatted;

    /// <summary>Whether people see text at this place.</summary>
    public Visibility Visibility => _open is [.., var innermost] ? innermost.Visibility : default;

    /// <summary>Whether text at this place is quoted.</summary>
    public bool IsQuoted => _quoting > 0;

    /// <summary>Whether line feeds at this place break lines.</summary>
    public bool IsPreformatted => _preformatted > 0;

    public bool Has(string name) => Place(name) >= 0;

    /// <summary>Opens an element, after closing what it closes.</summary>
    /// <returns>The element, which stays open unless it has no end tag.</returns>
    public OpenElement Open(HtmlTagToken tag)
    {
        if (ElementNames.EndParagraphs.Contains(tag.Name))
        {
            Close("p");
        }

        if (ElementNames.EndedByStartOf.TryGetValue(tag.Name, out var rule))
        {
            var boundary = rule.Within.Max(Place);
            foreach (var name in rule.Ended)
            {
                if (Place(name) > boundary)
                {
                    Close(name);
                }
            }
        }

        var element = new OpenElement(tag.Name, Visibility.Inside(tag), TagReading.Quotes(tag));
        if (!ElementNames.Void.Contains(tag.Name))
        {
            PlacesOf(tag.Name).Push(_open.Count);
            _open.Add(element);
            Count(element, 1);
        }

        return element;
    }

    /// <summary>Closes the innermost element of a name and all inside it; nothing when none is open.</summary>
    public void Close(string name)
    {
        for (var place = Place(name); place >= 0 && _open.Count > place;)
        {
            var element = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            PlacesOf(element.Name).Pop();
            Count(element, -1);
        }
    }

    private int Place(string name) => _places.TryGetValue(name, out var places) && places.TryPeek(out var place) ? place : -1;

    private Stack<int> PlacesOf(string name)
    {
        if (!_places.TryGetValue(name, out var places))
        {
            _places.Add(name, places = []);
        }

        return places;
    }

    private void Count(OpenElement element, int by)
    {
        _quoting += element.IsQuote ? by : 0;
        _preformatted += ElementNames.Preformatted.Contains(element.Name) ? by : 0;
    }
}

/// <summary>One open element.</summary>
internal readonly record struct OpenElement(string Name, Visibility Visibility, bool IsQuote);
