using System.Collections.Frozen;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TnsEval.Calls;
using TnsEval.Calls.Recording;
using TnsEval.Gates;
using TnsEval.Scoring;
using TnsTriage;

namespace TnsEval.Runs;

/// <summary>
/// Defaults of <c>tnseval run</c> and limits of <c>tnseval gate</c>, from the <c>TnsEval</c> section of <c>eval.runsettings</c>: the XML format that <c>dotnet test --settings</c> reads too,
/// so that one file can serve both. Paths in it are relative to its folder.
/// </summary>
public sealed record RunSettings
{
    /// <summary>The file's name.</summary>
    public const string FileName = "eval.runsettings";

    /// <summary>The folder that relative paths start from.</summary>
    public required string Root { get; init; }

    /// <summary>Folder of prompt versions.</summary>
    public string Prompts { get; init; } = "prompts/tns-triage";

    /// <summary>Model, as <c>provider/model</c>.</summary>
    public string Model { get; init; } = "offline/in-context";

    /// <summary>Eval set file or folder.</summary>
    public string Set { get; init; } = "eval-sets/tns-support";

    /// <summary>Split of the set; null for all of it.</summary>
    public string? Split { get; init; } = "dev";

    /// <summary>A folder of plugins besides the tool's own; null for none.</summary>
    public string? Plugins { get; init; }

    /// <summary>Where run folders are made.</summary>
    public string Runs { get; init; } = ".tnseval/runs";

    /// <summary>The answer cache's file.</summary>
    public string CacheFile { get; init; } = ".tnseval/cache.db";

    /// <summary>Seed, concurrency and so on.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>The limits of <c>tnseval gate</c>; null where the file has none.</summary>
    public GateSettings? Gate { get; init; }

    /// <summary>A path of these settings, made absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Root);

