using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;

namespace TnsEval.Plugins.Replay;

/// <summary>The answers of a recorded run, by the request they answer. Immutable.</summary>
internal sealed class Cassette
{
    /// <summary>More than these tell nothing new of a file.</summary>
    private const int MostProblems = 20;

    private const string RecordAgain = "Record again, or take the file from version control";

    private Cassette(string name, string hash, FrozenDictionary<string, RecordedAnswer> answers) => (Name, Hash, Answers) = (name, hash, answers);

    /// <summary>As the user named it.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>By <see cref="RequestIdentity"/>.</summary>
    public FrozenDictionary<string, RecordedAnswer> Answers { get; }

    /// <summary>The texts of all answers.</summary>
    public FrozenSet<string> Texts => field ??= Answers.Values.Select(answer => answer.Text).ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="ProviderSettingsException">There is no such file, or lines of it cannot be used: all of them, up to a limit.</exception>
    public static Cassette Load(string path, string name)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProviderSettingsException(
                e is FileNotFoundException or DirectoryNotFoundException ? $"there is no cassette at {path}" : $"the cassette at {path} cannot be read ({e.GetType().Name})",
                $"Correct the path, which starts from where you are or from {ReplayProvider.FolderVariable}, or record one: tnseval run --record {name}");
        }

        var problems = new List<SettingsProblem>();
        var lines = new Dictionary<string, (RecordedAnswer Answer, int Number)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (Read(line, $"{name}:{number}", problems) is not { } read)
            {
                continue;
            }

            if (!lines.TryAdd(read.Request, (read.Answer, number)) && !IsSame(lines[read.Request].Answer, read.Answer))
            {
                problems.Add(new SettingsProblem(
                    $"{name}:{number}: answers the same request as line {lines[read.Request].Number}, and otherwise", "Keep one of the two: a replay cannot tell the tickets apart"));
            }
        }

        if (number == 0)
        {
            problems.Add(new SettingsProblem($"{name}: the cassette is empty", RecordAgain));
        }

        return problems.Count == 0
            ? new Cassette(name, Convert.ToHexStringLower(SHA256.HashData(file)), lines.ToFrozenDictionary(line => line.Key, line => line.Value.Answer, StringComparer.Ordinal))
            : throw new ProviderSettingsException(
            [
                .. problems.Take(MostProblems),
                .. problems.Count > MostProblems
                    ? [new SettingsProblem($"{name}: {problems.Count - MostProblems} more lines cannot be used", RecordAgain)]
                    : Array.Empty<SettingsProblem>(),
            ]);
    }

    /// <summary>The lines without their ends; no line after the last end.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> file)
    {
        while (file.Length > 0)
        {
            var end = file.Span.IndexOf((byte)'\n');
            yield return end < 0 ? file : file[..end];
            file = end < 0 ? default : file[(end + 1)..];
        }
    }

    private static CassetteLine? Read(ReadOnlyMemory<byte> utf8, string where, List<SettingsProblem> problems)
    {
        try
        {
            var line = JsonSerializer.Deserialize(utf8.Span, RecordingJson.Lines.CassetteLine) ?? throw new JsonException();
            if (line.FormatVersion == CassetteLine.CurrentFormatVersion)
            {
                return line;
            }

            problems.Add(OtherVersion(where, line.FormatVersion));
        }
        catch (JsonException)
        {
            problems.Add(VersionOf(utf8) is { } version and not CassetteLine.CurrentFormatVersion
                ? OtherVersion(where, version)
                : new SettingsProblem($"{where}: not a line of a cassette", RecordAgain));
        }

        return null;
    }

    private static SettingsProblem OtherVersion(string where, int version) => new(
        $"{where}: format version {version}, and this version reads {CassetteLine.CurrentFormatVersion}", "Use the TnsEval version that recorded it, or record again");

    /// <summary>The version of a line that is otherwise none of ours; null when it states none.</summary>
    private static int? VersionOf(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("formatVersion", out var version)
                && version.ValueKind == JsonValueKind.Number
                && version.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSame(RecordedAnswer left, RecordedAnswer right) =>
        JsonSerializer.Serialize(left, RecordingJson.Lines.RecordedAnswer) == JsonSerializer.Serialize(right, RecordingJson.Lines.RecordedAnswer);
}
