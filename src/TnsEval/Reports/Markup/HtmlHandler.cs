using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TnsEval.Reports.Markup;

/// <summary>What the compiler makes of <c>Html.Of($"...")</c>: literals pass, holes are encoded.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler(int literalLength, int holeCount)
{
    private readonly StringBuilder _markup = new(literalLength + (holeCount * 16));
    private readonly HtmlPosition _position = new();

    public void AppendLiteral(string markup)
    {
        _position.Pass(markup);
        _markup.Append(markup);
    }

    /// <summary>Text of anybody; nothing for null.</summary>
    public void AppendFormatted(string? text)
    {
        _position.ThrowUnlessHole();
        HtmlText.Append(_markup, text ?? "");
    }

    public void AppendFormatted(Figure figure) => AppendFormatted(figure.Text);

    public void AppendFormatted(int number) => AppendFormatted(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A piece, as it is: it was encoded when it was made.</summary>
    public void AppendFormatted(Html piece)
    {
        _position.ThrowUnlessText();
        _markup.Append(piece.ToString());
    }

    /// <summary>Pieces one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces) => AppendFormatted(Html.Join(pieces));

    public override string ToString()
    {
        _position.ThrowUnlessText();
        return _markup.ToString();
    }
}
