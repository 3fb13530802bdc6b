namespace TnsEval.ProviderConformance;

/// <summary>A case does not apply to a provider, for the reason in the message.</summary>
internal sealed class NotApplicableException(string reason) : Exception(reason);
