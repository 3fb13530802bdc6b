using Microsoft.Extensions.AI;

using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <summary>
/// What the harness relies on, of every provider. Derive from <see cref="HttpProviderConformance"/> for a provider that calls a server, from
/// <see cref="LocalProviderConformance"/> for any other; the derived class is public, sealed and holds no test of its own.
/// </summary>
public abstract class ModelProviderConformance
{
    private const int ParallelCalls = 100;

    private protected ModelProviderConformance()
    {
    }

    /// <summary>Makes the plugin's entry, as the harness does.</summary>
    protected abstract IModelProvider CreateProvider();

    /// <summary>A model's name, without the provider's id.</summary>
    protected abstract string Model { get; }

    /// <summary>At least two requests that the provider answers, and not all alike.</summary>
    protected abstract IReadOnlyList<ConformanceQuestion> Questions { get; }

    /// <summary>A request of 200 KB that the provider answers; null when it answers only what it knows.</summary>
    protected virtual ConformanceQuestion? LongQuestion => null;

    /// <summary>What <see cref="ModelSettings.PluginFolder"/> says.</summary>
    protected virtual string PluginFolder => AppContext.BaseDirectory;

    /// <summary>What <see cref="ModelSettings.WorkingDirectory"/> says.</summary>
    protected virtual string WorkingDirectory => AppContext.BaseDirectory;

    /// <summary>What the case that ran last saw, for the table.</summary>
    private protected string Seen { get; set; } = "";

    private protected abstract Bench Open();

    private protected ModelSettings Settings(IReadOnlyDictionary<string, string> variables) => SettingsFrom(variables.GetValueOrDefault);

    /// <summary>The id and the capabilities are stated and stay what they are.</summary>
    [ConformanceCase]
    public void The_provider_says_who_it_is()
    {
        var provider = CreateProvider();
        var type = provider.GetType();

        Assert.True(type.IsPublic && type.GetConstructor([]) is not null, $"{type.Name} must be public, with a public constructor without parameters.");
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", provider.Id);
        Assert.Equal(provider.Id, CreateProvider().Id);
        Assert.NotNull(provider.Capabilities);
        Assert.Equal(provider.Capabilities, CreateProvider().Capabilities);
        Seen = provider.Capabilities.ToString();
    }

    /// <summary>A question gets a text that is complete.</summary>
    [ConformanceCase]
    public async Task A_question_is_answered()
    {
        await using var bench = Open();

        var response = await bench.AskAsync(Questions[0]);

        Assert.False(string.IsNullOrWhiteSpace(response.Text), "The response has no text.");
        Assert.True(
            response.FinishReason == ChatFinishReason.Stop,
            $"The finish reason of a complete answer is {response.FinishReason?.Value ?? "not stated"}, not stop.");
    }

    /// <summary>Capabilities do not promise more than responses hold.</summary>
    [ConformanceCase]
    public async Task Usage_is_stated_if_the_capabilities_say_so()
    {
        await using var bench = Open();
        if (!bench.Provider.Capabilities.TokenUsage)
        {
            throw new NotApplicableException("the capabilities do not promise token usage");
        }

        var usage = (await bench.AskAsync(Questions[0])).Usage;

        Assert.True(usage is { InputTokenCount: > 0, OutputTokenCount: > 0 }, "The capabilities promise token usage, and the response states none.");
    }

    /// <summary>A client is used from many threads at once.</summary>
    [ConformanceCase]
    public async Task A_hundred_calls_at_once_get_their_own_answers()
    {
        await using var bench = Open();
        List<string> alone = [];
        foreach (var question in Questions)
        {
            alone.Add((await bench.AskAsync(question)).Text);
        }

        Assert.True(alone.Distinct(StringComparer.Ordinal).Skip(1).Any(), "All questions get one answer, so it cannot be told whose answer is whose.");
        var together = await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(call => Task.Run(async () =>
            (Expected: alone[call % alone.Count], Actual: (await bench.AskAsync(Questions[call % alone.Count])).Text))));

