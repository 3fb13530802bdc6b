using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TnsTriage.Text;

namespace TnsTriage.Prompts;

/// <summary>
/// Makes the code that stands on both lines around a ticket. It is a keyed hash of the ticket: whoever writes the ticket does not know the key and
/// so cannot close the fence, and yet the same key gives the same request, which is what lets answers be cached and runs be repeated.
/// </summary>
internal sealed class FenceKey
{
    private readonly byte[] _key;

    /// <summary>A key of one's own; at least 16 bytes.</summary>
    public FenceKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        _key = key.ToArray();
    }

    /// <summary>A key nobody knows, for production.</summary>
    public static FenceKey CreateRandom() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>16 hexadecimal digits that occur nowhere in the ticket.</summary>
    public string CodeFor(PreparedTicket ticket)
    {
        for (var attempt = 0; ; attempt++)
        {
            var code = Code(ticket, attempt);
            if (!Contains(ticket, code))
            {
                return code;
            }
        }
    }

    private string Code(PreparedTicket ticket, int attempt)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, attempt);
        hash.AppendData(number);
        Append(ticket.Subject);
        Append(ticket.Body);
        foreach (var message in ticket.Thread)
        {
            Append(message);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));

        void Append(PreparedText text)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.View.Length));
            var count = Encoding.UTF8.GetBytes(text.View, bytes);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, count);
            hash.AppendData(length);
            hash.AppendData(bytes, 0, count);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool Contains(PreparedTicket ticket, string code) =>
        ticket.Subject.View.Contains(code, StringComparison.Ordinal)
        || ticket.Body.View.Contains(code, StringComparison.Ordinal)
        || ticket.Thread.Any(message => message.View.Contains(code, StringComparison.Ordinal));
}
