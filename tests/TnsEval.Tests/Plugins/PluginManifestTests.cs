using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class PluginManifestTests
{
    private const string Good = """
        {
          "id": "echo",
          "version": "1.0.0",
          "contract": 1,
          "entryAssembly": "TestPlugins.Echo.dll",
          "entryType": "TestPlugins.Echo.EchoProvider"
        }
        """;

    [Theory]
    [InlineData("\"contract\": 1,", "\"contract\": 1, \"kontract\": 2,", "kontract")]
    [InlineData("\"contract\": 1,", "", "contract")]
    [InlineData("\"contract\": 1,", "\"contract\": 1, \"contract\": 1,", "contract")]
    [InlineData("\"contract\": 1,", "\"Contract\": 1,", "Contract")]
    [InlineData("\"1.0.0\"", "null", "version")]
    public void Unknown_missing_doubled_miscased_and_null_properties_fail_by_name(string old, string changed, string name)
    {
        var problem = ProblemOf(Good.Replace(old, changed, StringComparison.Ordinal));

        problem.What.ShouldContain(name);
        problem.Where.ShouldContain("plugin.json:");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public void File_that_is_no_JSON_object_is_a_problem(string text) => ProblemOf(text).Where.ShouldContain("plugin.json");

    [Fact]
    public void Every_wrong_value_is_told_at_once()
    {
        using var sandbox = new PluginSandbox("echo");
        sandbox.SetManifest("echo", "id", "Echo");
        sandbox.SetManifest("echo", "version", " ");
        sandbox.SetManifest("echo", "contract", 2);
        sandbox.SetManifest("echo", "entryAssembly", "../echo.dll");

        var problems = sandbox.Open().Problems.Select(problem => problem.What);

        problems.ShouldBe(
        [
            "id 'Echo' is no id",
            "id 'Echo' differs from the folder's name 'echo'",
            "version is empty",
            "the plugin is built on contract 2, the host has contract 1",
            "entryAssembly '../echo.dll' is not the name of a .dll file in the plugin's own folder",
        ]);
    }

    [Theory]
    [InlineData(2, "Update tnseval")]
    [InlineData(0, "Get a newer build of the plugin")]
    public void Fix_for_another_contract_says_which_side_to_update(int contract, string fix)
    {
        using var sandbox = new PluginSandbox("echo");
        sandbox.SetManifest("echo", "contract", contract);

        sandbox.Open().Problems.ShouldHaveSingleItem().Fix.ShouldBe(fix);
    }

    private static TnsTriage.Problem ProblemOf(string manifest)
    {
        using var sandbox = new PluginSandbox("echo");
        File.WriteAllText(sandbox.PathOf("echo", "plugin.json"), manifest);
        return sandbox.Open().Problems.ShouldHaveSingleItem();
    }
}
