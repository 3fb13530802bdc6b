using System.Globalization;

namespace TnsEval.EvalSets.Import;

/// <summary>Ids that say nothing: digits from what the ticket says, so that the same ticket gets the same id wherever it is imported.</summary>
internal static class NewCaseId
{
    private const ulong Ids = 1_000_000_000_000;

    /// <param name="prefix">What it begins with.</param>
    /// <param name="fingerprint">The ticket's, see <see cref="TicketFingerprint"/>.</param>
    /// <param name="attempt">0, and the next number each time the id is taken: of 100,000 tickets, one pair in 200 imports.</param>
    public static string Of(string prefix, UInt128 fingerprint, int attempt = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{(ulong)((fingerprint % Ids) + (uint)attempt) % Ids:D12}");
}
