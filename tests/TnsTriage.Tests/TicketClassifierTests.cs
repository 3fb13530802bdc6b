using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using TnsTriage.Assessments;

namespace TnsTriage.Tests;

public sealed class TicketClassifierTests : ClassifierTest
{
    [Fact]
    public async Task Accepted_answer_is_assessed()
    {
        Model.Answers(An.Alarm().ToJsonString());

        var classification = await ClassifyAsync();

        var assessment = classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>().Assessment;
        assessment.Verdict.ShouldBe(Verdict.EscalateUrgent);
        classification.Attempts.ShouldBe(1);
        classification.FormatSlips.ShouldBe(0);
        classification.FirstViolations.ShouldBeEmpty();
        classification.ModelTexts.ShouldBe([An.Alarm().ToJsonString()]);
    }

    [Fact]
    public async Task Model_is_asked_with_the_prompt_its_parameters_and_its_schema()
    {
        Model.Answers(An.Answer().ToJsonString());
        var prompt = A.Prompt(A.PromptDefinition() with
        {
            Parameters = new() { Temperature = 0.5f, TopP = 0.9f, MaxTokens = 700 },
            JsonSchema = A.SchemaFile(file => file["description"] = "What was found"),
        });

        await new TicketClassifier(Model, prompt) { FenceKey = A.FenceKey(), Seed = 17 }.ClassifyAsync(A.Ticket());

        var (messages, options) = Model.Requests.ShouldHaveSingleItem();
        messages.Select(message => message.Text).ShouldBe(prompt.Render(A.PreparedTicket(), A.FenceKey()).Select(message => message.Text));
        options.Temperature.ShouldBe(0.5f);
        options.TopP.ShouldBe(0.9f);
        options.MaxOutputTokens.ShouldBe(700);
        options.Seed.ShouldBe(17);
        var format = options.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        format.SchemaName.ShouldBe("assessment");
        format.SchemaDescription.ShouldBe("What was found");
        format.Schema!.Value.GetRawText().ShouldBe(prompt.Answer.Schema.GetRawText());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, null)]
    public async Task Strict_mode_is_asked_for_as_the_prompt_file_says(bool strict, object? asked)
    {
        Model.Answers(An.Answer().ToJsonString());
        var prompt = A.Prompt(A.PromptDefinition() with { JsonSchema = A.SchemaFile(file => file["strict"] = strict) });

        await new TicketClassifier(Model, prompt).ClassifyAsync(A.Ticket());

        (Model.Requests[0].Options.AdditionalProperties?["strictJsonSchema"]).ShouldBe(asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answer_that_is_never_right_is_malformed_after_the_repair_turns(int repairTurns)
    {
        for (var turn = 0; turn < 3; turn++)
        {
            Model.Answers($"answer {turn}");
        }

        var classification = await ClassifyAsync(options: new() { RepairTurns = repairTurns });

        classification.Outcome.ShouldBeOfType<CaseOutcome.Malformed>().Violations.ShouldHaveSingleItem().Rule.ShouldBe("json");
        classification.Attempts.ShouldBe(repairTurns + 1);
        classification.ModelTexts.ShouldBe(Enumerable.Range(0, repairTurns + 1).Select(turn => $"answer {turn}"));
    }

    [Fact]
    public async Task Repair_turn_carries_the_answer_and_its_violations_back()
    {
        var wrong = An.Alarm();
        wrong["evidence"]![0]!["quote"] = "words that are not there";
        wrong["categories"]!.AsArray().Add(An.Category("child_safety", "low"));
        Model.Answers(wrong.ToJsonString()).Answers(An.Alarm().ToJsonString());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
        classification.Attempts.ShouldBe(2);
        classification.FirstViolations.Select(violation => violation.Pointer).ShouldBe(["/categories/1/id", "/evidence/0/quote"]);
        classification.ModelTexts.Count.ShouldBe(2);

        Model.Requests[0].Messages.Count.ShouldBe(4);
        var repair = Model.Requests[1].Messages;
        repair.Select(message => message.Text).Take(4).ShouldBe(Model.Requests[0].Messages.Select(message => message.Text));
        repair[4].Role.ShouldBe(ChatRole.Assistant);
        repair[4].Text.ShouldBe(wrong.ToJsonString());
        repair[5].Role.ShouldBe(ChatRole.User);
        repair[5].Text.ShouldBe(
            """
            Your answer was not accepted:
            - /categories/1/id: category child_safety is listed twice
            - /evidence/0/quote: the quote is not in the ticket; copy it word for word from subject, message or earlier messages, or leave it out
            Answer again with one complete JSON object that keeps the schema, and nothing else.
            """);
    }

    [Fact]
    public async Task Second_repair_turn_sees_the_first_and_first_violations_stay_those_of_the_first_answer()
    {
        var noEvidence = An.Alarm();
        noEvidence["evidence"] = new JsonArray();
        Model.Answers("no JSON").Answers(noEvidence.ToJsonString()).Answers("still no JSON");

        var classification = await ClassifyAsync(options: new() { RepairTurns = 2 });

        Model.Requests[2].Messages.Count.ShouldBe(8);
        classification.FirstViolations.ShouldHaveSingleItem().Rule.ShouldBe("json");
        classification.Outcome.ShouldBeOfType<CaseOutcome.Malformed>();
    }

    [Fact]
    public async Task Request_is_not_changed_after_it_was_sent()
    {
        var sent = new List<IEnumerable<ChatMessage>>();
        using var recorder = new RecordingClient(Model.Answers("no JSON").Answers(An.Answer().ToJsonString()), sent);

        await new TicketClassifier(recorder, A.Prompt()).ClassifyAsync(A.Ticket());

        sent[0].Count().ShouldBe(4);
        sent[1].Count().ShouldBe(6);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Empty_answer_is_sent_back_as_words_because_providers_refuse_empty_messages(string answer)
    {
        Model.Answers(answer).Answers(An.Answer().ToJsonString());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
        Model.Requests[1].Messages[4].Text.ShouldBe("(empty)");
    }

    [Fact]
    public async Task Repair_message_stops_at_twelve_violations()
    {
        var wrong = An.Alarm();
        wrong["evidence"] = new JsonArray([.. Enumerable.Range(0, 30).Select(index => An.Evidence($"not there {index}"))]);
        Model.Answers(wrong.ToJsonString()).Answers(An.Answer().ToJsonString());

        await ClassifyAsync();

        Model.Requests[1].Messages[5].Text.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldBe(12);
    }

    [Fact]
    public async Task Code_fences_are_counted_over_all_answers()
    {
        Model.Answers("```json\n{}\n```").Answers($"```\n{An.Answer().ToJsonString()}\n```");

        (await ClassifyAsync()).FormatSlips.ShouldBe(2);
    }

    [Fact]
    public async Task Usage_is_the_sum_over_repair_turns()
    {
        Model.Responds(Response("no JSON", usage: new() { InputTokenCount = 1000, OutputTokenCount = 20 }))
            .Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100, OutputTokenCount = 300 }));

        (await ClassifyAsync()).Usage.ShouldBe(new TokenUsage(InputTokens: 2100, OutputTokens: 320));
    }

    [Fact]
    public async Task Usage_is_unknown_when_the_provider_does_not_say()
    {
        Model.Answers(An.Answer().ToJsonString());

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_is_unknown_when_one_answer_does_not_say()
    {
        Model.Answers("no JSON")
            .Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100, OutputTokenCount = 300 }));

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_is_unknown_when_the_provider_says_half_of_it()
    {
        Model.Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100 }));

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_of_answers_is_kept_when_a_later_call_fails()
    {
        Model.Responds(Response("no JSON", usage: new() { InputTokenCount = 1000, OutputTokenCount = 20 }))
            .Throws(new HttpRequestException());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Failed>();
        classification.Usage.ShouldBe(new TokenUsage(1000, 20));
    }

    [Fact]
    public async Task Name_of_theModel_is_the_last_one_the_provider_gave()
    {
        Model.Responds(Response("no JSON", modelId: "m-2026-01")).Answers(An.Answer().ToJsonString());

        (await ClassifyAsync()).ModelId.ShouldBe("m-2026-01");
    }

    [Fact]
    public async Task Latency_is_the_time_of_all_calls()
    {
        foreach (var answer in new[] { "no JSON", An.Answer().ToJsonString() })
        {
            Model.Does((_, _) =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1.5));
                return Task.FromResult(Response(answer));
            });
        }

        (await ClassifyAsync()).Latency.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Classifier_is_safe_to_use_from_many_threads()
    {
        // Each ticket's first answer is wrong and its second quotes that ticket, so that any mix-up of two conversations is a violation.
        Model.Answers(request =>
        {
            if (request.Messages.Count == 4)
            {
                return "no JSON";
            }

            var answer = An.Alarm();
            var text = request.Messages[3].Text;
            var (start, end) = (text.IndexOf("ticket number", StringComparison.Ordinal), text.IndexOf('!', StringComparison.Ordinal));
            answer["evidence"]![0]!["quote"] = text[start..end];
            return answer.ToJsonString();
        });
        var classifier = new TicketClassifier(Model, A.Prompt());

        var classifications = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            number => Task.Run(() => classifier.ClassifyAsync(A.Ticket($"This is ticket number {number}!")))));

        classifications.ShouldAllBe(classification => classification.Outcome is CaseOutcome.Assessed && classification.Attempts == 2);
        classifications
            .Select(classification => ((CaseOutcome.Assessed)classification.Outcome).Assessment.Evidence[0].Quote)
            .ShouldBe(Enumerable.Range(0, 100).Select(number => $"ticket number {number}"));
    }

    [Fact]
    public void Options_with_problems_are_refused()
    {
        var options = new TnsTriageOptions { RepairTurns = 3, MaxTicketCharacters = 0 };

        var exception = Should.Throw<ArgumentException>(() => new TicketClassifier(Model, A.Prompt(), options));

        exception.Message.ShouldContain("RepairTurns: 3 is not between 0 and 2");
        exception.Message.ShouldContain("MaxTicketCharacters: 0 is less than 1");
    }

    /// <summary>Keeps the very lists it was given, as a client that writes its requests later would.</summary>
    private sealed class RecordingClient(IChatClient inner, List<IEnumerable<ChatMessage>> sent) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            sent.Add(messages);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
