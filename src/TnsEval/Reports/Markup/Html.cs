using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace TnsEval.Reports.Markup;

/// <summary>
/// A piece of a page. Markup comes from literals in the source and from nowhere else: an interpolated string is the only way to make one, and what
/// stands in its holes is encoded, unless it is such a piece itself.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>A piece without content.</summary>
    public static Html Empty => default;

    /// <summary>Markup with encoded holes: <c>Html.Of($"&lt;td&gt;{text}&lt;/td&gt;")</c>.</summary>
    /// <exception cref="InvalidOperationException">A hole stands where encoding does not help; see <see cref="HtmlPosition"/>.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = "false positive on static members")]
    public static Html Of(HtmlHandler markup) => new(markup.ToString());

    /// <summary>Pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece._markup)));

    /// <summary>A style sheet or script that is a file of this assembly, with the hash by which a page's content security policy allows it.</summary>
    /// <param name="element"><c>style</c> or <c>script</c>.</param>
    /// <param name="file">Name of an embedded file.</param>
    public static (Html Element, string Hash) Inline(string element, string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file) ?? throw new ArgumentException($"no embedded file {file}", nameof(file));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        if (text.Contains("</", StringComparison.Ordinal) || text.Contains("<!--", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{file} would end its own element");
        }

        return (new Html($"<{element}>{text}</{element}>"), $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
    }

    /// <summary>JSON that a script reads and no browser runs.</summary>
    /// <param name="id">Of the element.</param>
    /// <param name="json">Written by an encoder that lets no <c>&lt;</c> through.</param>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static Html Data(string id, string json) => json.Contains('<', StringComparison.Ordinal)
        ? throw new ArgumentException("JSON in a page must not hold a <", nameof(json))
        : Join([Of($"<script type=\"application/json\" id=\"{id}\">"), new Html(json), new Html("</script>")]);

    /// <summary>The markup.</summary>
    public override string ToString() => _markup ?? "";
}
