using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama.Tests;

public class OllamaSettingsTests
{
    [Fact]
    public void All_problems_are_told_at_once_and_no_key_is_shown()
    {
        var settings = A.Settings(
            ":http",
            model: "",
            ("OLLAMA_KEEP_ALIVE", "1 day"),
            ("OLLAMA_CONTEXT_LENGTH", "16k"),
            ("OLLAMA_API_KEY", "canary\nkey"));

        var thrown = Should.Throw<ProviderSettingsException>(() => new OllamaProvider().CreateClient(settings));

        thrown.Problems.Count.ShouldBe(5);
        thrown.Message.ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("5m", "\"5m\"")]
    [InlineData("1h30m", "\"1h30m\"")]
    [InlineData("-1", "-1")]
    [InlineData("300", "300")]
    public void Keep_alive_is_passed_on_in_the_type_that_Ollama_reads(string value, string json) =>
        OllamaSettings.Read(A.Settings(variables: ("OLLAMA_KEEP_ALIVE", value))).KeepAlive!.Value.GetRawText().ShouldBe(json);

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    public void A_context_length_of_nothing_is_no_limit(string value) =>
        OllamaSettings.Read(A.Settings(variables: ("OLLAMA_CONTEXT_LENGTH", value))).MaxContext.ShouldBeNull();
}
