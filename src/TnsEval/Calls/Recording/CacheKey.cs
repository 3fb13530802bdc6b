namespace TnsEval.Calls.Recording;

/// <summary>Which question an answer in the cache belongs to. Neither endpoint nor key is part of it.</summary>
/// <param name="Model">The model asked for, as <c>provider/model</c>.</param>
/// <param name="Repeat">Which repeat of a case: each has an answer of its own.</param>
/// <param name="Request">See <see cref="Abstractions.RequestIdentity"/>.</param>
internal readonly record struct CacheKey(string Model, int Repeat, string Request);
