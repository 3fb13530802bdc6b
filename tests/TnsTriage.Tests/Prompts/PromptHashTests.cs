using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Prompts;

namespace TnsTriage.Tests.Prompts;

/// <summary>The hash stands for what a model gets to see: it changes with all of that and with nothing else.</summary>
public sealed class PromptHashTests
{
    /// <summary>The value was computed by another program, from the canonical JSON as <see cref="PromptHash"/> describes it.</summary>
    [Fact]
    public void Hash_of_a_known_prompt_never_changes() =>
        A.Prompt().Hash.ShouldBe("3e0dc3c4a45385117fa16906736dda22f61f4503e0e704baa99a2f685f856746");

    [Fact]
    public void Same_content_has_the_same_hash() => A.Prompt().Hash.ShouldBe(A.Prompt().Hash);

    private static readonly Dictionary<string, Func<PromptDefinition, PromptDefinition>> Seen = new(StringComparer.Ordinal)
    {
        ["text"] = System(message => message with { Content = "Assess the ticket." }),
        ["white space in text"] = System(message => message with { Content = $"{message.Content} " }),
        ["few-shots"] = definition => definition with { Messages = [definition.Messages[0], definition.Messages[3]] },
        ["temperature"] = Parameters(parameters => parameters with { Temperature = 0.1f }),
        ["no temperature"] = Parameters(parameters => parameters with { Temperature = null }),
        ["top p"] = Parameters(parameters => parameters with { TopP = 0.9f }),
        ["token limit"] = Parameters(parameters => parameters with { MaxTokens = 1201 }),
        ["schema name"] = Schema(file => file["name"] = "other"),
        ["schema description"] = Schema(file => file["description"] = "What was found"),
        ["strict"] = Schema(file => file["strict"] = false),
        ["schema keyword"] = Schema(file => file["schema"]!["additionalProperties"] = true),
        ["field description"] = Schema(file => Fields(file)["rationale"]!["description"] = "Why"),
        ["order of enum names"] = Schema(file => Reverse(Fields(file)["verdict"]!["enum"]!.AsArray())),
        ["order of fields"] = Schema(file => Reverse(Fields(file))),
        ["order of fields deeper down"] = Schema(file => Reverse(Fields(file)["evidence"]!["items"]!["properties"]!.AsObject())),
    };

    public static TheoryData<string> WhatIsSeen => [.. Seen.Keys];

    [Theory]
    [MemberData(nameof(WhatIsSeen))]
    public void Hash_changes_with_each_thing_the_model_sees(string what) =>
        A.Prompt(Seen[what](A.PromptDefinition())).Hash.ShouldNotBe(A.Prompt().Hash);

    [Fact]
    public void Hash_changes_with_the_order_of_few_shots()
    {
        PromptMessage[] yes = [new(PromptRole.User, "Any news?"), new(PromptRole.Assistant, An.Answer().ToJsonString())];
        PromptMessage[] no = [new(PromptRole.User, "No news?"), new(PromptRole.Assistant, An.Answer().ToJsonString())];
        var ticket = new PromptMessage(PromptRole.User, A.TicketMessage);

        A.Prompt(A.PromptDefinition() with { Messages = [.. yes, .. no, ticket] }).Hash
            .ShouldNotBe(A.Prompt(A.PromptDefinition() with { Messages = [.. no, .. yes, ticket] }).Hash);
    }

    private static readonly Dictionary<string, Func<PromptDefinition, PromptDefinition>> Unseen = new(StringComparer.Ordinal)
    {
        ["name"] = definition => definition with { Name = "v2" },
        ["description"] = definition => definition with { Description = "Another try" },
        ["model"] = definition => definition with { Model = null },
        ["white space in the schema's text"] = SchemaText(json => JsonNode.Parse(json)!.ToString()),
        ["escapes in the schema's text"] = SchemaText(json => json.Replace("rationale", @"r\u0061tionale", StringComparison.Ordinal)),
        ["order of keys beside the schema"] = Schema(Reverse),
        ["order of keywords"] = Schema(file => Reverse(file["schema"]!.AsObject())),
        ["order of keywords deeper down"] = Schema(file => Reverse(Fields(file)["verdict"]!.AsObject())),
    };

    public static TheoryData<string> WhatIsNotSeen => [.. Unseen.Keys];

    [Theory]
    [MemberData(nameof(WhatIsNotSeen))]
    public void Hash_does_not_change_with_what_no_model_sees(string what) =>
        A.Prompt(Unseen[what](A.PromptDefinition())).Hash.ShouldBe(A.Prompt().Hash);

    [Fact]
    public void Left_out_strict_is_the_same_as_false() =>
        A.Prompt(A.PromptDefinition() with { JsonSchema = A.SchemaFile(file => file.Remove("strict")) }).Hash
            .ShouldBe(A.Prompt(A.PromptDefinition() with { JsonSchema = A.SchemaFile(file => file["strict"] = false) }).Hash);

    [Fact]
    public void Token_limits_too_long_for_a_float_are_told_apart() =>
        With(new PromptParameters { MaxTokens = 16_777_216 }).Hash.ShouldNotBe(With(new PromptParameters { MaxTokens = 16_777_217 }).Hash);

    [Fact]
    public void Hash_does_not_depend_on_the_culture()
    {
        var expected = With(new PromptParameters { Temperature = 0.7f }).Hash;
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            With(new PromptParameters { Temperature = 0.7f }).Hash.ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static PromptVersion With(PromptParameters parameters) => A.Prompt(A.PromptDefinition() with { Parameters = parameters });

    private static Func<PromptDefinition, PromptDefinition> System(Func<PromptMessage, PromptMessage> change) =>
        definition => definition with { Messages = [change(definition.Messages[0]), .. definition.Messages.Skip(1)] };

    private static Func<PromptDefinition, PromptDefinition> Parameters(Func<PromptParameters, PromptParameters> change) =>
        definition => definition with { Parameters = change(definition.Parameters) };

    private static Func<PromptDefinition, PromptDefinition> Schema(Action<JsonObject> change) =>
        definition => definition with { JsonSchema = A.SchemaFile(change) };

    private static Func<PromptDefinition, PromptDefinition> SchemaText(Func<string, string> change) =>
        definition => definition with { JsonSchema = change(definition.JsonSchema) };

    private static JsonObject Fields(JsonObject file) => file["schema"]!["properties"]!.AsObject();

    private static void Reverse(JsonObject members)
    {
        var reversed = members.Reverse().ToArray();
        members.Clear();
        foreach (var (name, value) in reversed)
        {
            members.Add(name, value);
        }
    }

    private static void Reverse(JsonArray items)
    {
        var reversed = items.Reverse().ToArray();
        items.Clear();
        foreach (var item in reversed)
        {
            items.Add(item);
        }
    }
}
