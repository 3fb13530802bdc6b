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

namespace TnsTriage.Tests.Text;

/// <summary>What holds for every text, tried on texts made of the pieces that are hard.</summary>
public class PreparedTextLaws
{
    private static readonly string[] AllMarks = [Marks.QuoteOpening, Marks.QuoteClosing, Marks.HiddenOpening, Marks.HiddenClosing];
    private static readonly string[] Letters = ["a", "b", "Zoë", "é", "e", "ñ", "가", "ب", "ש", "か", "1", ".", "-", "\"", "“", "’", "…", "—"];
    private static readonly string[] Combining = ["\u0301", "\u0323", "\u0302", "\u3099", "\u1161", "\u11A8", "\u1100"];
    private static readonly string[] Invisible = ["\u200B", "\u200D", "\u200C", "\uFE0F", "\u00AD", "\u202E", "\0", "\U000E0061", "👩", "❤", "👨\u200D👩\u200D👧"];
    private static readonly string[] Blanks = [" ", "  ", "\n", "\r\n", "\r", "\t", "\u00A0", "\u2028"];
    private static readonly string[] Styled = ["Ａ", "𝐚", "ⓐ", "ﬁ", "\uD800", "\uDC00"];
    private static readonly string[] Signs = ["\n> ", "\n>", "\nOn Mon, Jo <j@x.example> wrote:\n", "\n-----Original Message-----\n", "> > "];
    private static readonly string[] Disguise = ["а", "о", "р", "ж", "α", "@", "["];
    private static readonly string[] Html = ["<p>", "</p>", "<br>", "<b>", "</b>", "&amp;", "&nbsp;", "&#x41", "<blockquote>", "</blockquote>", "<!--", "-->", "<i hidden>", "</i>", "<div hidden>", "<p style='font-size:0'>", "<b style='font-size:9px'>", "</div>", "<", ">"];

    private static readonly Gen<string> PlainText = TextOf([.. Letters, .. Combining, .. Invisible, .. Blanks, .. Styled, .. Signs]);
    private static readonly Gen<string> MixedText = TextOf([.. Letters, .. Combining, .. Invisible, .. Blanks, .. Styled, .. Signs, .. Disguise, .. Html, "[quoted text]", "[end of hidden text]", "https://"]);
    private static readonly Gen<(string Shown, string Hidden)[]> HiddenInText =
        from shown in TextOf([.. Letters, .. Blanks, .. Signs.Select(sign => sign.Replace("\n", "<br>", StringComparison.Ordinal).Replace("<j@x.example>", "j@x.example", StringComparison.Ordinal)), "<br>", "<p>", "</p>", "<div>", "</div>", "<blockquote>", "</blockquote>", "<b>", "</b>"]).ListOf()
        from hidden in TextOf([.. Letters, .. Blanks, .. Signs.Select(sign => sign.Replace("<j@x.example>", "j@x.example", StringComparison.Ordinal)), "\u200B", "<br>"]).ListOf(shown.Count)
        select shown.Zip(hidden).ToArray();
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
    public void Hidden_text_leaves_what_is_shown_as_it_is() => Check(HiddenInText, parts =>
    {
        var withIt = PreparedText.Of($"<p>{string.Concat(parts.Select(part => part.Shown + $"<i hidden>{part.Hidden}</i>"))}</p>").View;
        var without = PreparedText.Of($"<p>{string.Concat(parts.Select(part => part.Shown + "<i></i>"))}</p>").View;

        ShownLines(withIt).ShouldBe(ShownLines(without));
    });

    [Fact]
    public void Marks_stand_on_lines_of_their_own_in_pairs_the_hidden_inside_the_quoted() => Check(AnyText, raw =>
    {
        var open = new Stack<string>();
        foreach (var line in PreparedText.Of(raw).View.Split('\n'))
        {
            switch (line)
            {
                case Marks.QuoteOpening:
                    open.ShouldBeEmpty();
                    open.Push(Marks.QuoteClosing);
                    break;
                case Marks.HiddenOpening:
                    open.ShouldNotContain(Marks.HiddenClosing);
                    open.Push(Marks.HiddenClosing);
                    break;
                case Marks.QuoteClosing or Marks.HiddenClosing:
                    open.Pop().ShouldBe(line);
                    break;
                default:
                    AllMarks.ShouldAllBe(mark => !line.Contains(mark, StringComparison.OrdinalIgnoreCase));
                    break;
            }
        }

        open.ShouldBeEmpty();
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

    private static void Check<T>(Gen<T> texts, Action<T> law) => Prop.ForAll(texts.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Parts of what stands between our marks, cut between whole characters, that show anything.</summary>
    private static IEnumerable<string> PiecesOf(string view) =>
        from segment in view.Split(AllMarks, StringSplitOptions.None)
        let characters = segment.EnumerateRunes().Select(rune => rune.ToString()).ToArray()
        from start in Enumerable.Range(0, characters.Length)
        from length in new[] { 1, 2, 3, 7, characters.Length }
        let piece = string.Concat(characters.Skip(start).Take(length))
        where Visible(piece).Length > 0
        select piece;

    /// <summary>The lines of a view that are shown to people, and whether each is marked as quoted.</summary>
    private static IEnumerable<(string Line, bool IsQuoted)> ShownLines(string view)
    {
        var (isQuoted, isHidden) = (false, false);
        foreach (var line in view.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (AllMarks.Contains(line))
            {
                isQuoted = line == Marks.QuoteOpening || (isQuoted && line != Marks.QuoteClosing);
                isHidden = line == Marks.HiddenOpening;
            }
            else if (!isHidden)
            {
                yield return (line, isQuoted);
            }
        }
    }

    private static string Visible(string view)
    {
        var plain = AllMarks.Aggregate(view, (text, mark) => text.Replace(mark, "", StringComparison.Ordinal))
            .Replace("…", "...", StringComparison.Ordinal).Replace('’', '\'').Replace('“', '"').Replace('—', '-').Replace('>', ' ');
        return string.Concat(plain.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune) && !InvisibleCharacters.Contains(rune)));
    }
}
