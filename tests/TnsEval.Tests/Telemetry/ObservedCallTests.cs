using System.Diagnostics;
using TnsEval.Abstractions;
using TnsEval.Telemetry;
using TnsEval.Testing;
using TnsEval.Tests.Calls;

namespace TnsEval.Tests.Telemetry;

public sealed class ObservedCallTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void Attempt_is_a_span_as_the_GenAI_conventions_have_it()
    {
        using var listening = ListeningTo("m-span");

        Ask("m-span", new FakeServer(async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), _simulation.Time, token);
            var answer = FakeServer.Answer(input: 70, output: 9);
            (answer.ModelId, answer.FinishReason) = ("m-span-2026", Microsoft.Extensions.AI.ChatFinishReason.Stop);
            return answer;
        }));

        var span = listening.Spans.ShouldHaveSingleItem();
        (span.DisplayName, span.Kind, span.Status).ShouldBe(("chat m-span", ActivityKind.Client, ActivityStatusCode.Unset));
        var tags = span.TagObjects.ToDictionary();
        tags.Remove("gen_ai.response.finish_reasons", out var reasons).ShouldBeTrue();
        ((string[])reasons!).ShouldBe(["stop"]);
        tags.ShouldBe(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "fake",
                ["gen_ai.request.model"] = "m-span",
                ["gen_ai.response.model"] = "m-span-2026",
                ["gen_ai.usage.input_tokens"] = 70L,
                ["gen_ai.usage.output_tokens"] = 9L,
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Time_and_tokens_of_an_answer_are_measured()
    {
        using var listening = ListeningTo("m-measured");

        Ask("m-measured", new FakeServer(async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), _simulation.Time, token);
            return FakeServer.Answer(input: 70, output: 9);
        }));

        listening.Measured("gen_ai.client.operation.duration").ShouldHaveSingleItem().Value.ShouldBe(2);
        listening.Measured("gen_ai.client.token.usage").Select(one => (one.Tags["gen_ai.token.type"], one.Value)).ShouldBe([("input", 70), ("output", 9)]);
    }

    [Fact]
    public void Attempt_that_failed_is_a_span_of_its_own_with_its_kind_and_not_the_server_s_words()
    {
        using var listening = ListeningTo("m-failed");

        Ask("m-failed", FakeServer.Failing(times: 1, () => FakeServer.Fault(ProviderFaultKind.RateLimited)));

        listening.Spans.Select(span => (span.Status, span.GetTagItem("error.type"))).ShouldBe([(ActivityStatusCode.Error, "rate_limited"), (ActivityStatusCode.Unset, null)]);
        listening.Measured("gen_ai.client.operation.duration").Select(one => one.Tags.GetValueOrDefault("error.type")).ShouldBe(["rate_limited", null]);
        listening.Spans.ShouldAllBe(span => span.StatusDescription == null);
        string.Join(' ', listening.Spans.SelectMany(span => span.TagObjects).Select(tag => tag.Value)).ShouldNotContain("of the server");
    }

    [Fact]
    public void Attempt_that_hangs_has_timed_out()
    {
        using var listening = ListeningTo("m-hangs");
        var server = new FakeServer(async (server, token) =>
        {
            await Task.Delay(server.Calls == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, _simulation.Time, token);
            return FakeServer.Answer();
        });

        Ask("m-hangs", server);

        listening.Measured("gen_ai.client.operation.duration").Select(one => (one.Tags.GetValueOrDefault("error.type"), one.Value)).ShouldBe([("timeout", 60), (null, 0)]);
    }

    private static Listening ListeningTo(string model) => new(Signals.Name, "gen_ai.request.model", model);

    private void Ask(string model, FakeServer server) => _simulation.Run(() => new Chain(server, _simulation) { Model = model }.AskAsync());
}
