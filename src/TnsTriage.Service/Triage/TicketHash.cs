using System.Security.Cryptography;
using System.Text;

namespace TnsTriage.Service.Triage;

/// <summary>The identity of a ticket's text, kept in place of it.</summary>
internal static class TicketHash
{
    /// <summary>Lower-case hex SHA-256 over all parts, each with its length before it, so that text cannot wander between parts.</summary>
    public static string Of(Ticket ticket)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(ticket.Subject);
        Add(ticket.Body);
        foreach (var message in ticket.Thread)
        {
            Add(WireName<ThreadAuthor>.Of(message.From));
            Add(message.Body);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string part)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }
    }
}
