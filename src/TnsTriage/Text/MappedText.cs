using System.Diagnostics;

namespace TnsTriage.Text;

/// <summary>
/// A text made from a raw one, and for each of its characters the raw range it came from. Steps of preparation take one and return
/// another, written with
/// <see cref="MappedTextBuilder"/>; a step that has nothing to do returns what it got.
/// </summary>
internal sealed class MappedText
{
    private readonly Run[] _runs;

    internal MappedText(string raw, string text, Run[] runs)
    {
        Raw = raw;
        Text = text;
        _runs = runs;
    }

    public string Raw { get; }

    public string Text { get; }

    /// <summary>What the text consists of, left to right and without gaps; empty for an empty text.</summary>
    public ReadOnlySpan<Run> Runs => _runs;

    public static MappedText Identity(string raw) =>
        new(raw, raw, raw.Length == 0 ? [] : [new Run(Start: 0, raw.Length, RawStart: 0, raw.Length, IsWhole: false)]);

    /// <summary>The same text with some characters changed in their places.</summary>
    public MappedText WithCharacters(string text)
    {
        Debug.Assert(text.Length == Text.Length, "characters change in their places");
        return new MappedText(Raw, text, _runs);
    }

    /// <summary>A part of this text.</summary>
    public MappedText Part(int start, int length)
    {
        var runs = new List<Run>();
        for (var at = RunAt(start); at < _runs.Length && _runs[at].Start < start + length; at++)
        {
            var run = _runs[at].Cut(start, start + length);
            runs.Add(run with { Start = run.Start - start });
        }

        return new MappedText(Raw, Text.Substring(start, length), [.. runs]);
    }

    /// <summary>Whether a character was put there by us and stands for no raw text.</summary>
    public bool IsInserted(int index) => _runs[RunAt(index)].IsInserted;

    /// <summary>The smallest raw range that holds all that a part of this text came from; null when all of it was inserted.</summary>
    /// <param name="start">First character of the part.</param>
    /// <param name="length">Number of characters of the part.</param>
    /// <param name="firstRun">Where to look first, see <see cref="RunAt"/>.</param>
    public (int Start, int Length)? RawRange(int start, int length, int firstRun = 0)
    {
        var (from, to) = (int.MaxValue, -1);
        for (var at = RunAt(start, firstRun); at < _runs.Length && _runs[at].Start < start + length; at++)
        {
            var run = _runs[at].Cut(start, start + length);
            if (!run.IsInserted)
            {
                (from, to) = (Math.Min(from, run.RawStart), Math.Max(to, run.RawStart + run.RawLength));
            }
        }

        return to < 0 ? null : (from, to - from);
    }

    /// <summary>The number of the run that a character belongs to.</summary>
    /// <param name="index">The character.</param>
    /// <param name="firstRun">A run at or shortly before the one wanted: makes a walk from left to right linear.</param>
    public int RunAt(int index, int firstRun = 0)
    {
        var low = firstRun < _runs.Length && _runs[firstRun].Start <= index ? firstRun : 0;
        for (var step = 0; step < 4 && low + 1 < _runs.Length && _runs[low + 1].Start <= index; step++)
        {
            low++;
        }

        var high = _runs.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].Start <= index ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>A stretch of the text and the stretch of the raw text that it stands for.</summary>
    /// <param name="Start">First character.</param>
    /// <param name="Length">Number of characters.</param>
    /// <param name="RawStart">First raw character.</param>
    /// <param name="RawLength">Number of raw characters; 0 when the stretch was inserted.</param>
    /// <param name="IsWhole">True when only the whole stretch stands for the whole raw one, as in <c>&amp;amp;</c>; else character
    /// stands for character.</param>
    internal readonly record struct Run(int Start, int Length, int RawStart, int RawLength, bool IsWhole)
    {
        public bool IsInserted => RawLength == 0;

        /// <summary>The part of the run that lies between two places in the text.</summary>
        public Run Cut(int from, int to)
        {
            var start = Math.Max(from, Start);
            var length = Math.Min(to, Start + Length) - start;
            return IsWhole || IsInserted
                ? this with { Start = start, Length = length }
                : new Run(start, length, RawStart + start - Start, length, IsWhole: false);
        }
    }
}
