namespace TnsTriage.Service.Escalation;

/// <summary>The webhook that pages somebody. A class and no record: it must not print its secret.</summary>
internal sealed class PagingOptions
{
    private const int ShortestSecret = 16;

    /// <summary>Where to post; null when nobody can be paged.</summary>
    public Uri? Url { get; set; }

    /// <summary>Key of the signature.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Allows an address on this machine by http: for tests and demonstrations.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Whether somebody can be paged.</summary>
    public bool IsConfigured => Url is not null;

    public IEnumerable<Problem> Check(string section)
    {
        if (Url is null)
        {
            yield break;
        }

        if (!Url.IsAbsoluteUri || !(Url.Scheme == Uri.UriSchemeHttps || (AllowLoopback && Url.IsLoopback && Url.Scheme == Uri.UriSchemeHttp)))
        {
            yield return new Problem($"{section}:Url", "is no address by https", "Set an address such as https://alerts.example.org/hooks/tns");
        }

        if (Secret.Length < ShortestSecret)
        {
            yield return new Problem($"{section}:Secret", $"is shorter than {ShortestSecret} characters", "Set a random secret that the receiver knows too");
        }
    }
}
