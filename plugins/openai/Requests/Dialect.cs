namespace TnsEval.Plugins.OpenAI.Requests;

/// <summary>What one model at one address was found not to understand, for as long as the process lives. Safe to use from many threads.</summary>
internal sealed class Dialect
{
    private int _concessions;

    public Concessions Concessions => (Concessions)Volatile.Read(ref _concessions);

    public void Concede(Concessions concession) => Interlocked.Or(ref _concessions, (int)concession);
}
