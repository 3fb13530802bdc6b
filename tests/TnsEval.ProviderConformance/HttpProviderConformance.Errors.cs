using System.Globalization;

using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <content>Replies that are errors, and what each means for a run.</content>
public abstract partial class HttpProviderConformance
{
    private const string HtmlPage = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>";

    /// <summary>A run stops at the first of these.</summary>
    [ConformanceCase]
    public Task A_wrong_key_is_a_fault_of_credentials() => FaultAsync(Dialect.Error(401, "the key is not valid"), ProviderFaultKind.Auth);

    /// <summary>The key is good, but not for this.</summary>
    [ConformanceCase]
    public Task A_forbidden_call_ends_the_run() =>
        FaultAsync(Dialect.Error(403, "not for this account"), ProviderFaultKind.Auth, ProviderFaultKind.Settings);

    /// <summary>A typing error in a model's name is told once, not per ticket.</summary>
    [ConformanceCase]
    public async Task An_unknown_model_is_a_fault_of_settings_that_names_the_model()
    {
        var fault = await FaultAsync(Require(Dialect.UnknownModel(Model), "an unknown model"), ProviderFaultKind.Settings);

        Assert.Contains(Model, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Waiting does not help.</summary>
    [ConformanceCase]
    public Task An_account_without_credit_is_a_fault_of_settings() =>
        FaultAsync(Require(Dialect.OutOfCredit, "an account without credit"), ProviderFaultKind.Settings);

    /// <summary>The same request would be turned down again.</summary>
    [ConformanceCase]
    public Task A_bad_request_is_not_worth_repeating() =>
        FaultAsync(Dialect.Error(400, "the request cannot be processed"), ProviderFaultKind.Permanent, ProviderFaultKind.Settings);

    /// <summary>Without a header there is no time to wait: the harness backs off by itself.</summary>
    [ConformanceCase]
    public async Task Too_many_requests_without_a_time_is_a_rate_limit()
    {
        var fault = await FaultAsync(TooManyRequests, ProviderFaultKind.RateLimited);

        Assert.Null(fault.RetryAfter);
    }

    /// <summary>The usual form of the header.</summary>
    [ConformanceCase]
    public async Task Too_many_requests_says_how_many_seconds_to_wait()
    {
        var fault = await FaultAsync(TooManyRequests.With("Retry-After", "7"), ProviderFaultKind.RateLimited);

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    /// <summary>The header's other standard form.</summary>
    [ConformanceCase]
    public async Task Too_many_requests_says_until_when_to_wait()
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(30).ToString("r", CultureInfo.InvariantCulture);

        var fault = await FaultAsync(TooManyRequests.With("Retry-After", until), ProviderFaultKind.RateLimited);

        Assert.True(fault.RetryAfter is { TotalSeconds: > 20 and <= 31 }, $"Retry-After, a date in 30 seconds, was read as {fault.RetryAfter?.ToString() ?? "nothing"}.");
        Seen = $"RateLimited, again after about 30 s: {fault.Message}";
    }

    /// <summary>Clocks differ; a date that is over is no time to wait.</summary>
    [ConformanceCase]
    public async Task A_time_to_wait_that_is_over_is_not_negative()
    {
        var fault = await FaultAsync(TooManyRequests.With("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"), ProviderFaultKind.RateLimited);

        Assert.True(fault.RetryAfter is null || fault.RetryAfter == TimeSpan.Zero, $"A Retry-After of 2015 was read as {fault.RetryAfter}.");
    }

    /// <summary>A header that makes no sense is no reason to fail otherwise.</summary>
    [ConformanceCase]
    public Task A_time_to_wait_that_makes_no_sense_is_ignored() =>
        FaultAsync(TooManyRequests.With("Retry-After", "in a while"), ProviderFaultKind.RateLimited);

    /// <summary>The finer header that some servers send; it goes before the one in seconds.</summary>
    [ConformanceCase]
    public async Task Too_many_requests_says_how_many_milliseconds_to_wait()
    {
        if (!Dialect.SendsRetryAfterMilliseconds)
        {
            throw new NotApplicableException("the API does not send retry-after-ms");
        }

        var fault = await FaultAsync(TooManyRequests.With("retry-after-ms", "1500").With("Retry-After", "2"), ProviderFaultKind.RateLimited);

        Assert.Equal(TimeSpan.FromMilliseconds(1500), fault.RetryAfter);
    }

    /// <summary>The same call may work later.</summary>
    [ConformanceCase]
    public Task A_server_error_is_transient() => FaultAsync(Dialect.Error(500, "something went wrong"), ProviderFaultKind.Transient);

    /// <summary>Not a standard status; several vendors use it.</summary>
    [ConformanceCase]
    public Task An_overloaded_server_is_transient() =>
        FaultAsync(Dialect.Error(529, "overloaded"), ProviderFaultKind.Transient, ProviderFaultKind.RateLimited);

    /// <summary>What proxies and load balancers say.</summary>
    [ConformanceCase]
    public async Task Time_outs_and_bad_gateways_are_transient()
    {
        foreach (var status in (int[])[408, 502, 503, 504])
        {
            await FaultAsync(Dialect.Error(status, "try again"), ProviderFaultKind.Transient);
        }
    }

    /// <summary>Servers send the header with this status too.</summary>
    [ConformanceCase]
    public async Task A_server_that_is_not_available_says_how_long()
    {
        var fault = await FaultAsync(
            Dialect.Error(503, "not available").With("Retry-After", "7"), ProviderFaultKind.Transient, ProviderFaultKind.RateLimited);

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    /// <summary>A proxy's page in place of an API's error.</summary>
    [ConformanceCase]
    public Task A_web_page_about_a_bad_gateway_is_transient() => FaultAsync(new HttpReply(502, "text/html", HtmlPage), ProviderFaultKind.Transient);

    /// <summary>The address leads to something else, such as a base address without its path.</summary>
    [ConformanceCase]
    public Task A_web_page_in_place_of_an_answer_is_a_fault_of_settings() =>
        FaultAsync(new HttpReply(200, "text/html", HtmlPage), ProviderFaultKind.Settings);

    /// <summary>The address leads to something else, such as a base address without its path.</summary>
    [ConformanceCase]
    public Task A_web_page_that_nothing_is_there_is_a_fault_of_settings() =>
        FaultAsync(new HttpReply(404, "text/html", HtmlPage), ProviderFaultKind.Settings);

    /// <summary>A body that breaks off although the server says that it is whole, one of another shape, and none.</summary>
    [ConformanceCase]
    public async Task A_malformed_body_is_a_fault()
    {
        var whole = AnAnswer.Body;
        foreach (var body in (string[])[whole[..(whole.Length / 2)], "{}", "[]", "null", "\"\"", ""])
        {
            await FaultAsync(AnAnswer with { Body = body }, ProviderFaultKind.Transient, ProviderFaultKind.Permanent);
        }
    }

    /// <summary>Servers quote what they were sent; a fault's message goes to logs and reports.</summary>
    [ConformanceCase]
    public async Task A_server_that_quotes_key_and_ticket_gets_neither_into_a_message()
    {
        foreach (var status in (int[])[400, 401, 403, 404, 413, 422, 429, 500])
        {
            await using var bench = Open(Dialect.Error(status, $"'{Canary.Key}' cannot be used for '{Canary.Ticket}': {Canary.Answer}"));
            var reaction = await ReactionAsync(bench);
            Assert.True(reaction.Fault is not null, $"Status {status} gave {reaction} instead of a fault.");
        }
    }

    private HttpReply TooManyRequests => Dialect.Error(429, "too many requests");
}
