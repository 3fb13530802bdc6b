using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Offline.Tests;

public class OfflineProviderTests
{
    private readonly OfflineProvider _provider = new();

    [Fact]
    public void Another_model_name_is_refused_with_the_name_of_the_only_model()
    {
        var problem = Should.Throw<ProviderSettingsException>(() => _provider.CreateClient(A.Settings("gpt-4.1-mini")));

        problem.Message.ShouldContain("'gpt-4.1-mini'");
        problem.Message.ShouldContain("offline/in-context");
    }

    [Fact]
    public void The_client_names_its_provider_and_model()
    {
        using var client = _provider.CreateClient(A.Settings());

        var metadata = client.GetService<ChatClientMetadata>().ShouldNotBeNull();
        metadata.ProviderName.ShouldBe(_provider.Id);
        metadata.DefaultModelId.ShouldBe("in-context");
    }

    [Fact]
    public async Task A_prompt_that_teaches_nothing_is_a_permanent_fault_that_says_what_is_missing()
    {
        using var client = _provider.CreateClient(A.Settings());

        var failure = await Should.ThrowAsync<UnanswerableRequestException>(
            () => client.GetResponseAsync([A.System("Be careful."), A.Ticket("a dog bit the postman")], A.Options()));

        var fault = _provider.Classify(failure);
        fault.Kind.ShouldBe(ProviderFaultKind.Permanent);
        fault.Message.ShouldContain("the prompt teaches nothing");
    }

    [Fact]
    public async Task A_request_without_a_schema_is_a_permanent_fault()
    {
        using var client = _provider.CreateClient(A.Settings());

        var failure = await Should.ThrowAsync<UnanswerableRequestException>(
            () => client.GetResponseAsync([A.System(), A.Ticket("a dog bit the postman")]));

        _provider.Classify(failure).Message.ShouldContain("no JSON schema");
    }

    [Fact]
    public async Task A_request_without_a_ticket_is_a_permanent_fault()
    {
        using var client = _provider.CreateClient(A.Settings());

        var failure = await Should.ThrowAsync<UnanswerableRequestException>(() => client.GetResponseAsync([A.System()], A.Options()));

        _provider.Classify(failure).Message.ShouldContain("no user message");
    }

    [Fact]
    public void The_message_of_a_strange_exception_is_not_repeated_because_it_could_hold_ticket_text() =>
        _provider.Classify(new InvalidOperationException("my neighbour Rex")).Message.ShouldNotContain("Rex");
}
