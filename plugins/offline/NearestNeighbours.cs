namespace TnsEval.Plugins.Offline;

/// <summary>
/// Judges a ticket by its nearest exemplars on either side. Each exemplar is compared with the segment most like it; the ticket is an alarm
/// when the nearest alarms are on average nearer than the nearest look-alikes. A twin that shares most words with a ticket thus pulls as
/// hard as its counterpart, and only what differs decides.
/// </summary>
internal sealed class NearestNeighbours
{
    /// <summary>
    /// From here on two exemplars are the same phrase written twice, which says nothing about how alike different phrases are.
    /// </summary>
    private const double SamePhrase = 0.999;

    private readonly IReadOnlyList<Exemplar> _exemplars;
    private readonly IReadOnlyList<string> _categoryIds;
    private readonly ExemplarIndex _index;
    private readonly int _voters;
    private readonly double[]? _neighbourhoods;

    /// <summary>Learns a lesson.</summary>
    /// <param name="lesson">At least one exemplar.</param>
    /// <param name="categoryIds">In the schema's order, which breaks ties.</param>
    public NearestNeighbours(Lesson lesson, IReadOnlyList<string> categoryIds)
    {
        _exemplars = lesson.Exemplars;
        _categoryIds = categoryIds;
        _index = new ExemplarIndex([.. lesson.Exemplars.Select(exemplar => exemplar.Text)], lesson.Prose);
        var alarms = lesson.Exemplars.Count(exemplar => exemplar.IsAlarm);
        var lookAlikes = lesson.Exemplars.Count - alarms;
        _voters = VotersPerSide(alarms, lookAlikes);
        _neighbourhoods = lookAlikes == 0 ? Neighbourhoods() : null;
    }

    /// <summary>Judges a ticket. Linear in its length.</summary>
    public Finding Judge(TicketText ticket, CancellationToken cancellationToken)
    {
        var best = new double[_exemplars.Count];
        var bestSegment = new int[_exemplars.Count];
        var similarities = new double[_exemplars.Count];
        var features = new TextFeatures();
        var (words, known) = (0, 0);
        for (var segment = 0; segment < ticket.SegmentCount; segment++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features.Read(ticket[segment]);
            Array.Clear(similarities);
            _index.AddSimilarities(features, similarities);
            for (var exemplar = 0; exemplar < similarities.Length; exemplar++)
            {
                if (similarities[exemplar] > best[exemplar])
                {
                    best[exemplar] = similarities[exemplar];
                    bestSegment[exemplar] = segment;
                }
            }

            var counted = _index.CountWords(features);
            words += counted.Words;
            known += counted.Known;
        }

        return Vote(best, bestSegment, words == 0 ? null : (double)known / words);
    }

    /// <summary>
    /// How many exemplars of each side vote: the square root of all, the usual rule of thumb, so that one chance likeness does not decide
    /// and most of the prompt stays silent. Both sides have the same number, so a prompt with longer lists of one kind does not lean to it.
    /// </summary>
    private static int VotersPerSide(int alarms, int lookAlikes)
    {
        var voters = (int)Math.Ceiling(Math.Sqrt(alarms + lookAlikes));
        return new[] { voters, alarms, lookAlikes }.Where(number => number > 0).Min();
    }

    private Finding Vote(double[] similarities, int[] segments, double? knownWords)
    {
        var alarms = Nearest(similarities, segments, alarms: true);
        var lookAlikes = Nearest(similarities, segments, alarms: false);
        var (alarmSum, lookAlikeSum) = (alarms.Sum(neighbour => neighbour.Similarity), lookAlikes.Sum(neighbour => neighbour.Similarity));
        var isAlarm = alarmSum > lookAlikeSum && (_neighbourhoods is null || IsInNeighbourhood(similarities));
        return new Finding
        {
            IsAlarm = isAlarm,
            Margin = alarmSum + lookAlikeSum > 0 ? (alarmSum - lookAlikeSum) / (alarmSum + lookAlikeSum) : 0,
            Category = isAlarm ? Category(alarms) : null,
            Alarms = alarms,
            LookAlikes = lookAlikes,
            KnownWords = knownWords,
        };
    }

    private List<Neighbour> Nearest(double[] similarities, int[] segments, bool alarms)
    {
        var nearest = new List<Neighbour>(_voters + 1);
        for (var exemplar = 0; exemplar < similarities.Length; exemplar++)
        {
            var similarity = similarities[exemplar];
            if (_exemplars[exemplar].IsAlarm == alarms
                && similarity > 0
                && (nearest.Count < _voters || similarity > nearest[^1].Similarity))
            {
                var place = nearest.Count;
                while (place > 0 && nearest[place - 1].Similarity < similarity)
                {
                    place--;
                }

                nearest.Insert(place, new Neighbour(_exemplars[exemplar], similarity, segments[exemplar]));
                if (nearest.Count > _voters)
                {
                    nearest.RemoveAt(_voters);
                }
            }
        }

        return nearest;
    }

    private string? Category(List<Neighbour> alarms)
    {
        var votes = alarms
            .Where(neighbour => neighbour.Exemplar.Category is not null)
            .GroupBy(neighbour => neighbour.Exemplar.Category!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(neighbour => neighbour.Similarity), StringComparer.Ordinal);
        return _categoryIds.MaxBy(votes.GetValueOrDefault) is { } id && votes.ContainsKey(id) ? id : null;
    }

    /// <summary>
    /// The decision when the prompt shows no look-alikes to weigh against: the ticket must be at least as near to its nearest exemplar as
    /// that one's own nearest exemplar is.
    /// </summary>
    /// <remarks>
    /// The 1-nearest-neighbour method of D. de Ridder, D. Tax and R. Duin, An experimental comparison of one-class classification methods
    /// (ASCI 1998). It has no threshold to tune.
    /// </remarks>
    private bool IsInNeighbourhood(double[] similarities)
    {
        var nearest = 0;
        for (var exemplar = 1; exemplar < similarities.Length; exemplar++)
        {
            nearest = similarities[exemplar] > similarities[nearest] ? exemplar : nearest;
        }

        return similarities[nearest] >= _neighbourhoods![nearest];
    }

    /// <summary>For each exemplar, how near the nearest different one is.</summary>
    private double[] Neighbourhoods()
    {
        var neighbourhoods = new double[_exemplars.Count];
        var similarities = new double[_exemplars.Count];
        var features = new TextFeatures();
        for (var exemplar = 0; exemplar < neighbourhoods.Length; exemplar++)
        {
            features.Read(_exemplars[exemplar].Text);
            Array.Clear(similarities);
            _index.AddSimilarities(features, similarities);
            similarities[exemplar] = 0;
            neighbourhoods[exemplar] = similarities.Where(similarity => similarity < SamePhrase).DefaultIfEmpty().Max();
        }

        return neighbourhoods;
    }
}
