using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class PluginCatalogTests
{
    [Fact]
    public void Sound_plugins_are_listed_in_ordinal_order_of_their_ids()
    {
        using var sandbox = new PluginSandbox("text-two", "faulty", "text-one", "echo");

        sandbox.Open().Plugins.Select(plugin => plugin.Manifest.Id).ShouldBe(["echo", "faulty", "text-one", "text-two"]);
    }

    [Fact]
    public void All_problems_of_all_plugins_are_reported_at_once_beside_the_sound_ones()
    {
        using var sandbox = new PluginSandbox("echo", "faulty", "text-one", "text-two");
        sandbox.SetManifest("faulty", "contract", 7);
        sandbox.SetManifest("faulty", "entryType", "Missing");
        File.Delete(sandbox.PathOf("text-one", "plugin.json"));

        var catalog = sandbox.Open();

        catalog.Plugins.Select(plugin => plugin.Manifest.Id).ShouldBe(["echo", "text-two"]);
        catalog.Problems.Select(problem => problem.Where).ShouldBe(
        [
            sandbox.PathOf("faulty", "plugin.json"),
            sandbox.PathOf("faulty", "TestPlugins.Faulty.dll"),
            sandbox.PathOf("text-one", "plugin.json"),
        ]);
    }

    [Fact]
    public void Plugin_that_stands_in_two_places_is_refused_in_both()
    {
        using var sandbox = new PluginSandbox("echo", "faulty");
        var second = sandbox.Add("echo", root: sandbox.Outside);

        var catalog = PluginCatalog.Open([sandbox.Root, sandbox.Outside]);

        catalog.Plugins.ShouldHaveSingleItem().Manifest.Id.ShouldBe("faulty");
        var problem = catalog.Problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe(second);
        problem.What.ShouldBe($"plugin 'echo' is also in {sandbox.PathOf("echo")}");
    }

    [Fact]
    public void Folder_named_twice_counts_once()
    {
        using var sandbox = new PluginSandbox("echo");

        var catalog = PluginCatalog.Open([sandbox.Root, sandbox.Root + Path.DirectorySeparatorChar]);

        catalog.Problems.ShouldBeEmpty();
        catalog.Plugins.ShouldHaveSingleItem();
    }

    [Fact]
    public void Missing_folder_of_plugins_is_a_problem()
    {
        using var sandbox = new PluginSandbox("echo");
        var missing = Path.Combine(sandbox.Outside, "missing");

        var catalog = PluginCatalog.Open([sandbox.Root, missing]);

        catalog.Plugins.ShouldHaveSingleItem();
        catalog.Problems.ShouldHaveSingleItem().Where.ShouldBe(missing);
    }

    [Fact]
    public void Nothing_is_loaded_but_the_plugin_that_is_asked_for()
    {
        using var sandbox = new PluginSandbox("echo", "faulty");

        var catalog = sandbox.Open();
        LoadedFrom(sandbox).ShouldBeEmpty();

        catalog.TryLoad("echo", out _, out _).ShouldBeTrue();
        LoadedFrom(sandbox).ShouldBe(["TestPlugins.Echo"]);
    }

    [Fact]
    public void Plugin_asked_for_from_many_threads_is_loaded_once()
    {
        using var sandbox = new PluginSandbox("echo", "text-one", "text-two");
        var catalog = sandbox.Open();
        string[] ids = ["echo", "text-one", "text-two"];

        var providers = Enumerable.Range(0, 48).AsParallel().WithDegreeOfParallelism(16)
            .Select(i => catalog.TryLoad(ids[i % 3], out var provider, out _) ? provider : null)
            .ToList();

        providers.ShouldAllBe(provider => provider != null);
        providers.Distinct().Count().ShouldBe(3);
        LoadedFrom(sandbox).Count(name => name.StartsWith("TestPlugins.", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public void Refused_plugin_that_is_asked_for_answers_with_its_own_problems_only()
    {
        using var sandbox = new PluginSandbox("echo", "faulty");
        sandbox.SetManifest("echo", "contract", 7);
        sandbox.SetManifest("faulty", "contract", 8);

        sandbox.Open().TryLoad("faulty", out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().What.ShouldContain("contract 8");
    }

    [Fact]
    public void Unknown_plugin_is_answered_with_the_known_ones()
    {
        using var sandbox = new PluginSandbox("echo", "faulty");

        sandbox.Open().TryLoad("ecco", out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"{sandbox.Root}: there is no plugin 'ecco'. Use one of echo, faulty, or add the plugin's folder.");
    }

    [Fact]
    public void Hash_is_the_same_wherever_the_plugin_lies()
    {
        using var here = new PluginSandbox("echo");
        using var there = new PluginSandbox("echo");

        HashOf(here).ShouldBe(HashOf(there));
        HashOf(here).ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Hash_changes_with_any_file_hidden_ones_and_names_included()
    {
        using var sandbox = new PluginSandbox("echo");
        List<string> hashes = [HashOf(sandbox)];

        File.WriteAllText(sandbox.PathOf("echo", ".hidden"), "a");
        hashes.Add(HashOf(sandbox));
        File.WriteAllText(sandbox.PathOf("echo", ".hidden"), "b");
        hashes.Add(HashOf(sandbox));
        File.Move(sandbox.PathOf("echo", ".hidden"), sandbox.PathOf("echo", "shown"));
        hashes.Add(HashOf(sandbox));

        hashes.ShouldBeUnique(StringComparer.Ordinal);
    }

    private static string HashOf(PluginSandbox sandbox) => sandbox.Open().Plugins.Single().Hash;

    private static IEnumerable<string> LoadedFrom(PluginSandbox sandbox) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic && assembly.Location.StartsWith(sandbox.Root, StringComparison.Ordinal))
        .Select(assembly => assembly.GetName().Name!);
}
