using System.Globalization;
using TnsEval.Comparing;
using TnsEval.EvalSets;
using TnsEval.Prompts;
using TnsEval.Scoring;
using TnsEval.Statistics;
using TnsTriage;

namespace TnsEval.Cli.Output;

/// <summary>A comparison for people: flipped tickets first, then the figures, and last, where the eye ends, what they prove.</summary>
internal sealed class CompareText(TextWriter output, Comparison comparison, PriceList? prices, bool isVerbose)
{
    private readonly IReadOnlyList<string> _names = RunNames.Of([comparison.Base, .. comparison.Candidates.Select(candidate => candidate.Candidate)]);

    /// <summary>Flipped tickets of each kind to show.</summary>
    public required int Limit { get; init; }

    /// <summary>The tickets' text by case, to be shown; null for none.</summary>
    public IReadOnlyDictionary<CaseId, EvalCase>? Tickets { get; init; }

    /// <summary>Writes it.</summary>
    public void Write()
    {
        WriteHeader();
        if (comparison.Candidates is [var only])
        {
            if (only.Difference.Common > 0)
            {
                new FlippedTicketText(output, (_names[0], _names[1]), Limit, Tickets).Write(only.Difference);
            }

            if (only.Difference.Fixed.Count + only.Difference.Broken.Count > 0)
            {
                output.WriteLine($"One of them whole: tnseval show {only.Candidate.Run} --case ID");
            }

            output.WriteLine();
            WriteFigures(only);
            WriteSlices(only.Difference);
            output.WriteLine();
            foreach (var sentence in ConclusionText.Of(only))
            {
                output.WriteLine(sentence);
            }

            return;
        }

        WriteTable();
        foreach (var (candidate, name) in comparison.Candidates.Zip(_names.Skip(1)))
        {
            output.WriteLine();
            output.WriteLine($"{_names[0]} -> {name}");
            foreach (var sentence in ConclusionText.Of(candidate))
            {
                output.WriteLine($"  {sentence}");
            }
        }

        output.WriteLine();
        output.WriteLine($"Tickets that flipped, one candidate at a time: tnseval compare {comparison.Base.Run} {comparison.Candidates[0].Candidate.Run}");
    }

    private void WriteHeader()
    {
        var policy = WireName<InvalidPolicy>.Of(comparison.InvalidPolicy);
        output.WriteLine($"{_names[0]} -> {string.Join(", ", _names.Skip(1))}: {comparison.Base.Cases.Set}, answers that are none counted {policy}");
        WriteRun("base", comparison.Base);
        foreach (var candidate in comparison.Candidates)
        {
            WriteRun("candidate", candidate.Candidate);
            foreach (var note in Notes(candidate))
            {
                output.WriteLine($"             {note}");
            }
        }

        output.WriteLine();
    }

    private void WriteRun(string role, ComparedRun run) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {role,-9}  {run.Prompt.Name} on {run.Model.Name}, {run.Cases.Count} tickets{(run.Repeats == 1 ? "" : $", each {run.Repeats} times")}: {run.Run}"));

    private IEnumerable<string> Notes(CandidateComparison candidate)
    {
        var difference = candidate.Difference;
        if (candidate.WholeSets is not null)
        {
            yield return $"UNLIKE SETS: compared on the {difference.Common} tickets of both, by id ({difference.OnlyInBase} are in the base alone, {difference.OnlyInCandidate} in the candidate alone)";
        }

        if (difference.Relabelled > 0)
        {
            yield return $"{difference.Relabelled} tickets have another label now and are left out";
        }

        if (difference.Uncounted > 0)
        {
            yield return $"{difference.Uncounted} tickets without an assessment in one of the runs are left out";
        }

        if (candidate.Candidate.Repeats > 1 || comparison.Base.Repeats > 1)
        {
            yield return "a ticket counts as what most of its repeats were, a tie as wrong";
        }

        if (candidate.NotRecorded > 0)
        {
            yield return $"{candidate.NotRecorded} answers of the two runs failed only because a recording does not hold them: record again before you believe this";
        }

        if (candidate.Candidate.Prompt.Hash == comparison.Base.Prompt.Hash)
        {
            yield return "the prompt is the same";
        }

        if (candidate.OtherDifferences.Count > 0)
        {
            yield return $"also different, and as good a reason for a change: {string.Join("; ", candidate.OtherDifferences)}";
        }
    }

    private void WriteFigures(CandidateComparison candidate)
    {
        var difference = candidate.Difference;
        List<IReadOnlyList<string>> rows =
        [
            ["", _names[0], _names[1], "change"],
            .. difference.Common == 0 ? Array.Empty<IReadOnlyList<string>>() :
            [
                Row("false alarms", difference.FalseAlarms),
                Row("misses", difference.Misses),
                Row("all errors", difference.Errors),
                Row("pairs right", difference.PairsRight, isGood: true),
                .. EffortText.Rows(candidate.BaseScores, candidate.CandidateScores, (comparison.Base, candidate.Candidate), prices),
            ],
        ];
        if (candidate.WholeSets is { } whole)
        {
            rows.Add(Row("false alarms, whole sets, unpaired", whole.FalseAlarms));
            rows.Add(Row("misses, whole sets, unpaired", whole.Misses));
        }

        TextColumns.Write(output, "  ", rows);
        WriteClustered("all errors", difference.Errors);
        if (isVerbose)
        {
            WriteClustered("false alarms", difference.FalseAlarms);
            WriteClustered("misses", difference.Misses);
            WriteOtherMethods("false alarms", difference.FalseAlarms);
            WriteOtherMethods("misses", difference.Misses);
            WriteAgreement(difference);
        }
    }

