using TnsTriage.Service.Operations;

namespace TnsTriage.Service.Tests.Operations;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("--demoo", "--demoo: is no command, and no setting with a value. Write --demo, if that is meant, as the first argument.")]
    [InlineData("--TnsTriage:Workers=4 --demo", "--demo: is no command, and no setting with a value. Write --demo, if that is meant, as the first argument.")]
    [InlineData("serve", "serve: is no command, and no setting with a value. See --help.")]
    [InlineData("--TnsTriage:Workers --urls http://127.0.0.1:1", "--TnsTriage:Workers: is no command, and no setting with a value. See --help.")]
    public void A_slip_does_not_start_the_service(string line, string problem) =>
        Arguments.Check(line.Split(' ')).ShouldHaveSingleItem().ToString().ShouldBe(problem);

    [Theory]
    [InlineData("")]
    [InlineData("--TnsTriage:Workers=4 --urls http://127.0.0.1:1 TnsTriage:Grace=00:00:05")]
    public void Settings_are_none(string line) => Arguments.Check(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBeEmpty();
}
