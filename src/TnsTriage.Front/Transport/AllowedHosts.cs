namespace TnsTriage.Front.Transport;

/// <summary>Where the token may go, and whose links are taken for Front's.</summary>
internal static class AllowedHosts
{
    /// <summary>Why calls may not go to this address; null when they may.</summary>
    public static Problem? Problem(Uri? address, bool allowLoopback)
    {
        const string Fronts = "https://api2.frontapp.com/ or https://COMPANY.api.frontapp.com/";
        return !IsHostAlone(address) ? Wrong("is not an address of scheme and host alone", $"Set {Fronts}")
            : IsFront(address!) ? null
            : !address!.IsLoopback ? Wrong($"{address.Scheme}://{address.Host} is not Front by https", $"Set {Fronts}")
            : !allowLoopback ? Wrong($"{address} is this machine", $"Set {nameof(FrontOptions.AllowLoopback)} for a test, or {Fronts}")
            : address.Scheme is not ("http" or "https") ? Wrong($"\"{address.Scheme}\" is neither http nor https", "Set an http address")
            : null;

        static Problem Wrong(string what, string fix) => new(nameof(FrontOptions.BaseAddress), what, fix);
    }

    /// <summary>Whether a link in an answer is on the host that was called, or on Front's others.</summary>
    public static bool IsLinkAllowed(Uri link, Uri baseAddress) =>
        IsFront(link) || (link.Scheme == baseAddress.Scheme && link.Authority == baseAddress.Authority && link.UserInfo.Length == 0);

    private static bool IsHostAlone(Uri? address) =>
        address is { IsAbsoluteUri: true } && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsFront(Uri address) =>
        address is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && (address.Host == "api2.frontapp.com" || IsCompanyHost(address.Host));

    private static bool IsCompanyHost(string host) =>
        host.IndexOf('.', StringComparison.Ordinal) is > 0 and var end && host[end..] == ".api.frontapp.com";
}
