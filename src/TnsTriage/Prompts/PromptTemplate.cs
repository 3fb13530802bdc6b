using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace TnsTriage.Prompts;

/// <summary>A message text cut at its placeholders once, so that a value put in is never looked at again.</summary>
internal sealed partial class PromptTemplate
{
    private readonly string[] _literals;
    private readonly Placeholder[] _placeholders;

    private PromptTemplate(string[] literals, Placeholder[] placeholders) => (_literals, _placeholders) = (literals, placeholders);

    public IReadOnlyList<Placeholder> Placeholders => _placeholders;

    /// <summary>Cuts a text; a name that is no placeholder stays as it is and is reported with its offset.</summary>
    public static PromptTemplate Parse(string text, Action<int, string> onUnknown)
    {
        var literals = new List<string>();
        var placeholders = new List<Placeholder>();
        var start = 0;
        foreach (Match match in DoubleBraces().Matches(text))
        {
            if (!WireName<Placeholder>.TryParse(match.Groups["name"].Value, out var placeholder))
            {
                onUnknown(match.Index, match.Value);
                continue;
            }

            literals.Add(text[start..match.Index]);
            placeholders.Add(placeholder);
            start = match.Index + match.Length;
        }

        literals.Add(text[start..]);
        return new PromptTemplate([.. literals], [.. placeholders]);
    }

    /// <summary>The text with each placeholder replaced; the very same string each time when there is none.</summary>
    public string Render(Func<Placeholder, string> valueOf)
    {
        if (_placeholders.Length == 0)
        {
            return _literals[0];
        }

        var parts = new string[_literals.Length + _placeholders.Length];
        for (var index = 0; index < _placeholders.Length; index++)
        {
            (parts[2 * index], parts[(2 * index) + 1]) = (_literals[index], valueOf(_placeholders[index]));
        }

        parts[^1] = _literals[^1];
        return string.Concat(parts);
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}\r\n]*)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DoubleBraces();
}

/// <summary>What a prompt can have put in.</summary>
internal enum Placeholder
{
    /// <summary>A code the ticket's author cannot know, on both lines around the ticket.</summary>
    [JsonStringEnumMemberName("fence")] Fence,

    /// <summary>The ticket's BCP-47 language tag.</summary>
    [JsonStringEnumMemberName("language")] Language,

    /// <summary>The subject line.</summary>
    [JsonStringEnumMemberName("subject")] Subject,

    /// <summary>Earlier messages.</summary>
    [JsonStringEnumMemberName("thread")] Thread,

    /// <summary>The newest message.</summary>
    [JsonStringEnumMemberName("body")] Body,
}
