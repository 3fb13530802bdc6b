namespace TnsTriage.Text.Quotes;

/// <summary>The lines of a text, by number.</summary>
internal sealed class TextLines
{
    private readonly string _text;
    private readonly List<Range> _ranges = [];

    public TextLines(string text)
    {
        _text = text;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            _ranges.Add(range);
        }
    }

    public int Count => _ranges.Count;

    /// <summary>A line without white space at its ends.</summary>
    public ReadOnlySpan<char> this[int number] => Whole(number).Trim();

    /// <summary>A line without its line feed.</summary>
    public ReadOnlySpan<char> Whole(int number) => _text.AsSpan(_ranges[number]);

    /// <summary>Where a line starts in the text.</summary>
    public int Start(int number) => _ranges[number].Start.Value;

    /// <summary>Where a line ends in the text, before its line feed.</summary>
    public int End(int number) => _ranges[number].End.Value;

    public bool IsEmpty(int number) => this[number].IsEmpty;

    /// <summary>The number of the first line from one on that is not empty, or <see cref="Count"/>.</summary>
    public int NextWithText(int number)
    {
        while (number < Count && IsEmpty(number))
        {
            number++;
        }

        return number;
    }

    /// <summary>The number of the last line before one that is not empty, or -1.</summary>
    public int PreviousWithText(int number)
    {
        do
        {
            number--;
        }
        while (number >= 0 && IsEmpty(number));

        return number;
    }
}
