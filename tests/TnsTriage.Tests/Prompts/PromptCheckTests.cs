using System.Globalization;
using System.Text.Json.Nodes;
using TnsTriage.Prompts;

namespace TnsTriage.Tests.Prompts;

/// <summary>What a prompt file may not say.</summary>
public sealed class PromptCheckTests
{
    [Fact]
    public void Sound_definition_has_no_problem()
    {
        PromptVersion.TryCreate(A.PromptDefinition(), out var version, out var problems).ShouldBeTrue();

        problems.ShouldBeEmpty();
        version!.Name.ShouldBe("v1");
    }

    [Fact]
    public void Only_the_message_with_the_ticket_is_needed() =>
        Problems(A.PromptDefinition() with { Messages = [new(PromptRole.User, A.TicketMessage)] }).ShouldBeEmpty();

    [Theory]
    [InlineData("{{ticket}}")]
    [InlineData("{{Body}}")]
    [InlineData("{{ body }}")]
    [InlineData("{{}}")]
    [InlineData("{{4}}")]
    public void Unknown_placeholder_is_reported_with_its_line(string placeholder)
    {
        var problem = Problems(WithMessage(0, $"Assess the ticket.\n\nSee {placeholder}.")).ShouldHaveSingleItem();

        problem.Path.ShouldBe("messages[0].content");
        problem.Line.ShouldBe(2);
        problem.What.ShouldBe($"{placeholder} is not a placeholder");
        problem.Fix.ShouldBe("Use one of {{fence}}, {{language}}, {{subject}}, {{thread}}, {{body}}");
    }

    [Theory]
    [InlineData("{{subject}}")]
    [InlineData("{{body}}")]
    [InlineData("{{thread}}")]
    [InlineData("{{language}}")]
    public void Placeholder_that_is_not_used_is_reported(string placeholder)
    {
        var problem = Problems(WithMessage(3, A.TicketMessage.Replace(placeholder, "", StringComparison.Ordinal))).ShouldHaveSingleItem();

        problem.Path.ShouldBe("messages");
        problem.What.ShouldBe($"{placeholder} is not used");
    }

    [Fact]
    public void Fence_that_is_not_used_is_reported_once() =>
        Problems(WithMessage(3, A.TicketMessage.Replace("{{fence}}", "", StringComparison.Ordinal)))
            .ShouldHaveSingleItem().What.ShouldBe("{{fence}} is not used");

    [Theory]
    [InlineData("{{subject}}")]
    [InlineData("{{body}}")]
    [InlineData("{{thread}}")]
    [InlineData("{{language}}")]
    public void Ticket_text_goes_in_once(string placeholder)
    {
        var twice = A.TicketMessage.Replace(placeholder, $"{placeholder} {placeholder}", StringComparison.Ordinal);

        var problem = Problems(WithMessage(3, twice)).ShouldHaveSingleItem();

        problem.Path.ShouldBe("messages[3].content");
        problem.What.ShouldBe($"{placeholder} must stand once, in the last user message");
    }

    [Fact]
    public void Ticket_text_in_another_message_is_reported_there()
    {
        var problem = Problems(WithMessage(0, "Assess {{body}}.")).ShouldHaveSingleItem();

        problem.Path.ShouldBe("messages[0].content");
        problem.What.ShouldBe("{{body}} must stand once, in the last user message");
    }

    [Theory]
    [InlineData("{{fence}} {{subject}} {{thread}} {{fence}} {{language}} {{body}}", "{{body}}")]
    [InlineData("{{subject}} {{fence}} {{thread}} {{body}} {{fence}} {{language}}", "{{subject}}")]
    [InlineData("{{language}} {{fence}} {{subject}} {{thread}} {{body}}", "{{subject}}, {{thread}}, {{body}}")]
    [InlineData("{{language}} {{subject}} {{thread}} {{body}} {{fence}}", "{{subject}}, {{thread}}, {{body}}")]
    public void Ticket_text_outside_the_fence_is_reported(string message, string outside)
    {
        var problem = Problems(WithMessage(3, message)).ShouldHaveSingleItem();

        problem.Path.ShouldBe("messages[3].content");
        problem.What.ShouldBe($"{outside} not between two {{{{fence}}}}");
    }

