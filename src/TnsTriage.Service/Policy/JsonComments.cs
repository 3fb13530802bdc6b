namespace TnsTriage.Service.Policy;

/// <summary>Comments in JSON, as people who explain their policy write them.</summary>
internal static class JsonComments
{
    /// <summary>
    /// Puts blanks in place of comments, so that every other character keeps its line and column. A comment that does not end is left as it
    /// is.
    /// </summary>
    public static string Blank(string json)
    {
        var text = json.ToCharArray();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at = EndOfString(json, at);
            }
            else if (text[at] == '/' && EndOfComment(json, at) is { } end)
            {
                for (; at < end; at++)
                {
                    text[at] = text[at] is '\n' or '\r' ? text[at] : ' ';
                }

                at--;
            }
        }

        return new string(text);
    }

    private static int EndOfString(string json, int start)
    {
        for (var at = start + 1; at < json.Length; at++)
        {
            if (json[at] == '\\')
            {
                at++;
            }
            else if (json[at] == '"')
            {
                return at;
            }
        }

        return json.Length;
    }

    /// <summary>The first index after a comment that begins here; null when none does.</summary>
    private static int? EndOfComment(string json, int start)
    {
        var rest = json.AsSpan(start);
        if (rest.StartsWith("//"))
        {
            var end = rest.IndexOf('\n');
            return end < 0 ? json.Length : start + end;
        }

        var close = rest.StartsWith("/*") ? rest[2..].IndexOf("*/") : -1;
        return close < 0 ? null : start + close + 4;
    }
}
