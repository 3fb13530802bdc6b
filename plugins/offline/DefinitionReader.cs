using System.Text;
using System.Text.RegularExpressions;

namespace TnsEval.Plugins.Offline;

/// <summary>
/// Reads category definitions out of a system message, tolerantly: a line that begins with a category id, after whatever bullet or heading
/// mark, opens a definition; a blank line, a heading or the next bullet at the margin closes it. Words after "Includes" are examples of the
/// category, words after "Excludes" are its look-alikes. A definition without either, such as a bare list of topics, is all examples.
/// </summary>
internal static partial class DefinitionReader
{
    private const string BulletMarks = "-*•|";

    /// <summary>Splits a system message into exemplars and the lines that define nothing.</summary>
    public static (IReadOnlyList<Exemplar> Exemplars, IReadOnlyList<string> Prose) Read(string message, IReadOnlyList<string> categoryIds)
    {
        var exemplars = new List<Exemplar>();
        var prose = new List<string>();
        string? category = null;
        var definition = new StringBuilder();
        foreach (var raw in message.Split('\n'))
        {
            var line = raw.TrimEnd();
            if (OpensDefinition(line, categoryIds) is var (id, text))
            {
                Close();
                category = id;
                definition.Append(text);
            }
            else if (category is not null && Continues(line))
            {
                definition.Append(IsBullet(line.TrimStart()) ? "; " : " ").Append(line.TrimStart().TrimStart([.. BulletMarks, ' ']));
            }
            else
            {
                Close();
                if (line.Length > 0)
                {
                    prose.Add(line);
                }
            }
        }

        Close();
        return (exemplars, prose);

        void Close()
        {
            if (category is not null)
            {
                var phrases = Phrases(definition.ToString());
                exemplars.AddRange(phrases.Select(phrase => new Exemplar(phrase.Text, phrase.IsAlarm, category, Answer: null)));
            }

            category = null;
            definition.Clear();
        }
    }

    private static (string Id, string Text)? OpensDefinition(string line, IReadOnlyList<string> categoryIds)
    {
        var start = LineStart().Match(line).Length;
        foreach (var id in categoryIds)
        {
            var end = start + id.Length;
            if (line.AsSpan(start).StartsWith(id, StringComparison.Ordinal)
                && (end == line.Length || !(char.IsLetterOrDigit(line[end]) || line[end] == '_')))
            {
                return (id, line[end..].TrimStart('*', '`', '"', ' ', ':', '|', '-', '–', '—'));
            }
        }

        return null;
    }

    private static bool Continues(string line) => line.Length > 0 && line[0] != '#' && !IsBullet(line);

    private static bool IsBullet(string line) =>
        line.Length > 1 && BulletMarks.Contains(line[0], StringComparison.Ordinal) && line[1] == ' ';

    private static IEnumerable<(string Text, bool IsAlarm)> Phrases(string definition)
    {
        var markers = Marker().Matches(definition);
        var head = definition[..(markers.Count > 0 ? markers[0].Index : definition.Length)].Trim();
        var isBareList = markers.Count == 0 && !head.EndsWith('.');
        char[] headSeparators = !isBareList ? [] : head.Contains(';', StringComparison.Ordinal) ? [';'] : [','];
        var phrases = Split(head, headSeparators).Select(text => (text, true));
        for (var index = 0; index < markers.Count; index++)
        {
            var start = markers[index].Index + markers[index].Length;
            var end = index + 1 < markers.Count ? markers[index + 1].Index : definition.Length;
            var isAlarm = !markers[index].Groups["negative"].Success;
            phrases = phrases.Concat(Split(definition[start..end], [';']).Select(text => (text, isAlarm)));
        }

        return phrases;
    }

    private static IEnumerable<string> Split(string text, char[] separators) =>
        (separators.Length == 0 ? [text] : text.Split(separators))
        .Select(phrase => phrase.Trim(' ', '.', ';', '*', '|'))
        .Where(phrase => phrase.Any(char.IsLetterOrDigit));

    /// <summary>Bullets, heading marks, numbers and emphasis before a line's first word.</summary>
    [GeneratedRegex(
        @"^[\s#*\-•|`""]*(\d+[.)])?[\s*`""]*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineStart();

    /// <summary>"Includes:", "Excludes:", "Not:", "Does not include" and their emphasised forms.</summary>
    [GeneratedRegex(
        @"\**\b(((?<negative>excludes?|not)|includes?)\**\s*:|(?<negative>does\s+not\s+include)\**\s*:?)\**",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marker();
}
