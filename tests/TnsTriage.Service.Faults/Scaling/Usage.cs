using System.Diagnostics;

namespace TnsTriage.Service.Faults.Scaling;

/// <summary>What had been used and done at a moment.</summary>
/// <param name="Moment">A timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="Processor">Of each part.</param>
internal sealed record Usage(long Moment, IReadOnlyList<TimeSpan> Processor)
{
    public long Jobs { get; init; }

    public TimeSpan Since(Usage before) => Stopwatch.GetElapsedTime(before.Moment, Moment);
}
