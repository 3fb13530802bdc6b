namespace TnsEval.EvalSets.Checks;

/// <summary>
/// Turns word sequences into sets of trigrams, each different trigram a number from 0 on. No hash stands for a trigram, so no two are confused.
/// </summary>
internal sealed class TrigramSets
{
    private const int NoWord = -1;

    private readonly Dictionary<(int First, int Second, int Third), int> _numbers = [];

    /// <summary>The different trigrams of a text; a text of one or two words is a single one, an empty text none.</summary>
    public int[] Of(ReadOnlySpan<int> words)
    {
        if (words.Length < 3)
        {
            return words.IsEmpty ? [] : [NumberOf((words[0], words.Length == 2 ? words[1] : NoWord, NoWord))];
        }

        var trigrams = new HashSet<int>(words.Length);
        for (var index = 2; index < words.Length; index++)
        {
            trigrams.Add(NumberOf((words[index - 2], words[index - 1], words[index])));
        }

        return [.. trigrams];
    }

    private int NumberOf((int First, int Second, int Third) trigram)
    {
        if (!_numbers.TryGetValue(trigram, out var number))
        {
            number = _numbers.Count;
            _numbers.Add(trigram, number);
        }

        return number;
    }
}
