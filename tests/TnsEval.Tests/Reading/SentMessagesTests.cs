using Microsoft.Extensions.AI;
using TnsEval.EvalSets;
using TnsEval.Prompts;
using TnsEval.Reading;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsEval.Tests.Perturbing;
using TnsTriage;
using TnsTriage.Prompts;

namespace TnsEval.Tests.Reading;

public sealed class SentMessagesTests
{
    private static readonly PromptVersion Prompt = PromptFile.Read(Path.Combine(TestPaths.RepositoryRoot, "prompts/tns-triage/v6.prompt.yml"), [])!.Version;

    private static readonly RunOptions Options = new() { Seed = 7, RepairTurns = 2 };

    private static readonly EvalCase Case = DevCases.All[0];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Are_told_again_to_the_letter_repair_turns_and_fence_included(int rejectedAnswers)
    {
        var (model, record) = await RunAsync(rejectedAnswers, Options);

        var told = SentMessages.Of(Prompt, Case.Ticket, record, Options)!;

        told.Select(message => (message.Role, message.Text)).ShouldBe(model.LastRequest.Select(message => (message.Role, message.Text)));
        told.Count(message => !message.IsOfEveryTicket).ShouldBe(1 + (2 * rejectedAnswers));
    }

    [Fact]
    public async Task Are_not_guessed_where_the_journal_keeps_hashes_of_the_answers_that_were_sent_back()
    {
        var options = Options with { JournalText = JournalText.Hashes };

        SentMessages.Of(Prompt, Case.Ticket, (await RunAsync(1, options)).Record, options).ShouldBeNull();
        SentMessages.Of(Prompt, Case.Ticket, (await RunAsync(0, options)).Record, options).ShouldNotBeNull();
    }

    [Fact]
    public async Task Are_none_for_a_ticket_that_was_not_sent()
    {
        var options = Options with { MaxTicketCharacters = 1 };

        SentMessages.Of(Prompt, Case.Ticket, (await RunAsync(0, options)).Record, options).ShouldBeNull();
    }

    private static async Task<(RequestKeeper Model, CaseRecord Record)> RunAsync(int rejectedAnswers, RunOptions options)
    {
        var model = new RequestKeeper(rejectedAnswers);
        var classifier = new TicketClassifier(model, Prompt, options.Triage) { FenceKey = EvalRun.FenceKeyOf(options) };
        var trace = new TnsEval.Calls.CallTrace(Case.Id);
        return (model, CaseRecord.Of(Case, await classifier.ClassifyAsync(Case.Ticket), trace));
    }

    /// <summary>Answers nonsense, differently each time, and in the end as a few-shot of the prompt does.</summary>
    private sealed class RequestKeeper(int rejectedAnswers) : IChatClient
    {
        private int _calls;

        public IReadOnlyList<ChatMessage> LastRequest { get; private set; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            LastRequest = [.. messages];
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, _calls++ < rejectedAnswers ? $"{{\"attempt\": {_calls}}}" : Pass())));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        /// <summary>An answer without evidence, which fits any ticket.</summary>
        private static string Pass() => Prompt.Definition.Messages.First(message => message.Role == PromptRole.Assistant && message.Content.Replace(" ", "", StringComparison.Ordinal).Contains("\"evidence\":[]", StringComparison.Ordinal)).Content;
    }
}
