namespace TnsEval.Workers;

/// <summary>What people are told while a run goes on. Safe to use from many threads.</summary>
/// <param name="say">One line that everybody should read; called from any thread.</param>
/// <param name="detail">One line for those who want to know more; called from any thread.</param>
public sealed class RunNotes(Action<string> say, Action<string> detail)
{
    /// <summary>Pulses without a worker before it is said: they may be on their way.</summary>
    private const int Pulses = 3;

    private int _waiting;

    internal void Say(string line) => say(line);

    internal void Detail(string line) => detail(line);

    /// <summary>Called at each pulse; says the line once each time that waiting begins.</summary>
    internal void Waiting(bool isWaiting, string line)
    {
        _waiting = isWaiting ? _waiting + 1 : 0;
        if (_waiting == Pulses)
        {
            say(line);
        }
    }
}
