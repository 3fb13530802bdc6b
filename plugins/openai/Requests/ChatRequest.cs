using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Faults;

namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>The body of one request, and what of the caller's wishes is in it.</summary>
internal sealed class ChatRequest
{
    /// <summary>Where the clients of Microsoft.Extensions.AI look for strict mode.</summary>
    private const string StrictKey = "strictJsonSchema";

    private readonly Dictionary<string, Concessions> _sent = [];
    private readonly List<string> _dropped = [];

    private ChatRequest(Concessions concessions) => Concessions = concessions;

    public RequestBody Body { get; private set; } = null!;

    /// <summary>What the request was written with.</summary>
    public Concessions Concessions { get; }

    /// <summary>What the server is asked to hold the answer to.</summary>
    public StructuredOutput Format { get; private set; }

    /// <summary>Parameters in the body that a server may refuse, each with what to concede if it does.</summary>
    public IReadOnlyDictionary<string, Concessions> Sent => _sent;

    /// <summary>Parameters that the caller asked for and the body lacks, by their names in the API.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <exception cref="CallFailedException">A message holds something else than text.</exception>
    public static ChatRequest Write(string model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, Concessions concessions, KeptJson kept)
    {
        var request = new ChatRequest(concessions);
        request.Body = RequestBody.Write((json, insert) =>
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            WriteMessages(json, messages, kept, insert);
            request.WriteOptions(json, options ?? new ChatOptions(), kept, insert);
            json.WriteEndObject();
        });
        return request;
    }

    private static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, KeptJson kept, Action<ReadOnlyMemory<byte>> insert)
    {
        if (messages.SelectMany(message => message.Contents).FirstOrDefault(content => content is not TextContent) is { } other)
        {
            throw new CallFailedException(
                new ProviderFault(ProviderFaultKind.Permanent, $"a message holds {other.GetType().Name}, and only text can be sent"));
        }

        json.WriteStartArray("messages");
        var (start, count) = kept.StartOf(messages, WriteMessage);
        insert(start);
        foreach (var message in messages.Skip(count))
        {
            WriteMessage(json, message);
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        json.WriteString("content", message.Text);
        json.WriteEndObject();
    }

    private void WriteOptions(Utf8JsonWriter json, ChatOptions options, KeptJson kept, Action<ReadOnlyMemory<byte>> insert)
    {
        if (options.MaxOutputTokens is { } limit)
        {
            var isOld = Concessions.HasFlag(Concessions.MaxTokens);
            json.WriteNumber(isOld ? "max_tokens" : "max_completion_tokens", limit);
            if (!isOld)
            {
                _sent["max_completion_tokens"] = Concessions.MaxTokens;
            }
        }

        Optional("temperature", Concessions.NoTemperature, options.Temperature, json.WriteNumber);
        Optional("top_p", Concessions.NoTopP, options.TopP, json.WriteNumber);
        Optional("frequency_penalty", Concessions.NoFrequencyPenalty, options.FrequencyPenalty, json.WriteNumber);
        Optional("presence_penalty", Concessions.NoPresencePenalty, options.PresencePenalty, json.WriteNumber);
        Optional("seed", Concessions.NoSeed, options.Seed, json.WriteNumber);
        if (options.StopSequences is { Count: > 0 } stops && May("stop", Concessions.NoStop))
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        if (Property(options, "logprobs") && May("logprobs", Concessions.NoLogProbabilities))
        {
            json.WriteBoolean("logprobs", value: true);
        }

        WriteFormat(json, options, kept, insert);
    }

    private void WriteFormat(Utf8JsonWriter json, ChatOptions options, KeptJson kept, Action<ReadOnlyMemory<byte>> insert)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson format || Concessions.HasFlag(Concessions.NoJsonObject))
        {
            return;
        }

        json.WriteStartObject("response_format");
        if (format.Schema is not null && !Concessions.HasFlag(Concessions.NoJsonSchema))
        {
            Format = StructuredOutput.JsonSchema;
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            if (format.SchemaDescription is { Length: > 0 } description)
            {
                json.WriteString("description", description);
            }

            json.WriteBoolean("strict", Property(options, StrictKey));
            json.WritePropertyName("schema");
            insert(kept.SchemaOf(format));
            json.WriteEndObject();
        }
        else
        {
            Format = StructuredOutput.JsonObject;
            json.WriteString("type", "json_object");
        }

        json.WriteEndObject();
    }

    private void Optional<T>(string name, Concessions drop, T? value, Action<string, T> write)
        where T : struct
    {
        if (value is { } number && May(name, drop))
        {
            write(name, number);
        }
    }

    private bool May(string name, Concessions drop)
    {
        if (Concessions.HasFlag(drop))
        {
            _dropped.Add(name);
            return false;
        }

        _sent[name] = drop;
        return true;
    }

    private static bool Property(ChatOptions options, string key) =>
        options.AdditionalProperties?.TryGetValue(key, out bool isSet) == true && isSet;
}
