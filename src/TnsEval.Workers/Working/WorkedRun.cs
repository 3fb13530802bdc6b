namespace TnsEval.Workers.Working;

/// <summary>What a worker did for a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Cases">Results sent.</param>
/// <param name="GivenBack">Jobs that went back unfinished.</param>
public sealed record WorkedRun(string Run, int Cases, int GivenBack);
