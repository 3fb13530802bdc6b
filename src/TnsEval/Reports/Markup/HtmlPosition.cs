namespace TnsEval.Reports.Markup;

/// <summary>
/// Where in markup the next character stands, as far as encoding depends on it. Encoded text is harmless between tags and in a quoted attribute value;
/// it is not in a tag's name, in an attribute without quotes, in a script, a style or a handler, and in an address only as its fragment.
/// </summary>
/// <remarks>Reads our own literals, which are simple: attribute values in double quotes, no comments but the document type.</remarks>
internal sealed class HtmlPosition
{
    private Place _place = Place.Text;
    private string _tag = "";
    private string _attribute = "";
    private string _value = "";

    private enum Place
    {
        Text,
        TagName,
        Tag,
        Value,
    }

    /// <summary>Goes past a literal.</summary>
    public void Pass(string markup)
    {
        foreach (var character in markup)
        {
            Pass(character);
        }
    }

    /// <summary>A hole for text: between tags, or in a quoted value of a harmless attribute.</summary>
    public void ThrowUnlessHole()
    {
        var isSafe = _place switch
        {
            Place.Text => _tag is not ("script" or "style"),
            Place.Value => _attribute is not ("style" or "srcdoc") && !_attribute.StartsWith("on", StringComparison.Ordinal)
                && (_attribute is not ("href" or "src" or "action") || _value.StartsWith('#')),
            _ => false,
        };
        if (!isSafe)
        {
            throw new InvalidOperationException($"encoding makes no text safe in {(_place == Place.Text ? _tag : $"<{_tag} {_attribute}")}");
        }
    }

    /// <summary>A hole for markup, or the end of a piece: between tags only.</summary>
    public void ThrowUnlessText()
    {
        if (_place != Place.Text)
        {
            throw new InvalidOperationException($"a piece of a page ends within <{_tag}");
        }
    }

    private void Pass(char character)
    {
        switch (_place)
        {
            case Place.Text when character == '<':
                (_place, _tag) = (Place.TagName, "");
                break;
            case Place.TagName when char.IsAsciiLetterOrDigit(character) || character is '/' or '!':
                _tag += char.ToLowerInvariant(character);
                break;
            case Place.TagName or Place.Tag when character == '>':
                _place = Place.Text;
                break;
            case Place.TagName:
                (_place, _attribute) = (Place.Tag, "");
                break;
            case Place.Tag when character == '"':
                (_place, _value) = (Place.Value, "");
                break;
            case Place.Tag when char.IsWhiteSpace(character):
                _attribute = "";
                break;
            case Place.Tag when character != '=':
                _attribute += char.ToLowerInvariant(character);
                break;
            case Place.Value when character == '"':
                (_place, _attribute) = (Place.Tag, "");
                break;
            case Place.Value:
                _value += character;
                break;
            default:
                break;
        }
    }
}
