namespace TnsEval.EvalSets.Import;

/// <summary>
/// Whether each quoted value of a record is closed right before a delimiter or the record's end (RFC 4180, rules 5 to 7). Where one is not, the parser
/// guesses: it may swallow the lines up to the next quote, so the record cannot be trusted. A quote inside a value that does not begin with one is harmless.
/// </summary>
internal static class CsvQuotes
{
    public static bool AreWellFormed(ReadOnlySpan<char> record, char delimiter)
    {
        record = record.TrimEnd("\r\n");
        while (true)
        {
            if (record is ['"', ..])
            {
                record = record[1..];
                if (!SkipQuoted(ref record) || (record is [var next, ..] && next != delimiter))
                {
                    return false;
                }
            }

            var end = record.IndexOf(delimiter);
            if (end < 0)
            {
                return true;
            }

            record = record[(end + 1)..];
        }
    }

    /// <summary>Goes behind the closing quote; false when there is none.</summary>
    private static bool SkipQuoted(ref ReadOnlySpan<char> rest)
    {
        while (rest.IndexOf('"') is var quote and >= 0)
        {
            rest = rest[(quote + 1)..];
            if (rest is not ['"', ..])
            {
                return true;
            }

            rest = rest[1..];
        }

        return false;
    }
}
