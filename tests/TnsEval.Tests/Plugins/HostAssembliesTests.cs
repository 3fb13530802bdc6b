using System.Reflection;

using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class HostAssembliesTests
{
    /// <summary>A package that the contract takes on binds every plugin to the host's version of it: that is to be decided here.</summary>
    [Fact]
    public void Only_the_contract_and_the_chat_abstractions_are_shared_with_plugins() =>
        HostAssemblies.Shared.Keys.ShouldBe(["TnsEval.Abstractions", "Microsoft.Extensions.AI.Abstractions"], ignoreOrder: true);

    [Fact]
    public void Contract_keeps_the_assembly_version_of_its_major_version() =>
        HostAssemblies.Shared["TnsEval.Abstractions"].ShouldBe(new Version(PluginManifest.HostContract, 0, 0, 0));

    [Fact]
    public void No_staged_plugin_carries_a_shared_assembly()
    {
        var files = Directory.GetFiles(PluginSandbox.Staged, "*.dll", SearchOption.AllDirectories);
        var staged = files.Select(file => AssemblyName.GetAssemblyName(file).Name!).ToList();

        staged.ShouldContain("TestPlugins.Echo", StringComparer.Ordinal);
        staged.ShouldNotContain(name => HostAssemblies.Shared.ContainsKey(name));
    }
}
