using TnsEval.EvalSets;
using TnsEval.Runs;

namespace TnsEval.Calls;

/// <summary>
/// Tells a provider that is down from a call that fails for its own reasons, by what becomes of the other calls of the account. Safe to use from many
/// threads.
/// </summary>
/// <param name="provider">Its id, for the message.</param>
/// <param name="slowestAnswer">An answer may take this long, so silence that is shorter means nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(string provider, TimeSpan slowestAnswer, TimeProvider time)
{
    /// <summary>Fewer failures in a row than this show nothing.</summary>
    private const int FewestFailures = 10;

    private readonly Lock _lock = new();
    private long? _latestAnswered;
    private int _failures;
    private long _firstFailureAt;
    private CaseId? _failing;
    private bool _areSeveralFailing;
    private string _lastFault = "";
    private RunStoppedException? _opened;

    /// <summary>Notes an answer, whatever it says.</summary>
    /// <param name="begunAt">When the attempt that it answers was made.</param>
    public void Answered(long begunAt)
    {
        lock (_lock)
        {
            _latestAnswered = Math.Max(_latestAnswered ?? begunAt, begunAt);
            (_failures, _failing, _areSeveralFailing) = (0, null, false);
        }
    }

    /// <summary>Notes an attempt without an answer.</summary>
    public void Failed(CaseId? @case, string fault)
    {
        lock (_lock)
        {
            _firstFailureAt = _failures++ == 0 ? time.GetTimestamp() : _firstFailureAt;
            _areSeveralFailing |= _failing is not null && _failing != @case;
            _failing = @case;
            _lastFault = fault;
        }
    }

    /// <summary>Called before an attempt.</summary>
    /// <exception cref="RunStoppedException">The provider was found to be down.</exception>
    public void ThrowIfOpen()
    {
        lock (_lock)
        {
            if (_opened is not null)
            {
                throw new RunStoppedException(_opened.Message, _opened.Fix);
            }
        }
    }

    /// <summary>
    /// Whether a call that has run out of retries has failed by itself: calls made after it first failed were answered, or it is the only one there is. False
    /// while that is open.
    /// </summary>
    /// <param name="firstFailedAt">When it first failed.</param>
    /// <exception cref="RunStoppedException">
    /// The provider is down: many attempts of several cases in a row got no answer, and it has never given one or has been silent for as long as one
    /// may take. Every later attempt throws this too.
    /// </exception>
    public bool IsOwnFault(long firstFailedAt)
    {
        lock (_lock)
        {
            if (_latestAnswered > firstFailedAt)
            {
                return true;
            }

            var silence = time.GetElapsedTime(_firstFailureAt);
            if (_failures < FewestFailures || (_latestAnswered is not null && silence < slowestAnswer))
            {
                return false;
            }

            if (!_areSeveralFailing)
            {
                return true;
            }

            _opened ??= new RunStoppedException(
                $"provider '{provider}' is down: the last {_failures} attempts, over {silence.TotalSeconds:0} s, got no answer; the last fault was: {_lastFault.TrimEnd('.')}",
                "Check its address, or wait until it answers");
        }

        ThrowIfOpen();
        return false;
    }
}
