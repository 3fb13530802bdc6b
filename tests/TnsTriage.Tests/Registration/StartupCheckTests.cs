using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TnsTriage.Tests.Registration;

/// <summary>What a host's start does: it asks the <see cref="IStartupValidator"/>.</summary>
public sealed class StartupCheckTests : IDisposable
{
    private readonly KeptLog _log = new();
    private readonly ScriptedChatClient _model = new();

    public void Dispose()
    {
        _log.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task Host_does_not_start_and_hears_of_everything_that_is_wrong_at_once()
    {
        await using var services = Services(services => services.AddTnsTriage(options =>
        {
            options.RepairTurns = 3;
            options.MaxTicketCharacters = 0;
        }));

        Should.Throw<OptionsValidationException>(() => Start(services)).Failures.ShouldBe(
        [
            "RepairTurns: 3 is not between 0 and 2. Set 0, 1 or 2.",
            "MaxTicketCharacters: 0 is less than 1. Set a length such as 100000.",
            "services: no IChatClient is registered. Register the model by AddSingleton<IChatClient>(...), or name the key of one by chatClientKey of AddTnsTriage.",
        ]);
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Key_that_no_client_has_is_told()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage(chatClientKey: "cheap"));

        Should.Throw<OptionsValidationException>(() => Start(services)).Failures.ShouldHaveSingleItem()
            .ShouldStartWith("services: no IChatClient is registered under the key \"cheap\". Register one by AddKeyedSingleton<IChatClient>(\"cheap\", ...)");
    }

    [Fact]
    public async Task Without_a_host_the_first_request_for_a_classifier_tells_the_same()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage(options => options.Timeout = TimeSpan.Zero));

        Should.Throw<OptionsValidationException>(services.GetRequiredService<ITicketClassifier>).Message.ShouldStartWith("Timeout: 00:00:00 is not between");
    }

    [Fact]
    public async Task Start_says_once_which_champion_runs_and_what_earned_it()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage());

        Start(services);
        _ = services.GetRequiredService<ITicketClassifier>();

        var (level, text) = _log.Lines.ShouldHaveSingleItem();
        level.ShouldBe(Champion.Provenance.Kind == ProvenanceKind.Model ? LogLevel.Information : LogLevel.Warning);
        text.ShouldBe($"TnsTriage runs its champion: {Champion.Provenance}; escalation policy 1");
    }

    [Fact]
    public async Task Start_warns_of_an_option_that_the_champion_was_not_measured_with()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage(options => options.MaxTicketCharacters = 5_000));

        Start(services);

        _log.Lines[^1].ShouldBe((LogLevel.Warning,
            $"MaxTicketCharacters is 5000; the champion was measured with {Champion.Provenance.Model.MaxTicketCharacters}, and its rates hold for that"));
    }

    [Fact]
    public async Task Start_says_that_a_given_prompt_is_not_the_champion()
    {
        await using var services = Services(services => services.AddSingleton<IChatClient>(_model).AddTnsTriage(prompt: A.Prompt()));

        Start(services);

        _log.Lines.ShouldBe([(LogLevel.Information,
            $"TnsTriage runs a prompt that the host gave: v1 ({A.Prompt().Hash[..12]}), of which no measurement is known here; escalation policy 1")]);
    }

    private static void Start(IServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private ServiceProvider Services(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(_log).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        register(services);
        return services.BuildServiceProvider();
    }
}
