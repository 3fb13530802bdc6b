namespace TnsEval.Plugins.Offline;

/// <summary>
/// The request holds nothing that an answer could be made from. The message names what is missing and never holds ticket text.
/// </summary>
public sealed class UnanswerableRequestException(string message) : Exception(message);
