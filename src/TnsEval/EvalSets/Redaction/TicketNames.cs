using System.Collections.Frozen;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// The persons of one ticket. "Hank" and "Tolliver" are Hank Tolliver wherever they stand in it; a word that two of the persons share is a third person unless a
/// neighbour tells. Book and verse ("John 3:16") and bodies ("Grace Church") are no persons.
/// </summary>
internal sealed class TicketNames
{
    private readonly FrozenDictionary<string, string[]> _personsByWord;

    private TicketNames(FrozenDictionary<string, string[]> personsByWord) => _personsByWord = personsByWord;

    /// <param name="names">Each name as its words, as the cues gave them.</param>
    public static TicketNames Of(IEnumerable<IReadOnlyList<string>> names)
    {
        var persons = names
            .Select(words => words.Select(word => word.ToLowerInvariant()).ToArray())
            .DistinctBy(Identity, StringComparer.Ordinal)
            .ToArray();
        var entries =
            from person in persons
            from word in person.Distinct(StringComparer.Ordinal)
            select (word, person);
        var byWord = entries.ToLookup(entry => entry.word, entry => entry.person, StringComparer.Ordinal);
        return new TicketNames(byWord.ToFrozenDictionary(group => group.Key, group => Widest(group).Select(Identity).ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Everywhere that one of the persons is named.</summary>
    public IEnumerable<Finding> Find(string text)
    {
        if (_personsByWord.Count == 0)
        {
            yield break;
        }

        Occurrence? open = null;
        foreach (var match in NameText.CapitalisedWords(text))
        {
            var word = NameText.Bare(match.Value);
            var end = match.Index + word.Length;
            if (!_personsByWord.TryGetValue(word.ToLowerInvariant(), out var persons) || IsNoPerson(text.AsSpan(end)))
            {
                continue;
            }

            if (open is not null && open.TryExtend(text, match.Index, end, persons))
            {
                continue;
            }

            if (open is not null)
            {
                yield return open.ToFinding(text);
            }

            open = new Occurrence(match.Index, end, persons);
        }

        if (open is not null)
        {
            yield return open.ToFinding(text);
        }
    }

    private static bool IsNoPerson(ReadOnlySpan<char> after) => NameText.IsVerse(after) || NameWords.Organisations.Contains(NameText.NextWord(after));

    /// <summary>Without those whose words all stand in another's name: "Hank" beside "Hank Tolliver" is the same man.</summary>
    private static IEnumerable<string[]> Widest(IEnumerable<string[]> persons)
    {
        string[][] all = [.. persons.OrderByDescending(words => words.Length)];
        var kept = new List<string[]>();
        foreach (var words in all)
        {
            if (!kept.Exists(wider => wider.Length > words.Length && Array.TrueForAll(words, word => wider.Contains(word, StringComparer.Ordinal))))
            {
                kept.Add(words);
            }
        }

        return kept;
    }

    private static string Identity(string[] words) => string.Join(' ', words);

    private sealed class Occurrence(int start, int end, string[] persons)
    {
        private int _end = end;
        private string[] _persons = persons;

        public bool TryExtend(string text, int wordStart, int wordEnd, string[] persons)
        {
            string[] both = [.. _persons.Intersect(persons, StringComparer.Ordinal)];
            if (both.Length == 0 || !NameText.IsInsideName(text.AsSpan(_end, wordStart - _end)))
            {
                return false;
            }

            (_end, _persons) = (wordEnd, both);
            return true;
        }

        public Finding ToFinding(string text) =>
            new(start, _end - start, PersonalDataKind.Name, _persons.Length == 1 ? _persons[0] : text[start.._end].ToLowerInvariant());
    }
}
