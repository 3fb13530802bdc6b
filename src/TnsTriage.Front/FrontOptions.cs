namespace TnsTriage.Front;

/// <summary>How to reach one Front company. A class and no record: it must not print its secrets.</summary>
public sealed class FrontOptions
{
    /// <summary>The address that always works, whatever the company.</summary>
    public static Uri DefaultBaseAddress { get; } = new("https://api2.frontapp.com/");

    /// <summary>
    /// Where calls go: <c>https://api2.frontapp.com/</c> or <c>https://COMPANY.api.frontapp.com/</c>. The token is sent to this address
    /// only.
    /// </summary>
    public Uri BaseAddress { get; set; } = DefaultBaseAddress;

    /// <summary>Allows <see cref="BaseAddress"/> to be a server on this machine, by http too: for tests and demonstrations.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>The API token of the company.</summary>
    public string Token { get; set; } = "";

    /// <summary>Key of application webhooks ("App secret"); null when none are accepted.</summary>
    public string? ApplicationSecret { get; set; }

    /// <summary>Key of rule webhooks ("API secret" of the Webhooks app, not the token); null when none are accepted.</summary>
    public string? RuleSecret { get; set; }

    /// <summary>How far the timestamp of an application webhook may be from our clock, either way; 1 second to 1 hour.</summary>
    public TimeSpan ReplayWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Calls a minute that we allow ourselves; 1 to 10,000. All programs of a company share one limit (50 to 200 a minute, by plan), so
    /// this is half of the
    /// middle plan's. What Front answers lowers it at times, never raises it.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 50;

    /// <summary>Longest time a call waits for its turn under the limits before it fails as rate limited; 0 to 10 minutes.</summary>
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one call may take, waiting for its turn not included; more than 0, at most 5 minutes.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest answer that is read, in bytes after decompression; 64 KiB to 1 GiB.</summary>
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How many messages of a conversation are read, the newest; 1 to 10,000.</summary>
    public int MaxMessages { get; set; } = 200;

    /// <summary>Every problem of these options; none when they can be used. No problem shows a secret.</summary>
    public IEnumerable<Problem> Check()
    {
        if (Transport.AllowedHosts.Problem(BaseAddress, AllowLoopback) is { } problem)
        {
            yield return problem;
        }

        foreach (var (name, secret, fix) in new[]
        {
            (nameof(Token), (string?)Token, "Set the API token from Settings > Developers > API tokens"),
            (nameof(ApplicationSecret), ApplicationSecret, "Set the App secret from the app's basic information, or null"),
            (nameof(RuleSecret), RuleSecret, "Set the API secret of the Webhooks app, or null"),
        })
        {
            if (secret is not null && (secret.Length == 0 || secret.Any(character => character is < '!' or > '~')))
            {
                yield return new Problem(name, secret.Length == 0 ? "empty" : "holds white space or a character that no key of Front has", fix);
            }
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(ReplayWindow), ReplayWindow, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            (nameof(MaxRateLimitWait), MaxRateLimitWait, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            (nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)),
        })
        {
            if (value < least || value > most)
            {
                yield return new Problem(name, $"{value} is not between {least} and {most}", "Set a time in between");
            }
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(RequestsPerMinute), RequestsPerMinute, 1, 10_000),
            (nameof(MaxAnswerBytes), MaxAnswerBytes, 64 * 1024, 1024 * 1024 * 1024),
            (nameof(MaxMessages), MaxMessages, 1, 10_000),
        })
        {
            if (value < least || value > most)
            {
                yield return new Problem(name, $"{value} is not between {least} and {most}", "Set a number in between");
            }
        }
    }

    internal void ThrowIfUnusable(string parameter, bool needsToken = true)
    {
        var problems = Check().Where(problem => needsToken || problem.Where != nameof(Token)).ToArray();
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems.AsEnumerable()), parameter);
        }
    }
}
