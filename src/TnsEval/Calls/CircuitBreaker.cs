using TnsEval.Runs;

namespace TnsEval.Calls;

/// <summary>
/// Whether a provider is down, as far as the calls of one account show. It decides nothing by itself: a call that has run out of retries asks.
/// Safe to use from many threads.
/// </summary>
/// <param name="provider">Its id, for the message.</param>
/// <param name="slowestAnswer">An answer may take this long, so silence that is shorter means nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(string provider, TimeSpan slowestAnswer, TimeProvider time)
{
    /// <summary>Fewer failures in a row than this may be one ticket's fault.</summary>
    private const int FewestFailures = 10;

    private readonly Lock _lock = new();
    private long _answers;
    private int _failures;
    private long _firstFailureAt;
    private string _lastFault = "";
    private RunStoppedException? _opened;

    /// <summary>How often the provider has answered, whatever it answered.</summary>
    public long Answers
    {
        get
        {
            lock (_lock)
            {
                return _answers;
            }
        }
    }

    public void Answered()
    {
        lock (_lock)
        {
            _answers++;
            _failures = 0;
        }
    }

    public void Failed(string fault)
    {
        lock (_lock)
        {
            _firstFailureAt = _failures++ == 0 ? time.GetTimestamp() : _firstFailureAt;
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
    /// Called when a call has run out of retries. The provider is down when it has failed many times in a row and has either never answered or
    /// been silent for as long as an answer may take.
    /// </summary>
    /// <exception cref="RunStoppedException">It is; every later attempt throws this too.</exception>
    public void ThrowIfDown()
    {
        lock (_lock)
        {
            var silence = time.GetElapsedTime(_firstFailureAt);
            if (_failures >= FewestFailures && (_answers == 0 || silence >= slowestAnswer))
            {
                _opened ??= new RunStoppedException(
                    $"provider '{provider}' is down: the last {_failures} attempts, over {silence.TotalSeconds:0} s, got no answer; the last fault was: {_lastFault.TrimEnd('.')}",
                    "Check its address or wait until it answers");
            }
        }

        ThrowIfOpen();
    }
}
