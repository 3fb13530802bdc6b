using System.Diagnostics;
using Microsoft.Extensions.AI;
using TnsEval.Testing;
using TnsTriage.Prompts;
using TnsTriage.Telemetry;

namespace TnsTriage.Tests.Telemetry;

public sealed class TriageSignalsTests : ClassifierTest
{
    [Fact]
    public async Task Assessed_ticket_is_counted_with_its_verdict_and_timed()
    {
        using var listening = ListeningTo("p-assessed");
        Model.Does((_, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(Response(An.Alarm().ToJsonString()));
        });

        await Classifier("p-assessed").ClassifyAsync(A.Ticket());

        var ticket = listening.Measured("tnstriage.tickets").ShouldHaveSingleItem();
        ticket.Value.ShouldBe(1);
        ticket.Tags.ShouldBe(
            new Dictionary<string, object?> { ["tnstriage.prompt"] = "p-assessed", ["tnstriage.outcome"] = "assessed", ["tnstriage.verdict"] = "escalate_urgent" }, ignoreOrder: true);
        listening.Measured("tnstriage.ticket.duration").ShouldHaveSingleItem().Value.ShouldBe(2);
        listening.Measured("tnstriage.repairs").ShouldBeEmpty();
    }

    [Fact]
    public async Task Ticket_without_an_assessment_has_an_outcome_and_no_verdict()
    {
        using var listening = ListeningTo("p-malformed");
        Model.Answers("no JSON");

        await Classifier("p-malformed").ClassifyAsync(A.Ticket());

        var tags = listening.Measured("tnstriage.tickets").ShouldHaveSingleItem().Tags;
        tags["tnstriage.outcome"].ShouldBe("malformed");
        tags.ContainsKey("tnstriage.verdict").ShouldBeFalse();
        listening.Measured("tnstriage.repairs").ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact]
    public async Task Span_of_a_ticket_holds_the_spans_of_its_calls()
    {
        using var tickets = ListeningTo("p-spans");
        using var calls = new Listening(TriageSignals.Name, "gen_ai.request.model", "m-spans");
        Model.Answers("no JSON").Responds(Response(An.Alarm().ToJsonString(), usage: new() { InputTokenCount = 1100, OutputTokenCount = 300 }, modelId: "m-spans-2026"));

        await Classifier("p-spans", "m-spans").ClassifyAsync(A.Ticket());

        var ticket = tickets.Spans.ShouldHaveSingleItem();
        ticket.TagObjects.ToDictionary().ShouldBe(
            new Dictionary<string, object?>
            {
                ["tnstriage.prompt"] = "p-spans", ["tnstriage.outcome"] = "assessed", ["tnstriage.verdict"] = "escalate_urgent", ["tnstriage.calls"] = 2,
            },
            ignoreOrder: true);
        calls.Spans.Select(span => (span.DisplayName, span.Kind, span.ParentSpanId)).ShouldBe(
            Enumerable.Repeat(("chat m-spans", ActivityKind.Client, ticket.SpanId), 2));
        calls.Spans[1].GetTagItem("gen_ai.response.model").ShouldBe("m-spans-2026");
        calls.Spans[1].GetTagItem("gen_ai.output.type").ShouldBe("json");
        calls.Measured("gen_ai.client.token.usage").Select(one => (one.Tags["gen_ai.token.type"], one.Value)).ShouldBe([("input", 1100), ("output", 300)]);
        calls.Measured("gen_ai.client.operation.duration").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Call_that_the_time_limit_cut_has_timed_out()
    {
        using var calls = new Listening(TriageSignals.Name, "gen_ai.request.model", "m-late");
        Model.Hangs();

        var classifying = Classifier("p-late", "m-late").ClassifyAsync(A.Ticket());
        Clock.Advance(Timeout);
        await classifying;

        calls.Spans.ShouldHaveSingleItem().GetTagItem("error.type").ShouldBe("timeout");
        calls.Measured("gen_ai.client.operation.duration").ShouldHaveSingleItem().Tags["error.type"].ShouldBe("timeout");
    }

    [Fact]
    public async Task Ticket_that_the_caller_gave_up_is_a_failed_span_and_not_counted()
    {
        using var listening = ListeningTo("p-cancelled");
        using var calls = new Listening(TriageSignals.Name, "gen_ai.request.model", "m-cancelled");
        using var cancellation = new CancellationTokenSource();
        Model.Hangs();

        var classifying = Classifier("p-cancelled", "m-cancelled").ClassifyAsync(A.Ticket(), cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(classifying);

        listening.Spans.ShouldHaveSingleItem().GetTagItem("error.type").ShouldBe("cancelled");
        calls.Spans.ShouldHaveSingleItem().GetTagItem("error.type").ShouldBe("cancelled");
        listening.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_a_ticket_an_answer_or_an_error_s_words_goes_out()
    {
        const string canary = "Zanzibar";
        using var tickets = ListeningTo("p-canary");
        using var calls = new Listening(TriageSignals.Name, "gen_ai.request.model", "m-canary");
        using var log = new KeptLog();
        Model.Answers($$"""{"{{canary}}": "{{canary}}"}""").Throws(new HttpRequestException(canary));

        var classifier = new TicketClassifier(Named("m-canary"), Prompt("p-canary"), new() { Timeout = Timeout }, Clock, new Microsoft.Extensions.Logging.Logger<TicketClassifier>(log));
        await classifier.ClassifyAsync(A.Ticket(canary, canary));

        tickets.Spans.Concat(calls.Spans).Select(Told).Concat(tickets.All.Concat(calls.All).Select(one => string.Join(' ', one.Tags.Values))).Concat(log.Lines.Select(line => line.Text))
            .ShouldAllBe(text => !text.Contains(canary));
        (tickets.Spans.Count, calls.Spans.Count, log.Lines.Count).ShouldBe((1, 2, 1));
    }

    private static string Told(Activity span) => string.Join(' ', [span.DisplayName, span.StatusDescription, .. span.TagObjects.Select(tag => tag.Value), .. span.Events.Select(one => one.Name)]);

    private static Listening ListeningTo(string prompt) => new(TriageSignals.Name, "tnstriage.prompt", prompt);

    private static PromptVersion Prompt(string name) => A.Prompt(A.PromptDefinition() with { Name = name });

    private TicketClassifier Classifier(string prompt, string model = "m") => new(Named(model), Prompt(prompt), new() { Timeout = Timeout }, Clock);

    private NamedClient Named(string model) => new(Model, model);

    /// <summary>Says who it is, as clients of real providers do.</summary>
    private sealed class NamedClient(IChatClient inner, string model) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", defaultModelId: model) : base.GetService(serviceType, serviceKey);
    }
}
