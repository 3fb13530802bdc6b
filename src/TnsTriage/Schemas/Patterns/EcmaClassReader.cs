namespace TnsTriage.Schemas.Patterns;

/// <summary>Reads a class in square brackets.</summary>
internal sealed class EcmaClassReader(string source)
{
    /// <summary>Reads the class that begins at <paramref name="at"/> and moves past it.</summary>
    /// <exception cref="FormatException">The class is malformed.</exception>
    public CodePointSet Read(ref int at)
    {
        var start = at++;
        var isNegated = at < source.Length && source[at] == '^';
        at += isNegated ? 1 : 0;

        var ranges = new List<(int From, int To)>();
        while (at < source.Length && source[at] != ']')
        {
            var from = ReadAtom(ref at);
            if (source.AsSpan(at) is ['-', not ']', ..])
            {
                at++;
                ranges.Add((SingleOf(from, start), SingleOf(ReadAtom(ref at), start)));
                if (ranges[^1].From > ranges[^1].To)
                {
                    throw new FormatException($"has a range out of order in the class at {EcmaPatternTranslator.Position(start)}");
                }
            }
            else
            {
                ranges.AddRange(from.Ranges);
            }
        }

        if (at == source.Length)
        {
            throw new FormatException($"has no end to the class at {EcmaPatternTranslator.Position(start)}");
        }

        at++;
        var set = new CodePointSet(ranges);
        return isNegated ? set.Complement() : set;
    }

    private CodePointSet ReadAtom(ref int at)
    {
        if (source.AsSpan(at) is ['\\', 'b', ..])
        {
            at += 2;
            return new CodePointSet([('\b', '\b')]);
        }

        return source[at] == '\\' ? EcmaEscape.Read(source, ref at) : EcmaEscape.ReadLiteral(source, ref at);
    }

    private static int SingleOf(CodePointSet set, int start) => set.Ranges.ToArray() is [var (from, to)] && from == to
        ? from
        : throw new FormatException($"has a range with a class at one end in the class at {EcmaPatternTranslator.Position(start)}");
}
