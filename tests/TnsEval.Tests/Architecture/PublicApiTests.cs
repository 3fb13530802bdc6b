using TnsEval.Abstractions;
using TnsEval.Testing;

namespace TnsEval.Tests.Architecture;

/// <summary>What plugins compile against is a promise: a change of it is a deliberate act.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_contract_of_plugins_is_the_one_that_was_approved() =>
        ApprovedFile.ShouldMatch(PublicApi.Of(typeof(IModelProvider).Assembly), "AbstractionsApi.txt");
}
