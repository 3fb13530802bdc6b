namespace TnsTriage.Text.Html;

/// <summary>
/// A link whose text is being shown. Where it leads is written behind the text when the text does not say so: "Sign in (https://...)".
/// </summary>
/// <param name="Target">The <c>href</c>, references resolved.</param>
/// <param name="Start">Where its start tag starts in the raw text.</param>
/// <param name="End">Where its start tag ends.</param>
/// <param name="TextStart">Where its text starts in the shown text.</param>
internal sealed record Link(string Target, int Start, int End, int TextStart)
{
    /// <summary>Enough for the host and the path; the rest of what trackers write is of no use to a reader.</summary>
    private const int LongestTarget = 300;

    /// <summary>A link to somewhere else than the page itself, or null.</summary>
    public static Link? To(string href, int start, int end, int textStart)
    {
        var target = string.Concat(href.Trim().Where(character => !char.IsControl(character)));   // as browsers do
        return target.Length == 0 || target[0] == '#' ? null : new Link(target, start, end, textStart);
    }

    /// <summary>Writes the target behind the text, unless the text is the target. It stands for its place in the start tag.</summary>
    public void ShowTarget(string raw, ShownText shown)
    {
        var text = shown.TextFrom(TextStart).Trim();
        if (Bare(text).Equals(Bare(Target), StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (text.Length == 0)
        {
            shown.ShowInstead(Start, End, "(");
        }
        else
        {
            shown.Append(Start, End, " (");
        }

        var target = Target.Length > LongestTarget ? Target[..LongestTarget] : Target;
        if (raw.IndexOf(target, Start, End - Start, StringComparison.Ordinal) is var at and >= 0)
        {
            shown.Append(at, at + target.Length);
        }
        else
        {
            shown.Append(Start, End, target);
        }

        shown.Append(Start, End, target.Length < Target.Length ? "...)" : ")");
    }

    /// <summary>An address without what people leave out when they write it.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> address)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["https://", "http://", "mailto:", "tel:", "www."])
        {
            address = address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? address[prefix.Length..] : address;
        }

        return address.TrimEnd('/');
    }
}
