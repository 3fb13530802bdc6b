using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;
using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Text;
using TnsTriage.Text.Characters;
using TnsTriage.Text.Html;
using TnsTriage.Text.Quotes;

namespace TnsTriage.Tests.Text;

/// <summary>What holds for every text, tried on texts made of the pieces that are hard.</summary>
public class PreparedTextLaws
{
    private static readonly string[] Letters = ["a", "b", "Zoë", "é", "e", "ñ", "가", "ب", "ש", "か", "1", ".", "-", "\"", "“", "’", "…", "—"];
    private static readonly string[] Marks = ["\u0301", "\u0323", "\u0302", "\u3099", "\u1161", "\u11A8", "\u1100"];
    private static readonly string[] Invisible = ["\u200B", "\u200D", "\u200C", "\uFE0F", "\u00AD", "\u202E", "\0", "\U000E0061", "👩", "❤", "👨\u200D👩\u200D👧"];
    private static readonly string[] Blanks = [" ", "  ", "\n", "\r\n", "\r", "\t", "\u00A0", "\u2028"];
    private static readonly string[] Styled = ["Ａ", "𝐚", "ⓐ", "ﬁ", "\uD800", "\uDC00"];
    private static readonly string[] Signs = ["\n> ", "\n>", "\nOn Mon, Jo <j@x.example> wrote:\n", "\n-----Original Message-----\n", "> > "];
    private static readonly string[] Disguise = ["а", "о", "р", "ж", "α", "@", "["];
    private static readonly string[] Html = ["<p>", "</p>", "<br>", "<b>", "</b>", "&amp;", "&nbsp;", "&#x41", "<blockquote>", "</blockquote>", "<!--", "-->", "<i hidden>", "</i>", "<", ">"];

    private static readonly Gen<string> PlainText = TextOf([.. Letters, .. Marks, .. Invisible, .. Blanks, .. Styled, .. Signs]);
    private static readonly Gen<string> MixedText = TextOf([.. Letters, .. Marks, .. Invisible, .. Blanks, .. Styled, .. Signs, .. Disguise, .. Html, "[quoted text]", "https://"]);
    private static readonly Gen<string> AnyText = Gen.OneOf(MixedText, MixedText.Select(text => $"<p>{text}</p>"));

    [Fact]
    public void Any_text_at_all_is_prepared_into_well_formed_text_in_form_c() => Check(AnyText, raw =>
    {
        var view = PreparedText.Of(raw).View;

        view.ShouldNotContain('\r');
        view.ShouldNotContain('\0');
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(view).ShouldBeGreaterThanOrEqualTo(view.Length);
        CanonicalComposition.Normalize(view).ShouldBe(view);
    });

    [Fact]
    public void Whatever_a_view_shows_and_we_did_not_insert_is_found() => Check(AnyText, raw =>
    {
        var text = PreparedText.Of(raw);
        foreach (var piece in PiecesOf(text.View))
        {
            var (start, length) = text.Find(piece).ShouldNotBeNull(piece);
            raw.Substring(start, length).ShouldNotBeEmpty();
        }
    });

    [Fact]
    public void The_raw_range_of_a_find_shows_the_same_when_prepared_again() => Check(PlainText, raw =>
    {
        var text = PreparedText.Of(raw);
        foreach (var piece in PiecesOf(text.View))
        {
            var (start, length) = text.Find(piece).ShouldNotBeNull(piece);
            Visible(PreparedText.Of(raw.Substring(start, length)).View).ShouldContain(Visible(piece));
        }
    });

    [Fact]
    public void Plain_ascii_is_shown_as_it_is() =>
        Check(TextOf([.. Enumerable.Range(' ', 95).Select(code => ((char)code).ToString()).Except(["<", ">", "["], StringComparer.Ordinal), "\n", "\t"]), raw => PreparedText.Of(raw).View.ShouldBeSameAs(raw));

    [Fact]
    public void Character_references_are_resolved_as_anglesharp_resolves_them() =>
        Check(TextOf("&", "#", "x", "X", ";", "amp", "not", "in", "copy", "rsquo", "Ccedil", "41", "0", "80", "D800", "1F600", "9", "a", " ", "="), text =>
        {
            // AngleSharp 1.10 drops the semicolon of "&;" and lets numbers overflow; the standard and we do not.
            var raw = Regex.Replace(text.Replace("&;", "& ;", StringComparison.Ordinal), "[0-9A-Fa-f]{7,}", "41", RegexOptions.None, Timeout.InfiniteTimeSpan);
            using var source = new TextSource($"{raw}.");
            using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
            var shown = new ShownText($"{raw}.");

            shown.ShowData(0, raw.Length + 1, keepLineBreaks: false);

            shown.Build().Text.Text.ShouldBe(string.Join(' ', tokenizer.Get().Data.Split([' ', '\t', '\n', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries)));
        });

    private static Gen<string> TextOf(params string[] pieces) => Gen.Elements(pieces).ListOf().Select(chosen => string.Concat(chosen));

    private static void Check(Gen<string> texts, Action<string> law) => Prop.ForAll(texts.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Parts of what stands between our marks, cut between whole characters, that show anything.</summary>
    private static IEnumerable<string> PiecesOf(string view) =>
        from segment in view.Split([QuoteMarks.Opening, QuoteMarks.Closing], StringSplitOptions.None)
        let characters = segment.EnumerateRunes().Select(rune => rune.ToString()).ToArray()
        from start in Enumerable.Range(0, characters.Length)
        from length in new[] { 1, 2, 3, 7, characters.Length }
        let piece = string.Concat(characters.Skip(start).Take(length))
        where Visible(piece).Length > 0
        select piece;

    private static string Visible(string view)
    {
        var plain = view.Replace(QuoteMarks.Opening, "", StringComparison.Ordinal).Replace(QuoteMarks.Closing, "", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal).Replace('’', '\'').Replace('“', '"').Replace('—', '-').Replace('>', ' ');
        return string.Concat(plain.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune) && !InvisibleCharacters.Contains(rune)));
    }
}
