using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TnsEval.Testing;
using TnsTriage.Front.Api;
using TnsTriage.Front.Escalation;
using TnsTriage.Front.Tickets;
using TnsTriage.Front.Transport;
using TnsTriage.Front.Webhooks;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests;

public sealed class FrontRegistrationTests
{
    [Fact]
    public async Task Everything_can_be_had_and_calls_go_where_they_should()
    {
        await using var front = await StubFront.StartAsync();
        await using var services = Services(options => (options.Token, options.BaseAddress, options.AllowLoopback) = ("stub-token", front.Address, true));

        (await services.GetRequiredService<FrontClient>().GetCompanyAsync()).Id.ShouldBe("cmp_stub");
        services.GetRequiredService<ConversationReader>().ShouldNotBeNull();
        services.GetRequiredService<EscalationWriter>().ShouldNotBeNull();
        services.GetRequiredService<WebhookVerifier>().ShouldBeSameAs(services.GetRequiredService<WebhookVerifier>());
    }

    [Fact]
    public async Task Redirects_are_not_followed_by_HTTP()
    {
        await using var front = await StubFront.StartAsync();
        await using var services = Services(options => (options.Token, options.BaseAddress, options.AllowLoopback) = ("stub-token", front.Address, true));
        var old = front.Company.Begin("Old").Conversation.Id;
        var merged = front.Company.Begin("New").Conversation.Id;
        front.Company.Merge(old, merged);

        (await services.GetRequiredService<FrontClient>().AddTagsAsync(new ConversationId(old), [new TagId("tag_urgent")])).Value.ShouldBe(merged);

        front.Company.Find(merged)!.Tags.ShouldBe(["tag_urgent"]);
    }

    [Fact]
    public async Task All_clients_of_a_company_share_its_limits()
    {
        var time = new ManualTimeProvider();
        await using var services = Services(options => (options.Token, options.RequestsPerMinute, options.MaxRateLimitWait) = ("t", 1, TimeSpan.Zero), time);
        services.GetRequiredService<RateLimiter>().Observe(new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests), null, 0);

        (await A.FaultOf(services.GetRequiredService<FrontClient>().GetTagsAsync())).ShouldBeOfType<FrontFault.RateLimited>();
        (await A.FaultOf(services.GetRequiredService<FrontClient>().GetTagsAsync())).ShouldBeOfType<FrontFault.RateLimited>();
    }

    [Fact]
    public async Task Bad_options_stop_the_host_at_its_start_with_every_problem()
    {
        await using var services = Services(options => (options.Token, options.MaxMessages) = ("", 0));

        var e = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        e.Failures.Count().ShouldBe(2);
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<FrontClient>());
    }

    [Fact]
    public async Task A_handler_can_be_added()
    {
        var seen = new List<string>();
        var collection = new ServiceCollection();
        collection.AddTnsTriageFront(options => options.Token = "t").AddHttpMessageHandler(() => new Seeing(seen));
        await using var services = collection.BuildServiceProvider();

        await A.FaultOf(services.GetRequiredService<FrontClient>().GetConversationAsync(A.ConversationId));

        seen.ShouldBe(["https://api2.frontapp.com/conversations/cnv_1"]);
    }

    private static ServiceProvider Services(Action<FrontOptions> configure, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddTnsTriageFront(configure);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class Seeing(List<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound));
        }
    }
}
