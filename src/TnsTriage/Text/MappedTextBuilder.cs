using System.Text;

namespace TnsTriage.Text;

/// <summary>Writes a <see cref="MappedText"/> from another one. What is neither kept nor replaced is dropped.</summary>
internal sealed class MappedTextBuilder(MappedText source)
{
    private readonly StringBuilder _text = new(source.Text.Length);
    private readonly List<MappedText.Run> _runs = [];
    private int _lastRun;

    /// <summary>Characters written so far.</summary>
    public int Length => _text.Length;

    /// <summary>Whether what comes next stands at the start of a line.</summary>
    public bool IsAtLineStart => _text.Length == 0 || _text[^1] == '\n';

    /// <summary>What was written from a place on.</summary>
    public string TextFrom(int start) => _text.ToString(start, _text.Length - start);

    /// <summary>Copies a part of the source.</summary>
    public void Keep(int start, int length)
    {
        if (length == 0)
        {
            return;
        }

        _lastRun = source.RunAt(start, _lastRun);
        for (var at = _lastRun; at < source.Runs.Length && source.Runs[at].Start < start + length; at++)
        {
            var run = source.Runs[at].Cut(start, start + length);
            Add(run with { Start = _text.Length + run.Start - start });
        }

        _text.Append(source.Text, start, length);
    }

    /// <summary>Copies another text made from the same raw one.</summary>
    public void Append(MappedText text)
    {
        foreach (var run in text.Runs)
        {
            Add(run with { Start = _text.Length + run.Start });
        }

        _text.Append(text.Text);
    }

    /// <summary>The same, on a new line; the line feed stands for the raw text between the two.</summary>
    public void AppendLine(MappedText text)
    {
        var from = _runs[^1].RawStart + _runs[^1].RawLength;
        Add(new MappedText.Run(_text.Length, Length: 1, from, text.Runs[0].RawStart - from, IsWhole: true));
        _text.Append('\n');
        Append(text);
    }

    /// <summary>Writes a text that stands for a part of the source.</summary>
    public void Replace(int start, int length, string text)
    {
        _lastRun = source.RunAt(start, _lastRun);
        if (source.RawRange(start, length, _lastRun) is not var (rawStart, rawLength))
        {
            Insert(text);
            return;
        }

        Add(new MappedText.Run(_text.Length, text.Length, rawStart, rawLength, IsWhole: text.Length > 1 || rawLength > 1));
        _text.Append(text);
    }

    /// <summary>Writes a text of our own, which stands for nothing in the source.</summary>
    public void Insert(string text)
    {
        Add(new MappedText.Run(_text.Length, text.Length, RawStart: 0, RawLength: 0, IsWhole: false));
        _text.Append(text);
    }

    public MappedText Build() => new(source.Raw, _text.ToString(), [.. _runs]);

    private void Add(MappedText.Run run)
    {
        if (_runs.Count > 0 && Continues(_runs[^1], run))
        {
            _runs[^1] = _runs[^1] with { Length = _runs[^1].Length + run.Length, RawLength = _runs[^1].RawLength + run.RawLength };
        }
        else if (run.Length > 0)
        {
            _runs.Add(run);
        }
    }

    private static bool Continues(MappedText.Run last, MappedText.Run next) =>
        !last.IsWhole && !next.IsWhole && last.IsInserted == next.IsInserted
        && (last.IsInserted || last.RawStart + last.RawLength == next.RawStart);
}
