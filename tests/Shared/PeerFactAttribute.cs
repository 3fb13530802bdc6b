using System.Runtime.CompilerServices;

namespace TnsEval.Testing;

/// <summary>
/// A test of the peer lane: a plugin against a server that somebody else wrote, from npm. Install them with <c>npm ci --prefix tests --ignore-scripts</c>;
/// without them, without Node, or without the reference data that the test names, it is skipped. Select the lane with <c>--filter Lane=peers</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(string? referenceData = null, [CallerMemberName] string test = "")
    {
        Skip = PeerServer.Missing ?? (referenceData is null ? null : ReferenceData.Missing(referenceData));
        if (Skip is not null)
        {
            DisplayName = $"{test} ({Skip})";   // test runners print the name of a skipped test, and its reason only when asked for more
        }
    }
}
