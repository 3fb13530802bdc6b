using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace TnsTriage.Text.Html;

/// <summary>Whether people see the text at a place in a mail, and if not, why: some ways to hide it can be undone further inside.</summary>
/// <param name="IsRemoved">It is no text of the mail but a script, a style and the like.</param>
/// <param name="IsConcealed">It is hidden, and no element inside can show itself.</param>
/// <param name="HasNoSize">Its letters have no size, until an element inside gives them one.</param>
/// <param name="IsInvisible">It is invisible, until an element inside says that it is visible.</param>
internal readonly record struct Visibility(bool IsRemoved, bool IsConcealed, bool HasNoSize, bool IsInvisible)
{
    public bool IsHidden => IsConcealed || HasNoSize || IsInvisible;

    /// <summary>What holds inside an element at this place.</summary>
    public Visibility Inside(HtmlTagToken tag)
    {
        if (ElementNames.NeverShown.Contains(tag.Name))
        {
            return this with { IsRemoved = true };
        }

        if (tag.Attributes.Count == 0)
        {
            return this;
        }

        var style = tag.GetAttribute("style");
        var mayHide = !ElementNames.NotToBeHidden.Contains(tag.Name);
        var conceals = InlineStyle.Conceals(style) || (Has(tag, "hidden") && !InlineStyle.Displays(style));
        return this with
        {
            IsConcealed = IsConcealed || (mayHide && conceals),
            HasNoSize = Inherited(HasNoSize, InlineStyle.HasNoSize(style) ?? (tag.Name == "font" && Has(tag, "size") ? false : null), mayHide),
            IsInvisible = Inherited(IsInvisible, InlineStyle.IsInvisible(style), mayHide),
        };
    }

    private static bool Inherited(bool around, bool? own, bool mayHide) => own is { } hides && (mayHide || !hides) ? hides : around;

    private static bool Has(HtmlTagToken tag, string name) => tag.Attributes.Exists(attribute => attribute.Name == name);
}
