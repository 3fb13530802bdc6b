using System.Text.RegularExpressions;

namespace TnsTriage.Service.Faults.Fleet;

/// <summary>Ids of conversations in what others wrote.</summary>
internal static partial class Conversation
{
    public static string? Find(string text) => Id().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"cnv_\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
