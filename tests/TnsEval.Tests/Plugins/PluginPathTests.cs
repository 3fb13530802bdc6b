using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

/// <summary>A plugin is read from its own folder and from nowhere else.</summary>
public sealed class PluginPathTests : IDisposable
{
    private readonly PluginSandbox _sandbox = new("echo");

    private string Entry => _sandbox.PathOf("echo", "TestPlugins.Echo.dll");

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("/tmp/TestPlugins.Echo.dll")]
    [InlineData("C:\\TestPlugins.Echo.dll")]
    [InlineData("C:TestPlugins.Echo.dll")]
    [InlineData("\\\\server\\share\\TestPlugins.Echo.dll")]
    [InlineData("../echo/TestPlugins.Echo.dll")]
    [InlineData("..\\echo\\TestPlugins.Echo.dll")]
    [InlineData("./TestPlugins.Echo.dll")]
    [InlineData("lib/TestPlugins.Echo.dll")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("TestPlugins.Echo.exe")]
    public void Entry_assembly_is_one_file_name(string entryAssembly)
    {
        _sandbox.SetManifest("echo", "entryAssembly", entryAssembly);

        var problem = _sandbox.Open().Problems.ShouldHaveSingleItem();

        problem.What.ShouldStartWith($"entryAssembly '{entryAssembly}' is not the name of a .dll file");
    }

    [Fact]
    public void Entry_assembly_that_is_a_link_to_elsewhere_is_refused()
    {
        var elsewhere = Path.Combine(_sandbox.Outside, "TestPlugins.Echo.dll");
        File.Move(Entry, elsewhere);
        File.CreateSymbolicLink(Entry, elsewhere);

        ShouldRefuseTheLink(Entry);
    }

    [Fact]
    public void Any_other_file_that_is_a_link_to_elsewhere_is_refused()
    {
        var link = _sandbox.PathOf("echo", "Vendor.dll");
        File.CreateSymbolicLink(link, typeof(PluginPathTests).Assembly.Location);

        ShouldRefuseTheLink(link);
    }

    [Fact]
    public void Linked_subfolder_is_refused()
    {
        var link = _sandbox.PathOf("echo", "runtimes");
        Directory.CreateSymbolicLink(link, _sandbox.Outside);

        ShouldRefuseTheLink(link);
    }

    [Fact]
    public void Linked_plugin_folder_is_refused()
    {
        Directory.Move(_sandbox.PathOf("echo"), Path.Combine(_sandbox.Outside, "echo"));
        Directory.CreateSymbolicLink(_sandbox.PathOf("echo"), Path.Combine(_sandbox.Outside, "echo"));

        ShouldRefuseTheLink(_sandbox.PathOf("echo"));
    }

    [Fact]
    public void Link_through_a_link_is_followed_to_its_end()
    {
        var middle = Path.Combine(_sandbox.Outside, "middle");
        Directory.CreateSymbolicLink(middle, _sandbox.PathOf("echo"));
        File.Move(Entry, Path.Combine(_sandbox.Outside, "TestPlugins.Echo.dll"));
        File.CreateSymbolicLink(Path.Combine(_sandbox.Outside, "back.dll"), Path.Combine(_sandbox.Outside, "TestPlugins.Echo.dll"));
        File.CreateSymbolicLink(Entry, Path.Combine(middle, "..", "..", "outside", "back.dll"));

        ShouldRefuseTheLink(Entry);
    }

    [Fact]
    public void Sibling_whose_name_begins_alike_is_not_inside()
    {
        var sibling = Directory.CreateDirectory(_sandbox.Root + "-sibling").FullName;
        Directory.Move(_sandbox.PathOf("echo"), Path.Combine(sibling, "echo"));
        Directory.CreateSymbolicLink(_sandbox.PathOf("echo"), Path.Combine(sibling, "echo"));

        ShouldRefuseTheLink(_sandbox.PathOf("echo"));
    }

    [Fact]
    public void Link_that_stays_inside_is_allowed()
    {
        File.Move(Entry, _sandbox.PathOf("echo", "real.dll"));
        File.CreateSymbolicLink(Entry, "real.dll");

        _sandbox.Open().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Links_that_run_in_a_circle_are_a_problem()
    {
        var link = _sandbox.PathOf("echo", "circle");
        File.CreateSymbolicLink(link, link);

        _sandbox.Open().Problems.ShouldHaveSingleItem().What.ShouldContain("run in a circle");
    }

    [Fact]
    public void Root_that_the_user_names_may_itself_be_a_link()
    {
        var link = Path.Combine(_sandbox.Outside, "plugins");
        Directory.CreateSymbolicLink(link, _sandbox.Root);

        PluginCatalog.Open([link]).Plugins.ShouldHaveSingleItem().Manifest.Id.ShouldBe("echo");
    }

    private void ShouldRefuseTheLink(string link)
    {
        var problem = _sandbox.Open().Problems.ShouldHaveSingleItem();

        problem.Where.ShouldBe(link);
        problem.What.ShouldBe("a link leads out of the plugin's folder");
    }
}
