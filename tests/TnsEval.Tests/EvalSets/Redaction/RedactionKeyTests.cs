using TnsEval.EvalSets.Redaction;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Redaction;

public sealed class RedactionKeyTests : IDisposable
{
    private readonly EvalSetFolder _folder = new();

    private string File => Path.Combine(_folder.Folder, "redaction.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_file_is_made_once_for_its_owner_only_and_read_again()
    {
        var made = Load()!;

        Load()!.Mac("x"u8).ShouldBe(made.Mac("x"u8));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_key_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;   // no such permissions there
        }

        Load();
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        ProblemOf().What.ShouldContain("may be read by others");
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused_and_not_shown()
    {
        Load();
        System.IO.File.WriteAllText(File, "hunter2");

        ProblemOf().ToString().ShouldNotContain("hunter2");
    }

    private RedactionKey? Load() => RedactionKey.LoadOrCreate(File, []);

    private Problem ProblemOf()
    {
        var problems = new List<Problem>();
        RedactionKey.LoadOrCreate(File, problems).ShouldBeNull();
        return problems.ShouldHaveSingleItem();
    }
}
