using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Assessments;

namespace TnsTriage.Tests.Assessments;

/// <summary>What a contract makes of an answer to the usual ticket; its schema allows everything, so that a test sees the rules that hold however lax a schema is.</summary>
internal static class Contract
{
    public static JsonNode At(JsonObject answer, string pointer) =>
        pointer.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((JsonNode)answer, (node, segment) => (node is JsonArray array ? array[int.Parse(segment, CultureInfo.InvariantCulture)] : node[segment])!);

    public static Enforcement Enforce(string text) => A.LaxContract().Enforce(text, A.PreparedTicket());

    public static Assessment Accepted(JsonObject answer) =>
        Enforce(answer.ToJsonString()).ShouldBeOfType<Enforcement.Accepted>().Assessment;

    public static IReadOnlyList<ContractViolation> Rejected(JsonObject answer) => Rejected(answer.ToJsonString());

    public static IReadOnlyList<ContractViolation> Rejected(string text)
    {
        var violations = Enforce(text).ShouldBeOfType<Enforcement.Rejected>().Violations;
        violations.ShouldNotBeEmpty();
        return violations;
    }
}
