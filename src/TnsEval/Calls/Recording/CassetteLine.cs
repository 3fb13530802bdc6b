using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Calls.Recording;

/// <summary>
/// One answer of a recorded run: one line of a cassette. It names the ticket and the request and holds neither; the answer can quote the ticket.
/// Why it is made so: docs/adr/0009-cassettes.md.
/// </summary>
internal sealed record CassetteLine
{
    public const int CurrentFormatVersion = 1;

    public required int FormatVersion { get; init; }

    /// <summary>The case's id.</summary>
    public required string Case { get; init; }

    /// <summary>Which repeat of the case, from 0.</summary>
    public required int Repeat { get; init; }

    /// <summary>How the ticket was rewritten; absent for the ticket as it is.</summary>
    public string? Perturbation { get; init; }

    /// <summary>Which answer in the conversation about the case, from 1.</summary>
    public required int Turn { get; init; }

    /// <summary><see cref="Abstractions.RequestIdentity"/> of what was asked: by it the answer is found again.</summary>
    public required string Request { get; init; }

    /// <summary>The model asked for, as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    public required RecordedAnswer Answer { get; init; }
}

/// <summary>The JSON of recordings: one line each, as readable as a diff allows.</summary>
[JsonSerializable(typeof(CassetteLine))]
[JsonSerializable(typeof(RecordedAnswer))]
internal sealed partial class RecordingJson : JsonSerializerContext
{
    public static RecordingJson Lines { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
