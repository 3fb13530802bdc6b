using System.Text.Json;
using TnsTriage.Schemas.Compilation;
using TnsTriage.Schemas.Patterns;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary><c>pattern</c>: found anywhere in the string.</summary>
internal sealed class PatternKeyword : Keyword
{
    private readonly string _pointer;
    private readonly EcmaPattern _pattern;

    private PatternKeyword(string pointer, EcmaPattern pattern)
    {
        _pointer = pointer;
        _pattern = pattern;
    }

    public static PatternKeyword? Read(SchemaSource source)
    {
        var pointer = source.PointerTo("pattern");
        return source.Text("pattern") is { } text && source.Pattern(pointer, text) is { } pattern ? new PatternKeyword(pointer, pattern) : null;
    }

    public override bool Evaluate(JsonElement instance, Evaluation evaluation)
    {
        if (instance.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var text = JsonText.Decode(JsonText.Raw(instance), stackalloc char[JsonText.BufferSize]);
        if (!_pattern.TryMatch(text, out var isMatch))
        {
            return evaluation.Refuse(instance, _pointer, $"takes too long to match the pattern {_pattern.Source}; make it shorter");
        }

        if (!isMatch)
        {
            evaluation.Findings?.Add(instance, _pointer, $"must match the pattern {_pattern.Source}");
        }

        return isMatch;
    }
}
