using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.EvalSets;
using TnsEval.Testing;

namespace TnsEval.Tests.Calls.Recording;

public sealed class RecordingChatClientTests : IDisposable
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "a ticket")];

    private readonly TemporaryFolder _folder = new();
    private readonly AnswerCache _cache;

    public RecordingChatClientTests() => _cache = AnswerCache.Open(_folder["cache.db"], CacheMode.ReadWrite, [])!;

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_answer_of_the_model_is_noted_on_the_case_s_trace()
    {
        var (model, trace) = (new ScriptedModel(ScriptedModel.Answer("yes")), new CallTrace(new CaseId("t-1")));
        trace.Begin();

        await new RecordingChatClient(model, "m/1", _cache).GetResponseAsync(Question);

        var exchange = trace.Exchanges.ShouldHaveSingleItem();
        exchange.ShouldBe(new Exchange(RequestIdentity.Of(Question, null), exchange.Response, IsCached: false));
        exchange.Response.Text.ShouldBe("yes");
        trace.CachedAnswers.ShouldBe(0);
    }

    [Fact]
    public async Task A_cached_answer_is_given_without_a_call_and_counted()
    {
        var (model, trace) = (new ScriptedModel(), new CallTrace(new CaseId("t-1")));
        var kept = new RecordedAnswer { Text = "kept", StructuredOutput = StructuredOutput.JsonSchema };
        await _cache.StoreAsync(new CacheKey("m/1", 0, RequestIdentity.Of(Question, null)), kept);
        await _cache.FlushAsync();
        trace.Begin();

        var response = await new RecordingChatClient(model, "m/1", _cache).GetResponseAsync(Question);

        response.Text.ShouldBe("kept");
        model.Calls.ShouldBe(0);
        trace.Exchanges.ShouldHaveSingleItem().IsCached.ShouldBeTrue();
        (trace.CachedAnswers, trace.StructuredOutput).ShouldBe((1, StructuredOutput.JsonSchema));
    }

    [Fact]
    public async Task A_repeat_has_an_answer_of_its_own()
    {
        var (model, trace) = (new ScriptedModel(ScriptedModel.Answer("asked again")), new CallTrace(new CaseId("t-1"), repeat: 1));
        await _cache.StoreAsync(new CacheKey("m/1", 0, RequestIdentity.Of(Question, null)), new RecordedAnswer { Text = "kept" });
        await _cache.FlushAsync();
        trace.Begin();

        (await new RecordingChatClient(model, "m/1", _cache).GetResponseAsync(Question)).Text.ShouldBe("asked again");
    }

    [Fact]
    public async Task An_answer_that_comes_when_the_case_is_over_is_not_noted()
    {
        var (model, trace) = (new ScriptedModel(ScriptedModel.Answer("late")), new CallTrace(new CaseId("t-1")));
        trace.Begin();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new RecordingChatClient(model, "m/1", _cache).GetResponseAsync(Question, null, new CancellationToken(canceled: true)));

        trace.Exchanges.ShouldBeEmpty();
    }
}
