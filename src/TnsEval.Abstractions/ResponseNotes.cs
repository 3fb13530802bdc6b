using System.Text.Json.Serialization;

using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// What a provider's client may note on a response besides the standard properties, for the records of a run. They travel in
/// <see cref="ChatResponse.AdditionalProperties"/>.
/// </summary>
public static class ResponseNotes
{
    private const string StructuredOutputKey = "tnseval.structuredOutput";
    private const string LoadTimeKey = "tnseval.loadTime";
    private const string DroppedParametersKey = "tnseval.droppedParameters";

    extension(ChatResponse response)
    {
        /// <summary>How the server was held to the schema; null when the client does not say.</summary>
        public StructuredOutput? StructuredOutput
        {
            get => response.Note<StructuredOutput>(StructuredOutputKey);
            set => response.SetNote(StructuredOutputKey, value);
        }

        /// <summary>Time the server spent loading the model, which is part of the call's duration; null when the client does not say.</summary>
        public TimeSpan? LoadTime
        {
            get => response.Note<TimeSpan>(LoadTimeKey);
            set => response.SetNote(LoadTimeKey, value);
        }

        /// <summary>
        /// Sampling parameters that were asked for and not sent because the model does not take them, by their names in the provider's API: the
        /// answer was not sampled as the prompt says. Empty when all were sent or the client does not say.
        /// </summary>
        public IReadOnlyList<string> DroppedParameters
        {
            get => response.AdditionalProperties?.TryGetValue(DroppedParametersKey, out IReadOnlyList<string>? names) == true ? names : [];
            set
            {
                response.AdditionalProperties ??= [];
                if (value.Count > 0)
                {
                    response.AdditionalProperties[DroppedParametersKey] = value;
                }
                else
                {
                    response.AdditionalProperties.Remove(DroppedParametersKey);
                }
            }
        }

        private T? Note<T>(string key)
            where T : struct => response.AdditionalProperties?.TryGetValue(key, out T note) == true ? note : null;

        private void SetNote<T>(string key, T? note)
            where T : struct
        {
            response.AdditionalProperties ??= [];
            if (note is { } value)
            {
                response.AdditionalProperties[key] = value;
            }
            else
            {
                response.AdditionalProperties.Remove(key);
            }
        }
    }
}

/// <summary>How a server was held to the answer's schema.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StructuredOutput>))]
public enum StructuredOutput
{
    /// <summary>Not at all: the prompt alone asks for JSON.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>To one JSON object of any shape.</summary>
    [JsonStringEnumMemberName("json_object")] JsonObject,

    /// <summary>To the JSON schema.</summary>
    [JsonStringEnumMemberName("json_schema")] JsonSchema,
}
