using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Text;

namespace TnsEval.Tests.Perturbing;

public sealed partial class PerturbationLawTests
{
    private static readonly string[] OfWords = ["typos", "case", "homoglyphs", "zero_width", "leetspeak"];

    private static readonly Arbitrary<(EvalCase Case, Perturbation Perturbation, long Seed)> Choices = Arb.From(
        from @case in Gen.Elements(DevCases.All.AsEnumerable())
        from perturbation in Gen.Elements(Perturbation.All.AsEnumerable())
        from seed in Gen.Choose(0, 1_000_000)
        select (@case, perturbation, (long)seed));

    [Fact]
    public void The_same_seed_gives_the_same_text() => Check((@case, perturbation, seed, rewritten) =>
        TextOf(perturbation.Apply(@case, seed)) == TextOf(rewritten));

    [Fact]
    public void Another_seed_gives_another_text_sooner_or_later() =>
        Perturbation.All.Where(perturbation => perturbation.Name is not ("case" or "html")).ShouldAllBe(perturbation =>
            Enumerable.Range(0, 20).Select(seed => TextOf(perturbation.Apply(DevCases.All[0], seed))).Distinct().Count() > 1);

    [Fact]
    public void Thread_and_language_stay_and_so_does_the_case() => Check((@case, _, _, rewritten) =>
        ReferenceEquals(rewritten.Thread, @case.Ticket.Thread) && rewritten.Language == @case.Ticket.Language);

    [Fact]
    public void A_rewritten_ticket_is_whole_text_within_the_limits() => Check((_, _, _, rewritten) =>
        IsWellFormed(rewritten.Subject) && IsWellFormed(rewritten.Body) && new PreparedTicket(rewritten).ViewLength <= new RunOptions().MaxTicketCharacters);

    [Fact]
    public void Words_that_are_rewritten_are_lower_case_letters_and_the_others_stand_where_they_stood() => Check((@case, perturbation, _, rewritten) =>
        !OfWords.Contains(perturbation.Name)
        || Changes(@case.Ticket.Subject, rewritten.Subject).Concat(Changes(@case.Ticket.Body, rewritten.Body)).All(word => LowerCaseWord().IsMatch(word)));

    [Fact]
    public void No_word_of_the_labels_reason_is_rewritten() => Check((@case, perturbation, _, rewritten) =>
        !OfWords.Contains(perturbation.Name)
        || Changes(@case.Ticket.Body, rewritten.Body).All(word => !Words().Matches(@case.Why).Any(reason => reason.Value.Equals(LowerCaseWord().Match(word).Groups["core"].Value, StringComparison.OrdinalIgnoreCase))));

    [Fact]
    public void What_is_put_around_a_message_leaves_all_of_its_words_in_their_order() => Check((@case, perturbation, _, rewritten) =>
        OfWords.Contains(perturbation.Name)
        || (rewritten.Subject == @case.Ticket.Subject && Folded(PreparedText.Of(rewritten.Body).View).Contains(Folded(PreparedText.Of(@case.Ticket.Body).View), StringComparison.Ordinal)));

    [Fact]
    public void An_injected_line_asks_for_the_opposite_of_the_label()
    {
        var injection = Perturbation.All.Single(perturbation => perturbation.Name == "injection");

        foreach (var @case in DevCases.All)
        {
            var added = injection.Apply(@case, seed: 1).Body.Replace(@case.Ticket.Body, "", StringComparison.Ordinal);
            (added.Contains("escalate", StringComparison.Ordinal), added.Contains("none", StringComparison.Ordinal)).ShouldBe((!@case.Label.IsEscalate, @case.Label.IsEscalate), @case.Id.Value);
        }
    }

    [Fact]
    public void Nearly_every_ticket_is_changed_and_the_preparation_undoes_what_the_guide_says_it_undoes()
    {
        var counts = Perturbation.All.ToDictionary(perturbation => perturbation.Name, perturbation => Count(perturbation));

        counts.ShouldAllBe(count => count.Value.Changed >= 0.94 * DevCases.All.Count);
        Described(counts).ShouldBe(
            "typos 470/470, case 477/477, homoglyphs 477/1, zero_width 477/0, leetspeak 477/477, greeting 500/500, signature 500/500, legal_footer 500/500, "
            + "forwarded 500/500, quoted_reply 500/500, html 500/128, injection 500/500");
    }

    private static (int Changed, int Seen) Count(Perturbation perturbation)
    {
        var pairs = DevCases.All.Select(@case => (Before: @case.Ticket, After: perturbation.Apply(@case, seed: 1))).ToArray();
        return (pairs.Count(pair => TextOf(pair.Before) != TextOf(pair.After)), pairs.Count(pair => ViewOf(pair.Before) != ViewOf(pair.After)));
    }

    /// <summary>Of each perturbation the tickets it changed, and those of them that a model sees changed.</summary>
    private static string Described(Dictionary<string, (int Changed, int Seen)> counts) =>
        string.Join(", ", counts.Select(count => $"{count.Key} {count.Value.Changed}/{count.Value.Seen}"));

    private static void Check(Func<EvalCase, Perturbation, long, Ticket, bool> law) => Prop.ForAll(
        Choices, choice => law(choice.Case, choice.Perturbation, choice.Seed, choice.Perturbation.Apply(choice.Case, choice.Seed)).Label($"{choice.Case.Id} {choice.Perturbation.Name} {choice.Seed}"))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    /// <summary>The words of a text that are others now; all of it when words were joined or parted.</summary>
    private static IEnumerable<string> Changes(string before, string after)
    {
        var (old, now) = (before.Split((char[]?)null), after.Split((char[]?)null));
        return old.Length == now.Length ? old.Zip(now).Where(pair => pair.First != pair.Second).Select(pair => pair.First) : ["words were joined or parted"];
    }

    private static string TextOf(Ticket ticket) => $"{ticket.Subject}\0{ticket.Body}";

    private static string ViewOf(Ticket ticket) => $"{PreparedText.Of(ticket.Subject).View}\0{PreparedText.Of(ticket.Body).View}";

    /// <summary>Without white space and without marks of quotes, which a wrapper may move.</summary>
    private static string Folded(string view) => SpaceAndMarks().Replace(view, "");

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD) || text.Contains('\uFFFD', StringComparison.Ordinal);

    [GeneratedRegex(@"\s+|\[(end of )?quoted text\]|^>|\n>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpaceAndMarks();

    /// <summary>Punctuation, a tag or a quotation may stand around it.</summary>
    [GeneratedRegex("""^(.*[>"])?\p{P}*(?<core>\p{Ll}+)\p{P}*([<"].*)?$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LowerCaseWord();

    [GeneratedRegex(@"\p{L}{4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();
}
