using System.Text.Json.Serialization;
using TnsTriage.Assessments;

namespace TnsTriage.Service.Policy;

/// <summary>
/// A policy file: what is done about each verdict. Names in it are as people wrote them; <see cref="DeskNames"/> has their ids.
/// </summary>
internal sealed record EscalationRules
{
    /// <summary>The file it was read from.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";

    /// <summary>Its text without comments, to find lines in.</summary>
    [JsonIgnore]
    public string Json { get; init; } = "{}";

    /// <summary>SHA-256 of the file.</summary>
    [JsonIgnore]
    public string Hash { get; init; } = "";

    /// <summary>
    /// What the file says; null when it says nothing. Generated readers overwrite initial values, so the default stands below.
    /// </summary>
    [JsonPropertyName("dryRun")]
    public bool? DryRun { get; init; }

    /// <summary>Whether nothing is written: so, unless the file says otherwise.</summary>
    [JsonIgnore]
    public bool IsDryRun => DryRun ?? true;

    /// <summary>The challenger; null when there is none.</summary>
    public ShadowRule? Shadow { get; init; }

    /// <summary>By verdict.</summary>
    public required VerdictActions Actions { get; init; }

    /// <summary>What differs by category.</summary>
    public IReadOnlyDictionary<HarmCategory, VerdictActions> Categories { get; init => field = value ?? NoCategories; } = NoCategories;

    private static IReadOnlyDictionary<HarmCategory, VerdictActions> NoCategories { get; } = new Dictionary<HarmCategory, VerdictActions>();

    /// <summary>What to do about a verdict.</summary>
    /// <param name="verdict">The verdict that is acted upon.</param>
    /// <param name="categories">What was found, the primary one first.</param>
    public ActionRule For(Verdict verdict, IEnumerable<HarmCategory> categories)
    {
        var action = Actions.Of(verdict) ?? ActionRule.Nothing;
        ActionRule[] overrides = [.. categories.Select(category => Categories.GetValueOrDefault(category)?.Of(verdict)).OfType<ActionRule>()];
        return new ActionRule
        {
            Tags = [.. overrides.Prepend(action).SelectMany(rule => rule.Tags ?? []).Distinct(StringComparer.Ordinal)],
            Inbox = First(rule => rule.Inbox),
            Assignee = First(rule => rule.Assignee),
            Mention = First(rule => rule.Mention) ?? [],
            Comment = First(rule => rule.Comment),
            Link = First(rule => rule.Link),
            Page = overrides.Select(rule => rule.Page).FirstOrDefault(page => page is not null) ?? action.Page ?? false,
        };

        T? First<T>(Func<ActionRule, T?> of) where T : class => overrides.Select(of).FirstOrDefault(value => value is not null) ?? of(action);
    }

    /// <summary>Every action of the file with the pointer to it.</summary>
    public IEnumerable<(string Pointer, ActionRule Action)> All() =>
        Actions.All("/actions").Concat(Categories.SelectMany(pair => pair.Value.All($"/categories/{WireName<HarmCategory>.Of(pair.Key)}")));
}

/// <summary>A prompt and a model that judge and never act.</summary>
internal sealed record ShadowRule
{
    /// <summary>The challenger's prompt is the champion's: only the model differs.</summary>
    public const string Champion = "champion";

    public required string Prompt { get; init; }

    public string? Model { get; init; }
}

/// <summary>An action for each verdict; null where none is given.</summary>
internal sealed record VerdictActions
{
    public ActionRule? None { get; init; }

    public ActionRule? Review { get; init; }

    public ActionRule? Escalate { get; init; }

    public ActionRule? EscalateUrgent { get; init; }

    public ActionRule? Of(Verdict verdict) => verdict switch
    {
        Verdict.None => None,
        Verdict.Review => Review,
        Verdict.Escalate => Escalate,
        Verdict.EscalateUrgent => EscalateUrgent,
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    public IEnumerable<(string Pointer, ActionRule Action)> All(string pointer) =>
        from verdict in Enum.GetValues<Verdict>()
        let action = Of(verdict)
        where action is not null
        select ($"{pointer}/{WireName<Verdict>.Of(verdict)}", action);
}

/// <summary>What is done; null where nothing is said, which in a category's override means: as by the verdict.</summary>
internal sealed record ActionRule
{
    public static ActionRule Nothing { get; } = new();

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Inbox { get; init; }

    public string? Assignee { get; init; }

    public IReadOnlyList<string>? Mention { get; init; }

    /// <summary>Lines.</summary>
    public IReadOnlyList<string>? Comment { get; init; }

    public string? Link { get; init; }

    public bool? Page { get; init; }

    /// <summary>Whether it does something that a person can notice in Front.</summary>
    [JsonIgnore]
    public bool IsNoticed => Tags is { Count: > 0 } || Inbox is not null || Assignee is not null || Comment is not null;
}
