using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;

namespace TnsEval.Tests.EvalSets.Checks;

public class ShortcutBaselineTests
{
    private static readonly string[] Words = ["label", "list", "group", "gift", "email", "print", "open", "team", "form", "page"];

    [Fact]
    public void Labels_that_a_word_gives_away_are_warned_of()
    {
        var check = Check((random, isEscalate) => $"{Some(random, 12)} {(isEscalate ? "alarm" : "question")}");

        check.Shortcuts.Words!.Value.ShouldBeGreaterThan(0.95);
        check.Warnings.ShouldContain(warning => warning.What.StartsWith("a bag of words tells the labels apart (AUROC ", StringComparison.Ordinal));
        check.Warnings.ShouldNotContain(warning => warning.What.StartsWith("length", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_that_the_length_gives_away_are_warned_of()
    {
        var check = Check((random, isEscalate) => Some(random, isEscalate ? 40 : 10));

        check.Shortcuts.Length!.Value.ShouldBeGreaterThan(0.95);
        check.Warnings.ShouldContain(warning => warning.What.StartsWith("length alone tells the labels apart", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_that_only_extreme_lengths_share_are_noticed_too() =>
        Check((random, isEscalate) => Some(random, isEscalate ? 20 : random.Next(2) == 0 ? 5 : 80)).Shortcuts.Length!.Value.ShouldBeGreaterThan(0.95);

    [Fact]
    public void Labels_that_have_nothing_to_do_with_words_and_length_are_guessed_no_better_than_by_chance()
    {
        var shortcuts = Check((random, _) => Some(random, 5 + random.Next(30))).Shortcuts;

        shortcuts.Words!.Value.ShouldBeInRange(0.4, 0.6);
        shortcuts.Length!.Value.ShouldBeInRange(0.4, 0.6);
    }

    /// <summary>Each twin has words that only the other has. Where one twin is learnt from, the other is guessed wrong.</summary>
    [Fact]
    public void Twins_are_in_one_fold_so_that_no_ticket_is_guessed_from_its_twin()
    {
        var shortcuts = SetCheck.Of(EvalSetFolder.SetOf([.. Enumerable.Range(0, 400).Select(number =>
        {
            var isEscalate = number % 2 == 0;
            var id = $"t-{number}";
            return (string)(isEscalate ? TicketLine.Escalate(id) : TicketLine.Benign(id))
                .With("body", $"about w{number / 2}a w{number / 2}b w{number / 2}c")
                .With("pair", $"t-{number ^ 1}");
        })]), []).Shortcuts;

        shortcuts.Words.ShouldBe(0.5);
    }

    [Fact]
    public void Too_few_tickets_of_a_label_give_no_figure() =>
        SetCheck.Of(EvalSetFolder.SetOf(TicketLine.Benign("t-1"), TicketLine.Escalate("t-2").With("body", "x")), []).Shortcuts
            .ShouldBe(new ShortcutBaselines(Length: null, Words: null));

    [Fact]
    public void The_order_of_the_lines_changes_nothing()
    {
        var cases = Set((random, isEscalate) => Some(random, isEscalate ? 30 : 20)).Cases;

        var forwards = SetCheck.Of(new EvalSet("forwards", cases, files: []), []).Shortcuts;
        var backwards = SetCheck.Of(new EvalSet("backwards", [.. cases.Reverse()], files: []), []).Shortcuts;

        backwards.Length!.Value.ShouldBe(forwards.Length!.Value, 1e-9);
        backwards.Words!.Value.ShouldBe(forwards.Words!.Value, 1e-9);
    }

    private static SetCheck Check(Func<Random, bool, string> body) => SetCheck.Of(Set(body), []);

    private static EvalSet Set(Func<Random, bool, string> body)
    {
        var random = new Random(Seed: 1);
        return EvalSetFolder.SetOf([.. Enumerable.Range(0, 600).Select(number =>
        {
            var isEscalate = number % 3 == 0;
            return (string)(isEscalate ? TicketLine.Escalate($"t-{number}") : TicketLine.Benign($"t-{number}")).With("body", body(random, isEscalate));
        })]);
    }

    private static string Some(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Words[random.Next(Words.Length)]));
}
