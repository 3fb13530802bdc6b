namespace TnsTriage.RabbitMq;

/// <summary>Where a broker is, and as whom to log in. A class and no record: it must not print its password.</summary>
internal sealed class BrokerAddress
{
    private BrokerAddress(Uri uri) => Uri = uri;

    /// <summary>Everything, the password included: for the client only.</summary>
    public Uri Uri { get; }

    /// <summary>Reads an AMQP URI; null when it is none, and then every problem, none of which shows it.</summary>
    /// <param name="text">Such as <c>amqps://user:password@broker.example.org/vhost</c>; without a vhost the broker's default one.</param>
    /// <param name="where">The setting or option that holds it.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static BrokerAddress? Read(string? text, string where, ICollection<Problem> problems)
    {
        const string Example = "Write amqp://USER:PASSWORD@HOST:PORT/VHOST, or amqps:// for TLS; escape special characters, such as %2F for /";
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new Problem(where, "names no broker", Example));
            return null;
        }

        // An address that cannot be read may hold a password anywhere, so none of it is shown.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            problems.Add(new Problem(where, "is no URI", Example));
            return null;
        }

        var before = problems.Count;
        if (uri.Scheme is not ("amqp" or "amqps"))
        {
            problems.Add(new Problem(where, $"its scheme is {uri.Scheme}, not amqp or amqps", Example));
        }

        if (uri.UserInfo.Count(character => character == ':') > 1)
        {
            problems.Add(new Problem(where, "has more than one : before the @", "Escape those of user and password as %3A"));
        }

        if (uri.Host.Length == 0)
        {
            problems.Add(new Problem(where, "names no host", Example));
        }

        if (uri.Segments.Length > 2)
        {
            problems.Add(new Problem(where, "has more than one name after the host: a vhost is one", Example));
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            problems.Add(new Problem(where, "has something after the vhost, which would be ignored", "Remove what stands after ? or #; escape them as %3F and %23"));
        }

        return problems.Count == before ? new BrokerAddress(uri) : null;
    }

    /// <summary>Without user and password, for messages and logs.</summary>
    public override string ToString() =>
        $"{Uri.Scheme}://{Uri.Host}:{(Uri.Port > 0 ? Uri.Port : Uri.Scheme == "amqps" ? 5671 : 5672)}{Uri.AbsolutePath}";
}
