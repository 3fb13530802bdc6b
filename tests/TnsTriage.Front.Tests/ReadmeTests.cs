using Microsoft.Extensions.DependencyInjection;
using TnsEval.Testing;
using TnsTriage.Front.Api;
using TnsTriage.Front.Escalation;
using TnsTriage.Front.Tickets;
using TnsTriage.Front.Webhooks;
using TnsTriage.FrontStub;

namespace TnsTriage.Front.Tests;

/// <summary>The package's README shows code that is built and run here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Its_code_is_the_code_below()
    {
        var readme = File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "src/TnsTriage.Front/README.md"));
        var source = Lines(File.ReadAllText(Path.Combine(TestPaths.ProjectDirectory, "ReadmeTests.cs")));
        string[] blocks = [.. readme.Split("```csharp\n").Skip(1).Select(block => block.Split("\n```")[0])];

        blocks.Length.ShouldBe(2);
        foreach (var block in blocks)
        {
            source.ShouldContain(Lines(block));
        }

        static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public async Task Its_code_does_what_it_says()
    {
        await using var front = await StubFront.StartAsync();
        var configuration = new Dictionary<string, string>(StringComparer.Ordinal) { ["Front:Token"] = "stub-token", ["Front:ApplicationSecret"] = "stub-application-secret" };
        var services = new ServiceCollection();

        services.AddTnsTriageFront(front =>
        {
            front.Token = configuration["Front:Token"];
            front.ApplicationSecret = configuration["Front:ApplicationSecret"];
        });

        services.PostConfigure<FrontOptions>(options => (options.BaseAddress, options.AllowLoopback) = (front.Address, true));
        await using var provider = services.BuildServiceProvider();
        var (_, @event) = front.Company.Begin("Help", new StubMessage("I will be at your office tonight."));
        var sender = new WebhookSender(front.Company, new StubFrontOptions());
        var delivery = sender.Application(new Uri("http://127.0.0.1/"), @event!);

        var outcome = await HandleAsync(
            provider.GetRequiredService<WebhookVerifier>(),
            provider.GetRequiredService<ConversationReader>(),
            provider.GetRequiredService<EscalationWriter>(),
            await delivery.Content!.ReadAsByteArrayAsync(),
            new WebhookHeaders(delivery.Headers.GetValues(WebhookHeaders.SignatureName).Single(), delivery.Headers.GetValues(WebhookHeaders.TimestampName).Single()));

        outcome.ShouldBe(StepOutcome.Done);
        front.Company.Conversations.ShouldHaveSingleItem().Tags.ShouldBe(["tag_escalated"]);
    }

    private static async Task<StepOutcome?> HandleAsync(WebhookVerifier verifier, ConversationReader reader, EscalationWriter writer, byte[] body, WebhookHeaders headers)
    {
        if (verifier.Verify(WebhookScheme.Application, body, headers) is WebhookVerification.Accepted { Event: var happened }
            && FirstTouch.Judge(happened, isSeen: _ => false) == Touch.Triage
            && await reader.ReadAsync(happened.Conversation!.Value) is ConversationReading.Readable reading
            && await ClassifyAsync(reading.Ticket))
        {
            var step = await writer.TagAsync(reading.Conversation, [new TagId("tag_escalated")]);
            return step.Outcome;
        }

        return null;
    }

    private static Task<bool> ClassifyAsync(Ticket ticket) => Task.FromResult(ticket.Body.Contains("tonight", StringComparison.Ordinal));
}
