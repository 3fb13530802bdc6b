using TnsEval.Testing;
using TnsTriage.Front.Api;

namespace TnsTriage.Front.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Public_types_and_members_are_those_that_were_approved() =>
        ApprovedFile.ShouldMatch(PublicApi.Of(typeof(FrontClient).Assembly), "PublicApi.txt");
}
