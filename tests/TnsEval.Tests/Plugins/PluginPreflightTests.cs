using System.Reflection;

using TnsEval.Plugins;

using TnsTriage;

namespace TnsEval.Tests.Plugins;

public sealed class PluginPreflightTests : IDisposable
{
    private readonly PluginSandbox _sandbox = new("echo");

    private string Entry => _sandbox.PathOf("echo", "TestPlugins.Echo.dll");

    private string Dependencies => _sandbox.PathOf("echo", "TestPlugins.Echo.deps.json");

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Sound_plugin_has_no_problem() => _sandbox.Open().Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("TnsEval.Abstractions.dll", "TnsEval.Abstractions")]
    [InlineData("Microsoft.Extensions.AI.Abstractions.dll", "Microsoft.Extensions.AI.Abstractions")]
    public void Own_copy_of_a_shared_assembly_is_refused_under_any_file_name(string file, string assembly)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, file), _sandbox.PathOf("echo", "renamed.dll"));

        var problem = OnlyProblem();

        problem.Where.ShouldBe(_sandbox.PathOf("echo", "renamed.dll"));
        problem.What.ShouldStartWith($"{assembly} is the host's");
        problem.Fix.ShouldContain("ExcludeAssets");
    }

    [Fact]
    public void Library_built_on_a_newer_shared_assembly_names_both_versions()
    {
        WrittenAssembly.Write(_sandbox.PathOf("echo", "Vendor.dll"), Reference("Microsoft.Extensions.AI.Abstractions", "99.1.0.0"));

        var problem = OnlyProblem();

        var host = HostAssemblies.Shared["Microsoft.Extensions.AI.Abstractions"];
        problem.Where.ShouldBe(_sandbox.PathOf("echo", "Vendor.dll"));
        problem.What.ShouldBe($"it needs Microsoft.Extensions.AI.Abstractions 99.1.0.0, the host has {host}");
        problem.Fix.ShouldStartWith("Update tnseval, or rebuild the plugin on");
    }

    [Fact]
    public void Library_built_on_an_older_shared_assembly_is_welcome()
    {
        WrittenAssembly.Write(_sandbox.PathOf("echo", "Vendor.dll"), Reference("Microsoft.Extensions.AI.Abstractions", "9.0.0.0"));

        _sandbox.Open().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Satellite_of_a_culture_this_process_does_not_know_is_welcome()
    {
        WrittenAssembly.WriteSatellite(_sandbox.PathOf("echo", "Vendor.resources.dll"), "de");

        _sandbox.Open().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Missing_entry_assembly_is_named()
    {
        File.Delete(Entry);

        OnlyProblem().ShouldSatisfyAllConditions(
            problem => problem.Where.ShouldBe(Entry),
            problem => problem.What.ShouldContain("no such file"));
    }

    [Fact]
    public void Entry_assembly_that_is_not_managed_is_refused()
    {
        File.WriteAllText(Entry, "MZ, but no more");

        OnlyProblem().What.ShouldBe("it is not a managed assembly");
    }

    [Fact]
    public void Entry_assembly_cut_short_anywhere_is_a_problem_and_never_a_crash()
    {
        var whole = File.ReadAllBytes(Entry);
        for (var length = 0; length < whole.Length; length += 101)
        {
            File.WriteAllBytes(Entry, whole[..length]);

            ShouldBeEitherSoundOrAProblem();
        }
    }

    [Fact]
    public void Entry_assembly_with_damaged_bytes_is_a_problem_and_never_a_crash()
    {
        var whole = File.ReadAllBytes(Entry);
        var random = new Random(20260101);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 1 + (round % 20); i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(Entry, damaged);

            ShouldBeEitherSoundOrAProblem();
        }
    }

    [Fact]
    public void Plugin_without_a_dependency_manifest_is_refused()
    {
        File.Delete(Dependencies);

        OnlyProblem().ShouldSatisfyAllConditions(
            problem => problem.Where.ShouldBe(Dependencies),
            problem => problem.Fix.ShouldContain("EnableDynamicLoading"));
    }

    [Fact]
    public void Malformed_dependency_manifest_is_refused()
    {
        File.WriteAllText(Dependencies, "{");

        OnlyProblem().ShouldSatisfyAllConditions(
            problem => problem.Where.ShouldBe(Dependencies),
            problem => problem.What.ShouldStartWith("the runtime cannot read it"));
    }

    [Fact]
    public void Dependency_that_is_listed_but_missing_is_named_with_its_user()
    {
        using var sandbox = new PluginSandbox("text-one");
        File.Delete(sandbox.PathOf("text-one", "TextLib.dll"));

        var problem = sandbox.Open().Problems.ShouldHaveSingleItem();

        problem.Where.ShouldBe(sandbox.PathOf("text-one", "TestPlugins.TextOne.dll"));
        problem.What.ShouldBe("it needs TextLib 1.0.0.0, which TestPlugins.TextOne.deps.json lists but the folder lacks");
    }

    [Fact]
    public void Dependency_that_only_the_test_host_would_supply_is_a_problem()
    {
        // Shouldly lies in the host's folder here, as Newtonsoft.Json does under every test host: it would load, and fail in the tool.
        WrittenAssembly.Write(Entry, Reference("Shouldly", "4.0.0.0"), Reference("System.Runtime", "10.0.0.0"));

        var what = _sandbox.Open().Problems.Select(problem => problem.What);

        what.ShouldContain(
            "it needs Shouldly 4.0.0.0, which is neither part of .NET nor listed in TestPlugins.Echo.deps.json", StringComparer.Ordinal);
    }

    [Fact]
    public void Dependency_taken_from_outside_the_folder_is_refused()
    {
        using var sandbox = new PluginSandbox("text-one");
        File.Move(sandbox.PathOf("text-one", "TextLib.dll"), Path.Combine(sandbox.Outside, "TextLib.dll"));
        var manifest = sandbox.PathOf("text-one", "TestPlugins.TextOne.deps.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(
            "\"TextLib.dll\": {", "\"TextLib.dll\": { \"localPath\": \"../../outside/TextLib.dll\",", StringComparison.Ordinal));

        sandbox.Open().Problems.ShouldHaveSingleItem().What.ShouldBe("it takes TextLib from outside the plugin's folder");
    }

    [Theory]
    [InlineData("Missing", "there is no type 'TestPlugins.Faulty.Missing'")]
    [InlineData("InternalProvider", "'TestPlugins.Faulty.InternalProvider' is not public")]
    [InlineData("AbstractProvider", "'TestPlugins.Faulty.AbstractProvider' is abstract")]
    [InlineData("GenericProvider`1", "'TestPlugins.Faulty.GenericProvider`1' is abstract, static, an interface or generic")]
    [InlineData("NeedsAnArgument", "'TestPlugins.Faulty.NeedsAnArgument' has no public constructor without parameters")]
    [InlineData("NotAProvider", "'TestPlugins.Faulty.NotAProvider' does not implement IModelProvider")]
    public void Type_that_cannot_be_an_entry_is_refused_before_loading(string type, string what)
    {
        using var sandbox = new PluginSandbox("faulty");
        sandbox.SetManifest("faulty", "entryType", $"TestPlugins.Faulty.{type}");

        sandbox.Open().Problems.ShouldHaveSingleItem().What.ShouldStartWith(what);
    }

    [Fact]
    public void Entry_type_may_inherit_the_contract()
    {
        using var sandbox = new PluginSandbox("faulty");
        sandbox.SetManifest("faulty", "entryType", "TestPlugins.Faulty.InheritsTheContract");

        sandbox.Open().Problems.ShouldBeEmpty();
    }

    private void ShouldBeEitherSoundOrAProblem()
    {
        var catalog = _sandbox.Open();
        (catalog.Plugins.Count == 1).ShouldBe(catalog.Problems.Count == 0);
    }

    private static AssemblyName Reference(string name, string version) => new(name) { Version = new Version(version) };

    private Problem OnlyProblem() => _sandbox.Open().Problems.ShouldHaveSingleItem();
}
