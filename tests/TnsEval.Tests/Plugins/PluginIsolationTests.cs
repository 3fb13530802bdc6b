using System.Runtime.Loader;

using Microsoft.Extensions.AI;

using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class PluginIsolationTests
{
    private readonly PluginCatalog _catalog = PluginCatalog.Open([PluginSandbox.Staged]);

    [Fact]
    public async Task Two_plugins_use_two_breaking_versions_of_one_library_in_one_process()
    {
        (await AnswerOf("text-one")).ShouldBe("hello!");
        (await AnswerOf("text-two")).ShouldBe("hello!!!");

        VersionIn("text-one").ShouldBe(new Version(1, 0, 0, 0));
        VersionIn("text-two").ShouldBe(new Version(2, 0, 0, 0));
    }

    [Fact]
    public async Task Nothing_of_a_plugin_is_in_the_default_context()
    {
        await AnswerOf("text-one");

        var names = AssemblyLoadContext.Default.Assemblies.Select(assembly => assembly.GetName().Name!).ToList();

        names.ShouldNotContain("TextLib", StringComparer.Ordinal);
        names.ShouldNotContain(name => name.StartsWith("TestPlugins.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shared_assemblies_and_the_framework_are_in_no_plugins_context()
    {
        await AnswerOf("text-one");

        var names = Load("text-one").Context.Assemblies.Select(assembly => assembly.GetName().Name);

        names.ShouldBe(["TestPlugins.TextOne", "TextLib"], ignoreOrder: true);
    }

    [Fact]
    public async Task Plugins_that_first_run_in_parallel_do_not_disturb_each_other()
    {
        var calls = Enumerable.Range(0, 16).Select(i => Task.Run(() => AnswerOf(i % 2 == 0 ? "text-one" : "text-two")));

        var answers = await Task.WhenAll(calls);

        answers.Distinct(StringComparer.Ordinal).ShouldBe(["hello!", "hello!!!"], ignoreOrder: true);
    }

    private LoadedProvider Load(string id)
    {
        _catalog.TryLoad(id, out var provider, out var problems).ShouldBeTrue(string.Join('\n', problems));
        return provider!;
    }

    private async Task<string> AnswerOf(string id)
    {
        Load(id).TryCreateClient("any", Environment.CurrentDirectory, _ => null, out var client, out _).ShouldBeTrue();
        using (client)
        {
            return (await client!.GetResponseAsync("?")).Text;
        }
    }

    private Version VersionIn(string id) =>
        Load(id).Context.Assemblies.Select(assembly => assembly.GetName()).Single(name => name.Name == "TextLib").Version!;
}
