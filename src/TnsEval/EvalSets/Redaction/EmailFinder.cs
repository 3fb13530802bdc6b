namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// E-mail addresses, looked for from each '@' outward, which takes one pass whatever the text. Addresses at reserved domains stay. Quoted local parts, bare
/// host names and spelt-out addresses (<c>ann at home dot org</c>) are not found.
/// </summary>
internal static class EmailFinder
{
    public static IEnumerable<Finding> Find(string text)
    {
        var free = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > free && IsLocal(text[start - 1]))
            {
                start--;
            }

            while (start < at && text[start] is '.' or '-' or '\'' or '’')
            {
                start++;
            }

            var end = EndOfHost(text, at + 1);
            if (start < at && end > at)
            {
                free = end;
                var identity = ReservedDomain.Holds(text[(at + 1)..end]) ? null : text[start..end].ToLowerInvariant();
                yield return new Finding(start, end - start, PersonalDataKind.Email, identity);
            }
        }
    }

    private static bool IsLocal(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' or '+' or '%' or '\'' or '’' or '=' or '~';

    /// <summary>Where the host ends that starts here; -1 when there is none with a top-level domain.</summary>
    private static int EndOfHost(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            end++;
        }

        while (end > start && text[end - 1] is '-' or '.')
        {
            end--;
        }

        var lastDot = start + text.AsSpan(start, end - start).LastIndexOf('.');
        return lastDot > start && end - lastDot > 2 && char.IsLetter(text[lastDot + 1]) ? end : -1;
    }
}
