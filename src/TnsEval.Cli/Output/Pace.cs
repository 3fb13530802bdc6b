using System.Globalization;

namespace TnsEval.Cli.Output;

/// <summary>
/// How fast cases get done, and how long the rest will take at that. Over the last quarter of a minute: a run begins with what was cached, and a provider slows down.
/// Safe to use from many threads.
/// </summary>
/// <param name="done">Cases done before.</param>
/// <param name="total">All cases.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(int done, int total, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly int _before = done;
    private readonly long _started = time.GetTimestamp();
    private readonly Queue<(long At, int Done)> _marks = new([(time.GetTimestamp(), done)]);
    private long _marked = time.GetTimestamp();
    private int _done = done;

    /// <summary>Counts a case.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Add()
    {
        lock (_lock)
        {
            _done++;
            if (time.GetElapsedTime(_marked) >= Step)
            {
                _marked = time.GetTimestamp();
                _marks.Enqueue((_marked, _done));
            }

            return _done == total;
        }
    }

    /// <summary>Such as <c>250/500, 41 cases/s, 6 s left</c>; at the end <c>500/500, 40 cases/s, in 12 s</c>.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            while (_marks.Count > 1 && time.GetElapsedTime(_marks.ElementAt(1).At) >= Window)
            {
                _marks.Dequeue();
            }

            var isOver = _done == total;
            var since = isOver ? (At: _started, Done: _before) : _marks.Peek();
            var took = time.GetElapsedTime(since.At);
            if (took < Step)
            {
                return Line($"{_done}/{total}");   // too short to tell
            }

            var rate = (_done - since.Done) / took.TotalSeconds;
            var left = isOver ? $", in {Span(took)}" : rate > 0 ? $", {Span(TimeSpan.FromSeconds((total - _done) / rate))} left" : "";
            return Line($"{_done}/{total}, {(rate < 10 ? rate.ToString("0.0", CultureInfo.InvariantCulture) : rate.ToString("N0", CultureInfo.InvariantCulture))} cases/s{left}");
        }
    }

    private static string Span(TimeSpan span) => Line(
        span.TotalSeconds < 60 ? $"{Math.Ceiling(span.TotalSeconds)} s"
        : span.TotalMinutes < 60 ? $"{span.Minutes} min {span.Seconds} s"
        : (FormattableString)$"{Math.Floor(span.TotalHours)} h {span.Minutes} min");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
