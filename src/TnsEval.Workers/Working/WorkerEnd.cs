namespace TnsEval.Workers.Working;

/// <summary>Why a worker ended by itself.</summary>
public enum WorkerEnd
{
    /// <summary>The one run that it was to work on is over.</summary>
    RunIsOver,

    /// <summary>The one run that it was to work on did not take it.</summary>
    Refused,
}
