namespace TnsTriage;

/// <summary>Something wrong in what a user gave: an option, a prompt file, an eval set, a plugin. Never holds ticket text or keys.</summary>
/// <param name="Where">File and line (<c>v1.prompt.yml:12</c>), option name or folder.</param>
/// <param name="What">What is wrong, with the offending value.</param>
/// <param name="Fix">What the user can do about it, as an imperative.</param>
public sealed record Problem(string Where, string What, string Fix)
{
    /// <summary>One line: where, what, how to fix.</summary>
    public override string ToString() => $"{Where}: {What}. {Fix}.";
}
