using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TnsTriage;
using TnsTriage.Text.Characters;

namespace TnsEval.EvalSets.Import;

/// <summary>128 bits that are the same for tickets of the same text: white space is folded, and letters are composed (NFC).</summary>
internal static class TicketFingerprint
{
    /// <summary>Whether there is no text at all.</summary>
    public static bool IsEmpty(ImportRow row) =>
        string.IsNullOrWhiteSpace(row.Subject) && string.IsNullOrWhiteSpace(row.Body) && row.Thread.All(message => string.IsNullOrWhiteSpace(message.Body));

    public static UInt128 Of(ImportRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, row.Subject);
        foreach (var message in row.Thread)
        {
            Append(hash, WireName<ThreadAuthor>.Of(message.From));
            Append(hash, message.Body);
        }

        Append(hash, row.Body);
        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string part)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(Folded(Ascii.IsValid(part) ? part : CanonicalComposition.Normalize(part))));
        hash.AppendData("\n"u8);   // folded text has none: parts cannot run together
    }

    private static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
