using Microsoft.Extensions.AI;

using TnsEval.Abstractions;
using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

public sealed class PluginChatClientTests : IDisposable
{
    private readonly PluginSandbox _sandbox = new("echo", "faulty");

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Answer_comes_through_unchanged()
    {
        using var client = ClientOf("echo", "parrot");

        (await client.GetResponseAsync("hello")).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task Streamed_answer_is_the_whole_answer_in_updates()
    {
        using var client = ClientOf("echo", "parrot");

        var updates = await client.GetStreamingResponseAsync("hello").ToListAsync();

        updates.ToChatResponse().Text.ShouldBe("hello");
    }

    [Theory]
    [InlineData("throws", ProviderFaultKind.RateLimited, "too many calls")]
    [InlineData("times-out", ProviderFaultKind.Transient, "its own time-out")]
    [InlineData("inexplicable", ProviderFaultKind.Permanent, "System.NotImplementedException, which plugin 'faulty' does not explain")]
    [InlineData("explained-by-null", ProviderFaultKind.Permanent, "System.NotSupportedException, which plugin 'faulty' does not explain")]
    [InlineData("explained-by-no-kind", ProviderFaultKind.Permanent, "System.ArithmeticException, which plugin 'faulty' does not explain")]
    public async Task Exception_of_a_plugin_becomes_a_fault_that_holds_text_only(string model, ProviderFaultKind kind, string message)
    {
        using var client = ClientOf("faulty", model);

        var thrown = await Should.ThrowAsync<ProviderFaultException>(() => client.GetResponseAsync("hello"));

        thrown.Fault.Kind.ShouldBe(kind);
        thrown.Message.ShouldBe(message);
        thrown.InnerException.ShouldBeNull();
        thrown.ToString().ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task Time_the_server_asked_to_wait_is_kept()
    {
        using var client = ClientOf("faulty", "throws");

        var thrown = await Should.ThrowAsync<ProviderFaultException>(() => client.GetResponseAsync("hello"));

        thrown.Fault.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Missing_response_is_a_permanent_fault()
    {
        using var client = new PluginChatClient(new SilentClient(), _ => throw new InvalidOperationException("not asked"));

        var thrown = await Should.ThrowAsync<ProviderFaultException>(() => client.GetResponseAsync("hello"));

        thrown.Fault.Kind.ShouldBe(ProviderFaultKind.Permanent);
    }

    [Theory]
    [InlineData("blocks")]
    [InlineData("never-answers")]
    public async Task Cancellation_is_obeyed_even_if_the_plugin_ignores_it(string model)
    {
        using var cancellation = new CancellationTokenSource();
        using var client = ClientOf("faulty", model);

        var call = client.GetResponseAsync("hello", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        var thrown = await Should.ThrowAsync<OperationCanceledException>(() => call);
        thrown.CancellationToken.ShouldBe(cancellation.Token);
    }

    [Fact]
    public void Exceptions_outside_calls_do_not_get_past_the_boundary_either()
    {
        var client = ClientOf("faulty", "throws");

        Should.Throw<ProviderFaultException>(() => client.GetService(typeof(string)));
        Should.NotThrow(client.Dispose);
    }

    private IChatClient ClientOf(string id, string model)
    {
        _sandbox.Load(id).TryCreateClient(model, Environment.CurrentDirectory, name => name == "ECHO_KEY" ? "any" : null, out var client, out var problems)
            .ShouldBeTrue(string.Join('\n', problems));
        return client!;
    }

    private sealed class SilentClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<ChatResponse>(null!);

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
