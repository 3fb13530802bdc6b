using Microsoft.Extensions.Logging;
using TnsTriage.Front.Api;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests;

/// <summary>What a test is not about.</summary>
internal static class A
{
    public static readonly ConversationId ConversationId = new("cnv_1");

    public static FrontOptions Options(Uri? address = null, Action<FrontOptions>? change = null)
    {
        var defaults = new StubFrontOptions();
        var options = new FrontOptions
        {
            Token = defaults.Token,
            ApplicationSecret = defaults.ApplicationSecret,
            RuleSecret = defaults.RuleSecret,
            RequestsPerMinute = 10_000,
        };
        if (address is not null)
        {
            (options.BaseAddress, options.AllowLoopback) = (address, true);
        }

        change?.Invoke(options);
        return options;
    }

    /// <summary>A client of a stand-in, with a handler as the registration makes it.</summary>
    public static FrontClient Client(StubFront front, Action<FrontOptions>? change = null, TimeProvider? time = null, ILogger<FrontClient>? logger = null) =>
        new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), Options(front.Address, change), time, logger);

    /// <summary>A client whose every call is answered by the test.</summary>
    public static FrontClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer, Action<FrontOptions>? change = null, TimeProvider? time = null) =>
        new(new HttpClient(new ScriptedHandler(answer)), Options(change: change), time);

    public static FrontConversation Conversation(string subject = "A question") => new() { Id = ConversationId, Subject = subject };

    public static FrontMessage Message(string id, string body, bool isInbound = true) => new() { Id = new MessageId(id), IsInbound = isInbound, Body = body, Type = "email" };

    public static FrontThread Thread(params FrontMessage[] messages) => new() { Conversation = ConversationId, Messages = messages };

    /// <summary>An event of a list that must be readable.</summary>
    public static FrontEvent Readable(ListedEvent listed) => listed.ShouldBeOfType<ListedEvent.Readable>().Event;

    /// <summary>The fault of a call that must fail.</summary>
    public static async Task<FrontFault> FaultOf(Task call) => (await Should.ThrowAsync<FrontException>(call)).Fault;
}

/// <summary>Answers without a network.</summary>
internal sealed class ScriptedHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(answer(request));
    }
}
