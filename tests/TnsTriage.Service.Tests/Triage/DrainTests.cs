using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TnsEval.Testing;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Tests.Desks;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Tests.Triage;

public sealed class DrainTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Desk _desk = null!;
    private TriageService _service = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.OpenAsync(
            set: settings => settings["TnsTriage:ModelTimeout"] = "00:10:00", configure: services => services.AddSingleton<TriageService>());
        _service = _desk.Services.GetRequiredService<TriageService>();
        _desk.Model.Does = async (_, ticket, token) =>
        {
            _asked.TrySetResult();
            await _answers.Task.WaitAsync(token);
            return ScriptedModel.Says(ScriptedModel.AnswerTo(ticket));
        };
    }

    public async Task DisposeAsync()
    {
        _service.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_in_flight_is_carried_out_to_the_end_when_the_service_is_stopped()
    {
        var conversation = await _desk.ReceiveAsync("Somebody paid a forged invoice in our name.");
        await _service.StartAsync(CancellationToken.None);
        await _asked.Task;

        var stopping = _service.StopAsync(CancellationToken.None);
        var late = await _desk.ReceiveAsync("Another forged invoice");
        stopping.IsCompleted.ShouldBeFalse();
        _answers.SetResult();
        await _desk.RunAsync(stopping);

        _desk.Now(conversation).Comments.ShouldHaveSingleItem();
        _desk.Now(late).Tags.ShouldBeEmpty();
        (await _desk.Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [Fact]
    public async Task What_does_not_end_within_the_grace_period_is_given_back_for_the_next_process()
    {
        await _desk.ReceiveAsync("Somebody paid a forged invoice in our name.");
        await _service.StartAsync(CancellationToken.None);
        await _asked.Task;

        var stopping = _service.StopAsync(CancellationToken.None);
        _desk.Time.Advance(_desk.Options.Grace);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        (await _desk.Inbox.CountAsync()).Due.ShouldBe(1);
        var lease = (await _desk.Inbox.TryLeaseAsync(TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        (lease.Attempt, lease.Lost).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_lease_is_renewed_for_as_long_as_a_conversation_takes()
    {
        await _desk.ReceiveAsync("Somebody paid a forged invoice in our name.");
        await _service.StartAsync(CancellationToken.None);
        await _asked.Task;

        _desk.Time.Advance(_desk.Options.Lease / 3);
        var until = (_desk.Time.GetUtcNow() + _desk.Options.Lease).ToUnixTimeMilliseconds();
        var database = _desk.Services.GetRequiredKeyedService<SqliteDatabase>("inbox");
        await Eventually.Is(() => database.Read(session => session.Number("SELECT due_at FROM job")) == until);

        _desk.Time.Advance(_desk.Options.Lease * 2 / 3);   // when the lease would have ended
        (await _desk.Inbox.TryLeaseAsync(TimeSpan.FromMinutes(1))).ShouldBeNull();
        _answers.SetResult();
        await _desk.RunAsync(_service.StopAsync(CancellationToken.None));
        (await _desk.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
    }
}
