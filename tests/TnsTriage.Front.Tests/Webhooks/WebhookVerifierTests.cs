using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.Testing;
using TnsTriage.Front.Webhooks;

namespace TnsTriage.Front.Tests.Webhooks;

public sealed class WebhookVerifierTests
{
    public static TheoryData<string> Ids
    {
        get
        {
            using var cases = new SignatureCases(SignatureCases.OwnFolder);
            return [.. cases.All.Select(item => item.GetProperty("id").GetString()!)];
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_delivery_is_accepted_or_refused_for_the_reason_expected(string id)
    {
        using var cases = new SignatureCases(SignatureCases.OwnFolder);
        var item = cases.Case(id);

        var verification = cases.Verify(item);

        if (item.GetProperty("expect").GetString() == "accept")
        {
            verification.ShouldNotBeOfType<WebhookVerification.Refused>();
            verification.ShouldNotBeOfType<WebhookVerification.NotAnEvent>();
        }
        else
        {
            verification.ShouldBeOfType<WebhookVerification.Refused>().Reason.ToString().ShouldBe(item.GetProperty("reason").GetString());
        }
    }

    [Fact]
    public void A_handshake_is_answered_with_its_challenge_as_JSON()
    {
        using var cases = new SignatureCases(SignatureCases.OwnFolder);

        var answer = cases.Verify(cases.Case("app-sync")).ShouldBeOfType<WebhookVerification.Handshake>().Answer;

        using var document = JsonDocument.Parse(answer);
        document.RootElement.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("challenge");
        document.RootElement.GetProperty("challenge").GetString().ShouldBe("grace \"1\" & <2>");
    }

    [Fact]
    public void A_challenge_on_a_genuine_event_is_not_echoed()
    {
        using var cases = new SignatureCases(SignatureCases.OwnFolder);
        var item = JsonDocument.Parse(cases.Case("app-inbound.full").GetRawText().Replace("\"headers\": {", "\"headers\": {\"x-front-challenge\": \"echo me\",", StringComparison.Ordinal));

        cases.Verify(item.RootElement).ShouldBeOfType<WebhookVerification.Accepted>();
    }

    [Theory]
    [InlineData(WebhookScheme.Application)]
    [InlineData(WebhookScheme.Rule)]
    public void Without_a_key_for_its_scheme_nothing_is_accepted(WebhookScheme scheme)
    {
        var verifier = new WebhookVerifier(A.Options(change: options => (options.ApplicationSecret, options.RuleSecret) = (null, null)));

        verifier.Verify(scheme, "{}"u8, new WebhookHeaders("KmjURt1SN8hUitWqua7r3aJthsE=", "1"))
            .ShouldBe(new WebhookVerification.Refused(WebhookRefusal.NotConfigured));
    }

    [Theory]
    [InlineData("no JSON at all", "$")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("{\"type\":\"sync\"}", "$.payload")]
    [InlineData("{\"payload\":{\"id\":\"evt_1\",\"type\":\"inbound\"}}", "$.payload")]
    [InlineData("{\"payload\":{\"id\":\"evt_1\",\"type\":\"inbound\",\"emitted_at\":\"soon\"}}", "$.payload.emitted_at")]
    [InlineData("{\"payload\":{\"id\":\"cnv_1\",\"type\":\"inbound\",\"emitted_at\":1}}", "$.payload.id")]
    [InlineData("{\"payload\":{\"id\":\"evt_1/../../me\",\"type\":\"inbound\",\"emitted_at\":1}}", "$.payload.id")]
    [InlineData("{\"payload\":{\"id\":\"evt_1\",\"type\":\"inbound\",\"emitted_at\":1,\"conversation\":{\"id\":5}}}", "$.payload.conversation.id")]
    [InlineData("{\"payload\":{\"Ruth Okafor\":", "$")]
    public void A_genuine_delivery_that_is_no_event_names_the_field_and_not_what_stands_there(string body, string field)
    {
        var (verifier, headers) = Signed(Encoding.UTF8.GetBytes(body));

        verifier.Verify(WebhookScheme.Application, Encoding.UTF8.GetBytes(body), headers).ShouldBe(new WebhookVerification.NotAnEvent(field));
    }

    [Fact]
    public void No_change_of_a_byte_of_a_body_gets_through()
    {
        var body = File.ReadAllBytes(Path.Combine(SignatureCases.OwnFolder, "signed/rule-inbound.preview.json"));
        using var cases = new SignatureCases(SignatureCases.OwnFolder);
        var verifier = new WebhookVerifier(A.Options(change: options => options.RuleSecret = "invented_rule_secret"));
        var headers = new WebhookHeaders("KmjURt1SN8hUitWqua7r3aJthsE=");
        verifier.Verify(WebhookScheme.Rule, body, headers).ShouldBeOfType<WebhookVerification.Accepted>();

        Prop.ForAll(Gen.Choose(0, body.Length - 1).Zip(Gen.Choose(1, 255)).ToArbitrary(), change =>
        {
            var changed = (byte[])body.Clone();
            changed[change.Item1] ^= (byte)change.Item2;
            return verifier.Verify(WebhookScheme.Rule, changed, headers) is WebhookVerification.Refused { Reason: WebhookRefusal.WrongSignature };
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_signature_whatever_is_refused_and_throws_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (signature, timestamp) =>
            Signed([]).Verifier.Verify(WebhookScheme.Application, "{}"u8, new WebhookHeaders(signature, timestamp)) is WebhookVerification.Refused).QuickCheckThrowOnFailure();

    [Fact]
    public void A_body_of_2_MB_is_verified_and_read()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"payload":{"target":{"data":{"body":"{{{new string('x', 2_000_000)}}}","id":"msg_1"},"_meta":{"type":"message"}},"id":"evt_1","type":"inbound","emitted_at":1}}""");
        var (verifier, headers) = Signed(body);

        verifier.Verify(WebhookScheme.Application, body, headers).ShouldBeOfType<WebhookVerification.Accepted>().Event.Message.ShouldBe(new MessageId("msg_1"));
    }

    private static (WebhookVerifier Verifier, WebhookHeaders Headers) Signed(byte[] body)
    {
        var time = new ManualTimeProvider();
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var options = A.Options();
        var signature = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.ApplicationSecret!), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}:"), .. body]);
        return (new WebhookVerifier(options, time), new WebhookHeaders(Convert.ToBase64String(signature), timestamp));
    }
}
