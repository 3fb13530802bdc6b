using TnsEval.Abstractions;
using TnsEval.ProviderConformance;

namespace TnsEval.Plugins.Offline.Tests;

public sealed class OfflineConformance : LocalProviderConformance
{
    protected override IModelProvider CreateProvider() => new OfflineProvider();

    protected override string Model => InContextChatClient.ModelName;

    protected override IReadOnlyList<ConformanceQuestion> Questions =>
        [.. Enumerable.Range(1, 20).Select(number => About(number % 2 == 0 ? $"a dog bit postman {number}" : $"please move the meeting to room {number}"))];

    protected override ConformanceQuestion LongQuestion => About(string.Join('\n', Enumerable.Repeat("A dog bit the postman in the park again.", 5_000)));

    private static ConformanceQuestion About(string body) => new([A.System(), A.Ticket(body)], A.Options());
}
