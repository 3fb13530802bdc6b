using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI.Tests;

/// <summary>What the conformance suite does not ask of a connection.</summary>
public class ConnectionTests
{
    private readonly OpenAIProvider _provider = new();

    [Fact]
    public async Task A_certificate_nobody_trusts_is_a_matter_of_settings()
    {
        using var server = new StubServer(_ => Reply.Answer(), isSecure: true);
        using var client = _provider.Client(server);

        var fault = await _provider.FaultAsync(client);

        fault.Kind.ShouldBe(ProviderFaultKind.Settings);
        fault.Message.ShouldContain("certificate");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Https_to_a_server_that_speaks_http_is_a_matter_of_settings()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = _provider.CreateClient(Given.Settings("m", ("OPENAI_BASE_URL", $"https://{listener.LocalEndpoint}/v1")));

        var call = _provider.FaultAsync(client);
        using var connection = await listener.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        var fault = await call;

        fault.Kind.ShouldBe(ProviderFaultKind.Settings);
        fault.Message.ShouldContain("or it speaks plain http");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_sends_nothing()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        await Should.ThrowAsync<OperationCanceledException>(() => client.AskAsync(cancellationToken: new CancellationToken(canceled: true)));

        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_because_it_would_take_the_ticket_elsewhere()
    {
        using var elsewhere = new StubServer(Reply.Answer());
        using var server = new StubServer(new Reply.Whole(307, "", null, $"Location: {elsewhere.BaseUrl}/chat/completions"));
        using var client = _provider.Client(server);

        var fault = await _provider.FaultAsync(client);

        fault.Kind.ShouldBe(ProviderFaultKind.Settings);
        elsewhere.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_calls_run_at_once_each_with_its_own_answer()
    {
        var everyone = new Gathering(100);
        using var server = new StubServer(request =>
            new Reply.Together(everyone, Reply.Answer(request.Json().GetProperty("messages")[0].GetProperty("content").GetString()!)));
        using var client = _provider.Client(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => (await client.GetResponseAsync($"ticket {i}")).Text));

        answers.ShouldBe(Enumerable.Range(0, 100).Select(i => $"ticket {i}"));
    }

    [Fact]
    public async Task Calls_one_after_the_other_share_a_connection()
    {
        using var server = new StubServer(Reply.Answer());
        using var client = _provider.Client(server);

        for (var i = 0; i < 20; i++)
        {
            await client.AskAsync();
        }

        server.Connections.ShouldBe(1);
    }
}
