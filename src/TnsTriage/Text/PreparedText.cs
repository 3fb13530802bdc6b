namespace TnsTriage.Text;

/// <summary>One raw text and the view of it that a model reads.</summary>
public sealed class PreparedText
{
    private PreparedText(string raw) => Raw = raw;

    /// <summary>The text as it arrived.</summary>
    public string Raw { get; }

    /// <summary>What the model reads: HTML turned into text, NFC, look-alike and invisible characters folded, quoted history marked.</summary>
    public string View => Raw;

    /// <summary>Prepares a text. Linear in its length.</summary>
    public static PreparedText Of(string raw) => new(raw);

    /// <summary>Finds a quote, equal after NFC and white-space folding, in the view or in the raw text.</summary>
    /// <returns>Where it stands in <see cref="Raw"/>, or null.</returns>
    public (int Start, int Length)? Find(string quote) => Raw.IndexOf(quote, StringComparison.Ordinal) is var at and >= 0 ? (at, quote.Length) : null;
}
