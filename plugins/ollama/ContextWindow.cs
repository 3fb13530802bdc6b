using System.Numerics;

namespace TnsEval.Plugins.Ollama;

/// <summary>
/// The context (<c>num_ctx</c>) that calls ask for. The server loads the model anew whenever it changes, so it is a power of two that only ever grows
/// while a client lives: a run sees a handful of loads at most. Safe to use from many threads.
/// </summary>
/// <param name="limit">The largest context in tokens; null for none.</param>
internal sealed class ContextWindow(int? limit)
{
    private const int Smallest = 4096;
    private const int Largest = 1 << 30;

    private int _size = Smallest;

    /// <summary>The context for a call: at least as many tokens as needed, unless the limit is smaller.</summary>
    public int For(long tokens)
    {
        var needed = tokens >= Largest ? Largest : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(tokens, Smallest));
        var size = Volatile.Read(ref _size);
        while (size < needed)
        {
            var seen = Interlocked.CompareExchange(ref _size, needed, size);
            size = seen == size ? needed : seen;
        }

        return limit is { } most ? Math.Min(size, most) : size;
    }
}
