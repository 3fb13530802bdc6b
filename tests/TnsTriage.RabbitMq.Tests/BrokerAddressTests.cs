namespace TnsTriage.RabbitMq.Tests;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://me:secret@broker.example.org:5673/support", "amqp://broker.example.org:5673/support")]
    [InlineData("amqp://me:secret@127.0.0.1", "amqp://127.0.0.1:5672/")]
    [InlineData("amqps://me:secret@broker.example.org/%2F", "amqps://broker.example.org:5671/%2F")]
    public void An_address_is_shown_without_user_and_password(string uri, string shown)
    {
        List<Problem> problems = [];

        var address = BrokerAddress.Read(uri, "Uri", problems).ShouldNotBeNull();

        problems.ShouldBeEmpty();
        address.ToString().ShouldBe(shown);
        address.Uri.UserInfo.ShouldBe("me:secret");
    }

    [Theory]
    [InlineData("", "names no broker")]
    [InlineData("me:secret@broker", "its scheme is me, not amqp or amqps")]
    [InlineData("broker secret", "is no URI")]
    [InlineData("amqp://me:secret@/", "is no URI")]
    [InlineData("http://me:secret@broker/", "its scheme is http, not amqp or amqps")]
    [InlineData("amqp://me:sec:ret@broker/", "has more than one : before the @")]
    [InlineData("amqp://me:secret@broker/a/b", "has more than one name after the host: a vhost is one")]
    [InlineData("amqp://me:secret@broker/?sec=5", "has something after the vhost, which would be ignored")]
    public void What_is_no_address_is_a_problem_that_shows_no_password(string uri, string what)
    {
        List<Problem> problems = [];

        BrokerAddress.Read(uri, "TnsTriage:RabbitMq:Uri", problems).ShouldBeNull();

        problems.ShouldContain(problem => problem.Where == "TnsTriage:RabbitMq:Uri" && problem.What == what, string.Join("\n", problems));
        string.Join("\n", problems).ShouldNotContain("sec");
    }

    [Fact]
    public void All_problems_of_an_address_are_told_at_once()
    {
        List<Problem> problems = [];

        BrokerAddress.Read("https://me:secret@broker/a/b?heartbeat=5", "Uri", problems);

        problems.Count.ShouldBe(3);
    }
}
