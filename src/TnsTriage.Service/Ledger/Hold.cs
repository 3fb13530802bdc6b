using TnsTriage.Front;

namespace TnsTriage.Service.Ledger;

/// <summary>
/// One worker's claim on a conversation and on all that it was merged with, as one. While it lasts nobody else decides on any of them or
/// carries a decision out; it ends by release, or when it is not renewed in time.
/// </summary>
/// <param name="Token">Differs with each hold. What only the holder may write is refused to a token that is another's, or over.</param>
/// <param name="Conversation">The conversation that it was taken for.</param>
internal sealed record Hold(string Token, ConversationId Conversation);

/// <summary>A write was refused, and nothing written: the hold it came with has ended. Whoever had it must stop; somebody else may be at work.</summary>
internal sealed class HoldLostException(Hold hold) : Exception($"the hold on {hold.Conversation} has ended");

/// <summary>What a worker has turned out to be merged into a conversation that somebody else has: it comes back later.</summary>
internal sealed class HeldElsewhereException(ConversationId conversation) : Exception($"somebody else works on {conversation}");
