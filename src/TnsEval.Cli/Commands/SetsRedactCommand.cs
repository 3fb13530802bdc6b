using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TnsEval.Cli.Output;
using TnsEval.EvalSets.Redaction;
using TnsTriage;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval sets redact</c>.</summary>
internal static class SetsRedactCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The .jsonl file to redact; it is not changed" };
    private static readonly Option<string> Out = new("--out") { Description = "Where to write the redacted copy", HelpName = "file", Required = true };
    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "A secret key that gives the same pseudonyms next time; made when it is not there. Without it the key is random and forgotten", HelpName = "file" };
    private static readonly Option<bool> Diff = new("--diff") { Description = "Also list every replaced text, unmasked, on standard output: for a person to review" };
    private static readonly Option<bool> Force = new("--force") { Description = "Overwrite the file that --out names" };

    public static Command Create(CommandContext context)
    {
        var redact = new Command("redact", "Replace e-mail addresses, numbers, addresses and names near cue words by pseudonyms. Example: tnseval sets redact export.jsonl --out redacted.jsonl --diff") { File, Out, KeyFile, Diff, Force };
        redact.SetAction((parsed, cancellationToken) => Task.Run(() => Redact(context, parsed, cancellationToken), cancellationToken));
        return redact;
    }

    private static int Redact(CommandContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(context);
        var file = workspace.FromUser(parsed.GetValue(File)!);
        var output = workspace.FromUser(parsed.GetValue(Out)!);
        var keyFile = parsed.GetValue(KeyFile) is { } named ? workspace.FromUser(named) : null;
        workspace.Problems.AddRange(PathProblems(file, output, keyFile, parsed.GetValue(Force)));
        try
        {
            if (System.IO.File.Exists(file))
            {
                workspace.Problems.AddRange(SetRedactor.Check(file, cancellationToken));
            }

            // The key is made last, when nothing else can stop the call.
            var key = workspace.Problems.Count > 0 ? null : keyFile is null ? RedactionKey.CreateRandom() : RedactionKey.LoadOrCreate(keyFile, workspace.Problems);
            if (key is null)
            {
                return workspace.Fail();
            }

            var replacements = new List<Replacement>();
            var summary = SetRedactor.Redact(file, output, parsed.GetValue(Force), key, parsed.GetValue(Diff) ? replacements.Add : null, cancellationToken);
            Show(context, parsed, workspace.ForUser(output), summary, replacements);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(new Problem(workspace.ForUser(output), $"the redacted copy cannot be written ({e.GetType().Name})", "Check that the files may be read and written, and that the disk has room"));
            return ExitCode.Infrastructure;
        }
        catch (RegexMatchTimeoutException)
        {
            context.Error.WriteLine(new Problem(workspace.ForUser(file), "a ticket took too long to search", "Try again when the machine is less busy, or take the longest ticket out"));
            return ExitCode.Infrastructure;
        }
    }

    private static IEnumerable<Problem> PathProblems(string file, string output, string? keyFile, bool force)
    {
        if (!System.IO.File.Exists(file))
        {
            yield return new Problem(file, "no such file", "Name one .jsonl file");
        }

        if (output == file || keyFile == file || keyFile == output)
        {
            yield return new Problem(output, "input, --out and --key-file must be different files", "Give each a name of its own");
        }
        else if (Directory.Exists(output) || !Directory.Exists(Path.GetDirectoryName(output)))
        {
            yield return new Problem(output, "is not a file in a folder that exists", "Name a file, and make its folder first");
        }
        else if (System.IO.File.Exists(output) && !force)
        {
            yield return new Problem(output, "the file is there already", "Name another with --out, or add --force");
        }
    }

    private static void Show(CommandContext context, ParseResult parsed, string output, RedactionSummary summary, IReadOnlyList<Replacement> replacements)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            context.Out.WriteLine(Describe(output, summary, parsed.GetValue(Diff) ? replacements : null).ToJsonString(JsonText.Indented));
            return;
        }

        foreach (var replacement in replacements)
        {
            context.Out.WriteLine($"{replacement.Id}  {replacement.Field}  {WireName<PersonalDataKind>.Of(replacement.Kind)}  {OneLine(replacement.Old)} -> {replacement.New}");
        }

        context.Out.WriteLine($"{summary.Tickets} tickets, {summary.Changed} changed, written to {output}");
        context.Out.WriteLine($"  replaced  {string.Join(", ", summary.Counts.Select(pair => $"{WireName<PersonalDataKind>.Of(pair.Key)} {pair.Value}"))}");
        context.Out.WriteLine("  Patterns miss what they do not know: have a person read the copy before it is shared.");
    }

    private static JsonObject Describe(string output, RedactionSummary summary, IReadOnlyList<Replacement>? replacements)
    {
        var json = new JsonObject
        {
            ["file"] = output,
            ["tickets"] = summary.Tickets,
            ["changed"] = summary.Changed,
            ["replaced"] = new JsonObject(summary.Counts.Select(pair => KeyValuePair.Create(WireName<PersonalDataKind>.Of(pair.Key), (JsonNode?)pair.Value))),
        };
        if (replacements is not null)
        {
            json["replacements"] = new JsonArray([.. replacements.Select(replacement => new JsonObject
            {
                ["id"] = replacement.Id.Value,
                ["field"] = replacement.Field,
                ["kind"] = WireName<PersonalDataKind>.Of(replacement.Kind),
                ["old"] = replacement.Old,
                ["new"] = replacement.New,
            })]);
        }

        return json;
    }

    /// <summary>Without line breaks and control characters, which would fake lines or drive a terminal.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
