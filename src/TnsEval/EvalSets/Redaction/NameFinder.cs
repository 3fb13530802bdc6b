using System.Text.RegularExpressions;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// Names of persons near a cue word of English, Spanish, Portuguese, French or German, and some of Haitian Creole and Tagalog: introductions, greetings, closings, titles, mail headers, display names
/// and attributions. A name is one to four capitalised words; one without a cue, in small letters, or in a script without capitals is not found.
/// </summary>
internal static partial class NameFinder
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    private const string Word = @"\p{Lu}(?:[\p{L}\p{M}]|['’-](?=\p{L})){1,40}";
    private const string Name = "(?<name>(?:" + Word + @"|\p{Lu}\.)(?:[ \u00A0]{1,2}(?:(?:de|da|do|dos|das|del|la|van|von|der|den|bin|al|el)[ ]){0,2}(?:" + Word + @"|\p{Lu}\.)){0,3})(?![\p{L}\p{N}])";
    private const string Before = @"(?<![\p{L}\p{N}\uE000])";
    private const string After = @"(?=[ \t]*(?:[,.!:;|<>()\[\]\r\n\uE000—–-]|\z|(?:and|y|e|et|und|&)[ ]))";

    /// <summary>Each name as its words, titles and what follows the name left out.</summary>
    public static IEnumerable<IReadOnlyList<string>> Find(string text)
    {
        foreach (var cue in (Regex[])[Introduction(), Greeting(), Salutation(), Closing(), Title(), Header(), DisplayName(), DashedSignature()])
        {
            foreach (Match match in cue.Matches(text))
            {
                foreach (Capture capture in match.Groups["name"].Captures)
                {
                    if (WordsOf(capture.Value) is { Count: > 0 } words)
                    {
                        yield return words;
                    }
                }
            }
        }
    }

    private static IReadOnlyList<string> WordsOf(string run)
    {
        string[] words = [.. run.Split([' ', '\u00A0'], StringSplitOptions.RemoveEmptyEntries).Select(word => NameText.Bare(word.TrimEnd('.')))];
        return Array.Exists(words, NameWords.Organisations.Contains)
            ? []
            : [.. words.SkipWhile(IsNoName).TakeWhile(word => !IsNoName(word)).Where(word => word.Length > 1 && char.IsUpper(word[0]))];
    }

    private static bool IsNoName(string word) => NameWords.Titles.Contains(word) || NameWords.Others.Contains(word);

    [GeneratedRegex(
        Before + @"(?:(?i:my name is|my name['’]s|i am called|me llamo|mi nombre es|soy|meu nome é|me chamo|chamo-me|je m['’]appelle|mon nom est|mein name ist|ich hei(?:ß|ss)e|le escribe|aqui é [ao]|mwen rele|non mwen se|ako si|ako po si|ang pangalan ko ay)[ \u00A0]{1,3}" + Name +
        @"|(?i:this is)[ ]{1,2}" + Name + @"(?=,?[ ](?:from|with|calling|here|writing|again|over)\b))",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Introduction();

    [GeneratedRegex(
        Before + @"(?i:hi|hello|hey|hola|car[oa]|olá|oi|bonjour|bonsoir|salut|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|buen[oa]s (?:días|tardes|noches)|bom dia|boa (?:tarde|noite))" +
        @"[, ]{1,3}" + Name + @"(?:[ ](?:and|&|y|e|et|und)[ ]" + Name + ")?" + After,
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Greeting();

    [GeneratedRegex(
        Before + @"(?i:dear|estimad[oa]|querid[oa]|prezad[oa]|cher|chère|sehr geehrte[r]?)[ \u00A0]{1,3}" + Name + @"(?:[ ](?:and|&|y|e|et|und)[ ]" + Name + ")?",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Salutation();

    [GeneratedRegex(
        Before + @"(?i:regards|sincerely|yours(?: truly| faithfully| sincerely| in christ)?|best(?: wishes)?|cheers|(?:many )?thanks(?: so much| again| in advance)?|thank you(?: so much| again| in advance)?|thx|blessings|" +
        @"god bless(?: you)?|in christ|in him|peace|love|saludos(?: cordiales)?|un saludo|(?:muchas )?gracias|bendiciones|atentamente|un abrazo|abraços?|obrigad[oa]|atenciosamente|att|" +
        @"cordialement|bien à vous|merci(?: beaucoup| d['’]avance)?|amicalement|cordialmente|grüßen|grüße|gruß|danke|lg|mfg)" +
        @"(?:[ \t]{0,4}(?:[,.!—–-]|<[^<>\n]{0,60}>|\r?\n[> \t]{0,8})){1,6}[ \t]{0,4}" + Name + After,
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Closing();

    [GeneratedRegex(
        Before + @"(?:(?i:pr|pra|rev|fr|pe|msgr|mons|bro|sis|hno|hna|lic|mr|mrs|ms|mx|dr|dra|prof|sr|sra|srta|mme|mlle)\.?|" +   // a whole word with a full stop ends a sentence
        @"Miss|Don|(?i:pastor|pastora|reverend|reverendo|father|padre|père|bishop|obispo|bispo|deacon|diácono|elder|brother|sister|hermano|hermana|irmão|irmã|sœur|soeur|frère|frè|sè|kuya|" +
        @"señor|señora|señorita|dona|doña|senhor|senhora|herrn?|frau|pfarrer|pfarrerin|pater|bruder|schwester|monsieur|madame|pasteure?|abbé))[ \u00A0]{1,2}" + Name,
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Title();

    [GeneratedRegex(
        @"^[>* \t]{0,20}(?i:from|to|cc|bcc|reply-to|de|para|von|an|à|da|(?:full |first |last |your |contact )?name|nombre|nome|nom)[ \t]{0,4}:[* \t]{0,6}[""“]?" + Name + @"(?=[""”]?[ \t]*(?:[<\[(,;|\uE000]|\r?$))",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(
        Before + Name + @"(?:[""”]?[ \t]{0,4}(?:<|&lt;)(?:mailto:)?\uE000|[ \t]{0,4}(?:(?:<|&lt;)[^<>\n]{0,80}(?:>|&gt;)[ \t]{0,4})?(?i:wrote|escribió|escreveu|a écrit|schrieb)[ \t]{0,2}:)",
        Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex DisplayName();

    [GeneratedRegex(@"^[> \t]{0,20}(?:--|—|–)[ \t]{0,4}(?:\r?\n[> \t]{0,8})?" + Name + @"(?=[ \t]{0,8}(?:,[^\n]{0,80}|\|[^\n]{0,200})?\r?$)", Options, TicketRedactor.TimeoutMilliseconds)]
    private static partial Regex DashedSignature();
}
