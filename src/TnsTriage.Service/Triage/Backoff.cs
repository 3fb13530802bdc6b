using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TnsTriage.Service.Inbox;

namespace TnsTriage.Service.Triage;

/// <summary>
/// How long a job waits before it is tried again: twice as long each time, jittered by its conversation, so that what failed together does
/// not return together.
/// </summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait that somebody else may ask for.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    /// <summary>The wait after an attempt.</summary>
    /// <param name="lease">The attempt.</param>
    /// <param name="asked">What a server asked for; null when nothing.</param>
    public static TimeSpan After(InboxLease lease, TimeSpan? asked)
    {
        var full = First * Math.Pow(2, Math.Min(lease.Attempt - 1, 10));
        var own = (full < Longest ? full : Longest) * ((1 + Fraction(lease)) / 2);
        var told = asked is { } wait ? (wait < LongestAsked ? wait : LongestAsked) : TimeSpan.Zero;
        return told + own;
    }

    /// <summary>The wait of a job that could not be worked on because the ledger is away.</summary>
    public static TimeSpan WhileAway { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait while somebody else has the conversation: a second or two, not the same for two who want what the other has.</summary>
    public static TimeSpan WhileHeld(InboxLease lease) => TimeSpan.FromSeconds(1 + Fraction(lease));

    private static double Fraction(InboxLease lease)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{lease.Conversation.Value} {lease.Attempt}");
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) / (double)(1L << 32);
    }
}
