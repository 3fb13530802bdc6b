namespace TnsEval.Plugins.Offline;

/// <summary>
/// Exemplars as TF-IDF vectors of length one, in an inverted index: the cosine of a text with all of them costs one look-up a feature.
/// Read-only after construction, so safe to use from many threads.
/// </summary>
internal sealed class ExemplarIndex
{
    /// <summary>
    /// What a piece of a word weighs beside a whole word. A word of eight letters has seven pieces; at a quarter, a shared stem counts for
    /// about half of a shared word, and a shared ending for little.
    /// </summary>
    private const double PieceWeight = 0.25;

    private readonly Dictionary<ulong, Feature> _features = [];
    private readonly Posting[] _postings;
    private readonly double _unseenRarity;

    /// <summary>Weighs and indexes.</summary>
    /// <param name="exemplars">Texts to compare with; their positions are what <see cref="AddSimilarities"/> answers by.</param>
    /// <param name="prose">The prompt's other lines. They are never compared with, but tell which words are common.</param>
    public ExemplarIndex(IReadOnlyList<string> exemplars, IReadOnlyList<string> prose)
    {
        ExemplarCount = exemplars.Count;
        var buffer = new TextFeatures();
        var documentCounts = new Dictionary<ulong, int>();
        foreach (var text in exemplars.Concat(prose))
        {
            buffer.Read(text);
            foreach (var key in buffer.Keys)
            {
                documentCounts[key] = documentCounts.GetValueOrDefault(key) + 1;
            }
        }

        var documents = exemplars.Count + prose.Count;
        _unseenRarity = Rarity(documents, 0);
        foreach (var (key, count) in documentCounts)
        {
            _features.Add(key, new Feature(Rarity(documents, count), 0, 0));
        }

        _postings = Index(exemplars, buffer);
    }

    /// <summary>How many exemplars are indexed.</summary>
    public int ExemplarCount { get; }

    /// <summary>Adds the cosine of a text with every exemplar, in [0, 1], to <paramref name="similarities"/>.</summary>
    /// <param name="text">The text's features.</param>
    /// <param name="similarities">One place an exemplar, in their order.</param>
    public void AddSimilarities(TextFeatures text, Span<double> similarities)
    {
        var keys = text.Keys;
        var counts = text.Counts;
        var norm = Math.Sqrt(SquaredLength(keys, counts));
        for (var index = 0; index < keys.Length; index++)
        {
            if (_features.TryGetValue(keys[index], out var feature) && feature.PostingCount > 0)
            {
                var weight = Weight(keys[index], counts[index], feature.Rarity) / norm;
                foreach (var posting in _postings.AsSpan(feature.FirstPosting, feature.PostingCount))
                {
                    similarities[posting.Exemplar] += weight * posting.Weight;
                }
            }
        }
    }

    /// <summary>How many of a text's words there are, and how many of them the prompt uses anywhere.</summary>
    public (int Words, int Known) CountWords(TextFeatures text)
    {
        var (words, known) = (0, 0);
        foreach (var key in text.Keys)
        {
            if (TextFeatures.KindOf(key) == FeatureKind.Word)
            {
                words++;
                known += _features.ContainsKey(key) ? 1 : 0;
            }
        }

        return (words, known);
    }

    private Posting[] Index(IReadOnlyList<string> exemplars, TextFeatures buffer)
    {
        var byFeature = new SortedDictionary<ulong, List<Posting>>();
        for (var exemplar = 0; exemplar < exemplars.Count; exemplar++)
        {
            buffer.Read(exemplars[exemplar]);
            var norm = Math.Sqrt(SquaredLength(buffer.Keys, buffer.Counts));
            for (var index = 0; index < buffer.Count; index++)
            {
                var key = buffer.Keys[index];
                if (!byFeature.TryGetValue(key, out var list))
                {
                    byFeature.Add(key, list = []);
                }

                list.Add(new Posting(exemplar, Weight(key, buffer.Counts[index], _features[key].Rarity) / norm));
            }
        }

        var postings = new List<Posting>();
        foreach (var (key, list) in byFeature)
        {
            _features[key] = _features[key] with { FirstPosting = postings.Count, PostingCount = list.Count };
            postings.AddRange(list);
        }

        return [.. postings];
    }

    private double SquaredLength(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> counts)
    {
        var sum = 0.0;
        for (var index = 0; index < keys.Length; index++)
        {
            var rarity = _features.TryGetValue(keys[index], out var feature) ? feature.Rarity : _unseenRarity;
            var weight = Weight(keys[index], counts[index], rarity);
            sum += weight * weight;
        }

        return sum;
    }

    /// <summary>Repeating a word adds ever less.</summary>
    private static double Weight(ulong key, int count, double rarity) =>
        (TextFeatures.KindOf(key) == FeatureKind.Piece ? PieceWeight : 1) * (1 + Math.Log(count)) * rarity;

    /// <summary>Inverse document frequency, with half a document added so that an unseen feature has one.</summary>
    private static double Rarity(int documents, int documentsWithFeature) => Math.Log((documents + 1) / (documentsWithFeature + 0.5));

    private readonly record struct Feature(double Rarity, int FirstPosting, int PostingCount);

    private readonly record struct Posting(int Exemplar, double Weight);
}
