using System.Text.Json;
using System.Text.Json.Nodes;
using TnsEval.Reading;
using TnsEval.Runs;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Output;

/// <summary>What <c>show --json</c> writes: the same that people read, and of each case every record.</summary>
internal static class CaseJson
{
    /// <param name="reading">The run.</param>
    /// <param name="found">Its cases that were asked for.</param>
    /// <param name="isWhole">Whether to add what was sent.</param>
    public static string Of(RunReading reading, CasesFound found, bool isWhole) => new JsonObject
    {
        ["run"] = reading.Manifest.Id,
        ["prompt"] = reading.Manifest.Prompt.Name,
        ["model"] = reading.Manifest.Model.Name,
        ["matching"] = found.Matching,
        ["of"] = reading.Manifest.Cases.Count,
        ["notes"] = new JsonArray([.. (isWhole ? reading.Notes.Concat(reading.NotesOnSent) : reading.Notes).Select(note => JsonValue.Create(note))]),
        ["cases"] = new JsonArray([.. found.Cases.Select(@case => Of(@case, isWhole))]),
    }.ToJsonString(JsonText.Indented);

    private static JsonObject Of(CaseReading reading, bool isWhole)
    {
        var json = new JsonObject
        {
            ["id"] = reading.Record.Id.Value,
            ["result"] = VoteText.Headline(Vote.Of(reading.Record)).ToLowerInvariant(),
            ["why"] = reading.Case?.Why,
            ["ticket"] = reading.Ticket is { } ticket ? Of(ticket) : null,
            ["record"] = JsonSerializer.SerializeToNode(reading.Record, RunJson.Lines.CaseRecord),
            ["votes"] = new JsonArray([.. reading.Repeats.Select(Of)]),
            ["rewritten"] = new JsonArray([.. reading.Variants.Select(variant =>
            {
                var vote = Of(variant.Vote);
                vote["flips"] = variant.IsFlip;
                return vote;
            })]),
            ["twin"] = new JsonArray([.. reading.Twin.Select(Of)]),
        };
        if (isWhole)
        {
            json["otherRecords"] = new JsonArray([.. reading.Records.Where(record => record.Key != reading.Record.Key).Select(record => JsonSerializer.SerializeToNode(record, RunJson.Lines.CaseRecord))]);
            json["sent"] = reading.Messages is { } messages
                ? new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role.Value, ["text"] = message.Text, ["isOfEveryTicket"] = message.IsOfEveryTicket })])
                : null;
        }

        return json;
    }

    private static JsonObject Of(Vote vote) => new()
    {
        ["id"] = vote.Key.Id.Value,
        ["repeat"] = vote.Key.Repeat,
        ["perturbation"] = vote.Key.Perturbation,
        ["outcome"] = WireName<OutcomeKind>.Of(vote.Outcome),
        ["verdict"] = vote.Verdict is { } verdict ? WireName<Verdict>.Of(verdict) : null,
    };

    private static JsonObject Of(Ticket ticket) => new()
    {
        ["subject"] = ticket.Subject,
        ["body"] = ticket.Body,
        ["thread"] = new JsonArray([.. ticket.Thread.Select(message => new JsonObject { ["from"] = WireName<ThreadAuthor>.Of(message.From), ["body"] = message.Body })]),
        ["language"] = ticket.Language,
    };
}
