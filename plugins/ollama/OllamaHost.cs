using System.Globalization;
using System.Net;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.Ollama;

/// <summary>
/// Reads <c>OLLAMA_HOST</c> as Ollama's own client does: <c>host</c>, <c>host:port</c>, <c>:port</c>, an IPv6 address with or without brackets, or
/// a URL with a path. Unlike it, a port that is none is a problem and not silently the default.
/// </summary>
internal static class OllamaHost
{
    public const string Variable = "OLLAMA_HOST";
    private const string Form = "Write host, host:port or http(s)://host:port/path, such as 127.0.0.1:11434";

    /// <summary>The server's address, ending with a slash; null when there is a problem.</summary>
    public static Uri? Parse(string? value, List<SettingsProblem> problems)
    {
        var text = (value ?? "").Trim().Trim('"', '\'').Trim();
        if (text.IndexOfAny(['@', '?', '#']) >= 0)
        {
            problems.Add(new($"{Variable} holds more than an address", $"{Form}. A key goes into OLLAMA_API_KEY"));   // not shown: may be a password
            return null;
        }

        var (scheme, rest) = text.Split("://", 2) is [var before, var after] ? (before.ToLowerInvariant(), after) : (null, text);
        int? defaultPort = scheme switch { null => 11434, "http" => 80, "https" => 443, _ => null };
        var slash = rest.IndexOf('/');
        var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var what = defaultPort is null ? $"begins with '{scheme}://', which is neither http nor https" : null;
        if (what is null && TrySplit(authority, defaultPort!.Value, out var host, out var port, out what))
        {
            return new UriBuilder(scheme ?? "http", Dialable(host), port, $"{WithoutApiPath(path)}/").Uri;
        }

        problems.Add(new($"{Variable} is '{text}': it {what}", Form));
        return null;
    }

    private static bool TrySplit(string authority, int defaultPort, out string host, out int port, out string? what)
    {
        var isBareAddress = !authority.StartsWith('[') && IPAddress.TryParse(authority, out _);   // "::1" has colons and no port
        var colon = isBareAddress || authority.EndsWith(']') ? -1 : authority.LastIndexOf(':');
        host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        port = defaultPort;
        var portText = colon < 0 ? null : authority[(colon + 1)..];
        what = portText is not null
            && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535)
                ? $"names the port '{portText}', and a port is a number from 1 to 65535"
            : host.Length > 0 && Uri.CheckHostName(host) == UriHostNameType.Unknown ? $"names the host '{host}', which cannot be one"
            : null;
        return what is null;
    }

    /// <summary>A server listens at 0.0.0.0 or :: or at no address in particular; a client calls the machine itself then.</summary>
    private static string Dialable(string host) =>
        host.Length == 0 ? "127.0.0.1"
        : !IPAddress.TryParse(host, out var address) ? host
        : address.Equals(IPAddress.Any) ? "127.0.0.1"
        : address.Equals(IPAddress.IPv6Any) ? "[::1]"
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]"
        : host;

    /// <summary>People copy the base address of another client: /v1 is where Ollama imitates OpenAI, /api is what is added here.</summary>
    private static string WithoutApiPath(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.EndsWith("/v1", StringComparison.Ordinal) || trimmed.EndsWith("/api", StringComparison.Ordinal)
            ? trimmed[..trimmed.LastIndexOf('/')]
            : trimmed;
    }
}