    /// <summary>Reads the settings file in a folder or the nearest one above it; without any, the defaults with that folder as root.</summary>
    public static RunSettings Find(string folder, ICollection<Problem> problems)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            var file = Path.Combine(directory.FullName, FileName);
            if (File.Exists(file))
            {
                return Read(file, problems);
            }
        }

        return new RunSettings { Root = folder };
    }

    /// <summary>Reads one settings file; other sections than <c>TnsEval</c> belong to other tools and are left alone.</summary>
    public static RunSettings Read(string file, ICollection<Problem> problems)
    {
        var settings = new RunSettings { Root = Path.GetDirectoryName(Path.GetFullPath(file))! };
        XDocument document;
        try
        {
            document = XDocument.Load(file, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            problems.Add(new Problem($"{file}:{e.LineNumber}", "not well-formed XML", "Mend the XML"));
            return settings;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(file, $"cannot be read: {e.Message.TrimEnd('.')}", "Check the path and its permissions"));
            return settings;
        }

        if (document.Root!.Name != "RunSettings")
        {
            problems.Add(new Problem($"{file}:1", $"the root element is {document.Root.Name}", "Make it RunSettings"));
            return settings;
        }

        if (document.Root.Element("TnsEval") is null)
        {
            problems.Add(new Problem($"{file}:1", "there is no TnsEval section", "Add one, or remove the file"));
        }

        GateSettings? gate = null;
        foreach (var section in document.Root.Elements("TnsEval").Elements())
        {
            if (section.ElementsBeforeSelf(section.Name).Any())
            {
                problems.Add(Problem(file, section, $"there is a second {section.Name} section", "Keep one"));
                continue;
            }

            switch (section.Name.LocalName)
            {
                case "Run":
                    foreach (var second in section.Elements().GroupBy(element => element.Name).SelectMany(group => group.Skip(1)))
                    {
                        problems.Add(Problem(file, second, $"{second.Name} is set a second time", "Keep one"));
                    }

                    settings = section.Elements().Aggregate(settings, (current, element) => current.With(element, file, problems));
                    break;
                case "Gate":
                    gate = new GateSettingsReader(file, problems).Read(section);
                    break;
                default:
                    problems.Add(Problem(file, section, $"unknown element {section.Name}", NearestName.Fix(section.Name.LocalName, ["Run", "Gate"])));
                    break;
            }
        }

        return settings with { Gate = gate is null ? null : gate with { Scoring = settings.Options.Scoring } };
    }

    private RunSettings With(XElement element, string file, ICollection<Problem> problems)
    {
        var text = element.Value.Trim();
        if (text.Length == 0)
        {
            problems.Add(Problem(file, element, $"{element.Name} is empty", "Give it a value, or remove it"));
            return this;
        }

        switch (element.Name.LocalName)
        {
            case "Prompts": return this with { Prompts = text };
            case "Model": return this with { Model = text };
            case "Set": return this with { Set = text };
            case "Split": return this with { Split = text == "all" ? null : text };
            case "Plugins": return this with { Plugins = text };
            case "Runs": return this with { Runs = text };
            case "Prices": return this with { Options = Options with { Prices = Resolve(text) } };
            case "CacheFile": return this with { CacheFile = text };
            case "Cache" when WireName<CacheMode>.TryParse(text, out var cache):
                return this with { Options = Options with { Cache = cache } };
            case "Seed" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed):
                return this with { Options = Options with { Seed = seed } };
            case "Repeats" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var repeats) && repeats is >= 1 and <= 100:
                return this with { Options = Options with { Repeats = repeats } };
            case "Durability" when WireName<Durability>.TryParse(text, out var durability):
                return this with { Options = Options with { Durability = durability } };
            case "Concurrency" when Concurrency.TryParse(text, out var concurrency):
                return this with { Options = Options with { Concurrency = concurrency } };
            case "RepairTurns" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var turns) && turns <= 2:
                return this with { Options = Options with { RepairTurns = turns } };
            case "TimeoutSeconds" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600:
                return this with { Options = Options with { Timeout = TimeSpan.FromSeconds(seconds) } };
            case "AttemptTimeoutSeconds" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600:
                return this with { Options = Options with { AttemptTimeout = TimeSpan.FromSeconds(seconds) } };
            case "Retries" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries <= 20:
                return this with { Options = Options with { Retries = retries } };
            case "MaxCost" when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost) && cost > 0:
                return this with { Options = Options with { MaxCost = cost } };
            case "MaxTokens" when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0:
                return this with { Options = Options with { MaxTokens = tokens } };
            case "MaxTicketCharacters" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var characters) && characters > 0:
                return this with { Options = Options with { MaxTicketCharacters = characters } };
            case "InvalidPolicy" when WireName<InvalidPolicy>.TryParse(text, out var policy):
                return this with { Options = Options with { Scoring = Options.Scoring with { InvalidPolicy = policy } } };
            case "BaseRate" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1:
                return this with { Options = Options with { Scoring = Options.Scoring with { BaseRate = rate } } };
            case "JournalText" when WireName<JournalText>.TryParse(text, out var journalText):
                return this with { Options = Options with { JournalText = journalText } };
            case var name:
                problems.Add(Expected.TryGetValue(name, out var expected)
                    ? Problem(file, element, $"{name} \"{text}\" cannot be used", $"Write {expected}")
                    : Problem(file, element, $"unknown element {name}", $"Use one of Prompts, Model, Set, Split, Plugins, Runs, Prices, CacheFile, {string.Join(", ", Expected.Keys.Order(StringComparer.Ordinal))}"));
                return this;
        }
    }

    private static readonly FrozenDictionary<string, string> Expected = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Seed"] = "a whole number",
        ["Repeats"] = "a whole number from 1 to 100",
        ["Durability"] = $"one of {string.Join(", ", WireName<Durability>.All)}",
        ["Concurrency"] = "auto, or a whole number from 1 to 10000",
        ["RepairTurns"] = "0, 1 or 2",
        ["TimeoutSeconds"] = "seconds above 0, at most 3600",
        ["AttemptTimeoutSeconds"] = "seconds above 0, at most 3600",
        ["Retries"] = "a whole number from 0 to 20",
        ["MaxCost"] = "an amount above 0 in the price file's currency, such as 2.50",
        ["MaxTokens"] = "a whole number of at least 1",
        ["MaxTicketCharacters"] = "a whole number of at least 1",
        ["InvalidPolicy"] = $"one of {string.Join(", ", WireName<InvalidPolicy>.All)}",
        ["BaseRate"] = "a fraction between 0 and 1, such as 0.005",
        ["Cache"] = $"one of {string.Join(", ", WireName<CacheMode>.All)}",
        ["JournalText"] = $"one of {string.Join(", ", WireName<JournalText>.All)}",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Problem Problem(string file, XElement element, string what, string fix) =>
        new($"{file}:{((IXmlLineInfo)element).LineNumber}", what, fix);
}
