using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class LoadedProviderTests
{
    private const string Secret = "sk-secret";   // the test plugin puts it into every message of its exceptions

    [Theory]
    [InlineData("ThrowsInConstructor", "failed with System.InvalidOperationException in TestPlugins.Faulty.ThrowsInConstructor..ctor")]
    [InlineData("ThrowsInCapabilities", "System.InvalidOperationException in TestPlugins.Faulty.ThrowsInCapabilities.get_Capabilities")]
    [InlineData("ThrowsInCapabilities", "loaded so far: TestPlugins.Faulty 0.1.0.0")]
    [InlineData("HasNoCapabilities", "the provider states no capabilities")]
    [InlineData("CallsItselfSomethingElse", "the provider calls itself 'innocent', its manifest 'faulty'")]
    public void Plugin_that_fails_while_loading_is_a_problem_and_the_others_still_load(string type, string what)
    {
        using var sandbox = new PluginSandbox("echo", "faulty");
        sandbox.SetManifest("faulty", "entryType", $"TestPlugins.Faulty.{type}");
        var catalog = sandbox.Open();

        catalog.TryLoad("faulty", out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            problem => problem.Where.ShouldBe(sandbox.PathOf("faulty")),
            problem => problem.What.ShouldContain(what),
            problem => problem.ToString().ShouldNotContain(Secret));
        catalog.TryLoad("echo", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Plugin_whose_files_vanish_after_the_check_is_a_problem_too()
    {
        using var sandbox = new PluginSandbox("echo");
        var catalog = sandbox.Open();
        File.Delete(sandbox.PathOf("echo", "TestPlugins.Echo.dll"));

        catalog.TryLoad("echo", out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().What.ShouldStartWith("loading it failed with");
    }

    [Fact]
    public void Capabilities_are_the_providers_own()
    {
        using var sandbox = new PluginSandbox("echo");

        sandbox.Load("echo").Capabilities.ShouldBe(new() { Seed = true });
    }

    [Fact]
    public void Every_wrong_setting_is_told_at_once_under_the_models_name()
    {
        using var sandbox = new PluginSandbox("echo");

        sandbox.Load("echo").TryCreateClient("budgie", Environment.CurrentDirectory, _ => null, out _, out var problems).ShouldBeFalse();

        problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "echo/budgie: there is no model 'budgie'. Use parrot.",
            "echo/budgie: ECHO_KEY is not set. Set it to any value.",
        ]);
    }

    [Theory]
    [InlineData("factory-throws", "CreateClient threw System.FormatException in TestPlugins.Faulty.FaultyProvider.CreateClient")]
    [InlineData("factory-gives-null", "CreateClient gave no client")]
    public void Factory_that_fails_is_a_problem_without_the_exceptions_message(string model, string what)
    {
        using var sandbox = new PluginSandbox("faulty");

        sandbox.Load("faulty").TryCreateClient(model, Environment.CurrentDirectory, _ => null, out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            problem => problem.Where.ShouldBe($"faulty/{model}"),
            problem => problem.What.ShouldBe(what),
            problem => problem.ToString().ShouldNotContain(Secret));
    }
}
