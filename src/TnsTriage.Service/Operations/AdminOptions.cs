using System.Net;

namespace TnsTriage.Service.Operations;

/// <summary>The configuration section <c>TnsTriage:Admin</c>.</summary>
internal sealed class AdminOptions
{
    private const int ShortestKey = 24;

    /// <summary>What <c>Authorization: Bearer</c> must say; without it nothing listens.</summary>
    public string Key { get; set; } = "";

    /// <summary>The address to listen on; this machine's own by default.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port; a free one when 0.</summary>
    public int Port { get; set; } = 8081;

    /// <summary>Whether there is anything to listen for.</summary>
    public bool IsConfigured => Key.Length > 0;

    /// <summary>Every problem; none when the options can be used. No problem shows the key.</summary>
    public IEnumerable<Problem> Check(string section)
    {
        if (IsConfigured && (Key.Length < ShortestKey || Key.Any(character => character is <= ' ' or > '~')))
        {
            yield return new Problem(
                $"{section}:{nameof(Key)}",
                $"is shorter than {ShortestKey} characters, or holds one that a header cannot",
                "Set a random key, such as the output of openssl rand -hex 32");
        }

        if (!IPAddress.TryParse(Address, out _))
        {
            yield return new Problem(
                $"{section}:{nameof(Address)}", $"\"{Address}\" is no IP address", "Write 127.0.0.1, or the address of the interface to listen on");
        }

        if (Port is < 0 or > IPEndPoint.MaxPort)
        {
            yield return new Problem($"{section}:{nameof(Port)}", $"{Port} is no port", $"Set a number between 0 and {IPEndPoint.MaxPort}");
        }
    }
}