        var mixedUp = together.Count(answer => answer.Actual != answer.Expected);
        Assert.True(mixedUp == 0, $"{mixedUp} of {ParallelCalls} calls at once got another answer than alone. The client shares state between calls.");
    }

    /// <summary>A long ticket with its whole thread is answered like any other.</summary>
    [ConformanceCase]
    public async Task A_prompt_of_200_KB_is_answered()
    {
        var question = LongQuestion ?? throw new NotApplicableException("the provider answers only what it knows");
        await using var bench = Open();

        var response = await bench.AskAsync(question);

        Assert.False(string.IsNullOrWhiteSpace(response.Text), "The response has no text.");
    }

    /// <summary>A run that was stopped starts no call.</summary>
    [ConformanceCase]
    public async Task A_call_that_is_cancelled_already_ends_as_cancelled()
    {
        await using var bench = Open();

        var thrown = await Record.ExceptionAsync(() => bench.AskAsync(Questions[0], new CancellationToken(canceled: true)));

        Assert.True(thrown is OperationCanceledException, $"A cancelled call ended with {thrown?.GetType().Name ?? "a response"}, not OperationCanceledException.");
    }

    /// <summary>Whatever is thrown is explained, and its message is not repeated: exceptions of HTTP libraries quote headers.</summary>
    [ConformanceCase]
    public async Task Any_exception_is_explained_without_quoting_it()
    {
        await using var bench = Open();
        foreach (var exception in Foreign.Exceptions)
        {
            var fault = bench.Explain(exception).Fault!;
            Assert.False(
                fault.Kind is ProviderFaultKind.Auth or ProviderFaultKind.Settings,
                $"{exception.GetType().Name}, which no call of this provider threw, was classified as {fault.Kind}, and that ends the whole run.");
        }
    }

    /// <summary>Settings that are not there, or make no sense, are problems for the user and not crashes.</summary>
    [ConformanceCase]
    public void Missing_and_senseless_settings_are_problems_and_not_crashes()
    {
        foreach (var value in (string?[])[null, "", " ", "\0 not \n a setting", "http://"])
        {
            try
            {
                CreateProvider().CreateClient(SettingsFrom(_ => value)).Dispose();
            }
            catch (ProviderSettingsException e)
            {
                Assert.All(e.Problems, problem => Assert.False(
                    string.IsNullOrWhiteSpace(problem.What) || string.IsNullOrWhiteSpace(problem.Fix), "A settings problem does not say what is wrong or how to fix it."));
                Seen = e.Message;
            }
            catch (Exception e)
            {
                Assert.Fail($"CreateClient threw {e.GetType().Name} where every variable is {(value is null ? "unset" : $"'{value}'")}. Throw {nameof(ProviderSettingsException)}.");
            }
        }
    }

    /// <summary>Clients are made per model and end one by one.</summary>
    [ConformanceCase]
    public async Task Disposing_one_client_leaves_the_others_working()
    {
        await using var bench = Open();

        bench.Provider.CreateClient(bench.Settings).Dispose();

        Assert.False(string.IsNullOrWhiteSpace((await bench.AskAsync(Questions[0])).Text), "The response has no text.");
    }

    /// <summary>Wrappers dispose what they wrap, more than once at times.</summary>
    [ConformanceCase]
    public async Task Disposing_twice_does_no_harm()
    {
        await using var bench = Open();
        await bench.AskAsync(Questions[0]);

        bench.Client.Dispose();
        bench.Client.Dispose();
    }

    /// <summary>Wrappers ask for services that they know and the client may not.</summary>
    [ConformanceCase]
    public async Task A_service_that_the_client_does_not_have_is_null()
    {
        await using var bench = Open();

        Assert.Null(bench.Client.GetService(typeof(ModelProviderConformance)));
        Assert.Null(bench.Client.GetService(typeof(ModelProviderConformance), serviceKey: "key"));
    }

    /// <summary>
    /// Runs every case once more and writes down what came back, as <c>CLASS.received.md</c> in the test's output folder. If a
    /// <c>CLASS.approved.md</c> lies there too, copied from beside the test, the two must be equal: a changed fault or message is seen.
    /// </summary>
    [Fact]
    public async Task The_conformance_table_is_complete()
    {
        var table = await ConformanceTable.OfAsync(this, CreateProvider().Id, () => WithoutFolder(Seen), () => Seen = "");
        var received = Path.Combine(AppContext.BaseDirectory, $"{GetType().Name}.received.md");
        await File.WriteAllTextAsync(received, table.Text);
        Assert.True(table.Holds, table.Text);

        var approved = Path.Combine(AppContext.BaseDirectory, $"{GetType().Name}.approved.md");
        if (File.Exists(approved))
        {
            var text = await File.ReadAllTextAsync(approved);
            var differences = table.Text.Split('\n').Except(text.Split('\n'), StringComparer.Ordinal);
            Assert.True(
                table.Text == text,
                $"The table is not {Path.GetFileName(approved)}; new or changed:\n{string.Join('\n', differences)}\nIf that is right, replace it, beside the test, with {received}");
        }
    }

    /// <summary>The same wherever the tests lie.</summary>
    private string WithoutFolder(string text) => text.Replace(Path.TrimEndingDirectorySeparator(WorkingDirectory), "FOLDER", StringComparison.Ordinal);

    private ModelSettings SettingsFrom(Func<string, string?> readVariable) => new()
    {
        Model = Model,
        PluginFolder = PluginFolder,
        WorkingDirectory = WorkingDirectory,
        ReadVariable = readVariable,
    };
}
