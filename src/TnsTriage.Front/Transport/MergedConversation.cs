namespace TnsTriage.Front.Transport;

/// <summary>The conversation that a redirect names. Only its id is taken, so the token never goes where the redirect points.</summary>
internal static class MergedConversation
{
    /// <summary>Reads a Location.</summary>
    /// <param name="location">Absolute or relative, with or without what followed the id in the call.</param>
    /// <param name="baseAddress">The host that was called.</param>
    /// <returns>Null when it names no conversation, or a host that is not allowed.</returns>
    public static ConversationId? In(Uri? location, Uri baseAddress)
    {
        if (location is null || !Uri.TryCreate(baseAddress, location, out var absolute) || !AllowedHosts.IsLinkAllowed(absolute, baseAddress))
        {
            return null;
        }

        var id = absolute.AbsolutePath.Split('/').SkipWhile(part => part != "conversations").Skip(1).FirstOrDefault();
        return FrontIdText.Try<ConversationId>(id);
    }
}
