using System.CommandLine;
using TnsEval.Perturbing;
using TnsEval.Reading;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Commands;

/// <summary>Options of <c>tnseval show</c>, and the question they come to.</summary>
internal sealed class ShowArguments
{
    private readonly Option<bool> _misses = new("--misses") { Description = "Escalate tickets that raised no alarm" };
    private readonly Option<bool> _falseAlarms = new("--false-alarms") { Description = "Benign tickets that raised one" };
    private readonly Option<bool> _invalid = new("--invalid") { Description = "Tickets without an assessment. With --misses or --false-alarms: these too" };
    private readonly Option<bool> _flipped = new("--flipped") { Description = "Tickets whose repeats disagree, or whose answer flips when they are rewritten (run --repeat, --perturb)" };
    private readonly Option<string?> _perturbation = new("--perturbation") { Description = $"The answers to tickets rewritten so: {string.Join(", ", Perturbation.All.Select(perturbation => perturbation.Name))}. Default: tickets as they are", HelpName = "name" };
    private readonly Option<string[]> _case = new("--case") { Description = "This case, whole; may be repeated", HelpName = "id" };
    private readonly Option<string[]> _category = new("--category") { Description = $"Label with this category: {string.Join(", ", WireName<HarmCategory>.All)}", HelpName = "id" };
    private readonly Option<string[]> _severity = new("--severity") { Description = $"Label with this severity: {string.Join(", ", WireName<Severity>.All)}", HelpName = "name" };
    private readonly Option<string[]> _language = new("--language") { Description = "Language, such as es; it covers es-MX", HelpName = "tag" };
    private readonly Option<string[]> _tag = new("--tag") { Description = "Stress tag or hard-negative kind, such as hn_pastoral", HelpName = "tag" };
    private readonly Option<string?> _search = new("--search") { Description = "Text in the ticket or in an answer, in capitals or not", HelpName = "text" };
    private readonly Option<int?> _limit = new("--limit") { CustomParser = OptionRules.WholeNumber, Description = "At most this many cases", HelpName = "n" };
    private readonly Option<bool> _whole = new("--whole") { Description = "Each case whole: ticket, what was sent, raw answers" };
    private readonly Option<bool> _prompt = new("--prompt") { Description = "Beside whole cases, also the messages that are the same for every ticket" };
    private readonly Option<bool> _open = new("--open") { Description = "Read in the pager: PAGER, or else less" };

    public ShowArguments()
    {
        _limit.Validators.Add(OptionRules.AtLeastOne);
        _search.Validators.Add(result => OptionRules.NotEmpty(result, "what to look for"));
    }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [_misses, _falseAlarms, _invalid, _flipped, _perturbation, _case, _category, _severity, _language, _tag, _search, _limit, _whole, _prompt, _open];

    public bool IsWhole(ParseResult parsed) => parsed.GetValue(_whole) || parsed.GetValue(_prompt) || parsed.GetValue(_case) is { Length: > 0 };

    public bool WithPrompt(ParseResult parsed) => parsed.GetValue(_prompt);

    public bool IsOpening(ParseResult parsed) => parsed.GetValue(_open);

    public CaseQuestion Question(ParseResult parsed)
    {
        return new CaseQuestion
        {
            Misses = parsed.GetValue(_misses),
            FalseAlarms = parsed.GetValue(_falseAlarms),
            Invalid = parsed.GetValue(_invalid),
            Flipped = parsed.GetValue(_flipped),
            Perturbation = parsed.GetValue(_perturbation),
            Ids = parsed.GetValue(_case) ?? [],
            Filters = [.. Terms("category", _category), .. Terms("severity", _severity), .. Terms("language", _language), .. Terms("tag", _tag)],
            Search = parsed.GetValue(_search),
            Limit = parsed.GetValue(_limit),
        };

        IEnumerable<string> Terms(string key, Option<string[]> option) => (parsed.GetValue(option) ?? []).Select(value => $"{key}={value}");
    }
}
