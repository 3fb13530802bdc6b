using Microsoft.Extensions.AI;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsTriage;

/// <summary>Assesses tickets.</summary>
public interface ITicketClassifier
{
    /// <summary>Assesses one ticket. What a model or network does wrong is an outcome, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default);
}

/// <summary>
/// One prompt version on one model: prepares the ticket, renders the prompt, calls the model, enforces the contract, and sends violations back for
/// repair. Safe to use from many threads when the client is.
/// </summary>
public sealed class TicketClassifier : ITicketClassifier
{
    private readonly IChatClient _client;
    private readonly PromptVersion _prompt;
    private readonly TnsTriageOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes a classifier.</summary>
    /// <param name="client">The model. Not disposed here.</param>
    /// <param name="prompt">What to ask it.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <param name="timeProvider">The clock for time-outs and latency; the system's when null.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public TicketClassifier(IChatClient client, PromptVersion prompt, TnsTriageOptions? options = null, TimeProvider? timeProvider = null)
    {
        _client = client;
        _prompt = prompt;
        _options = options ?? new TnsTriageOptions();
        _time = timeProvider ?? TimeProvider.System;
        var problems = _options.Check().ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems.AsEnumerable()), nameof(options));
        }
    }

    /// <summary>The key of the fence around ticket text; random unless runs must repeat.</summary>
    public FenceKey FenceKey { get; init; } = FenceKey.CreateRandom();

    /// <summary>The sampling seed to ask for, where the provider has one.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Says what an exception of the client means, for those who know the client. Null, here or as its answer, makes it <see cref="CaseOutcome.Failed"/>
    /// with the exception's type name only: messages of unknown clients may quote the ticket.
    /// </summary>
    public Func<Exception, CaseOutcome?>? ReadException { get; init; }

    /// <inheritdoc />
    public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
    {
        var prepared = new PreparedTicket(ticket);
        if (prepared.ViewLength > _options.MaxTicketCharacters)
        {
            return new Classification
            {
                Outcome = new CaseOutcome.Truncated(
                    $"the ticket has {prepared.ViewLength} characters, more than the {_options.MaxTicketCharacters} that are sent; it was not sent"),
            };
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var call = new Conversation(_prompt.Render(prepared, FenceKey));
        try
        {
            return call.End(await ConverseAsync(call, prepared, either.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return call.End(timeout.IsCancellationRequested
                ? new CaseOutcome.TimedOut(_options.Timeout)
                : ReadException?.Invoke(e) ?? new CaseOutcome.Failed($"the model client threw {e.GetType().Name}"));
        }
    }

    private async Task<CaseOutcome> ConverseAsync(Conversation call, PreparedTicket ticket, CancellationToken cancellationToken)
    {
        for (var turn = 0; ; turn++)
        {
            var response = await AskAsync(call, cancellationToken).ConfigureAwait(false);
            if (NonAnswer(response) is { } nonAnswer)
            {
                return nonAnswer;
            }

            var enforcement = _prompt.Contract.Enforce(response.Text, ticket);
            call.FormatSlips += enforcement.HadCodeFence ? 1 : 0;
            if (enforcement is Enforcement.Accepted accepted)
            {
                return new CaseOutcome.Assessed(accepted.Assessment);
            }

            var violations = ((Enforcement.Rejected)enforcement).Violations;
            call.FirstViolations ??= violations;
            if (turn == _options.RepairTurns)
            {
                return new CaseOutcome.Malformed(violations);
            }

            call.AskForRepair(response.Text, violations);
        }
    }

    private async Task<ChatResponse> AskAsync(Conversation call, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        call.Attempts++;
        try
        {
            // WaitAsync: a client that ignores cancellation must not hold the ticket for ever.
            var response = await _client.GetResponseAsync(call.Messages, Options(), cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            call.Record(response);
            return response;
        }
        finally
        {
            call.Latency += _time.GetElapsedTime(started);
        }
    }

    private ChatOptions Options() => new()
    {
        Temperature = _prompt.Definition.Parameters.Temperature,
        TopP = _prompt.Definition.Parameters.TopP,
        MaxOutputTokens = _prompt.Definition.Parameters.MaxTokens,
        Seed = Seed,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(_prompt.Answer.Schema, _prompt.Answer.Name),
    };

    /// <summary>Null when the response is an answer; refusal and truncation are told by the provider's signals, never guessed from the text.</summary>
    private static CaseOutcome? NonAnswer(ChatResponse response)
    {
        var refusal = response.Messages
            .SelectMany(message => message.Contents)
            .OfType<ErrorContent>()
            .FirstOrDefault(error => string.Equals(error.ErrorCode, "Refusal", StringComparison.OrdinalIgnoreCase));
        return refusal is not null ? new CaseOutcome.Refused("the model refused")
            : response.FinishReason == ChatFinishReason.ContentFilter ? new CaseOutcome.Refused("the provider's content filter stopped the answer")
            : response.FinishReason == ChatFinishReason.Length ? new CaseOutcome.Truncated("the answer reached the token limit; raise maxTokens in the prompt")
            : null;
    }

    /// <summary>What is gathered while one ticket is worked on.</summary>
    private sealed class Conversation(IReadOnlyList<ChatMessage> messages)
    {
        private readonly List<string> _modelTexts = [];
        private TokenUsage? _usage;
        private string? _modelId;

        public List<ChatMessage> Messages { get; } = [.. messages];

        public int Attempts { get; set; }

        public int FormatSlips { get; set; }

        public IReadOnlyList<ContractViolation>? FirstViolations { get; set; }

        public TimeSpan Latency { get; set; }

        public void Record(ChatResponse response)
        {
            _modelTexts.Add(response.Text);
            _modelId = response.ModelId ?? _modelId;
            if (response.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output })
            {
                _usage = TokenUsage.Sum(_usage, new TokenUsage(input, output));
            }
        }

        public void AskForRepair(string answer, IReadOnlyList<ContractViolation> violations)
        {
            Messages.Add(new ChatMessage(ChatRole.Assistant, answer));
            Messages.Add(new ChatMessage(ChatRole.User, RepairRequest.For(violations)));
        }

        public Classification End(CaseOutcome outcome) => new()
        {
            Outcome = outcome,
            ModelTexts = _modelTexts,
            FirstViolations = FirstViolations ?? [],
            Attempts = Attempts,
            FormatSlips = FormatSlips,
            Latency = Latency,
            Usage = _usage,
            ModelId = _modelId,
        };
    }
}
