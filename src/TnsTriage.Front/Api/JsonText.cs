using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TnsTriage.Front.Api;

/// <summary>
/// Reads any JSON string: one that holds half of a surrogate pair, or bytes that are no UTF-8, has U+FFFD there, and is not a reason to
/// lose a ticket.
/// </summary>
internal static class JsonText
{
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            byte[] raw = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan.ToArray();
            return Mended(Encoding.UTF8.GetString(raw));
        }
    }

    /// <summary>Undoes JSON's escapes one by one; the reader has checked their form.</summary>
    private static string Mended(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var at = 0; at < escaped.Length; at++)
        {
            if (escaped[at] != '\\')
            {
                text.Append(escaped[at]);
                continue;
            }

            at++;
            text.Append(escaped[at] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => CodeUnit(escaped, ref at),
                var same => same,
            });
        }

        // Encoding there and back replaces the halves that found no partner.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static char CodeUnit(string escaped, ref int at)
    {
        var unit = (char)Convert.ToInt32(escaped.Substring(at + 1, 4), 16);
        at += 4;
        return unit;
    }
}
