using System.Diagnostics;
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
    /// <summary>Where the clients of Microsoft.Extensions.AI look for strict mode: <see cref="ChatOptions"/> has no property of its own for it.</summary>
    private const string StrictKey = "strictJsonSchema";

    private readonly IChatClient _client;
    private readonly PromptVersion _prompt;
    private readonly TnsTriageOptions _options;
    private readonly TimeProvider _time;
    private readonly ChatResponseFormatJson _format;

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
        _format = ChatResponseFormat.ForJsonSchema(prompt.Answer.Schema, prompt.Answer.Name, prompt.Answer.Description);
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
        cancellationToken.ThrowIfCancellationRequested();
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
        catch (Exception e)
        {
            // Clients throw all sorts of things when they are cancelled; a cancelled ticket is not a failed one.
            cancellationToken.ThrowIfCancellationRequested();
            return call.End(timeout.IsCancellationRequested
                ? new CaseOutcome.TimedOut(_options.Timeout)
                : ReadException?.Invoke(e) ?? new CaseOutcome.Failed($"classifying threw {e.GetType().Name}"));
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
            switch (enforcement)
            {
                case Enforcement.Accepted accepted:
                    return new CaseOutcome.Assessed(accepted.Assessment);
                case Enforcement.Rejected rejected:
                    call.FirstViolations ??= rejected.Violations;
                    if (turn == _options.RepairTurns)
                    {
                        return new CaseOutcome.Malformed(rejected.Violations);
                    }

                    call.AskForRepair(response.Text, rejected.Violations);
                    break;
                default:
                    throw new UnreachableException(enforcement.GetType().Name);
            }
        }
    }

    private async Task<ChatResponse> AskAsync(Conversation call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
        ResponseFormat = _format,   // one object for all calls, so that clients can know it again
        AdditionalProperties = _prompt.Answer.IsStrict ? new() { [StrictKey] = true } : null,
    };

    /// <summary>Null when the response is an answer; refusal and truncation are told by the provider's signals, never guessed from the text.</summary>
    private static CaseOutcome? NonAnswer(ChatResponse response)
    {
        var errors = response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().ToArray();
        return Array.Exists(errors, IsRefusal) ? new CaseOutcome.Refused("the model refused")
            : response.FinishReason == ChatFinishReason.ContentFilter ? new CaseOutcome.Refused("the provider's content filter stopped the answer")
            : response.FinishReason == ChatFinishReason.Length ? new CaseOutcome.Truncated("the answer reached the token limit; raise maxTokens in the prompt")
            : errors.Length > 0 && string.IsNullOrWhiteSpace(response.Text)
                ? new CaseOutcome.Failed("the provider reported an error instead of an answer")
            : null;

        static bool IsRefusal(ErrorContent error) => string.Equals(error.ErrorCode, "Refusal", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is gathered while one ticket is worked on.</summary>
    private sealed class Conversation(IReadOnlyList<ChatMessage> messages)
    {
        private readonly List<string> _modelTexts = [];
        private readonly List<TokenUsage?> _usages = [];
        private string? _modelId;

        public IReadOnlyList<ChatMessage> Messages { get; private set; } = messages;

        public int Attempts { get; set; }

        public int FormatSlips { get; set; }

        public IReadOnlyList<ContractViolation>? FirstViolations { get; set; }

        public TimeSpan Latency { get; set; }

        public void Record(ChatResponse response)
        {
            _modelTexts.Add(response.Text);
            _modelId = response.ModelId ?? _modelId;
            _usages.Add(response.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
                ? new TokenUsage(input, output)
                : null);
        }

        /// <summary>Makes a new list: whoever keeps the last request must not see it grow.</summary>
        public void AskForRepair(string answer, IReadOnlyList<ContractViolation> violations) => Messages =
        [
            .. Messages,
            new ChatMessage(ChatRole.Assistant, string.IsNullOrWhiteSpace(answer) ? "(empty)" : answer),   // providers may refuse an empty one
            new ChatMessage(ChatRole.User, RepairRequest.For(violations)),
        ];

        public Classification End(CaseOutcome outcome) => new()
        {
            Outcome = outcome,
            ModelTexts = _modelTexts,
            FirstViolations = FirstViolations ?? [],
            Attempts = Attempts,
            FormatSlips = FormatSlips,
            Latency = Latency,
            Usage = _usages.Contains(null) ? null : _usages.Aggregate(default(TokenUsage), TokenUsage.Sum),
            ModelId = _modelId,
        };
    }
}
