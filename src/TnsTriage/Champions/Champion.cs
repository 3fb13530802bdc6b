using TnsTriage.Prompts;

namespace TnsTriage;

/// <summary>
/// The prompt version that this package ships, and what earned it its place: <c>champion.json</c>, as <c>tnseval promote</c> wrote it, embedded at build.
/// </summary>
public static class Champion
{
    private static readonly Lazy<(PromptVersion Prompt, ChampionProvenance Provenance)> Embedded = new(() =>
    {
        using var stream = typeof(Champion).Assembly.GetManifestResourceStream("TnsTriage.champion.json")!;
        return Champions.ChampionFile.Read(stream);
    });

    /// <summary>The prompt version.</summary>
    public static PromptVersion Prompt => Embedded.Value.Prompt;

    /// <summary>What was measured of it, on what, and whether that kept the limits. Read <see cref="ChampionProvenance.Kind"/> before relying on it.</summary>
    public static ChampionProvenance Provenance => Embedded.Value.Provenance;
}
