using System.Text.Json.Serialization;

namespace TnsTriage.Prompts;

/// <summary>What a prompt file says, before anything was checked. <see cref="PromptVersion.TryCreate"/> turns it into a version that can be used.</summary>
public sealed record PromptDefinition
{
    /// <summary>The version's name, such as <c>v3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What this version tries.</summary>
    public string Description { get; init; } = "";

    /// <summary>The model it is meant for, as <c>provider/model</c>; null for any.</summary>
    public string? Model { get; init; }

    /// <summary>Sampling parameters.</summary>
    public PromptParameters Parameters { get; init; } = new();

    /// <summary>System text, few-shot pairs and last the ticket.</summary>
    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    /// <summary>JSON text of an object <c>{name, strict, schema}</c>.</summary>
    public required string JsonSchema { get; init; }
}

/// <summary>One message of a prompt, placeholders included.</summary>
public sealed record PromptMessage(PromptRole Role, string Content);

/// <summary>Who speaks in a prompt's message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PromptRole>))]
public enum PromptRole
{
    /// <summary>The instructions.</summary>
    [JsonStringEnumMemberName("system")] System,

    /// <summary>A ticket.</summary>
    [JsonStringEnumMemberName("user")] User,

    /// <summary>The answer to a few-shot ticket.</summary>
    [JsonStringEnumMemberName("assistant")] Assistant,
}

/// <summary>Sampling parameters; null leaves the choice to the provider.</summary>
public sealed record PromptParameters
{
    /// <summary>0 to 2.</summary>
    public float? Temperature { get; init; }

    /// <summary>Above 0, at most 1.</summary>
    public float? TopP { get; init; }

    /// <summary>Longest answer in tokens; at least 1.</summary>
    public int? MaxTokens { get; init; }
}

/// <summary>Something wrong in a prompt.</summary>
/// <param name="Path">Which value: <c>name</c>, <c>messages[2].content</c>, <c>jsonSchema</c>.</param>
/// <param name="Line">Line within that value, from 0.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
public sealed record PromptProblem(string Path, int Line, string What, string Fix);
