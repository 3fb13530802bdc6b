using System.Text.Json;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Calls.Recording;

/// <summary>The file that a user wants a run recorded to.</summary>
internal static class CassetteTarget
{
    /// <summary>Why the file cannot be recorded to; found before a model is called. A cassette that is there will be replaced, anything else will not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">How many runs there would be to record.</param>
    public static IEnumerable<Problem> Check(string path, int runs)
    {
        const string Option = "--record";
        if (runs > 1)
        {
            yield return new Problem(Option, $"a cassette holds one run, and these are {runs}", "Name one --prompt and one --model, or record run by run");
        }

        if (Directory.Exists(path))
        {
            yield return new Problem(Option, $"{path} is a folder", "Name a file, such as v6.cassette.jsonl");
        }
        else if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            yield return new Problem(Option, $"there is no folder {Path.GetDirectoryName(path)}", "Make it, or name a file elsewhere");
        }
        else if (File.Exists(path) && !IsCassette(path))
        {
            yield return new Problem(Option, $"{path} is no cassette, and would be overwritten", "Name another file");
        }
    }

    private static bool IsCassette(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length == 0
                || JsonSerializer.Deserialize(JsonLines.Read(stream).First().Utf8.Span, RecordingJson.Lines.CassetteLine) is not null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