    private static IReadOnlyList<string> Row(string name, PairedDifference side, bool isGood = false)
    {
        var (better, worse) = isGood ? (side.OnlyCandidate, side.OnlyBase) : (side.OnlyBase, side.OnlyCandidate);
        var change = side.Tickets == 0 ? "" : $"{DifferenceText.Of(side.Difference, side.Interval)}, {Chance.Text(side.MidP)} ({better} fixed, {worse} broken)";
        return [name, DifferenceText.Of(side.Base), DifferenceText.Of(side.Candidate), change];
    }

    private static IReadOnlyList<string> Row(string name, UnpairedDifference side) =>
        [name, DifferenceText.Of(side.Base), DifferenceText.Of(side.Candidate), DifferenceText.Of(side.Difference, side.Interval)];

    /// <summary>Twins and repeats are no further tickets; says so where it matters.</summary>
    private void WriteClustered(string name, PairedDifference side)
    {
        if (side is { Clustered: { Value: { } value } clustered, ClusteredInterval: { } interval })
        {
            var effect = clustered.DesignEffect is { } design ? string.Create(CultureInfo.InvariantCulture, $", which makes the variance {design:0.00} times as large") : "";
            output.WriteLine($"  {name}, with twins and repeats taken together: {DifferenceText.Of(value, interval)} ({clustered.Clusters} groups{effect})");
        }
    }

    private void WriteOtherMethods(string name, PairedDifference side)
    {
        if (side is { ScoreInterval: { } score, Bootstrap: { } bootstrap })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name} by other methods: score interval {DifferenceText.Of(score)}, bootstrap {DifferenceText.Of(bootstrap.Interval)}, McNemar exact {Chance.Text(side.ExactP)}, evidence {Evidence(side.LogEvidence)} (20 proves a difference however often one looks as the set grows)"));
        }
    }

    private static string Evidence(double logarithm) =>
        logarithm > Math.Log(1_000_000) ? "above 1,000,000" : Math.Exp(logarithm).ToString("N1", CultureInfo.InvariantCulture);

    private void WriteAgreement(RunDifference difference)
    {
        if (difference.Agreement is { } agreement)
        {
            var kappa = agreement.Kappa is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00}") : "not defined";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the runs agree on {100 * agreement.Observed:0.0} % of alarms (kappa {kappa}, AC1 {agreement.Ac1:0.00})"));
        }
    }

    private void WriteSlices(RunDifference difference)
    {
        foreach (var kind in difference.Slices.GroupBy(slice => slice.Kind))
        {
            var shown = kind.Where(slice => isVerbose || slice.Errors.OnlyBase + slice.Errors.OnlyCandidate > 0).ToArray();
            if (shown.Length == 0)
            {
                continue;
            }

            var title = kind.Key == SliceKind.Category ? "misses by category" : "false alarms by kind of look-alike";
            var unchanged = kind.Count() - shown.Length;
            output.WriteLine();
            output.WriteLine($"  {title}, p adjusted for looking at {kind.Count()}{(unchanged > 0 ? $"; {unchanged} without a flip left out" : "")}");
            TextColumns.Write(output, "    ", [.. shown.Select(slice => (string[])
            [
                slice.Name,
                string.Create(CultureInfo.InvariantCulture, $"{slice.Errors.Base.Events} -> {slice.Errors.Candidate.Events} of {slice.Errors.Tickets}"),
                DifferenceText.Of(slice.Errors.Difference, slice.Errors.Interval),
                Chance.Text(slice.AdjustedP),
                DifferenceText.Flips(slice.Errors),
            ])]);
        }
    }

    private void WriteTable()
    {
        var first = comparison.Candidates[0].BaseScores;
        TextColumns.Write(output, "  ",
        [
            ["", "false alarms", "against the base", "misses", "against the base", "pairs right", "invalid"],
            [_names[0] == "base" ? "base" : $"{_names[0]} (base)", DifferenceText.Of(first.FalseAlarms), "", DifferenceText.Of(first.Misses), "", DifferenceText.Of(first.Pairs), EffortText.Invalid(first)],
            .. comparison.Candidates.Zip(_names.Skip(1), (candidate, name) => (string[])
            [
                name,
                DifferenceText.Of(candidate.Difference.FalseAlarms.Candidate),
                Against(candidate.Difference.FalseAlarms, candidate.FalseAlarmsP),
                DifferenceText.Of(candidate.Difference.Misses.Candidate),
                Against(candidate.Difference.Misses, candidate.MissesP),
                DifferenceText.Of(candidate.Difference.PairsRight.Candidate),
                EffortText.Invalid(candidate.CandidateScores),
            ]),
        ]);
        output.WriteLine($"  p adjusted for comparing {comparison.Candidates.Count} candidates");
    }

    private static string Against(PairedDifference side, double p) => side.Tickets == 0 ? "" : $"{DifferenceText.Of(side.Difference, side.Interval)}, {Chance.Text(p)}";
}
