namespace TnsEval.Abstractions;

/// <summary>The settings do not allow a client to be made. Carries every problem, so that all are corrected in one go.</summary>
public sealed class ProviderSettingsException : Exception
{
    /// <summary>One problem.</summary>
    public ProviderSettingsException(string what, string fix)
        : this([new SettingsProblem(what, fix)])
    {
    }

    /// <summary>All problems; at least one.</summary>
    public ProviderSettingsException(IReadOnlyList<SettingsProblem> problems)
        : base(string.Join(' ', problems.Select(problem => $"{problem.What}. {problem.Fix}.")))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count, nameof(problems));
        Problems = problems;
    }

    /// <summary>What is wrong, in the order found.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; }
}

/// <summary>One setting that does not allow a client to be made.</summary>
/// <param name="What">What is wrong, such as <c>OPENAI_API_KEY is not set</c>; never a key's value.</param>
/// <param name="Fix">What the user can do about it, as an imperative.</param>
public sealed record SettingsProblem(string What, string Fix);
