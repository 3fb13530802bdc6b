using TnsEval.Abstractions;
using TnsTriage.Champions;
using TnsTriage.Prompts;
using TnsTriage.Service.Policy;

namespace TnsTriage.Service.Triage;

/// <summary>What configuration says, read and checked without asking anybody.</summary>
/// <param name="Options">The configuration section.</param>
/// <param name="Rules">The policy.</param>
/// <param name="Champion">Whose judgement is acted upon.</param>
/// <param name="Challenger">Whose judgement is recorded only; null when there is none.</param>
internal sealed record TriageSetup(TriageOptions Options, EscalationRules Rules, TicketJudge Champion, TicketJudge? Challenger)
{
    /// <summary>Reads everything that can be read; null when there are problems, and then all of them.</summary>
    /// <param name="configuration">The host's. Providers look up their variables in it too, so an environment variable or a secrets file will do.</param>
    /// <param name="providers">The model providers there are.</param>
    /// <param name="champion">The prompt whose judgement is acted upon.</param>
    /// <param name="time">The clock.</param>
    /// <param name="problems">Receives every problem.</param>
    public static TriageSetup? Read(
        IConfiguration configuration, IReadOnlyList<IModelProvider> providers, PromptVersion champion, TimeProvider time, ICollection<Problem> problems)
    {
        var options = ReadOptions(configuration, problems);
        var rules = PolicyFile.Read(options.Policy, options.Paging.IsConfigured, problems);
        var model = ModelOf(options.Model, $"{TriageOptions.Section}:{nameof(TriageOptions.Model)}");
        var shadow = rules?.Shadow;
        var challengerModel = shadow is null ? null : shadow.Model is { } name ? ModelOf(name, $"{options.Policy}, shadow:model") : model;
        var challengerPrompt = shadow is null ? null : shadow.Prompt == ShadowRule.Champion ? champion : ReadPrompt(shadow.Prompt, options.Policy, problems);
        return problems.Count > 0 ? null : new TriageSetup(
            options,
            rules!,
            new TicketJudge(model!, champion, options.ModelTimeout, time),
            shadow is null ? null : new TicketJudge(challengerModel!, challengerPrompt!, options.ModelTimeout, time));

        TriageModel? ModelOf(string name, string where) =>
            TriageModel.TryCreate(name, where, providers, variable => configuration[variable], problems, out var model) ? model : null;
    }

    /// <summary>Reads what a process needs that only receives, as far as it can be read.</summary>
    public static TriageOptions ReadOptions(IConfiguration configuration, ICollection<Problem> problems)
    {
        var options = OptionsReading.Read<TriageOptions>(configuration.GetSection(TriageOptions.Section), problems);
        foreach (var problem in options.Check())
        {
            problems.Add(problem);
        }

        return options;
    }

    private static PromptVersion? ReadPrompt(string name, string policy, ICollection<Problem> problems)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(policy))!, name));
            return ChampionFile.Read(file).Prompt;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problems.Add(new Problem(
                $"{policy}, shadow:prompt", $"\"{name}\" cannot be read: {e.Message.TrimEnd('.')}",
                $"Name a file that tnseval promote wrote, or \"{ShadowRule.Champion}\" for the champion's own prompt on another model"));
            return null;
        }
    }
}
