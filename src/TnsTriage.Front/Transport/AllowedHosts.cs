namespace TnsTriage.Front.Transport;

/// <summary>Where the token may go, and whose links are taken for Front's.</summary>
internal static class AllowedHosts
{
    /// <summary>Why calls may not go to this address; null when they may.</summary>
    public static Problem? Problem(Uri? address, bool allowLoopback) =>
        address is not { IsAbsoluteUri: true } || address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0
            ? new Problem(nameof(FrontOptions.BaseAddress), "is not an address of scheme and host alone", $"Set an address such as {FrontOptions.DefaultBaseAddress}")
            : IsFront(address) ? null
            : !address.IsLoopback
                ? new Problem(nameof(FrontOptions.BaseAddress), $"{address.Scheme}://{address.Host} is not Front by https", $"Set {FrontOptions.DefaultBaseAddress} or https://COMPANY.api.frontapp.com/")
            : !allowLoopback
                ? new Problem(nameof(FrontOptions.BaseAddress), $"{address} is this machine", $"Set {nameof(FrontOptions.AllowLoopback)} for a test, or {FrontOptions.DefaultBaseAddress}")
            : address.Scheme is "http" or "https" ? null
            : new Problem(nameof(FrontOptions.BaseAddress), $"\"{address.Scheme}\" is neither http nor https", "Set an http address");

    /// <summary>Whether a link in an answer is on the host that was called, or on Front's others.</summary>
    public static bool IsLinkAllowed(Uri link, Uri baseAddress) =>
        IsFront(link) || (link.Scheme == baseAddress.Scheme && link.Authority == baseAddress.Authority && link.UserInfo.Length == 0);

    private static bool IsFront(Uri address) =>
        address is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && (address.Host == "api2.frontapp.com" || IsCompanyHost(address.Host));

    private static bool IsCompanyHost(string host) =>
        host.EndsWith(".api.frontapp.com", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) == host.Length - ".api.frontapp.com".Length;
}
