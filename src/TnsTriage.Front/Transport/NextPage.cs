namespace TnsTriage.Front.Transport;

/// <summary>The token of the next page. Only the token is taken of a link, and the configured host is called with it.</summary>
internal static class NextPage
{
    /// <summary>The token, decoded; null when the link holds none, or is on a host that is not allowed.</summary>
    public static string? TokenIn(string link, Uri baseAddress)
    {
        if (!Uri.TryCreate(baseAddress, link, out var absolute) || !AllowedHosts.IsLinkAllowed(absolute, baseAddress))
        {
            return null;
        }

        foreach (var pair in absolute.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith("page_token=", StringComparison.Ordinal) && pair.Length > "page_token=".Length)
            {
                return Uri.UnescapeDataString(pair["page_token=".Length..]);
            }
        }

        return null;
    }
}
