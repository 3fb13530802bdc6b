using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TnsEval.Testing;

namespace TnsTriage.Tests.Registration;

public sealed class AddTnsTriageTests : IDisposable
{
    private readonly ScriptedChatClient _model = new ScriptedChatClient().Answers(An.Alarm().ToJsonString());

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Champion_is_asked_unless_another_prompt_is_given()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage());

        await Classifier(services).ClassifyAsync(A.Ticket());

        _model.Requests[0].Messages[0].Text.ShouldBe(Champion.Prompt.Definition.Messages[0].Content);
    }

    [Fact]
    public async Task Given_prompt_is_asked()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage(prompt: A.Prompt()));

        var classification = await Classifier(services).ClassifyAsync(A.Ticket());

        classification.Outcome.ShouldBeOfType<CaseOutcome.Assessed>();
        _model.Requests.ShouldHaveSingleItem().Messages[0].Text.ShouldBe(A.PromptDefinition().Messages[0].Content);
    }

    [Fact]
    public async Task Client_under_the_key_is_asked_and_the_others_are_not()
    {
        using var other = new ScriptedChatClient().Answers(An.Answer().ToJsonString());
        await using var services = Services(services => services
            .AddSingleton<IChatClient>(other)
            .AddKeyedSingleton<IChatClient>("triage", _model)
            .AddTnsTriage(prompt: A.Prompt(), chatClientKey: "triage"));

        await Classifier(services).ClassifyAsync(A.Ticket());

        _model.Requests.Count.ShouldBe(1);
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Options_reach_the_classifier()
    {
        using var model = new ScriptedChatClient().Answers("no JSON");
        await using var services = Services(services => services.AddSingleton<IChatClient>(model).AddTnsTriage(options => options.RepairTurns = 0, A.Prompt()));

        var classification = await Classifier(services).ClassifyAsync(A.Ticket());

        classification.Outcome.ShouldBeOfType<CaseOutcome.Malformed>();
        classification.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Clock_of_the_application_is_the_one_that_times_out()
    {
        var clock = new ManualTimeProvider();
        using var model = new ScriptedChatClient().Hangs();
        await using var services = Services(services => services
            .AddSingleton<TimeProvider>(clock).AddSingleton<IChatClient>(model).AddTnsTriage(options => options.Timeout = TimeSpan.FromMinutes(5), A.Prompt()));

        var classifying = Classifier(services).ClassifyAsync(A.Ticket());
        clock.Advance(TimeSpan.FromMinutes(5));

        (await classifying).Outcome.ShouldBe(new CaseOutcome.TimedOut(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task One_classifier_serves_the_whole_application()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage());
        await using var scope = services.CreateAsyncScope();

        scope.ServiceProvider.GetRequiredService<ITicketClassifier>().ShouldBeSameAs(Classifier(services));
    }

    [Fact]
    public async Task Second_registration_adds_to_the_options_and_its_prompt_counts()
    {
        using var model = new ScriptedChatClient().Answers("no JSON");
        await using var services = Services(services => services
            .AddSingleton<IChatClient>(model).AddTnsTriage(options => options.RepairTurns = 0).AddTnsTriage(prompt: A.Prompt()));

        var classification = await Classifier(services).ClassifyAsync(A.Ticket());

        classification.Attempts.ShouldBe(1);
        model.Requests[0].Messages[0].Text.ShouldBe(A.PromptDefinition().Messages[0].Content);
    }

    [Fact]
    public async Task Classifier_does_not_dispose_of_a_client_that_the_application_made()
    {
        using var model = new DisposalCountingClient();
        await using (var services = Services(services => services.AddSingleton<IChatClient>(model).AddTnsTriage()))
        {
            Classifier(services).ShouldNotBeNull();
        }

        model.Disposals.ShouldBe(0);
    }

    private static ITicketClassifier Classifier(IServiceProvider services) => services.GetRequiredService<ITicketClassifier>();

    private static ServiceProvider Services(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class DisposalCountingClient : IChatClient
    {
        public int Disposals { get; private set; }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => Disposals++;
    }
}
