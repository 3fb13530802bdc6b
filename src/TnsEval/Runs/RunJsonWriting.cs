using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TnsEval.Runs.EarlyStopping;
using TnsEval.Scoring;

namespace TnsEval.Runs;

/// <summary>
/// Writes the JSON of a run folder: the same bytes as <see cref="RunJson"/>, by generated code alone. Metadata of properties, which reading needs, is code over generic
/// types that the runtime compiles at each start: a third of all methods that a short run compiles. Only types with a converter on a property need it here too.
/// See docs/performance.md.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(CaseRecord))]
[JsonSerializable(typeof(Scorecard), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Stability), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Latency), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LimitFinding), GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class RunJsonWriting : JsonSerializerContext
{
    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Lines with { Indented = true, NewLine = "\n" };

    /// <summary>One line, without its end.</summary>
    public static ReadOnlyMemory<byte> Line(CaseRecord record) => Write(record, Default.CaseRecord, Lines);

    /// <summary>A file that people read, without the end of its last line.</summary>
    public static ReadOnlyMemory<byte> File(RunManifest manifest) => Write(manifest, Default.RunManifest, Indented);

    /// <inheritdoc cref="File(RunManifest)"/>
    public static ReadOnlyMemory<byte> File(RunSummary summary) => Write(summary, Default.RunSummary, Indented);

    private static ReadOnlyMemory<byte> Write<T>(T value, JsonTypeInfo<T> type, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, options);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
