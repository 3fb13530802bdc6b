using TnsTriage.FrontStub;
using TnsTriage.Service.Inbox;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

/// <summary>Two services on one data folder: each with its own connections, as two processes have. Real processes: <c>tests/service-faults.sh --only twins</c>.</summary>
public sealed class TwoServicesTests
{
    [Fact]
    public async Task Two_services_on_one_data_folder_share_the_work_and_do_none_of_it_twice()
    {
        const int Conversations = 60;
        const int WorkersEach = 3;
        await using var one = await Desk.OpenAsync();
        await using var two = await one.OpenBesideAsync();
        MeetAtTheirModels(one, two);
        List<StubConversation> conversations = [];
        for (var number = 0; number < Conversations; number++)
        {
            var (conversation, happened) = one.Front.Company.Begin("A question", new StubMessage(number % 3 == 0 ? "An ordinary question" : "A forged invoice"));
            conversations.Add(conversation);
            await (number % 2 == 0 ? one : two).DeliverAsync(happened!);
            await (number % 2 == 0 ? two : one).DeliverAsync(happened!);
        }

        (await one.Inbox.CountAsync()).Due.ShouldBe(Conversations);
        await one.RunAsync(Task.WhenAll(Enumerable.Range(0, WorkersEach).SelectMany(_ => new[] { WorkAsync(one), WorkAsync(two) })));

        (await two.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
        (one.Model.Calls + two.Model.Calls).ShouldBe(Conversations);
        one.Model.Calls.ShouldBeInRange(1, Conversations - 1);
        foreach (var conversation in conversations)
        {
            var entry = await one.EntryAsync(conversation);
            entry.Steps.ShouldAllBe(step => step.DoneAt != null);
            one.Now(conversation).Comments.Count.ShouldBe(entry.Steps.Count == 0 ? 0 : 1);
        }
    }

    [Fact]
    public async Task What_one_service_works_on_the_other_leaves_alone_though_it_has_a_job_for_it()
    {
        await using var one = await Desk.OpenAsync();
        await using var two = await one.OpenBesideAsync();
        var merged = await one.ReceiveAsync("A forged invoice");
        var (into, _) = one.Front.Company.Begin("Older", new StubMessage("An older question") { IsInbound = false });
        var other = await two.WorkerAsync();
        one.Model.Does = async (_, ticket, _) =>
        {
            await two.DeliverAsync(one.Front.Company.Merge(merged.Id, into.Id));
            (await other.WorkOnceAsync(CancellationToken.None)).ShouldBeTrue();
            return ScriptedModel.Says(ScriptedModel.AnswerTo(ticket));
        };

        await one.WorkForAsync(TimeSpan.FromMinutes(1));

        two.Model.Calls.ShouldBe(0);
        one.Now(into).Comments.ShouldHaveSingleItem();
        (await two.Inbox.CountAsync()).ShouldBe(new InboxCounts(0, 0, 0, null));
    }

    private static async Task WorkAsync(Desk desk)
    {
        var worker = await desk.WorkerAsync();
        while (await worker.WorkOnceAsync(CancellationToken.None))
        {
        }
    }

    /// <summary>Neither model answers before both were asked, so that both services take part.</summary>
    private static void MeetAtTheirModels(params Desk[] desks)
    {
        var asked = desks.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        foreach (var (number, desk) in desks.Index())
        {
            desk.Model.Does = async (_, ticket, token) =>
            {
                asked[number].TrySetResult();
                await Task.WhenAll(asked.Select(one => one.Task)).WaitAsync(token);
                return ScriptedModel.Says(ScriptedModel.AnswerTo(ticket));
            };
        }
    }
}
