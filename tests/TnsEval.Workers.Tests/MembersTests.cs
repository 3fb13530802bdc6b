using TnsEval.Testing;
using TnsEval.Workers.Coordinating;
using TnsEval.Workers.Messages;

namespace TnsEval.Workers.Tests;

public sealed class MembersTests
{
    private const int Limit = 12;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly Members _members;

    public MembersTests() => _members = new Members(Limit, _time);

    /// <summary>Two workers of a session that each follow their share of six.</summary>
    private (Join First, Join Second) Two()
    {
        var (first, second) = (Join("first"), Join("second"));
        _members.Add(first);
        _members.Add(second);
        for (var round = 0; round < 3; round++)
        {
            Hear(first);
            Hear(second);
        }

        return (first, second);
    }

    [Fact]
    public void A_worker_that_comes_back_after_a_silence_is_given_a_share_that_it_takes_for_a_new_one()
    {
        var (first, second) = Two();
        var (known, _) = ShareOf(first);
        _time.Advance(Silence / 2);
        Hear(second);
        _time.Advance(Silence);
        Hear(second);
        _members.RemoveSilent(Silence).ShouldHaveSingleItem().Join.ShouldBe(first);
        Hear(second);
        ShareOf(second).Calls.ShouldBe(Limit);

        _members.Heard(Status(first, known, underWay: 6)).ShouldNotBeNull("it is back");
        _members.Divide();

        ShareOf(first).Order.ShouldBeGreaterThan(known);
        for (var round = 0; round < 3; round++)
        {
            Hear(first);
            Hear(second);
        }

        (ShareOf(first).Calls, ShareOf(second).Calls).ShouldBe((6, 6));
    }

    [Fact]
    public void A_worker_whose_mail_does_not_exist_is_gone()
    {
        var (first, _) = Two();

        _members.RemoveByMail(first.Mail).ShouldNotBeNull().Join.ShouldBe(first);

        _members.RemoveByMail(first.Mail).ShouldBeNull();
        _members.Count.ShouldBe(1);
    }

    [Fact]
    public void Mail_that_a_broker_lost_at_its_restart_says_nothing_until_its_owner_is_heard_of()
    {
        var (first, second) = Two();
        _members.DoubtMail();

        _members.RemoveByMail(first.Mail).ShouldBeNull();
        Hear(second);

        _members.RemoveByMail(second.Mail).ShouldNotBeNull();
        _members.RemoveByMail(first.Mail).ShouldBeNull();
    }

    /// <summary>A worker knows its share as of now, and makes as many calls.</summary>
    private void Hear(Join worker)
    {
        var (order, calls) = ShareOf(worker);
        _members.Heard(Status(worker, order, calls));
        _members.Divide();
    }

    private (int Order, int Calls) ShareOf(Join worker) => _members.Shares().Where(share => share.Member.Join == worker).Select(share => (share.Order, share.Calls)).Single();

    private static Join Join(string name) => new()
    {
        Session = Guid.Empty, Worker = Guid.NewGuid(), Name = name, Mail = $"mail.{name}", Facts = Facts.Of(prompt: null, model: null),
    };

    private static WorkerStatus Status(Join worker, int order, int underWay) => new()
    {
        Session = Guid.Empty, Worker = worker.Worker, Order = order, UnderWay = underWay, Held = 0, Limit = Limit, Retries = 0, Faults = 0,
    };
}