    [Fact]
    public void Fence_in_the_system_message_alone_fences_nothing()
    {
        var definition = A.PromptDefinition();
        var problem = Problems(definition with
        {
            Messages =
            [
                new PromptMessage(PromptRole.System, "The ticket stands after {{fence}}."),
                new PromptMessage(PromptRole.User, A.TicketMessage.Replace("{{fence}}", "", StringComparison.Ordinal)),
            ],
        }).ShouldHaveSingleItem();

        problem.What.ShouldBe("{{subject}}, {{thread}}, {{body}} not between two {{fence}}");
    }

    [Theory]
    [InlineData("US", "messages[1]")]
    [InlineData("SS", "messages[1]")]
    [InlineData("AU", "messages[0]")]
    [InlineData("SAU", "messages[1]")]
    [InlineData("SUU", "messages[2]")]
    [InlineData("SUAAU", "messages[3]")]
    [InlineData("SUASU", "messages[3]")]
    public void Role_out_of_place_is_reported_where_it_stands(string roles, string path) =>
        Problems(WithRoles(roles)).ShouldContain(problem => problem.Path == path && problem.What.EndsWith("is out of place"));

    [Theory]
    [InlineData("U")]
    [InlineData("SU")]
    [InlineData("UAU")]
    [InlineData("SUAUAU")]
    public void System_few_shots_and_ticket_in_order_are_accepted(string roles) => Problems(WithRoles(roles)).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("SUA")]
    public void Prompt_that_does_not_end_with_the_ticket_is_rejected(string roles) =>
        Problems(WithRoles(roles)).ShouldContain(new PromptProblem(
            "messages", 0, "the last message is not from role user", "End with the user message that holds the ticket"));

    [Fact]
    public void Empty_message_is_reported() =>
        Problems(WithMessage(1, " \n")).ShouldHaveSingleItem().ShouldBe(
            new PromptProblem("messages[1].content", 0, "the message is empty", "Write its text, or remove the message"));

    [Theory]
    [InlineData("{\n\"name\": \"a\",\n oops", 2)]
    [InlineData("", 0)]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", 0)]
    public void Schema_that_is_not_JSON_is_reported_with_its_line(string json, int line)
    {
        var problem = Problems(A.PromptDefinition() with { JsonSchema = json }).ShouldHaveSingleItem();

        problem.Path.ShouldBe("jsonSchema");
        problem.Line.ShouldBe(line);
        problem.What.ShouldBe("not valid JSON");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\": \"a\"}")]
    [InlineData("{\"schema\": {}}")]
    [InlineData("{\"name\": 1, \"schema\": {}}")]
    public void Schema_needs_a_name_and_a_schema(string json) =>
        Problems(A.PromptDefinition() with { JsonSchema = json })
            .ShouldHaveSingleItem().What.ShouldBe("not an object with name and schema");

    [Fact]
    public void Unknown_key_beside_the_schema_is_reported() =>
        SchemaProblems(file => file["stict"] = true).ShouldBe(["unknown key \"stict\""]);

    [Theory]
    [InlineData("strict", "\"yes\"", "strict is not true or false")]
    [InlineData("description", "1", "description is not a text")]
    public void Key_of_the_wrong_type_beside_the_schema_is_reported(string key, string value, string what) =>
        SchemaProblems(file => file[key] = JsonNode.Parse(value)).ShouldBe([what]);

    [Theory]
    [InlineData("categories")]
    [InlineData("verdict")]
    [InlineData("severity")]
    [InlineData("evidence")]
    [InlineData("rationale")]
    [InlineData("prompt_injection")]
    [InlineData("needs_human")]
    [InlineData("categories/items/id")]
    [InlineData("categories/items/severity")]
    [InlineData("evidence/items/quote")]
    [InlineData("evidence/items/use")]
    [InlineData("evidence/items/speaker")]
    [InlineData("prompt_injection/present")]
    [InlineData("prompt_injection/aim")]
    [InlineData("needs_human/needed")]
    public void Core_field_must_be_there_and_required(string path)
    {
        var name = path.Split('/')[^1];

        SchemaProblems(file => Remove(Parent(file, path)["properties"]!.AsObject(), name)).ShouldContain($"core field {path} is missing");
        SchemaProblems(file => Remove(Parent(file, path)["required"]!.AsArray(), name)).ShouldBe([$"core field {path} is not required"]);
    }

    [Fact]
    public void Object_without_a_required_list_requires_none_of_its_fields() =>
        SchemaProblems(file => file["schema"]!["properties"]!["needs_human"]!.AsObject().Remove("required"))
            .ShouldBe(["core field needs_human/needed is not required"]);

    [Theory]
    [InlineData("categories")]
    [InlineData("evidence")]
    public void Core_list_must_say_what_its_items_are(string path)
    {
        SchemaProblems(file => Field(file, path).AsObject().Remove("items")).ShouldBe([$"core field {path} has no items"]);
        SchemaProblems(file => Field(file, path)["items"] = true).ShouldBe([$"core field {path} has no items"]);
    }

    [Theory]
    [InlineData("rationale", "object")]
    [InlineData("needs_human/needed", "string")]
    [InlineData("evidence/items/quote", "number")]
    public void Core_field_of_another_type_is_reported(string path, string type) =>
        SchemaProblems(file => Field(file, path)["type"] = type)
            .ShouldContain(what => what.StartsWith($"core field {path} is not of type "));

    [Theory]
    [InlineData("verdict")]
    [InlineData("severity")]
    [InlineData("categories/items/id")]
    [InlineData("categories/items/severity")]
    [InlineData("evidence/items/use")]
    [InlineData("evidence/items/speaker")]
    [InlineData("prompt_injection/aim")]
    public void Core_enum_must_be_there_and_hold_known_names_only(string path)
    {
        SchemaProblems(file => Field(file, path)["enum"] = new JsonArray("sky_high", 3))
            .ShouldBe([$"core field {path} has unknown values sky_high, 3"]);
        SchemaProblems(file => Field(file, path).AsObject().Remove("enum")).ShouldBe([$"core field {path} has no enum"]);
    }

    [Fact]
    public void Optional_fields_may_be_left_out() =>
        SchemaProblems(file =>
        {
            Remove(file["schema"]!["properties"]!.AsObject(), "event_status");
            Remove(file["schema"]!["required"]!.AsArray(), "event_status");
        }).ShouldBeEmpty();

    [Theory]
    [InlineData("event_status", "past_resolved")]
    [InlineData("sender_role", "witness")]
    [InlineData("subject_of_harm", "minor")]
    [InlineData("confidence", "low")]
    [InlineData("needs_human/reason", "injection")]
    [InlineData("evidence/items/category", "self_harm")]
    public void Optional_field_that_is_asked_for_must_use_the_taxonomy(string path, string name)
    {
        SchemaProblems(Add("""{ "type": "number" }""")).ShouldBe([$"field {path} has no enum"]);
        SchemaProblems(Add($$"""{ "type": "string", "enum": ["{{name}}", "perhaps"] }"""))
            .ShouldBe([$"field {path} has unknown values perhaps"]);
        SchemaProblems(Add($$"""{ "type": ["string", "null"], "enum": ["{{name}}", null] }""")).ShouldBeEmpty();

        Action<JsonObject> Add(string schema) => file => Parent(file, path)["properties"]![path.Split('/')[^1]] = JsonNode.Parse(schema);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(2.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Temperature_out_of_range_is_reported(float temperature) =>
        ParameterProblem(new PromptParameters { Temperature = temperature }).Path.ShouldBe("modelParameters.temperature");

    [Theory]
    [InlineData(0f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void Top_p_out_of_range_is_reported(float topP) =>
        ParameterProblem(new PromptParameters { TopP = topP }).Path.ShouldBe("modelParameters.topP");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Token_limit_below_one_is_reported(int maxTokens) =>
        ParameterProblem(new PromptParameters { MaxTokens = maxTokens }).Path.ShouldBe("modelParameters.maxTokens");

    [Fact]
    public void Number_in_a_problem_does_not_depend_on_the_culture()
    {
        // Built by hand: builds with invariant globalization have no other culture to ask for.
        var decimalComma = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };

        In(decimalComma, () => ParameterProblem(new PromptParameters { Temperature = 2.5f }).What).ShouldBe("2.5 is not between 0 and 2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("v 1")]
    [InlineData("../v1")]
    [InlineData("..")]
    [InlineData("-v1")]
    [InlineData("vé")]
    public void Name_that_cannot_be_a_file_name_is_reported(string name) =>
        Problems(A.PromptDefinition() with { Name = name }).ShouldHaveSingleItem().Path.ShouldBe("name");

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var definition = WithMessage(0, "{{ticket}}") with { Name = "v 1", JsonSchema = "{", Parameters = new() { Temperature = 3 } };

        PromptVersion.TryCreate(definition, out var version, out var problems).ShouldBeFalse();

        version.ShouldBeNull();
        problems.Select(problem => problem.Path).ShouldBe(
            ["messages[0].content", "jsonSchema", "modelParameters.temperature", "name"], ignoreOrder: true);
    }

    private static IReadOnlyList<PromptProblem> Problems(PromptDefinition definition)
    {
        PromptVersion.TryCreate(definition, out var version, out var problems).ShouldBe(problems.Count == 0);
        (version is null).ShouldBe(problems.Count > 0);
        return problems;
    }

    /// <summary>Without few-shots, whose answers would have to follow each change of the schema.</summary>
    private static string[] SchemaProblems(Action<JsonObject> change) =>
        [.. Problems(WithRoles("SU") with { JsonSchema = A.SchemaFile(change) }).Select(problem => problem.What)];

    private static PromptProblem ParameterProblem(PromptParameters parameters) =>
        Problems(A.PromptDefinition() with { Parameters = parameters }).ShouldHaveSingleItem();

    private static PromptDefinition WithMessage(int index, string content)
    {
        var definition = A.PromptDefinition();
        return definition with
        {
            Messages = [.. definition.Messages.Select((message, at) => at == index ? message with { Content = content } : message)],
        };
    }

    private static PromptDefinition WithRoles(string roles) => A.PromptDefinition() with
    {
        Messages =
        [
            .. roles.Select((role, index) => new PromptMessage(
                role switch { 'S' => PromptRole.System, 'U' => PromptRole.User, _ => PromptRole.Assistant },
                index == roles.Length - 1 ? A.TicketMessage : role == 'A' ? An.Answer().ToJsonString() : "text")),
        ],
    };

    private static JsonNode Field(JsonObject file, string path) => Parent(file, path)["properties"]![path.Split('/')[^1]]!;

    private static JsonNode Parent(JsonObject file, string path) => path.Split('/')[..^1].Aggregate(
        file["schema"]!, (node, segment) => segment == "items" ? node["items"]! : node["properties"]![segment]!);

    private static void Remove(JsonObject properties, string name) => properties.Remove(name).ShouldBeTrue();

    private static void Remove(JsonArray names, string name) => names.RemoveAll(item => item!.GetValue<string>() == name).ShouldBe(1);

    private static T In<T>(CultureInfo culture, Func<T> act)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
