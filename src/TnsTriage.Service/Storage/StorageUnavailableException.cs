namespace TnsTriage.Service.Storage;

/// <summary>A durable write or read did not happen: the disk is full, the file is locked or broken. What was to be stored is not.</summary>
/// <param name="what">What could not be done, without content.</param>
/// <param name="inner">What the store said, where it said something.</param>
internal sealed class StorageUnavailableException(string what, Exception? inner = null) : Exception(what, inner);
