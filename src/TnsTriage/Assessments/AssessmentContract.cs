using System.Text;
using System.Text.Json;
using TnsTriage.Schemas;
using TnsTriage.Text;

namespace TnsTriage.Assessments;

/// <summary>
/// What an answer must keep to become an <see cref="Assessment"/>: one JSON value, the prompt's schema, verbatim evidence, and an alarm only with
/// evidence and a category. Safe to use from many threads.
/// </summary>
internal sealed class AssessmentContract(JsonSchema schema)
{
    /// <summary>Longest quote accepted, in Unicode code points.</summary>
    public const int MaxQuoteLength = 200;

    /// <summary>Reads one answer.</summary>
    /// <param name="modelText">The answer as it came.</param>
    /// <param name="ticket">The ticket it is about; quotes are looked for in it.</param>
    public Enforcement Enforce(string modelText, PreparedTicket ticket)
    {
        var json = CodeFence.Strip(modelText, out var hadCodeFence);
        if (!StrictJson.TryParse(json, out var document, out var problem))
        {
            return new Enforcement.Rejected([new ContractViolation("", "json", problem)], hadCodeFence);
        }

        using (document)
        {
            var schemaViolations = schema.Validate(document.RootElement);
            if (schemaViolations.Count > 0)
            {
                return new Enforcement.Rejected(
                    [.. schemaViolations.Select(violation =>
                        new ContractViolation(violation.InstancePointer, $"schema:{violation.SchemaPointer}", violation.Message))],
                    hadCodeFence);
            }

            var reader = new AssessmentReader(ticket);
            var assessment = reader.Read(document.RootElement);
            return assessment is null
                ? new Enforcement.Rejected(reader.Violations, hadCodeFence)
                : new Enforcement.Accepted(assessment, hadCodeFence);
        }
    }
}

/// <summary>What enforcement made of one answer. Exactly one of the nested types.</summary>
internal abstract record Enforcement
{
    private protected Enforcement(bool hadCodeFence) => HadCodeFence = hadCodeFence;

    /// <summary>Whether a Markdown code fence had to be taken off: a format slip.</summary>
    public bool HadCodeFence { get; init; }

    /// <summary>The answer kept the contract.</summary>
    public sealed record Accepted(Assessment Assessment, bool HadCodeFence) : Enforcement(HadCodeFence);

    /// <summary>The answer broke it.</summary>
    /// <param name="Violations">At least one; fit to send back to the model.</param>
    /// <param name="HadCodeFence">Whether a code fence was taken off.</param>
    public sealed record Rejected(IReadOnlyList<ContractViolation> Violations, bool HadCodeFence) : Enforcement(HadCodeFence);
}

/// <summary>One way in which an answer breaks the contract.</summary>
/// <param name="Pointer">JSON pointer into the answer; empty for the whole.</param>
/// <param name="Rule"><c>json</c>, <c>schema:/pointer/into/the/schema</c>, <c>taxonomy</c>, <c>evidence</c> or <c>consistency</c>.</param>
/// <param name="Message">What is expected, without ticket text.</param>
public sealed record ContractViolation(string Pointer, string Rule, string Message)
{
    /// <summary>One line: pointer and message.</summary>
    public override string ToString() => $"{(Pointer.Length == 0 ? "(whole answer)" : Pointer)}: {Message}";
}

/// <summary>A Markdown code fence around a whole answer: the one slip that is forgiven, and counted.</summary>
internal static class CodeFence
{
    private const string Mark = "```";

    public static string Strip(string text, out bool wasThere)
    {
        var trimmed = text.AsSpan().Trim();
        var firstLineEnd = trimmed.IndexOf('\n');
        wasThere = trimmed.StartsWith(Mark, StringComparison.Ordinal)
            && trimmed.EndsWith(Mark, StringComparison.Ordinal)
            && firstLineEnd >= 0
            && firstLineEnd < trimmed.Length - Mark.Length
            && IsLanguageName(trimmed[Mark.Length..firstLineEnd].Trim());
        return wasThere ? trimmed[(firstLineEnd + 1)..^Mark.Length].ToString() : text;
    }

    /// <summary><c>json</c> or nothing: a first line that holds anything else is part of the answer and must not be dropped with the fence.</summary>
    private static bool IsLanguageName(ReadOnlySpan<char> text) => text.IsEmpty || text.Equals("json", StringComparison.OrdinalIgnoreCase);
}
