using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Prompts;
using TnsTriage.Schemas;

namespace TnsTriage.Service.Policy;

/// <summary>Reads a policy file: JSON with comments, held to <c>policy.schema.json</c>.</summary>
internal static class PolicyFile
{
    private const int MostProblems = 100;

    private static readonly JsonSchema Schema = ReadSchema();

    /// <summary>The policy, or null when it cannot be read as one. Problems have their lines; a policy with problems serves to find more of them.</summary>
    /// <param name="path">The file, named so in problems.</param>
    /// <param name="canPage">Whether a paging webhook is configured.</param>
    /// <param name="problems">Receives every problem.</param>
    public static EscalationRules? Read(string path, bool canPage, ICollection<Problem> problems)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new Problem(path, "is not UTF-8", "Save it as UTF-8"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(
                path, $"cannot be read: {e.Message.TrimEnd('.')}", "Set TnsTriage:Policy to a policy file, such as a copy of policy.example.json"));
            return null;
        }

        return Parse(text, path, canPage, problems);
    }

    /// <summary>As <see cref="Read"/>, of text that was read.</summary>
    public static EscalationRules? Parse(string text, string path, bool canPage, ICollection<Problem> problems)
    {
        var json = JsonComments.Blank(text);
        if (!StrictJson.TryParse(json, out var document, out var fault))
        {
            problems.Add(new Problem(path, $"is not JSON: {fault}", "Mend it; comments are allowed, trailing commas are not"));
            return null;
        }

        using (document)
        {
            var violations = Schema.Validate(document.RootElement, MostProblems);
            foreach (var violation in violations)
            {
                problems.Add(new Problem(
                    $"{path}:{JsonPointerLine.Of(json, violation.InstancePointer) + 1}",
                    $"{(violation.InstancePointer.Length == 0 ? "the policy" : violation.InstancePointer)} {violation.Message.TrimEnd('.')}",
                    "See policy.schema.json"));
            }

            if (violations.Count > 0)
            {
                return null;
            }

            var rules = document.RootElement.Deserialize(PolicyJson.Default.EscalationRules)! with
            {
                Path = path,
                Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            };
            PolicyProblem[] wrong = [.. PolicyCheck.Check(rules, canPage)];
            foreach (var problem in wrong)
            {
                problems.Add(problem.In(path, json));
            }

            return rules with { Json = json };
        }
    }

    private static JsonSchema ReadSchema()
    {
        using var stream = typeof(PolicyFile).Assembly.GetManifestResourceStream("policy.schema.json")!;
        using var document = JsonDocument.Parse(stream);
        return JsonSchema.TryCompile(document.RootElement, out var schema, out var problems)
            ? schema
            : throw new InvalidDataException($"policy.schema.json: {problems[0].Pointer} {problems[0].What}");
    }
}

/// <summary>Something wrong in a policy, by JSON pointer.</summary>
internal sealed record PolicyProblem(string Pointer, string What, string Fix)
{
    /// <summary>The problem with its file and line.</summary>
    public Problem In(string path, string json) => new($"{path}:{JsonPointerLine.Of(json, Pointer) + 1}", $"{Pointer}: {What}", Fix);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EscalationRules))]
internal sealed partial class PolicyJson : JsonSerializerContext;
