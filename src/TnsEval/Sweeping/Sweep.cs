using System.Text.Json.Serialization;
using TnsEval.Runs;
using TnsEval.Statistics;
using TnsTriage.Assessments;

namespace TnsEval.Sweeping;

/// <summary>
/// What one run's answers would have led to at every operating point. The escalation policy that ships decides each assessment anew, so no model is
/// called, and a point that ships is what production would have done.
/// </summary>
public sealed record Sweep
{
    /// <summary>Version of this document's format.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>See <see cref="CurrentFormatVersion"/>.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary><see cref="EscalationPolicy.Version"/> that decided here.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The version that decided when the run was made; where it is another one, so may its verdicts be.</summary>
    public required int RunPolicyVersion { get; init; }

    /// <summary>Cases, each once, however often it was repeated.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases, each repeat of its own, without an assessment. With none, the four invalid policies agree.</summary>
    public required int Unassessed { get; init; }

    /// <summary>The base rate of alarms, reviews and costs.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Tickets a day.</summary>
    public required int TicketsPerDay { get; init; }

    /// <summary>What errors cost; null when nobody said.</summary>
    public required ErrorCosts? Costs { get; init; }

    /// <summary>How well the severity alone ranks escalate tickets above benign ones.</summary>
    public required Ranking Ranking { get; init; }

    /// <summary>
    /// The severity of least expected cost, never alarming and alarming at every ticket included, which are no operating points; over the cases of
    /// <see cref="Ranking"/>. Null without costs or without cases of both labels.
    /// </summary>
    public required CostThreshold? LeastCost { get; init; }

    /// <summary>By invalid policy, needs_human handling and severity.</summary>
    public required IReadOnlyList<OperatingPoint> Points { get; init; }

    /// <summary>Decides a run's records anew in one pass.</summary>
    /// <param name="manifest">The run.</param>
    /// <param name="records">One a case and repeat, in any order; those of rewritten tickets are passed over.</param>
    /// <param name="options">Without problems; see <see cref="SweepOptions.Check"/>.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public static Sweep Of(RunManifest manifest, IEnumerable<CaseRecord> records, SweepOptions options)
    {
        var problems = options.Check().ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems.AsEnumerable()), nameof(options));
        }

        var pass = new SweepPass(options);
        foreach (var record in records.Where(record => record.IsOriginal))
        {
            pass.Add(record);
        }

        return new Sweep
        {
            FormatVersion = CurrentFormatVersion,
            RunId = manifest.Id,
            PolicyVersion = EscalationPolicy.Version,
            RunPolicyVersion = manifest.PolicyVersion,
            Cases = pass.Cases,
            Unassessed = pass.Unassessed,
            BaseRate = options.BaseRate,
            TicketsPerDay = options.TicketsPerDay,
            Costs = options.Costs,
            Ranking = pass.Ranking(),
            LeastCost = pass.LeastCost(),
            Points = pass.Points(),
        };
    }
}

/// <summary>How well the severity ranks escalate tickets above benign ones, over cases with an assessment; of repeats, their mean severity.</summary>
/// <param name="Cases">How many cases it rests on.</param>
/// <param name="Auroc">Area under the ROC curve; null without cases of both labels.</param>
/// <param name="AurocLow">Lower end of its 95 % interval by DeLong's standard error; null where that is 0 or undefined.</param>
/// <param name="AurocHigh">Upper end.</param>
/// <param name="AveragePrecision">At the share of positives that the set has, so not to be compared between sets.</param>
public sealed record Ranking(
    int Cases,
    [property: JsonConverter(typeof(SixDecimals))] double? Auroc,
    [property: JsonConverter(typeof(SixDecimals))] double? AurocLow,
    [property: JsonConverter(typeof(SixDecimals))] double? AurocHigh,
    [property: JsonConverter(typeof(SixDecimals))] double? AveragePrecision);
