using TnsTriage;

namespace TnsEval.Runs;

/// <summary>
/// Others that classify the cases of one run, with the same classifier on calls of their own. The run keeps its journal and all that follows from it as ever. Safe to use
/// from many threads; disposed when the run is over.
/// </summary>
public interface ICasesElsewhere : IAsyncDisposable
{
    /// <summary>Has a ticket classified by one of them. Which case it is of is said by <see cref="Calls.CallTrace.Current"/>, which gets what was measured.</summary>
    ITicketClassifier Classifier { get; }

    /// <summary>How it goes as of now.</summary>
    ElsewhereStatus Status { get; }

    /// <summary>Tells that a record is in the journal, so that nobody has to keep it any more.</summary>
    void Journaled(RecordKey key);
}

/// <summary>How a run goes that is worked on elsewhere.</summary>
/// <param name="Workers">How many work on it.</param>
/// <param name="Concurrency">Calls at once that they take the provider to allow, all together.</param>
/// <param name="Retries">Attempts that they made again so far.</param>
/// <param name="Faults">Attempts of theirs so far that failed in a way that may pass.</param>
public sealed record ElsewhereStatus(int Workers, int Concurrency, int Retries, int Faults);
