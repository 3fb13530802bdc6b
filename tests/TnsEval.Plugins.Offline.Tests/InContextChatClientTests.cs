using TnsEval.Testing;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline.Tests;

public class InContextChatClientTests
{
    private readonly IChatClient _client = A.Client();

    /// <summary>
    /// Equal in every process and on every machine: a changed byte here is a changed classifier, and with it every number that was measured
    /// with it.
    /// </summary>
    [Fact]
    public async Task The_same_request_gets_the_same_bytes_in_every_process()
    {
        ChatMessage[] request =
        [
            A.System(),
            .. A.FewShot("the dog tore a child's coat", "dog_trouble"),
            .. A.FewShot("the child's coat hangs by the dog school", category: null),
            A.Ticket("Hello!\nA dog tore my coat near the hives; is the park open? Nobody can pass."),
        ];

        var response = await _client.GetResponseAsync(request, A.Options());

        ApprovedFile.ShouldMatch(response.Text + "\n", "Answer.json");
    }

    [Fact]
    public async Task Usage_is_a_quarter_of_the_characters_rounded_up()
    {
        ChatMessage[] request = [A.System(), A.Ticket("a dog bit the postman")];

        var response = await _client.GetResponseAsync(request, A.Options());

        var usage = response.Usage.ShouldNotBeNull();
        usage.InputTokenCount.ShouldBe((request.Sum(message => message.Text.Length) + 3) / 4);
        usage.OutputTokenCount.ShouldBe((response.Text.Length + 3) / 4);
        usage.TotalTokenCount.ShouldBe(usage.InputTokenCount + usage.OutputTokenCount);
    }

    [Fact]
    public async Task The_response_says_which_model_it_is_and_that_it_is_finished()
    {
        var options = A.Options();
        options.ModelId = "something else";

        var response = await _client.GetResponseAsync([A.System(), A.Ticket("hello")], options);

        response.ModelId.ShouldBe("in-context");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Streaming_gives_the_same_answer_as_one_update()
    {
        ChatMessage[] request = [A.System(), A.Ticket("a dog bit the postman")];
        var whole = await _client.GetResponseAsync(request, A.Options());

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _client.GetStreamingResponseAsync(request, A.Options()))
        {
            updates.Add(update);
        }

        updates.Count.ShouldBe(1);
        var streamed = updates.ToChatResponse();
        streamed.Text.ShouldBe(whole.Text);
        streamed.FinishReason.ShouldBe(whole.FinishReason);
        streamed.Usage!.TotalTokenCount.ShouldBe(whole.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_and_not_answered()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var call = _client.GetResponseAsync([A.System(), A.Ticket("hello")], A.Options(), cancelled.Token);

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        call.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task Many_threads_that_share_a_client_get_the_answers_of_one()
    {
        string[] bodies =
            [.. Enumerable.Range(0, 200).Select(n => n % 3 == 0 ? $"dog {n} bit the postman" : $"what does honey jar {n} cost?")];
        var alone = new List<string>();
        foreach (var body in bodies)
        {
            alone.Add((await A.AnswerAsync(A.System(), A.Ticket(body))).GetRawText());
        }

        var together = new string[bodies.Length];
        await Parallel.ForAsync(0, bodies.Length, async (index, token) =>
            together[index] = (await _client.GetResponseAsync([A.System(), A.Ticket(bodies[index])], A.Options(), token)).Text);

        together.ShouldBe(alone);
    }
}
