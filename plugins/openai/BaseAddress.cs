using System.Net;
using System.Net.Sockets;
using TnsEval.Abstractions;

namespace TnsEval.Plugins.OpenAI;

/// <summary>Reads an address that a user wrote. Its text is not repeated in a problem: people put passwords into addresses.</summary>
internal static class BaseAddress
{
    public static readonly Uri Default = new("https://api.openai.com/v1");

    /// <summary>The address without a slash at its end, or null and a problem.</summary>
    public static Uri? Parse(string text, string variable, ICollection<SettingsProblem> problems)
    {
        string? fault = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            fault = "is not an absolute http or https address";
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            fault = "holds a user name, a query or a fragment";
        }
        else if (address.AbsolutePath.TrimEnd('/').EndsWith("/completions", StringComparison.OrdinalIgnoreCase))
        {
            fault = "names a single operation instead of what all have in common";
        }

        if (fault is null)
        {
            return new Uri(address!.AbsoluteUri.TrimEnd('/'));
        }

        problems.Add(new SettingsProblem($"{variable} {fault}", "Write it like https://host/v1, up to and without /chat/completions"));
        return null;
    }

    public static bool IsOpenAI(Uri address) =>
        address.Host == "openai.com" || address.Host.EndsWith(".openai.com", StringComparison.Ordinal);

    /// <summary>Whether the address is this machine or, as far as can be told without asking anyone, a private network.</summary>
    public static bool IsNear(Uri address)
    {
        if (IPAddress.TryParse(address.DnsSafeHost, out var ip))
        {
            return IsPrivate(ip);
        }

        ReadOnlySpan<string> privateEnds = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];
        foreach (var end in privateEnds)
        {
            if (address.Host.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return !address.Host.Contains('.', StringComparison.Ordinal);
    }

    private static bool IsPrivate(IPAddress ip)
    {
        if (IPAddress.IsLoopback(ip))
        {
            return true;
        }

        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal;
        }

        return ip.GetAddressBytes() is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..] or [100, >= 64 and < 128, ..];
    }
}
