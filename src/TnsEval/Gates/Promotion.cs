using TnsEval.Plugins;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsEval.Statistics;
using TnsTriage;
using TnsTriage.Assessments;
using TnsTriage.Champions;
using TnsTriage.Prompts;

namespace TnsEval.Gates;

/// <summary>Makes a gated prompt version the one that TnsTriage ships.</summary>
public static class Promotion
{
    /// <summary>The file's name, beside the prompts.</summary>
    public const string FileName = ChampionFile.FileName;

    /// <summary>Finds the version that was measured.</summary>
    /// <param name="run">A run of it.</param>
    /// <param name="promptFolder">The folder of released versions.</param>
    /// <param name="problems">Receives every reason why this version cannot be promoted, whatever the gate says.</param>
    /// <returns>Null when there are problems.</returns>
    public static PromptFile? FindPrompt(RunManifest run, string promptFolder, ICollection<Problem> problems)
    {
        var before = problems.Count;
        CheckRun(run, problems);
        if (PromptFile.Endings.Select(ending => Path.Combine(promptFolder, run.Prompt.Name + ending)).FirstOrDefault(File.Exists) is not { } path)
        {
            problems.Add(new Problem(promptFolder, $"there is no version {run.Prompt.Name} in it", "Promote versions of the prompt folder only"));
            return null;
        }

        var released = ReleasedPrompts.Read(promptFolder, problems);
        if (PromptFile.Read(path, problems) is not { } file)
        {
            return null;
        }

        if (file.Version.Hash != run.Prompt.Hash)
        {
            problems.Add(new Problem(path, $"has hash {file.Version.Hash[..12]}, and {run.Id} measured {run.Prompt.Hash[..12]}", "Restore the file, or run it as it is now"));
        }

        if (released is not null && !released.Released.ContainsKey(file.Version.Name))
        {
            problems.Add(new Problem(path, $"version {file.Version.Name} is not released: it may still change", $"Freeze it: tnseval prompts release {file.Version.Name}"));
        }

        return problems.Count > before ? null : file;
    }

    /// <summary>Writes <see cref="FileName"/>, whole or not at all.</summary>
    /// <param name="prompt">See <see cref="FindPrompt"/>.</param>
    /// <param name="report">What the gate said.</param>
    /// <param name="runs">The runs it judged.</param>
    /// <param name="forcedBecause">The reason to promote though the gate does not pass; not needed, and not recorded, when it does.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="InvalidOperationException">The gate does not pass, and there is no reason.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static ChampionProvenance Write(PromptFile prompt, GateReport report, IReadOnlyList<GatedRun> runs, string? forcedBecause)
    {
        if (report.Verdict != GateVerdict.Pass && string.IsNullOrWhiteSpace(forcedBecause))
        {
            throw new InvalidOperationException("the gate does not pass, and no reason was given to promote all the same");
        }

        var run = runs[0].Manifest;
        var version = prompt.Version;
        var provenance = new ChampionProvenance
        {
            Kind = ModelName.TryParse(run.Model.Name, "run", out var model, out _) && model.Provider != "offline" ? ProvenanceKind.Model : ProvenanceKind.Offline,
            Gate = WireName<GateVerdict>.Of(report.Verdict),
            ForcedBecause = report.Verdict == GateVerdict.Pass ? null : forcedBecause,
            Prompt = version.Name,
            PromptHash = version.Hash,
            PromptFile = run.Prompt.File,
            SchemaHash = version.Answer.Hash,
            Model = ModelOf(run, runs, version.Definition.Parameters),
            PolicyVersion = run.PolicyVersion,
            InvalidPolicy = WireName<Scoring.InvalidPolicy>.Of(report.InvalidPolicy),
            Confidence = report.Confidence,
            Measurements = [.. runs.Select(measured => Measurement(measured, report.Confidence))],
        };
        WholeFile.Write(Path.Combine(Path.GetDirectoryName(prompt.Path)!, FileName), ChampionFile.Write(version, provenance));
        return provenance;
    }

    private static void CheckRun(RunManifest run, ICollection<Problem> problems)
    {
        if (run.Model.Name.StartsWith("replay/", StringComparison.Ordinal))
        {
            problems.Add(new Problem(run.Id, "is a replay, and does not tell of which model", "Promote the runs that were recorded"));
        }

        if (run.PolicyVersion != EscalationPolicy.Version)
        {
            problems.Add(new Problem(run.Id, $"was derived by escalation policy {run.PolicyVersion}, and {EscalationPolicy.Version} would ship", "Run again"));
        }
    }

    private static ChampionModel ModelOf(RunManifest run, IReadOnlyList<GatedRun> runs, PromptParameters parameters) => new()
    {
        Name = run.Model.Name,
        Returned = runs[0].Scores.ModelIds,
        Revision = run.Model.Revision,
        ProviderVersion = run.Model.ProviderVersion,
        Parameters = parameters,
        DroppedParameters = [.. runs.SelectMany(other => other.Manifest.Observed?.DroppedParameters ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        RepairTurns = run.Options.RepairTurns,
        MaxTicketCharacters = run.Options.MaxTicketCharacters,
    };

    private static ChampionMeasurement Measurement(GatedRun run, double confidence)
    {
        var scores = run.Scores;
        return new ChampionMeasurement
        {
            Run = run.Manifest.Id,
            Set = run.Manifest.Cases.Set,
            Split = run.Manifest.Cases.Split,
            Hash = run.Manifest.Cases.Hash,
            Cases = run.Manifest.Cases.Count,
            Repeats = run.Manifest.Options.Repeats,
            Misses = Of(scores.Misses),
            FalseAlarms = Of(scores.FalseAlarms),
            Pairs = Of(scores.Pairs),
            Invalid = Of(new Rate(scores.Coverage.Trials - scores.Coverage.Events, scores.Coverage.Trials, scores.Coverage.Repeats)),
        };

        ChampionRate Of(Rate rate)
        {
            var interval = Wilson.Interval(rate, confidence);
            return new ChampionRate(
                rate.Events, rate.Trials, rate.Value is { } value ? SixDecimals.Round(value) : null, SixDecimals.Round(interval.Low), SixDecimals.Round(interval.High));
        }
    }
}
