namespace TnsTriage.Front.Tests;

public sealed class FrontOptionsTests
{
    [Fact]
    public void A_token_is_all_that_has_to_be_set() => new FrontOptions { Token = "abc" }.Check().ShouldBeEmpty();

    [Theory]
    [InlineData("https://api2.frontapp.com/")]
    [InlineData("https://grace-church.api.frontapp.com/")]
    public void Fronts_own_hosts_may_be_called(string address) => Problems(options => options.BaseAddress = new Uri(address)).ShouldBeEmpty();

    [Theory]
    [InlineData("http://api2.frontapp.com/")]
    [InlineData("https://api2.frontapp.com:8443/")]
    [InlineData("https://api2.frontapp.com.evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("https://a.b.api.frontapp.com/")]
    [InlineData("https://api.frontapp.com/")]
    [InlineData("https://notapi2.frontapp.com/")]
    [InlineData("https://user:key@api2.frontapp.com/")]
    [InlineData("https://api2.frontapp.com/v1/")]
    [InlineData("https://api2.frontapp.com/?a=b")]
    [InlineData("http://127.0.0.1:4010/")]
    public void The_token_goes_to_no_other_host(string address)
    {
        var problem = Problems(options => options.BaseAddress = new Uri(address)).ShouldHaveSingleItem();

        problem.Where.ShouldBe("BaseAddress");
        problem.ToString().ShouldNotContain("key@");
    }

    [Fact]
    public void An_address_that_is_none_is_a_problem() => Problems(options => options.BaseAddress = new Uri("/front", UriKind.Relative)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("http://127.0.0.1:4010/", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("https://[::1]:5000/", true)]
    [InlineData("http://192.168.1.5/", false)]
    [InlineData("https://evil.example/", false)]
    public void Loopback_may_be_called_when_it_is_allowed_and_nothing_else_with_it(string address, bool isAllowed) =>
        Problems(options => (options.BaseAddress, options.AllowLoopback) = (new Uri(address), true)).Length.ShouldBe(isAllowed ? 0 : 1);

    [Fact]
    public void Every_problem_is_told_at_once_and_no_secret_with_it()
    {
        var problems = new FrontOptions
        {
            BaseAddress = new Uri("http://evil.example"),
            Token = "top\nsecret",
            ApplicationSecret = "",
            RuleSecret = "sécret",
            ReplayWindow = TimeSpan.Zero,
            RequestsPerMinute = 0,
            MaxRateLimitWait = TimeSpan.FromHours(1),
            RequestTimeout = TimeSpan.Zero,
            MaxAnswerBytes = 5,
            MaxMessages = 0,
        }.Check().ToArray();

        problems.Select(problem => problem.Where).ShouldBe(
            ["BaseAddress", "Token", "ApplicationSecret", "RuleSecret", "ReplayWindow", "MaxRateLimitWait", "RequestTimeout", "RequestsPerMinute", "MaxAnswerBytes", "MaxMessages"]);
        string.Join('\n', problems.AsEnumerable()).ShouldNotContain("cret\"");
        string.Join('\n', problems.AsEnumerable()).ShouldNotContain("top");
    }

    [Fact]
    public void A_missing_token_is_a_problem() => new FrontOptions().Check().ShouldHaveSingleItem().Where.ShouldBe("Token");

    [Fact]
    public void Options_do_not_print_their_secrets() => $"{(object)A.Options()}".ShouldBe(typeof(FrontOptions).FullName);

    private static Problem[] Problems(Action<FrontOptions> change)
    {
        var options = new FrontOptions { Token = "abc" };
        change(options);
        return [.. options.Check()];
    }
}
