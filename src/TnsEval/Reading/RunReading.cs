using TnsEval.EvalSets;
using TnsEval.Perturbing;
using TnsEval.Prompts;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Reading;

/// <summary>A run opened to be read: its journal, with tickets and prompt as far as they are still what was run.</summary>
public sealed class RunReading
{
    private readonly RunFolder _folder;
    private readonly IReadOnlyDictionary<CaseId, EvalCase> _cases;
    private readonly PromptFile? _prompt;
    private readonly List<string> _notes = [];
    private readonly List<string> _notesOnSent = [];

    private RunReading(RunFolder folder, RunSettings settings)
    {
        _folder = folder;
        Manifest = folder.ReadManifest();
        _cases = ReadCases(settings);
        _prompt = ReadPrompt(settings);
        if (Manifest.Options.JournalText == JournalText.Hashes)
        {
            _notes.Add("The journal keeps hashes of model text: quotes, reasons and raw answers are not there.");
        }

        if (Manifest.Versions.TnsTriageBuild != typeof(TicketClassifier).Module.ModuleVersionId.ToString())
        {
            _notesOnSent.Add("Another build of TnsTriage made the run: if it prepares text otherwise, the messages shown are not quite those that were sent.");
        }
    }

    /// <summary>What <c>run.json</c> says.</summary>
    public RunManifest Manifest { get; }

    /// <summary>What cannot be shown of this run, and why; whole sentences without ticket text.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What there is to say besides where <see cref="CaseReading.Messages"/> are shown.</summary>
    public IReadOnlyList<string> NotesOnSent => _notesOnSent;

    /// <summary>Opens a run, complete or not.</summary>
    /// <exception cref="RunFolderException">It cannot be read.</exception>
    public static RunReading Open(RunFolder folder, RunSettings settings) => new(folder, settings);

    /// <summary>The cases that were asked for.</summary>
    /// <param name="question">Which.</param>
    /// <param name="problems">Receives everything in it that the run cannot answer; when it does, no case is returned.</param>
    /// <exception cref="RunFolderException">The journal cannot be read.</exception>
    public CasesFound Find(CaseQuestion question, ICollection<Problem> problems)
    {
        var before = problems.Count;
        var isFilterGood = EvalSetFilter.TryParse(question.Filters, out var filter, out var filterProblems);
        foreach (var problem in filterProblems.Concat(Check(question)))
        {
            problems.Add(problem);
        }

        var votes = new Dictionary<CaseId, List<Vote>>();
        var matched = new HashSet<CaseId>();
        foreach (var record in JournalReader.Read(_folder.JournalPath))
        {
            (votes.TryGetValue(record.Id, out var ofCase) ? ofCase : votes[record.Id] = []).Add(Vote.Of(record));
            if (isFilterGood && record.Perturbation == question.Perturbation && IsAskedFor(record, question, filter!))
            {
                matched.Add(record.Id);
            }
        }

        var invalid = votes.Values.Sum(ofCase => ofCase.Count(vote => vote is { Verdict: null, Key.Perturbation: null }));
        foreach (var id in question.Ids.Where(id => !votes.ContainsKey(new CaseId(id))))
        {
            problems.Add(new Problem("--case", $"{Manifest.Id} holds no case \"{id}\"", Near(id, votes.Keys)));
        }

        if (problems.Count > before)
        {
            return new CasesFound([], Matching: 0, invalid);
        }

        matched.RemoveWhere(id => question.Flipped && !IsFlipped(votes[id], question.Perturbation));
        var chosen = matched.OrderBy(id => id.Value, StringComparer.Ordinal).Take(question.Limit ?? int.MaxValue).ToHashSet();
        CaseReading[] found =
        [
            .. JournalReader.Read(_folder.JournalPath)
                .Where(record => chosen.Contains(record.Id))
                .GroupBy(record => record.Id)
                .OrderBy(ofCase => ofCase.Key.Value, StringComparer.Ordinal)
                .Select(ofCase => Read([.. CaseReading.InOrder(ofCase)], question, filter!, votes)),
        ];
        return new CasesFound(found, matched.Count, invalid);
    }

