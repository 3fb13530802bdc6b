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

    /// <summary>Begins to observe a call; null while nobody listens.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="options">What the request asks for; null when there are none.</param>
    /// <param name="time">The clock of the durations; a span has its own.</param>
    public Observation? Start(ChatTarget target, ChatOptions? options, TimeProvider time) =>
        source.HasListeners() || _duration.Enabled || _tokens.Enabled ? new Observation(this, target, options, time) : null;

    private Activity? StartSpan(ChatTarget target, ChatOptions? options)
    {
        var span = source.StartActivity(target.SpanName, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            foreach (var (name, value) in Common(target))
            {
                span.SetTag(name, value);
            }

            span.SetTag("gen_ai.output.type", options?.ResponseFormat is ChatResponseFormatJson ? "json" : null);
            span.SetTag("gen_ai.request.temperature", options?.Temperature);
            span.SetTag("gen_ai.request.top_p", options?.TopP);
            span.SetTag("gen_ai.request.max_tokens", options?.MaxOutputTokens);
            span.SetTag("gen_ai.request.seed", options?.Seed);
        }

        return span;
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

    /// <summary>One call under way.</summary>
    internal sealed class Observation : IDisposable
    {
        private readonly ChatSignals _signals;
        private readonly ChatTarget _target;
        private readonly TimeProvider _time;
        private readonly long _started;
        private readonly Activity? _span;

        internal Observation(ChatSignals signals, ChatTarget target, ChatOptions? options, TimeProvider time)
        {
            (_signals, _target, _time, _started) = (signals, target, time, time.GetTimestamp());
            _span = signals.StartSpan(target, options);
        }

        /// <summary>The call was answered.</summary>
        public void End(ChatResponse response)
        {
            if (_span is { IsAllDataRequested: true } span)
            {
                span.SetTag("gen_ai.response.model", response.ModelId);   // a tag without a value is not set
                span.SetTag("gen_ai.response.finish_reasons", response.FinishReason is { } reason ? new[] { reason.Value } : null);
                span.SetTag("gen_ai.usage.input_tokens", response.Usage?.InputTokenCount);
                span.SetTag("gen_ai.usage.output_tokens", response.Usage?.OutputTokenCount);
            }

            var tags = Common(_target);
            if (response.ModelId is { } answeredAs)
            {
                tags.Add("gen_ai.response.model", answeredAs);
            }

            Count(response.Usage?.InputTokenCount, "input", tags);
            Count(response.Usage?.OutputTokenCount, "output", tags);
            _signals._duration.Record(_time.GetElapsedTime(_started).TotalSeconds, tags);
        }

        /// <summary>The call failed.</summary>
        /// <param name="kind">For <c>error.type</c>: never the words of the error.</param>
        public void Fail(string kind)
        {
            _span.Fail(kind);
            var tags = Common(_target);
            tags.Add(ErrorType, kind);
            _signals._duration.Record(_time.GetElapsedTime(_started).TotalSeconds, tags);
        }

        public void Dispose() => _span?.Dispose();

        private void Count(long? tokens, string type, TagList tags)
        {
            if (tokens is { } count)
            {
                _signals._tokens.Record(count, [.. tags, new KeyValuePair<string, object?>("gen_ai.token.type", type)]);
            }
        }
    }
}

/// <summary>Who is asked; null for what the client does not say.</summary>
internal sealed record ChatTarget(string? Provider, string? Model)
{
    public string SpanName { get; } = Model is null ? "chat" : $"chat {Model}";

    public static ChatTarget Of(IChatClient client) =>
        client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata metadata ? new(metadata.ProviderName, metadata.DefaultModelId) : new(null, null);
}
