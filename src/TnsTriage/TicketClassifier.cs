using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TnsTriage.Assessments;
using TnsTriage.Prompts;
using TnsTriage.Telemetry;
using TnsTriage.Text;

namespace TnsTriage;

/// <summary>Assesses tickets. Safe to use from many threads.</summary>
public interface ITicketClassifier
{
    /// <summary>Assesses one ticket. What a model or network does wrong is an outcome, not an exception.</summary>
    /// <param name="ticket">Raw text as it arrived; it is prepared inside.</param>
    /// <param name="cancellationToken">Gives the ticket up: the task is then cancelled, and no outcome is told.</param>
    /// <returns>One outcome. Only <see cref="CaseOutcome.Assessed"/> carries a verdict; every other one is for a person to look at, never "benign".</returns>
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
    private readonly ILogger _logger;
    private readonly ChatTarget _target;
    private readonly ChatResponseFormatJson _format;

    /// <summary>Makes a classifier.</summary>
    /// <param name="client">The model. Not disposed here.</param>
    /// <param name="prompt">What to ask it.</param>
    /// <param name="options">How; defaults when null. Copied: a later change of them changes nothing here.</param>
    /// <param name="timeProvider">The clock for time-outs and latency; the system's when null.</param>
    /// <param name="logger">Told how each ticket ended, without its text; nobody when null.</param>
    /// <exception cref="ArgumentException">The options have problems; the message holds all of them.</exception>
    public TicketClassifier(
        IChatClient client,
        PromptVersion prompt,
        TnsTriageOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<TicketClassifier>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompt);
        _client = client;
        _prompt = prompt;
        _options = options is null ? new TnsTriageOptions() : options with { };
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<TicketClassifier>.Instance;
        _target = ChatTarget.Of(client);
        _format = ChatResponseFormat.ForJsonSchema(prompt.Answer.Schema, prompt.Answer.Name, prompt.Answer.Description);
        var problems = _options.Check().ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems.AsEnumerable()), nameof(options));
        }
    }

    /// <summary>The key of the fence around ticket text; random unless runs must repeat.</summary>
    internal FenceKey FenceKey { get; init; } = FenceKey.CreateRandom();

    /// <summary>The sampling seed to ask for, where the provider has one.</summary>
    internal long? Seed { get; init; }

    /// <inheritdoc />
    public async Task<Classification> ClassifyAsync(Ticket ticket, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        using var observation = TicketObservation.Start(_prompt.Name, _time);
        try
        {
            var classification = await AssessAsync(ticket, cancellationToken).ConfigureAwait(false);
            observation?.End(classification);
            TicketObservation.Log(_logger, classification);
            return classification;
        }
        catch (Exception e)
        {
            observation?.GiveUp(e);
            throw;
        }
    }

    private async Task<Classification> AssessAsync(Ticket ticket, CancellationToken cancellationToken)
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
        var call = new Conversation(_prompt.Render(prepared, FenceKey), timeout.Token);
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
                : _options.ReadException?.Invoke(e) ?? new CaseOutcome.Failed($"classifying threw {e.GetType().Name}"));
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
        var options = Options();
        using var observation = TriageSignals.Chat.Start(_target, options, _time);
        try
        {
            // WaitAsync: a client that ignores cancellation must not hold the ticket for ever.
            var response = await _client.GetResponseAsync(call.Messages, options, cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            observation?.End(response);
            call.Record(response);
            return response;
        }
        catch (Exception e)
        {
            observation?.Fail(call.FailureOf(e));
            throw;
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
}
