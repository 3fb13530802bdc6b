using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Prompts;

namespace TnsTriage.Champions;

/// <summary>
/// <c>champion.json</c>. It holds the prompt itself, not its name: what is embedded cannot be another version than the one that was measured, and no YAML is
/// read at run time.
/// </summary>
/// <param name="FormatVersion">1.</param>
/// <param name="Provenance">What earned it its place.</param>
/// <param name="Prompt">What the prompt file says.</param>
internal sealed record ChampionFile(int FormatVersion, ChampionProvenance Provenance, PromptDefinition Prompt)
{
    public const string FileName = "champion.json";

    private const int Format = 1;

    /// <summary>The file's text for a version, ending in a line end.</summary>
    public static string Write(PromptVersion prompt, ChampionProvenance provenance) =>
        JsonSerializer.Serialize(new ChampionFile(Format, provenance, prompt.Definition), ChampionJson.Strict.ChampionFile) + "\n";

    /// <summary>Reads a file back and makes its prompt usable.</summary>
    /// <exception cref="InvalidDataException">It is no champion, or its prompt is not the one that its provenance speaks of.</exception>
    public static (PromptVersion Prompt, ChampionProvenance Provenance) Read(Stream stream)
    {
        ChampionFile? file;
        try
        {
            file = JsonSerializer.Deserialize(stream, ChampionJson.Strict.ChampionFile);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName}, line {e.LineNumber + 1}: not what tnseval promote writes", e);
        }

        if (file is not { FormatVersion: Format })
        {
            throw new InvalidDataException($"{FileName}: format version {file?.FormatVersion}, this package reads {Format}");
        }

        if (!PromptVersion.TryCreate(file.Prompt, out var version, out var problems))
        {
            throw new InvalidDataException($"{FileName}: its prompt has {problems.Count} problems, first {problems[0].Path}: {problems[0].What}");
        }

        return version.Hash == file.Provenance.PromptHash
            ? (version, file.Provenance)
            : throw new InvalidDataException($"{FileName}: the prompt in it has hash {version.Hash}, its provenance speaks of {file.Provenance.PromptHash}");
    }
}

/// <summary>The JSON of champions.</summary>
[JsonSerializable(typeof(ChampionFile))]
internal sealed partial class ChampionJson : JsonSerializerContext
{
    public static ChampionJson Strict { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    });
}
