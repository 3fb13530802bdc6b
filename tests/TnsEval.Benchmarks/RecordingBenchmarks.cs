using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;
using TnsTriage;
using TnsTriage.Prompts;
using TnsTriage.Text;

namespace TnsEval.Benchmarks;

/// <summary>What a cached answer costs: the identity of a request of the longest shipped prompt, and finding the answer among 5,000.</summary>
[MemoryDiagnoser]
public class RecordingBenchmarks
{
    private const int Answers = 5000;

    private readonly string _folder = Directory.CreateTempSubdirectory("tnseval-").FullName;
    private readonly RequestIdentities _identities = new();
    private IReadOnlyList<ChatMessage> _request = null!;
    private ChatOptions _options = null!;
    private AnswerCache _cache = null!;
    private int _next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var prompt = ShippedPrompt.Read();
        _request = prompt.Render(new PreparedTicket(new Ticket { Subject = "Gifts", Body = new string('x', 2048), Language = "en" }), new FenceKey(new byte[32]));
        _options = new ChatOptions { Temperature = 0, Seed = 1, ResponseFormat = ChatResponseFormat.ForJsonSchema(prompt.Answer.Schema, prompt.Answer.Name) };
        _cache = AnswerCache.Open(Path.Combine(_folder, "cache.db"), CacheMode.ReadWrite, [])!;
        for (var number = 0; number < Answers; number++)
        {
            await _cache.StoreAsync(Key(number), new RecordedAnswer { Text = new string('a', 1024) });
        }

        await _cache.FlushAsync();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _cache.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One request of a run: most of it is as in the request before.</summary>
    [Benchmark]
    public string IdentifyNext() => _identities.Of(_request, _options);

    /// <summary>A request alone.</summary>
    [Benchmark]
    public string Identify() => RequestIdentity.Of(_request, _options);

    [Benchmark]
    public bool Find() => _cache.Find(Key(_next++ % Answers)) is not null;

    private static CacheKey Key(int number) => new("openai/some-model", 0, number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture));
}
