using TnsEval.Testing;

namespace TnsEval.Cli.Tests.Peers;

/// <summary>
/// A test of the peer lane: a plugin against a server that somebody else wrote, from npm. Install them with <c>npm ci --prefix tests --ignore-scripts</c>;
/// without them, or without Node, the test is skipped. Select the lane with <c>--filter Lane=peers</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var missing = !Directory.Exists(PeerServer.Packages) ? "the servers of other makers are not installed: npm ci --prefix tests --ignore-scripts"
            : PeerServer.Node is null ? "Node is not on the PATH"
            : null;
        if (missing is not null)
        {
            Skip = missing;
            DisplayName = $"{test} ({Skip})";   // test runners print the name of a skipped test, and its reason only when asked for more
        }
    }
}
