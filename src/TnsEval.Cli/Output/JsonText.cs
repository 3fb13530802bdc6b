using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TnsTriage;

namespace TnsEval.Cli.Output;

/// <summary>JSON as commands write it to standard output.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Problems(IEnumerable<Problem> problems) => new JsonObject { ["problems"] = Array(problems) }.ToJsonString(Indented);

    public static JsonArray Array(IEnumerable<Problem> problems) => new([.. problems.Select(problem => new JsonObject
    {
        ["where"] = problem.Where,
        ["what"] = problem.What,
        ["fix"] = problem.Fix,
    })]);
}
