using TnsTriage.Assessments;

namespace TnsTriage.Service.Policy;

/// <summary>What is wrong in a policy although its shape is right.</summary>
internal static class PolicyCheck
{
    /// <summary>What a comment may hold.</summary>
    public static readonly IReadOnlyList<string> InComments = ["verdict", "severity", "categories", "outcome", "rationale", "prompt", "model", "decision"];

    /// <summary>What an address may hold.</summary>
    public static readonly IReadOnlyList<string> InLinks = ["decision", "conversation"];

    public static IEnumerable<PolicyProblem> Check(EscalationRules rules, bool canPage)
    {
        foreach (var (pointer, action) in rules.All())
        {
            foreach (var (index, line) in (action.Comment ?? []).Index())
            {
                foreach (var name in PlaceholderText.Names(line).Except(InComments, StringComparer.Ordinal))
                {
                    yield return new PolicyProblem($"{pointer}/comment/{index}", $"unknown placeholder \"{name}\"", NearestName.Fix(name, [.. InComments]));
                }
            }

            if (action.Link is { } link)
            {
                foreach (var name in PlaceholderText.Names(link).Except(InLinks, StringComparer.Ordinal))
                {
                    yield return new PolicyProblem($"{pointer}/link", $"unknown placeholder \"{name}\"", NearestName.Fix(name, [.. InLinks]));
                }

                if (!Uri.TryCreate(PlaceholderText.Fill(link, name => name), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
                {
                    yield return new PolicyProblem($"{pointer}/link", "is no address by https", "Write an address such as https://cases.example.org/{{decision}}");
                }
            }

            if (action.Page == true && !canPage)
            {
                yield return new PolicyProblem($"{pointer}/page", "nobody can be paged", "Set TnsTriage:Paging:Url and TnsTriage:Paging:Secret, or remove it");
            }
        }

        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            // A mention stands in a comment, which a category's override may take from the verdict's action.
            foreach (var (pointer, action, effective) in OfVerdict(rules, verdict))
            {
                if (action.Mention is { Count: > 0 } && effective.Comment is null)
                {
                    yield return new PolicyProblem($"{pointer}/mention", "there is no comment to mention anybody in", "Add a comment");
                }
            }

            if (verdict != Verdict.None && rules.Actions.Of(verdict) is { IsNoticed: false })
            {
                yield return new PolicyProblem(
                    $"/actions/{WireName<Verdict>.Of(verdict)}", "does nothing that anybody would notice in Front", "Add a tag, an inbox, an assignee or a comment");
            }
        }
    }

    private static IEnumerable<(string Pointer, ActionRule Action, ActionRule Effective)> OfVerdict(EscalationRules rules, Verdict verdict)
    {
        var name = WireName<Verdict>.Of(verdict);
        if (rules.Actions.Of(verdict) is { } action)
        {
            yield return ($"/actions/{name}", action, rules.For(verdict, []));
        }

        foreach (var (category, actions) in rules.Categories)
        {
            if (actions.Of(verdict) is { } differs)
            {
                yield return ($"/categories/{WireName<HarmCategory>.Of(category)}/{name}", differs, rules.For(verdict, [category]));
            }
        }
    }
}
