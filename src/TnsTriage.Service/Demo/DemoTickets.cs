using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TnsTriage.FrontStub;

namespace TnsTriage.Service.Demo;

/// <summary>A ticket of the demonstration.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Messages">By turns the customer's and an agent's.</param>
/// <param name="IsDangerous">Whether its author meant it to be escalated.</param>
internal sealed record DemoTicket(string Subject, IReadOnlyList<StubMessage> Messages, bool IsDangerous);

/// <summary>Tickets from authored templates: which, in what order and with what names, amounts and days depends on a seed alone.</summary>
internal static partial class DemoTickets
{
    /// <summary>One in so many is dangerous: far more than in life, so that there is something to see.</summary>
    private const int OneDangerousIn = 5;

    public static IReadOnlyList<DemoTicket> Make(int count, int seed)
    {
        var random = new Random(seed);
        using var file = typeof(DemoTickets).Assembly.GetManifestResourceStream("demo-tickets.json")!;
        var templates = JsonSerializer.Deserialize(file, DemoJson.Default.DemoTemplates)!;
        var byDanger = templates.Tickets.ToLookup(template => template.IsDangerous);
        var tickets = Enumerable.Range(0, count).Select(index =>
        {
            DemoTemplate[] candidates = [.. byDanger[index % OneDangerousIn == 0]];
            return Fill(candidates[random.Next(candidates.Length)], templates.Slots, random);
        }).ToArray();
        random.Shuffle(tickets);
        return tickets;
    }

    private static DemoTicket Fill(DemoTemplate template, IReadOnlyDictionary<string, IReadOnlyList<string>> slots, Random random)
    {
        var chosen = slots.ToDictionary(slot => slot.Key, slot => slot.Value[random.Next(slot.Value.Count)], StringComparer.Ordinal);
        return new DemoTicket(
            template.Subject,
            [.. template.Messages.Select((text, turn) => new StubMessage(Slot().Replace(text, match => chosen[match.Groups["name"].Value]))
            {
                Subject = template.Subject,
                IsInbound = turn % 2 == 0,
            })],
            template.IsDangerous);
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slot();
}

internal sealed record DemoTemplates(IReadOnlyDictionary<string, IReadOnlyList<string>> Slots, IReadOnlyList<DemoTemplate> Tickets);

internal sealed record DemoTemplate(string Subject, IReadOnlyList<string> Messages, bool IsDangerous = false);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoTemplates))]
internal sealed partial class DemoJson : JsonSerializerContext;
