using System.Diagnostics;
using System.Text.Json;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.EvalSets;

/// <summary>Reads one line of an eval set, and reports everything that is wrong in it.</summary>
internal sealed class TicketLineReader
{
    private const int MaxWordsOfWhy = 30;

    private static readonly string[] RequiredKeys =
        ["id", "subject", "body", "language", "label", "categories", "severity", "stress", "pair", "why"];

    private static readonly string[] OptionalKeys = ["thread"];
    private static readonly string[] MessageKeys = ["from", "body"];

    private readonly LineOfFile _where;
    private readonly List<Problem> _problems = [];

    private TicketLineReader(LineOfFile where) => _where = where;

    /// <param name="where">File and line.</param>
    /// <param name="utf8">The line.</param>
    /// <param name="problems">Takes what is wrong in it.</param>
    public static CaseDraft Read(LineOfFile where, ReadOnlyMemory<byte> utf8, List<Problem> problems)
    {
        var reader = new TicketLineReader(where);
        var draft = reader.Read(utf8);
        problems.AddRange(reader._problems);
        return draft;
    }

    private CaseDraft Read(ReadOnlyMemory<byte> utf8)
    {
        if (!JsonLineText.TryParse(utf8, out var document, out var problem))
        {
            Report(problem.What, problem.Fix);
            return new CaseDraft { Where = _where };
        }

        using (document)
        {
            return Read(new StrictObject(document.RootElement, "", RequiredKeys, OptionalKeys, Report));
        }
    }

    private CaseDraft Read(StrictObject line)
    {
        var id = ReadId(line);
        var (pair, isPairKnown) = ReadPair(line, id);
        var subject = line.Text("subject");
        var body = line.Text("body");
        var thread = line.Has("thread") ? line.List("thread", JsonValueKind.Object, ReadMessage) : [];
        var language = ReadLanguage(line);
        var kind = ReadName<LabelKind>(line, "label");
        var severity = ReadName<Severity>(line, "severity");
        var categories = ReadNames(line, "categories", WireName<HarmCategory>.All)?.Select(Parsed<HarmCategory>).ToArray();
        var tags = ReadNames(line, "stress", StressTags.All);
        var why = ReadWhy(line);
        if (string.IsNullOrWhiteSpace(subject) && string.IsNullOrWhiteSpace(body) && subject is not null && body is not null)
        {
            Report("\"subject\" and \"body\" are both empty", "Write at least one; an attachment alone still has a file name");
        }

        foreach (var (what, fix) in LabelRules.Check(kind, severity, categories, tags, language))
        {
            Report(what, fix);
        }

        return new CaseDraft
        {
            Where = _where,
            Id = id,
            Label = kind,
            Pair = pair,
            IsPairKnown = isPairKnown,
            Case = _problems.Count > 0 ? null : new EvalCase
            {
                Id = id!.Value,
                Ticket = new Ticket { Subject = subject!, Body = body!, Thread = thread!, Language = language! },
                Label = new Label(kind!.Value, severity!.Value, categories!),
                StressTags = tags!,
                Pair = pair,
                Why = why!,
            },
        };
    }

    private CaseId? ReadId(StrictObject line)
    {
        if (line.Text("id") is not { } id)
        {
            return null;
        }

        if (CaseIdRule.Check(id) is { } problem)
        {
            Report(problem.What, problem.Fix);
        }

        return new CaseId(id);
    }

    private (CaseId? Pair, bool IsKnown) ReadPair(StrictObject line, CaseId? id)
    {
        if (line.IsNull("pair"))
        {
            return (null, true);
        }

        if (line.Text("pair") is not { } pair)
        {
            return (null, false);
        }

        if (pair == id?.Value)
        {
            Report($"pair {ShownValue.Of(pair)} is the ticket itself", "Name its twin, or write null");
            return (null, false);
        }

        return (new CaseId(pair), true);
    }

    private ThreadMessage? ReadMessage(JsonElement element, int number)
    {
        var message = new StrictObject(element, $" in item {number} of \"thread\"", MessageKeys, [], Report);
        var from = ReadName<ThreadAuthor>(message, "from");
        var body = message.Text("body");
        return from is null || body is null ? null : new ThreadMessage(from.Value, body);
    }

    private string? ReadLanguage(StrictObject line)
    {
        var language = line.Text("language");
        if (language is null || LanguageTag.IsPlausible(language))
        {
            return language is null ? null : string.Intern(language);   // one string for all cases
        }

        Report(
            $"language {ShownValue.Of(language)} is not a BCP-47 tag",
            LanguageTag.InRecommendedCasing(language) is { } tag ? $"Write \"{tag}\"" : "Write a tag such as en, es, pt-BR or zh-Hant");
        return null;
    }

    private string? ReadWhy(StrictObject line)
    {
        var why = line.Text("why");
        var words = why?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        switch (words)
        {
            case 0:
                Report("\"why\" is empty", "State the deciding fact and the rule");
                break;
            case > MaxWordsOfWhy:
                Report($"\"why\" has {words} words", $"Keep it to {MaxWordsOfWhy}: the deciding fact and the rule");
                break;
        }

        return why;
    }

    private TEnum? ReadName<TEnum>(StrictObject parent, string key) where TEnum : struct, Enum =>
        parent.Text(key) is { } text && IsKnown(key, text, WireName<TEnum>.All) ? Parsed<TEnum>(text) : null;

    private IReadOnlyList<string>? ReadNames(StrictObject line, string key, IReadOnlyCollection<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return line.List(key, JsonValueKind.String, (element, _) =>
        {
            var text = element.GetString()!;
            if (!IsKnown(key, text, names))
            {
                return null;
            }

            if (!seen.Add(text))
            {
                Report($"\"{key}\" has \"{text}\" twice", "Keep one of them");
            }

            return names.First(name => name == text);   // one string for all cases
        });
    }

    private bool IsKnown(string key, string text, IReadOnlyCollection<string> names)
    {
        if (names.Contains(text, StringComparer.Ordinal))
        {
            return true;
        }

        Report($"unknown {SingularOf(key)} {ShownValue.Of(text)}", NearestName.Fix(text, names));
        return false;
    }

    private static string SingularOf(string key) => key switch
    {
        "categories" => "category",
        "stress" => "stress tag",
        _ => key,
    };

    private static TEnum Parsed<TEnum>(string name) where TEnum : struct, Enum =>
        WireName<TEnum>.TryParse(name, out var value) ? value : throw new UnreachableException($"a checked name of {typeof(TEnum).Name} is none");

    private void Report(string what, string fix) => _problems.Add(new Problem(_where.ToString(), what, fix));
}
