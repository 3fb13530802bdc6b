using System.Buffers;
using System.ClientModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>
/// JSON in pieces: those written for this request, and those that <see cref="KeptJson"/> keeps from earlier ones, which are sent from where they are.
/// </summary>
internal sealed class RequestBody : BinaryContent
{
    /// <summary>Escapes no more than JSON asks for. Without validation, for the writer does not see the pieces.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _own = new(8 * 1024);
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private int _cut;

    private RequestBody() => MediaType = "application/json";

    /// <summary>Makes a body of what is written and inserted.</summary>
    public static RequestBody Write(Action<Utf8JsonWriter, Action<ReadOnlyMemory<byte>>> write)
    {
        var body = new RequestBody();
        using var json = new Utf8JsonWriter(body._own, Options);
        write(json, piece =>
        {
            json.Flush();
            body.Cut();
            body._pieces.Add(piece);
        });
        json.Flush();
        body.Cut();
        return body;
    }

    public override bool TryComputeLength(out long length)
    {
        length = _pieces.Sum(piece => (long)piece.Length);
        return true;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellationToken = default)
    {
        foreach (var piece in _pieces)
        {
            stream.Write(piece.Span);
        }
    }

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        foreach (var piece in _pieces)
        {
            await stream.WriteAsync(piece, cancellationToken);
        }
    }

    public override void Dispose()
    {
        // Holds nothing but memory.
    }

    private void Cut()
    {
        _pieces.Add(_own.WrittenMemory[_cut..]);
        _cut = _own.WrittenCount;
    }
}
