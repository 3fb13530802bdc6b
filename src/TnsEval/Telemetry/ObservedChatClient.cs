using System.Diagnostics;
using Microsoft.Extensions.AI;
using TnsEval.Calls;

namespace TnsEval.Telemetry;

/// <summary>One span and one measurement an attempt at the provider, by the GenAI semantic conventions of OpenTelemetry.</summary>
/// <param name="inner">The attempt.</param>
/// <param name="account">The provider's.</param>
/// <param name="model">As the provider names it.</param>
/// <param name="time">The clock of the durations; a span has its own.</param>
internal sealed class ObservedChatClient(IChatClient inner, ProviderAccount account, string model, TimeProvider time) : WholeAnswerChatClient(inner)
{
    private const string Operation = "chat";

    private readonly string _spanName = $"{Operation} {model}";

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Signals.Source.HasListeners() || Signals.CallDuration.Enabled || Signals.TokenUsage.Enabled || Signals.ConcurrencyLimit.Enabled
            ? ObserveAsync(messages, options, cancellationToken)
            : InnerClient.GetResponseAsync(messages, options, cancellationToken);

    private async Task<ChatResponse> ObserveAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var span = Signals.Source.StartActivity(_spanName, ActivityKind.Client);
        Describe(span, options);
        Signals.ConcurrencyLimit.Record(account.Gate.Limit, new KeyValuePair<string, object?>(Signals.ProviderName, account.Provider));
        var started = time.GetTimestamp();
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken);
            Describe(span, response);
            Measure(time.GetElapsedTime(started), response, failure: null);
            return response;
        }
        catch (Exception e)
        {
            var failure = FailureName.Of(e);
            span.Fail(failure);
            Measure(time.GetElapsedTime(started), response: null, failure);
            throw;
        }
    }

    private void Describe(Activity? span, ChatOptions? options)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var (name, value) in Common())
        {
            span.SetTag(name, value);
        }

        span.SetTag("gen_ai.output.type", options?.ResponseFormat is ChatResponseFormatJson ? "json" : null);   // a tag without a value is not set
        span.SetTag("gen_ai.request.temperature", options?.Temperature);
        span.SetTag("gen_ai.request.top_p", options?.TopP);
        span.SetTag("gen_ai.request.max_tokens", options?.MaxOutputTokens);
        span.SetTag("gen_ai.request.seed", options?.Seed);
    }

    private static void Describe(Activity? span, ChatResponse response)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag("gen_ai.response.model", response.ModelId);
        span.SetTag("gen_ai.response.finish_reasons", response.FinishReason is { } reason ? new[] { reason.Value } : null);
        span.SetTag("gen_ai.usage.input_tokens", response.Usage?.InputTokenCount);
        span.SetTag("gen_ai.usage.output_tokens", response.Usage?.OutputTokenCount);
    }

    private void Measure(TimeSpan took, ChatResponse? response, string? failure)
    {
        var tags = Common();
        if (response?.ModelId is { } answeredAs)
        {
            tags.Add("gen_ai.response.model", answeredAs);
        }

        Record(response?.Usage?.InputTokenCount, "input");
        Record(response?.Usage?.OutputTokenCount, "output");
        if (failure is not null)
        {
            tags.Add(Signals.ErrorType, failure);
        }

        Signals.CallDuration.Record(took.TotalSeconds, tags);

        void Record(long? tokens, string type)
        {
            if (tokens is { } count)
            {
                Signals.TokenUsage.Record(count, [.. tags, new KeyValuePair<string, object?>("gen_ai.token.type", type)]);
            }
        }
    }

    private TagList Common() => new()
    {
        { "gen_ai.operation.name", Operation },
        { Signals.ProviderName, account.Provider },
        { Signals.RequestModel, model },
    };
}
