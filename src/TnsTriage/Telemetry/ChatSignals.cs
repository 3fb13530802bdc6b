using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace TnsTriage.Telemetry;

/// <summary>One span and one measurement a model call, by the GenAI semantic conventions of OpenTelemetry, on a source and a meter of the owner's.</summary>
internal sealed class ChatSignals(ActivitySource source, Meter meter)
{
    public const string ErrorType = "error.type";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";

    private const string Operation = "chat";

    /// <summary>Buckets as the conventions advise, in seconds.</summary>
    public static InstrumentAdvice<double> SecondsAdvice { get; } = new()
    {
        HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(power => 0.01 * (1 << power))],
    };

    private readonly Histogram<double> _duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of one model call", advice: SecondsAdvice);

    /// <summary>Buckets as the conventions advise: powers of four.</summary>
    private readonly Histogram<long> _tokens = meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of one answer, input and output apart",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(power => 1L << (2 * power))] });

    public bool AreHeard => source.HasListeners() || _duration.Enabled || _tokens.Enabled;

    /// <summary>Makes the call and tells of it.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="options">What the request asks for; null when there are none.</param>
    /// <param name="time">The clock of the durations; a span has its own.</param>
    /// <param name="call">The call.</param>
    /// <param name="failureOf">The kind of a failure, for <c>error.type</c>; never its message.</param>
    public async Task<ChatResponse> ObserveAsync(
        ChatTarget target, ChatOptions? options, TimeProvider time, Func<Task<ChatResponse>> call, Func<Exception, string> failureOf)
    {
        using var span = source.StartActivity(target.SpanName, ActivityKind.Client);
        Describe(span, target, options);
        var started = time.GetTimestamp();
        try
        {
            var response = await call().ConfigureAwait(false);
            Describe(span, response);
            Measure(target, time.GetElapsedTime(started), response, failure: null);
            return response;
        }
        catch (Exception e)
        {
            var failure = failureOf(e);
            span.Fail(failure);
            Measure(target, time.GetElapsedTime(started), response: null, failure);
            throw;
        }
    }

    private static void Describe(Activity? span, ChatTarget target, ChatOptions? options)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var (name, value) in Common(target))
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

    private void Measure(ChatTarget target, TimeSpan took, ChatResponse? response, string? failure)
    {
        var tags = Common(target);
        if (response?.ModelId is { } answeredAs)
        {
            tags.Add("gen_ai.response.model", answeredAs);
        }

        Record(response?.Usage?.InputTokenCount, "input");
        Record(response?.Usage?.OutputTokenCount, "output");
        if (failure is not null)
        {
            tags.Add(ErrorType, failure);
        }

        _duration.Record(took.TotalSeconds, tags);

        void Record(long? tokens, string type)
        {
            if (tokens is { } count)
            {
                _tokens.Record(count, [.. tags, new KeyValuePair<string, object?>("gen_ai.token.type", type)]);
            }
        }
    }

    private static TagList Common(ChatTarget target)
    {
        var tags = new TagList { { "gen_ai.operation.name", Operation } };
        if (target.Provider is { } provider)
        {
            tags.Add(ProviderName, provider);
        }

        if (target.Model is { } model)
        {
            tags.Add(RequestModel, model);
        }

        return tags;
    }
}

/// <summary>Who is asked; null for what the client does not say.</summary>
internal sealed record ChatTarget(string? Provider, string? Model)
{
    public string SpanName { get; } = Model is null ? "chat" : $"chat {Model}";

    public static ChatTarget Of(IChatClient client) =>
        client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata metadata ? new(metadata.ProviderName, metadata.DefaultModelId) : new(null, null);
}
