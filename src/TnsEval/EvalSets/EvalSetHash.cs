using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets;

/// <summary>
/// The identity of a set's content: SHA-256 over one line of canonical JSON a case (keys in ordinal order, no white space), cases in ordinal order of
/// their ids. White space, key order and row order of the files do not change it; any content does.
/// </summary>
internal static class EvalSetHash
{
    public static string Of(IReadOnlyList<EvalCase> cases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        hash.AppendData("""{"formatVersion":1}"""u8);
        foreach (var @case in cases.OrderBy(@case => @case.Id.Value, StringComparer.Ordinal))
        {
            hash.AppendData("\n"u8);
            hash.AppendData(@case.Spooled is { } spooled ? spooled.CanonicalJson() : CanonicalJson(@case, json, buffer));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A case's line of the content.</summary>
    /// <param name="case">The case.</param>
    /// <param name="json">Writes to <paramref name="buffer"/>.</param>
    /// <param name="buffer">Is overwritten.</param>
    /// <returns>Memory of the buffer.</returns>
    public static ReadOnlySpan<byte> CanonicalJson(EvalCase @case, Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        Write(json, @case);
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, EvalCase @case)
    {
        json.WriteStartObject();
        json.WriteString("body", @case.Ticket.Body);
        WriteTexts(json, "categories", @case.Label.Categories.Select(WireName<HarmCategory>.Of));
        json.WriteString("id", @case.Id.Value);
        json.WriteString("label", WireName<LabelKind>.Of(@case.Label.Kind));
        json.WriteString("language", @case.Ticket.Language);
        json.WriteString("pair", @case.Pair?.Value);
        json.WriteString("severity", WireName<Severity>.Of(@case.Label.Severity));
        WriteTexts(json, "stress", @case.StressTags);
        json.WriteString("subject", @case.Ticket.Subject);
        json.WriteStartArray("thread");
        foreach (var message in @case.Ticket.Thread)
        {
            json.WriteStartObject();
            json.WriteString("body", message.Body);
            json.WriteString("from", WireName<ThreadAuthor>.Of(message.From));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("why", @case.Why);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
