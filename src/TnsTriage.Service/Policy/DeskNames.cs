using System.Collections.Frozen;
using TnsTriage.Front;
using TnsTriage.Front.Api;

namespace TnsTriage.Service.Policy;

/// <summary>What the names in a policy mean in one Front company: Front takes ids only.</summary>
internal sealed class DeskNames
{
    private readonly FrozenDictionary<string, TagId> _tags;
    private readonly FrozenDictionary<string, InboxId> _inboxes;
    private readonly FrozenDictionary<string, FrontTeammate> _teammates;

    private DeskNames(Lookup<TagId> tags, Lookup<InboxId> inboxes, Lookup<FrontTeammate> teammates) =>
        (_tags, _inboxes, _teammates) = (tags.Found, inboxes.Found, teammates.Found);

    public TagId Tag(string name) => _tags[name];

    public InboxId Inbox(string name) => _inboxes[name];

    public TeammateId Teammate(string name) => _teammates[name].Id;

    /// <summary>The name after the @ of a mention.</summary>
    public string Username(string name) => _teammates[name].Username!;

    /// <summary>Looks every name of a policy up, in as many calls as there are kinds of names.</summary>
    /// <param name="front">The company.</param>
    /// <param name="rules">The policy.</param>
    /// <param name="problems">Receives every name that means nothing, or more than one thing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Null when there are problems.</returns>
    /// <exception cref="FrontException">Front did not answer.</exception>
    public static async Task<DeskNames?> ResolveAsync(
        FrontClient front, EscalationRules rules, ICollection<Problem> problems, CancellationToken cancellationToken)
    {
        var all = rules.All().ToArray();
        var tags = new Lookup<TagId>(rules, "tag", [.. all.SelectMany(at => Each(at.Action.Tags, $"{at.Pointer}/tags"))]);
        var inboxes = new Lookup<InboxId>(rules, "inbox", [.. all.SelectMany(at => One(at.Action.Inbox, $"{at.Pointer}/inbox"))]);
        var mentions = all.SelectMany(at => Each(at.Action.Mention, $"{at.Pointer}/mention")).ToArray();
        var teammates = new Lookup<FrontTeammate>(rules, "teammate", [.. all.SelectMany(at => One(at.Action.Assignee, $"{at.Pointer}/assignee")), .. mentions]);

        if (tags.IsNeeded)
        {
            var known = await front.GetTagsAsync(cancellationToken);
            tags.Find(known.Where(tag => !tag.IsPrivate).Select(tag => (tag.Id, Names(tag.Id.Value, tag.Name))), problems);
        }

        if (inboxes.IsNeeded)
        {
            var known = await front.GetInboxesAsync(cancellationToken);
            inboxes.Find(known.Where(inbox => !inbox.IsPrivate).Select(inbox => (inbox.Id, Names(inbox.Id.Value, inbox.Name))), problems);
        }

        if (teammates.IsNeeded)
        {
            var known = await front.GetTeammatesAsync(cancellationToken);
            teammates.Find(known.Where(mate => !mate.IsBlocked).Select(mate => (mate, Names(mate.Id.Value, mate.Email, mate.Username))), problems);
            foreach (var (pointer, name) in mentions.Where(mention => teammates.Found.TryGetValue(mention.Name, out var mate) && mate.Username is null))
            {
                problems.Add(new PolicyProblem(pointer, $"the teammate \"{name}\" has no user name, so cannot be mentioned", "Mention somebody else")
                    .In(rules.Path, rules.Json));
            }
        }

        return problems.Count == 0 ? new DeskNames(tags, inboxes, teammates) : null;
    }

    private static string[] Names(params ReadOnlySpan<string?> names) => [.. names.ToArray().OfType<string>().Where(name => name.Length > 0)];

    private static IEnumerable<(string Pointer, string Name)> One(string? name, string pointer) => name is null ? [] : [(pointer, name)];

    private static IEnumerable<(string Pointer, string Name)> Each(IReadOnlyList<string>? names, string pointer) =>
        (names ?? []).Select((name, index) => ($"{pointer}/{index}", name));

    /// <summary>Names of one kind, and what they turn out to mean.</summary>
    private sealed class Lookup<T>(EscalationRules rules, string kind, IReadOnlyList<(string Pointer, string Name)> wanted)
    {
        public bool IsNeeded => wanted.Count > 0;

        public FrozenDictionary<string, T> Found { get; private set; } = FrozenDictionary<string, T>.Empty;

        public void Find(IEnumerable<(T Thing, string[] Names)> known, ICollection<Problem> problems)
        {
            var byName = known
                .SelectMany(thing => thing.Names.Select(name => (name, thing.Thing)))
                .ToLookup(pair => pair.name, pair => pair.Thing, StringComparer.Ordinal);
            Found = wanted
                .Select(at => at.Name)
                .Distinct(StringComparer.Ordinal)
                .Where(byName.Contains)
                .ToFrozenDictionary(name => name, name => byName[name].First(), StringComparer.Ordinal);
            foreach (var (pointer, name) in wanted)
            {
                var problem = byName[name].Count() switch
                {
                    0 => new PolicyProblem(
                        pointer,
                        $"Front has no {kind} \"{name}\" that this token may see and a team may use",
                        NearestName.Of(name, byName.Select(group => group.Key)) is { } near
                            ? $"Write \"{near}\", if that is meant"
                            : $"Add it in Front, or name another {kind}"),
                    1 => null,
                    var count => new PolicyProblem(pointer, $"Front has {count} {kind}s of the name \"{name}\"", "Write the id of the one that is meant"),
                };
                if (problem is not null)
                {
                    problems.Add(problem.In(rules.Path, rules.Json));
                }
            }
        }
    }
}