    private CaseReading Read(CaseRecord[] records, CaseQuestion question, EvalSetFilter filter, Dictionary<CaseId, List<Vote>> votes)
    {
        var record = records.First(record => record.Perturbation == question.Perturbation && IsAskedFor(record, question, filter));
        var @case = _cases.GetValueOrDefault(record.Id);
        var ticket = @case is null ? null : TicketOf(@case, record.Perturbation);
        return new CaseReading
        {
            Record = record,
            Records = records,
            Case = @case,
            Ticket = ticket,
            Messages = ticket is null || _prompt is null ? null : SentMessages.Of(_prompt.Version, ticket, record, Manifest.Options),
            Twin = record.Pair is { } pair && votes.TryGetValue(pair, out var twin) ? [.. twin.Where(vote => vote.Key.Perturbation is null).OrderBy(vote => vote.Key.Repeat)] : [],
        };
    }

    private bool IsAskedFor(CaseRecord record, CaseQuestion question, EvalSetFilter filter)
    {
        var alarm = record.Assessment?.IsAlarm;
        var isOutcome = question is { Misses: false, FalseAlarms: false, Invalid: false }
            || (question.Misses && record.Label.IsEscalate && alarm == false)
            || (question.FalseAlarms && !record.Label.IsEscalate && alarm == true)
            || (question.Invalid && alarm is null);
        return isOutcome
            && (question.Ids.Count == 0 || question.Ids.Contains(record.Id.Value, StringComparer.Ordinal))
            && filter.Matches(new CaseFacts(record.Id, record.Label, record.Language, record.StressTags))
            && (question.Search is not { } text || TextsOf(record).Any(part => part.Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    private IEnumerable<string> TextsOf(CaseRecord record)
    {
        var ticket = _cases.TryGetValue(record.Id, out var @case) ? TicketOf(@case, record.Perturbation) : null;
        IEnumerable<string> texts = ticket is null ? [] : [ticket.Subject, ticket.Body, .. ticket.Thread.Select(message => message.Body)];
        return [.. texts, .. record.ModelTexts, record.Assessment?.Rationale ?? "", record.Reason ?? ""];
    }

    private Ticket? TicketOf(EvalCase @case, string? perturbation) => perturbation is null
        ? @case.Ticket
        : Perturbation.All.FirstOrDefault(known => known.Name == perturbation)?.Apply(@case, Manifest.Options.Seed);

    private static bool IsFlipped(List<Vote> votes, string? perturbation) => votes.Any(vote => votes.Any(other =>
        vote.Contradicts(other)
        && vote.Key.Perturbation == perturbation
        && (other.Key.Perturbation == perturbation || vote.Key.Repeat == other.Key.Repeat)
        && (perturbation is null || other.Key.Perturbation is null)));

    private IEnumerable<Problem> Check(CaseQuestion question)
    {
        string[] rewritten = [.. Manifest.Options.Perturbations.Chosen.Select(perturbation => perturbation.Name)];
        if (question.Perturbation is { } name && !rewritten.Contains(name, StringComparer.Ordinal))
        {
            yield return rewritten.Length == 0
                ? new Problem("--perturbation", $"{Manifest.Id} rewrote no ticket", "Leave it out, or run again: tnseval run --perturb all")
                : new Problem("--perturbation", $"{Manifest.Id} has no answers to \"{name}\"", NearestName.Fix(name, rewritten));
        }

        if (question.Flipped && rewritten.Length == 0 && Manifest.Options.Repeats == 1)
        {
            yield return new Problem("--flipped", $"{Manifest.Id} asked once for each ticket, so no answer can have flipped", "Run with --repeat 3 or --perturb all");
        }
    }

    private string Near(string id, IEnumerable<CaseId> ids) =>
        NearestName.Of(id, ids.Select(known => known.Value)) is { } near ? $"Write \"{near}\", if that is meant" : $"List its cases: tnseval show {Manifest.Id}";

    private IReadOnlyDictionary<CaseId, EvalCase> ReadCases(RunSettings settings)
    {
        if (RunTickets.Read(Manifest, settings) is { } cases)
        {
            return cases;
        }

        _notes.Add($"The eval set {Manifest.Cases.Set} is gone or has changed since the run: tickets are not shown, nor searched, nor what was sent of them.");
        return new Dictionary<CaseId, EvalCase>();
    }

    private PromptFile? ReadPrompt(RunSettings settings)
    {
        var path = settings.Resolve(Manifest.Prompt.File);
        var prompt = File.Exists(path) ? PromptFile.Read(path, new List<Problem>()) : null;
        if (prompt?.Version.Hash == Manifest.Prompt.Hash)
        {
            return prompt;
        }

        _notesOnSent.Add($"Prompt {Manifest.Prompt.Name} is gone or has changed since the run: what was sent is not shown.");
        return null;
    }
}
