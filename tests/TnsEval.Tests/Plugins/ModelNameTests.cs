using FsCheck;
using FsCheck.Fluent;

using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("offline/in-context", "offline", "in-context")]
    [InlineData("ollama/llama3.1:8b", "ollama", "llama3.1:8b")]
    [InlineData("openai/ft:gpt-4o:org/x", "openai", "ft:gpt-4o:org/x")]
    [InlineData("replay/openai/gpt-4.1-mini", "replay", "openai/gpt-4.1-mini")]
    public void Provider_ends_at_the_first_slash(string text, string provider, string model)
    {
        ModelName.TryParse(text, "--model", out var name, out _).ShouldBeTrue();

        name.ShouldBe(new ModelName(provider, model));
        name.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("", "names no provider")]
    [InlineData("gpt-4.1-mini", "names no provider")]
    [InlineData("/gpt-4.1-mini", "no provider's id")]
    [InlineData("OpenAI/gpt-4.1-mini", "no provider's id")]
    [InlineData("../gpt-4.1-mini", "no provider's id")]
    [InlineData("openai/", "no name after the slash")]
    [InlineData("openai/gpt 4", "white space")]
    [InlineData("openai/gpt\n", "white space")]
    public void Text_that_names_no_model_is_a_problem_where_it_stands(string text, string what)
    {
        ModelName.TryParse(text, "--model", out _, out var problem).ShouldBeFalse();

        problem!.Where.ShouldBe("--model");
        problem.What.ShouldContain(what);
        problem.What.ShouldContain($"'{text}'");
    }

    [Fact]
    public void Every_name_that_is_read_is_written_back_as_it_was() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((provider, model) =>
        {
            var text = $"{provider.Get}/{model.Get}";
            return !ModelName.TryParse(text, "--model", out var name, out _) || name.ToString() == text;
        }).QuickCheckThrowOnFailure();
}
