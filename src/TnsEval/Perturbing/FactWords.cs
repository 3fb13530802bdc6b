using System.Collections.Frozen;
using TnsEval.EvalSets;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Perturbing;

/// <summary>
/// The words of a case that its label may hang on. Cases mark no evidence, so this errs on the side of too many: in an English ticket, words shorter than four letters,
/// number words and negations, and every word that begins like a word of the label's reason or of its categories' names; the reason is in English, so in a
/// ticket of another language it is every word but the commonest function words.
/// </summary>
internal sealed class FactWords
{
    private const int ShortestWord = 4;

    private static readonly FrozenSet<string> CountsAndNegations = Words(
        """
        four five seven eight nine eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen three twenty thirty forty fifty sixty seventy eighty ninety
        hundred hundreds thousand thousands million dozen half third quarter once twice both first second last none nobody nothing nowhere never neither without
        cannot cant dont doesnt didnt wont isnt wasnt hasnt havent unless except until before after since today tonight tomorrow yesterday already still again
        """);

    /// <summary>Function words that neither count nor deny, by language.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> FunctionWords = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["es"] = Words("para como pero esta este esto estos estas cuando donde porque desde entre sobre también muy más los las una unos del con por que nos nuestra nuestro gracias puede"),
        ["pt"] = Words("para como mas esta este isso quando onde porque desde entre sobre também muito mais uma dos das com por que nossa nosso pode obrigada obrigado"),
        ["fr"] = Words("pour comme mais cette dans avec quand parce depuis entre aussi très plus les des une que qui nous vous notre votre est sont sur merci peut"),
        ["de"] = Words("und oder aber diese dieser dieses wenn weil seit zwischen über auch sehr mehr der die das den dem eine einen einer mit wir uns unser unsere ist sind auf danke kann"),
        ["tl"] = Words("ang mga para kung kasi dahil pero lang nang namin natin atin amin kami tayo dito doon iyon ito yung salamat"),
        ["ht"] = Words("pou nan yon nou men tou sou lan avèk paske kote sa yo li ki mèsi"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<string>? _plain;
    private readonly string[] _reasons;

    private FactWords(FrozenSet<string>? plain, string[] reasons) => (_plain, _reasons) = (plain, reasons);

    public static FactWords Of(EvalCase @case)
    {
        var language = LanguageTag.Primary(@case.Ticket.Language);
        var text = string.Join(' ', @case.Label.Categories.Select(WireName<HarmCategory>.Of).Append(@case.Why)).ToLowerInvariant();
        var reasons = text.Split([' ', ',', ';', '_', '-', '.', ':', '/', '\'', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return new FactWords(
            language is "en" or "und" ? null : FunctionWords.GetValueOrDefault(language, FrozenSet<string>.Empty),
            [.. reasons.Where(word => word.Length >= ShortestWord).Distinct(StringComparer.Ordinal)]);
    }

    /// <param name="word">In lower case.</param>
    public bool Contains(string word) => _plain is { } functionWords
        ? !functionWords.Contains(word)
        : word.Length < ShortestWord || CountsAndNegations.Contains(word) || Array.Exists(_reasons, reason => BeginAlike(word, reason));

    /// <summary>Whether two words may be forms of one: all but the last letter of the shorter one, at least three and at most five letters.</summary>
    private static bool BeginAlike(string left, string right) =>
        string.CompareOrdinal(left, 0, right, 0, Math.Clamp(Math.Min(left.Length, right.Length) - 1, 3, 5)) == 0;

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
