using System.Globalization;
using System.Text.Json;
using TnsEval.Testing;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Front.Tests.Webhooks;

/// <summary>Deliveries with the signature that they came with and what is to become of them, from a <c>signatures.json</c> and the files it names.</summary>
internal sealed class SignatureCases : IDisposable
{
    private readonly JsonDocument _document;
    private readonly string _folder;

    public SignatureCases(string folder)
    {
        _folder = folder;
        _document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "signatures.json")));
    }

    public static string OwnFolder { get; } = Path.Combine(TestPaths.ProjectDirectory, "Fixtures");

    public IEnumerable<JsonElement> All => _document.RootElement.GetProperty("valid").EnumerateArray().Concat(_document.RootElement.GetProperty("cases").EnumerateArray());

    public void Dispose() => _document.Dispose();

    public JsonElement Case(string id) => All.Single(item => item.GetProperty("id").GetString() == id);

    public byte[] Body(JsonElement item) => item.TryGetProperty("body_base64", out var body)
        ? body.GetBytesFromBase64()
        : File.ReadAllBytes(Path.Combine(_folder, item.GetProperty("file").GetString()!));

    public WebhookVerification Verify(JsonElement item)
    {
        var headers = item.GetProperty("headers");
        var timestamp = Header(headers, "x-front-request-timestamp");
        var now = item.TryGetProperty("now_ms", out var told) ? told.GetInt64()
            : long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var signedAt) ? signedAt
            : 0;
        var secrets = _document.RootElement.GetProperty("secrets");
        var verifier = new WebhookVerifier(
            A.Options(change: options =>
            {
                options.ApplicationSecret = secrets.GetProperty("app").GetString();
                options.RuleSecret = secrets.GetProperty("rule").GetString();
            }),
            new StandingClock(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(now, 0, 253_402_300_799_999))));
        return verifier.Verify(
            item.GetProperty("kind").GetString() == "app" ? WebhookScheme.Application : WebhookScheme.Rule,
            Body(item),
            new WebhookHeaders(Header(headers, "x-front-signature"), timestamp, Header(headers, "x-front-challenge")));
    }

    private static string? Header(JsonElement headers, string name) => headers.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
