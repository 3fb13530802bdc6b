using TnsEval.Cli.Watching;
using TnsEval.Testing;

namespace TnsEval.Cli.Tests;

public sealed class PolledFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly PolledFiles _files;

    public PolledFilesTests()
    {
        _folder.Write("prompts/v1.prompt.yml", "one");
        _files = new PolledFiles(_time);
        _files.Note([_folder["prompts"], _folder["set.jsonl"]]);
    }

    [Fact]
    public void Save_by_temporary_file_and_rename_is_one_change()
    {
        var change = _files.NextAsync(default);

        File.Move(_folder.Write("prompts/v1.prompt.yml~", "another"), _folder["prompts/v1.prompt.yml"], overwrite: true);

        Looks(change, 1).ShouldBeFalse();
        Looks(change, 1).ShouldBeTrue();
    }

    [Fact]
    public void Save_that_is_still_under_way_is_waited_out()
    {
        var change = _files.NextAsync(default);

        foreach (var text in new[] { "", "a part of", "a part of what is saved" })
        {
            _folder.Write("prompts/v1.prompt.yml", text);
            Looks(change, 1).ShouldBeFalse();
        }

        Looks(change, 1).ShouldBeTrue();
    }

    [Fact]
    public void What_was_saved_while_the_files_were_worked_on_is_a_change_too()
    {
        _folder.Write("prompts/v1.prompt.yml", "saved during the run");

        Looks(_files.NextAsync(default), 2).ShouldBeTrue();
    }

    [Theory]
    [InlineData("prompts/v2.prompt.yml", true)]
    [InlineData("set.jsonl", true)]
    [InlineData("prompts/.#v1.prompt.yml", false)]
    [InlineData("prompts/v1.prompt.yml.swp", false)]
    [InlineData("prompts/released.json", false)]
    public void Files_of_others_are_no_change(string file, bool isChange)
    {
        var change = _files.NextAsync(default);

        _folder.Write(file, "text");

        Looks(change, 5).ShouldBe(isChange);
    }

    [Fact]
    public void File_that_is_gone_is_a_change()
    {
        var change = _files.NextAsync(default);

        File.Delete(_folder["prompts/v1.prompt.yml"]);

        Looks(change, 2).ShouldBeTrue();
    }

    public void Dispose() => _folder.Dispose();

    private bool Looks(Task change, int looks)
    {
        for (var look = 0; look < looks && !change.IsCompleted; look++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return change.IsCompleted;
    }
}
