using System.Text;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>Rewrites single words of subject and body, chosen among those that carry no fact; see <see cref="PlainWords"/>.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does.</param>
/// <param name="share">The share of those words that is rewritten, above 0; at least one is.</param>
internal abstract class WordPerturbation(string name, string description, double share) : Perturbation(name, description)
{
    /// <summary>The word rewritten; null when it holds nothing to rewrite.</summary>
    /// <param name="word">Lower-case letters only.</param>
    /// <param name="random">The source of every choice.</param>
    protected abstract string? Change(string word, Random random);

    private protected sealed override Ticket Rewrite(EvalCase @case, Random random)
    {
        var facts = FactWords.Of(@case);
        string[] texts = [@case.Ticket.Subject, @case.Ticket.Body];
        var words = texts.SelectMany((text, part) => PlainWords.Of(text, facts).Select(range => (Part: part, Range: range))).ToArray();
        random.Shuffle(words);

        var wanted = Math.Max(1, (int)Math.Round(share * words.Length));
        var changed =
            (from word in words
             let text = Change(texts[word.Part][word.Range], random)
             where text is not null
             select (word.Part, word.Range, Text: text)).Take(wanted).ToLookup(word => word.Part, word => (word.Range, word.Text));
        return @case.Ticket with { Subject = With(texts[0], changed[0]), Body = With(texts[1], changed[1]) };
    }

    private static string With(string text, IEnumerable<(Range Range, string Text)> changes)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (range, word) in changes.OrderBy(change => change.Range.Start.Value))
        {
            result.Append(text, at, range.Start.Value - at).Append(word);
            at = range.End.Value;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
