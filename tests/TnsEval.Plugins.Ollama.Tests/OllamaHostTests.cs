using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama.Tests;

public class OllamaHostTests
{
    /// <summary>The first seventeen are the cases of Ollama's own test of its client (envconfig/config_test.go), made an address that can be called.</summary>
    [Theory]
    [InlineData("", "http://127.0.0.1:11434/")]
    [InlineData("1.2.3.4", "http://1.2.3.4:11434/")]
    [InlineData(":1234", "http://127.0.0.1:1234/")]
    [InlineData("1.2.3.4:1234", "http://1.2.3.4:1234/")]
    [InlineData("example.com", "http://example.com:11434/")]
    [InlineData("example.com:1234", "http://example.com:1234/")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData("[::]", "http://[::1]:11434/")]
    [InlineData("::1", "http://[::1]:11434/")]
    [InlineData("[::1]:1337", "http://[::1]:1337/")]
    [InlineData(" 1.2.3.4 ", "http://1.2.3.4:11434/")]
    [InlineData(" \" 1.2.3.4 \" ", "http://1.2.3.4:11434/")]
    [InlineData("'1.2.3.4'", "http://1.2.3.4:11434/")]
    [InlineData("http://1.2.3.4", "http://1.2.3.4/")]
    [InlineData("http://1.2.3.4:4321", "http://1.2.3.4:4321/")]
    [InlineData("https://1.2.3.4", "https://1.2.3.4/")]
    [InlineData("https://example.com/ollama", "https://example.com/ollama/")]
    [InlineData(null, "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("HTTP://Example.com/", "http://example.com/")]
    [InlineData("example.com:1234/ollama/", "http://example.com:1234/ollama/")]
    [InlineData("http://localhost:11434/v1", "http://localhost:11434/")]
    [InlineData("http://localhost:11434/v1/", "http://localhost:11434/")]
    [InlineData("localhost:11434/api", "http://localhost:11434/")]
    [InlineData("https://example.com/ollama/api/", "https://example.com/ollama/")]
    public void Every_form_that_Ollama_knows_is_an_address(string? value, string address)
    {
        var problems = new List<SettingsProblem>();

        OllamaHost.Parse(value, problems)!.AbsoluteUri.ShouldBe(address);
        problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(":66000", "'66000'")]
    [InlineData(":0", "'0'")]
    [InlineData("localhost:", "''")]
    [InlineData("localhost:http", "'http'")]
    [InlineData("[::1]x:1", "'::1]x'")]
    [InlineData("ftp://example.com", "'ftp://'")]
    [InlineData("exa mple", "'exa mple'")]
    public void What_is_no_address_is_a_problem_that_shows_the_part_that_is_wrong(string value, string shown)
    {
        var problem = Should.Throw<ProviderSettingsException>(() => OllamaSettings.Read(A.Settings(value))).Problems.ShouldHaveSingleItem();

        problem.What.ShouldStartWith("OLLAMA_HOST");
        problem.What.ShouldContain(shown);
        problem.Fix.ShouldContain("127.0.0.1:11434");
    }

    [Theory]
    [InlineData("http://me:hunter2@example.com")]
    [InlineData("http://example.com/?key=hunter2")]
    public void A_password_in_the_address_is_a_problem_that_does_not_show_it(string value) =>
        Should.Throw<ProviderSettingsException>(() => OllamaSettings.Read(A.Settings(value))).Message.ShouldNotContain("hunter2");
}
