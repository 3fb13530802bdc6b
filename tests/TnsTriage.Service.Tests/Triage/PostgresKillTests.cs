using Microsoft.Extensions.DependencyInjection;
using TnsEval.Testing;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Storage;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>The same with the ledger in PostgreSQL, whose time is the test's.</summary>
[NeedsServer(Server.Postgres)]
public sealed class PostgresKillTests : KillTests, IAsyncLifetime
{
    private OwnSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await OwnSchema.CreateAsync();

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    private protected override void Set(Dictionary<string, string?> settings) => _schema.Set(settings);

    private protected override ILedger LedgerOf(IServiceProvider services)
    {
        var time = (ManualTimeProvider)services.GetRequiredService<TimeProvider>();
        return StoreClock.Over<ILedger>(new PostgresLedger(services.GetRequiredService<PostgresDatabase>(), time), _schema, time);
    }
}
