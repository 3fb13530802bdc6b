using System.Text.Json;

namespace TnsTriage.Schemas.Compilation;

/// <summary>Keywords that assert nothing. Their shape is checked all the same: a malformed one is somebody's mistake.</summary>
internal static class Annotations
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    public static void Check(SchemaSource source, SchemaReferences references)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["$comment", "title", "description", "format", "contentEncoding", "contentMediaType"])
        {
            source.Text(keyword);
        }

        foreach (var keyword in (ReadOnlySpan<string>)["deprecated", "readOnly", "writeOnly"])
        {
            source.Flag(keyword);
        }

        if (source.TryGet("examples", out var examples) && examples.ValueKind != JsonValueKind.Array)
        {
            source.Report("examples", "\"examples\" must be an array");
        }

        source.SchemasByName("$defs");
        source.Schema("contentSchema");
        CheckDialect(source);
        CheckId(source, references);
        CheckAnchor(source, references);
    }

    private static void CheckDialect(SchemaSource source)
    {
        if (source.Text("$schema") is not { } dialect)
        {
            return;
        }

        if (!source.IsRoot)
        {
            source.Report("$schema", "\"$schema\" belongs at the root of a schema");
        }
        else if (dialect.TrimEnd('#') != Dialect)
        {
            source.Report("$schema", $"only {Dialect} is supported; name it or leave \"$schema\" out");
        }
    }

    private static void CheckId(SchemaSource source, SchemaReferences references)
    {
        if (source.Text("$id") is not { } id)
        {
            return;
        }

        if (!source.IsRoot)
        {
            source.Report("$id", "a schema resource inside another one is not supported; use \"$defs\" and \"$ref\": \"#/$defs/name\"");
        }
        else if (id.Length == 0 || id.Contains('#', StringComparison.Ordinal) || !Uri.TryCreate(id, UriKind.RelativeOrAbsolute, out _))
        {
            source.Report("$id", "\"$id\" must be a URI without a fragment");
        }
        else
        {
            references.RootId = id;
        }
    }

    private static void CheckAnchor(SchemaSource source, SchemaReferences references)
    {
        if (source.Text("$anchor") is not { } anchor)
        {
            return;
        }

        if (anchor is not [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_', ..]
            || !anchor.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            source.Report("$anchor", "\"$anchor\" must be a letter or _, then letters, digits, -, _ or .");
        }
        else if (!references.TryAddAnchor(anchor, source.Pointer))
        {
            source.Report("$anchor", "the anchor is given twice");
        }
    }
}
