using System.Globalization;
using System.Text;

namespace TnsTriage.Schemas.Patterns;

/// <summary>
/// Rewrites one ECMA-262 pattern (Unicode mode) for .NET: every character and class becomes an explicit set of code points, every group
/// a plain one. Balance and repetition are left to .NET's parser, which sees the same structure.
/// </summary>
/// <remarks>Throws <see cref="FormatException"/> with the end of a sentence that begins with the pattern.</remarks>
internal sealed class EcmaPatternTranslator(string source)
{
    private const string NotLinear = "which cannot be matched in linear time; say it with another keyword (allOf, not, enum)";

    private readonly StringBuilder _output = new();
    private int _at;

    private bool IsAtEnd => _at == source.Length;

    public string Translate()
    {
        while (!IsAtEnd)
        {
            TranslateTerm();
        }

        return _output.ToString();
    }

    private void TranslateTerm()
    {
        switch (source[_at])
        {
            case '^':
                Copy(1);
                break;
            case '$':
                _at++;
                _output.Append(@"\z");   // .NET's $ also matches before a final line feed
                break;
            case '.':
                _at++;
                Append(CharacterClasses.Dot);
                break;
            case '|' or ')' or '*' or '+' or '?':
                Copy(1);
                break;
            case '(':
                TranslateGroupStart();
                break;
            case '{':
                TranslateCount();
                break;
            case '[':
                Append(new EcmaClassReader(source).Read(ref _at));
                break;
            case '}' or ']':
                throw new FormatException($"has an unescaped '{source[_at]}' at {Position(_at)}");
            case '\\':
                TranslateEscape();
                break;
            default:
                Append(EcmaEscape.ReadLiteral(source, ref _at));
                break;
        }
    }

    private void TranslateGroupStart()
    {
        var rest = source.AsSpan(_at);
        if (rest.StartsWith("(?=") || rest.StartsWith("(?!") || rest.StartsWith("(?<=") || rest.StartsWith("(?<!"))
        {
            throw new FormatException($"has a lookaround at {Position(_at)}, {NotLinear}");
        }

        if (rest.StartsWith("(?<") && rest.IndexOf('>') is var end and > 3)
        {
            _at += end + 1;
        }
        else if (rest.StartsWith("(?:"))
        {
            _at += 3;
        }
        else if (rest.StartsWith("(?"))
        {
            throw new FormatException($"has an unknown kind of group at {Position(_at)}");
        }
        else
        {
            _at++;
        }

        _output.Append("(?:");
    }

    private void TranslateCount()
    {
        var end = source.IndexOf('}', _at);
        var counts = end < 0 ? [] : source[(_at + 1)..end].Split(',');
        if (counts is not ([_] or [_, ""] or [_, _]) || !counts.All(count => count.All(char.IsAsciiDigit)) || counts[0].Length == 0)
        {
            throw new FormatException($"has an unescaped '{{' at {Position(_at)}");
        }

        Copy(end + 1 - _at);
    }

    private void TranslateEscape()
    {
        switch (source.AsSpan(_at))
        {
            case [_, 'b' or 'B', ..]:
                throw new FormatException($"has a word boundary at {Position(_at)}, {NotLinear}");
            case [_, >= '1' and <= '9', ..] or [_, 'k', ..]:
                throw new FormatException($"has a back reference at {Position(_at)}, {NotLinear}");
            default:
                Append(EcmaEscape.Read(source, ref _at));
                break;
        }
    }

    private void Append(CodePointSet set) => _output.Append(set.ToDotNetPattern());

    private void Copy(int length)
    {
        _output.Append(source, _at, length);
        _at += length;
    }

    /// <summary>Counts from 1, as people do.</summary>
    public static string Position(int at) => string.Create(CultureInfo.InvariantCulture, $"position {at + 1}");
}
