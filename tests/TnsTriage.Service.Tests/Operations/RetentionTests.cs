using Microsoft.Extensions.DependencyInjection;
using TnsTriage.Front;
using TnsTriage.Service.Operations;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Operations;

public sealed class RetentionTests
{
    [Fact]
    public async Task What_is_older_than_it_is_to_be_kept_is_deleted_and_nothing_else()
    {
        await using var desk = await Desk.OpenAsync(set: settings => settings["TnsTriage:Retention:DecisionDays"] = "90");
        var old = await desk.ReceiveAsync("Somebody paid a forged invoice in our name.");
        await desk.WorkAsync();
        await desk.Ledger.NoteAsync(new ConversationId(old.Id), "noted");
        desk.Time.Advance(TimeSpan.FromDays(80));
        var young = await desk.ReceiveAsync("A question.");
        await desk.WorkAsync();
        desk.Time.Advance(TimeSpan.FromDays(11));

        await desk.Services.GetRequiredService<RetentionService>().PurgeAsync();

        (await desk.Ledger.FindAsync(new ConversationId(old.Id))).ShouldBeNull();
        (await desk.Ledger.TrailAsync(new ConversationId(old.Id))).ShouldBeEmpty();
        (await desk.Ledger.FindAsync(new ConversationId(young.Id))).ShouldNotBeNull();
        const string Told = "Deleted 1 decisions older than 90 days and 1 ids of events older than 60 days";
        desk.Log.Lines.ShouldContain(line => line.Contains(Told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_conversation_outlives_the_ids_of_its_events()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.ReceiveAsync("A question.");
        desk.Time.Advance(TimeSpan.FromDays(61));

        await desk.Services.GetRequiredService<RetentionService>().PurgeAsync();

        (await desk.Inbox.CountAsync()).Due.ShouldBe(1);
    }

    [Fact]
    public async Task At_zero_everything_is_kept()
    {
        await using var desk = await Desk.OpenAsync(set: settings =>
            (settings["TnsTriage:Retention:DecisionDays"], settings["TnsTriage:Retention:EventDays"]) = ("0", "0"));
        var conversation = await desk.ReceiveAsync("A question.");
        await desk.WorkAsync();
        desk.Time.Advance(TimeSpan.FromDays(5000));

        await desk.Services.GetRequiredService<RetentionService>().PurgeAsync();

        (await desk.Ledger.FindAsync(new ConversationId(conversation.Id))).ShouldNotBeNull();
    }
}
