using TnsEval.EvalSets;
using TnsEval.EvalSets.Checks;
using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Checks;

/// <summary>Near-duplicates within a set, and leakage between a set and the few-shots of prompts.</summary>
public sealed class NearDuplicateTests : IDisposable
{
    private const string Story = "Our volunteer list with allergies and addresses is open to anyone who has the link";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_tickets_that_say_nearly_the_same_are_named_with_their_places_and_similarity()
    {
        var problem = Problems(TicketLine.Benign("t-1").With("body", Story), TicketLine.Benign("t-2").With("body", Story + " today")).ShouldHaveSingleItem();

        problem.ShouldBe("dev.jsonl:2: ticket \"t-2\" is a near-duplicate of \"t-1\" at dev.jsonl:1 (similarity 0.93)");
    }

    [Fact]
    public void Ticket_text_is_never_told() =>
        Problems(TicketLine.Benign("t-1").With("body", Story), TicketLine.Benign("t-2").With("body", Story))
            .ShouldHaveSingleItem().ShouldNotContain("volunteer");

    [Fact]
    public void Twins_may_be_alike() => Problems(
        TicketLine.Escalate("t-1").With("body", Story).With("pair", "t-2"),
        TicketLine.Benign("t-2").With("body", Story + "?").With("pair", "t-1")).ShouldBeEmpty();

    [Fact]
    public void A_third_ticket_like_both_twins_is_one_problem_that_says_how_many_there_are() => Problems(
            TicketLine.Escalate("t-1").With("body", Story).With("pair", "t-2"),
            TicketLine.Benign("t-2").With("body", Story + " today").With("pair", "t-1"),
            TicketLine.Benign("t-3").With("body", Story)).ShouldHaveSingleItem()
        .ShouldBe("dev.jsonl:3: ticket \"t-3\" is a near-duplicate of \"t-1\" at dev.jsonl:1 (similarity 1.00, the highest of 2)");

    [Fact]
    public void Case_punctuation_markup_and_invisible_characters_hide_no_likeness() => Problems(
        TicketLine.Benign("t-1").With("body", Story),
        TicketLine.Benign("t-2").With("body", $"<p>{Story.ToUpperInvariant().Replace("LIST", "LI\u200BST", StringComparison.Ordinal)}!</p><br>")).Count.ShouldBe(1);

    [Fact]
    public void Tickets_of_the_same_topic_are_not_near_duplicates() => Problems(
        TicketLine.Benign("t-1").With("body", Story),
        TicketLine.Benign("t-2").With("body", "Can a list with allergies and addresses be shown to the check-in team only, not by link?")).ShouldBeEmpty();

    [Theory]
    [InlineData("ko", "봉사자 명단에 아이들 주소가 모두 보입니다", "봉사자 명단에 아이들 주소가 모두 보여요")]
    [InlineData("zh", "志愿者名单上孩子的地址谁都能看到", "志愿者名单上孩子的地址谁都看得到")]
    public void Where_words_are_not_set_apart_characters_are_compared(string language, string body, string other) => Problems(
        TicketLine.Benign("t-1").With("subject", "").With("body", body).With("language", language).WithList("stress", "ordinary", "non_english"),
        TicketLine.Benign("t-2").With("subject", "").With("body", other).With("language", language).WithList("stress", "ordinary", "non_english")).Count.ShouldBe(1);

    [Fact]
    public void Two_tickets_of_the_same_two_words_are_near_duplicates() => Problems(
        TicketLine.Benign("t-1").With("subject", "").With("body", "Please call"),
        TicketLine.Benign("t-2").With("subject", "please").With("body", "call!")).Count.ShouldBe(1);

    [Fact]
    public void A_ticket_that_a_prompt_shows_is_leakage_even_under_another_subject()
    {
        var prompt = Prompt(PromptText.WithFewShot("Sharing", "is the list open to anyone"));

        var problem = Problems([prompt], TicketLine.Benign("t-1").With("subject", "").With("body", "Is the list open to anyone?")).ShouldHaveSingleItem();

        problem.ShouldBe("dev.jsonl:1: ticket \"t-1\" is a near-duplicate of a few-shot of prompt v1 at v1.prompt.yml:10 (similarity 0.80)");
    }

    [Fact]
    public void Few_shots_that_two_prompts_share_are_no_problem() =>
        Problems([Prompt(PromptText.WithFewShot("Sharing", Story)), Prompt(PromptText.WithFewShot("Sharing", Story, "v2"))], TicketLine.Benign("t-1")).ShouldBeEmpty();

    [Fact]
    public void A_few_shot_in_another_layout_is_taken_from_between_its_fence_lines()
    {
        var prompt = Prompt(PromptText.WithFewShot("Sharing", Story).Replace("      (none)\n", "", StringComparison.Ordinal));

        Problems([prompt], TicketLine.Benign("t-1").With("body", Story)).Count.ShouldBe(1);
    }

    private PromptFile Prompt(string text)
    {
        var version = text.Split('\n')[0]["name: ".Length..].Trim();
        var problems = new List<Problem>();
        return PromptFile.Read(_folder.Write($"{version}.prompt.yml", text), problems).ShouldNotBeNull(string.Join('\n', problems));
    }

    private IReadOnlyList<string> Problems(params string[] lines) => Problems([], lines);

    private IReadOnlyList<string> Problems(IReadOnlyList<PromptFile> prompts, params string[] lines)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", lines);
        return
        [
            .. SetCheck.Of(folder.Load(), prompts).Problems.Select(problem => $"{problem.Where}: {problem.What}"
                .Replace(folder.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)),
        ];
    }
}
