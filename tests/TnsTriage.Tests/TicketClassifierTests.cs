using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using TnsEval.Testing;
using TnsTriage.Assessments;

namespace TnsTriage.Tests;

public sealed class TicketClassifierTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedChatClient _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Accepted_answer_is_assessed()
    {
        _model.Answers(An.Alarm().ToJsonString());

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
        _model.Answers(An.Answer().ToJsonString());
        var prompt = A.Prompt(A.PromptDefinition() with
        {
            Parameters = new() { Temperature = 0.5f, TopP = 0.9f, MaxTokens = 700 },
            JsonSchema = A.SchemaFile(file => file["description"] = "What was found"),
        });

        await new TicketClassifier(_model, prompt) { FenceKey = A.FenceKey(), Seed = 17 }.ClassifyAsync(A.Ticket());

        var (messages, options) = _model.Requests.ShouldHaveSingleItem();
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
        _model.Answers(An.Answer().ToJsonString());
        var prompt = A.Prompt(A.PromptDefinition() with { JsonSchema = A.SchemaFile(file => file["strict"] = strict) });

        await new TicketClassifier(_model, prompt).ClassifyAsync(A.Ticket());

        (_model.Requests[0].Options.AdditionalProperties?["strictJsonSchema"]).ShouldBe(asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answer_that_is_never_right_is_malformed_after_the_repair_turns(int repairTurns)
    {
        for (var turn = 0; turn < 3; turn++)
        {
            _model.Answers($"answer {turn}");
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
        _model.Answers(wrong.ToJsonString()).Answers(An.Alarm().ToJsonString());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
        classification.Attempts.ShouldBe(2);
        classification.FirstViolations.Select(violation => violation.Pointer).ShouldBe(["/categories/1/id", "/evidence/0/quote"]);
        classification.ModelTexts.Count.ShouldBe(2);

        _model.Requests[0].Messages.Count.ShouldBe(4);
        var repair = _model.Requests[1].Messages;
        repair.Select(message => message.Text).Take(4).ShouldBe(_model.Requests[0].Messages.Select(message => message.Text));
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
        _model.Answers("no JSON").Answers(noEvidence.ToJsonString()).Answers("still no JSON");

        var classification = await ClassifyAsync(options: new() { RepairTurns = 2 });

        _model.Requests[2].Messages.Count.ShouldBe(8);
        classification.FirstViolations.ShouldHaveSingleItem().Rule.ShouldBe("json");
        classification.Outcome.ShouldBeOfType<CaseOutcome.Malformed>();
    }

    [Fact]
    public async Task Request_is_not_changed_after_it_was_sent()
    {
        var sent = new List<IEnumerable<ChatMessage>>();
        using var recorder = new RecordingClient(_model.Answers("no JSON").Answers(An.Answer().ToJsonString()), sent);

        await new TicketClassifier(recorder, A.Prompt()).ClassifyAsync(A.Ticket());

        sent[0].Count().ShouldBe(4);
        sent[1].Count().ShouldBe(6);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Empty_answer_is_sent_back_as_words_because_providers_refuse_empty_messages(string answer)
    {
        _model.Answers(answer).Answers(An.Answer().ToJsonString());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
        _model.Requests[1].Messages[4].Text.ShouldBe("(empty)");
    }

    [Fact]
    public async Task Repair_message_stops_at_twelve_violations()
    {
        var wrong = An.Alarm();
        wrong["evidence"] = new JsonArray([.. Enumerable.Range(0, 30).Select(index => An.Evidence($"not there {index}"))]);
        _model.Answers(wrong.ToJsonString()).Answers(An.Answer().ToJsonString());

        await ClassifyAsync();

        _model.Requests[1].Messages[5].Text.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldBe(12);
    }

    [Fact]
    public async Task Code_fences_are_counted_over_all_answers()
    {
        _model.Answers("```json\n{}\n```").Answers($"```\n{An.Answer().ToJsonString()}\n```");

        (await ClassifyAsync()).FormatSlips.ShouldBe(2);
    }

    [Fact]
    public async Task Refusal_of_the_model_is_refused()
    {
        var refusal = new ErrorContent("I will not discuss Dana.") { ErrorCode = "Refusal" };
        _model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, [refusal])));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBe(new CaseOutcome.Refused("the model refused"));
        classification.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Content_filter_is_a_refusal_even_beside_a_whole_answer()
    {
        _model.Responds(Response(An.Answer().ToJsonString(), ChatFinishReason.ContentFilter));

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Refused("the provider's content filter stopped the answer"));
    }

    [Fact]
    public async Task Refusal_of_a_repair_turn_is_refused()
    {
        _model.Answers("no JSON").Responds(Response("", ChatFinishReason.ContentFilter));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Refused>();
        classification.Attempts.ShouldBe(2);
        classification.FirstViolations.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Words_of_refusal_alone_are_malformed_for_they_cannot_be_told_from_an_answer()
    {
        _model.Answers("I'm sorry, but I can't help with that.");

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Malformed>();
    }

    [Fact]
    public async Task Error_in_place_of_an_answer_is_failed_without_its_message()
    {
        var error = new ErrorContent("Dana's ticket is too odd") { ErrorCode = "server_error" };
        _model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, [error])));

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Failed("the provider reported an error instead of an answer"));
    }

    [Fact]
    public async Task Error_beside_an_answer_does_not_spoil_it()
    {
        AIContent[] contents = [new ErrorContent("a tool was slow"), new TextContent(An.Answer().ToJsonString())];
        _model.Responds(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
    }

    [Fact]
    public async Task Answer_that_reached_the_token_limit_is_truncated_even_when_it_parses()
    {
        _model.Responds(Response(An.Answer().ToJsonString(), ChatFinishReason.Length));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Truncated>().Reason.ShouldContain("token limit");
    }

    [Fact]
    public async Task Ticket_that_is_too_long_is_truncated_without_a_call()
    {
        var classification = await ClassifyAsync(A.Ticket(body: "12345", subject: "1234"), new() { MaxTicketCharacters = 8 });

        classification.Outcome.ShouldBe(new CaseOutcome.Truncated("the ticket has 9 characters, more than the 8 that are sent; it was not sent"));
        classification.Attempts.ShouldBe(0);
        classification.Latency.ShouldBe(TimeSpan.Zero);
        _model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ticket_of_just_the_longest_length_is_sent()
    {
        _model.Answers(An.Answer().ToJsonString());

        var classification = await ClassifyAsync(A.Ticket(body: "12345", subject: "1234"), new() { MaxTicketCharacters = 9 });

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
    }

    [Fact]
    public async Task Model_that_hangs_times_out_even_when_it_ignores_cancellation()
    {
        _model.Hangs();

        var classifying = ClassifyAsync();
        _clock.Advance(Timeout - TimeSpan.FromTicks(1));
        classifying.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        var classification = await classifying;

        classification.Outcome.ShouldBe(new CaseOutcome.TimedOut(Timeout));
        classification.Attempts.ShouldBe(1);
        classification.Latency.ShouldBe(Timeout);
    }

    [Fact]
    public async Task Model_that_listens_to_cancellation_times_out_too()
    {
        _model.HangsUntilCancelled();

        var classifying = ClassifyAsync();
        _clock.Advance(Timeout);

        (await classifying).Outcome.ShouldBe(new CaseOutcome.TimedOut(Timeout));
    }

    [Fact]
    public async Task Time_limit_holds_for_all_calls_together()
    {
        _model.Does((_, _) =>
        {
            _clock.Advance(Timeout / 2);
            return Task.FromResult(Response("no JSON"));
        });
        _model.Hangs();

        var classifying = ClassifyAsync();
        _clock.Advance(Timeout / 2);
        var classification = await classifying;

        classification.Outcome.ShouldBeOfType<CaseOutcome.TimedOut>();
        classification.Attempts.ShouldBe(2);
        classification.ModelTexts.ShouldBe(["no JSON"]);
        classification.FirstViolations.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task No_repair_turn_is_begun_when_the_time_is_over()
    {
        _model.Does((_, _) =>
        {
            var response = Task.FromResult(Response("no JSON"));
            _clock.Advance(Timeout);
            return response;
        });

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.TimedOut>();
        classification.Attempts.ShouldBe(1);
        _model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Exception_of_the_client_is_failed_without_its_message()
    {
        _model.Throws(new HttpRequestException("POST {\"body\": \"Dana is in danger\"} failed"));

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw HttpRequestException"));
        classification.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Exception_that_a_client_throws_at_once_is_failed_too()
    {
        _model.Does((_, _) => throw new InvalidOperationException());

        (await ClassifyAsync()).Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw InvalidOperationException"));
    }

    [Fact]
    public async Task Cancellation_that_nobody_asked_for_is_failed_because_a_client_timed_out_by_itself()
    {
        _model.Throws(new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout"));

        (await ClassifyAsync()).Outcome.ShouldBeOfType<CaseOutcome.Failed>();
    }

    [Fact]
    public async Task Exceptions_can_be_read_by_those_who_know_the_client()
    {
        var exception = new HttpRequestException("policy");
        _model.Throws(exception);
        var classifier = new TicketClassifier(_model, A.Prompt())
        {
            ReadException = e => e == exception ? new CaseOutcome.Refused("the provider's policy") : null,
        };

        (await classifier.ClassifyAsync(A.Ticket())).Outcome.ShouldBe(new CaseOutcome.Refused("the provider's policy"));
    }

    [Fact]
    public async Task Exception_that_nobody_can_read_is_failed()
    {
        _model.Throws(new HttpRequestException("Dana"));

        var classification = await new TicketClassifier(_model, A.Prompt()) { ReadException = _ => null }.ClassifyAsync(A.Ticket());

        classification.Outcome.ShouldBe(new CaseOutcome.Failed("classifying threw HttpRequestException"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_that_cancels_gets_an_OperationCanceledException_and_no_outcome(bool clientListens)
    {
        using var source = new CancellationTokenSource();
        _ = clientListens ? _model.HangsUntilCancelled() : _model.Hangs();

        var classifying = ClassifyAsync(cancellationToken: source.Token);
        await source.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(classifying)).CancellationToken.ShouldBe(source.Token);
    }

    [Fact]
    public async Task Exception_that_a_client_throws_because_it_was_cancelled_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        _model.Does((_, _) =>
        {
            source.Cancel();
            return Task.FromException<ChatResponse>(new HttpRequestException("connection aborted"));
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));
    }

    [Fact]
    public async Task Caller_that_cancels_after_the_time_is_over_has_cancelled()
    {
        using var source = new CancellationTokenSource();
        _model.Does((_, _) =>
        {
            _clock.Advance(Timeout);
            source.Cancel();
            return Task.FromException<ChatResponse>(new TaskCanceledException());
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));
    }

    [Fact]
    public async Task Caller_that_has_cancelled_already_costs_no_call()
    {
        _model.Answers(An.Answer().ToJsonString());

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: new CancellationToken(canceled: true)));

        _model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_repair_turn_is_begun_for_a_caller_that_has_cancelled()
    {
        using var source = new CancellationTokenSource();
        _model.Does((_, _) =>
        {
            source.Cancel();
            return Task.FromResult(Response("no JSON"));
        });

        await Should.ThrowAsync<OperationCanceledException>(ClassifyAsync(cancellationToken: source.Token));

        _model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Usage_is_the_sum_over_repair_turns()
    {
        _model.Responds(Response("no JSON", usage: new() { InputTokenCount = 1000, OutputTokenCount = 20 }))
            .Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100, OutputTokenCount = 300 }));

        (await ClassifyAsync()).Usage.ShouldBe(new TokenUsage(InputTokens: 2100, OutputTokens: 320));
    }

    [Fact]
    public async Task Usage_is_unknown_when_the_provider_does_not_say()
    {
        _model.Answers(An.Answer().ToJsonString());

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_is_unknown_when_one_answer_does_not_say()
    {
        _model.Answers("no JSON")
            .Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100, OutputTokenCount = 300 }));

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_is_unknown_when_the_provider_says_half_of_it()
    {
        _model.Responds(Response(An.Answer().ToJsonString(), usage: new() { InputTokenCount = 1100 }));

        (await ClassifyAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task Usage_of_answers_is_kept_when_a_later_call_fails()
    {
        _model.Responds(Response("no JSON", usage: new() { InputTokenCount = 1000, OutputTokenCount = 20 }))
            .Throws(new HttpRequestException());

        var classification = await ClassifyAsync();

        classification.Outcome.ShouldBeOfType<CaseOutcome.Failed>();
        classification.Usage.ShouldBe(new TokenUsage(1000, 20));
    }

    [Fact]
    public async Task Name_of_the_model_is_the_last_one_the_provider_gave()
    {
        _model.Responds(Response("no JSON", modelId: "m-2026-01")).Answers(An.Answer().ToJsonString());

        (await ClassifyAsync()).ModelId.ShouldBe("m-2026-01");
    }

    [Fact]
    public async Task Latency_is_the_time_of_all_calls()
    {
        foreach (var answer in new[] { "no JSON", An.Answer().ToJsonString() })
        {
            _model.Does((_, _) =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1.5));
                return Task.FromResult(Response(answer));
            });
        }

        (await ClassifyAsync()).Latency.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Classifier_is_safe_to_use_from_many_threads()
    {
        // Each ticket's first answer is wrong and its second quotes that ticket, so that any mix-up of two conversations is a violation.
        _model.Answers(request =>
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
        var classifier = new TicketClassifier(_model, A.Prompt());

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

        var exception = Should.Throw<ArgumentException>(() => new TicketClassifier(_model, A.Prompt(), options));

        exception.Message.ShouldContain("RepairTurns: 3 is not between 0 and 2");
        exception.Message.ShouldContain("MaxTicketCharacters: 0 is less than 1");
    }

    private Task<Classification> ClassifyAsync(
        Ticket? ticket = null, TnsTriageOptions? options = null, CancellationToken cancellationToken = default) =>
        new TicketClassifier(_model, A.Prompt(), options ?? new() { Timeout = Timeout }, _clock)
            .ClassifyAsync(ticket ?? A.Ticket(), cancellationToken);

    private static ChatResponse Response(
        string text, ChatFinishReason? finishReason = null, UsageDetails? usage = null, string? modelId = null) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = finishReason ?? ChatFinishReason.Stop, Usage = usage, ModelId = modelId };

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
