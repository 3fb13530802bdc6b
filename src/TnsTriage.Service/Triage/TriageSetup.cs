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
        if (ReadOptions(configuration, problems) is not { } options)
        {
            return null;
        }

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

    /// <summary>Reads what a process needs that only receives; null when it cannot be read, and not to be used when there are problems.</summary>
    public static TriageOptions? ReadOptions(IConfiguration configuration, ICollection<Problem> problems)
    {
        if (BindOptions(configuration, problems) is not { } options)
        {
            return null;
        }

        foreach (var problem in options.Check())
        {
            problems.Add(problem);
        }

        return options;
    }

    private static TriageOptions? BindOptions(IConfiguration configuration, ICollection<Problem> problems)
    {
        var options = new TriageOptions();
        try
        {
            configuration.GetSection(TriageOptions.Section).Bind(options, binding => binding.ErrorOnUnknownConfiguration = true);
            return options;
        }
        catch (InvalidOperationException e)
        {
            // The binder quotes values, which may be secrets put in the wrong place; what it says of names is all that is told.
            var where = e.InnerException is null ? "it holds a name that does not exist here" : "a value in it is not of its kind";
            problems.Add(new Problem(TriageOptions.Section, where, UnknownNames(configuration, options)));
            return null;
        }
    }

    private static string UnknownNames(IConfiguration configuration, TriageOptions options)
    {
        string[] unknown = [.. Unknown(configuration.GetSection(TriageOptions.Section), options)];
        return unknown.Length > 0 ? $"Remove or correct {string.Join(", ", unknown)}" : "Write times as 00:01:30, numbers in digits, switches as true or false";
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, object target)
    {
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(target.GetType().GetProperties(), candidate => string.Equals(candidate.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return child.Path;
            }
            else if (property.PropertyType.Namespace!.StartsWith("TnsTriage", StringComparison.Ordinal))
            {
                foreach (var path in Unknown(child, property.GetValue(target)!))
                {
                    yield return path;
                }
            }
        }
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
