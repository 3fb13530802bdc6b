using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Prompts;

namespace TnsEval.Tests.Prompts;

public sealed class PriceListTests : IDisposable
{
    private const string Small = """{ "model": "a/small", "input": 2, "cachedInput": 0.5, "output": 10, "asOf": "2026-11-22" }""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_price_file_is_read()
    {
        var prices = Read(File(Small), out var problems);

        problems.ShouldBeEmpty();
        prices!.Currency.ShouldBe("USD");
        prices.Models.ShouldHaveSingleItem().ShouldBe(new ModelPrice("a/small", 2, 0.5m, 10, new DateOnly(2026, 11, 22)));
    }

    [Theory]
    [InlineData("\"currency\": \"USD\"", "\"currency\": \"\"", "currency is empty")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "formatVersion 2 is not 1")]
    [InlineData("\"input\": 2", "\"input\": -2", "model \"a/small\" has a negative price")]
    [InlineData("\"input\": 100", "\"input\": -100", "perTicket has a negative number of tokens")]
    public void A_value_that_cannot_be_is_a_problem(string right, string wrong, string what)
    {
        Read(File(Small).Replace(right, wrong, StringComparison.Ordinal), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldBe(what);
    }

    [Theory]
    [InlineData("\"output\": 10", "\"outptu\": 10")]
    [InlineData("\"output\": 10", "\"output\": \"ten\"")]
    [InlineData("\"currency\": \"USD\",", "")]
    [InlineData("2026-11-22", "yesterday")]
    public void An_unknown_missing_or_mistyped_member_is_a_problem_with_its_line(string right, string wrong)
    {
        Read(File(Small).Replace(right, wrong, StringComparison.Ordinal), out var problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().Where.ShouldContain("prices.json");
    }

    [Fact]
    public void A_model_priced_twice_and_a_list_without_models_are_problems()
    {
        Read(File($"{Small}, {Small}"), out var twice);
        Read(File(""), out var none);

        twice.ShouldHaveSingleItem().What.ShouldBe("model \"a/small\" is priced twice");
        none.ShouldHaveSingleItem().What.ShouldBe("models is empty");
    }

    [Fact]
    public void A_missing_file_is_a_problem()
    {
        var problems = new List<Problem>();

        PriceList.Read(_folder["no.json"], problems).ShouldBeNull();

        problems.ShouldHaveSingleItem().What.ShouldStartWith("cannot be read");
    }

    [Fact]
    public void Cost_is_tokens_times_price_and_the_cache_changes_only_what_is_fixed()
    {
        // 1,000 tokens fixed, 50 + 100 a ticket, 200 answered. Uncached: (1150 x 2 + 200 x 10) x 1000 / 1e6; cached: 1000 x 0.5 in place of 1000 x 2.
        var budget = new PromptBudget(Messages: 750, Schema: 300, Fixed: 1000, Answer: 200);

        budget.CostPer1000(new TicketTokens(Input: 100, Output: 9), Price(cached: 0.5m)).ShouldBe((4.3m, 2.8m));
    }

    [Fact]
    public void Without_a_cache_price_there_is_no_cached_cost_and_without_few_shots_the_file_says_how_long_answers_are()
    {
        var budget = new PromptBudget(Messages: 750, Schema: 300, Fixed: 1000, Answer: null);

        budget.CostPer1000(new TicketTokens(Input: 100, Output: 9), Price(cached: null)).ShouldBe((2.39m, null));
    }

    [Fact]
    public void A_budget_counts_four_characters_a_token_and_leaves_the_last_message_out_of_what_is_fixed()
    {
        var problems = new List<Problem>();
        var version = PromptFile.Read(_folder.Write("v1.prompt.yml", PromptText.Valid(system: new string('x', 401))), problems)!.Version;
        var (last, schema) = (version.Definition.Messages[^1].Content.Length, version.Definition.JsonSchema.Length);

        var budget = PromptBudget.Of(version);

        budget.ShouldBe(new PromptBudget((401 + last + 3) / 4, (schema + 3) / 4, (401 + schema + 3) / 4, Answer: null));
    }

    public void Dispose() => _folder.Dispose();

    private static ModelPrice Price(decimal? cached) => new("a/small", 2, cached, 10, new DateOnly(2026, 11, 22));

    private static string File(string models) =>
        $$"""
        {
          "formatVersion": 1,
          "currency": "USD",
          "perTicket": { "input": 100, "output": 9 },
          "models": [{{models}}]
        }
        """;

    private PriceList? Read(string json, out List<Problem> problems)
    {
        problems = [];
        return PriceList.Read(_folder.Write("prices.json", json), problems);
    }
}
