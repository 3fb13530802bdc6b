using Xunit.Abstractions;
using Xunit.Sdk;

namespace TnsEval.Testing;

/// <summary>
/// The tests of this class need a server: they belong to the lane <c>services</c>, and those marked <see cref="LaneFactAttribute"/> are skipped where the server is absent.
/// </summary>
/// <remarks>
/// xunit makes class fixtures even for skipped tests: one that connects does so at its first use. A test class is not made.
/// <code>
/// public abstract class LedgerContract { [LaneFact] public async Task A_decision_is_read_back() { ... } }
/// public sealed class SqliteLedgerTests : LedgerContract { }      // run everywhere
/// [NeedsServer(Server.Postgres)]
/// public sealed class PostgresLedgerTests : LedgerContract { }    // run where TNSEVAL_POSTGRES is set; opens Servers.Postgres
/// </code>
/// </remarks>
/// <param name="server">One of those that are needed; repeat the attribute for the other.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
[TraitDiscoverer("TnsEval.Testing.ServicesLane", "TnsEval.Testing.Servers")]
public sealed class NeedsServerAttribute(Server server) : Attribute, ITraitAttribute
{
    /// <summary>What is needed.</summary>
    public Server Server { get; } = server;
}

/// <summary>Puts tests into the lane; xunit finds it by name.</summary>
public sealed class ServicesLane : ITraitDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Lane", "services")];
}
