using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline.Tests;

/// <summary>What the classifier knows, it knows from the prompt.</summary>
public class LearningTests
{
    [Fact]
    public async Task A_ticket_like_an_included_phrase_is_an_alarm_of_that_category_with_the_sentence_as_its_quote()
    {
        var answer = await A.AnswerAsync(
            A.System(), A.Ticket("Lovely weather today. This morning a loose dog bit our postman! Where is the ice cream?"));

        answer.Verdict.ShouldBe("escalate");
        answer.Categories.ShouldBe(["dog_trouble"]);
        answer.Quotes[0].ShouldBe("This morning a loose dog bit our postman!");
    }

    [Fact]
    public async Task A_ticket_like_an_excluded_phrase_is_not_an_alarm()
    {
        var answer = await A.AnswerAsync(
            A.System(), A.Ticket("Where can I buy a leash, and what are the opening hours of the dog school?"));

        answer.Verdict.ShouldBe("none");
        answer.Categories.ShouldBeEmpty();
        answer.Quotes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_match_with_a_definition_is_rated_medium_because_no_rubric_is_understood()
    {
        var answer = await A.AnswerAsync(A.System(), A.Ticket("The hive fell over and the bees are furious"));

        answer.GetProperty("severity").GetString().ShouldBe("medium");
    }

    [Fact]
    public async Task A_bare_list_of_topics_alarms_at_every_mention()
    {
        var topics = A.System("Flag these topics:\n- dog_trouble: dog, leash, postman\n- bee_trouble: bees, hive, honey");

        (await A.AnswerAsync(topics, A.Ticket("What does honey cost?"))).Categories.ShouldBe(["bee_trouble"]);
        (await A.AnswerAsync(topics, A.Ticket("Thank you for mowing."))).Verdict.ShouldBe("none");
    }

    [Theory]
    [InlineData("purple umbrella left on the bench", true)]
    [InlineData("green umbrella left on the bench", false)]
    public async Task Few_shots_teach_what_the_words_alone_do_not_say(string body, bool isAlarm)
    {
        ChatMessage[] shots = [.. A.FewShot("a purple umbrella", "dog_trouble"), .. A.FewShot("a green umbrella", category: null)];

        (await A.AnswerAsync([.. shots, A.Ticket(body)])).IsAlarm.ShouldBe(isAlarm);
    }

    [Theory]
    [InlineData("purple umbrella left on the bench", false)]
    [InlineData("green umbrella left on the bench", true)]
    public async Task Swapping_the_labels_of_the_few_shots_flips_the_answer(string body, bool isAlarm)
    {
        ChatMessage[] shots = [.. A.FewShot("a purple umbrella", category: null), .. A.FewShot("a green umbrella", "dog_trouble")];

        (await A.AnswerAsync([.. shots, A.Ticket(body)])).IsAlarm.ShouldBe(isAlarm);
    }

    [Fact]
    public async Task Severity_verdict_and_role_are_those_of_the_nearest_few_shot()
    {
        ChatMessage[] shots =
        [
            .. A.FewShot("the dog got into the playground again", "dog_trouble", severity: "critical"),
            .. A.FewShot("the playground opens again", category: null),
        ];

        var answer = await A.AnswerAsync([A.System(), .. shots, A.Ticket("the dog got into the playground")]);

        answer.GetProperty("severity").GetString().ShouldBe("critical");
        answer.Verdict.ShouldBe("escalate_urgent");
        answer.GetProperty("sender_role").GetString().ShouldBe("witness");
    }

    [Fact]
    public async Task A_few_shot_rated_low_teaches_a_review_and_not_an_alarm()
    {
        ChatMessage[] shots =
        [
            .. A.FewShot("the gate squeaks a little", "dog_trouble", severity: "low"),
            .. A.FewShot("a swarm stung me", "bee_trouble"),
        ];

        var answer = await A.AnswerAsync([.. shots, A.Ticket("the gate squeaks")]);

        answer.GetProperty("severity").GetString().ShouldBe("low");
        answer.IsAlarm.ShouldBeFalse();
    }

    [Fact]
    public async Task Accents_case_and_numbers_make_no_difference()
    {
        var prompt = A.System("- dog_trouble: Includes: el perro mordió a 3 niños. Excludes: comida para perros; horario del parque.");

        (await A.AnswerAsync(prompt, A.Ticket("EL PERRO MORDIO A 12 NINOS", language: "es"))).IsAlarm.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_ticket_does_not_drown_the_sentence_that_matters()
    {
        var chat = string.Join(' ', Enumerable.Range(0, 200).Select(n => $"We walked along path {n} and sat down under tree {n}."));

        var answer = await A.AnswerAsync(A.System(), A.Ticket($"{chat} A loose dog chases children across the meadow. {chat}"));

        answer.Quotes[0].ShouldBe("A loose dog chases children across the meadow.");
    }

    [Fact]
    public async Task A_language_that_the_prompt_does_not_speak_asks_for_a_person_instead_of_guessing()
    {
        var answer = await A.AnswerAsync(A.System(), A.Ticket("공원에서 개가 우체부를 물었습니다", subject: "공원", language: "ko"));

        answer.IsAlarm.ShouldBeFalse();
        answer.GetProperty("needs_human").GetProperty("reason").GetString().ShouldBe("unclear_language");
        answer.GetProperty("language")[0].GetString().ShouldBe("ko");
    }

    [Fact]
    public async Task An_empty_ticket_asks_for_a_person()
    {
        var answer = await A.AnswerAsync(A.System(), A.Ticket("", subject: ""));

        answer.Verdict.ShouldBe("none");
        answer.GetProperty("needs_human").GetProperty("reason").GetString().ShouldBe("attachment_only");
    }
}
