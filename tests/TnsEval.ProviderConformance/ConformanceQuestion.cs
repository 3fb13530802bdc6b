using Microsoft.Extensions.AI;

namespace TnsEval.ProviderConformance;

/// <summary>A request that the suite makes of a client.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Options">The options; null for none.</param>
public sealed record ConformanceQuestion(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options = null);
